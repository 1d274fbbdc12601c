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

// moves takes a package to another slot, and checks that what was said is done.
func (y *yard) moves(p desk.PackageRun, to planning.Series, from calendar.Day, keeps int) (desk.SlotChange, error) {
	y.t.Helper()
	in := desk.ChangeSlot{From: from, Leaves: p.Series[0], Takes: to.ID, Keeps: keeps, Reason: "chorale le mercredi"}
	said, previewErr := y.PreviewChangeSlot(ctx, p.ID, in)
	done, err := y.ChangeSlot(ctx, y.req(), p.ID, in)
	if (err == nil) != (previewErr == nil) || err == nil && (said.Back != done.Back || !slices.Equal(said.Days, done.Days) || said.Short != done.Short) {
		y.t.Errorf("said %+v %v, did %+v %v", said, previewErr, done, err)
	}
	return done, err
}

func (y *yard) fills(s planning.Series, days ...calendar.Day) {
	y.t.Helper()
	crowd := y.crowd(s.Capacity)
	for _, day := range days {
		for _, rider := range crowd[:s.Capacity] {
			y.booked(y.lessonOf(s, day), rider, given)
		}
	}
}

// PRODUCT section 5: as many lessons as are given up are taken date by date, the
// full ones named; only what the new slot has no place for is money.
func TestAPackageGoesToAnotherSlotForAsManyLessonsAsItGivesUp(t *testing.T) {
	y := openYard(t)
	p := y.runsFromOctober()
	fri := y.series(5, 17*60, 2, nil)
	y.fills(fri, "2026-11-06", "2026-11-13")
	y.rolls(y.wed, "2026-10-14", "2026-10-21")
	done, err := y.moves(p, fri, "2026-10-22", 0) // 28 Wednesdays and 29 Fridays are left, of which two are full
	y.must(err)
	if done.Given != 2 || done.Left != 28 || len(done.Days) != 27 || done.Short != 1 || !slices.Equal(done.Full, []calendar.Day{"2026-11-06", "2026-11-13"}) || done.Days[0] != "2026-10-23" {
		t.Errorf("%+v", done)
	}
	if done.Back != 1120 || done.Number == "" { // 336.00 for 30
		t.Errorf("gives %d back by %q", done.Back, done.Number)
	}
	run := y.packages()[0]
	if run.Series[0] != fri.ID || run.Slots[0].Weekday != 5 || len(run.Run) != 29 || run.Gone != 2 || run.EndedDay != "" || run.Lessons != 30 || run.Left() != 29 {
		t.Errorf("%d lessons in the run: %+v", len(run.Run), run.Package)
	}
	if y.takenOn("2026-10-28") != 0 || y.takenOn("2026-10-30") != 1 || y.takenOn("2026-10-21") != 1 || y.takenOn("2026-11-06") != 2 {
		t.Error("the places do not follow")
	}
	y.refuses(y.undoes(), club.CodeLastingInvoice)
	y.proved()
}

func TestLessonsBeyondThoseGivenUpAreNotTakenAndNoMoneyMoves(t *testing.T) {
	y := openYard(t)
	p := y.runsFromOctober()
	mon := y.series(1, 17*60, 8, autumn("2026-10-19"))
	in := desk.ChangeSlot{From: "2026-11-01", Leaves: y.wed.ID, Takes: mon.ID}
	done, err := y.ChangeSlot(ctx, y.req(), p.ID, in) // no reason: no money, and it fits
	y.must(err)
	if done.Left != 27 || len(done.Days) != 27 || len(done.Beyond) != 7 || done.Short != 0 || done.Note != 0 {
		t.Errorf("%+v", done)
	}
	y.proved()
}

