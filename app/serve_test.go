package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"paddock/backend/club"
	"paddock/backend/locale"
)

// onLoopback is the desk behind everything serve puts before it.
func onLoopback(t *testing.T, desk http.Handler) http.Handler {
	t.Helper()
	h, err := served(desk, builtScreens, "SECRET", quiet)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// browser makes a request as one of this computer's browsers does.
func browser(method, target string, headers map[string]string) *http.Request {
	r := httptest.NewRequest(method, "http://127.0.0.1:8787"+target, strings.NewReader("{}"))
	for name, value := range headers {
		if name == "Host" {
			r.Host = value
			continue
		}
		r.Header.Set(name, value)
	}
	return r
}

func TestTrap6TheDeskAnswersNobodyWithoutTheKeyOnLoopbackAsWell(t *testing.T) {
	reached := false
	h := onLoopback(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true }))
	for _, target := range []string{"/api", "/api/", "/api/desk/session", "/api/changes", "/api/desk/nowhere"} {
		for _, key := range []string{"", "Bearer ", "Bearer WRONG", "SECRET", "Basic SECRET"} {
			w := httptest.NewRecorder()
			h.ServeHTTP(w, browser("GET", target, map[string]string{"Authorization": key}))
			if code := problemCode(t, w.Result(), w.Body.String()); w.Code != http.StatusUnauthorized || code != club.CodeNotSignedIn {
				t.Errorf("%s with %q: %d %s", target, key, w.Code, code)
			}
		}
	}
	if reached {
		t.Error("the desk was reached")
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, browser("GET", "/api/desk/session", map[string]string{"Authorization": "Bearer SECRET"}))
	if !reached || w.Code != http.StatusOK {
		t.Errorf("with the key: %d", w.Code)
	}
}

func TestTrap6TheDeskIsNeverOnTheNetwork(t *testing.T) {
	for _, addr := range []string{"0.0.0.0:8787", ":8787", "192.0.2.1:8787", "club.example:80", "[::]:80", "8787"} {
		var said bytes.Buffer
		if code := run([]string{"serve", "--desk", "--addr", addr, "--data", t.TempDir()}, io.Discard, &said); code != exitUsage {
			t.Errorf("%s: exit %d, %s", addr, code, said.String())
		}
	}
	for _, addr := range []string{"127.0.0.1:0", "localhost:0", "[::1]:0"} {
		if err := loopbackOnly(addr); err != nil {
			t.Errorf("%s: %v", addr, err)
		}
	}
}

func TestServeRefusesANameThatMerelyResolvesToThisComputer(t *testing.T) {
	h := onLoopback(t, echo)
	for host, want := range map[string]int{
		"127.0.0.1:8787": http.StatusConflict, "localhost:8787": http.StatusConflict, "[::1]:8787": http.StatusConflict,
		"evil.example:8787": http.StatusMisdirectedRequest, "evil.example": http.StatusMisdirectedRequest, "127.0.0.1.evil.example": http.StatusMisdirectedRequest,
	} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, browser("GET", "/api/desk/x", map[string]string{"Host": host, "Authorization": "Bearer SECRET"}))
		if w.Code != want {
			t.Errorf("%s: %d, want %d", host, w.Code, want)
		}
	}
}

func TestServeRefusesAWriteFromAnotherSitesPage(t *testing.T) {
	h := onLoopback(t, echo)
	for _, foreign := range []map[string]string{
		{"Sec-Fetch-Site": "cross-site"},
		{"Origin": "https://evil.example"},
		{"Origin": "http://127.0.0.1:9999"},
	} {
		foreign["Authorization"] = "Bearer SECRET"
		w := httptest.NewRecorder()
		h.ServeHTTP(w, browser("POST", "/api/desk/x", foreign))
		if w.Code != http.StatusForbidden {
			t.Errorf("%v: %d", foreign, w.Code)
		}
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, browser("POST", "/api/desk/x", map[string]string{"Origin": "http://127.0.0.1:8787", "Sec-Fetch-Site": "same-origin", "Authorization": "Bearer SECRET"}))
	if w.Code != http.StatusConflict {
		t.Errorf("our own page: %d", w.Code)
	}
}

