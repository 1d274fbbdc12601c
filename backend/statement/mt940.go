package statement

import (
	"fmt"
	"regexp"
	"strings"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/money"
)

// mtBalance is a sign, a day, a currency and an amount.
var mtBalance = regexp.MustCompile(`^([DC])(\d{6})([A-Z]{3})(\d{1,15}[,.]?\d{0,5})`)

// field is a tag of MT940 with the lines that follow it.
type field struct {
	tag   string
	lines []string
	line  int
}

// readMT940 reads SWIFT's customer statement as German, Dutch and other banks
// write it. A statement over several messages (60M, 62M) is one for each.
func readMT940(raw []byte, step Step) ([]Statement, error) {
	fields, err := mtFields(raw, step)
	if err != nil {
		return nil, err
	}
	var all []Statement
	open := false
	for i, f := range fields {
		if f.tag == "20" {
			if open {
				return nil, damaged(MT940, f.line) // the one before has no closing balance
			}
			all, open = append(all, Statement{line: f.line}), true
			continue
		}
		if !open {
			if f.tag[:2] == "61" || f.tag[:2] == "60" {
				return nil, damaged(MT940, f.line)
			}
			continue
		}
		s := &all[len(all)-1]
		switch f.tag {
		case "25", "25P":
			s.Account = account(f.lines[0])
		case "28", "28C":
			s.Number = strings.TrimSpace(f.lines[0])
		case "60F", "60M":
			if s.Opening, err = s.mtBalance(f); err != nil {
				return nil, err
			}
		case "62F", "62M":
			if s.Closing, err = s.mtBalance(f); err != nil {
				return nil, err
			}
			open = false
		case "61":
			e, err := mtEntry(f)
			if err != nil {
				return nil, err
			}
			s.Entries = append(s.Entries, e)
		case "86":
			if i > 0 && strings.HasPrefix(fields[i-1].tag, "62") || len(s.Entries) == 0 {
				continue // about the statement, not an entry
			}
			e := &s.Entries[len(s.Entries)-1]
			e.mtDescribe(f.lines)
		}
	}
	for _, s := range all {
		if s.Opening == nil || s.Closing == nil {
			return nil, noBalance(MT940, s.line)
		}
	}
	return all, nil
}

// mtFields cuts a file into its tags. A tag broken over two lines, or without a
// line of its own, is none.
func mtFields(raw []byte, step Step) ([]field, error) {
	all, err := lines(raw, MT940)
	if err != nil {
		return nil, err
	}
	var fields []field
	entries := 0
	for i, line := range all {
		if err := step.at(i, i, len(all)); err != nil {
			return nil, err
		}
		if at := strings.Index(line, "{4:"); at >= 0 {
			line = line[at+3:]
		}
		line = strings.TrimPrefix(line, "\ufeff")
		switch tag, body := mtTag(line); {
		case tag != "":
			// Some banks write :86: anew on each line of it.
			if n := len(fields); tag == "86" && n > 0 && fields[n-1].tag == "86" {
				fields[n-1].lines = append(fields[n-1].lines, body)
				continue
			}
			if tag == "61" {
				if entries++; entries > maxEntries {
					return nil, tooMany()
				}
			}
			fields = append(fields, field{tag: tag, lines: []string{body}, line: i + 1})
		case line == "", line == "-", strings.HasPrefix(line, "-}"), strings.HasPrefix(line, "-X"):
		case len(fields) > 0:
			last := &fields[len(fields)-1]
			last.lines = append(last.lines, line)
		}
	}
	return fields, nil
}

// mtTag cuts :61: or :60F: off a line; "" when it begins with none.
func mtTag(line string) (tag, body string) {
	if len(line) < 4 || line[0] != ':' {
		return "", line
	}
	end := strings.IndexByte(line[1:min(len(line), 6)], ':') + 1
	if end < 3 || !figures(line[1:3]) || end == 4 && (line[3] < 'A' || line[3] > 'Z') || end > 4 {
		return "", line
	}
	return line[1:end], line[end+1:]
}

