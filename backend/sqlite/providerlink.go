package sqlite

import (
	"time"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/money"
)

// ProviderLink is a request's link at its payment provider.
type ProviderLink struct {
	Request   int64
	Provider  string
	Shop      string // of the club at the provider; "" where it has none
	Account   int    // by which key it is looked at: 0 for the club's of today
	Key       string
	Ref       string // the provider's id; "" until it made the link
	State     string // wanted, open, closed, ended
	Tries     int
	Asks      bool // its request still asks for money
	Household club.HouseholdID
	Cart      billing.CartID // it belongs to; 0 where it belongs to invoices
	Cents     money.Cents
	Until     string // club-local day
	Reference string // of the first invoice, or of the cart's order
	Language  locale.Lang
	By        int64     // who asked for the money
	Ends      time.Time // when it stops working by itself; zero for never
	ClosedAt  time.Time // zero while it is open, and of what closed before that was noted
	AskedAt   time.Time
	Renewed   bool // it replaces one that ended at its provider
}

// WantLink has the provider make a link for a request, which the loop asks for.
func (tx *Tx) WantLink(request int64, provider, shop, key string) error {
	_, err := tx.exec("INSERT INTO provider_links (request, provider, shop, key, state, next_at) VALUES (?, ?, ?, ?, 'wanted', ?)", request, provider, shop, key, stamp(tx.Now))
	return err
}

// LinksToTend are the links to ask a provider about by now, who waited longest
// first. One that waits for a rider's file is not made yet.
func (tx *Tx) LinksToTend(most int) ([]ProviderLink, error) {
	return collect(tx, scanProviderLink, selectProviderLink+`l.state <> 'ended' AND l.next_at <= ?
		AND NOT EXISTS (SELECT 1 FROM withheld_links w WHERE w.request = l.request AND w.released_at = '' AND r.state = 'open') ORDER BY l.next_at, l.request LIMIT ?`, stamp(tx.Now), most)
}

// CartLinksUntended are the open links over carts that LinksToTend never names: without
// a provider, or waiting for files.
func (tx *Tx) CartLinksUntended() ([]ProviderLink, error) {
	return collect(tx, func(row scanner) (l ProviderLink, err error) {
		return l, row.Scan(&l.Request, &l.Cart, &l.By)
	}, `SELECT r.id, k.cart, r.created_by FROM requests r JOIN request_carts k ON k.request = r.id WHERE r.state = 'open'
		AND (NOT EXISTS (SELECT 1 FROM provider_links l WHERE l.request = r.id) OR EXISTS (SELECT 1 FROM withheld_links w WHERE w.request = r.id AND w.released_at = '')) ORDER BY r.id`)
}

// renewed is whether a request r replaces a link over one of its invoices that ended at
// its provider.
const renewed = `EXISTS (SELECT 1 FROM request_invoices x JOIN request_invoices y ON y.invoice = x.invoice AND y.request < x.request
	JOIN provider_links z ON z.request = y.request AND z.lapsed = 1 WHERE x.request = r.id)`

const selectProviderLink = `SELECT l.request, l.provider, l.shop, l.account, l.key, l.ref, l.state, l.tries, r.state = 'open', coalesce(r.household, 0), coalesce(k.cart, 0), r.cents, r.until_day,
	coalesce(i.reference, k.reference), coalesce(i.language, k.language), r.created_by,
	l.ends_at, l.closed_at, r.created_at, ` + renewed + `
	FROM provider_links l JOIN requests r ON r.id = l.request LEFT JOIN request_carts k ON k.request = r.id
	LEFT JOIN invoices i ON i.id = (SELECT min(invoice) FROM request_invoices WHERE request = r.id) WHERE `

func scanProviderLink(row scanner) (l ProviderLink, err error) {
	return l, row.Scan(&l.Request, &l.Provider, &l.Shop, &l.Account, &l.Key, &l.Ref, &l.State, &l.Tries, &l.Asks, &l.Household, &l.Cart, &l.Cents, &l.Until, &l.Reference, &l.Language, &l.By,
		instant{&l.Ends}, instant{&l.ClosedAt}, instant{&l.AskedAt}, &l.Renewed)
}

// ProviderLink finds a link by its request. ErrNotFound.
func (tx *Tx) ProviderLink(request int64) (ProviderLink, error) {
	return one(tx, scanProviderLink, selectProviderLink+"l.request = ?", request)
}

