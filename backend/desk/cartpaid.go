package desk

import (
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

// sellPaid turns a cart into its sale with the money a link over it brought. It is
// refused like any checkout: what it sells is not there any more, or costs another sum.
func (d *Desk) sellPaid(tx *sqlite.Tx, c clubNow, actor club.Actor, l sqlite.ProviderLink, p sqlite.LinkPayment) (billing.PaymentID, error) {
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
	if view.asked() != p.Cents {
		return 0, club.Refuse(club.CodeNotSpread)
	}
	if l.Asks {
		if err := endCartLink(tx, actor, l.Request, l.Reference, "paid"); err != nil {
			return 0, err
		}
	}
	s := &sale{Desk: d, tx: tx, c: c, cart: cart, actor: actor, away: true, order: l.Reference, in: Checkout{
		OnAccount: true, Tenders: []billing.Tender{{Way: billing.LinkPaid, Cents: p.Cents, Detail: billing.Detail{Number: p.Ref}}},
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
// about it: an offer that costs another sum by now, or a cart that cannot be sold.
func (d *Desk) takePaidCart(tx *sqlite.Tx, actor club.Actor, l sqlite.ProviderLink, p *sqlite.LinkPayment) error {
	c, err := loadClub(tx)
	if err != nil {
		return err
	}
	undone, err := tx.Try(func(tx *sqlite.Tx) (err error) {
		p.Payment, err = d.sellPaid(tx, c, actor, l, *p)
		return err
	})
	if err != nil {
		return err
	}
	var refusal *club.Error
	switch {
	case undone == nil:
		p.State = "booked"
	case !errors.As(undone, &refusal):
		return undone
	case refusal.Code == club.CodeNotSpread:
		p.Payment, p.Why = 0, "amount"
	default:
		p.Payment, p.Why = 0, "cart"
	}
	return nil
}
