package desk

import (
	"context"
	"slices"
	"time"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// CartView is a cart as the desk sees it, with what its checkout would do.
type CartView struct {
	billing.Cart
	HouseholdName string           `json:"householdName"`
	Total         money.Cents      `json:"totalCents" doc:"To be invoiced"`
	Now           money.Cents      `json:"nowCents" doc:"Due now"`
	Credit        money.Cents      `json:"creditCents" doc:"What the household has and may spend"`
	Sources       []billing.Source `json:"creditSources,omitempty" doc:"Where it came from, in the order it is spent"`
	Ways          []billing.Way    `json:"ways" nullable:"false" doc:"Ways of paying, in the order of the desk's keys"`
	NextNumber    string           `json:"nextNumber" doc:"The number the invoice would get now"`
	DueDay        calendar.Day     `json:"dueDay" doc:"Until when the rest can be paid"`
	TermsVersion  string           `json:"termsVersion" doc:"Conditions of sale to accept; empty when they are accepted or there are none"`
	TermsText     string           `json:"termsText" doc:"What they say, in the family's language"`
	Expired       bool             `json:"expired"`
	NoteDue       bool             `json:"noteDue" doc:"The law asks for a note: services of the policy's amount to a private person"`

	PromoProblem *Obstacle `json:"promoProblem,omitempty" doc:"Why the promotion code takes nothing off"`

	Link *CartLink `json:"link,omitempty" doc:"The payment link it is kept for; none while it is not"`

	FilesReady bool `json:"filesReady,omitempty" doc:"It waited for files, which are complete by now: to be taken up"`

	LicenceTermsVersion string `json:"licenceTermsVersion" doc:"The same of the terms of the licence, when one is in the cart"`
	LicenceTermsText    string `json:"licenceTermsText"`
}

// OpenCart begins a sale for a household, or for nobody when it is 0, with its
// first lines in the same write.
func (d *Desk) OpenCart(ctx context.Context, req Request, household club.HouseholdID, lines ...AddLine) (CartView, error) {
	body := struct {
		Household club.HouseholdID
		Lines     []AddLine
	}{household, lines}
	return write(ctx, d, req, "openCart", body, func(tx *sqlite.Tx) (CartView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return CartView{}, err
		}
		id, err := openCart(tx, c, req.Actor, household, lines)
		if err != nil {
			return CartView{}, err
		}
		view, err := viewCart(tx, c, id)
		if err != nil {
			return CartView{}, err
		}
		return view, actCart(tx, "addLine", view, map[string]any{cartState: billing.CartOpen, cartPromo: "", cartKept: kept{}})
	})
}

func openCart(tx *sqlite.Tx, c clubNow, actor club.Actor, household club.HouseholdID, lines []AddLine) (billing.CartID, error) {
	if household != 0 {
		if err := notErased(tx, household); err != nil {
			return 0, err
		}
		into, err := tx.StandsFor(household)
		if err != nil {
			return 0, err
		}
		household = into
	}
	cart := billing.Cart{Household: household, ExpiresAt: c.expiry(tx.Now, tx.Now)}
	id, err := tx.InsertCart(household, cart.ExpiresAt, actor)
	if err != nil {
		return 0, err
	}
	if len(lines) > billing.MostLines {
		return 0, club.Refuse(club.CodeCartFull).With("max", billing.MostLines)
	}
	cart.ID = id
	for _, line := range lines {
		if err := addLine(tx, c, actor, cart, line); err != nil {
			return 0, err
		}
	}
	if cart, err = tx.Cart(id); err != nil {
		return 0, err
	}
	if err := waitForFiles(tx, c, &cart); err != nil || cart.Awaits == "" {
		return id, err
	}
	return id, tx.TouchCart(cart)
}

// Cart shows a cart with what the checkout of these lines would do; of all of
// them when none is named.
func (d *Desk) Cart(ctx context.Context, id billing.CartID, chosen []int64) (CartView, error) {
	return read(ctx, d, "cart", func(tx *sqlite.Tx) (CartView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return CartView{}, err
		}
		return viewCart(tx, c, id, chosen...)
	})
}

// cartsShown is how long a cart that expired can still be taken up again.
const cartsShown = 24 * time.Hour

// Carts lists the carts that wait for the desk: parked, left open, or expired
// today. What is promised is a list of its own: see Today.
func (d *Desk) Carts(ctx context.Context) ([]CartView, error) {
	return read(ctx, d, "carts", func(tx *sqlite.Tx) ([]CartView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return nil, err
		}
		return waitingCarts(tx, c, cartsShown, "")
	})
}

// waitingCarts shows the carts that wait for one of these, and those that expired
// so long ago at most.
func waitingCarts(tx *sqlite.Tx, c clubNow, shown time.Duration, awaits ...billing.Awaits) ([]CartView, error) {
	carts, err := tx.WaitingCarts(tx.Now.Add(-shown), awaits...)
	views := make([]CartView, len(carts))
	for i := range carts {
		if views[i], err = viewCart(tx, c, carts[i].ID); err != nil {
			return nil, err
		}
	}
	return views, err
}

