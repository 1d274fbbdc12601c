package sqlite

import (
	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/money"
	"paddock/backend/planning"
)

// RosterRow is a rider of a lesson as its roster shows one.
type RosterRow struct {
	booking.Booking
	Household   club.HouseholdID `json:"household"`
	FirstName   string           `json:"firstName"`
	Surname     string           `json:"surname"`
	Sex         string           `json:"sex"`
	BirthDate   calendar.Day     `json:"birthDate"`
	Level       int64            `json:"level"`
	LevelCode   string           `json:"levelCode"`
	LevelLabel  string           `json:"levelLabel"`
	HorseName   string           `json:"horseName" doc:"Empty while none is given"`
	Medical     string           `json:"medical"`
	CardName    string           `json:"cardName"`
	CardUnit    int              `json:"cardUnit" doc:"Which of the card's units this one is"`
	CardUnits   int              `json:"cardUnits"`
	VoucherNo   int              `json:"voucherNo" doc:"Which of the season's vouchers that count this place is taken by; 0 for one that does not"`
	MadeVoucher bool             `json:"madeVoucher" doc:"The place was given up and made a voucher"`
	FirstTime   bool             `json:"firstTime" doc:"No earlier lesson at this club"`
	Licensed    bool             `json:"licensed" doc:"Holds a licence on the day"`
	LateCents   money.Cents      `json:"lateCents" doc:"What the family has not paid in time; 0 for who sees no amounts"`
	Late        bool             `json:"late"`
	Until       string           `json:"heldUntil" doc:"Of a hold"`
	EndedAt     string           `json:"endedAt" doc:"When it was given up or ticked; empty while neither"`
	Emergency   []Emergency      `json:"emergency" nullable:"false"`
	KeptBack    bool             `json:"keptBack" doc:"Health and whom to call are not shown to who asks: that they are empty says nothing"`
}

// madeVoucher reports whether the place b was given up and made a voucher, or one came
// of a certificate once the roll was closed.
const madeVoucher = "EXISTS (SELECT 1 FROM vouchers w WHERE w.booking = b.id AND " + stands + ")"

// Roster lists the riders of the lessons of some days, both included: by lesson,
// who has a place in their order, then who gave one up. Whom to call is not among
// it.
func (tx *Tx) Roster(first, last calendar.Day) ([]RosterRow, error) {
	late, err := tx.lateFor(first, last)
	if err != nil {
		return nil, err
	}
	return collect(tx, func(row scanner) (r RosterRow, err error) {
		err = row.Scan(append(bookingInto(&r.Booking), &r.Household, &r.FirstName, &r.Surname, &r.Sex, &r.BirthDate, orZero(&r.Level), &r.LevelCode, &r.LevelLabel, &r.HorseName,
			&r.Medical, &r.CardName, &r.CardUnit, &r.CardUnits, &r.VoucherNo, &r.MadeVoucher, &r.FirstTime, &r.Licensed, &r.Until, &r.EndedAt)...)
		r.LateCents = late[r.Household]
		r.Late = r.LateCents > 0
		return r, err
	}, "SELECT "+bookingColumns+`, r.household, r.first_name, r.surname, r.sex, r.birth_date, r.level, coalesce(e.code, ''), coalesce(e.label, ''), coalesce(x.name, ''), r.medical,
		coalesce(c.name, ''), coalesce((SELECT -sum(units) FROM card_movements m WHERE m.card = b.card AND m.booking <= b.id), 0), coalesce(c.units, 0),
		coalesce((SELECT count(*) FROM vouchers w WHERE w.rider = b.rider AND w.counts AND w.season IS v.season AND w.id <= v.id AND v.counts AND `+stands+`), 0),
		`+madeVoucher+`,
		NOT EXISTS (SELECT 1 FROM bookings o JOIN lessons p ON p.id = o.lesson WHERE o.rider = b.rider AND o.n > 0 AND (p.day, p.start) < (l.day, l.start)),
		EXISTS (SELECT 1 FROM licences x WHERE x.rider = b.rider AND x.credit_note IS NULL AND l.day BETWEEN x.valid_from AND x.valid_through),
		b.held_until, b.ended_at
	FROM lessons l JOIN bookings b ON b.lesson = l.id JOIN riders r ON r.id = b.rider
		LEFT JOIN levels e ON e.id = r.level LEFT JOIN horses x ON x.id = b.horse LEFT JOIN cards c ON c.id = b.card LEFT JOIN vouchers v ON v.id = b.voucher
	WHERE l.day BETWEEN ?1 AND ?2 AND (b.state <> 'held' OR b.held_until > ?3)
	ORDER BY l.day, l.start, l.id, b.n = 0, b.n, b.id`, string(first), string(last), stamp(tx.Now))
}

