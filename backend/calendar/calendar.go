// Package calendar knows days, months and ages in the club's local calendar.
//
// It is pure: the present moment is always handed in. A day is a Day and never
// an instant; an instant is UTC and becomes a day only through a time zone.
package calendar

import (
	"errors"
	"reflect"
	"time"
)

// Day is one club-local day in ISO form, "2026-10-07". The zero value "" means
// no day. Days compare with < and > as they read.
type Day string

const layout = "2006-01-02"

// ErrDay says that a text is not a day of the calendar.
var ErrDay = errors.New("not a day")

// lastYear is the last that a day can be of: what is counted on from it, a licence or
// a term of years, has four digits still.
const lastYear = 9900

// ParseDay reads an ISO day and refuses one that does not exist, such as
// 2026-02-29.
func ParseDay(text string) (Day, error) {
	t, err := time.Parse(layout, text)
	if err != nil || t.Year() < 1 || t.Year() > lastYear {
		return "", ErrDay
	}
	return Day(text), nil
}

// Date returns the day with these figures; what exceeds a month or a year
// carries over, as in time.Date.
func Date(year int, month time.Month, day int) Day {
	return Day(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Format(layout))
}

// DayOf returns the day it is in the zone at that instant.
func DayOf(at time.Time, zone *time.Location) Day {
	return Day(at.In(zone).Format(layout))
}

// midnight is the day as an instant in UTC, for arithmetic only. A text that is no
// day was never parsed, and is not carried over into another one.
func (d Day) midnight() time.Time {
	number := func(digits Day) (n int) {
		for _, digit := range []byte(digits) {
			n = 10*n + int(digit-'0')
		}
		return n
	}
	if len(d) == len(layout) && d[4] == '-' && d[7] == '-' {
		year, month, day := number(d[:4]), time.Month(number(d[5:7])), number(d[8:])
		at := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
		if y, m, n := at.Date(); y == year && m == month && n == day {
			return at
		}
	}
	panic("calendar: " + string(d) + " was never parsed")
}

// Year returns the year of the day, or 0 for no day.
func (d Day) Year() int {
	if d == "" {
		return 0
	}
	return d.midnight().Year()
}

// Month returns the month of the day.
func (d Day) Month() time.Month { return d.midnight().Month() }

// DayOfMonth returns the number of the day in its month, from 1.
func (d Day) DayOfMonth() int { return d.midnight().Day() }

// Weekday returns the day of the week.
func (d Day) Weekday() time.Weekday { return d.midnight().Weekday() }

// AddDays returns the day n days later, or earlier when n is negative.
func (d Day) AddDays(n int) Day { return Day(d.midnight().AddDate(0, 0, n).Format(layout)) }

// AddMonths returns the same day n months later; where that month is too short,
// its last day. It is the one rule for the validity of cards and vouchers
// (PRODUCT section 3): paid 31 January, good through the last day of February.
func (d Day) AddMonths(n int) Day {
	t := d.midnight()
	first := time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Date(first.Year(), first.Month(), min(t.Day(), last))
}

// DaysUntil counts the days from d to other; negative when other is earlier.
func (d Day) DaysUntil(other Day) int {
	return int(other.midnight().Sub(d.midnight()).Hours() / 24)
}

// Age returns the full years from a birth date to a day, and 0 before birth.
// Somebody born on 29 February is a year older on 1 March of a common year.
func Age(birth, on Day) int {
	years := on.Year() - birth.Year()
	if birth[4:] > on[4:] {
		years--
	}
	return max(years, 0)
}

// Season is a period of the club's year, both days included.
type Season struct {
	ID    int64  `json:"id"`
	Name  string `json:"name" doc:"As people say it: 2026–2027"`
	First Day    `json:"first"`
	Last  Day    `json:"last"`
	Ages  Day    `json:"agesDay,omitempty" doc:"On which the ages of packages count; empty: its first day"`
	OwnLimits
}

// OwnLimits are the figures that a season has of its own, of those the club sets for
// booking, cancelling and vouchers; nil where the club's hold (PRODUCT section 1: limits
// belong to a season).
type OwnLimits struct {
	CutOffMinutes   *int `json:"cutOffMinutes" required:"false" doc:"Booking and cancelling close at this time of the day before, in minutes from midnight; null: as the club"`
	VoucherHours    *int `json:"voucherHours" required:"false" doc:"A voucher is used until so many hours before the lesson; null: as the club"`
	VoucherMonths   *int `json:"voucherMonths" required:"false" doc:"A voucher is good for so many months from the missed lesson; null: as the club"`
	VouchersASeason *int `json:"vouchersASeason" required:"false" doc:"Announced absences that make a voucher, a rider and period; null: as the club"`
}

// Same reports whether two seasons say the same.
func (s Season) Same(other Season) bool { return reflect.DeepEqual(s, other) }

// AgesOn is the day on which the ages of its packages count.
func (s Season) AgesOn() Day {
	if s.Ages == "" {
		return s.First
	}
	return s.Ages
}

// Contains reports whether the day lies in the season.
func (s Season) Contains(d Day) bool { return s.First <= d && d <= s.Last }
