package sqlite

import (
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/planning"
)

const selectLesson = "SELECT id, series, activity, season, day, week, state, on_demand, own, reason, version, shut, kept, left_out, " + shapeColumns + " FROM lessons l "

// inPlan leaves out the lessons made on demand that nobody has a place in any
// more; ?3 is now.
const (
	inPlan = "(NOT l.on_demand OR " + ridden + ")"
	ridden = "EXISTS (SELECT 1 FROM bookings o WHERE o.lesson = l.id AND o.n > 0 AND (o.state <> 'held' OR o.held_until > ?3))"
)

func scanLesson(row scanner) (l planning.Lesson, err error) {
	err = row.Scan(append([]any{&l.ID, orZero(&l.Series), orZero(&l.Activity), orZero(&l.Season), &l.Day, &l.Week, &l.State, &l.Demand, &l.Own, &l.Reason, &l.Version, &l.Shut, &l.Kept, &l.LeftOut},
		shapeInto(&l.Shape)...)...)
	return l, err
}

// Lesson loads a lesson, or returns ErrNotFound.
func (tx *Tx) Lesson(id planning.LessonID) (planning.Lesson, error) {
	return one(tx, scanLesson, selectLesson+"WHERE id = ?", int64(id))
}

// LessonsOfSeries lists the lessons of a series in their order, those the club
// cancelled among them.
func (tx *Tx) LessonsOfSeries(id planning.SeriesID) ([]planning.Lesson, error) {
	return collect(tx, scanLesson, selectLesson+"WHERE series = ? ORDER BY day, start, id", int64(id))
}

// LessonsOfActivity lists the days of an activity in their order.
func (tx *Tx) LessonsOfActivity(id catalogue.OfferID) ([]planning.Lesson, error) {
	return collect(tx, scanLesson, selectLesson+"WHERE activity = ? ORDER BY day, start, id", int64(id))
}

const insertLesson = "INSERT INTO lessons (series, activity, season, day, week, state, on_demand, own, reason, shut, kept, left_out, " + shapeColumns +
	", id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

// InsertLesson adds a lesson and returns its id; one that was taken away comes
// back under the id it has.
func (tx *Tx) InsertLesson(l planning.Lesson) (planning.LessonID, error) {
	id, err := tx.insert(insertLesson, append(lessonValues(l), orNull(l.ID))...)
	return planning.LessonID(id), err
}

// DeleteLesson takes a lesson away that nothing ever hung on.
func (tx *Tx) DeleteLesson(id planning.LessonID) error {
	return tx.change("DELETE FROM lessons WHERE id = ?", int64(id))
}

// LessonUsed reports whether anything hangs on a lesson: a booking, freed or not,
// a waiting list, a message.
func (tx *Tx) LessonUsed(id planning.LessonID) (booked bool, err error) {
	err = tx.row(`SELECT EXISTS (SELECT 1 FROM bookings WHERE lesson = ?1) OR EXISTS (SELECT 1 FROM waiting WHERE lesson = ?1)
		OR EXISTS (SELECT 1 FROM outbox WHERE lesson = ?1)`, []any{int64(id)}, &booked)
	return booked, err
}

// HighestPlace is the highest number of a place that is taken in a lesson; its
// capacity cannot go below it.
func (tx *Tx) HighestPlace(id planning.LessonID) (n int, err error) {
	err = tx.row("SELECT coalesce(max(n), 0) FROM bookings WHERE lesson = ? AND n > 0", []any{int64(id)}, &n)
	return n, err
}

// Riding is a rider who has a place in a lesson.
type Riding struct {
	Rider  club.RiderID
	Name   string
	Lesson planning.LessonID
}

// RidersElsewhere lists where the riders of a lesson have a place on some days,
// but for the lesson itself: of a day that an activity is still to be given, where
// those have one who are enrolled in it.
func (tx *Tx) RidersElsewhere(lesson planning.Lesson, first, last calendar.Day) ([]Riding, error) {
	return collect(tx, func(row scanner) (r Riding, err error) {
		err = row.Scan(&r.Rider, &r.Name, &r.Lesson)
		return r, err
	}, `SELECT DISTINCT r.id, r.first_name || ' ' || r.surname, o.lesson FROM bookings b JOIN bookings o ON o.rider = b.rider AND o.n > 0 AND o.lesson <> ?1
		JOIN lessons l ON l.id = o.lesson JOIN riders r ON r.id = b.rider
		WHERE (b.lesson = ?1 OR ?1 = 0 AND b.by = 'activity' AND b.lesson IN (SELECT id FROM lessons WHERE activity = ?4 AND state <> 'cancelled'))
			AND b.n > 0 AND l.day BETWEEN ?2 AND ?3 AND l.state <> 'cancelled' ORDER BY r.id, l.day, l.start`,
		int64(lesson.ID), string(first), string(last), int64(lesson.Activity))
}

// PlacesTaken counts who has a place in a lesson, and their households.
func (tx *Tx) PlacesTaken(id planning.LessonID) (riders, households int, err error) {
	err = tx.row(`SELECT count(*), count(DISTINCT r.household) FROM bookings b JOIN riders r ON r.id = b.rider WHERE b.lesson = ? AND b.n > 0`,
		[]any{int64(id)}, &riders, &households)
	return riders, households, err
}

// UpdateLesson changes a lesson. Where it is given at another time, its bookings keep the
// one they were booked for until it is back there.
func (tx *Tx) UpdateLesson(l planning.Lesson) error {
	_, err := tx.exec(`UPDATE bookings SET moved_from = nullif(coalesce(moved_from, was.day || ' ' || was.start), ?1 || ' ' || ?2)
		FROM lessons was WHERE bookings.lesson = ?3 AND was.id = ?3 AND (was.day, was.start) IS NOT (?1, ?2)`, string(l.Day), int(l.Start), int64(l.ID))
	if err != nil {
		return err
	}
	return tx.change("UPDATE lessons SET (series, activity, season, day, week, state, on_demand, own, reason, shut, kept, left_out, "+shapeColumns+`, version)
		= (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, version + 1) WHERE id = ?`, append(lessonValues(l), int64(l.ID))...)
}

func lessonValues(l planning.Lesson) []any {
	return append([]any{orNull(l.Series), orNull(l.Activity), orNull(l.Season), string(l.Day), string(l.Week), string(l.State), l.Demand, l.Own, l.Reason, l.Shut, l.Kept, l.LeftOut}, shapeValues(l.Shape)...)
}

// ShapeDays gives the days of an activity that are still planned its name and
// whom it is for.
func (tx *Tx) ShapeDays(o catalogue.Offer) error {
	_, err := tx.exec(`UPDATE lessons SET name = ?1, level_min = ?2, level_max = ?3, age_min = ?4, age_max = ?5, version = version + 1
		WHERE activity = ?6 AND state = 'planned' AND (name, level_min, level_max, age_min, age_max) IS NOT (?1, ?2, ?3, ?4, ?5)`,
		o.Name, orNull(o.LevelMin), orNull(o.LevelMax), o.AgeMin, o.AgeMax, int64(o.ID))
	return err
}