func TestServeShowsTheScreensWithoutAKeySoThatTheyCanReadIt(t *testing.T) {
	w := httptest.NewRecorder()
	onLoopback(t, echo).ServeHTTP(w, browser("GET", "/", nil))
	if w.Code != http.StatusOK || strings.Contains(w.Body.String(), "/wails/") {
		t.Errorf("%d %s", w.Code, w.Body.String())
	}
}

func TestServeAnswersWhatItPrintedAndStopsWhenTold(t *testing.T) {
	out, in := io.Pipe()
	code := make(chan int, 1)
	go func() {
		c := &cli{out: in, errs: io.Discard, screens: builtScreens}
		code <- c.run([]string{"--json", "serve", "--desk", "--addr", "127.0.0.1:0", "--data", t.TempDir()})
	}()
	var said struct{ URL, Key string }
	if err := json.NewDecoder(bufio.NewReader(out)).Decode(&said); err != nil {
		t.Fatal(err)
	}
	go io.Copy(io.Discard, out)
	address, _, _ := strings.Cut(said.URL, "#")
	request, err := http.NewRequestWithContext(t.Context(), "GET", address+"api/desk/session", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+said.Key)
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Errorf("session: %s", answer.Status)
	}
	http.DefaultClient.CloseIdleConnections()
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	if err := self.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if got := <-code; got != exitDone {
		t.Errorf("exit %d", got)
	}
}

// heard is written to while a program runs, and does something with each word.
type heard func(said string)

func (h heard) Write(said []byte) (int, error) {
	h(string(said))
	return len(said), nil
}

// A connection that a browser opened ahead of a request outlasts the time that the
// last requests have; what became of the restore is said even where the data cannot
// be served again.
func TestAConfirmedRestoreIsDoneAndToldWhateverIsStillOpen(t *testing.T) {
	defer func(before time.Duration) { closing = before }(closing)
	closing = 50 * time.Millisecond
	file := filepath.Join(t.TempDir(), "club.paddock")
	for name, text := range map[string]string{file: "x", file + ".sha256": "abc"} { // its sum is another
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, in := io.Pipe()
	var address, told string
	code := make(chan int, 1)
	go func() {
		c := &cli{lang: locale.French, out: in, screens: builtScreens, errs: heard(func(said string) {
			if told += said; strings.Count(told, "\n") == 1 {
				if taken, err := net.Listen("tcp", address); err == nil {
					t.Cleanup(func() { taken.Close() })
				}
			}
		})}
		code <- c.run([]string{"--json", "serve", "--desk", "--addr", "127.0.0.1:0", "--data", t.TempDir()})
	}()
	var said struct{ URL, Key string }
	if err := json.NewDecoder(bufio.NewReader(out)).Decode(&said); err != nil {
		t.Fatal(err)
	}
	go io.Copy(io.Discard, out)
	address = strings.TrimPrefix(strings.Split(said.URL, "/#")[0], "http://")
	early, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer early.Close()
	body, err := json.Marshal(map[string]string{"file": file, "sha256": "abc"})
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), "POST", "http://"+address+"/api/desk/restore", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+said.Key)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Idempotency-Key", "0123456789abcdef")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode >= 300 {
		t.Fatalf("restore: %s", answer.Status)
	}
	if got := <-code; got == exitDone || !strings.Contains(strings.Split(told, "\n")[0], "club.paddock") {
		t.Errorf("exit %d, told %q", got, told)
	}
}

func TestTheWindowClosesForARestoreOnceItsAnswerIsWritten(t *testing.T) {
	n := newNative(locale.French, quiet)
	w, closed := httptest.NewRecorder(), make(chan int, 2)
	n.quit = func() { closed <- w.Code }
	h := n.closing(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == "POST" {
			n.restore("club.paddock", "Manon")
		}
		w.WriteHeader(http.StatusAccepted)
	}))
	h.ServeHTTP(httptest.NewRecorder(), browser("GET", "/", nil))
	if len(closed) != 0 {
		t.Error("any answer closes the window")
	}
	h.ServeHTTP(w, browser("POST", "/", nil))
	if got := <-closed; got != http.StatusAccepted || n.confirmed != "club.paddock" || n.by != "Manon" {
		t.Errorf("closed at %d for %q by %q", got, n.confirmed, n.by)
	}
}