// Whatever a package was moved, stopping it credits what is left of what is paid
// for, and never twice what a move gave back or the club kept of it.
func TestAPackageThatWasMovedIsStoppedForWhatIsLeftOfIt(t *testing.T) {
	for keeps, want := range map[int]struct{ moved, stopped int64 }{0: {3360, 30240}, 50: {1680, 30240}} {
		y := openYard(t)
		p := y.runsFromOctober()
		fri := y.series(5, 17*60, 1, autumn("2026-10-16"))
		y.fills(fri, "2026-11-06", "2026-11-13", "2026-11-20")
		fri.Last = "2027-05-07" // 30 Fridays, three of them full
		saved, err := y.SaveSeries(ctx, y.req(), desk.SaveSeries{Series: fri, From: "2026-10-16"})
		y.must(err)
		moved, err := y.moves(p, saved.Series, "2026-10-14", keeps)
		y.must(err)
		if moved.Short != 3 || int64(moved.Back) != want.moved {
			t.Errorf("%d short, %d back", moved.Short, moved.Back)
		}
		done, err := y.stops(p, "2026-10-15", 0)
		y.must(err)
		if done.Left != 27 || int64(done.Back) != want.stopped {
			t.Errorf("kept %d %%: %+v", keeps, done)
		}
		y.proved()
	}
}

func TestWhatIsLostMadeGoodOrOpenStaysWithTheOldSlot(t *testing.T) {
	y := openYard(t)
	p := y.runsFromOctober()
	fri := y.series(5, 17*60, 8, nil)
	y.cancelled(y.ride(y.manon, "2026-11-04"), booking.MakesVoucher)
	y.at("2026-10-14 20:00") // its roll is open
	done, err := y.moves(p, fri, "2026-10-15", 0)
	y.must(err)
	if !slices.Equal(done.Open, []calendar.Day{"2026-10-14"}) || done.Left != 28 || len(done.Days) != 28 {
		t.Errorf("%+v", done)
	}
	fates := y.fates(y.packages()[0])
	if len(fates[booking.RollOpen]) != 1 || len(fates[booking.MadeGood]) != 1 || len(fates[booking.ToCome]) != 28 {
		t.Errorf("%v", fates)
	}
	y.proved()
}

func TestAPackageGoesBackToTheSlotItLeft(t *testing.T) {
	y := openYard(t)
	p := y.runsFromOctober()
	fri := y.series(5, 17*60, 8, nil)
	_, err := y.moves(p, fri, "2026-11-01", 0)
	y.must(err)
	back := y.packages()[0]
	_, err = y.moves(back, y.wed, "2026-12-01", 0)
	y.must(err)
	run := y.packages()[0]
	if run.Series[0] != y.wed.ID || len(run.Moves) != 2 || y.takenOn("2026-11-04") != 0 || y.takenOn("2026-12-02") != 1 || y.takenOn("2026-12-04") != 0 {
		t.Errorf("%+v", run.Package)
	}
	y.proved()
}

func TestOneOfTheTwoSeriesOfAPackageMovesAndTheOtherStays(t *testing.T) {
	y := openYard(t)
	wed, fri := y.series(3, 17*60, 8, autumn("2026-10-14")), y.series(5, 17*60, 8, autumn("2026-10-16"))
	mon := y.series(1, 17*60, 8, autumn("2026-10-12"))
	y.annual = y.pack("Forfait deux reprises", 60000, 2)
	y.checkout(y.open(y.weekly(y.manon, wed, fri)))
	p := y.packages()[0]
	slots, err := y.PackageSlots(ctx, p.ID, "2026-11-01")
	y.must(err)
	if !slices.ContainsFunc(slots, func(s desk.SeriesSeats) bool { return s.ID == mon.ID && s.Free == 8 }) ||
		slices.ContainsFunc(slots, func(s desk.SeriesSeats) bool { return s.ID == fri.ID }) {
		t.Errorf("%+v", slots)
	}
	done, err := y.moves(p, mon, "2026-11-01", 0)
	y.must(err)
	if run := y.packages()[0]; !slices.Equal(run.Series, []planning.SeriesID{mon.ID, fri.ID}) || done.Left != 33 || y.takenOn("2026-11-06") != 1 {
		t.Errorf("%+v", run.Package)
	}
	y.proved()
}

