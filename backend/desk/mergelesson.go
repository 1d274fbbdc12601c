package desk

import (
	"context"
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

// GroupMerge is what bringing the riders of a lesson together in another does.
type GroupMerge struct {
	Lesson  planning.Lesson `json:"lesson" doc:"That takes them in"`
	Teacher string          `json:"instructorName" doc:"Empty for nobody yet"`
	Taken   int             `json:"taken" doc:"Places, before"`
	Moves   []string        `json:"moves" nullable:"false" doc:"First names of who goes there, with what pays the place"`
	LeftOut []LeftOut       `json:"leftOut" nullable:"false" doc:"Who has no place there: they get back what a cancelled lesson gives"`
	Waits   []string        `json:"waits" nullable:"false" doc:"First names of who waits for a place in the lesson that is cancelled, and would wait for one here"`
	Stays   []LeftOut       `json:"stays" nullable:"false" doc:"Who waits for a place in the lesson that is cancelled and cannot for one here: their families are told"`
	places  []booking.Booking
	waiting []sqlite.Waiting
}

// MergeLesson names the lesson that the riders of another go to.
type MergeLesson struct {
	Into    planning.LessonID `json:"into"`
	Version int               `json:"version"`
}

// Merges lists the group lessons of the same day that a group could be merged into:
// those that can take in the most of its riders first.
func (d *Desk) Merges(ctx context.Context, id planning.LessonID) ([]GroupMerge, error) {
	return read(ctx, d, "merges", func(tx *sqlite.Tx) ([]GroupMerge, error) {
		merges := []GroupMerge{}
		from, err := tx.Lesson(id)
		if err != nil {
			return merges, refused(err, club.CodeLessonNotFound)
		}
		c, err := loadClub(tx)
		if err != nil {
			return merges, err
		}
		days, err := loadDays(tx, from.Day, from.Day)
		for _, into := range days.lessons {
			if mergeable(tx, c, from, into) != nil {
				continue
			}
			m, err := merging(tx, from, into)
			if err != nil {
				return merges, err
			}
			m.Teacher = days.teachers[into.Instructor]
			merges = append(merges, m)
		}
		slices.SortStableFunc(merges, func(a, b GroupMerge) int { return len(b.Moves) - len(a.Moves) })
		return merges, err
	})
}

// MergeLesson brings the riders of a group together in another one of the same day
// and cancels theirs (PRODUCT section 5): who has a place there keeps what pays it,
// who has none gets back what a cancelled lesson gives, every family is told, and who
// waited for a place waits for one there, as long ago as before, or is told that there
// is none to wait for.
func (d *Desk) MergeLesson(ctx context.Context, req Request, id planning.LessonID, in MergeLesson) (GroupMerge, error) {
	body := struct {
		ID planning.LessonID
		In MergeLesson
	}{id, in}
	return write(ctx, d, req, "mergeLesson", body, func(tx *sqlite.Tx) (GroupMerge, error) {
		from, err := plannedLesson(tx, id, in.Version)
		if err != nil {
			return GroupMerge{}, err
		}
		into, err := tx.Lesson(in.Into)
		if err != nil {
			return GroupMerge{}, on("into", refused(err, club.CodeLessonNotFound))
		}
		c, err := loadClub(tx)
		if err != nil {
			return GroupMerge{}, err
		}
		if err := mergeable(tx, c, from, into); err != nil {
			return GroupMerge{}, err
		}
		if err := tx.DropExpiredHolds(into.ID); err != nil {
			return GroupMerge{}, err
		}
		m, err := merging(tx, from, into)
		if err != nil {
			return m, err
		}
		if len(m.Moves) == 0 {
			return m, club.Refuse(club.CodeLessonFull).On("into").With("name", into.Name).With("n", into.Capacity)
		}
		if err := m.move(tx, c, req.Actor, from); err != nil {
			return m, err
		}
		undo := mergedLesson{From: from.ID, Into: into.ID}
		for _, b := range m.places {
			undo.Bookings = append(undo.Bookings, b.ID)
		}
		for _, row := range m.waiting { // who waits there is not told that there is nothing to wait for
			if err := waitAgain(tx, row, into.ID); err != nil {
				return m, err
			}
			undo.Waiting = append(undo.Waiting, row.ID)
		}
		p, err := newPlanner(tx, c, req.Actor, calendar.Period{First: from.Day, Last: from.Day})
		if err != nil {
			return m, err
		}
		after := from
		after.State = planning.Cancelled
		after.Reason = locale.Text(c.Identity.Language, "merge.reason", locale.Params{"name": into.Name, "time": into.Start.String()})
		p.change(from, after)
		if _, err := p.lessonDone("mergeLesson"); err != nil {
			return m, err
		}
		cancelled := tx.Done.Steps[0].Input
		if _, err := moveUp(tx, c, req.Actor, into); err != nil {
			return m, err
		}
		return m, act(tx, "mergeLesson", from.Name, 0, back{"unmerge", undo}, back{"restoreLessons", cancelled})
	})
}

// mergeable refuses lessons that cannot be merged.
func mergeable(tx *sqlite.Tx, c clubNow, from, into planning.Lesson) error {
	switch {
	case from.ID == into.ID || from.Day != into.Day || from.Kind != planning.Group || into.Kind != planning.Group || from.Activity != 0 || into.Activity != 0:
		return club.Refuse(club.CodeMergeUnlike).On("into")
	case from.State != planning.Planned || into.State != planning.Planned || !tx.Now.Before(from.StartsAt(c.zone)) || !tx.Now.Before(into.StartsAt(c.zone)):
		return club.Refuse(club.CodeLessonBegun)
	}
	return nil
}

// merging finds out who of a lesson has a place in another. Age and level are asked
// only where the other has limits of its own: a place once booked stays.
func merging(tx *sqlite.Tx, from, into planning.Lesson) (GroupMerge, error) {
	m := GroupMerge{Lesson: into, Moves: []string{}, LeftOut: []LeftOut{}, Waits: []string{}, Stays: []LeftOut{}}
	occupied, err := tx.OccupiedIn([]planning.LessonID{into.ID}, 0)
	if err != nil {
		return m, err
	}
	m.Taken = occupied[into.ID].Taken
	there, _, err := tx.SeatedIn(into.ID)
	if err != nil {
		return m, err
	}
	rows, err := tx.BookingsOf(from.ID)
	if err != nil {
		return m, err
	}
	for _, b := range rows {
		if b.State != booking.Booked {
			continue
		}
		rider, err := tx.Rider(b.Rider)
		if err != nil {
			return m, err
		}
		why, err := m.bars(tx, rider, from, there[rider.ID])
		if err != nil {
			return m, err
		}
		if why == nil && m.Taken+len(m.Moves) >= into.Capacity {
			why = club.Refuse(club.CodeLessonFull).With("name", into.Name).With("n", into.Capacity)
		}
		if why != nil {
			m.LeftOut = append(m.LeftOut, leftOut(rider, from, why))
			continue
		}
		m.Moves, m.places = append(m.Moves, rider.FirstName), append(m.places, b)
	}
	return m, m.waiters(tx, from, there)
}

// waiters finds out who of the lesson's list may wait for the other: nobody who waits
// for it already, or once gave up the place that its list had brought.
func (m *GroupMerge) waiters(tx *sqlite.Tx, from planning.Lesson, there map[club.RiderID]bool) error {
	list, err := tx.WaitingFor(from.ID)
	if err != nil {
		return err
	}
	for _, row := range list {
		rider, err := tx.Rider(row.Rider)
		if err != nil {
			return err
		}
		why, err := m.bars(tx, rider, from, there[rider.ID])
		if err != nil {
			return err
		}
		turns, err := tx.WaitingOf(rider.ID)
		if err != nil {
			return err
		}
		again, err := tx.PlacedByList(m.Lesson.ID, rider.ID)
		if err != nil {
			return err
		}
		switch {
		case there[rider.ID] || turns[m.Lesson.ID] != 0: // has what there is to have
		case why == nil && again:
			why = club.Refuse(club.CodeWaitingAgain).With("name", rider.FirstName)
			fallthrough
		case why != nil:
			m.Stays = append(m.Stays, leftOut(rider, from, why))
		default:
			m.Waits, m.waiting = append(m.Waits, rider.FirstName), append(m.waiting, row)
		}
	}
	return nil
}

// bars is why a rider could not ride in the lesson, were there room.
func (m *GroupMerge) bars(tx *sqlite.Tx, rider club.Rider, from planning.Lesson, there bool) (*club.Error, error) {
	into := m.Lesson
	if there {
		return club.Refuse(club.CodeBookedTwice).With("name", rider.FirstName), nil
	}
	if from.AgeMin != into.AgeMin || from.AgeMax != into.AgeMax || from.LevelMin != into.LevelMin || from.LevelMax != into.LevelMax {
		outside, err := (seated{tx: tx, rider: rider}).limits(into.Shape, into.Day)
		if err != nil {
			return nil, err
		}
		if len(outside) > 0 {
			return outside[0], nil
		}
	}
	rides, err := agendaOf(tx, rider.ID, calendar.Period{First: into.Day, Last: into.Day})
	for day := range rides {
		rides[day] = slices.DeleteFunc(rides[day], func(l planning.Lesson) bool { return l.ID == from.ID })
	}
	if other := rides.during(into); other != nil {
		return elsewhere(rider.FirstName, other), err
	}
	return nil, err
}

// move takes who has a place over to the other lesson, with their horses where those
// are free then, and writes to the families.
func (m *GroupMerge) move(tx *sqlite.Tx, c clubNow, actor club.Actor, from planning.Lesson) error {
	names := map[club.HouseholdID][]string{}
	for _, b := range m.places {
		if err := moveBooking(tx, b.ID, m.Lesson); err != nil {
			return err
		}
		rider, err := tx.Rider(b.Rider)
		if err != nil {
			return err
		}
		names[rider.Household] = append(names[rider.Household], rider.FirstName)
	}
	if err := releaseHorses(tx, c, m.Lesson); err != nil {
		return err
	}
	was := map[string]any{"was": from.Name, "wasTime": from.Start.String()}
	for _, household := range slices.Sorted(maps.Keys(names)) {
		params := maps.Clone(was)
		params["riders"] = strings.Join(names[household], ", ")
		if err := tell(tx, c, actor, "lessonMerged", household, m.Lesson, params, about{names[household], []sqlite.Said{{Code: "lessonMerged", Params: was}}}); err != nil {
			return err
		}
	}
	return nil
}

// moveBooking gives a booking the lowest free place of another lesson.
func moveBooking(tx *sqlite.Tx, id booking.BookingID, into planning.Lesson) error {
	taken, err := tx.TakenIn([]planning.LessonID{into.ID})
	if err != nil {
		return err
	}
	var places []int
	for _, t := range taken[into.ID] {
		places = append(places, t.N)
	}
	n := booking.LowestFree(places, into.Capacity)
	if n == 0 {
		return club.Refuse(club.CodeLessonFull).With("name", into.Name).With("n", into.Capacity)
	}
	return tx.MoveBooking(id, into.ID, n)
}

// mergedLesson is what undoing a merge is given.
type mergedLesson struct {
	From     planning.LessonID   `json:"from"`
	Into     planning.LessonID   `json:"into"`
	Bookings []booking.BookingID `json:"bookings"`
	Waiting  []booking.WaitingID `json:"waiting,omitempty"`
}

// undoMergedLesson takes who went to the other back to theirs, which is given
// again by now. Only a family that heard of it hears of the way back.
func undoMergedLesson(u undoing, in mergedLesson) error {
	from, err := u.tx.Lesson(in.From)
	if err != nil {
		return refused(err, club.CodeUndoChanged)
	}
	into, err := u.tx.Lesson(in.Into)
	if err != nil {
		return refused(err, club.CodeUndoChanged)
	}
	if !u.tx.Now.Before(into.StartsAt(u.c.zone)) {
		return club.Refuse(club.CodeLessonBegun)
	}
	// Giving the lesson again offered its list the places of who rode in it.
	list, err := u.tx.WaitingFor(from.ID)
	if err != nil {
		return err
	}
	for _, row := range list {
		if err := waitAgain(u.tx, row, from.ID); err != nil {
			return err
		}
	}
	m := GroupMerge{Lesson: from}
	heard := map[club.HouseholdID]bool{}
	for _, id := range in.Bookings {
		b, err := u.tx.Booking(id)
		if err != nil {
			return refused(err, club.CodeUndoChanged)
		}
		if b.State != booking.Booked || b.Lesson != in.Into {
			return club.Refuse(club.CodeUndoUsed)
		}
		rider, err := u.tx.Rider(b.Rider)
		if err != nil {
			return err
		}
		if _, known := heard[rider.Household]; !known {
			dropped, err := u.tx.DropMessages("lessonMerged", in.Into, rider.Household, "")
			if err != nil {
				return err
			}
			heard[rider.Household] = len(dropped) == 0
		}
		if heard[rider.Household] {
			m.places = append(m.places, b)
		} else if err := moveBooking(u.tx, id, from); err != nil {
			return err
		}
	}
	if err := m.move(u.tx, u.c, u.actor, into); err != nil {
		return err
	}
	for _, id := range in.Waiting {
		if err := waitBack(u.tx, id, from.ID, into.ID); err != nil {
			return err
		}
	}
	for _, l := range []planning.Lesson{from, into} {
		if _, err := moveUp(u.tx, u.c, u.actor, l); err != nil {
			return err
		}
	}
	return nil
}

// waitBack lets who was brought to the list of the other lesson wait for their own
// again; who took a place there meanwhile, or left the list, stays so.
func waitBack(tx *sqlite.Tx, id booking.WaitingID, from, into planning.LessonID) error {
	row, err := tx.WaitingRow(id)
	if err != nil || row.Lesson != into || row.State != booking.Waits && row.State != booking.Offered {
		return err
	}
	return waitAgain(tx, row, from)
}

// waitAgain lets one of a list wait for a lesson; what was offered, and not told yet, is not.
func waitAgain(tx *sqlite.Tx, row sqlite.Waiting, lesson planning.LessonID) error {
	if err := tx.DropOffer(row.ID); err != nil {
		return err
	}
	if _, err := tx.DropMessages("placeOffered", row.Lesson, row.Household, row.RiderName); err != nil {
		return err
	}
	return tx.WaitFor(row.ID, lesson)
}
