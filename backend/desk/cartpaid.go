package desk

import (
	"context"
	"errors"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/sqlite"
)

// asksOfCart reports whether money by a link over a cart is still for it: it asks, or
// its cart's hour ran out and nobody touched it since (PRODUCT section 6: for a dead
// cart, the place if it is still free).
func asksOfCart(tx *sqlite.Tx, l sqlite.ProviderLink) (bool, error) {
	last, err := tx.CartRequest(l.Cart)
	if err != nil || last.ID != l.Request {
		return false, err
	}
	cart, err := tx.Cart(l.Cart)
	over := (cart.State == billing.CartOpen || cart.State == billing.CartParked) && !tx.Now.Before(cart.ExpiresAt)
	return last.State == "open" || last.State == "cancelled" && over, err
}

// owedByCart finds the cart whose link has a reference, as long as it waits for its
// money; once it is sold, its invoice.
func owedByCart(tx *sqlite.Tx, c clubNow, reference string) (owed, bool, error) {
	id, err := tx.CartReferred(reference)
	if sqlite.IsMissing(err) {
		return owed{}, false, nil
	}
	if err != nil {
		return owed{}, false, err
	}
	cart, err := tx.Cart(id)
	switch {
	case err != nil || cart.Household == 0:
		return owed{}, false, err
	case cart.State == billing.CartIssued:
		sold, err := tx.SoldBy(id)
		if err != nil {
			return owed{}, false, err
		}
		doc, err := tx.Document(sold)
		if err != nil {
			return owed{}, false, err
		}
		return owedOf(tx, doc)
	}
	last, err := tx.CartRequest(id)
	if err != nil {
		return owed{}, false, err
	}
	asks, err := asksOfCart(tx, sqlite.ProviderLink{Request: last.ID, Cart: id})
	if err != nil || !asks {
		return owed{}, false, err
	}
	view, err := viewCart(tx, c, id)
	return owed{Cart: id, Number: reference, Household: cart.Household, Remaining: view.asked()}, true, err
}

// sellOwed is sellPaid with money that a person says came for a cart.
func (d *Desk) sellOwed(tx *sqlite.Tx, c clubNow, actor club.Actor, id billing.CartID, tender billing.Tender) (billing.PaymentID, error) {
	last, err := tx.CartRequest(id)
	if err != nil {
		return 0, refused(err, club.CodeCartNotFound)
	}
	return d.sellPaid(tx, c, actor, sqlite.ProviderLink{Request: last.ID, Cart: id, Reference: last.Reference, Asks: last.State == "open"}, tender)
}

// sellPaid turns a cart into its sale with the money a link over it brought. It is
// refused like any checkout: what it sells is not there any more, or costs another sum.
func (d *Desk) sellPaid(tx *sqlite.Tx, c clubNow, actor club.Actor, l sqlite.ProviderLink, tender billing.Tender) (billing.PaymentID, error) {
	_, cart, err := liveCart(tx, l.Cart)
	if err != nil {
		return 0, err
	}
	if !tx.Now.Before(cart.ExpiresAt) { // dead, and the places perhaps still free
		if err := seatAnew(tx, c, actor, &cart); err != nil {
			return 0, err
		}
		if err := tx.TouchCart(cart); err != nil {
			return 0, err
		}
		if cart, err = tx.Cart(cart.ID); err != nil {
			return 0, err
		}
	}
	view, err := viewCart(tx, c, cart.ID)
	if err != nil {
		return 0, err
	}
	if view.asked() != tender.Cents {
		return 0, club.Refuse(club.CodeNotSpread)
	}
	if l.Asks {
		if err := endCartLink(tx, actor, l.Request, l.Reference, "paid"); err != nil {
			return 0, err
		}
	}
	s := &sale{Desk: d, tx: tx, c: c, cart: cart, actor: actor, away: true, order: l.Reference, in: Checkout{
		OnAccount: true, Tenders: []billing.Tender{tender},
	}}
	if s.in.Mail, err = mayMail(tx, c, cart.Household); err != nil {
		return 0, err
	}
	if err := s.run(); err != nil {
		return 0, err
	}
	return s.result.Payments[0].ID, nil
}

// takePaidCart sells the cart that money was asked for, or says why a person decides
// about it: an offer that costs another sum by now, or a cart that cannot be sold. It is
// refused while the day is closed.
func (d *Desk) takePaidCart(tx *sqlite.Tx, actor club.Actor, l sqlite.ProviderLink, p *sqlite.LinkPayment) error {
	c, err := loadClub(tx)
	if err != nil {
		return err
	}
	undone, err := tx.Try(func(tx *sqlite.Tx) (err error) {
		p.Payment, err = d.sellPaid(tx, c, actor, l, billing.Tender{Way: billing.LinkPaid, Cents: p.Cents, Detail: billing.Detail{Number: p.Ref}})
		return err
	})
	if err != nil {
		return err
	}
	var refusal *club.Error
	switch {
	case undone == nil:
		p.State = "booked"
		return tx.EndNotices(l.Request, actor)
	case !errors.As(undone, &refusal):
		return undone
	case ofClosedDay(undone): // it is sold once the next day begins: see waitForDay
		return undone
	case refusal.Code == club.CodeNotSpread:
		p.Payment, p.Why = 0, "amount"
	default:
		p.Payment, p.Why = 0, "cart"
	}
	return nil
}

// waitForDay has what a link brought after the till's day was closed booked as soon as
// the next club-local day begins. Until then it is in no book and known to nobody but the
// provider, so the cart it is for keeps its places as long as nobody sold it: a month at
// most, that the program may be off.
func (d *Desk) waitForDay(ctx context.Context, l sqlite.ProviderLink) error {
	return d.asAsker(ctx, l, func(tx *sqlite.Tx, c clubNow, _ club.Actor) error {
		through, err := tx.ClosedThrough()
		if err != nil {
			return err
		}
		if l.Cart != 0 {
			cart, err := tx.Cart(l.Cart)
			if err != nil {
				return err
			}
			if until := tx.Now.Add(lookThrough); keptForLink(tx, cart) && cart.ExpiresAt.Before(until) {
				cart.ExpiresAt = until
				if err := tx.TouchCart(cart); err != nil {
					return err
				}
			}
		}
		next := c.midnight(min(through, c.today).AddDays(1)) // over already where midnight passed meanwhile
		return firstError(tx.LinkPending(l.Request, true), tx.LinkSeen(l.Request, l.State, next))
	})
}
