package desk

import (
	"context"
	"slices"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/journal"
	"paddock/backend/locale"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// CartLink is the latest payment link over a cart that is kept for it.
type CartLink struct {
	sqlite.Request
	Awaited  []AwaitedFile `json:"awaited" nullable:"false" doc:"The files it waits for; empty unless it is withheld"`
	Received bool          `json:"received" doc:"Money came for this cart that waits for a person: nobody is asked again"`
}

// stands is how a link over a cart stands; "" where there is none.
func (l *CartLink) stands() string {
	switch {
	case l == nil:
		return ""
	case l.Received:
		return "received"
	case l.State != "open":
		return "closed"
	case l.Withheld:
		return "withheld"
	case l.LinkState == "wanted":
		return "wanted"
	}
	return "open"
}

// asked is what a link over a cart asks for: what is due now, or the whole where
// nothing is. What it leaves is asked for by the invoice's own link.
func (v CartView) asked() money.Cents {
	if v.Now > 0 {
		return v.Now
	}
	return v.Total
}

// endedLink is a link over a cart that asks no more, as the chain holds it: paid,
// replaced by another, or cancelled with its cart.
type endedLink struct {
	Request int64  `json:"request"`
	State   string `json:"state"`
}

func endCartLink(tx *sqlite.Tx, actor club.Actor, request int64, reference, state string) error {
	if err := tx.EndRequest(request, state); err != nil {
		return err
	}
	return tx.Seal(journal.LinkEnded, actor, reference, endedLink{request, state})
}

// followCart lets the link over a cart follow it: asked for while the cart is kept for
// it, made anew when its sum, its day or the files it waits for change, and cancelled
// once the cart is sold, dropped, over or kept for something else. Every change of a
// cart ends with it, and the loop of the links does it for what time and prices change.
func followCart(tx *sqlite.Tx, c clubNow, actor club.Actor, id billing.CartID) error {
	last, err := tx.CartRequest(id)
	if err != nil && !sqlite.IsMissing(err) {
		return err
	}
	has := err == nil && last.State == "open"
	cart, err := tx.Cart(id)
	if err != nil {
		return err
	}
	kept := keptForLink(tx, cart)
	if !has && !kept {
		return nil
	}
	var want sqlite.Request
	if kept {
		if want, err = wantedOfCart(tx, c, cart); err != nil {
			return err
		}
	}
	if has {
		held, err := tx.HeldRiders(last.ID)
		if err != nil {
			return err
		}
		more := slices.ContainsFunc(want.Awaited, func(r club.RiderID) bool { return !slices.Contains(held, r) })
		if want.Cents == last.Cents && want.Until == last.Until && !more {
			return nil
		}
		state := "replaced"
		if want.Cents == 0 {
			state = "cancelled"
		}
		if err := endCartLink(tx, actor, last.ID, last.Reference, state); err != nil {
			return err
		}
	}
	if want.Cents == 0 {
		return nil
	}
	return askByCart(tx, c, actor, want)
}

// keptForLink reports whether a cart still waits for the money of its link: it is not
// sold, dropped, over or kept for something else.
func keptForLink(tx *sqlite.Tx, cart billing.Cart) bool {
	return cart.Awaits == billing.AwaitsLink && (cart.State == billing.CartOpen || cart.State == billing.CartParked) && tx.Now.Before(cart.ExpiresAt)
}

// wantedOfCart is what a link over a cart asks for now; no cents where nothing is to be
// asked: nothing is due, a place is lost, money came already and waits for a person, or
// a person took it as credit that covers what is asked.
// A link waits for files as one over the invoice would, and for those without which the
// cart cannot be sold; those for which one was given out already hold no other back.
func wantedOfCart(tx *sqlite.Tx, c clubNow, cart billing.Cart) (r sqlite.Request, err error) {
	received, err := tx.ReceivedForCart(cart.ID)
	if err != nil || received || !c.asksByLink() || placesKept(cart.Lines) != nil {
		return r, err
	}
	view, err := viewCart(tx, c, cart.ID)
	if err != nil {
		return r, err
	}
	taken, err := tx.TakenForCart(cart.ID)
	if err != nil || taken && view.Credit >= view.asked() {
		return r, err
	}
	r = sqlite.Request{Kind: "link", Household: cart.Household, Cart: cart.ID, Cents: view.asked(), Until: c.lastDay(cart.KeptUntil)}
	if r.Language, err = languageOf(tx, c, cart.Household); err != nil {
		return r, err
	}
	var riders []club.RiderID
	for _, line := range view.Lines {
		if line.Rider == 0 || slices.Contains(riders, line.Rider) {
			continue
		}
		offer, err := tx.Offer(line.Offer)
		if err != nil {
			return r, err
		}
		if offer.LinkWaits(c.Policy.FileBeforeLink) || awaitsFile(line) {
			riders = append(riders, line.Rider)
		}
	}
	given, err := tx.Released(cart.ID)
	if err != nil {
		return r, err
	}
	r.Awaited, err = incomplete(tx, c, slices.DeleteFunc(riders, func(id club.RiderID) bool { return slices.Contains(given, id) }))
	return r, err
}

// askByCart records and seals a link over a cart. The provider is asked for it once
// this is committed.
func askByCart(tx *sqlite.Tx, c clubNow, actor club.Actor, r sqlite.Request) (err error) {
	r.Reference = billing.OrderRef(tx.Now.In(c.zone), int(r.Cart))
	if c.Policy.LinkProvider == "" {
		if r.URL, err = linkURL(c, r.Cents, r.Reference, r.Language); err != nil {
			return err
		}
	}
	if r.ID, err = tx.InsertRequest(r, actor); err != nil {
		return err
	}
	if c.Policy.LinkProvider != "" {
		if err := tx.WantLink(r.ID, c.Policy.LinkProvider, c.Policy.LinkShop, linkKey()); err != nil {
			return err
		}
	}
	if err := tx.Seal(journal.MoneyRequested, actor, r.Reference, sealRequest(r)); err != nil {
		return err
	}
	return mailCartLink(tx, c, actor, r.Cart)
}

// mailCartLink sends a family the link over its cart, once there is one to give out:
// its provider made it, and it waits for no file. Without an address, and while the
// club sends nothing, the desk gives it out.
func mailCartLink(tx *sqlite.Tx, c clubNow, actor club.Actor, id billing.CartID) error {
	link, err := tx.CartRequest(id)
	if err != nil || link.State != "open" || link.URL == "" || link.Withheld {
		return err
	}
	cart, err := tx.Cart(id)
	if err != nil || !keptForLink(tx, cart) {
		return err
	}
	if may, err := mayMail(tx, c, cart.Household); err != nil || !may {
		return err
	}
	if err := priceLines(tx, cart.Lines); err != nil {
		return err
	}
	message, err := writePapers(tx, c, actor, cart.Household, "cartLink", locale.Params{"what": whatOf(cart.Lines), "untilDay": link.Until})
	if err != nil {
		return err
	}
	return tx.InsertMailedLink(message, link.ID)
}

// mayMail reports whether a household is sent mails: the club sends, and it has an
// address. In training nothing leaves.
func mayMail(tx *sqlite.Tx, c clubNow, household club.HouseholdID) (bool, error) {
	if !c.Mail.Sending || c.training || household == 0 {
		return false, nil
	}
	home, err := tx.HouseholdHead(household)
	return err == nil && home.Email != "", err
}

// linkOfCart is the link over a cart that is kept for one; nil where none was asked for.
func linkOfCart(tx *sqlite.Tx, c clubNow, cart billing.Cart) (*CartLink, error) {
	if cart.Awaits != billing.AwaitsLink {
		return nil, nil
	}
	request, err := tx.CartRequest(cart.ID)
	if sqlite.IsMissing(err) {
		return nil, nil
	}
	link := &CartLink{Request: request}
	if err == nil {
		link.Awaited, err = awaitedBy(tx, c, []sqlite.Request{request})
	}
	if err == nil {
		link.Received, err = tx.ReceivedForCart(cart.ID)
	}
	return link, err
}

// followCarts lets the links over carts that no provider is asked about follow them:
// those of the club's own address, and those that wait for files. One that cannot
// keeps no other back.
func (d *Desk) followCarts(ctx context.Context) error {
	if now := d.now(); now.Sub(d.cartsFollowed) >= lookOpen || now.Before(d.cartsFollowed) {
		d.cartsFollowed = now
	} else {
		return nil
	}
	links, err := look(ctx, d, func(tx *sqlite.Tx) ([]sqlite.ProviderLink, error) { return tx.CartLinksUntended() })
	for _, l := range links {
		if err := d.followed(ctx, l); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			d.log.Error("a cart's link does not follow it", "request", l.Request, "error", err)
		}
	}
	return err
}

