//go:build program

package windowtest

import (
	"compress/gzip"
	"database/sql"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3" // holds the data as an update of many tables does
)

// firstVersion is a data folder as the first version left it.
func firstVersion(t *testing.T) string {
	t.Helper()
	const from = "../../backend/desk/testdata/version1/"
	data := filepath.Join(t.TempDir(), "club")
	packed, err := os.Open(from + "paddock.db.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	unpacked, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	db, err := io.ReadAll(unpacked)
	if err != nil {
		t.Fatal(err)
	}
	log, err := os.ReadFile(from + "seal.txt")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(data, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, raw := range map[string][]byte{"paddock.db": db, "seal.log": log} {
		if err := os.WriteFile(filepath.Join(data, name), raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return data
}

// held keeps every other program from writing to the data until it is given free.
func held(t *testing.T, data string) (free func()) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(data, "paddock.db")+"?_journal_mode=WAL&_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := tx.Rollback(); err != nil {
			t.Error(err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
}

// An update that takes long is told in a window, and the desk opens after it.
func TestAWindowTellsThatTheDataAreBroughtUpToDateAndTheDeskOpensAfterIt(t *testing.T) {
	w, _, free := updating(t)
	first := w.process()
	free()
	w.until("the desk does not open", func() bool { now := w.process(); return now != "" && now != first })
	w.until("the desk is not drawn", func() bool { return colours(w.seen("updated")) >= drawn })
}

// What keeps the data from being brought up to date is said, and a start after it is none of
// that window's: it opens the desk.
func TestAStartAfterAnUpdateThatFailedOpensTheDesk(t *testing.T) {
	data, display := firstVersion(t), screen(t)
	free := held(t, data)
	w := &window{t: t, display: display, env: append(freshFolders(t, display), "DBUS_SESSION_BUS_ADDRESS="+sessionBus(t))}
	start(t, w.env, nil, program(t), "--data", data)
	w.until("no window tells that the data are brought up to date", func() bool { return w.process() != "" && colours(w.seen("updating")) >= 60 })
	first := w.process()
	w.until("no window tells why not", func() bool { // SQLite waits five seconds for who writes
		now := w.process()
		return now != "" && now != first && colours(w.seen("refused")) >= 60
	})
	free()
	start(t, w.env, nil, program(t), "--data", data)
	w.until("the desk does not open", func() bool { return colours(w.seen("updated")) >= drawn })
}

// Closed meanwhile, the window takes the program with it, and the data are as they were.
func TestAnUpdateWhoseWindowIsClosedStopsThere(t *testing.T) {
	w, data, free := updating(t)
	before := w.process()
	closer, shown := filepath.Join(t.TempDir(), "close"), []string{"DISPLAY=" + w.display, "PATH=/usr/bin:/bin"}
	run(t, nil, "sh", "-c", `exec gcc -o "$1" testdata/close.c $(pkg-config --cflags --libs x11)`, "sh", closer)
	run(t, shown, closer, strings.TrimSpace(run(t, shown, "xdotool", "search", "--onlyvisible", "--name", "^Paddock$")))
	w.until("the window does not close", func() bool { return w.process() == "" })
	w.until("the program goes on", func() bool {
		_, err := os.Readlink("/proc/" + before + "/exe") // what has ended runs nothing
		return err != nil
	})
	free()
	start(t, w.env, nil, program(t), "--data", data)
	w.until("the desk does not open the next time", func() bool { return w.process() != "" && colours(w.seen("updated")) >= drawn })
}

// updating starts the program on data of the first version, which are held until the
// window that tells of it is there.
func updating(t *testing.T) (w *window, data string, free func()) {
	t.Helper()
	data = firstVersion(t)
	free = held(t, data)
	display := screen(t)
	w = &window{t: t, display: display, env: freshFolders(t, display)}
	start(t, w.env, nil, program(t), "--data", data)
	w.until("no window tells that the data are brought up to date", func() bool { return w.process() != "" && colours(w.seen("updating")) >= 60 })
	return w, data, free
}

// until waits for something that the screen shows.
func (w *window) until(failure string, so func() bool) {
	w.t.Helper()
	for limit := time.Now().Add(patience); !so(); {
		if time.Now().After(limit) {
			w.t.Fatalf("%s; the screen as it was is %s", failure, w.photograph("failed"))
		}
	}
}
