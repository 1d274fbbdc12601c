package desk

import (
	"context"
	"errors"
	"slices"

	"paddock/backend/billing"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// InvoiceMany says to which families an offer is invoiced.
type InvoiceMany struct {
	Families []FamilyToInvoice `json:"families" nullable:"false" maxItems:"5000"`
}

// FamilyToInvoice is a family and for whom of it, as Candidates names them.
type FamilyToInvoice struct {
	Household club.HouseholdID `json:"household"`
	Riders    []club.RiderID   `json:"riders" nullable:"false" doc:"None when the offer is for the family"`
}

// InvoiceMany issues to each of these families an invoice of its own, on
// account, in the background. Each is a sale like one at the counter: the same
// cart, checks, discounts and checkout. A family that is refused leaves the
// others. Terms are those the family accepted before; the desk accepts none in
// its place. Every invoice has an idempotency key made of the work's and its
// family: a work that was stopped or killed goes on where it was when it is
// asked for again under its key.
func (d *Desk) InvoiceMany(ctx context.Context, req Request, offer catalogue.OfferID, in InvoiceMany) (Work, error) {
	_, err := read(As(ctx, req.Actor), d, "invoiceMany", func(tx *sqlite.Tx) (struct{}, error) {
		return struct{}{}, mayInvoice(tx, req.Actor, offer, in.Families)
	})
	if err != nil {
		return Work{}, err
	}
	body := struct {
		Offer catalogue.OfferID
		In    InvoiceMany
	}{offer, in}
	return d.beginLong(ctx, req, "invoiceMany", body, len(in.Families), func(ctx context.Context, l *longWork, step steps) error {
		return d.invoiceAll(ctx, l, step, req, offer, in.Families)
	})
}

// mayInvoice refuses what would be refused to every family.
func mayInvoice(tx *sqlite.Tx, actor club.Actor, id catalogue.OfferID, families []FamilyToInvoice) error {
	seen := map[club.HouseholdID]bool{}
	for _, family := range families {
		if seen[family.Household] {
			return club.Refuse(club.CodeInvalid).On("families")
		}
		seen[family.Household] = true
	}
	if len(families) == 0 {
		return club.Refuse(club.CodeRequired).On("families")
	}
	offer, err := tx.Offer(id)
	if err != nil {
		return refused(err, club.CodeOfferNotFound)
	}
	if offer.Archived {
		return club.Refuse(club.CodeOfferArchived)
	}
	if offer.Kind == catalogue.Package { // no two riders need have the same slot, and nobody here asks them
		return club.Refuse(club.CodeSlotChosen).On("offer").With("name", offer.Name)
	}
	c, err := loadClub(tx)
	if err != nil {
		return err
	}
	return checkClock(tx, c, actor, false)
}

// invoiced is an invoice of a long work, as its key answers.
type invoiced struct {
	Invoice billing.InvoiceID
	Cents   money.Cents
}

func (d *Desk) invoiceAll(ctx context.Context, l *longWork, step steps, req Request, offer catalogue.OfferID, families []FamilyToInvoice) error {
	done := 0
	whole := context.WithoutCancel(ctx) // a transaction that began is ended
	for some := range slices.Chunk(families, atOnce) {
		if err := step(done, len(families)); err != nil {
			return err
		}
		made, refused, err := d.invoiceSome(whole, req, offer, some)
		if err != nil {
			return err
		}
		done += len(some)
		l.result(func(l *longWork) {
			for _, one := range made {
				l.made.Invoices = append(l.made.Invoices, one.Invoice)
				l.made.Cents += one.Cents
			}
			l.made.Refused = append(l.made.Refused, refused...)
		})
	}
	_ = step(done, len(families)) // a stop that came after the last changes nothing
	return nil
}

// invoiceSome invoices some families in one transaction.
func (d *Desk) invoiceSome(ctx context.Context, req Request, offer catalogue.OfferID, families []FamilyToInvoice) (made []invoiced, refused []RefusedFamily, err error) {
	err = d.db.Batch(ctx, func(ctx context.Context) error {
		c, err := look(ctx, d, loadClub)
		if err != nil {
			return err
		}
		for _, family := range families {
			one, err := d.invoiceFamily(ctx, req, c, offer, family)
			var refusal *club.Error
			switch {
			case err == nil:
				made = append(made, one)
			case errors.As(err, &refusal):
				name, err := d.nameOf(ctx, family.Household)
				if err != nil {
					return err
				}
				refused = append(refused, RefusedFamily{family.Household, name, Obstacle{refusal.Code, refusal.Params}})
			default:
				return err
			}
		}
		return nil
	})
	return made, refused, err
}

func (d *Desk) nameOf(ctx context.Context, household club.HouseholdID) (string, error) {
	return look(ctx, d, func(tx *sqlite.Tx) (string, error) {
		home, err := tx.Household(household)
		if errors.Is(err, sqlite.ErrNotFound) {
			err = nil
		}
		return home.Name, err
	})
}

// invoiceFamily is one sale on account.
func (d *Desk) invoiceFamily(ctx context.Context, req Request, c clubNow, offer catalogue.OfferID, family FamilyToInvoice) (invoiced, error) {
	body := struct {
		Offer  catalogue.OfferID
		Family FamilyToInvoice
	}{offer, family}
	one := Request{Actor: req.Actor, Key: subkey(req.Key, int64(family.Household))}
	return write(ctx, d, one, "invoiceMany", body, func(tx *sqlite.Tx) (invoiced, error) {
		id, err := openCart(tx, c, req.Actor, family.Household, linesFor(offer, family.Riders))
		if err != nil {
			return invoiced{}, err
		}
		cart, err := tx.Cart(id)
		if err != nil {
			return invoiced{}, err
		}
		s := &sale{Desk: d, tx: tx, c: c, cart: cart, actor: req.Actor, in: Checkout{OnAccount: true}}
		if err := s.run(); err != nil {
			return invoiced{}, err
		}
		return invoiced{s.doc.ID, s.doc.Total}, nil
	})
}
