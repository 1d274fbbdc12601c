package desk

import (
	"slices"
	"strings"
	"time"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/exchange"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// AbandonedCart is a sale nobody finished: its hour ran out and its places are
// free again (PRODUCT section 6). It can be taken up anew, or dropped.
type AbandonedCart struct {
	Cart      billing.CartID   `json:"cart"`
	Household club.HouseholdID `json:"household" doc:"0 for a sale without a client"`
	Family    string           `json:"family"`
	Mobile    string           `json:"mobile" doc:"Whom to call; empty when nobody gave a number"`
	What      string           `json:"what" doc:"Its lines, each with its rider"`
	Cents     money.Cents      `json:"cents"`
	Places    int              `json:"places" doc:"Lessons and days it held places in"`
	FreedAt   time.Time        `json:"freedAt" doc:"When its places were given back"`
	By        string           `json:"by" doc:"Who was selling"`
}

// abandonedShown is how long the to-do list asks about a sale nobody finished.
const abandonedShown = 7 * 24 * time.Hour

// unpaidCarts parts the carts that nothing is promised for: those whose hour runs,
// and those it ran out for, the latest of these first.
func unpaidCarts(tx *sqlite.Tx, c clubNow) (running []CartView, abandoned []AbandonedCart, err error) {
	carts, err := waitingCarts(tx, c, abandonedShown, "")
	if err != nil {
		return nil, nil, err
	}
	running, abandoned = []CartView{}, []AbandonedCart{}
	for _, cart := range carts {
		if !cart.Expired {
			running = append(running, cart)
			continue
		}
		one := AbandonedCart{
			Cart: cart.ID, Household: cart.Household, Family: cart.HouseholdName, What: whatOf(cart.Lines), Cents: cart.Total,
			FreedAt: cart.ExpiresAt, By: cart.CreatedBy,
		}
		for _, line := range cart.Lines {
			if line.Seats != nil {
				one.Places += line.Seats.Lessons
			}
		}
		if one.Mobile, err = tx.MobileOf(cart.Household); err != nil {
			return nil, nil, err
		}
		abandoned = append(abandoned, one)
	}
	slices.SortStableFunc(abandoned, func(a, b AbandonedCart) int { return b.FreedAt.Compare(a.FreedAt) })
	return running, abandoned, nil
}

// whatOf says what lines sell and for whom.
func whatOf(lines []billing.CartLine) string {
	said := make([]string, len(lines))
	for i, line := range lines {
		said[i] = strings.TrimSpace(line.Name + " " + line.RiderName)
	}
	return strings.Join(said, ", ")
}

// Abandoned lists the sales nobody finished.
func (d *Desk) Abandoned() List[AbandonedCart] {
	return listed(d, "carts", "abandoned.title", abandonedColumns, func(tx *sqlite.Tx, c listing, _ ListQuery) ([]AbandonedCart, error) {
		_, rows, err := unpaidCarts(tx, c.clubNow)
		return rows, err
	})
}

var abandonedColumns = []column[AbandonedCart]{
	{"today.col.family", exchange.Text, func(l listing, r AbandonedCart) any { return firstOf(r.Family, l.say("today.anonymous", nil)) }},
	{"list.what", exchange.Text, func(_ listing, r AbandonedCart) any { return r.What }},
	{"abandoned.freed", exchange.Day, func(l listing, r AbandonedCart) any { return calendar.DayOf(r.FreedAt, l.zone) }},
	{"list.time", exchange.Text, func(l listing, r AbandonedCart) any { return r.FreedAt.In(l.zone).Format("15:04") }},
	{"abandoned.places", exchange.Int, func(_ listing, r AbandonedCart) any { return limitOf(r.Places) }},
	{"families.column.mobile", exchange.Text, func(_ listing, r AbandonedCart) any { return r.Mobile }},
	{"abandoned.by", exchange.Text, func(_ listing, r AbandonedCart) any { return r.By }},
	{"today.col.amount", exchange.Cents, func(_ listing, r AbandonedCart) any { return r.Cents }},
}
