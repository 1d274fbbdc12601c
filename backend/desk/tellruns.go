package desk

import (
	"slices"
	"strings"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// The messages a family gets about one lesson, and once about several of a series that
// one action changed; these hang on the first of them.
const (
	lessonAdded, lessonsAdded = "lessonAdded", "lessonsAdded" // they have a place
	dayAdded                  = "dayAdded"                    // the same, of an activity
	lessonTaken, lessonsTaken = "lessonTaken", "lessonsTaken" // the place that was announced is none

	waitedInVain, waitedForFollowing = "waitedInVain", "waitedForFollowing" // they wait, and nothing is given
	waitsOn, waitOnFollowing         = "waitsOn", "waitOnFollowing"         // it is given after all
)

// riderIn is a rider to be told of in a lesson.
type riderIn struct {
	household club.HouseholdID
	name      string
	lesson    planning.Lesson
}

// run is what a household is told of in one message.
type run struct {
	household club.HouseholdID
	series    planning.SeriesID
	alone     planning.LessonID // one of no series
}

func runOf(household club.HouseholdID, l planning.Lesson) run {
	if l.Series == 0 {
		return run{household: household, alone: l.ID}
	}
	return run{household: household, series: l.Series}
}

// aboutSeveral are the messages about several lessons, which hang on the first: what
// they say of the others is news when that one has begun.
var aboutSeveral = map[string]bool{
	followingCancelled: true, lessonsAdded: true, lessonsTaken: true, waitedForFollowing: true, waitOnFollowing: true,
}

// tellRuns writes to each family about its riders in some lessons: once for all of a
// series, in a message of the kind many where they are several, else of the kind one.
func (p *planner) tellRuns(told []riderIn, one, many string) error {
	slices.SortStableFunc(told, func(a, b riderIn) int { return byStart(a.lesson, b.lesson) })
	var order []run
	of := map[run][]riderIn{}
	for _, in := range told {
		key := runOf(in.household, in.lesson)
		if of[key] == nil {
			order = append(order, key)
		}
		of[key] = append(of[key], in)
	}
	for _, key := range order {
		if err := p.tellRun(of[key], one, many); err != nil {
			return err
		}
	}
	return nil
}

func (p *planner) tellRun(told []riderIn, one, many string) error {
	first, last := told[0], told[len(told)-1]
	var names []string
	n, until := map[string]int{}, map[string]calendar.Day{}
	for _, in := range told {
		if n[in.name] == 0 {
			names = append(names, in.name)
		}
		n[in.name]++
		until[in.name] = in.lesson.Day
	}
	params := map[string]any{"riders": strings.Join(names, ", "), "reason": first.lesson.Reason}
	if first.lesson.ID == last.lesson.ID {
		return tell(p.tx, p.c, p.actor, one, first.household, first.lesson, params, about{names, []sqlite.Said{{Code: one}}})
	}
	lang, err := languageOf(p.tx, p.c, first.household)
	if err != nil {
		return err
	}
	what, lines := about{riders: names}, []string{}
	for _, name := range names {
		each := map[string]any{"rider": name, "n": n[name], "lastDay": until[name]}
		lines = append(lines, locale.Text(lang, "message.run", each))
		what.says = append(what.says, sqlite.Said{Code: many, Params: each})
	}
	params["riders"] = strings.Join(lines, "\n")
	return tell(p.tx, p.c, p.actor, many, first.household, first.lesson, params, what)
}

// dropRun lets a message about a lesson, or the one about several that hangs on it, go
// that nobody was told yet. It reports whether they were told: not of the others either
// where the one about all of them went.
func (p *planner) dropRun(household club.HouseholdID, l planning.Lesson, one string, together ...string) (heard bool, err error) {
	gone, err := p.tx.DropMessages(one, l.ID, household, "")
	if err != nil {
		return false, err
	}
	for _, many := range together { // all of them come back, the one it hangs on first
		whole, err := p.tx.DropMessages(many, l.ID, household, "")
		if err != nil {
			return false, err
		}
		if len(whole) > 0 {
			p.weekly.unheard = append(p.weekly.unheard, unheard{runOf(household, l), many})
		}
	}
	return len(gone) == 0 && !slices.ContainsFunc(p.weekly.unheard, func(u unheard) bool {
		return u.run == runOf(household, l) && slices.Contains(together, u.kind)
	}), nil
}

// unheard is a message about several lessons that nobody was told.
type unheard struct {
	run
	kind string
}
