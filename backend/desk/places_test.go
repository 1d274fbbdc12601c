package desk_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/journal"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// ring is a shop with lessons: Manon and Hugo each hold a paid card of ten group
// lessons, good from 7 October to 7 November 2026.
type ring struct {
	*shop
	manon, hugo club.RiderID
	lessons     int
}

func newRing(t testing.TB) *ring {
	t.Helper()
	return ringOf(newShop(t))
}

func ringOf(s *shop) *ring {
	s.t.Helper()
	r := &ring{shop: s, manon: s.family.Riders[0].ID, hugo: s.family.Riders[1].ID}
	r.card(r.manon, "group", 10)
	r.card(r.hugo, "group", 10)
	return r
}

// card sells a paid card to a rider, good for a month from today.
func (r *ring) card(rider club.RiderID, kind string, units int) booking.CardID {
	r.t.Helper()
	offer := r.sells(catalogue.Offer{Kind: catalogue.Card, Name: fmt.Sprintf("Carte %d %s", units, kind), Price: 1000,
		Parts: []catalogue.Part{{VAT: "riding", Cents: 1000}}, Terms: catalogue.Terms{Units: units, Months: 1, LessonKind: kind}})
	cart, err := r.OpenCart(ctx, r.req(), r.householdOf(rider), desk.AddLine{Offer: offer, Rider: rider, Quantity: 1})
	r.must(err)
	_, err = r.Checkout(ctx, r.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, LicenceTerms: cart.LicenceTermsVersion, Tenders: cash(1000)})
	r.must(err)
	cards := r.cardsOf(rider)
	return booking.CardID(cards[len(cards)-1].ID)
}

func (r *ring) householdOf(rider club.RiderID) (id club.HouseholdID) {
	r.t.Helper()
	r.ask(fmt.Sprintf("SELECT household FROM riders WHERE id = %d", rider), func(row *sql.Rows) error { return row.Scan(&id) })
	return id
}

func (r *ring) cardsOf(rider club.RiderID) (own []sqlite.Card) {
	r.t.Helper()
	cards, err := r.Cards(ctx, 0)
	r.must(err)
	for _, c := range cards {
		if c.Rider == rider {
			own = append(own, c)
		}
	}
	return own
}

// left is what is left on all cards of a rider.
func (r *ring) left(rider club.RiderID) (n int) {
	for _, c := range r.cardsOf(rider) {
		n += c.Left
	}
	return n
}

// lesson plans a lesson of an hour on its own.
func (r *ring) lesson(kind planning.Kind, day calendar.Day, start calendar.Minute, capacity int) planning.LessonID {
	r.t.Helper()
	r.lessons++
	planned, err := r.AddLesson(ctx, r.req(), desk.LessonForm{Day: day, Shape: planning.Shape{
		Kind: kind, Name: fmt.Sprintf("Reprise %d", r.lessons), Start: start, Minutes: 60, Capacity: capacity,
	}})
	r.must(err)
	return planned.ID
}

func (r *ring) group(day calendar.Day, capacity int) planning.LessonID {
	r.t.Helper()
	return r.lesson(planning.Group, day, 14*60, capacity)
}

func (r *ring) book(lesson planning.LessonID, rider club.RiderID, change ...func(*desk.Book)) (booking.BookingID, error) {
	in := desk.Book{Lesson: lesson, Rider: rider, By: booking.ByCard}
	for _, c := range change {
		c(&in)
	}
	seats, err := r.Book(ctx, r.req(), in)
	if err != nil {
		return 0, err
	}
	return seats.Bookings[0], nil
}

func byVoucher(in *desk.Book) { in.By = booking.ByVoucher }

func given(in *desk.Book) { in.By, in.Reason = booking.ByGiven, "essai offert" }

func because(reason string) func(*desk.Book) { return func(in *desk.Book) { in.Reason = reason } }

func (r *ring) booked(lesson planning.LessonID, rider club.RiderID, change ...func(*desk.Book)) booking.BookingID {
	r.t.Helper()
	id, err := r.book(lesson, rider, change...)
	r.must(err)
	return id
}

func (r *ring) cancel(id booking.BookingID, in desk.CancelBooking) (desk.Cancelled, error) {
	return r.CancelBooking(ctx, r.req(), id, in)
}

// cancelled gives a place up as the family announces it, and checks that what was
// said before is what came of it.
func (r *ring) cancelled(id booking.BookingID, want booking.Outcome) desk.Cancelled {
	r.t.Helper()
	said, err := r.PreviewCancel(ctx, id, booking.Announced)
	r.must(err)
	done, err := r.cancel(id, desk.CancelBooking{})
	r.must(err)
	if done.Consequence != said || done.Outcome != want {
		r.t.Errorf("said %+v, did %+v, want %s", said, done.Consequence, want)
	}
	return done
}

// states are the bookings of a lesson, who has a place first.
func (r *ring) states(lesson planning.LessonID) (states []booking.State) {
	r.t.Helper()
	all, err := r.Bookings(ctx, "2026-01-01", "2028-12-31")
	r.must(err)
	for _, b := range all {
		if b.Lesson == lesson {
			states = append(states, b.State)
		}
	}
	return states
}

func (r *ring) vouchers() []sqlite.Voucher {
	r.t.Helper()
	all, err := r.Vouchers(ctx)
	r.must(err)
	return all
}

// undoes takes back the last thing the owner did.
func (r *house) undoes() error {
	r.t.Helper()
	actions, err := r.Actions(ctx, r.owner)
	r.must(err)
	for _, a := range actions {
		if a.UndoneAt == "" {
			_, err = r.Undo(ctx, r.req(), a.ID)
			return err
		}
	}
	r.t.Fatal("nothing to undo")
	return nil
}

// byPackage books a rider in as a package does, whose verbs are not this test's.
func (r *ring) byPackage(lesson planning.LessonID, rider club.RiderID) booking.BookingID {
	r.t.Helper()
	id := r.booked(lesson, rider, given)
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(r.dir, sqlite.File))
	r.must(err)
	_, err = db.Exec("UPDATE bookings SET by = 'package', reason = NULL WHERE id = ?", int64(id))
	r.must(err)
	r.must(db.Close())
	return id
}

// at sets the clock to a time in Paris.
func (r *ring) at(moment string) {
	r.t.Helper()
	zone, err := time.LoadLocation("Europe/Paris")
	r.must(err)
	at, err := time.ParseInLocation("2006-01-02 15:04", moment, zone)
	r.must(err)
	r.clock.put(at.UTC())
}

type finding = journal.Finding

func calendarDay(day string) calendar.Day { return calendar.Day(day) }

func (r *ring) version(lesson planning.LessonID) (n int) {
	r.t.Helper()
	r.ask(fmt.Sprintf("SELECT version FROM lessons WHERE id = %d", lesson), func(row *sql.Rows) error { return row.Scan(&n) })
	return n
}
