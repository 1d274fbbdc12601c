package desk

import (
	"paddock/backend/club"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// settleBookings lets the places of lessons follow what a verb made of the
// lessons: it is the one door between the plan and those who ride in it. A
// lesson with riders is never cancelled over their heads.
func settleBookings(tx *sqlite.Tx, _ clubNow, _ club.Actor, changes []lessonChange) error {
	for _, c := range changes {
		if c.Before.State != planning.Planned || c.After.State != planning.Cancelled {
			continue
		}
		riders, _, err := tx.PlacesTaken(c.After.ID)
		if err != nil {
			return err
		}
		if riders > 0 {
			return club.Refuse(club.CodeLessonBooked).With("name", c.After.Name).With("onDay", c.After.Day).With("n", riders)
		}
	}
	return nil
}