func TestASlotIsNotChangedToWhatThePackageIsNotForOrHasNoLessonOf(t *testing.T) {
	y := openYard(t)
	p := y.runsFromOctober()
	fri := y.series(5, 17*60, 2, nil)
	private := y.series(5, 10*60, 1, func(s *planning.Series) { s.Kind = planning.Private })
	grown := y.series(4, 17*60, 2, func(s *planning.Series) { s.AgeMin = 40 })
	for _, c := range []struct {
		code club.Code
		to   planning.Series
		from calendar.Day
	}{
		{club.CodeSeriesUnfit, private, "2026-11-01"}, {club.CodeInvalid, y.wed, "2026-11-01"}, {club.CodeSeriesNotFound, planning.Series{ID: 999}, "2026-11-01"},
		{club.CodeNoLessonLeft, fri, "2027-06-01"}, {club.CodeDayOrder, fri, "2026-10-12"},
	} {
		_, err := y.moves(p, c.to, c.from, 0)
		y.refuses(err, c.code)
	}
	in := desk.ChangeSlot{From: "2026-11-01", Leaves: y.wed.ID, Takes: grown.ID}
	_, err := y.ChangeSlot(ctx, y.req(), p.ID, in)
	y.refuses(err, club.CodeTooYoung)
	in.Reason = "avec sa mère"
	_, err = y.ChangeSlot(ctx, y.req(), p.ID, in)
	y.must(err)
	listed, err := y.Overrides().Rows(ctx, desk.ListQuery{From: "2026-10-01", To: "2026-10-31"})
	y.must(err)
	if len(listed) != 1 || listed[0].Reason != "avec sa mère" {
		t.Errorf("%+v", listed)
	}
	in.Leaves, in.Takes = grown.ID, fri.ID
	_, err = y.ChangeSlot(ctx, y.req(), p.ID, in)
	y.must(err)
	y.proved()
}

func TestTheLastPlaceOfASlotGoesToOneOfTwoPackages(t *testing.T) {
	y := openYard(t)
	y.at("2026-10-13 12:00")
	y.checkout(y.open(y.weekly(y.manon, y.wed), y.weekly(y.hugo, y.wed)))
	fri := y.series(5, 17*60, 1, nil)
	all := y.packages()
	_, err := y.moves(all[0], fri, "2026-11-01", 0)
	y.must(err)
	_, err = y.moves(all[1], fri, "2026-11-01", 0)
	y.refuses(err, club.CodePlaceGone)
	if run := y.packages()[1]; run.Series[0] != y.wed.ID || y.takenOn("2026-11-04") != 1 {
		t.Error("the second lost the slot they have")
	}
	y.proved()
}

func TestAPackageBroughtAlongChangesItsSlotWithoutMoney(t *testing.T) {
	y := openYard(t)
	y.at("2026-10-13 12:00")
	y.runs(y.manon)
	fri := y.series(5, 17*60, 2, nil)
	y.fills(fri, "2026-11-06")
	done, err := y.moves(y.packages()[0], fri, "2026-10-14", 0)
	y.must(err)
	if done.Short == 0 || done.Back != 0 || done.Note != 0 {
		t.Errorf("%+v", done)
	}
	y.proved()
}

func TestAMoveThatIsTamperedWithIsNamed(t *testing.T) {
	for _, change := range []string{
		"DROP TRIGGER package_moves_no_update; UPDATE package_moves SET short = 0", "DROP TRIGGER package_moves_no_delete; DELETE FROM package_moves",
		"INSERT INTO package_moves SELECT NULL, package, day, takes, leaves, lessons, 0, 0, NULL FROM package_moves",
	} {
		y := openYard(t)
		p := y.runsFromOctober()
		fri := y.series(5, 17*60, 2, nil)
		y.fills(fri, "2026-11-06")
		_, err := y.moves(p, fri, "2026-10-14", 10)
		y.must(err)
		y.proved()
		y.behindItsBack(change)
		proof, err := y.Verify(ctx)
		y.must(err)
		if proof.OK || proof.Findings[0].Code != "rowChanged" {
			t.Errorf("%s: %+v", change, proof.Findings)
		}
	}
}

