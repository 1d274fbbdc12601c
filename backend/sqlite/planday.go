package sqlite

import (
	"slices"
	"sync"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/planning"
)

// planDay is a day with lessons, and the stamps they and the places taken in them
// have since they last changed.
type planDay struct {
	day             calendar.Day
	lessons, places int64
}

// planDays lists the days with lessons from a day to another, both included.
func (tx *Tx) planDays(first, last calendar.Day) ([]planDay, error) {
	return collect(tx, func(row scanner) (d planDay, err error) {
		return d, row.Scan(&d.day, &d.lessons, &d.places)
	}, "SELECT day, lessons, places FROM plan_days WHERE day BETWEEN ? AND ? ORDER BY day", string(first), string(last))
}

// byDay keeps what was read of the days of the plan, each under its stamp: to read
// the lessons of a season takes several times as long as to weigh them, and a sale
// changes a few of its days.
type byDay[T any] struct {
	mutex sync.Mutex
	days  map[calendar.Day]stamped[T]
}

type stamped[T any] struct {
	stamp int64
	value T
}

// mostDays is how many days are kept; all make room when there are more.
const mostDays = 1000

// of hands out what some days are. Those that are not kept under their stamp are
// read, all at once.
func (b *byDay[T]) of(days []planDay, stamp func(planDay) int64, read func([]calendar.Day) (map[calendar.Day]T, error)) ([]T, error) {
	values := make([]T, len(days))
	var stale []calendar.Day
	b.mutex.Lock()
	for i, d := range days {
		kept, known := b.days[d.day]
		if values[i] = kept.value; !known || kept.stamp != stamp(d) {
			stale = append(stale, d.day)
		}
	}
	b.mutex.Unlock()
	if len(stale) == 0 {
		return values, nil
	}
	anew, err := read(stale)
	if err != nil {
		return nil, err
	}
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if b.days == nil || len(b.days)+len(stale) > mostDays {
		b.days = map[calendar.Day]stamped[T]{}
	}
	for i, d := range days {
		if _, found := slices.BinarySearch(stale, d.day); found {
			values[i] = anew[d.day]
			b.days[d.day] = stamped[T]{stamp(d), anew[d.day]}
		}
	}
	return values, nil
}

// onDays is the condition that a lesson is on one of some days, a JSON list.
const onDays = "l.day IN (SELECT value FROM json_each(?))"

// LessonsBetween lists the lessons of some days, both included, in their order,
// those the club cancelled among them.
func (tx *Tx) LessonsBetween(first, last calendar.Day) ([]planning.Lesson, error) {
	days, err := tx.planDays(first, last)
	if err != nil {
		return nil, err
	}
	kept, err := tx.kept.lessons.of(days, func(d planDay) int64 { return d.lessons }, func(days []calendar.Day) (map[calendar.Day][]planning.Lesson, error) {
		list, err := asJSON(days)
		if err != nil {
			return nil, err
		}
		lessons, err := collect(tx, scanLesson, selectLesson+"WHERE "+onDays+" ORDER BY day, start, id", list)
		on := map[calendar.Day][]planning.Lesson{}
		for _, l := range lessons {
			on[l.Day] = append(on[l.Day], l)
		}
		return on, err
	})
	lessons := []planning.Lesson{}
	for _, day := range kept {
		lessons = append(lessons, day...)
	}
	if err != nil || !slices.ContainsFunc(lessons, func(l planning.Lesson) bool { return l.Demand }) {
		return lessons, err
	}
	left := map[planning.LessonID]bool{}
	err = tx.each(func(row scanner) error {
		var id planning.LessonID
		err := row.Scan(&id)
		left[id] = true
		return err
	}, "SELECT id FROM lessons l WHERE day BETWEEN ?1 AND ?2 AND on_demand AND NOT "+ridden, string(first), string(last), stamp(tx.Now))
	return slices.DeleteFunc(lessons, func(l planning.Lesson) bool { return left[l.ID] }), err
}

// taken is how many places of a lesson are, those of holds that expired among them.
type taken struct {
	lesson planning.LessonID
	n      int
}

// TakenBetween counts the places taken in the lessons of some days, both included;
// a hold that expired takes none, nor does one for the rider but, 0 for nobody.
func (tx *Tx) TakenBetween(first, last calendar.Day, but club.RiderID) (map[planning.LessonID]int, error) {
	days, err := tx.planDays(first, last)
	if err != nil {
		return nil, err
	}
	kept, err := tx.kept.taken.of(days, func(d planDay) int64 { return d.places }, func(days []calendar.Day) (map[calendar.Day][]taken, error) {
		list, err := asJSON(days)
		if err != nil {
			return nil, err
		}
		on := map[calendar.Day][]taken{}
		return on, tx.each(func(row scanner) error {
			var day calendar.Day
			var t taken
			err := row.Scan(&day, &t.lesson, &t.n)
			on[day] = append(on[day], t)
			return err
		}, "SELECT l.day, l.id, (SELECT count(*) FROM bookings INDEXED BY bookings_place WHERE lesson = l.id AND n > 0) FROM lessons l WHERE "+onDays, list)
	})
	if err != nil {
		return nil, err
	}
	places := map[planning.LessonID]int{}
	for _, day := range kept {
		for _, t := range day {
			places[t.lesson] = t.n
		}
	}
	return places, tx.each(func(row scanner) error {
		var freed taken
		err := row.Scan(&freed.lesson, &freed.n)
		if n, among := places[freed.lesson]; among {
			places[freed.lesson] = n - freed.n
		}
		return err
	}, `SELECT lesson, count(*) FROM bookings INDEXED BY bookings_held WHERE state = 'held' AND (held_until <= ? OR rider = ?) GROUP BY lesson`,
		stamp(tx.Now), int64(but))
}
