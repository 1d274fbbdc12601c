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
