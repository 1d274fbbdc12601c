package statement

import (
	"regexp"
	"slices"
	"strings"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/money"
)

// Claim is an invoice that asks for money.
type Claim struct {
	Invoice   billing.InvoiceID
	Number    string
	Reference string // RF or OGM, as it was stored at issue
	Household club.HouseholdID
	Remaining money.Cents
}

// Family is a household by its name.
type Family struct {
	ID    club.HouseholdID
	Name  string
	First string // first names of its contacts
}

// Slip is a deposit slip no line of the bank stands for yet.
type Slip struct {
	ID    int64
	Day   calendar.Day
	Cents money.Cents
}

// Cheque is a cheque at the bank.
type Cheque struct {
	Payment   billing.PaymentID
	Number    string
	Cents     money.Cents
	Household club.HouseholdID
	Family    string
}

// Book is what entries are matched with.
type Book struct {
	Claims   []Claim // the oldest due first
	Families []Family
	Payers   map[string]club.HouseholdID // by IBAN, or PayerName
	Slips    []Slip
	Cheques  []Cheque
	Paid     map[string]Claim // by reference: documents that ask for nothing any more
}

// Given is what an entry gives to an invoice.
type Given struct {
	Invoice   billing.InvoiceID `json:"invoice"`
	Number    string            `json:"number"`
	Household club.HouseholdID  `json:"household"`
	Family    string            `json:"family"`
	Cents     money.Cents       `json:"cents"`
	Remaining money.Cents       `json:"remainingCents" doc:"What the invoice asks for before"`
}

// Why says why something is proposed, or what speaks against it: its text is
// "bank.why." and its code.
type Why struct {
	Code   string         `json:"code"`
	For    bool           `json:"for" doc:"It speaks for the proposal"`
	Params map[string]any `json:"params"`
}

// What can be proposed for an entry.
const (
	Exact   = "exact"   // the reference of an open invoice and its very amount
	Likely  = "likely"  // all the money goes where something says
	Split   = "split"   // over several invoices, or more than they ask for
	Partial = "partial" // less than the invoice asks for
	Several = "several" // more than one could be meant
	Credit  = "credit"  // the family is known and owes nothing
	IsSlip  = "slip"    // cheques that went to the bank
	Bounced = "bounced" // a cheque came back
	Unknown = "unknown"
)

// Proposal is what an entry could be.
type Proposal struct {
	Kind       string            `json:"kind" enum:"exact,likely,split,partial,several,credit,slip,bounced,unknown"`
	Household  club.HouseholdID  `json:"household" doc:"0 when nothing tells it"`
	Family     string            `json:"family"`
	Parts      []Given           `json:"parts" nullable:"false" doc:"What the invoices would get"`
	Credit     money.Cents       `json:"creditCents" doc:"What would become the family's credit"`
	Candidates []Given           `json:"candidates" nullable:"false" doc:"Of several: what could be meant"`
	Slip       int64             `json:"slip"`
	Cheque     billing.PaymentID `json:"cheque"`
	Reasons    []Why             `json:"reasons" nullable:"false"`
}

func (p *Proposal) say(code string, speaksFor bool, pairs ...any) {
	params := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		params[pairs[i].(string)] = pairs[i+1]
	}
	p.Reasons = append(p.Reasons, Why{code, speaksFor, params})
}

// Matcher proposes what entries are. It remembers what it proposed for sure, so
// that a second payment of one invoice is not taken for the first.
type Matcher struct {
	book        Book
	byReference map[string]Claim
	byNumber    map[string]Claim
	byTail      map[string][]Claim // the last figures of a number
	byAmount    map[money.Cents][]Claim
	of          map[club.HouseholdID][]Claim
	families    map[club.HouseholdID]Family
	byWord      map[string][]Family // the longest word of a name
	taken       map[billing.InvoiceID]bool
}

var tail = regexp.MustCompile(`[0-9]{3,}$`)

