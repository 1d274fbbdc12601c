package desk_test

import (
	"fmt"
	"strings"
	"testing"

	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/money"
)

// manyLines is a statement of the club's account with n lines.
func manyLines(n int) desk.BankFile {
	all := make([]moved, n)
	for i := range all {
		all[i] = moved{day: "2026-10-05", cents: money.Cents(100 + i), name: "S DELCOURT", text: "VIREMENT SEPA", bankRef: fmt.Sprint("R", i)}
	}
	return camt(0, all...)
}

func TestALongStatementTellsHowFarItIsAndStoppedStoresNothing(t *testing.T) {
	s := newShop(t)
	file, req := manyLines(3000), s.req()
	letGo := s.holdsWriting()
	work, err := s.ImportStatement(ctx, req, file)
	s.must(err)
	if !work.Doing || work.Total != 100 || work.About != file.Name {
		t.Fatalf("%+v", work)
	}
	again, err := s.ImportStatement(ctx, req, file)
	s.must(err)
	if again.ID != work.ID {
		t.Error("asked for twice, it runs twice")
	}
	_, err = s.StopWork(desk.As(ctx, s.owner), work.ID)
	s.must(err)
	letGo()
	work = s.through(work, nil)
	if !work.Stopped || work.Failure != nil || len(work.Statements) != 0 || s.rowsOf("statements") != 0 || s.rowsOf("statement_lines") != 0 {
		t.Fatalf("%d lines, %+v", s.rowsOf("statement_lines"), work)
	}
	s.must(s.CloseWork(desk.As(ctx, s.owner), work.ID))
	read := s.through(s.PreviewStatement(ctx, s.req(), file)).Read
	if read.New != 3000 || s.rowsOf("statements") != 0 {
		t.Fatalf("%+v", read)
	}
	work = s.through(s.ImportStatement(ctx, req, file)) // under its key
	if work.Done != 100 || len(work.Statements) != 1 || s.rowsOf("statement_lines") != 3000 {
		t.Fatalf("%d lines, %+v", s.rowsOf("statement_lines"), work)
	}
	if fresh, known := s.imports(file); fresh != 0 || known != 3000 || s.rowsOf("statement_repeats") != 3000 {
		t.Errorf("again: %d new, %d known, %d repeats", fresh, known, s.rowsOf("statement_repeats"))
	}
	s.proved()
}

func TestAFileThatIsRefusedSaysWhyInItsWork(t *testing.T) {
	s := newShop(t)
	file := camt(0, moved{day: "2026-10-05", cents: 100})
	file.Raw = file.Raw[:len(file.Raw)/2]
	for name, begin := range map[string]func() (desk.Work, error){
		"looked at": func() (desk.Work, error) { return s.PreviewStatement(ctx, s.req(), file) },
		"stored":    func() (desk.Work, error) { return s.ImportStatement(ctx, s.req(), file) },
	} {
		work := s.through(begin())
		if work.Failure == nil || work.Failure.Code != club.CodeStatementDamaged || work.Read != nil || work.Stopped {
			t.Errorf("%s: %+v", name, work)
		}
	}
}

func TestALineOfTwoStatementsOfOneFileIsNewOnce(t *testing.T) {
	s := newShop(t)
	a := moved{day: "2026-10-06", cents: 1000, name: "A", bankRef: "A"}
	b := moved{day: "2026-10-07", cents: 2000, name: "B", bankRef: "B"}
	c := moved{day: "2026-10-08", cents: 4000, name: "C", bankRef: "C"}
	one, two := string(camt(0, a, b).Raw), string(camt(1000, b, c).Raw)
	body := func(text string) string {
		return text[strings.Index(text, "<Stmt>") : strings.Index(text, "</Stmt>")+len("</Stmt>")]
	}
	file := desk.BankFile{Name: "releve.xml", Raw: []byte("<Document><BkToCstmrStmt>" + body(one) + body(two) + "</BkToCstmrStmt></Document>")}
	read := s.through(s.PreviewStatement(ctx, s.req(), file)).Read
	if read.New != 3 || read.In != 7000 || len(read.Statements) != 2 || read.Statements[1].Known != 1 {
		t.Errorf("%d new of %d: %+v", read.New, read.In, read.Statements)
	}
	if fresh, known := s.imports(file); fresh != 3 || known != 1 {
		t.Errorf("%d new, %d known", fresh, known)
	}
}

