//go:build torture

package torture

import (
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3" // the bare sales'
)

// slowSync is how long a good disk of a shop's computer takes to sync, and
// mostOnSlowDisk how many times as long as bare SQLite's a sale may take on it
// (PERFORMANCE, section 5).
const (
	slowSync       = 3500 * time.Microsecond
	mostOnSlowDisk = 2.0
)

// On a slow disk a sale costs its sync and little else: beside the same sale in
// bare SQLite, by turns. Each works 20 times and then 120, and the difference is
// divided. `make bench` runs it: what is compared is time.
func TestASaleOnASlowDiskWaitsForItsSync(t *testing.T) {
	if testing.Short() {
		t.Skip("times a disk; make bench does")
	}
	dir, bare := newClub(t), t.TempDir()
	ours := func(times int) *exec.Cmd {
		return onSlowDisk(program, "--data", dir, "worker", "--max", strconv.Itoa(times))
	}
	floor := func(times int) *exec.Cmd {
		cmd := onSlowDisk(os.Args[0])
		cmd.Env = append(os.Environ(), bareIn+"="+bare, bareTimes+"="+strconv.Itoa(times))
		return cmd
	}
	each(t, ours(2), ours(4)) // it makes room first
	var ratios []float64
	for range 3 {
		a, b := each(t, ours(20), ours(120)), each(t, floor(20), floor(120))
		fmt.Printf("ours_sale_on_a_slow_disk %.3f goal 8.000 floor %.3f\n", a.Seconds()*1000, b.Seconds()*1000)
		ratios = append(ratios, a.Seconds()/b.Seconds())
	}
	slices.Sort(ratios)
	fmt.Printf("ours_sale_on_a_slow_disk A %.2f most %.1f\n", ratios[1], mostOnSlowDisk)
	if ratios[1] > mostOnSlowDisk {
		t.Errorf("a sale on a slow disk takes %.2f times a bare one; it may %.1f", ratios[1], mostOnSlowDisk)
	}
}

// onSlowDisk is a program each of whose syncs takes as long as a slow disk's.
func onSlowDisk(command ...string) *exec.Cmd {
	slow := []string{"-f", "-qq", "--seccomp-bpf", "-o", os.DevNull, "-e", "trace=fsync,fdatasync",
		"-e", fmt.Sprintf("inject=fsync,fdatasync:delay_exit=%d", slowSync.Microseconds())}
	return exec.Command("strace", append(slow, command...)...)
}

// each is how much longer the second of two works takes, for each of the hundred
// times it does more.
func each(t *testing.T, few, many *exec.Cmd) time.Duration {
	t.Helper()
	took := func(cmd *exec.Cmd) time.Duration {
		begun := time.Now()
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		return time.Since(begun)
	}
	short := took(few)
	return (took(many) - short) / 100
}

// Where this test's own program sells bare, and how often.
const (
	bareIn    = "PADDOCK_BARE_SALES"
	bareTimes = "PADDOCK_BARE_TIMES"
)

const bareSchema = `
CREATE TABLE IF NOT EXISTS invoice (id INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE, household INTEGER NOT NULL, day TEXT NOT NULL, cents INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS line (id INTEGER PRIMARY KEY, invoice INTEGER NOT NULL REFERENCES invoice, text TEXT NOT NULL, cents INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS payment (id INTEGER PRIMARY KEY, invoice INTEGER NOT NULL REFERENCES invoice, way INTEGER NOT NULL, cents INTEGER NOT NULL);`

// sellBare is the floor: sales in bare SQLite, each durable. It is what this
// program does where it is told a folder to sell in.
func sellBare(dir string) error {
	times, err := strconv.Atoi(os.Getenv(bareTimes))
	if err != nil {
		return err
	}
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(dir, "bare.db")+"?_journal_mode=WAL&_synchronous=FULL&_txlock=immediate&_foreign_keys=1")
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(bareSchema); err != nil {
		return err
	}
	for range times {
		_, err := db.Exec(`BEGIN IMMEDIATE;
			INSERT INTO invoice (number, household, day, cents) SELECT 'F2026-' || (count(*) + 1), 1, '2026-10-07', 15900 FROM invoice;
			INSERT INTO line (invoice, text, cents) SELECT max(id), 'Carte 10 séances', 15900 FROM invoice;
			INSERT INTO payment (invoice, way, cents) SELECT max(id), 1, 15900 FROM invoice;
			COMMIT`)
		if err != nil {
			return err
		}
	}
	return nil
}
