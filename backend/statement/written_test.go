package statement_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"paddock/backend/calendar"
	"paddock/backend/money"
	"paddock/backend/statement"
)

// writers write a file of one or more statements in each format, with what the format
// has for an entry: a reference of the bank where it has a place for one.
var writers = map[statement.Format]func(...statement.Statement) string{
	statement.CAMT: asCAMT, statement.OFX: asOFX, statement.MT940: asMT940, statement.CFONB: asCFONB, statement.CODA: asCODA, statement.Table: asTable,
}

// refless are the formats in which an entry bears no reference of the bank.
var refless = []statement.Format{statement.CFONB}

func plain(c money.Cents, point string) string {
	return fmt.Sprintf("%d%s%02d", c.Abs()/100, point, c.Abs()%100)
}

// figures is a day as yymmdd, or in another order.
func figures(d calendar.Day, order string) string {
	return strings.NewReplacer("yy", string(d[2:4]), "mm", string(d[5:7]), "dd", string(d[8:10])).Replace(order)
}

func asCAMT(all ...statement.Statement) string {
	var out strings.Builder
	amount := func(c money.Cents) string {
		side := "CRDT"
		if c < 0 {
			side = "DBIT"
		}
		return `<Amt Ccy="EUR">` + plain(c, ".") + "</Amt><CdtDbtInd>" + side + "</CdtDbtInd>"
	}
	balance := func(code string, c money.Cents) string {
		return "<Bal><Tp><CdOrPrtry><Cd>" + code + "</Cd></CdOrPrtry></Tp>" + amount(c) + "</Bal>"
	}
	out.WriteString("<Document><BkToCstmrStmt>")
	for _, s := range all {
		out.WriteString("<Stmt><Acct><Id><IBAN>" + s.Account + "</IBAN></Id></Acct>" + balance("OPBD", *s.Opening) + balance("CLBD", *s.Closing))
		for _, e := range s.Entries {
			fmt.Fprintf(&out, "<Ntry>%s<Sts>BOOK</Sts><BookgDt><Dt>%s</Dt></BookgDt><AcctSvcrRef>%s</AcctSvcrRef><NtryDtls><TxDtls><RmtInf><Ustrd>%s</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>",
				amount(e.Cents), e.Date, e.BankRef, e.Text)
		}
		out.WriteString("</Stmt>")
	}
	return out.String() + "</BkToCstmrStmt></Document>"
}

func asOFX(all ...statement.Statement) string {
	var out strings.Builder
	out.WriteString("OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:USASCII\nCHARSET:1252\n<OFX>\n<BANKMSGSRSV1>")
	for n, s := range all {
		fmt.Fprintf(&out, "<STMTTRNRS><TRNUID>%d\n<STMTRS><CURDEF>EUR\n<BANKACCTFROM><BANKID>30004<ACCTID>%s<ACCTTYPE>CHECKING</BANKACCTFROM>\n<BANKTRANLIST>\n", n+1, s.Account)
		for _, e := range s.Entries {
			kind, sign := "CREDIT", "+"
			if e.Cents < 0 {
				kind, sign = "DEBIT", "-"
			}
			fmt.Fprintf(&out, "<STMTTRN><TRNTYPE>%s<DTPOSTED>%s<TRNAMT>%s%s<FITID>%s<NAME>%s</STMTTRN>\n", kind, strings.ReplaceAll(string(e.Date), "-", ""), sign, plain(e.Cents, "."), e.BankRef, e.Text)
		}
		out.WriteString("</BANKTRANLIST>\n</STMTRS></STMTTRNRS>")
	}
	return out.String() + "</BANKMSGSRSV1>\n</OFX>\n"
}

func asMT940(all ...statement.Statement) string {
	var out strings.Builder
	side := func(c money.Cents) string { return map[bool]string{true: "D", false: "C"}[c < 0] }
	for n, s := range all {
		balance := func(c money.Cents) string { return side(c) + "261001EUR" + plain(c, ",") }
		fmt.Fprintf(&out, ":20:STARTUMS\n:25:%s\n:28C:%d\n:60F:%s\n", s.Account, n+1, balance(*s.Opening))
		for _, e := range s.Entries {
			ref := "NONREF"
			if e.BankRef != "" {
				ref += "//" + e.BankRef
			}
			fmt.Fprintf(&out, ":61:%s%s%s%sNTRF%s\n:86:%s\n", figures(e.Date, "yymmdd"), figures(e.Date, "mmdd"), side(e.Cents), plain(e.Cents, ","), ref, e.Text)
		}
		fmt.Fprintf(&out, ":62F:%s\n", balance(*s.Closing))
	}
	return out.String() + "-\n"
}

// columns is a line of fixed columns: what stands from which column on.
func columns(width int, at map[int]string) string {
	line := []byte(strings.Repeat(" ", width))
	for from, text := range at {
		copy(line[from:], text)
	}
	return string(line) + "\r\n"
}

func asCFONB(all ...statement.Statement) string {
	overpunched := func(c money.Cents) string {
		last, text := "{ABCDEFGHI", fmt.Sprintf("%014d", c.Abs())
		if c < 0 {
			last = "}JKLMNOPQR"
		}
		return text[:13] + last[text[13]-'0':][:1]
	}
	var out strings.Builder
	for _, s := range all {
		line := func(code string, more map[int]string) {
			more[0], more[2], more[11], more[16], more[21] = code, "30004", "00823", "EUR2", s.Account[14:25]
			out.WriteString(columns(120, more))
		}
		line("01", map[int]string{34: "300926", 90: overpunched(*s.Opening)})
		for _, e := range s.Entries {
			line("04", map[int]string{32: "18", 34: figures(e.Date, "ddmmyy"), 42: figures(e.Date, "ddmmyy"), 48: e.Text, 90: overpunched(e.Cents)})
		}
		line("07", map[int]string{34: "311026", 90: overpunched(*s.Closing)})
	}
	return out.String()
}

