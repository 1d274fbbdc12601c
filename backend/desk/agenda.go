package desk

import (
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// agenda is where a rider has places, by day, what a cart or a waiting list holds
// among them: nobody rides twice at the same time (PRODUCT section 4). Read once, it
// weighs a whole season.
type agenda map[calendar.Day][]planning.Lesson

// agendaOf is the agenda of a rider for the lessons of some days.
func agendaOf(tx *sqlite.Tx, rider club.RiderID, days calendar.Period) (agenda, error) {
	lessons, err := tx.Rides(rider, days.First.AddDays(-1), days.Last.AddDays(1))
	a := agenda{}
	for _, l := range lessons {
		a.put(l)
	}
	return a, err
}

const midnight = calendar.Minute(24 * 60)

// put adds a lesson under each day it is given on: one may go on past midnight.
func (a agenda) put(l planning.Lesson) {
	a[l.Day] = append(a[l.Day], l)
	if l.End() > midnight {
		next := l.Day.AddDays(1)
		a[next] = append(a[next], l)
	}
}

// during is another lesson that the rider is in at the time of one; nil for none.
func (a agenda) during(l planning.Lesson) *planning.Lesson {
	if other := a.among(l.Day, l); other != nil || l.End() <= midnight {
		return other
	}
	return a.among(l.Day.AddDays(1), l)
}

func (a agenda) among(day calendar.Day, l planning.Lesson) *planning.Lesson {
	for i, other := range a[day] {
		if other.ID != l.ID && l.Overlaps(other) {
			return &a[day][i]
		}
	}
	return nil
}

// elsewhere names the lesson somebody is in at the same time.
func elsewhere(name string, other *planning.Lesson) *club.Error {
	return club.Refuse(club.CodeRiderTwice).With("name", name).With("onDay", other.Day).With("time", other.Start.String()).With("other", other.Name)
}
