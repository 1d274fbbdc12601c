package desk

import (
	"context"

	"paddock/backend/booking"
	"paddock/backend/club"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// Tick says of a place who was there.
type Tick struct {
	State booking.State `json:"state" enum:"attended,absent,booked" doc:"booked: nobody said yet"`
}

// ticked is a tick and what it changed, for its undoing.
type ticked struct {
	Booking booking.BookingID `json:"booking"`
	Was     booking.State     `json:"was"`
	Is      booking.State     `json:"is"`
}

func (t ticked) turned() any { return ticked{t.Booking, t.Is, t.Was} }

// TickRoll notes that a rider is there or is not, until the roll is closed.
func (d *Desk) TickRoll(ctx context.Context, req Request, id booking.BookingID, in Tick) (booking.Booking, error) {
	body := struct {
		Booking booking.BookingID
		In      Tick
	}{id, in}
	return write(ctx, d, req, "tickRoll", body, func(tx *sqlite.Tx) (booking.Booking, error) {
		c, err := loadClub(tx)
		if err != nil {
			return booking.Booking{}, err
		}
		b, l, err := bookingIn(tx, id)
		if err != nil {
			return b, err
		}
		if err := c.rollOpen(l); err != nil {
			return b, err
		}
		was := b.State
		if err := tick(tx, req.Actor, &b, in.State); err != nil || was == b.State {
			return b, err
		}
		rider, err := tx.Rider(b.Rider)
		if err != nil {
			return b, err
		}
		return b, act(tx, "tickRoll", rider.FirstName+" "+rider.Surname, rider.Household, back{"tickRoll", ticked{id, was, b.State}})
	})
}

func tick(tx *sqlite.Tx, actor club.Actor, b *booking.Booking, state booking.State) error {
	switch state {
	case booking.Booked, booking.Attended, booking.Absent:
	default:
		return club.Refuse(club.CodeInvalid).On("state")
	}
	if !b.State.Takes() || b.State == booking.Held {
		return club.Refuse(club.CodeBookingEnded)
	}
	if b.State == state {
		return nil
	}
	b.State = state
	return tx.TickBooking(b.ID, state, actor)
}

func undoTick(u undoing, in ticked) error {
	b, l, err := bookingIn(u.tx, in.Booking)
	if err != nil {
		return err
	}
	if err := u.c.rollOpen(l); err != nil {
		return err
	}
	if b.State != in.Is {
		return club.Refuse(club.CodeUndoChanged)
	}
	return tick(u.tx, u.actor, &b, in.Was)
}

// rollOpen refuses a roll that is not called yet, or no more.
func (c clubNow) rollOpen(l planning.Lesson) error {
	switch {
	case l.State == planning.Cancelled:
		return club.Refuse(club.CodeLessonCancelled)
	case l.State == planning.Closed:
		return club.Refuse(club.CodeLessonClosed)
	case c.today < l.Day:
		return club.Refuse(club.CodeLessonAhead).With("onDay", l.Day)
	}
	return nil
}

// CallRoll ticks and closes the roll of a lesson.
type CallRoll struct {
	AllPresent bool `json:"allPresent,omitempty" doc:"Whom nobody ticked is there"`
	Close      bool `json:"close,omitempty" doc:"Once the lesson has begun; it spends the units and nothing changes any more"`
}

// RollCalled is how a roll stands.
type RollCalled struct {
	Attended int  `json:"attended"`
	Absent   int  `json:"absent"`
	Closed   bool `json:"closed"`
}

// CallRoll ticks whom nobody ticked, and closes the roll: units that were
// reserved are spent, and what the places of the lesson were paid is revenue. Riders nobody ticked keep it open.
func (d *Desk) CallRoll(ctx context.Context, req Request, id planning.LessonID, in CallRoll) (RollCalled, error) {
	body := struct {
		Lesson planning.LessonID
		In     CallRoll
	}{id, in}
	return write(ctx, d, req, "callRoll", body, func(tx *sqlite.Tx) (RollCalled, error) {
		c, err := loadClub(tx)
		if err != nil {
			return RollCalled{}, err
		}
		l, err := tx.Lesson(id)
		if err != nil {
			return RollCalled{}, refused(err, club.CodeLessonNotFound)
		}
		if err := c.rollOpen(l); err != nil {
			return RollCalled{}, err
		}
		if in.Close && tx.Now.Before(l.StartsAt(c.zone)) {
			return RollCalled{}, club.Refuse(club.CodeLessonAhead).With("onDay", l.Day)
		}
		called, steps, err := callRoll(tx, req.Actor, l, in)
		if err != nil {
			return called, err
		}
		if in.Close { // a closed roll is not undone
			return called, recogniseLesson(tx, c, req.Actor, l)
		}
		return called, act(tx, "callRoll", l.Name, 0, steps...)
	})
}

func callRoll(tx *sqlite.Tx, actor club.Actor, l planning.Lesson, in CallRoll) (called RollCalled, steps []back, err error) {
	rows, err := tx.BookingsOf(l.ID)
	if err == nil && in.AllPresent {
		err = tx.TickRest(l.ID, actor)
	}
	if err != nil {
		return called, nil, err
	}
	open := 0
	for _, b := range rows {
		if b.State == booking.Booked && in.AllPresent {
			b.State = booking.Attended
			steps = append(steps, back{"tickRoll", ticked{b.ID, booking.Booked, b.State}})
		}
		switch b.State {
		case booking.Booked:
			open++
		case booking.Attended:
			called.Attended++
		case booking.Absent:
			called.Absent++
		case booking.Held:
			if in.Close {
				err = endOffer(tx, b)
			}
		}
		if err != nil {
			return called, nil, err
		}
	}
	if !in.Close {
		return called, steps, nil
	}
	if open > 0 {
		return called, nil, club.Refuse(club.CodeRollOpen).With("n", open)
	}
	spent := map[booking.CardID]bool{} // a duo spends one unit
	for _, b := range rows {
		if b.By != booking.ByCard || spent[b.Card] {
			continue
		}
		spent[b.Card] = true
		payer, err := tx.ReservedBy(b.Card, l.ID)
		if sqlite.IsMissing(err) {
			continue // it came back
		}
		if err != nil {
			return called, nil, err
		}
		if err := tx.MoveCard(b.Card, 0, "spent", payer, actor); err != nil {
			return called, nil, err
		}
	}
	l.State, called.Closed = planning.Closed, true
	return called, nil, tx.UpdateLesson(l)
}

// endOffer removes a hold for good; an offer of the waiting list lapses with it.
func endOffer(tx *sqlite.Tx, b booking.Booking) error {
	if err := tx.DropHold(b.ID); err != nil || b.Waiting == 0 {
		return err
	}
	return tx.SetWaiting(b.Waiting, booking.Lapsed, tx.Now)
}