func asCODA(all ...statement.Statement) string {
	var out strings.Builder
	amount := func(c money.Cents) string {
		return map[bool]string{true: "1", false: "0"}[c < 0] + fmt.Sprintf("%015d", c.Abs()*10)
	}
	for _, s := range all {
		var debits, credits money.Cents
		out.WriteString(columns(128, map[int]string{0: "0000007102620105", 127: "2"}))
		out.WriteString(columns(128, map[int]string{0: "13041" + s.Account, 39: "EUR" + amount(*s.Opening) + "011026"}))
		for n, e := range s.Entries {
			credits, debits = credits+max(e.Cents, 0), debits+max(-e.Cents, 0)
			out.WriteString(columns(128, map[int]string{
				0: fmt.Sprintf("21%04d0000", n+1), 10: e.BankRef, 31: amount(e.Cents) + figures(e.Date, "ddmmyy") + "001500000" + e.Text, 115: figures(e.Date, "ddmmyy"),
			}))
		}
		out.WriteString(columns(128, map[int]string{0: "8041" + s.Account, 41: amount(*s.Closing) + "311026", 127: "0"}))
		out.WriteString(columns(128, map[int]string{0: "9", 16: fmt.Sprintf("%06d%015d%015d", len(s.Entries)+2, debits*10, credits*10), 127: "2"}))
	}
	return out.String()
}

// asTable is as a bank hands a table out: no opening balance, one statement a file.
func asTable(all ...statement.Statement) string {
	var out strings.Builder
	out.WriteString("Date;Libellé;Montant;Référence banque\n")
	for _, s := range all {
		for _, e := range s.Entries {
			sign := ""
			if e.Cents < 0 {
				sign = "-"
			}
			fmt.Fprintf(&out, "%s;%s;%s%s;%s\n", figures(e.Date, "dd/mm/20yy"), e.Text, sign, plain(e.Cents, ","), e.BankRef)
		}
	}
	return out.String()
}

// readAs writes statements in a format, and gives what is read of them.
func readAs(t *testing.T, format statement.Format, all ...statement.Statement) []statement.Statement {
	t.Helper()
	if format != statement.Table {
		got, err := statement.Read([]byte(writers[format](all...)), nil)
		if err != nil {
			t.Fatalf("%s: %v\n%.600s", format, err, writers[format](all...))
		}
		return got
	}
	got, _, err := statement.FromTable(cells(writers[format](all...)), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return []statement.Statement{got}
}

func cells(text string) (all []statement.Row) {
	for i, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		all = append(all, statement.Row{Line: i + 1, Cells: strings.Split(line, ";")})
	}
	return all
}

// TestAFileOfEveryFormatTwiceOverlappingReorderedOrSplitIsTakenOnce is R12 of
// PERFORMANCE, through every reader.
func TestAFileOfEveryFormatTwiceOverlappingReorderedOrSplitIsTakenOnce(t *testing.T) {
	for format := range writers {
		t.Run(string(format), func(t *testing.T) {
			t.Parallel()
			for n := range 60 {
				r := rand.New(rand.NewPCG(uint64(n), 12))
				s := month(r, n%2 == 0 && !slices.Contains(refless, format))
				stored := map[string]bool{}
				take := func(all ...statement.Statement) {
					if format == statement.Table && len(all[0].Entries) == 0 {
						return // refused: it says nothing
					}
					for _, keys := range statement.Keys(readAs(t, format, all...)) {
						for _, key := range keys {
							stored[key] = true
						}
					}
				}
				take(s)
				once := maps.Clone(stored)
				if len(once) != len(s.Entries) {
					t.Fatalf("%d: %d keys for %d entries: two equal payments became one", n, len(once), len(s.Entries))
				}
				day := func() calendar.Day { return calendar.Day(fmt.Sprintf("2026-10-%02d", 1+r.IntN(30))) }
				a, b := day(), day()
				shuffled := s
				shuffled.Entries = slices.Clone(s.Entries)
				r.Shuffle(len(shuffled.Entries), func(i, j int) {
					shuffled.Entries[i], shuffled.Entries[j] = shuffled.Entries[j], shuffled.Entries[i]
				})
				take(s)
				take(shuffled)
				first, last := between(s, "2026-10-01", max(a, b)), between(s, min(a, b), "2026-10-31")
				take(first)
				take(last)
				take(between(s, a, a))
				if format != statement.Table { // a table is one statement
					take(s, s)
				}
				if format != statement.Table && (format != statement.OFX || s.Entries[0].BankRef != "") { // where a balance or a reference tells them apart
					take(first, last)
				}
				if len(stored) != len(once) {
					t.Fatalf("%d: %d keys after %d", n, len(stored), len(once))
				}
				clear(stored) // in pieces only, from an empty club: nothing is lost either
				take(between(s, "2026-10-01", a))
				take(between(s, a.AddDays(1), "2026-10-31"))
				if !maps.Equal(stored, once) {
					t.Fatalf("%d: split at %s, %d keys of %d", n, a, len(stored), len(once))
				}
			}
		})
	}
}
