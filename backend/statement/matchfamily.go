package statement

import (
	"slices"
	"strings"

	"paddock/backend/club"
)

// told finds the family by a number in the text, by who paid before, or by name.
func (m *Matcher) told(e Entry, p *Proposal) bool {
	numbers, tails := m.numbers(e)
	if open := m.untaken(numbers); len(open) == 0 && len(numbers) > 0 {
		m.paid(e, p, numbers[0])
		return true
	} else if numbers = open; len(numbers) > 0 {
		m.belongs(p, numbers[0].Household)
		for _, c := range numbers {
			p.say("number", true, "number", c.Number, "remainingCents", int64(c.Remaining))
		}
		m.lay(p, e.Cents, numbers)
		return true
	}
	household := m.payer(e, p)
	if household == 0 {
		families := m.named(e)
		switch {
		case len(families) == 1:
			household = families[0].ID
			p.say("name", true, "family", families[0].Name)
		case len(families) > 1:
			return m.choose(e, p, families)
		}
	}
	if household == 0 {
		return false
	}
	m.belongs(p, household)
	claims := m.untaken(m.of[household])
	if named := slices.DeleteFunc(slices.Clone(m.untaken(tails)), func(c Claim) bool { return c.Household != household }); len(named) > 0 {
		for _, c := range named {
			p.say("number", true, "number", c.Number, "remainingCents", int64(c.Remaining))
		}
		m.lay(p, e.Cents, named)
		return true
	}
	if len(claims) == 0 {
		p.Kind, p.Credit = Credit, e.Cents
		p.say("owesNothing", false, "family", p.Family)
		return true
	}
	if i := slices.IndexFunc(claims, func(c Claim) bool { return c.Remaining == e.Cents }); i >= 0 {
		p.say("amount", true, "number", claims[i].Number)
		claims = claims[i : i+1]
	}
	m.lay(p, e.Cents, claims)
	return true
}

// payer finds the family for which somebody paid before.
func (m *Matcher) payer(e Entry, p *Proposal) club.HouseholdID {
	if household := m.book.Payers[e.IBAN]; e.IBAN != "" && household != 0 {
		p.say("iban", true, "family", m.families[household].Name)
		return household
	}
	if name := PayerName(e.Name); name != "" && m.book.Payers[name] != 0 {
		p.say("payer", true, "family", m.families[m.book.Payers[name]].Name)
		return m.book.Payers[name]
	}
	return 0
}

// numbers finds the numbers of open invoices among the words of an entry, whole
// ones and those of which only the last figures are said.
func (m *Matcher) numbers(e Entry) (whole, ends []Claim) {
	words := strings.FieldsFunc(strings.ToUpper(e.Reference+" "+e.Text+" "+e.Name), func(r rune) bool {
		return !(r >= '0' && r <= '9' || r >= 'A' && r <= 'Z')
	})
	add := func(to *[]Claim, c Claim) {
		if !slices.ContainsFunc(*to, func(o Claim) bool { return o.Invoice == c.Invoice }) {
			*to = append(*to, c)
		}
	}
	for i, word := range words {
		joined := word
		for n := i; n < min(i+3, len(words)); n++ {
			if n > i {
				joined += words[n]
			}
			if c, known := m.byNumber[joined]; known {
				add(&whole, c)
			}
			if c, known := m.byReference[joined]; known {
				add(&whole, c)
			}
		}
		for _, c := range m.byTail[word] {
			add(&ends, c)
		}
	}
	return whole, ends
}

// named finds the families all of whose words an entry says; first names choose
// among namesakes.
func (m *Matcher) named(e Entry) []Family {
	words := club.Words(e.Name + " " + e.Text)
	said := map[string]bool{}
	for _, word := range words {
		said[word] = true
	}
	var found []Family
	for word := range said {
		for _, f := range m.byWord[word] {
			if !slices.ContainsFunc(m.words[f.ID], func(w string) bool { return !said[w] }) {
				found = append(found, f)
			}
		}
	}
	slices.SortFunc(found, func(a, b Family) int { return int(a.ID - b.ID) })
	if len(found) > 1 {
		first := slices.DeleteFunc(slices.Clone(found), func(f Family) bool {
			if _, known := m.firsts[f.ID]; !known {
				m.firsts[f.ID] = club.Words(f.First)
			}
			return !slices.ContainsFunc(m.firsts[f.ID], func(w string) bool { return said[w] })
		})
		if len(first) > 0 {
			return first
		}
	}
	return found
}

// choose proposes what namesakes owe: one of them owes the very amount, or a
// person says.
func (m *Matcher) choose(e Entry, p *Proposal, families []Family) bool {
	var exact []Claim
	for _, f := range families {
		for _, c := range m.untaken(m.of[f.ID]) {
			if c.Remaining == e.Cents {
				exact = append(exact, c)
			}
		}
	}
	if len(exact) == 1 {
		m.belongs(p, exact[0].Household)
		p.say("name", true, "family", p.Family)
		p.say("amount", true, "number", exact[0].Number)
		p.say("namesakes", false, "n", len(families))
		m.lay(p, e.Cents, exact)
		return true
	}
	if len(exact) == 0 {
		for _, f := range families {
			exact = append(exact, m.untaken(m.of[f.ID])...)
		}
	}
	m.several(p, e, exact)
	p.say("namesakes", false, "n", len(families))
	return true
}

const mostCandidates = 6

func (m *Matcher) several(p *Proposal, e Entry, claims []Claim) {
	p.Kind = Several
	for _, c := range claims[:min(len(claims), mostCandidates)] {
		p.Candidates = append(p.Candidates, Given{c.Invoice, 0, c.Number, c.Household, m.families[c.Household].Name, min(e.Cents, c.Remaining), c.Remaining})
	}
}
