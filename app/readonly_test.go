//go:build unix

package main

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"paddock/backend/locale"
	"paddock/backend/sqlite"
)

// nobody is who the program runs as where the tests are root's: no file refuses
// root anything.
const nobody = 65534

// stranger runs the built program as somebody who may read a folder at most.
func stranger(t *testing.T, program string, args ...string) (code int, out, errs string) {
	t.Helper()
	cmd := exec.Command(program, args...)
	cmd.Env = []string{"LC_ALL=C.UTF-8", "HOME=/nowhere", "PATH=" + os.Getenv("PATH")}
	if os.Geteuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	var said, complained bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &complained
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), said.String(), complained.String()
}

// shared is a folder under the system's own, which a stranger can reach.
func shared(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "paddock-readonly-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { mode(t, dir, 0o700, 0o600); os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// mode gives a folder and what is in it these rights.
func mode(t *testing.T, dir string, folders, files os.FileMode) {
	t.Helper()
	var paths []string
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() {
			err = os.Chmod(path, 0o700)
		}
		paths = append(paths, path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for i := len(paths) - 1; i >= 0; i-- {
		info, err := os.Stat(paths[i])
		if err != nil {
			t.Fatal(err)
		}
		rights := files
		if info.IsDir() {
			rights = folders
		}
		if err := os.Chmod(paths[i], rights); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAFolderThatCannotBeWrittenIsReadAllTheSame(t *testing.T) {
	program := buildProgram(t)
	home := shared(t)
	club, away := filepath.Join(home, "club"), filepath.Join(home, "away")
	if code := run([]string{"--data", club, "demo", "--riders", "10", "--seed", "3", "--today", "2026-11-21"}, io.Discard, os.Stderr); code != exitDone {
		t.Fatalf("demo: exit %d", code)
	}
	if err := errors.Join(os.Mkdir(away, 0o700), os.Chmod(away, 0o777)); err != nil {
		t.Fatal(err)
	}
	reachable := filepath.Join(home, "paddock")
	if err := os.Link(program, reachable); err != nil {
		t.Fatal(err)
	}
	mode(t, club, 0o555, 0o444)
	if err := os.Chmod(reachable, 0o755); err != nil {
		t.Fatal(err)
	}
	before := listing(t, club)
	for _, line := range []string{
		"list invoices", "list payments", "list lessons", "list cards", "list entries", "list households", "list riders", "verify", "verify --entries",
		"backup " + away + "/club.paddock", "print invoice ECOLE-F2026-0001 --preview -o " + away + "/paper.pdf",
	} {
		if code, out, errs := stranger(t, reachable, append(strings.Fields(line), "--data", club, "--json")...); code != exitDone || errs != "" || len(out) < 10 {
			t.Errorf("%s: exit %d, said %q", line, code, errs)
		}
	}
	if after := listing(t, club); after != before {
		t.Errorf("the folder held %s and holds %s", before, after)
	}
	code, _, errs := stranger(t, reachable, "--data", club, "worker", "--max", "1")
	forbidden := func(language locale.Lang) string {
		return locale.Text(language, "error.dataForbidden", locale.Params{"folder": club}) + "\n"
	}
	if code != exitRefused || errs != forbidden(locale.French) {
		t.Errorf("writing: exit %d, said %q", code, errs)
	}
	mode(t, club, 0o555, 0o000)
	if code, _, errs := stranger(t, reachable, "--data", club, "list", "riders"); code != exitRefused || errs != forbidden(locale.English) { // nor can the club's language be read
		t.Errorf("unreadable: exit %d, said %q", code, errs)
	}
}

func TestALogNobodyFoldedIsToldWhereTheFolderCannotBeWritten(t *testing.T) {
	program := buildProgram(t)
	home := shared(t)
	club := filepath.Join(home, "club")
	makeClub(t, club)
	workUntilKilled(t, program, club, "sales", 3)
	if info, err := os.Stat(filepath.Join(club, sqlite.File+"-wal")); err != nil || info.Size() == 0 {
		t.Fatalf("the killed program left no log: %v", err)
	}
	os.Remove(filepath.Join(club, sqlite.File+"-shm")) // as a copy on another disk would be
	reachable := filepath.Join(home, "paddock")
	if err := os.Link(program, reachable); err != nil {
		t.Fatal(err)
	}
	mode(t, club, 0o555, 0o444)
	code, _, errs := stranger(t, reachable, "--data", club, "list", "riders")
	want := locale.Text(locale.English, "error.dataUnclosed", locale.Params{"folder": club}) + "\n"
	if code != exitRefused || errs != want {
		t.Errorf("exit %d, said %q", code, errs)
	}
}

// listing names the files of a folder.
func listing(t *testing.T, dir string) string {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, file := range files {
		names = append(names, file.Name())
	}
	return strings.Join(names, " ")
}
