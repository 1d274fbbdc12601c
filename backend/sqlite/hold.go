package sqlite

import (
	"fmt"
	"time"

	"paddock/backend/billing"
	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/planning"
)

// DropHolds removes the places a cart line holds and lists their lessons.
func (tx *Tx) DropHolds(line int64) ([]planning.LessonID, error) {
	return collect(tx, scanLessonID, "DELETE FROM bookings WHERE cart_line = ? AND state = 'held' RETURNING lesson", line)
}

func scanLessonID(row scanner) (id planning.LessonID, err error) { return id, row.Scan(&id) }

// LoseLesson takes a lesson that is given no more out of what the lines of carts that
// hold a place in it book and charge, and notes its day with them.
func (tx *Tx) LoseLesson(l planning.Lesson) error {
	_, err := tx.exec(`UPDATE cart_lines SET seats = json_set(seats, '$.lessons', json_extract(seats, '$.lessons') - 1), lost = json_insert(lost, '$[#]', ?2)
		WHERE id IN (SELECT cart_line FROM bookings WHERE lesson = ?1 AND state = 'held' AND held_until > ?3)
			AND json_extract(seats, '$.by') = 'package' AND json_extract(seats, '$.lessons') > 0`, int64(l.ID), string(l.Day), stamp(tx.Now))
	return err
}

// PackageInCart is a line of a cart that holds the weekly place of a series, or held
// it until its last lesson was cancelled.
type PackageInCart struct {
	Line  int64
	Rider club.RiderID
	Offer catalogue.OfferID
	Until time.Time // its places are held
	Seats billing.LineSeats
	Lost  []calendar.Day
}

// PackagesInCarts lists the lines of carts with a package in a series, the first put
// into a cart first: those that hold a place, and those that the calendar left none.
func (tx *Tx) PackagesInCarts(series planning.SeriesID) ([]PackageInCart, error) {
	return collect(tx, func(row scanner) (l PackageInCart, err error) {
		return l, row.Scan(&l.Line, &l.Rider, &l.Offer, instant{&l.Until}, fromJSON(&l.Seats), fromJSON(&l.Lost))
	}, `SELECT c.id, c.rider, c.offer, k.expires_at, c.seats, c.lost FROM carts k JOIN cart_lines c ON c.cart = k.id
		WHERE k.state IN ('open', 'parked') AND k.expires_at > ?2 AND json_extract(c.seats, '$.by') = 'package'
			AND EXISTS (SELECT 1 FROM json_each(c.seats, '$.series') WHERE value = ?1)
			AND (json_extract(c.seats, '$.lessons') = 0 OR EXISTS (SELECT 1 FROM bookings b WHERE b.cart_line = c.id AND b.state = 'held' AND b.held_until > ?2))
		ORDER BY c.id`, int64(series), stamp(tx.Now))
}

// DropPackageHolds removes the places that packages in carts hold in a lesson.
func (tx *Tx) DropPackageHolds(lesson planning.LessonID) error {
	_, err := tx.exec("DELETE FROM bookings WHERE lesson = ? AND state = 'held' AND by = 'package' AND cart_line IS NOT NULL", int64(lesson))
	return err
}

// SetSeatsBut changes what a line books, and the days of the lessons that it lost.
func (tx *Tx) SetSeatsBut(line int64, seats *billing.LineSeats, lost []calendar.Day) error {
	text, err := asJSON(seats)
	if err != nil {
		return fmt.Errorf("seats: %w", err)
	}
	days, err := asJSON(append([]calendar.Day{}, lost...))
	if err != nil {
		return fmt.Errorf("lost days: %w", err)
	}
	return tx.change("UPDATE cart_lines SET seats = ?, lost = ? WHERE id = ?", text, days, line)
}

// HeldBy lists the places a cart line still holds, in the order of their lessons.
func (tx *Tx) HeldBy(line int64) ([]booking.Booking, error) {
	return collect(tx, scanBooking, "SELECT "+bookingColumns+` FROM bookings b JOIN lessons l ON l.id = b.lesson
		WHERE b.cart_line = ? AND b.state = 'held' AND b.held_until > ? ORDER BY l.day, l.start, l.id`, line, stamp(tx.Now))
}

