package sqlite

import (
	"time"

	"paddock/backend/billing"
	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/money"
	"paddock/backend/planning"
)

// Override is something sold although it did not fit, taken off a price by hand,
// or a link unlocked, as the owner reads it: who did it, for whom, and why.
type Override struct {
	Line      int64             `json:"line"`
	Link      int64             `json:"link" doc:"The payment link that was given out before the file was complete; 0 for a sale"`
	Booking   booking.BookingID `json:"booking" doc:"The place for which a rule was set aside; 0 for all else"`
	Horse     string            `json:"horse" doc:"That was given for it although a limit stood against it; empty for all else"`
	Card      booking.CardID    `json:"card" doc:"The card that is good for longer; 0 for all else"`
	Plan      *PlanSetAside     `json:"plan,omitempty" doc:"A change of the plan; none for all else"`
	At        time.Time         `json:"-"` // of a link, a booking, a card or the plan
	Day       calendar.Day      `json:"day"`
	Staff     int64             `json:"staff"`
	Who       string            `json:"who"`
	Invoice   billing.InvoiceID `json:"invoice"`
	Number    string            `json:"number"`
	Household string            `json:"household"`
	Rider     string            `json:"rider"`
	Offer     string            `json:"offer"`
	Reason    string            `json:"reason" doc:"Empty once it was erased"`

	Payout *DearPayout `json:"payout,omitempty" doc:"Ticked by a person although its fee is above a tenth; none for all else"`

	Short int `json:"short" doc:"Sold although so many were not in stock; 0 for the rest. Nobody gives a reason for it"`

	Given *club.GivenDiscount `json:"given,omitempty" doc:"Taken off its price by hand; none where it was sold although it did not fit"`
}

// Overrides lists those of a period, both days included, the latest first.
func (tx *Tx) Overrides(from, to calendar.Day) ([]Override, error) {
	return collect(tx, func(row scanner) (o Override, err error) {
		err = row.Scan(&o.Line, &o.Day, &o.Staff, &o.Who, &o.Invoice, &o.Number, &o.Household, &o.Rider, &o.Offer, fromJSON(&o.Given), &o.Reason)
		return o, err
	}, `SELECT l.id, i.day, s.id, s.name, i.id, i.number, coalesce(h.name, ''), coalesce(r.first_name || ' ' || r.surname, ''), o.name,
			CASE w.id WHEN l.reason THEN 'null' ELSE l.discount END, w.text
		FROM cart_lines l JOIN reasons w ON w.id IN (l.reason, l.discount_reason) JOIN carts c ON c.id = l.cart JOIN invoices i ON i.id = c.invoice
		JOIN staff s ON s.id = i.issued_by JOIN offers o ON o.id = l.offer
		LEFT JOIN households h ON h.id = i.household LEFT JOIN riders r ON r.id = l.rider
		WHERE i.day BETWEEN ? AND ? ORDER BY i.id DESC, l.id, w.id`, string(from), string(to))
}

// UnlockedLinks lists the links that the owner gave out from one instant to
// before another although a file was not complete, the latest first.
func (tx *Tx) UnlockedLinks(from, before time.Time) ([]Override, error) {
	return collect(tx, func(row scanner) (o Override, err error) {
		err = row.Scan(&o.Link, instant{&o.At}, &o.Staff, &o.Who, &o.Invoice, &o.Number, &o.Household, &o.Rider, &o.Reason)
		return o, err
	}, `SELECT w.request, w.released_at, s.id, s.name, coalesce(i.id, 0), coalesce(i.number, k.reference), coalesce(h.name, ''),
		(SELECT group_concat(r.first_name || ' ' || r.surname, ', ') FROM withheld_riders x JOIN riders r ON r.id = x.rider WHERE x.request = w.request), t.text
		FROM withheld_links w JOIN reasons t ON t.id = w.reason JOIN staff s ON s.id = w.released_by JOIN requests q ON q.id = w.request
		LEFT JOIN request_carts k ON k.request = w.request LEFT JOIN carts c ON c.id = k.cart
		LEFT JOIN invoices i ON i.id = coalesce(c.invoice, (SELECT min(invoice) FROM request_invoices WHERE request = w.request))
		LEFT JOIN households h ON h.id = q.household
		WHERE w.released_at >= ? AND w.released_at < ? ORDER BY w.released_at DESC`, stamp(from), stamp(before))
}

