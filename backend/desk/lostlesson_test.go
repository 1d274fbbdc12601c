package desk_test

import (
	"slices"
	"testing"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/money"
	"paddock/backend/planning"
)

// PRODUCT section 3: a later change of the calendar gives or takes lessons, not money;
// before the sale, the money follows.
func TestNobodyPaysForALessonThatWasCancelledWhileItsPackageWaitedInACart(t *testing.T) {
	y := openYard(t)
	cart := y.open(y.weekly(y.manon, y.wed))
	before := cart.Lines[0].Seats.Lessons
	lesson := y.planned(y.lessonOf(y.wed, "2026-11-04"))
	_, err := y.CancelLesson(ctx, y.req(), lesson.ID, desk.CancelLesson{Reason: "gel", Version: lesson.Version})
	y.must(err)

	cart, err = y.Cart(ctx, cart.ID, nil)
	y.must(err)
	line := cart.Lines[0]
	if want := money.Cents(40320).MulDiv(int64(before-1), 36); line.Seats.Lessons != before-1 || line.Cents != want || !slices.Equal(line.Lost, []calendar.Day{"2026-11-04"}) || line.Gone {
		t.Errorf("%d of %d lessons, %d cents, lost %v", line.Seats.Lessons, before, line.Cents, line.Lost)
	}
	sale := y.checkout(cart)
	if sold := sale.Invoice.Lines[0].Seats; sold.Lessons != before-1 || sold.Of != 36 {
		t.Errorf("%+v", sold)
	}
	if got := len(y.packages()[0].Run); got != before-1 {
		t.Errorf("%d lessons are booked", got)
	}
	y.proved()
}

// closedFrom closes the club on some days, both included.
func (y *yard) closedFrom(first, last calendar.Day) {
	y.t.Helper()
	_, err := y.SaveClosedDays(ctx, y.req(), []planning.ClosedDays{{Kind: planning.NoLessons, Name: "travaux", Period: calendar.Period{First: first, Last: last}, Source: "typed"}})
	y.must(err)
}

func TestAClosedDayTakesItsLessonOutOfAPackageThatIsPromised(t *testing.T) {
	y := openYard(t)
	cart := y.open(y.weekly(y.manon, y.wed))
	before := cart.Lines[0].Seats.Lessons
	y.closedFrom("2026-11-11", "2026-11-18")
	cart, err := y.Cart(ctx, cart.ID, nil)
	y.must(err)
	if line := cart.Lines[0]; line.Seats.Lessons != before-2 || len(line.Lost) != 2 {
		t.Errorf("%d of %d, lost %v", line.Seats.Lessons, before, line.Lost)
	}
	y.checkout(cart)
	y.proved()
}

func TestAPackageWithoutALessonLeftIsNotSold(t *testing.T) {
	y := openYard(t)
	short := y.series(5, 17*60, 2, autumn("2026-11-06"))
	cart := y.open(y.weekly(y.manon, short))
	y.closedFrom("2026-10-01", "2027-07-31")
	cart, err := y.Cart(ctx, cart.ID, nil)
	y.must(err)
	_, err = y.Checkout(ctx, y.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, Tenders: cash(cart.Total)})
	y.refuses(err, club.CodePlaceGone)
}
