package sqlite

import (
	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
)

// Voucher is the right to make up a missed lesson, with what is left of it.
type Voucher struct {
	ID           booking.VoucherID `json:"id"`
	Rider        club.RiderID      `json:"rider"`
	RiderName    string            `json:"riderName"`
	Why          string            `json:"why" enum:"absence,medical,club,given,carried"`
	Counts       bool              `json:"counts" doc:"Among the absences of a season"`
	ValidFrom    calendar.Day      `json:"validFrom"`
	ValidThrough calendar.Day      `json:"validThrough"`
	Left         int               `json:"left" doc:"1 while it can be used"`
	MissedDay    calendar.Day      `json:"missedDay" doc:"Of the lesson it makes up for; empty when none is known"`
	UsedDay      calendar.Day      `json:"usedDay" doc:"Of the lesson it is used for; empty while it is not"`
}

const selectVoucher = `SELECT v.id, v.rider, r.first_name || ' ' || r.surname, v.why, v.counts, v.valid_from, v.valid_through,
		(SELECT balance FROM voucher_movements WHERE voucher = v.id ORDER BY id DESC LIMIT 1) AS left_units,
		coalesce((SELECT l.day FROM bookings b JOIN lessons l ON l.id = b.lesson WHERE b.id = v.booking), ''),
		coalesce((SELECT l.day FROM bookings b JOIN lessons l ON l.id = b.lesson
			WHERE b.voucher = v.id AND b.state <> 'cancelledInTime' AND b.state <> 'held' ORDER BY b.id DESC LIMIT 1), '')
	FROM vouchers v JOIN riders r ON r.id = v.rider `

func scanVoucher(row scanner) (v Voucher, err error) {
	err = row.Scan(&v.ID, &v.Rider, &v.RiderName, &v.Why, &v.Counts, &v.ValidFrom, &v.ValidThrough, &v.Left, &v.MissedDay, &v.UsedDay)
	return v, err
}

// Vouchers lists every voucher, the first to expire first.
func (tx *Tx) Vouchers() ([]Voucher, error) {
	return collect(tx, scanVoucher, selectVoucher+"ORDER BY v.valid_through, v.id")
}

// LiveVouchers lists the vouchers that are good on a day and not used, the first to
// expire first.
func (tx *Tx) LiveVouchers(day calendar.Day) ([]Voucher, error) {
	return collect(tx, scanVoucher, selectVoucher+"WHERE v.valid_through >= ? AND left_units > 0 ORDER BY v.valid_through, v.id", string(day))
}

// VouchersOf lists the vouchers of a rider, the first to expire first.
func (tx *Tx) VouchersOf(rider club.RiderID) ([]Voucher, error) {
	return collect(tx, scanVoucher, selectVoucher+"WHERE v.rider = ? ORDER BY v.valid_through, v.id", int64(rider))
}

// EndingVoucher is a voucher that can be used for a few days more.
type EndingVoucher struct {
	ID           booking.VoucherID `json:"id"`
	Rider        club.RiderID      `json:"rider"`
	RiderName    string            `json:"riderName"`
	Household    club.HouseholdID  `json:"household"`
	Family       string            `json:"family"`
	Mobile       string            `json:"mobile" doc:"Whom to call; empty when nobody gave a number"`
	MissedDay    calendar.Day      `json:"missedDay" doc:"Of the lesson it makes up for; empty when none is known"`
	ValidThrough calendar.Day      `json:"validThrough"`
}

// EndingVouchers lists the vouchers that can be used and end on some days, the first
// to expire first.
func (tx *Tx) EndingVouchers(first, last calendar.Day) ([]EndingVoucher, error) {
	return collect(tx, func(row scanner) (v EndingVoucher, err error) {
		return v, row.Scan(&v.ID, &v.Rider, &v.RiderName, &v.Household, &v.Family, &v.Mobile, &v.MissedDay, &v.ValidThrough)
	}, `SELECT v.id, v.rider, r.first_name || ' ' || r.surname, h.id, h.name,
			coalesce((SELECT mobile FROM contacts WHERE household = h.id AND mobile <> '' ORDER BY pays DESC, n LIMIT 1), ''),
			coalesce((SELECT l.day FROM bookings b JOIN lessons l ON l.id = b.lesson WHERE b.id = v.booking), ''), v.valid_through
		FROM vouchers v JOIN riders r ON r.id = v.rider JOIN households h ON h.id = r.household
		WHERE v.valid_through BETWEEN ? AND ? AND (SELECT balance FROM voucher_movements WHERE voucher = v.id ORDER BY id DESC LIMIT 1) > 0
		ORDER BY v.valid_through, r.surname, r.first_name, v.id`, string(first), string(last))
}

// Voucher loads a voucher, or returns ErrNotFound.
func (tx *Tx) Voucher(id booking.VoucherID) (Voucher, error) {
	return one(tx, scanVoucher, selectVoucher+"WHERE v.id = ?", int64(id))
}

// VoucherOfBooking is the voucher that a missed lesson made, or ErrNotFound.
func (tx *Tx) VoucherOfBooking(b booking.BookingID) (Voucher, error) {
	return one(tx, scanVoucher, selectVoucher+"WHERE v.booking = ?", int64(b))
}

