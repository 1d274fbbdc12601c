package desk_test

import (
	"fmt"
	"strings"
	"testing"

	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// endingAt is an OFX file with what the bank says stood on the account on a day, and the
// day its list reaches; one that does not say that where it is empty.
func endingAt(f desk.BankFile, closing money.Cents, until, day string) desk.BankFile {
	end := func(day string) string { return strings.ReplaceAll(day, "-", "") }
	f = numbered(f)
	reaches := ""
	if until != "" {
		reaches = "<DTEND>" + end(until)
	}
	f.Raw = []byte(strings.Replace(string(f.Raw), "<BANKTRANLIST>", "<BANKTRANLIST>"+reaches, 1))
	f.Raw = []byte(strings.Replace(string(f.Raw), "</BANKTRANLIST>", fmt.Sprintf("</BANKTRANLIST><LEDGERBAL><BALAMT>%d.%02d<DTASOF>%s120000</LEDGERBAL>", closing/100, closing%100, end(day)), 1))
	return f
}

// numbered is an OFX file of the club's account.
func numbered(f desk.BankFile) desk.BankFile {
	f.Raw = []byte(strings.Replace(string(f.Raw), "00012345678", "12345678901", 1))
	return f
}

// OFX has no opening balance: its closing one is weighed against that of the statement
// before, in the preview and after the import, with both figures.
func TestAnOFXStatementIsWeighedAgainstTheClosingBalanceBeforeIt(t *testing.T) {
	one, two, three := moved{day: "2026-10-05", cents: 500}, moved{day: "2026-10-07", cents: 100}, moved{day: "2026-10-08", cents: 250}
	first := endingAt(ofxOf("A", one), 1500, "2026-10-06", "2026-10-06")
	for name, c := range map[string]struct {
		file desk.BankFile
		want string
	}{
		"the next one":                          {endingAt(ofxOf("B", two), 1600, "2026-10-07", "2026-10-07"), "follows"},
		"one that overlaps":                     {endingAt(ofxOf("A", one, two), 1600, "2026-10-07", "2026-10-07"), "follows"},
		"one is missing":                        {endingAt(ofxOf("B", three), 1850, "2026-10-08", "2026-10-08"), "1500 1600"},
		"lines and balance do not agree":        {endingAt(ofxOf("B", two), 9900, "2026-10-07", "2026-10-07"), "1500 9800"},
		"a balance of a day past the list":      {endingAt(ofxOf("B", two), 9900, "2026-10-07", "2026-10-08"), "no balance"},
		"a balance of a day before its line":    {endingAt(ofxOf("B", two), 9900, "2026-10-07", "2026-10-06"), "no balance"},
		"before a line of many":                 {endingAt(ofxOf("B", three, two), 9900, "2026-10-08", "2026-10-07"), "no balance"},
		"past the last line, no end said":       {endingAt(ofxOf("B", two), 9900, "", "2026-10-08"), "no balance"},
		"of the last line's day, no end said":   {endingAt(ofxOf("B", two), 1600, "", "2026-10-07"), "follows"},
		"no balance at all":                     {numbered(ofxOf("B", two)), "no balance"},
		"CAMT that follows on from OFX":         {camt(1500, two), "follows"},
		"CAMT that does not follow on from OFX": {camt(1700, two), "1500 1700"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			s.imports(first)
			if v, err := s.Bank(ctx); err != nil || weighed(v.Statements[0]) != "nothing before" {
				t.Errorf("the first: %v, %s", err, weighed(v.Statements[0]))
			}
			read := s.through(s.PreviewStatement(ctx, s.req(), c.file)).Read
			if got := weighed(read.Statements[0]); got != c.want {
				t.Errorf("looked at: %q, want %q", got, c.want)
			}
			s.imports(c.file)
			v, err := s.Bank(ctx)
			s.must(err)
			if got := weighed(v.Statements[0]); got != c.want {
				t.Errorf("imported: %q, want %q", got, c.want)
			}
			s.proved()
		})
	}
}

func weighed(s sqlite.BankStatement) string {
	switch {
	case s.Gap != nil:
		return fmt.Sprint(int64(s.Gap.Ended), " ", int64(s.Gap.Begins))
	case s.Follows:
		return "follows"
	case s.Closing == nil:
		return "no balance"
	}
	return "nothing before"
}

// A mail's key does not take an OFX file that does not follow on either.
func TestAMailedOFXThatDoesNotFollowOnIsAPersonsToImport(t *testing.T) {
	p := newPost(t)
	p.imports(camt(0, moved{day: "2026-10-05", cents: 500, bankRef: "1"}))
	two := moved{day: "2026-10-07", cents: 100}
	_, err := p.takes(p.arrives("banque@banque.example", "Relevé", mailed("faux.ofx", endingAt(ofxOf("B", two), 700, "2026-10-07", "2026-10-07").Raw)))
	p.refuses(err, club.CodeStatementGap)
	_, err = p.takes(p.arrives("banque@banque.example", "Relevé", mailed("suite.ofx", endingAt(ofxOf("B", two), 600, "2026-10-07", "2026-10-07").Raw)))
	p.must(err)
}
