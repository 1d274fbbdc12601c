package sqlite

import (
	"time"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/planning"
)

// Waiting is a rider on the waiting list of a lesson, or of a weekly place in a series.
type Waiting struct {
	ID        booking.WaitingID `json:"id"`
	Lesson    planning.LessonID `json:"lesson" doc:"0 on the list of a series"`
	Series    planning.SeriesID `json:"series" doc:"Whose weekly place is waited for; 0 on the list of a lesson"`
	Rider     club.RiderID      `json:"rider"`
	RiderName string            `json:"riderName"`
	Household club.HouseholdID  `json:"household"`
	Mobile    string            `json:"mobile" doc:"Whom to call; empty when nobody gave a number"`
	State     booking.Turn      `json:"state" enum:"waiting,offered,placed,declined,lapsed,left"`
	Until     time.Time         `json:"until,omitzero" doc:"Until when a place is held"`
}

const selectWaiting = `SELECT w.id, coalesce(w.lesson, 0) AS lesson, coalesce(w.series, 0) AS series, w.rider, r.first_name || ' ' || r.surname, r.household,
	coalesce((SELECT mobile FROM contacts WHERE household = r.household AND mobile <> '' ORDER BY pays DESC, n LIMIT 1), ''), w.state, w.offered_until
	FROM waiting w JOIN riders r ON r.id = w.rider `

func scanWaiting(row scanner) (Waiting, error) { return scanWaitingWith(row) }

func scanWaitingWith(row scanner, more ...any) (w Waiting, err error) {
	var until string
	err = row.Scan(append([]any{&w.ID, &w.Lesson, &w.Series, &w.Rider, &w.RiderName, &w.Household, &w.Mobile, &w.State, &until}, more...)...)
	if err == nil && until != "" {
		w.Until, err = time.Parse(instantLayout, until)
	}
	return w, err
}

// WaitingFor lists who waits for a lesson or was offered it, in order.
func (tx *Tx) WaitingFor(lesson planning.LessonID) ([]Waiting, error) {
	return collect(tx, scanWaiting, selectWaiting+"WHERE w.lesson = ? AND w.state IN ('waiting', 'offered') ORDER BY w.id", int64(lesson))
}

// WaitingInSeries counts the riders who wait for a lesson of a series or for its
// weekly place, and says whether one of them waits for the latter.
func (tx *Tx) WaitingInSeries(id planning.SeriesID, rider club.RiderID) (n int, waits bool, err error) {
	err = tx.row(`SELECT count(DISTINCT w.rider), coalesce(max(w.rider = ?2 AND w.series = ?1), 0) FROM waiting w LEFT JOIN lessons l ON l.id = w.lesson
		WHERE (l.series = ?1 AND l.state = 'planned' OR w.series = ?1) AND w.state IN ('waiting', 'offered')`, []any{int64(id), int64(rider)}, &n, &waits)
	return n, waits, err
}

// WaitingForSeries lists who waits for the weekly place of a series or was offered it,
// in order. An offer whose time is over lapses first.
func (tx *Tx) WaitingForSeries(series planning.SeriesID) ([]Waiting, error) {
	return collect(tx, scanWaiting, selectWaiting+"WHERE w.series = ? AND w.state IN ('waiting', 'offered') ORDER BY w.id", int64(series))
}

// LapseWeekly ends the offers of a series' weekly place whose time is over.
func (tx *Tx) LapseWeekly(series planning.SeriesID) error {
	_, err := tx.exec("UPDATE waiting SET state = 'lapsed', offered_until = '' WHERE series = ? AND state = 'offered' AND offered_until <= ?", int64(series), stamp(tx.Now))
	return err
}

// LapsedWeekly lists the series where the time of a weekly place is over that was
// offered, or that a cart held while somebody waits for one.
func (tx *Tx) LapsedWeekly() ([]planning.SeriesID, error) {
	return collect(tx, func(row scanner) (id planning.SeriesID, err error) { return id, row.Scan(&id) },
		`SELECT series FROM waiting WHERE state = 'offered' AND series IS NOT NULL AND offered_until <= ?1
		UNION SELECT l.series FROM bookings b JOIN lessons l ON l.id = b.lesson WHERE b.state = 'held' AND b.held_until <= ?1
			AND l.series IN (SELECT series FROM waiting WHERE state = 'waiting' AND series IS NOT NULL)`, stamp(tx.Now))
}

