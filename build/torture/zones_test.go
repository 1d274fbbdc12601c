//go:build torture

package torture

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A computer without zone files, set to Chile, makes the club that one in Paris makes
// (PERFORMANCE R15): lessons keep their hour over both changes of the clock, bookings
// their cut-off, payments their day.
func TestAClubIsTheSameWithoutZoneFilesAndOnAComputerOfAnotherZone(t *testing.T) {
	made := func(zone string, under ...string) string {
		t.Helper()
		dir := filepath.Join(t.TempDir(), "club")
		var all bytes.Buffer
		for _, verb := range [][]string{
			{"demo", "--riders", "12", "--today", "2027-04-02"},
			{"list", "lessons", "--from", "2026-10-20", "--to", "2027-04-10"},
			{"list", "bookings", "--from", "2026-10-20", "--to", "2027-04-10"},
			{"list", "payments", "--from", "2026-09-01", "--to", "2027-04-10"},
		} {
			words := append(append(under[:len(under):len(under)], program, "--data", dir, "--json"), verb...)
			cmd := exec.Command(words[0], words[1:]...)
			cmd.Env = append(os.Environ(), "TZ="+zone)
			var errs bytes.Buffer
			if cmd.Stderr = &errs; verb[0] == "list" {
				cmd.Stdout = &all
			}
			if err := cmd.Run(); err != nil {
				t.Fatalf("%v: %v\n%s", words, err, errs.String())
			}
		}
		return all.String()
	}
	if out, err := exec.Command("unshare", "-rm", "true").CombinedOutput(); err != nil {
		t.Skipf("nobody may hide files here: %s", out)
	}
	hidden := []string{"unshare", "-rm", "sh", "-c", `mount -t tmpfs none /usr/share/zoneinfo && [ ! -e /usr/share/zoneinfo/Europe/Paris ] && exec "$0" "$@"`}
	paris, chile := made("Europe/Paris"), made("America/Santiago", hidden...)
	if len(paris) < 10_000 {
		t.Fatalf("an empty club: %s", paris)
	}
	was, is := strings.Split(paris, "\n"), strings.Split(chile, "\n")
	for n := range min(len(was), len(is)) {
		if was[n] != is[n] {
			t.Fatalf("%.300s\nin Chile without zone files: %.300s", was[n], is[n])
		}
	}
	if len(was) != len(is) {
		t.Errorf("%d lines, and %d", len(was), len(is))
	}
}
