package desk

import (
	"context"
	"errors"
	"maps"
	"slices"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/sqlite"
)

// OpenReenrolment says until when places are kept.
type OpenReenrolment struct {
	Until calendar.Day `json:"untilDay" doc:"The last day; also of the families that have still to answer"`
}

// OpenReenrolment keeps every rider's place in the season to come to the end of a
// day: that of the series and the offer that go on with the package. The places are
// those of kept sales, one cart a family; taken up it is a sale at the prices of its
// day, and the moment after the day they are free. Opened again it adds what is
// missing, and those who have still to answer get its day; what was let go stays so.
// Who is too old or has moved up a level, and who finds every date full, is named
// and gets no place.
func (d *Desk) OpenReenrolment(ctx context.Context, req Request, in OpenReenrolment) (Reenrolment, error) {
	return write(ctx, d, req, "openReenrolment", in, func(tx *sqlite.Tx) (Reenrolment, error) {
		c, err := loadClub(tx)
		if err != nil {
			return Reenrolment{}, err
		}
		if err := c.checkKept(in.Until); err != nil {
			return Reenrolment{}, err
		}
		r, err := newReenrolling(tx, c)
		if err != nil {
			return Reenrolment{}, err
		}
		list, err := r.list()
		if err != nil {
			return list, err
		}
		before, err := r.standing()
		if err != nil {
			return list, err
		}
		carts, err := reenrolmentCarts(tx, c, in.Until)
		if err != nil {
			return list, err
		}
		for i, row := range list.Rows {
			if row.State != ReenrolOpen && row.State != ReenrolLapsed {
				continue
			}
			if err := r.keep(req.Actor, r.running[i], r.lines[row.Package], carts, in.Until); err != nil {
				return list, err
			}
		}
		if err := before.act(&r, carts); err != nil {
			return list, err
		}
		return r.list()
	})
}

// reenrolled is what re-enrolments said before they were opened: the carts they are
// kept by, and by which line each package is.
type reenrolled struct {
	carts map[billing.CartID]map[string]any
	lines map[int64]sqlite.Reenrolled
}

// standing is how re-enrolments stand.
func (r reenrolling) standing() (was reenrolled, err error) {
	was = reenrolled{map[billing.CartID]map[string]any{}, r.lines}
	waiting, err := r.tx.ReenrolmentCarts()
	if err != nil {
		return was, err
	}
	ids := map[billing.CartID]bool{}
	for _, cart := range waiting {
		ids[cart.ID] = true
	}
	for _, line := range r.lines { // an hour that is over keeps its cart
		ids[line.Cart] = line.Cart != 0
	}
	for id, there := range ids {
		if !there {
			continue
		}
		if was.carts[id], err = cartFields(r.tx, id); err != nil {
			return was, err
		}
	}
	return was, nil
}

// linesKept is by which line the places of packages were kept in a season and are,
// 0 for none.
type linesKept struct {
	Season int64           `json:"season"`
	Was    map[int64]int64 `json:"was"`
	Is     map[int64]int64 `json:"is"`
}

func (l linesKept) turned() any { return linesKept{l.Season, l.Is, l.Was} }

// act reads the lines anew and says what opening re-enrolments changed since. Undone,
// carts that were made are dropped and those that were there are as they were;
// a family that has answered keeps all of it.
func (was reenrolled) act(r *reenrolling, carts map[club.HouseholdID]billing.Cart) (err error) {
	if r.lines, err = r.tx.Reenrolments(r.next.ID); err != nil {
		return err
	}
	moved := linesKept{r.next.ID, map[int64]int64{}, map[int64]int64{}}
	for id, line := range r.lines {
		if before := was.lines[id].Line; before != line.Line {
			moved.Was[id], moved.Is[id] = before, line.Line
		}
	}
	ids := slices.Collect(maps.Keys(was.carts))
	for _, cart := range carts {
		ids = append(ids, cart.ID)
	}
	slices.Sort(ids)
	var steps []back
	if len(moved.Is) > 0 {
		steps = append(steps, back{"keepReenrolments", moved})
	}
	for _, id := range slices.Compact(ids) {
		before, there := was.carts[id]
		if !there {
			before = map[string]any{cartState: billing.CartDropped, cartPromo: "", cartKept: kept{}}
		}
		after, err := cartFields(r.tx, id)
		if err != nil {
			return err
		}
		c, err := changed(before, after)
		if err != nil {
			return err
		}
		if !c.none() {
			steps = append(steps, back{"saveCart", cartChange{id, c}})
		}
	}
	return act(r.tx, "openReenrolment", r.next.Name, 0, steps...)
}

