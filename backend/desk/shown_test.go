package desk_test

import (
	"errors"
	"testing"

	"paddock/backend/booking"
	"paddock/backend/club"
	"paddock/backend/desk"
)

// PRODUCT section 5: before confirming, the screen says in one sentence what will
// happen. What is confirmed is that sentence.
func TestACancellationConfirmedOnceItsSentenceIsNotTrueAnyMoreIsRefusedWithWhatIs(t *testing.T) {
	r := newRing(t)
	lesson := r.group("2026-10-14", 8)
	id := r.booked(lesson, r.manon)
	r.at("2026-10-13 16:59")
	shown, err := r.PreviewCancel(ctx, id, booking.Announced)
	r.must(err)
	r.at("2026-10-13 17:00")
	_, err = r.cancel(id, desk.CancelBooking{Expected: shownAs(shown)})
	r.refuses(err, club.CodeShownChanged)
	var refusal *club.Error
	errors.As(err, &refusal)
	now, _ := refusal.Params["consequence"].(booking.Consequence)
	if states := r.states(lesson); now.Outcome != booking.Counted || states[0] != booking.Booked || r.left(r.manon) != 9 {
		t.Errorf("%+v, %v, %d units", refusal.Params, states, r.left(r.manon))
	}
	done, err := r.cancel(id, desk.CancelBooking{Expected: shownAs(now)})
	r.must(err)
	if done.Outcome != booking.Counted {
		t.Errorf("%+v", done)
	}
	r.proved()
}

func TestAnAbsenceConfirmedOnceItsLessonsAreOthersIsRefused(t *testing.T) {
	r := newRing(t)
	first := r.group("2026-10-08", 8)
	r.byPackage(first, r.manon)
	r.byPackage(r.group("2026-10-14", 8), r.manon)
	shown := func() (expected []desk.ExpectedMiss) {
		missed, err := r.PreviewAbsence(ctx, r.manon, "2026-10-20", booking.Announced)
		r.must(err)
		for _, m := range missed {
			expected = append(expected, desk.ExpectedMiss{Booking: m.Booking, Shown: m.Shown()})
		}
		return expected
	}
	in := desk.NoteAbsence{Through: "2026-10-20", Expected: shown()}
	r.at("2026-10-07 17:00")
	_, err := r.NoteAbsence(ctx, r.req(), r.manon, in)
	r.refuses(err, club.CodeShownChanged)
	if states := r.states(first); states[0] != booking.Booked || len(r.vouchers()) != 0 {
		t.Errorf("%v, %+v", states, r.vouchers())
	}
	in.Expected = shown()
	added := r.byPackage(r.group("2026-10-15", 8), r.manon)
	_, err = r.NoteAbsence(ctx, r.req(), r.manon, in)
	r.refuses(err, club.CodeShownChanged)
	in.Expected = shown()
	missed, err := r.NoteAbsence(ctx, r.req(), r.manon, in)
	r.must(err)
	if len(missed) != 3 || missed[0].Outcome != booking.Counted || missed[2].Booking != added {
		t.Errorf("%+v", missed)
	}
}

func TestABookingConfirmedOnceItCannotBeCancelledAnyMoreIsRefused(t *testing.T) {
	r := newRing(t)
	r.cancelled(r.byPackage(r.group("2026-10-14", 8), r.manon), booking.MakesVoucher)
	lesson := r.lesson("group", "2026-10-16", 19*60, 8)
	final := func() bool {
		chances, err := r.LessonsFor(ctx, r.manon, "2026-10-16", "2026-10-16", 0)
		r.must(err)
		for _, way := range chances[0].Ways {
			if way.By == booking.ByVoucher {
				return way.Final
			}
		}
		t.Fatal("no voucher opens it")
		return false
	}
	shown := final()
	in := func(in *desk.Book) { in.By, in.Expected = booking.ByVoucher, &desk.ShownWay{Final: shown} }
	r.at("2026-10-15 17:00")
	_, err := r.book(lesson, r.manon, in)
	r.refuses(err, club.CodeShownChanged)
	shown = final()
	if r.booked(lesson, r.manon, in); !shown {
		t.Error("not shown as final")
	}
	r.proved()
}

// Two clerks take a unit of the same card: who read that this one is the last of two left
// has not confirmed that the card is used up by it.
func TestABookingByACardThatHoldsLessThanShownIsRefused(t *testing.T) {
	r := newRing(t)
	lesson := r.lesson("group", "2026-10-16", 19*60, 8)
	shown := func() desk.ShownWay {
		t.Helper()
		chances, err := r.LessonsFor(ctx, r.manon, "2026-10-16", "2026-10-16", 0)
		r.must(err)
		way := chances[0].Ways[0]
		return desk.ShownWay{Final: way.Final, Left: way.Left, Through: way.Through}
	}
	read := shown()
	in := func(in *desk.Book) { in.By, in.Expected = booking.ByCard, &read }
	r.booked(r.lesson("group", "2026-10-15", 19*60, 8), r.manon)
	_, err := r.book(lesson, r.manon, in)
	r.refuses(err, club.CodeShownChanged)
	read = shown()
	read.Through = "2026-10-31"
	_, err = r.book(lesson, r.manon, in)
	r.refuses(err, club.CodeShownChanged)
	read = shown()
	r.booked(lesson, r.manon, in)
	r.proved()
}

func shownAs(c booking.Consequence) *booking.Shown {
	shown := c.Shown()
	return &shown
}

// The sentence says which of the season's absences it is: another one noted meanwhile is
// not what was confirmed, though a voucher comes of both.
func TestACancellationThatCountsOtherwiseThanShownIsRefused(t *testing.T) {
	r := newRing(t)
	first, second := r.byPackage(r.group("2026-10-14", 8), r.manon), r.byPackage(r.group("2026-10-15", 8), r.manon)
	shown, err := r.PreviewCancel(ctx, second, booking.Announced)
	r.must(err)
	r.cancelled(first, booking.MakesVoucher)
	_, err = r.cancel(second, desk.CancelBooking{Expected: shownAs(shown)})
	r.refuses(err, club.CodeShownChanged)
	if shown, err = r.PreviewCancel(ctx, second, booking.Announced); err != nil || shown.Absences != 2 {
		t.Errorf("%+v, %v", shown, err)
	}
	_, err = r.cancel(second, desk.CancelBooking{Expected: shownAs(shown)})
	r.must(err)
	r.proved()
}
