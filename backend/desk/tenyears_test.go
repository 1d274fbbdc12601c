package desk_test

import (
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/money"
	"paddock/backend/planning"
)

// How many desks the simulator runs and how many actions each takes; make torture
// asks for 1,000 of 1,000 (PERFORMANCE R13).
var (
	simulatedDesks   = flag.Int("desks", 20, "desks the simulator runs")
	simulatedActions = flag.Int("actions", 2_000, "actions of each")
)

// wholeEvery is after how many actions everything is compared and proved; the
// touched lesson, rider and household are compared after each.
const wholeEvery = 500

// TestTenYearsOfADeskAgreeWithTheirModel lets a desk sell, receive, give back,
// plan, book, cancel and call rolls at random over the years, and compares each
// step with a model that knows the rules and no database (PERFORMANCE R13).
func TestTenYearsOfADeskAgreeWithTheirModel(t *testing.T) {
	done := make([]map[string]int, *simulatedDesks)
	t.Run("desk", func(t *testing.T) {
		for seed := range done {
			t.Run(fmt.Sprint(seed), func(t *testing.T) {
				t.Parallel()
				s := newSimulator(t, uint64(seed))
				for range *simulatedActions {
					if fault := s.step(); fault != "" {
						t.Fatalf("action %d, %s, at %s: %s", s.actions, s.last, s.clock.now().In(s.zone).Format("2006-01-02 15:04"), fault)
					}
				}
				if fault := s.whole(); fault != "" {
					t.Fatal(fault)
				}
				done[seed] = s.done
			})
		}
	})
	for _, a := range simulated {
		sum := 0
		for _, counts := range done {
			sum += counts[a.name]
		}
		t.Logf("%6d %s", sum, a.name)
		if sum < *simulatedDesks {
			t.Errorf("%q went well %d times on %d desks: the simulator does not reach it", a.name, sum, *simulatedDesks)
		}
	}
}

// simulator is a desk at work beside its model.
type simulator struct {
	*ring
	rand *rand.Rand
	raw  *sql.DB // reads and plants, past the program
	zone *time.Location
	simModel

	goods, card   catalogue.OfferID
	blind         bool // its verify is not asked: it would see the plant itself
	actions       int
	last          string
	done          map[string]int // by action: how often it was not refused
	touchedLesson planning.LessonID
	touchedRider  club.RiderID
	touchedHome   club.HouseholdID
}

const (
	goodsPrice = money.Cents(1_990)
	cardPrice  = money.Cents(5_500)
	cardUnits  = 3
)

func newSimulator(t *testing.T, seed uint64) *simulator {
	t.Helper()
	r := &ring{shop: &shop{house: inMemory(t, firstRun())}}
	s := &simulator{ring: r, rand: rand.New(rand.NewPCG(seed, 13)), simModel: newSimModel(), done: map[string]int{}}
	s.goods = r.goods("Licol", goodsPrice)
	s.card = r.sells(catalogue.Offer{Kind: catalogue.Card, Name: "Carte 3 cours", Price: cardPrice,
		Parts: []catalogue.Part{{VAT: "riding", Cents: cardPrice}}, Terms: catalogue.Terms{Units: cardUnits, Months: 1, LessonKind: "group"}})
	for year := 2027; year < 2038; year++ {
		season, err := r.SaveSeason(ctx, r.req(), calendar.Season{Name: fmt.Sprint(year), First: calendar.Date(year, 9, 1), Last: calendar.Date(year+1, 8, 31)})
		r.must(err)
		season.OwnLimits = calendar.OwnLimits{}
		if closes, most := limitsOf(year); ownLimits(year) {
			season.CutOffMinutes, season.VouchersASeason = &closes, &most
		}
		_, err = r.SaveSeason(ctx, r.req(), season.Season)
		r.must(err)
	}
	var err error
	s.zone, err = time.LoadLocation("Europe/Paris")
	r.must(err)
	s.raw, err = sql.Open("sqlite3", "file:"+filepath.Join(r.dir, "paddock.db")+"?_busy_timeout=5000")
	r.must(err)
	t.Cleanup(func() { s.raw.Close() })
	for range 3 {
		r.must(s.newFamily())
	}
	return s
}

// version reads a lesson's by the connection that is there.
func (s *simulator) version(lesson planning.LessonID) (n int) {
	s.must(s.raw.QueryRow("SELECT version FROM lessons WHERE id = ?", lesson).Scan(&n))
	return n
}

