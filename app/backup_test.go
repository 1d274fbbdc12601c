//go:build unix

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"paddock/backend/desk"
	"paddock/backend/locale"
)

// limited runs the program where no file may grow beyond this many blocks of
// 512 bytes, as on a disk that fills up.
func limited(t *testing.T, program string, blocks int, args ...string) (code int, said string) {
	t.Helper()
	cmd := exec.Command("sh", append([]string{"-c", fmt.Sprintf(`ulimit -f %d; exec "$@"`, blocks), "sh", program}, args...)...)
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	out, err := cmd.CombinedOutput()
	if err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), string(out)
}

func TestADiskThatFillsUpDuringABackupOrARestoreLeavesNothingBehind(t *testing.T) {
	program := buildProgram(t)
	home := t.TempDir()
	club, away, fresh := filepath.Join(home, "club"), filepath.Join(home, "away"), filepath.Join(home, "fresh")
	makeClub(t, club)
	if err := os.Mkdir(away, 0o700); err != nil {
		t.Fatal(err)
	}
	code, said := limited(t, program, 64, "--data", club, "backup", filepath.Join(away, "club.paddock"))
	if want := locale.Text(locale.French, "error.diskFailed", locale.Params{"folder": away}) + "\n"; code != exitRefused || said != want {
		t.Errorf("backup: exit %d, said %q", code, said)
	}
	if left := listing(t, away); left != "" {
		t.Errorf("the backup left %s", left)
	}
	whole := filepath.Join(away, "whole.paddock")
	if out, err := exec.Command(program, "--data", club, "backup", whole).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	before := listing(t, club)
	for dir, lang := range map[string]locale.Lang{club: locale.French, fresh: locale.English} { // of the data that are there, or of the system
		code, said := limited(t, program, 64, "--data", dir, "restore", whole)
		if want := locale.Text(lang, "error.diskFull", nil) + "\n"; code != exitRefused || said != want {
			t.Errorf("restore: exit %d, said %q", code, said)
		}
	}
	if left := listing(t, club); left != before {
		t.Errorf("the restore left %s, there was %s", left, before)
	}
	if _, err := os.Stat(fresh); !os.IsNotExist(err) {
		t.Errorf("the restore left %s, and there was no folder", fresh)
	}
}

// Killed at whatever moment, the folder holds the data from before or those of
// the backup, whole, and opens as ever.
func TestKillingTheProgramDuringARestoreLeavesOldOrNewDataAndNothingBetween(t *testing.T) {
	program := buildProgram(t)
	home := t.TempDir()
	club, backup := filepath.Join(home, "club"), filepath.Join(home, "club.paddock")
	makeClub(t, club)
	if out, err := exec.Command(program, "--data", club, "backup", backup).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	killed := 0
	for round := range 30 {
		cmd := exec.Command(program, "--data", club, "restore", backup)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		timer := time.AfterFunc(time.Duration(round*3)*time.Millisecond, func() { cmd.Process.Kill() })
		if cmd.Wait() != nil {
			killed++
		}
		timer.Stop()
		reopened(t, club, true, func(*desk.Desk) {})
		if t.Failed() {
			t.Fatalf("round %d: %s", round, listing(t, club))
		}
	}
	if killed == 0 {
		t.Error("none was killed at work")
	}
	if code := run([]string{"--data", club, "restore", backup}, os.Stdout, os.Stderr); code != exitDone || strings.Contains(listing(t, club), "restore.part") {
		t.Errorf("afterwards: exit %d, %s", code, listing(t, club))
	}
}
