package desk_test

import (
	"slices"
	"time"

	"paddock/backend/booking"
	"paddock/backend/desk"
	"paddock/backend/planning"
)

// phonesList moves somebody of a waiting list up who says yes on the telephone, where a
// place came free after bookings closed; with a reason it need not be who is next.
func (s *simulator) phonesList() error {
	l, ok := pick(s, s.lessonsAhead(func(l *simLesson) bool { return len(s.waits(l)) > 0 && l.state == planning.Planned }))
	if !ok {
		return errNothing
	}
	if left := l.closes(s.zone).Sub(s.clock.now()); left >= 0 {
		if err := s.goesOn(left + time.Minute); err != nil {
			return err
		}
	}
	list := s.waits(l)
	if able := slices.DeleteFunc(slices.Clone(list), func(w *simWaiting) bool { return s.cardFor(w.rider, l.day) == 0 }); len(able) > 0 {
		list = able
	}
	w, ok := pick(s, list)
	if !ok {
		return errNothing
	}
	if _, taken := s.in(l, 0); taken == l.capacity {
		var booked []booking.BookingID
		for id, b := range s.bookings {
			if b.lesson == l && b.state == booking.Booked {
				booked = append(booked, id)
			}
		}
		if len(booked) == 0 {
			return errNothing
		}
		id := slices.Min(booked)
		if err := s.cancelsOne(id, s.bookings[id], desk.CancelBooking{}); err != nil {
			return err
		}
	}
	s.touchedLesson, s.touchedRider, s.touchedHome = l.id, w.rider, s.homeOf(w.rider).id
	in := desk.Book{Lesson: l.id, Rider: w.rider, By: booking.ByCard, Waiting: w.id}
	if s.rand.IntN(3) == 0 {
		in.Reason = "la première ne répond pas"
	}
	card := s.cardFor(w.rider, l.day)
	b, err := s.books(l, in, card != 0, l.closes(s.zone))
	if err != nil {
		return err
	}
	s.takesUnit(b, card)
	return nil
}

// waits are those of a lesson's list who were offered nothing.
func (s *simulator) waits(l *simLesson) (list []*simWaiting) {
	for _, w := range l.waiting {
		if w.state == booking.Waits {
			list = append(list, w)
		}
	}
	return list
}

func (s *simulator) joinList() error {
	rider := s.someRider()
	full := s.lessonsAhead(func(l *simLesson) bool {
		_, taken := s.in(l, 0)
		return taken >= l.capacity
	})
	l, ok := pick(s, full)
	if s.rand.IntN(5) == 0 || !ok {
		var err error
		if l, err = s.someLesson(); err != nil {
			return err
		}
	}
	s.touchedLesson = l.id
	now := s.clock.now()
	in, taken := s.in(l, rider)
	barred := in || taken < l.capacity || l.state != planning.Planned || !now.Before(l.begins(s.zone))
	var waits []simWaiting
	for _, w := range l.waiting {
		waits = append(waits, *w)
		barred = barred || w.rider == rider && (w.state == booking.Waits || w.state == booking.Offered || w.state == booking.Placed)
	}
	list, err := s.JoinWaiting(ctx, s.req(), desk.Wait{Lesson: l.id, Rider: rider})
	if barred && err == nil {
		return wrong("on the list of a lesson with %d of %d, in it %v, %s %s %s, %+v", taken, l.capacity, in, l.state, l.day, l.start, waits)
	}
	if err != nil {
		return err
	}
	l.waiting = append(l.waiting, &simWaiting{id: list[len(list)-1].ID, rider: rider, state: booking.Waits})
	return nil
}

func (s *simulator) leaveList() error {
	for _, l := range slices.Backward(s.plan) {
		for _, w := range l.waiting {
			if w.state != booking.Waits && w.state != booking.Offered {
				continue
			}
			s.touchedLesson = l.id
			_, err := s.LeaveWaiting(ctx, s.req(), w.id)
			if err := expects(err, true, "leaving the list"); err != nil {
				return err
			}
			w.state = booking.Left
			s.moveUp(l, s.clock.now(), s.zone)
			return nil
		}
	}
	return errNothing
}
