//go:build bench

package bench

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"

	_ "github.com/mattn/go-sqlite3"
)

// bare is a club of the same size in as few columns as it can live with: no
// rules, no seal, no snapshots. It is what SQLite itself costs.
type bare struct {
	t    *testing.T
	db   *sql.DB
	dice *rand.Rand
	kept map[string]*sql.Stmt
}

// How large the bare club is; the sample club comes to about the same.
const (
	bareHouseholds = 1800
	bareRiders     = 3000
	bareInvoices   = 57000
)

const bareSchema = `
CREATE TABLE household (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE rider (id INTEGER PRIMARY KEY, household INTEGER NOT NULL REFERENCES household, folded TEXT NOT NULL, mobile TEXT, born TEXT);
CREATE INDEX rider_folded ON rider (folded);
CREATE INDEX rider_household ON rider (household);
CREATE TABLE card (id INTEGER PRIMARY KEY, rider INTEGER NOT NULL, units INTEGER NOT NULL);
CREATE INDEX card_rider ON card (rider);
CREATE TABLE invoice (id INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE, household INTEGER NOT NULL REFERENCES household, day TEXT NOT NULL, cents INTEGER NOT NULL, paid INTEGER NOT NULL);
CREATE INDEX invoice_day ON invoice (day);
CREATE INDEX invoice_household ON invoice (household, day);
CREATE TABLE line (id INTEGER PRIMARY KEY, invoice INTEGER NOT NULL REFERENCES invoice, text TEXT NOT NULL, cents INTEGER NOT NULL, rate INTEGER NOT NULL);
CREATE INDEX line_invoice ON line (invoice);
CREATE TABLE payment (id INTEGER PRIMARY KEY, invoice INTEGER NOT NULL REFERENCES invoice, day TEXT NOT NULL, way INTEGER NOT NULL, cents INTEGER NOT NULL);
CREATE INDEX payment_invoice ON payment (invoice);
CREATE TABLE counter (n INTEGER NOT NULL);
CREATE TABLE answered (key TEXT PRIMARY KEY, invoice INTEGER NOT NULL);
INSERT INTO counter VALUES (0);`

// openBare makes the bare club.
func openBare(t *testing.T) *bare {
	t.Helper()
	path := filepath.Join(t.TempDir(), "bare.db")
	db, err := sql.Open("sqlite3", "file:"+path+"?_journal_mode=WAL&_synchronous=FULL&_foreign_keys=1&_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	b := &bare{t: t, db: db, dice: rand.New(rand.NewPCG(1, 1)), kept: map[string]*sql.Stmt{}}
	if _, err := db.Exec(bareSchema); err != nil {
		t.Fatal(err)
	}
	b.write(func(tx *sql.Tx) {
		for range bareHouseholds {
			b.exec(tx, "INSERT INTO household (name) VALUES (?)", b.name())
		}
		for range bareRiders {
			b.exec(tx, "INSERT INTO rider (household, folded, mobile, born) VALUES (?, ?, ?, '2012-05-01')",
				1+b.dice.IntN(bareHouseholds), b.name()+" "+b.name(), fmt.Sprintf("0639%06d", b.dice.IntN(1_000_000)))
		}
		for range bareInvoices {
			b.sale(tx)
		}
	})
	return b
}

func (b *bare) name() string {
	parts := []string{"mar", "du", "pont", "ber", "nard", "le", "roy", "mo", "reau", "gi", "rard", "la", "fon", "tai", "ne"}
	text := ""
	for range 2 + b.dice.IntN(2) {
		text += parts[b.dice.IntN(len(parts))]
	}
	return text
}

func (b *bare) write(do func(*sql.Tx)) {
	tx, err := b.db.Begin()
	if err != nil {
		b.t.Fatal(err)
	}
	do(tx)
	if err := tx.Commit(); err != nil {
		b.t.Fatal(err)
	}
}

// statement is prepared once.
func (b *bare) statement(query string) *sql.Stmt {
	if b.kept[query] == nil {
		s, err := b.db.Prepare(query)
		if err != nil {
			b.t.Fatal(err)
		}
		b.kept[query] = s
	}
	return b.kept[query]
}

func (b *bare) exec(tx *sql.Tx, query string, args ...any) int64 {
	result, err := tx.Exec(query, args...)
	if err != nil {
		b.t.Fatal(err)
	}
	id, err := result.LastInsertId()
	if err != nil {
		b.t.Fatal(err)
	}
	return id
}

// sale is an invoice with its number, two lines, a card, a payment and the key
// it is known by.
func (b *bare) sale(tx *sql.Tx) {
	var n int
	if err := tx.QueryRow("UPDATE counter SET n = n + 1 RETURNING n").Scan(&n); err != nil {
		b.t.Fatal(err)
	}
	day := fmt.Sprintf("%d-%02d-%02d", 2017+n*10/(bareInvoices+1)%10, 1+n%12, 1+n%28)
	invoice := b.exec(tx, "INSERT INTO invoice (number, household, day, cents, paid) VALUES (?, ?, ?, 15000, 15000)",
		fmt.Sprintf("F%07d", n), 1+b.dice.IntN(bareHouseholds), day)
	for range 2 {
		b.exec(tx, "INSERT INTO line (invoice, text, cents, rate) VALUES (?, '10 cours collectifs', 7500, 550)", invoice)
	}
	b.exec(tx, "INSERT INTO card (rider, units) VALUES (?, 10)", 1+b.dice.IntN(bareRiders))
	b.exec(tx, "INSERT INTO payment (invoice, day, way, cents) VALUES (?, ?, 1, 15000)", invoice, day)
	b.exec(tx, "INSERT INTO answered VALUES (?, ?)", fmt.Sprint("key", n), invoice)
}

// rows reads everything a query gives.
func (b *bare) rows(query string, args ...any) {
	rows, err := b.statement(query).Query(args...)
	if err != nil {
		b.t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		b.t.Fatal(err)
	}
	values := make([]any, len(columns))
	for i := range values {
		values[i] = new(any)
	}
	for rows.Next() {
		if err := rows.Scan(values...); err != nil {
			b.t.Fatal(err)
		}
	}
	if err := rows.Err(); err != nil {
		b.t.Fatal(err)
	}
}
