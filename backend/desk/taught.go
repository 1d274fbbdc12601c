package desk

import (
	"context"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// daysTaught is how many days around today an instructor knows whom they teach.
const daysTaught = 7

// taught is what an instructor may read of children's health, and whom to call:
// that of who rides in lessons of their own, or that nobody gives yet, a week back
// and a week ahead. Of others it is kept back, and every answer says so: silence
// would read as "healthy". Everybody else reads all of it.
type taught struct {
	all  bool
	by   int64
	days calendar.Period
}

func (c clubNow) taughtBy(ctx context.Context) taught {
	actor, asks := asker(ctx)
	return taught{
		all: !asks || actor.Role != club.Instructor, by: actor.ID,
		days: calendar.Period{First: c.today.AddDays(-daysTaught), Last: c.today.AddDays(daysTaught)},
	}
}

func (t taught) knows(l planning.Lesson) bool {
	return t.all || t.days.Contains(l.Day) && (l.Instructor == 0 || l.Instructor == t.by)
}

// lessons are those whose riders they know; nil for who knows them all.
func (t taught) lessons(tx *sqlite.Tx) ([]planning.LessonID, error) {
	if t.all {
		return nil, nil
	}
	near, err := tx.LessonsBetween(t.days.First, t.days.Last)
	theirs := []planning.LessonID{}
	for _, l := range near {
		if t.knows(l) {
			theirs = append(theirs, l.ID)
		}
	}
	return theirs, err
}

// show takes out of a day what is not for who asks: amounts, the phones of who
// waits, which the desk calls, and what the riders of others' lessons need.
func (t taught) show(r DayRoster) {
	if t.all {
		return
	}
	for _, l := range r.Lessons {
		for i := range l.Riders {
			if l.Riders[i].LateCents = 0; !t.knows(l.Lesson) {
				l.Riders[i].Medical, l.Riders[i].Emergency, l.Riders[i].KeptBack = "", []sqlite.Emergency{}, true
			}
		}
		for i := range l.Waiting {
			l.Waiting[i].Mobile = ""
		}
	}
}

// showActivity is show of an activity, whose riders are those of all its days.
func (t taught) showActivity(v *ActivityView) {
	if t.all {
		return
	}
	v.hideAmounts()
	knows := false
	for _, day := range v.Days {
		knows = knows || t.knows(day.Lesson)
	}
	for i := range v.Enrolled {
		e := &v.Enrolled[i]
		if e.Email = ""; !knows {
			e.Medical, e.Call, e.Answers, e.KeptBack = "", []sqlite.Emergency{}, []sqlite.EnrolmentAnswer{}, true
		}
	}
	for i := range v.Waiting {
		v.Waiting[i].Mobile, v.Waiting[i].Call = "", []sqlite.Emergency{}
	}
}