// LinkMade notes what the provider made, and when that ends by itself; zero for never.
func (tx *Tx) LinkMade(request int64, ref, url string, ends, next time.Time) error {
	return tx.change("UPDATE provider_links SET ref = ?, url = ?, state = 'open', problem = '', detail = '', tries = 0, ends_at = ?, next_at = ? WHERE request = ? AND state = 'wanted'",
		ref, url, stampOrNone(ends), stamp(next), request)
}

// LinkSeen notes in which state a look left a link, and when to look again.
func (tx *Tx) LinkSeen(request int64, state string, next time.Time) error {
	return tx.change(`UPDATE provider_links SET state = ?1, problem = '', detail = '', tries = 0, looked_at = ?2, next_at = ?3,
		closed_at = iif(state = 'open' AND ?1 <> 'open', ?2, closed_at), pending_since = iif(?1 = 'ended', '', pending_since) WHERE request = ?4`, state, stamp(tx.Now), stamp(next), request)
}

// LinkPending notes whether somebody's money by a link is under way, and since when.
func (tx *Tx) LinkPending(request int64, pending bool) error {
	return tx.change("UPDATE provider_links SET pending_since = iif(?, coalesce(nullif(pending_since, ''), ?), '') WHERE request = ?", pending, stamp(tx.Now), request)
}

// UnderWay is money by a link that its provider says is under way, and the open invoices
// it was asked for.
type UnderWay struct {
	Cents    money.Cents
	Since    time.Time
	Invoices []billing.Open
}

// underWayFor is how long money by a link is believed to be under way: a direct debit
// takes some five bank days, and what nobody heard of for longer holds no reminder back.
const underWayFor = 14 * 24 * time.Hour

// LinksUnderWay lists the money that is under way by links over invoices, of one
// household unless it is 0, the earliest asked first.
func (tx *Tx) LinksUnderWay(household club.HouseholdID) ([]UnderWay, error) {
	type asked struct {
		request int64
		cents   money.Cents
		since   string
	}
	requests, err := collect(tx, func(row scanner) (a asked, err error) { return a, row.Scan(&a.request, &a.cents, &a.since) },
		"SELECT r.id, r.cents, l.pending_since FROM provider_links l JOIN requests r ON r.id = l.request WHERE l.pending_since > ?2 AND (?1 = 0 OR "+account("r.household", "?1")+") ORDER BY r.id", int64(household), stamp(tx.Now.Add(-underWayFor)))
	var list []UnderWay
	for _, r := range requests {
		if err != nil {
			break
		}
		one := UnderWay{Cents: r.cents}
		if one.Since, err = time.Parse(instantLayout, r.since); err != nil {
			break
		}
		one.Invoices, err = tx.OpenOfRequest(r.request)
		list = append(list, one)
	}
	return list, err
}

// LinkLapsed notes that a link ended at its provider while money was still asked.
func (tx *Tx) LinkLapsed(request int64) error {
	return tx.change("UPDATE provider_links SET lapsed = 1 WHERE request = ?", request)
}

// LinkEnds notes when a link ends, where its provider says so.
func (tx *Tx) LinkEnds(request int64, ends time.Time) error {
	return tx.change("UPDATE provider_links SET ends_at = ? WHERE request = ?", stampOrNone(ends), request)
}

func stampOrNone(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return stamp(at)
}

// LinkFailed notes why a provider did not do what it was asked.
func (tx *Tx) LinkFailed(request int64, problem, detail string, next time.Time) error {
	return tx.change("UPDATE provider_links SET problem = ?, detail = ?, tries = tries + 1, next_at = ? WHERE request = ?", problem, detail, stamp(next), request)
}

// LinkKeyed has a link that is wanted asked for by another key.
func (tx *Tx) LinkKeyed(request int64, key string) error {
	return tx.change("UPDATE provider_links SET key = ? WHERE request = ? AND state = 'wanted'", key, request)
}

// linksOver are the requests that asked for an invoice, or for the cart it was sold from.
const linksOver = "(SELECT request FROM request_invoices WHERE invoice = ?1 UNION ALL SELECT k.request FROM request_carts k JOIN carts c ON c.id = k.cart WHERE c.invoice = ?1)"

// LookSoon has the links over an invoice asked about at once.
func (tx *Tx) LookSoon(invoice billing.InvoiceID) error {
	_, err := tx.exec("UPDATE provider_links SET next_at = ?2 WHERE state <> 'ended' AND request IN "+linksOver, int64(invoice), stamp(tx.Now))
	return err
}

