//go:build torture

package torture

import (
	"bytes"
	"fmt"
	"os/exec"
	"regexp"
	"strconv"
	"testing"
)

// mostSyncs is how often the desk may make the disk sync for one sale, its cart
// included, or for one booking: each takes 3.5 ms on a good disk of a shop's
// computer. Above the one that makes it last there is its share of a checkpoint
// of the write-ahead log, two every sixty sales or so, and of the seal log, one
// every twenty-five. PERFORMANCE allows 2.
const mostSyncs = 1.2

// The same program works 100 times and then 300, and the difference is divided.
func TestASaleAndABookingSyncTheDiskOnce(t *testing.T) {
	for _, doing := range []string{"sales", "bookings"} {
		dir := newClub(t)
		syncs(t, dir, doing, 2) // it makes room first
		few, many := syncs(t, dir, doing, 100), syncs(t, dir, doing, 300)
		each := float64(many-few) / 200
		fmt.Printf("ours_syncs_of_%s %.3f most %.1f\n", doing, each, mostSyncs)
		if each > mostSyncs || each < 1 {
			t.Errorf("%s make the disk sync %.3f times each; they may %.1f times, and must once", doing, each, mostSyncs)
		}
	}
}

var syncCalls = regexp.MustCompile(`(?m)^\s*[\d.]+\s+[\d.]+\s+\d+\s+(\d+)\s.*(?:fsync|fdatasync)$`)

// syncs counts how often a worker makes the disk sync.
func syncs(t *testing.T, dir, doing string, times int) (n int) {
	t.Helper()
	var said bytes.Buffer
	cmd := exec.Command("strace", "-f", "-c", "-e", "trace=fsync,fdatasync",
		program, "--data", dir, "worker", "--doing", doing, "--max", strconv.Itoa(times))
	cmd.Stderr = &said
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v: %s", err, said.String())
	}
	for _, call := range syncCalls.FindAllStringSubmatch(said.String(), -1) {
		calls, err := strconv.Atoi(call[1])
		if err != nil {
			t.Fatal(err)
		}
		n += calls
	}
	if n < times {
		t.Fatalf("%d syncs for %d %s: they were not seen\n%s", n, times, doing, said.String())
	}
	return n
}