// step does one action and says what does not agree any more; "" when all does.
func (s *simulator) step() (fault string) {
	defer func() {
		if r := recover(); r != nil {
			fault = fmt.Sprint("panic: ", r)
		}
	}()
	total := 0
	for _, a := range simulated {
		total += a.weight
	}
	at := s.rand.IntN(total)
	for _, a := range simulated {
		if at -= a.weight; at >= 0 {
			continue
		}
		s.actions++
		s.last = a.name
		s.touchedLesson, s.touchedRider, s.touchedHome = 0, 0, 0
		err := a.do(s)
		var refusal *club.Error
		switch {
		case err == nil:
			s.done[a.name]++
		case errors.Is(err, errNothing):
		case errors.As(err, &refusal): // a rule; that it should have refused was asked by the action
		default:
			return err.Error()
		}
		break
	}
	if fault := s.agrees(); fault != "" {
		return fault
	}
	if s.actions%wholeEvery == 0 {
		return s.whole()
	}
	return ""
}

// errNothing is an action that found nothing to act on.
var errNothing = errors.New("nothing to act on")

// wrong is what the model says the program should not have done.
func wrong(format string, args ...any) error { return fmt.Errorf("wrong: "+format, args...) }

// expects compares whether a verb went well with what the model said of it.
func expects(err error, fits bool, what string) error {
	var refusal *club.Error
	switch {
	case err == nil && !fits:
		return wrong("%s should have been refused", what)
	case err != nil && fits:
		return wrong("%s should have gone well: %v", what, err)
	case err != nil && !errors.As(err, &refusal):
		return err
	}
	return err
}

// simulated is what a desk does, the oftener the heavier.
var simulated = []struct {
	name   string
	weight int
	do     func(*simulator) error
}{
	{"a new family", 2, (*simulator).newFamily},
	{"time passes", 12, (*simulator).timePasses},
	{"goods sold", 8, (*simulator).sellGoods},
	{"a card sold", 8, (*simulator).sellCard},
	{"money received", 6, (*simulator).receive},
	{"credit spent", 4, (*simulator).spendCredit},
	{"a sale credited", 4, (*simulator).creditSale},
	{"money given back", 2, (*simulator).refund},
	{"a cheque bounced", 1, (*simulator).bounce},
	{"a lesson planned", 8, (*simulator).planLesson},
	{"booked by card", 16, (*simulator).bookByCard},
	{"booked by package", 10, (*simulator).bookByPackage},
	{"booked by voucher", 8, (*simulator).bookByVoucher},
	{"an offered lesson", 4, (*simulator).bookGiven},
	{"cancelled", 14, (*simulator).cancelBooking},
	{"cancelled by the doctor", 2, (*simulator).cancelMedical},
	{"the club cancels", 2, (*simulator).cancelLesson},
	{"more or less room", 3, (*simulator).changeRoom},
	{"on the waiting list", 8, (*simulator).joinList},
	{"moved up by telephone", 8, (*simulator).phonesList},
	{"off the waiting list", 2, (*simulator).leaveList},
	{"the roll called", 8, (*simulator).callSomeRoll},
}

