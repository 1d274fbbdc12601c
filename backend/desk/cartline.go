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
	Choice
}

// AddLine puts an offer into a cart. What does not fit the rider is refused
// with the obstacle, or sold with a recorded reason. Places are held from now on,
// until the cart's end; where there is none, no reason helps. Where nothing but the
// rider's file stands in the way they are held for it: see waitForFiles.
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
	day, err := agesOn(tx, c, offer, in.Choice)
	if err != nil {
		return err
	}
	buyer, err := buyerOf(tx, c, in.Rider, cart.Household, day, offer)
	if err != nil {
		return err
	}
	if err := licenceOnce(tx, c, cart.ID, offer, in.Rider, in.Quantity); err != nil {
		return err
	}
	row := sqlite.CartRow{Offer: in.Offer, Rider: in.Rider, Quantity: in.Quantity, Cents: in.Cents}
	obstacles := offer.Obstacles(buyer, day)
	waited, err := takeTurns(tx, c, actor, offer, in.Rider, in.Choice)
	if err != nil {
		return err
	}
	taken, err := seatsFor(tx, c, offer, in)
	if err != nil {
		return err
	}
	if taken != nil {
		row.Seats, obstacles = &taken.LineSeats, append(obstacles, taken.asks...)
	}
	if clean(in.Reason) == "" && taken != nil { // its places wait for the file
		obstacles = slices.DeleteFunc(obstacles, func(o *club.Error) bool { return o.Code == club.CodeFileIncomplete })
	}
	if len(waited) > 0 { // who said yes on the telephone is moved up after 17:00 too (PRODUCT section 5)
		obstacles = slices.DeleteFunc(obstacles, func(o *club.Error) bool { return o.Code == club.CodeBookingClosed })
	}
	if len(obstacles) > 0 {
		if clean(in.Reason) == "" {
			return obstacles[0].On("offer")
		}
		if err := only(tx, actor, c.Policy.MayOverride()); err != nil {
			return err
		}
		if row.Reason, err = tx.InsertReason(rand.Text(), clean(in.Reason)); err != nil {
			return err
		}
	}
	line, err := tx.InsertCartLine(cart.ID, row)
	if err != nil || taken == nil {
		return err
	}
	if err := waited.by(tx, line); err != nil {
		return err
	}
	return holdPlaces(tx, actor, line, in.Rider, *taken, cart.ExpiresAt)
}

// seatsFor are the places of a line that is put into a cart; nil for one without.
func seatsFor(tx *sqlite.Tx, c clubNow, offer catalogue.Offer, in AddLine) (*places, error) {
	var rider club.Rider
	if in.Rider != 0 {
		var err error
		if rider, err = heldRider(tx, in.Rider); err != nil {
			return nil, on("rider", err)
		}
	}
	taken, err := seats(tx, c, offer, rider, in.Choice)
	if taken != nil && in.Quantity != 1 {
		err = club.Refuse(club.CodeSeatsNeeded).On("quantity")
	}
	return taken, err
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
	return d.changeCart(ctx, req, "setQuantity", id, [2]int64{line, int64(quantity)}, func(tx *sqlite.Tx, c clubNow, cart *billing.Cart) error {
		if quantity < 0 || quantity > 999 {
			return club.Refuse(club.CodeQuantity).On("quantity")
		}
		at := slices.IndexFunc(cart.Lines, func(l billing.CartLine) bool { return l.ID == line })
		if at < 0 {
			return club.Refuse(club.CodeLineNotFound)
		}
		if quantity == 0 {
			if err := release(tx, c, req.Actor, line); err != nil {
				return err
			}
			return tx.RemoveCartLine(id, line)
		}
		if cart.Lines[at].Seats != nil && quantity > 1 {
			return club.Refuse(club.CodeSeatsNeeded).On("quantity")
		}
		offer, err := tx.Offer(cart.Lines[at].Offer)
		if err == nil {
			err = licenceQuantity(offer, quantity)
		}
		if err != nil {
			return err
		}
		return tx.SetQuantity(id, line, quantity)
	})
}