// HadWeekly reports whether a rider once took the weekly place of a series by its
// list and gave the package up: it is not offered again.
func (tx *Tx) HadWeekly(series planning.SeriesID, rider club.RiderID) (had bool, err error) {
	err = tx.row(`SELECT EXISTS (SELECT 1 FROM waiting w WHERE w.series = ?1 AND w.rider = ?2 AND w.state = 'placed')
		AND EXISTS (SELECT 1 FROM packages p JOIN package_series s ON s.package = p.id WHERE p.rider = ?2 AND s.series = ?1)`,
		[]any{int64(series), int64(rider)}, &had)
	return had, err
}

// TakeTurn notes that a cart's line takes up a place that was waited for.
func (tx *Tx) TakeTurn(id booking.WaitingID, line int64) error {
	return tx.change("UPDATE waiting SET state = 'placed', offered_until = '', cart_line = ? WHERE id = ?", line, int64(id))
}

// LeaveTurns lets who took up a place by a cart's line wait again where they stood: the
// line is taken out while it holds its places.
func (tx *Tx) LeaveTurns(line int64) error {
	_, err := tx.exec(`UPDATE OR IGNORE waiting SET state = 'waiting', cart_line = NULL WHERE cart_line = ?1 AND state = 'placed'
		AND EXISTS (SELECT 1 FROM bookings WHERE cart_line = ?1 AND state = 'held' AND held_until > ?2)`, line, stamp(tx.Now))
	return err
}

// DropOffer removes the places that an offer of a list holds.
func (tx *Tx) DropOffer(id booking.WaitingID) error {
	_, err := tx.exec("DELETE FROM bookings WHERE waiting = ? AND state = 'held'", int64(id))
	return err
}

// WaitingOf are the turns of a rider on the lists of lessons: those they wait for and
// those they were offered.
func (tx *Tx) WaitingOf(rider club.RiderID) (map[planning.LessonID]booking.WaitingID, error) {
	turns := map[planning.LessonID]booking.WaitingID{}
	return turns, tx.each(func(row scanner) error {
		var lesson planning.LessonID
		var turn booking.WaitingID
		err := row.Scan(&lesson, &turn)
		turns[lesson] = turn
		return err
	}, "SELECT lesson, id FROM waiting WHERE rider = ? AND lesson IS NOT NULL AND state IN ('waiting', 'offered')", int64(rider))
}

// WaitingFrom lists who waits from a day on, or was offered a place, in the order of
// the lessons.
func (tx *Tx) WaitingFrom(day calendar.Day) ([]Waiting, error) {
	return collect(tx, scanWaiting, selectWaiting+`JOIN lessons l ON l.id = w.lesson
		WHERE w.state IN ('waiting', 'offered') AND l.day >= ? AND l.state = 'planned' AND l.activity IS NULL ORDER BY l.day, l.start, w.id`, string(day))
}

// WaitingPlace is somebody on the waiting list of what is to come.
type WaitingPlace struct {
	Waiting
	Name   string          `json:"name" doc:"Of the lesson, activity or series"`
	Day    calendar.Day    `json:"day" doc:"Of a series, its next lesson's"`
	Start  calendar.Minute `json:"start" doc:"Minutes since midnight, the club's time"`
	Rank   int             `json:"rank" doc:"Place on its list, from 1"`
	Family string          `json:"family"`
}

// WaitingLists lists who waits for anything from a day on, each list in its order.
func (tx *Tx) WaitingLists(day calendar.Day) ([]WaitingPlace, error) {
	return collect(tx, func(row scanner) (w WaitingPlace, err error) {
		w.Waiting, err = scanWaitingWith(row, &w.Name, &w.Day, &w.Start, &w.Rank, &w.Family)
		return w, err
	}, `SELECT w.*, l.name, l.day, l.start, rank() OVER (PARTITION BY w.lesson, w.series ORDER BY w.id), h.name
		FROM (`+selectWaiting+`WHERE w.state IN ('waiting', 'offered')) w JOIN households h ON h.id = w.household
		JOIN lessons l ON l.id = CASE WHEN w.series = 0 THEN w.lesson
			ELSE (SELECT id FROM lessons WHERE series = w.series AND state = 'planned' AND day >= ?1 ORDER BY day LIMIT 1) END
		WHERE l.day >= ?1 AND l.state = 'planned' ORDER BY l.day, l.start, l.id, w.series, w.id`, string(day))
}

