//go:build program

package windowtest

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	_ "image/png"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// patience is how long anything here may take before the test gives up; each
// step takes well under a second where it works.
const patience = 20 * time.Second

// program is the built one; make test builds it first.
func program(t *testing.T) string {
	t.Helper()
	path, err := filepath.Abs("../bin/paddock")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Fatalf("build the program first, with make build: %v", err)
	}
	return path
}

// start runs a process in a group of its own until the test ends. Then the
// whole group is killed: WebKit's helpers outlive their parent's death.
func start(t *testing.T, env []string, extra []*os.File, name string, args ...string) {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Env = env
	cmd.ExtraFiles = extra
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	var said bytes.Buffer // for the report of a test that failed
	cmd.Stdout, cmd.Stderr = &said, &said
	cmd.WaitDelay = patience
	if err := cmd.Start(); err != nil {
		t.Fatalf("start %s: %v", name, err)
	}
	t.Cleanup(func() {
		// The group may be gone already; that is what is wanted.
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		_ = cmd.Wait()
		if t.Failed() {
			t.Logf("%s said:\n%s", filepath.Base(name), said.String())
		}
	})
}

// screen starts an X server on a display that is free and returns its name. The
// server itself says which and when it is ready.
func screen(t *testing.T) string {
	t.Helper()
	return ":" + tells(t, "Xvfb", "-displayfd", "3", "-screen", "0", "1440x900x24", "-nolisten", "tcp", "-noreset")
}

// sessionBus starts the bus that programs of one person talk over, and returns its
// address.
func sessionBus(t *testing.T) string {
	t.Helper()
	return tells(t, "dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=3")
}

// tells starts a server and waits for the line it writes to its file 3 once it is
// ready.
func tells(t *testing.T, server string, args ...string) string {
	t.Helper()
	ready, tell, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer ready.Close()
	start(t, os.Environ(), []*os.File{tell}, server, args...)
	if err := tell.Close(); err != nil {
		t.Fatal(err)
	}
	if err := ready.SetReadDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	said, err := bufio.NewReader(ready).ReadString('\n')
	if err != nil {
		t.Fatalf("%s did not start: %v", server, err)
	}
	return strings.TrimSpace(said)
}

// automation builds the library that lets the driver in, and a script that
// starts the program under it.
func automation(t *testing.T, program string, args ...string) string {
	t.Helper()
	dir := t.TempDir()
	library := filepath.Join(dir, "automation.so")
	run(t, nil, "sh", "-c", `exec gcc -shared -fPIC -o "$1" testdata/automation.c $(pkg-config --cflags --libs webkit2gtk-4.1)`, "sh", library)
	quoted := make([]string, len(args))
	for i, arg := range args {
		quoted[i] = "'" + arg + "'" // our own paths and names: no quotes in them
	}
	script := filepath.Join(dir, "start")
	text := fmt.Sprintf("#!/bin/sh\nexec env LD_PRELOAD='%s' '%s' %s\n", library, program, strings.Join(quoted, " "))
	if err := os.WriteFile(script, []byte(text), 0o700); err != nil {
		t.Fatal(err)
	}
	return script
}

// run runs a command to its end and returns what it printed.
func run(t *testing.T, env []string, name string, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = env
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s%s", name, err, out, said.String())
	}
	return string(out)
}

// freshFolders is the environment of somebody who never started the program:
// no settings, no session bus, an English system.
func freshFolders(t *testing.T, display string) []string {
	t.Helper()
	dir := t.TempDir()
	env := []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "LANG=C.UTF-8", "DISPLAY=" + display,
		"GDK_BACKEND=x11", "NO_AT_BRIDGE=1", "DBUS_SESSION_BUS_ADDRESS=disabled:",
	}
	for _, kind := range []string{"RUNTIME_DIR", "DATA_HOME", "CACHE_HOME", "CONFIG_HOME", "STATE_HOME"} {
		folder := filepath.Join(dir, strings.ToLower(kind))
		if err := os.Mkdir(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		env = append(env, "XDG_"+kind+"="+folder)
	}
	return env
}

// freePort returns a port that nobody listens on.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

// photograph takes the whole screen into a file under build/bin/pictures, and
// returns its name. Debian's import takes it and not the driver: it sees what a
// person sees, frame and dialogs included.
func (w *window) photograph(name string) string {
	w.t.Helper()
	file, err := filepath.Abs(filepath.Join("..", "bin", "pictures", name+".png"))
	if err != nil {
		w.t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		w.t.Fatal(err)
	}
	run(w.t, append(os.Environ(), "DISPLAY="+w.display), "import", "-window", "root", file)
	return file
}

// settled lets the fonts arrive and the page be painted with them; before that
// its words are there and not to be seen.
const settled = `
const done = arguments[0];
document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(() => done())));
`

// picture takes the whole screen, once the page is painted, and returns what is
// on it.
func (w *window) picture(name string) image.Image {
	w.t.Helper()
	w.execute(settled, nil)
	return w.seen(name)
}

// seen is picture of a page as it is, which nobody drives.
func (w *window) seen(name string) image.Image {
	w.t.Helper()
	f, err := os.Open(w.photograph(name))
	if err != nil {
		w.t.Fatal(err)
	}
	defer f.Close()
	img, _, err := image.Decode(f)
	if err != nil {
		w.t.Fatal(err)
	}
	return img
}

// drawn is how many colours a screen with words on it has at least: the edges
// of its letters alone are more. Without its fonts it has a hundred or so.
const drawn = 200

// colours counts the different colours of a picture.
func colours(img image.Image) int {
	seen := map[color.Color]bool{}
	area := img.Bounds()
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			seen[img.At(x, y)] = true
		}
	}
	return len(seen)
}
