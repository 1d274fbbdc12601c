package desk_test

import (
	"testing"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/planning"
)

// movedTo gives a lesson at another time, as the club does.
func (r *ring) movedTo(lesson planning.LessonID, day calendar.Day, start calendar.Minute, kind planning.Kind) {
	r.t.Helper()
	_, err := r.ChangeLesson(ctx, r.req(), lesson, desk.LessonForm{Day: day, Version: r.version(lesson),
		Shape: planning.Shape{Kind: kind, Name: "Reprise", Start: start, Minutes: 60, Capacity: 8}})
	r.must(err)
}

// PRODUCT section 5: one action cancels or moves a lesson, and everybody gets the unit
// back or a voucher that does not count.
func TestWhoBookedALessonBeforeTheClubMovedItGivesItUpUntilItBeginsWithoutLoss(t *testing.T) {
	r := newRing(t)
	lesson := r.group("2026-10-14", 8)
	byCard, byPackage := r.booked(lesson, r.hugo), r.byPackage(lesson, r.manon)
	r.at("2026-10-13 18:00")
	r.movedTo(lesson, "2026-10-14", 16*60, planning.Group)
	emma := r.join("Nguyen", "Emma").Riders[0].ID
	after := r.byPackage(lesson, emma)

	r.at("2026-10-14 15:59")
	units := r.left(r.hugo)
	if done := r.cancelled(byCard, booking.UnitReturns); !done.Moved || r.left(r.hugo) != units+1 {
		t.Errorf("%+v, %d units", done, r.left(r.hugo))
	}
	done := r.cancelled(byPackage, booking.MakesVoucher)
	if v := r.vouchers(); !done.Moved || len(v) != 1 || v[0].Counts || v[0].Why != "club" || v[0].ValidThrough != "2026-11-14" {
		t.Errorf("%+v, %+v", done, v)
	}
	r.must(r.undoes())
	if v := r.vouchers(); v[0].Left != 0 {
		t.Errorf("%+v", v)
	}
	r.cancelled(byPackage, booking.MakesVoucher) // it is still the place of before
	if done := r.cancelled(after, booking.Counted); done.Moved {
		t.Errorf("booked after the move: %+v", done)
	}
	r.proved()
}

func TestAMovedLessonGivesAFreshVoucherForTheOneItWasBookedWith(t *testing.T) {
	r := newRing(t)
	r.cancelled(r.byPackage(r.group("2026-10-14", 8), r.manon), booking.MakesVoucher)
	lesson := r.group("2026-10-21", 8)
	id := r.booked(lesson, r.manon, byVoucher)
	r.movedTo(lesson, "2026-10-22", 14*60, planning.Group)
	done := r.cancelled(id, booking.MakesVoucher)
	if v := r.vouchers(); done.Through != "2026-11-22" || len(v) != 2 || v[1].Counts || v[1].Left != 1 {
		t.Errorf("%+v, %+v", done, v)
	}
	r.proved()
}

func TestALessonThatIsBackAtItsTimeWasNotMoved(t *testing.T) {
	r := newRing(t)
	lesson := r.group("2026-10-14", 8)
	early := r.byPackage(lesson, r.manon)
	r.movedTo(lesson, "2026-10-15", 14*60, planning.Group)
	late := r.byPackage(lesson, r.hugo)
	r.movedTo(lesson, "2026-10-14", 14*60, planning.Group)
	for id, moved := range map[booking.BookingID]bool{early: false, late: true} {
		done, err := r.PreviewCancel(ctx, id, booking.Announced)
		r.must(err)
		if done.Moved != moved || (done.Absences == 1) == moved {
			t.Errorf("moved %t: %+v", moved, done)
		}
	}
	r.must(r.undoes()) // there once more
	if done, err := r.PreviewCancel(ctx, early, booking.Announced); err != nil || !done.Moved {
		t.Errorf("%+v, %v", done, err)
	}
}

func TestAMovedDuosUnitComesBackOnceBothGiveItUp(t *testing.T) {
	r := newRing(t)
	r.card(r.manon, "privateForTwo", 1)
	lesson := r.lesson(planning.PrivateForTwo, "2026-10-14", 10*60, 2)
	seats, err := r.Book(ctx, r.req(), desk.Book{Lesson: lesson, Rider: r.manon, Second: r.hugo, By: booking.ByCard})
	r.must(err)
	r.at("2026-10-13 18:00")
	r.movedTo(lesson, "2026-10-14", 11*60, planning.PrivateForTwo)
	if r.cancelled(seats.Bookings[0], booking.UnitWaits); r.left(r.manon) != 10 {
		t.Errorf("%d units while the other rides", r.left(r.manon))
	}
	if r.cancelled(seats.Bookings[1], booking.UnitReturns); r.left(r.manon) != 11 {
		t.Errorf("%d units", r.left(r.manon))
	}
	r.proved()
}

