package statement

import (
	"slices"
	"strings"
	"unicode"

	"paddock/backend/bank"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/money"
)

// Row is a row of a table.
type Row struct {
	Line  int
	Cells []string
}

// FromTable reads a table whose columns are told, or recognised by their
// headings. It refuses a row that has a day or an amount that cannot be read;
// rows with neither say nothing of an entry, and a last one that has words or nothing for a
// day, or a day and no amount, is a total under the table: Foot says it. Where rows
// say the balance after them, each must follow from the one before that says one,
// whichever end is first.
func FromTable(rows []Row, choices []Choice, step Step) (Statement, Layout, error) {
	head, layout := findHead(rows, choices)
	if len(layout.Headings) < 2 {
		return Statement{}, layout, club.Refuse(club.CodeStatementUnknown)
	}
	for _, c := range choices {
		if c.Heading != "" && !slices.Contains(layout.Columns, c.Column) {
			return Statement{}, layout, club.Refuse(club.CodeColumnUnknown).With("column", c.Heading)
		}
	}
	t := table{Layout: layout}
	t.findDirection(rows[head+1:])
	if !t.has(ColumnDate) || !t.has(ColumnAmount) && !t.has(ColumnCredit) {
		return Statement{}, layout, club.Refuse(club.CodeStatementColumns)
	}
	s := Statement{Format: Table, line: 1, Entries: []Entry{}}
	for _, row := range rows[:head] {
		for _, cell := range row.Cells {
			if iban, err := bank.ParseIBAN(cell); err == nil {
				s.Account = string(iban) // what stands above the headings
			}
		}
	}
	var balances []*money.Cents
	last := len(rows) - 1
	for last > head && joined(rows[last].Cells...) == "" {
		last--
	}
	for i, row := range rows[head+1:] {
		if err := step.at(i, i, len(rows)); err != nil {
			return s, layout, err
		}
		e, balance, err := t.entry(&s, row)
		if err != nil && head+1+i == last && t.foot(row) {
			s.Foot = joined(row.Cells...)
			continue
		}
		if err != nil {
			return s, layout, err
		}
		if e.Date == "" {
			continue
		}
		if len(s.Entries) == maxEntries {
			return s, layout, tooMany()
		}
		s.Entries, balances = append(s.Entries, e), append(balances, balance)
	}
	if len(s.Entries) == 0 {
		return s, layout, club.Refuse(club.CodeStatementEmpty).With("format", string(Table))
	}
	return s, layout, s.weigh(balances)
}

// Tabled reports whether the headings of a table are a bank's: a day, money, and
// something that only a bank says beside them.
func Tabled(rows []Row) bool {
	_, layout := findHead(rows, nil)
	t := table{Layout: layout}
	said := slices.ContainsFunc([]Column{ColumnText, ColumnBalance, ColumnValueDate, ColumnIBAN, ColumnBankRef}, t.has)
	return said && t.has(ColumnDate) && (t.has(ColumnAmount) || t.has(ColumnCredit))
}

type table struct{ Layout }

func (t table) has(c Column) bool { return slices.Contains(t.Columns, c) }

// cell is what a row has in a column; texts are put together.
func (t table) cell(row Row, c Column) string {
	var pieces []string
	for i, column := range t.Columns {
		if column == c && i < len(row.Cells) {
			pieces = append(pieces, row.Cells[i])
		}
	}
	return joined(pieces...)
}

// foot reports whether a row that is no entry is one of sums: its day is words or none, or it
// has no amount.
func (t table) foot(row Row) bool {
	date := t.cell(row, ColumnDate)
	if len(calendar.Readings(date)) == 0 {
		return date == "" || strings.ContainsFunc(date, unicode.IsLetter)
	}
	return first(t.cell(row, ColumnAmount), t.cell(row, ColumnDebit), t.cell(row, ColumnCredit)) == ""
}

func (t table) entry(s *Statement, row Row) (e Entry, balance *money.Cents, err error) {
	date, said := t.cell(row, ColumnDate), first(t.cell(row, ColumnAmount), t.cell(row, ColumnDebit), t.cell(row, ColumnCredit))
	if date == "" && said == "" || said == "" && len(calendar.Readings(date)) == 0 {
		return e, nil, nil
	}
	e.Line = row.Line
	if e.Date = latest(date); e.Date == "" {
		return e, nil, badDate(date, row.Line)
	}
	if e.ValueDate = latest(t.cell(row, ColumnValueDate)); e.ValueDate == "" {
		e.ValueDate = e.Date
	}
	if e.Cents, err = t.amount(row); err != nil {
		return e, nil, err
	}
	if said := t.cell(row, ColumnBalance); said != "" {
		cents, ok := written(said)
		if !ok {
			return e, nil, badAmount(said, row.Line)
		}
		balance = &cents
	}
	if own := account(t.cell(row, ColumnAccount)); own != "" {
		if s.Account != "" && s.Account != own {
			return e, nil, club.Refuse(club.CodeStatementAccounts).With("line", row.Line)
		}
		s.Account = own
	}
	if currency := strings.ToUpper(t.cell(row, ColumnCurrency)); currency != "" {
		if s.Currency != "" && currency != s.Currency {
			return e, nil, club.Refuse(club.CodeStatementCurrency).With("line", row.Line).With("currency", currency).With("account", s.Currency)
		}
		s.Currency = currency
	}
	e.Name, e.IBAN, e.BankRef = t.cell(row, ColumnName), account(t.cell(row, ColumnIBAN)), t.cell(row, ColumnBankRef)
	e.Text = t.cell(row, ColumnText)
	e.Returned = returned(e.Text)
	e.refer(t.cell(row, ColumnReference), "", e.Text)
	return e, balance, nil
}

