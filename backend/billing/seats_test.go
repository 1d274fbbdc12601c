package billing_test

import (
	"testing"

	"pgregory.net/rapid"

	"paddock/backend/billing"
	"paddock/backend/booking"
	"paddock/backend/money"
)

func pkg(weeks booking.Weeks, lessons, of int) *billing.LineSeats {
	return &billing.LineSeats{By: booking.ByPackage, Weeks: weeks, Lessons: lessons, Of: of}
}

func TestAPackageCostsTheLessonsLeftOfThoseOfItsSeason(t *testing.T) {
	for _, test := range []struct {
		seats *billing.LineSeats
		price money.Cents
		want  money.Cents
	}{
		{pkg(booking.EveryWeek, 20, 36), 40320, 22400}, // PRODUCT section 3
		{pkg(booking.EveryWeek, 36, 36), 40320, 40320},
		{pkg(booking.EveryWeek, 1, 3), 100, 33},
		{pkg(booking.EveryWeek, 1, 2), 5, 3},          // half up
		{pkg(booking.OddWeeks, 10, 18), 40320, 11200}, // halved before
		{pkg(booking.EvenWeeks, 18, 18), 101, 51},
		{&billing.LineSeats{By: booking.ByActivity, Lessons: 3}, 12000, 12000},
		{&billing.LineSeats{By: booking.ByCard, Lessons: 1}, 1800, 1800},
		{nil, 3500, 3500},
	} {
		if got := test.seats.Price(test.price); got != test.want {
			t.Errorf("%+v at %d: %d, want %d", test.seats, test.price, got, test.want)
		}
	}
}

func TestAProRataNeverCostsMoreForLessAndNeverAboveThePrice(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		price := money.Cents(rapid.Int64Range(0, int64(money.Max)).Draw(r, "price"))
		of := rapid.IntRange(1, 150).Draw(r, "of")
		left := rapid.IntRange(1, of).Draw(r, "left")
		weeks := rapid.SampledFrom([]booking.Weeks{booking.EveryWeek, booking.OddWeeks}).Draw(r, "weeks")
		cost, whole := pkg(weeks, left, of).Price(price), pkg(weeks, of, of).Price(price)
		if cost < 0 || cost > whole || whole > price {
			r.Fatalf("%d of %d at %d: %d, whole %d", left, of, price, cost, whole)
		}
		if left > 1 && pkg(weeks, left-1, of).Price(price) > cost {
			r.Fatal("fewer lessons cost more")
		}
		if off := cost*money.Cents(2*of) - whole*money.Cents(2*left); off > money.Cents(of) || off < -money.Cents(of) {
			r.Fatalf("%d is more than half a cent off", cost)
		}
	})
}