// ParkCart puts a sale aside; it keeps its hour.
func (d *Desk) ParkCart(ctx context.Context, req Request, id billing.CartID) (CartView, error) {
	return d.moveCart(ctx, req, "parkCart", id, id, func(tx *sqlite.Tx, _ clubNow, cart *billing.Cart) error {
		cart.State = billing.CartParked
		return nil
	})
}

// TakeUpCart brings a parked or expired sale back to the desk. An expired one
// begins a new hour; its prices are those of now, and it has its places again
// where they are still free.
func (d *Desk) TakeUpCart(ctx context.Context, req Request, id billing.CartID) (CartView, error) {
	return d.moveCart(ctx, req, "takeUpCart", id, id, func(tx *sqlite.Tx, c clubNow, cart *billing.Cart) error {
		cart.State = billing.CartOpen
		return seatAnew(tx, c, req.Actor, cart)
	})
}

// seatAnew gives a cart its places again where they are still free; an expired one
// begins a new hour.
func seatAnew(tx *sqlite.Tx, c clubNow, actor club.Actor, cart *billing.Cart) error {
	if !tx.Now.Before(cart.ExpiresAt) {
		cart.CreatedAt, cart.ChangedAt, cart.Awaits = tx.Now, tx.Now, ""
		cart.ExpiresAt = c.endOf(*cart)
	}
	return reseatAll(tx, c, actor, *cart)
}

// DropCart gives up a sale, and its places to who waits for them.
func (d *Desk) DropCart(ctx context.Context, req Request, id billing.CartID) (CartView, error) {
	return d.moveCart(ctx, req, "dropCart", id, id, func(tx *sqlite.Tx, c clubNow, cart *billing.Cart) error {
		cart.State = billing.CartDropped
		return release(tx, c, req.Actor, cart.LineIDs()...)
	})
}

// moveCart changes the state of a cart that was not issued or dropped.
func (d *Desk) moveCart(ctx context.Context, req Request, verb club.Verb, id billing.CartID, in any, move func(*sqlite.Tx, clubNow, *billing.Cart) error) (CartView, error) {
	return write(ctx, d, req, verb, in, func(tx *sqlite.Tx) (CartView, error) {
		c, cart, err := liveCart(tx, id)
		if err != nil {
			return CartView{}, err
		}
		before, err := cartFields(tx, id)
		if err != nil {
			return CartView{}, err
		}
		if err := move(tx, c, &cart); err != nil {
			return CartView{}, err
		}
		return keepCart(tx, c, req.Actor, verb, cart, before)
	})
}

// changeCart changes what a cart holds, which begins its hour anew.
func (d *Desk) changeCart(ctx context.Context, req Request, verb club.Verb, id billing.CartID, in any, change func(*sqlite.Tx, clubNow, *billing.Cart) error) (CartView, error) {
	body := struct {
		Cart billing.CartID
		In   any
	}{id, in}
	return write(ctx, d, req, verb, body, func(tx *sqlite.Tx) (CartView, error) {
		c, cart, err := liveCart(tx, id)
		if err != nil {
			return CartView{}, err
		}
		if !tx.Now.Before(cart.ExpiresAt) {
			return CartView{}, club.Refuse(club.CodeCartExpired)
		}
		before, err := cartFields(tx, id)
		if err != nil {
			return CartView{}, err
		}
		if err := change(tx, c, &cart); err != nil {
			return CartView{}, err
		}
		cart.ChangedAt = tx.Now
		cart.ExpiresAt = c.endOf(cart)
		if err := waitForFiles(tx, c, &cart); err != nil {
			return CartView{}, err
		}
		return keepCart(tx, c, req.Actor, verb, cart, before)
	})
}

// keepCart ends every change of a cart: it is written, its link follows it, it is shown,
// and can be undone.
func keepCart(tx *sqlite.Tx, c clubNow, actor club.Actor, verb club.Verb, cart billing.Cart, before map[string]any) (CartView, error) {
	if err := tx.TouchCart(cart); err != nil {
		return CartView{}, err
	}
	if err := followCart(tx, c, actor, cart.ID); err != nil {
		return CartView{}, err
	}
	view, err := viewCart(tx, c, cart.ID)
	if err != nil {
		return CartView{}, err
	}
	return view, actCart(tx, string(verb), view, before)
}

// liveCart loads a cart that can still become an invoice.
func liveCart(tx *sqlite.Tx, id billing.CartID) (clubNow, billing.Cart, error) {
	c, err := loadClub(tx)
	if err != nil {
		return c, billing.Cart{}, err
	}
	cart, err := tx.Cart(id)
	if err != nil {
		return c, cart, refused(err, club.CodeCartNotFound)
	}
	if cart.State == billing.CartIssued || cart.State == billing.CartDropped {
		return c, cart, club.Refuse(club.CodeCartClosed)
	}
	return c, cart, nil
}

// expiry is the end of a cart's life under the club's policy.
func (c clubNow) expiry(created, changed time.Time) time.Time {
	return billing.Expiry(created, changed,
		time.Duration(c.Policy.CartMinutes)*time.Minute, time.Duration(c.Policy.CartMaxMinutes)*time.Minute)
}

