package club

import (
	"slices"

	"paddock/backend/calendar"
	"paddock/backend/money"
)

// AidKind is a dated rule of an aid to sport or a city card: who pays it and how
// much of what a rider buys it covers (RULES section 9). Amounts change with the
// season, so each season's rule is a row of its own.
type AidKind struct {
	ID      int64        `json:"id" doc:"0 for a new one"`
	Name    string       `json:"name" doc:"As the desk and the papers call it: Pass'Sport"`
	Payer   string       `json:"payer" doc:"Who pays it to the club"`
	Cents   money.Cents  `json:"cents" doc:"A fixed amount; 0 when a share says it, or nothing yet"`
	Percent money.Rate   `json:"percent" doc:"Hundredths of a per cent of what the rider buys"`
	Cap     money.Cents  `json:"capCents" doc:"Of a share: at most this much for one rider; 0 for no limit"`
	From    calendar.Day `json:"from"`
	Through calendar.Day `json:"through" doc:"Empty while in force"`
}

// AidsOn lists the kinds of aid in force on a day.
func (s Settings) AidsOn(day calendar.Day) []AidKind {
	return slices.DeleteFunc(slices.Clone(s.Aids), func(k AidKind) bool { return !inForce(k.From, k.Through, day) })
}

// AidGiven is what a rider was given of a kind of aid before, refused ones left out.
type AidGiven struct {
	Ever money.Cents
	Here money.Cents // of Ever, over the invoices it is asked over again
	Also money.Cents // what the rider buys with other invoices that an aid of Here was over
}

// Covers is how much of a price the aid covers for a rider, after what was given
// before: its amount, or its share of all that one purchase is, up to its cap, and
// never above the price.
func (k AidKind) Covers(price money.Cents, before AidGiven) money.Cents {
	most := k.Cents - before.Ever
	if k.Percent > 0 {
		most = (price+before.Also).MulDiv(int64(k.Percent), 100_00) - before.Here
		if k.Cap > 0 {
			most = min(most, k.Cap-before.Ever)
		}
	}
	return max(0, min(most, price))
}
