package desk

import (
	"context"
	"slices"
	"strings"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/exchange"
	"paddock/backend/locale"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// ToTell lists the families to be told of lessons to come, of one lesson where the
// query is of one: everybody is told, with a list to phone (PRODUCT section 5).
func (d *Desk) ToTell() List[sqlite.ToTell] {
	return listed(d, "toTell", "toTell.title", toTellColumns, func(tx *sqlite.Tx, l listing, q ListQuery) ([]sqlite.ToTell, error) {
		rows, err := tx.ToTell(l.today, planning.LessonID(q.Of))
		for i := range rows {
			rows[i].What = toldText(l, rows[i])
		}
		return rows, err
	})
}

// toldText is what a message says, in the language of who phones.
func toldText(l listing, t sqlite.ToTell) string {
	if len(t.Says) == 0 {
		return t.Subject
	}
	texts := []string{}
	for _, s := range t.Says {
		texts = append(texts, l.say("tell."+s.Code, s.Params))
	}
	return strings.Join(texts, " · ")
}

var toTellColumns = []column[sqlite.ToTell]{
	{"today.col.family", exchange.Text, func(_ listing, r sqlite.ToTell) any { return r.Family }},
	{"toTell.riders", exchange.Text, func(_ listing, r sqlite.ToTell) any { return r.Riders }},
	{"toTell.lesson", exchange.Text, func(l listing, r sqlite.ToTell) any { return r.Name + ", " + locale.Hour(l.lang, r.Start) }},
	{"list.day", exchange.Day, func(_ listing, r sqlite.ToTell) any { return r.Day }},
	{"toTell.what", exchange.Text, func(_ listing, r sqlite.ToTell) any { return r.What }},
	{"families.column.mobile", exchange.Text, func(_ listing, r sqlite.ToTell) any { return r.Mobile }},
	{"toTell.told", exchange.Text, func(l listing, r sqlite.ToTell) any {
		if !r.Told {
			return ""
		}
		return r.ToldBy + ", " + locale.ShortDay(l.lang, calendar.DayOf(r.ToldAt, l.zone)) + " " + r.ToldAt.In(l.zone).Format("15:04")
	}},
}

// Told says whether a family was told.
type Told struct {
	Message int64 `json:"message"`
	Told    bool  `json:"told"`
}

func (t Told) turned() any { return Told{t.Message, !t.Told} }

// MarkTold notes that a family was told what its message says: who and when.
func (d *Desk) MarkTold(ctx context.Context, req Request, in Told) (Told, error) {
	return write(ctx, d, req, "markTold", in, func(tx *sqlite.Tx) (Told, error) {
		home, name, err := tx.MessageTo(in.Message)
		if err == nil {
			err = tx.MarkTold(in.Message, in.Told, req.Actor)
		}
		if err != nil {
			return in, refused(err, club.CodeMessageGone)
		}
		return in, act(tx, "markTold", name, home, back{"markTold", in})
	})
}

// undoTold takes a tick back.
func undoTold(u undoing, in Told) error {
	return refused(u.tx.MarkTold(in.Message, !in.Told, u.actor), club.CodeUndoChanged)
}

// ToTellCount is whom there is to tell today, for the to-do.
type ToTellCount struct {
	N        int      `json:"n" doc:"Messages that nobody passed on"`
	Families []string `json:"families" nullable:"false" doc:"The first of them"`
}

// mostNamed is how many families a line of the to-do names.
const mostNamed = 3

func toTell(tx *sqlite.Tx, c clubNow) (t ToTellCount, err error) {
	rows, err := tx.ToTell(c.today, 0)
	t.Families = []string{}
	for _, r := range rows {
		if r.Told || r.ByMail() {
			break
		}
		if t.N++; len(t.Families) < mostNamed && !slices.Contains(t.Families, r.Family) {
			t.Families = append(t.Families, r.Family)
		}
	}
	return t, err
}

// LessonCancelling is what cancelling a lesson by the club would do.
type LessonCancelling struct {
	Lessons  int          `json:"lessons" doc:"How many are cancelled"`
	Last     calendar.Day `json:"lastDay" doc:"The day of the last of them"`
	Riders   []RiderBack  `json:"riders" nullable:"false" doc:"Each place that is given back, by lesson, in the order of the places"`
	Families int          `json:"families" doc:"How many are told"`
	Waiting  int          `json:"waiting" doc:"Who waits for a place, and waits no more"`
}

// RiderBack is a rider of a lesson and what comes back.
type RiderBack struct {
	Rider   club.RiderID    `json:"rider"`
	Name    string          `json:"name"`
	Outcome booking.Outcome `json:"outcome" enum:"unitReturns,voucher,nothing"`
	Through calendar.Day    `json:"throughDay,omitempty"`
}

// PreviewCancelLesson tells what CancelLesson would do now.
func (d *Desk) PreviewCancelLesson(ctx context.Context, id planning.LessonID, following bool) (LessonCancelling, error) {
	return read(ctx, d, "previewCancelLesson", func(tx *sqlite.Tx) (LessonCancelling, error) {
		what := LessonCancelling{Riders: []RiderBack{}}
		c, err := loadClub(tx)
		if err != nil {
			return what, err
		}
		first, err := tx.Lesson(id)
		if err != nil {
			return what, refused(err, club.CodeLessonNotFound)
		}
		lessons, err := lessonsFrom(tx, c, first, following)
		if err != nil {
			return what, err
		}
		families := map[club.HouseholdID]bool{}
		for _, l := range lessons {
			if err := what.add(tx, c, l, families); err != nil {
				return what, err
			}
		}
		what.Lessons, what.Last, what.Families = len(lessons), lessons[len(lessons)-1].Day, len(families)
		return what, nil
	})
}

// add counts what cancelling one lesson would give back.
func (what *LessonCancelling) add(tx *sqlite.Tx, c clubNow, l planning.Lesson, families map[club.HouseholdID]bool) error {
	rows, err := tx.BookingsOf(l.ID)
	if err != nil {
		return err
	}
	for _, b := range rows {
		if !b.State.Takes() || b.State == booking.Held {
			continue
		}
		rider, err := tx.Rider(b.Rider)
		if err != nil {
			return err
		}
		place, err := placeOf(tx, c, b, l)
		if err != nil {
			return err
		}
		families[rider.Household] = true
		back := c.booking().Consequence(place, booking.ByClub, tx.Now)
		what.Riders = append(what.Riders, RiderBack{rider.ID, rider.FirstName + " " + rider.Surname, back.Outcome, back.Through})
	}
	waiting, err := tx.WaitingFor(l.ID)
	for _, row := range waiting {
		families[row.Household] = true
	}
	what.Waiting += len(waiting)
	return err
}
