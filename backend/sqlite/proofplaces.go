package sqlite

import (
	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/planning"
)

// BookedPlace is a booking that a card or a voucher paid, with its lesson.
type BookedPlace struct {
	booking.Booking
	LessonState planning.State
	Owner       bool // the card or voucher is the rider's own
}

// PaidPlaces lists the bookings by cards and vouchers, in the order they were
// made.
func (tx *Tx) PaidPlaces() ([]BookedPlace, error) {
	return collect(tx, func(row scanner) (b BookedPlace, err error) {
		return b, row.Scan(append(bookingInto(&b.Booking), &b.LessonState, &b.Owner)...)
	}, "SELECT "+bookingColumns+`, l.state, b.rider IS coalesce(c.rider, v.rider)
		FROM bookings b JOIN lessons l ON l.id = b.lesson LEFT JOIN cards c ON c.id = b.card LEFT JOIN vouchers v ON v.id = b.voucher
		WHERE b.by IN ('card', 'voucher') AND b.state <> 'held' ORDER BY b.id`)
}

// VoucherMoved is a line of a voucher's ledger.
type VoucherMoved struct {
	Voucher booking.VoucherID
	Booking booking.BookingID
	Units   int
	Balance int
	Why     string
}

// VoucherMovements lists the ledgers of all vouchers, each in its order.
func (tx *Tx) VoucherMovements() ([]VoucherMoved, error) {
	return collect(tx, func(row scanner) (m VoucherMoved, err error) {
		return m, row.Scan(&m.Voucher, orZero(&m.Booking), &m.Units, &m.Balance, &m.Why)
	}, "SELECT voucher, booking, units, balance, why FROM voucher_movements ORDER BY voucher, id")
}

// MadeVoucher is a voucher with the lesson that was missed for it.
type MadeVoucher struct {
	ID      booking.VoucherID
	Booking booking.BookingID // 0 for none
	Missed  booking.State     // of that booking
	Same    bool              // its rider is the voucher's
	Why     string
	Gone    bool // the opening that carried it over is taken back
}

// CarriedVoucher is a voucher that an opening carried over.
type CarriedVoucher struct {
	Line    int64  // 0 for none: then nothing was sealed of it
	Opening string // number
	Rider   club.RiderID
	From    calendar.Day
	Through calendar.Day
}

// CarriedVouchers lists the vouchers that openings carried over.
func (tx *Tx) CarriedVouchers() ([]CarriedVoucher, error) {
	return collect(tx, func(row scanner) (v CarriedVoucher, err error) {
		return v, row.Scan(orZero(&v.Line), &v.Opening, &v.Rider, &v.From, &v.Through)
	}, `SELECT v.invoice_line, coalesce(i.number, ''), v.rider, v.valid_from, v.valid_through
		FROM vouchers v LEFT JOIN invoice_lines l ON l.id = v.invoice_line LEFT JOIN invoices i ON i.id = l.invoice
		WHERE v.why = 'carried' OR v.invoice_line IS NOT NULL ORDER BY v.id`)
}

// MadeVouchers lists every voucher.
func (tx *Tx) MadeVouchers() ([]MadeVoucher, error) {
	return collect(tx, func(row scanner) (v MadeVoucher, err error) {
		return v, row.Scan(&v.ID, orZero(&v.Booking), &v.Missed, &v.Same, &v.Why, &v.Gone)
	}, `SELECT v.id, v.booking, coalesce(b.state, ''), coalesce(b.rider = v.rider, 1), v.why,
			EXISTS (SELECT 1 FROM invoice_lines l JOIN invoices m ON m.original = l.invoice WHERE l.id = v.invoice_line)
		FROM vouchers v LEFT JOIN bookings b ON b.id = v.booking ORDER BY v.id`)
}

// Overfull lists the lessons that hold more bookings than their capacity: the
// schema refuses them, somebody took its guard away.
func (tx *Tx) Overfull() ([]planning.LessonID, error) {
	return collect(tx, func(row scanner) (id planning.LessonID, err error) { return id, row.Scan(&id) },
		`SELECT l.id FROM lessons l JOIN bookings b ON b.lesson = l.id AND b.n > 0 GROUP BY l.id HAVING count(*) > l.capacity OR count(DISTINCT b.n) < count(*)`)
}

// RidersTwice lists the lessons in which somebody has two places.
func (tx *Tx) RidersTwice() ([]planning.LessonID, error) {
	return collect(tx, func(row scanner) (id planning.LessonID, err error) { return id, row.Scan(&id) },
		"SELECT DISTINCT lesson FROM (SELECT lesson FROM bookings WHERE n > 0 GROUP BY lesson, rider HAVING count(*) > 1)")
}

// StrangePlaces lists the bookings by a package that is another rider's or has not
// their lesson's series, and those by an activity whose line is another rider's or
// sold something else.
func (tx *Tx) StrangePlaces() ([]booking.Booking, error) {
	return collect(tx, scanBooking, "SELECT "+bookingColumns+` FROM bookings b JOIN lessons l ON l.id = coalesce(b.merged_from, b.lesson)
			JOIN packages p ON p.id = b.package
		WHERE p.rider <> b.rider OR b.by <> 'package' OR NOT EXISTS (SELECT series FROM package_series WHERE package = p.id AND series IS l.series
			UNION ALL SELECT takes FROM package_moves WHERE package = p.id AND takes IS l.series)
		UNION ALL SELECT `+bookingColumns+` FROM bookings b JOIN lessons l ON l.id = b.lesson JOIN invoice_lines i ON i.id = b.invoice_line
		WHERE i.rider IS NOT b.rider OR b.by <> 'activity' OR i.offer IS NOT l.activity`)
}
