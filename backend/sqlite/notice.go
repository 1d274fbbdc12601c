package sqlite

import (
	"fmt"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
)

// Due is a thing a family is told of before it happens, once for its day.
type Due struct {
	Household club.HouseholdID
	Thing     string       // household/N, card/N, voucher/N, paper/RIDER/CODE, booking/N
	Day       calendar.Day // of the lessons; the last one it is good for

	Rider string // first name
	Name  string // of a lesson or a card
	Left  int    // units of a card
	Paper club.Texts

	Start      calendar.Minute
	Minutes    int
	Arena      string
	Instructor string
	Horse      string // empty until one is given
}

// Key tells one thing and its day from another.
func (d Due) Key() string { return d.Thing + " " + string(d.Day) }

// mayBeTold is that the family of a rider r has an address that does not fail, and wants
// notices.
const mayBeTold = "EXISTS (SELECT 1 FROM households h WHERE h.id = r.household AND " + wantsNotices + ")"

// wantsNotices is the same of a household h.
const wantsNotices = "h.email <> '' AND h.no_notices = 0 AND NOT EXISTS (" + failing + ")"

// LessonsToTell lists the places held in lessons of a day, those of one household
// unless it is 0, in the order of households and times. What is cancelled, by the
// club or the family, is not among them, and neither is a place that is only held.
// A rider whom separated parents share rides from either household: both are told.
func (tx *Tx) LessonsToTell(day calendar.Day, household club.HouseholdID) ([]Due, error) {
	return collect(tx, func(row scanner) (d Due, err error) {
		err = row.Scan(&d.Household, &d.Day, &d.Rider, &d.Name, &d.Start, &d.Minutes, &d.Arena, &d.Instructor, &d.Horse)
		d.Thing = fmt.Sprintf("household/%d", d.Household)
		return d, err
	}, `SELECT h.id, l.day, r.first_name, l.name, l.start, l.minutes, coalesce(a.name, ''), coalesce(s.name, ''), coalesce(x.name, '')
		FROM lessons l JOIN bookings b ON b.lesson = l.id JOIN riders r ON r.id = b.rider
			JOIN households h ON h.id IN (r.household, (SELECT household FROM rider_shares WHERE rider = r.id))
			LEFT JOIN arenas a ON a.id = l.arena LEFT JOIN staff s ON s.id = l.instructor LEFT JOIN horses x ON x.id = b.horse
		WHERE l.day = ?1 AND l.state = 'planned' AND b.state = 'booked' AND (?2 = 0 OR h.id = ?2) AND `+wantsNotices+`
		ORDER BY h.id, l.start, r.first_name, b.id`, string(day), int64(household))
}

// EndingToTell lists cards with units left and vouchers that can be used, which end on
// some days, the first to expire first.
func (tx *Tx) EndingToTell(in calendar.Period) ([]Due, error) {
	return collect(tx, func(row scanner) (d Due, err error) {
		return d, row.Scan(&d.Household, &d.Thing, &d.Day, &d.Rider, &d.Name, &d.Left)
	}, `SELECT * FROM (
		SELECT r.household, 'card/' || c.id, c.valid_through AS through, r.first_name AS rider, c.name, (SELECT balance FROM card_movements WHERE card = c.id ORDER BY id DESC LIMIT 1) AS units
			FROM cards c JOIN riders r ON r.id = c.rider WHERE c.valid_through BETWEEN ?1 AND ?2 AND `+mayBeTold+`
		UNION ALL
		SELECT r.household, 'voucher/' || v.id, v.valid_through, r.first_name, '', (SELECT balance FROM voucher_movements WHERE voucher = v.id ORDER BY id DESC LIMIT 1)
			FROM vouchers v JOIN riders r ON r.id = v.rider WHERE v.valid_through BETWEEN ?1 AND ?2 AND `+mayBeTold+`
	) WHERE units > 0 ORDER BY 1, through, rider, 2`, string(in.First), string(in.Last))
}

// RidersRenewing lists riders of whom a paper or a licence ends on some days.
func (tx *Tx) RidersRenewing(in calendar.Period) ([]club.RiderID, error) {
	return ids[club.RiderID](tx, `SELECT r.id FROM riders r WHERE `+mayBeTold+` AND (
		EXISTS (SELECT 1 FROM paper_states p WHERE p.rider = r.id AND p.expires BETWEEN ?1 AND ?2)
		OR EXISTS (SELECT 1 FROM licences l WHERE l.rider = r.id AND l.valid_through BETWEEN ?1 AND ?2)) ORDER BY r.household, r.id`, string(in.First), string(in.Last))
}

