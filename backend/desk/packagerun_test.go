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

// fates are the lessons of a package by what became of them.
func (y *yard) fates(run desk.PackageRun) map[booking.Fate][]calendar.Day {
	fates := map[booking.Fate][]calendar.Day{}
	for _, l := range run.Run {
		fates[l.Fate] = append(fates[l.Fate], l.Day)
	}
	return fates
}

// ride is what a rider rides on a day.
func (y *yard) ride(rider club.RiderID, day calendar.Day) booking.BookingID {
	y.t.Helper()
	plan, err := y.RiderPlan(ctx, rider, day, day)
	y.must(err)
	if len(plan.Lessons) == 0 {
		y.t.Fatalf("no lesson on %s", day)
	}
	return plan.Lessons[0].ID
}

// rolls calls the roll of a series on some days and closes it.
func (y *yard) rolls(s planning.Series, days ...calendar.Day) {
	y.t.Helper()
	for _, day := range days {
		y.at(string(day) + " 21:00")
		_, err := y.CallRoll(ctx, y.req(), y.lessonOf(s, day), desk.CallRoll{AllPresent: true, Close: true})
		y.must(err)
	}
}

func TestAPackageIsTheRunOfItsLessonsWithoutThoseThatWereFull(t *testing.T) {
	y := openYard(t)
	crowd := y.crowd(2)
	for _, rider := range crowd[:2] {
		y.booked(y.lessonOf(y.wed, "2026-11-04"), rider, given)
	}
	y.at("2026-10-13 12:00")
	y.checkout(y.open(y.weekly(y.manon, y.wed)))
	y.rolls(y.wed, "2026-10-14")
	y.at("2026-10-19 10:00")
	y.cancelled(y.ride(y.manon, "2026-10-21"), booking.MakesVoucher)
	y.at("2026-10-29 09:00")
	run := y.packages()[0]
	fates := y.fates(run)
	if run.Lessons != 29 || len(run.Run) != 29 || !slices.Equal(run.Full, []calendar.Day{"2026-11-04"}) || run.Gone != 1 || run.Missed != 0 {
		t.Errorf("%d of %d, full %v, %d gone", len(run.Run), run.Lessons, run.Full, run.Gone)
	}
	if !slices.Equal(fates[booking.Given], []calendar.Day{"2026-10-14"}) || !slices.Equal(fates[booking.MadeGood], []calendar.Day{"2026-10-21"}) ||
		!slices.Equal(fates[booking.RollOpen], []calendar.Day{"2026-10-28"}) || len(fates[booking.ToCome]) != 26 {
		t.Errorf("%+v", fates)
	}
	if slot := run.Slots[0]; slot.Weekday != 3 || slot.Start != 15*60 || slot.Series != y.wed.ID || run.Remaining != 0 {
		t.Errorf("%+v", run)
	}
	others, err := y.Packages(ctx, y.householdOf(crowd[0]))
	y.must(err)
	if len(others) != 0 {
		t.Error("another family sees it")
	}
}
