package billing

import (
	"maps"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/money"
)

// AidID identifies an aid; 0 is none.
type AidID int64

// Aid is what somebody else is to pay of what a rider bought. Granted, it is a
// payment by the way Aid: a receivable on its payer that covers invoices, which
// are not paid by it (PRODUCT section 9, Paid, covered, promised).
type Aid struct {
	ID        AidID            `json:"id"`
	Kind      int64            `json:"kind" doc:"Of the settings"`
	Name      string           `json:"name"`
	Payer     string           `json:"payer"`
	Household club.HouseholdID `json:"household"`
	Rider     club.RiderID     `json:"rider"`
	Number    string           `json:"number" doc:"Of the card or the code"`
	Through   calendar.Day     `json:"validThrough" doc:"Of the card; empty when nobody said"`
	Cents     money.Cents      `json:"cents"`
	Invoices  []InvoiceID      `json:"invoices" nullable:"false" doc:"What it is for, in order"`
}

// AidState says how far an aid has come.
type AidState string

// The states of an aid, in order; refused ends it from any but received.
const (
	AidNoted    AidState = "announced"
	AidGranted  AidState = "granted"
	AidClaimed  AidState = "claimed"
	AidReceived AidState = "received"
	AidRefused  AidState = "refused"
)

// AidPostings books that an aid's payer paid, by transfer; below nothing, that it
// was paid back by a way.
func AidPostings(way Way, cents money.Cents) []Posting {
	if cents < 0 {
		return []Posting{{Role: way.RoleOut(), Cents: cents}, {Role: Aided.Role(), Cents: -cents}}
	}
	return []Posting{{Role: way.Role(), Cents: cents}, {Role: Aided.Role(), Cents: -cents}}
}

// Await keeps back from household credit what aids would have to bring first: of
// what credit notes over an invoice keep, as much as granted aids cover of it and
// their payers owe. Spent before, it would be the club's money. covered is that
// sum by invoice.
func Await(sources []Source, covered map[InvoiceID]money.Cents) {
	covered = maps.Clone(covered)
	for i := range sources {
		s := &sources[i]
		if s.CreditNote == 0 || s.Refundable {
			continue
		}
		waits := min(s.Left, covered[s.Over])
		covered[s.Over] -= waits
		s.Left, s.Awaited = s.Left-waits, s.Awaited+waits
	}
}
