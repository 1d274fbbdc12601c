package sqlite

import (
	"database/sql"
	"errors"
	"io/fs"
	"regexp"
	"slices"

	"paddock/backend/billing"
	"paddock/backend/money"
)

// SealedNames lists documents and payments by what the chain calls them:
// "invoice F2026-0431", "payment 2026-10-07-0020".
func (tx *Tx) SealedNames() ([]string, error) {
	return collect(tx, func(row scanner) (name string, err error) {
		err = row.Scan(&name)
		return name, err
	}, "SELECT 'invoice ' || number FROM invoices UNION ALL SELECT 'payment ' || receipt FROM payments")
}

// AllAllocations lists every allocation.
func (tx *Tx) AllAllocations() ([]billing.Allocation, error) { return tx.allocations("1 OR ?", 0) }

var triggerName = regexp.MustCompile(`CREATE TRIGGER (\w+)`)

// MissingGuards names the triggers of the migrations that somebody dropped or
// changed.
func (tx *Tx) MissingGuards() ([]string, error) {
	have, err := collect(tx, func(row scanner) (name string, err error) {
		err = row.Scan(&name)
		return name, err
	}, "SELECT name FROM sqlite_schema WHERE type = 'trigger'")
	if err != nil {
		return nil, err
	}
	var missing []string
	err = fs.WalkDir(migrations, "migrations", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		raw, err := fs.ReadFile(migrations, path)
		for _, match := range triggerName.FindAllStringSubmatch(string(raw), -1) {
			if !slices.Contains(have, match[1]) {
				missing = append(missing, match[1])
			}
		}
		return err
	})
	return missing, err
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
