package exchange

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"paddock/backend/calendar"
	"paddock/backend/money"
)

// BookLine is a line of the file of accounting entries: one side of an entry, with
// the columns the French order names (LPF art. A47 A-1; RULES section 5).
type BookLine struct {
	Journal      string // VE
	JournalName  string
	Entry        int // without a gap, whatever the journal
	Day          calendar.Day
	Account      string // 706000
	AccountName  string
	SubAccount   string // of a household: C000012; empty elsewhere
	SubName      string
	Piece        string // the document it rests on
	PieceDay     calendar.Day
	Text         string
	Debit        money.Cents
	Credit       money.Cents
	ValidatedDay calendar.Day
}

// OpeningJournal is the code of the journal of opening balances.
const OpeningJournal = "AN"

// entriesHead are the 18 columns in their order.
var entriesHead = []string{
	"JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum", "CompAuxLib",
	"PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet", "ValidDate", "Montantdevise", "Idevise",
}

// EntriesFile writes the file in UTF-8: tabs between columns, days as AAAAMMJJ,
// amounts with a comma and two decimals, no quotation marks, no line after the
// last. What would break a line in a text is a space.
func EntriesFile(lines []BookLine) []byte {
	plain := map[string]string{} // the names of accounts and families come again and again
	text := func(of string) string {
		known, is := plain[of]
		if !is {
			known = plainText(of)
			plain[of] = known
		}
		return known
	}
	var out strings.Builder
	out.WriteString(strings.Join(entriesHead, "\t"))
	for _, l := range lines {
		out.WriteString("\r\n" + strings.Join([]string{
			text(l.Journal), text(l.JournalName), strconv.Itoa(l.Entry), compactDay(l.Day),
			text(l.Account), text(l.AccountName), text(l.SubAccount), text(l.SubName),
			text(l.Piece), compactDay(l.PieceDay), text(l.Text), commaAmount(l.Debit), commaAmount(l.Credit),
			"", "", compactDay(l.ValidatedDay), "", "",
		}, "\t"))
	}
	return []byte(out.String())
}

// EntriesFileName is the name the order asks for: SIREN, FEC and the last day of
// the period. A club without a SIREN has none in it.
func EntriesFileName(siren string, last calendar.Day) string {
	return siren + "FEC" + compactDay(last) + ".txt"
}

// plainText is a text without what the file is cut by, and as no spreadsheet runs it:
// a household may be called =HYPERLINK(...).
func plainText(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' || r == '|' || r == '"' || r == 0x7f {
			return ' '
		}
		return r
	}, text)
	return defused(strings.Join(strings.Fields(text), " "))
}

func compactDay(day calendar.Day) string { return strings.ReplaceAll(string(day), "-", "") }

func commaAmount(c money.Cents) string { return fmt.Sprintf("%d,%02d", int64(c)/100, int64(c)%100) }

// EntriesFault is a rule of the entries file that a line breaks; lines count from
// 1, the head's. The file's name is of line 0.
type EntriesFault struct {
	Line  int    `json:"line"`
	Entry int    `json:"entry" doc:"The number of its entry; 0 where it has none"`
	Rule  string `json:"rule" doc:"name, encoding, columns, day, amount, sides, piece, account, text, balance, gap, order, opening, end or, of a journal, lines"`
}

// entriesName is SIREN, FEC and a day; a club that is in no register has no SIREN.
var entriesName = regexp.MustCompile(`^(\d{9})?FEC(\d{8})\.txt$`)

// CheckEntries reads an entries file back and names every rule it breaks (RULES
// section 5): its name, UTF-8 without a mark, one separator and 18 columns, days that
// exist, none after that of the name and none validated before it was, amounts with a
// comma that are not negative, one side at most, a piece, an account of the plan,
// entries that balance, are numbered without a gap and stand in the order of their
// validation, opening balances before the others, no empty last line.
func CheckEntries(name string, raw []byte) []EntriesFault {
	c := entriesCheck{last: "99999999"}
	if of := entriesName.FindStringSubmatch(name); of == nil || !isDay(of[2]) {
		c.fault(0, "name")
	} else {
		c.last = of[2]
	}
	if !utf8.Valid(raw) || bytes.HasPrefix(raw, []byte("\ufeff")) {
		c.fault(1, "encoding")
	}
	lines := strings.Split(string(raw), "\r\n")
	if lines[0] != strings.Join(entriesHead, "\t") {
		c.fault(1, "columns")
	}
	for i, line := range lines[1:] {
		c.line(i+2, line)
	}
	c.balanced(len(lines))
	return c.faults
}

// entriesCheck is a file under way.
type entriesCheck struct {
	faults        []EntriesFault
	entry         int
	sum           money.Cents
	day           string // validated, of the entry before
	last          string // day of the file's name
	latest        string // day of an entry that is no opening balance
	journal, when string // of this entry
}

func (c *entriesCheck) fault(line int, rule string) {
	c.faults = append(c.faults, EntriesFault{line, c.entry, rule})
}

func (c *entriesCheck) line(n int, line string) {
	if line == "" {
		c.fault(n, "end")
		return
	}
	cells := strings.Split(line, "\t")
	if len(cells) != len(entriesHead) {
		c.fault(n, "columns")
		return
	}
	entry, err := strconv.Atoi(cells[2])
	switch {
	case err != nil:
		c.fault(n, "gap")
	case entry != c.entry:
		c.balanced(n - 1)
		if c.entry != 0 && entry != c.entry+1 {
			c.fault(n, "gap")
		}
		c.entry, c.journal, c.when = entry, cells[0], cells[3]
	case c.journal != cells[0] || c.when != cells[3]:
		c.fault(n, "order")
	}
	for _, at := range []int{3, 9, 15} {
		if d := cells[at]; !isDay(d) || at != 9 && d > c.last {
			c.fault(n, "day")
		}
	}
	if cells[15] < cells[3] {
		c.fault(n, "day")
	}
	if cells[0] != OpeningJournal {
		c.latest = cells[3]
	} else if c.latest >= cells[3] {
		c.fault(n, "opening")
	}
	if cells[15] < c.day {
		c.fault(n, "order")
	}
	c.day = cells[15]
	debit, ok := commaCents(cells[11])
	credit, okToo := commaCents(cells[12])
	switch {
	case !ok || !okToo:
		c.fault(n, "amount")
	case (debit == 0) == (credit == 0):
		c.fault(n, "sides")
	}
	c.sum += debit - credit
	if cells[8] == "" {
		c.fault(n, "piece")
	}
	if a := cells[4]; len(a) < 3 || strings.Trim(a[:3], "0123456789") != "" || a[0] < '1' || a[0] > '8' {
		c.fault(n, "account")
	}
	if cells[0] == "" || cells[1] == "" || cells[5] == "" || cells[10] == "" || strings.ContainsAny(line, "\"|\n\r") {
		c.fault(n, "text")
	}
}

func (c *entriesCheck) balanced(line int) {
	if c.sum != 0 {
		c.fault(line, "balance")
	}
	c.sum = 0
}

func isDay(text string) bool {
	if len(text) != 8 {
		return false
	}
	_, err := calendar.ParseDay(text[:4] + "-" + text[4:6] + "-" + text[6:])
	return err == nil
}

func commaCents(text string) (money.Cents, bool) {
	whole, rest, has := strings.Cut(text, ",")
	if !has || len(rest) != 2 || whole == "" || strings.Trim(whole+rest, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt(whole+rest, 10, 64)
	return money.Cents(n), err == nil
}
