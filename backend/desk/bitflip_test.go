package desk_test

import (
	"bytes"
	"database/sql"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/mattn/go-sqlite3"

	"paddock/backend/desk"
	"paddock/backend/sqlite"
)

// flips is how many bits are flipped; `make torture` says thousands.
var flips = flag.Int("flips", 400, "bits flipped in a database, one at a time")

// moneyTables hold what the law wants unchanged.
var moneyTables = []string{
	"invoices", "invoice_lines", "payments", "allocations", "withdrawals", "settlements", "journal", "closings", "entries", "postings",
	"deferrals", "recognitions", "card_movements", "gift_card_movements", "invoice_plans", "deposit_slips", "payouts",
}

// moneyIn reads the money of a database file row by row, whatever its indexes say;
// false where it cannot be read.
func moneyIn(file string, tables []string) (map[string]string, bool) {
	db, err := sql.Open("sqlite3", "file:"+file+"?mode=ro&immutable=1")
	if err != nil {
		return nil, false
	}
	defer db.Close()
	in := map[string]string{}
	for _, table := range tables {
		rows, err := db.Query("SELECT * FROM " + table + " NOT INDEXED")
		if err != nil {
			return nil, false
		}
		columns, _ := rows.Columns()
		var all strings.Builder
		for rows.Next() {
			values, at := make([]any, len(columns)), make([]any, len(columns))
			for i := range values {
				at[i] = &values[i]
			}
			if err := rows.Scan(at...); err != nil {
				rows.Close()
				return nil, false
			}
			fmt.Fprintf(&all, "%q\n", values)
		}
		if rows.Close(); rows.Err() != nil {
			return nil, false
		}
		in[table] = all.String()
	}
	return in, true
}

// integrity is what SQLite itself says: the control.
func integrity(file string) bool {
	db, err := sql.Open("sqlite3", "file:"+file+"?mode=ro&immutable=1")
	if err != nil {
		return false
	}
	defer db.Close()
	said := ""
	return db.QueryRow("PRAGMA integrity_check").Scan(&said) == nil && said == "ok"
}

// PERFORMANCE R7: of the single bits that change money, 99 in a hundred are found by
// opening the data and checking them; SQLite alone finds few.
func TestABitThatFlipsInMoneyIsFound(t *testing.T) {
	r := newRing(t)
	lesson := r.group("2026-10-14", 8)
	r.booked(lesson, r.manon)
	r.at("2026-10-14 20:00")
	r.called(lesson)
	r.closes("2026-10-14")
	r.proved()
	r.must(r.Close())
	path := filepath.Join(r.dir, sqlite.File)
	was, err := os.ReadFile(path)
	r.must(err)
	beside, err := filepath.Glob(filepath.Join(r.dir, "*"))
	r.must(err)
	var tables []string
	for _, table := range moneyTables {
		if _, readable := moneyIn(path, []string{table}); readable {
			tables = append(tables, table)
		}
	}
	if len(tables) < 12 {
		t.Fatalf("only %v", tables)
	}
	before, _ := moneyIn(path, tables)
	random := rand.New(rand.NewPCG(7, 7))
	changed, found, control := 0, 0, 0
	var missed []string
	for n := 0; n < *flips; n++ {
		dir := filepath.Join(t.TempDir(), "flipped")
		r.must(os.MkdirAll(dir, 0o700))
		file := filepath.Join(dir, sqlite.File)
		now := bytes.Clone(was)
		at, bit := random.IntN(len(now)), random.IntN(8)
		now[at] ^= 1 << bit
		r.must(os.WriteFile(file, now, 0o600))
		after, readable := moneyIn(file, tables)
		same := readable
		var where []string
		for _, table := range tables {
			if after[table] != before[table] {
				same, where = false, append(where, table)
			}
		}
		if same {
			r.must(os.RemoveAll(dir))
			continue
		}
		changed++
		if !integrity(file) {
			control++
		}
		for _, name := range beside {
			if raw, err := os.ReadFile(name); err == nil && name != path {
				r.must(os.WriteFile(filepath.Join(dir, filepath.Base(name)), raw, 0o600))
			}
		}
		if r.finds(dir) {
			found++
		} else {
			missed = append(missed, fmt.Sprintf("byte %d bit %d: %v", at, bit, where))
		}
		r.must(os.RemoveAll(dir))
	}
	t.Logf("%d of %d flips changed money: %d found, SQLite alone %d", changed, *flips, found, control)
	if changed < *flips/20 {
		t.Fatalf("%d flips changed money: too few to say anything", changed)
	}
	if 100*found < 99*changed {
		t.Errorf("%d of %d found; missed %v", found, changed, missed[:min(len(missed), 5)])
	}
	if 100*control >= 99*changed {
		t.Errorf("SQLite alone finds %d of %d: the flips prove nothing", control, changed)
	}
}

// finds reports whether opening a folder or checking it says that something is wrong.
func (h *house) finds(dir string) bool {
	in := h.options()
	in.Dir = dir
	other, err := desk.Open(ctx, in)
	if err != nil {
		return true
	}
	defer other.Close()
	proof, err := other.Verify(ctx)
	return err != nil || !proof.OK
}
