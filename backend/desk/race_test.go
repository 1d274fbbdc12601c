package desk_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"paddock/backend/api"
	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/planning"
)

// racers is how many try at once for one thing that is left; make torture asks
// for 10,000 (PERFORMANCE R10).
var racers = flag.Int("racers", 120, "attempts at the last place, unit, voucher and offer")

// hands is how many of them are under way at the same time.
const hands = 50

// race lets many try for one thing. It returns how many had it, says that, what the
// others were told and how long they waited, and fails on what is not one of the
// refusals.
func (r *ring) race(attempt func(n int) error, refusals ...club.Code) (won int) {
	r.t.Helper()
	var wait sync.WaitGroup
	var mutex sync.Mutex
	var took []time.Duration
	told := map[club.Code]int{}
	queue := make(chan int)
	for range hands {
		wait.Go(func() {
			for n := range queue {
				begun := time.Now()
				err := attempt(n)
				mutex.Lock()
				took = append(took, time.Since(begun))
				if err == nil {
					won++
				} else if i := slices.IndexFunc(refusals, func(code club.Code) bool { return errors.Is(err, club.Refuse(code)) }); i < 0 {
					r.t.Errorf("not a clean refusal: %v", err)
				} else {
					told[refusals[i]]++
				}
				mutex.Unlock()
			}
		})
	}
	for n := range *racers {
		queue <- n
	}
	close(queue)
	wait.Wait()
	slices.Sort(took)
	r.t.Logf("%d of %d had it, refused %v, 99 in 100 within %s, all within %s", won, *racers, told, took[len(took)*99/100], took[len(took)-1])
	return won
}

// crowd is so many riders, ten a family.
func (r *ring) crowd(n int) (riders []club.RiderID) {
	r.t.Helper()
	for len(riders) < n {
		name := "Martin" + string(rune('a'+len(riders)/10))
		for _, rider := range r.join(name, "A", "B", "C", "D", "E", "F", "G", "H", "I").Riders {
			riders = append(riders, rider.ID)
		}
		riders = append(riders, r.join(name+"x", "J").Riders[0].ID)
	}
	return riders
}

// once fails unless exactly one of a race had the thing.
func (r *ring) once(thing string, attempt func(n int) error, refusals ...club.Code) {
	r.t.Helper()
	if won := r.race(attempt, refusals...); won != 1 {
		r.t.Errorf("%s went %d times", thing, won)
	}
}

// counter is what races are run at: the engine, or the program's HTTP as many screens
// ask it.
type counter struct {
	book func(desk.Book) error
	cart func(club.HouseholdID, desk.AddLine) error
}

// way makes the counter of a house.
type way func(*ring) counter

// inBothWays runs a race in the engine and over real connections (PERFORMANCE R10).
func inBothWays(t *testing.T, run func(*testing.T, way)) {
	t.Run("in the engine", func(t *testing.T) { run(t, engine) })
	t.Run("over HTTP", func(t *testing.T) { run(t, overHTTP) })
}

func engine(r *ring) counter {
	return counter{
		book: func(in desk.Book) error { _, err := r.Book(ctx, r.req(), in); return err },
		cart: func(home club.HouseholdID, line desk.AddLine) error {
			_, err := r.OpenCart(ctx, r.req(), home, line)
			return err
		},
	}
}

func overHTTP(r *ring) counter {
	server := httptest.NewServer(api.Desk(r.Desk, "test"))
	r.t.Cleanup(server.Close)
	client := server.Client()
	client.Transport.(*http.Transport).MaxIdleConnsPerHost = hands
	post := func(path string, body any) error {
		raw, err := json.Marshal(body)
		if err != nil {
			return err
		}
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, server.URL+"/api/desk"+path, bytes.NewReader(raw))
		if err != nil {
			return err
		}
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("Idempotency-Key", r.req().Key)
		answer, err := client.Do(request)
		if err != nil || answer.StatusCode == http.StatusOK {
			if err == nil {
				err = answer.Body.Close()
			}
			return err
		}
		defer answer.Body.Close()
		var problem api.Problem
		if err := json.NewDecoder(answer.Body).Decode(&problem); err != nil || answer.StatusCode >= 500 {
			return fmt.Errorf("%d: %s, %w", answer.StatusCode, problem.Code, err)
		}
		return club.Refuse(problem.Code)
	}
	return counter{
		book: func(in desk.Book) error { return post("/bookings", in) },
		cart: func(home club.HouseholdID, line desk.AddLine) error {
			return post("/carts", map[string]any{"household": home, "lines": []desk.AddLine{line}})
		},
	}
}