// outgoing are the words by which a bank says which way an amount goes, folded: true
// for money that left.
var outgoing = map[string]bool{
	"af": true, "d": true, "debit": true, "debet": true, "db": true, "dr": true, "uit": true, "sortie": true, "out": true,
	"bij": false, "c": false, "credit": false, "cr": false, "in": false, "entree": false,
}

func direction(cell string) (out, known bool) {
	out, known = outgoing[strings.Join(club.Words(cell), "")]
	return out, known
}

// findDirection takes a column that nobody named and that holds nothing but such words
// for the direction of an amount: unseen, every expense would be money that came in.
func (t *table) findDirection(rows []Row) {
	if !t.has(ColumnAmount) || t.has(ColumnDirection) {
		return
	}
next:
	for i, column := range t.Columns {
		if column != "" {
			continue
		}
		left := false
		for _, row := range rows {
			if i >= len(row.Cells) || strings.TrimSpace(row.Cells[i]) == "" {
				continue
			}
			out, known := direction(row.Cells[i])
			if !known {
				continue next
			}
			left = left || out
		}
		if left {
			t.Columns[i] = ColumnDirection
			return
		}
	}
}

// amount is the signed one, or one whose direction another column says, or what came less what went; a debit is written with
// or without its sign.
func (t table) amount(row Row) (money.Cents, error) {
	if said := t.cell(row, ColumnAmount); said != "" {
		cents, ok := written(said)
		if !ok {
			return 0, badAmount(said, row.Line)
		}
		if said := t.cell(row, ColumnDirection); said != "" {
			out, known := direction(said)
			if !known {
				return 0, badAmount(said, row.Line)
			}
			if out {
				cents = -cents.Abs()
			}
		}
		return cents, nil
	}
	var sum money.Cents
	some := false
	for _, c := range []Column{ColumnDebit, ColumnCredit} {
		said := t.cell(row, c)
		if said == "" {
			continue
		}
		cents, ok := written(said)
		if !ok {
			return 0, badAmount(said, row.Line)
		}
		some = true
		if c == ColumnDebit {
			cents = -cents.Abs()
		}
		sum += cents
	}
	if !some {
		return 0, badAmount("", row.Line)
	}
	return sum, nil
}

// latest is the day a text means; a year of two figures is of this century.
func latest(text string) calendar.Day {
	readings := calendar.Readings(text)
	if len(readings) == 0 {
		return ""
	}
	return readings[len(readings)-1]
}

// written reads an amount as people and spreadsheets write it: with a sign on
// either side, a currency, and marks between thousands.
func written(text string) (money.Cents, bool) {
	text = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "'", "", "’", "", "−", "-", "–", "-", "€", "", "EUR", "", "eur", "").Replace(text)
	negative := false
	switch {
	case strings.HasSuffix(text, "-"):
		text, negative = text[:len(text)-1], true
	case strings.HasPrefix(text, "(") && strings.HasSuffix(text, ")"):
		text, negative = text[1:len(text)-1], true
	}
	point, comma := strings.LastIndexByte(text, '.'), strings.LastIndexByte(text, ',')
	switch {
	case point >= 0 && comma > point:
		text = strings.ReplaceAll(text, ".", "")
	case comma >= 0 && point > comma:
		text = strings.ReplaceAll(text, ",", "")
	case strings.Count(text, ".") > 1:
		text = strings.ReplaceAll(text, ".", "")
	case strings.Count(text, ",") > 1:
		text = strings.ReplaceAll(text, ",", "")
	case thousands(text):
		return 0, false // 1.234 is a thousand to one and a euro to another
	}
	cents, ok := decimal(text)
	if negative {
		cents = -cents
	}
	return cents, ok && (text != "" || !negative)
}

// thousands reports an amount with one mark and three figures behind it, which
// can be read in two ways.
func thousands(text string) bool {
	at := strings.IndexAny(text, ".,")
	return at > 0 && len(text)-at-1 == 3 && figures(text[at+1:])
}

// weigh takes the balances of the rows, which some banks write newest first, and some
// not on every row.
func (s *Statement) weigh(balances []*money.Cents) error {
	var said []int
	for i, b := range balances {
		if b != nil {
			said = append(said, i)
		}
	}
	if len(said) == 0 {
		return nil
	}
	follows := func(down bool) error {
		for k := 1; k < len(said); k++ {
			before, after, moved := said[k-1], said[k], s.Entries[said[k-1]+1:said[k]+1]
			if down {
				before, after, moved = said[k], said[k-1], s.Entries[said[k-1]:said[k]]
			}
			counted := *balances[before]
			for _, e := range moved {
				counted += e.Cents
			}
			if counted != *balances[after] {
				return club.Refuse(club.CodeStatementRow).With("line", s.Entries[after].Line).
					With("countedCents", int64(counted)).With("statedCents", int64(*balances[after]))
			}
		}
		return nil
	}
	up := follows(false)
	if up != nil && follows(true) != nil {
		return up
	}
	n := len(balances)
	if len(said) == 1 && n > 1 || said[0] > 0 || said[len(said)-1] < n-1 {
		return nil // nothing says where it begins, or where it ends
	}
	opening, closing := *balances[0]-s.Entries[0].Cents, *balances[n-1]
	if up != nil {
		opening, closing = *balances[n-1]-s.Entries[n-1].Cents, *balances[0]
	}
	s.Opening, s.Closing = &opening, &closing
	return nil
}
