package desk

import (
	"errors"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// seriesChange is a series as it was and is.
type seriesChange struct {
	Before planning.Series `json:"before"`
	After  planning.Series `json:"after"`
}

// planChange is what a verb did to the plan.
type planChange struct {
	Series  []seriesChange `json:"series"`
	Lessons []lessonChange `json:"lessons"`
}

func (p planChange) turned() any {
	var t planChange
	for _, s := range p.Series {
		t.Series = append(t.Series, seriesChange{s.After, s.Before})
	}
	for _, l := range p.Lessons {
		t.Lessons = append(t.Lessons, lessonChange{l.After, l.Before})
	}
	return t
}

// undoPlan puts series and lessons back. It refuses when one of them was changed
// since, when somebody booked what was made, and when the place of what was is
// taken.
func undoPlan(u undoing, in planChange) error {
	for _, s := range in.Series {
		now, err := u.tx.Series(s.After.ID)
		if err != nil {
			return refused(err, club.CodeUndoChanged)
		}
		if now.Version = s.After.Version; now != s.After { // how often it was written is no difference
			return club.Refuse(club.CodeUndoChanged)
		}
		if err := u.tx.UpdateSeries(s.Before); err != nil {
			return err
		}
	}
	if len(in.Lessons) == 0 {
		return nil
	}
	p, err := newPlanner(u.tx, u.c, u.actor, touched(in.Lessons))
	if err != nil {
		return err
	}
	p.back = true
	for _, c := range in.Lessons {
		if c.After.Day == "" { // it was taken away, or cancelled as its making was undone
			now, err := u.tx.Lesson(c.Before.ID)
			if refusedNone(err) != nil {
				return err
			}
			p.changes = append(p.changes, lessonChange{now, c.Before})
			continue
		}
		now, err := u.tx.Lesson(c.After.ID)
		if err != nil {
			return refused(err, club.CodeUndoChanged)
		}
		if unversioned(now) != unversioned(c.After) {
			return club.Refuse(club.CodeUndoChanged)
		}
		if c.Before.Day == "" {
			if err := p.unseatCarts(now); err != nil {
				return err
			}
			added, only, err := u.tx.AddedIn(now.ID)
			if err != nil {
				return err
			}
			if len(added) > 0 && only { // by the change itself: bookings are kept, the lesson is not given
				c.Before = now
				c.Before.State, c.Before.Reason, c.Before.Shut = planning.Cancelled, now.Name, true
			} else if err := firstError(unused(u.tx, now), p.uncount(now)); err != nil {
				return err
			}
		}
		p.changes = append(p.changes, lessonChange{now, c.Before})
	}
	return p.write()
}

// touched is the days that changes reach over.
func touched(changes []lessonChange) calendar.Period {
	var days calendar.Period
	for _, c := range changes {
		for _, day := range []calendar.Day{c.Before.Day, c.After.Day} {
			if day == "" {
				continue
			}
			if days.First == "" || day < days.First {
				days.First = day
			}
			days.Last = max(days.Last, day)
		}
	}
	return days
}

func unversioned(l planning.Lesson) planning.Lesson {
	l.Version = 0
	return l
}

// unused refuses to take a lesson away that somebody booked.
func unused(tx *sqlite.Tx, lesson planning.Lesson) error {
	used, err := tx.LessonUsed(lesson.ID)
	if err == nil && used {
		err = club.Refuse(club.CodeUndoUsed)
	}
	return err
}

// undoNewSeries takes series away with the lessons they made, unless somebody
// touched one since.
func undoNewSeries(u undoing, in []planning.SeriesID) error {
	for _, id := range in {
		lessons, err := u.tx.LessonsOfSeries(id)
		if err != nil {
			return err
		}
		for _, l := range lessons {
			if l.Version > 1 {
				return club.Refuse(club.CodeUndoChanged)
			}
			if err := unused(u.tx, l); err != nil {
				return err
			}
		}
		hanging, err := u.tx.Hanging("series", int64(id))
		if err != nil {
			return err
		}
		if len(hanging) > 0 {
			return club.Refuse(club.CodeUndoUsed)
		}
		if err := u.tx.Remove("series", int64(id)); err != nil {
			return refused(err, club.CodeUndoChanged)
		}
	}
	return nil
}

// refusedNone makes nothing of a row that may be missing.
func refusedNone(err error) error {
	if errors.Is(err, sqlite.ErrNotFound) {
		return nil
	}
	return err
}
