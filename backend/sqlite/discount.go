package sqlite

import (
	"paddock/backend/billing"
	"paddock/backend/catalogue"
	"paddock/backend/club"
)

// seasonOfLine is the season a line l of an invoice i counts in: its offer's, else
// the one its day lies in; 0 for none.
const seasonOfLine = "coalesce(o.season, (SELECT id FROM seasons WHERE i.day BETWEEN first_day AND last_day), 0)"

// Held lists what a household bought, as places count it, with the discounts it
// had, in the order of the sales: what counts in these seasons, and all of it
// when none is named.
func (tx *Tx) Held(household club.HouseholdID, seasons ...int64) ([]billing.Held, error) {
	in, err := asJSON(seasons)
	if err != nil {
		return nil, err
	}
	held, err := tx.held("i.household = ?1 AND (?2 = 'null' OR "+seasonOfLine+" IN (SELECT value FROM json_each(?2)))", int64(household), in)
	return held[household], err
}

// HeldOf lists by household what was bought of an offer in a season, as Held does.
func (tx *Tx) HeldOf(offer catalogue.OfferID, season int64) (map[club.HouseholdID][]billing.Held, error) {
	return tx.held("l.offer = ?1 AND "+seasonOfLine+" = ?2", int64(offer), season)
}

func (tx *Tx) held(where string, args ...any) (map[club.HouseholdID][]billing.Held, error) {
	held := map[club.HouseholdID][]billing.Held{}
	return held, tx.each(func(row scanner) error {
		var household club.HouseholdID
		var h billing.Held
		err := row.Scan(orZero(&household), &h.Line, &h.Invoice, &h.Season, &h.Offer, &h.Kind, orZero(&h.Rider), &h.Gone,
			orZero(&h.Base), fromJSON(&h.Discount), &h.Left, &h.Text, &h.Name)
		held[household] = append(held[household], h)
		return err
	}, `SELECT i.household, l.id, l.invoice, `+seasonOfLine+`, l.offer, l.kind, l.rider,
			EXISTS (SELECT 1 FROM invoice_lines WHERE original = l.id AND withdraws IS NULL) AND l.base = 0
				AND l.cents + (SELECT coalesce(sum(cents), 0) FROM invoice_lines WHERE original = l.id AND withdraws IS NULL) = 0
				OR EXISTS (SELECT 1 FROM packages WHERE invoice_line = l.id AND ended_day <> ''),
			(SELECT id FROM invoice_lines b WHERE l.base > 0 AND b.invoice = l.invoice AND b.n = l.base), l.discount,
			-(l.cents + (SELECT coalesce(sum(cents), 0) FROM invoice_lines WHERE original = l.id)
				+ (SELECT coalesce(sum(cents), 0) FROM invoice_lines WHERE withdraws = l.id)),
			l.text, l.rider_name
		FROM invoices i JOIN invoice_lines l ON l.invoice = i.id JOIN offers o ON o.id = l.offer
		WHERE i.kind = 'invoice' AND `+where+` ORDER BY l.id`, args...)
}

// SeasonOfDay is the season a day lies in, 0 when it lies in none.
func (tx *Tx) SeasonOfDay(day string) (id int64, err error) {
	if id, known := tx.seen.seasons[day]; known {
		return id, nil
	}
	err = tx.row("SELECT coalesce((SELECT id FROM seasons WHERE ? BETWEEN first_day AND last_day), 0)", []any{day}, &id)
	if err != nil {
		return 0, err
	}
	if tx.seen.seasons == nil {
		tx.seen.seasons = map[string]int64{}
	}
	tx.seen.seasons[day] = id
	return id, nil
}

// PromoUses counts the sales a promotion was used in.
func (tx *Tx) PromoUses(rule int64) (n int, err error) {
	err = tx.row(`SELECT count(DISTINCT invoice) FROM invoice_lines
		WHERE base > 0 AND json_extract(discount, '$.kind') = 'promo' AND json_extract(discount, '$.rule') = ?`, []any{rule}, &n)
	return n, err
}
