package sqlite

import (
	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/money"
)

// WayTotal is what came by one way of paying.
type WayTotal = billing.WayTotal

// moneyIn is all money that came or went: an aid comes when its payer pays it, by
// transfer, and not when it is granted; the money of a gift card came when it was
// sold; what somebody holds comes to the till when it is brought in.
const moneyIn = `SELECT day, way, cents FROM payments WHERE way NOT IN ('aid', 'giftCard', 'writtenOff')
		AND NOT EXISTS (SELECT 1 FROM held_money WHERE payment = payments.id)
	UNION ALL SELECT h.brought_day, p.way, p.cents FROM held_money h JOIN payments p ON p.id = h.payment WHERE h.brought_day <> ''
	UNION ALL SELECT received_day, 'transfer', received_cents FROM aids WHERE received_day <> ''
	UNION ALL SELECT day, way, -cents FROM aid_returns`

// ReceivedByWay adds up the payments of a day by way, the largest first.
func (tx *Tx) ReceivedByWay(day calendar.Day) ([]WayTotal, error) { return tx.ReceivedIn(day, day) }

// DayTotal is what was received on a day.
type DayTotal struct {
	Day   calendar.Day `json:"day"`
	Cents money.Cents  `json:"cents"`
}

// ReceivedByDay adds up the payments of each day of a period; days without any
// are there with nothing.
func (tx *Tx) ReceivedByDay(from, to calendar.Day) ([]DayTotal, error) {
	byDay := map[calendar.Day]money.Cents{}
	_, err := collect(tx, func(row scanner) (d DayTotal, err error) {
		err = row.Scan(&d.Day, &d.Cents)
		byDay[d.Day] = d.Cents
		return d, err
	}, "SELECT day, sum(cents) FROM ("+moneyIn+") WHERE day BETWEEN ? AND ? GROUP BY day", string(from), string(to))
	list := []DayTotal{}
	for day := from; day <= to; day = day.AddDays(1) {
		list = append(list, DayTotal{Day: day, Cents: byDay[day]})
	}
	return list, err
}

// LateBefore adds up what should have been paid before a day.
func (tx *Tx) LateBefore(day calendar.Day) (cents money.Cents, err error) {
	err = tx.row(`SELECT coalesce(sum(i.total_cents - s.settled_cents), 0) FROM settlements s JOIN invoices i ON i.id = s.invoice
		WHERE s.next_due_day <> '' AND s.next_due_day < ?`, []any{string(day)}, &cents)
	return cents, err
}

// IncompleteHouseholds lists, by name, the families without a complete address,
// an e-mail or a mobile phone (PRODUCT section 2: required, shown as missing).
func (tx *Tx) IncompleteHouseholds() ([]club.HouseholdID, error) {
	return collect(tx, func(row scanner) (id club.HouseholdID, err error) {
		err = row.Scan(&id)
		return id, err
	}, `SELECT h.id FROM households h WHERE h.merged_into IS NULL AND h.erased_at = '' AND h.kind = 'family' AND (h.email = ''
		OR NOT EXISTS (SELECT 1 FROM addresses a WHERE a.household = h.id AND a.is_default = 1
			AND a.street <> '' AND a.postal_code <> '' AND a.town <> '')
		OR NOT EXISTS (SELECT 1 FROM contacts c WHERE c.household = h.id AND c.mobile <> ''))
		ORDER BY h.folded, h.id`)
}

// MonthTotal is what was received in a month, named by its first seven figures.
type MonthTotal struct {
	Month string      `json:"month" doc:"2026-10"`
	Cents money.Cents `json:"cents"`
}

// ReceivedByMonth adds up the payments of each month that has any.
func (tx *Tx) ReceivedByMonth(from, to calendar.Day) ([]MonthTotal, error) {
	return collect(tx, func(row scanner) (m MonthTotal, err error) {
		err = row.Scan(&m.Month, &m.Cents)
		return m, err
	}, "SELECT substr(day, 1, 7), sum(cents) FROM ("+moneyIn+") WHERE day BETWEEN ? AND ? GROUP BY 1 ORDER BY 1", string(from), string(to))
}

// ReceivedIn adds up the payments of a period by way, the largest first.
func (tx *Tx) ReceivedIn(from, to calendar.Day) ([]WayTotal, error) {
	return collect(tx, func(row scanner) (w WayTotal, err error) {
		err = row.Scan(&w.Way, &w.Cents, &w.Count)
		return w, err
	}, "SELECT way, sum(cents), count(*) FROM ("+moneyIn+") WHERE day BETWEEN ? AND ? GROUP BY way ORDER BY sum(cents) DESC, way", string(from), string(to))
}

// DayPlaces is how full the lessons of a day are.
type DayPlaces struct {
	Day      calendar.Day `json:"day"`
	Taken    int          `json:"taken"`
	Capacity int          `json:"capacity"`
}

// PlacesByDay counts the places of the lessons of some days that are given, and
// those taken in them; days without a lesson are left out.
func (tx *Tx) PlacesByDay(from, to calendar.Day) ([]DayPlaces, error) {
	return collect(tx, func(row scanner) (p DayPlaces, err error) {
		err = row.Scan(&p.Day, &p.Taken, &p.Capacity)
		return p, err
	}, `SELECT l.day, sum((SELECT count(*) FROM bookings WHERE lesson = l.id AND n > 0 AND state <> 'held')), sum(l.capacity)
		FROM lessons l WHERE l.day BETWEEN ?1 AND ?2 AND l.state <> 'cancelled' AND `+inPlan+` GROUP BY l.day ORDER BY l.day`, string(from), string(to), stamp(tx.Now))
}

// LoosePayments counts the payments of a period of which something settles no
// document and did not go back.
func (tx *Tx) LoosePayments(from, to calendar.Day) (n int, err error) {
	err = tx.row("SELECT count(*) FROM payments p WHERE p.day BETWEEN ? AND ? AND p.cents > "+settledBy("payment = p.id")+" + "+withdrawnFrom("source = p.id"),
		[]any{string(from), string(to)}, &n)
	return n, err
}
