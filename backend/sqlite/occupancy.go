package sqlite

import (
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/money"
)

// Occupancy is how full the lessons of a series or an instructor are, or how much
// a horse works of what it may.
type Occupancy struct {
	ID      int64           `json:"id" doc:"Of the series, the instructor or the horse; 0 for lessons that have none"`
	Name    string          `json:"name"`
	Weekday int             `json:"weekday,omitempty" doc:"Of a series: 1 is Monday"`
	Start   calendar.Minute `json:"start,omitempty" doc:"Of a series"`
	Lessons int             `json:"lessons"`
	Taken   int             `json:"taken" doc:"Places; of a horse hours"`
	Of      int             `json:"of" doc:"Places; of a horse the hours it may work in the period, 0 without a limit"`
	Percent int             `json:"percent" doc:"0 where there is no limit"`
}

// occupied is how to count each part: what its rows are, and their names.
var occupied = map[string]struct{ what, of string }{
	"series":     {"l.series, coalesce(s.name, ''), coalesce(s.weekday, 0), coalesce(s.start, 0)", "LEFT JOIN series s ON s.id = l.series"},
	"instructor": {"l.instructor, coalesce(s.name, ''), 0, 0", "LEFT JOIN staff s ON s.id = l.instructor"},
}

// Occupied counts the places of a period, both days included, by series or by
// instructor, the fullest first. Lessons that were cancelled are none.
func (tx *Tx) Occupied(by string, in calendar.Period) ([]Occupancy, error) {
	part, known := occupied[by]
	if !known {
		return nil, ErrNotFound
	}
	return collect(tx, scanOccupancy, `SELECT x.*, iif(x.places > 0, x.taken * 100 / x.places, 0) FROM (SELECT `+part.what+`, count(*),
			sum((SELECT count(*) FROM bookings WHERE lesson = l.id AND n > 0 AND state <> 'held')) taken, sum(l.capacity) places
		FROM lessons l `+part.of+` WHERE l.day BETWEEN ?1 AND ?2 AND l.state <> 'cancelled' AND `+inPlan+` GROUP BY 1) x ORDER BY x.taken * 1.0 / x.places DESC, 2`,
		string(in.First), string(in.Last), stamp(tx.Now))
}

// Ridden counts the hours each horse works in a period, of those it may, the
// busiest first; a horse that works nothing is there with nothing.
func (tx *Tx) Ridden(in calendar.Period) ([]Occupancy, error) {
	return collect(tx, scanOccupancy, `SELECT x.id, x.name, 0, 0, x.lessons, (x.minutes + 30) / 60, x.hours, iif(x.hours > 0, x.minutes * 100 / (60 * x.hours), 0) FROM (
		SELECT h.id, h.name, coalesce(w.lessons, 0) lessons, coalesce(w.minutes, 0) minutes, h.hours_a_week * ?3 / 7 hours FROM horses h
		LEFT JOIN (SELECT b.horse, count(*) lessons, sum(l.minutes) minutes FROM lessons l JOIN bookings b ON b.lesson = l.id
			WHERE l.day BETWEEN ?1 AND ?2 AND l.state <> 'cancelled' AND b.n > 0 AND b.horse IS NOT NULL GROUP BY b.horse) w ON w.horse = h.id
		WHERE NOT h.archived OR w.lessons > 0) x ORDER BY x.minutes DESC, x.name`,
		string(in.First), string(in.Last), in.First.DaysUntil(in.Last)+1)
}

func scanOccupancy(row scanner) (o Occupancy, err error) {
	err = row.Scan(orZero(&o.ID), &o.Name, &o.Weekday, &o.Start, &o.Lessons, &o.Taken, &o.Of, &o.Percent)
	return o, err
}

// Income is what a kind of offer earned in a month, without VAT.
type Income struct {
	Month string         `json:"month" doc:"2026-10"`
	Kind  catalogue.Kind `json:"kind"`
	Cents money.Cents    `json:"cents"`
}

// IncomeByKind adds up what the books earned in each month of a period, cards and
// packages as they are used up.
func (tx *Tx) IncomeByKind(in calendar.Period) ([]Income, error) {
	return collect(tx, func(row scanner) (i Income, err error) {
		err = row.Scan(&i.Month, &i.Kind, &i.Cents)
		return i, err
	}, `SELECT substr(e.day, 1, 7), substr(p.role, 7, instr(p.role || '@', '@') - 7), sum(p.credit_cents - p.debit_cents) FROM entries e JOIN postings p ON p.entry = e.id
		WHERE e.day BETWEEN ? AND ? AND p.role LIKE 'sales.%' GROUP BY 1, 2 HAVING sum(p.credit_cents - p.debit_cents) <> 0 ORDER BY 1, 3 DESC`,
		string(in.First), string(in.Last))
}

