package desk_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/planning"
)

// model is what booking must come to, in a few lines and without a database.
type model struct {
	capacity map[planning.LessonID]int
	in       map[planning.LessonID]map[club.RiderID]place
	units    map[club.RiderID]int
	vouchers map[club.RiderID]int // that can be used
	counted  map[club.RiderID]int
}

type place struct {
	id booking.BookingID
	by booking.By
}

// Whatever is booked, cancelled, made up for and called, in whatever order and at
// whatever hour: places, units and vouchers are what a model of a few lines says,
// and verify agrees (PERFORMANCE R13).
func TestAnySeasonOfBookingsAgreesWithItsModel(t *testing.T) {
	r := newRing(t)
	family := 0
	rapid.Check(t, func(p *rapid.T) {
		r.at("2026-10-07 12:00")
		family++
		known := r.join("Modèle"+letters(family), "Manon", "Hugo")
		r.manon, r.hugo = known.Riders[0].ID, known.Riders[1].ID
		r.card(r.manon, "group", 3)
		r.card(r.hugo, "group", 3)
		m := model{map[planning.LessonID]int{}, map[planning.LessonID]map[club.RiderID]place{}, map[club.RiderID]int{r.manon: 3, r.hugo: 3}, map[club.RiderID]int{}, map[club.RiderID]int{}}
		days := []calendar.Day{"2026-10-09", "2026-10-12", "2026-10-14", "2026-10-21"}
		var lessons []planning.LessonID
		day := map[planning.LessonID]calendar.Day{}
		for i, d := range days {
			id := r.group(d, 1+i%2)
			lessons, day[id] = append(lessons, id), d
			m.capacity[id], m.in[id] = 1+i%2, map[club.RiderID]place{}
		}
		zone, _ := time.LoadLocation("Europe/Paris")
		closes := func(l planning.LessonID) time.Time { return day[l].AddDays(-1).At(1020, zone) }
		for range rapid.IntRange(5, 25).Draw(p, "steps") {
			lesson := rapid.SampledFrom(lessons).Draw(p, "lesson")
			rider := rapid.SampledFrom([]club.RiderID{r.manon, r.hugo}).Draw(p, "rider")
			now := r.clock.now()
			switch rapid.SampledFrom([]string{"card", "package", "voucher", "cancel", "cancel", "later"}).Draw(p, "what") {
			case "later":
				r.wait(time.Duration(rapid.IntRange(1, 20).Draw(p, "hours")) * time.Hour)
			case "card":
				id, err := r.book(lesson, rider)
				_, twice := m.in[lesson][rider]
				fits := !twice && len(m.in[lesson]) < m.capacity[lesson] && m.units[rider] > 0 && now.Before(closes(lesson))
				if (err == nil) != fits {
					p.Fatalf("card in %s at %s: %v, the model says %t", day[lesson], now, err, fits)
				}
				if fits {
					m.in[lesson][rider] = place{id, booking.ByCard}
					m.units[rider]--
				}
			case "package":
				if _, twice := m.in[lesson][rider]; !twice && len(m.in[lesson]) < m.capacity[lesson] && now.Before(closes(lesson)) {
					m.in[lesson][rider] = place{r.byPackage(lesson, rider), booking.ByPackage}
				}
			case "voucher":
				id, err := r.book(lesson, rider, byVoucher)
				if err == nil {
					m.vouchers[rider]--
					m.in[lesson][rider] = place{id, booking.ByVoucher}
				}
				if m.vouchers[rider] < 0 || len(m.in[lesson]) > m.capacity[lesson] || err == nil && !now.Before(day[lesson].AddDays(-1).At(840, zone)) {
					p.Fatalf("a voucher that was not there was used, or too late")
				}
			case "cancel":
				had, in := m.in[lesson][rider]
				if !in {
					continue
				}
				done, err := r.cancel(had.id, desk.CancelBooking{})
				if begun := !now.Before(day[lesson].At(840, zone)); (err != nil) != begun {
					p.Fatalf("cancelling at %s: %v", now, err)
				} else if begun {
					continue
				}
				delete(m.in[lesson], rider)
				if !now.Before(closes(lesson)) {
					if done.Outcome != booking.Counted {
						p.Fatalf("late, and %s", done.Outcome)
					}
					continue
				}
				switch had.by {
				case booking.ByCard:
					m.units[rider]++
				case booking.ByVoucher:
					m.vouchers[rider]++
				case booking.ByPackage:
					if m.counted[rider]++; m.counted[rider] <= 5 {
						m.vouchers[rider]++
					}
				}
			}
			m.agrees(p, r)
		}
	})
	r.proved()
}

// letters is a number as letters, for names.
func letters(n int) (text string) {
	for ; n > 0; n /= 26 {
		text += string(rune('a' + n%26))
	}
	return text
}

func (m model) agrees(p *rapid.T, r *ring) {
	for lesson, riders := range m.in {
		taken := 0
		for _, state := range r.states(lesson) {
			if state.Takes() {
				taken++
			}
		}
		if taken != len(riders) {
			p.Fatalf("lesson %d: %d places taken, the model says %d", lesson, taken, len(riders))
		}
	}
	usable := map[club.RiderID]int{}
	for _, v := range r.vouchers() {
		usable[v.Rider] += v.Left
	}
	for rider, units := range m.units {
		if left := r.left(rider); left != units || usable[rider] != m.vouchers[rider] {
			p.Fatalf("rider %d: %d units and %d vouchers, the model says %d and %d", rider, left, usable[rider], units, m.vouchers[rider])
		}
	}
}
