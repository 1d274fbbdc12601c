package desk

import (
	"errors"
	"maps"
	"slices"

	"paddock/backend/booking"
	"paddock/backend/club"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// settleBookings lets the places of lessons follow what a verb made of the
// lessons: it is the one door between the plan and those who ride in it. What the
// club cancels it gives back, what it moves it tells, and more room goes to who
// waits.
func (p *planner) settleBookings() error {
	tx, c, actor := p.tx, p.c, p.actor
	for _, change := range p.changes {
		before, after := change.Before, change.After
		if before.Day == "" || after.Day == "" {
			continue // made or taken away: nobody rides in it
		}
		var err error
		switch {
		case before.State == planning.Planned && after.State == planning.Cancelled:
			err = p.cancelPlaces(after)
		case before.State == planning.Cancelled && after.State == planning.Planned:
			err = p.restorePlaces(after)
		case after.State == planning.Planned && (before.Day != after.Day || before.Start != after.Start):
			err = tellMoved(tx, c, actor, before, after)
			if err == nil {
				err = cardsFollow(tx, actor, after)
			}
		}
		if free := after.Minutes > before.Minutes || before.State == planning.Cancelled; err == nil && after.State == planning.Planned && (free || before.Day != after.Day || before.Start != after.Start) {
			err = releaseHorses(tx, c, after)
		}
		if err == nil && after.Capacity > before.Capacity {
			_, err = moveUp(tx, c, actor, after)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// tellMoved writes to everybody who rides in a lesson that it is at another time.
func tellMoved(tx *sqlite.Tx, c clubNow, actor club.Actor, before, after planning.Lesson) error {
	rows, err := tx.BookingsOf(after.ID)
	if err != nil {
		return err
	}
	names := map[club.HouseholdID][]string{}
	for _, b := range rows {
		if !b.State.Takes() {
			continue
		}
		rider, err := tx.Rider(b.Rider)
		if err != nil {
			return err
		}
		names[rider.Household] = append(names[rider.Household], rider.FirstName)
	}
	says := []sqlite.Said{{Code: "lessonMoved", Params: map[string]any{"wasDay": before.Day, "wasTime": before.Start.String()}}}
	for _, household := range slices.Sorted(maps.Keys(names)) {
		moved := map[string]any{"wasDay": before.Day, "wasTime": before.Start.String()}
		if err := tell(tx, c, actor, "lessonMoved", household, after, moved, about{names[household], says}); err != nil {
			return err
		}
	}
	return nil
}

// restorePlaces seats again who had a place in a lesson that is given after all,
// and takes back what they got for it. An undo refuses once that is used. A day that
// opens again leaves out who used it, or rides elsewhere by now, and names them.
func (p *planner) restorePlaces(l planning.Lesson) error {
	rows, err := p.tx.BookingsOf(l.ID)
	if err != nil {
		return err
	}
	n := 0
	for _, b := range rows {
		if b.State != booking.CancelledByClub {
			continue
		}
		rider, err := p.tx.Rider(b.Rider)
		if err != nil {
			return err
		}
		if !p.back {
			if stays, err := p.staysOut(b, rider, l, n); err != nil || stays {
				if err != nil {
					return err
				}
				continue
			}
		}
		err = undoing{tx: p.tx, c: p.c, actor: p.actor}.takeBackGiven(b, backOf(b.By))
		if !p.back && errors.Is(err, club.Refuse(club.CodeUndoUsed)) {
			p.weekly.leave(rider, l, club.Refuse(club.CodeMadeUp).With("name", rider.FirstName))
			continue
		}
		if err != nil {
			return err
		}
		n++
		if err := p.tx.RetakeBooking(b.ID, n); err != nil {
			return err
		}
		kind := "lessonCancelled"
		if l.Activity != 0 {
			kind = "dayCancelled"
		}
		dropped, err := p.tx.DropMessages(kind, l.ID, rider.Household)
		if err != nil {
			return err
		}
		if !p.back {
			p.weekly.seat(rider, l, dropped == 0)
		}
	}
	return nil
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
