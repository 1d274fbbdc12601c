package statement

import (
	"slices"
	"strings"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/money"
)

// How deep and how large a statement's parts are at most: the standard's own
// are 15 deep.
const (
	maxDepth = 40
	maxNodes = 500_000
)

// node is an element of a statement, its children with it.
type node struct {
	name, text, currency string
	line                 int
	kids                 []*node
}

// readCAMT reads camt.053 of any version: the namespace is not looked at, what
// stands in the document is.
func readCAMT(raw []byte, step Step) ([]Statement, error) {
	raw, err := unicoded(raw)
	if err != nil {
		return nil, err
	}
	m := &markup{format: CAMT, step: step, raw: raw, line: 1}
	var (
		all   []Statement
		open  []string
		known bool
		count int
	)
	for {
		t, more, err := m.next()
		if err != nil {
			return nil, err
		}
		if !more {
			break
		}
		inStatement := len(open) > 0 && open[len(open)-1] == "Stmt"
		switch {
		case t.open && inStatement:
			n, err := m.node(t)
			if err != nil {
				return nil, err
			}
			s := &all[len(all)-1]
			if err := s.part(n); err != nil {
				return nil, err
			}
			if n.name == "Ntry" {
				if count++; count > maxEntries || len(s.Entries) > maxEntries {
					return nil, tooMany()
				}
			}
		case t.open && t.close: // empty
		case t.open:
			if open = append(open, t.name); len(open) > maxDepth {
				return nil, club.Refuse(club.CodeStatementHostile).With("line", t.line)
			}
			known = known || t.name == "BkToCstmrStmt"
			if t.name == "Stmt" && known {
				all = append(all, Statement{line: t.line})
			} else if t.name == "Stmt" {
				return nil, club.Refuse(club.CodeStatementUnknown)
			}
		default:
			if len(open) == 0 || open[len(open)-1] != t.name {
				return nil, damaged(CAMT, t.line)
			}
			open = open[:len(open)-1]
		}
	}
	switch {
	case len(open) > 0:
		return nil, damaged(CAMT, m.line)
	case !known:
		return nil, club.Refuse(club.CodeStatementUnknown)
	}
	for _, s := range all {
		if s.Opening == nil || s.Closing == nil {
			return nil, noBalance(CAMT, s.line)
		}
	}
	return all, nil
}

// node reads an element to its end.
func (m *markup) node(t tag) (*node, error) {
	root := &node{name: t.name, line: t.line, currency: attribute(t.attrs, "Ccy")}
	if t.close {
		return root, nil
	}
	path := []*node{root}
	for count := 0; len(path) > 0; count++ {
		t, more, err := m.next()
		if err != nil {
			return nil, err
		}
		if !more {
			return nil, damaged(m.format, m.line)
		}
		here := path[len(path)-1]
		if t.before != "" {
			here.text = joined(here.text, t.before)
		}
		switch {
		case t.open:
			if count > maxNodes || len(path) > maxDepth {
				return nil, club.Refuse(club.CodeStatementHostile).With("line", t.line)
			}
			kid := &node{name: t.name, line: t.line, currency: attribute(t.attrs, "Ccy")}
			here.kids = append(here.kids, kid)
			if !t.close {
				path = append(path, kid)
			}
		case t.name != here.name:
			return nil, damaged(m.format, t.line)
		default:
			path = path[:len(path)-1]
		}
	}
	return root, nil
}

// at walks down the first elements of these names; nil where one is missing.
func (n *node) at(names ...string) *node {
	for _, name := range names {
		if n == nil {
			return nil
		}
		i := slices.IndexFunc(n.kids, func(k *node) bool { return k.name == name })
		if i < 0 {
			return nil
		}
		n = n.kids[i]
	}
	return n
}

// say is the text at a path, "" where there is none.
func (n *node) say(names ...string) string {
	if found := n.at(names...); found != nil {
		return found.text
	}
	return ""
}

// all are the elements of a name.
func (n *node) all(name string) (found []*node) {
	if n == nil {
		return nil
	}
	for _, kid := range n.kids {
		if kid.name == name {
			found = append(found, kid)
		}
	}
	return found
}

