package desk_test

import (
	"testing"

	"paddock/backend/booking"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/planning"
)

// Seven lessons of a package while a rider is away: the first is too late, five
// make a voucher, the seventh is the sixth absence; said before, done after, and
// undone as a whole.
func TestAnAbsenceGivesUpEveryPlaceThroughADay(t *testing.T) {
	r := newRing(t)
	r.at("2026-10-07 18:00")
	var lessons []planning.LessonID
	for _, day := range []string{"2026-10-08", "2026-10-09", "2026-10-10", "2026-10-12", "2026-10-13", "2026-10-14", "2026-10-15", "2026-10-20"} {
		lessons = append(lessons, r.group(calendarDay(day), 8))
	}
	r.at("2026-10-06 12:00")
	for _, lesson := range lessons {
		r.byPackage(lesson, r.manon)
	}
	other := r.booked(lessons[1], r.hugo, given)
	r.at("2026-10-07 18:00")

	in := desk.NoteAbsence{Through: "2026-10-15"}
	said, err := r.PreviewAbsence(ctx, r.manon, in.Through, booking.Announced)
	r.must(err)
	if len(r.vouchers()) != 0 {
		t.Fatal("what was looked at was done")
	}
	done, err := r.NoteAbsence(ctx, r.req(), r.manon, in)
	r.must(err)
	want := []booking.Outcome{booking.Counted, booking.MakesVoucher, booking.MakesVoucher, booking.MakesVoucher, booking.MakesVoucher, booking.MakesVoucher, booking.NoVoucher}
	if len(done) != len(want) || len(said) != len(want) {
		t.Fatalf("said %d, did %d", len(said), len(done))
	}
	for i, outcome := range want {
		if done[i].Outcome != outcome || said[i].Consequence != done[i].Consequence {
			t.Errorf("%s: said %s, did %s, want %s", done[i].Day, said[i].Outcome, done[i].Outcome, outcome)
		}
	}
	if len(r.vouchers()) != 5 {
		t.Errorf("%d vouchers", len(r.vouchers()))
	}
	r.must(r.undoes())
	for _, lesson := range lessons[:7] {
		if states := r.states(lesson); states[0] != booking.Booked {
			t.Errorf("lesson %d: %v", lesson, states)
		}
	}
	for _, v := range r.vouchers() {
		if v.Left != 0 {
			t.Errorf("a voucher is left: %+v", v)
		}
	}
	if said, err := r.PreviewCancel(ctx, other, booking.Announced); err != nil || said.Outcome == "" {
		t.Errorf("who is not away: %+v, %v", said, err)
	}
	r.proved()
}

func TestAnAbsenceThatIsForgivenNeedsAReasonAndADayToCome(t *testing.T) {
	r := newRing(t)
	r.byPackage(r.group("2026-10-09", 8), r.manon)
	_, err := r.NoteAbsence(ctx, r.req(), r.manon, desk.NoteAbsence{Through: "2026-10-06"})
	r.refuses(err, club.CodeDayOrder)
	medical := desk.NoteAbsence{Through: "2026-10-20", Cause: booking.Medical}
	said, err := r.PreviewAbsence(ctx, r.manon, medical.Through, medical.Cause)
	r.must(err)
	if len(said) != 1 || said[0].Outcome != booking.MakesVoucher || said[0].Absences != 0 {
		t.Errorf("%+v: it does not count among the absences", said)
	}
	_, err = r.NoteAbsence(ctx, r.req(), r.manon, medical)
	r.refuses(err, club.CodeReasonNeeded)
	medical.Reason = "certificat"
	done, err := r.NoteAbsence(ctx, r.req(), r.manon, medical)
	r.must(err)
	if len(done) != 1 || done[0].Counts() || done[0].Outcome != booking.MakesVoucher {
		t.Errorf("%+v", done)
	}
	r.proved()
}
