package desk

import (
	"context"
	"slices"

	"paddock/backend/billing"
	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/journal"
	"paddock/backend/money"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// ChangeSlot says to which series a package goes in mid-season, and from which day
// on.
type ChangeSlot struct {
	From         calendar.Day      `json:"fromDay" doc:"The first day on the new slot; today or later"`
	Leaves       planning.SeriesID `json:"leaves" doc:"A series of the package"`
	Takes        planning.SeriesID `json:"takes"`
	Keeps        int               `json:"keepsPercent" minimum:"0" maximum:"100" doc:"Of what the lessons are worth that the new slot has no place for"`
	Reason       string            `json:"reason,omitempty" maxLength:"500" doc:"Needed where money goes back, and where the new slot does not fit the rider"`
	ConfirmClock bool              `json:"confirmClock,omitempty"`

	only []planning.LessonID // of the new slot, when a change is taken back; nil for all
}

// SlotChange is what changing the slot of a package does. Amounts are in cents.
type SlotChange struct {
	Given  int               `json:"given" doc:"Lessons of the package whose roll is closed"`
	Open   []calendar.Day    `json:"openRolls" nullable:"false" doc:"Begun, the roll not closed: they stay with the old slot"`
	Left   int               `json:"left" doc:"Lessons of the old slot that are given up"`
	Days   []calendar.Day    `json:"days" nullable:"false" doc:"Of the lessons on the new slot, in order"`
	Full   []calendar.Day    `json:"fullDays" nullable:"false" doc:"Of its lessons that have no place, or at whose time the rider has another: not taken"`
	Beyond []calendar.Day    `json:"beyondDays" nullable:"false" doc:"Of its lessons that are more than are given up: not taken"`
	Asks   []Obstacle        `json:"asks" nullable:"false" doc:"Age and level of the new slot that the rider is outside of: a reason sets them aside"`
	Short  int               `json:"short" doc:"Lessons given up that the new slot has no place for: given back"`
	Worth  money.Cents       `json:"worthCents" doc:"Of these, by the pro rata of the sale"`
	Kept   money.Cents       `json:"keptCents" doc:"What the club's terms keep of it"`
	Back   money.Cents       `json:"backCents" doc:"What a credit note gives back; none for 0"`
	Note   billing.InvoiceID `json:"creditNote,omitempty" doc:"Once it is done"`
	Number string            `json:"noteNumber,omitempty"`
	ending
	takes *places
}

// movedPackage is what the chain holds of a package that went to another slot.
type movedPackage struct {
	Line int64 `json:"line"`
	sqlite.PackageMove
}

// PackageSlots lists the series a package can go to, as they are from a day on.
func (d *Desk) PackageSlots(ctx context.Context, id int64, from calendar.Day) ([]SeriesSeats, error) {
	return read(ctx, d, "packageSlots", func(tx *sqlite.Tx) ([]SeriesSeats, error) {
		c, err := loadClub(tx)
		if err != nil {
			return nil, err
		}
		e, err := endingOf(tx, c, id, max(from, c.today), 0)
		if err != nil {
			return nil, err
		}
		offer, err := tx.Offer(e.bought.Offer)
		if err != nil {
			return nil, err
		}
		return slotsFor(tx, c, e.bought, offer, from)
	})
}

// PreviewChangeSlot tells what ChangeSlot would do now.
func (d *Desk) PreviewChangeSlot(ctx context.Context, id int64, in ChangeSlot) (SlotChange, error) {
	return read(ctx, d, "previewChangeSlot", func(tx *sqlite.Tx) (SlotChange, error) {
		c, err := loadClub(tx)
		if err != nil {
			return SlotChange{}, err
		}
		return changingSlot(tx, c, id, in)
	})
}

// ChangeSlot takes a package from one of its series to another of its offer from a
// day on (PRODUCT section 5). A lesson is a lesson: as many as are given up are
// booked on the new slot, the first that have a place, and no money moves. Full
// dates are named and not taken. Where the new slot has fewer, a credit note gives
// the rest back by the pro rata of the sale, less what the club's terms keep;
// lessons beyond those given up are not taken, for nobody paid for them. What was
// given, what a voucher stands for and what was lost stays with the old slot.
func (d *Desk) ChangeSlot(ctx context.Context, req Request, id int64, in ChangeSlot) (SlotChange, error) {
	body := struct {
		Package int64
		In      ChangeSlot
	}{id, in}
	return write(ctx, d, req, "changeSlot", body, func(tx *sqlite.Tx) (SlotChange, error) {
		c, err := loadClub(tx)
		if err != nil {
			return SlotChange{}, err
		}
		change, err := changingSlot(tx, c, id, in)
		if err != nil {
			return change, err
		}
		var why setAside
		if len(change.Asks) > 0 {
			if clean(in.Reason) == "" {
				return change, change.Asks[0].refusal()
			}
			if why, err = giveReason(tx, c, req.Actor, in.Reason); err != nil {
				return change, err
			}
		}
		if change.Note, change.Number, err = change.credit(tx, c, req.Actor, change.Back, in.Reason, in.ConfirmClock); err != nil {
			return change, err
		}
		if err := change.move(tx, c, req.Actor, id, in, why); err != nil || change.Short > 0 { // what is given back is lasting
			return change, err
		}
		rider, err := tx.Rider(change.bought.Rider)
		if err != nil {
			return change, err
		}
		return change, act(tx, "changeSlot", rider.Name(), rider.Household, back{"changeSlot", change.taken(id, in)})
	})
}

// move gives up the lessons of the old slot and books those of the new one.
func (s SlotChange) move(tx *sqlite.Tx, c clubNow, actor club.Actor, id int64, in ChangeSlot, why setAside) error {
	freed, err := giveUpLessons(tx, actor, s.leaving)
	if err != nil {
		return err
	}
	if err := s.take(tx, c, actor, why); err != nil {
		return err
	}
	moved := movedPackage{s.line.ID, sqlite.PackageMove{
		Day: in.From, Leaves: in.Leaves, Takes: in.Takes, Lessons: len(s.Days), Short: s.Short, Kept: s.Kept, CreditNote: s.Note,
	}}
	if err := tx.MovePackage(id, moved.PackageMove); err != nil {
		return err
	}
	if err := offerFreed(tx, c, actor, freed); err != nil {
		return err
	}
	if err := tx.Seal(journal.PackageMoved, actor, s.bought.Invoice, moved); err != nil {
		return err
	}
	return recognise(tx, c, actor, c.today, []int64{s.line.ID})
}

// slotTaken is a change of slot by which no lesson was lost: undone, the package goes
// back, to the lessons it gave up and no others.
type slotTaken struct {
	Package int64               `json:"package"`
	From    calendar.Day        `json:"from"`
	Leaves  planning.SeriesID   `json:"leaves"`
	Takes   planning.SeriesID   `json:"takes"`
	Gave    []planning.LessonID `json:"gave"`
	Took    []planning.LessonID `json:"took"`
}

func (s slotTaken) turned() any {
	return slotTaken{s.Package, s.From, s.Takes, s.Leaves, s.Took, s.Gave}
}

func (s SlotChange) taken(id int64, in ChangeSlot) slotTaken {
	t := slotTaken{Package: id, From: in.From, Leaves: in.Leaves, Takes: in.Takes, Gave: s.gives()}
	for _, l := range s.takes.lessons {
		t.Took = append(t.Took, l.ID)
	}
	return t
}

func undoSlot(u undoing, in slotTaken) error {
	again := ChangeSlot{From: in.From, Leaves: in.Takes, Takes: in.Leaves, only: in.Gave}
	change, err := changingSlot(u.tx, u.c, in.Package, again)
	if err != nil {
		return err
	}
	// A lesson that was given or cancelled since, or a place that is somebody's by now.
	if now := change.taken(in.Package, again); !slices.Equal(now.Gave, in.Took) || !slices.Equal(now.Took, in.Gave) {
		return club.Refuse(club.CodeUndoChanged)
	}
	return change.move(u.tx, u.c, u.actor, in.Package, again, setAside{})
}

// gives are the lessons that a place is given up in: what was excused has none any more.
func (s SlotChange) gives() (lessons []planning.LessonID) {
	for _, p := range s.leaving {
		if p.State.Takes() {
			lessons = append(lessons, p.Lesson)
		}
	}
	return lessons
}

// take books the lessons of the new slot, and tells the family. The reason that set its
// age or level aside stands with the first of them.
func (s SlotChange) take(tx *sqlite.Tx, c clubNow, actor club.Actor, why setAside) error {
	var booked []booking.BookingID
	for i, l := range s.takes.lessons {
		place := sqlite.NewBooking{Booking: booking.Booking{
			Rider: s.bought.Rider, By: booking.ByPackage, State: booking.Booked, Package: s.bought.ID,
		}}
		if i == 0 {
			place.Reason = why.id
		}
		made, err := takePlaces(tx, actor, []planning.Lesson{l}, place)
		if err == nil && i == 0 {
			err = why.seal(tx, actor, l.ID, made[0], s.Asks)
		}
		if err != nil {
			return err
		}
		booked = append(booked, made...)
	}
	return confirm(tx, c, actor, 0, 0, booked)
}

// changingSlot is what is given up of a slot and what the other has for it.
func changingSlot(tx *sqlite.Tx, c clubNow, id int64, in ChangeSlot) (SlotChange, error) {
	s := SlotChange{Open: []calendar.Day{}, Days: []calendar.Day{}, Full: []calendar.Day{}, Beyond: []calendar.Day{}, Asks: []Obstacle{}}
	var err error
	if s.ending, err = endingOf(tx, c, id, in.From, in.Keeps); err != nil {
		return s, err
	}
	switch {
	case !slices.Contains(s.bought.Series, in.Leaves):
		return s, club.Refuse(club.CodeInvalid).On("leaves")
	case slices.Contains(s.bought.Series, in.Takes):
		return s, club.Refuse(club.CodeInvalid).On("takes")
	}
	run, err := s.run(tx, c, in.From, in.Leaves)
	if err != nil {
		return s, err
	}
	whole := booking.Leaving(run, s.bought.Left(), in.From)
	s.Given, s.Open = whole.Given, whole.Open
	if s.Left = min(len(s.gives()), whole.Left); s.Left == 0 {
		return s, club.Refuse(club.CodeNoLessonLeft).On("fromDay").With("name", s.bought.Name)
	}
	if s.takes, err = slotOn(tx, c, s.bought, in); err != nil {
		return s, err
	}
	if in.only != nil {
		s.takes.lessons = slices.DeleteFunc(s.takes.lessons, func(l planning.Lesson) bool { return !slices.Contains(in.only, l.ID) })
	}
	for _, ask := range s.takes.asks {
		s.Asks = append(s.Asks, Obstacle{ask.Code, ask.Params})
	}
	s.Full = append(append(s.Full, s.takes.Full...), s.takes.Elsewhere...)
	slices.Sort(s.Full)
	for i, l := range s.takes.lessons {
		if i < s.Left {
			s.Days = append(s.Days, l.Day)
		} else {
			s.Beyond = append(s.Beyond, l.Day)
		}
	}
	s.takes.lessons = s.takes.lessons[:len(s.Days)]
	s.Short = s.Left - len(s.Days)
	if !s.bought.Carried { // its money is another program's
		s.Worth, s.Kept = s.worth(s.Short, in.Keeps)
		s.Back = s.Worth - s.Kept
	}
	return s, nil
}

// slotOn are the lessons a package would have in another series from a day on.
func slotOn(tx *sqlite.Tx, c clubNow, bought sqlite.Package, in ChangeSlot) (*places, error) {
	s := seated{tx: tx, c: c, leaves: in.Leaves}
	var err error
	if s.offer, err = tx.Offer(bought.Offer); err != nil {
		return nil, refused(err, club.CodeOfferNotFound)
	}
	if s.rider, err = heldRider(tx, bought.Rider); err != nil {
		return nil, err
	}
	season, err := c.seasonOf(tx, bought.Season)
	if err != nil {
		return nil, err
	}
	p, err := s.inSeries(season, []planning.SeriesID{in.Takes}, bought.Weeks, in.From)
	return p, on("takes", err)
}
