package desk

import (
	"context"
	"errors"
	"slices"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// NoteAbsence says that a rider is away from now through a day.
type NoteAbsence struct {
	Through calendar.Day  `json:"throughDay" doc:"Last day of the absence"`
	Cause   booking.Cause `json:"cause,omitempty" enum:",medical,forgiven" doc:"Empty: announced by the family. The others need a reason"`
	Reason  string        `json:"reason,omitempty" maxLength:"500"`

	Expected []ExpectedMiss `json:"expected,omitempty" maxItems:"500" doc:"As they were shown: refused where others are given up by now, or something else comes of one. Empty: whatever comes of it"`
}

// ExpectedMiss is a lesson that an absence was shown to give up.
type ExpectedMiss struct {
	Booking booking.BookingID `json:"booking"`
	booking.Shown
}

// Missed is a lesson that an absence gives up, and what came of it.
type Missed struct {
	Booking booking.BookingID `json:"booking"`
	Name    string            `json:"name"`
	Day     calendar.Day      `json:"day"`
	Start   calendar.Minute   `json:"start"`
	Cancelled
}

// NoteAbsence gives up every place of a rider that did not begin through a day, all
// or none, each with what its own moment says (PRODUCT section 5); none where that is
// not what was expected any more.
func (d *Desk) NoteAbsence(ctx context.Context, req Request, rider club.RiderID, in NoteAbsence) ([]Missed, error) {
	body := struct {
		Rider club.RiderID
		In    NoteAbsence
	}{rider, in}
	return write(ctx, d, req, "noteAbsence", body, func(tx *sqlite.Tx) ([]Missed, error) {
		c, err := loadClub(tx)
		if err != nil {
			return nil, err
		}
		reason, err := whyAway(tx, c, req.Actor, in.Cause, in.Reason)
		if err != nil {
			return nil, err
		}
		away, missed, steps, err := noteAbsence(tx, c, req.Actor, rider, in, reason)
		if err != nil {
			return nil, err
		}
		if len(in.Expected) > 0 && !slices.EqualFunc(in.Expected, missed, func(e ExpectedMiss, m Missed) bool { return e == ExpectedMiss{m.Booking, m.Shown()} }) {
			return nil, club.Refuse(club.CodeShownChanged)
		}
		return missed, act(tx, "noteAbsence", away.FirstName+" "+away.Surname, away.Household, steps...)
	})
}

// errLooked ends a unit of work that was done to be looked at.
var errLooked = errors.New("looked at")

// PreviewAbsence tells what NoteAbsence would do: it does it and keeps nothing, so
// that the fifth voucher and the sixth absence are those of the real one. The reason
// that a cause needs is asked for by NoteAbsence alone.
func (d *Desk) PreviewAbsence(ctx context.Context, rider club.RiderID, through calendar.Day, cause booking.Cause) ([]Missed, error) {
	person, err := d.Seated(ctx)
	if err != nil {
		return nil, err
	}
	var missed []Missed
	err = d.db.Write(ctx, func(tx *sqlite.Tx) (err error) {
		if err := allow(tx, person, "noteAbsence"); err != nil {
			return err
		}
		c, err := loadClub(tx)
		if err != nil {
			return err
		}
		in := NoteAbsence{Through: through, Cause: cause}
		if _, missed, _, err = noteAbsence(tx, c, person, rider, in, setAside{}); err != nil {
			return err
		}
		return errLooked
	})
	if !errors.Is(err, errLooked) {
		return nil, err
	}
	return missed, nil
}

func noteAbsence(tx *sqlite.Tx, c clubNow, actor club.Actor, id club.RiderID, in NoteAbsence, reason setAside) (away club.Rider, missed []Missed, steps []back, err error) {
	if away, err = heldRider(tx, id); err != nil {
		return away, nil, nil, err
	}
	if err := checkDay(in.Through, "throughDay"); err != nil {
		return away, nil, nil, err
	}
	if in.Through < c.today || in.Through > c.today.AddDays(mostDays) {
		return away, nil, nil, club.Refuse(club.CodeDayOrder).On("throughDay")
	}
	rides, err := tx.RiderLessons(id, c.today, in.Through)
	if err != nil {
		return away, nil, nil, err
	}
	missed = []Missed{}
	for _, ride := range rides {
		b, l, err := bookingIn(tx, ride.Booking.ID)
		if err != nil {
			return away, nil, nil, err
		}
		if b.State != booking.Booked || l.State != planning.Planned || !tx.Now.Before(l.StartsAt(c.zone)) {
			continue
		}
		done, again, err := cancelPlace(tx, c, actor, b, l, in.Cause, reason)
		if err != nil {
			return away, nil, nil, err
		}
		missed = append(missed, Missed{b.ID, l.Name, l.Day, l.Start, done})
		steps = append(steps, back{"retakePlace", again})
	}
	slices.Reverse(steps) // the last voucher goes first
	return away, missed, steps, nil
}
