package sqlite

import (
	"time"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/planning"
)

const bookingColumns = "b.id, b.lesson, b.rider, b.n, b.by, b.state, b.package, b.card, b.voucher, b.waiting, b.horse, b.moved_from IS NOT NULL"

func bookingInto(b *booking.Booking) []any {
	return []any{&b.ID, &b.Lesson, &b.Rider, &b.N, &b.By, &b.State, orZero(&b.Package), orZero(&b.Card), orZero(&b.Voucher), orZero(&b.Waiting), orZero(&b.Horse), &b.Moved}
}

func scanBooking(row scanner) (b booking.Booking, err error) {
	return b, row.Scan(bookingInto(&b)...)
}

// Booking loads a booking, or returns ErrNotFound.
func (tx *Tx) Booking(id booking.BookingID) (booking.Booking, error) {
	return one(tx, scanBooking, "SELECT "+bookingColumns+" FROM bookings b WHERE id = ?", int64(id))
}

// BookingsOf lists what was ever booked in a lesson: who has a place in the order
// of the places, then who gave one up.
func (tx *Tx) BookingsOf(lesson planning.LessonID) ([]booking.Booking, error) {
	return collect(tx, scanBooking, "SELECT "+bookingColumns+" FROM bookings b WHERE lesson = ? ORDER BY n = 0, n, id", int64(lesson))
}

// BookingsBetween lists every booking of the lessons of some days, both included.
func (tx *Tx) BookingsBetween(first, last calendar.Day) ([]booking.Booking, error) {
	return collect(tx, scanBooking, "SELECT "+bookingColumns+` FROM lessons l JOIN bookings b ON b.lesson = l.id
		WHERE l.day BETWEEN ? AND ? ORDER BY l.day, l.start, l.id, b.n = 0, b.n, b.id`, string(first), string(last))
}

// RiderBetween lists what a rider has or had in the lessons of some days; a hold that
// expired is nothing.
func (tx *Tx) RiderBetween(rider club.RiderID, first, last calendar.Day) ([]booking.Booking, error) {
	return collect(tx, scanBooking, "SELECT "+bookingColumns+` FROM bookings b JOIN lessons l ON l.id = b.lesson
		WHERE b.rider = ? AND l.day BETWEEN ? AND ? AND (b.state <> 'held' OR b.held_until > ?) ORDER BY l.day, l.start, b.id`,
		int64(rider), string(first), string(last), stamp(tx.Now))
}

// NewBooking is a place to be taken, with what is kept beside it.
type NewBooking struct {
	booking.Booking
	HeldUntil   time.Time // of a hold
	CartLine    int64     // that holds it; 0 for none
	InvoiceLine int64     // of an activity; 0 for none
	Reason      int64     // why a rule was set aside; 0 for none
	Added       bool      // by a change of the calendar, to a package sold before
}

