package billing

import (
	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/money"
	"paddock/backend/planning"
)

// An opening is what a household brings along when the club leaves another
// program in mid-life (PRODUCT section 9, People): what it owes or has to its
// credit, and what it paid before and the club still has to give. One opening
// holds one of these, on one line whose kind says which: Balance, or the kind of
// what it still has: a card with the units left on it, a voucher, a package that
// runs with the lessons left of its season.
//
// It is a document among the documents, so that it is settled, asked for, listed
// and proven as they are, and yet no invoice: it has a series and a form of
// number of its own, no paper, and no sale in the books. Its total says what it
// does: above nothing the household owes it, below nothing it is credit, and
// units that were paid before come to nothing.
//
// VAT. The old program declared what was due on the day of the take-over, and
// nothing is declared again. Where VAT on services is due when money comes in
// (CGI 269-2-c; RULES section 3), the VAT of an unpaid invoice was not due
// yet: an opening that is owed names its rate, brings the VAT along as waiting,
// and each payment makes its part of it due here. Under the option for debits,
// for goods, or outside VAT nothing waits. Credit carries none: what it is spent
// on bears its own. Units paid before were taxed when they were cashed, so that
// their worth is carried net.

// Balance is the kind of an opening's line that is money owed or to the
// household's credit: it sells nothing and names no offer.
const Balance catalogue.Kind = "balance"

// Voucher is the kind of an opening's line that is the right to make up one
// lesson that was missed before: it was never sold and names no offer.
const Voucher catalogue.Kind = "voucher"

// OpeningForm is the printed form of an opening's number. No club's own form may
// print the same letters (Apart).
const OpeningForm = "REPRISE-{year}-{n:4}"

// A claim is what a household owes because the club paid money out that then never
// came: of a cheque of 100.00 of which 10.00 was paid back the bank takes 100.00. It
// is an opening and its mirror in a series of its own. The opening gives what the
// bank takes above what is left of the payment, so that the money that went out is
// told whole; the mirror asks the household for it, and is settled, reminded and
// proven as any document. Together they come to nothing: what the household owes is
// in the entries of the payments, and a claim makes none.
const (
	ClaimSeries = "C"
	ClaimForm   = "CREANCE-{year}-{n:4}"
)

// IsClaim reports whether the document is one of the two of a claim.
func (d Document) IsClaim() bool { return d.Kind == Opening && d.Series == ClaimSeries }

// Carried is one thing a household brings along on the day of the take-over.
type Carried struct {
	Kind      catalogue.Kind    `json:"kind" enum:"balance,card,voucher,package"`
	Household club.HouseholdID  `json:"household" doc:"But for a balance it is that of its rider"`
	Rider     club.RiderID      `json:"rider,omitempty" doc:"But for a balance"`
	Text      string            `json:"text,omitempty" maxLength:"200" doc:"What the old program called it: the number of its invoice"`
	Cents     money.Cents       `json:"cents,omitempty" doc:"Balance: owed when positive, credit when negative"`
	Due       calendar.Day      `json:"dueDay,omitempty" doc:"Last day to pay what is owed; empty is the day of the take-over"`
	VAT       string            `json:"vat,omitempty" doc:"Code of the rate whose VAT still waits for what is owed to be paid; empty when it is declared"`
	Stays     bool              `json:"staysCredit,omitempty" doc:"Credit that is spent here and never paid back"`
	Offer     catalogue.OfferID `json:"offer,omitempty" doc:"Of a card or package"`
	Units     int               `json:"units,omitempty" doc:"Lessons left on a card"`
	Through   calendar.Day      `json:"validThrough,omitempty" doc:"Last day of a card or voucher"`
	Worth     money.Cents       `json:"worthCents,omitempty" doc:"What the units or lessons left were paid, without VAT; 0 when nobody knows"`

	Series []planning.SeriesID `json:"series,omitempty" nullable:"false" doc:"Of a package; it books what is left of their lessons"`
	Weeks  booking.Weeks       `json:"weeks,omitempty" enum:",every,odd,even" doc:"Of a package"`
}

// MostUnits is more than any card has.
const MostUnits = 999

