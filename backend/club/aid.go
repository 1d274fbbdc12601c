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

// Covers is how much of a price the aid covers for a rider who was given so much
// of it before: its amount or its share, up to its cap, and never above the
// price.
func (k AidKind) Covers(price, before money.Cents) money.Cents {
	most := k.Cents - before
	if k.Percent > 0 {
		most = price.MulDiv(int64(k.Percent), 100_00)
		if k.Cap > 0 {
			most = min(most, k.Cap-before)
		}
	}
	return max(0, min(most, price))
}