// DearPayout is a payout that keeps more than a tenth of what families paid.
type DearPayout struct {
	ID    int64       `json:"id"`
	Gross money.Cents `json:"grossCents" doc:"What families paid"`
	Fee   money.Cents `json:"feeCents"`
}

// DearPayouts lists the payouts that were ticked from one instant to before another
// although their fee is above a tenth, the latest first.
func (tx *Tx) DearPayouts(from, before time.Time) ([]Override, error) {
	return collect(tx, func(row scanner) (o Override, err error) {
		o.Payout = &DearPayout{}
		err = row.Scan(&o.Payout.ID, &o.Payout.Gross, &o.Payout.Fee, instant{&o.At}, &o.Staff, &o.Who, &o.Reason)
		return o, err
	}, `SELECT p.id, p.cents, p.fee, p.made_at, s.id, s.name, t.text FROM payouts p JOIN reasons t ON t.id = p.reason JOIN staff s ON s.id = p.made_by
		WHERE p.made_at >= ? AND p.made_at < ? ORDER BY p.id DESC`, stamp(from), stamp(before))
}

// SoldShort lists what was sold in a period, both days included, of which the
// stock had less, the latest first.
func (tx *Tx) SoldShort(from, to calendar.Day) ([]Override, error) {
	return collect(tx, func(row scanner) (o Override, err error) {
		err = row.Scan(&o.Line, &o.Day, &o.Staff, &o.Who, &o.Invoice, &o.Number, &o.Household, &o.Rider, &o.Offer, &o.Short)
		return o, err
	}, `SELECT l.id, i.day, s.id, s.name, i.id, i.number, coalesce(h.name, ''), l.rider_name, l.text, min(-m.units, -m.left)
		FROM (SELECT invoice_line, why, units, sum(units) OVER (PARTITION BY offer ORDER BY id) AS left FROM stock_movements) m
		JOIN invoice_lines l ON l.id = m.invoice_line JOIN invoices i ON i.id = l.invoice
		JOIN staff s ON s.id = i.issued_by LEFT JOIN households h ON h.id = i.household
		WHERE m.why = 'sold' AND m.left < 0 AND i.day BETWEEN ? AND ? ORDER BY i.id DESC, l.id`, string(from), string(to))
}

// RulesSetAside lists the places taken or given up from one instant to before another
// for which a rule of booking was set aside, or that were a gift, the latest
// first. The offer is the lesson.
func (tx *Tx) RulesSetAside(from, before time.Time) ([]Override, error) {
	return collect(tx, func(row scanner) (o Override, err error) {
		err = row.Scan(&o.Booking, instant{&o.At}, &o.Staff, &o.Who, &o.Household, &o.Rider, &o.Offer, &o.Reason)
		return o, err
	}, `SELECT b.id, max(b.booked_at, b.ended_at), s.id, s.name, h.name, r.first_name || ' ' || r.surname, l.name, w.text
		FROM bookings b JOIN reasons w ON w.id = b.reason JOIN lessons l ON l.id = b.lesson JOIN riders r ON r.id = b.rider JOIN households h ON h.id = r.household
		JOIN staff s ON s.id = CASE WHEN b.n = 0 THEN coalesce(b.ended_by, b.booked_by) ELSE b.booked_by END
		WHERE max(b.booked_at, b.ended_at) >= ? AND max(b.booked_at, b.ended_at) < ? ORDER BY 2 DESC, b.id DESC`, stamp(from), stamp(before))
}

