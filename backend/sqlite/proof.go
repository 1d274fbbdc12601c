package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"paddock/backend/billing"
	"paddock/backend/money"
)

// SealedName is a document or payment by what the chain calls it: "invoice
// F2026-0431", "payment 2026-10-07-0020".
type SealedName struct {
	Name string
	By   int64 // who issued or received it
}

// SealedNames lists documents and payments by name.
func (tx *Tx) SealedNames() ([]SealedName, error) {
	return collect(tx, func(row scanner) (n SealedName, err error) {
		return n, row.Scan(&n.Name, &n.By)
	}, `SELECT 'invoice ' || number, issued_by FROM invoices
		UNION ALL SELECT 'payment ' || receipt, received_by FROM payments`)
}

// Hand is who did something, and when; the instant stays text, for verify must
// read what somebody spoiled.
type Hand struct {
	By int64
	At string
}

// AllocationHands tells who made every allocation, by its id.
func (tx *Tx) AllocationHands() (map[int64]Hand, error) {
	hands := map[int64]Hand{}
	err := tx.each(func(row scanner) error {
		var id int64
		var hand Hand
		if err := row.Scan(&id, &hand.By, &hand.At); err != nil {
			return err
		}
		hands[id] = hand
		return nil
	}, "SELECT id, allocated_by, allocated_at FROM allocations")
	return hands, err
}

// GivenReason is a free text and what it was given for.
type GivenReason struct {
	Reason
	Doc     string // number of the document; of a payout, as payoutText names it
	Request int64  // of a link that was given out, of a promise that was dropped; 0 for all else
	Booking int64  // that a rule was set aside for; 0 for all else
	Card    int64  // that is good for longer; 0 for all else
}

// Reasons lists the free texts that the chain knows by their hash, as they are
// now; a text that was erased is none.
func (tx *Tx) Reasons() ([]GivenReason, error) {
	return collect(tx, func(row scanner) (r GivenReason, err error) {
		return r, row.Scan(&r.ID, &r.Salt, &r.Text, &r.Doc, &r.Request, &r.Booking, &r.Card)
	}, `SELECT * FROM (
		SELECT r.id, r.salt, r.text, i.number, 0, 0, 0 FROM invoices i JOIN reasons r ON r.id = i.reason
		UNION ALL SELECT r.id, r.salt, r.text, i.number, 0, 0, 0 FROM cart_lines l JOIN carts c ON c.id = l.cart
			JOIN invoices i ON i.id = c.invoice JOIN reasons r ON r.id IN (l.reason, l.discount_reason)
		UNION ALL SELECT r.id, r.salt, r.text, '', w.request, 0, 0 FROM withheld_links w JOIN reasons r ON r.id = w.reason
		UNION ALL SELECT r.id, r.salt, r.text, '', d.request, 0, 0 FROM dropped_promises d JOIN reasons r ON r.id = d.reason
		UNION ALL SELECT r.id, r.salt, r.text, '', 0, b.id, 0 FROM bookings b JOIN reasons r ON r.id = b.reason
		UNION ALL SELECT r.id, r.salt, r.text, '', 0, 0, m.card FROM card_movements m JOIN reasons r ON r.id = m.reason
		UNION ALL SELECT r.id, r.salt, r.text, '', 0, x.booking, 0 FROM horse_overrides x JOIN reasons r ON r.id = x.reason
		UNION ALL SELECT r.id, r.salt, r.text, 'payout ' || p.id, 0, 0, 0 FROM payouts p JOIN reasons r ON r.id = p.reason)
		WHERE salt <> ''`)
}

// AllAllocations lists every allocation.
func (tx *Tx) AllAllocations() ([]billing.Allocation, error) { return tx.allocations("1") }

// Guards is how the schema differs from the one the migrations make.
type Guards struct {
	Tables  []string // that somebody dropped
	Missing []string // triggers and indexes that somebody dropped
	Changed []string // not as Paddock made them, what was added included
}

