package sqlite

import (
	"time"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/planning"
)

// Mount is a rider in a lesson with the horse, if one is given.
type Mount struct {
	Booking   booking.BookingID `json:"booking"`
	Lesson    planning.LessonID `json:"lesson"`
	Day       calendar.Day      `json:"day"`
	Start     calendar.Minute   `json:"start"`
	Minutes   int               `json:"minutes"`
	Name      string            `json:"name" doc:"Of the lesson"`
	Kind      planning.Kind     `json:"kind"`
	Closed    bool              `json:"closed" doc:"Its roll is closed"`
	Rider     club.RiderID      `json:"rider"`
	RiderName string            `json:"riderName"`
	Horse     planning.HorseID  `json:"horse" doc:"0 while none is given"`

	Level  int64 `json:"-"` // of the rider, 0 when unknown
	Weight int   `json:"-"` // in kilograms, 0 when unknown
}

// Mounts lists who rides in the lessons of some days, both included, in their
// order. Whoever gave the place up is not among them, nor a hold.
func (tx *Tx) Mounts(first, last calendar.Day) ([]Mount, error) {
	return collect(tx, scanMount, selectMount+`WHERE l.day BETWEEN ? AND ? AND b.n > 0 AND b.state <> 'held' ORDER BY l.day, l.start, l.id, b.n`, string(first), string(last))
}

// MountsHeld lists who would ride in the lessons of some days, both included, by a
// place that a cart or a waiting list holds for them. None has a horse yet.
func (tx *Tx) MountsHeld(first, last calendar.Day) ([]Mount, error) {
	return collect(tx, scanMount, selectMount+`WHERE l.day BETWEEN ? AND ? AND b.state = 'held' AND b.held_until > ?`, string(first), string(last), stamp(tx.Now))
}

// Mount is one of those who ride, or ErrNotFound.
func (tx *Tx) Mount(id booking.BookingID) (Mount, error) {
	return one(tx, scanMount, selectMount+"WHERE b.id = ? AND b.n > 0 AND b.state <> 'held'", int64(id))
}

const selectMount = `SELECT b.id, b.lesson, l.day, l.start, l.minutes, l.name, l.kind, l.state = 'closed', b.rider, r.first_name || ' ' || r.surname, b.horse, r.level, r.weight_kg
	FROM lessons l JOIN bookings b ON b.lesson = l.id JOIN riders r ON r.id = b.rider `

func scanMount(row scanner) (m Mount, err error) {
	return m, row.Scan(&m.Booking, &m.Lesson, &m.Day, &m.Start, &m.Minutes, &m.Name, &m.Kind, &m.Closed, &m.Rider, &m.RiderName, orZero(&m.Horse), orZero(&m.Level), &m.Weight)
}

// habitDays is how far back the last horses of a rider are looked for, and
// habitLessons how many of those lessons count.
const (
	habitDays    = 90
	habitLessons = 5
)

// LastHorses counts the horses that riders had in their last lessons before a
// day.
func (tx *Tx) LastHorses(day calendar.Day) (map[club.RiderID]map[planning.HorseID]int, error) {
	last := map[club.RiderID]map[planning.HorseID]int{}
	return last, tx.each(func(row scanner) error {
		var rider club.RiderID
		var horse planning.HorseID
		var n int
		err := row.Scan(&rider, &horse, &n)
		if last[rider] == nil {
			last[rider] = map[planning.HorseID]int{}
		}
		last[rider][horse] = n
		return err
	}, `SELECT rider, horse, count(*) FROM (
			SELECT b.rider, b.horse, row_number() OVER (PARTITION BY b.rider ORDER BY l.day DESC, l.start DESC) AS back
			FROM lessons l JOIN bookings b ON b.lesson = l.id WHERE l.day BETWEEN ? AND ? AND b.horse IS NOT NULL)
		WHERE back <= ? GROUP BY rider, horse`, string(day.AddDays(-habitDays)), string(day.AddDays(-1)), habitLessons)
}

// GiveHorse gives a rider's place a horse; 0 takes it back. The schema refuses one
// that another rider of the lesson has.
func (tx *Tx) GiveHorse(id booking.BookingID, horse planning.HorseID) error {
	return tx.change("UPDATE bookings SET horse = ? WHERE id = ? AND n > 0", orNull(horse), int64(id))
}

// HorsesElsewhere lists where the horses of a lesson are ridden on some days, but
// for the lesson itself.
func (tx *Tx) HorsesElsewhere(id planning.LessonID, first, last calendar.Day) (map[planning.LessonID]string, error) {
	elsewhere := map[planning.LessonID]string{}
	return elsewhere, tx.each(func(row scanner) error {
		var lesson planning.LessonID
		var name string
		err := row.Scan(&lesson, &name)
		elsewhere[lesson] = name
		return err
	}, `SELECT o.lesson, h.name FROM bookings b JOIN horses h ON h.id = b.horse
		JOIN lessons l ON l.day BETWEEN ?2 AND ?3 AND l.id <> ?1 AND l.state <> 'cancelled' JOIN bookings o ON o.lesson = l.id AND o.horse = b.horse
		WHERE b.lesson = ?1 AND b.horse IS NOT NULL ORDER BY l.day, l.start, h.folded DESC`, int64(id), string(first), string(last))
}

// HorseOverride is a horse that was given although limits stood against it.
type HorseOverride struct {
	Booking booking.BookingID
	Horse   planning.HorseID
	Limits  []planning.Limit
	Reason  int64
}

// InsertHorseOverride records one for the owner.
func (tx *Tx) InsertHorseOverride(o HorseOverride, actor club.Actor) error {
	limits, err := asJSON(o.Limits)
	if err != nil {
		return err
	}
	_, err = tx.exec("INSERT INTO horse_overrides (booking, horse, limits, reason, made_at, made_by) VALUES (?, ?, ?, ?, ?, ?)",
		int64(o.Booking), int64(o.Horse), limits, o.Reason, stamp(tx.Now), actor.ID)
	return err
}

// HorsesGivenAgainst lists the horses that were given from one instant to before
// another although a limit stood against them, the latest first. The offer is the
// lesson.
func (tx *Tx) HorsesGivenAgainst(from, before time.Time) ([]Override, error) {
	return collect(tx, func(row scanner) (o Override, err error) {
		err = row.Scan(&o.Booking, instant{&o.At}, &o.Staff, &o.Who, &o.Household, &o.Rider, &o.Offer, &o.Horse, &o.Reason)
		return o, err
	}, `SELECT x.booking, x.made_at, s.id, s.name, h.name, r.first_name || ' ' || r.surname, l.name, e.name, w.text
		FROM horse_overrides x JOIN reasons w ON w.id = x.reason JOIN bookings b ON b.id = x.booking JOIN lessons l ON l.id = b.lesson
		JOIN riders r ON r.id = b.rider JOIN households h ON h.id = r.household JOIN horses e ON e.id = x.horse JOIN staff s ON s.id = x.made_by
		WHERE x.made_at >= ? AND x.made_at < ? ORDER BY x.made_at DESC, x.id DESC`, stamp(from), stamp(before))
}
