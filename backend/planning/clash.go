package planning

import (
	"iter"
	"slices"

	"paddock/backend/calendar"
)

// Instructor is somebody who gives lessons, with the hours and the leave.
// Without any hours written down nothing is known, and every hour is right.
type Instructor struct {
	ID      int64   `json:"id"`
	Name    string  `json:"name"`
	Teaches bool    `json:"teaches" doc:"Gives lessons; one who does no longer is still named by those given"`
	Hours   []Hours `json:"hours" nullable:"false"`
	Leave   []Leave `json:"leave" nullable:"false"`
}

// Hours is when somebody works on a weekday.
type Hours struct {
	Weekday int             `json:"weekday"`
	Start   calendar.Minute `json:"start"`
	Finish  calendar.Minute `json:"finish"`
}

// Leave is when somebody does not work: whole days, but for the morning of the
// first and the end of the last where those are given.
type Leave struct {
	calendar.Period
	Start  calendar.Minute `json:"start" doc:"On the first day, from this time on; 0: that whole day"`
	Finish calendar.Minute `json:"finish" doc:"On the last day, until this time; 0: that whole day"`
}

// during reports whether a leave takes a minute of a lesson.
func (v Leave) during(l Lesson) bool {
	first, last := l.Day.DaysUntil(v.First)*1440, l.Day.DaysUntil(v.Last)*1440
	until := v.Finish
	if until == 0 {
		until = 1440
	}
	return l.Start < calendar.Minute(last)+until && calendar.Minute(first)+v.Start < l.End()
}

// Works reports whether the lesson lies within the instructor's hours. Hours that
// begin where others end go on with them, over midnight too.
func (i Instructor) Works(l Lesson) bool {
	if len(i.Hours) == 0 {
		return true
	}
	for at := l.Start; at < l.End(); {
		weekday, minute := l.Day.AddDays(int(at)/1440).ISOWeekday(), at%1440
		n := slices.IndexFunc(i.Hours, func(h Hours) bool { return h.Weekday == weekday && h.Start <= minute && minute < h.Finish })
		if n < 0 {
			return false
		}
		at += i.Hours[n].Finish - minute
	}
	return true
}

// Away reports whether the instructor is on leave during a part of the lesson.
func (i Instructor) Away(l Lesson) bool {
	return slices.ContainsFunc(i.Leave, func(v Leave) bool { return v.during(l) })
}

// ClashKind is what stands against giving a lesson at a time.
type ClashKind string

const (
	ArenaTaken      ClashKind = "arenaTaken"      // another lesson is given there
	InstructorTaken ClashKind = "instructorTaken" // gives another lesson
	RiderTwice      ClashKind = "riderTwice"      // rides in another lesson
	HorseTaken      ClashKind = "horseTaken"      // is ridden in another lesson
	OutsideHours    ClashKind = "outsideHours"    // the instructor does not work then
	OnLeave         ClashKind = "onLeave"         // the instructor is away
	DayClosed       ClashKind = "dayClosed"       // the club has no lessons that day
)

// Blocks reports whether only somebody who may override gives the lesson all
// the same: an overlap does, an overload is warned of and takes a reason
// (PRODUCT section 4).
func (k ClashKind) Blocks() bool {
	return k == ArenaTaken || k == InstructorTaken || k == RiderTwice || k == HorseTaken
}

// Clash names one thing that stands against a lesson.
type Clash struct {
	What  ClashKind       `json:"what" enum:"arenaTaken,instructorTaken,riderTwice,horseTaken,outsideHours,onLeave,dayClosed"`
	Name  string          `json:"name" doc:"Of the arena, the instructor, the rider, the horse, or of what closes the day"`
	Day   calendar.Day    `json:"day"`
	With  LessonID        `json:"with" doc:"The other lesson; 0 for none"`
	Other string          `json:"other" doc:"Its name"`
	Start calendar.Minute `json:"start" doc:"When the other begins"`
}

