//go:build program

package windowtest

import (
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// pointer is the X server's own: the menu bar is the toolkit's, which the driver
// of the page does not reach.
func (w *window) pointer(args ...string) {
	w.t.Helper()
	run(w.t, []string{"DISPLAY=" + w.display, "PATH=/usr/bin:/bin"}, "xdotool", args...)
}

// shows reports whether a window with this title is open.
func (w *window) shows(title string) bool {
	cmd := exec.CommandContext(w.t.Context(), "xdotool", "search", "--onlyvisible", "--name", "^"+title+"$")
	cmd.Env = []string{"DISPLAY=" + w.display, "PATH=/usr/bin:/bin"}
	return cmd.Run() == nil
}

// onceThere waits for the hash that a line of the menu leads to.
const onceThere = `
const [hash, done] = arguments;
const look = () => (location.hash === hash ? done(hash) : requestAnimationFrame(look));
look();
`

func TestTheMenuBarLeadsToTheScreensAndPressesTheirKeys(t *testing.T) {
	data := filepath.Join(t.TempDir(), "club")
	run(t, freshFolders(t, ""), program(t), "--data", data, "demo")
	w := openWindow(t, "--data", data)
	w.find("#app h1")
	w.execute(settled, nil)
	// The window stands at 80,50 on a screen without a window manager; the bar is
	// its first line: File, Edit, View, Sale, Planning, Help.
	w.pointer("mousemove", "237", "62", "click", "1")
	w.photograph("menu")
	var hash string
	w.pointer("key", "Down", "Down", "Down", "Down", "Down", "Return") // the palette, then the areas: the fourth
	w.execute(onceThere, &hash, "#/families")
	w.pointer("mousemove", "304", "62", "click", "1")
	w.pointer("key", "Down", "Down", "Return") // the article, of a sale that Families does not make
	w.execute(onceThere, &hash, "#/desk")
	w.find("[data-panel] input:focus")
}

// What the menu says holds before there is a club as well.
func TestControlQClosesTheWindowOfTheFirstRun(t *testing.T) {
	w := openWindow(t, "--data", filepath.Join(t.TempDir(), "club"))
	w.find("#app h1")
	w.pointer("search", "--sync", "--onlyvisible", "--name", "^Paddock$", "windowfocus", "--sync", "key", "ctrl+q")
	for limit := time.Now().Add(patience); w.shows("Paddock"); {
		if time.Now().After(limit) {
			t.Fatal("it stays open")
		}
	}
}
