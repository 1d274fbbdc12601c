//go:build program

package windowtest

import (
	"image"
	"path/filepath"
	"testing"

	"paddock/backend/locale"
)

// request makes one call from inside the page and tells how it was answered.
// The body is made in the page: size bytes of JSON as a string, or as an
// ArrayBuffer; none for size 0.
const request = `
const [method, path, size, kind, done] = arguments;
let body;
if (size > 0) {
  const text = JSON.stringify('x'.repeat(size - 2));
  body = kind === 'buffer' ? new TextEncoder().encode(text).buffer : text;
}
fetch(path, { method, body, headers: body ? { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() } : {} })
  .then(async (r) => done({ status: r.status, type: r.headers.get('Content-Type') ?? '', code: (await r.json()).code ?? '' }))
  .catch((e) => done({ status: 0, type: '', code: String(e) }));
`

type answer struct {
	Status int
	Type   string
	Code   string
}

func (w *window) request(method, path string, size int, kind string) answer {
	w.t.Helper()
	var a answer
	w.execute(request, &a, method, path, size, kind)
	return a
}

const problem = "application/problem+json"

func TestTheWindowShowsTheDeskAndItsAPIAnswers(t *testing.T) {
	w := openWindow(t, "--data", filepath.Join(t.TempDir(), "club"))
	w.find("#app h1")
	if a := w.request("GET", "/api/desk/session", 0, ""); a.Status != 200 {
		t.Errorf("session: %+v", a)
	}
	if n := colours(w.picture("first-run")); n < drawn {
		t.Errorf("the window is blank: %d colours", n)
	}
}

func TestTwoMebibytesReachTheDeskAndTheWindowLives(t *testing.T) {
	w := openWindow(t, "--data", filepath.Join(t.TempDir(), "club"))
	w.find("#app h1")
	for _, kind := range []string{"string", "buffer"} {
		// The desk takes no such text, and says so: the answer is its own.
		if a := w.request("POST", "/api/desk/preferences", 2<<20, kind); a.Status < 400 || a.Status >= 500 || a.Type != problem {
			t.Errorf("2 MiB as %s: %+v", kind, a)
		}
	}
	if a := w.request("GET", "/api/desk/session", 0, ""); a.Status != 200 {
		t.Errorf("afterwards: %+v", a)
	}
}

func TestTheWindowsTransportHasNeitherPagesNorCookiesForTheAPI(t *testing.T) {
	w := openWindow(t, "--data", filepath.Join(t.TempDir(), "club"))
	w.find("#app h1")
	for path, want := range map[string]answer{
		"/api/desk/":        {400, problem, "malformed"},
		"/api/desk/nowhere": {404, problem, "notFound"},
	} {
		if a := w.request("GET", path, 0, ""); a != want {
			t.Errorf("%s: %+v, want %+v", path, a, want)
		}
	}
	var cookie string
	w.execute("arguments[0](document.cookie)", &cookie)
	if cookie != "" {
		t.Errorf("cookie %q", cookie)
	}
}

func TestAReloadDeepInsideShowsTheDeskWithItsNativeCalls(t *testing.T) {
	w := openWindow(t, "--data", filepath.Join(t.TempDir(), "club"))
	w.visit("wails://wails/invoices/2026-0001")
	w.find("#app h1")
	var native string
	w.execute("arguments[0](typeof window.go?.main?.Native?.Save)", &native)
	if native != "function" {
		t.Errorf("window.go.main.Native.Save is %s", native)
	}
}

func TestABlankScreenIsSeenAsBlank(t *testing.T) {
	if n := colours(image.NewRGBA(image.Rect(0, 0, 1280, 800))); n >= drawn {
		t.Errorf("%d colours on a blank picture", n)
	}
}

func TestASecondWindowOnTheSameDataSaysWhyItDoesNotOpen(t *testing.T) {
	data := filepath.Join(t.TempDir(), "club")
	first := openWindow(t, "--data", data)
	first.find("#app h1")
	second := openWindow(t, "--data", data)
	said := second.find("p[role=alert]").text()
	if want := locale.Text(locale.English, "error.dataInUse", locale.Params{"folder": data}); said != want {
		t.Errorf("it says %q, want %q", said, want)
	}
	if n := colours(second.picture("data-in-use")); n < drawn {
		t.Errorf("the window is blank: %d colours", n)
	}
}

func TestRealClicksAndKeysReachThePage(t *testing.T) {
	w := openWindow(t, "--data", filepath.Join(t.TempDir(), "club"))
	w.find("#app h1")
	w.execute(`
const [done] = arguments;
document.body.innerHTML = '<input id="name"><button id="sell">Sell to O\'Neil</button><p id="heard"></p>';
const heard = document.querySelector('#heard');
document.querySelector('#sell').addEventListener('click', (e) => { heard.textContent += e.isTrusted ? 'click ' : 'script '; });
document.addEventListener('keydown', (e) => { if (e.key === 'F2' || (e.ctrlKey && e.key === 'Enter')) heard.textContent += e.key + ' '; });
done();
`, nil)
	name := w.find("#name")
	name.click()
	name.enter("Zoë €")
	w.findText("Sell to O'Neil").click()
	name.click() // Enter on the button would press it again
	w.keys(keyF2)
	w.keys(keyControl + keyEnter)
	var typed string
	w.execute(`arguments[0](document.querySelector('#name').value)`, &typed)
	if heard := w.find("#heard").text(); typed != "Zoë €" || heard != "click F2 Enter" {
		t.Errorf("typed %q, heard %q", typed, heard)
	}
}
