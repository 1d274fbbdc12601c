package desk

import (
	"maps"
	"slices"
	"strings"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// cancelPlaces gives every place of a lesson that the club cancelled back: a unit
// to its card, else a voucher that does not count, and writes to each family in
// its language what it gets (PRODUCT section 5). A package that a cart holds is counted
// anew without it: nobody pays for a lesson that is no more. Who waited is offered nothing,
// hears of it too, and keeps the place in the line should the lesson be given after all.
func (p *planner) cancelPlaces(l planning.Lesson) error {
	tx, c, actor := p.tx, p.c, p.actor
	if p.undo || p.back {
		if err := p.takeAdded(l); err != nil {
			return err
		}
	}
	if err := tx.LoseLesson(l); err != nil {
		return err
	}
	rows, err := tx.BookingsOf(l.ID)
	if err != nil {
		return err
	}
	given := map[club.HouseholdID][]givenBack{}
	for _, b := range rows {
		switch {
		case b.State == booking.Held:
			err = tx.DropHold(b.ID)
		case b.State.Takes():
			b.State = booking.Booked // who was ticked rode in nothing
			var done Cancelled
			if done, err = giveUp(tx, c, actor, b, l, booking.ByClub, 0); err != nil {
				return err
			}
			if b.By == booking.ByActivity {
				continue // CancelActivityDay tells what comes of it
			}
			var rider club.Rider
			rider, err = tx.Rider(b.Rider)
			given[rider.Household] = append(given[rider.Household], givenBack{rider, done.Consequence})
		}
		if err != nil {
			return err
		}
	}
	offered, err := tx.Unoffer(l.ID)
	if err != nil {
		return err
	}
	for _, household := range offered {
		if _, err := tx.DropMessages("placeOffered", l.ID, household, ""); err != nil {
			return err
		}
	}
	for _, household := range slices.Sorted(maps.Keys(given)) {
		if p.together != nil {
			p.together.add(household, l, given[household])
		} else if err := tellCancelled(tx, c, actor, household, l, given[household]); err != nil {
			return err
		}
	}
	list, err := tx.WaitingFor(l.ID)
	if err != nil {
		return err
	}
	var inVain []riderIn
	for _, row := range list {
		inVain = append(inVain, riderIn{row.Household, row.RiderName, l})
	}
	if p.together != nil {
		p.together.inVain = append(p.together.inVain, inVain...)
		return nil
	}
	return p.tellRuns(inVain, waitedInVain, waitedForFollowing)
}

// givenBack is a rider of a cancelled lesson and what came of the place.
type givenBack struct {
	rider club.Rider
	booking.Consequence
}

func tellCancelled(tx *sqlite.Tx, c clubNow, actor club.Actor, household club.HouseholdID, l planning.Lesson, riders []givenBack) error {
	lang, err := languageOf(tx, c, household)
	if err != nil {
		return err
	}
	var lines []string
	var what about
	for _, g := range riders {
		lines = append(lines, locale.Text(lang, "message.back."+string(g.Outcome), map[string]any{"rider": g.rider.FirstName, "throughDay": g.Through}))
		what.riders = append(what.riders, g.rider.FirstName)
		what.says = append(what.says, sqlite.Said{Code: "back." + string(g.Outcome), Params: map[string]any{"rider": g.rider.FirstName, "throughDay": g.Through}})
	}
	return tell(tx, c, actor, "lessonCancelled", household, l, map[string]any{"reason": l.Reason, "riders": strings.Join(lines, "\n")}, what)
}

// followingCancelled is what a family is told once of all lessons of a series that
// are cancelled together; it hangs on the first of them that it has a place in.
const followingCancelled = "followingCancelled"

// cancelledTogether gathers what families get for lessons that are cancelled as one.
type cancelledTogether struct {
	homes  map[club.HouseholdID]*goneOf
	inVain []riderIn // who waits for them
}

// goneOf is what a household gets of them.
type goneOf struct {
	first planning.Lesson
	order []goneKey
	of    map[goneKey]*goneSum
}

type goneKey struct {
	rider   string
	outcome booking.Outcome
}

type goneSum struct {
	n    int
	last calendar.Day
}

func (t *cancelledTogether) add(household club.HouseholdID, l planning.Lesson, riders []givenBack) {
	home := t.homes[household]
	if home == nil {
		home = &goneOf{first: l, of: map[goneKey]*goneSum{}}
		t.homes[household] = home
	}
	for _, g := range riders {
		key := goneKey{g.rider.FirstName, g.Outcome}
		if home.of[key] == nil {
			home.order, home.of[key] = append(home.order, key), &goneSum{}
		}
		home.of[key].n++
		home.of[key].last = l.Day
	}
}

// tellTogether writes to each family once of the lessons that were cancelled as one.
func (p *planner) tellTogether() error {
	if p.together == nil {
		return nil
	}
	for _, household := range slices.Sorted(maps.Keys(p.together.homes)) {
		home := p.together.homes[household]
		lang, err := languageOf(p.tx, p.c, household)
		if err != nil {
			return err
		}
		var lines []string
		var what about
		for _, key := range home.order {
			params := map[string]any{"rider": key.rider, "n": home.of[key].n, "lastDay": home.of[key].last}
			lines = append(lines, locale.Text(lang, "message.following."+string(key.outcome), params))
			if !slices.Contains(what.riders, key.rider) {
				what.riders = append(what.riders, key.rider)
			}
			what.says = append(what.says, sqlite.Said{Code: "following." + string(key.outcome), Params: params})
		}
		err = tell(p.tx, p.c, p.actor, followingCancelled, household, home.first, map[string]any{"reason": home.first.Reason, "riders": strings.Join(lines, "\n")}, what)
		if err != nil {
			return err
		}
	}
	return p.tellRuns(p.together.inVain, waitedInVain, waitedForFollowing)
}
