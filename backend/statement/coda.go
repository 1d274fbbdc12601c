package statement

import (
	"strings"

	"paddock/backend/club"
	"paddock/backend/money"
)

// movement is a CODA movement while it is read: the entry, and which of its
// parts it is.
type movement struct {
	Entry
	number, detail string
	free           []string // what was said, piece by piece
	words          []string // information about it
	structured     string
}

// codaFile is a CODA file while it is read.
type codaFile struct {
	all             []Statement
	moves           []movement
	open            bool
	records         int
	debits, credits money.Cents
	header          int
}

// readCODA reads the Belgian banks' CODA (Febelfin). A globalised movement whose
// parts add up to it becomes its parts, or it would be counted twice.
func readCODA(raw []byte, step Step) ([]Statement, error) {
	all, err := lines(raw, CODA)
	if err != nil {
		return nil, err
	}
	f := &codaFile{}
	count := 0
	for i, text := range all {
		if err := step.at(i, i, len(all)); err != nil {
			return nil, err
		}
		if strings.TrimSpace(text) == "" {
			continue
		}
		if count++; count > 8*maxEntries {
			return nil, tooMany()
		}
		if err := f.record(newRecord(text, i+1)); err != nil {
			return nil, err
		}
	}
	if f.open {
		return nil, damaged(CODA, len(all))
	}
	return f.all, nil
}

func (f *codaFile) record(r record) error {
	kind := r.at(0, 1)
	if f.open == (kind == "0") {
		return damaged(CODA, r.line)
	}
	if kind != "0" && kind != "9" && kind != "4" {
		f.records++
	} else if kind == "4" {
		f.records++
		return nil // a message of the bank to its customer
	}
	switch kind {
	case "0":
		*f = codaFile{all: f.all, open: true, header: r.line}
		f.all = append(f.all, Statement{line: r.line})
		return nil
	case "1":
		return f.oldBalance(r)
	case "2":
		return f.move(r)
	case "3":
		return f.inform(r)
	case "8":
		cents, err := codaAmount(r, 41, 42)
		if err != nil {
			return err
		}
		f.last().Closing = &cents
		return nil
	case "9":
		return f.close(r)
	}
	return damaged(CODA, r.line)
}

func (f *codaFile) last() *Statement { return &f.all[len(f.all)-1] }

func (f *codaFile) oldBalance(r record) error {
	s := f.last()
	s.Number = r.said(2, 5)
	switch r.at(1, 2) {
	case "0":
		s.Account, s.Currency = account(r.at(5, 17)), r.said(18, 21)
	case "2":
		s.Account, s.Currency = account(r.at(5, 21)), r.said(39, 42)
	default:
		s.Account, s.Currency = account(r.at(5, 39)), r.said(39, 42)
	}
	cents, err := codaAmount(r, 42, 43)
	s.Opening = &cents
	return err
}

// codaAmount is an amount of 15 figures, three of them decimals; its sign is 1
// when money is owed.
func codaAmount(r record, sign, from int) (money.Cents, error) {
	cents, ok := implied(r.at(from, from+15), 3)
	if !ok || len(r.at(from, from+15)) != 15 {
		return 0, badAmount(r.at(from, from+15), r.line)
	}
	if r.at(sign, sign+1) == "1" {
		cents = -cents
	}
	return cents, nil
}

func (f *codaFile) move(r record) error {
	if r.at(1, 2) != "1" {
		return f.more(r)
	}
	m := movement{number: r.at(2, 6), detail: r.at(6, 10)}
	m.Line, m.BankRef = r.line, r.said(10, 31)
	var err error
	if m.Cents, err = codaAmount(r, 31, 32); err != nil {
		return err
	}
	var ok bool
	if m.Date, ok = ddmmyy(r.at(115, 121)); !ok {
		return badDate(r.at(115, 121), r.line)
	}
	if m.ValueDate, ok = ddmmyy(r.at(47, 53)); !ok {
		m.ValueDate = m.Date // 000000: not known
	}
	if r.at(61, 62) != "1" {
		m.free = append(m.free, r.at(62, 115))
	} else if kind := r.at(62, 65); kind == "101" || kind == "102" {
		m.structured = r.said(65, 77)
	} else {
		m.words = append(m.words, r.at(65, 115))
	}
	f.moves = append(f.moves, m)
	return nil
}

