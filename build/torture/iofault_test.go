//go:build torture

package torture

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// The kth write or sync fails, once or from then on for good (R3). The program
// may stop; it must not lose what it acknowledged, leave half a sale, or fall
// over.
func TestADiskThatFailsLosesNoAcknowledgedSale(t *testing.T) {
	const sales = 12
	faults, apart := rounds(500, 6), rounds(1, 23)
	hit, acked := 0, 0
	for _, call := range []string{"pwrite64", "fdatasync,fsync"} {
		for _, forGood := range []string{"", "+"} {
			var dir string
			for n := range faults {
				if n%40 == 0 { // every judge reads all of it
					dir = newClub(t)
				}
				k := 1 + n*apart
				acks, said, failed := under(program, dir, sales, "-o", os.DevNull, "-e", fmt.Sprintf("inject=%s:error=EIO:when=%d%s", call, k, forGood))
				if failed {
					hit++
				}
				acked += len(acks)
				if strings.Contains(said, "panic") || strings.Contains(said, "goroutine ") {
					t.Fatalf("%s %d%s: it fell over\n%s", call, k, forGood, said)
				}
				if wrong := judge(dir, acks); wrong != "" {
					t.Fatalf("%s %d%s: %s", call, k, forGood, wrong)
				}
			}
		}
	}
	if hit < faults/2 || acked < faults {
		t.Errorf("%d faults were felt and %d sales made: the test did not reach them", hit, acked)
	}
	t.Logf("%d faults felt, %d sales acknowledged, none lost", hit, acked)
}