// LinkStands reports whether a provider made a link over an invoice and is still asked
// about it.
func (tx *Tx) LinkStands(invoice billing.InvoiceID) (stands bool, err error) {
	err = tx.row("SELECT EXISTS (SELECT 1 FROM provider_links WHERE ref <> '' AND state <> 'ended' AND request IN "+linksOver+")", []any{int64(invoice)}, &stands)
	return stands, err
}

// CameByLinks are the amounts that the links over an invoice, or over the cart it was
// sold from, brought into the books.
func (tx *Tx) CameByLinks(invoice billing.InvoiceID) ([]money.Cents, error) {
	return collect(tx, func(row scanner) (c money.Cents, err error) { return c, row.Scan(&c) },
		"SELECT cents FROM link_payments WHERE state = 'booked' AND request IN "+linksOver+" ORDER BY id", int64(invoice))
}

// CartLinkStands is LinkStands for a cart.
func (tx *Tx) CartLinkStands(cart billing.CartID) (stands bool, err error) {
	err = tx.row("SELECT EXISTS (SELECT 1 FROM provider_links WHERE ref <> '' AND state <> 'ended' AND request IN (SELECT request FROM request_carts WHERE cart = ?))", []any{int64(cart)}, &stands)
	return stands, err
}

// LookAtCartSoon is LookSoon for the links of a cart.
func (tx *Tx) LookAtCartSoon(cart billing.CartID) error {
	_, err := tx.exec("UPDATE provider_links SET next_at = ? WHERE state <> 'ended' AND request IN (SELECT request FROM request_carts WHERE cart = ?)", stamp(tx.Now), int64(cart))
	return err
}

// LinkPayment is money that a provider reported.
type LinkPayment struct {
	ID        int64             `json:"id"`
	Request   int64             `json:"request"`
	Provider  string            `json:"provider"`
	Ref       string            `json:"reference" doc:"The provider's name of the payment"`
	Cents     money.Cents       `json:"cents"`
	Currency  string            `json:"currency"`
	Refunded  money.Cents       `json:"refundedCents" doc:"What the provider gave back, as it says"`
	Back      money.Cents       `json:"backCents" doc:"What of that is settled here"`
	PaidAt    time.Time         `json:"paidAt"`
	Test      bool              `json:"test" doc:"Paid in the provider's test mode: it is no money"`
	Why       string            `json:"why" enum:",amount,currency,late,refunded,cart,returned,cancelled" doc:"Why a person looks at it"`
	State     string            `json:"state" enum:"booked,toCheck,givenBack"`
	Payment   billing.PaymentID `json:"-"`
	Household club.HouseholdID  `json:"household"`
	Family    string            `json:"family"`
	Invoice   billing.InvoiceID `json:"invoice" doc:"The first it was asked for, or what its cart was sold by; 0 while the cart is not"`
	Cart      billing.CartID    `json:"cart" doc:"The cart it was asked for; 0 for invoices"`
	Number    string            `json:"number" doc:"Of the invoice; of a cart without one, the reference of its order"`
	Asked     money.Cents       `json:"askedCents"`
}

const selectLinkPayment = `SELECT p.id, p.request, p.provider, p.ref, p.cents, p.currency, p.refunded, p.back, p.paid_at, p.test, p.why, p.state, coalesce(p.payment, 0),
	coalesce(r.household, 0), coalesce(h.name, ''), coalesce(i.id, 0), coalesce(k.cart, 0), coalesce(i.number, k.reference), r.cents
	FROM link_payments p JOIN requests r ON r.id = p.request LEFT JOIN households h ON h.id = r.household
	LEFT JOIN request_carts k ON k.request = r.id LEFT JOIN carts c ON c.id = k.cart
	LEFT JOIN invoices i ON i.id = coalesce(c.invoice, (SELECT min(invoice) FROM request_invoices WHERE request = r.id)) WHERE `

func scanLinkPayment(row scanner) (p LinkPayment, err error) {
	var at string
	if err = row.Scan(&p.ID, &p.Request, &p.Provider, &p.Ref, &p.Cents, &p.Currency, &p.Refunded, &p.Back, &at, &p.Test, &p.Why, &p.State, &p.Payment, &p.Household, &p.Family, &p.Invoice, &p.Cart, &p.Number, &p.Asked); err == nil {
		p.PaidAt, err = time.Parse(instantLayout, at)
	}
	return p, err
}

