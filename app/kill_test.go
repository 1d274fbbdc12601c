package main

import (
	"bufio"
	"context"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"paddock/backend/calendar"
	"paddock/backend/desk"
	"paddock/backend/sqlite"
)

// killRounds is how often the program is killed in make test; make torture asks
// for more (PERFORMANCE R1).
var killRounds = flag.Int("kill-rounds", 200, "how often the selling program is killed")

// Each round kills the selling program at another moment; every sale it had
// acknowledged must be there, numbers must have no gap, and the proof must find
// nothing. The data goes on from round to round and begins anew now and then,
// so that the first sales of a club are killed as well.
func TestKillingTheProgramDuringSalesLosesNoAcknowledgedInvoice(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Fatal("kills with SIGKILL: run it on Linux")
	}
	program := buildProgram(t)
	caught, acked := 0, 0
	var dir string
	for round := range *killRounds {
		if round%40 == 0 {
			dir = filepath.Join(t.TempDir(), "club")
			makeClub(t, dir)
		}
		acks, finished := sellUntilKilled(t, program, dir, round)
		if !finished {
			caught++
		}
		acked += len(acks)
		judge(t, dir, acks, round%10 == 9)
		if t.Failed() {
			t.FailNow()
		}
	}
	if acked < *killRounds {
		t.Errorf("only %d sales in %d rounds: the test did not reach the sales", acked, *killRounds)
	}
	if caught < *killRounds/2 {
		t.Errorf("only %d of %d programs were killed at work", caught, *killRounds)
	}
	t.Logf("%d sales acknowledged, %d programs killed at work, none lost", acked, caught)
}

func buildProgram(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "paddock")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return program
}

func makeClub(t *testing.T, dir string) {
	t.Helper()
	d, err := desk.Open(context.Background(), desk.Options{Dir: dir, Version: "test", Keys: desk.FileKeys(filepath.Join(dir, "keys"))})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.MakeSample(context.Background(), desk.Request{}, desk.Sample{Riders: 1, Years: 1, Seed: 1, Today: calendar.DayOf(time.Now(), time.UTC)}); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
}

// sellUntilKilled reads acknowledgements and kills the program after a number
// of them that differs from round to round, or shortly after one.
func sellUntilKilled(t *testing.T, program, dir string, round int) (acks []string, finished bool) {
	t.Helper()
	cmd := exec.Command(program, "--data", dir, "worker", "--max", "400")
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if number, ok := strings.CutPrefix(lines.Text(), "ack "); ok {
			acks = append(acks, number)
		}
		if len(acks) > round%7 {
			break
		}
	}
	// Between no time and a few sales later, so that the kill falls at every
	// moment of a sale.
	deadline := time.Duration(round*37%2500) * time.Microsecond
	for begun := time.Now(); time.Since(begun) < deadline; {
		runtime.Gosched()
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	for lines.Scan() { // what it had said before it died
		if number, ok := strings.CutPrefix(lines.Text(), "ack "); ok {
			acks = append(acks, number)
		}
	}
	return acks, cmd.Wait() == nil
}

// judge opens what is left as the next start would.
func judge(t *testing.T, dir string, acks []string, whole bool) {
	t.Helper()
	ctx := context.Background()
	d, err := desk.Open(ctx, desk.Options{Dir: dir, Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	list, err := d.Documents(ctx, sqlite.DocumentFilter{})
	if err != nil {
		t.Fatal(err)
	}
	have := map[string]bool{}
	for _, row := range list.Rows {
		have[row.Number] = true
		if row.Remaining != 0 && row.Household == 0 {
			t.Errorf("%s is half done: %d remain", row.Number, row.Remaining)
		}
	}
	for _, number := range acks {
		if !have[number] {
			t.Errorf("%s was acknowledged and is lost", number)
		}
	}
	if !whole {
		return
	}
	proof, err := d.Verify(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if !proof.OK {
		t.Errorf("the proof found: %+v", proof.First)
	}
}

func TestASecondProgramOnTheSameDataIsRefusedInOneSentence(t *testing.T) {
	program := buildProgram(t)
	dir := filepath.Join(t.TempDir(), "club")
	makeClub(t, dir)
	d, err := desk.Open(context.Background(), desk.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	cmd := exec.Command(program, "--data", dir, "worker", "--max", "1")
	cmd.Env = append(os.Environ(), "LC_ALL=fr_FR.UTF-8")
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState.ExitCode() != exitRefused || strings.Count(string(out), "\n") != 1 || !strings.Contains(string(out), "Paddock") {
		t.Errorf("exit %d, said %q (%v)", cmd.ProcessState.ExitCode(), out, err)
	}
	listed := exec.Command(program, "--data", dir, "list", "invoices", "--json")
	if out, err := listed.CombinedOutput(); err != nil {
		t.Errorf("list beside a running program: %v\n%s", err, out)
	}
}
