package desk

import (
	"context"
	"crypto/rand"
	"slices"

	"paddock/backend/billing"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// AddLine is an offer put into a cart.
type AddLine struct {
	Offer    catalogue.OfferID `json:"offer"`
	Rider    club.RiderID      `json:"rider" doc:"The beneficiary; 0 when the offer needs none"`
	Quantity int               `json:"quantity" minimum:"1" maximum:"999"`
	Cents    money.Cents       `json:"cents,omitempty" doc:"Amount of a gift card that has no price of its own"`
	Reason   string            `json:"reason,omitempty" maxLength:"500" doc:"Why it is sold although it does not fit"`
}

// AddLine puts an offer into a cart. What does not fit the rider is refused
// with the obstacle, or sold with a recorded reason.
func (d *Desk) AddLine(ctx context.Context, req Request, id billing.CartID, in AddLine) (CartView, error) {
	return d.changeCart(ctx, req, "addLine", id, in, func(tx *sqlite.Tx, c clubNow, cart *billing.Cart) error {
		return addLine(tx, c, req.Actor, *cart, in)
	})
}

func addLine(tx *sqlite.Tx, c clubNow, actor club.Actor, cart billing.Cart, in AddLine) error {
	if len(cart.Lines) >= billing.MostLines {
		return club.Refuse(club.CodeCartFull).With("max", billing.MostLines)
	}
	offer, err := tx.Offer(in.Offer)
	if err != nil {
		return refused(err, club.CodeOfferNotFound)
	}
	if offer.Archived {
		return club.Refuse(club.CodeOfferArchived).On("offer")
	}
	if in.Quantity < 1 || in.Quantity > 999 {
		return club.Refuse(club.CodeQuantity).On("quantity")
	}
	if chosen := offer.Kind == catalogue.GiftCard && offer.Price == 0; chosen != (in.Cents != 0) || in.Cents < 0 || in.Cents > money.Max {
		return club.Refuse(club.CodeTenderAmount).On("cents")
	}
	if in.Rider == 0 && offer.Kind.ForRider() {
		return club.Refuse(club.CodeRiderNeeded).On("rider")
	}
	buyer, err := buyerOf(tx, c, in.Rider, cart.Household, offer)
	if err != nil {
		return err
	}
	if err := licenceOnce(tx, c, cart.ID, offer, in.Rider, in.Quantity); err != nil {
		return err
	}
	obstacles := offer.Obstacles(buyer, c.today)
	var reason int64
	if len(obstacles) > 0 {
		if clean(in.Reason) == "" {
			return obstacles[0].On("offer")
		}
		if err := only(tx, actor, c.Policy.MayOverride()); err != nil {
			return err
		}
		if reason, err = tx.InsertReason(rand.Text(), clean(in.Reason)); err != nil {
			return err
		}
	}
	_, err = tx.AddCartLine(cart.ID, in.Offer, in.Rider, in.Quantity, in.Cents, reason)
	return err
}

// licenceOnce refuses a licence that its rider would have twice in one cart; no
// reason makes that sensible.
func licenceOnce(tx *sqlite.Tx, c clubNow, id billing.CartID, offer catalogue.Offer, rider club.RiderID, quantity int) error {
	if offer.Kind != catalogue.Licence {
		return nil
	}
	cart, err := tx.Cart(id)
	if err != nil {
		return err
	}
	for _, line := range cart.Lines {
		other, err := tx.Offer(line.Offer)
		if err != nil {
			return err
		}
		sold, given := offer.Licence(), other.Licence()
		if other.Kind == catalogue.Licence && line.Rider == rider && (given.Covers(sold, c.today) || sold.Covers(given, c.today)) {
			return club.Refuse(club.CodeLicenceInCart).On("offer")
		}
	}
	return licenceQuantity(offer, quantity)
}

func licenceQuantity(offer catalogue.Offer, quantity int) error {
	if offer.Kind == catalogue.Licence && quantity > 1 {
		return club.Refuse(club.CodeLicenceInCart).On("quantity")
	}
	return nil
}

// licencesFree refuses the licence of a line that its rider got since it entered
// the cart: by another sale, or from elsewhere. One that was put in with a
// reason is sold.
func licencesFree(tx *sqlite.Tx, c clubNow, lines []billing.CartLine) error {
	for _, line := range lines {
		if line.Kind != catalogue.Licence || line.Override {
			continue
		}
		offer, err := tx.Offer(line.Offer)
		if err != nil {
			return err
		}
		rider, err := tx.Rider(line.Rider)
		if err != nil {
			return err
		}
		if held := offer.LicenceHeld(catalogue.Buyer{Name: rider.FirstName, Licences: rider.Licences}, c.today); held != nil {
			return held.On("lines")
		}
	}
	return nil
}

// SetQuantity changes how many of a line are bought; 0 takes the line out.
func (d *Desk) SetQuantity(ctx context.Context, req Request, id billing.CartID, line int64, quantity int) (CartView, error) {
	return d.changeCart(ctx, req, "setQuantity", id, [2]int64{line, int64(quantity)}, func(tx *sqlite.Tx, _ clubNow, cart *billing.Cart) error {
		switch {
		case quantity == 0:
			return refused(tx.RemoveCartLine(id, line), club.CodeLineNotFound)
		case quantity < 0 || quantity > 999:
			return club.Refuse(club.CodeQuantity).On("quantity")
		}
		if at := slices.IndexFunc(cart.Lines, func(l billing.CartLine) bool { return l.ID == line }); at >= 0 {
			offer, err := tx.Offer(cart.Lines[at].Offer)
			if err == nil {
				err = licenceQuantity(offer, quantity)
			}
			if err != nil {
				return err
			}
		}
		return refused(tx.SetQuantity(id, line, quantity), club.CodeLineNotFound)
	})
}
