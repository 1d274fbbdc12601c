package desk

import (
	"slices"
	"strconv"
	"time"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// weeklyPlace is the open lessons of a series, and how much of each is taken and
// claimed. A place is claimed by a package that holds it every week, also while its
// rider is away, by a cart that is about to buy one, and by a weekly place on offer.
type weeklyPlace struct {
	series  planning.Series
	lessons []openLesson
	holders map[club.RiderID]bool // who has the weekly place in one of them, or is buying it
	lapsed  []planning.Lesson     // where the time of an offer or a cart is over, and somebody waits for that lesson
}

type openLesson struct {
	planning.Lesson
	taken, claimed int
	riders         map[club.RiderID]bool
}

// free reports whether a weekly place is in one of the lessons.
func (w weeklyPlace) free() bool {
	return slices.ContainsFunc(w.lessons, func(l openLesson) bool { return max(l.taken, l.claimed) < l.Capacity })
}

// weeklyPlaceOf looks at the lessons of a series that can still be booked. Holds that
// are over are dropped, and offers that are over lapse.
func weeklyPlaceOf(tx *sqlite.Tx, c clubNow, id planning.SeriesID) (w weeklyPlace, err error) {
	if err := tx.LapseWeekly(id); err != nil {
		return w, err
	}
	if w.series, err = tx.Series(id); err != nil {
		return w, refused(err, club.CodeSeriesNotFound)
	}
	lessons, err := tx.LessonsOfSeries(id)
	if err != nil {
		return w, err
	}
	bought, err := tx.PackagesIn(id)
	if err != nil {
		return w, err
	}
	lapsed, err := tx.LapsedOffers()
	if err != nil {
		return w, err
	}
	w.holders = map[club.RiderID]bool{}
	for _, l := range lessons {
		if l.State != planning.Planned || !tx.Now.Before(c.booking().Closes(l)) {
			continue
		}
		if slices.Contains(lapsed, l.ID) {
			w.lapsed = append(w.lapsed, l)
		}
		if err := tx.DropExpiredHolds(l.ID); err != nil {
			return w, err
		}
		rows, err := tx.BookingsOf(l.ID)
		if err != nil {
			return w, err
		}
		open := openLesson{Lesson: l, riders: map[club.RiderID]bool{}}
		for _, b := range rows {
			if !b.State.Takes() {
				continue
			}
			open.taken++
			open.riders[b.Rider] = true
			if b.State == booking.Held && b.By == booking.ByPackage {
				open.claimed++
				w.holders[b.Rider] = true
			}
		}
		for _, p := range bought {
			if p.Holds(l) {
				open.claimed++
				w.holders[p.Rider] = true
			}
		}
		w.lessons = append(w.lessons, open)
	}
	return w, nil
}

// joinWeekly puts a rider at the end of the list of a series whose weekly places are
// all taken.
func joinWeekly(tx *sqlite.Tx, c clubNow, actor club.Actor, id planning.SeriesID, rider club.Rider) error {
	if _, err := tendLists(tx, c, actor); err != nil { // who waits already comes first
		return err
	}
	if _, err := moveUpWeekly(tx, c, actor, id); err != nil {
		return err
	}
	w, err := weeklyPlaceOf(tx, c, id)
	if err != nil {
		return err
	}
	_, waits, err := tx.WaitingInSeries(id, rider.ID)
	if err != nil {
		return err
	}
	had, err := tx.HadWeekly(id, rider.ID)
	switch {
	case err != nil:
		return err
	case len(w.lessons) == 0:
		return club.Refuse(club.CodeNoLessonLeft).On("series").With("name", w.series.Name)
	case waits:
		return club.Refuse(club.CodeWaitingTwice).With("name", rider.FirstName)
	case w.holders[rider.ID]:
		return club.Refuse(club.CodeBookedTwice).With("name", rider.FirstName).With("lesson", w.series.Name).With("onDay", w.lessons[0].Day)
	case w.free():
		return club.Refuse(club.CodeWaitingFree)
	case had:
		return club.Refuse(club.CodeWaitingAgain).With("name", rider.FirstName)
	}
	waiting, err := tx.InsertWaiting(0, id, rider.ID, actor)
	if err != nil {
		return err
	}
	return act(tx, "joinWaiting", rider.FirstName+" "+rider.Surname, rider.Household, back{"leaveWaiting", waiting})
}

// moveUpWeekly offers the weekly places of a series that are free to who waits for
// one, in order: the lessons left that have a place are held for the policy's time,
// and the family is told. It is taken up by a package that the counter sells; a
// lesson whose booking closes before the answer is free again then. What ran out in a
// lesson alone goes to who waits for that one next. It tells how many it offered.
func moveUpWeekly(tx *sqlite.Tx, c clubNow, actor club.Actor, id planning.SeriesID) (n int, err error) {
	if list, err := tx.WaitingForSeries(id); err != nil || len(list) == 0 {
		return 0, err
	}
	w, err := weeklyPlaceOf(tx, c, id)
	if err != nil {
		return 0, err
	}
	list, err := tx.WaitingForSeries(id)
	if err != nil {
		return 0, err
	}
	until := tx.Now.Add(time.Duration(c.Policy.WaitingHours) * time.Hour)
	for _, row := range list {
		switch {
		case row.State != booking.Waits:
		case w.holders[row.Rider]: // bought one by now
			err = tx.SetWaiting(row.ID, booking.Left, tx.Now)
		case w.free():
			var held bool
			if held, err = w.offer(tx, c, actor, row, until); held {
				n++
			}
		}
		if err != nil {
			return n, err
		}
	}
	for _, l := range w.lapsed {
		told, err := moveUp(tx, c, actor, l)
		if err != nil {
			return n, err
		}
		n += len(told)
	}
	return n, nil
}

// offer holds the weekly place for one of the list. Who rides elsewhere at the time
// of every lesson waits on.
func (w *weeklyPlace) offer(tx *sqlite.Tx, c clubNow, actor club.Actor, row sqlite.Waiting, until time.Time) (bool, error) {
	rides, err := agendaOf(tx, row.Rider, calendar.Period{First: w.lessons[0].Day, Last: w.lessons[len(w.lessons)-1].Day})
	if err != nil {
		return false, err
	}
	var held []planning.Lesson
	for i, l := range w.lessons {
		if l.taken >= l.Capacity || l.riders[row.Rider] || rides.during(l.Lesson) != nil {
			continue
		}
		closes := c.booking().Closes(l.Lesson)
		if until.Before(closes) {
			closes = until
		}
		if _, err := takePlaces(tx, actor, []planning.Lesson{l.Lesson}, sqlite.NewBooking{HeldUntil: closes, Booking: booking.Booking{
			Rider: row.Rider, By: booking.ByPackage, State: booking.Held, Waiting: row.ID,
		}}); err != nil {
			return false, err
		}
		w.lessons[i].taken++
		w.lessons[i].claimed++
		held = append(held, l.Lesson)
	}
	if len(held) == 0 {
		return false, nil
	}
	if err := tx.SetWaiting(row.ID, booking.Offered, until); err != nil {
		return false, err
	}
	lang, err := languageOf(tx, c, row.Household)
	if err != nil {
		return false, err
	}
	limit := map[string]any{"limitDay": calendar.DayOf(until, c.zone), "limit": until.In(c.zone).Format("15:04")}
	return true, tell(tx, c, actor, "weeklyOffered", row.Household, held[0], map[string]any{
		"rider": row.RiderName, "weekday": locale.Text(lang, "weekday."+strconv.Itoa(w.series.Weekday), nil), "n": len(held),
		"limitDay": limit["limitDay"], "limit": limit["limit"],
	}, about{[]string{row.RiderName}, []sqlite.Said{{Code: "weeklyOffered", Params: limit}}})
}

// rejoinWeekly undoes that a rider left the list of a series.
func rejoinWeekly(u undoing, row sqlite.Waiting) error {
	_, waits, err := u.tx.WaitingInSeries(row.Series, row.Rider)
	if err != nil {
		return err
	}
	if waits { // they joined again, at the end
		return club.Refuse(club.CodeUndoChanged)
	}
	if err := u.tx.SetWaiting(row.ID, booking.Waits, u.tx.Now); err != nil {
		return err
	}
	_, err = moveUpWeekly(u.tx, u.c, u.actor, row.Series)
	return err
}

// tendWeekly offers anew the weekly places whose time is over, and tells how many were
// offered.
func tendWeekly(tx *sqlite.Tx, c clubNow, actor club.Actor) (n int, err error) {
	lapsed, err := tx.LapsedWeekly()
	for _, id := range lapsed {
		offered, err := moveUpWeekly(tx, c, actor, id)
		if err != nil {
			return n, err
		}
		n += offered
	}
	return n, err
}
