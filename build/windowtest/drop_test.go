//go:build program

package windowtest

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"paddock/backend/locale"
)

// icon is what stands for files on a desktop, to be dragged with the pointer.
type icon struct {
	w    *window
	y    int         // where it is taken up
	says chan string // what testdata/dragged.c tells of the drag
}

// icon lays files beside the window.
func (w *window) icon(files ...string) *icon {
	w.t.Helper()
	built := filepath.Join(w.t.TempDir(), "dragged")
	run(w.t, nil, "sh", "-c", `exec gcc -o "$1" testdata/dragged.c $(pkg-config --cflags --libs gtk+-3.0)`, "sh", built)
	ready, tell, err := os.Pipe()
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { ready.Close() })
	// Each lies on a place of its own: one that was dragged in vain is seen to fly back.
	top := 80 * w.icons
	w.icons++
	start(w.t, w.env, []*os.File{tell}, built, append([]string{fmt.Sprint(top)}, files...)...)
	if err := tell.Close(); err != nil {
		w.t.Fatal(err)
	}
	i := &icon{w, top + 30, make(chan string, 100)}
	go func() {
		defer close(i.says)
		for lines := bufio.NewScanner(ready); lines.Scan(); {
			i.says <- lines.Text()
		}
	}()
	i.await("there", nil)
	return i
}

// await waits until the icon says so; meanwhile the pointer does what it is told,
// again and again.
func (i *icon) await(word string, meanwhile func(n int)) {
	i.w.t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	limit := time.After(patience)
	for n := 0; ; n++ {
		if meanwhile != nil {
			meanwhile(n)
		}
		select {
		case said := <-i.says:
			if said == word {
				return
			}
		case <-tick.C:
		case <-limit:
			i.w.t.Logf("the screen as it was is %s", i.w.photograph("failed"))
			i.w.t.Fatalf("the icon does not say %q", word)
		}
	}
}

// hold drags the files over the middle of the window, where they are welcome.
func (i *icon) hold() {
	i.w.t.Helper()
	i.w.pointer("mousemove", "30", fmt.Sprint(i.y), "mousedown", "1")
	i.await("begun", func(n int) { i.w.pointer("mousemove", "30", fmt.Sprint(i.y+15+n%2)) })
	i.await("welcome", func(n int) { i.w.pointer("mousemove", "700", fmt.Sprint(400+n%2)) })
}

// drop drags the files over the middle of the window and lets them go.
func (i *icon) drop() {
	i.w.t.Helper()
	i.hold()
	i.w.pointer("mouseup", "1")
	i.await("taken", nil)
}

// leave drags the files over the window, and back to where they were.
func (i *icon) leave() {
	i.w.t.Helper()
	i.hold()
	i.await("unwelcome", func(n int) { i.w.pointer("mousemove", "30", fmt.Sprint(i.y+n%2)) })
	i.w.pointer("mouseup", "1")
	i.await("refused", nil)
}

// fill writes a small file to be dragged.
func fill(t *testing.T, name, content string) string {
	t.Helper()
	place := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(place, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return place
}

// members is a list of one rider.
const members = "Nom;Prénom;Naissance\r\nDelcourt;Manon;02/05/2014\r\n"

func TestFilesDroppedOnTheWindowOpenWhereTheyBelong(t *testing.T) {
	data := filepath.Join(t.TempDir(), "club")
	run(t, os.Environ(), program(t), "--data", data, "demo")
	backup := filepath.Join(t.TempDir(), "vaubrun.paddock")
	run(t, os.Environ(), program(t), "--data", data, "backup", backup)
	statement, err := filepath.Abs("../../backend/statement/testdata/coda.cod")
	if err != nil {
		t.Fatal(err)
	}
	w := openWindow(t, "--data", data)
	w.find("#app h1")

	w.icon(fill(t, "membres.csv", members)).drop()
	w.findText("membres.csv")

	w.icon(statement).drop()
	w.findText("coda.cod")
	w.keys(keyEscape)

	// A photo belongs to somebody: on the page of a family it is asked whose it is.
	w.visit("wails://wails/#/today")
	w.find("#app h1")
	photo := w.icon(fill(t, "santé.pdf", "%PDF-1.4\n%%EOF\n"))
	photo.drop()
	w.findText(locale.Text(locale.French, "file.dropWhere", locale.Params{"name": "santé.pdf"}))
	w.visit("wails://wails/#/families/1")
	w.find("[data-panel] h2")
	photo.drop()
	w.findText(locale.Text(locale.French, "file.dropHere", locale.Params{"names": "santé.pdf"}))
	w.find("dialog select:last-of-type")
	w.photograph("dropped-photo")
	w.keys(keyEscape)

	w.icon(backup).drop()
	w.findText(locale.Text(locale.French, "restore.signed", nil))
	w.photograph("dropped-backup")
}

// field lays a field over the page, which takes a text that is dropped, and counts what the
// window tells of dropped files.
const field = `
const [done] = arguments;
const text = document.createElement('textarea');
text.style = 'position: fixed; inset: 0; z-index: 9';
document.body.append(text);
window.told = 0;
window.runtime.EventsOn('drop', () => (window.told += 1));
done();
`

// both waits until the field has the text and the window has told, and asks the program
// something after that: what it would open is open by then.
const both = `
const [done] = arguments;
const look = async () => {
  if (!document.querySelector('textarea').value || !window.told) return requestAnimationFrame(look);
  for (let n = 0; n < 5; n++) await window.go.main.Native.Given();
  requestAnimationFrame(() => done(document.querySelector('dialog') !== null));
};
look();
`

// The window's toolkit tells of files that passed over the window once something else is
// dropped, a text here; they are not opened.
func TestFilesThatOnlyPassedOverTheWindowAreNotOpened(t *testing.T) {
	data := filepath.Join(t.TempDir(), "club")
	run(t, os.Environ(), program(t), "--data", data, "demo")
	backup := filepath.Join(t.TempDir(), "vaubrun.paddock")
	run(t, os.Environ(), program(t), "--data", data, "backup", backup)
	w := openWindow(t, "--data", data)
	w.find("#app h1")
	w.icon(backup).leave()
	w.execute(field, nil)
	w.icon("Vaubrun").drop()
	var open bool
	if w.execute(both, &open); open {
		t.Error("what only passed over the window is opened")
	}
}

// The window that says why there is no desk stays that window, and asks about a backup.
func TestABackupDroppedOnARefusalIsAskedAbout(t *testing.T) {
	data := filepath.Join(t.TempDir(), "club")
	run(t, os.Environ(), program(t), "--data", data, "demo")
	free := taken(t, data)
	defer free()
	w := openWindow(t, "--data", data)
	w.find("p[role=alert]")
	w.icon(fill(t, "photo.txt", "x")).drop()
	w.icon(fill(t, "vaubrun.paddock", "x")).drop()
	title := locale.Text(locale.French, "window.restore", nil)
	w.pointer("search", "--sync", "--name", title)
	w.find("p[role=alert]")
}
