package desk

import (
	"context"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// CancelBooking says why a place is given up.
type CancelBooking struct {
	Cause  booking.Cause `json:"cause,omitempty" enum:",medical,forgiven" doc:"Empty: announced by the family. The others need a reason"`
	Reason string        `json:"reason,omitempty" maxLength:"500"`

	Expected *booking.Shown `json:"expected,omitempty" doc:"As it was shown: refused where something else comes of it by now. Without: whatever comes of it"`
}

// Cancelled is what a cancellation did.
type Cancelled struct {
	booking.Consequence
	Voucher booking.VoucherID `json:"voucher,omitempty" doc:"That it made"`
	Offered []sqlite.Waiting  `json:"offered" nullable:"false" doc:"Whom the place is offered to by the waiting list"`
}

// PreviewCancel tells what giving up a place now would do; CancelBooking does
// just that.
func (d *Desk) PreviewCancel(ctx context.Context, id booking.BookingID, cause booking.Cause) (booking.Consequence, error) {
	return read(ctx, d, "previewCancel", func(tx *sqlite.Tx) (booking.Consequence, error) {
		c, err := loadClub(tx)
		if err != nil {
			return booking.Consequence{}, err
		}
		b, l, err := bookingIn(tx, id)
		if err != nil {
			return booking.Consequence{}, err
		}
		return consequenceOf(tx, c, b, l, cause)
	})
}

// consequenceOf loads what decides and asks the rule.
func consequenceOf(tx *sqlite.Tx, c clubNow, b booking.Booking, l planning.Lesson, cause booking.Cause) (booking.Consequence, error) {
	switch b.State {
	case booking.Booked:
	case booking.Absent:
		if cause == booking.Medical {
			break
		}
		fallthrough
	case booking.Attended:
		return booking.Consequence{}, club.Refuse(club.CodeLessonBegun)
	default:
		return booking.Consequence{}, club.Refuse(club.CodeBookingEnded)
	}
	place, err := placeOf(tx, c, b, l)
	return c.booking().Consequence(place, cause, tx.Now), err
}

func placeOf(tx *sqlite.Tx, c clubNow, b booking.Booking, l planning.Lesson) (booking.Place, error) {
	place := booking.Place{By: b.By, Lesson: l, Moved: b.Moved}
	var err error
	switch b.By {
	case booking.ByCard:
		card, err := tx.Card(b.Card)
		if err != nil {
			return place, err
		}
		place.CardThrough = card.ValidThrough
		place.Partner, err = partnerOf(tx, b)
		return place, err
	case booking.ByVoucher:
		voucher, err := tx.Voucher(b.Voucher)
		if err != nil {
			return place, err
		}
		place.VoucherThrough = voucher.ValidThrough
	case booking.ByPackage:
	default:
		return place, nil
	}
	if place.Season, err = seasonOfLesson(tx, l); err != nil || b.By == booking.ByVoucher {
		return place, err
	}
	place.Absences, err = tx.CountAbsences(b.Rider, c.booking().AbsencePeriod(l.Day, place.Season))
	return place, err
}

func seasonOfLesson(tx *sqlite.Tx, l planning.Lesson) (calendar.Season, error) {
	if l.Season == 0 {
		return calendar.Season{}, nil
	}
	seasons, err := tx.Seasons()
	for _, s := range seasons {
		if s.ID == l.Season {
			return s, nil
		}
	}
	return calendar.Season{}, err
}

// partnerOf is what became of the other places on the same unit of a card, one that
// rides first, then one that was given up late; "" for none. A rider who gave theirs up
// and was booked again has two. While one of them rides or lost it, the unit does not
// return.
func partnerOf(tx *sqlite.Tx, b booking.Booking) (booking.State, error) {
	rows, err := tx.BookingsOf(b.Lesson)
	var state booking.State
	for _, other := range rows {
		if other.Card == b.Card && other.ID != b.ID && !state.Takes() && (state != booking.CancelledLate || other.State.Takes()) {
			state = other.State
		}
	}
	return state, err
}

// CancelBooking gives up a place: what was paid for it comes back, makes a
// voucher or counts, as PreviewCancel says, and the place goes to who waits. Where
// that is not what was expected any more (the limit passed meanwhile) nothing is done. A
// medical absence and one that is let pass need a reason, which is listed for
// the owner.
func (d *Desk) CancelBooking(ctx context.Context, req Request, id booking.BookingID, in CancelBooking) (Cancelled, error) {
	body := struct {
		Booking booking.BookingID
		In      CancelBooking
	}{id, in}
	return write(ctx, d, req, "cancelBooking", body, func(tx *sqlite.Tx) (Cancelled, error) {
		c, err := loadClub(tx)
		if err != nil {
			return Cancelled{}, err
		}
		b, l, err := bookingIn(tx, id)
		if err != nil {
			return Cancelled{}, err
		}
		rider, err := heldRider(tx, b.Rider)
		if err != nil {
			return Cancelled{}, err
		}
		reason, err := whyAway(tx, c, req.Actor, in.Cause, in.Reason)
		if err != nil {
			return Cancelled{}, err
		}
		done, again, err := cancelPlace(tx, c, req.Actor, b, l, in.Cause, reason)
		if err != nil {
			return Cancelled{}, err
		}
		if in.Expected != nil && *in.Expected != done.Shown() {
			return Cancelled{}, club.Refuse(club.CodeShownChanged).With("consequence", done.Consequence)
		}
		if l.State == planning.Closed { // a closed roll is not undone
			return done, act(tx, "cancelBooking", rider.FirstName+" "+rider.Surname, rider.Household)
		}
		return done, act(tx, "cancelBooking", rider.FirstName+" "+rider.Surname, rider.Household, back{"retakePlace", again})
	})
}

// whyAway records the reason of an absence that needs one.
func whyAway(tx *sqlite.Tx, c clubNow, actor club.Actor, cause booking.Cause, reason string) (setAside, error) {
	if cause == booking.Announced {
		return setAside{}, nil
	}
	return giveReason(tx, c, actor, reason)
}

// cancelPlace gives up a place and offers it to who waits. It returns what undoing
// it is given.
func cancelPlace(tx *sqlite.Tx, c clubNow, actor club.Actor, b booking.Booking, l planning.Lesson, cause booking.Cause, reason setAside) (Cancelled, retaken, error) {
	done, err := giveUp(tx, c, actor, b, l, cause, reason.id)
	if err != nil {
		return done, retaken{}, err
	}
	if err := reason.seal(tx, actor, l.ID, b.ID, []Obstacle{{Code: club.Code(cause)}}); err != nil {
		return done, retaken{}, err
	}
	if done.Offered, err = moveUp(tx, c, actor, l); err != nil {
		return done, retaken{}, err
	}
	if err := tellAbsence(tx, c, actor, b.Rider, l, done.Consequence); err != nil {
		return done, retaken{}, err
	}
	again := retaken{Booking: b.ID, State: done.State, Outcome: done.Outcome}
	for _, row := range done.Offered {
		again.Offered = append(again.Offered, row.ID)
	}
	if done.Offered == nil {
		done.Offered = []sqlite.Waiting{}
	}
	return done, again, nil
}

// tellAbsence confirms to the family that an absence is noted, and what comes of it.
func tellAbsence(tx *sqlite.Tx, c clubNow, actor club.Actor, id club.RiderID, l planning.Lesson, done booking.Consequence) error {
	rider, err := tx.Rider(id)
	if err != nil {
		return err
	}
	lang, err := languageOf(tx, c, rider.Household)
	if err != nil {
		return err
	}
	what := locale.Text(lang, "message.absence."+string(done.Outcome), map[string]any{"throughDay": done.Through})
	return tell(tx, c, actor, "absenceNoted", rider.Household, l, map[string]any{"rider": rider.FirstName, "what": what}, about{riders: []string{rider.FirstName}})
}

// giveUp frees a place and does what the rule says comes of it.
func giveUp(tx *sqlite.Tx, c clubNow, actor club.Actor, b booking.Booking, l planning.Lesson, cause booking.Cause, reason int64) (Cancelled, error) {
	consequence, err := consequenceOf(tx, c, b, l, cause)
	done := Cancelled{Consequence: consequence}
	if err != nil {
		return done, err
	}
	if consequence.Outcome == booking.Begun {
		return done, club.Refuse(club.CodeLessonBegun)
	}
	if consequence.State == "" {
		err = madeGoodOnce(tx, b)
	} else {
		err = tx.FreeBooking(b.ID, consequence.State, reason, actor)
	}
	if err != nil {
		return done, err
	}
	switch consequence.Outcome {
	case booking.UnitReturns:
		err = returnUnit(tx, actor, b)
	case booking.VoucherReturns:
		err = tx.MoveVoucher(b.Voucher, 1, "returned", b.ID, actor)
	case booking.MakesVoucher:
		why := voucherWhy[cause]
		if b.By == booking.ByVoucher || consequence.Moved { // the club moved the lesson, if it does not cancel it
			why = voucherWhy[booking.ByClub]
		}
		done.Voucher, err = tx.MakeVoucher(sqlite.NewVoucher{
			Rider: b.Rider, Season: l.Season, Booking: b.ID, Why: why,
			ValidFrom: l.Day, ValidThrough: consequence.Through, Reason: reason,
		}, actor)
	}
	return done, err
}

// madeGoodOnce refuses a place whose absence made a voucher already; its state does
// not say so where the roll is closed.
func madeGoodOnce(tx *sqlite.Tx, b booking.Booking) error {
	made, err := tx.VoucherOfBooking(b.ID)
	if sqlite.IsMissing(err) {
		return nil
	}
	if err == nil && (made.Left > 0 || made.UsedDay != "") { // else it was withdrawn, and is made anew
		return club.Refuse(club.CodeBookingEnded)
	}
	return err
}

// voucherWhy is why a voucher was made, by the cause of the cancellation.
var voucherWhy = map[booking.Cause]string{
	booking.Announced: "absence", booking.Forgiven: "absence", booking.Medical: "medical", booking.ByClub: "club",
}

// returnUnit gives the unit that a place was booked with back to its card, once
// for both riders of a duo.
func returnUnit(tx *sqlite.Tx, actor club.Actor, b booking.Booking) error {
	payer, err := tx.ReservedBy(b.Card, b.Lesson)
	if sqlite.IsMissing(err) {
		return nil // the other rider of the unit gave it back
	}
	if err != nil {
		return err
	}
	return tx.MoveCard(b.Card, 1, "returned", payer, actor)
}

// retaken is what undoing a cancellation is given.
type retaken struct {
	Booking booking.BookingID   `json:"booking"`
	State   booking.State       `json:"state"`
	Outcome booking.Outcome     `json:"outcome"`
	Offered []booking.WaitingID `json:"offered"` // withdrawn while nobody answered
}

// undoCancel gives a rider the place again, and takes back what the cancellation
// gave. It refuses once the voucher or unit is used or somebody else has the
// place.
func undoCancel(u undoing, in retaken) error {
	b, l, err := bookingIn(u.tx, in.Booking)
	if err != nil {
		return err
	}
	if b.State != in.State || l.State != planning.Planned {
		return club.Refuse(club.CodeUndoChanged)
	}
	if err := backInPlan(u.tx, u.c, l); err != nil {
		return err
	}
	for _, id := range in.Offered {
		row, err := u.tx.WaitingRow(id)
		if err != nil {
			return err
		}
		if row.State != booking.Offered {
			return club.Refuse(club.CodeUndoUsed)
		}
		if err := u.tx.DropOffer(row.ID); err != nil {
			return err
		}
		if err := u.tx.SetWaiting(id, booking.Waits, u.tx.Now); err != nil {
			return err
		}
		if err := u.unsay("placeOffered", "offerUndone", row.Household, l, row.RiderName); err != nil {
			return err
		}
	}
	if err := u.tx.DropExpiredHolds(l.ID); err != nil {
		return err
	}
	rows, err := u.tx.BookingsOf(l.ID)
	if err != nil {
		return err
	}
	var taken []int
	for _, row := range rows {
		if row.State.Takes() {
			taken = append(taken, row.N)
		}
	}
	rider, err := u.tx.Rider(b.Rider)
	if err != nil {
		return err
	}
	switch why, err := staysOut(u.tx, b, rider, l, len(taken)); {
	case err != nil:
		return err
	case why != nil:
		return why
	}
	if err := u.tx.RetakeBooking(b.ID, booking.LowestFree(taken, l.Capacity)); err != nil {
		return refused(err, club.CodeUndoChanged)
	}
	if err := u.takeBackGiven(b, in.Outcome); err != nil {
		return err
	}
	return u.unsay("absenceNoted", "absenceUndone", rider.Household, l, rider.FirstName)
}

// unsay lets what a family is to be told of a rider go; where they were told, they are
// written to that it does not stand.
func (u undoing) unsay(kind, instead string, household club.HouseholdID, l planning.Lesson, rider string) error {
	if _, err := u.tx.DropMessages(kind, l.ID, household, rider); err != nil {
		return err
	}
	heard, err := u.tx.Heard(kind, l.ID, household, rider)
	if err != nil || !heard {
		return err
	}
	return tell(u.tx, u.c, u.actor, instead, household, l, map[string]any{"rider": rider}, about{[]string{rider}, []sqlite.Said{{Code: instead}}})
}

// takeBackGiven takes back the unit or voucher that a cancellation gave.
func (u undoing) takeBackGiven(b booking.Booking, outcome booking.Outcome) error {
	switch outcome {
	case booking.UnitReturns, booking.UnitWaits:
		if _, err := u.tx.ReservedBy(b.Card, b.Lesson); !sqlite.IsMissing(err) {
			return err // the other rider of the duo never gave it back
		}
		card, err := u.tx.Card(b.Card)
		if err != nil {
			return err
		}
		if card.Left < 1 {
			return club.Refuse(club.CodeUndoUsed)
		}
		return u.tx.MoveCard(b.Card, -1, "reserved", b.ID, u.actor)
	case booking.VoucherReturns:
		return u.takeVoucher(b.Voucher, "used", b.ID)
	case booking.MakesVoucher:
		made, err := u.tx.VoucherOfBooking(b.ID)
		if err != nil {
			return err
		}
		return u.takeVoucher(made.ID, "withdrawn", b.ID)
	}
	return nil
}

func (u undoing) takeVoucher(id booking.VoucherID, why string, b booking.BookingID) error {
	v, err := u.tx.Voucher(id)
	if err != nil {
		return err
	}
	if v.Left < 1 {
		return club.Refuse(club.CodeUndoUsed)
	}
	return u.tx.MoveVoucher(id, -1, why, b, u.actor)
}