// scarce is a thing there is one of: what many try for at once, and what must be
// broken behind the program's back before it goes twice.
type scarce struct {
	name     string
	make     func(*yard, counter) (attempt func(n int) error)
	refusals []club.Code
	broken   []string
}

// roomy lets the rule believe in room that is not there, and the schema too.
var roomy = []string{
	"DROP TRIGGER IF EXISTS bookings_within_capacity", "DROP TRIGGER IF EXISTS bookings_stay_within_capacity",
	"UPDATE lessons SET capacity = 200 WHERE capacity = 1",
}

var lastOnes = []scarce{
	{"the last place", func(y *yard, at counter) func(int) error {
		riders, seat := y.crowd(50), y.group("2026-10-14", 1)
		return func(n int) error {
			return at.book(desk.Book{Lesson: seat, Rider: riders[n%len(riders)], By: booking.ByGiven, Reason: "essai"})
		}
	}, []club.Code{club.CodeLessonFull, club.CodeBookedTwice}, roomy},
	{"the last unit", func(y *yard, at counter) func(int) error {
		rider := y.join("Carte", "Emma").Riders[0].ID
		open, unit := y.lessonsOf(planning.Private, "2026-10-15"), y.card(rider, "private", 1)
		return func(n int) error {
			return at.book(desk.Book{Lesson: open[n%len(open)], Rider: rider, By: booking.ByCard, Card: unit})
		}
	}, []club.Code{club.CodeCardEmpty, club.CodeBookedTwice}, []string{`CREATE TRIGGER back AFTER INSERT ON card_movements WHEN NEW.why = 'reserved' BEGIN
		INSERT INTO card_movements (card, units, balance, why, moved_at, moved_by) VALUES (NEW.card, 1, NEW.balance + 1, 'returned', NEW.moved_at, NEW.moved_by); END`}},
	{"the last voucher", func(y *yard, at counter) func(int) error {
		y.cancelled(y.byPackage(y.group("2026-10-16", 8), y.manon), booking.MakesVoucher)
		open, voucher := y.lessonsOf(planning.Group, "2026-10-20"), y.vouchers()[0].ID
		return func(n int) error {
			return at.book(desk.Book{Lesson: open[n%len(open)], Rider: y.manon, By: booking.ByVoucher, Voucher: voucher})
		}
	}, []club.Code{club.CodeVoucherUsed, club.CodeBookedTwice}, []string{`CREATE TRIGGER back AFTER INSERT ON voucher_movements WHEN NEW.why = 'used' BEGIN
		INSERT INTO voucher_movements (voucher, units, balance, why, moved_at, moved_by) VALUES (NEW.voucher, 1, 1, 'returned', NEW.moved_at, NEW.moved_by); END`}},
	{"the offer of a waiting list", func(y *yard, at counter) func(int) error {
		full, rider := y.group("2026-10-21", 1), y.join("Attente", "Emma").Riders[0].ID
		y.crowd(5) // who else could have it
		holder := y.booked(full, y.hugo)
		list, err := y.JoinWaiting(ctx, y.req(), desk.Wait{Lesson: full, Rider: rider})
		y.must(err)
		y.cancelled(holder, booking.UnitReturns)
		return func(int) error {
			return at.book(desk.Book{Lesson: full, Rider: rider, By: booking.ByGiven, Reason: "essai", Waiting: list[0].ID})
		}
	}, []club.Code{club.CodeWaitingState, club.CodeBookedTwice, club.CodeLessonFull}, append([]string{
		"CREATE TRIGGER back AFTER UPDATE OF state ON waiting WHEN NEW.state = 'placed' BEGIN UPDATE waiting SET state = 'waiting' WHERE id = NEW.id; END",
		`CREATE TRIGGER other AFTER INSERT ON bookings WHEN NEW.by = 'given' BEGIN
			UPDATE bookings SET rider = coalesce((SELECT id FROM riders WHERE id NOT IN (SELECT rider FROM bookings WHERE lesson = NEW.lesson) LIMIT 1), rider) WHERE id = NEW.id; END`,
	}, roomy...)},
	{"the last package place", func(y *yard, at counter) func(int) error {
		y.at("2026-08-30 09:00")
		riders := y.crowd(50)
		one := y.series(5, 17*60, 1, nil)
		var homes []club.HouseholdID
		for _, rider := range riders {
			homes = append(homes, y.householdOf(rider))
		}
		return func(n int) error {
			return at.cart(homes[n%len(riders)], y.weekly(riders[n%len(riders)], one))
		}
	}, []club.Code{club.CodePlaceGone, club.CodeBookedTwice}, roomy},
	{"the weekly place on offer", func(y *yard, at counter) func(int) error {
		one := y.series(5, 17*60, 1, nil)
		y.crowd(5) // who else could have it
		y.checkout(y.open(y.weekly(y.manon, one)))
		y.waitsFor(one, y.hugo)
		_, err := y.stops(y.packages()[0], "2026-11-01", 0)
		y.must(err)
		home := y.householdOf(y.hugo)
		return func(int) error { return at.cart(home, y.weekly(y.hugo, one)) }
	}, []club.Code{club.CodeBookedTwice, club.CodePlaceGone}, append([]string{
		`CREATE TRIGGER other AFTER INSERT ON bookings WHEN NEW.state = 'held' BEGIN
			UPDATE bookings SET rider = coalesce((SELECT id FROM riders WHERE id NOT IN (SELECT rider FROM bookings WHERE lesson = NEW.lesson) LIMIT 1), rider) WHERE id = NEW.id; END`,
	}, roomy...)},
}