// severalIn is one file with a statement of each of these days, of two accounts by turns.
func severalIn(days int) desk.BankFile {
	body := ""
	for n := range days {
		text := string(camt(0, moved{day: fmt.Sprintf("2026-09-%02d", n+1), cents: money.Cents(100 * (n + 1)), bankRef: fmt.Sprintf("R%d", n)}).Raw)
		if n%2 == 1 {
			text = strings.ReplaceAll(text, "FR7630006000011234567890189", "FR7610107001011234567890129")
		}
		body += text[strings.Index(text, "<Stmt>") : strings.Index(text, "</Stmt>")+len("</Stmt>")]
	}
	return desk.BankFile{Name: "septembre.xml", Raw: []byte("<Document><BkToCstmrStmt>" + body + "</BkToCstmrStmt></Document>")}
}

func TestEveryStatementOfAFileIsShownAndTheFileIsTakenBackAsAWhole(t *testing.T) {
	s := newShop(t)
	s.imports(camt(0, moved{day: "2026-08-31", cents: 5_00, bankRef: "A"}))
	s.imports(severalIn(15))
	v, err := s.Bank(ctx)
	s.must(err)
	if len(v.Statements) != 15 || len(v.Lines) != 16 || v.Statements[0].First != "2026-09-01" || v.Statements[14].First != "2026-09-15" {
		t.Fatalf("%d statements, %d lines: %+v", len(v.Statements), len(v.Lines), v.Statements)
	}
	// Another file of the same instant is another import; so is one read twice.
	s.imports(severalIn(15))
	if v, err = s.Bank(ctx); err != nil || len(v.Statements) != 15 || len(v.Repeats) != 15 || s.rowsOf("statement_lines") != 16 {
		t.Fatalf("%v: %d statements, %d repeats", err, len(v.Statements), len(v.Repeats))
	}
	if v, err = s.DropStatement(ctx, s.req(), v.Statements[7].ID); err != nil || len(v.Statements) != 15 || len(v.Repeats) != 0 || s.rowsOf("statements") != 16 {
		t.Fatalf("%v: %d statements, %d in all", err, len(v.Statements), s.rowsOf("statements"))
	}
	_, err = s.SettleLine(ctx, s.req(), desk.SettleLine{Line: v.Lines[3].ID, Parts: []desk.LinePart{{Household: s.family.ID, Cents: v.Lines[3].Cents}}})
	s.must(err)
	_, err = s.DropStatement(ctx, s.req(), v.Statements[0].ID) // a line of another of its statements is settled
	s.refuses(err, club.CodeBankUsed)
	if s.rowsOf("statements") != 16 || s.rowsOf("statement_lines") != 16 {
		t.Errorf("%d statements, %d lines", s.rowsOf("statements"), s.rowsOf("statement_lines"))
	}
	s.proved()
}

// csvOf is a table of the club's account as a bank writes it.
func csvOf(all ...moved) desk.BankFile {
	out := "FR7630006000011234567890189\nDate;Libellé;Montant\n"
	for _, m := range all {
		out += fmt.Sprintf("%s;%s %s;%d,%02d\n", m.day, m.name, m.text, m.cents/100, m.cents.Abs()%100)
	}
	return desk.BankFile{Name: "releve.csv", Raw: []byte(out)}
}

// ofxOf is the account in OFX, with references that a download begins with.
func ofxOf(download string, all ...moved) desk.BankFile {
	out := "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:USASCII\nCHARSET:1252\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM><ACCTID>00012345678</BANKACCTFROM><BANKTRANLIST>"
	for n, m := range all {
		out += fmt.Sprintf("<STMTTRN><DTPOSTED>%s<TRNAMT>%d.%02d<FITID>%s%d<NAME>%s<MEMO>%s</STMTTRN>", strings.ReplaceAll(m.day, "-", ""), m.cents/100, m.cents.Abs()%100, download, n, m.name, m.text)
	}
	return desk.BankFile{Name: "releve.ofx", Raw: []byte(out + "</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>")}
}

