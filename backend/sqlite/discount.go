package sqlite

import (
	"paddock/backend/billing"
	"paddock/backend/club"
)

// Held lists what a household bought, as places count it, with the discounts it
// had, in the order of the sales. A line counts in its offer's season, else in
// the one its day lies in.
func (tx *Tx) Held(household club.HouseholdID) ([]billing.Held, error) {
	return collect(tx, func(row scanner) (h billing.Held, err error) {
		err = row.Scan(&h.Line, &h.Invoice, orZero(&h.Season), &h.Offer, &h.Kind, orZero(&h.Rider), &h.Gone,
			orZero(&h.Base), fromJSON(&h.Discount), &h.Left, &h.Text, &h.Name)
		return h, err
	}, `SELECT l.id, l.invoice, coalesce(o.season, (SELECT id FROM seasons WHERE i.day BETWEEN first_day AND last_day)),
			l.offer, l.kind, l.rider,
			EXISTS (SELECT 1 FROM invoice_lines WHERE original = l.id AND withdraws IS NULL) AND l.base = 0
				AND l.cents + (SELECT coalesce(sum(cents), 0) FROM invoice_lines WHERE original = l.id AND withdraws IS NULL) = 0,
			(SELECT id FROM invoice_lines b WHERE l.base > 0 AND b.invoice = l.invoice AND b.n = l.base), l.discount,
			-(l.cents + (SELECT coalesce(sum(cents), 0) FROM invoice_lines WHERE original = l.id)
				+ (SELECT coalesce(sum(cents), 0) FROM invoice_lines WHERE withdraws = l.id)),
			l.text, l.rider_name
		FROM invoices i JOIN invoice_lines l ON l.invoice = i.id JOIN offers o ON o.id = l.offer
		WHERE i.household = ? AND i.kind = 'invoice' ORDER BY l.id`, int64(household))
}

// SeasonOfDay is the season a day lies in, 0 when it lies in none.
func (tx *Tx) SeasonOfDay(day string) (id int64, err error) {
	err = tx.row("SELECT coalesce((SELECT id FROM seasons WHERE ? BETWEEN first_day AND last_day), 0)", []any{day}, &id)
	return id, err
}

// PromoUses counts the sales a promotion was used in.
func (tx *Tx) PromoUses(rule int64) (n int, err error) {
	err = tx.row(`SELECT count(DISTINCT invoice) FROM invoice_lines
		WHERE base > 0 AND json_extract(discount, '$.kind') = 'promo' AND json_extract(discount, '$.rule') = ?`, []any{rule}, &n)
	return n, err
}
