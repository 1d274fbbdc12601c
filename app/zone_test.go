package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// PERFORMANCE, R15: a club's hours are its zone's, on a computer of another zone that
// holds no zone files at all.
func TestAClubKeepsItsHoursOnAComputerWithoutZoneFiles(t *testing.T) {
	program := buildProgram(t)
	hidden := []string{"unshare", "--map-root-user", "--mount", "sh", "-c", `mount -t tmpfs none /usr/share/zoneinfo && exec "$@"`, "sh"}
	if out, err := exec.Command(hidden[0], append(hidden[1:], "true")...).CombinedOutput(); err != nil {
		t.Skipf("this computer lets nobody hide its zone files: %v %s", err, out)
	}
	lessons := func(env []string, how ...string) string {
		dir := filepath.Join(t.TempDir(), "club")
		var out []byte
		for _, verb := range [][]string{{"demo", "--riders", "20", "--today", "2026-10-26"}, {"list", "lessons", "--json"}} { // the day after the clock change
			words := append(append(append([]string{}, how...), program, "--data", dir), verb...)
			cmd := exec.Command(words[0], words[1:]...)
			cmd.Env = append(append(os.Environ(), "GOROOT=/nowhere"), env...)
			var err error
			if out, err = cmd.CombinedOutput(); err != nil {
				t.Fatalf("%v: %v\n%s", words, err, out)
			}
		}
		return string(out)
	}
	here, there := lessons(nil), lessons([]string{"TZ=America/Santiago"}, hidden...)
	if here != there || len(here) < 1000 {
		t.Errorf("%d bytes of lessons here, %d there, or they differ", len(here), len(there))
	}
}
