package desk

import (
	"slices"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/journal"
	"paddock/backend/locale"
	"paddock/backend/money"
	"paddock/backend/payment"
	"paddock/backend/sqlite"
)

// requestMoney records and seals a link, an announced transfer or a promise over
// one or several invoices, and returns the link's address. It runs until the day
// that was named; else a promise for the days the club gives it, and the others
// until the first invoice is due or, when that is past, for the club's term from
// today. A link that waits for riders' files is withheld: its
// address is not returned.
func requestMoney(tx *sqlite.Tx, c clubNow, actor club.Actor, t billing.Tender, doc billing.Document, others ...billing.InvoiceID) (string, error) {
	var awaited []club.RiderID
	if t.Way == billing.Link {
		var err error
		if awaited, err = awaitedFiles(tx, c, append([]billing.InvoiceID{doc.ID}, others...)); err != nil {
			return "", err
		}
	}
	return putRequest(tx, c, actor, t, awaited, doc, others...)
}

// putRequest is requestMoney once it is known whose files the link waits for.
func putRequest(tx *sqlite.Tx, c clubNow, actor club.Actor, t billing.Tender, awaited []club.RiderID, doc billing.Document, others ...billing.InvoiceID) (string, error) {
	request := sqlite.Request{Household: doc.Household, Cents: t.Cents, Until: doc.DueDay, Invoices: append([]billing.InvoiceID{doc.ID}, others...)}
	switch {
	case t.Detail.Until != "":
		request.Until = t.Detail.Until
	case t.Way == billing.Promise:
		request.Until = c.promiseDay()
	}
	if request.Until < c.today {
		request.Until = c.today.AddDays(c.Policy.TermDays)
	}
	switch t.Way {
	case billing.Link:
		request.Kind = "link"
		if c.Policy.LinkProvider != "" { // which is asked for it once this is committed
			break
		}
		url, err := linkURL(c, t.Cents, doc.Reference, doc.Language)
		if err != nil {
			return "", err
		}
		request.URL = url
	case billing.Announced:
		request.Kind = "transfer"
	default:
		request.Kind, request.Way = "promise", t.Detail.PromisedBy
	}
	var err error
	request.Awaited = awaited
	if request.ID, err = tx.InsertRequest(request, actor); err != nil {
		return "", err
	}
	if request.Kind == "link" && c.Policy.LinkProvider != "" {
		if err := tx.WantLink(request.ID, c.Policy.LinkProvider, c.Policy.LinkShop, linkKey()); err != nil {
			return "", err
		}
	}
	if err := tx.Seal(journal.MoneyRequested, actor, doc.Number, sealRequest(request)); err != nil || len(awaited) > 0 {
		return "", err
	}
	return request.URL, nil
}

// promiseDay is until when a promise of today holds, when no day is named.
func (c clubNow) promiseDay() calendar.Day { return c.today.AddDays(c.Policy.PromiseDays) }

// sealedRequest is what was asked for, as the chain holds it. What became of it
// follows from the money that came.
type sealedRequest struct {
	ID        int64               `json:"id"`
	Kind      string              `json:"kind"`
	Way       string              `json:"way,omitempty"` // a promise is to come by
	Household club.HouseholdID    `json:"household"`
	Cents     money.Cents         `json:"cents"`
	URL       string              `json:"url"`
	Until     calendar.Day        `json:"until"`
	Invoices  []billing.InvoiceID `json:"invoices,omitempty"`
	Cart      billing.CartID      `json:"cart,omitempty"`    // it belongs to, in place of invoices
	Awaited   []club.RiderID      `json:"awaited,omitempty"` // riders whose files a link waits for
}

func sealRequest(r sqlite.Request) sealedRequest {
	slices.Sort(r.Invoices)
	slices.Sort(r.Awaited)
	return sealedRequest{
		ID: r.ID, Kind: r.Kind, Way: r.Way, Household: r.Household, Cents: r.Cents, URL: r.URL, Until: r.Until, Invoices: r.Invoices, Cart: r.Cart, Awaited: r.Awaited,
	}
}

// linkURL is the payment page for an amount and a reference.
func linkURL(c clubNow, cents money.Cents, reference string, lang locale.Lang) (string, error) {
	if c.Policy.LinkTemplate == "" {
		return "", club.Refuse(club.CodeLinkMissing).On("tenders")
	}
	return payment.Template(c.Policy.LinkTemplate).URL(cents, reference, lang)
}
