// Package billing holds the rules of money between the club and a household:
// the cart, the invoice and its credit notes, payments and what they settle,
// and the accounting entries each of them makes (PRODUCT sections 6 and 9).
//
// It is pure: no clock, no disk, no SQL. Totals are computed here and never
// typed in. It must not know how a document is stored, printed or sent.
package billing

import (
	"slices"
	"time"

	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/money"
)

// InvoiceID identifies an invoice or credit note; 0 is none.
type InvoiceID int64

// Kind says whether a document asks for money or gives it back.
type Kind string

// The kinds of documents.
const (
	Invoice    Kind = "invoice"
	CreditNote Kind = "creditNote"
	Opening    Kind = "opening" // either: see Carried
)

// Document is an issued invoice, credit note or opening: never changed, never
// deleted. Amounts on what gives are negative. Its identity is series, year and n;
// Number is the printed snapshot (PRODUCT section 9, Documents).
type Document struct {
	ID           InvoiceID        `json:"id"`
	Kind         Kind             `json:"kind" enum:"invoice,creditNote,opening"`
	Series       string           `json:"series"`
	Year         int              `json:"year"`
	N            int              `json:"n"`
	Number       string           `json:"number"`
	OrderRef     string           `json:"orderRef"`
	Reference    string           `json:"reference" doc:"Structured payment reference: RF (ISO 11649) or the 12 Belgian digits"`
	Day          calendar.Day     `json:"day"`
	DueDay       calendar.Day     `json:"dueDay"`
	Household    club.HouseholdID `json:"household" doc:"0 for a sale without a client"`
	Original     InvoiceID        `json:"original" doc:"Credit note: the invoice it gives back; opening: the one it mirrors"`
	OriginalNo   string           `json:"originalNumber" doc:"Its number, cited on the paper (CGI 289-I-5)"`
	OriginalDay  calendar.Day     `json:"originalDay"`
	Language     locale.Lang      `json:"language" enum:"fr,nl,en"`
	Total        money.Cents      `json:"totalCents"`
	Now          money.Cents      `json:"nowCents" doc:"Due now; a part of the total"`
	OnAccount    bool             `json:"onAccount" doc:"Issued by the desk although what is due now was not covered"`
	Seller       club.Identity    `json:"seller"`
	Buyer        Buyer            `json:"buyer"`
	Mentions     []club.Texts     `json:"mentions" nullable:"false" doc:"Legal sentences in force on the day"`
	TermsVersion string           `json:"termsVersion"`
	TermsAt      string           `json:"termsAt" doc:"When they were accepted, UTC"`
	Paper        *Paper           `json:"paper,omitempty" doc:"None on what was issued before papers were snapshots"`
	Training     bool             `json:"training"`
	IssuedAt     time.Time        `json:"issuedAt"`
	IssuedBy     string           `json:"issuedBy"`
	Till         string           `json:"till,omitempty" doc:"Of the record; none before tills had a number"`
	Lines        []Line           `json:"lines" nullable:"false"`
	VAT          []VATGroup       `json:"vat" nullable:"false"`
	Dues         []Due            `json:"dues" nullable:"false"`

	LicenceTermsVersion string `json:"licenceTermsVersion,omitempty" doc:"Terms of the licence, where one is sold"`
	LicenceTermsAt      string `json:"licenceTermsAt,omitempty" doc:"When they were accepted, UTC"`

	Kept   money.Cents `json:"keptCents,omitempty" doc:"Of what gives: the part that stays credit and never goes back as money, which aids and holiday vouchers had covered"`
	Import int64       `json:"import,omitempty" doc:"Opening: the list it came with"`
}

// Asks reports whether the document asks for money; what does not is household
// credit. An opening that comes to nothing asks for nothing and gives none.
func (d Document) Asks() bool { return Asks(d.Kind, d.Total) }

// Asks is Document.Asks by kind and total in cents.
func Asks(kind Kind, total money.Cents) bool {
	return kind == Invoice || kind == Opening && total >= 0
}

