//go:build program

package windowtest

import (
	"bytes"
	"image"
	"image/color"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/gofrs/flock"
)

// again starts the program once more as a menu does and waits for its end.
func (w *window) again(folder string, args ...string) {
	w.t.Helper()
	cmd := exec.CommandContext(w.t.Context(), program(w.t), args...)
	cmd.Env, cmd.Dir, cmd.WaitDelay = w.env, folder, patience
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		w.t.Fatal(err)
	}
	late := time.AfterFunc(patience, func() { cmd.Process.Kill() })
	defer late.Stop()
	// Wails ends it with 1 once the window that is open has been told.
	if err := cmd.Wait(); err != nil && cmd.ProcessState.ExitCode() != 1 {
		w.t.Fatalf("the second start: %v\n%s", err, said.String())
	}
}

// elsewhere is the colour of the window of another program.
var elsewhere = color.RGBA{0xC0, 0x80, 0x40, 255}

// covered tells whether that window is what is seen in the middle of the screen.
func (w *window) covered() bool {
	w.t.Helper()
	f, err := os.Open(w.photograph("second"))
	if err != nil {
		w.t.Fatal(err)
	}
	defer f.Close()
	img, _, err := image.Decode(f)
	if err != nil {
		w.t.Fatal(err)
	}
	return color.RGBAModel.Convert(img.At(700, 450)) == elsewhere
}

// becomes waits until it is so.
func (w *window) becomes(covered bool) bool {
	for limit := time.Now().Add(patience); time.Now().Before(limit); {
		if w.covered() == covered {
			return true
		}
	}
	return false
}

func TestASecondStartBringsTheWindowForwardAndHandsItsFileOver(t *testing.T) {
	data := filepath.Join(t.TempDir(), "club")
	run(t, freshFolders(t, ""), program(t), "--data", data, "demo")
	display := screen(t)
	env := append(freshFolders(t, display), "DBUS_SESSION_BUS_ADDRESS="+sessionBus(t))
	w := driveIn(t, display, env, program(t), "--data", data)
	w.find("#app h1")
	w.execute(settled, nil)
	start(t, env, nil, "display", "-title", "elsewhere", "-geometry", "+300+200", "-size", "900x600", "xc:#c08040") // somebody works there
	if !w.becomes(true) {
		t.Fatal("the other window does not open")
	}

	statements, err := filepath.Abs("../../backend/statement/testdata")
	if err != nil {
		t.Fatal(err)
	}
	w.again(statements, "--data", data, "coda.cod")
	w.findText("coda.cod")
	if !w.becomes(false) {
		t.Error("the window is not brought forward")
	}

	// The bank's screen is open by now: the next file is heard there as well.
	w.again(statements, "--data", data, "dutch.sta")
	w.findText("dutch.sta")
}

// taken holds the data as another program does, until it is given free.
func taken(t *testing.T, data string) (free func()) {
	t.Helper()
	lock := flock.New(filepath.Join(data, "paddock.lock"))
	if got, err := lock.TryLock(); !got || err != nil {
		t.Fatal(got, err)
	}
	return func() {
		if err := lock.Unlock(); err != nil {
			t.Error(err)
		}
	}
}

// Who presses the icon of a panel twice starts the program twice, and the second
// start finds the data taken while no window shows it yet.
func TestAStartWaitsForDataThatNoWindowShows(t *testing.T) {
	data := filepath.Join(t.TempDir(), "club")
	run(t, freshFolders(t, ""), program(t), "--data", data, "demo")
	display := screen(t)
	env := append(freshFolders(t, display), "DBUS_SESSION_BUS_ADDRESS="+sessionBus(t))
	time.AfterFunc(time.Second, taken(t, data))
	driveIn(t, display, env, program(t), "--data", data).find("#app h1")
}

// The window that says why there is no desk is raised in no desk's place.
func TestAStartAfterARefusalOpensTheDesk(t *testing.T) {
	data := filepath.Join(t.TempDir(), "club")
	run(t, freshFolders(t, ""), program(t), "--data", data, "demo")
	display := screen(t)
	env := append(freshFolders(t, display), "DBUS_SESSION_BUS_ADDRESS="+sessionBus(t))
	free := taken(t, data)
	refused := driveIn(t, display, env, program(t), "--data", data)
	refused.find("p[role=alert]")
	free()
	driveIn(t, display, env, program(t), "--data", data).find("#app h1")
}