// followed lets the links over a cart follow it, as who asked for the money.
func (d *Desk) followed(ctx context.Context, l sqlite.ProviderLink) error {
	return d.asAsker(ctx, l, func(tx *sqlite.Tx, c clubNow, actor club.Actor) error { return followCart(tx, c, actor, l.Cart) })
}

// LookAtCartLink has the provider asked about a cart's links in the next moments.
func (d *Desk) LookAtCartLink(ctx context.Context, req Request, id billing.CartID) (CartView, error) {
	return write(ctx, d, req, "lookAtCartLink", id, func(tx *sqlite.Tx) (CartView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return CartView{}, err
		}
		if err := tx.LookAtCartSoon(id); err != nil {
			return CartView{}, err
		}
		return viewCart(tx, c, id)
	})
}

// UnlockCartLink gives the withheld link over a cart out although a file is incomplete,
// with a reason: the owner's override (PRODUCT section 9).
func (d *Desk) UnlockCartLink(ctx context.Context, req Request, id billing.CartID, in UnlockLink) (CartView, error) {
	body := struct {
		Cart billing.CartID
		In   UnlockLink
	}{id, in}
	return write(ctx, d, req, "unlockCartLink", body, func(tx *sqlite.Tx) (CartView, error) {
		c, cart, err := liveCart(tx, id)
		if err != nil {
			return CartView{}, err
		}
		if !tx.Now.Before(cart.ExpiresAt) {
			return CartView{}, club.Refuse(club.CodeCartExpired)
		}
		link, err := tx.CartRequest(id)
		if err != nil && !sqlite.IsMissing(err) {
			return CartView{}, err
		}
		if !link.Withheld {
			return CartView{}, club.Refuse(club.CodeNotWithheld)
		}
		if err := unlock(tx, c, req.Actor, link.ID, link.Reference, in.Reason); err != nil {
			return CartView{}, err
		}
		return viewCart(tx, c, id)
	})
}

// keepForLink checks that a cart has something a link can ask for.
func keepForLink(tx *sqlite.Tx, c clubNow, cart billing.Cart) error {
	if !c.asksByLink() || !slices.Contains(c.ways(), billing.Link) {
		return club.Refuse(club.CodeLinkMissing).On("awaits")
	}
	if err := placesKept(cart.Lines); err != nil {
		return err
	}
	view, err := viewCart(tx, c, cart.ID)
	if err == nil && view.asked() == 0 {
		err = club.Refuse(club.CodeNothingDue).On("awaits")
	}
	return err
}
