package planning

import (
	"slices"

	"paddock/backend/calendar"
)

// Slot is when an instructor and an arena are free for a lesson made on demand.
type Slot struct {
	Day        calendar.Day    `json:"day"`
	Start      calendar.Minute `json:"start"`
	Minutes    int             `json:"minutes" minimum:"15" maximum:"240"`
	Instructor int64           `json:"instructor"`
	Arena      ArenaID         `json:"arena" doc:"0 where the club has none"`
}

// OnDemand reports whether lessons of this kind are made when their place is sold.
func (k Kind) OnDemand() bool { return k == Private || k == PrivateForTwo || k == HorseWork }

// Riders is how many ride in a lesson of this kind that is made on demand.
func (k Kind) Riders() int {
	if k == PrivateForTwo {
		return 2
	}
	return 1
}

// Lesson is the lesson of a kind that a slot is for.
func (s Slot) Lesson(kind Kind, name string) Lesson {
	return Lesson{Day: s.Day, State: Planned, Demand: true, Shape: Shape{
		Kind: kind, Name: name, Start: s.Start, Minutes: s.Minutes, Arena: s.Arena, Instructor: s.Instructor, Capacity: kind.Riders(),
	}}
}

// SlotSearch says which slots are looked for.
type SlotSearch struct {
	Kind       Kind
	Days       calendar.Period
	Minutes    int
	Instructor int64             // 0 for anybody who teaches
	Fits       func(Lesson) bool // whether it is still open, its riders and a horse are free
	Most       int
}

const (
	slotStep = 15      // minutes between the beginnings that are looked at
	halves   = 2       // of these, in half an hour
	dayOpens = 9 * 60  // an instructor whose hours nobody wrote down is asked for
	dayEnds  = 20 * 60 // between these
)

// Slots lists when a lesson could be given on demand, the nearest first: its
// instructor works and is neither on leave nor busy, and an arena is free. The
// first arena in the club's order is taken. Of an instructor's free hours those are
// listed that begin on the half hour, and to the quarter the first and the last of
// each stretch, so that no time is lost beside another lesson.
func (p *Plan) Slots(s SlotSearch) []Slot {
	slots := []Slot{}
	for day := s.Days.First; day <= s.Days.Last; day = day.AddDays(1) {
		if p.On(day).Closed != "" {
			continue
		}
		free := p.freeOn(day, s)
		for n, there := range free {
			for who, slot := range there {
				inside := n > 0 && n+1 < len(free) && free[n-1][who] != nil && free[n+1][who] != nil
				if slot == nil || n%halves != 0 && inside {
					continue
				}
				if slots = append(slots, *slot); len(slots) == s.Most {
					return slots
				}
			}
		}
	}
	return slots
}

// freeOn are the slots of a day by when they begin and by who gives them; nil where
// there is none.
func (p *Plan) freeOn(day calendar.Day, s SlotSearch) (free [][]*Slot) {
	for start := calendar.Minute(0); int(start)+s.Minutes <= 1440; start += slotStep {
		there := make([]*Slot, len(p.people))
		for who, i := range p.people {
			slot := Slot{Day: day, Start: start, Minutes: s.Minutes, Instructor: i.ID}
			if i.Teaches && (s.Instructor == 0 || i.ID == s.Instructor) && p.roomFor(&slot, i, s.Kind) && s.Fits(slot.Lesson(s.Kind, "")) {
				there[who] = &slot
			}
		}
		free = append(free, there)
	}
	return free
}

// roomFor reports whether the instructor is free in a slot and gives it its arena.
func (p *Plan) roomFor(s *Slot, i Instructor, kind Kind) bool {
	lesson := s.Lesson(kind, "")
	if len(i.Hours) == 0 && (lesson.Start < dayOpens || lesson.End() > dayEnds) || i.Away(lesson) || !i.Works(lesson) {
		return false
	}
	around := slices.Collect(p.Around(lesson))
	if slices.ContainsFunc(around, func(l Lesson) bool { return l.Instructor == i.ID }) {
		return false
	}
	open := slices.DeleteFunc(slices.Clone(p.places), func(a Arena) bool { return a.Archived })
	for _, a := range open {
		if a.Shared || !slices.ContainsFunc(around, func(l Lesson) bool { return l.Arena == a.ID }) {
			s.Arena = a.ID
			return true
		}
	}
	return len(open) == 0
}