// Buyer is the snapshot of who the document is made out to.
type Buyer struct {
	Name       string `json:"name" doc:"Empty for a sale without a client"`
	Household  string `json:"household" doc:"The family as the desk calls it"`
	Street     string `json:"street"`
	Extra      string `json:"extra"`
	PostalCode string `json:"postalCode"`
	Town       string `json:"town"`
	Country    string `json:"country"`
	CompanyID  string `json:"companyId"`
	VATNumber  string `json:"vatNumber"`
}

// Line is one thing sold. Its parts say how its amount splits over VAT rates.
type Line struct {
	ID        int64             `json:"id"`
	N         int               `json:"n"`
	Offer     catalogue.OfferID `json:"offer"`
	Kind      catalogue.Kind    `json:"kind"`
	Rider     club.RiderID      `json:"rider"`
	RiderName string            `json:"riderName"`
	Text      string            `json:"text"`
	Detail    string            `json:"detail"`
	Quantity  int               `json:"quantity"`
	Unit      money.Cents       `json:"unitCents"`
	Cents     money.Cents       `json:"cents"`
	Now       money.Cents       `json:"nowCents"`
	Original  int64             `json:"original" doc:"Credit note: the line it gives back"`
	Terms     catalogue.Terms   `json:"terms"`
	Seats     *LineSeats        `json:"seats,omitempty" doc:"What it books"`
	Parts     []Part            `json:"parts" nullable:"false"`
	Account   string            `json:"account,omitempty" doc:"Number of the account its sale is booked on, where its offer has one of its own"`

	Base      int         `json:"base,omitempty" doc:"Of a discount: n of the line it reduces"`
	Discount  *Discount   `json:"discount,omitempty" doc:"Why it reduces that line"`
	Carried   money.Cents `json:"carriedCents,omitempty" doc:"Opening: what the units were paid before, without VAT"`
	Withdraws int64       `json:"withdraws,omitempty" doc:"Credit note: kept back from what the line gives, because this discount of another document falls"`
}

// Part is the share of a line at one VAT rate, snapshotted at issue.
type Part struct {
	Label string       `json:"label"`
	VAT   string       `json:"vat" doc:"Code of the rate"`
	Kind  club.VATKind `json:"kind"`
	Rate  money.Rate   `json:"rate"`
	Cents money.Cents  `json:"cents"`
}

// VATGroup is all parts of a document at one rate, whatever the club calls it;
// VAT is computed on the group's total and on nothing smaller (PRODUCT section
// 3). Its code is that of the first part. What bears no VAT stays apart by code,
// which says why.
type VATGroup struct {
	VAT   string       `json:"vat"`
	Kind  club.VATKind `json:"kind"`
	Rate  money.Rate   `json:"rate"`
	Gross money.Cents  `json:"grossCents"`
	Net   money.Cents  `json:"netCents"`
	Tax   money.Cents  `json:"vatCents"`
}

// Due is a part of the total and the last day to pay it.
type Due struct {
	Day   calendar.Day `json:"day"`
	Cents money.Cents  `json:"cents"`
}

func (g VATGroup) holds(p Part) bool {
	return g.same(VATGroup{VAT: p.VAT, Kind: p.Kind, Rate: p.Rate})
}

// same reports whether two groups, of an invoice and its credit notes say, are
// of one rate.
func (g VATGroup) same(other VATGroup) bool {
	if g.Kind == club.Taxed {
		return other.Kind == club.Taxed && g.Rate == other.Rate
	}
	return g.Kind == other.Kind && g.VAT == other.VAT
}

// Groups collects the parts of lines by rate, in the order they first appear,
// and splits each group's total.
func Groups(lines []Line) []VATGroup {
	var groups []VATGroup
	for _, line := range lines {
		for _, part := range line.Parts {
			i := slices.IndexFunc(groups, func(g VATGroup) bool { return g.holds(part) })
			if i < 0 {
				i = len(groups)
				groups = append(groups, VATGroup{VAT: part.VAT, Kind: part.Kind, Rate: part.Rate})
			}
			groups[i].Gross += part.Cents
		}
	}
	for i := range groups {
		groups[i].Net, groups[i].Tax = groups[i].Rate.Split(groups[i].Gross)
	}
	return groups
}

