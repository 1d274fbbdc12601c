package desk_test

import (
	"testing"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/desk"
	"paddock/backend/planning"
)

// shifts moves a lesson from one day to another.
func (y *yard) shifts(lesson planning.LessonID, from, to calendar.Day) {
	y.t.Helper()
	plan, err := y.Plan(ctx, calendar.Period{First: from, Last: from})
	y.must(err)
	for _, l := range plan.Lessons {
		if l.ID == lesson {
			_, err := y.ChangeLesson(ctx, y.req(), lesson, form(l.Lesson, func(f *desk.LessonForm) { f.Day = to }))
			y.must(err)
			return
		}
	}
	y.t.Fatalf("no lesson %d on %s", lesson, from)
}

func TestWhoWaitsForALessonThatIsMovedIsToldAndAnOfferEndsWithTheNewClosing(t *testing.T) {
	y := openYard(t)
	lesson := y.group("2026-10-21", 1)
	place := y.booked(lesson, y.hugo, given)
	riders := y.crowd(2)[:2]
	y.waitFor(lesson, riders...)
	y.cancelled(place, booking.Nothing)

	y.shifts(lesson, "2026-10-21", "2026-10-08") // bookings close today at 17:00
	list := y.ring.waitFor(lesson)
	if len(list) != 2 || list[0].State != booking.Offered || list[0].Until.Format("2006-01-02 15:04") != "2026-10-07 15:00" {
		t.Fatalf("%+v", list)
	}
	if n := y.rowsOf("bookings WHERE state = 'held' AND held_until LIKE '2026-10-07T15:00%'"); n != 1 {
		t.Errorf("%d places are held until then", n)
	}
	if n := y.rowsOf("outbox WHERE kind = 'waitedMoved' AND state = 'waiting'"); n != 1 {
		t.Errorf("%d were told that the lesson they wait for is moved", n)
	}
	if n := y.rowsOf("outbox WHERE kind = 'lessonMoved'"); n != 0 {
		t.Errorf("%d were told that a place they do not have stays booked", n)
	}
	if n := y.rowsOf("outbox WHERE kind = 'placeOffered' AND state = 'waiting' AND body LIKE '%17:00%'"); n != 1 {
		t.Errorf("%d were told the new limit", n)
	}

	y.shifts(lesson, "2026-10-08", "2026-10-21") // there and back: nothing is left to be said
	if n := y.rowsOf("outbox WHERE kind = 'waitedMoved' AND state = 'waiting'"); n != 0 {
		t.Errorf("%d were told of no move", n)
	}
	y.proved()
}

func TestWhoWasOfferedAPlaceOfALessonThatIsMovedPastItsClosingWaitsWhereTheyStood(t *testing.T) {
	y := openYard(t)
	lesson := y.group("2026-10-21", 1)
	place := y.booked(lesson, y.hugo, given)
	riders := y.crowd(2)[:2]
	y.waitFor(lesson, riders...)
	y.cancelled(place, booking.Nothing)
	y.at("2026-10-07 18:00")
	y.shifts(lesson, "2026-10-21", "2026-10-08")
	list := y.ring.waitFor(lesson)
	if len(list) != 2 || list[0].Rider != riders[0] || list[0].State != booking.Waits {
		t.Fatalf("%+v", list)
	}
	if n := y.rowsOf("bookings WHERE state = 'held'"); n != 0 {
		t.Errorf("%d places are still held", n)
	}
	y.proved()
}

// A place that was free while bookings were closed is offered as soon as a move opens them.
func TestAMoveThatOpensBookingsAgainOffersTheFreePlaceAtOnce(t *testing.T) {
	y := openYard(t)
	lesson := y.group("2026-10-08", 1)
	place := y.booked(lesson, y.hugo, given)
	riders := y.crowd(1)
	y.waitFor(lesson, riders...)
	y.at("2026-10-07 18:00") // it closed at 17:00: nobody is moved up
	y.cancelled(place, booking.Nothing)
	if list := y.ring.waitFor(lesson); list[0].State != booking.Waits {
		t.Fatalf("%+v", list)
	}
	y.shifts(lesson, "2026-10-08", "2026-10-14")
	if list := y.ring.waitFor(lesson); list[0].State != booking.Offered || list[0].Rider != riders[0] {
		t.Errorf("%+v", list)
	}
	y.proved()
}
