package desk

import (
	"context"
	"crypto/rand"
	"errors"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/journal"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// Book is a place to be taken for a rider.
type Book struct {
	Lesson  planning.LessonID `json:"lesson,omitempty"`
	Slot    *planning.Slot    `json:"slot,omitempty" doc:"Instead: when a lesson of the card's kind is made on demand"`
	Rider   club.RiderID      `json:"rider"`
	Second  club.RiderID      `json:"second,omitempty" doc:"Whom the same unit seats in a private lesson for two"`
	By      booking.By        `json:"by" enum:"card,voucher,given"`
	Card    booking.CardID    `json:"card,omitempty" doc:"0: the one that expires first"`
	Voucher booking.VoucherID `json:"voucher,omitempty" doc:"0: the one that expires first"`
	Waiting booking.WaitingID `json:"waiting,omitempty" doc:"Of the waiting list, that says yes"`
	Reason  string            `json:"reason,omitempty" maxLength:"500" doc:"Why although it does not fit or is too late; an offered lesson always has one"`

	Expected *ShownWay `json:"expected,omitempty" doc:"What was said of it: refused where that changed. Empty: booked either way"`
}

// ShownWay is what a person read of the card or the voucher that a booking takes.
type ShownWay struct {
	Final   bool         `json:"final" doc:"That it cannot be cancelled without loss any more"`
	Left    int          `json:"left,omitempty" doc:"Units before this one is taken; 0 where that was not said"`
	Through calendar.Day `json:"throughDay,omitempty" doc:"Its last day; empty where that was not said"`
}

// is reports whether what was read is still so.
func (s ShownWay) is(w Way) bool {
	return s.Final == w.Final && (s.Left == 0 || s.Left == w.Left) && (s.Through == "" || s.Through == w.Through)
}

// riders are whom the booking seats.
func (in Book) riders() []club.RiderID {
	if in.Second == 0 {
		return []club.RiderID{in.Rider}
	}
	return []club.RiderID{in.Rider, in.Second}
}

// Seats is what was booked.
type Seats struct {
	Bookings []booking.BookingID `json:"bookings" nullable:"false"`
	Final    bool                `json:"final" doc:"It cannot be cancelled without loss any more"`
}

// Book takes a place in a lesson by a card, by a voucher, or as the club's gift.
// What does not fit the rider, and what is too late, is refused with its reason
// or booked with a recorded one; a lesson is never booked above its capacity.
func (d *Desk) Book(ctx context.Context, req Request, in Book) (Seats, error) {
	return write(ctx, d, req, "book", in, func(tx *sqlite.Tx) (Seats, error) {
		c, err := loadClub(tx)
		if err != nil {
			return Seats{}, err
		}
		b, err := bookPlace(tx, c, req.Actor, in)
		if err != nil {
			return Seats{}, err
		}
		if err := confirm(tx, c, req.Actor, 0, 0, b.seats.Bookings); err != nil {
			return Seats{}, err
		}
		return b.seats, act(tx, "book", b.name, b.household, back{"unbook", unbooked{b.seats.Bookings}})
	})
}

// bookPlace takes the place; the family is not told yet.
func bookPlace(tx *sqlite.Tx, c clubNow, actor club.Actor, in Book) (b seating, err error) {
	if _, err := tendLists(tx, c, actor); err != nil {
		return b, err
	}
	lesson, err := lessonToBook(tx, c, in)
	if err != nil {
		return b, err
	}
	b = seating{tx: tx, c: c, actor: actor, lesson: lesson, in: in}
	before, err := outOfTurn(tx, lesson, in.riders()...)
	if err != nil {
		return b, err
	}
	if before != nil {
		b.asks = append(b.asks, Obstacle{before.Code, before.Params})
	}
	if in.Waiting != 0 {
		if err := takeOffer(tx, lesson, in); err != nil {
			return b, err
		}
	}
	return b, b.run()
}

// seating is one Book under way.
type seating struct {
	tx     *sqlite.Tx
	c      clubNow
	actor  club.Actor
	lesson planning.Lesson
	in     Book

	way       Way
	asks      []Obstacle // that a reason sets aside
	name      string
	household club.HouseholdID
	seats     Seats
}

func (b *seating) run() error {
	first, err := prospectOf(b.tx, b.c, b.in.Rider)
	if err != nil {
		return err
	}
	b.name, b.household = first.rider.FirstName+" "+first.rider.Surname, first.rider.Household
	if b.way, err = first.choose(b.lesson, b.in); err != nil {
		return err
	}
	if b.in.Expected != nil && !b.in.Expected.is(b.way) {
		return club.Refuse(club.CodeShownChanged).With("way", b.way)
	}
	riders := []prospect{first}
	if b.in.Second != 0 {
		if b.lesson.Kind != planning.PrivateForTwo || b.way.By != booking.ByCard {
			return club.Refuse(club.CodeInvalid).On("second")
		}
		second, err := prospectOf(b.tx, b.c, b.in.Second)
		if err != nil {
			return on("second", err)
		}
		riders = append(riders, second)
	}
	for i, p := range riders {
		if err := b.fits(p, i); err != nil {
			return err
		}
	}
	if late := b.way.late(b.in.Waiting); late != nil {
		b.asks = append(b.asks, *late)
	}
	reason, err := b.reason()
	if err != nil {
		return err
	}
	for _, p := range riders {
		made, err := takePlaces(b.tx, b.actor, []planning.Lesson{b.lesson}, sqlite.NewBooking{Reason: reason.id, Booking: booking.Booking{
			Rider: p.rider.ID, By: b.way.By, State: booking.Booked, Card: b.way.Card, Voucher: b.way.Voucher, Waiting: b.in.Waiting,
		}})
		if err != nil {
			return err
		}
		b.seats.Bookings = append(b.seats.Bookings, made...)
	}
	b.seats.Final = b.way.Final
	if err := b.pay(b.seats.Bookings[0]); err != nil {
		return err
	}
	return reason.seal(b.tx, b.actor, b.lesson.ID, b.seats.Bookings[0], b.asks)
}

// fits refuses what no reason sets aside, and gathers what one does. ahead is how
// many places the same booking takes before.
func (b *seating) fits(p prospect, ahead int) error {
	rows, err := b.tx.BookingsOf(b.lesson.ID)
	if err != nil {
		return err
	}
	taken, in := ahead, p.rider.ID == b.in.Rider && ahead > 0
	for _, row := range rows {
		if row.State.Takes() {
			taken++
			in = in || row.Rider == p.rider.ID
		}
	}
	if p.rides, err = agendaOf(b.tx, p.rider.ID, calendar.Period{First: b.lesson.Day, Last: b.lesson.Day}); err != nil {
		return err
	}
	chance := p.chance(b.lesson, taken, in)
	if len(chance.Bars) > 0 {
		return chance.Bars[0].refusal()
	}
	b.asks = append(b.asks, chance.Asks...)
	return nil
}

// pay moves the unit of the card, or the voucher, that the place is paid with.
func (b *seating) pay(id booking.BookingID) error {
	switch b.way.By {
	case booking.ByCard:
		if _, err := b.tx.ReservedBy(b.way.Card, b.lesson.ID); !sqlite.IsMissing(err) {
			return err // the unit is the lesson's already: the other of a duo rides on it, or it was counted
		}
		return b.tx.MoveCard(b.way.Card, -1, "reserved", id, b.actor)
	case booking.ByVoucher:
		return b.tx.MoveVoucher(b.way.Voucher, -1, "used", id, b.actor)
	}
	return nil
}

// choose finds the card or voucher a place is to be paid with: the one named, or
// the first to expire.
func (p prospect) choose(l planning.Lesson, in Book) (Way, error) {
	if in.By == booking.ByGiven {
		return p.way(l, Way{By: booking.ByGiven}), nil
	}
	for _, way := range p.ways(l) {
		if way.By == in.By && (in.Card == 0 || in.Card == way.Card) && (in.Voucher == 0 || in.Voucher == way.Voucher) {
			return way, nil
		}
	}
	switch {
	case in.By == booking.ByVoucher && in.Voucher == 0:
		return Way{}, club.Refuse(club.CodeNoVoucher)
	case in.By == booking.ByVoucher:
		for _, v := range p.vouchers {
			if v.ID == in.Voucher {
				return Way{}, voucherOf(&v).Obstacle(l).On("voucher")
			}
		}
		return Way{}, club.Refuse(club.CodeVoucherNotFound).On("voucher")
	case in.By == booking.ByCard && in.Card == 0:
		return Way{}, p.without(l).refusal()
	case in.By == booking.ByCard:
		for _, card := range p.cards {
			if booking.CardID(card.ID) == in.Card {
				return Way{}, unitsOf(&card).Obstacle(l).On("card")
			}
		}
		return Way{}, club.Refuse(club.CodeCardOthers).On("card")
	}
	return Way{}, club.Refuse(club.CodeInvalid).On("by")
}

// setAside is a recorded reason for which rules were set aside; the zero value
// when none were.
type setAside struct {
	id   int64
	hash string
}

// reason records why rules are set aside, by somebody who may. Without a rule in
// the way there is none, whatever was typed.
func (b *seating) reason() (setAside, error) {
	if len(b.asks) == 0 && b.way.By != booking.ByGiven {
		return setAside{}, nil
	}
	if clean(b.in.Reason) == "" {
		if len(b.asks) > 0 {
			return setAside{}, b.asks[0].refusal()
		}
		return setAside{}, club.Refuse(club.CodeReasonNeeded).On("reason")
	}
	return giveReason(b.tx, b.c, b.actor, b.in.Reason)
}

func giveReason(tx *sqlite.Tx, c clubNow, actor club.Actor, text string) (setAside, error) {
	if err := only(tx, actor, c.Policy.MayOverride()); err != nil {
		return setAside{}, err
	}
	text, salt := clean(text), rand.Text()
	if text == "" {
		return setAside{}, club.Refuse(club.CodeReasonNeeded).On("reason")
	}
	id, err := tx.InsertReason(salt, text)
	return setAside{id, journal.Reason(salt, text)}, err
}

// overriddenBooking is what the chain holds of rules set aside for a place.
type overriddenBooking struct {
	Booking booking.BookingID `json:"booking"`
	Lesson  planning.LessonID `json:"lesson"`
	Rules   []club.Code       `json:"rules"`
	Reason  string            `json:"reason"`
}

// seal puts the reason into the chain, by its hash.
func (s setAside) seal(tx *sqlite.Tx, actor club.Actor, lesson planning.LessonID, b booking.BookingID, rules []Obstacle) error {
	if s.id == 0 {
		return nil
	}
	codes := []club.Code{}
	for _, rule := range rules {
		codes = append(codes, rule.Code)
	}
	return tx.Seal(journal.OverrideMade, actor, "", overriddenBooking{b, lesson, codes, s.hash})
}

// unbooked is what undoing a booking is given.
type unbooked struct {
	Bookings []booking.BookingID `json:"bookings"`
}

// undoBooking gives places back as if they had not been taken, whatever the
// hour; not once the lesson has begun or the roll says more.
func undoBooking(u undoing, in unbooked) error {
	var lesson planning.Lesson // of all of them
	for i, id := range in.Bookings {
		b, l, err := bookingIn(u.tx, id)
		if err != nil {
			return err
		}
		switch {
		case b.State != booking.Booked:
			return club.Refuse(club.CodeUndoChanged)
		case !u.tx.Now.Before(l.StartsAt(u.c.zone)):
			return club.Refuse(club.CodeLessonBegun)
		}
		if err := u.tx.FreeBooking(id, booking.CancelledInTime, 0, u.actor); err != nil {
			return err
		}
		switch b.By {
		case booking.ByCard:
			err = u.returnUnitUnshared(b)
		case booking.ByVoucher:
			err = u.tx.MoveVoucher(b.Voucher, 1, "returned", id, u.actor)
		}
		if err != nil {
			return err
		}
		if b.Waiting != 0 && i == 0 { // who said yes waits again where they stood
			if err := u.tx.SetWaiting(b.Waiting, booking.Waits, u.tx.Now); err != nil {
				return err
			}
		}
		if _, err := moveUp(u.tx, u.c, u.actor, l); err != nil {
			return err
		}
		lesson = l
	}
	return takeConfirmationBack(u.tx, u.c, u.actor, lesson, in.Bookings)
}

// returnUnitUnshared gives a unit back unless another place rides on it, or had it counted.
func (u undoing) returnUnitUnshared(b booking.Booking) error {
	other, err := partnerOf(u.tx, b)
	if err != nil || other.Takes() || other == booking.CancelledLate {
		return err
	}
	return returnUnit(u.tx, u.actor, b)
}

// bookingIn loads a booking with its lesson.
func bookingIn(tx *sqlite.Tx, id booking.BookingID) (booking.Booking, planning.Lesson, error) {
	b, err := tx.Booking(id)
	if errors.Is(err, sqlite.ErrNotFound) {
		err = club.Refuse(club.CodeBookingNotFound)
	}
	if err != nil {
		return b, planning.Lesson{}, err
	}
	l, err := tx.Lesson(b.Lesson)
	return b, l, err
}