func (s *Statement) mtBalance(f field) (*money.Cents, error) {
	m := mtBalance.FindStringSubmatch(strings.TrimSpace(f.lines[0]))
	if m == nil {
		return nil, badAmount(f.lines[0], f.line)
	}
	cents, ok := decimal(m[4])
	if !ok {
		return nil, badAmount(m[4], f.line)
	}
	if m[1] == "D" {
		cents = -cents
	}
	if s.Currency == "" {
		s.Currency = m[3]
	}
	if m[3] != s.Currency {
		return nil, club.Refuse(club.CodeStatementCurrency).With("line", f.line).With("currency", m[3]).With("account", s.Currency)
	}
	return &cents, nil
}

func mtEntry(f field) (e Entry, err error) {
	text := f.lines[0]
	if len(f.lines) > 1 && !strings.ContainsAny(text, ",.") {
		text, f.lines = text+f.lines[1], f.lines[1:] // an amount on the next line
	}
	// value date, entry date, sign, letter of the currency, amount, type, the rest
	e.Line = f.line
	value, text := leading(text, 6)
	entry, text := leading(text, 4)
	sign := strings.TrimLeft(text[:min(2, len(text))], "R")
	reversed := strings.HasPrefix(text, "R")
	if len(value) != 6 || len(entry) != 0 && len(entry) != 4 || sign == "" || sign[0] != 'C' && sign[0] != 'D' {
		return e, damaged(MT940, f.line)
	}
	if text = strings.TrimPrefix(text, "R")[1:]; text != "" && text[0] >= 'A' && text[0] <= 'Z' {
		text = text[1:]
	}
	amount := text[:len(text)-len(strings.TrimLeft(text, "0123456789,."))]
	text = text[len(amount):]
	if amount == "" {
		return e, damaged(MT940, f.line)
	}
	if len(text) >= 4 && text[0] >= 'A' && text[0] <= 'Z' {
		text = text[4:]
	}
	var ok bool
	if e.ValueDate, ok = thirties("20"+value[:2], value[2:4], value[4:]); !ok {
		return e, badDate(value, f.line)
	}
	if e.Date = e.ValueDate; entry != "" {
		if e.Date, ok = nearest(e.ValueDate, entry); !ok {
			return e, badDate(entry, f.line)
		}
	}
	if e.Cents, ok = decimal(amount); !ok {
		return e, badAmount(amount, f.line)
	}
	if (sign[0] == 'D') != reversed {
		e.Cents = -e.Cents
	}
	e.Returned = reversed
	customer, bankRef, _ := strings.Cut(text, "//")
	extra := ""
	if runes := []rune(customer); len(runes) > 16 {
		customer, extra = string(runes[:16]), string(runes[16:])
	}
	e.BankRef = said(bankRef)
	e.Name = joined(extra)
	e.Text = joined(append([]string{extra}, f.lines[1:]...)...)
	e.refer(customer, "", e.Text)
	return e, nil
}

// leading cuts figures off the beginning of a text, as many as there should be.
func leading(text string, most int) (digits, rest string) {
	digits = text[:min(most, len(text)-len(strings.TrimLeft(text, "0123456789")))]
	return digits, text[len(digits):]
}

// thirties reads a day; value dates are counted in months of thirty days, so one
// past the end of its month is its last.
func thirties(year, month, day string) (calendar.Day, bool) {
	if day > "28" && day <= "31" {
		for end := day; end >= "28"; end = fmt.Sprintf("%02d", atoi(end)-1) {
			if d, err := calendar.ParseDay(year + "-" + month + "-" + end); err == nil {
				return d, true
			}
		}
	}
	d, err := calendar.ParseDay(year + "-" + month + "-" + day)
	return d, err == nil
}

// nearest is the month and day of the year that is nearest to a value date.
func nearest(value calendar.Day, monthDay string) (best calendar.Day, found bool) {
	for year := value.Year() - 1; year <= value.Year()+1; year++ {
		d, ok := thirties(fmt.Sprintf("%04d", year), monthDay[:2], monthDay[2:])
		if ok && (!found || abs(d.DaysUntil(value)) < abs(best.DaysUntil(value))) {
			best, found = d, true
		}
	}
	return best, found
}

func abs(n int) int { return max(n, -n) }

func atoi(digits string) (n int) {
	for _, r := range digits {
		n = n*10 + int(r-'0')
	}
	return n
}
