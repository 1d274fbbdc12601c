package desk_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"paddock/backend/billing"
	"paddock/backend/booking"
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
	y.refuses(err, club.CodeNoLessonLeft)
}

// soldAs looks at the package of a cart, which has its lessons and price again, and
// sells it.
func (y *yard) soldAs(id billing.CartID, lessons int, cents money.Cents) {
	y.t.Helper()
	cart, err := y.Cart(ctx, id, nil)
	y.must(err)
	if line := cart.Lines[0]; line.Gone || line.Seats.Lessons != lessons || line.Cents != cents || len(line.Lost) != 0 {
		y.t.Errorf("%+v, %d cents, lost %v", line.Seats, line.Cents, line.Lost)
	}
	y.checkout(cart)
	if got := len(y.packages()[0].Run); got != lessons {
		y.t.Errorf("%d lessons are booked", got)
	}
	y.proved()
}

func TestAPackageOfACartThatLostAllItsLessonsIsBackWithTheFirstThatIsGivenAgain(t *testing.T) {
	y := openYard(t)
	short := y.series(5, 17*60, 2, autumn("2026-11-06"))
	first := y.weekly(y.manon, short)
	cart := y.open(first)
	before := cart.Lines[0]
	y.closedFrom("2026-10-01", "2027-07-31")
	cart, err := y.Cart(ctx, cart.ID, nil)
	y.must(err)
	if line := cart.Lines[0]; !line.Gone || line.Seats.Lessons != 0 || line.Cents != 0 || len(line.Lost) != before.Seats.Lessons {
		t.Errorf("%+v, %d cents, lost %v", line.Seats, line.Cents, line.Lost)
	}
	y.undo()
	y.soldAs(cart.ID, before.Seats.Lessons, before.Cents)
}

// Its hour is over: nothing is held for it behind its back.
func TestAPackageOfACartThatIsOverIsNotSeatedInALessonThatIsGivenAgain(t *testing.T) {
	y := openYard(t)
	short := y.series(5, 17*60, 2, autumn("2026-11-06"))
	y.open(y.weekly(y.manon, short))
	y.closedFrom("2026-10-01", "2027-07-31")
	y.wait(time.Hour)
	y.undo()
	if states := y.states(y.lessonOf(short, "2026-11-06")); len(states) != 0 {
		t.Errorf("%v", states)
	}
	y.proved()
}

func TestUndoingALessonThatWasAddedTakesItOutOfThePackagesOfCarts(t *testing.T) {
	y := openYard(t)
	fri := y.series(5, 17*60, 1, autumn("2026-10-16"))
	cart := y.open(y.weekly(y.manon, fri))
	before := *cart.Lines[0].Seats
	fri = y.seriesNow(fri.ID)
	fri.Last = fri.Last.AddDays(7)
	_, err := y.SaveSeries(ctx, y.req(), desk.SaveSeries{Series: fri, From: "2027-06-25"})
	y.must(err)
	y.must(y.undoes())
	cart, err = y.Cart(ctx, cart.ID, nil)
	y.must(err)
	if line := cart.Lines[0]; !reflect.DeepEqual(*line.Seats, before) || len(line.Lost) != 0 {
		t.Errorf("%+v, was %+v, lost %v", line.Seats, before, line.Lost)
	}
	y.checkout(cart)
	y.proved()
}

func TestALessonThatIsGivenAgainIsBackInThePackageOfACart(t *testing.T) {
	y := openYard(t)
	cart := y.open(y.weekly(y.manon, y.wed))
	before := cart.Lines[0]
	y.closedFrom("2026-11-11", "2026-11-18")
	y.undo()
	y.soldAs(cart.ID, before.Seats.Lessons, before.Cents)
}

func TestALessonThatIsAddedToASeriesIsAddedToThePackagesOfCartsThatHaveAPlaceInIt(t *testing.T) {
	y := openYard(t)
	fri := y.series(5, 17*60, 2, autumn("2026-10-16"))
	cart := y.open(y.weekly(y.manon, fri))
	if seats := cart.Lines[0].Seats; seats.Lessons != 36 || seats.Of != 36 {
		t.Fatalf("%+v", seats)
	}
	y.closedFrom("2026-11-06", "2026-11-06")
	odd := y.weekly(y.hugo, fri)
	odd.Weeks = booking.OddWeeks
	second := y.open(odd)
	was := *second.Lines[0].Seats

	fri.Last = fri.Last.AddDays(14)
	fri.Version = y.seriesNow(fri.ID).Version
	_, err := y.SaveSeries(ctx, y.req(), desk.SaveSeries{Series: fri, From: "2027-06-01"})
	y.must(err)
	cart, err = y.Cart(ctx, cart.ID, nil)
	y.must(err)
	line := cart.Lines[0]
	if want := money.Cents(40320).MulDiv(37, 38); line.Seats.Lessons != 37 || line.Seats.Of != 38 || line.Cents != want {
		t.Errorf("%+v, %d cents, want %d", line.Seats, line.Cents, want)
	}
	second, err = y.Cart(ctx, second.ID, nil)
	y.must(err)
	if now := second.Lines[0].Seats; now.Lessons != was.Lessons+1 || now.Of != was.Of+1 {
		t.Errorf("of two weeks one is odd: %+v, was %+v", now, was)
	}
	y.checkout(cart)
	if got := len(y.packages()[0].Run); got != 37 {
		t.Errorf("%d lessons are booked", got)
	}
	y.proved()
}

func TestALessonThatIsAddedAndHasNoRoomIsNamedInTheCartAndNotCharged(t *testing.T) {
	y := openYard(t)
	fri := y.series(5, 17*60, 2, autumn("2026-10-16"))
	y.checkout(y.open(y.weekly(y.hugo, fri)))
	cart := y.open(y.weekly(y.manon, fri))
	fri = y.seriesNow(fri.ID)
	fri.Last, fri.Capacity = fri.Last.AddDays(7), 1
	_, err := y.SaveSeries(ctx, y.req(), desk.SaveSeries{Series: fri, From: "2027-06-25"})
	y.must(err)
	cart, err = y.Cart(ctx, cart.ID, nil)
	y.must(err)
	if line := cart.Lines[0]; line.Seats.Lessons != 36 || line.Seats.Of != 37 || !slices.Equal(line.Seats.Full, []calendar.Day{"2027-06-25"}) {
		t.Errorf("%+v", line.Seats)
	}
	y.checkout(cart)
	y.proved()
}

// seriesNow is a series as the plan has it.
func (y *yard) seriesNow(id planning.SeriesID) planning.Series {
	y.t.Helper()
	all, err := y.SeriesOf(ctx, y.season.ID)
	y.must(err)
	at := slices.IndexFunc(all, func(s planning.Series) bool { return s.ID == id })
	return all[at]
}