// Check refuses what cannot be carried over on a day. Fields are those of
// Carried.
func (c Carried) Check(day calendar.Day) error {
	switch {
	case c.Kind == Balance && c.Cents == 0:
		return club.Refuse(club.CodeRequired).On("cents")
	case c.Kind == Balance && c.Cents.Abs() > money.Max:
		return club.Refuse(club.CodeAmountTooHigh).On("cents").With("maxCents", money.Max)
	case c.Kind == Balance && c.Cents < 0 && c.VAT != "":
		return club.Refuse(club.CodeOpeningVAT).On("vat")
	case c.Kind == Balance:
		return nil
	case c.Kind != catalogue.Card && c.Kind != Voucher && c.Kind != catalogue.Package:
		return club.Refuse(club.CodeInvalid).On("kind")
	case c.Kind == Voucher && (c.Units != 0 || c.Worth != 0 || c.Offer != 0):
		return club.Refuse(club.CodeInvalid).On("units")
	case c.Kind == catalogue.Card && (c.Units < 1 || c.Units > MostUnits):
		return club.Refuse(club.CodeOpeningUnits).On("units").With("max", MostUnits)
	case c.Kind == catalogue.Package && (c.Units != 0 || c.Through != ""): // the plan knows them
		return club.Refuse(club.CodeInvalid).On("units")
	case c.Kind != catalogue.Package && c.Through == "":
		return club.Refuse(club.CodeRequired).On("validThrough")
	case c.Through != "" && c.Through < day:
		return club.Refuse(club.CodeOpeningExpired).On("validThrough").With("untilDay", c.Through)
	case c.Worth < 0 || c.Worth > money.Max:
		return club.Refuse(club.CodeAmountTooHigh).On("worthCents").With("maxCents", money.Max)
	}
	return nil
}

// Line is the one line of the opening. offer is the zero value but for a card or package;
// rate is that of the VAT that waits, or one that bears none.
func (c Carried) Line(day calendar.Day, offer catalogue.Offer, riderName string, rate Part) Line {
	if c.Kind == Balance {
		rate.Cents = c.Cents
		return Line{N: 1, Kind: Balance, Text: c.Text, Quantity: 1, Unit: c.Cents, Cents: c.Cents, Now: max(c.Cents, 0), Parts: []Part{rate}}
	}
	if c.Kind == Voucher {
		return Line{
			N: 1, Kind: Voucher, Rider: c.Rider, RiderName: riderName, Text: c.Text, Quantity: 1,
			Terms: catalogue.Terms{Units: 1, ValidFrom: day, ValidThrough: c.Through}, Parts: []Part{},
		}
	}
	if c.Kind == catalogue.Package {
		return Line{
			N: 1, Kind: c.Kind, Offer: c.Offer, Rider: c.Rider, RiderName: riderName, Text: offer.Name, Detail: c.Text,
			Quantity: 1, Terms: offer.Terms, Account: offer.SalesAccount, Carried: c.Worth, Parts: []Part{},
		}
	}
	terms := offer.Terms
	terms.Units, terms.ValidFrom, terms.ValidThrough = c.Units, day, c.Through
	return Line{
		N: 1, Kind: c.Kind, Offer: c.Offer, Rider: c.Rider, RiderName: riderName, Text: offer.Name, Detail: c.Text,
		Quantity: 1, Terms: terms, Account: offer.SalesAccount, Carried: c.Worth, Parts: []Part{},
	}
}

// Mirror is the line that takes an opening's line back.
func (l Line) Mirror() Line {
	back := l
	back.ID, back.Original, back.Seats = 0, l.ID, nil
	back.Unit, back.Cents, back.Now, back.Carried = -l.Unit, -l.Cents, max(-l.Cents, 0), -l.Carried
	back.Parts = make([]Part, len(l.Parts))
	for i, p := range l.Parts {
		p.Cents = -p.Cents
		back.Parts[i] = p
	}
	return back
}

// Role of the account that the openings of one day come out of: what the
// accountant's opening balance holds against it brings it to nothing.
const roleOpening = "opening"

// openingPostings books an opening: what the customer owes or has to credit,
// VAT that waits for its payment, units still to be given, and the rest on the
// opening balance account.
func openingPostings(doc Document) []Posting {
	if doc.IsClaim() {
		return nil
	}
	postings := []Posting{{Role: roleCustomers, Cents: doc.Total, Household: doc.Household}}
	rest := doc.Total
	for _, group := range doc.VAT {
		rest -= group.Tax
		postings = append(postings, Posting{Role: VATRole(group.Rate, true), Cents: -group.Tax})
	}
	for _, line := range doc.Lines {
		rest -= line.Carried
		postings = append(postings, Posting{Role: deferredRole + string(line.Kind), Cents: -line.Carried})
	}
	return merged(append(postings, Posting{Role: roleOpening, Cents: -rest}))
}
