package desk

import (
	"maps"
	"slices"
	"strings"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// tellMoved writes to everybody who rides in a lesson that it is at another time.
// Who was not told of an earlier move hears of both as one; of one there and back,
// nothing.
func tellMoved(tx *sqlite.Tx, c clubNow, actor club.Actor, before, after planning.Lesson) error {
	rows, err := tx.BookingsOf(after.ID)
	if err != nil {
		return err
	}
	names := map[club.HouseholdID][]string{}
	for _, b := range rows {
		if !b.State.Takes() || b.State == booking.Held && b.Waiting != 0 { // what a list offers is listFollows'
			continue
		}
		rider, err := tx.Rider(b.Rider)
		if err != nil {
			return err
		}
		names[rider.Household] = append(names[rider.Household], rider.FirstName)
	}
	return tellMove(tx, c, actor, "lessonMoved", names, before, after)
}

// tellMove writes to households that a lesson of these riders is at another time.
func tellMove(tx *sqlite.Tx, c clubNow, actor club.Actor, kind string, names map[club.HouseholdID][]string, before, after planning.Lesson) error {
	for _, household := range slices.Sorted(maps.Keys(names)) {
		was := map[string]any{"wasDay": string(before.Day), "wasTime": before.Start.String()}
		earlier, err := tx.DropMessages(kind, after.ID, household, strings.Join(names[household], ", "))
		if err != nil {
			return err
		}
		if len(earlier) > 0 {
			was = earlier[0].Says[0].Params
			if was["wasDay"] == string(after.Day) && was["wasTime"] == after.Start.String() {
				continue
			}
		}
		said := maps.Clone(was)
		said["riders"] = strings.Join(names[household], ", ")
		if err := tell(tx, c, actor, kind, household, after, said, about{names[household], []sqlite.Said{{Code: kind, Params: was}}}); err != nil {
			return err
		}
	}
	return nil
}

// listFollows lets the waiting list of a lesson follow it to another time, and tells who
// waits. A place that is offered is kept no longer than until the new closing of bookings;
// where that is over they wait where they stood, and the desk phones.
func listFollows(tx *sqlite.Tx, c clubNow, actor club.Actor, before, after planning.Lesson) error {
	closes := c.booking().Closes(after)
	if err := tx.CapOffers(after.ID, closes); err != nil {
		return err
	}
	list, err := tx.WaitingFor(after.ID)
	if err != nil {
		return err
	}
	names := map[club.HouseholdID][]string{}
	for _, row := range list {
		if row.State == booking.Offered {
			switch {
			case !tx.Now.Before(row.Until): // its time was over before the move
				continue
			case tx.Now.Before(closes):
				if closes.Before(row.Until) {
					row.Until = closes
				}
				if err := sayOffered(tx, c, actor, row, after); err != nil {
					return err
				}
				continue
			}
			told := undoing{tx: tx, c: c, actor: actor}.unsay("placeOffered", "offerUndone", row.Household, after, row.RiderName)
			if err := firstError(told, waitAgain(tx, row, after.ID)); err != nil {
				return err
			}
		}
		names[row.Household] = append(names[row.Household], row.RiderName)
	}
	return tellMove(tx, c, actor, "waitedMoved", names, before, after)
}

// sayOffered notes until when a place is kept for one of a list, and tells their family.
func sayOffered(tx *sqlite.Tx, c clubNow, actor club.Actor, row sqlite.Waiting, lesson planning.Lesson) error {
	if err := tx.SetWaiting(row.ID, booking.Offered, row.Until); err != nil {
		return err
	}
	if _, err := tx.DropMessages("placeOffered", lesson.ID, row.Household, row.RiderName); err != nil {
		return err
	}
	limit := map[string]any{"limitDay": calendar.DayOf(row.Until, c.zone), "limit": row.Until.In(c.zone).Format("15:04")}
	said := maps.Clone(limit)
	said["rider"] = row.RiderName
	return tell(tx, c, actor, "placeOffered", row.Household, lesson, said, about{[]string{row.RiderName}, []sqlite.Said{{Code: "placeOffered", Params: limit}}})
}
