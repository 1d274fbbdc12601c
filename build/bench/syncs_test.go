//go:build bench

package bench

import (
	"bytes"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"paddock/backend/desk"
)

// mostSyncs is how often a sale may make the disk sync, its cart included: each
// takes 3.5 ms on a good disk of a shop's computer. checkpoint is its share of a
// checkpoint of the write-ahead log, two syncs every sixty sales or so, and of
// the seal log, one every twenty-five.
const (
	mostSyncs  = 2
	checkpoint = 0.1
)

// TestASaleSyncsTheDiskTwice counts what selling asks of the disk: the same
// program sells 100 things and then 300, and the difference is divided.
func TestASaleSyncsTheDiskTwice(t *testing.T) {
	program, dir := build(t), t.TempDir()
	d := open(t, dir)
	if _, err := d.MakeSample(ctx, desk.Request{}, desk.Sample{Riders: 3, Years: 1, Seed: 1, Today: today}); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	few, many := syncs(t, program, dir, 100), syncs(t, program, dir, 300)
	each := float64(many-few) / 200
	fmt.Printf("ours_sale_syncs %.3f most %d\n", each, mostSyncs)
	if each > mostSyncs+checkpoint {
		t.Errorf("a sale makes the disk sync %.3f times; it may %d times", each, mostSyncs)
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

var syncCalls = regexp.MustCompile(`(?m)^\s*[\d.]+\s+[\d.]+\s+\d+\s+(\d+)\s.*(?:fsync|fdatasync)$`)

// syncs counts how often the program makes the disk sync while it sells.
func syncs(t *testing.T, program, dir string, sales int) (n int) {
	t.Helper()
	var said bytes.Buffer
	cmd := exec.Command("strace", "-f", "-c", "-e", "trace=fsync,fdatasync",
		program, "--data", dir, "worker", "--max", strconv.Itoa(sales))
	cmd.Stderr = &said
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v: %s", err, said.String())
	}
	for _, call := range syncCalls.FindAllStringSubmatch(said.String(), -1) {
		times, err := strconv.Atoi(call[1])
		if err != nil {
			t.Fatal(err)
		}
		n += times
	}
	if n < sales {
		t.Fatalf("%d syncs for %d sales: they were not seen\n%s", n, sales, said.String())
	}
	return n
}
