package desk_test

import (
	"slices"
	"testing"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// cancels is the club cancelling the only lesson of a day.
func (y *yard) cancels(day calendar.Day) planning.Lesson {
	y.t.Helper()
	l := y.lessonOn(day)
	_, err := y.CancelLesson(ctx, y.req(), l.ID, desk.CancelLesson{Reason: "Gel", Version: l.Version})
	y.must(err)
	return l
}

func (y *yard) moved(day calendar.Day, change func(*desk.LessonForm)) {
	y.t.Helper()
	l := y.lessonOn(day)
	_, err := y.ChangeLesson(ctx, y.req(), l.ID, form(l, change))
	y.must(err)
}

// besides is a lesson given on a closed day at the time of another.
func (y *yard) besides(day calendar.Day) planning.LessonID {
	y.t.Helper()
	_, err := y.AddLesson(ctx, y.req(), desk.LessonForm{Day: day, Reason: "stage",
		Shape: planning.Shape{Kind: planning.Group, Name: "À part", Start: 15 * 60, Minutes: 60, Capacity: 4}})
	y.must(err)
	plan, err := y.Plan(ctx, calendar.Period{First: day, Last: day})
	y.must(err)
	for _, l := range plan.Lessons {
		if l.Name == "À part" {
			return l.ID
		}
	}
	y.t.Fatal("it is not in the plan")
	return 0
}

// waitFor puts riders on the list of a lesson.
func (y *yard) waitFor(l planning.LessonID, riders ...club.RiderID) {
	y.t.Helper()
	for _, rider := range riders {
		_, err := y.JoinWaiting(ctx, y.req(), desk.Wait{Lesson: l, Rider: rider})
		y.must(err)
	}
}

// PRODUCT section 5: a cancellation that is undone gives everybody back what they
// had, the place in the line too.
func TestAWaitingListSurvivesACancellationThatIsUndone(t *testing.T) {
	y := openYard(t)
	y.runsFromOctober()
	l := y.lessonOn("2026-11-04")
	y.booked(l.ID, y.hugo)
	crowd := y.crowd(2)[:2]
	y.waitFor(l.ID, crowd...)
	y.cancels("2026-11-04")
	if n := y.rowsOf("outbox WHERE kind = 'placeOffered' AND state = 'waiting'"); n != 0 {
		t.Errorf("%d are offered a place in a cancelled lesson", n)
	}
	y.undo()
	plan, err := y.Plan(ctx, calendar.Period{First: l.Day, Last: l.Day})
	y.must(err)
	if now := plan.Lessons[0]; now.State != planning.Planned || now.Booked+now.Unpaid != 2 || y.rowsOf("waiting WHERE state = 'waiting'") != 2 {
		t.Errorf("%+v", now)
	}
	y.proved()
}

func TestAnOfferOfAWaitingListIsMadeAnewWhenTheLessonIsGivenAfterAll(t *testing.T) {
	y := openYard(t)
	y.runsFromOctober()
	l := y.lessonOn("2026-11-04")
	place := y.booked(l.ID, y.hugo)
	y.waitFor(l.ID, y.crowd(1)[0])
	y.cancelled(place, booking.UnitReturns)
	y.cancels("2026-11-04")
	if rows := y.toTell(int64(l.ID)); len(rows) != 2 || rows[0].Kind != "lessonCancelled" || rows[1].Kind != "waitedInVain" {
		t.Errorf("after the cancellation: %+v", rows)
	}
	y.undo()
	rows := y.toTell(int64(l.ID))
	if len(rows) != 1 || rows[0].Kind != "placeOffered" || y.takenOn("2026-11-04") != 2 {
		t.Errorf("%+v, %d taken", rows, y.takenOn("2026-11-04"))
	}
	y.proved()
}

func TestTheUndoOfAClosedDayRefusesRatherThanLeaveSomebodyOut(t *testing.T) {
	y := openYard(t)
	other := y.series(5, 15*60, 8, nil)
	y.runsFromOctober()
	y.shuts("2026-11-04")
	y.booked(y.lessonOf(other, "2026-11-06"), y.manon, func(b *desk.Book) { b.By = booking.ByVoucher })
	actions, err := y.Actions(ctx, y.owner)
	y.must(err)
	for _, a := range actions {
		if a.What == "saveClosedDays" {
			_, err = y.Undo(ctx, y.req(), a.ID)
		}
	}
	y.refuses(err, club.CodeMadeUp)
	if days, err := y.ClosedDays(ctx); err != nil || len(days) != 1 || y.takenOn("2026-11-04") != 0 {
		t.Errorf("%+v %v", days, err)
	}
}

func TestWhoRidesElsewhereByNowIsNotSeatedByAnUndo(t *testing.T) {
	for name, gone := range map[string]func(y *yard, beside planning.Series) planning.LessonID{
		"their own absence": func(y *yard, beside planning.Series) planning.LessonID {
			y.cancelled(y.ride(y.manon, "2026-11-04"), booking.MakesVoucher)
			return y.lessonOf(beside, "2026-11-04")
		},
		"the club's cancellation": func(y *yard, beside planning.Series) planning.LessonID {
			y.cancels("2026-11-04")
			return y.lessonOf(beside, "2026-11-04")
		},
		"a day the club was closed": func(y *yard, _ planning.Series) planning.LessonID {
			y.shuts("2026-11-04")
			return y.besides("2026-11-04")
		},
	} {
		t.Run(name, func(t *testing.T) {
			y := openYard(t)
			beside := y.series(3, 15*60+30, 8, nil)
			y.runsFromOctober()
			there := gone(y, beside)
			y.booked(there, y.manon, given)
			actions, err := y.Actions(ctx, y.owner)
			y.must(err)
			at := slices.IndexFunc(actions, func(a sqlite.Action) bool {
				return slices.Contains([]string{"cancelBooking", "cancelLesson", "saveClosedDays"}, a.What)
			})
			_, err = y.Undo(ctx, y.req(), actions[at].ID)
			y.refuses(err, club.CodeRiderTwice)
			y.proved()
		})
	}
}

// Two children of a family are told in one message, whatever becomes of it.
func TestAFamilyThatWasPhonedHearsThatTheLessonIsGivenAfterAllAndOneThatWasNotHearsNothing(t *testing.T) {
	y := openYard(t)
	y.runsFromOctober()
	l := y.lessonOn("2026-11-04")
	y.booked(l.ID, y.hugo)
	y.cancels("2026-11-04")
	if rows := y.toTell(int64(l.ID)); len(rows) != 1 || rows[0].Riders != "Manon, Hugo" {
		t.Fatalf("%+v", rows)
	}
	y.undo()
	if rows := y.toTell(int64(l.ID)); len(rows) != 0 {
		t.Errorf("nobody was told: %+v", rows)
	}
	y.cancels("2026-11-04")
	cancelled := y.did()[0]
	_, err := y.MarkTold(ctx, y.req(), desk.Told{Message: y.toTell(int64(l.ID))[0].ID, Told: true})
	y.must(err)
	_, err = y.Undo(ctx, y.req(), cancelled.ID)
	y.must(err)
	rows := y.toTell(int64(l.ID))
	if len(rows) != 2 || rows[0].Kind != "lessonAdded" || rows[0].Riders != "Manon, Hugo" || rows[0].Told || !rows[1].Told {
		t.Errorf("%+v", rows)
	}
	y.proved()
}

func TestTheAbsenceOfOneChildThatIsUndoneLeavesTheOtherConfirmed(t *testing.T) {
	y := openYard(t)
	y.runsFromOctober()
	l := y.lessonOn("2026-11-04")
	y.cancelled(y.booked(l.ID, y.hugo), booking.UnitReturns)
	y.cancelled(y.ride(y.manon, l.Day), booking.MakesVoucher)
	y.must(y.undoes())
	if n := y.rowsOf("outbox WHERE kind = 'absenceNoted' AND state = 'waiting' AND riders = 'Hugo'"); n != 1 {
		t.Errorf("%d confirmations", n)
	}
}

func TestALessonMovedTwiceIsToldOnceAndOneMovedBackNotAtAll(t *testing.T) {
	y := openYard(t)
	y.runsFromOctober()
	y.moved("2026-11-04", func(f *desk.LessonForm) { f.Start = 17 * 60 })
	y.moved("2026-11-04", func(f *desk.LessonForm) { f.Start = 18 * 60 })
	if rows := y.toTell(0); len(rows) != 1 || rows[0].Start != 18*60 || rows[0].Says[0].Params["wasTime"] != "15:00" {
		t.Errorf("%+v", rows)
	}
	y.moved("2026-11-04", func(f *desk.LessonForm) { f.Start = 15 * 60 })
	if rows := y.toTell(0); len(rows) != 0 {
		t.Errorf("%+v", rows)
	}
}
