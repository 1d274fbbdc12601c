package desk_test

import (
	"bytes"
	"database/sql"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	_ "github.com/mattn/go-sqlite3"

	"paddock/backend/billing"
	"paddock/backend/desk"
	"paddock/backend/journal"
	"paddock/backend/sqlite"
)

// flips is how many bits are flipped; `make torture` says thousands.
var flips = flag.Int("flips", 1500, "bits flipped in a database, one at a time")

// moneyTables hold what the law wants unchanged.
var moneyTables = []string{
	"invoices", "invoice_lines", "invoice_vat", "payments", "allocations", "withdrawals", "settlements", "journal", "closings", "entries", "postings",
	"deferrals", "recognitions", "card_movements", "gift_card_movements", "invoice_plans", "deposit_slips", "payouts",
	"aids", "till_events", "held_money",
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
	r := ringOf(aided(t))
	_, err := r.OpenTill(ctx, r.req(), drawer(100))
	r.must(err)
	r.sell([]billing.Tender{r.aid(billing.Aided, 1, 70_00), {Way: billing.BankCard, Cents: 40_00}}, "card")
	held := r.handed(billing.Cheque)
	r.handed(billing.Cash)
	_, err = r.BringIn(ctx, r.req(), desk.BringIn{Payments: []billing.PaymentID{held.Payments[0].ID}})
	r.must(err)
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
	before, _ := moneyIn(path, tables)
	for _, table := range []string{"invoices", "invoice_lines", "invoice_vat", "payments", "allocations", "journal", "closings", "entries", "postings", "aids", "till_events", "held_money"} {
		if before[table] == "" {
			t.Errorf("nothing to flip in %s", table)
		}
	}
	random := rand.New(rand.NewPCG(7, 7))
	changed, found, light, control := 0, 0, 0, 0
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
		whole, chain := r.finds(dir)
		if chain {
			light++
		}
		if whole {
			found++
		} else {
			missed = append(missed, fmt.Sprintf("byte %d bit %d: %v", at, bit, where))
		}
		r.must(os.RemoveAll(dir))
	}
	t.Logf("%d of %d flips changed money: %d found, by the chain and the sums alone %d, by SQLite alone %d", changed, *flips, found, light, control)
	if changed < *flips/20 {
		t.Fatalf("%d flips changed money: too few to say anything", changed)
	}
	if 100*found < 99*changed {
		t.Errorf("%d of %d found; missed %v", found, changed, missed[:min(len(missed), 12)])
	}
	if 100*control >= 99*changed {
		t.Errorf("SQLite alone finds %d of %d: the flips prove nothing", control, changed)
	}
}

// finds reports whether opening a folder or checking it says that something is wrong:
// the whole check, and the one of the chain and the sums.
func (h *house) finds(dir string) (whole, light bool) {
	in := h.options()
	in.Dir = dir
	other, err := desk.Open(ctx, in)
	if err != nil {
		return true, true
	}
	defer other.Close()
	says := func(proof desk.Proof, err error) bool { return err != nil || !proof.OK }
	return says(other.Verify(ctx)), says(desk.VerifyLight(other))
}

// A damaged line may hold a day that is none: the check names it and goes on.
func TestALineThatMakesNoSenseEndsNoCheck(t *testing.T) {
	for damage, code := range map[string]string{
		`UPDATE journal SET line = replace(line, '"day":"2026-10-07"', '"day":""') WHERE kind = 'payment.received'`: "unreadable",
		`UPDATE payments SET day = 'yesterday'`: "paymentChanged",
	} {
		s := newShop(t)
		s.sell([]billing.Tender{cheque(110_00)}, "card")
		s.anyway([]string{"journal_no_update", "payments_no_update"}, damage)
		proof, err := s.Verify(ctx)
		s.must(err)
		if !slices.ContainsFunc(proof.Findings, func(f journal.Finding) bool { return f.Code == code }) {
			t.Errorf("%s is not among %+v", code, proof.Findings)
		}
	}
}