// lateFor is what the families of who rides on some days have not paid by the
// first of them.
func (tx *Tx) lateFor(first, last calendar.Day) (map[club.HouseholdID]money.Cents, error) {
	late := map[club.HouseholdID]money.Cents{}
	return late, tx.each(func(row scanner) error {
		var household club.HouseholdID
		var cents money.Cents
		err := row.Scan(&household, &cents)
		late[household] = cents
		return err
	}, `WITH riding (household) AS MATERIALIZED (SELECT DISTINCT r.household FROM lessons l JOIN bookings b ON b.lesson = l.id JOIN riders r ON r.id = b.rider
			WHERE l.day BETWEEN ?1 AND ?2),
		homes (home, household) AS MATERIALIZED (SELECT household, household FROM riding
			UNION ALL SELECT h.id, h.merged_into FROM riding CROSS JOIN households h ON h.merged_into = riding.household)
		SELECT m.household, sum(i.total_cents - s.settled_cents) FROM settlements s CROSS JOIN invoices i ON i.id = s.invoice CROSS JOIN homes m ON m.home = i.household
		WHERE s.next_due_day <> '' AND s.next_due_day < ?1 GROUP BY m.household`, string(first), string(last))
}

// OpenRoll is a lesson that is over and whose roll nobody closed.
type OpenRoll struct {
	Lesson     planning.LessonID `json:"lesson"`
	Day        calendar.Day      `json:"day"`
	Start      calendar.Minute   `json:"start"`
	Name       string            `json:"name"`
	Instructor string            `json:"instructor"`
	Riders     int               `json:"riders"`
}

// OpenRolls lists the lessons before a day that had riders and whose roll was
// never closed, the oldest first. A year back is far enough.
func (tx *Tx) OpenRolls(before calendar.Day) ([]OpenRoll, error) {
	return collect(tx, func(row scanner) (o OpenRoll, err error) {
		return o, row.Scan(&o.Lesson, &o.Day, &o.Start, &o.Name, &o.Instructor, &o.Riders)
	}, `SELECT l.id, l.day, l.start, l.name, coalesce(s.name, ''), count(b.id)
		FROM lessons l JOIN bookings b ON b.lesson = l.id AND b.n > 0 AND b.state <> 'held' LEFT JOIN staff s ON s.id = l.instructor
		WHERE l.day BETWEEN ? AND ? AND l.state = 'planned' GROUP BY l.id ORDER BY l.day, l.start, l.id`, string(before.AddDays(-366)), string(before.AddDays(-1)))
}

// RiderLesson is a lesson a rider has or had a place in.
type RiderLesson struct {
	booking.Booking
	Day         calendar.Day    `json:"day"`
	Start       calendar.Minute `json:"start"`
	Minutes     int             `json:"minutes"`
	Kind        planning.Kind   `json:"kind"`
	Name        string          `json:"name"`
	Instructor  string          `json:"instructor"`
	CardUnit    int             `json:"cardUnit"`
	CardUnits   int             `json:"cardUnits"`
	MadeVoucher bool            `json:"madeVoucher"`
}

