package billing

import (
	"time"

	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/money"
)

// CartID identifies a cart; 0 is none.
type CartID int64

// CartState says what became of a cart.
type CartState string

// The states of a cart. A parked cart waits at the desk (F4) and keeps its
// hour; an expired one is no state: it follows from the clock.
const (
	CartOpen    CartState = "open"
	CartParked  CartState = "parked"
	CartIssued  CartState = "issued"
	CartDropped CartState = "dropped"
)

// Awaits says what a cart waits for that is kept until a day of its own, and not
// for an hour (PRODUCT section 6).
type Awaits string

// What a cart can wait for; "" is the desk.
const (
	AwaitsCheque   Awaits = "cheque" // promised
	AwaitsTransfer Awaits = "transfer"
	AwaitsVisit    Awaits = "visit"
	AwaitsLink     Awaits = "link" // a payment link over it
	AwaitsFile     Awaits = "file"

	AwaitsReenrolment Awaits = "reenrolment" // whether the rider goes on in the season to come
)

// MostLines is how many lines a cart holds, and so an invoice: some ten pages.
const MostLines = 200

// Cart is what a household is about to buy.
type Cart struct {
	ID        CartID           `json:"id"`
	Household club.HouseholdID `json:"household" doc:"0 for a sale without a client"`
	State     CartState        `json:"state" enum:"open,parked,issued,dropped"`
	CreatedAt time.Time        `json:"createdAt"`
	ChangedAt time.Time        `json:"changedAt"`
	ExpiresAt time.Time        `json:"expiresAt"`
	Awaits    Awaits           `json:"awaits" enum:",cheque,transfer,visit,file,reenrolment"`
	KeptUntil time.Time        `json:"-"` // it lives until then at least
	CreatedBy string           `json:"createdBy"`
	Promo     string           `json:"promo" doc:"Promotion code that was typed; empty for none"`
	Lines     []CartLine       `json:"lines" nullable:"false"`
}

// LineIDs lists the ids of its lines.
func (c Cart) LineIDs() []int64 {
	ids := make([]int64, len(c.Lines))
	for i, line := range c.Lines {
		ids[i] = line.ID
	}
	return ids
}

// CartLine is one thing in a cart, for one beneficiary.
type CartLine struct {
	ID        int64             `json:"id"`
	Offer     catalogue.OfferID `json:"offer"`
	Kind      catalogue.Kind    `json:"kind"`
	Name      string            `json:"name"`
	Detail    string            `json:"detail"`
	Rider     club.RiderID      `json:"rider" doc:"The beneficiary; 0 when the offer needs none"`
	RiderName string            `json:"riderName"`
	Quantity  int               `json:"quantity"`
	Unit      money.Cents       `json:"unitCents"`
	Cents     money.Cents       `json:"cents" doc:"Before its discounts"`
	Now       money.Cents       `json:"nowCents" doc:"Due now, after its discounts"`
	Short     int               `json:"short" doc:"How many of the quantity are not in stock"`
	Override  bool              `json:"override" doc:"Sold although it does not fit, with a reason"`
	Seats     *LineSeats        `json:"seats,omitempty" doc:"The places it holds until the cart's end"`
	Second    string            `json:"secondName,omitempty" doc:"Who has a place beside the rider, in a private lesson for two"`
	Whole     money.Cents       `json:"wholeCents,omitempty" doc:"Package: for all lessons of the season, in its weeks"`
	When      []When            `json:"when,omitempty" nullable:"false" doc:"When its places are: a package's series, an activity's days, a card's lesson"`
	File      club.Names        `json:"file,omitempty" nullable:"false" doc:"Papers its rider's file still lacks: it is sold once the file is complete"`
	Lost      []calendar.Day    `json:"lostDays,omitempty" nullable:"false" doc:"Of lessons that it held and the club gives no more: not charged"`
	Gone      bool              `json:"gone,omitempty" doc:"It holds its places no more: somebody has them"`

	Chosen     money.Cents         `json:"chosenCents,omitempty" doc:"Amount of one gift card that has no price of its own"`
	Reductions []Reduction         `json:"discounts" nullable:"false" doc:"Lines of their own on the invoice"`
	Given      *club.GivenDiscount `json:"given,omitempty" doc:"Taken off by hand, with a reason"`
	Deposit    catalogue.Deposit   `json:"-"`
	Parts      []catalogue.Part    `json:"-"` // of one piece
	Season     int64               `json:"-"` // that counts for its places; 0 for none
	Reducible  money.Cents         `json:"-"` // what discounts may take: a third party's part is not ours to give
}

// Net is what a line comes to after its discounts.
func (l CartLine) Net() money.Cents {
	net := l.Cents
	for _, r := range l.Reductions {
		net += r.Cents
	}
	return net
}

// Expiry is when a cart dies: its life counted from the last change, and never
// longer than its whole life from its creation (PRODUCT section 6). The cart is
// open while now is before it.
func Expiry(created, changed time.Time, life, whole time.Duration) time.Time {
	end := changed.Add(life)
	if last := created.Add(whole); last.Before(end) {
		return last
	}
	return end
}

// When is a stretch of lessons that a line has places in.
type When struct {
	First      calendar.Day    `json:"firstDay"`
	Last       calendar.Day    `json:"lastDay"`
	Weekday    int             `json:"weekday" doc:"Of the first, from Monday: 1"`
	Start      calendar.Minute `json:"start" doc:"Of the first"`
	Instructor string          `json:"instructor" doc:"Of the first; empty for nobody yet"`
}