// LinkPaymentsToCheck lists what came by links otherwise than it was asked, and what
// was booked and is given back since, or came back after that, the earliest first.
func (tx *Tx) LinkPaymentsToCheck() ([]LinkPayment, error) {
	return collect(tx, scanLinkPayment, selectLinkPayment+"(p.state = 'toCheck' OR p.state = 'booked' AND p.refunded <> p.back) ORDER BY p.id")
}

// LinkPaymentsOf lists what came by links of a household, was not given back, and waits for
// a person.
func (tx *Tx) LinkPaymentsOf(household club.HouseholdID) ([]LinkPayment, error) {
	return collect(tx, scanLinkPayment, selectLinkPayment+"p.state = 'toCheck' AND p.test = 0 AND p.refunded < p.cents AND p.payment IS NULL AND "+account("r.household", "?1")+" ORDER BY p.id", int64(household))
}

// LinkPayment finds one by its row. ErrNotFound.
func (tx *Tx) LinkPayment(id int64) (LinkPayment, error) {
	return one(tx, scanLinkPayment, selectLinkPayment+"p.id = ?", id)
}

// LinkPaymentOf finds one by the provider's name of it. ErrNotFound.
func (tx *Tx) LinkPaymentOf(provider, ref string) (LinkPayment, error) {
	return one(tx, scanLinkPayment, selectLinkPayment+"p.provider = ? AND p.ref = ?", provider, ref)
}

// KeptByLink is when the last money came by a link that its provider did not give back
// whole; zero when there is none.
func (tx *Tx) KeptByLink(request int64) (at time.Time, err error) {
	var last string
	if err := tx.row("SELECT coalesce(max(paid_at), '') FROM link_payments WHERE request = ? AND refunded < cents", []any{request}, &last); err != nil || last == "" {
		return at, err
	}
	return time.Parse(instantLayout, last)
}

// InsertLinkPayment notes money that was reported, and returns its row.
func (tx *Tx) InsertLinkPayment(p LinkPayment) (int64, error) {
	return tx.insert("INSERT INTO link_payments (request, provider, ref, cents, currency, refunded, back, paid_at, test, why, state, payment, seen_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		p.Request, p.Provider, p.Ref, int64(p.Cents), p.Currency, int64(p.Refunded), int64(p.Back), stamp(p.PaidAt), p.Test, p.Why, p.State, orNull(p.Payment), stamp(tx.Now))
}

// LinkPaymentsBy lists what came by the link of a request.
func (tx *Tx) LinkPaymentsBy(request int64) ([]LinkPayment, error) {
	return collect(tx, scanLinkPayment, selectLinkPayment+"p.request = ? ORDER BY p.id", request)
}

// LinkPaymentWaits reports whether money that came by the link of a request waits for a
// person.
func (tx *Tx) LinkPaymentWaits(request int64) (waits bool, err error) {
	err = tx.row("SELECT EXISTS (SELECT 1 FROM link_payments WHERE request = ? AND state = 'toCheck')", []any{request}, &waits)
	return waits, err
}

// LinkPaymentSeen notes what a provider says of one since: what it gave back, and why
// that waits for a person. Who decided of it before stays.
func (tx *Tx) LinkPaymentSeen(p LinkPayment) error {
	return tx.change("UPDATE link_payments SET refunded = ?, why = ?, state = ? WHERE id = ?", int64(p.Refunded), p.Why, p.State, p.ID)
}

// InsertLinkReturn notes a payment by which money of a link came back.
func (tx *Tx) InsertLinkReturn(id int64, payment billing.PaymentID) error {
	_, err := tx.exec("INSERT INTO link_returns (payment, link_payment) VALUES (?, ?)", int64(payment), id)
	return err
}

// LinkReturns are the payments by which money of a link came back, the latest first.
func (tx *Tx) LinkReturns(id int64) ([]billing.PaymentID, error) {
	return collect(tx, func(row scanner) (p billing.PaymentID, err error) { return p, row.Scan(&p) },
		"SELECT payment FROM link_returns WHERE link_payment = ? ORDER BY payment DESC", id)
}

// SaveLinkPayment notes what a person decided of one.
func (tx *Tx) SaveLinkPayment(p LinkPayment, actor club.Actor) error {
	return tx.change("UPDATE link_payments SET refunded = ?, back = ?, why = ?, state = ?, payment = ?, done_by = ? WHERE id = ?",
		int64(p.Refunded), int64(p.Back), p.Why, p.State, orNull(p.Payment), orNull(actor.ID), p.ID)
}
