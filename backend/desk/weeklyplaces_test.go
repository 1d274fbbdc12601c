package desk_test

import (
	"testing"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/planning"
)

// shuts closes the club on a day.
func (y *yard) shuts(day calendar.Day) desk.ClosedDaysSaved {
	y.t.Helper()
	saved, err := y.SaveClosedDays(ctx, y.req(), []planning.ClosedDays{{Kind: planning.NoLessons, Name: "Concours", Period: calendar.Period{First: day, Last: day}, Source: "typed"}})
	y.must(err)
	return saved
}

func (y *yard) opens(closed desk.ClosedDaysSaved) desk.ClosedDaysSaved {
	y.t.Helper()
	saved, err := y.RemoveClosedDays(ctx, y.req(), closed.Days[0].ID)
	y.must(err)
	return saved
}

// lessonOn is the only lesson of a day.
func (y *yard) lessonOn(day calendar.Day) planning.Lesson {
	y.t.Helper()
	plan, err := y.Plan(ctx, calendar.Period{First: day, Last: day})
	y.must(err)
	return plan.Lessons[0].Lesson
}

func (y *yard) undo() {
	y.t.Helper()
	actions, err := y.Actions(ctx, y.owner)
	y.must(err)
	_, err = y.Undo(ctx, y.req(), actions[0].ID)
	y.must(err)
}

// vouchersLeft counts the vouchers of a rider that can be used.
func (y *yard) vouchersLeft(rider club.RiderID) (n int) {
	y.t.Helper()
	all, err := y.Vouchers(ctx)
	y.must(err)
	for _, v := range all {
		if v.Rider == rider && v.Left > 0 {
			n++
		}
	}
	return n
}

// PRODUCT section 3: a later change of the calendar gives or takes lessons, not money.
func TestALessonTheCalendarGivesLaterSeatsThePackagesOfItsSeries(t *testing.T) {
	y := openYard(t)
	closed := y.shuts("2026-11-04")
	p := y.runsFromOctober()
	if p.Lessons != 29 || y.takenOn("2026-11-04") != 0 {
		t.Fatalf("%+v", p)
	}
	saved := y.opens(closed)
	if y.takenOn("2026-11-04") != 1 || saved.Seated != 1 || len(saved.LeftOut) != 0 {
		t.Errorf("%d seated, %+v", y.takenOn("2026-11-04"), saved)
	}
	now := y.packages()[0]
	if now.Lessons != 29 || now.Of != p.Of || len(now.Run) != 30 || now.Remaining != p.Remaining {
		t.Errorf("the pro rata changed: %+v", now.Package)
	}
	y.proved()

	y.undo()
	if y.takenOn("2026-11-04") != 0 || y.vouchersLeft(y.manon) != 0 || len(y.packages()[0].Run) != 29 {
		t.Errorf("undone: %d vouchers, %d lessons", y.vouchersLeft(y.manon), len(y.packages()[0].Run))
	}
	y.opens(y.closedNow())
	if y.takenOn("2026-11-04") != 1 || len(y.packages()[0].Run) != 30 {
		t.Error("opened again, nobody is seated")
	}
	y.proved()
}

func (y *yard) closedNow() (saved desk.ClosedDaysSaved) {
	y.t.Helper()
	var err error
	saved.Days, err = y.ClosedDays(ctx)
	y.must(err)
	return saved
}

func TestADayThatOpensAgainSeatsItsRidersAndTakesTheirVouchersBack(t *testing.T) {
	y := openYard(t)
	y.runsFromOctober()
	closed := y.shuts("2026-11-04")
	if y.takenOn("2026-11-04") != 0 || y.vouchersLeft(y.manon) != 1 {
		t.Fatal("a closed day gives no voucher")
	}
	saved := y.opens(closed)
	if l := y.lessonOn("2026-11-04"); l.State != planning.Planned || saved.Seated != 1 || y.takenOn("2026-11-04") != 1 || y.vouchersLeft(y.manon) != 0 {
		t.Errorf("%+v %s, %d vouchers", saved, l.State, y.vouchersLeft(y.manon))
	}
	if p := y.packages()[0]; len(p.Run) != 30 || p.Lessons != 30 {
		t.Errorf("%d of %d lessons", len(p.Run), p.Lessons)
	}
	y.proved()
	y.undo() // closed once more: the voucher is back
	if y.takenOn("2026-11-04") != 0 || y.vouchersLeft(y.manon) != 1 {
		t.Errorf("undone: %d vouchers", y.vouchersLeft(y.manon))
	}
	y.proved()
}

