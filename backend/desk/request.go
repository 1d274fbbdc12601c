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

// askMore has the link over an invoice follow where an amount more remains of it than
// before: what had settled it went back, or an announced aid does not come. Where nothing
// is asked any more, a link is, as at its sale (linkRest).
func askMore(tx *sqlite.Tx, c clubNow, actor club.Actor, id billing.InvoiceID, cents money.Cents) error {
	doc, err := tx.Document(id)
	if err != nil || cents <= 0 || !doc.Asks() {
		return err
	}
	link, err := openLinkOver(tx, c, id)
	if err != nil {
		return err
	}
	if link.ID == 0 {
		return linkRest(tx, c, actor, doc)
	}
	remaining, first, others, err := leftOf(tx, link.ID)
	if err != nil || link.Cents >= remaining || link.Pending != "" { // what is under way by it comes, and is not asked for twice
		return err
	}
	return askInstead(tx, c, actor, link, min(link.Cents+cents, remaining), first, others)
}

// openLinkOver is the open link that asks for an invoice: one at most, since a new one takes
// the place of another. The zero one where there is none, or the club makes no links.
func openLinkOver(tx *sqlite.Tx, c clubNow, id billing.InvoiceID) (sqlite.Request, error) {
	requests, err := tx.RequestsFor(id)
	at := slices.IndexFunc(requests, func(r sqlite.Request) bool { return r.Kind == "link" && r.State == "open" })
	if err != nil || at < 0 || !c.asksByLink() {
		return sqlite.Request{}, err
	}
	return requests[at], nil
}

// linkRest asks by a link of the provider for what remains of an invoice, where nothing
// else was asked for it and the club does not ask each time.
func linkRest(tx *sqlite.Tx, c clubNow, actor club.Actor, doc billing.Document) error {
	if c.Policy.LinkProvider == "" || c.Policy.LinkOnAsk || doc.Household == 0 {
		return nil
	}
	requests, err := tx.RequestsFor(doc.ID)
	if err != nil || slices.ContainsFunc(requests, func(r sqlite.Request) bool { return r.State == "open" }) {
		return err
	}
	row, err := tx.Settlement(doc.ID)
	if err != nil {
		return err
	}
	awaits, err := tx.Awaited(doc.ID)
	if err != nil {
		return err
	}
	rest := doc.Total - row.Settled - awaits
	if rest <= 0 {
		return nil
	}
	_, err = requestMoney(tx, c, actor, billing.Tender{Way: billing.Link, Cents: rest}, doc)
	return err
}

// askInstead replaces a link by one over another amount. One that was given out, or
// unlocked, is followed by one that waits for no file.
func askInstead(tx *sqlite.Tx, c clubNow, actor club.Actor, r sqlite.Request, cents money.Cents, first billing.Document, others []billing.InvoiceID) error {
	var awaited []club.RiderID
	if r.Withheld {
		var err error
		if awaited, err = awaitedFiles(tx, c, append([]billing.InvoiceID{first.ID}, others...)); err != nil {
			return err
		}
	}
	tender := billing.Tender{Way: billing.Link, Cents: cents, Detail: billing.Detail{Until: r.Until}}
	_, err := putRequest(tx, c, actor, tender, awaited, first, others...)
	return err
}

// askLess lets the requests over an invoice follow what remains: settled, they
// are done; a link over more than remains of its invoices is replaced by one
// for the rest (PRODUCT section 6: after a payment at the desk the link asks for
// what remains).
func askLess(tx *sqlite.Tx, c clubNow, actor club.Actor, id billing.InvoiceID) error {
	if err := tx.CloseRequests(id); err != nil {
		return err
	}
	link, err := openLinkOver(tx, c, id)
	if err != nil || link.ID == 0 {
		return err
	}
	remaining, doc, others, err := leftOf(tx, link.ID)
	if err != nil || link.Cents <= remaining || remaining == 0 {
		return err
	}
	return askInstead(tx, c, actor, link, remaining, doc, others)
}

// leftOf is what a request may still ask for: what remains of its invoices less what
// is awaited of announced aids; and those invoices, the first as its document.
func leftOf(tx *sqlite.Tx, request int64) (remaining money.Cents, first billing.Document, others []billing.InvoiceID, err error) {
	open, err := tx.OpenOfRequest(request)
	if err != nil || len(open) == 0 {
		return 0, first, nil, err
	}
	for i, o := range open {
		awaits, err := tx.Awaited(o.Invoice)
		if err != nil {
			return 0, first, nil, err
		}
		remaining += o.Remaining - awaits
		if i > 0 {
			others = append(others, o.Invoice)
		}
	}
	first, err = tx.Document(open[0].Invoice)
	return remaining, first, others, err
}
