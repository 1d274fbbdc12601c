package sqlite

import (
	"paddock/backend/calendar"
	"paddock/backend/planning"
)

// PlanLesson is a lesson of the plan with its places by how they are taken; each
// is counted once, and what is left of the capacity is free.
type PlanLesson struct {
	planning.Lesson
	Booked  int `json:"booked" doc:"Places taken and paid, or not yet due"`
	Voucher int `json:"voucher" doc:"Places taken by a make-up voucher"`
	Unpaid  int `json:"unpaid" doc:"Places whose invoice still asks for money"`
	Held    int `json:"held" doc:"Places held by a cart or offered to a waiting list"`

	Riders string `json:"riders,omitempty" doc:"Of a private lesson: who rides in it"`
}

// PlanLessons lists the lessons of some days with their places, in one statement.
// A hold that is over takes no place.
func (tx *Tx) PlanLessons(first, last calendar.Day) ([]PlanLesson, error) {
	return collect(tx, func(row scanner) (l PlanLesson, err error) {
		var taken int
		err = row.Scan(append(append([]any{&l.ID, orZero(&l.Series), orZero(&l.Activity), orZero(&l.Season), &l.Day, &l.Week, &l.State, &l.Demand, &l.Own, &l.Reason, &l.Version, &l.Shut, &l.Kept, &l.LeftOut},
			shapeInto(&l.Shape)...), &taken, &l.Voucher, &l.Unpaid, &l.Held, &l.Riders)...)
		l.Booked = taken - l.Voucher - l.Unpaid - l.Held
		return l, err
	}, `SELECT l.id, l.series, l.activity, l.season, l.day, l.week, l.state, l.on_demand, l.own, l.reason, l.version, l.shut, l.kept, l.left_out,
		l.kind, l.name, l.start, l.minutes, l.arena, l.instructor, l.level_min, l.level_max, l.age_min, l.age_max, l.capacity, l.min_group,
		count(b.id), coalesce(sum(b.by = 'voucher' AND b.state <> 'held'), 0),
		coalesce(sum(b.by <> 'voucher' AND b.state <> 'held' AND coalesce(s.next_due_day, '') <> ''), 0), coalesce(sum(b.state = 'held'), 0),
		iif(l.kind IN ('private', 'privateForTwo', 'horseWork'), coalesce((SELECT group_concat(name, ', ') FROM (SELECT r.first_name || ' ' || r.surname AS name
			FROM bookings o JOIN riders r ON r.id = o.rider WHERE o.lesson = l.id AND o.n > 0 AND o.state <> 'held' ORDER BY o.n)), ''), '')
	FROM lessons l LEFT JOIN bookings b ON b.lesson = l.id AND b.n > 0 AND (b.state <> 'held' OR b.held_until > ?3)
		LEFT JOIN packages p ON p.id = b.package LEFT JOIN cards k ON k.id = b.card
		LEFT JOIN invoice_lines i ON i.id = coalesce(b.invoice_line, p.invoice_line, k.invoice_line)
		LEFT JOIN settlements s ON s.invoice = i.invoice
	WHERE l.day BETWEEN ?1 AND ?2 AND `+inPlan+` GROUP BY l.id ORDER BY l.day, l.start, l.id`, string(first), string(last), stamp(tx.Now))
}

// SmallGroup is a lesson that fewer ride in than its minimum.
type SmallGroup struct {
	planning.Lesson
	Booked         int    `json:"booked" doc:"Places that are taken, without holds"`
	InstructorName string `json:"instructorName"`
}

// SmallGroups lists the lessons of some days that fewer ride in than their minimum,
// in their order; what somebody keeps all the same is not among them.
func (tx *Tx) SmallGroups(first, last calendar.Day) ([]SmallGroup, error) {
	return collect(tx, func(row scanner) (g SmallGroup, err error) {
		l := &g.Lesson
		err = row.Scan(append(append([]any{&l.ID, orZero(&l.Series), orZero(&l.Activity), orZero(&l.Season), &l.Day, &l.Week, &l.State, &l.Demand, &l.Own, &l.Reason, &l.Version, &l.Shut, &l.Kept, &l.LeftOut},
			shapeInto(&l.Shape)...), &g.Booked, &g.InstructorName)...)
		return g, err
	}, `SELECT l.id, l.series, l.activity, l.season, l.day, l.week, l.state, l.on_demand, l.own, l.reason, l.version, l.shut, l.kept, l.left_out,
		l.kind, l.name, l.start, l.minutes, l.arena, l.instructor, l.level_min, l.level_max, l.age_min, l.age_max, l.capacity, l.min_group,
		(SELECT count(*) FROM bookings WHERE lesson = l.id AND n > 0 AND state <> 'held') AS booked, coalesce(i.name, '')
	FROM lessons l LEFT JOIN staff i ON i.id = l.instructor
	WHERE l.day BETWEEN ? AND ? AND l.state = 'planned' AND l.min_group > 0 AND NOT l.kept AND l.activity IS NULL AND booked < l.min_group
	ORDER BY l.day, l.start, l.id`, string(first), string(last))
}

// KindsPlanned tells of what kinds the lessons of some days are, those of activities
// left out.
func (tx *Tx) KindsPlanned(days calendar.Period) (map[planning.Kind]bool, error) {
	kinds := map[planning.Kind]bool{}
	return kinds, tx.each(func(row scanner) error {
		var kind planning.Kind
		err := row.Scan(&kind)
		kinds[kind] = true
		return err
	}, "SELECT DISTINCT kind FROM lessons WHERE day BETWEEN ? AND ? AND state = 'planned' AND activity IS NULL", string(days.First), string(days.Last))
}

// ListedLesson is a lesson as the command line lists it (ARCHITECTURE).
type ListedLesson struct {
	ID         planning.LessonID `json:"id"`
	Day        calendar.Day      `json:"day"`
	Time       string            `json:"time"`
	Minutes    int               `json:"minutes"`
	Kind       planning.Kind     `json:"kind"`
	Name       string            `json:"name"`
	Instructor string            `json:"instructor"`
	Place      string            `json:"place" doc:"Its arena"`
	Capacity   int               `json:"capacity"`
	Booked     int               `json:"booked"`
	State      planning.State    `json:"state"`
}

// ListLessons lists the lessons of some days, all where a day is empty.
func (tx *Tx) ListLessons(first, last calendar.Day) ([]ListedLesson, error) {
	return collect(tx, func(row scanner) (l ListedLesson, err error) {
		var start calendar.Minute
		err = row.Scan(&l.ID, &l.Day, &start, &l.Minutes, &l.Kind, &l.Name, &l.Instructor, &l.Place, &l.Capacity, &l.Booked, &l.State)
		l.Time = start.String()
		return l, err
	}, `SELECT l.id, l.day, l.start, l.minutes, l.kind, l.name, coalesce(i.name, ''), coalesce(a.name, ''), l.capacity,
		(SELECT count(*) FROM bookings WHERE lesson = l.id AND n > 0 AND state <> 'held'), l.state
		FROM lessons l LEFT JOIN staff i ON i.id = l.instructor LEFT JOIN arenas a ON a.id = l.arena
		WHERE l.day >= ?1 AND (?2 = '' OR l.day <= ?2) AND `+inPlan+` ORDER BY l.day, l.start, l.id`, string(first), string(last), stamp(tx.Now))
}
