package booking

import "paddock/backend/calendar"

// Fate is what a lesson of a package is to who bought it.
type Fate string

// The fates. A lesson counts as given by its closed roll (PRODUCT section 5).
const (
	Given    Fate = "given"    // ridden
	Missed   Fate = "missed"   // absent, or cancelled late: it counts
	MadeGood Fate = "voucher"  // cancelled, and a voucher stands for it
	Excused  Fate = "excused"  // cancelled without one
	RollOpen Fate = "rollOpen" // it began, and nobody closed its roll
	ToCome   Fate = "toCome"
)

// RunPlace is the place of a package in one lesson.
type RunPlace struct {
	Day     calendar.Day
	State   State
	Begun   bool // the lesson
	Closed  bool // its roll
	Voucher bool // its cancellation made one
}

// Fate is what became of the place.
func (p RunPlace) Fate() Fate {
	switch {
	case p.State == CancelledLate:
		return Missed
	case p.Voucher && p.State != Attended && p.State != Booked:
		return MadeGood
	case !p.State.Takes():
		return Excused
	case p.Closed && p.State == Absent:
		return Missed
	case p.Closed:
		return Given
	case p.Begun:
		return RollOpen
	}
	return ToCome
}

// Leave is what somebody who gives up a package in mid-season has had of it, and
// what is left.
type Leave struct {
	Given int            `json:"given" doc:"Lessons whose roll is closed"`
	Stays int            `json:"stays" doc:"Neither given nor credited: ridden before the day, lost by a late cancellation, made good by a voucher, or given up without one"`
	Open  []calendar.Day `json:"openRolls" nullable:"false" doc:"Begun, the roll not closed: counted among those left"`
	Left  int            `json:"left" doc:"Credited"`
	Freed int            `json:"freed" doc:"Places that are given up"`
	First calendar.Day   `json:"firstFreed,omitempty"`
}

// Leaving counts what is left of a package of so many lessons for who gives it up
// from a day on. What was given is told by closed rolls (PRODUCT section 5); a
// lesson whose absence made a voucher is made good by that, and one that was given up
// beyond the absences that make one gives none, money neither (PRODUCT section 5). Lessons the calendar
// took away since were not given back in money, and are not now.
func Leaving(run []RunPlace, bought int, from calendar.Day) Leave {
	leave := Leave{Open: []calendar.Day{}}
	for _, p := range run {
		switch fate := p.Fate(); {
		case p.Closed:
			leave.Given++
		case fate == RollOpen:
			leave.Open = append(leave.Open, p.Day)
			leave.Left++
		case fate == Missed, fate == MadeGood, fate == Excused, p.Day < from && !p.Begun:
			leave.Stays++
		default:
			leave.Left++
			if fate == ToCome {
				if leave.Freed == 0 {
					leave.First = p.Day
				}
				leave.Freed++
			}
		}
	}
	leave.Left = max(0, min(leave.Left, bought-leave.Given-leave.Stays))
	return leave
}