// A unit that one of the two lost by cancelling late is lost, whatever the club does after.
func TestADuosUnitThatIsLostStaysLostWhenTheLessonMoves(t *testing.T) {
	r := newRing(t)
	r.card(r.manon, "privateForTwo", 1)
	lesson := r.lesson(planning.PrivateForTwo, "2026-10-14", 10*60, 2)
	seats, err := r.Book(ctx, r.req(), desk.Book{Lesson: lesson, Rider: r.manon, Second: r.hugo, By: booking.ByCard})
	r.must(err)
	r.at("2026-10-13 18:00")
	r.cancelled(seats.Bookings[0], booking.Counted)
	r.movedTo(lesson, "2026-10-14", 11*60, planning.PrivateForTwo)
	if done := r.cancelled(seats.Bookings[1], booking.Counted); done.Moved || r.left(r.manon) != 10 {
		t.Errorf("%+v, %d units", done, r.left(r.manon))
	}
	r.proved()
}

// "This one and those that follow" and a lesson that is dragged are the same move.
func TestASeriesThatMovesFromALessonOnMovesEveryPlaceInIt(t *testing.T) {
	y := openYard(t)
	y.checkout(y.open(y.weekly(y.manon, y.wed)))
	first := y.lessonOn("2026-10-14")
	_, err := y.ChangeLesson(ctx, y.req(), first.ID, form(first, func(f *desk.LessonForm) { f.Start, f.Following = 17*60, true }))
	y.must(err)
	y.at("2026-10-13 18:00") // past the time of the first
	plan, err := y.RiderPlan(ctx, y.manon, "2026-10-14", "2026-10-28")
	y.must(err)
	if len(plan.Lessons) != 3 {
		t.Fatalf("%d lessons", len(plan.Lessons))
	}
	for _, ride := range plan.Lessons {
		if is := ride.Cancel; ride.Start != 17*60 || !is.Moved || is.Outcome != booking.MakesVoucher || is.Counts() {
			t.Errorf("%s: %+v", ride.Day, is)
		}
	}
}

func TestWhoseGroupIsMergedIntoOneAtAnotherTimeWasMoved(t *testing.T) {
	r := newRing(t)
	from, into := r.lesson(planning.Group, "2026-10-14", 14*60, 8), r.lesson(planning.Group, "2026-10-14", 16*60, 8)
	id, there := r.byPackage(from, r.manon), r.byPackage(into, r.hugo)
	r.at("2026-10-13 18:00")
	_, err := r.MergeLesson(ctx, r.req(), from, desk.MergeLesson{Into: into, Version: r.version(from)})
	r.must(err)
	for id, moved := range map[booking.BookingID]bool{id: true, there: false} {
		if done, err := r.PreviewCancel(ctx, id, booking.Announced); err != nil || done.Moved != moved {
			t.Errorf("%+v, %v", done, err)
		}
	}
	r.must(r.undoes())
	if done, err := r.PreviewCancel(ctx, id, booking.Announced); err != nil || done.Moved {
		t.Errorf("%+v, %v", done, err)
	}
}

// Who buys a place that a cart held knows the time at which the lesson is given by then.
func TestWhoBuysAPlaceThatWasHeldAsItsLessonMovedWasNotMoved(t *testing.T) {
	y := openYard(t)
	cart := y.open(y.weekly(y.manon, y.wed))
	y.shifts(y.lessonOf(y.wed, "2026-10-14"), "2026-10-14", "2026-10-15")
	y.checkout(cart)
	y.at("2026-10-14 18:00")
	late, err := y.PreviewCancel(ctx, y.ride(y.manon, "2026-10-15"), "")
	y.must(err)
	if late.Outcome != booking.Counted || late.Moved {
		t.Errorf("%+v", late)
	}
	y.proved()
}

func TestADuoOnACardOfOneUnitIsBookedAgainOnItsUnit(t *testing.T) {
	r := newRing(t)
	card := r.card(r.manon, "privateForTwo", 1)
	lesson := r.lesson(planning.PrivateForTwo, "2026-10-14", 10*60, 2)
	duo := desk.Book{Lesson: lesson, Rider: r.manon, Second: r.hugo, By: booking.ByCard, Card: card}
	seats, err := r.Book(ctx, r.req(), duo)
	r.must(err)
	r.cancelled(seats.Bookings[0], booking.UnitWaits)
	alone := duo
	alone.Second = 0
	again, err := r.Book(ctx, r.req(), alone)
	r.must(err)
	other := r.lesson(planning.PrivateForTwo, "2026-10-15", 10*60, 2)
	alone.Lesson = other
	_, err = r.Book(ctx, r.req(), alone)
	r.refuses(err, club.CodeCardEmpty)
	r.cancelled(seats.Bookings[1], booking.UnitWaits)
	r.cancelled(again.Bookings[0], booking.UnitReturns)
	if units := r.left(r.manon); units != 11 {
		t.Errorf("%d units", units)
	}
	r.proved()
}

func TestTheMailOfAMovedLessonSaysThatThePlaceMayBeGivenUp(t *testing.T) {
	r := newRing(t)
	lesson := r.group("2026-10-14", 8)
	r.byPackage(lesson, r.manon)
	r.movedTo(lesson, "2026-10-15", 14*60, planning.Group)
	if n := r.rowsOf("outbox WHERE kind = 'lessonMoved' AND body LIKE '%comme si le club avait annulé%'"); n != 1 {
		t.Errorf("%d mails say so", n)
	}
}