// WaitingRow loads one of a waiting list, or returns ErrNotFound.
func (tx *Tx) WaitingRow(id booking.WaitingID) (Waiting, error) {
	return one(tx, scanWaiting, selectWaiting+"WHERE w.id = ?", int64(id))
}

// PlacedByList reports whether a rider once took a place in the lesson by its
// waiting list: who gives such a place up is not offered the same again.
func (tx *Tx) PlacedByList(lesson planning.LessonID, rider club.RiderID) (placed bool, err error) {
	err = tx.row("SELECT EXISTS (SELECT 1 FROM waiting WHERE lesson = ? AND rider = ? AND state = 'placed')", []any{int64(lesson), int64(rider)}, &placed)
	return placed, err
}

// InsertWaiting puts a rider at the end of the list of a lesson or of a series; the
// other is 0.
func (tx *Tx) InsertWaiting(lesson planning.LessonID, series planning.SeriesID, rider club.RiderID, actor club.Actor) (booking.WaitingID, error) {
	id, err := tx.insert("INSERT INTO waiting (lesson, series, rider, state, made_at, made_by) VALUES (?, ?, ?, 'waiting', ?, ?)",
		orNull(lesson), orNull(series), int64(rider), stamp(tx.Now), actor.ID)
	return booking.WaitingID(id), err
}

// SetWaiting says what became of one of a list; until is that of an offer.
func (tx *Tx) SetWaiting(id booking.WaitingID, state booking.Turn, until time.Time) error {
	offered := ""
	if state == booking.Offered {
		offered = stamp(until)
	}
	return tx.change("UPDATE waiting SET state = ?, offered_until = ? WHERE id = ?", string(state), offered, int64(id))
}

// LapsedOffers lists the lessons where the time of an offer, or of a cart that held
// a place, is over: those that somebody waits for, and those made on demand, which
// go with their last hold.
func (tx *Tx) LapsedOffers() ([]planning.LessonID, error) {
	return collect(tx, func(row scanner) (id planning.LessonID, err error) { return id, row.Scan(&id) },
		`SELECT lesson FROM waiting INDEXED BY waiting_offered WHERE state = 'offered' AND lesson IS NOT NULL AND offered_until <= ?1
		UNION SELECT b.lesson FROM bookings b INDEXED BY bookings_held WHERE b.state = 'held' AND b.held_until <= ?1
			AND (EXISTS (SELECT 1 FROM waiting w WHERE w.lesson = b.lesson AND w.state IN ('waiting', 'offered'))
				OR (SELECT on_demand FROM lessons WHERE id = b.lesson))`, stamp(tx.Now))
}

// CapOffers keeps the places that lists offer in a lesson no longer than until a moment.
func (tx *Tx) CapOffers(lesson planning.LessonID, until time.Time) error {
	_, err := tx.exec("UPDATE bookings SET held_until = ?2 WHERE lesson = ?1 AND state = 'held' AND waiting IS NOT NULL AND held_until > ?2", int64(lesson), stamp(until))
	return err
}

// MoveWaiting lets who waits for one lesson wait for another, and tells how many do.
func (tx *Tx) MoveWaiting(from, to planning.LessonID) (n int, err error) {
	err = tx.row("SELECT count(*) FROM waiting WHERE lesson = ? AND state = 'waiting'", []any{int64(from)}, &n)
	if err == nil {
		_, err = tx.exec("UPDATE OR IGNORE waiting SET lesson = ? WHERE lesson = ? AND state = 'waiting'", int64(to), int64(from))
	}
	return n, err
}

// WaitFor lets one of a list wait for another lesson; what was offered is not any more.
func (tx *Tx) WaitFor(id booking.WaitingID, lesson planning.LessonID) error {
	return tx.change("UPDATE waiting SET lesson = ?, state = 'waiting', offered_until = '' WHERE id = ?", int64(lesson), int64(id))
}

// Unoffer lets who was offered a place of a lesson that is not given wait again: the
// list stays, for a lesson that is given after all. It returns their households.
func (tx *Tx) Unoffer(lesson planning.LessonID) ([]club.HouseholdID, error) {
	return collect(tx, func(row scanner) (id club.HouseholdID, err error) { return id, row.Scan(&id) },
		`UPDATE waiting SET state = 'waiting', offered_until = '' WHERE lesson = ? AND state = 'offered'
			RETURNING (SELECT household FROM riders WHERE id = rider)`, int64(lesson))
}
