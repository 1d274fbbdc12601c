package billing

import (
	"paddock/backend/calendar"
	"paddock/backend/club"
)

// Reminded is how far an invoice was reminded: of which level last, 0 for none,
// and when.
type Reminded struct {
	Level int
	Last  calendar.Day
}

// NextReminder is the level an invoice is reminded at next and the first day for
// it. late is the due day that is not covered. A level follows the one before by
// as many days as the levels lie apart, however late that one was sent. 0 when no
// level is left.
func NextReminder(levels []club.ReminderLevel, done Reminded, late calendar.Day) (level int, from calendar.Day) {
	if done.Level >= len(levels) {
		return 0, ""
	}
	next := levels[done.Level]
	from = late.AddDays(next.Days)
	if done.Level > 0 && done.Last != "" {
		from = max(from, done.Last.AddDays(next.Days-levels[done.Level-1].Days))
	}
	return done.Level + 1, from
}