// Guards compares the schema with the one the migrations make.
func (tx *Tx) Guards() (g Guards, err error) {
	have, err := schema(tx.ctx, tx.conn)
	if err != nil {
		return g, err
	}
	want, err := migrated()
	if err != nil {
		return g, err
	}
	for name, text := range want {
		switch found, has := have[name]; {
		case !has && strings.HasPrefix(text, "CREATE TABLE"):
			g.Tables = append(g.Tables, name)
		case !has:
			g.Missing = append(g.Missing, name)
		case found != text:
			g.Changed = append(g.Changed, name)
		}
	}
	for name := range have {
		if _, known := want[name]; !known {
			g.Changed = append(g.Changed, name)
		}
	}
	slices.Sort(g.Tables)
	slices.Sort(g.Missing)
	slices.Sort(g.Changed)
	return g, nil
}

// migrated is the schema the migrations of this program make, in memory; it is
// the same as long as the program runs.
var migrated = sync.OnceValues(func() (map[string]string, error) {
	fresh := &DB{}
	var err error
	if fresh.write, err = sql.Open("sqlite3", ":memory:"); err != nil {
		return nil, fmt.Errorf("open model: %w", err)
	}
	defer fresh.write.Close()
	fresh.write.SetMaxOpenConns(1) // each connection has a memory of its own
	if err := fresh.migrate(context.Background()); err != nil {
		return nil, err
	}
	return schema(context.Background(), fresh.write)
})

// schema reads the text of every table, index, view and trigger by name.
func schema(ctx context.Context, from interface {
	QueryContext(context.Context, string, ...any) (*sql.Rows, error)
}) (map[string]string, error) {
	rows, err := from.QueryContext(ctx, "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite!_%' ESCAPE '!'")
	if err != nil {
		return nil, fmt.Errorf("read schema: %w", err)
	}
	defer rows.Close()
	texts := map[string]string{}
	for rows.Next() {
		var name, text string
		if err := rows.Scan(&name, &text); err != nil {
			return nil, fmt.Errorf("read schema: %w", err)
		}
		texts[name] = text
	}
	return texts, rows.Err()
}

// NumberGap is a number that is missing from its series.
type NumberGap struct {
	Series string
	Year   int
	N      int
}

// NumberGaps lists the first missing number of every run of missing ones.
func (tx *Tx) NumberGaps() ([]NumberGap, error) {
	return collect(tx, func(row scanner) (g NumberGap, err error) {
		err = row.Scan(&g.Series, &g.Year, &g.N)
		return g, err
	}, `SELECT series, year, before + 1 FROM (
			SELECT series, year, n, lag(n, 1, 0) OVER (PARTITION BY series, year ORDER BY n) AS before FROM invoices)
		WHERE n <> before + 1 ORDER BY series, year, n`)
}

// UnbalancedEntries lists entries whose postings do not balance, and postings
// without an entry.
func (tx *Tx) UnbalancedEntries() ([]int64, error) {
	return collect(tx, func(row scanner) (id int64, err error) {
		err = row.Scan(&id)
		return id, err
	}, `SELECT entry FROM postings GROUP BY entry HAVING sum(debit_cents) <> sum(credit_cents)
		UNION SELECT entry FROM postings WHERE entry NOT IN (SELECT id FROM entries)
		UNION SELECT id FROM entries WHERE id NOT IN (SELECT entry FROM postings) ORDER BY 1`)
}

// CustomersBalance returns what documents less payments say customers owe, and
// what the accounting entries say.
func (tx *Tx) CustomersBalance() (owed, booked money.Cents, err error) {
	err = tx.row(`SELECT (SELECT coalesce(sum(total_cents), 0) FROM invoices) - (SELECT coalesce(sum(cents), 0) FROM payments),
		(SELECT coalesce(sum(debit_cents - credit_cents), 0) FROM postings WHERE role = 'customers')`, nil, &owed, &booked)
	return owed, booked, err
}

// IsMissing reports whether an error says that a row does not exist.
func IsMissing(err error) bool { return errors.Is(err, ErrNotFound) || errors.Is(err, sql.ErrNoRows) }