// endOf is the end of a cart's life: of its hour, or of the day it is kept until.
func (c clubNow) endOf(cart billing.Cart) time.Time {
	end := c.expiry(cart.CreatedAt, cart.ChangedAt)
	if cart.Awaits != "" && cart.KeptUntil.After(end) {
		return cart.KeptUntil
	}
	return end
}

// viewCart shows a cart; its sums and what follows from them are those of the
// chosen lines, of all when none is.
func viewCart(tx *sqlite.Tx, c clubNow, id billing.CartID, chosen ...int64) (CartView, error) {
	cart, err := tx.Cart(id)
	if err != nil {
		return CartView{}, refused(err, club.CodeCartNotFound)
	}
	if err := priceLines(tx, cart.Lines); err != nil {
		return CartView{}, err
	}
	if err := awaitFiles(tx, c, cart.Lines); err != nil {
		return CartView{}, err
	}
	problem, err := c.reduce(tx, &cart, chosen)
	if err != nil {
		return CartView{}, err
	}
	view := CartView{
		FilesReady: cart.Awaits == billing.AwaitsFile && !slices.ContainsFunc(cart.Lines, awaitsFile),

		Cart: cart, PromoProblem: problem, Ways: c.ways(), DueDay: c.today.AddDays(c.Policy.TermDays),
		Expired: !tx.Now.Before(cart.ExpiresAt),
	}
	if view.Link, err = linkOfCart(tx, c, cart); err != nil {
		return CartView{}, err
	}
	var services money.Cents
	for _, line := range cart.Lines {
		if len(chosen) > 0 && !slices.Contains(chosen, line.ID) {
			continue
		}
		view.Total += line.Net()
		view.Now += line.Now
		if line.Kind.Service() {
			services += line.Net()
		}
	}
	view.NoteDue = services > 0 && services >= c.Policy.NoteFromCents
	_, n, err := tx.NextInvoice(invoiceSeries, c.today.Year())
	if err != nil {
		return CartView{}, err
	}
	view.NextNumber = billing.Number(c.Policy.NumberForm, c.today.Year(), n, c.training)
	if cart.Household == 0 {
		return view, nil
	}
	household, err := tx.HouseholdHead(cart.Household)
	if err != nil {
		return CartView{}, refused(err, club.CodeHouseholdNotFound)
	}
	view.HouseholdName = household.Name
	if view.Credit, view.Sources, err = credit(tx, cart.Household); err != nil {
		return CartView{}, err
	}
	if view.TermsVersion, view.TermsText, err = toAccept(tx, household, c.TermsOn(c.today)); err != nil {
		return CartView{}, err
	}
	if sellsLicence(cart.Lines) {
		view.LicenceTermsVersion, view.LicenceTermsText, err = toAccept(tx, household, c.LicenceTermsOn(c.today))
	}
	return view, err
}

// toAccept is the version and text of terms that a household has still to
// accept, in its language; empty when it did.
func toAccept(tx *sqlite.Tx, household club.Household, terms club.Terms) (version, text string, err error) {
	accepted, err := tx.TermsAccepted(household.ID, terms.Version)
	if err != nil || accepted != "" {
		return "", "", err
	}
	return terms.Version, terms.Text.In(household.Language), nil
}

// priceLines gives lines the offers' prices of now, before their discounts, and
// says what of them is not in stock.
func priceLines(tx *sqlite.Tx, lines []billing.CartLine) error {
	taken := map[catalogue.OfferID]int{} // by the lines before
	for i := range lines {
		offer, err := tx.Offer(lines[i].Offer)
		if err != nil {
			return refused(err, club.CodeOfferNotFound)
		}
		line := &lines[i]
		line.Kind, line.Name, line.Detail = offer.Kind, offer.Name, offer.Detail
		if line.Chosen != 0 {
			offer.Price, offer.Parts = line.Chosen, []catalogue.Part{{VAT: giftCardVAT, Cents: line.Chosen}}
		}
		if line.Seats != nil {
			if err := describeSeats(tx, line, offer.Price); err != nil {
				return err
			}
			offer = offer.At(line.Seats.Price(offer.Price))
		}
		line.Unit = offer.Price
		line.Cents = offer.Price * money.Cents(line.Quantity)
		if offer.KeepsStock {
			left, err := tx.StockOf(offer.ID)
			if err != nil {
				return err
			}
			line.Short = offer.Short(left-taken[offer.ID], line.Quantity)
			taken[offer.ID] += line.Quantity
		}
		line.Deposit, line.Season, line.Parts = offer.Deposit, offer.Season, offer.Parts
	}
	return nil
}

// credit is what a household has and may spend, and where it came from.
func credit(tx *sqlite.Tx, household club.HouseholdID) (money.Cents, []billing.Source, error) {
	if household == 0 {
		return 0, nil, nil
	}
	sources, err := tx.CreditSources(household)
	var sum money.Cents
	for _, s := range sources {
		sum += s.Left
	}
	return sum, sources, err
}
