//go:build bench

package bench

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// action is one thing a person does, and the least a machine could do for it.
type action struct {
	name  string
	most  float64       // how many times its floor it may take
	turns int           // how often both are done in one run; 0 is once in all, without a floor
	floor func(n int)   // the nth time; nil where there is nothing to compare with
	ours  func(n int)   // the nth time
	goal  time.Duration // of the 95th in a hundred, on the machine of PERFORMANCE; printed only
}

// runs is how often everything is measured; the median of the ratios counts.
const runs = 3

// cost is what an action took: of the clock on the wall, and of the processors.
type cost struct{ wall, work time.Duration }

// costs are those of one action.
type costs []cost

// wall is the time that a share of all stayed below.
func (c costs) wall(share float64) time.Duration {
	slices.SortFunc(c, func(a, b cost) int { return int(a.wall - b.wall) })
	return c[min(len(c)-1, int(share*float64(len(c))))].wall
}

// work is the median of what the processors did.
func (c costs) work() time.Duration {
	slices.SortFunc(c, func(a, b cost) int { return int(a.work - b.work) })
	return c[len(c)/2].work
}

func milliseconds(d time.Duration) string { return fmt.Sprintf("%.3f", float64(d.Nanoseconds())/1e6) }

// measure does an action and its floor by turns, so that whatever else the
// machine does falls on both.
func measure(a action, from int) (ours, floor costs) {
	for i := range a.turns {
		if a.floor != nil {
			floor = append(floor, took(func() { a.floor(from + i) }))
		}
		ours = append(ours, took(func() { a.ours(from + i) }))
	}
	return ours, floor
}

func took(do func()) cost {
	begun, worked := time.Now(), processors()
	do()
	return cost{time.Since(begun), processors() - worked}
}

// processors is the time that the machine has worked for this process. Unlike
// the clock's, it is not longer when others want the same processors.
func processors() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		panic(err) // Linux refuses it to nobody
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// compare measures an action, prints its line, and fails when it makes the
// machine work more times its floor than it may.
func compare(t *testing.T, a action) {
	t.Helper()
	var ratios []float64
	var ours, floor costs
	first := took(func() { a.ours(-1) }) // which finds nothing in memory
	if a.turns == 0 {
		fmt.Printf("ours_%s once %s goal %s work %s\n", a.name, milliseconds(first.wall), milliseconds(a.goal), milliseconds(first.work))
		return
	}
	for run := range runs {
		o, f := measure(a, run*a.turns)
		if a.floor != nil {
			ratios = append(ratios, float64(o.work())/float64(f.work()))
		}
		ours, floor = append(ours, o...), append(floor, f...)
	}
	line := fmt.Sprintf("ours_%s p50 %s p95 %s goal %s work %s",
		a.name, milliseconds(ours.wall(0.5)), milliseconds(ours.wall(0.95)), milliseconds(a.goal), milliseconds(ours.work()))
	if a.floor == nil {
		fmt.Println(line)
		return
	}
	slices.Sort(ratios)
	ratio := ratios[len(ratios)/2]
	fmt.Printf("%s floor p50 %s work %s A %.1f most %.1f\n", line, milliseconds(floor.wall(0.5)), milliseconds(floor.work()), ratio, a.most)
	if ratio > a.most {
		t.Errorf("%s is %.1f times its floor; it may be %.1f", a.name, ratio, a.most)
	}
}

// printLoad says how busy the machine is, before and after.
func printLoad(when string) {
	if raw, err := os.ReadFile("/proc/loadavg"); err == nil {
		fmt.Println("load_"+when, strings.Join(strings.Fields(string(raw))[:3], " "))
	}
}
