package sqlite

import (
	"time"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/planning"
)

// ActivityRow is an activity as a list shows it.
type ActivityRow struct {
	Offer    catalogue.OfferID `json:"offer"`
	Name     string            `json:"name"`
	Kind     planning.Kind     `json:"kind" enum:",camp,competition,event" doc:"Of its days; empty while it has none"`
	First    calendar.Day      `json:"first" doc:"Empty while no day is planned"`
	Last     calendar.Day      `json:"last"`
	Days     int               `json:"days"`
	Capacity int               `json:"capacity"`
	Taken    int               `json:"taken"`
	Waiting  int               `json:"waiting"`
	Lesson   planning.LessonID `json:"lesson" doc:"Its first day's; 0 for none"`
}

// Activities lists the activities on sale and those that have days, what is
// still to come before what is over, each in its order. Days the club cancelled
// do not count.
func (tx *Tx) Activities(today calendar.Day) ([]ActivityRow, error) {
	return collect(tx, func(row scanner) (a ActivityRow, err error) {
		return a, row.Scan(&a.Offer, &a.Name, &a.Kind, &a.First, &a.Last, &a.Days, &a.Capacity, &a.Taken, &a.Waiting, &a.Lesson)
	}, `SELECT o.id, o.name, coalesce(min(l.kind), ''), coalesce(min(l.day), '') AS first, coalesce(max(l.day), '') AS last, count(l.id), coalesce(min(l.capacity), 0),
		coalesce(max((SELECT count(*) FROM bookings b WHERE b.lesson = l.id AND b.n > 0 AND (b.state <> 'held' OR b.held_until > ?1))), 0),
		coalesce(max((SELECT count(*) FROM waiting w WHERE w.lesson = l.id AND w.state IN ('waiting', 'offered'))), 0), coalesce(min(l.id), 0)
		FROM offers o LEFT JOIN lessons l ON l.activity = o.id AND l.state <> 'cancelled'
		WHERE o.kind = 'activity' GROUP BY o.id HAVING count(l.id) > 0 OR NOT o.archived
		ORDER BY last <> '' AND last < ?2, first, o.position, o.id`, stamp(tx.Now), string(today))
}

// ActivityDays is the first and the last day of an activity that the club did
// not cancel; "" without any.
func (tx *Tx) ActivityDays(id catalogue.OfferID) (first, last calendar.Day, err error) {
	err = tx.row("SELECT coalesce(min(day), ''), coalesce(max(day), '') FROM lessons WHERE activity = ? AND state <> 'cancelled'", []any{int64(id)}, &first, &last)
	return first, last, err
}

// EnrolledRow is a place of a rider on one day of an activity, with who rides.
type EnrolledRow struct {
	booking.Booking
	Household     club.HouseholdID
	HouseholdName string
	Guest         bool // of a household known by e-mail only
	Email         string
	FirstName     string
	Surname       string
	Sex           string
	BirthDate     calendar.Day
	LevelCode     string
	LevelLabel    string
	Medical       string
	Until         string // of a hold
	BookedAt      time.Time
	Invoice       int64 // 0 while nothing was invoiced
	Line          int64 // its line
	Activities    int   // how many the rider was enrolled in, this one among them
	Licensed      bool  // holds a licence on the day
}

// Enrolled lists the places taken in an activity, rider by rider in the order of
// their enrolment, each by its days. What is held for the waiting list is not
// among them.
func (tx *Tx) Enrolled(id catalogue.OfferID) ([]EnrolledRow, error) {
	return collect(tx, func(row scanner) (e EnrolledRow, err error) {
		var booked string
		err = row.Scan(append(bookingInto(&e.Booking), &e.Household, &e.HouseholdName, &e.Guest, &e.Email, &e.FirstName, &e.Surname, &e.Sex, &e.BirthDate,
			&e.LevelCode, &e.LevelLabel, &e.Medical, &e.Until, &booked, &e.Invoice, &e.Line, &e.Activities, &e.Licensed)...)
		if err == nil {
			e.BookedAt, err = time.Parse(instantLayout, booked)
		}
		return e, err
	}, "SELECT "+bookingColumns+`, r.household, h.name, h.kind = 'guest', h.email, r.first_name, r.surname, r.sex, r.birth_date,
		coalesce(e.code, ''), coalesce(e.label, ''), r.medical, b.held_until, b.booked_at, coalesce(i.invoice, 0), coalesce(i.id, 0),
		(SELECT count(DISTINCT p.activity) FROM bookings o JOIN lessons p ON p.id = o.lesson WHERE o.rider = b.rider AND o.n > 0),
		EXISTS (SELECT 1 FROM licences x WHERE x.rider = b.rider AND x.credit_note IS NULL AND l.day BETWEEN x.valid_from AND x.valid_through)
	FROM lessons l JOIN bookings b ON b.lesson = l.id JOIN riders r ON r.id = b.rider JOIN households h ON h.id = r.household
		LEFT JOIN levels e ON e.id = r.level LEFT JOIN invoice_lines i ON i.id = b.invoice_line
	WHERE l.activity = ?1 AND l.state <> 'cancelled' AND b.n > 0 AND (b.state <> 'held' OR b.waiting IS NULL AND b.held_until > ?2)
	ORDER BY min(b.id) OVER (PARTITION BY b.rider), b.rider, l.day, l.start, l.id`, int64(id), stamp(tx.Now))
}

