package desk

import (
	"cmp"
	"slices"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// outOfTurn is what stands against seating riders in a lesson that others wait for: one
// who comes before one of them, and can come, waits for the place that is free. A list
// goes in order, after 17:00 the day before too, when the desk phones, and who is not on
// it comes behind all (PRODUCT section 5).
func outOfTurn(tx *sqlite.Tx, l planning.Lesson, riders ...club.RiderID) (*club.Error, error) {
	list, err := tx.WaitingFor(l.ID)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	rows, err := tx.BookingsOf(l.ID)
	if err != nil {
		return nil, err
	}
	free, in := l.Capacity, map[club.RiderID]bool{}
	for _, b := range rows {
		if b.State.Takes() {
			free--
			in[b.Rider] = true
		}
	}
	last := 0 // how many of the list come before one of the riders
	for _, rider := range riders {
		at := slices.IndexFunc(list, func(row sqlite.Waiting) bool { return row.Rider == rider })
		switch {
		case at < 0:
			last = len(list)
		case list[at].State != booking.Offered:
			last = max(last, at)
		}
		if !in[rider] {
			free--
		}
	}
	var first string
	for _, row := range list[:last] {
		if row.State != booking.Waits || in[row.Rider] || slices.Contains(riders, row.Rider) {
			continue
		}
		rides, err := agendaOf(tx, row.Rider, calendar.Period{First: l.Day, Last: l.Day})
		if err != nil {
			return nil, err
		}
		if rides.during(l) != nil {
			continue // passed over: the place is for who can come
		}
		first = cmp.Or(first, row.RiderName)
		free--
	}
	if first == "" || free >= 0 {
		return nil, nil
	}
	return club.Refuse(club.CodeWaitingOrder).With("name", first), nil
}

// waitedFor is whose turns on waiting lists a cart's line takes.
type waitedFor []booking.WaitingID

// takeTurns lets go what the lists keep for the riders of a line that is about to take
// it in their stead, in the same transaction: the weekly place of a package's series, a
// place in the lesson a card is sold with, one on the first day of an activity. What ran
// out goes to who waits next before.
func takeTurns(tx *sqlite.Tx, c clubNow, actor club.Actor, offer catalogue.Offer, rider club.RiderID, choice Choice) (waited waitedFor, err error) {
	if _, err := tendLists(tx, c, actor); err != nil {
		return nil, err
	}
	lists, err := listsOf(tx, offer, choice)
	for _, row := range lists {
		if row.Rider != rider && row.Rider != choice.Second {
			continue
		}
		if err := tx.DropOffer(row.ID); err != nil {
			return nil, err
		}
		waited = append(waited, row.ID)
	}
	return waited, err
}

// listsOf is who waits for what a line would seat in.
func listsOf(tx *sqlite.Tx, offer catalogue.Offer, choice Choice) (all []sqlite.Waiting, err error) {
	add := func(list []sqlite.Waiting, failed error) {
		all, err = append(all, list...), firstError(err, failed)
	}
	for _, id := range choice.Series {
		add(tx.WaitingForSeries(id))
	}
	if choice.Lesson != 0 {
		add(tx.WaitingFor(choice.Lesson))
	}
	if offer.Kind == catalogue.Activity {
		lessons, failed := tx.LessonsOfActivity(offer.ID)
		add(nil, failed)
		for _, l := range lessons {
			add(tx.WaitingFor(l.ID))
		}
	}
	return all, err
}

// by notes the line that took the turns up.
func (w waitedFor) by(tx *sqlite.Tx, line int64) error {
	for _, id := range w {
		if err := tx.TakeTurn(id, line); err != nil {
			return err
		}
	}
	return nil
}
