package desk

import (
	"context"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// LessonForm is a lesson as the desk writes it.
type LessonForm struct {
	Day calendar.Day `json:"day"`
	planning.Shape
	Following bool   `json:"following,omitempty" doc:"This one and all that follow in its series"`
	Reason    string `json:"reason,omitempty" doc:"Why it is given although it clashes"`
	Version   int    `json:"version,omitempty" doc:"Of the lesson as it was shown"`
}

// LessonView is a lesson after a verb.
type LessonView struct {
	planning.Lesson
	Changed int `json:"changed" doc:"How many lessons the verb changed, this one included"`
}

// AddLesson plans a lesson on its own.
func (d *Desk) AddLesson(ctx context.Context, req Request, in LessonForm) (LessonView, error) {
	return write(ctx, d, req, "addLesson", in, func(tx *sqlite.Tx) (LessonView, error) {
		p, season, err := lessonPlanner(tx, req.Actor, &in, in.Day)
		if err != nil {
			return LessonView{}, err
		}
		p.add(planning.Lesson{Season: season, Day: in.Day, Shape: in.Shape})
		return p.lessonDone("addLesson")
	})
}

// ChangeLesson moves a lesson or changes it in another way: this one alone, which
// from then on no longer follows its series, or this one and all that follow. Its
// riders keep their places.
func (d *Desk) ChangeLesson(ctx context.Context, req Request, id planning.LessonID, in LessonForm) (LessonView, error) {
	body := struct {
		ID planning.LessonID
		In LessonForm
	}{id, in}
	return write(ctx, d, req, "changeLesson", body, func(tx *sqlite.Tx) (LessonView, error) {
		before, err := plannedLesson(tx, id, in.Version)
		if err != nil {
			return LessonView{}, err
		}
		p, season, err := lessonPlanner(tx, req.Actor, &in, before.Day)
		if err != nil {
			return LessonView{}, err
		}
		if in.Following && before.Series != 0 {
			return p.following(before, in)
		}
		after := before
		after.Day, after.Shape, after.Own = in.Day, in.Shape, before.Series != 0
		if before.Series == 0 {
			after.Season = season
		}
		p.changes = append(p.changes, lessonChange{before, after})
		return p.lessonDone("changeLesson")
	})
}

// following makes a lesson's new form its series' rule, from that lesson on.
func (p *planner) following(before planning.Lesson, in LessonForm) (LessonView, error) {
	if in.Day.Monday() != before.Week {
		return LessonView{}, club.Refuse(club.CodeOtherWeek).On("day")
	}
	if before.Own { // it follows its series again
		before.Own = false
		if err := p.tx.UpdateLesson(before); err != nil {
			return LessonView{}, err
		}
	}
	series, err := p.tx.Series(before.Series)
	if err != nil {
		return LessonView{}, err
	}
	series.Shape, series.Weekday = in.Shape, in.Day.ISOWeekday()
	saved, err := saveSeries(p.tx, p.c, p.actor, SaveSeries{Series: series, From: min(before.Day, in.Day), Reason: in.Reason})
	if err != nil {
		return LessonView{}, err
	}
	lesson, err := p.tx.Lesson(before.ID)
	return LessonView{lesson, saved.Changed}, err
}

// CancelLesson is why the club does not give a lesson.
type CancelLesson struct {
	Reason    string `json:"reason" doc:"Weather, the instructor is ill …"`
	Following bool   `json:"following,omitempty" doc:"Those of its series that follow, as well"`
	Version   int    `json:"version"`
}

// CancelLesson cancels a lesson by the club, or with it all of its series that
// follow and are planned still, of which each family hears in one message. They keep
// their places in the series, so that no other is made for them. A day of an activity
// is cancelled from there.
func (d *Desk) CancelLesson(ctx context.Context, req Request, id planning.LessonID, in CancelLesson) (LessonView, error) {
	body := struct {
		ID planning.LessonID
		In CancelLesson
	}{id, in}
	return write(ctx, d, req, "cancelLesson", body, func(tx *sqlite.Tx) (LessonView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return LessonView{}, err
		}
		if in.Reason = clean(in.Reason); in.Reason == "" {
			return LessonView{}, club.Refuse(club.CodeRequired).On("reason")
		}
		first, err := plannedLesson(tx, id, in.Version)
		if err != nil {
			return LessonView{}, err
		}
		if first.Activity != 0 {
			return LessonView{}, club.Refuse(club.CodeDayOfActivity).With("name", first.Name)
		}
		lessons, err := lessonsFrom(tx, c, first, in.Following)
		if err != nil {
			return LessonView{}, err
		}
		p, err := newPlanner(tx, c, req.Actor, calendar.Period{First: first.Day, Last: lessons[len(lessons)-1].Day})
		if err != nil {
			return LessonView{}, err
		}
		if len(lessons) > 1 {
			p.together = &cancelledTogether{homes: map[club.HouseholdID]*goneOf{}}
		}
		for _, before := range lessons {
			after := before
			after.State, after.Reason = planning.Cancelled, in.Reason
			p.change(before, after)
		}
		return p.lessonDone("cancelLesson")
	})
}

