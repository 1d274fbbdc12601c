package desk

import (
	"fmt"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/exchange"
	"paddock/backend/locale"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// The lists of the planning: what wants a place, who waits, and the lessons of
// some days.

var toPlaceColumns = []column[ToPlace]{
	{"roster.rider", exchange.Text, func(_ listing, r ToPlace) any { return r.RiderName }},
	{"families.level", exchange.Text, func(_ listing, r ToPlace) any { return r.LevelLabel }},
	{"tray.what", exchange.Text, func(l listing, r ToPlace) any {
		switch {
		case r.Lesson != nil:
			return l.say("roster.waitingList", nil)
		case r.By == booking.ByVoucher:
			return l.say("tray.oneVoucher", nil)
		}
		return r.Name
	}},
	{"tray.lesson", exchange.Text, func(_ listing, r ToPlace) any {
		if r.Lesson == nil {
			return ""
		}
		return r.Name
	}},
	{"tray.through", exchange.Day, func(_ listing, r ToPlace) any { return r.Through }},
	{"tray.fits", exchange.Int, func(_ listing, r ToPlace) any { return len(r.Fits) }},
}

// WaitingLists lists who waits for a lesson or an activity to come or was offered
// a place in it, each list in its order.
func (d *Desk) WaitingLists() List[sqlite.WaitingPlace] {
	return listed(d, "toPlace", "waiting.title", waitingColumns, func(tx *sqlite.Tx, c listing, _ ListQuery) ([]sqlite.WaitingPlace, error) {
		return tx.WaitingLists(c.today)
	})
}

var waitingColumns = []column[sqlite.WaitingPlace]{
	{"roster.rider", exchange.Text, func(_ listing, r sqlite.WaitingPlace) any { return r.RiderName }},
	{"tray.lesson", exchange.Text, func(l listing, r sqlite.WaitingPlace) any {
		if r.Series != 0 {
			return l.say("waiting.weekly", locale.Params{"name": r.Name})
		}
		return r.Name
	}},
	{"planning.day", exchange.Day, func(_ listing, r sqlite.WaitingPlace) any { return r.Day }},
	{"planning.start", exchange.Text, func(_ listing, r sqlite.WaitingPlace) any { return r.Start.String() }},
	{"waiting.rank", exchange.Int, func(_ listing, r sqlite.WaitingPlace) any { return r.Rank }},
	{"waiting.state", exchange.Text, func(l listing, r sqlite.WaitingPlace) any { return l.say("waiting.state."+string(r.State), nil) }},
	{"today.col.family", exchange.Text, func(_ listing, r sqlite.WaitingPlace) any { return r.Family }},
	{"families.column.mobile", exchange.Text, func(_ listing, r sqlite.WaitingPlace) any { return r.Mobile }},
}

// LessonLine is a lesson of the plan with who gives it and where, by name.
type LessonLine struct {
	ID         planning.LessonID `json:"id"`
	Name       string            `json:"name"`
	Day        calendar.Day      `json:"day"`
	Start      calendar.Minute   `json:"start" doc:"Minutes since midnight, the club's time"`
	Instructor string            `json:"instructor"`
	Arena      string            `json:"arena"`
	Taken      int               `json:"taken"`
	Capacity   int               `json:"capacity"`
	State      planning.State    `json:"state" enum:"planned,cancelled,closed"`
}

// PlanLessons lists the lessons of some days in their order. More days than the
// plan shows at once are refused.
func (d *Desk) PlanLessons() List[LessonLine] {
	return listed(d, "plan", "planning.lessonsTitle", lessonColumns, func(tx *sqlite.Tx, c listing, q ListQuery) ([]LessonLine, error) {
		days := calendar.Period{First: firstOf(q.From, c.today), Last: firstOf(q.To, q.From, c.today)}
		if err := checkPlanDays(days); err != nil {
			return nil, err
		}
		lessons, err := tx.PlanLessons(days.First, days.Last)
		if err != nil {
			return nil, err
		}
		people, err := tx.Instructors()
		if err != nil {
			return nil, err
		}
		arenas, err := tx.Arenas()
		if err != nil {
			return nil, err
		}
		names, places := map[int64]string{}, map[planning.ArenaID]string{}
		for _, p := range people {
			names[p.ID] = p.Name
		}
		for _, a := range arenas {
			places[a.ID] = a.Name
		}
		rows := make([]LessonLine, len(lessons))
		for i, l := range lessons {
			rows[i] = LessonLine{l.ID, l.Name, l.Day, l.Start, names[l.Instructor], places[l.Arena], l.Booked + l.Voucher + l.Unpaid + l.Held, l.Capacity, l.State}
		}
		return rows, nil
	})
}

var lessonColumns = []column[LessonLine]{
	{"planning.day", exchange.Day, func(_ listing, r LessonLine) any { return r.Day }},
	{"planning.start", exchange.Text, func(_ listing, r LessonLine) any { return r.Start.String() }},
	{"planning.name", exchange.Text, func(_ listing, r LessonLine) any { return r.Name }},
	{"planning.instructor", exchange.Text, func(_ listing, r LessonLine) any { return r.Instructor }},
	{"planning.arena", exchange.Text, func(_ listing, r LessonLine) any { return r.Arena }},
	{"activity.col.places", exchange.Text, func(l listing, r LessonLine) any {
		if r.State == planning.Cancelled {
			return l.say("planning.off", nil)
		}
		return fmt.Sprintf("%d/%d", r.Taken, r.Capacity)
	}},
}
