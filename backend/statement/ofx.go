package statement

import (
	"strings"

	"paddock/backend/calendar"
	"paddock/backend/club"
)

// groups are the parts of an OFX file that hold others. SGML does not close the
// rest, so what closes is known by name.
var groups = map[string]bool{
	"OFX": true, "STMTRS": true, "CCSTMTRS": true, "BANKACCTFROM": true, "CCACCTFROM": true, "BANKTRANLIST": true,
	"STMTTRN": true, "LEDGERBAL": true, "AVAILBAL": true, "BANKACCTTO": true, "CCACCTTO": true, "PAYEE": true,
	"CURRENCY": true, "ORIGCURRENCY": true,
}

// ofxFile is a file while it is read.
type ofxFile struct {
	all    []Statement
	open   []string          // groups, the innermost last
	fields map[string]string // of the transaction
	line   int               // where it begins
	count  int
	until  calendar.Day // of the list; "" where it does not say
	asOf   calendar.Day // of the closing balance; "" where it does not say
}

// readOFX reads OFX 1, which is SGML, and OFX 2, which is XML. The format has no
// opening balance: its closing one is weighed against that of the statement before
// (package desk), unless it is of a day before the last entry or after the last that
// the list reaches, which is the last entry's where the list does not say.
func readOFX(raw []byte, step Step) ([]Statement, error) {
	raw, err := unicoded(raw)
	if err != nil {
		return nil, err
	}
	if at := strings.Index(string(raw[:min(len(raw), maxLine)]), "<OFX"); at > 0 {
		// The header is no markup; its lines count.
		head := raw[:at]
		raw = raw[at:]
		return readOFXBody(raw, step, 1+strings.Count(string(head), "\n"))
	}
	return readOFXBody(raw, step, 1)
}

func readOFXBody(raw []byte, step Step, line int) ([]Statement, error) {
	m := &markup{format: OFX, step: step, raw: raw, line: line}
	f := &ofxFile{}
	last := tag{}
	for {
		t, more, err := m.next()
		if err != nil {
			return nil, err
		}
		if last.open && !last.close && !groups[last.name] {
			if err := f.value(last.name, t.before, last.line); err != nil {
				return nil, err
			}
		}
		if !more {
			break
		}
		t.name = strings.ToUpper(t.name)
		if groups[t.name] {
			if err := f.group(t); err != nil {
				return nil, err
			}
		}
		last = t
	}
	if len(f.open) > 0 {
		return nil, damaged(OFX, m.line)
	}
	return f.all, nil
}

func (f *ofxFile) inside() string {
	if len(f.open) == 0 {
		return ""
	}
	return f.open[len(f.open)-1]
}

func (f *ofxFile) within(name string) bool {
	for _, open := range f.open {
		if open == name {
			return true
		}
	}
	return false
}

func (f *ofxFile) group(t tag) error {
	if t.open && t.close {
		return nil
	}
	if !t.open {
		if f.inside() != t.name {
			return damaged(OFX, t.line)
		}
		f.open = f.open[:len(f.open)-1]
		switch t.name {
		case "STMTTRN":
			return f.transaction()
		case "STMTRS", "CCSTMTRS":
			f.balanced()
		}
		return nil
	}
	if t.name == "STMTTRN" && (len(f.all) == 0 || f.within("STMTTRN")) { // one in another would hide it
		return damaged(OFX, t.line)
	}
	if f.open = append(f.open, t.name); len(f.open) > maxDepth {
		return club.Refuse(club.CodeStatementHostile).With("line", t.line)
	}
	switch t.name {
	case "STMTRS", "CCSTMTRS":
		f.all, f.until, f.asOf = append(f.all, Statement{line: t.line}), "", ""
	case "STMTTRN":
		f.fields, f.line = map[string]string{}, t.line
	}
	return nil
}

func (f *ofxFile) value(name, text string, line int) error {
	if len(f.all) == 0 || text == "" {
		return nil
	}
	s := &f.all[len(f.all)-1]
	switch in := f.inside(); {
	case (in == "STMTRS" || in == "CCSTMTRS") && name == "CURDEF":
		s.Currency = strings.ToUpper(text)
	case (in == "BANKACCTFROM" || in == "CCACCTFROM") && name == "ACCTID":
		s.Account = account(text)
	case in == "LEDGERBAL" && name == "BALAMT":
		cents, ok := decimal(text)
		if !ok {
			return badAmount(text, line)
		}
		s.Closing = &cents
	case in == "BANKTRANLIST" && name == "DTEND":
		f.until, _ = yyyymmdd(text)
	case in == "LEDGERBAL" && name == "DTASOF":
		f.asOf, _ = yyyymmdd(text)
	case !f.within("STMTTRN"): // a payee or a currency of no transaction
	case in == "STMTTRN" || in == "PAYEE" && name == "NAME":
		f.fields[name] = first(f.fields[name], text)
	case in == "CURRENCY" && name == "CURSYM", (in == "BANKACCTTO" || in == "CCACCTTO") && name == "ACCTID":
		f.fields[name] = text
	}
	return nil
}

// balanced tells a closing balance that the entries of a statement do not lead to: they
// stand in any order, and before or after it.
func (f *ofxFile) balanced() {
	s := &f.all[len(f.all)-1]
	last := calendar.Day("")
	for _, e := range s.Entries {
		last = max(last, e.Date)
	}
	until := f.until
	if until == "" {
		until = last
	}
	s.OtherDay = f.asOf != "" && (f.asOf < last || until != "" && f.asOf > until)
}

func (f *ofxFile) transaction() error {
	s, fields := &f.all[len(f.all)-1], f.fields
	if f.count++; f.count > maxEntries {
		return tooMany()
	}
	if own := strings.ToUpper(fields["CURSYM"]); own != "" {
		if s.Currency == "" {
			s.Currency = own
		}
		if own != s.Currency {
			return club.Refuse(club.CodeStatementCurrency).With("line", f.line).With("currency", own).With("account", s.Currency)
		}
	}
	e := Entry{Line: f.line, BankRef: fields["FITID"], Name: joined(fields["NAME"]), IBAN: account(fields["ACCTID"])}
	var ok bool
	if e.Cents, ok = decimal(fields["TRNAMT"]); !ok {
		return badAmount(fields["TRNAMT"], f.line)
	}
	if e.Date, ok = yyyymmdd(fields["DTPOSTED"]); !ok {
		return badDate(fields["DTPOSTED"], f.line)
	}
	e.ValueDate = e.Date
	for _, name := range []string{"DTAVAIL", "VALUEDATE"} {
		if day, ok := yyyymmdd(fields[name]); ok {
			e.ValueDate = day
		}
	}
	e.Text = joined(fields["MEMO"], fields["CHECKNUM"])
	e.Returned = returned(e.Name + " " + e.Text)
	e.refer(first(fields["REFNUM"], fields["CHECKNUM"]), "", e.Name, e.Text)
	s.Entries = append(s.Entries, e)
	return nil
}

// returned reports whether the words of a bank say that money comes back: a
// cheque or a direct debit that is unpaid.
func returned(text string) bool {
	text = strings.ToUpper(text)
	for _, word := range []string{"IMPAYE", "IMPAYÉ", "REJET", "RETOUR PRLV", "CHQ REV", "TERUGBOEKING", "STORNO", "ONBETAALD"} {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}