// NewMatcher sorts a book for looking things up.
func NewMatcher(book Book) *Matcher {
	m := &Matcher{
		book: book, byReference: map[string]Claim{}, byNumber: map[string]Claim{}, byTail: map[string][]Claim{}, byAmount: map[money.Cents][]Claim{},
		of: map[club.HouseholdID][]Claim{}, families: map[club.HouseholdID]Family{}, byWord: map[string][]Family{}, taken: map[billing.InvoiceID]bool{},
	}
	for _, c := range book.Claims {
		m.byReference[compact(c.Reference)] = c
		m.byNumber[compact(c.Number)] = c
		if end := tail.FindString(c.Number); end != "" {
			m.byTail[end] = append(m.byTail[end], c)
		}
		m.byAmount[c.Remaining] = append(m.byAmount[c.Remaining], c)
		m.of[c.Household] = append(m.of[c.Household], c)
	}
	for _, f := range book.Families {
		m.families[f.ID] = f
		if word := longest(club.Words(f.Name)); len(word) > 1 {
			m.byWord[word] = append(m.byWord[word], f)
		}
	}
	return m
}

// PayerName is the key of a name that was remembered; "" for one that says
// nothing.
func PayerName(name string) string {
	words := club.Words(name)
	if len(words) == 0 {
		return ""
	}
	return "name:" + strings.Join(words, " ")
}

func longest(words []string) (best string) {
	for _, word := range words {
		if len(word) > len(best) {
			best = word
		}
	}
	return best
}

// compact is a number or reference without what people leave out.
func compact(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' {
			return r
		}
		return -1
	}, strings.ToUpper(text))
}

// Propose says what an entry could be, and why.
func (m *Matcher) Propose(e Entry) Proposal {
	p := Proposal{Kind: Unknown, Parts: []Given{}, Candidates: []Given{}, Reasons: []Why{}}
	switch {
	case e.Cents < 0:
		m.outgoing(e, &p)
	case m.referenced(e, &p), m.slip(e, &p), m.told(e, &p), m.amount(e, &p):
	default:
		p.say("nothing", false)
	}
	return p
}

// referenced finds the structured reference of an invoice.
func (m *Matcher) referenced(e Entry, p *Proposal) bool {
	if e.ReferenceKind != KindRF && e.ReferenceKind != KindOGM {
		return false
	}
	claim, open := m.byReference[compact(e.Reference)]
	if open && m.taken[claim.Invoice] {
		open, m.book.Paid = false, with(m.book.Paid, compact(e.Reference), claim)
	}
	if !open {
		paid, known := m.book.Paid[compact(e.Reference)]
		if !known {
			return false
		}
		m.belongs(p, paid.Household)
		p.Kind, p.Credit = Credit, e.Cents
		p.say("paidAlready", false, "number", paid.Number)
		return true
	}
	m.belongs(p, claim.Household)
	p.say("reference", true, "number", claim.Number)
	m.lay(p, e.Cents, []Claim{claim})
	if claim.Remaining == e.Cents {
		p.Kind = Exact
		m.taken[claim.Invoice] = true
	}
	return true
}

func with(paid map[string]Claim, reference string, c Claim) map[string]Claim {
	if paid == nil {
		paid = map[string]Claim{}
	}
	paid[reference] = c
	return paid
}

func (m *Matcher) belongs(p *Proposal, id club.HouseholdID) {
	p.Household, p.Family = id, m.families[id].Name
}

// lay gives an amount to claims, the first first; what is more than they ask for
// becomes credit.
func (m *Matcher) lay(p *Proposal, cents money.Cents, claims []Claim) {
	left, asked := cents, money.Cents(0)
	for _, c := range claims {
		asked += c.Remaining
		if give := min(left, c.Remaining); give > 0 {
			p.Parts = append(p.Parts, Given{c.Invoice, c.Number, c.Household, m.families[c.Household].Name, give, c.Remaining})
			left -= give
		}
	}
	p.Credit = left
	switch {
	case left > 0:
		p.Kind = Split
		p.say("more", false, "moreCents", int64(left))
	case asked > cents:
		p.Kind = Partial
		p.say("less", false, "askedCents", int64(asked))
	case len(p.Parts) > 1:
		p.Kind = Split
	default:
		p.Kind = Likely
	}
}

