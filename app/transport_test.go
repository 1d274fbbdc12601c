package main

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"paddock/backend/api"
	"paddock/backend/club"
	"paddock/backend/desk"
)

// One test for each trap of ARCHITECTURE's transport, on the middleware the
// program mounts. Without build tags it stands alone (inWindow in
// middleware_test.go); with the window's tags the same tests run behind Wails'
// own asset server (wails_test.go). Trap 2, a Blob that kills WebKit, happens
// before any Go code runs: the frontend's wrapper refuses it, and the window
// test sends 2 MiB the right way.

var builtScreens = fstest.MapFS{
	"index.html":       {Data: []byte(`<!doctype html><html><head><title>Paddock</title></head><body></body></html>`)},
	"assets/index.js":  {Data: []byte("export {}")},
	"assets/index.css": {Data: []byte("body{}")},
}

var quiet = slog.New(slog.DiscardHandler)

// call makes one request and returns the answer with its body read.
func call(t *testing.T, h http.Handler, method, target string, body io.Reader) (*http.Response, string) {
	t.Helper()
	answer := httptest.NewRecorder()
	h.ServeHTTP(answer, httptest.NewRequest(method, target, body))
	return answer.Result(), answer.Body.String()
}

// problemCode reads the code of a problem, and fails on anything else.
func problemCode(t *testing.T, r *http.Response, body string) club.Code {
	t.Helper()
	if kind := r.Header.Get("Content-Type"); kind != "application/problem+json" {
		t.Fatalf("answered %s %q, want a problem", kind, body)
	}
	var p api.Problem
	if err := json.Unmarshal([]byte(body), &p); err != nil {
		t.Fatal(err)
	}
	return p.Code
}

// echo answers what came in, so that a test sees what passes the transport.
var echo = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Method", r.Method)
	w.Header().Set("X-Key", r.Header.Get("Idempotency-Key"))
	w.WriteHeader(http.StatusConflict)
	_, _ = io.Copy(w, r.Body)
})

func TestTrap1EveryMethodOfTheAPIPassesTheMiddleware(t *testing.T) {
	window := inWindow(t, echo)
	for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE"} {
		r, body := call(t, window, method, "/api/desk/x?y=1", strings.NewReader(`{"a":"Zoë"}`))
		if r.StatusCode != http.StatusConflict || r.Header.Get("X-Method") != method || body != `{"a":"Zoë"}` {
			t.Errorf("%s: status %d, method %q, body %q", method, r.StatusCode, r.Header.Get("X-Method"), body)
		}
	}
}

func TestTrap1TheAPIIsMountedAsMiddlewareAndNotAsHandler(t *testing.T) {
	assets, err := windowAssets(echo, builtScreens, quiet)
	if err != nil {
		t.Fatal(err)
	}
	if assets.Handler != nil || assets.Middleware == nil {
		t.Error("a Handler is never reached under a development server")
	}
}

func TestTrap2TwoMebibytesPassWhole(t *testing.T) {
	sent := bytes.Repeat([]byte{0, 0xff, 'a', '\n'}, 512*1024)
	_, got := call(t, inWindow(t, echo), "POST", "/api/desk/x", bytes.NewReader(sent))
	if got != string(sent) {
		t.Errorf("%d bytes came back of %d", len(got), len(sent))
	}
}

func TestTrap3AnAPIPathEndingInASlashIsAProblemAndNeverAPage(t *testing.T) {
	notFound := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		api.WriteProblem(w, quiet, club.Refuse(club.CodeNotFound))
	})
	for _, target := range []string{"/api/", "/api/desk/", "/api/desk/invoices/", "/api/desk/index.html/"} {
		r, body := call(t, inWindow(t, notFound), "GET", target, nil)
		if code := problemCode(t, r, body); r.StatusCode != http.StatusBadRequest || code != club.CodeMalformed {
			t.Errorf("%s: %d %s", target, r.StatusCode, code)
		}
	}
}