// PERFORMANCE R12 over two formats, and over two downloads that name each line anew: what
// another file brought is among the repeats, said before the import, and kept by hand.
func TestTheSamePaymentsInAnotherFormatAreRepeatsThatAPersonCanKeep(t *testing.T) {
	all := []moved{
		{day: "2026-10-05", cents: 7000, name: "S DELCOURT", text: "VIR 1", bankRef: "1"}, {day: "2026-10-05", cents: 7000, name: "S DELCOURT", text: "VIR 1", bankRef: "2"},
		{day: "2026-10-06", cents: 4000, name: "K AMRANI", text: "VIR 2", bankRef: "3"},
	}
	more := append(append([]moved{}, all...), moved{day: "2026-10-05", cents: 7000, name: "J BESNARD", text: "VIR 3"}, moved{day: "2026-10-07", cents: 4000, name: "K AMRANI", text: "VIR 4"})
	for name, files := range map[string][2]desk.BankFile{
		"CAMT, then a table": {camt(0, all...), csvOf(more...)}, "a table, then CAMT": {csvOf(all...), camt(0, more...)}, "OFX twice": {ofxOf("A", all...), ofxOf("B", more...)},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			if fresh, known := s.imports(files[0]); fresh != 3 || known != 0 {
				t.Fatalf("%d new, %d known", fresh, known)
			}
			read := s.through(s.PreviewStatement(ctx, s.req(), files[1])).Read
			if read.New != 2 || read.In != 11000 || read.Statements[0].Alike != 3 || read.Statements[0].Known != 3 {
				t.Errorf("looked at: %d new of %d, %+v", read.New, read.In, read.Statements[0])
			}
			for range 2 {
				fresh, known := s.imports(files[1])
				if fresh+known != 5 || s.rowsOf("statement_lines") != 5 {
					t.Fatalf("%d new, %d known, %d lines", fresh, known, s.rowsOf("statement_lines"))
				}
			}
			if n := s.rowsOf("statement_repeats"); n != 8 {
				t.Errorf("%d repeats", n)
			}
			s.proved()
		})
	}
	s := newShop(t)
	s.imports(camt(0, all...))
	other := csvOf(all...)
	other.Raw = []byte(strings.Replace(string(other.Raw), "FR7630006000011234567890189", "FR7610107001011234567890129", 1))
	if fresh, known := s.imports(other); fresh != 3 || known != 0 {
		t.Errorf("of another account: %d new, %d known", fresh, known)
	}
}

