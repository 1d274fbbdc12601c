package sqlite

import (
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/planning"
)

// SeriesFill is how full a series is in a period, for one rider.
type SeriesFill struct {
	Of    int          // lessons, those the club cancelled among them
	Left  int          // open ones with a place
	Full  int          // open ones without
	Free  int          // places in the fullest of those left
	First calendar.Day // of those left
	Mine  bool         // the rider is in an open one by a package
}

// SeriesFills tells of every series how full its lessons of a period are, in one
// statement; open says from which day on booking is. What a cart holds for the
// rider counts as free: it is what they are about to buy.
func (tx *Tx) SeriesFills(period calendar.Period, open calendar.Day, rider club.RiderID) (map[planning.SeriesID]SeriesFill, error) {
	fills := map[planning.SeriesID]SeriesFill{}
	return fills, tx.each(func(row scanner) error {
		var id planning.SeriesID
		var f SeriesFill
		err := row.Scan(&id, &f.Of, &f.Left, &f.Full, &f.Free, &f.First, &f.Mine)
		fills[id] = f
		return err
	}, `WITH
		freed AS (SELECT lesson, count(*) AS n FROM bookings INDEXED BY bookings_held
			WHERE state = 'held' AND (held_until <= ?5 OR rider = ?4) GROUP BY lesson),
		seen AS MATERIALIZED (SELECT l.series, l.day, l.day >= ?3 AND l.state = 'planned' AS open,
			l.capacity - (SELECT count(*) FROM bookings WHERE lesson = l.id AND n > 0) + coalesce(f.n, 0) AS free,
			(SELECT by FROM bookings WHERE rider = ?4 AND lesson = l.id AND n > 0 AND state <> 'held') AS own
			FROM lessons l LEFT JOIN freed f ON f.lesson = l.id WHERE l.day BETWEEN ?1 AND ?2 AND l.series IS NOT NULL)
		SELECT series, count(*), sum(open AND own IS NULL AND free > 0), sum(open AND own IS NULL AND free <= 0),
			coalesce(min(CASE WHEN open AND own IS NULL AND free > 0 THEN free END), 0),
			coalesce(min(CASE WHEN open AND own IS NULL AND free > 0 THEN day END), ''),
			coalesce(max(day >= ?3 AND own = 'package'), 0)
		FROM seen GROUP BY series`,
		string(period.First), string(period.Last), string(open), int64(rider), stamp(tx.Now))
}

// WaitingInSeries counts the riders who wait for a lesson of a series.
func (tx *Tx) WaitingInSeries(id planning.SeriesID) (n int, err error) {
	err = tx.row(`SELECT count(DISTINCT w.rider) FROM waiting w JOIN lessons l ON l.id = w.lesson
		WHERE l.series = ? AND w.state IN ('waiting', 'offered')`, []any{int64(id)}, &n)
	return n, err
}