// HeldLesson is a lesson a cart line has a place in.
type HeldLesson struct {
	Series     planning.SeriesID
	Day        calendar.Day
	Start      calendar.Minute
	Instructor string
}

// LessonsHeldBy lists the lessons a cart line has places in, held or booked since.
func (tx *Tx) LessonsHeldBy(line int64) ([]HeldLesson, error) {
	return collect(tx, func(row scanner) (h HeldLesson, err error) {
		return h, row.Scan(orZero(&h.Series), &h.Day, &h.Start, &h.Instructor)
	}, `SELECT l.series, l.day, l.start, coalesce(s.name, '') FROM bookings b JOIN lessons l ON l.id = b.lesson LEFT JOIN staff s ON s.id = l.instructor
		WHERE b.cart_line = ? AND b.n > 0 AND (b.state <> 'held' OR b.held_until > ?) ORDER BY l.day, l.start, l.id`, line, stamp(tx.Now))
}

// Rides lists the lessons of some days, both included, that a rider has a place in: as
// much of each as says when it is. A hold that expired is none.
func (tx *Tx) Rides(rider club.RiderID, first, last calendar.Day) ([]planning.Lesson, error) {
	return collect(tx, func(row scanner) (l planning.Lesson, err error) {
		return l, row.Scan(&l.ID, orZero(&l.Series), &l.Day, &l.Start, &l.Minutes, &l.Name)
	}, `SELECT l.id, l.series, l.day, l.start, l.minutes, l.name FROM bookings b JOIN lessons l ON l.id = b.lesson
		WHERE b.rider = ? AND b.n > 0 AND (b.state <> 'held' OR b.held_until > ?) AND l.day BETWEEN ? AND ? AND l.state <> 'cancelled' ORDER BY l.day, l.start, l.id`,
		int64(rider), stamp(tx.Now), string(first), string(last))
}

// KeepHolds books the places that a cart line still holds, with what pays for
// them: a package, a card, or the invoice's line itself. Who buys knows the time at which
// each lesson is given by then, so that an earlier move is no reason to give it up.
func (tx *Tx) KeepHolds(line int64, by booking.Booking, invoiceLine int64, actor club.Actor) error {
	_, err := tx.exec(`UPDATE bookings SET state = 'booked', held_until = '', moved_from = NULL, package = ?2, card = ?3, invoice_line = ?4, booked_at = ?5, booked_by = ?6
		WHERE cart_line = ?1 AND state = 'held' AND held_until > ?5`, line, orNull(by.Package), orNull(by.Card), orNull(invoiceLine), stamp(tx.Now), actor.ID)
	return err
}

// Occupied is how full a lesson is, and by what a rider is in it.
type Occupied struct {
	Taken int
	By    booking.By // "" when the rider is not in it
}

// OccupiedIn tells of some lessons how full they are, with the places of this
// rider; a hold that expired takes none. Empty lessons are left out.
func (tx *Tx) OccupiedIn(lessons []planning.LessonID, rider club.RiderID) (map[planning.LessonID]Occupied, error) {
	ids, err := asJSON(lessons)
	if err != nil {
		return nil, err
	}
	occupied := map[planning.LessonID]Occupied{}
	return occupied, tx.each(func(row scanner) error {
		var lesson planning.LessonID
		var o Occupied
		err := row.Scan(&lesson, &o.Taken, &o.By)
		occupied[lesson] = o
		return err
	}, `SELECT b.lesson, count(*), coalesce(max(CASE WHEN b.rider = ?2 THEN b.by END), '') FROM bookings b
		WHERE b.lesson IN (SELECT value FROM json_each(?1)) AND b.n > 0 AND (b.state <> 'held' OR b.held_until > ?3) GROUP BY b.lesson`,
		ids, int64(rider), stamp(tx.Now))
}
