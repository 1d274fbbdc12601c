package desk_test

import (
	"testing"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/planning"
)

func TestARiderIsBookedIntoTwoLessonsAtOnceWithAReasonOnly(t *testing.T) {
	r := newRing(t)
	first := r.lesson(planning.Group, "2026-10-14", 14*60, 8)
	meanwhile := r.lesson(planning.Group, "2026-10-14", 14*60+30, 8)
	r.booked(first, r.manon)
	_, err := r.book(meanwhile, r.manon)
	refusal := wantRefusal(t, err, club.CodeRiderTwice, "")
	if refusal.Params["onDay"] != calendar.Day("2026-10-14") || refusal.Params["time"] != "14:00" || refusal.Params["other"] != "Reprise 1" {
		t.Errorf("%+v", refusal.Params)
	}
	_, err = r.book(first, r.manon, because("deux chevaux"))
	r.refuses(err, club.CodeBookedTwice) // the same lesson, whatever the reason
	r.booked(meanwhile, r.hugo)          // another rider is free
	r.booked(meanwhile, r.manon, because("deux chevaux"))
	r.proved()
}

func TestALessonThatEndsWhenTheNextBeginsIsNoOverlap(t *testing.T) {
	for _, day := range []calendar.Day{"2026-10-14", "2026-10-25", "2027-03-28"} { // both changes of clock
		r := newRing(t)
		r.at(string(day.AddDays(-3)) + " 09:00")
		unit := r.card(r.manon, "group", 3)
		by := func(in *desk.Book) { in.Card = unit }
		r.booked(r.lesson(planning.Group, day, 14*60, 8), r.manon, by)
		r.booked(r.lesson(planning.Group, day, 15*60, 8), r.manon, by)
		_, err := r.book(r.lesson(planning.Group, day, 13*60+1, 8), r.manon, by)
		r.refuses(err, club.CodeRiderTwice)
	}
}

func TestALessonPastMidnightOverlapsOneOfTheNextDay(t *testing.T) {
	r := newRing(t)
	r.booked(r.lesson(planning.Group, "2026-10-14", 23*60+30, 8), r.manon)
	_, err := r.book(r.lesson(planning.Group, "2026-10-15", 15, 8), r.manon)
	r.refuses(err, club.CodeRiderTwice)
	r.booked(r.lesson(planning.Group, "2026-10-15", 30, 8), r.manon)
}

func TestWhoRidesElsewhereIsNotMovedUp(t *testing.T) {
	r := newRing(t)
	full := r.group("2026-10-14", 1)
	place := r.booked(full, r.hugo)
	lou := r.crowd(1)[0]
	for _, rider := range []club.RiderID{r.manon, lou} {
		_, err := r.JoinWaiting(ctx, r.req(), desk.Wait{Lesson: full, Rider: rider})
		r.must(err)
	}
	r.booked(r.lesson(planning.Group, "2026-10-14", 14*60+30, 8), r.manon)
	done := r.cancelled(place, booking.UnitReturns)
	if len(done.Offered) != 1 || done.Offered[0].Rider != lou {
		t.Errorf("%+v", done.Offered)
	}
}

func TestAPackageLeavesOutTheDatesOnWhichItsRiderRidesElsewhere(t *testing.T) {
	y := openYard(t)
	y.at("2026-12-22 16:59")
	y.booked(y.lesson(planning.Group, "2027-01-06", 15*60+30, 8), y.manon, given)
	cart := y.open(y.weekly(y.manon, y.wed))
	seats := cart.Lines[0].Seats
	if seats.Lessons != 19 || len(seats.Elsewhere) != 1 || seats.Elsewhere[0] != "2027-01-06" || cart.Total != 21280 {
		t.Errorf("%+v at %d", seats, cart.Total)
	}
	other := y.series(3, 15*60+30, 8, nil)
	y.refusesLine(club.CodeRiderTwice, y.weekly(y.manon, other))
	sale := y.checkout(cart)
	y.refusesLine(club.CodeRiderTwice, y.weekly(y.manon, other))
	if got := sale.Invoice.Lines[0].Detail; got != "mercredi 15:00 · 19 séances sur 36 · autre séance à la même heure le 06/01/2027, non facturé" {
		t.Error(got)
	}
	y.proved()
}
