package sqlite

import (
	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/money"
)

// Request asks for money that has not come (PRODUCT section 9).
type Request struct {
	ID        int64               `json:"id"`
	Kind      string              `json:"kind" enum:"link,transfer,promise"`
	Way       string              `json:"way" enum:",cheque,visit" doc:"Of a promise: how it is to come; empty where nobody said"`
	Household club.HouseholdID    `json:"-"`
	Cents     money.Cents         `json:"cents"`
	URL       string              `json:"url" doc:"Empty while nobody can pay by it: its provider has not made it, or it ended"`
	State     string              `json:"state" enum:"open,paid,replaced,cancelled"`
	Until     calendar.Day        `json:"until"`
	Shared    bool                `json:"shared" doc:"It asks for several invoices at once"`
	Dropped   string              `json:"dropped" doc:"Why a promise was dropped; empty once it was erased"`
	Withheld  bool                `json:"withheld" doc:"It waits for riders' files and is not given out"`
	Provider  string              `json:"provider" doc:"Who makes the link; empty for the club's own address"`
	LinkState string              `json:"linkState" enum:",wanted,open,closed,ended" doc:"Of the link at its provider: wanted until it is made"`
	Problem   string              `json:"problem" enum:",later,badKey,gone,refused,strange,local" doc:"Why the provider did not do what it was asked"`
	Detail    string              `json:"detail" doc:"In the provider's words"`
	EndsAt    string              `json:"endsAt" doc:"When it stops working at its provider; empty for never, and before it is made"`
	Pending   string              `json:"pendingSince" doc:"Since when somebody's money by it is under way, UTC; empty for none"`
	Renewed   bool                `json:"renewed" doc:"It replaces a link that ended at its provider while money was asked"`
	Awaited   []club.RiderID      `json:"-"` // whose files it was to wait for
	Invoices  []billing.InvoiceID `json:"-"`
	Cart      billing.CartID      `json:"-"` // it belongs to, in place of invoices
	Reference string              `json:"-"` // of a cart's order
	Language  locale.Lang         `json:"-"` // of a cart's household
	At        string              `json:"-"`
	By        int64               `json:"-"`
}

// InsertRequest stores an open request and returns its id. A new link replaces the open one over
// the same invoice: two amounts must never be asked for at once, and the one that is
// replaced is closed at its provider in the next moments.
func (tx *Tx) InsertRequest(r Request, actor club.Actor) (id int64, err error) {
	if r.Kind == "link" {
		for _, invoice := range r.Invoices {
			over := "state = 'open' AND kind = 'link' AND id IN (SELECT request FROM request_invoices WHERE invoice = ?1)"
			if err := tx.endRequests("replaced", over, int64(invoice)); err != nil {
				return 0, err
			}
		}
	}
	id, err = tx.insert(`INSERT INTO requests (kind, way, household, cents, url, state, until_day, created_at, created_by)
		VALUES (?, ?, ?, ?, ?, 'open', ?, ?, ?)`, r.Kind, r.Way, orNull(r.Household), int64(r.Cents), r.URL, string(r.Until), stamp(tx.Now), actor.ID)
	for _, invoice := range r.Invoices {
		if err == nil {
			_, err = tx.exec("INSERT INTO request_invoices (request, invoice) VALUES (?, ?)", id, int64(invoice))
		}
	}
	if err == nil && r.Cart != 0 {
		_, err = tx.exec("INSERT INTO request_carts (request, cart, reference, language) VALUES (?, ?, ?, ?)", id, int64(r.Cart), r.Reference, string(r.Language))
	}
	if err == nil && len(r.Awaited) > 0 {
		err = tx.withhold(id, r.Awaited)
	}
	return id, err
}

// RequestsFor lists what was asked for an invoice, the latest first.
func (tx *Tx) RequestsFor(invoice billing.InvoiceID) ([]Request, error) {
	return collect(tx, scanRequest, selectRequest+"JOIN request_invoices i ON i.request = r.id WHERE i.invoice = ? ORDER BY r.id DESC", int64(invoice))
}

// CartRequest is the latest link over a cart. ErrNotFound.
func (tx *Tx) CartRequest(cart billing.CartID) (Request, error) {
	return one(tx, scanRequest, selectRequest+"JOIN request_carts k ON k.request = r.id WHERE k.cart = ? ORDER BY r.id DESC LIMIT 1", int64(cart))
}

// EndRequest gives an open link over a cart the state in which it asks no more.
// ErrNotFound when it is not open.
func (tx *Tx) EndRequest(request int64, state string) error {
	if err := tx.change("UPDATE requests SET state = ? WHERE id = ? AND state = 'open' AND EXISTS (SELECT 1 FROM request_carts WHERE request = id)", state, request); err != nil {
		return err
	}
	return tx.lookAtRequest(request)
}

// endRequests gives the requests of a condition a state in which they ask no more, and
// has the links among them closed in the next moments.
func (tx *Tx) endRequests(state, where string, args ...any) error {
	ended, err := collect(tx, func(row scanner) (id int64, err error) { return id, row.Scan(&id) }, "SELECT id FROM requests WHERE "+where, args...)
	for _, id := range ended {
		if err == nil {
			_, err = tx.exec("UPDATE requests SET state = ? WHERE id = ?", state, id)
		}
		if err == nil {
			err = tx.lookAtRequest(id)
		}
	}
	return err
}

