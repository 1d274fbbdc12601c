//go:build bench

package bench

import (
	"crypto/sha256"
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"paddock/backend/desk"
	"paddock/backend/sqlite"
)

// TestBooks times what the owner and the accountant ask of ten years. Its floors
// read the same rows of the same file with SQLite alone, and make nothing of them.
func TestBooks(t *testing.T) {
	printLoad("before")
	c := atCounter(t)
	b := c.same()
	from, to := today.AddMonths(-12), today
	_, err := c.CloseDay(c.asked(), c.request(), desk.CloseDay{Day: to.AddDays(-1)}) // entries are numbered once their day is closed
	c.must(err)
	actions := []action{{
		name: "aged_receivables", most: 4, turns: 20, goal: 50 * time.Millisecond,
		floor: func(int) {
			b.rows(`SELECT i.household, h.name, d.day, i.total_cents - s.settled_cents FROM settlements s JOIN invoices i ON i.id = s.invoice
				JOIN invoice_dues d ON d.invoice = i.id LEFT JOIN households h ON h.id = i.household WHERE s.next_due_day <> ''`)
		},
		ours: func(int) {
			rows, err := c.AgedReceivables().Rows(c.asked(), desk.ListQuery{})
			c.must(err)
			if len(rows) < 50 {
				c.t.Fatalf("%d families owe", len(rows))
			}
		},
	}, {
		name: "entries_file_of_a_year", most: 10, turns: 2, goal: 3 * time.Second,
		floor: func(int) {
			b.rows(`SELECT e.*, p.*, h.name FROM entries e JOIN postings p ON p.entry = e.id LEFT JOIN households h ON h.id = p.household
				WHERE e.day BETWEEN ? AND ? ORDER BY e.day, e.id, p.n`, string(from), string(to))
		},
		ours: func(int) {
			file, err := c.EntriesFile(c.asked(), c.request(), from, to)
			c.must(err)
			if len(file.Raw) < 1_000_000 {
				c.t.Fatalf("a file of %d bytes", len(file.Raw))
			}
		},
	}, {
		name: "owners_charts", most: 3, turns: 10, goal: 200 * time.Millisecond,
		floor: func(int) {
			b.rows("SELECT substr(day, 1, 7), sum(cents) FROM payments WHERE day BETWEEN ? AND ? GROUP BY 1", string(today.AddMonths(-24)), string(today))
			b.rows("SELECT role, sum(credit_cents - debit_cents) FROM entries e JOIN postings p ON p.entry = e.id WHERE e.day BETWEEN ? AND ? GROUP BY role",
				string(today.AddMonths(-1)), string(today))
			b.rows("SELECT sum(cents) FROM recognitions")
			b.rows("SELECT count(DISTINCT rider) FROM lessons l JOIN bookings b ON b.lesson = l.id WHERE l.day BETWEEN ? AND ? AND b.n > 0",
				string(today.AddMonths(-24)), string(today))
		},
		ours: func(int) {
			figures, err := c.Overview(c.asked(), today.AddMonths(-1), today)
			c.must(err)
			if figures.Deferred == 0 || figures.Retained.Riders == 0 || len(figures.Months) == 0 {
				c.t.Fatalf("%+v", figures)
			}
		},
	}}
	for _, a := range actions {
		t.Run(a.name, func(t *testing.T) { compare(t, a) })
	}
	t.Run("whole_ledger", func(t *testing.T) { c.wholeLedger(t, b) })
	printLoad("after")
}

// The goal of the journal is 3 s for so many entries.
const (
	ledgerOf     = 200_000
	mostOfLedger = 130 // times its floor, every row
	mostOfChain  = 8   // the entries alone
)

// wholeLedger verifies once every entry and every row beside them, and the entries
// alone; the floor of both reads the chain and adds up its hashes.
func (c *counter) wholeLedger(t *testing.T, b *bare) {
	floor := took(func() {
		rows, err := b.db.Query("SELECT line, prev FROM journal ORDER BY seq")
		c.must(err)
		defer rows.Close()
		for rows.Next() {
			var line, prev string
			c.must(rows.Scan(&line, &prev))
			sha256.Sum256([]byte(prev + "\n" + line + "\n"))
		}
		c.must(rows.Err())
	})
	var proof desk.Proof
	ours := took(func() {
		var err error
		proof, err = c.Verify(c.asked())
		c.must(err)
	})
	if !proof.OK {
		t.Fatalf("%+v", proof.First)
	}
	each := func(d time.Duration) string { return milliseconds(d * ledgerOf / time.Duration(proof.Entries)) }
	ratio := float64(ours.work) / float64(floor.work)
	fmt.Printf("ours_whole_ledger entries %d once %s work %s; of %d entries once %s work %s goal 3000; floor work %s A %.1f most %d\n",
		proof.Entries, milliseconds(ours.wall), milliseconds(ours.work), ledgerOf, each(ours.wall), each(ours.work), milliseconds(floor.work), ratio, mostOfLedger)
	chain := took(func() {
		proof, err := c.VerifyEntries(c.asked())
		c.must(err)
		if !proof.OK {
			t.Fatalf("%+v", proof.First)
		}
	})
	times := float64(chain.work) / float64(floor.work)
	fmt.Printf("ours_journal_verified of %d entries once %s work %s goal 3000; A %.1f most %d\n", ledgerOf, each(chain.wall), each(chain.work), times, mostOfChain)
	if times > mostOfChain {
		t.Errorf("the entries alone are %.1f times their floor; they may be %d", times, mostOfChain)
	}
	if ratio > mostOfLedger {
		t.Errorf("the whole ledger is %.1f times its floor; it may be %d", ratio, mostOfLedger)
	}
}

// same reads the club's own file with SQLite alone.
func (c *counter) same() *bare {
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(c.dir, sqlite.File)+"?mode=ro")
	c.must(err)
	db.SetMaxOpenConns(1)
	c.t.Cleanup(func() { db.Close() })
	return &bare{t: c.t, db: db, kept: map[string]*sql.Stmt{}}
}
