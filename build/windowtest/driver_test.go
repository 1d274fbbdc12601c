//go:build program

package windowtest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// window is the program's window in the hands of a driver (W3C WebDriver). Its
// methods end the test when they fail: a step that did not happen makes the
// rest meaningless.
type window struct {
	t       *testing.T
	display string
	env     []string // what the program was started in
	session string   // URL of the driver's session
	icons   int      // how many files lie beside it, to be dragged
}

// element is what the driver calls an element by, in its own JSON form.
type element struct {
	w  *window
	id string
}

// elementKey is the name the WebDriver standard gives to an element's reference.
const elementKey = "element-6066-11e4-a52e-4f735466cecf"

// Keys that have no letter, as the standard codes them; w.keys takes them
// between the letters of a text.
const (
	keyTab     = "\uE004"
	keyEnter   = "\uE007"
	keyEscape  = "\uE00C"
	keyControl = "\uE009" // held until the end of the keys
	keyAlt     = "\uE00A" // held too
	keyDown    = "\uE015"
	keyF2      = "\uE032"
	keyF3      = "\uE033"
	keyF9      = "\uE039"
)

// openWindow opens the built program's window; args are the program's.
func openWindow(t *testing.T, args ...string) *window {
	t.Helper()
	return drive(t, program(t), args...)
}

// drive starts a program in a window of its own on a fresh screen and waits
// until it can be driven.
func drive(t *testing.T, program string, args ...string) *window {
	t.Helper()
	display := screen(t)
	return driveIn(t, display, freshFolders(t, display), program, args...)
}

// driveIn is drive on a screen that is there, for somebody.
func driveIn(t *testing.T, display string, env []string, program string, args ...string) *window {
	t.Helper()
	w := &window{t: t, display: display, env: env}
	port := freePort(t)
	start(t, env, nil, "WebKitWebDriver", "--port="+port, "--host=127.0.0.1")
	driver := "http://127.0.0.1:" + port
	w.session = driver
	w.untilReady()
	var made struct {
		SessionID string `json:"sessionId"`
	}
	w.send("POST", "/session", map[string]any{"capabilities": map[string]any{"alwaysMatch": map[string]any{
		"webkitgtk:browserOptions": map[string]any{"binary": automation(t, program, args...), "args": []string{}},
		// The driver itself waits for what is looked for: no pauses in the tests.
		"timeouts": map[string]int64{"implicit": patience.Milliseconds(), "script": patience.Milliseconds(), "pageLoad": patience.Milliseconds()},
	}}}, &made)
	w.session = driver + "/session/" + made.SessionID
	return w
}

// untilReady asks the driver until it answers.
func (w *window) untilReady() {
	w.t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	limit := time.After(patience)
	for {
		answer, err := http.Get(w.session + "/status")
		if err == nil {
			answer.Body.Close()
			return
		}
		select {
		case <-tick.C:
		case <-limit:
			w.t.Fatalf("WebKitWebDriver does not answer: %v", err)
		}
	}
}

// ask sends one command and reads its value into out, or returns the driver's
// words.
func (w *window) ask(method, path string, in, out any) error {
	body := new(bytes.Buffer)
	if in != nil {
		if err := json.NewEncoder(body).Encode(in); err != nil {
			return err
		}
	}
	ctx, cancel := context.WithTimeout(w.t.Context(), patience+5*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, w.session+path, body)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	var said struct{ Value json.RawMessage }
	if err := json.NewDecoder(answer.Body).Decode(&said); err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s %s: %s", method, path, said.Value)
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(said.Value, out)
}

// send is ask, where a failure ends the test.
func (w *window) send(method, path string, in, out any) {
	w.t.Helper()
	if err := w.ask(method, path, in, out); err != nil {
		w.t.Logf("the screen as it was is %s", w.photograph("failed"))
		w.t.Fatalf("window: %v", err)
	}
}

// find waits for an element by its CSS selector.
func (w *window) find(selector string) element {
	w.t.Helper()
	return w.locate("css selector", selector)
}

// findText waits for the innermost element that says exactly this.
func (w *window) findText(text string) element {
	w.t.Helper()
	return w.locate("xpath", fmt.Sprintf("//*[normalize-space(.)=%s][not(*[normalize-space(.)=%[1]s])]", xpathString(text)))
}

func (w *window) locate(using, value string) element {
	w.t.Helper()
	var found map[string]string
	w.send("POST", "/element", map[string]string{"using": using, "value": value}, &found)
	return element{w, found[elementKey]}
}

// xpathString quotes a text for XPath, which has no escapes.
func xpathString(text string) string {
	parts := strings.Split(text, "'")
	return "concat('" + strings.Join(parts, `',"'",'`) + "','')"
}

// click presses the middle of the element with the mouse.
func (e element) click() {
	e.w.t.Helper()
	e.w.send("POST", "/element/"+e.id+"/click", struct{}{}, nil)
}

// enter types into the element, after what stands there.
func (e element) enter(text string) {
	e.w.t.Helper()
	e.w.send("POST", "/element/"+e.id+"/value", map[string]string{"text": text}, nil)
}

// text is what a person reads in the element.
func (e element) text() string {
	e.w.t.Helper()
	var said string
	e.w.send("GET", "/element/"+e.id+"/text", nil, &said)
	return said
}

// keys presses keys one after the other wherever the cursor is; keyControl and
// keyAlt stay down until the end.
func (w *window) keys(text string) {
	w.t.Helper()
	var actions, up []map[string]string
	for _, r := range text {
		key := string(r)
		actions = append(actions, map[string]string{"type": "keyDown", "value": key})
		if key == keyControl || key == keyAlt {
			up = append(up, map[string]string{"type": "keyUp", "value": key})
			continue
		}
		actions = append(actions, map[string]string{"type": "keyUp", "value": key})
	}
	w.send("POST", "/actions", map[string]any{"actions": []any{
		map[string]any{"type": "key", "id": "keyboard", "actions": append(actions, up...)},
	}}, nil)
}

// execute runs a script in the page until it calls the function it is given as
// its last argument, and reads what it passed there.
func (w *window) execute(script string, out any, args ...any) {
	w.t.Helper()
	if args == nil {
		args = []any{}
	}
	w.send("POST", "/execute/async", map[string]any{"script": script, "args": args}, out)
}

// visit loads an address of the window.
func (w *window) visit(address string) {
	w.t.Helper()
	w.send("POST", "/url", map[string]string{"url": address}, nil)
}
