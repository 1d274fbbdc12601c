package desk_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
)

// PERFORMANCE R14: the computer's clock goes back an hour or a year, or forward
// ten years, a thousand times. A number follows the last of its year and a day the
// last day, unless the owner confirmed the clock; a card keeps the days it is good
// for and opens no others.
func TestAClockThatJumpsTakesNoNumberBackAndRevivesNoCard(t *testing.T) {
	r := newRing(t)
	random := rand.New(rand.NewPCG(14, 14))
	cards := r.cardsOf(r.manon)
	last, numbers, confirmed := calendar.Day("2026-10-07"), map[int]int{2026: 2}, 0 // the ring's cards are the first two
	for range 1_000 {
		jumps := []time.Duration{time.Hour, -time.Hour, 24 * time.Hour, -365 * 24 * time.Hour, 3652 * 24 * time.Hour}
		at := r.clock.now().Add(jumps[random.IntN(len(jumps))])
		if at.Year() < 2010 || at.Year() > 2090 {
			at = time.Date(2026, 10, 7, 10, 0, 0, 0, time.UTC)
		}
		r.clock.put(at)
		today := calendar.DayOf(at, paris(t))
		confirm := random.IntN(2) == 0
		cart, err := r.OpenCart(ctx, r.req(), 0, desk.AddLine{Offer: r.offers["gloves"], Quantity: 1})
		r.must(err)
		sale, err := r.Checkout(ctx, r.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, Tenders: cash(3500), ConfirmClock: confirm})
		switch {
		case today < last && !confirm:
			r.refuses(err, club.CodeClockBehind)
			_, err = r.DropCart(ctx, r.req(), cart.ID)
			r.must(err)
			continue
		case err != nil:
			t.Fatalf("on %s after %s: %v", today, last, err)
		case today < last:
			confirmed++
		}
		numbers[today.Year()]++
		if want := fmt.Sprintf("F%d-%04d", today.Year(), numbers[today.Year()]); sale.Invoice.Number != want || sale.Invoice.Day != today {
			t.Fatalf("%s of %s, want %s of %s", sale.Invoice.Number, sale.Invoice.Day, want, today)
		}
		last = max(last, today)
		if random.IntN(20) > 0 {
			continue
		}
		lesson := r.group(today.AddDays(2), 8)
		_, err = r.book(lesson, r.manon)
		if on := today.AddDays(2); err == nil && (on < cards[0].ValidFrom || on > cards[0].ValidThrough) {
			t.Fatalf("a card good from %s to %s opened a lesson of %s", cards[0].ValidFrom, cards[0].ValidThrough, on)
		} else if refusal := (*club.Error)(nil); err != nil && !errors.As(err, &refusal) {
			t.Fatal(err)
		}
	}
	if confirmed == 0 {
		t.Error("no clock was confirmed")
	}
	after := r.cardsOf(r.manon)
	if after[0].ValidFrom != cards[0].ValidFrom || after[0].ValidThrough != cards[0].ValidThrough {
		t.Errorf("the card was good from %s to %s and is from %s to %s", cards[0].ValidFrom, cards[0].ValidThrough, after[0].ValidFrom, after[0].ValidThrough)
	}
	r.proved()
}

func paris(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}
