package desk

import (
	"paddock/backend/billing"
	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// byCard is the one lesson that a card is sold with: planned already, or made on
// demand where instructor, arena and horse are free (PRODUCT section 4).
func (s seated) byCard(choice Choice) (*places, error) {
	kind := planning.Kind(s.offer.Terms.LessonKind)
	p := &places{LineSeats: billing.LineSeats{By: booking.ByCard, Slot: choice.Slot, Second: choice.Second, Lessons: 1}, second: choice.Second}
	if p.second != 0 && (kind != planning.PrivateForTwo || p.second == s.rider.ID) {
		return nil, club.Refuse(club.CodeInvalid).On("second")
	}
	l, err := demanded(s.tx, s.c, kind, choice.Lesson, choice.Slot, p.riders(s.rider.ID)...)
	if err != nil {
		return nil, err
	}
	switch {
	case l.Activity != 0:
		return nil, club.Refuse(club.CodeCardKind).On("lesson")
	case l.State == planning.Cancelled:
		return nil, club.Refuse(club.CodeLessonCancelled).On("lesson")
	case l.State == planning.Closed || !s.tx.Now.Before(l.EndsAt(s.c.zone)):
		return nil, club.Refuse(club.CodeLessonClosed).On("lesson")
	}
	card := booking.Card{LessonKind: kind, Left: s.offer.Terms.Units, ValidFrom: s.c.today, ValidThrough: s.c.today.AddMonths(s.offer.Terms.Months)}
	if obstacle := card.Obstacle(l); obstacle != nil {
		return nil, obstacle.On("lesson")
	}
	p.Lesson, p.lessons = l.ID, []planning.Lesson{l}
	before, err := outOfTurn(s.tx, l, p.riders(s.rider.ID)...)
	if err != nil {
		return nil, err
	}
	if before != nil {
		p.asks = append(p.asks, before.On("lesson"))
	}
	for _, id := range p.riders(s.rider.ID) {
		if s.rider, err = heldRider(s.tx, id); err != nil {
			return nil, on("second", err)
		}
		limits, err := s.limits(l.Shape, l.Day)
		if err != nil {
			return nil, err
		}
		p.asks = append(p.asks, limits...)
		if err := s.all(p); err != nil {
			return nil, err
		}
	}
	if closes := s.c.booking().Closes(l); !s.tx.Now.Before(closes) {
		p.asks = append(p.asks, prospect{rules: s.c.booking()}.closed(booking.ByCard, closes))
	}
	return p, nil
}

// riders are who has a place: the line's rider, and the second one of a duo.
func (p places) riders(first club.RiderID) []club.RiderID {
	if p.second == 0 {
		return []club.RiderID{first}
	}
	return []club.RiderID{first, p.second}
}

// demanded is the lesson a place is taken in: one of the plan, or one that is made
// for it. Holds that are over go first, and with them a lesson made on demand.
func demanded(tx *sqlite.Tx, c clubNow, kind planning.Kind, id planning.LessonID, slot *planning.Slot, riders ...club.RiderID) (planning.Lesson, error) {
	if slot != nil {
		return makeLesson(tx, c, kind, *slot, riders)
	}
	if err := tx.DropExpiredHolds(id); err != nil {
		return planning.Lesson{}, err
	}
	l, err := tx.Lesson(id)
	if err != nil {
		return l, on("lesson", refused(err, club.CodeLessonNotFound))
	}
	return l, backInPlan(tx, c, l)
}

// backInPlan refuses a place in a lesson made on demand that left the plan with its
// last rider, when something else is given at its time by now.
func backInPlan(tx *sqlite.Tx, c clubNow, l planning.Lesson) error {
	if !l.Demand {
		return nil
	}
	p, err := newPlanner(tx, c, club.Actor{}, calendar.Period{First: l.Day, Last: l.Day})
	if err != nil {
		return err
	}
	for _, clash := range p.plan.Clashes(l, planning.Elsewhere{}) {
		if clash.What.Blocks() && clash.With != l.ID {
			return clashRefusal(clash, 1)
		}
	}
	return nil
}

// lessonToBook is the lesson of a Book: that of a slot is of the kind its card is
// for.
func lessonToBook(tx *sqlite.Tx, c clubNow, in Book) (planning.Lesson, error) {
	var kind planning.Kind
	if in.Slot != nil {
		card, err := tx.Card(in.Card)
		if err != nil {
			return planning.Lesson{}, on("card", refused(err, club.CodeCardOthers))
		}
		kind = card.LessonKind
	}
	return demanded(tx, c, kind, in.Lesson, in.Slot, in.riders()...)
}
