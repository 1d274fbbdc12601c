//go:build bench

package bench

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	"paddock/backend/desk"
)

// bankLines is how long a statement is that is measured.
const bankLines = 5000

// TestStatement prints how long a statement takes from its file to its stored lines,
// each matched with what ten years left open, beside storing as many rows and finding
// a payment for each.
func TestStatement(t *testing.T) {
	c, b := atCounter(t), openBare(t)
	if _, err := b.db.Exec(`CREATE TABLE bank (id INTEGER PRIMARY KEY, day TEXT NOT NULL, cents INTEGER NOT NULL, text TEXT NOT NULL, key TEXT NOT NULL UNIQUE);
		CREATE INDEX payment_cents ON payment (cents, day)`); err != nil {
		t.Fatal(err)
	}
	families, err := c.ListHouseholds(c.asked())
	c.must(err)
	row := func(turn, n int) (day, name string, cents int) {
		return fmt.Sprintf("2026-%02d-%02d", 1+n%9, 1+n%28), families[(n+turn+1)%len(families)].Name, 2500 + n*7%20000
	}
	statement := func(turn int) desk.BankFile {
		var out strings.Builder
		sum := 0
		for n := range bankLines {
			day, name, cents := row(turn, n)
			sum += cents
			fmt.Fprintf(&out, `<Ntry><Amt Ccy="EUR">%d.%02d</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>%s</Dt></BookgDt><AcctSvcrRef>%d-%d</AcctSvcrRef><NtryDtls><TxDtls><RltdPties><Dbtr><Nm>%s</Nm></Dbtr></RltdPties><RmtInf><Ustrd>VIR SEPA %s</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`,
				cents/100, cents%100, day, turn, n, name, name)
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
					day, name, cents := row(turn, n)
					b.exec(tx, "INSERT INTO bank (day, cents, text, key) VALUES (?, ?, ?, ?)", day, cents, "VIR SEPA "+name, fmt.Sprintf("%d-%d", turn, n))
					var found int
					_ = tx.QueryRow("SELECT id FROM payment WHERE cents = ? AND day BETWEEN ? AND ? ORDER BY day LIMIT 1", cents, "2026-01-01", day).Scan(&found) // most find none
				}
			})
		},
		ours: func(turn int) {
			look, err := c.PreviewStatement(ctx, c.request(), files[turn]) // read and matched
			c.must(err)
			look = c.ended(look)
			stored, err := c.TakeStatement(ctx, c.request(), files[turn])
			c.must(err)
			if look.Read.New != bankLines || stored[0].Lines-stored[0].Known != bankLines {
				c.t.Fatalf("%+v, %+v", look, stored)
			}
		},
	})
}
