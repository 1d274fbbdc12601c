package desk

import (
	"errors"
	"slices"
	"time"

	"paddock/backend/billing"
	"paddock/backend/booking"
	"paddock/backend/club"
	"paddock/backend/money"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// holdPlaces takes the places of a cart line until a moment. Holds that are over give
// theirs up in the same transaction (PRODUCT section 9, Places).
func holdPlaces(tx *sqlite.Tx, actor club.Actor, line int64, rider club.RiderID, p places, until time.Time) error {
	for _, rider := range p.riders(rider) {
		_, err := takePlaces(tx, actor, p.lessons, sqlite.NewBooking{CartLine: line, HeldUntil: until, Booking: booking.Booking{
			Rider: rider, By: p.By, State: booking.Held,
		}})
		if err != nil {
			return err
		}
	}
	return nil
}

// takePlaces takes the lowest free place of each lesson (PRODUCT section 9,
// Places), like this one: every booking and every hold goes through here.
func takePlaces(tx *sqlite.Tx, actor club.Actor, lessons []planning.Lesson, like sqlite.NewBooking) (made []booking.BookingID, err error) {
	ids := make([]planning.LessonID, len(lessons))
	for i, l := range lessons {
		ids[i] = l.ID
	}
	if err := tx.DropExpiredHolds(ids...); err != nil {
		return nil, err
	}
	taken, err := tx.TakenIn(ids)
	if err != nil {
		return nil, err
	}
	for _, l := range lessons {
		var places []int
		for _, t := range taken[l.ID] {
			if t.Rider == like.Rider {
				return nil, club.Refuse(club.CodeBookedTwice)
			}
			places = append(places, t.N)
		}
		if like.N = booking.LowestFree(places, l.Capacity); like.N == 0 {
			return nil, club.Refuse(club.CodeLessonFull).With("name", l.Name).With("n", l.Capacity)
		}
		like.Lesson = l.ID
		id, err := tx.InsertBooking(like, actor)
		if err != nil {
			return nil, err
		}
		made = append(made, id)
	}
	return made, nil
}

// release frees the places of a cart's lines, each for who waits for it.
func release(tx *sqlite.Tx, c clubNow, actor club.Actor, lines ...int64) error {
	for _, line := range lines {
		if err := tx.LeaveTurns(line); err != nil {
			return err
		}
		freed, err := tx.DropHolds(line)
		if err != nil {
			return err
		}
		if err := offerFreed(tx, c, actor, freed); err != nil {
			return err
		}
	}
	return nil
}

// offerFreed offers the places of lessons to who waits for them: the weekly place of
// their series first, so that it stays one, then each alone. One made on demand went
// with its last hold.
func offerFreed(tx *sqlite.Tx, c clubNow, actor club.Actor, freed []planning.LessonID) error {
	lessons := make([]planning.Lesson, 0, len(freed))
	offered := map[planning.SeriesID]bool{0: true}
	for _, id := range freed {
		lesson, err := tx.Lesson(id)
		if sqlite.IsMissing(err) {
			continue
		}
		if err != nil {
			return err
		}
		lessons = append(lessons, lesson)
		if offered[lesson.Series] {
			continue
		}
		offered[lesson.Series] = true
		if _, err := moveUpWeekly(tx, c, actor, lesson.Series); err != nil {
			return err
		}
	}
	for _, lesson := range lessons {
		if _, err := moveUp(tx, c, actor, lesson); err != nil {
			return err
		}
	}
	return nil
}

// reseat takes the places of a line anew, as if it entered the cart now: its
// price follows.
func reseat(tx *sqlite.Tx, c clubNow, actor club.Actor, cart billing.Cart, line billing.CartLine) error {
	offer, err := tx.Offer(line.Offer)
	if err != nil {
		return refused(err, club.CodeOfferNotFound)
	}
	rider, err := heldRider(tx, line.Rider)
	if err != nil {
		return err
	}
	waited, err := takeTurns(tx, c, actor, offer, line.Rider, chosen(line.Seats))
	if err != nil {
		return err
	}
	p, err := seats(tx, c, offer, rider, chosen(line.Seats))
	if err != nil {
		return err
	}
	if err := firstError(tx.SetSeats(line.ID, &p.LineSeats), waited.by(tx, line.ID)); err != nil {
		return err
	}
	return holdPlaces(tx, actor, line.ID, line.Rider, *p, cart.ExpiresAt)
}

// reseatAll takes the places of the lines that hold none any more. A line that
// finds none stays in the cart, without its places, and is said to be gone: what its
// riders are offered by a waiting list stays theirs, and what it held still is offered.
func reseatAll(tx *sqlite.Tx, c clubNow, actor club.Actor, cart billing.Cart) error {
	var freed []planning.LessonID
	for _, line := range cart.Lines {
		if !line.Gone {
			continue
		}
		held, err := tx.DropHolds(line.ID)
		if err != nil {
			return err
		}
		refused, err := tx.Try(func(tx *sqlite.Tx) error { return reseat(tx, c, actor, cart, line) })
		if err != nil {
			return err
		}
		var none *club.Error
		switch {
		case errors.As(refused, &none):
			freed = append(freed, held...)
		case refused != nil:
			return refused
		}
	}
	return offerFreed(tx, c, actor, freed)
}

// placesKept refuses to sell a line that holds its places no more, naming its
// rider: no other line is charged in its stead.
func placesKept(lines []billing.CartLine) error {
	for _, line := range lines {
		if line.Gone {
			code := club.CodePlaceGone
			if line.Seats.By == booking.ByPackage && line.Seats.Lessons == 0 {
				code = club.CodeNoLessonLeft
			}
			return club.Refuse(code).On("lines").With("line", line.ID).With("rider", line.RiderName).With("name", line.Name)
		}
	}
	return nil
}

// awaitFiles tells of the lines whose rider's file their offer asks for, and that is
// not complete, what it lacks. One put in with a reason waits for nothing.
func awaitFiles(tx *sqlite.Tx, c clubNow, lines []billing.CartLine) error {
	for i, line := range lines {
		if line.Rider == 0 || line.Override {
			continue
		}
		offer, err := tx.Offer(line.Offer)
		if err != nil {
			return err
		}
		if !offer.NeedsFile {
			continue
		}
		files, err := filesOf(tx, c, line.Rider)
		if err != nil {
			return err
		}
		if file := files[line.Rider]; !file.Complete {
			lines[i].File = file.Missing()
		}
	}
	return nil
}

// awaitsFile reports whether a line waits for the file of its rider.
func awaitsFile(line billing.CartLine) bool { return len(line.File) > 0 }

// filesComplete refuses to sell a line that waits for its rider's file.
func filesComplete(tx *sqlite.Tx, c clubNow, lines []billing.CartLine) error {
	err := awaitFiles(tx, c, lines)
	if at := slices.IndexFunc(lines, awaitsFile); err == nil && at >= 0 {
		err = club.Refuse(club.CodeFileIncomplete).On("lines").With("papers", lines[at].File).With("line", lines[at].ID)
	}
	return err
}

// seat books the places a line held, with what pays for them: the package or the
// card that the line made, or the line itself.
func (s *sale) seat(line billing.Line, from int64) error {
	if line.Seats == nil {
		return nil
	}
	held, err := s.tx.HeldBy(from)
	if err != nil {
		return err
	}
	var bought booking.Booking
	var itself int64
	switch line.Seats.By {
	case booking.ByPackage:
		bought.Package, err = s.tx.InsertPackage(line)
	case booking.ByCard:
		bought.Card, err = s.tx.FirstCard(line.ID)
	default:
		itself = line.ID
	}
	if err != nil {
		return err
	}
	for _, b := range held {
		s.booked = append(s.booked, b.ID)
	}
	if err := s.tx.KeepHolds(from, bought, itself, s.actor); err != nil || bought.Card == 0 {
		return err
	}
	for _, b := range held {
		if b.Rider != line.Rider { // one unit seats a duo
			continue
		}
		if err := s.tx.MoveCard(bought.Card, -1, "reserved", b.ID, s.actor); err != nil {
			return err
		}
	}
	return nil
}

// unseat gives up the places that a line sold and that are not given yet, when a
// credit note takes the line back, and tells their lessons: see offerFreed. Units of
// its cards come back to them first.
func unseat(tx *sqlite.Tx, c clubNow, actor club.Actor, line billing.Line) (freed []planning.LessonID, err error) {
	booked, err := tx.BookedOn(line.ID)
	if err != nil {
		return nil, err
	}
	for _, b := range booked {
		l, err := tx.Lesson(b.Lesson)
		if err != nil {
			return nil, err
		}
		if !tx.Now.Before(l.StartsAt(c.zone)) {
			continue
		}
		if b.By == booking.ByPackage {
			err = tx.GiveUpBooking(b.ID, actor)
		} else {
			err = tx.FreeBooking(b.ID, booking.CancelledInTime, 0, actor)
		}
		if err == nil && b.By == booking.ByCard {
			err = returnUnit(tx, actor, b)
		}
		if err != nil {
			return nil, err
		}
		freed = append(freed, b.Lesson)
	}
	return freed, nil
}

// describeSeats tells when the places of a cart's line are, and what a package
// costs for all of its lessons.
func describeSeats(tx *sqlite.Tx, line *billing.CartLine, price money.Cents) error {
	if all := *line.Seats; all.By == booking.ByPackage {
		all.Lessons = all.Of
		line.Whole = all.Price(price)
	}
	if line.Seats.Second != 0 {
		second, err := tx.Rider(line.Seats.Second)
		if err != nil {
			return err
		}
		line.Second = second.FirstName + " " + second.Surname
	}
	held, err := tx.LessonsHeldBy(line.ID)
	at := map[planning.SeriesID]int{}
	for _, l := range held {
		i, known := at[l.Series]
		if !known {
			i, at[l.Series] = len(line.When), len(line.When)
			line.When = append(line.When, billing.When{First: l.Day, Weekday: l.Day.ISOWeekday(), Start: l.Start, Instructor: l.Instructor})
		}
		line.When[i].Last = l.Day
	}
	return err
}
