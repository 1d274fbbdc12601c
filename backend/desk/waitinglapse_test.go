package desk_test

import (
	"testing"
	"time"

	"paddock/backend/booking"
	"paddock/backend/club"
	"paddock/backend/desk"
)

// A series is full, and somebody waits for its weekly place. What ran out in one of its
// lessons is no weekly place: it goes to who waits for that lesson next.
func TestAnOfferThatLapsesInALessonGoesToTheNextOfItsListAlsoWhereSomebodyWaitsForTheWeeklyPlace(t *testing.T) {
	y := openYard(t)
	one := y.series(5, 17*60, 1, nil)
	y.checkout(y.open(y.weekly(y.manon, one)))
	y.waitsFor(one, y.hugo)
	lesson := y.lessonOf(one, "2026-11-06")
	riders := y.crowd(2)[:2]
	y.waitFor(lesson, riders...)
	plan, err := y.RiderPlan(ctx, y.manon, "2026-11-06", "2026-11-06")
	y.must(err)
	y.cancelled(plan.Lessons[0].Booking.ID, booking.MakesVoucher)
	if list := y.ring.waitFor(lesson); len(list) != 2 || list[0].State != booking.Offered {
		t.Fatalf("%+v", list)
	}
	y.wait(25 * time.Hour)
	n, err := y.TendWaiting(ctx, y.req())
	y.must(err)
	list := y.ring.waitFor(lesson)
	if n != 1 || len(list) != 1 || list[0].Rider != riders[1] || list[0].State != booking.Offered {
		t.Fatalf("%d offered, %+v", n, list)
	}
	y.proved()
}

func TestACartDoesNotGoPastWhoIsNextWhereAnOfferRanOutThisMinute(t *testing.T) {
	y := openYard(t)
	lesson := y.group("2026-10-21", 1)
	place := y.booked(lesson, y.hugo, given)
	riders := y.crowd(2)[:2]
	y.waitFor(lesson, riders...)
	y.cancelled(place, booking.Nothing)
	y.wait(25 * time.Hour) // and nobody tends the lists
	y.refusesLine(club.CodePlaceGone, desk.AddLine{Offer: y.ring.single(), Rider: y.manon, Quantity: 1, Choice: desk.Choice{Lesson: lesson}})
	_, err := y.TendWaiting(ctx, y.req())
	y.must(err)
	if list := y.ring.waitFor(lesson); len(list) != 1 || list[0].Rider != riders[1] || list[0].State != booking.Offered {
		t.Fatalf("%+v", list)
	}
	y.proved()
}
