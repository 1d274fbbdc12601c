package desk

import (
	"paddock/backend/booking"
	"paddock/backend/club"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// settleBookings lets the places of lessons follow what a verb made of the
// lessons: it is the one door between the plan and those who ride in it. What the
// club cancels it gives back, what it moves it tells, and more room goes to who
// waits.
func settleBookings(tx *sqlite.Tx, c clubNow, actor club.Actor, changes []lessonChange) error {
	for _, change := range changes {
		before, after := change.Before, change.After
		if before.Day == "" || after.Day == "" {
			continue // made or taken away: nobody rides in it
		}
		var err error
		switch {
		case before.State == planning.Planned && after.State == planning.Cancelled:
			err = cancelPlaces(tx, c, actor, after)
		case before.State == planning.Cancelled && after.State == planning.Planned:
			err = undoing{tx: tx, c: c, actor: actor}.restorePlaces(after)
		case after.State == planning.Planned && (before.Day != after.Day || before.Start != after.Start):
			err = tellMoved(tx, c, actor, before, after)
			if err == nil {
				err = cardsFollow(tx, actor, after)
			}
		}
		if longer := after.Minutes > before.Minutes; err == nil && after.State == planning.Planned && (longer || before.Day != after.Day || before.Start != after.Start) {
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
	told := map[club.HouseholdID]bool{}
	for _, b := range rows {
		if !b.State.Takes() {
			continue
		}
		rider, err := tx.Rider(b.Rider)
		if err != nil {
			return err
		}
		if told[rider.Household] {
			continue
		}
		told[rider.Household] = true
		moved := map[string]any{"wasDay": before.Day, "wasTime": before.Start.String()}
		if err := tell(tx, c, actor, "lessonMoved", rider.Household, after, moved); err != nil {
			return err
		}
	}
	return nil
}

// restorePlaces seats again who had a place in a lesson that is given after all,
// and takes back what they got for it. It refuses once that is used.
func (u undoing) restorePlaces(l planning.Lesson) error {
	rows, err := u.tx.BookingsOf(l.ID)
	if err != nil {
		return err
	}
	n := 0
	for _, b := range rows {
		if b.State != booking.CancelledByClub {
			continue
		}
		n++
		if err := u.tx.RetakeBooking(b.ID, n); err != nil {
			return err
		}
		outcome := booking.Nothing
		switch b.By {
		case booking.ByCard:
			outcome = booking.UnitReturns
		case booking.ByPackage, booking.ByVoucher:
			outcome = booking.MakesVoucher
		}
		if err := u.takeBackGiven(b, outcome); err != nil {
			return err
		}
		rider, err := u.tx.Rider(b.Rider)
		if err != nil {
			return err
		}
		if err := u.tx.DropMessages(l.ID, rider.Household); err != nil {
			return err
		}
	}
	return nil
}
