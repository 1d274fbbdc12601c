package desk_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/mail/mailtest"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// toTell lists whom there is to tell of a lesson, of all for 0.
func (y *yard) toTell(lesson int64) []sqlite.ToTell {
	y.t.Helper()
	rows, err := y.ToTell().Rows(ctx, desk.ListQuery{Of: lesson})
	y.must(err)
	return rows
}

func TestWhoIsToBeToldOfACancelledLessonIsListedWithWhatTheyGetUntilSomebodyTells(t *testing.T) {
	y := openYard(t)
	y.runsFromOctober()
	l := y.lessonOn("2026-11-04")
	before, err := y.PreviewCancelLesson(ctx, l.ID, false)
	y.must(err)
	if len(before.Riders) != 1 || before.Families != 1 || before.Riders[0].Outcome != booking.MakesVoucher || before.Riders[0].Through != "2026-12-04" {
		t.Fatalf("before: %+v", before)
	}
	_, err = y.CancelLesson(ctx, y.req(), l.ID, desk.CancelLesson{Reason: "Gel", Version: l.Version})
	y.must(err)
	rows := y.toTell(int64(l.ID))
	if len(rows) != 1 || rows[0].Riders != "Manon" || rows[0].Day != "2026-11-04" || !strings.Contains(rows[0].What, "4 décembre 2026") || rows[0].Told {
		t.Fatalf("%+v", rows)
	}
	if today, err := y.Today(ctx); err != nil || today.ToTell.N != 1 || today.ToTell.Families[0] != rows[0].Family {
		t.Errorf("%+v %v", today.ToTell, err)
	}
	_, err = y.MarkTold(ctx, y.req(), desk.Told{Message: rows[0].ID, Told: true})
	y.must(err)
	if now := y.toTell(0); !now[0].Told || now[0].ToldBy == "" || now[0].ToldAt.IsZero() {
		t.Errorf("%+v", now)
	}
	if today, err := y.Today(ctx); err != nil || today.ToTell.N != 0 {
		t.Errorf("%+v %v", today.ToTell, err)
	}
	_, err = y.MarkTold(ctx, y.req(), desk.Told{Message: rows[0].ID, Told: true})
	y.refuses(err, club.CodeMessageGone)
	y.undo()
	if y.toTell(0)[0].Told {
		t.Error("a tick that is undone stays")
	}
	y.at("2026-11-05 08:00")
	if left := y.toTell(0); len(left) != 0 {
		t.Errorf("after the lesson: %+v", left)
	}
}

func TestAnAbsenceIsConfirmedToTheFamilyAndNobodyPhonesForIt(t *testing.T) {
	y := openYard(t)
	y.runsFromOctober()
	var booked booking.BookingID
	plan, err := y.RiderPlan(ctx, y.manon, "2026-11-04", "2026-11-04")
	y.must(err)
	booked = plan.Lessons[0].Booking.ID
	_, err = y.CancelBooking(ctx, y.req(), booked, desk.CancelBooking{})
	y.must(err)
	if n := y.rowsOf("outbox WHERE kind = 'absenceNoted' AND state = 'waiting' AND body LIKE '%Manon%4 décembre 2026%'"); n != 1 {
		t.Errorf("%d confirmations", n)
	}
	if rows := y.toTell(0); len(rows) != 0 {
		t.Errorf("%+v", rows)
	}
	y.undo()
	if n := y.rowsOf("outbox WHERE kind = 'absenceNoted' AND state = 'waiting'"); n != 0 {
		t.Error("an absence that is undone is still confirmed")
	}
}

func TestAMovedLessonSaysWhenItWasAndAnOfferThatStandsNoMoreIsNotToBeTold(t *testing.T) {
	y := openYard(t)
	y.runsFromOctober()
	l := y.lessonOn("2026-11-04")
	_, err := y.ChangeLesson(ctx, y.req(), l.ID, form(l, func(f *desk.LessonForm) { f.Start = 17 * 60 }))
	y.must(err)
	if rows := y.toTell(0); len(rows) != 1 || rows[0].Start != 17*60 || !strings.Contains(rows[0].What, "15:00") {
		t.Errorf("%+v", rows)
	}
}