// lessonsFrom is a lesson, and where those that follow are meant, all of its series
// from its day on that are planned still and have not begun; in their order.
func lessonsFrom(tx *sqlite.Tx, c clubNow, first planning.Lesson, following bool) ([]planning.Lesson, error) {
	lessons := []planning.Lesson{first}
	if !following || first.Series == 0 {
		return lessons, nil
	}
	all, err := tx.LessonsOfSeries(first.Series)
	for _, l := range all {
		if l.ID != first.ID && l.Day >= first.Day && l.State == planning.Planned && tx.Now.Before(l.StartsAt(c.zone)) {
			lessons = append(lessons, l)
		}
	}
	return lessons, err
}

// DuplicateWeek copies the lessons of one week to another.
type DuplicateWeek struct {
	From calendar.Day `json:"from" doc:"A day of the week that is copied"`
	To   calendar.Day `json:"to" doc:"A day of the week it is copied to"`

	Reason string `json:"reason,omitempty" doc:"Why lessons are given although they clash"`
}

// DuplicateWeek plans the lessons of a week in another, each on its own; those of
// a series that has its lesson there already are left out, and so are the days of
// activities. Lessons that overlapped with a reason still may. It returns how many
// it made.
func (d *Desk) DuplicateWeek(ctx context.Context, req Request, in DuplicateWeek) (int, error) {
	return write(ctx, d, req, "duplicateWeek", in, func(tx *sqlite.Tx) (int, error) {
		c, err := loadClub(tx)
		if err != nil {
			return 0, err
		}
		for field, day := range map[string]calendar.Day{"from": in.From, "to": in.To} {
			if _, err := calendar.ParseDay(string(day)); err != nil {
				return 0, club.Refuse(club.CodeBadDay).On(field)
			}
		}
		from, to := calendar.Week(in.From), calendar.Week(in.To)
		lessons, err := tx.LessonsBetween(from.First, from.Last)
		if err != nil {
			return 0, err
		}
		there, err := tx.LessonsBetween(to.First, to.Last)
		if err != nil {
			return 0, err
		}
		rides := map[planning.SeriesID]bool{0: false}
		for _, l := range there {
			rides[l.Series] = l.Series != 0
		}
		season, err := seasonOf(tx, to.First)
		if err != nil {
			return 0, err
		}
		p, err := newPlanner(tx, c, req.Actor, to)
		if err != nil {
			return 0, err
		}
		apart := from.First.DaysUntil(to.First)
		p.reason, p.again = clean(in.Reason), &allowances{later: apart}
		for _, l := range lessons {
			if l.State != planning.Cancelled && l.Activity == 0 && !rides[l.Series] {
				p.add(planning.Lesson{Season: season, Day: l.Day.AddDays(apart), Shape: l.Shape, Reason: l.Reason})
			}
		}
		if len(p.changes) == 0 {
			return 0, club.Refuse(club.CodeNothingToCopy)
		}
		if err := p.write(); err != nil {
			return 0, err
		}
		return len(p.changes), act(tx, "duplicateWeek", "", 0, back{"restoreLessons", planChange{Lessons: p.changes}})
	})
}

// lessonPlanner checks what was typed of a lesson, and is a planner over its old
// and new days. season is that of the new day, 0 for none.
func lessonPlanner(tx *sqlite.Tx, actor club.Actor, in *LessonForm, was calendar.Day) (p *planner, season int64, err error) {
	c, err := loadClub(tx)
	if err != nil {
		return nil, 0, err
	}
	if _, err := calendar.ParseDay(string(in.Day)); err != nil {
		return nil, 0, club.Refuse(club.CodeBadDay).On("day")
	}
	if err := checkShape(tx, &in.Shape); err != nil {
		return nil, 0, err
	}
	if !in.Kind.Weekly() {
		return nil, 0, club.Refuse(club.CodeInvalid).On("kind")
	}
	if season, err = seasonOf(tx, in.Day); err != nil {
		return nil, 0, err
	}
	if p, err = newPlanner(tx, c, actor, calendar.Period{First: min(was, in.Day), Last: max(was, in.Day)}); err != nil {
		return nil, 0, err
	}
	p.reason = clean(in.Reason)
	return p, season, nil
}

// seasonOf is the season a day lies in, 0 for none.
func seasonOf(tx *sqlite.Tx, day calendar.Day) (int64, error) {
	seasons, err := tx.Seasons()
	for _, s := range seasons {
		if s.Contains(day) {
			return s.ID, err
		}
	}
	return 0, err
}

// plannedLesson loads a lesson to change it: one that was cancelled or given
// never changes, nor one that somebody changed since it was shown.
func plannedLesson(tx *sqlite.Tx, id planning.LessonID, version int) (planning.Lesson, error) {
	lesson, err := tx.Lesson(id)
	switch {
	case err != nil:
		return lesson, refused(err, club.CodeLessonNotFound)
	case lesson.State == planning.Closed:
		return lesson, club.Refuse(club.CodeLessonClosed)
	case lesson.State == planning.Cancelled:
		return lesson, club.Refuse(club.CodeLessonCancelled)
	case lesson.Version != version:
		return lesson, stale(lesson.Version, lesson)
	}
	return lesson, nil
}

// lessonDone writes the change of one lesson and keeps what takes it back.
func (p *planner) lessonDone(what string) (LessonView, error) {
	if err := p.write(); err != nil {
		return LessonView{}, err
	}
	lesson, err := p.tx.Lesson(p.changes[0].After.ID)
	if err != nil {
		return LessonView{}, err
	}
	return LessonView{lesson, len(p.changes)}, act(p.tx, what, lesson.Name, 0, back{"restoreLessons", planChange{Lessons: p.changes}})
}
