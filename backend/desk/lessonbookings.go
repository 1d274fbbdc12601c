package desk

import (
	"errors"

	"paddock/backend/booking"
	"paddock/backend/club"
	"paddock/backend/planning"
)

// settleBookings lets the places of lessons follow what a verb made of the
// lessons: it is the one door between the plan and those who ride in it. What the
// club cancels it gives back, what it moves it tells, and more room goes to who
// waits.
func (p *planner) settleBookings() error {
	tx, c, actor := p.tx, p.c, p.actor
	var freed []planning.LessonID
	for _, change := range p.changes {
		before, after := change.Before, change.After
		if before.Day == "" || after.Day == "" {
			continue // made or taken away: nobody rides in it
		}
		var err error
		switch {
		case before.State == planning.Planned && after.State == planning.Cancelled:
			if err = p.cancelPlaces(after); err == nil {
				err = recogniseLesson(tx, c, actor, after)
			}
		case before.State == planning.Cancelled && after.State == planning.Planned:
			if err = p.restorePlaces(after); err == nil {
				err = recogniseLesson(tx, c, actor, after)
			}
		case after.State == planning.Planned && (before.Day != after.Day || before.Start != after.Start):
			err = firstError(tellMoved(tx, c, actor, before, after), listFollows(tx, c, actor, before, after))
			if err == nil {
				err = cardsFollow(tx, c, actor, after)
			}
		}
		if free := after.Minutes > before.Minutes || before.State == planning.Cancelled; err == nil && after.State == planning.Planned && (free || before.Day != after.Day || before.Start != after.Start) {
			err = releaseHorses(tx, c, after)
		}
		moved := before.State == planning.Planned && after.State == planning.Planned && (before.Day != after.Day || before.Start != after.Start)
		if err == nil && (after.Capacity > before.Capacity || moved) { // a move may open bookings again
			freed = append(freed, after.ID)
		}
		if err != nil {
			return err
		}
	}
	return firstError(p.tellTogether(), offerFreed(tx, c, actor, freed))
}

// restorePlaces seats again who had a place in a lesson that is given after all,
// takes back what they got for it, and writes to the families that heard otherwise.
// An undo refuses once that is used, or where somebody has no right or no time for
// it any more. A day that opens again leaves those out, and names them.
func (p *planner) restorePlaces(l planning.Lesson) error {
	rows, err := p.tx.BookingsOf(l.ID)
	if err != nil {
		return err
	}
	var seated []club.Rider
	out := map[club.HouseholdID]bool{} // somebody of theirs is left out: what they were told stays
	for _, b := range rows {
		if b.State != booking.CancelledByClub {
			continue
		}
		rider, err := p.tx.Rider(b.Rider)
		if err != nil {
			return err
		}
		why, err := p.takeUp(b, rider, l, len(seated))
		switch {
		case err != nil:
			return err
		case why == nil:
			seated = append(seated, rider)
			continue
		case p.back || p.undo:
			return why
		case why.Code != club.CodeUndoChanged: // who gave the place up themselves is not missed
			p.weekly.leave(rider, l, why)
		}
		out[rider.Household] = true
	}
	kind := "lessonCancelled"
	if l.Activity != 0 {
		kind = "dayCancelled"
	}
	heard := map[club.HouseholdID]bool{}
	for _, rider := range seated {
		household := rider.Household
		if _, known := heard[household]; !known {
			heard[household] = true
			if !out[household] {
				if heard[household], err = p.dropRun(household, l, kind, p.whole(followingCancelled)...); err != nil {
					return err
				}
			}
		}
		p.weekly.seat(rider, l, heard[household])
	}
	waiting, err := p.tx.WaitingFor(l.ID)
	if err != nil {
		return err
	}
	heard = map[club.HouseholdID]bool{}
	for _, row := range waiting {
		if _, known := heard[row.Household]; !known {
			if heard[row.Household], err = p.dropRun(row.Household, l, waitedInVain, p.whole(waitedForFollowing)...); err != nil {
				return err
			}
		}
		if heard[row.Household] {
			p.weekly.waitOn = append(p.weekly.waitOn, row)
		}
	}
	return nil
}

// whole is the message about several lessons that goes where all of them come back: the
// action it told of is undone.
func (p *planner) whole(kind string) []string {
	if p.undo || p.back {
		return []string{kind}
	}
	return nil
}

// takeUp gives a rider the place back that the club had cancelled, as the n+1st of
// the lesson, or says why not.
func (p *planner) takeUp(b booking.Booking, rider club.Rider, l planning.Lesson, n int) (why *club.Error, err error) {
	if why, err = staysOut(p.tx, b, rider, l, n); why != nil || err != nil {
		return why, err
	}
	err = undoing{tx: p.tx, c: p.c, actor: p.actor}.takeBackGiven(b, backOf(b.By))
	if errors.Is(err, club.Refuse(club.CodeUndoUsed)) {
		return club.Refuse(club.CodeMadeUp).With("name", rider.FirstName), nil
	}
	if err != nil {
		return nil, err
	}
	return nil, p.tx.RetakeBooking(b.ID, n+1)
}

// backOf is what the club gave for a place of a lesson it cancelled.
func backOf(by booking.By) booking.Outcome {
	switch by {
	case booking.ByCard:
		return booking.UnitReturns
	case booking.ByPackage, booking.ByVoucher:
		return booking.MakesVoucher
	}
	return booking.Nothing
}