func TestAVoucherThatEndsWithinAWeekIsToBePlacedUntilItIsUsed(t *testing.T) {
	y := openYard(t)
	y.runsFromOctober()
	l := y.lessonOn("2026-11-04")
	_, err := y.CancelLesson(ctx, y.req(), l.ID, desk.CancelLesson{Reason: "Gel", Version: l.Version})
	y.must(err)
	for moment, want := range map[string]int{"2026-11-26 09:00": 0, "2026-11-27 09:00": 1, "2026-12-04 09:00": 1, "2026-12-05 09:00": 0} {
		y.at(moment)
		rows, err := y.EndingVouchers().Rows(ctx, desk.ListQuery{})
		y.must(err)
		if len(rows) != want || want > 0 && (rows[0].Rider != y.manon || rows[0].MissedDay != "2026-11-04" || rows[0].ValidThrough != "2026-12-04") {
			t.Errorf("at %s: %+v", moment, rows)
		}
	}
	y.at("2026-11-27 09:00")
	other := y.series(5, 15*60, 8, nil)
	y.booked(y.lessonOf(other, "2026-12-04"), y.manon, byVoucher)
	today, err := y.Today(ctx)
	y.must(err)
	if len(today.EndingVouchers) != 0 {
		t.Errorf("used: %+v", today.EndingVouchers)
	}
}

func TestAPrivateLessonIsCalledByWhoRidesInIt(t *testing.T) {
	y := openYard(t)
	lesson := y.lesson(planning.Private, "2026-10-15", 10*60, 1)
	y.booked(lesson, y.manon, given)
	plan, err := y.Plan(ctx, calendar.Period{First: "2026-10-14", Last: "2026-10-15"})
	y.must(err)
	for _, l := range plan.Lessons {
		if want := map[bool]string{true: "Manon Delcourt"}[l.ID == lesson]; l.Riders != want {
			t.Errorf("%s: %q, want %q", l.Name, l.Riders, want)
		}
	}
}

func TestALessonAndAllThatFollowAreCancelledAsOneAndEachFamilyHearsOnce(t *testing.T) {
	y := openYard(t)
	y.runsFromOctober()
	l, before := y.lessonOn("2026-11-04"), y.lessonOn("2026-10-28")
	shown, err := y.PreviewCancelLesson(ctx, l.ID, true)
	y.must(err)
	done, err := y.CancelLesson(ctx, y.req(), l.ID, desk.CancelLesson{Reason: "Plus de moniteur", Following: true, Version: l.Version})
	y.must(err)
	if done.ID != l.ID || done.Changed < 20 || done.Changed != shown.Lessons || shown.Last < "2027-05-01" || len(shown.Riders) != shown.Lessons || shown.Families != 1 {
		t.Fatalf("%d lessons, foreseen %d to %s, %d places, %d families", done.Changed, shown.Lessons, shown.Last, len(shown.Riders), shown.Families)
	}
	if kept := y.lessonOn("2026-10-28"); kept.State != before.State || kept.State != planning.Planned {
		t.Errorf("the one before is %s", kept.State)
	}
	if rows := y.toTell(0); len(rows) != 1 || rows[0].Riders != "Manon" || rows[0].Day != "2026-11-04" || !strings.Contains(rows[0].What, strconv.Itoa(shown.Lessons)) {
		t.Fatalf("%+v", rows)
	}
	if made := y.vouchersLeft(y.manon); made != shown.Lessons {
		t.Errorf("%d vouchers for %d lessons", made, shown.Lessons)
	}
	y.undo()
	if rows := y.toTell(0); len(rows) != 0 {
		t.Errorf("nobody had told them: %+v", rows)
	}
	if left := y.vouchersLeft(y.manon); left != 0 {
		t.Errorf("%d vouchers are left", left)
	}
	y.proved()
}

func TestAFamilyOfALessonItsSeriesHasNoPlaceForHearsNoNameInsteadOfAReason(t *testing.T) {
	y := openYard(t)
	y.runsFromOctober()
	l := y.lessonOn("2026-11-04")
	series, err := y.SeriesOf(ctx, l.Season)
	y.must(err)
	at := slices.IndexFunc(series, func(s planning.Series) bool { return s.ID == l.Series })
	series[at].Last = "2026-11-03"
	_, err = y.SaveSeries(ctx, y.req(), desk.SaveSeries{Series: series[at]})
	y.must(err)
	if got := y.lessonOn("2026-11-04"); got.State != planning.Cancelled || got.Reason != "elle n’est plus au programme" {
		t.Errorf("%s: %q", got.State, got.Reason)
	}
}

// A message of several lessons hangs on the first: it still leaves once that one has begun,
// where one of a single lesson waits for a person.
func TestAMailOfSeveralLessonsOutlivesTheFirstOfThem(t *testing.T) {
	for following, want := range map[bool]sqlite.MailState{true: sqlite.MailSent, false: sqlite.MailFailed} {
		y, server := openYard(t), mailtest.StartFaulty(t)
		y.runsFromOctober()
		y.sendsBy(server.Port)
		l := y.lessonOn("2026-11-04")
		_, err := y.CancelLesson(ctx, y.req(), l.ID, desk.CancelLesson{Reason: "Plus de moniteur", Following: following, Version: l.Version})
		y.must(err)
		y.at("2026-11-04 21:00")
		y.sends(want)
	}
}
