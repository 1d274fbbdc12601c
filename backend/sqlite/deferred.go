package sqlite

import (
	"time"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/money"
)

// DeferredOffer is what was sold of an offer and is still owed on a day.
type DeferredOffer struct {
	Offer catalogue.OfferID `json:"offer" doc:"0 for the vouchers of missed lessons"`
	Kind  catalogue.Kind    `json:"kind" enum:"card,package,giftCard,voucher"`
	Name  string            `json:"name"`
	Sold  int               `json:"sold" doc:"Units, lessons or gift cards, of what is not used up"`
	Used  int               `json:"used" doc:"Of these: owed no more"`
	Left  int               `json:"left"`
	Cents money.Cents       `json:"cents" doc:"Without VAT; of gift cards what is left on them"`
}

// DeferredOn lists by offer what cards and packages hold as deferred revenue at
// the end of a day, by the documents and the entries made until then; and with
// them what gift cards hold, an expired one through its last day where that was open. Vouchers are units alone: the lesson that was missed
// was revenue on its own day (PRODUCT section 9). end is that day's midnight.
func (tx *Tx) DeferredOn(day calendar.Day, end time.Time) ([]DeferredOffer, error) {
	return collect(tx, func(row scanner) (d DeferredOffer, err error) {
		err = row.Scan(&d.Offer, &d.Kind, &d.Name, &d.Sold, &d.Used, &d.Cents)
		d.Left = d.Sold - d.Used
		return d, err
	}, `WITH put AS (SELECT d.line, sum(d.cents) cents FROM deferrals d JOIN invoices n ON n.id = d.document WHERE n.day <= ?1 GROUP BY d.line),
		taken AS (SELECT r.line, sum(r.cents) cents, max(r.entry), r.gone, r.of_units FROM recognitions r JOIN entries e ON e.id = r.entry WHERE e.day <= ?1 GROUP BY r.line),
		gifts AS (SELECT m.gift_card, sum(m.cents) cents FROM gift_card_movements m JOIN gift_cards c ON c.id = m.gift_card WHERE m.moved_at < ?2
			OR m.why = 'expired' AND c.valid_through <= ?1 AND EXISTS (SELECT 1 FROM entries e WHERE e.day = c.valid_through AND e.text LIKE 'CC-%')
			GROUP BY m.gift_card)
	SELECT o.id, o.kind, o.name, sum(CASE WHEN p.ended_day <> '' AND coalesce((SELECT day FROM invoices WHERE id = p.credit_note), p.ended_day) <= ?1
			THEN (SELECT count(*) FROM bookings WHERE package = p.id AND NOT given_up)
			ELSE coalesce(t.of_units, p.lessons, (SELECT sum(units) FROM cards WHERE invoice_line = l.id), 0) END), sum(coalesce(t.gone, 0)),
		sum(put.cents - coalesce(t.cents, 0)) FROM put LEFT JOIN taken t ON t.line = put.line JOIN invoice_lines l ON l.id = put.line JOIN offers o ON o.id = l.offer
		LEFT JOIN packages p ON p.invoice_line = l.id WHERE put.cents <> coalesce(t.cents, 0) GROUP BY o.id
	UNION ALL SELECT o.id, o.kind, o.name, count(*), 0, sum(g.cents) FROM gifts g JOIN gift_cards c ON c.id = g.gift_card
		JOIN invoice_lines l ON l.id = c.invoice_line JOIN offers o ON o.id = l.offer WHERE g.cents > 0 GROUP BY o.id
	UNION ALL SELECT 0, '`+string(billing.Voucher)+`', '', n, 0, 0 FROM (SELECT count(*) n FROM vouchers v WHERE v.valid_through >= ?1
		AND (SELECT balance FROM voucher_movements WHERE voucher = v.id AND moved_at < ?2 ORDER BY id DESC LIMIT 1) > 0) WHERE n > 0
	ORDER BY 2, 3`, string(day), stamp(end))
}

// DeferredNow adds up what cards, packages and gift cards hold.
func (tx *Tx) DeferredNow() (cents money.Cents, err error) {
	return cents, tx.row(`SELECT coalesce((SELECT sum(cents) FROM deferrals), 0) - coalesce((SELECT sum(cents) FROM recognitions), 0)
		+ coalesce((SELECT sum(cents) FROM gift_card_movements), 0)`, nil, &cents)
}
