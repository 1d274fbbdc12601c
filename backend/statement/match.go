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

// Claim is an invoice that asks for money, or a cart that is kept for it.
type Claim struct {
	Invoice   billing.InvoiceID
	Cart      billing.CartID // in place of an invoice
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

// Cheque is a cheque at the bank, or a transfer a line of it brought: what the bank
// can take back.
type Cheque struct {
	Payment   billing.PaymentID
	Number    string
	Cents     money.Cents
	Household club.HouseholdID
	Family    string

	Transfer              bool
	Reference, IBAN, Name string // of the line that brought the transfer
}

// Receipt is what a family paid by a link, a card or vouchers and no line of the bank
// paid out; below nothing what was given back by the link's way.
type Receipt struct {
	Payment billing.PaymentID
	Day     calendar.Day
	Cents   money.Cents
	Card    bool
	Slip    int64 // of vouchers: the slip their issuer has; it is of the slip's day
}

// Book is what entries are matched with.
type Book struct {
	Claims   []Claim // the oldest due first
	Families []Family
	Payers   map[string]club.HouseholdID // by IBAN, or PayerName
	Slips    []Slip
	Cheques  []Cheque
	Receipts []Receipt        // in the order they came
	Paid     map[string]Claim // by reference: documents that ask for nothing any more
	Orders   map[string]Claim // by the reference of a cart's order: the cart, or what it was sold by
}

// Given is what an entry gives to an invoice.
type Given struct {
	Invoice   billing.InvoiceID `json:"invoice"`
	Cart      billing.CartID    `json:"cart" doc:"In place of an invoice: it is sold with this money"`
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
	Exact    = "exact"   // the reference of an open invoice and its very amount
	Likely   = "likely"  // all the money goes where something says
	Split    = "split"   // over several invoices, or more than they ask for
	Partial  = "partial" // less than the invoice asks for
	Several  = "several" // more than one could be meant
	Credit   = "credit"  // the family is known and owes nothing
	IsSlip   = "slip"    // cheques that went to the bank
	Bounced  = "bounced" // a cheque came back, or a transfer
	IsPayout = "payout"  // what came by links or cards, less a fee
	Unknown  = "unknown"
)

// Proposal is what an entry could be.
type Proposal struct {
	Kind       string              `json:"kind" enum:"exact,likely,split,partial,several,credit,slip,bounced,payout,unknown"`
	Household  club.HouseholdID    `json:"household" doc:"0 when nothing tells it"`
	Family     string              `json:"family"`
	Parts      []Given             `json:"parts" nullable:"false" doc:"What the invoices would get"`
	Credit     money.Cents         `json:"creditCents" doc:"What would become the family's credit"`
	Candidates []Given             `json:"candidates" nullable:"false" doc:"Of several: what could be meant"`
	Slip       int64               `json:"slip"`
	Cheque     billing.PaymentID   `json:"cheque" doc:"Or transfer: what the bank takes back"`
	Payout     []billing.PaymentID `json:"payout" nullable:"false" doc:"What it pays out"`
	Reasons    []Why               `json:"reasons" nullable:"false"`
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
	byWord      map[string][]Family           // the longest word of a name
	words       map[club.HouseholdID][]string // of its name
	firsts      map[club.HouseholdID][]string // of its first names, once somebody asked
	taken       map[billing.InvoiceID]bool
}

var tail = regexp.MustCompile(`[0-9]{3,}$`)

// NewMatcher sorts a book for looking things up.
func NewMatcher(book Book) *Matcher {
	m := &Matcher{
		book: book, byReference: map[string]Claim{}, byNumber: map[string]Claim{}, byTail: map[string][]Claim{}, byAmount: map[money.Cents][]Claim{},
		of: map[club.HouseholdID][]Claim{}, families: map[club.HouseholdID]Family{}, byWord: map[string][]Family{}, words: map[club.HouseholdID][]string{}, firsts: map[club.HouseholdID][]string{}, taken: map[billing.InvoiceID]bool{},
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
		m.words[f.ID] = club.Words(f.Name)
		if word := longest(m.words[f.ID]); len(word) > 1 {
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
	p := Proposal{Kind: Unknown, Parts: []Given{}, Candidates: []Given{}, Payout: []billing.PaymentID{}, Reasons: []Why{}}
	switch {
	case e.Cents < 0:
		m.outgoing(e, &p)
	case m.referenced(e, &p), m.ordered(e, &p), m.told(e, &p), m.slip(e, &p), m.payout(e, &p), m.amount(e, &p):
	default:
		p.say("nothing", false)
	}
	if e.Cents > 0 && e.Returned { // a transfer of the club's that came back, rather than a family's
		p.say("cameBack", false)
		if p.Kind == Exact {
			p.Kind = Likely
		}
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
		m.paid(e, p, paid)
		return true
	}
	m.belongs(p, claim.Household)
	p.say("reference", true, "number", claim.Number)
	m.lay(p, e.Cents, []Claim{claim})
	if claim.Remaining == e.Cents {
		p.Kind = Exact
		m.taken[claim.Invoice] = claim.Invoice != 0
	}
	return true
}

// paid proposes as credit what names an invoice that asks for nothing any more.
func (m *Matcher) paid(e Entry, p *Proposal, c Claim) {
	m.belongs(p, c.Household)
	p.Kind, p.Credit = Credit, e.Cents
	p.say("paidAlready", false, "number", c.Number)
}

// Order finds the reference of a cart's order in an entry; "" where there is none.
func Order(e Entry) string { return order.FindString(compact(e.Reference + " " + e.Text)) }

var order = regexp.MustCompile(`CMD[0-9]{16}`)

// ordered finds the reference of a cart's order. A cart is sold for its very sum, and by
// a person: any other is the family's credit.
func (m *Matcher) ordered(e Entry, p *Proposal) bool {
	claim, known := m.book.Orders[Order(e)]
	if !known || claim.Invoice != 0 && m.taken[claim.Invoice] {
		return false
	}
	m.belongs(p, claim.Household)
	p.say("reference", true, "number", claim.Number)
	if claim.Cart != 0 && claim.Remaining != e.Cents {
		p.Kind, p.Credit = Credit, e.Cents
		p.say("cartAsks", false, "askedCents", int64(claim.Remaining))
		return true
	}
	if claim.Cart != 0 {
		delete(m.book.Orders, Order(e)) // another of it is credit
	}
	m.lay(p, e.Cents, []Claim{claim})
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
			p.Parts = append(p.Parts, Given{c.Invoice, c.Cart, c.Number, c.Household, m.families[c.Household].Name, give, c.Remaining})
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

// untaken are the claims that no entry before asked for by reference and amount.
func (m *Matcher) untaken(claims []Claim) []Claim {
	taken := func(c Claim) bool { return m.taken[c.Invoice] }
	if !slices.ContainsFunc(claims, taken) {
		return claims
	}
	return slices.DeleteFunc(slices.Clone(claims), taken)
}

// amount finds the invoices that ask for this very amount; it alone proves
// nothing.
func (m *Matcher) amount(e Entry, p *Proposal) bool {
	claims := m.untaken(m.byAmount[e.Cents])
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