// ExtendedCards lists the cards that somebody let be good for longer from one
// instant to before another, the latest first. The offer is the card.
func (tx *Tx) ExtendedCards(from, before time.Time) ([]Override, error) {
	return collect(tx, func(row scanner) (o Override, err error) {
		err = row.Scan(&o.Card, instant{&o.At}, &o.Staff, &o.Who, &o.Invoice, &o.Number, &o.Household, &o.Rider, &o.Offer, &o.Reason)
		return o, err
	}, `SELECT c.id, m.moved_at, s.id, s.name, i.id, i.number, h.name, r.first_name || ' ' || r.surname, c.name, w.text
		FROM card_movements m JOIN reasons w ON w.id = m.reason JOIN cards c ON c.id = m.card JOIN riders r ON r.id = c.rider
		JOIN households h ON h.id = r.household JOIN staff s ON s.id = m.moved_by
		JOIN invoice_lines l ON l.id = c.invoice_line JOIN invoices i ON i.id = l.invoice
		WHERE m.through <> '' AND m.moved_at >= ? AND m.moved_at < ? ORDER BY m.id DESC`, stamp(from), stamp(before))
}

// PlanSetAside is a change of the plan that a rule stood against: lessons that
// overlap another, or hold more riders than before.
type PlanSetAside struct {
	Seq     int64              `json:"seq" doc:"Of its journal entry"`
	Lesson  string             `json:"lesson" doc:"The name of the first"`
	On      calendar.Day       `json:"onDay" doc:"The day of the first"`
	Lessons int                `json:"lessons" doc:"How many"`
	Clash   planning.ClashKind `json:"clash" doc:"What the first overlaps in; empty where room was made"`
	With    string             `json:"with"`
	Room    int                `json:"room" doc:"Places the first has now; 0 for an overlap"`
}

// PlanSetAside lists the changes of the plan that a rule was set aside for, as
// the journal has them, from an instant to before another, the latest first.
func (tx *Tx) PlanSetAside(from, before time.Time) ([]Override, error) {
	return collect(tx, func(row scanner) (o Override, err error) {
		o.Plan = &PlanSetAside{}
		err = row.Scan(&o.Plan.Seq, instant{&o.At}, &o.Staff, &o.Who, &o.Plan.Lesson, &o.Plan.On, &o.Plan.Lessons, &o.Plan.Clash, &o.Plan.With, &o.Plan.Room, &o.Reason)
		return o, err
	}, `WITH made AS (SELECT seq, at, line ->> '$.actor' AS actor, coalesce(line -> '$.payload.lessons', line -> '$.payload.room') AS what
			FROM journal WHERE kind = 'override.made' AND at >= ? AND at < ?),
		first AS (SELECT seq, at, actor, what -> '$[0]' AS one,
			(SELECT count(DISTINCT (value ->> '$.day') || (value ->> '$.lesson')) FROM json_each(what)) AS n FROM made WHERE what IS NOT NULL)
		SELECT f.seq, f.at, s.id, s.name, coalesce(one ->> '$.name', one ->> '$.lesson'), one ->> '$.day', f.n,
			coalesce(one ->> '$.clash', ''), coalesce(one ->> '$.with', ''), coalesce(one ->> '$.is', 0),
			CASE WHEN one ->> '$.clash' IS NULL THEN '' ELSE
				coalesce((SELECT reason FROM lessons WHERE day = one ->> '$.day' AND name IN (one ->> '$.lesson', one ->> '$.with')
					AND reason <> '' ORDER BY name = one ->> '$.lesson' DESC LIMIT 1), '') END
		FROM first f JOIN staff s ON s.id = f.actor ORDER BY f.seq DESC`, stamp(from), stamp(before))
}

// AllowedOverlap is an overlap of two lessons that somebody allowed, by their names.
type AllowedOverlap struct {
	Lesson, With string
	Day          calendar.Day
	What         planning.ClashKind
}

// AllowedOverlaps lists the overlaps that were allowed, from the journal.
func (tx *Tx) AllowedOverlaps() ([]AllowedOverlap, error) {
	return collect(tx, func(row scanner) (o AllowedOverlap, err error) {
		err = row.Scan(&o.Lesson, &o.With, &o.Day, &o.What)
		return o, err
	}, `SELECT o.value ->> '$.lesson', o.value ->> '$.with', o.value ->> '$.day', o.value ->> '$.clash'
		FROM journal, json_each(line, '$.payload.lessons') o WHERE kind = 'override.made'`)
}
