//go:build torture

package torture

import (
	"bufio"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// refused is how the program ends when it will not do what it was asked.
const refused = 1

// Two programs start on one club at the same moment: one sells, the other says
// in one sentence that the club is open already, or both sell one after the
// other. A sale takes more than a millisecond, so that two hundred outlast the
// patience with the lock. Neither speaks of locks, and no number is given twice (R5).
func TestTwoProgramsStartedAtOnceNeverShareAClub(t *testing.T) {
	dir, turnedAway := newClub(t), 0
	var acks []string
	for range rounds(100, 6) {
		var both sync.WaitGroup
		var said, complained [2]string
		var code [2]int
		for i := range 2 {
			both.Go(func() { said[i], complained[i], code[i] = sell(dir, 200) })
		}
		both.Wait()
		for i := range 2 {
			acks = append(acks, acknowledged(said[i])...)
			if code[i] == 0 {
				continue
			}
			turnedAway++
			if code[i] != refused || strings.Count(complained[i], "\n") != 1 || strings.Contains(complained[i], "locked") {
				t.Fatalf("exit %d: %s", code[i], complained[i])
			}
		}
		if code[0] != 0 && code[1] != 0 {
			t.Fatalf("neither sold: %q, %q", complained[0], complained[1])
		}
	}
	if slices.Sort(acks); len(slices.Compact(slices.Clone(acks))) != len(acks) {
		t.Errorf("a number was given twice: %v", acks)
	}
	if wrong := judge(dir, acks); wrong != "" {
		t.Error(wrong)
	}
	if turnedAway == 0 {
		t.Error("no program was ever turned away: they did not meet")
	}
}

// The control: with the lock taken from under it, a second program is let in.
func TestItIsTheLockThatTurnsASecondProgramAway(t *testing.T) {
	dir := newClub(t)
	d, err := open(dir)
	must(t, err)
	defer d.Close()
	if _, said, code := sell(dir, 1); code != refused {
		t.Errorf("with the lock: exit %d, %s", code, said)
	}
	must(t, os.Remove(filepath.Join(dir, "paddock.lock")))
	if _, said, code := sell(dir, 1); code != 0 {
		t.Errorf("without it: exit %d, %s", code, said)
	}
}

// Killed while it sells, the program starts again and answers, asks nothing,
// and takes no more than twice as long as after a proper end (R6).
func TestAProgramThatWasKilledStartsAsEver(t *testing.T) {
	dir := newClub(t)
	var killed, ended []time.Duration
	for range rounds(100, 3) {
		killAtWork(t, dir)
		killed = append(killed, started(t, dir))
		if _, said, code := sell(dir, 1); code != 0 {
			t.Fatal(said)
		}
		ended = append(ended, started(t, dir))
	}
	slices.Sort(killed)
	slices.Sort(ended)
	ratio := float64(killed[len(killed)/2]) / float64(ended[len(ended)/2])
	t.Logf("starts %v after a kill, %v after an end: %.2f", killed[len(killed)/2], ended[len(ended)/2], ratio)
	if !testing.Short() && ratio > 2 {
		t.Errorf("a start after a kill takes %.1f times as long", ratio)
	}
}

// sell lets a program sell so many things.
func sell(dir string, sales int) (out, errs string, code int) {
	var said, complained strings.Builder
	cmd := exec.Command(program, "--data", dir, "worker", "--max", strconv.Itoa(sales))
	cmd.Stdout, cmd.Stderr = &said, &complained
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return "", err.Error(), -1
	}
	return said.String(), complained.String(), cmd.ProcessState.ExitCode()
}

// killAtWork kills a selling program after its second sale.
func killAtWork(t *testing.T, dir string) {
	t.Helper()
	cmd := exec.Command(program, "--data", dir, "worker")
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	lines := bufio.NewScanner(out)
	for range 2 {
		if !lines.Scan() {
			t.Fatal("it ended by itself")
		}
	}
	must(t, cmd.Process.Kill())
	if cmd.Wait() == nil {
		t.Fatal("it ended by itself")
	}
}

// started is how long the program takes until the desk answers.
func started(t *testing.T, dir string) time.Duration {
	t.Helper()
	begun := time.Now()
	cmd := exec.Command(program, "--data", dir, "--json", "serve", "--desk", "--addr", "127.0.0.1:0")
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	defer func() {
		must(t, cmd.Process.Signal(os.Interrupt))
		must(t, cmd.Wait())
	}()
	var at struct{ URL, Key string }
	must(t, json.NewDecoder(out).Decode(&at))
	origin, _, _ := strings.Cut(at.URL, "/#")
	origin, _, _ = strings.Cut(origin, "/?")
	req, err := http.NewRequest(http.MethodGet, strings.TrimSuffix(origin, "/")+"/api/desk/today", nil)
	must(t, err)
	req.Header.Set("Authorization", "Bearer "+at.Key)
	answer, err := http.DefaultClient.Do(req)
	must(t, err)
	answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("%s answers %d", req.URL, answer.StatusCode)
	}
	return time.Since(begun)
}