// lookAtRequest has the link of a request asked about at once, while it is open.
func (tx *Tx) lookAtRequest(request int64) error {
	_, err := tx.exec("UPDATE provider_links SET next_at = ? WHERE request = ? AND state IN ('wanted', 'open')", stamp(tx.Now), request)
	return err
}

// CartReferred is the cart whose link had the reference of an order. ErrNotFound.
func (tx *Tx) CartReferred(reference string) (cart billing.CartID, err error) {
	err = tx.row("SELECT cart FROM request_carts WHERE reference = ? ORDER BY request DESC LIMIT 1", []any{reference}, &cart)
	return cart, err
}

// SoldBy is the invoice a cart was sold by; 0 for none.
func (tx *Tx) SoldBy(cart billing.CartID) (invoice billing.InvoiceID, err error) {
	err = tx.row("SELECT coalesce(invoice, 0) FROM carts WHERE id = ?", []any{int64(cart)}, &invoice)
	return invoice, err
}

// ReceivedForCart reports whether money that came by a link over a cart waits for a
// person.
func (tx *Tx) ReceivedForCart(cart billing.CartID) (some bool, err error) {
	err = tx.row("SELECT EXISTS (SELECT 1 FROM request_carts k JOIN link_payments p ON p.request = k.request WHERE k.cart = ? AND p.state = 'toCheck')", []any{int64(cart)}, &some)
	return some, err
}

// TakenForCart reports whether a person took money that came by a link over a cart.
func (tx *Tx) TakenForCart(cart billing.CartID) (some bool, err error) {
	err = tx.row("SELECT EXISTS (SELECT 1 FROM request_carts k JOIN link_payments p ON p.request = k.request WHERE k.cart = ? AND p.state = 'booked')", []any{int64(cart)}, &some)
	return some, err
}

// CartOfRequest is the cart a link belongs to; 0 where it belongs to invoices.
func (tx *Tx) CartOfRequest(request int64) (cart billing.CartID, err error) {
	err = tx.row("SELECT coalesce((SELECT cart FROM request_carts WHERE request = ?), 0)", []any{request}, &cart)
	return cart, err
}

func scanRequest(row scanner) (r Request, err error) {
	err = row.Scan(&r.ID, &r.Kind, &r.Way, &r.Cents, &r.URL, &r.State, &r.Until, &r.Shared, &r.Withheld, &r.Dropped, &r.Provider, &r.LinkState, &r.Problem, &r.Detail, &r.Cart, &r.Reference, &r.EndsAt, &r.Pending, &r.Renewed)
	return r, err
}

const selectRequest = `SELECT r.id, r.kind, r.way, r.cents, coalesce(nullif(r.url, ''), iif(l.state = 'open', l.url, ''), ''), r.state, r.until_day,
		(SELECT count(*) > 1 FROM request_invoices WHERE request = r.id),
		r.state = 'open' AND EXISTS (SELECT 1 FROM withheld_links WHERE request = r.id AND released_at = ''),
		coalesce((SELECT w.text FROM dropped_promises d JOIN reasons w ON w.id = d.reason WHERE d.request = r.id), ''),
		coalesce(l.provider, ''), coalesce(l.state, ''), coalesce(l.problem, ''), coalesce(l.detail, ''),
		coalesce((SELECT cart FROM request_carts WHERE request = r.id), 0), coalesce((SELECT reference FROM request_carts WHERE request = r.id), ''),
		coalesce(l.ends_at, ''), coalesce(l.pending_since, ''), ` + renewed + ` FROM requests r
		LEFT JOIN provider_links l ON l.request = r.id `

// OpenOfRequest lists the invoices a request asks for of which something
// remains: for a cart, what it was sold by.
func (tx *Tx) OpenOfRequest(request int64) ([]billing.Open, error) {
	return collect(tx, func(row scanner) (o billing.Open, err error) {
		err = row.Scan(&o.Invoice, &o.Number, &o.Remaining)
		return o, err
	}, `SELECT i.id, i.number, i.total_cents - s.settled_cents FROM invoices i JOIN settlements s ON s.invoice = i.id
		WHERE i.id IN (SELECT invoice FROM request_invoices WHERE request = ?1 UNION ALL SELECT c.invoice FROM request_carts k JOIN carts c ON c.id = k.cart WHERE k.request = ?1)
		AND s.settled_cents < i.total_cents ORDER BY i.id`, request)
}

// CloseRequests marks the open requests of an invoice that is settled as paid.
func (tx *Tx) CloseRequests(invoice billing.InvoiceID) error {
	return tx.endRequests("paid", `state = 'open' AND id IN (SELECT request FROM request_invoices WHERE invoice = ?1)
		AND NOT EXISTS (SELECT 1 FROM request_invoices o JOIN settlements s ON s.invoice = o.invoice
			WHERE o.request = requests.id AND s.next_due_day <> '')`, int64(invoice))
}
