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
	}, `WITH taken AS (SELECT b.lesson, sum(b.rider <> ?4 OR b.state <> 'held') AS n, max(b.rider = ?4 AND b.state <> 'held') AS mine,
				max(b.rider = ?4 AND b.state <> 'held' AND b.by = 'package') AS owned
			FROM lessons l JOIN bookings b ON b.lesson = l.id WHERE l.day BETWEEN max(?1, ?3) AND ?2 AND l.series IS NOT NULL
				AND b.n > 0 AND (b.state <> 'held' OR b.held_until > ?5) GROUP BY b.lesson)
		SELECT l.series, count(*),
			coalesce(sum(l.day >= ?3 AND l.state = 'planned' AND coalesce(t.n, 0) < l.capacity AND coalesce(t.mine, 0) = 0), 0),
			coalesce(sum(l.day >= ?3 AND l.state = 'planned' AND coalesce(t.n, 0) >= l.capacity AND coalesce(t.mine, 0) = 0), 0),
			coalesce(min(CASE WHEN l.day >= ?3 AND l.state = 'planned' AND coalesce(t.n, 0) < l.capacity AND coalesce(t.mine, 0) = 0 THEN l.capacity - coalesce(t.n, 0) END), 0),
			coalesce(min(CASE WHEN l.day >= ?3 AND l.state = 'planned' AND coalesce(t.n, 0) < l.capacity AND coalesce(t.mine, 0) = 0 THEN l.day END), ''),
			coalesce(max(t.owned), 0)
		FROM lessons l LEFT JOIN taken t ON t.lesson = l.id
		WHERE l.day BETWEEN ?1 AND ?2 AND l.series IS NOT NULL GROUP BY l.series`,
		string(period.First), string(period.Last), string(open), int64(rider), stamp(tx.Now))
}

// WaitingInSeries counts the riders who wait for a lesson of a series.
func (tx *Tx) WaitingInSeries(id planning.SeriesID) (n int, err error) {
	err = tx.row(`SELECT count(DISTINCT w.rider) FROM waiting w JOIN lessons l ON l.id = w.lesson
		WHERE l.series = ? AND w.state IN ('waiting', 'offered')`, []any{int64(id)}, &n)
	return n, err
}