// What is kept of two that look alike is what its own file says, under its own key; and so
// is what a statement that is taken back leaves to the next one that said it.
func TestALineThatIsKeptOrHandedOverIsWhatItsOwnFileSays(t *testing.T) {
	one := moved{day: "2026-10-05", cents: 7000, name: "S DELCOURT", text: "VIR RF18 COURS", bankRef: "1"}
	for name, ends := range map[string]func(s *shop) int{
		"kept": func(s *shop) int {
			v, err := s.Bank(ctx)
			s.must(err)
			if r := v.Repeats[0]; !strings.Contains(r.Text+r.Name, "MME SOPHIE DELCOURT") {
				t.Errorf("%+v", r)
			}
			_, err = s.KeepRepeat(ctx, s.req(), desk.KeepRepeat{Statement: v.Repeats[0].Statement, N: v.Repeats[0].N})
			s.must(err)
			return 2
		},
		"kept, taken back, and kept again": func(s *shop) int {
			for range 2 {
				v, err := s.Bank(ctx)
				s.must(err)
				_, err = s.KeepRepeat(ctx, s.req(), desk.KeepRepeat{Statement: v.Repeats[0].Statement, N: v.Repeats[0].N})
				s.must(err)
				if v, err := s.Bank(ctx); err != nil || len(v.Repeats) == 0 {
					s.must(err)
				} else {
					t.Errorf("%+v", v.Repeats)
				}
				s.must(s.undoes())
			}
			v, err := s.Bank(ctx)
			s.must(err)
			_, err = s.KeepRepeat(ctx, s.req(), desk.KeepRepeat{Statement: v.Repeats[0].Statement, N: v.Repeats[0].N})
			s.must(err)
			return 2
		},
		"handed over": func(s *shop) int {
			_, err := s.DropStatement(ctx, s.req(), s.bank()[0].Statement)
			s.must(err)
			return 1
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			other := csvOf(moved{day: one.day, cents: one.cents, name: "MME SOPHIE DELCOURT", text: "VIREMENT"})
			s.imports(camt(0, one))
			s.imports(other)
			lines := ends(s)
			rows := s.bank()
			last := rows[len(rows)-1]
			if len(rows) != lines || !strings.Contains(last.Name+last.Text, "MME SOPHIE DELCOURT") || last.Cents != 7000 {
				t.Errorf("%+v", rows)
			}
			s.proved()
			if fresh, known := s.imports(other); fresh != 0 || known != 1 { // it is known by its own key
				t.Errorf("again: %d new, %d known", fresh, known)
			}
			if fresh, known := s.imports(camt(0, one)); fresh != 0 || known != 1 {
				t.Errorf("the first again: %d new, %d known", fresh, known)
			}
			s.proved()
		})
	}
}

// A statement that agrees with itself may still not be the bank's, or one before it may be
// missing: what it begins with is compared with what the last one ended with.
func TestAStatementThatDoesNotFollowTheLastOneSaysSo(t *testing.T) {
	s := newShop(t)
	day := func(day string, cents money.Cents) moved { return moved{day: day, cents: cents, bankRef: day} }
	gap := func(f desk.BankFile) (says string) {
		for _, one := range s.through(s.PreviewStatement(ctx, s.req(), f)).Read.Statements {
			if one.Gap != nil {
				says += fmt.Sprint(one.Gap.Ended, " ", one.Gap.Begins, ";")
			}
		}
		return says
	}
	if got := gap(camt(1000, day("2026-10-05", 500))); got != "" {
		t.Errorf("the first one: %s", got)
	}
	s.imports(camt(1000, day("2026-10-05", 500), day("2026-10-06", 200)))
	for name, c := range map[string]struct {
		file desk.BankFile
		want string
	}{
		"the next one":      {camt(1700, day("2026-10-07", 100)), ""},
		"the same":          {camt(1000, day("2026-10-05", 500), day("2026-10-06", 200)), ""},
		"one that overlaps": {camt(1500, day("2026-10-06", 200), day("2026-10-07", 100)), ""},
		"one before":        {camt(0, day("2026-10-02", 1000)), ""},
		"a gap":             {camt(1900, day("2026-10-08", 100)), "1700 1900;"},
		"a forged one":      {camt(5000, day("2026-10-06", 900)), "1700 5000;"},
	} {
		if got := gap(c.file); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// MT940 writes a bank before the account; one without an account after it is any account's,
// and no proof that it is the club's.
func TestAnAccountThatNamesOnlyItsBankIsNotTakenForTheClubs(t *testing.T) {
	s := newShop(t)
	mt940 := func(account string) desk.BankFile {
		return desk.BankFile{Name: "releve.sta", Raw: []byte(":20:1\r\n:25:" + account + "\r\n:28C:1/1\r\n:60F:C261001EUR0,00\r\n:61:2610051005C70,00NTRFNONREF\r\n:86:VIR\r\n:62F:C261005EUR70,00\r\n")}
	}
	for account, strange := range map[string]bool{"30006/": true, "30006/FR7630006000011234567890189": false} {
		read := s.through(s.PreviewStatement(ctx, s.req(), mt940(account))).Read
		if read == nil || read.Statements[0].Strange != strange {
			t.Errorf("%s: %+v", account, read)
		}
	}
}
