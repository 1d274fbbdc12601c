package sqlite

import (
	"paddock/backend/billing"
	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
)

// The rows beside the sealed documents, as they are, for verify to compare with
// what the journal says of them.

// SoldCard is a card and the line it was sold on.
type SoldCard struct {
	ID           int64
	Line         int64
	N            int // which of the line's quantity
	Invoice      string
	Rider        club.RiderID
	Offer        catalogue.OfferID
	Name         string
	Units        int
	Months       int
	ValidFrom    calendar.Day
	ValidThrough calendar.Day
}

// SoldCards lists every card.
func (tx *Tx) SoldCards() ([]SoldCard, error) {
	return collect(tx, func(row scanner) (c SoldCard, err error) {
		err = row.Scan(&c.ID, &c.Line, &c.N, &c.Invoice, &c.Rider, &c.Offer, &c.Name, &c.Units, &c.Months, &c.ValidFrom, &c.ValidThrough)
		return c, err
	}, `SELECT c.id, c.invoice_line, c.n, coalesce(i.number, ''), c.rider, c.offer, c.name, c.units, c.months, c.valid_from, c.valid_through
		FROM cards c LEFT JOIN invoice_lines l ON l.id = c.invoice_line LEFT JOIN invoices i ON i.id = l.invoice ORDER BY c.id`)
}

// Movement is a line of a card's ledger: when, who, why, balance.
type Movement struct {
	Card       int64
	Units      int
	Balance    int
	Why        string
	CreditNote billing.InvoiceID // that gave the card back; 0 for none
	Booking    booking.BookingID // that moved it; 0 for what the journal decides
	At         string            // instants stay text: verify must read what somebody spoiled
	By         int64
}

// Movements lists the ledgers of all cards, each in its order.
func (tx *Tx) Movements() ([]Movement, error) {
	return collect(tx, func(row scanner) (m Movement, err error) {
		err = row.Scan(&m.Card, &m.Units, &m.Balance, &m.Why, orZero(&m.CreditNote), orZero(&m.Booking), &m.At, &m.By)
		return m, err
	}, "SELECT card, units, balance, why, credit_note, booking, moved_at, moved_by FROM card_movements ORDER BY card, id")
}

// SoldLicence is a licence and the line it was sold on.
type SoldLicence struct {
	Line         int64
	Invoice      string
	Rider        club.RiderID
	Kind         string
	Number       string
	ValidFrom    calendar.Day
	ValidThrough calendar.Day
	CreditNote   billing.InvoiceID // that withdrew it; 0 for none
}

// SoldLicences lists the licences the club sold; those a rider brought along
// are not the journal's.
func (tx *Tx) SoldLicences() ([]SoldLicence, error) {
	return collect(tx, func(row scanner) (l SoldLicence, err error) {
		err = row.Scan(&l.Line, &l.Invoice, &l.Rider, &l.Kind, &l.Number, &l.ValidFrom, &l.ValidThrough, orZero(&l.CreditNote))
		return l, err
	}, `SELECT x.invoice_line, coalesce(i.number, ''), x.rider, x.kind, x.number, x.valid_from, x.valid_through, x.credit_note
		FROM licences x LEFT JOIN invoice_lines l ON l.id = x.invoice_line LEFT JOIN invoices i ON i.id = l.invoice
		WHERE x.invoice_line IS NOT NULL ORDER BY x.id`)
}

// AllRequests lists every request with the invoices it asks for.
func (tx *Tx) AllRequests() ([]Request, error) {
	requests, err := collect(tx, func(row scanner) (r Request, err error) {
		err = row.Scan(&r.ID, &r.Kind, &r.Way, orZero(&r.Household), &r.Cents, &r.URL, &r.State, &r.Until, &r.At, &r.By, &r.Cart, &r.Reference)
		return r, err
	}, `SELECT r.id, r.kind, r.way, r.household, r.cents, r.url, r.state, r.until_day, r.created_at, r.created_by, coalesce(k.cart, 0), coalesce(k.reference, '')
		FROM requests r LEFT JOIN request_carts k ON k.request = r.id ORDER BY r.id`)
	if err != nil {
		return nil, err
	}
	at := map[int64]int{}
	for i, r := range requests {
		at[r.ID] = i
	}
	_, err = collect(tx, func(row scanner) (invoice billing.InvoiceID, err error) {
		var request int64
		err = row.Scan(&request, &invoice)
		if i, has := at[request]; has {
			requests[i].Invoices = append(requests[i].Invoices, invoice)
		}
		return invoice, err
	}, "SELECT request, invoice FROM request_invoices ORDER BY request, invoice")
	return requests, err
}

// Print is a paper that left.
type Print struct {
	Paper string // invoice or receipt
	Doc   string // number of the document or the receipt
	Copy  int
	At    string
	By    int64
}

// Prints lists every paper that left.
func (tx *Tx) Prints() ([]Print, error) {
	return collect(tx, func(row scanner) (p Print, err error) {
		err = row.Scan(&p.Paper, &p.Doc, &p.Copy, &p.At, &p.By)
		return p, err
	}, `SELECT p.doc_kind, coalesce(i.number, m.receipt, ''), p.copy, p.printed_at, p.printed_by FROM prints p
		LEFT JOIN invoices i ON p.doc_kind = 'invoice' AND i.id = p.doc
		LEFT JOIN payments m ON p.doc_kind = 'receipt' AND m.id = p.doc ORDER BY p.id`)
}
