//go:build program

package windowtest

import (
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"paddock/backend/locale"
)

// A list of members given to the program, as an icon does, opens as an import.
func TestAListGivenAtTheStartOpensItsImportInTheWindow(t *testing.T) {
	data := filepath.Join(t.TempDir(), "club")
	run(t, os.Environ(), program(t), "--data", data, "demo")
	list := filepath.Join(t.TempDir(), "membres.csv")
	if err := os.WriteFile(list, []byte("Nom;Prénom;Naissance\r\nDelcourt;Manon;02/05/2014\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	w := openWindow(t, "--data", data, list)
	w.findText("membres.csv")
}

// A dialog for files of a kind begins where it was left, and others elsewhere.
func TestAFileDialogBeginsWhereItWasLeft(t *testing.T) {
	data := filepath.Join(t.TempDir(), "club")
	run(t, os.Environ(), program(t), "--data", data, "demo")
	folder := t.TempDir()
	for name, rider := range map[string]string{"premier.csv": "Manon", "second.csv": "Hugo"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte("Nom;Prénom;Naissance\r\nDelcourt;"+rider+";02/05/2014\r\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	w := openWindow(t, "--data", data)
	w.find("#app h1")
	choose := func(typed string) {
		w.visit("wails://wails/#/families/import")
		w.find("input[type=file]")
		w.execute(settled, nil)
		w.keys("o")
		title := locale.Text(locale.French, "import.choose", nil)
		w.pointer("search", "--sync", "--name", title, "windowfocus", "--sync")
		w.pointer("key", "ctrl+l")
		w.pointer("type", typed)
		// The dialog looks for what is typed before it takes Return.
		for limit := time.Now().Add(patience); w.shows(title) && time.Now().Before(limit); {
			w.pointer("key", "Return")
		}
	}
	choose(filepath.Join(folder, "premier.csv"))
	w.findText("premier.csv")
	choose("second.csv") // in the folder that is open
	w.findText("second.csv")
}

// A backup given to the program is read and shown, and restored once that is confirmed.
func TestABackupGivenAtTheStartIsShownBeforeItIsRestored(t *testing.T) {
	folder := t.TempDir()
	made, data, backup := filepath.Join(folder, "made"), filepath.Join(folder, "club"), filepath.Join(folder, "vaubrun.paddock")
	run(t, os.Environ(), program(t), "--data", made, "demo")
	run(t, os.Environ(), program(t), "--data", made, "backup", backup)
	w := openWindow(t, "--data", data, backup)
	w.findText("Restaurer une sauvegarde")
	w.findText("d’une clé de son propre journal")
	if _, err := os.Stat(filepath.Join(data, "paddock.db.before-restore-1")); err == nil {
		t.Error("it was restored before anybody said so")
	}
}

// Confirmed, the restore takes place while no window is open, and the next one is on the
// data that came.
func TestAConfirmedRestoreOpensTheWindowOnTheDataThatCame(t *testing.T) {
	folder := t.TempDir()
	made, data, backup := filepath.Join(folder, "made"), filepath.Join(folder, "club"), filepath.Join(folder, "vaubrun.paddock")
	run(t, os.Environ(), program(t), "--data", made, "demo")
	run(t, os.Environ(), program(t), "--data", made, "backup", backup)
	run(t, os.Environ(), program(t), "--data", data, "demo", "--riders", "20", "--seed", "2")
	families := func(data string) string {
		return run(t, os.Environ(), program(t), "--data", data, "--json", "list", "households")
	}
	w := openWindow(t, "--data", data, backup)
	w.findText(locale.Text(locale.French, "restore.signed", nil))
	w.photograph("restore")
	before := w.process()
	w.pointer("search", "--sync", "--onlyvisible", "--name", "^Paddock$", "windowfocus", "--sync", "key", "ctrl+Return")
	for limit := time.Now().Add(patience); ; {
		if now := w.process(); now != "" && now != before {
			break
		}
		if time.Now().After(limit) {
			t.Fatalf("it does not open again; the screen as it was is %s", w.photograph("failed"))
		}
	}
	// It says so in a dialog, over a page that is dimmed.
	light := func(img image.Image, x, y int) bool {
		r, _, _, _ := img.At(x, y).RGBA()
		return r > 0xE000
	}
	for limit := time.Now().Add(patience); ; {
		img := w.seen("restored")
		if light(img, 700, 440) && !light(img, 1300, 700) && colours(img) >= drawn {
			break
		}
		if time.Now().After(limit) {
			t.Fatal("the window that opened again does not say what became of the restore")
		}
	}
	if _, err := os.Stat(filepath.Join(data, "paddock.db.before-restore-1")); err != nil {
		t.Errorf("the data that were there: %v", err)
	}
	if got, want := families(data), families(made); got != want {
		t.Errorf("it holds %.200s, the backup %.200s", got, want)
	}
}

// process is the one whose window is open, "" while there is none.
func (w *window) process() string {
	cmd := exec.CommandContext(w.t.Context(), "xdotool", "search", "--onlyvisible", "--name", "^Paddock$", "getwindowpid")
	cmd.Env = []string{"DISPLAY=" + w.display, "PATH=/usr/bin:/bin"}
	said, err := cmd.Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(said))
}
