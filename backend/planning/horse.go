package planning

import (
	"slices"

	"paddock/backend/calendar"
	"paddock/backend/club"
)

// HorseID identifies a horse; 0 is none.
type HorseID int64

// Horse is a horse of the club, or one that lives there, with what it may be
// asked for (PRODUCT section 4, Horses). A limit of 0 is none.
type Horse struct {
	ID          HorseID      `json:"id"`
	Name        string       `json:"name"`
	LevelMin    int64        `json:"levelMin" doc:"The lowest level that rides it; 0 for no limit; ranges compare ranks"`
	LevelMax    int64        `json:"levelMax"`
	MostWeight  int          `json:"mostWeightKg" minimum:"0" maximum:"300" doc:"Of its rider, in kilograms; 0 for no limit"`
	LessonsADay int          `json:"lessonsADay" minimum:"0" maximum:"20" doc:"0 for no limit"`
	HoursAWeek  int          `json:"hoursAWeek" minimum:"0" maximum:"80" doc:"From Monday on; 0 for no limit"`
	DaysOff     []int        `json:"daysOff" nullable:"false" doc:"ISO weekdays: 1 is Monday"`
	Owner       club.RiderID `json:"owner" doc:"The rider whose own horse it is, and nobody else's; 0 for the club's"`
	Archived    bool         `json:"archived" doc:"It left"`
	Note        string       `json:"note"`
	Away        []Away       `json:"away" nullable:"false" doc:"When it cannot work, the earliest first"`
	Cares       []Care       `json:"cares" nullable:"false" doc:"What it needs again and again, each kind once"`
	Version     int          `json:"version"`
}

// Away is a time a horse cannot work: hurt, lent, at rest. Both days included;
// an empty last day is until further notice.
type Away struct {
	First calendar.Day `json:"first"`
	Last  calendar.Day `json:"last" doc:"Empty until further notice"`
	Why   string       `json:"why"`
}

// On reports whether a horse is away on a day.
func (a Away) On(day calendar.Day) bool { return a.First <= day && (a.Last == "" || day <= a.Last) }

// AwayOn reports whether a horse cannot work on a day.
func (h Horse) AwayOn(day calendar.Day) bool {
	return slices.ContainsFunc(h.Away, func(a Away) bool { return a.On(day) })
}

// Off reports whether a day is one of the horse's days off.
func (h Horse) Off(day calendar.Day) bool { return slices.Contains(h.DaysOff, day.ISOWeekday()) }

// Wish is what a rider thinks of a horse.
type Wish int

// The wishes.
const (
	Dislikes Wish = -1
	Neutral  Wish = 0
	Likes    Wish = 1
)

// Limit is why a rider cannot have a horse. The first five hold whatever the day
// looks like; the others follow from what the horse does already.
type Limit string

// The limits. An overlap blocks; of the others the desk may say why it sets one
// aside (PRODUCT section 4: an overload warns and asks for a reason).
const (
	LimitOwner   Limit = "owner" // it is somebody's own
	LimitAway    Limit = "away"
	LimitDayOff  Limit = "dayOff"
	LimitLevel   Limit = "level"
	LimitWeight  Limit = "weight"
	LimitOverlap Limit = "overlap" // it is in another lesson then
	LimitDay     Limit = "day"     // its lessons of the day are given
	LimitWeek    Limit = "week"    // and its hours of the week
)

// Blocks reports whether no reason sets a limit aside.
func (l Limit) Blocks() bool { return l == LimitOverlap }

// Mounted is who rides, as the rules of horses look at one.
type Mounted struct {
	Rider  club.RiderID
	Level  int64 // 0 when unknown: a beginner
	Weight int   // kilograms; 0 when unknown
	Steps  []club.Level
	Wishes map[HorseID]Wish
	Last   map[HorseID]int // how many of the rider's last lessons were on it
	Worked bool            // an instructor works the rider's own horse: how well and how heavy they ride is no matter
}

// Limits lists what keeps a rider from a horse on a day, whatever else the horse
// does; none means it suits. Weight that is not known keeps nobody from a horse.
func (h Horse) Limits(m Mounted, day calendar.Day) (limits []Limit) {
	if h.Owner != 0 && h.Owner != m.Rider {
		limits = append(limits, LimitOwner)
	}
	if h.AwayOn(day) {
		limits = append(limits, LimitAway)
	}
	if h.Off(day) {
		limits = append(limits, LimitDayOff)
	}
	if m.Worked {
		return limits
	}
	if !h.forLevel(m) {
		limits = append(limits, LimitLevel)
	}
	if h.MostWeight > 0 && m.Weight > h.MostWeight {
		limits = append(limits, LimitWeight)
	}
	return limits
}

// forLevel compares the ranks of levels. A rider without one is a beginner: too
// low for a horse that begins at a level.
func (h Horse) forLevel(m Mounted) bool {
	rank := func(id int64) (int, bool) {
		at := slices.IndexFunc(m.Steps, func(l club.Level) bool { return id != 0 && l.ID == id })
		if at < 0 {
			return 0, false
		}
		return m.Steps[at].Rank, true
	}
	has, known := rank(m.Level)
	least, above := rank(h.LevelMin)
	most, below := rank(h.LevelMax)
	return !(above && (!known || has < least)) && !(below && known && has > most)
}

// Habit is how a club gives horses.
type Habit string

// The habits.
const (
	Repeat Habit = "repeat" // a rider keeps to the same horses
	Vary   Habit = "vary"   // and rides many
	NoCare Habit = ""
)

// What weighs in an assignment, in points of cost. A wish outweighs a habit, and
// both outweigh one lesson more for a horse, whose cost grows with each.
const (
	pointsNeutral = 40 // of a horse that suits and no more; keeps costs above nothing
	pointsWish    = 20
	pointsHabit   = 6 // for each of the last lessons, three at most
	pointsLesson  = 2 // for each lesson the horse gives already that day

	// In the order of a picker alone; an assignment sets no limit aside.
	pointsLimit  = 1_000
	pointsBlocks = 100_000
)

// Cost says how little a horse suits a rider whom nothing keeps from it; the
// less, the better. It is never below nothing.
func (h Horse) Cost(m Mounted, habit Habit) int {
	cost := pointsNeutral - pointsWish*int(m.Wishes[h.ID])
	ridden := pointsHabit * min(m.Last[h.ID], 3)
	switch {
	case h.Owner != 0: // their own
		cost = 0
	case habit == Repeat:
		cost -= ridden
	case habit == Vary:
		cost += ridden
	}
	return max(cost, 0)
}
