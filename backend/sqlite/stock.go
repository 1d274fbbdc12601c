package sqlite

import (
	"errors"
	"time"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
)

// StockMovement is a line of the ledger of an offer's stock.
type StockMovement struct {
	ID      int64                 `json:"id"`
	Offer   catalogue.OfferID     `json:"offer"`
	Units   int                   `json:"units" doc:"Into the stock; negative out of it"`
	Left    int                   `json:"left" doc:"In stock after it; below zero when more was sold than was there"`
	Why     catalogue.StockReason `json:"why" enum:"counted,received,corrected,sold,returned"`
	Reason  string                `json:"reason" doc:"Why it was corrected"`
	Line    int64                 `json:"-"` // of the invoice that sold it; 0 for the rest
	Invoice billing.InvoiceID     `json:"invoice" doc:"The invoice that sold it, or the credit note that put it back; 0 for the rest"`
	Number  string                `json:"number" doc:"Of that document"`
	At      time.Time             `json:"-"`
	Day     calendar.Day          `json:"day" doc:"Of it, where the club is"`
	By      string                `json:"by"`
}

// selectStock is what is in stock: the one place that says so.
const selectStock = "SELECT offer, sum(units) FROM stock_movements"

// Stock counts what is in stock of each offer that was ever moved.
func (tx *Tx) Stock() (map[catalogue.OfferID]int, error) {
	left := map[catalogue.OfferID]int{}
	err := tx.each(func(row scanner) error {
		var offer catalogue.OfferID
		var units int
		err := row.Scan(&offer, &units)
		left[offer] = units
		return err
	}, selectStock+" GROUP BY offer")
	return left, err
}

// StockOf counts what is in stock of one offer.
func (tx *Tx) StockOf(id catalogue.OfferID) (int, error) {
	left, err := one(tx, func(row scanner) (units int, err error) {
		var offer catalogue.OfferID
		return units, row.Scan(&offer, &units)
	}, selectStock+" WHERE offer = ? GROUP BY offer", int64(id))
	if errors.Is(err, ErrNotFound) {
		err = nil
	}
	return left, err
}

// MoveStock adds a movement. Invoice is the credit note of what is put back.
func (tx *Tx) MoveStock(m StockMovement, actor club.Actor) error {
	_, err := tx.exec(`INSERT INTO stock_movements (offer, units, why, reason, invoice_line, credit_note, moved_at, moved_by)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		int64(m.Offer), m.Units, string(m.Why), m.Reason, orNull(m.Line), orNull(m.Invoice), stamp(tx.Now), actor.ID)
	return err
}

// StockMovements lists the movements of an offer, the latest first.
func (tx *Tx) StockMovements(id catalogue.OfferID) ([]StockMovement, error) {
	return collect(tx, func(row scanner) (m StockMovement, err error) {
		err = row.Scan(&m.ID, &m.Offer, &m.Units, &m.Left, &m.Why, &m.Reason, orZero(&m.Line), orZero(&m.Invoice), &m.Number, instant{&m.At}, &m.By)
		return m, err
	}, `SELECT m.id, m.offer, m.units, sum(m.units) OVER (ORDER BY m.id), m.why, m.reason, m.invoice_line, i.id, coalesce(i.number, ''), m.moved_at, s.name
		FROM stock_movements m JOIN staff s ON s.id = m.moved_by
		LEFT JOIN invoice_lines l ON l.id = m.invoice_line LEFT JOIN invoices i ON i.id = coalesce(m.credit_note, l.invoice)
		WHERE m.offer = ? ORDER BY m.id DESC`, int64(id))
}

// OutOfStock counts what each line of an invoice took from the stock and no
// credit note put back.
func (tx *Tx) OutOfStock(invoice billing.InvoiceID) (map[int64]int, error) {
	out := map[int64]int{}
	err := tx.each(func(row scanner) error {
		var line int64
		var units int
		err := row.Scan(&line, &units)
		out[line] = units
		return err
	}, `SELECT invoice_line, -sum(units) FROM stock_movements WHERE invoice_line IN (SELECT id FROM invoice_lines WHERE invoice = ?)
		GROUP BY invoice_line HAVING sum(units) < 0`, int64(invoice))
	return out, err
}
