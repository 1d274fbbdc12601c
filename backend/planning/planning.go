// Package planning holds the plan of a club: the weekly series, their dated
// lessons, what closes a day, and what two lessons cannot share (PRODUCT
// section 4).
//
// It is pure: days, hours and the present are handed in. It knows nothing of who
// rides in a lesson; that is package booking's.
package planning

import (
	"slices"
	"time"

	"paddock/backend/calendar"
	"paddock/backend/catalogue"
)

// Identifiers in the database; 0 is not stored yet, or none.
type (
	ArenaID  int64
	SeriesID int64
	LessonID int64
)

// Arena is a place where lessons are given.
type Arena struct {
	ID       ArenaID `json:"id"`
	Name     string  `json:"name"`
	Shared   bool    `json:"shared" doc:"Several lessons at once: the outdoors"`
	Archived bool    `json:"archived"`
	Position int     `json:"position"`
	Version  int     `json:"version"`
}

// Kind is what sort of lesson it is.
type Kind string

// The kinds. A series has one of the first five; the days of an activity have
// one of the others.
const (
	Group         Kind = "group"
	Private       Kind = "private"
	PrivateForTwo Kind = "privateForTwo"
	HorseWork     Kind = "horseWork" // an instructor works the rider's own horse
	Trial         Kind = "trial"
	Camp          Kind = "camp"
	Competition   Kind = "competition"
	Event         Kind = "event"
)

var weekly = []Kind{Group, Private, PrivateForTwo, HorseWork, Trial}

// Weekly reports whether a series, or a lesson on its own, may be of this kind.
func (k Kind) Weekly() bool { return slices.Contains(weekly, k) }

// Shape is what a series gives each of its lessons and a lesson may have
// otherwise: when in the day, where, with whom, for whom.
type Shape struct {
	Kind       Kind            `json:"kind" enum:"group,private,privateForTwo,horseWork,trial,camp,competition,event"`
	Name       string          `json:"name"`
	Start      calendar.Minute `json:"start" doc:"Club-local minutes from midnight"`
	Minutes    int             `json:"minutes" doc:"How long"`
	Arena      ArenaID         `json:"arena" doc:"0 for none"`
	Instructor int64           `json:"instructor" doc:"A person of the staff; 0 for nobody yet"`
	LevelMin   int64           `json:"levelMin" doc:"0 for no limit; ranges compare ranks"`
	LevelMax   int64           `json:"levelMax"`
	AgeMin     int             `json:"ageMin" doc:"Full years on the lesson's day; 0 for no limit"`
	AgeMax     int             `json:"ageMax"`
	Capacity   int             `json:"capacity"`
	MinGroup   int             `json:"minGroup" doc:"Below it the club is warned; 0 for no minimum"`
}

// End is when the lesson is over; past 1440 it ends the day after.
func (s Shape) End() calendar.Minute { return s.Start + calendar.Minute(s.Minutes) }

// Series is a weekly rule of one season, which makes its lessons.
type Series struct {
	ID     SeriesID `json:"id"`
	Season int64    `json:"season"`
	Shape
	Weekday    int          `json:"weekday" doc:"ISO: 1 is Monday"`
	EveryWeeks int          `json:"everyWeeks" doc:"2: every other week, counted from the week of the first day"`
	First      calendar.Day `json:"first" doc:"No lesson before it"`
	Last       calendar.Day `json:"last" doc:"No lesson after it"`
	InHolidays bool         `json:"inHolidays" doc:"Rides in school holidays"`
	OnPublic   bool         `json:"onPublic" doc:"Rides on public holidays"`
	Follows    SeriesID     `json:"follows,omitempty" doc:"The series of the season before that it goes on with; 0 for none"`
	Version    int          `json:"version"`
}

// State is what became of a lesson.
type State string

// The states of a lesson. A closed one never changes again.
const (
	Planned   State = "planned"
	Cancelled State = "cancelled" // by the club
	Closed    State = "closed"    // its roll was called
)

// Lesson is one dated lesson: of a series, a day of an activity, or on its own.
// It carries all it needs, for it may differ from its series.
type Lesson struct {
	ID       LessonID          `json:"id"`
	Series   SeriesID          `json:"series" doc:"0 for a lesson on its own"`
	Activity catalogue.OfferID `json:"activity" doc:"The offer it is a day of; 0 for none"`
	Season   int64             `json:"season" doc:"0 for none"`
	Day      calendar.Day      `json:"day" doc:"Club-local"`
	Week     calendar.Day      `json:"week" doc:"The Monday of the week whose lesson of its series it is, wherever it was moved; empty on its own"`
	Shape
	State   State  `json:"state" enum:"planned,cancelled,closed"`
	Demand  bool   `json:"onDemand" doc:"Made with the place sold in it: in the plan while somebody has one"`
	Shut    bool   `json:"shut,omitempty" doc:"Cancelled because the calendar or its series changed: planned again once they let it"`
	LeftOut bool   `json:"leftOut,omitempty" doc:"Cancelled as its season was rolled over, because it clashed: it never was one of the season, and counts in none of it"`
	Kept    bool   `json:"kept,omitempty" doc:"Given although fewer ride in it than its minimum: somebody said so"`
	Own     bool   `json:"own" doc:"It differs from its series by a person's hand, and a change of the series leaves it"`
	Reason  string `json:"reason" doc:"Why the club cancelled it, or gave it although it clashes"`
	Version int    `json:"version"`
}

// StartsAt is the instant the lesson begins.
func (l Lesson) StartsAt(zone *time.Location) time.Time { return l.Day.At(l.Start, zone) }

// EndsAt is the instant the lesson is over.
func (l Lesson) EndsAt(zone *time.Location) time.Time { return l.Day.At(l.End(), zone) }