func TestALessonSomebodyCancelledByHandStaysCancelledWhenTheDayOpens(t *testing.T) {
	y := openYard(t)
	y.runsFromOctober()
	l := y.lessonOn("2026-11-04")
	_, err := y.CancelLesson(ctx, y.req(), l.ID, desk.CancelLesson{Reason: "Gel", Version: l.Version})
	y.must(err)
	y.opens(y.shuts("2026-11-04"))
	if l := y.lessonOn("2026-11-04"); l.State != planning.Cancelled || y.vouchersLeft(y.manon) != 1 {
		t.Errorf("%s, %d vouchers", l.State, y.vouchersLeft(y.manon))
	}
}

func TestWhoUsedTheVoucherOfAClosedDayIsLeftOutAndNamed(t *testing.T) {
	y := openYard(t)
	other := y.series(5, 15*60, 8, nil)
	y.runsFromOctober()
	closed := y.shuts("2026-11-04")
	y.booked(y.lessonOf(other, "2026-11-06"), y.manon, func(b *desk.Book) { b.By = booking.ByVoucher })
	saved := y.opens(closed)
	if len(saved.LeftOut) != 1 || saved.LeftOut[0].Rider != y.manon || saved.LeftOut[0].Why.Code != club.CodeMadeUp || y.takenOn("2026-11-04") != 0 {
		t.Errorf("%+v", saved)
	}
	y.proved()
}

func TestWhoDoesNotFitInALessonThatIsAddedIsNamed(t *testing.T) {
	y := openYard(t)
	closed := y.shuts("2026-11-04")
	y.runsFromOctober()
	y.must(func() error {
		_, err := y.AddLesson(ctx, y.req(), desk.LessonForm{Day: "2026-11-04", Shape: planning.Shape{Kind: planning.Group, Name: "À part", Start: 15 * 60, Minutes: 60, Capacity: 4}, Reason: "stage"})
		return err
	}())
	plan, err := y.Plan(ctx, calendar.Period{First: "2026-11-04", Last: "2026-11-04"})
	y.must(err)
	y.booked(plan.Lessons[0].ID, y.manon, given)
	saved := y.opens(closed)
	if len(saved.LeftOut) != 1 || saved.LeftOut[0].Why.Code != club.CodeRiderTwice || saved.Seated != 0 {
		t.Errorf("%+v", saved)
	}
	y.proved()
}

func TestAnEveryOtherWeekPackageIsSeatedInItsWeeksAlone(t *testing.T) {
	y := openYard(t)
	even, odd := y.shuts("2026-11-04"), y.shuts("2026-11-11") // weeks 45 and 46
	y.at("2026-10-13 12:00")
	line := y.weekly(y.manon, y.wed)
	line.Weeks = booking.EvenWeeks
	y.checkout(y.open(line))
	for _, closed := range []desk.ClosedDaysSaved{even, odd} {
		y.must(func() error {
			_, err := y.RemoveClosedDays(ctx, y.req(), closed.Days[len(closed.Days)-1].ID)
			return err
		}())
	}
	if y.takenOn("2026-11-04") != 0 || y.takenOn("2026-11-11") != 1 {
		t.Errorf("%d in week 45, %d in week 46", y.takenOn("2026-11-04"), y.takenOn("2026-11-11"))
	}
}

func TestAPackageThatStoppedHasNoPlaceInALessonThatIsAdded(t *testing.T) {
	y := openYard(t)
	closed := y.shuts("2026-11-04")
	p := y.runsFromOctober()
	y.at("2026-10-20 12:00")
	_, err := y.stops(p, "2026-10-28", 0)
	y.must(err)
	if saved := y.opens(closed); saved.Seated != 0 || len(saved.LeftOut) != 0 || y.takenOn("2026-11-04") != 0 {
		t.Errorf("%+v", saved)
	}
}

func TestASeriesThatGoesOnLongerSeatsItsPackagesAndIsUndoneWithoutATrace(t *testing.T) {
	y := openYard(t)
	y.runsFromOctober()
	longer := y.wed
	longer.Last = longer.Last.AddDays(14)
	saved, err := y.SaveSeries(ctx, y.req(), desk.SaveSeries{Series: longer})
	y.must(err)
	if saved.Made != 2 || saved.Seated != 2 {
		t.Fatalf("%+v", saved)
	}
	added := longer.Last
	if y.takenOn(added) != 1 || y.packages()[0].Lessons != 30 {
		t.Error("not seated in the lesson that was added")
	}
	y.undo()
	if y.takenOn(added) != 0 || y.vouchersLeft(y.manon) != 0 || len(y.packages()[0].Run) != 30 {
		t.Errorf("undone: %d vouchers, %d lessons", y.vouchersLeft(y.manon), len(y.packages()[0].Run))
	}
	actions, err := y.Actions(ctx, y.owner)
	y.must(err)
	_, err = y.Redo(ctx, y.req(), actions[0].ID)
	y.must(err)
	if y.takenOn(added) != 1 {
		t.Error("done again, nobody is seated")
	}
	y.proved()
}
