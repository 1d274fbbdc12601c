package desk

import (
	"slices"
	"strings"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// Reseated is what a change of the calendar did for who has a weekly place: it gives
// or takes lessons, not money (PRODUCT section 3).
type Reseated struct {
	Seated  int       `json:"seated" doc:"Places given in lessons that were added, or opened again"`
	LeftOut []LeftOut `json:"leftOut" nullable:"false" doc:"Who should have had one, in the order of the lessons"`
}

// LeftOut is a rider who has no place in a lesson of their weekly place.
type LeftOut struct {
	Rider     club.RiderID     `json:"rider"`
	Name      string           `json:"name"`
	Household club.HouseholdID `json:"household"`
	Lesson    string           `json:"lesson" doc:"Its name"`
	Day       calendar.Day     `json:"day"`
	Start     calendar.Minute  `json:"start"`
	Why       Obstacle         `json:"why"`
}

// weeklyPlaces gathers what a planner did for who has a weekly place.
type weeklyPlaces struct {
	Reseated
	tell  []riderIn // who is to know of a lesson that is given to them
	taken []riderIn // who knows of one, and has none

	waitOn  []sqlite.Waiting // who was told that they wait in vain, for a lesson that is given after all
	unheard []unheard        // what nobody had told of what is undone
}

func (w *weeklyPlaces) leave(rider club.Rider, l planning.Lesson, why *club.Error) {
	w.LeftOut = append(w.LeftOut, leftOut(rider, l, why))
}

func leftOut(rider club.Rider, l planning.Lesson, why *club.Error) LeftOut {
	return LeftOut{rider.ID, rider.FirstName + " " + rider.Surname, rider.Household, l.Name, l.Day, l.Start, Obstacle{why.Code, why.Params}}
}

// seat counts a place; the family is written to unless nothing was said before that
// is no longer so.
func (w *weeklyPlaces) seat(rider club.Rider, l planning.Lesson, tell bool) {
	w.Seated++
	if tell {
		w.tell = append(w.tell, riderIn{rider.Household, rider.FirstName, l})
	}
}

// reseated is what a verb answers.
func (p *planner) reseated() Reseated {
	done := p.weekly.Reseated
	done.LeftOut = append([]LeftOut{}, done.LeftOut...)
	slices.SortStableFunc(done.LeftOut, func(a, b LeftOut) int { return strings.Compare(string(a.Day), string(b.Day)) })
	return done
}

// seatWeekly books who has the weekly place of a series in the lessons that were made
// for it or opened again, the first bought first, as far as there are places, and
// writes to the families. What was sold stays as it is sealed: nobody pays for it.
func (p *planner) seatWeekly() error {
	bought, inCarts := map[planning.SeriesID][]sqlite.Package{}, map[planning.SeriesID]bool{}
	for _, change := range p.changes {
		l := change.After
		made := change.Before.Day == "" || change.Before.State == planning.Cancelled
		if !made || l.State != planning.Planned || l.Series == 0 || !p.tx.Now.Before(l.StartsAt(p.c.zone)) {
			continue
		}
		if _, known := bought[l.Series]; !known {
			var err error
			if bought[l.Series], err = p.tx.PackagesIn(l.Series); err != nil {
				return err
			}
		}
		if err := p.seatHolders(l, bought[l.Series]); err != nil {
			return err
		}
		if _, known := inCarts[l.Series]; !known {
			lines, err := p.tx.PackagesInCarts(l.Series)
			if err != nil {
				return err
			}
			inCarts[l.Series] = len(lines) > 0
		}
		if !inCarts[l.Series] {
			continue
		}
		if err := p.seatCarts(l, change.Before.Day == ""); err != nil {
			return err
		}
	}
	return nil
}

// offerReopened tells the families of the places that came back or went, and offers
// what is free in a lesson that is given after all to who waited for it. Who is offered
// none hears that they wait on, where they were told otherwise.
func (p *planner) offerReopened() error {
	if err := firstError(p.tellRuns(p.weekly.tell, lessonAdded, lessonsAdded), p.tellRuns(p.weekly.taken, lessonTaken, lessonsTaken)); err != nil {
		return err
	}
	given, offered := map[planning.LessonID]planning.Lesson{}, map[booking.WaitingID]bool{}
	for _, change := range p.changes {
		l := change.After
		if change.Before.State != planning.Cancelled || l.State != planning.Planned {
			continue
		}
		told, err := moveUp(p.tx, p.c, p.actor, l)
		if err != nil {
			return err
		}
		given[l.ID] = l
		for _, row := range told {
			offered[row.ID] = true
		}
	}
	var still []riderIn
	for _, row := range p.weekly.waitOn {
		if !offered[row.ID] {
			still = append(still, riderIn{row.Household, row.RiderName, given[row.Lesson]})
		}
	}
	return p.tellRuns(still, waitsOn, waitOnFollowing)
}

// seatHolders books the riders of packages in one lesson.
func (p *planner) seatHolders(l planning.Lesson, bought []sqlite.Package) error {
	bought = slices.DeleteFunc(slices.Clone(bought), func(b sqlite.Package) bool {
		return !b.Holds(l) || slices.Contains(b.Full, l.Day) || slices.Contains(b.Elsewhere, l.Day) // neither booked nor charged when it was sold
	})
	if len(bought) == 0 {
		return nil
	}
	riders, packages, err := p.tx.SeatedIn(l.ID)
	if err != nil {
		return err
	}
	taken := 0
	for _, there := range riders {
		if there {
			taken++
		}
	}
	for _, b := range bought {
		if packages[b.ID] || riders[b.Rider] { // has it, or gave it up
			continue
		}
		rider, err := p.tx.Rider(b.Rider)
		if err != nil {
			return err
		}
		why, err := noRoom(p.tx, rider, l, taken)
		if err != nil {
			return err
		}
		if why != nil {
			p.weekly.leave(rider, l, why)
			continue
		}
		if _, err := takePlaces(p.tx, p.actor, []planning.Lesson{l}, sqlite.NewBooking{Added: true, Booking: booking.Booking{
			Rider: b.Rider, By: booking.ByPackage, State: booking.Booked, Package: b.ID,
		}}); err != nil {
			return err
		}
		taken++
		riders[b.Rider] = true
		p.weekly.seat(rider, l, true)
	}
	return nil
}

// noRoom is why a rider has no place in a lesson: it is full, or they ride elsewhere
// at its time.
func noRoom(tx *sqlite.Tx, rider club.Rider, l planning.Lesson, taken int) (*club.Error, error) {
	if taken >= l.Capacity {
		return club.Refuse(club.CodeLessonFull).With("name", l.Name).With("n", l.Capacity), nil
	}
	rides, err := agendaOf(tx, rider.ID, calendar.Period{First: l.Day, Last: l.Day})
	if other := rides.during(l); err == nil && other != nil {
		return elsewhere(rider.FirstName, other), nil
	}
	return nil, err
}

// staysOut is why somebody who had a place in a lesson does not have it again:
// their package stopped or moved since, or there is no room.
func staysOut(tx *sqlite.Tx, b booking.Booking, rider club.Rider, l planning.Lesson, taken int) (*club.Error, error) {
	if b.By == booking.ByPackage && b.Package != 0 {
		bought, err := tx.Package(b.Package)
		if err != nil {
			return nil, err
		}
		if !bought.Holds(l) {
			return club.Refuse(club.CodeUndoChanged), nil
		}
	}
	return noRoom(tx, rider, l, taken)
}

// takeAdded gives up, without a voucher, the places of a lesson that a change of the
// calendar gave: the change is undone. Who was told of them hears it.
func (p *planner) takeAdded(l planning.Lesson) error {
	added, _, err := p.tx.AddedIn(l.ID)
	if err != nil {
		return err
	}
	heard, kind := map[club.HouseholdID]bool{}, lessonAdded
	if l.Activity != 0 {
		kind = dayAdded
	}
	for _, id := range added {
		b, err := p.tx.Booking(id)
		if err != nil {
			return err
		}
		rider, err := p.tx.Rider(b.Rider)
		if err != nil {
			return err
		}
		if err := p.tx.GiveUpBooking(id, p.actor); err != nil {
			return err
		}
		if _, known := heard[rider.Household]; !known {
			if heard[rider.Household], err = p.dropRun(rider.Household, l, kind, lessonsAdded); err != nil {
				return err
			}
		}
		if heard[rider.Household] {
			p.weekly.taken = append(p.weekly.taken, riderIn{rider.Household, rider.FirstName, l})
		}
	}
	return nil
}