// Retention is how many riders of a season came back to the next.
type Retention struct {
	Season  int64  `json:"season"`
	Name    string `json:"name"`
	Riders  int    `json:"riders" doc:"Who had a place in one of its lessons"`
	Back    int    `json:"back" doc:"Of the riders of the season before: who came back"`
	Before  int    `json:"before" doc:"Riders of the season before"`
	New     int    `json:"new" doc:"Riders who had none in the season before"`
	Percent int    `json:"percent" doc:"Back of before"`
}

// Retained counts the riders of the seasons that begin in a period, and those of
// the season before who came back, the latest first. A rider's first place among
// the lessons of a season is found by their span of ids: reading every place of ten
// years takes half a second.
func (tx *Tx) Retained(in calendar.Period) ([]Retention, error) {
	return collect(tx, func(row scanner) (r Retention, err error) {
		err = row.Scan(&r.Season, &r.Name, &r.Riders, &r.Back, &r.Before)
		r.New = r.Riders - r.Back
		if r.Before > 0 {
			r.Percent = 100 * r.Back / r.Before
		}
		return r, err
	}, rodeIn("first_day BETWEEN ?1 AND ?2")+`
		SELECT c.id, c.name, (SELECT count(*) FROM rode WHERE season = c.id),
			(SELECT count(*) FROM rode a JOIN rode b ON b.rider = a.rider AND b.season = c.id WHERE a.season = c.before),
			(SELECT count(*) FROM rode WHERE season = c.before)
		FROM chosen c ORDER BY c.first_day DESC`, string(in.First), string(in.Last))
}

// rodeIn are the seasons chosen and who rode in them, and in the one before each.
func rodeIn(which string) string {
	return `WITH chosen AS (SELECT id, name, first_day, (SELECT id FROM seasons b WHERE b.first_day < s.first_day ORDER BY b.first_day DESC LIMIT 1) before
			FROM seasons s WHERE ` + which + `),
		spans AS MATERIALIZED (SELECT s.id season, min(l.id) low, max(l.id) high FROM seasons s JOIN lessons l ON l.day BETWEEN s.first_day AND s.last_day
			WHERE s.id IN (SELECT id FROM chosen UNION SELECT before FROM chosen) GROUP BY s.id),
		rode AS MATERIALIZED (SELECT p.season, r.id rider FROM spans p CROSS JOIN riders r WHERE EXISTS (SELECT 1 FROM bookings b JOIN lessons l ON l.id = b.lesson
			WHERE b.rider = r.id AND b.lesson BETWEEN p.low AND p.high AND b.n > 0 AND b.state <> 'held' AND l.season = p.season AND l.state <> 'cancelled'))`
}

// Gone is a rider who had a place in the season before one, and none in it.
type Gone struct {
	Rider     club.RiderID     `json:"rider"`
	Surname   string           `json:"surname"`
	FirstName string           `json:"firstName"`
	BirthDate calendar.Day     `json:"birthDate"`
	Household club.HouseholdID `json:"household"`
	Family    string           `json:"family"`
	Mobile    string           `json:"mobile"`
	Email     string           `json:"email"`
	Last      calendar.Day     `json:"lastDay" doc:"Of the last lesson"`
}

// GoneFrom lists the riders of the season before one who did not come back, in order
// of name.
func (tx *Tx) GoneFrom(season int64) ([]Gone, error) {
	return collect(tx, func(row scanner) (g Gone, err error) {
		return g, row.Scan(&g.Rider, &g.Surname, &g.FirstName, &g.BirthDate, &g.Household, &g.Family, &g.Mobile, &g.Email, &g.Last)
	}, rodeIn("id = ?1")+`
		SELECT r.id, r.surname, r.first_name, r.birth_date, h.id, h.name,
			coalesce((SELECT mobile FROM contacts c WHERE c.household = h.id AND mobile <> '' ORDER BY pays DESC, n LIMIT 1), ''), h.email,
			coalesce((SELECT max(l.day) FROM bookings b JOIN lessons l ON l.id = b.lesson WHERE b.rider = r.id AND b.n > 0 AND b.state <> 'held' AND l.state <> 'cancelled'), '')
		FROM chosen c JOIN rode a ON a.season = c.before JOIN riders r ON r.id = a.rider JOIN households h ON h.id = r.household
		WHERE NOT EXISTS (SELECT 1 FROM rode b WHERE b.season = c.id AND b.rider = a.rider) ORDER BY r.surname, r.first_name, r.id`, season)
}
