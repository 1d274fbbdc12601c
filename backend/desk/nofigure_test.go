package desk_test

import (
	"slices"
	"testing"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/planning"
)

// Each was a fault, or was done, when a served club was asked for it.
func TestAFigureOrADayThatCannotBeIsRefusedWithItsField(t *testing.T) {
	y := openYard(t)
	y.checkout(y.open(y.weekly(y.manon, y.wed)))
	bought, card := y.packages()[0].ID, booking.CardID(y.cardsOf(y.manon)[0].ID)
	plan := func(change func(*planning.Series)) error {
		s := y.seriesNow(y.wed.ID)
		change(&s)
		_, err := y.SaveSeries(ctx, y.req(), desk.SaveSeries{Series: s, From: "2027-06-01"})
		return err
	}
	teach := func(hours planning.Hours, leave ...planning.Leave) error {
		all, err := y.Instructors(ctx)
		y.must(err)
		_, err = y.SaveInstructor(ctx, y.req(), planning.Instructor{ID: all[0].ID, Teaches: true, Hours: []planning.Hours{hours}, Leave: leave})
		return err
	}
	shut := func(days planning.ClosedDays) error {
		days.Kind, days.Name, days.Source = planning.NoLessons, "travaux", "typed"
		_, err := y.SaveClosedDays(ctx, y.req(), []planning.ClosedDays{days})
		return err
	}
	stop := func(from calendar.Day) error {
		_, err := y.StopPackage(ctx, y.req(), bought, desk.StopPackage{From: from, Reason: "déménage"})
		return err
	}
	day := calendar.Period{First: "2027-05-03", Last: "2027-05-03"}
	for _, test := range []struct {
		err   error
		code  club.Code
		field string
	}{
		{plan(func(s *planning.Series) { s.Weekday = 8 }), club.CodeOutOfRange, "weekday"},
		{plan(func(s *planning.Series) { s.Weekday = 0 }), club.CodeOutOfRange, "weekday"},
		{plan(func(s *planning.Series) { s.EveryWeeks = 0 }), club.CodeOutOfRange, "everyWeeks"},
		{plan(func(s *planning.Series) { s.EveryWeeks = 3 }), club.CodeOutOfRange, "everyWeeks"},
		{teach(planning.Hours{Weekday: 8, Start: 540, Finish: 600}), club.CodeOutOfRange, "hours.0.weekday"},
		{teach(planning.Hours{Weekday: 1, Start: -1, Finish: 600}), club.CodeOutOfRange, "hours.0.start"},
		{teach(planning.Hours{Weekday: 1, Start: 540, Finish: 1441}), club.CodeOutOfRange, "hours.0.finish"},
		{teach(planning.Hours{Weekday: 1, Start: 540, Finish: 600}, planning.Leave{Period: calendar.Period{First: "2027-05-03"}}), club.CodeBadDay, "leave.0.last"},
		{shut(planning.ClosedDays{Period: day, Weekday: 8}), club.CodeOutOfRange, "weekday"},
		{shut(planning.ClosedDays{Period: day, Weekday: -1}), club.CodeOutOfRange, "weekday"},
		{y.extend(card, "zzz", "plâtre"), club.CodeBadDay, "throughDay"},
		{y.extend(card, "2027-02-29", "plâtre"), club.CodeBadDay, "throughDay"},
		{stop("2027-02-29"), club.CodeBadDay, "fromDay"},
		{stop("zzz"), club.CodeBadDay, "fromDay"},
	} {
		wantRefusal(t, test.err, test.code, test.field)
	}
	_, err := y.DuplicateWeek(ctx, y.req(), desk.DuplicateWeek{From: "2026-11-04", To: "9999-12-31"})
	wantRefusal(t, err, club.CodeBadDay, "to")
	_, err = y.NoteAbsence(ctx, y.req(), y.manon, desk.NoteAbsence{Through: "2026-11-31"})
	wantRefusal(t, err, club.CodeBadDay, "throughDay")
	if p := y.packages()[0]; p.EndedDay != "" || !slices.ContainsFunc(p.Run, func(l desk.PackageLesson) bool { return l.Fate == booking.ToCome }) {
		t.Errorf("%+v", p)
	}
	y.proved()
}
