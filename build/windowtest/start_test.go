//go:build program && bench

package windowtest

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// How many times a blank window's the program's start and memory may be
// (PERFORMANCE, section 5).
const (
	mostStart  = 2.2
	mostMemory = 1.6
	starts     = 5
)

// opened is how a window opened.
type opened struct {
	after time.Duration // from its start until it could be used
	bytes int           // its processes' own memory, and their share of what is shared
}

// TestAWindowOpensBesideABlankOne starts the program and a window of WebKit with
// nothing in it by turns, both once before that counts: what is measured is a
// second start.
func TestAWindowOpensBesideABlankOne(t *testing.T) {
	data, dir := tenYears(t), t.TempDir()
	library, blank := filepath.Join(dir, "painted.so"), filepath.Join(dir, "blank")
	compile := func(out string, flags ...string) {
		words := strings.Join(flags, " ")
		run(t, nil, "sh", "-c", `exec gcc `+words+` -o "$1" testdata/painted.c $(pkg-config --cflags --libs webkit2gtk-4.1)`, "sh", out)
	}
	compile(library, "-shared", "-fPIC")
	compile(blank, "-DBLANK")
	bare, own := freshFolders(t, screen(t)), append(freshFolders(t, screen(t)), "LD_PRELOAD="+library)
	var ours, floor []opened
	for n := range starts + 1 {
		f := open(t, bare, blank)
		o := open(t, own, program(t), "--data", data)
		if n > 0 {
			floor, ours = append(floor, f), append(ours, o)
		}
	}
	start := func(o opened) float64 { return float64(o.after.Microseconds()) / 1e3 }
	memory := func(o opened) float64 { return float64(o.bytes) / 1e6 }
	beside(t, "start", "ms", mostStart, median(ours, start), median(floor, start))
	beside(t, "memory", "MB", mostMemory, median(ours, memory), median(floor, memory))
}

// tenYears is a copy of the club of ten years that build/bench keeps, which `make bench`
// makes first; a small club, and it says so, where there is none.
func tenYears(t *testing.T) string {
	t.Helper()
	made, err := filepath.Glob("../../.cache/bench/club-*/made")
	if err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(t.TempDir(), "club")
	if len(made) == 1 {
		run(t, nil, "cp", "-a", "--reflink=auto", filepath.Dir(made[0]), data)
		return data
	}
	fmt.Println("ours_window on a small club: there is none of ten years")
	run(t, os.Environ(), program(t), "--data", data, "demo")
	return data
}

// beside prints a measure beside its floor, and fails when it is more times that
// than it may be.
func beside(t *testing.T, name, unit string, most, ours, floor float64) {
	t.Helper()
	ratio := ours / floor
	fmt.Printf("ours_window_%s p50 %.0f %s floor p50 %.0f A %.2f most %.1f\n", name, ours, unit, floor, ratio, most)
	if ratio > most {
		t.Errorf("%s is %.2f times a blank window's; it may be %.1f", name, ratio, most)
	}
}

func median(all []opened, of func(opened) float64) float64 {
	values := make([]float64, len(all))
	for i, one := range all {
		values[i] = of(one)
	}
	slices.Sort(values)
	return values[len(values)/2]
}

// open starts a program, waits until its window says that it can be used, and
// ends it.
func open(t *testing.T, env []string, program string, args ...string) (o opened) {
	t.Helper()
	cmd := exec.Command(program, args...)
	cmd.Env, cmd.WaitDelay = env, patience
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	end := func() { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) } // gone already is what is wanted
	defer cmd.Wait()
	defer end()
	late := time.AfterFunc(patience, end)
	defer late.Stop()
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if lines.Text() == "painted" {
			return opened{time.Since(begun), memoryOf(t, cmd.Process.Pid)}
		}
	}
	t.Fatalf("%s does not open:\n%s", filepath.Base(program), said.String())
	return opened{}
}

// memoryOf adds up the memory of a group of processes; what several share counts
// once among them all.
func memoryOf(t *testing.T, group int) (bytes int) {
	t.Helper()
	all, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range all {
		raw, err := os.ReadFile(file)
		if err != nil {
			continue // it ended meanwhile
		}
		fields := strings.Fields(string(raw[strings.LastIndexByte(string(raw), ')')+1:]))
		if fields[2] != strconv.Itoa(group) {
			continue
		}
		rollup, err := os.ReadFile(filepath.Join(filepath.Dir(file), "smaps_rollup"))
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(rollup)) {
			if kilobytes, found := strings.CutPrefix(line, "Pss:"); found {
				n, err := strconv.Atoi(strings.Fields(kilobytes)[0])
				if err != nil {
					t.Fatal(err)
				}
				bytes += n << 10
			}
		}
	}
	return bytes
}