// more takes the second and third line of a movement.
func (f *codaFile) more(r record) error {
	if len(f.moves) == 0 || f.moves[len(f.moves)-1].number != r.at(2, 6) {
		return damaged(CODA, r.line)
	}
	m := &f.moves[len(f.moves)-1]
	switch r.at(1, 2) {
	case "2":
		m.free = append(m.free, r.at(10, 63))
		m.words = append(m.words, said(r.at(63, 98)))
	case "3":
		m.IBAN = account(r.at(10, 44))
		if len(m.IBAN) == 19 && strings.HasSuffix(m.IBAN, "EUR") {
			m.IBAN = m.IBAN[:16]
		}
		m.Name = joined(r.at(47, 82))
		m.free = append(m.free, r.at(82, 125))
	default:
		return damaged(CODA, r.line)
	}
	return nil
}

// inform takes what the bank adds to a movement.
func (f *codaFile) inform(r record) error {
	if len(f.moves) == 0 || f.moves[len(f.moves)-1].number != r.at(2, 6) {
		return damaged(CODA, r.line)
	}
	m := &f.moves[len(f.moves)-1]
	switch r.at(1, 2) {
	case "1":
		words := r.at(40, 113)
		if r.at(39, 40) == "1" {
			words = strings.TrimPrefix(words, "001") // name and address of the other side
		}
		m.words = append(m.words, words)
	case "2":
		m.words = append(m.words, r.at(10, 115))
	case "3":
		m.words = append(m.words, r.at(10, 100))
	default:
		return damaged(CODA, r.line)
	}
	return nil
}

// close weighs what the trailer says against what was read. The balances are
// weighed first, by Read: their figures say more.
func (f *codaFile) close(r record) error {
	s := f.last()
	if s.Opening == nil || s.Closing == nil {
		return noBalance(CODA, f.header)
	}
	for from := 0; from < len(f.moves); {
		to := from + 1
		for to < len(f.moves) && f.moves[to].number == f.moves[from].number && f.moves[to].detail != "0000" {
			to++
		}
		if err := f.group(f.moves[from:to]); err != nil {
			return err
		}
		from = to
	}
	f.open = false
	if s.check() != nil {
		return nil // refused with its figures
	}
	debits, right := implied(r.at(22, 37), 3)
	credits, too := implied(r.at(37, 52), 3)
	if !right || !too || atoi(digits(r.at(16, 22))) != f.records || debits != f.debits || credits != f.credits {
		return club.Refuse(club.CodeStatementTotals).With("line", r.line)
	}
	return nil
}

func digits(text string) string {
	if !figures(text) {
		return "0"
	}
	return text
}

// group takes a movement with its parts in.
func (f *codaFile) group(moves []movement) error {
	whole := &moves[0]
	if whole.detail != "0000" {
		return damaged(CODA, whole.Line) // a part of nothing
	}
	if whole.Cents < 0 {
		f.debits -= whole.Cents
	} else {
		f.credits += whole.Cents
	}
	s := f.last()
	if len(s.Entries)+len(moves) > maxEntries {
		return tooMany()
	}
	var sum money.Cents
	var details []Entry
	for i := range moves {
		moves[i].tell()
		if i > 0 {
			moves[i].Detail, sum = i, sum+moves[i].Cents
			moves[i].BankRef = first(whole.BankRef, moves[i].BankRef)
			details = append(details, moves[i].Entry)
		}
	}
	switch {
	case len(details) > 0 && sum == whole.Cents:
		s.Entries = append(s.Entries, details...)
	case len(details) > 0:
		s.Entries = append(s.Entries, gathered(whole.Entry, details, whole.Text))
	default:
		s.Entries = append(s.Entries, whole.Entry)
	}
	return nil
}

// tell makes the texts of a movement. A communication runs on from line to line.
func (m *movement) tell() {
	free := strings.Join(m.free, "")
	m.Text = joined(append([]string{free}, m.words...)...)
	m.Returned = m.Returned || returned(m.Text)
	m.refer(m.structured, "", free, m.Text)
}
