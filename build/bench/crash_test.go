//go:build bench

package bench

import (
	"bufio"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestTenYearsOpenAfterACrash kills the selling program and opens what is left,
// beside opening what was closed as it should be.
func TestTenYearsOpenAfterACrash(t *testing.T) {
	program, dir := build(t), copied(t)
	opened := func() cost {
		return took(func() {
			if err := open(t, dir).Close(); err != nil {
				t.Fatal(err)
			}
		})
	}
	opened() // migrations
	var crashed, closed costs
	for range 5 {
		killAtWork(t, program, dir)
		crashed = append(crashed, opened())
		closed = append(closed, opened())
	}
	ratio := float64(crashed.work()) / float64(closed.work())
	fmt.Printf("ours_open p50 %s work %s\n", milliseconds(closed.wall(0.5)), milliseconds(closed.work()))
	fmt.Printf("ours_open_after_crash p50 %s goal 50.000 work %s, %.1f of opening, most 2.0\n",
		milliseconds(crashed.wall(0.5)), milliseconds(crashed.work()), ratio)
	if ratio > 2 {
		t.Errorf("opening after a crash takes %.1f times opening", ratio)
	}
}

// build makes the program.
func build(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "paddock")
	if out, err := exec.Command("go", "build", "-o", program, root+"/app").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return program
}

// killAtWork ends the selling program after its third sale, with its log as
// long as it is then.
func killAtWork(t *testing.T, program, dir string) {
	t.Helper()
	cmd := exec.Command(program, "--data", dir, "worker")
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	sold := 0
	for lines := bufio.NewScanner(out); sold < 3 && lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "ack ") {
			sold++
		}
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err == nil || sold < 3 {
		t.Fatalf("%d sales, and it ended by itself", sold)
	}
}
