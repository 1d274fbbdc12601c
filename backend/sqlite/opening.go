package sqlite

import (
	"slices"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
)

// OpeningRow is what became of an opening: whose it is now, what settles it and
// what takes it back.
type OpeningRow struct {
	Household club.HouseholdID
	Family    string
	Mirror    string // number; "" while it stands
	Settlement
}

// Openings loads every opening whole, the latest first, without claims.
func (tx *Tx) Openings() ([]billing.Document, error) {
	docs, err := tx.documents("i.kind = 'opening' AND i.series <> ?", billing.ClaimSeries)
	slices.Reverse(docs)
	return docs, err
}

// OpeningsOf loads the openings of a list that nothing takes back, in order.
func (tx *Tx) OpeningsOf(list int64) ([]billing.Document, error) {
	return tx.documents("i.kind = 'opening' AND i.import = ? AND NOT EXISTS (SELECT 1 FROM invoices m WHERE m.original = i.id)", list)
}

// OpeningRows loads what became of every opening.
func (tx *Tx) OpeningRows() (map[billing.InvoiceID]OpeningRow, error) { return tx.openingRows("1") }

// OpeningRow loads what became of one.
func (tx *Tx) OpeningRow(id billing.InvoiceID) (OpeningRow, error) {
	rows, err := tx.openingRows("i.id = ?", int64(id))
	return rows[id], err
}

func (tx *Tx) openingRows(where string, args ...any) (map[billing.InvoiceID]OpeningRow, error) {
	rows := map[billing.InvoiceID]OpeningRow{}
	err := tx.each(func(row scanner) error {
		var id billing.InvoiceID
		var o OpeningRow
		err := row.Scan(&id, &o.Household, &o.Family, &o.Mirror, &o.Settled, &o.Credited, &o.Covered, &o.NextDue)
		rows[id] = o
		return err
	}, `SELECT i.id, h.id, h.name, coalesce((SELECT number FROM invoices m WHERE m.original = i.id), ''),
			s.settled_cents, s.credited_cents, s.covered_cents, s.next_due_day
		FROM invoices i JOIN settlements s ON s.invoice = i.id JOIN households own ON own.id = i.household
			JOIN households h ON h.id = coalesce(own.merged_into, own.id)
		WHERE i.kind = 'opening' AND `+where, args...)
	return rows, err
}

// Brought is an opening that stands, by what tells it from another: see
// billing.Carried. It names its household, or its rider, and no more of the rest
// than its kind needs.
type Brought struct {
	billing.Carried
	Number string
	Day    calendar.Day // of the take-over
}

// Brought lists the openings that nothing takes back, but for those of one list.
func (tx *Tx) Brought(besides int64) ([]Brought, error) {
	return collect(tx, func(row scanner) (b Brought, err error) {
		var terms catalogue.Terms
		err = row.Scan(&b.Number, &b.Day, &b.Kind, &b.Household, orZero(&b.Rider), orZero(&b.Offer), &b.Cents, fromJSON(&terms))
		b.Units, b.Through = terms.Units, terms.ValidThrough
		return b, err
	}, `SELECT i.number, i.day, l.kind, coalesce(own.merged_into, own.id), l.rider, l.offer, i.total_cents, l.terms
		FROM invoices i JOIN invoice_lines l ON l.invoice = i.id JOIN households own ON own.id = i.household
		WHERE i.kind = 'opening' AND i.series <> ? AND i.original IS NULL AND i.import IS NOT ?
			AND NOT EXISTS (SELECT 1 FROM invoices m WHERE m.original = i.id)
		ORDER BY i.id`, billing.ClaimSeries, besides)
}

// OpeningUsed finds a household whose opening of a list is settled or spent in
// part by something else than its own mirror, whose card or voucher moved, or
// whose package has a place that was given or given up; "" when there is none.
func (tx *Tx) OpeningUsed(list int64) (family string, err error) {
	err = tx.row(`SELECT coalesce((SELECT h.name FROM invoices i JOIN households h ON h.id = i.household WHERE i.import = ?1
		AND NOT EXISTS (SELECT 1 FROM invoices m WHERE m.original = i.id)
		AND (EXISTS (SELECT 1 FROM allocations WHERE invoice = i.id) OR EXISTS (SELECT 1 FROM allocations WHERE credit_note = i.id)
			OR EXISTS (SELECT 1 FROM request_invoices WHERE invoice = i.id)
			OR EXISTS (SELECT 1 FROM aid_invoices WHERE invoice = i.id)
			OR (SELECT count(*) FROM invoice_lines l JOIN cards c ON c.invoice_line = l.id JOIN card_movements m ON m.card = c.id WHERE l.invoice = i.id) > 1
			OR (SELECT count(*) FROM invoice_lines l JOIN vouchers v ON v.invoice_line = l.id JOIN voucher_movements m ON m.voucher = v.id WHERE l.invoice = i.id) > 1
			OR EXISTS (SELECT 1 FROM invoice_lines l JOIN packages p ON p.invoice_line = l.id JOIN bookings b ON b.package = p.id WHERE l.invoice = i.id AND b.state <> 'booked'))
		ORDER BY i.id LIMIT 1), '')`, []any{list}, &family)
	return family, err
}
