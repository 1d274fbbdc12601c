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
const moneyIn = `SELECT day, way, cents FROM payments WHERE way NOT IN ('aid', 'giftCard')
		AND NOT EXISTS (SELECT 1 FROM held_money WHERE payment = payments.id)
	UNION ALL SELECT h.brought_day, p.way, p.cents FROM held_money h JOIN payments p ON p.id = h.payment WHERE h.brought_day <> ''
	UNION ALL SELECT received_day, 'transfer', received_cents FROM aids WHERE received_day <> ''
	UNION ALL SELECT day, way, -cents FROM aid_returns`

// ReceivedByWay adds up the payments of a day by way, the largest first.
func (tx *Tx) ReceivedByWay(day calendar.Day) ([]WayTotal, error) {
	return collect(tx, func(row scanner) (w WayTotal, err error) {
		err = row.Scan(&w.Way, &w.Cents, &w.Count)
		return w, err
	}, "SELECT way, sum(cents), count(*) FROM ("+moneyIn+") WHERE day = ? GROUP BY way ORDER BY sum(cents) DESC, way", string(day))
}

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
