package statement

import (
	"strings"

	"paddock/backend/calendar"
	"paddock/backend/money"
)

// record is a line of fixed places, counted in characters from 0.
type record struct {
	text  string
	runes []rune // of a line that has more than ASCII
	line  int
}

func newRecord(text string, line int) record {
	r := record{text: text, line: line}
	for i := range len(text) {
		if text[i] >= 0x80 {
			r.runes = []rune(text)
			break
		}
	}
	return r
}

// at is what stands from one place to before another, as far as the line goes.
func (r record) at(from, to int) string {
	if r.runes != nil {
		return string(r.runes[min(from, len(r.runes)):min(to, len(r.runes))])
	}
	return r.text[min(from, len(r.text)):min(to, len(r.text))]
}

func (r record) said(from, to int) string { return strings.TrimSpace(r.at(from, to)) }

// readCFONB reads the French banks' CFONB 120 (RULES section 7 has its places).
// An account is known by its number: banks write several codes of theirs for one.
func readCFONB(raw []byte, step Step) ([]Statement, error) {
	all, err := lines(raw, CFONB)
	if err != nil {
		return nil, err
	}
	var read []Statement
	open, count := false, 0
	for i, text := range all {
		if err := step.at(i, i, len(all)); err != nil {
			return nil, err
		}
		r := newRecord(text, i+1)
		if strings.TrimSpace(text) == "" {
			continue
		}
		code := r.at(0, 2)
		if !open && code != "01" {
			return nil, noBalance(CFONB, r.line)
		}
		switch code {
		case "01":
			if open {
				return nil, noBalance(CFONB, r.line)
			}
			s := Statement{Account: account(r.at(21, 32)), Currency: r.said(16, 19), line: r.line}
			if _, s.Opening, err = cfonbBalance(r); err != nil {
				return nil, err
			}
			read, open = append(read, s), true
		case "04":
			if count++; count > maxEntries {
				return nil, tooMany()
			}
			s := &read[len(read)-1]
			if account(r.at(21, 32)) != s.Account {
				return nil, damaged(CFONB, r.line)
			}
			e, err := cfonbEntry(r)
			if err != nil {
				return nil, err
			}
			s.Entries = append(s.Entries, e)
		case "05":
			s := &read[len(read)-1]
			if len(s.Entries) == 0 {
				return nil, damaged(CFONB, r.line)
			}
			s.Entries[len(s.Entries)-1].complement(r)
		case "07":
			s := &read[len(read)-1]
			if account(r.at(21, 32)) != s.Account {
				return nil, damaged(CFONB, r.line)
			}
			if _, s.Closing, err = cfonbBalance(r); err != nil {
				return nil, err
			}
			open = false
		default:
			return nil, damaged(CFONB, r.line)
		}
	}
	if open {
		return nil, damaged(CFONB, len(all))
	}
	for i := range read {
		for j := range read[i].Entries {
			e := &read[i].Entries[j]
			e.refer(e.Reference, "", e.Text)
		}
	}
	return read, nil
}

func cfonbBalance(r record) (day calendar.Day, _ *money.Cents, err error) {
	cents, err := overpunched(r)
	if err != nil {
		return "", nil, err
	}
	day, ok := ddmmyy(r.at(34, 40))
	if !ok {
		return "", nil, badDate(r.at(34, 40), r.line)
	}
	return day, &cents, nil
}

func cfonbEntry(r record) (e Entry, err error) {
	e.Line = r.line
	if e.Cents, err = overpunched(r); err != nil {
		return e, err
	}
	var ok bool
	if e.Date, ok = ddmmyy(r.at(34, 40)); !ok {
		return e, badDate(r.at(34, 40), r.line)
	}
	if e.ValueDate, ok = ddmmyy(r.at(42, 48)); !ok {
		e.ValueDate = e.Date
	}
	e.Text = joined(r.at(48, 79))
	e.Returned = r.said(40, 42) != "" || returned(e.Text)
	e.Reference = said(first(r.said(104, 120), strings.TrimLeft(r.said(81, 88), "0")))
	return e, nil
}

// complement takes what an 05 line says; a qualifier nobody knows is text.
func (e *Entry) complement(r record) {
	words := joined(r.at(48, 118))
	switch r.at(45, 48) {
	case "NPY", "NBE":
		e.Name = joined(e.Name, words)
	case "IPY", "IBE":
		e.IBAN = account(words)
	case "REF":
		e.Reference = first(said(words), e.Reference)
	case "RCN":
		// The end-to-end reference, then, from place 83, what it is for.
		e.Reference = first(e.Reference, said(r.said(48, 83)))
		e.Text = joined(e.Text, said(joined(r.at(48, 83))), r.at(83, 118))
	default:
		e.Text = joined(e.Text, words)
	}
}

// overpunched reads the amount whose last character holds its sign: { and A to I
// are +0 to +9, } and J to R are −0 to −9.
func overpunched(r record) (money.Cents, error) {
	digits := r.at(90, 104)
	if len(digits) != 14 || len(r.at(19, 20)) != 1 {
		return 0, damaged(CFONB, r.line)
	}
	sign, last := money.Cents(1), digits[13]
	switch {
	case last == '{':
		last = '0'
	case last >= 'A' && last <= 'I':
		last = last - 'A' + '1'
	case last == '}':
		last, sign = '0', -1
	case last >= 'J' && last <= 'R':
		last, sign = last-'J'+'1', -1
	}
	decimals := 2
	if d := r.at(19, 20); d >= "0" && d <= "9" {
		decimals = atoi(d)
	}
	cents, ok := implied(digits[:13]+string(last), decimals)
	if !ok {
		return 0, badAmount(digits, r.line)
	}
	return sign * cents, nil
}
