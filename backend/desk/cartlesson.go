package desk

import (
	"errors"
	"slices"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// seatCarts holds a place in a lesson that was made for a series, or is given again,
// for the packages of it that wait in carts, the first first: until they are sold the
// price follows the calendar (PRODUCT section 3). One that was made is a lesson of the
// season; where there is no room its day is named, as one that was full at first.
func (p *planner) seatCarts(l planning.Lesson, made bool) error {
	lines, err := p.tx.PackagesInCarts(l.Series)
	if err != nil {
		return err
	}
	for _, line := range lines {
		offer, err := p.tx.Offer(line.Offer)
		if err != nil {
			return err
		}
		if len(ofPackage(offer, line.Seats.Weeks, []planning.Lesson{l})) == 0 {
			continue
		}
		if made {
			line.Seats.Of++
		}
		if p.tx.Now.Before(p.c.booking().Closes(l)) {
			if err := p.seatCart(&line, l); err != nil {
				return err
			}
		}
		if err := p.tx.SetSeatsBut(line.Line, &line.Seats, line.Lost); err != nil {
			return err
		}
	}
	return nil
}

// unseatCarts takes a lesson whose making is undone from the packages of carts that
// hold a place in it; its day is named until uncount takes that back.
func (p *planner) unseatCarts(l planning.Lesson) error {
	return firstError(p.tx.DropExpiredHolds(l.ID), p.tx.LoseLesson(l), p.tx.DropPackageHolds(l.ID))
}

// uncount makes a lesson that goes without a trace none of the season for the
// packages of carts.
func (p *planner) uncount(l planning.Lesson) error {
	lines, err := p.tx.PackagesInCarts(l.Series)
	if err != nil {
		return err
	}
	is := func(day calendar.Day) bool { return day == l.Day }
	for _, line := range lines {
		offer, err := p.tx.Offer(line.Offer)
		if err != nil {
			return err
		}
		if len(ofPackage(offer, line.Seats.Weeks, []planning.Lesson{l})) == 0 {
			continue
		}
		line.Seats.Of--
		line.Seats.Full, line.Seats.Elsewhere = slices.DeleteFunc(line.Seats.Full, is), slices.DeleteFunc(line.Seats.Elsewhere, is)
		if err := p.tx.SetSeatsBut(line.Line, &line.Seats, slices.DeleteFunc(line.Lost, is)); err != nil {
			return err
		}
	}
	return nil
}

func (p *planner) seatCart(line *sqlite.PackageInCart, l planning.Lesson) error {
	rider, err := p.tx.Rider(line.Rider)
	if err != nil {
		return err
	}
	occupied, err := p.tx.OccupiedIn([]planning.LessonID{l.ID}, rider.ID)
	if err != nil {
		return err
	}
	there := occupied[l.ID]
	if there.By != "" {
		return nil
	}
	why, err := noRoom(p.tx, rider, l, there.Taken)
	switch {
	case err != nil:
		return err
	case why == nil:
	case errors.Is(why, club.Refuse(club.CodeLessonFull)):
		line.Seats.Full = append(line.Seats.Full, l.Day)
		return nil
	default:
		line.Seats.Elsewhere = append(line.Seats.Elsewhere, l.Day)
		return nil
	}
	line.Seats.Lessons++
	if at := slices.Index(line.Lost, l.Day); at >= 0 {
		line.Lost = slices.Delete(line.Lost, at, at+1)
	}
	_, err = takePlaces(p.tx, p.actor, []planning.Lesson{l}, sqlite.NewBooking{CartLine: line.Line, HeldUntil: line.Until, Booking: booking.Booking{
		Rider: rider.ID, By: booking.ByPackage, State: booking.Held,
	}})
	return err
}
