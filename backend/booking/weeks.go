package booking

import "paddock/backend/calendar"

// Weeks says in which weeks of its series a package rides: children of separated
// parents ride every other week (PRODUCT section 3, Variants). Weeks are counted
// as calendars in Europe do, so a year of 53 has two odd ones in a row.
type Weeks string

// The weeks of a package.
const (
	EveryWeek Weeks = "every"
	OddWeeks  Weeks = "odd"
	EvenWeeks Weeks = "even"
)

// Valid reports whether these are weeks a package can have.
func (w Weeks) Valid() bool { return w == EveryWeek || w == OddWeeks || w == EvenWeeks }

// Rides reports whether a package rides in the week of a day.
func (w Weeks) Rides(day calendar.Day) bool {
	_, week := day.ISOWeek()
	return w == EveryWeek || (week%2 == 1) == (w == OddWeeks)
}
