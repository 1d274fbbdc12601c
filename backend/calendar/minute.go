package calendar

import (
	"fmt"
	"time"
)

// Minute is a time of day on the club's clocks, counted from midnight: 840 is
// 14:00. The end of a lesson may be 1440, the midnight after, or beyond.
type Minute int

// String is the time as "14:00"; past midnight it goes on from 0.
func (m Minute) String() string {
	return fmt.Sprintf("%02d:%02d", int(m)/60%24, int(m)%60)
}

// At is the instant at which the clocks of a zone show that time on that day
// (PRODUCT section 9, Times). A time that a change of the clock skips moves
// forward by what was skipped: 02:30 in the night of March is 03:30. One that it
// shows twice is the first of the two.
func (d Day) At(m Minute, zone *time.Location) time.Time {
	shown := d.midnight().Add(time.Duration(m) * time.Minute) // as if the zone were UTC
	with := func(near time.Time) (at time.Time, right bool) {
		_, offset := near.In(zone).Zone()
		at = shown.Add(-time.Duration(offset) * time.Second)
		_, there := at.In(zone).Zone()
		return at, there == offset
	}
	// No zone changes twice within two days, and none is a day from UTC.
	before, right := with(shown.AddDate(0, 0, -1))
	if right {
		return before
	}
	if after, right := with(shown.AddDate(0, 0, 1)); right {
		return after
	}
	return before
}
