//go:build torture

package torture

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// How far the disk is broken: the kth write or sync of a program that sells
// this many things.
const (
	faults = 100
	sales  = 12
)

// The kth write or sync fails, once or from then on for good. The program may
// stop; it must not lose what it acknowledged, leave half a sale, or fall over.
func TestADiskThatFailsLosesNoAcknowledgedSale(t *testing.T) {
	program := build(t)
	hit, acked := 0, 0
	for _, call := range []string{"pwrite64", "fdatasync,fsync"} {
		for _, forGood := range []string{"", "+"} {
			dir := club(t, program)
			for k := 1; k <= faults; k++ {
				acks, said, failed := sell(program, dir, "-e", fmt.Sprintf("inject=%s:error=EIO:when=%d%s", call, k, forGood))
				if failed {
					hit++
				}
				acked += len(acks)
				if strings.Contains(said, "panic") || strings.Contains(said, "goroutine ") {
					t.Fatalf("%s %d%s: it fell over\n%s", call, k, forGood, said)
				}
				judge(t, program, dir, acks)
			}
		}
	}
	if hit < faults || acked < faults {
		t.Errorf("%d faults were felt and %d sales made: the test did not reach them", hit, acked)
	}
	t.Logf("%d faults felt, %d sales acknowledged, none lost", hit, acked)
}

// The judge itself is judged: a sale that was never made is missed.
func TestASaleThatIsMissingIsSeen(t *testing.T) {
	program := build(t)
	dir := club(t, program)
	if lost := missing(t, program, dir, []string{"F2026-9999"}); len(lost) != 1 {
		t.Errorf("the judge misses %d sales, not one", len(lost))
	}
}

func build(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "paddock")
	if out, err := exec.Command("go", "build", "-o", program, "../../app").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return program
}

// club is a new sample club.
func club(t *testing.T, program string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "club")
	if out, err := exec.Command(program, "--data", dir, "demo", "--riders", "1").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return dir
}

// sell lets the program sell while strace does what faults say.
func sell(program, dir string, faults ...string) (acks []string, said string, failed bool) {
	var out, errs bytes.Buffer
	args := append([]string{"-f", "-qq", "-o", os.DevNull}, faults...)
	cmd := exec.Command("strace", append(args, program, "--data", dir, "worker", "--max", fmt.Sprint(sales))...)
	cmd.Stdout, cmd.Stderr = &out, &errs
	failed = cmd.Run() != nil
	for line := range strings.Lines(out.String()) {
		if number, ok := strings.CutPrefix(strings.TrimSpace(line), "ack "); ok {
			acks = append(acks, number)
		}
	}
	return acks, errs.String(), failed
}

// judge opens what is left as the next start would: everything acknowledged is
// there, and the proof finds nothing.
func judge(t *testing.T, program, dir string, acks []string) {
	t.Helper()
	if lost := missing(t, program, dir, acks); len(lost) > 0 {
		t.Fatalf("acknowledged and lost: %v", lost)
	}
	if out, err := exec.Command(program, "--data", dir, "verify").CombinedOutput(); err != nil {
		t.Fatalf("the proof: %v: %s", err, out)
	}
}

// missing are the acknowledged numbers that no invoice carries.
func missing(t *testing.T, program, dir string, acks []string) (lost []string) {
	t.Helper()
	// The next start writes: it mends what the last left.
	if out, err := exec.Command(program, "--data", dir, "worker", "--max", "1").CombinedOutput(); err != nil {
		t.Fatalf("it does not start again: %v: %s", err, out)
	}
	raw, err := exec.Command(program, "--data", dir, "--json", "list", "invoices").Output()
	if err != nil {
		t.Fatal(err)
	}
	var rows []struct{ Number string }
	if err := json.Unmarshal(raw, &rows); err != nil {
		t.Fatalf("%v: %.200s", err, raw)
	}
	have := map[string]bool{}
	for _, row := range rows {
		have[row.Number] = true
	}
	for _, number := range acks {
		if !have[number] {
			lost = append(lost, number)
		}
	}
	return lost
}