func TestAChangeOfSlotWithoutMoneyIsTakenBackAndDoneAgain(t *testing.T) {
	y := openYard(t)
	p := y.runsFromOctober()
	fri := y.series(5, 17*60, 2, nil)
	y.rolls(y.wed, "2026-10-14", "2026-10-21")
	was := y.packages()[0]
	done, err := y.moves(p, fri, "2026-10-22", 0)
	y.must(err)
	if done.Short != 0 {
		t.Fatalf("%d too few", done.Short)
	}
	y.must(y.undoes())
	run := y.packages()[0]
	if run.Series[0] != y.wed.ID || run.Left() != was.Left() || y.takenOn("2026-10-28") != 1 || y.takenOn("2026-10-30") != 0 {
		t.Errorf("%+v", run.Package)
	}
	action := y.did()[0]
	_, err = y.Redo(ctx, y.req(), action.ID)
	y.must(err)
	if y.takenOn("2026-10-28") != 0 || y.takenOn("2026-10-30") != 1 {
		t.Error("it is not done again")
	}

	// Who has the place by now keeps it.
	y.fills(y.wed, "2026-10-28")
	_, err = y.Undo(ctx, y.req(), action.ID)
	y.refuses(err, club.CodeUndoChanged)
	if y.takenOn("2026-10-30") != 1 {
		t.Error("half of it was taken back")
	}
	y.proved()
}

// What was excused beyond the season's absences has no place to go back to: the lessons
// that had one are taken again, and no other.
func TestAChangeOfSlotOverAnExcusedPlaceIsTakenBackToThePlacesItHad(t *testing.T) {
	y := openYard(t)
	p := y.runsFromOctober()
	fri := y.series(5, 17*60, 8, nil)
	for _, day := range []calendar.Day{"2026-11-04", "2026-11-18", "2026-11-25", "2026-12-02", "2026-12-09"} {
		y.cancelled(y.ride(y.manon, day), booking.MakesVoucher)
	}
	y.cancelled(y.ride(y.manon, "2026-12-16"), booking.NoVoucher)
	done, err := y.moves(p, fri, "2026-10-22", 0)
	y.must(err)
	left := y.packages()[0].Left()
	y.must(y.undoes())
	if y.takenOn("2026-12-16") != 0 || y.takenOn("2026-10-28") != 1 || y.takenOn("2026-10-30") != 0 || y.packages()[0].Left() != left {
		t.Errorf("%+v, %+v", done, y.packages()[0].Package)
	}
	_, err = y.Redo(ctx, y.req(), y.did()[0].ID)
	y.must(err)
	if y.takenOn("2026-10-28") != 0 || y.takenOn("2026-10-30") != 1 {
		t.Error("it is not done again")
	}
	y.proved()
}

func TestAnExcusedLessonOfOneOfTwoSeriesIsNotTakenInTheNewSlot(t *testing.T) {
	y := openYard(t)
	wed, fri := y.series(3, 17*60, 8, autumn("2026-10-14")), y.series(5, 17*60, 8, autumn("2026-10-16"))
	mon := y.series(1, 17*60, 8, autumn("2026-10-12"))
	y.annual = y.pack("Forfait deux reprises", 60000, 2)
	y.checkout(y.open(y.weekly(y.manon, wed, fri)))
	for _, day := range []calendar.Day{"2026-11-06", "2026-11-13", "2026-11-20", "2026-11-27", "2026-12-04"} {
		y.cancelled(y.ride(y.manon, day), booking.MakesVoucher)
	}
	y.cancelled(y.ride(y.manon, "2026-12-09"), booking.NoVoucher)
	done, err := y.moves(y.packages()[0], mon, "2026-11-01", 0)
	y.must(err)
	if done.Left != 32 || len(done.Days) != 32 {
		t.Errorf("%d left, %d taken", done.Left, len(done.Days))
	}
	y.proved()
}