func TestTrap4APanicIsAFaultAndTheNextRequestIsAnswered(t *testing.T) {
	var told bytes.Buffer
	desk := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/api/desk/boom" {
			panic("secret figures")
		}
	})
	assets, err := windowAssets(desk, builtScreens, slog.New(slog.NewTextHandler(&told, nil)))
	if err != nil {
		t.Fatal(err)
	}
	window := assets.Middleware(http.NotFoundHandler())
	r, body := call(t, window, "GET", "/api/desk/boom", nil)
	if code := problemCode(t, r, body); r.StatusCode != http.StatusInternalServerError || code != "internal" {
		t.Errorf("%d %s", r.StatusCode, code)
	}
	if strings.Contains(body, "secret") {
		t.Errorf("the fault left the program: %s", body)
	}
	if !strings.Contains(told.String(), "secret figures") {
		t.Errorf("the log does not tell the fault: %s", told.String())
	}
	if r, _ := call(t, window, "GET", "/api/desk/session", nil); r.StatusCode != http.StatusOK {
		t.Errorf("after the panic: %d", r.StatusCode)
	}
}

func TestTrap5WhoCallsIsWhoStartedTheProgramAndNothingAPageSendsChangesIt(t *testing.T) {
	// A name nobody has, so that it shows which name reached the desk.
	for name, want := range map[string]club.Code{"": "", "Nobody": club.CodeStaffNotFound} {
		d, err := desk.Open(t.Context(), desk.Options{Dir: t.TempDir(), Log: quiet, As: name})
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		r, body := call(t, inWindow(t, api.Desk(d, "test")), "GET", "/api/desk/session?as=Nobody", nil)
		if want == "" && r.StatusCode != http.StatusOK || want != "" && problemCode(t, r, body) != want {
			t.Errorf("as %q: %d %s", name, r.StatusCode, body)
		}
	}
}

func TestTrap5NeitherCookiesNorRedirectsAreSent(t *testing.T) {
	window := inWindow(t, echo)
	for _, target := range []string{"/", "/index.html", "/invoices", "/invoices/", "/assets/index.js", "/api", "/api//x"} {
		r, _ := call(t, window, "GET", target, nil)
		if r.StatusCode >= 300 && r.StatusCode < 400 || r.Header.Get("Set-Cookie") != "" {
			t.Errorf("%s: %d, cookie %q", target, r.StatusCode, r.Header.Get("Set-Cookie"))
		}
	}
}

func TestTrap7AnAnswerIsWholeAndNotStreamed(t *testing.T) {
	desk := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if _, err := w.Write([]byte(`{"revision":`)); err != nil {
			t.Error(err)
		}
		_, _ = w.Write([]byte(`7}`))
	})
	if _, body := call(t, inWindow(t, desk), "GET", "/api/changes?since=1", nil); body != `{"revision":7}` {
		t.Errorf("polled %q", body)
	}
}

func TestTrap8AReloadDeepInsideAnswersTheIndex(t *testing.T) {
	window := inWindow(t, echo)
	for _, target := range []string{"/", "/index.html", "/invoices/2026-0001", "/invoices/", "/families/12/account"} {
		r, body := call(t, window, "GET", target, nil)
		if r.StatusCode != http.StatusOK || !strings.Contains(body, "<title>Paddock</title>") {
			t.Errorf("%s: %d %q", target, r.StatusCode, body)
		}
	}
}

func TestTrap8AFileIsServedAndALostFileIsNotAPage(t *testing.T) {
	window := inWindow(t, echo)
	if r, body := call(t, window, "GET", "/assets/index.js", nil); r.StatusCode != http.StatusOK || body != "export {}" {
		t.Errorf("%d %q", r.StatusCode, body)
	}
	if r, body := call(t, window, "GET", "/assets/gone.js", nil); r.StatusCode != http.StatusNotFound || strings.Contains(body, "<title>") {
		t.Errorf("%d %q: a script that is an HTML page hides the mistake", r.StatusCode, body)
	}
}

func TestScreensAreRefusedToAProgramBuiltWithoutThem(t *testing.T) {
	if _, err := windowAssets(echo, fstest.MapFS{".gitkeep": {}}, quiet); err == nil {
		t.Error("an empty window would open")
	}
}

func TestScreensMayLoadOnlyWhatIsInTheProgram(t *testing.T) {
	r, _ := call(t, inWindow(t, echo), "GET", "/assets/index.css", nil)
	if policy := r.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'self'") {
		t.Errorf("policy %q", policy)
	}
}