// InsertBooking takes a place. The schema refuses one above the lesson's
// capacity, one that is taken, and a rider who is there.
func (tx *Tx) InsertBooking(b NewBooking, actor club.Actor) (booking.BookingID, error) {
	held := ""
	if b.State == booking.Held {
		held = stamp(b.HeldUntil)
	}
	id, err := tx.insert(`INSERT INTO bookings (lesson, rider, n, by, state, held_until, cart_line, invoice_line, waiting, package, card, voucher, reason, added, booked_at, booked_by)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, int64(b.Lesson), int64(b.Rider), b.N, string(b.By), string(b.State), held,
		orNull(b.CartLine), orNull(b.InvoiceLine), orNull(b.Waiting), orNull(b.Package), orNull(b.Card), orNull(b.Voucher), orNull(b.Reason), b.Added, stamp(tx.Now), actor.ID)
	return booking.BookingID(id), err
}

// FreeBooking gives a place up: what became of it, and why a rule was set aside
// for it, 0 for no reason.
func (tx *Tx) FreeBooking(id booking.BookingID, state booking.State, reason int64, actor club.Actor) error {
	return tx.change(`UPDATE bookings SET n = 0, state = ?, reason = coalesce(?, reason), ended_at = ?, ended_by = ? WHERE id = ? AND n > 0`,
		string(state), orNull(reason), stamp(tx.Now), actor.ID, int64(id))
}

// GiveUpBooking lets a lesson be of its package no more, and frees its place while
// it has one.
func (tx *Tx) GiveUpBooking(id booking.BookingID, actor club.Actor) error {
	return tx.change(`UPDATE bookings SET given_up = 1, n = 0, state = iif(n > 0, 'cancelledInTime', state), ended_at = iif(n > 0, ?, ended_at),
		ended_by = iif(n > 0, ?, ended_by) WHERE id = ?`, stamp(tx.Now), actor.ID, int64(id))
}

// RetakeBooking gives a freed booking a place again: the cancellation is undone.
// ErrNotFound when it was given up with its package.
func (tx *Tx) RetakeBooking(id booking.BookingID, n int) error {
	return tx.change("UPDATE bookings SET n = ?, state = 'booked', ended_at = '', ended_by = NULL WHERE id = ? AND n = 0 AND NOT given_up", n, int64(id))
}

// MoveBooking takes a booking to a place of another lesson, with what pays for it, or
// back to the one it was bought in, which it keeps beside, with the time of it where the
// other is given at another one.
func (tx *Tx) MoveBooking(id booking.BookingID, lesson planning.LessonID, n int) error {
	return tx.change(`UPDATE bookings SET merged_from = nullif(coalesce(merged_from, lesson), ?1),
		moved_from = nullif(coalesce(moved_from, (SELECT day || ' ' || start FROM lessons WHERE id = bookings.lesson)), (SELECT day || ' ' || start FROM lessons WHERE id = ?1)), lesson = ?1, n = ?2
		WHERE id = ?3 AND state = 'booked'`, int64(lesson), n, int64(id))
}

// TickBooking notes who was there, or that nobody said so yet.
func (tx *Tx) TickBooking(id booking.BookingID, state booking.State, actor club.Actor) error {
	at, by := stamp(tx.Now), any(actor.ID)
	if state == booking.Booked {
		at, by = "", nil
	}
	return tx.change("UPDATE bookings SET state = ?, ended_at = ?, ended_by = ? WHERE id = ? AND n > 0", string(state), at, by, int64(id))
}

// TickRest notes that everybody of a lesson whom nobody ticked was there.
func (tx *Tx) TickRest(lesson planning.LessonID, actor club.Actor) error {
	_, err := tx.exec("UPDATE bookings SET state = 'attended', ended_at = ?, ended_by = ? WHERE lesson = ? AND n > 0 AND state = 'booked'", stamp(tx.Now), actor.ID, int64(lesson))
	return err
}

// DropHold removes a hold. Nothing else is ever removed.
func (tx *Tx) DropHold(id booking.BookingID) error {
	return tx.change("DELETE FROM bookings WHERE id = ? AND state = 'held'", int64(id))
}

// DropExpiredHolds removes the holds of lessons whose time is over, and lets the
// offers of their waiting lists lapse with them (PRODUCT section 9, Places).
func (tx *Tx) DropExpiredHolds(lessons ...planning.LessonID) error {
	now := stamp(tx.Now)
	ids, err := asJSON(lessons)
	if err != nil {
		return err
	}
	if _, err := tx.exec("DELETE FROM bookings WHERE lesson IN (SELECT value FROM json_each(?)) AND state = 'held' AND held_until <= ?", ids, now); err != nil {
		return err
	}
	_, err = tx.exec(`UPDATE waiting SET state = 'lapsed', offered_until = ''
		WHERE lesson IN (SELECT value FROM json_each(?)) AND state = 'offered' AND offered_until <= ?`, ids, now)
	return err
}

// Taken is a place of a lesson and who has it.
type Taken struct {
	N     int
	Rider club.RiderID
}

// TakenIn lists the places of lessons that are taken, holds included, in rising
// order.
func (tx *Tx) TakenIn(lessons []planning.LessonID) (map[planning.LessonID][]Taken, error) {
	ids, err := asJSON(lessons)
	if err != nil {
		return nil, err
	}
	taken := map[planning.LessonID][]Taken{}
	return taken, tx.each(func(row scanner) error {
		var lesson planning.LessonID
		var t Taken
		err := row.Scan(&lesson, &t.N, &t.Rider)
		taken[lesson] = append(taken[lesson], t)
		return err
	}, "SELECT lesson, n, rider FROM bookings WHERE lesson IN (SELECT value FROM json_each(?)) AND n > 0 ORDER BY lesson, n", ids)
}

// MoveCard moves units of a card for a booking: reserved takes one, returned
// gives it back, spent takes none.
func (tx *Tx) MoveCard(card booking.CardID, units int, why string, b booking.BookingID, actor club.Actor) error {
	_, err := tx.exec(`INSERT INTO card_movements (card, units, balance, why, moved_at, moved_by, booking)
		SELECT ?1, ?2, ?2 + (SELECT balance FROM card_movements WHERE card = ?1 ORDER BY id DESC LIMIT 1), ?3, ?4, ?5, ?6`,
		int64(card), units, why, stamp(tx.Now), actor.ID, int64(b))
	return err
}

// ExtendCard gives a card another last day, with its line in the card's ledger. It
// returns the invoice line it was sold on and which of the line's cards it is.
func (tx *Tx) ExtendCard(card booking.CardID, through calendar.Day, reason int64, actor club.Actor) (line int64, n int, err error) {
	if err := tx.change("UPDATE cards SET valid_through = ? WHERE id = ?", string(through), int64(card)); err != nil {
		return 0, 0, err
	}
	_, err = tx.exec(`INSERT INTO card_movements (card, units, balance, why, moved_at, moved_by, through, reason)
		SELECT ?1, 0, balance, 'extended', ?2, ?3, ?4, ?5 FROM card_movements WHERE card = ?1 ORDER BY id DESC LIMIT 1`,
		int64(card), stamp(tx.Now), actor.ID, string(through), orNull(reason))
	if err != nil {
		return 0, 0, err
	}
	return line, n, tx.row("SELECT invoice_line, n FROM cards WHERE id = ?", []any{int64(card)}, &line, &n)
}

// LastLessonOn is the last day of the lessons a card pays a place in; "" for none.
func (tx *Tx) LastLessonOn(card booking.CardID) (day calendar.Day, err error) {
	return day, tx.row("SELECT coalesce(max(l.day), '') FROM bookings b JOIN lessons l ON l.id = b.lesson WHERE b.card = ? AND b.n > 0", []any{int64(card)}, &day)
}

// ReservedBy is the booking of a lesson for which a card's unit is reserved, and
// the state of whoever else rides on that unit. ErrNotFound when none is.
func (tx *Tx) ReservedBy(card booking.CardID, lesson planning.LessonID) (booking.BookingID, error) {
	var id booking.BookingID
	err := tx.row(`SELECT b.id FROM bookings b JOIN card_movements m ON m.booking = b.id WHERE b.lesson = ? AND b.card = ?
		GROUP BY b.id HAVING sum(m.units) < 0`, []any{int64(lesson), int64(card)}, &id)
	return id, err
}