// planted is a fault somebody might bring in, as SQL that makes the database do
// what such a program would: the simulator has to see it.
var planted = []struct{ name, sql string }{
	{"a unit that does not come back", ignored("card_movements", "NEW.why = 'returned'")},
	{"a unit that is not reserved", ignored("card_movements", "NEW.why = 'reserved'")},
	{"a card sold with a unit too many", "DROP TRIGGER IF EXISTS card_movements_no_update; " + after("INSERT", "card_movements", "NEW.why = 'sold'", "UPDATE card_movements SET units = units + 1, balance = balance + 1 WHERE id = NEW.id")},
	{"a card that is good for a day too long", after("UPDATE", "cards", "OLD.valid_through = '' AND NEW.valid_through <> ''", "UPDATE cards SET valid_through = date(NEW.valid_through, '+1 day') WHERE id = NEW.id")},
	{"a voucher that is good for a month too long", after("INSERT", "vouchers", "1", "UPDATE vouchers SET valid_through = date(NEW.valid_through, '+31 days') WHERE id = NEW.id")},
	{"a voucher that does not count", after("INSERT", "vouchers", "NEW.why = 'absence'", "UPDATE vouchers SET why = 'given', counts = 0 WHERE id = NEW.id")},
	{"a voucher that counts and should not", after("INSERT", "vouchers", "NEW.why IN ('medical', 'club')", "UPDATE vouchers SET why = 'absence', counts = 1 WHERE id = NEW.id")},
	{"a voucher that does not come back", ignored("voucher_movements", "NEW.why = 'returned'")},
	{"a voucher that can be used again", ignored("voucher_movements", "NEW.why = 'used'")},
	{"a late cancellation taken for one in time", after("UPDATE", "bookings", "NEW.state = 'cancelledLate'", "UPDATE bookings SET state = 'cancelledInTime' WHERE id = NEW.id")},
	{"a place that a cancellation does not free", "DROP INDEX bookings_once; DROP INDEX bookings_place; " + after("UPDATE", "bookings", "NEW.state = 'cancelledInTime'", "UPDATE bookings SET state = 'booked', n = OLD.n WHERE id = NEW.id")},
	{"a place sold above capacity", "DROP TRIGGER IF EXISTS bookings_within_capacity; DROP TRIGGER IF EXISTS bookings_stay_within_capacity; " + after("INSERT", "bookings", "NEW.n = 1", "UPDATE bookings SET n = 201 WHERE id = NEW.id")},
	{"a capacity that grows by itself", after("INSERT", "bookings", "NEW.n = 2", "UPDATE lessons SET capacity = capacity + 1 WHERE id = NEW.lesson")},
	{"a booking put on another rider", after("INSERT", "bookings", "NEW.by = 'given'", "UPDATE bookings SET rider = (SELECT min(id) FROM riders WHERE id <> NEW.rider) WHERE id = NEW.id")},
	{"a waiting list that nobody moves up", "CREATE TRIGGER planted BEFORE UPDATE OF state ON waiting WHEN NEW.state = 'offered' BEGIN SELECT RAISE(IGNORE); END"},
	{"a lesson the club cancelled that goes on", after("UPDATE", "lessons", "NEW.state = 'cancelled'", "UPDATE lessons SET state = 'planned' WHERE id = NEW.id")},
	{"a payment that settles a cent less", "DROP TRIGGER IF EXISTS allocations_no_update; " + after("INSERT", "allocations", "NEW.cents > 1", "UPDATE allocations SET cents = cents - 1 WHERE id = NEW.id")},
	{"an allocation that is lost", ignored("allocations", "(SELECT count(*) FROM allocations) % 7 = 6")},
	{"a payment of a cent more", "DROP TRIGGER IF EXISTS payments_no_update; " + after("INSERT", "payments", "NEW.cents > 0", "UPDATE payments SET cents = cents + 1 WHERE id = NEW.id")},
	{"an entry that does not balance", "DROP TRIGGER IF EXISTS postings_no_update; " + ignored("postings", "NEW.entry % 5 = 0 AND NEW.debit_cents = 0")},
	{"a number that is left out", "DROP TRIGGER IF EXISTS invoices_no_update; " + after("INSERT", "invoices", "NEW.n = 5", "UPDATE invoices SET n = 6 WHERE id = NEW.id")},
	{"an entry of the journal that is lost", ignored("journal", "NEW.kind LIKE 'payment.%'")},
}

func ignored(table, when string) string {
	return "CREATE TRIGGER planted BEFORE INSERT ON " + table + " WHEN " + when + " BEGIN SELECT RAISE(IGNORE); END"
}

func after(event, table, when, do string) string {
	return "CREATE TRIGGER planted AFTER " + event + " ON " + table + " WHEN " + when + " BEGIN " + do + "; END"
}

// The control of the simulator: of the faults planted it finds nineteen in twenty.
func TestTheSimulatorFindsPlantedFaults(t *testing.T) {
	found := make([]bool, len(planted))
	t.Run("planted", func(t *testing.T) {
		for i, p := range planted {
			t.Run(p.name, func(t *testing.T) {
				t.Parallel()
				s := newSimulator(t, uint64(i))
				s.blind = true
				if _, err := s.raw.Exec(p.sql); err != nil {
					t.Fatal(err)
				}
				for range wholeEvery {
					if fault := s.step(); fault != "" {
						t.Logf("after %d actions, %s: %s", s.actions, s.last, fault)
						found[i] = true
						return
					}
				}
				found[i] = s.whole() != ""
			})
		}
	})
	missed := 0
	for i, p := range planted {
		if !found[i] {
			missed++
			t.Logf("missed: %s", p.name)
		}
	}
	if missed*20 > len(planted) {
		t.Errorf("%d of %d planted faults were not found", missed, len(planted))
	}
}
