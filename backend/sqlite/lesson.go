package sqlite

import (
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/planning"
)

const selectLesson = "SELECT id, series, activity, season, day, state, own, reason, version, " + shapeColumns + " FROM lessons "

func scanLesson(row scanner) (l planning.Lesson, err error) {
	err = row.Scan(append([]any{&l.ID, orZero(&l.Series), orZero(&l.Activity), orZero(&l.Season), &l.Day, &l.State, &l.Own, &l.Reason, &l.Version},
		shapeInto(&l.Shape)...)...)
	return l, err
}

// Lesson loads a lesson, or returns ErrNotFound.
func (tx *Tx) Lesson(id planning.LessonID) (planning.Lesson, error) {
	return one(tx, scanLesson, selectLesson+"WHERE id = ?", int64(id))
}

// LessonsBetween lists the lessons of some days, both included, in their order,
// those the club cancelled among them.
func (tx *Tx) LessonsBetween(first, last calendar.Day) ([]planning.Lesson, error) {
	return collect(tx, scanLesson, selectLesson+"WHERE day BETWEEN ? AND ? ORDER BY day, start, id", string(first), string(last))
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

const insertLesson = "INSERT INTO lessons (series, activity, season, day, state, own, reason, " + shapeColumns +
	") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

// InsertLesson adds a lesson and returns its id.
func (tx *Tx) InsertLesson(l planning.Lesson) (planning.LessonID, error) {
	id, err := tx.insert(insertLesson, lessonValues(l)...)
	return planning.LessonID(id), err
}

// UpdateLesson changes a lesson.
func (tx *Tx) UpdateLesson(l planning.Lesson) error {
	return tx.change("UPDATE lessons SET (series, activity, season, day, state, own, reason, "+shapeColumns+`, version)
		= (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, version + 1) WHERE id = ?`, append(lessonValues(l), int64(l.ID))...)
}

func lessonValues(l planning.Lesson) []any {
	return append([]any{orNull(l.Series), orNull(l.Activity), orNull(l.Season), string(l.Day), string(l.State), l.Own, l.Reason}, shapeValues(l.Shape)...)
}