// told finds the family by a number in the text, by who paid before, or by name.
func (m *Matcher) told(e Entry, p *Proposal) bool {
	numbers, tails := m.numbers(e)
	if len(numbers) > 0 {
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
	claims := m.of[household]
	if named := slices.DeleteFunc(slices.Clone(tails), func(c Claim) bool { return c.Household != household }); len(named) > 0 {
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
			if all := club.Words(f.Name); !slices.ContainsFunc(all, func(w string) bool { return !said[w] }) {
				found = append(found, f)
			}
		}
	}
	slices.SortFunc(found, func(a, b Family) int { return int(a.ID - b.ID) })
	if len(found) > 1 {
		first := slices.DeleteFunc(slices.Clone(found), func(f Family) bool {
			return !slices.ContainsFunc(club.Words(f.First), func(w string) bool { return said[w] })
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
		for _, c := range m.of[f.ID] {
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
			exact = append(exact, m.of[f.ID]...)
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
		p.Candidates = append(p.Candidates, Given{c.Invoice, c.Number, c.Household, m.families[c.Household].Name, min(e.Cents, c.Remaining), c.Remaining})
	}
}

// amount finds the invoices that ask for this very amount; it alone proves
// nothing.
func (m *Matcher) amount(e Entry, p *Proposal) bool {
	claims := m.byAmount[e.Cents]
	switch {
	case len(claims) == 0 || len(claims) > mostCandidates:
		return false
	case len(claims) == 1:
		m.belongs(p, claims[0].Household)
		m.lay(p, e.Cents, claims)
		p.say("amount", true, "number", claims[0].Number)
		p.say("noName", false)
	default:
		m.several(p, e, claims)
		p.say("sameAmount", false, "n", len(claims))
	}
	return true
}

// slip finds the deposit slip whose cheques the bank credits: the same sum, from
// its day to three weeks later.
func (m *Matcher) slip(e Entry, p *Proposal) bool {
	for i, s := range m.book.Slips {
		if s.Cents != e.Cents || e.Date < s.Day || e.Date > s.Day.AddDays(21) {
			continue
		}
		m.book.Slips = slices.Delete(slices.Clone(m.book.Slips), i, i+1)
		p.Kind, p.Slip = IsSlip, s.ID
		p.say("slip", true, "slip", s.ID, "ofDay", string(s.Day))
		return true
	}
	return false
}

// outgoing finds the cheque that came back: by its number, or by an amount that
// only one cheque has.
func (m *Matcher) outgoing(e Entry, p *Proposal) {
	if !e.Returned {
		p.say("outgoing", false)
		return
	}
	var numbered, alike []Cheque
	words := strings.FieldsFunc(e.Reference+" "+e.Text, func(r rune) bool { return r < '0' || r > '9' })
	for _, c := range m.book.Cheques {
		if c.Cents != -e.Cents {
			continue
		}
		alike = append(alike, c)
		number := strings.TrimLeft(c.Number, "0")
		if number != "" && slices.ContainsFunc(words, func(w string) bool { return strings.TrimLeft(w, "0") == number }) {
			numbered = append(numbered, c)
		}
	}
	switch {
	case len(numbered) == 1:
		p.say("cheque", true, "number", numbered[0].Number, "family", numbered[0].Family)
	case len(alike) == 1:
		numbered = alike
		p.say("oneCheque", true, "family", alike[0].Family)
	default:
		p.say("returned", false)
		return
	}
	p.Kind, p.Cheque, p.Household, p.Family = Bounced, numbered[0].Payment, numbered[0].Household, numbered[0].Family
	p.say("reopens", false)
}