// stands reports whether the voucher w was made and not withdrawn since: what it was made
// of was undone.
const stands = "(SELECT m.why FROM voucher_movements m WHERE m.voucher = w.id ORDER BY m.id DESC LIMIT 1) <> 'withdrawn'"

// CountAbsences counts the announced absences of a rider from lessons of some
// days that made a voucher; one that was withdrawn made none.
func (tx *Tx) CountAbsences(rider club.RiderID, in calendar.Period) (n int, err error) {
	err = tx.row(`SELECT count(*) FROM vouchers w JOIN bookings b ON b.id = w.booking JOIN lessons l ON l.id = b.lesson
		WHERE w.rider = ? AND w.counts AND l.day BETWEEN ? AND ? AND `+stands, []any{int64(rider), string(in.First), string(in.Last)}, &n)
	return n, err
}

// NewVoucher is a voucher to be made.
type NewVoucher struct {
	Rider        club.RiderID
	Season       int64
	Booking      booking.BookingID // that was missed; 0 for none
	Line         int64             // of the opening that carried it over; 0 for none
	Why          string
	ValidFrom    calendar.Day
	ValidThrough calendar.Day
	Reason       int64
}

// MakeVoucher makes a voucher with its first movement. A lesson that was missed,
// taken again and missed once more makes its voucher anew.
func (tx *Tx) MakeVoucher(v NewVoucher, actor club.Actor) (booking.VoucherID, error) {
	var id booking.VoucherID
	err := tx.row(`INSERT INTO vouchers (rider, season, booking, invoice_line, why, counts, valid_from, valid_through, reason, made_at, made_by)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (booking) DO UPDATE SET why = excluded.why, counts = excluded.counts, valid_from = excluded.valid_from,
			valid_through = excluded.valid_through, reason = excluded.reason RETURNING id`,
		[]any{int64(v.Rider), orNull(v.Season), orNull(v.Booking), orNull(v.Line), v.Why, v.Why == "absence", string(v.ValidFrom), string(v.ValidThrough),
			orNull(v.Reason), stamp(tx.Now), actor.ID}, &id)
	if err != nil {
		return 0, err
	}
	return id, tx.MoveVoucher(id, 1, "made", v.Booking, actor)
}

// WithdrawVoucher ends a voucher whose opening is taken back: it is good through
// that day at the latest, and what is left of it goes.
func (tx *Tx) WithdrawVoucher(line int64, day calendar.Day, actor club.Actor) error {
	v, err := one(tx, scanVoucher, selectVoucher+"WHERE v.invoice_line = ?", line)
	if err != nil {
		return err
	}
	if v.Left > 0 {
		if err := tx.MoveVoucher(v.ID, -v.Left, "withdrawn", 0, actor); err != nil {
			return err
		}
	}
	_, err = tx.exec("UPDATE vouchers SET valid_through = ?1 WHERE id = ?2 AND valid_through > ?1", string(day), int64(v.ID))
	return err
}

// MoveVoucher writes a line of a voucher's ledger.
func (tx *Tx) MoveVoucher(id booking.VoucherID, units int, why string, b booking.BookingID, actor club.Actor) error {
	_, err := tx.exec(`INSERT INTO voucher_movements (voucher, booking, units, balance, why, moved_at, moved_by)
		SELECT ?1, ?2, ?3, ?3 + coalesce((SELECT balance FROM voucher_movements WHERE voucher = ?1 ORDER BY id DESC LIMIT 1), 0), ?4, ?5, ?6`,
		int64(id), orNull(b), units, why, stamp(tx.Now), actor.ID)
	return err
}

// VoucherLine is a line of a voucher's own ledger: when, who, why, balance.
type VoucherLine struct {
	At      string       `json:"at"`
	Who     string       `json:"who"`
	Why     string       `json:"why" enum:"made,used,returned,withdrawn,extended"`
	Units   int          `json:"units"`
	Balance int          `json:"balance"`
	Day     calendar.Day `json:"day" doc:"Of the lesson that was missed or booked; empty for what no lesson moved"`
	Lesson  string       `json:"lesson"`
	Reason  string       `json:"reason" doc:"Why it was made, where a reason was given; empty once it was erased"`
}

// VoucherLedger lists what moved a voucher, the oldest first.
func (tx *Tx) VoucherLedger(voucher booking.VoucherID) ([]VoucherLine, error) {
	return collect(tx, func(row scanner) (l VoucherLine, err error) {
		return l, row.Scan(&l.At, &l.Who, &l.Why, &l.Units, &l.Balance, &l.Day, &l.Lesson, &l.Reason)
	}, `SELECT m.moved_at, s.name, m.why, m.units, m.balance, coalesce(l.day, ''), coalesce(l.name, ''), coalesce(w.text, '')
		FROM voucher_movements m JOIN vouchers v ON v.id = m.voucher JOIN staff s ON s.id = m.moved_by
			LEFT JOIN bookings b ON b.id = m.booking LEFT JOIN lessons l ON l.id = b.lesson LEFT JOIN reasons w ON w.id = v.reason AND m.why = 'made'
		WHERE m.voucher = ? ORDER BY m.id`, int64(voucher))
}
