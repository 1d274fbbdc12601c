package calendar

import "time"

// ISOWeekday counts the days of the week from Monday, 1, to Sunday, 7.
func (d Day) ISOWeekday() int { return (int(d.Weekday())+6)%7 + 1 }

// Monday is the first day of the week the day lies in.
func (d Day) Monday() Day { return d.AddDays(1 - d.ISOWeekday()) }

// ISOWeek numbers the week as calendars in Europe do. The first days of January
// may lie in week 52 or 53 of the year before.
func (d Day) ISOWeek() (year, week int) { return d.midnight().ISOWeek() }

// Period is a stretch of days, both included.
type Period struct {
	First Day `json:"first"`
	Last  Day `json:"last"`
}

// Contains reports whether the day lies in the period.
func (p Period) Contains(d Day) bool { return p.First <= d && d <= p.Last }

// Month is the whole month a day lies in.
func Month(d Day) Period {
	first := Date(d.Year(), d.Month(), 1)
	return Period{first, first.AddMonths(1).AddDays(-1)}
}

// Week is the week a day lies in, from its Monday.
func Week(d Day) Period {
	monday := d.Monday()
	return Period{monday, monday.AddDays(6)}
}

// Easter is the Sunday of Easter in the Gregorian calendar (Meeus, Jones and
// Butcher).
func Easter(year int) Day {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	g := (b - (b+8)/25 + 1) / 3
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return Date(year, time.Month(n/31), n%31+1)
}
