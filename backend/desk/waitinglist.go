package desk

import (
	"context"
	"errors"
	"strings"
	"time"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// Wait is a rider who wants a place in a full lesson, or the weekly one of a series.
type Wait struct {
	Lesson planning.LessonID `json:"lesson,omitempty"`
	Series planning.SeriesID `json:"series,omitempty" doc:"Instead: whose weekly place is wanted, which a package buys"`
	Rider  club.RiderID      `json:"rider"`
}

// JoinWaiting puts a rider at the end of the waiting list of a full lesson, or of a
// series without a weekly place.
func (d *Desk) JoinWaiting(ctx context.Context, req Request, in Wait) ([]sqlite.Waiting, error) {
	return write(ctx, d, req, "joinWaiting", in, func(tx *sqlite.Tx) ([]sqlite.Waiting, error) {
		c, err := loadClub(tx)
		if err != nil {
			return nil, err
		}
		rider, err := heldRider(tx, in.Rider)
		if err != nil {
			return nil, err
		}
		if in.Series != 0 {
			if err := joinWeekly(tx, c, req.Actor, in.Series, rider); err != nil {
				return nil, err
			}
			return tx.WaitingForSeries(in.Series)
		}
		lesson, err := tx.Lesson(in.Lesson)
		if err != nil {
			return nil, refused(err, club.CodeLessonNotFound)
		}
		if err := joinWaiting(tx, c, req.Actor, lesson, rider); err != nil {
			return nil, err
		}
		return tx.WaitingFor(lesson.ID)
	})
}

func joinWaiting(tx *sqlite.Tx, c clubNow, actor club.Actor, lesson planning.Lesson, rider club.Rider) error {
	// Who waits already comes first.
	if _, err := moveUp(tx, c, actor, lesson); err != nil {
		return err
	}
	p := newProspect(tx, c, rider)
	rows, err := tx.BookingsOf(lesson.ID)
	if err != nil {
		return err
	}
	taken, in := 0, false
	for _, row := range rows {
		if row.State.Takes() {
			taken++
			in = in || row.Rider == rider.ID
		}
	}
	waiting, err := tx.WaitingOf(rider.ID)
	if err != nil {
		return err
	}
	again, err := tx.PlacedByList(lesson.ID, rider.ID)
	switch bars := p.chance(lesson, taken, in).Bars; {
	case err != nil:
		return err
	case !tx.Now.Before(lesson.StartsAt(c.zone)):
		return club.Refuse(club.CodeLessonBegun)
	case len(bars) == 0:
		return club.Refuse(club.CodeWaitingFree)
	case bars[0].Code != club.CodeLessonFull:
		return bars[0].refusal()
	case waiting[lesson.ID] != 0:
		return club.Refuse(club.CodeWaitingTwice).With("name", rider.FirstName)
	case again:
		return club.Refuse(club.CodeWaitingAgain).With("name", rider.FirstName)
	}
	id, err := tx.InsertWaiting(lesson.ID, 0, rider.ID, actor)
	if err != nil {
		return err
	}
	return act(tx, "joinWaiting", rider.FirstName+" "+rider.Surname, rider.Household, back{"leaveWaiting", id})
}

// LeaveWaiting takes a rider off a waiting list. A place that was held for them
// is offered to the next.
func (d *Desk) LeaveWaiting(ctx context.Context, req Request, id booking.WaitingID) ([]sqlite.Waiting, error) {
	return write(ctx, d, req, "leaveWaiting", id, func(tx *sqlite.Tx) ([]sqlite.Waiting, error) {
		c, err := loadClub(tx)
		if err != nil {
			return nil, err
		}
		before, err := tx.WaitingRow(id)
		if err != nil {
			return nil, refused(err, club.CodeWaitingNotFound)
		}
		rows, err := leaveWaiting(tx, c, req.Actor, id)
		if err != nil {
			return nil, err
		}
		return rows, act(tx, "leaveWaiting", before.RiderName, before.Household, back{"rejoinWaiting", id})
	})
}

func leaveWaiting(tx *sqlite.Tx, c clubNow, actor club.Actor, id booking.WaitingID) ([]sqlite.Waiting, error) {
	row, err := tx.WaitingRow(id)
	if err != nil {
		return nil, refused(err, club.CodeWaitingNotFound)
	}
	gone := booking.Left
	switch row.State {
	case booking.Waits:
	case booking.Offered:
		gone = booking.Declined
		if err := tx.DropOffer(row.ID); err != nil {
			return nil, err
		}
	default:
		return nil, club.Refuse(club.CodeWaitingState)
	}
	if err := tx.SetWaiting(id, gone, tx.Now); err != nil {
		return nil, err
	}
	if row.Series != 0 {
		if _, err := moveUpWeekly(tx, c, actor, row.Series); err != nil {
			return nil, err
		}
		return tx.WaitingForSeries(row.Series)
	}
	lesson, err := tx.Lesson(row.Lesson)
	if err != nil {
		return nil, err
	}
	if _, err := moveUp(tx, c, actor, lesson); err != nil {
		return nil, err
	}
	return tx.WaitingFor(row.Lesson)
}

func undoWaiting(u undoing, id booking.WaitingID) error {
	_, err := leaveWaiting(u.tx, u.c, u.actor, id)
	return err
}

// undoLeaving puts a rider back where they stood in the line. A place that was
// offered to the next meanwhile stays theirs.
func undoLeaving(u undoing, id booking.WaitingID) error {
	row, err := u.tx.WaitingRow(id)
	if err != nil {
		return refused(err, club.CodeWaitingNotFound)
	}
	if row.State != booking.Left && row.State != booking.Declined {
		return club.Refuse(club.CodeUndoChanged)
	}
	if row.Series != 0 {
		return rejoinWeekly(u, row)
	}
	lesson, err := u.tx.Lesson(row.Lesson)
	if err != nil {
		return err
	}
	waiting, err := u.tx.WaitingOf(row.Rider)
	switch {
	case err != nil:
		return err
	case waiting[row.Lesson] != 0: // they joined again, at the end
		return club.Refuse(club.CodeUndoChanged)
	case lesson.State != planning.Planned || !u.tx.Now.Before(lesson.StartsAt(u.c.zone)):
		return club.Refuse(club.CodeLessonBegun)
	}
	if err := u.tx.SetWaiting(id, booking.Waits, u.tx.Now); err != nil {
		return err
	}
	_, err = moveUp(u.tx, u.c, u.actor, lesson)
	return err
}

// takeOffer turns the place that is held for one of a waiting list into a free
// one, in the transaction that books it. Where nothing is held any more, or is
// not yet, who waits takes a place that is free.
func takeOffer(tx *sqlite.Tx, lesson planning.Lesson, in Book) error {
	row, err := tx.WaitingRow(in.Waiting)
	if err != nil {
		return refused(err, club.CodeWaitingNotFound)
	}
	if row.Lesson != lesson.ID || row.Rider != in.Rider {
		return club.Refuse(club.CodeWaitingNotFound)
	}
	if row.State != booking.Waits && row.State != booking.Offered {
		return club.Refuse(club.CodeWaitingState)
	}
	if err := tx.DropOffer(row.ID); err != nil {
		return err
	}
	return tx.SetWaiting(row.ID, booking.Placed, tx.Now)
}

// tendLists offers the places whose offers and holds ran out to who waits next, before
// anybody takes one past them, and tells how many it offered. Weekly places go first.
func tendLists(tx *sqlite.Tx, c clubNow, actor club.Actor) (n int, err error) {
	if n, err = tendWeekly(tx, c, actor); err != nil {
		return n, err
	}
	lessons, err := tx.LapsedOffers()
	for _, id := range lessons {
		lesson, err := tx.Lesson(id)
		if err != nil {
			return n, err
		}
		told, err := moveUp(tx, c, actor, lesson)
		if err != nil {
			return n, err
		}
		n += len(told)
	}
	return n, err
}

// moveUp offers the free places of a lesson to who waits for it, in order: each
// is held for the policy's time, and the family is told. After the limit nobody
// is moved up without saying yes: the desk phones (PRODUCT section 5). Every
// verb that frees a place ends here. It returns whom it offered one.
func moveUp(tx *sqlite.Tx, c clubNow, actor club.Actor, lesson planning.Lesson) ([]sqlite.Waiting, error) {
	if err := tx.DropExpiredHolds(lesson.ID); err != nil {
		return nil, err
	}
	until, opens := c.booking().OfferedUntil(lesson, tx.Now)
	if !opens || lesson.State != planning.Planned {
		return nil, nil
	}
	list, err := tx.WaitingFor(lesson.ID)
	if err != nil {
		return nil, err
	}
	var told []sqlite.Waiting
	for _, row := range list {
		if row.State != booking.Waits {
			continue
		}
		rides, err := agendaOf(tx, row.Rider, calendar.Period{First: lesson.Day, Last: lesson.Day})
		if err != nil {
			return nil, err
		}
		if rides.during(lesson) != nil {
			continue // waits on: the place is for who can come
		}
		_, err = takePlaces(tx, actor, []planning.Lesson{lesson}, sqlite.NewBooking{HeldUntil: until, Booking: booking.Booking{
			Rider: row.Rider, By: booking.ByGiven, State: booking.Held, Waiting: row.ID,
		}})
		if errors.Is(err, club.Refuse(club.CodeLessonFull)) {
			break
		}
		if errors.Is(err, club.Refuse(club.CodeBookedTwice)) { // has a place by now
			if err := tx.SetWaiting(row.ID, booking.Left, tx.Now); err != nil {
				return nil, err
			}
			continue
		}
		if err != nil {
			return nil, err
		}
		row.State, row.Until = booking.Offered, until
		told = append(told, row)
		if err := sayOffered(tx, c, actor, row, lesson); err != nil {
			return nil, err
		}
	}
	return told, nil
}

// about is whom a message is about, and what it says in short.
type about struct {
	riders []string
	says   []sqlite.Said
}

// languageOf is what a family reads: the club's language where it said none.
func languageOf(tx *sqlite.Tx, c clubNow, household club.HouseholdID) (locale.Lang, error) {
	home, err := tx.HouseholdHead(household)
	if home.Language.Valid() {
		return home.Language, err
	}
	return c.Identity.Language, err
}

// tell writes to a family, in its language, about a lesson: the texts are
// "message.KIND.subject" and ".body". Who phones reads what it is about.
func tell(tx *sqlite.Tx, c clubNow, actor club.Actor, kind string, household club.HouseholdID, lesson planning.Lesson, params map[string]any, about about) error {
	lang, err := languageOf(tx, c, household)
	if err != nil {
		return err
	}
	params["lesson"], params["lessonDay"], params["time"], params["club"] = lesson.Name, lesson.Day, lesson.Start.String(), c.Identity.Name
	return tx.InsertMessage(sqlite.Message{
		Household: household, Kind: kind, Language: lang, Lesson: lesson.ID, Riders: strings.Join(about.riders, ", "), Says: about.says,
		Subject: locale.Text(lang, "message."+kind+".subject", params), Body: locale.Text(lang, "message."+kind+".body", params),
	}, actor)
}

// TendWaiting offers anew the places whose offers lapsed, each to the next of its
// list, and tells how many were offered.
func (d *Desk) TendWaiting(ctx context.Context, req Request) (int, error) {
	return write(ctx, d, req, "tendWaiting", struct{}{}, func(tx *sqlite.Tx) (int, error) {
		c, err := loadClub(tx)
		if err != nil {
			return 0, err
		}
		return tendLists(tx, c, req.Actor)
	})
}

// KeepTime does what time alone asks for, without anybody's verb: at once, at
// every tick, and until the desk is closed. Nothing is written when nothing is due.
func (d *Desk) KeepTime(ticks <-chan time.Time) {
	d.often("time", ticks, func(ctx context.Context) error { return errors.Join(d.tendLapsed(ctx), d.tendNotices(ctx)) })
}

// often does something at once, at every tick, and until the desk is closed. What
// goes wrong is logged, and tried again at the next.
func (d *Desk) often(what string, ticks <-chan time.Time, do func(context.Context) error) {
	d.works.start(what, nil, func(ctx context.Context, _ *work) error {
		for {
			if err := do(ctx); err != nil && ctx.Err() == nil {
				d.log.Error("do what is due", "what", what, "error", err)
			}
			select {
			case <-ctx.Done():
				return nil
			case <-ticks:
			}
		}
	}, func(*work, error) {})
}

// tendLapsed is TendWaiting for the program itself, in the owner's name.
func (d *Desk) tendLapsed(ctx context.Context) error {
	lapsed, err := look(ctx, d, func(tx *sqlite.Tx) (int, error) {
		lessons, err := tx.LapsedOffers()
		if err != nil {
			return 0, err
		}
		series, err := tx.LapsedWeekly()
		return len(lessons) + len(series), err
	})
	if err != nil || lapsed == 0 {
		return err
	}
	owner, err := d.Person(ctx, "")
	if err != nil {
		return err
	}
	_, err = d.TendWaiting(ctx, Request{Actor: owner})
	return err
}