// RiderLessons lists what a rider has and had in the lessons of some days, in
// their order.
func (tx *Tx) RiderLessons(rider club.RiderID, first, last calendar.Day) ([]RiderLesson, error) {
	return collect(tx, func(row scanner) (r RiderLesson, err error) {
		return r, row.Scan(append(bookingInto(&r.Booking), &r.Day, &r.Start, &r.Minutes, &r.Kind, &r.Name, &r.Instructor, &r.CardUnit, &r.CardUnits, &r.MadeVoucher)...)
	}, "SELECT "+bookingColumns+`, l.day, l.start, l.minutes, l.kind, l.name, coalesce(s.name, ''),
		coalesce((SELECT -sum(units) FROM card_movements m WHERE m.card = b.card AND m.booking <= b.id), 0), coalesce(c.units, 0),
		`+madeVoucher+`
		FROM bookings b JOIN lessons l ON l.id = b.lesson LEFT JOIN staff s ON s.id = l.instructor LEFT JOIN cards c ON c.id = b.card
		WHERE b.rider = ? AND l.day BETWEEN ? AND ? AND (b.state <> 'held' OR b.held_until > ?) ORDER BY l.day, l.start, b.id`,
		int64(rider), string(first), string(last), stamp(tx.Now))
}

// RidesToCome are the places a rider holds in lessons from a day on.
type RidesToCome struct {
	Lessons int
	First   calendar.Day // empty without any
}

// RidesToCome counts the places a rider holds in lessons from a day on.
func (tx *Tx) RidesToCome(rider club.RiderID, from calendar.Day) (rides RidesToCome, err error) {
	return rides, tx.row(`SELECT count(*), coalesce(min(l.day), '') FROM bookings b JOIN lessons l ON l.id = b.lesson
		WHERE b.rider = ? AND b.n > 0 AND l.day >= ? AND l.state = 'planned' AND (b.state = 'booked' OR b.state = 'held' AND b.held_until > ?)`,
		[]any{int64(rider), string(from), stamp(tx.Now)}, &rides.Lessons, &rides.First)
}

// CardMoved is a line of a card's own ledger: when, who, why, balance.
type CardMoved struct {
	At      string       `json:"at"`
	Who     string       `json:"who"`
	Why     string       `json:"why" enum:"sold,carried,reserved,returned,spent,credited,extended"`
	Units   int          `json:"units"`
	Balance int          `json:"balance"`
	Day     calendar.Day `json:"day" doc:"Of the lesson; empty for what no lesson moved"`
	Lesson  string       `json:"lesson"`
	Through calendar.Day `json:"throughDay" doc:"Its last day since then, where it was made good for longer"`
	Reason  string       `json:"reason" doc:"Why it was; empty once it was erased, and where the club moved a lesson"`
}

// CardLedger lists what moved a card, the oldest first.
func (tx *Tx) CardLedger(card booking.CardID) ([]CardMoved, error) {
	return collect(tx, func(row scanner) (m CardMoved, err error) {
		return m, row.Scan(&m.At, &m.Who, &m.Why, &m.Units, &m.Balance, &m.Day, &m.Lesson, &m.Through, &m.Reason)
	}, `SELECT m.moved_at, s.name, m.why, m.units, m.balance, coalesce(l.day, ''), coalesce(l.name, ''), m.through, coalesce(w.text, '')
		FROM card_movements m JOIN staff s ON s.id = m.moved_by LEFT JOIN bookings b ON b.id = m.booking LEFT JOIN lessons l ON l.id = b.lesson LEFT JOIN reasons w ON w.id = m.reason
		WHERE m.card = ? ORDER BY m.id`, int64(card))
}

// NextLessonDay is the first day from one on that has lessons; "" for none.
func (tx *Tx) NextLessonDay(from calendar.Day) (day calendar.Day, err error) {
	return day, tx.row("SELECT coalesce(min(day), '') FROM lessons WHERE day >= ? AND state <> 'cancelled'", []any{string(from)}, &day)
}
