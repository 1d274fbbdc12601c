package desk

import (
	"cmp"
	"slices"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/journal"
	"paddock/backend/locale"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// lessonChange is a lesson before and after a verb: without an id before, it was
// made; without one after, it was taken away.
type lessonChange struct {
	Before planning.Lesson `json:"before"`
	After  planning.Lesson `json:"after"`
}

// planner changes lessons in one write. The changes are gathered first, so that
// they are checked against the plan as it will be: two lessons may change places.
type planner struct {
	tx      *sqlite.Tx
	c       clubNow
	actor   club.Actor
	plan    *planning.Plan
	changes []lessonChange
	reason  string // why what clashes is given all the same

	overridden []overriddenClash
	lasting    bool // nothing takes it back
	back       bool // an earlier state comes back, with the reasons it had
	undo       bool // what a change of the calendar gave goes without a trace
	weekly     weeklyPlaces
	together   *cancelledTogether // lessons that are cancelled as one; nil where each is told by itself

	leaves bool          // what clashes is left out where there is no reason
	left   []LessonClash // what was
	again  *allowances   // overlaps that were allowed before stay so
}

// newPlanner is a planner over the lessons of some days.
func newPlanner(tx *sqlite.Tx, c clubNow, actor club.Actor, days calendar.Period) (*planner, error) {
	arenas, err := tx.Arenas()
	if err != nil {
		return nil, err
	}
	instructors, err := tx.Instructors()
	if err != nil {
		return nil, err
	}
	closures, err := closuresOf(tx, c, days)
	if err != nil {
		return nil, err
	}
	lessons, err := tx.LessonsBetween(days.First.AddDays(-1), days.Last.AddDays(1))
	return &planner{tx: tx, c: c, actor: actor, plan: planning.NewPlan(closures, arenas, instructors, lessons)}, err
}

// closuresOf is what keeps lessons from being given in a period.
func closuresOf(tx *sqlite.Tx, c clubNow, days calendar.Period) (planning.Closures, error) {
	typed, err := tx.ClosedDays()
	return planning.NewClosures(c.Identity.Country, days, typed), err
}

// add, change and remove gather what happens to a lesson.
func (p *planner) add(lesson planning.Lesson) {
	lesson.State = planning.Planned
	p.changes = append(p.changes, lessonChange{After: lesson})
}

func (p *planner) change(before, after planning.Lesson) {
	if before != after {
		p.changes = append(p.changes, lessonChange{before, after})
	}
}

// remove takes a lesson away, or cancels it where somebody booked it.
func (p *planner) remove(lesson planning.Lesson, why string) error {
	used, err := p.tx.LessonUsed(lesson.ID)
	if err != nil {
		return err
	}
	if !used {
		p.changes = append(p.changes, lessonChange{Before: lesson})
		return nil
	}
	after := lesson
	after.State, after.Reason, after.Shut = planning.Cancelled, why, true
	p.change(lesson, after)
	return nil
}

// follow makes the lessons of a series what its rule says, from a day on. What a
// person changed by hand or cancelled and what was given stays, and keeps the place
// of its week; what only the calendar cancelled is planned again.
func (p *planner) follow(s planning.Series, season calendar.Season, from calendar.Day, why string) error {
	days := map[calendar.Day]calendar.Day{} // by their weeks
	all := s.Days(season, p.plan.Closures)
	for _, day := range all {
		days[day.Monday()] = day
	}
	var lessons []planning.Lesson
	reason := "" // why they are given where they clash
	if s.ID != 0 {
		var err error
		if lessons, err = p.tx.LessonsOfSeries(s.ID); err != nil {
			return err
		}
	}
	taken := map[calendar.Day]bool{}
	for _, lesson := range lessons {
		taken[lesson.Week] = true
		if lesson.State != planning.Cancelled && lesson.Reason != "" {
			reason = lesson.Reason
		}
		day, rides := days[lesson.Week]
		if !p.tx.Now.Before(lesson.StartsAt(p.c.zone)) { // it has begun: what was given is the roll's
			continue
		}
		switch {
		case lesson.Shut && lesson.State == planning.Cancelled && rides && day >= from:
			after := lesson
			after.Day, after.Shape, after.State, after.Reason, after.Shut = day, s.Shape, planning.Planned, reason, false
			p.change(lesson, after)
		case lesson.Day < from, lesson.Own, lesson.State != planning.Planned:
		case !rides:
			if err := p.remove(lesson, why); err != nil {
				return err
			}
		default:
			after := lesson
			after.Day, after.Shape = day, s.Shape
			p.change(lesson, after)
		}
	}
	for _, day := range all {
		if week := day.Monday(); day >= from && !taken[week] {
			p.add(planning.Lesson{Series: s.ID, Season: s.Season, Day: day, Week: week, Shape: s.Shape, Reason: reason})
		}
	}
	return nil
}

// write checks what was gathered, writes it, and lets the riders follow.
func (p *planner) write() error {
	if err := p.settle(); err != nil {
		return err
	}
	for i := range p.changes {
		if err := p.store(&p.changes[i]); err != nil {
			return err
		}
	}
	if err := p.seatEnrolled(); err != nil {
		return err
	}
	if len(p.overridden) > 0 {
		if err := p.tx.Seal(journal.OverrideMade, p.actor, "", map[string]any{"lessons": p.overridden}); err != nil {
			return err
		}
	}
	if err := p.sealRoom(); err != nil {
		return err
	}
	if err := p.settleBookings(); err != nil {
		return err
	}
	if err := p.seatWeekly(); err != nil {
		return err
	}
	return p.offerReopened()
}

// settle checks what was gathered against the plan as it will be.
func (p *planner) settle() error {
	for _, c := range p.changes {
		if c.Before.ID != 0 {
			p.plan.Take(c.Before)
		}
	}
	for i := range p.changes { // each is seen by those that come after it
		after := &p.changes[i].After
		if after.Day != "" {
			if err := p.check(p.changes[i].Before, after); err != nil {
				return err
			}
			p.plan.Put(*after)
		}
	}
	return nil
}

// roomMade is how the journal names a lesson that holds more riders than before.
type roomMade struct {
	Lesson planning.LessonID `json:"lesson"`
	Name   string            `json:"name"`
	Day    calendar.Day      `json:"day"`
	Was    int               `json:"was"`
	Is     int               `json:"is"`
}

// sealRoom records in one entry the lessons that somebody made room in: places are
// never overridden, the capacity is raised (PRODUCT section 3).
func (p *planner) sealRoom() error {
	var room []roomMade
	for _, c := range p.changes {
		if c.Before.ID != 0 && c.After.Capacity > c.Before.Capacity {
			room = append(room, roomMade{c.After.ID, c.After.Name, c.After.Day, c.Before.Capacity, c.After.Capacity})
		}
	}
	if len(room) == 0 {
		return nil
	}
	return p.tx.Seal(journal.OverrideMade, p.actor, "", map[string]any{"room": room})
}

// store writes one change.
func (p *planner) store(c *lessonChange) (err error) {
	switch {
	case c.After.Day == "":
		return p.tx.DeleteLesson(c.Before.ID)
	case c.Before.Day == "":
		c.After.ID, err = p.tx.InsertLesson(c.After)
		return err
	}
	if c.After.Capacity < c.Before.Capacity {
		highest, err := p.tx.HighestPlace(c.After.ID)
		if err != nil {
			return err
		}
		if highest > c.After.Capacity {
			return club.Refuse(club.CodeCapacityTaken).On("capacity").With("n", highest)
		}
	}
	return p.tx.UpdateLesson(c.After)
}

// check refuses what clashes, unless there is a reason: an overlap is given by
// those alone who may override, an overload by everybody.
func (p *planner) check(before planning.Lesson, after *planning.Lesson) error {
	if after.State != planning.Planned || stays(before, *after) || p.back && after.Reason != "" {
		return nil
	}
	clashes, err := p.clashes(*after)
	if err == nil && p.again != nil {
		clashes, err = p.allowedAgain(after, clashes)
	} else {
		after.Reason = ""
	}
	if err != nil || len(clashes) == 0 {
		return err
	}
	if p.reason == "" && p.leaves {
		after.State, after.LeftOut = planning.Cancelled, true
		after.Reason = locale.Text(p.c.Identity.Language, "planning.leftOut", locale.Params{"name": clashes[0].Name})
		p.left = append(p.left, LessonClash{after.Name, clashes[0]})
		return nil
	}
	if after.Reason = p.reason; after.Reason == "" {
		return clashRefusal(clashes[0], len(clashes))
	}
	for _, clash := range clashes {
		if clash.What.Blocks() {
			p.overridden = append(p.overridden, overriddenClash{after.Name, clash.Day, clash.What, clash.Other})
		}
	}
	if len(p.overridden) == 0 {
		return nil
	}
	return only(p.tx, p.actor, p.c.Policy.MayOverride())
}

// overriddenClash is how the journal names an overlap that somebody allowed; the
// reason stands with the lesson.
type overriddenClash struct {
	Lesson string             `json:"lesson"`
	Day    calendar.Day       `json:"day"`
	Clash  planning.ClashKind `json:"clash"`
	With   string             `json:"with"`
}

// allowances are the overlaps that were allowed, for a change of the plan that
// makes such lessons anew: a day opens again, a week is copied.
type allowances struct {
	later   int // days from the lessons that were allowed to those that are made
	reasons map[namedLesson]string
	list    []sqlite.AllowedOverlap
}

type namedLesson struct {
	name string
	day  calendar.Day
}

// allowedAgain leaves the clashes nobody allowed yet. A lesson whose overlap was
// allowed keeps the reason, its own or the other's. Where a series follows its rule
// there is nobody to warn of an overload.
func (p *planner) allowedAgain(l *planning.Lesson, clashes []planning.Clash) ([]planning.Clash, error) {
	a := p.again
	if a.reasons == nil {
		a.reasons = map[namedLesson]string{}
	}
	why := l.Reason
	if why != "" {
		a.reasons[namedLesson{l.Name, l.Day}] = why
	}
	if l.Reason = ""; len(clashes) == 0 {
		return nil, nil
	}
	if a.list == nil {
		var err error
		if a.list, err = p.tx.AllowedOverlaps(); err != nil {
			return nil, err
		}
	}
	around := slices.Collect(p.plan.Around(*l))
	var fresh []planning.Clash
	for _, clash := range clashes {
		at := slices.IndexFunc(around, func(o planning.Lesson) bool { return o.ID == clash.With && o.Name == clash.Other })
		switch {
		case !clash.What.Blocks():
			if l.Series == 0 && why == "" {
				fresh = append(fresh, clash)
			}
		case at < 0 || !a.holds(*l, around[at], clash.What):
			fresh = append(fresh, clash)
		default:
			why = cmp.Or(why, around[at].Reason, a.reasons[namedLesson{clash.Other, around[at].Day}])
			if a.later != 0 { // on a day it was not allowed for
				p.overridden = append(p.overridden, overriddenClash{l.Name, clash.Day, clash.What, clash.Other})
			}
		}
	}
	l.Reason = why
	return fresh, nil
}

// holds reports whether two lessons were allowed to overlap: on that day, or, where
// both are of series, on that day of the week.
func (a *allowances) holds(l, other planning.Lesson, what planning.ClashKind) bool {
	return slices.ContainsFunc(a.list, func(o sqlite.AllowedOverlap) bool {
		of, mate := l, other
		if o.Lesson != l.Name {
			of, mate = other, l
		}
		day := of.Day.AddDays(-a.later)
		return o.What == what && o.Lesson == of.Name && o.With == mate.Name &&
			(o.Day == day || l.Series != 0 && other.Series != 0 && o.Day.ISOWeekday() == day.ISOWeekday())
	})
}

// stays reports whether nothing of a change can make a lesson clash.
func stays(before, after planning.Lesson) bool {
	return before.State == planning.Planned && before.Day == after.Day && before.Start == after.Start && before.Minutes >= after.Minutes &&
		before.Arena == after.Arena && before.Instructor == after.Instructor
}

// clashes names what stands against a lesson, with the other lessons of its riders
// and their horses.
func (p *planner) clashes(lesson planning.Lesson) ([]planning.Clash, error) {
	elsewhere := planning.Elsewhere{Riders: map[planning.LessonID]string{}}
	if lesson.ID != 0 || lesson.Activity != 0 {
		riding, err := p.tx.RidersElsewhere(lesson, lesson.Day.AddDays(-1), lesson.Day.AddDays(1))
		if err != nil {
			return nil, err
		}
		for _, r := range riding {
			elsewhere.Riders[r.Lesson] = r.Name
		}
	}
	if lesson.ID != 0 {
		var err error
		if elsewhere.Horses, err = p.tx.HorsesElsewhere(lesson.ID, lesson.Day.AddDays(-1), lesson.Day.AddDays(1)); err != nil {
			return nil, err
		}
	}
	return p.plan.Clashes(lesson, elsewhere), nil
}

// clashRefusal names the first of n clashes.
func clashRefusal(c planning.Clash, n int) error {
	field := "start"
	switch c.What {
	case planning.ArenaTaken:
		field = "arena"
	case planning.InstructorTaken, planning.OutsideHours, planning.OnLeave:
		field = "instructor"
	case planning.DayClosed:
		field = "day"
	}
	return club.Refuse(clashCodes[c.What]).On(field).With("name", c.Name).With("onDay", c.Day).
		With("other", c.Other).With("time", c.Start.String()).With("n", n).With("blocks", c.What.Blocks())
}

var clashCodes = map[planning.ClashKind]club.Code{
	planning.ArenaTaken: club.CodeArenaTaken, planning.InstructorTaken: club.CodeInstructorTaken, planning.RiderTwice: club.CodeRiderTwice,
	planning.HorseTaken:   club.CodeHorseTaken,
	planning.OutsideHours: club.CodeOutsideHours, planning.OnLeave: club.CodeOnLeave, planning.DayClosed: club.CodeDayClosed,
}