// Sum adds up lines: the total and the part of it that is due now.
func Sum(lines []Line) (total, now money.Cents) {
	for _, line := range lines {
		total += line.Cents
		now += line.Now
	}
	return total, now
}

// Schedule says when an invoice is to be paid: what is due now on the day
// itself when the desk received it, else by the term, like the rest (PRODUCT
// section 9: one invoice with a schedule of due dates).
func Schedule(total, now, received money.Cents, day calendar.Day, termDays int) []Due {
	term := day.AddDays(termDays)
	atOnce := now
	if received < now {
		atOnce = 0
	}
	if received >= total {
		atOnce = total
	}
	var dues []Due
	if atOnce > 0 || total == 0 {
		dues = append(dues, Due{Day: day, Cents: atOnce})
	}
	if total > atOnce {
		dues = append(dues, Due{Day: term, Cents: total - atOnce})
	}
	return dues
}

// NextDue returns the first due day that settled cents do not reach, "" when
// all is covered.
func NextDue(dues []Due, settled money.Cents) calendar.Day {
	var asked money.Cents
	for _, due := range dues {
		asked += due.Cents
		if asked > settled {
			return due.Day
		}
	}
	return ""
}

// Cover spreads what settled an invoice over its lines: first to the amounts
// due now in line order, then to the rest in line order (PRODUCT section 9). It
// returns the cents that reach each line.
func Cover(lines []Line, settled money.Cents) []money.Cents {
	covered := make([]money.Cents, len(lines))
	give := func(i int, wanted money.Cents) {
		part := min(wanted, settled)
		covered[i] += part
		settled -= part
	}
	for i, line := range lines {
		give(i, line.Now)
	}
	for i, line := range lines {
		give(i, line.Cents-line.Now)
	}
	return covered
}

// Started reports, in line order, which lines have their due-now part covered
// by the money an invoice received (PRODUCT section 9: a card works from that
// day). A credit note is no money: it takes from what its line asks for, and a
// line given back for good never starts.
func Started(invoice Document, notes []Document, received money.Cents) []bool {
	asked, left, gross := slices.Clone(invoice.Lines), Left(invoice, notes), ownLeft(invoice, notes)
	for i := range asked {
		asked[i].Cents, asked[i].Now = left[i], min(asked[i].Now, left[i])
	}
	started := make([]bool, len(asked))
	for i, reached := range Cover(asked, received) {
		line := invoice.Lines[i]
		started[i] = line.Base == 0 && reached >= asked[i].Now && (gross[i] > 0 || line.Cents == 0)
	}
	return started
}

// State is what a person reads about a document.
type State string

// The states of an invoice; a credit note is always given.
const (
	StateDue      State = "due"
	StatePartly   State = "partlyPaid"
	StatePaid     State = "paid"
	StateCovered  State = "covered" // by an aid that is granted and not received: not paid, and not reminded
	StateOverdue  State = "overdue"
	StateCredited State = "credited"
	StateGiven    State = "given"
	StateLost     State = "writtenOff" // what was left of it
	StateCarried  State = "carried"    // an opening that moves no money
)

// Lost is the state of a document of which something was written off and nothing is
// asked for.
func (s State) Lost(written money.Cents) State {
	if written > 0 && s == StatePaid {
		return StateLost
	}
	return s
}

// StateOf tells the state of a document on a day. settled counts everything
// that covers it, credited the part of that which its own credit notes gave,
// covered the part that aids are still to pay.
func StateOf(kind Kind, total, settled, credited, covered money.Cents, nextDue, today calendar.Day) State {
	switch {
	case !Asks(kind, total):
		return StateGiven
	case kind == Opening && total == 0:
		return StateCarried
	case total > 0 && credited >= total:
		return StateCredited
	case settled >= total && covered > 0:
		return StateCovered
	case settled >= total:
		return StatePaid
	case nextDue != "" && nextDue < today:
		return StateOverdue
	case settled > credited:
		return StatePartly
	}
	return StateDue
}
