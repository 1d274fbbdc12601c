package sqlite

import (
	"paddock/backend/billing"
	"paddock/backend/calendar"
)

// Override is something sold although it did not fit, as the owner reads it: who
// did it, for whom, and why.
type Override struct {
	Line      int64             `json:"line"`
	Day       calendar.Day      `json:"day"`
	Staff     int64             `json:"staff"`
	Who       string            `json:"who"`
	Invoice   billing.InvoiceID `json:"invoice"`
	Number    string            `json:"number"`
	Household string            `json:"household"`
	Rider     string            `json:"rider"`
	Offer     string            `json:"offer"`
	Reason    string            `json:"reason" doc:"Empty once it was erased"`
}

// Overrides lists those of a period, both days included, the latest first.
func (tx *Tx) Overrides(from, to calendar.Day) ([]Override, error) {
	return collect(tx, func(row scanner) (o Override, err error) {
		err = row.Scan(&o.Line, &o.Day, &o.Staff, &o.Who, &o.Invoice, &o.Number, &o.Household, &o.Rider, &o.Offer, &o.Reason)
		return o, err
	}, `SELECT l.id, i.day, s.id, s.name, i.id, i.number, coalesce(h.name, ''), coalesce(r.first_name || ' ' || r.surname, ''), o.name, w.text
		FROM cart_lines l JOIN reasons w ON w.id = l.reason JOIN carts c ON c.id = l.cart JOIN invoices i ON i.id = c.invoice
		JOIN staff s ON s.id = i.issued_by JOIN offers o ON o.id = l.offer
		LEFT JOIN households h ON h.id = i.household LEFT JOIN riders r ON r.id = l.rider
		WHERE i.day BETWEEN ? AND ? ORDER BY i.id DESC, l.id`, string(from), string(to))
}