// Overlaps reports whether two lessons share a minute of the clock. One that
// ends when the other begins does not.
func (l Lesson) Overlaps(other Lesson) bool {
	return l.overlaps(other, l.Day.DaysUntil(other.Day))
}

// overlaps is Overlaps for a lesson so many days later.
func (l Lesson) overlaps(other Lesson, days int) bool {
	apart := calendar.Minute(days * 1440)
	return l.Start < other.End()+apart && other.Start+apart < l.End()
}

// Plan is what lessons are checked against.
type Plan struct {
	Closures
	places      []Arena // in the club's order
	people      []Instructor
	arenas      map[ArenaID]Arena
	instructors map[int64]Instructor
	days        map[calendar.Day][]Lesson
}

// NewPlan is a plan with these lessons.
func NewPlan(closures Closures, arenas []Arena, instructors []Instructor, lessons []Lesson) *Plan {
	p := &Plan{closures, arenas, instructors, map[ArenaID]Arena{}, map[int64]Instructor{}, map[calendar.Day][]Lesson{}}
	for _, a := range arenas {
		p.arenas[a.ID] = a
	}
	for _, i := range instructors {
		p.instructors[i.ID] = i
	}
	for _, l := range lessons {
		p.Put(l)
	}
	return p
}

// Put adds a lesson to the plan; one that the club cancelled takes no room.
func (p *Plan) Put(l Lesson) {
	if l.State != Cancelled {
		p.days[l.Day] = append(p.days[l.Day], l)
	}
}

// Take removes a lesson from the plan.
func (p *Plan) Take(l Lesson) {
	p.days[l.Day] = slices.DeleteFunc(p.days[l.Day], func(o Lesson) bool { return o.ID == l.ID })
}

// Around lists the lessons of the plan that share a minute with one, but for
// itself.
func (p *Plan) Around(l Lesson) iter.Seq[Lesson] {
	return func(yield func(Lesson) bool) {
		for n := -1; n <= 1; n++ { // a lesson may go on past midnight
			for _, other := range p.days[l.Day.AddDays(n)] {
				if (other.ID != l.ID || other.ID == 0) && l.overlaps(other, n) && !yield(other) {
					return
				}
			}
		}
	}
}

// Elsewhere is where the riders of a lesson and their horses have other lessons,
// by the name of one of each: who rides what is package booking's to know.
type Elsewhere struct{ Riders, Horses map[LessonID]string }

// Clashes names all that stands against a lesson, what blocks first.
func (p *Plan) Clashes(l Lesson, elsewhere Elsewhere) []Clash {
	clashes := []Clash{}
	arena, instructor := p.arenas[l.Arena], p.instructors[l.Instructor]
	for other := range p.Around(l) {
		with := Clash{Day: l.Day, With: other.ID, Other: other.Name, Start: other.Start}
		if arena.ID != 0 && other.Arena == arena.ID && !arena.Shared {
			with.What, with.Name = ArenaTaken, arena.Name
			clashes = append(clashes, with)
		}
		if instructor.ID != 0 && other.Instructor == instructor.ID {
			with.What, with.Name = InstructorTaken, instructor.Name
			clashes = append(clashes, with)
		}
		if rider, rides := elsewhere.Riders[other.ID]; rides {
			with.What, with.Name = RiderTwice, rider
			clashes = append(clashes, with)
		}
		if horse, goes := elsewhere.Horses[other.ID]; goes {
			with.What, with.Name = HorseTaken, horse
			clashes = append(clashes, with)
		}
	}
	if instructor.ID != 0 && instructor.Away(l) {
		clashes = append(clashes, Clash{What: OnLeave, Name: instructor.Name, Day: l.Day})
	} else if instructor.ID != 0 && !instructor.Works(l) {
		clashes = append(clashes, Clash{What: OutsideHours, Name: instructor.Name, Day: l.Day})
	}
	if off := p.On(l.Day); off.Closed != "" {
		clashes = append(clashes, Clash{What: DayClosed, Name: off.Closed, Day: l.Day})
	}
	return clashes
}