// Enrolment is a rider whose place in an activity is sold or in a cart: what a
// place on one more of its days is like.
type Enrolment struct {
	NewBooking
	RiderName string
	Household club.HouseholdID
}

// Enrolments lists them in the order they came, one a rider. Who was given a
// single day is not among them.
func (tx *Tx) Enrolments(id catalogue.OfferID) ([]Enrolment, error) {
	return collect(tx, func(row scanner) (e Enrolment, err error) {
		e.By = booking.ByActivity
		var held bool
		var first int64
		err = row.Scan(&e.Rider, &e.RiderName, &e.Household, &held, instant{&e.HeldUntil}, orZero(&e.CartLine), orZero(&e.InvoiceLine), &first)
		if e.State = booking.Booked; held {
			e.State = booking.Held
		}
		return e, err
	}, `SELECT b.rider, r.first_name || ' ' || r.surname, r.household, b.state = 'held', coalesce(nullif(b.held_until, ''), b.booked_at), b.cart_line, b.invoice_line, min(b.id) AS first
		FROM lessons l JOIN bookings b ON b.lesson = l.id JOIN riders r ON r.id = b.rider
		WHERE l.activity = ?1 AND l.state <> 'cancelled' AND b.by = 'activity' AND b.n > 0 AND (b.state <> 'held' OR b.waiting IS NULL AND b.held_until > ?2)
		GROUP BY b.rider ORDER BY first`, int64(id), stamp(tx.Now))
}

// DaysSold lists the days of an activity that a line pays for, in the order they
// were booked: those it was sold with before those that were added.
func (tx *Tx) DaysSold(line int64) ([]planning.LessonID, error) {
	return collect(tx, scanLessonID, "SELECT lesson FROM bookings WHERE invoice_line = ? GROUP BY lesson ORDER BY min(id)", line)
}

// EnrolmentAnswer is what was answered for a rider, beside what was asked.
type EnrolmentAnswer struct {
	Question int    `json:"question"`
	Asked    string `json:"asked"`
	Answer   string `json:"answer"`
}

// SaveEnrolmentAnswers replaces what was answered for a rider of an activity.
func (tx *Tx) SaveEnrolmentAnswers(id catalogue.OfferID, rider club.RiderID, answers []EnrolmentAnswer, actor club.Actor) error {
	if _, err := tx.exec("DELETE FROM enrolment_answers WHERE activity = ? AND rider = ?", int64(id), int64(rider)); err != nil {
		return err
	}
	for _, a := range answers {
		_, err := tx.exec("INSERT INTO enrolment_answers (activity, rider, question, asked, answer, given_at, given_by) VALUES (?, ?, ?, ?, ?, ?, ?)",
			int64(id), int64(rider), a.Question, a.Asked, a.Answer, stamp(tx.Now), actor.ID)
		if err != nil {
			return err
		}
	}
	return nil
}

// EnrolmentAnswers lists what was answered for the riders of an activity.
func (tx *Tx) EnrolmentAnswers(id catalogue.OfferID) (map[club.RiderID][]EnrolmentAnswer, error) {
	answers := map[club.RiderID][]EnrolmentAnswer{}
	return answers, tx.each(func(row scanner) error {
		var rider club.RiderID
		var a EnrolmentAnswer
		err := row.Scan(&rider, &a.Question, &a.Asked, &a.Answer)
		answers[rider] = append(answers[rider], a)
		return err
	}, "SELECT rider, question, asked, answer FROM enrolment_answers WHERE activity = ? ORDER BY rider, question", int64(id))
}
