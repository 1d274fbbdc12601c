//go:build bench

package bench

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"paddock/backend/desk"
	"paddock/backend/sqlite"
)

// bankLines is how long a statement is that is measured.
const bankLines = 5000

// asked is what an invoice of the club asks for, as a transfer says it.
type asked struct {
	reference, number, name string
	cents                   int
}

// lastAsked are the latest invoices, those that are open first.
func lastAsked(t *testing.T, dir string, n int) (all []asked) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(dir, sqlite.File)+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(`SELECT i.reference, i.number, h.name, i.total_cents FROM invoices i JOIN households h ON h.id = i.household JOIN settlements s ON s.invoice = i.id
		WHERE i.reference <> '' AND i.total_cents > 0 ORDER BY s.next_due_day = '', i.id DESC LIMIT ?`, n)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var a asked
		if err := rows.Scan(&a.reference, &a.number, &a.name, &a.cents); err != nil {
			t.Fatal(err)
		}
		all = append(all, a)
	}
	if err := rows.Err(); err != nil || len(all) != n {
		t.Fatalf("%d invoices with a reference: %v", len(all), err)
	}
	return all
}

// TestStatement prints how long a statement takes from its file to its stored lines,
// each matched with ten years of invoices, beside storing as many rows and finding the
// invoice and a payment for each. Of three lines one has the invoice's structured
// reference, one its number in the text, one a name and an amount alone.
func TestStatement(t *testing.T) {
	c, b := atCounter(t), openBare(t)
	if _, err := b.db.Exec(`CREATE TABLE bank (id INTEGER PRIMARY KEY, day TEXT NOT NULL, cents INTEGER NOT NULL, text TEXT NOT NULL, key TEXT NOT NULL UNIQUE);
		CREATE INDEX payment_cents ON payment (cents, day)`); err != nil {
		t.Fatal(err)
	}
	invoices := lastAsked(t, c.dir, bankLines)
	row := func(turn, n int) (day string, of asked, text string) {
		of, text = invoices[(n+turn+1)%len(invoices)], "VIR SEPA "
		if n%3 == 1 {
			text += "FACTURE " + invoices[(n+turn+1)%len(invoices)].number
		}
		if n%3 != 0 {
			of.reference = ""
		}
		return fmt.Sprintf("2026-%02d-%02d", 1+n%9, 1+n%28), of, text
	}
	statement := func(turn int) desk.BankFile {
		var out strings.Builder
		sum := 0
		for n := range bankLines {
			day, of, text := row(turn, n)
			sum += of.cents
			fmt.Fprintf(&out, `<Ntry><Amt Ccy="EUR">%d.%02d</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>%s</Dt></BookgDt><AcctSvcrRef>%d-%d</AcctSvcrRef><NtryDtls><TxDtls><RltdPties><Dbtr><Nm>%s</Nm></Dbtr></RltdPties><RmtInf><Strd><CdtrRefInf><Ref>%s</Ref></CdtrRefInf></Strd><Ustrd>%s</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`,
				of.cents/100, of.cents%100, day, turn, n, of.name, of.reference, text)
		}
		balance := func(code string, cents int) string {
			return fmt.Sprintf(`<Bal><Tp><CdOrPrtry><Cd>%s</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">%d.%02d</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>`, code, cents/100, cents%100)
		}
		return desk.BankFile{Name: "releve.xml", Raw: []byte(`<Document><BkToCstmrStmt><Stmt><Acct><Id><IBAN>FR7630006000011234567890189</IBAN></Id></Acct>` +
			balance("OPBD", 0) + balance("CLBD", sum) + out.String() + `</Stmt></BkToCstmrStmt></Document>`)}
	}
	files := map[int]desk.BankFile{}
	for n := -1; n < runs; n++ {
		files[n] = statement(n)
	}
	compare(t, action{
		name: "statement_5000", most: 15, turns: 1, goal: 500 * time.Millisecond,
		floor: func(turn int) {
			b.write(func(tx *sql.Tx) {
				for n := range bankLines {
					day, of, text := row(turn, n)
					b.exec(tx, "INSERT INTO bank (day, cents, text, key) VALUES (?, ?, ?, ?)", day, of.cents, text+of.name, fmt.Sprintf("%d-%d", turn, n))
					var found int // some find none
					_ = tx.QueryRow("SELECT id FROM invoice WHERE number = ?", fmt.Sprintf("F%07d", 1+(n+turn+1)%bareInvoices)).Scan(&found)
					_ = tx.QueryRow("SELECT id FROM payment WHERE cents = ? AND day BETWEEN ? AND ? ORDER BY day LIMIT 1", of.cents, "2026-01-01", day).Scan(&found)
				}
			})
		},
		ours: func(turn int) {
			look, err := c.PreviewStatement(ctx, c.request(), files[turn]) // read and matched
			c.must(err)
			look = c.ended(look)
			stored, err := c.TakeStatement(ctx, c.request(), files[turn])
			c.must(err)
			if look.Read.Exact == 0 { // of those whose invoice is open
				c.t.Fatal("no line has what an invoice asks for")
			}
			if look.Read.New != bankLines || stored[0].Lines-stored[0].Known != bankLines {
				c.t.Fatalf("%+v, %+v", look, stored)
			}
		},
	})
}