func undoReenrolments(u undoing, in linesKept) error {
	now, err := u.tx.Reenrolments(in.Season)
	if err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(in.Is)) {
		if now[id].Line != in.Is[id] {
			return club.Refuse(club.CodeUndoChanged)
		}
		if in.Was[id] == 0 {
			err = u.tx.ForgetReenrolment(id, in.Season)
		} else {
			err = u.tx.KeepReenrolment(id, in.Season, in.Was[id])
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// reenrolmentCarts are the carts of the families that have still to answer, which
// from now on is until a day.
func reenrolmentCarts(tx *sqlite.Tx, c clubNow, until calendar.Day) (map[club.HouseholdID]billing.Cart, error) {
	waiting, err := tx.ReenrolmentCarts()
	carts := map[club.HouseholdID]billing.Cart{}
	for _, cart := range waiting {
		c.keep(&cart, billing.AwaitsReenrolment, until)
		if err := tx.TouchCart(cart); err != nil {
			return nil, err
		}
		carts[cart.Household] = cart
	}
	return carts, err
}

// keep holds the place of a package by a line of its family's cart, made when there
// is none. A place that is gone by now is not kept: the list says so.
func (r reenrolling) keep(actor club.Actor, p sqlite.RunningPackage, lapsed sqlite.Reenrolled, carts map[club.HouseholdID]billing.Cart, until calendar.Day) error {
	next, err := r.successor(p)
	if err != nil {
		return err
	}
	waited, err := takeTurns(r.tx, r.c, actor, next.offer, p.Rider, next.Choice)
	if err != nil {
		return err
	}
	var none *club.Error
	taken, err := r.places(p.Rider, p.Household, next)
	if errors.As(err, &none) {
		return r.waitOn(actor, waited, next.Series)
	}
	if err != nil {
		return err
	}
	cart, there := carts[p.Household]
	if !there {
		cart = billing.Cart{Household: p.Household, State: billing.CartParked, CreatedAt: r.tx.Now, ChangedAt: r.tx.Now}
		r.c.keep(&cart, billing.AwaitsReenrolment, until)
		if cart.ID, err = r.tx.InsertCart(cart.Household, cart.ExpiresAt, actor); err != nil {
			return err
		}
		if err := r.tx.TouchCart(cart); err != nil {
			return err
		}
		carts[p.Household] = cart
	}
	if lapsed.Cart != 0 {
		if _, err := r.tx.DropHolds(lapsed.Line); err != nil {
			return err
		}
		if err := r.tx.RemoveCartLine(lapsed.Cart, lapsed.Line); err != nil {
			return err
		}
	}
	line, err := r.tx.InsertCartLine(cart.ID, sqlite.CartRow{Offer: next.offer.ID, Rider: p.Rider, Quantity: 1, Seats: &taken.LineSeats})
	if err != nil {
		return err
	}
	if err := waited.by(r.tx, line); err != nil {
		return err
	}
	if err := holdPlaces(r.tx, actor, line, p.Rider, *taken, cart.ExpiresAt); err != nil {
		return err
	}
	return r.tx.KeepReenrolment(p.ID, r.next.ID, line)
}
