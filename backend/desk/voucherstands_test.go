package desk_test

import (
	"testing"

	"paddock/backend/booking"
	"paddock/backend/calendar"
)

func TestAnAbsenceThatWasUndoneIsNotAmongTheFiveWhenThePlaceIsGivenUpLate(t *testing.T) {
	r := newRing(t)
	undone := r.byPackage(r.group("2026-10-14", 4), r.manon)
	r.cancelled(undone, booking.MakesVoucher)
	r.must(r.undoes())
	r.at("2026-10-13 18:00")
	r.cancelled(undone, booking.Counted)
	plan, err := r.RiderPlan(ctx, r.manon, "2026-10-14", "2026-10-14")
	r.must(err)
	if plan.Absences != 0 || plan.Lessons[0].MadeVoucher {
		t.Errorf("%d of the five are used, a voucher made: %v", plan.Absences, plan.Lessons[0].MadeVoucher)
	}
	next := r.byPackage(r.lesson("group", calendar.Day("2026-10-21"), 9*60, 4), r.manon)
	if done := r.cancelled(next, booking.MakesVoucher); done.Absences != 1 {
		t.Errorf("%d of the five", done.Absences)
	}
	r.proved()
}