func first(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

// part takes an element of a statement in.
func (s *Statement) part(n *node) error {
	switch n.name {
	case "Id":
		s.Number = n.text
	case "Acct":
		s.Account = account(first(n.say("Id", "IBAN"), n.say("Id", "Othr", "Id")))
		s.Currency = n.say("Ccy")
	case "Bal":
		return s.balance(n)
	case "Ntry":
		return s.entry(n)
	}
	return nil
}

func (s *Statement) balance(n *node) error {
	code := first(n.say("Tp", "CdOrPrtry", "Cd"), n.say("Tp", "CdOrPrtry", "Prtry"))
	if !slices.Contains([]string{"OPBD", "PRCD", "CLBD"}, code) {
		return nil // available, interim, forward
	}
	cents, currency, err := signed(n)
	if err != nil {
		return err
	}
	if s.Currency == "" {
		s.Currency = currency
	}
	if currency != s.Currency {
		return club.Refuse(club.CodeStatementCurrency).With("line", n.line).With("currency", currency).With("account", s.Currency)
	}
	switch {
	case code == "CLBD":
		s.Closing = &cents
	case code == "OPBD" || s.Opening == nil: // the closing of the statement before says the same
		s.Opening = &cents
	}
	return nil
}

// signed is an amount with its direction. A reversal's direction is its own: it
// is not turned.
func signed(n *node) (cents money.Cents, currency string, err error) {
	amount := n.at("Amt")
	if amount == nil {
		return 0, "", badAmount("", n.line)
	}
	cents, ok := decimal(amount.text)
	if !ok || cents < 0 {
		return 0, "", badAmount(amount.text, amount.line)
	}
	switch n.say("CdtDbtInd") {
	case "DBIT":
		cents = -cents
	case "CRDT":
	default:
		return 0, "", damaged(CAMT, n.line)
	}
	return cents, amount.currency, nil
}

// entry takes a booked entry in. A batch whose details say their amounts, and
// add up to it, becomes its details; else it stays one entry, with all that its
// details say.
func (s *Statement) entry(n *node) error {
	if status := first(n.say("Sts", "Cd"), n.say("Sts")); status != "BOOK" && status != "" {
		s.Pending++
		return nil
	}
	cents, currency, err := signed(n)
	if err != nil {
		return err
	}
	if s.Currency == "" {
		s.Currency = currency
	}
	if currency != "" && currency != s.Currency {
		return club.Refuse(club.CodeStatementCurrency).With("line", n.line).With("currency", currency).With("account", s.Currency)
	}
	whole := Entry{Cents: cents, BankRef: n.say("AcctSvcrRef"), Line: n.line, Returned: slices.Contains([]string{"true", "1"}, n.say("RvslInd"))}
	if whole.Date, err = dated(n, "BookgDt"); err != nil {
		return err
	}
	if whole.ValueDate, err = dated(n, "ValDt"); err != nil {
		return err
	}
	if whole.Date, whole.ValueDate = calendar.Day(first(string(whole.Date), string(whole.ValueDate))), calendar.Day(first(string(whole.ValueDate), string(whole.Date))); whole.Date == "" {
		return badDate("", n.line)
	}
	var details []*node
	for _, d := range n.all("NtryDtls") {
		details = append(details, d.all("TxDtls")...)
	}
	parts := make([]Entry, len(details))
	var sum money.Cents
	split := len(details) > 1
	for i, d := range details {
		parts[i] = whole
		parts[i].Detail = i + 1
		parts[i].describe(d, n)
		said, ok := detailAmount(d, cents, s.Currency)
		parts[i].Cents, sum = said, sum+said
		split = split && ok
	}
	switch {
	case split && sum == cents:
	case len(parts) == 1:
		parts[0].Cents, parts[0].Detail = cents, 0
	default:
		parts = []Entry{gathered(whole, parts, n.say("AddtlNtryInf"))}
	}
	for i := range parts {
		parts[i].Returned = parts[i].Returned || returned(parts[i].Text)
	}
	s.Entries = append(s.Entries, parts...)
	return nil
}

// gathered is a batch that stays one entry: who paid is many, what they said is
// kept.
func gathered(whole Entry, parts []Entry, info string) Entry {
	texts := []string{info}
	for _, p := range parts {
		texts = append(texts, joined(p.Name, p.Reference, p.Text))
		whole.Returned = whole.Returned || p.Returned
	}
	whole.Text = joined(texts...)
	whole.refer("", "", whole.Text)
	return whole
}

// detailAmount is what one of a batch says it is, in the account's currency.
func detailAmount(d *node, whole money.Cents, currency string) (cents money.Cents, ok bool) {
	amount := d.at("Amt")
	if amount == nil || amount.currency != currency {
		amount = d.at("AmtDtls", "TxAmt", "Amt")
	}
	if amount == nil || amount.currency != currency {
		return 0, false
	}
	cents, ok = decimal(amount.text)
	if direction := d.say("CdtDbtInd"); direction == "DBIT" || direction == "" && whole < 0 {
		cents = -cents
	}
	return cents, ok && cents != 0
}

// describe takes who, why and which from a detail.
func (e *Entry) describe(d, n *node) {
	refs, parties := d.at("Refs"), d.at("RltdPties")
	e.Returned = e.Returned || d.at("RtrInf") != nil
	side := "Dbtr"
	if (e.Cents < 0) != e.Returned { // a return keeps the parties of what it returns
		side = "Cdtr"
	}
	e.Name = joined(first(parties.say(side, "Nm"), parties.say(side, "Pty", "Nm"),
		parties.say("Ultmt"+side, "Nm"), parties.say("Ultmt"+side, "Pty", "Nm")))
	e.IBAN = account(first(parties.say(side+"Acct", "Id", "IBAN"), parties.say(side+"Acct", "Id", "Othr", "Id")))
	e.BankRef = first(e.BankRef, refs.say("AcctSvcrRef"))
	var words []string
	structured := ""
	info := d.at("RmtInf")
	for _, u := range info.all("Ustrd") {
		words = append(words, u.text)
	}
	for _, strd := range info.all("Strd") {
		ref := strd.say("CdtrRefInf", "Ref")
		if structured == "" {
			structured = ref
		} else {
			words = append(words, ref)
		}
		words = append(words, strd.say("AddtlRmtInf"))
	}
	if cheque := refs.say("ChqNb"); cheque != "" {
		words = append(words, cheque)
	}
	e.Text = joined(append(words, d.say("RtrInf", "Rsn", "Cd"), d.say("AddtlTxInf"), n.say("AddtlNtryInf"))...)
	e.refer(structured, first(refs.say("EndToEndId"), refs.say("InstrId")), strings.Join(words, " "), e.Text)
}

// dated is the day of a date or of a moment; "" when there is none.
func dated(n *node, name string) (calendar.Day, error) {
	at := n.at(name)
	said := first(at.say("Dt"), at.say("DtTm"))
	if at == nil || said == "" {
		return "", nil
	}
	day, err := calendar.ParseDay(said[:min(10, len(said))])
	if err != nil {
		return "", badDate(said, at.line)
	}
	return day, nil
}