// lessonsOf are lessons from a day on that a unit or voucher could be used in.
func (r *ring) lessonsOf(kind planning.Kind, first calendar.Day) (open []planning.LessonID) {
	for n := range 20 {
		open = append(open, r.lesson(kind, first.AddDays(n), 8*60, 8))
	}
	return open
}

func TestEachLastThingGoesOnceToFiftyWhoTryForItAtOnce(t *testing.T) {
	inBothWays(t, func(t *testing.T, through way) {
		for _, thing := range lastOnes {
			t.Run(thing.name, func(t *testing.T) {
				y := openYard(t)
				at := through(y.ring)
				y.once(thing.name, thing.make(y, at), thing.refusals...)
				y.proved()
			})
		}
	})
}

// The control of R10: with the walls of the schema taken down, or what was taken given
// back the moment it is gone, the same race has each thing more than once, so that the
// test is able to fail.
func TestWithoutWhatKeepsItEachLastThingGoesMoreThanOnce(t *testing.T) {
	for _, thing := range lastOnes {
		t.Run(thing.name, func(t *testing.T) {
			y := openYard(t)
			attempt := thing.make(y, engine(y.ring))
			y.behindItsBack(thing.broken...)
			if won := y.race(attempt, thing.refusals...); won <= 1 {
				t.Errorf("%d of %d had the only one: the race sees nothing", won, *racers)
			}
		})
	}
}

// The control: with the capacity there for all, everybody gets a place, so that
// it is the rule that refuses above and not the crowd.
func TestWithRoomForAllEveryAttemptSucceeds(t *testing.T) {
	r := newRing(t)
	roomy := r.group("2026-10-14", 200)
	riders := r.crowd(150)
	won := r.race(func(n int) error {
		_, err := r.Book(ctx, r.req(), desk.Book{Lesson: roomy, Rider: riders[n%len(riders)], By: booking.ByGiven, Reason: "essai"})
		return err
	}, club.CodeBookedTwice)
	if want := min(len(riders), *racers); won != want {
		t.Errorf("%d of %d", won, want)
	}
	r.proved()
}