// ToldOf lists what families were told of that is good until some days.
func (tx *Tx) ToldOf(kind club.NoticeKind, in calendar.Period) (map[string]bool, error) {
	told := map[string]bool{}
	err := tx.each(func(row scanner) error {
		var d Due
		if err := row.Scan(&d.Thing, &d.Day); err != nil {
			return err
		}
		told[d.Key()] = true
		return nil
	}, "SELECT thing, day FROM notices WHERE kind = ? AND day BETWEEN ? AND ?", string(kind), string(in.First), string(in.Last))
	return told, err
}

// PlacesBooked lists those of some places that are booked in lessons still planned, for
// the households of their riders, in the order of the lessons.
func (tx *Tx) PlacesBooked(bookings []booking.BookingID) ([]Due, error) {
	ids, err := asJSON(bookings)
	if err != nil {
		return nil, err
	}
	return collect(tx, func(row scanner) (d Due, err error) {
		return d, row.Scan(&d.Household, &d.Thing, &d.Day, &d.Rider, &d.Name, &d.Start, &d.Minutes, &d.Arena, &d.Instructor)
	}, `SELECT r.household, 'booking/' || b.id, l.day, r.first_name, l.name, l.start, l.minutes, coalesce(a.name, ''), coalesce(s.name, '')
		FROM bookings b JOIN lessons l ON l.id = b.lesson JOIN riders r ON r.id = b.rider
			LEFT JOIN arenas a ON a.id = l.arena LEFT JOIN staff s ON s.id = l.instructor
		WHERE b.id IN (SELECT value FROM json_each(?)) AND b.state = 'booked' AND l.state = 'planned' ORDER BY l.day, l.start, r.first_name, b.id`, ids)
}

// HeardOf is a rider whose booked place a family was told of.
type HeardOf struct {
	Household club.HouseholdID
	Rider     string // first name
}

// HeardBooked lists who was told of some places by a mail that left, or perhaps did.
func (tx *Tx) HeardBooked(bookings []booking.BookingID) ([]HeardOf, error) {
	ids, err := asJSON(bookings)
	if err != nil {
		return nil, err
	}
	return collect(tx, func(row scanner) (h HeardOf, err error) {
		return h, row.Scan(&h.Household, &h.Rider)
	}, `SELECT n.household, r.first_name FROM bookings b JOIN riders r ON r.id = b.rider
			JOIN notices n ON n.kind = 'noticeBooked' AND n.thing = 'booking/' || b.id JOIN outgoing g ON g.message = n.message
		WHERE b.id IN (SELECT value FROM json_each(?)) AND g.state IN `+mayHaveLeft+` ORDER BY b.id`, ids)
}

// WantsNotices reports whether a household has an address that does not fail, and
// wants notices.
func (tx *Tx) WantsNotices(household club.HouseholdID) (wants bool, err error) {
	err = tx.row("SELECT EXISTS (SELECT 1 FROM households h WHERE h.id = ? AND "+wantsNotices+")", []any{int64(household)}, &wants)
	return wants, err
}

// WaitingNotice is the mail of a kind to a household that has not left yet, or 0.
func (tx *Tx) WaitingNotice(kind club.NoticeKind, household club.HouseholdID) (message int64, err error) {
	err = tx.row(`SELECT coalesce(max(o.id), 0) FROM outbox o JOIN outgoing g ON g.message = o.id
		WHERE o.household = ? AND o.kind = ? AND o.state = 'waiting' AND g.state = 'waiting'`, []any{int64(household), string(kind)}, &message)
	return message, err
}

// NoteTold notes that a message tells a family of a thing. The schema refuses the same
// thing twice.
func (tx *Tx) NoteTold(kind club.NoticeKind, d Due, message int64) error {
	_, err := tx.exec("INSERT INTO notices (kind, thing, day, household, message) VALUES (?, ?, ?, ?, ?)", string(kind), d.Thing, string(d.Day), int64(d.Household), message)
	return err
}

// NoticeThings lists what a message tells of; nothing where it is no notice.
func (tx *Tx) NoticeThings(message int64) ([]Due, error) {
	return collect(tx, func(row scanner) (d Due, err error) {
		return d, row.Scan(&d.Household, &d.Thing, &d.Day)
	}, "SELECT household, thing, day FROM notices WHERE message = ? ORDER BY day, thing", message)
}
