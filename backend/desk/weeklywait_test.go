package desk_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"paddock/backend/booking"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

func (y *yard) waitsFor(s planning.Series, rider club.RiderID) []sqlite.Waiting {
	y.t.Helper()
	list, err := y.JoinWaiting(ctx, y.req(), desk.Wait{Series: s.ID, Rider: rider})
	y.must(err)
	return list
}

// listOf is who waits for the weekly place of a series, as the list shows it.
func (y *yard) listOf(s planning.Series) (list []sqlite.WaitingPlace) {
	y.t.Helper()
	rows, err := y.WaitingLists().Rows(ctx, desk.ListQuery{})
	y.must(err)
	return slices.DeleteFunc(rows, func(w sqlite.WaitingPlace) bool { return w.Series != s.ID })
}

func TestTheWeeklyPlaceOfAStoppedPackageIsOfferedToWhoWaitsForItAndBought(t *testing.T) {
	y := openYard(t)
	one := y.series(5, 17*60, 1, nil)
	y.checkout(y.open(y.weekly(y.manon, one)))
	emma := y.join("Petit", "Emma").Riders[0].ID
	y.waitsFor(one, y.hugo)
	if list := y.waitsFor(one, emma); len(list) != 2 || list[1].State != booking.Waits {
		t.Fatalf("%+v", list)
	}
	_, err := y.JoinWaiting(ctx, y.req(), desk.Wait{Series: one.ID, Rider: y.hugo})
	y.refuses(err, club.CodeWaitingTwice)
	_, err = y.JoinWaiting(ctx, y.req(), desk.Wait{Series: one.ID, Rider: y.manon})
	y.refuses(err, club.CodeBookedTwice)

	_, err = y.stops(y.packages()[0], "2026-11-01", 0)
	y.must(err)
	list := y.listOf(one)
	if len(list) != 2 || list[0].Rider != y.hugo || list[0].State != booking.Offered || list[1].State != booking.Waits || list[1].Rank != 2 {
		t.Fatalf("%+v", list)
	}
	if states := y.states(y.lessonOf(one, "2026-11-06")); !slices.Contains(states, booking.Held) {
		t.Errorf("%v: nothing is held for Hugo", states)
	}
	y.refusesLine(club.CodePlaceGone, y.weekly(emma, one)) // it is Hugo's until his time is over

	fits := false
	offers, err := y.OffersFor(ctx, y.hugo, y.householdOf(y.hugo))
	y.must(err)
	for _, f := range offers.Fits {
		fits = fits || f.Offer.ID == y.annual && f.Seats.Series[0].ID == one.ID
	}
	if !fits {
		t.Error("the counter does not offer Hugo the place that is kept for him")
	}
	y.checkout(y.open(y.weekly(y.hugo, one)))
	if list := y.listOf(one); len(list) != 1 || list[0].Rider != emma || list[0].State != booking.Waits {
		t.Errorf("%+v", list)
	}
	y.proved()
}

func TestAnOfferOfAWeeklyPlaceLapsesToTheNextAndATurnIsUndone(t *testing.T) {
	y := openYard(t)
	one := y.series(5, 17*60, 1, nil)
	y.checkout(y.open(y.weekly(y.manon, one)))
	emma := y.join("Petit", "Emma").Riders[0].ID
	y.waitsFor(one, y.hugo)
	y.waitsFor(one, emma)
	_, err := y.stops(y.packages()[0], "2026-11-01", 0)
	y.must(err)

	cart := y.open(y.weekly(y.hugo, one)) // taken up, and put back
	_, err = y.SetQuantity(ctx, y.req(), cart.ID, cart.Lines[0].ID, 0)
	y.must(err)
	if list := y.listOf(one); len(list) != 2 || list[0].Rider != y.hugo || list[0].State != booking.Offered {
		t.Fatalf("a line that was taken out costs Hugo his turn: %+v", list)
	}
	y.must(y.undoes())
	if list := y.listOf(one); len(list) != 1 || list[0].Rider != emma {
		t.Fatalf("%+v", list)
	}
	_, err = y.DropCart(ctx, y.req(), cart.ID)
	y.must(err)
	y.wait(25 * time.Hour)
	n, err := y.TendWaiting(ctx, y.req())
	y.must(err)
	if list := y.listOf(one); n != 1 || len(list) != 1 || list[0].Rider != emma || list[0].State != booking.Offered {
		t.Fatalf("%d %+v", n, list)
	}
	_, err = y.LeaveWaiting(ctx, y.req(), y.listOf(one)[0].ID)
	y.must(err)
	if list := y.listOf(one); len(list) != 0 {
		t.Errorf("%+v", list)
	}
	y.must(y.undoes())
	if list := y.listOf(one); len(list) != 1 || list[0].State != booking.Offered {
		t.Errorf("%+v", list)
	}
	y.proved()
}

func TestAnAbsenceFreesNoWeeklyPlaceAndAPlaceThatIsFreeIsNotWaitedFor(t *testing.T) {
	y := openYard(t)
	one := y.series(5, 17*60, 1, nil)
	_, err := y.JoinWaiting(ctx, y.req(), desk.Wait{Series: one.ID, Rider: y.hugo})
	y.refuses(err, club.CodeWaitingFree)
	y.checkout(y.open(y.weekly(y.manon, one)))
	y.waitsFor(one, y.hugo)
	plan, err := y.RiderPlan(ctx, y.manon, "2026-11-06", "2026-11-06")
	y.must(err)
	y.cancelled(plan.Lessons[0].Booking.ID, booking.MakesVoucher)
	if list := y.listOf(one); len(list) != 1 || list[0].State != booking.Waits {
		t.Errorf("one absence is no weekly place: %+v", list)
	}
	y.refuses(func() error {
		_, err := y.JoinWaiting(ctx, y.req(), desk.Wait{Series: one.ID, Rider: y.hugo})
		return err
	}(), club.CodeWaitingTwice)
}

func TestTheWeeklyPlaceGoesToWhoWaitsForItBeforeItsLessonsGoOneByOne(t *testing.T) {
	y := openYard(t)
	one := y.series(5, 17*60, 1, nil)
	two := y.series(2, 17*60, 1, nil)
	y.checkout(y.open(y.weekly(y.manon, one)))
	emma := y.join("Petit", "Emma").Riders[0].ID
	_, err := y.JoinWaiting(ctx, y.req(), desk.Wait{Lesson: y.lessonOf(one, "2026-11-06"), Rider: emma})
	y.must(err)
	y.waitsFor(one, y.hugo)
	_, err = y.moves(y.packages()[0], two, "2026-11-01", 0)
	y.must(err)
	if list := y.listOf(one); len(list) != 1 || list[0].State != booking.Offered {
		t.Errorf("%+v", list)
	}
	_, err = y.LeaveWaiting(ctx, y.req(), y.listOf(one)[0].ID)
	y.must(err)
	if n := y.rowsOf("outbox WHERE kind = 'weeklyOffered'"); n != 1 {
		t.Errorf("%d messages", n)
	}
}

func TestARefusalOfAWeeklyPlaceIsNoFault(t *testing.T) {
	y := openYard(t)
	_, err := y.JoinWaiting(ctx, y.req(), desk.Wait{Series: 999, Rider: y.hugo})
	if !errors.Is(err, club.Refuse(club.CodeSeriesNotFound)) {
		t.Errorf("%v", err)
	}
}
