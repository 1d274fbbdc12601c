package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"paddock/backend/club"
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
