//go:build torture

package torture

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"paddock/backend/desk"
	"paddock/backend/sqlite"
)

var ctx = context.Background()

// rounds is how often a fault is tried: whole, or short among the other tests.
func rounds(whole, short int) int {
	if testing.Short() {
		return short
	}
	return whole
}

var program string

func TestMain(m *testing.M) {
	if dir := os.Getenv(bareIn); dir != "" {
		if err := sellBare(dir); err != nil {
			panic(err)
		}
		return
	}
	dir, err := os.MkdirTemp("", "paddock-torture-")
	if err != nil {
		panic(err)
	}
	program = filepath.Join(dir, "paddock")
	if out, err := exec.Command("go", "build", "-o", program, "../../app").CombinedOutput(); err != nil {
		panic(fmt.Sprintf("%v: %s", err, out))
	}
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// oneClub is a sample club with its keys beside it, made once.
var oneClub = sync.OnceValues(func() (string, error) {
	dir := filepath.Join(filepath.Dir(program), "club")
	if out, err := exec.Command(program, "--data", dir, "demo", "--riders", "1").CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return dir, nil
})

// newClub is a copy of the sample club that a test may spoil.
func newClub(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "club")
	made, err := oneClub()
	if err == nil {
		err = os.CopyFS(dir, os.DirFS(made))
	}
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// under lets the program sell under strace with these arguments, until something
// fails.
func under(program, dir string, sales int, strace ...string) (acks []string, said string, failed bool) {
	return watched(strace, program, "--data", dir, "worker", "--max", fmt.Sprint(sales))
}

// watched runs a worker under strace.
func watched(strace []string, worker ...string) (acks []string, said string, failed bool) {
	var out, errs bytes.Buffer
	cmd := exec.Command("strace", slices.Concat([]string{"-f", "-qq"}, strace, worker)...)
	cmd.Stdout, cmd.Stderr = &out, &errs
	failed = cmd.Run() != nil
	return acknowledged(out.String()), errs.String(), failed
}

// acknowledged are the numbers of the sales that the worker said were safe.
func acknowledged(said string) (acks []string) {
	for line := range strings.Lines(said) {
		if number, ok := strings.CutPrefix(line, "ack "); ok && strings.HasSuffix(number, "\n") {
			acks = append(acks, strings.TrimSpace(number))
		}
	}
	return acks
}

func open(dir string) (*desk.Desk, error) {
	return desk.Open(ctx, desk.Options{Dir: dir, Version: "torture", Keys: desk.FileKeys(filepath.Join(dir, "keys"))})
}

// judge opens what is left as the next start would, and says what is wrong:
// something acknowledged is missing, something is half done, the proof finds
// something. Empty when all is well.
func judge(dir string, acks []string) string {
	d, err := open(dir)
	if err != nil {
		return fmt.Sprintf("it does not open: %v", err)
	}
	defer d.Close()
	list, err := d.Documents(ctx, sqlite.DocumentFilter{})
	if err != nil {
		return fmt.Sprintf("it does not list: %v", err)
	}
	have := map[string]bool{}
	for _, row := range list.Rows {
		have[row.Number] = true
		if row.Remaining != 0 {
			return fmt.Sprintf("%s is half done", row.Number)
		}
	}
	for _, number := range acks {
		if !have[number] {
			return fmt.Sprintf("acknowledged and lost: %s", number)
		}
	}
	proof, err := d.Verify(ctx)
	if err != nil {
		return fmt.Sprintf("it does not verify: %v", err)
	}
	if !proof.OK {
		return fmt.Sprintf("the proof found %+v", proof.First)
	}
	return ""
}

// The judge itself is judged: a sale that was never made is missed.
func TestASaleThatIsMissingIsSeen(t *testing.T) {
	if said := judge(newClub(t), []string{"F2026-9999"}); said == "" {
		t.Error("the judge misses nothing")
	}
}

// The control of every test that kills: were a sale acknowledged before it is
// committed, the one under way at the kill would be missed. Here its number is
// taken as acknowledged by a program that is killed at work (R1).
func TestSalesAcknowledgedBeforeTheirCommitAreMissed(t *testing.T) {
	dir := newClub(t)
	for round := range 20 {
		acks := append(killedAfter(t, dir, 1+round%3), "")
		last := acks[len(acks)-2]
		acks[len(acks)-1] = following(t, last)
		if strings.HasPrefix(judge(dir, acks), "acknowledged and lost") {
			return
		}
	}
	t.Error("twenty sales were acknowledged too early, and the judge missed none")
}

// killedAfter are the sales that a worker said were safe, killed once it had made
// so many.
func killedAfter(t *testing.T, dir string, sales int) (acks []string) {
	t.Helper()
	cmd := exec.Command(program, "--data", dir, "worker")
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if acks = append(acks, acknowledged(lines.Text()+"\n")...); len(acks) == sales {
			err = cmd.Process.Kill()
		}
	}
	if cmd.Wait() == nil || err != nil || len(acks) < sales {
		t.Fatalf("%d sales, and it was not killed: %v", len(acks), err)
	}
	return acks
}

// following is the number of the next sale.
func following(t *testing.T, number string) string {
	t.Helper()
	at := strings.LastIndexByte(number, '-') + 1
	n, err := strconv.Atoi(number[at:])
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%s%0*d", number[:at], len(number)-at, n+1)
}
