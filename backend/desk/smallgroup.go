package desk

import (
	"context"
	"slices"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/exchange"
	"paddock/backend/locale"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// SmallGroups lists the lessons of the days to come that fewer ride in than their
// minimum: shown in good time, the club cancels or keeps them (PRODUCT section 5).
func (d *Desk) SmallGroups() List[sqlite.SmallGroup] {
	return listed(d, "smallGroups", "smallGroups.title", smallColumns, func(tx *sqlite.Tx, l listing, _ ListQuery) ([]sqlite.SmallGroup, error) {
		return smallGroups(tx, l.clubNow)
	})
}

var smallColumns = []column[sqlite.SmallGroup]{
	{"toTell.lesson", exchange.Text, func(_ listing, r sqlite.SmallGroup) any { return r.Name }},
	{"list.day", exchange.Day, func(_ listing, r sqlite.SmallGroup) any { return r.Day }},
	{"planning.start", exchange.Text, func(l listing, r sqlite.SmallGroup) any { return locale.Hour(l.lang, r.Start) }},
	{"planning.instructor", exchange.Text, func(_ listing, r sqlite.SmallGroup) any { return r.InstructorName }},
	{"smallGroups.booked", exchange.Int, func(_ listing, r sqlite.SmallGroup) any { return r.Booked }},
	{"planning.minGroup", exchange.Int, func(_ listing, r sqlite.SmallGroup) any { return r.MinGroup }},
}

// smallGroups leaves out what has begun.
func smallGroups(tx *sqlite.Tx, c clubNow) ([]sqlite.SmallGroup, error) {
	rows, err := tx.SmallGroups(c.today, c.today.AddDays(c.Policy.SmallGroupNotice()))
	return slices.DeleteFunc(rows, func(g sqlite.SmallGroup) bool { return !tx.Now.Before(g.StartsAt(c.zone)) }), err
}

// KeepLesson says that a lesson is given although few ride in it, or takes that back.
type KeepLesson struct {
	Keep    bool `json:"keep"`
	Version int  `json:"version"`
}

// KeepLesson keeps a lesson below its minimum group size: it is shown no more.
func (d *Desk) KeepLesson(ctx context.Context, req Request, id planning.LessonID, in KeepLesson) (LessonView, error) {
	body := struct {
		ID planning.LessonID
		In KeepLesson
	}{id, in}
	return write(ctx, d, req, "keepLesson", body, func(tx *sqlite.Tx) (LessonView, error) {
		before, err := plannedLesson(tx, id, in.Version)
		if err != nil {
			return LessonView{}, err
		}
		if before.Kept == in.Keep {
			return LessonView{}, club.Refuse(club.CodeInvalid).On("keep")
		}
		c, err := loadClub(tx)
		if err != nil {
			return LessonView{}, err
		}
		p, err := newPlanner(tx, c, req.Actor, calendar.Period{First: before.Day, Last: before.Day})
		if err != nil {
			return LessonView{}, err
		}
		after := before
		after.Kept = in.Keep
		p.change(before, after)
		return p.lessonDone("keepLesson")
	})
}
