package booking_test

import (
	"testing"

	"pgregory.net/rapid"

	"paddock/backend/booking"
	"paddock/backend/calendar"
)

func TestEveryWeekIsOddOrEvenAndNeverBoth(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		day := calendar.Day("2024-01-01").AddDays(rapid.IntRange(0, 6000).Draw(r, "day"))
		if booking.OddWeeks.Rides(day) == booking.EvenWeeks.Rides(day) || !booking.EveryWeek.Rides(day) {
			r.Fatal(day)
		}
		if booking.OddWeeks.Rides(day) != booking.OddWeeks.Rides(day.Monday()) {
			r.Fatal(day, "rides otherwise than its week")
		}
	})
	for day, odd := range map[calendar.Day]bool{"2026-12-28": true, "2027-01-03": true, "2027-01-04": true, "2027-01-11": false} { // 2026 has 53 weeks
		if booking.OddWeeks.Rides(day) != odd {
			t.Errorf("%s: odd %t", day, !odd)
		}
	}
}
