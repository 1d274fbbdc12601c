package desk

import (
	"context"
	"slices"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/journal"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// AidOffer is an aid that can be laid on what a rider buys, and what its rule
// covers of it.
type AidOffer struct {
	Kind   int64        `json:"kind"`
	Name   string       `json:"name"`
	Payer  string       `json:"payer"`
	Rider  club.RiderID `json:"rider"`
	Who    string       `json:"who" doc:"The rider's name"`
	Covers money.Cents  `json:"coversCents"`
}

// AidsFor offers the aids in force for the riders of a cart, of chosen ones of its
// lines (all when there are none), and of open invoices, each with what its rule
// covers of what they buy.
func (d *Desk) AidsFor(ctx context.Context, cart billing.CartID, chosen []int64, invoices []billing.InvoiceID) ([]AidOffer, error) {
	return read(ctx, d, "aidsFor", func(tx *sqlite.Tx) ([]AidOffer, error) {
		c, err := loadClub(tx)
		if err != nil {
			return nil, err
		}
		var lines []billing.Line
		if cart != 0 {
			view, err := viewCart(tx, c, cart, chosen...)
			if err != nil {
				return nil, err
			}
			for _, l := range view.Lines {
				if len(chosen) == 0 || slices.Contains(chosen, l.ID) {
					lines = append(lines, billing.Line{Rider: l.Rider, RiderName: l.RiderName, Cents: l.Net()})
				}
			}
		}
		older, err := linesOf(tx, invoices)
		if err != nil {
			return nil, err
		}
		offers := []AidOffer{}
		lines = append(lines, older...)
		for _, kind := range c.AidsOn(c.today) {
			for i, l := range lines {
				if l.Rider == 0 || slices.IndexFunc(lines, func(other billing.Line) bool { return other.Rider == l.Rider }) != i {
					continue
				}
				covers, err := aidCovers(tx, kind, l.Rider, lines, invoices)
				if err != nil {
					return nil, err
				}
				if covers > 0 {
					offers = append(offers, AidOffer{Kind: kind.ID, Name: kind.Name, Payer: kind.Payer, Rider: l.Rider, Who: l.RiderName, Covers: covers})
				}
			}
		}
		return offers, nil
	})
}

func linesOf(tx *sqlite.Tx, invoices []billing.InvoiceID) ([]billing.Line, error) {
	var lines []billing.Line
	for _, id := range invoices {
		doc, err := tx.Document(id)
		if err != nil {
			return nil, refused(err, club.CodeInvoiceNotFound)
		}
		lines = append(lines, doc.Lines...)
	}
	return lines, nil
}

// aidCovers is what an aid covers of a rider's lines, of these invoices and of
// what is not invoiced yet, after what the rider was given of it before.
func aidCovers(tx *sqlite.Tx, kind club.AidKind, rider club.RiderID, lines []billing.Line, over []billing.InvoiceID) (money.Cents, error) {
	given, err := tx.AidsGiven(kind.ID, rider)
	if err != nil {
		return 0, err
	}
	var before club.AidGiven
	for _, aid := range given {
		before.Ever += aid.Cents
	}
	// One purchase is all that aids tie together: one over two invoices ties them.
	whole := slices.Clone(over)
	for tied := true; tied; {
		tied = false
		given = slices.DeleteFunc(given, func(aid sqlite.AidRow) bool {
			if !slices.ContainsFunc(aid.Invoices, func(id billing.InvoiceID) bool { return slices.Contains(whole, id) }) {
				return false
			}
			whole, before.Here, tied = append(whole, aid.Invoices...), before.Here+aid.Cents, true
			return true
		})
	}
	slices.Sort(whole)
	others := slices.DeleteFunc(slices.Compact(whole), func(id billing.InvoiceID) bool { return slices.Contains(over, id) })
	also, err := linesOf(tx, others)
	if err != nil {
		return 0, err
	}
	before.Also = boughtFor(rider, also)
	return kind.Covers(boughtFor(rider, lines), before), nil
}

// boughtFor is what a rider's lines come to.
func boughtFor(rider club.RiderID, lines []billing.Line) (cents money.Cents) {
	for _, l := range lines {
		if l.Rider == rider {
			cents += l.Cents
		}
	}
	return cents
}

// noteAid records and seals an aid over invoices once its rule allows it: a
// tender names its kind and its rider.
func noteAid(tx *sqlite.Tx, c clubNow, actor club.Actor, t billing.Tender, household club.HouseholdID, over []billing.InvoiceID) (sqlite.AidRow, error) {
	var none sqlite.AidRow
	kinds := c.AidsOn(c.today)
	at := slices.IndexFunc(kinds, func(k club.AidKind) bool { return k.ID == t.Detail.AidKind })
	if at < 0 {
		return none, club.Refuse(club.CodeAidUnknown).On("tenders")
	}
	if t.Detail.Through != "" && t.Detail.Through < c.today {
		return none, club.Refuse(club.CodeAidOver).On("tenders").With("throughDay", t.Detail.Through)
	}
	lines, err := linesOf(tx, over)
	if err != nil {
		return none, err
	}
	covers, err := aidCovers(tx, kinds[at], t.Detail.Rider, lines, over)
	if err != nil {
		return none, err
	}
	if t.Cents > covers {
		return none, club.Refuse(club.CodeAidTooHigh).On("tenders").With("mostCents", covers)
	}
	aid := billing.Aid{
		Kind: kinds[at].ID, Name: kinds[at].Name, Payer: kinds[at].Payer, Household: household, Rider: t.Detail.Rider,
		Number: clean(t.Detail.Number), Through: t.Detail.Through, Cents: t.Cents, Invoices: over,
	}
	id, err := tx.InsertAid(aid, actor)
	if err != nil {
		return none, err
	}
	row, err := tx.Aid(id) // as the tables hold it, so that verify can compare
	if err != nil {
		return none, err
	}
	return row, tx.Seal(journal.AidNoted, actor, row.Numbers[0], row.Aid)
}

// aidStep is one step of an aid, as the chain holds it.
type aidStep struct {
	Aid   billing.AidID `json:"aid"`
	Cents money.Cents   `json:"cents,omitempty"` // received
	Day   string        `json:"day,omitempty"`
}

// stepAid loads an aid that is in one of these states, lets do change it, and
// writes what became of it.
func stepAid[In any](ctx context.Context, d *Desk, req Request, verb club.Verb, id billing.AidID, in In, from []billing.AidState,
	do func(*sqlite.Tx, clubNow, *sqlite.AidRow) error,
) (sqlite.AidRow, error) {
	body := struct {
		Aid billing.AidID
		In  In
	}{id, in}
	return write(ctx, d, req, verb, body, func(tx *sqlite.Tx) (sqlite.AidRow, error) {
		c, err := loadClub(tx)
		if err != nil {
			return sqlite.AidRow{}, err
		}
		aid, err := tx.Aid(id)
		if err != nil {
			return aid, refused(err, club.CodeAidNotFound)
		}
		if !slices.Contains(from, aid.State) {
			return aid, club.Refuse(club.CodeAidState)
		}
		if err := do(tx, c, &aid); err != nil {
			return aid, err
		}
		if err := tx.SaveAid(aid); err != nil {
			return aid, err
		}
		return tx.Aid(id)
	})
}

// GrantAid books that an announced aid is granted: from now on its payer owes
// it, and it covers its invoices.
func (d *Desk) GrantAid(ctx context.Context, req Request, id billing.AidID) (sqlite.AidRow, error) {
	return stepAid(ctx, d, req, "grantAid", id, 0, []billing.AidState{billing.AidNoted},
		func(tx *sqlite.Tx, c clubNow, aid *sqlite.AidRow) error {
			open, err := stillOpen(tx, aid.Invoices)
			if err != nil {
				return err
			}
			p := billing.Payment{Way: billing.Aided, Cents: aid.Cents, Household: aid.Household, Detail: aidDetail(aid.Aid)}
			if p, err = takeIn(tx, c, req.Actor, p, open); err != nil {
				return err
			}
			aid.State, aid.Payment = billing.AidGranted, p.ID
			return nil
		})
}

func aidDetail(a billing.Aid) billing.Detail {
	return billing.Detail{AidKind: a.Kind, Aid: a.ID, Name: a.Name, Number: a.Number, Rider: a.Rider, Through: a.Through}
}

// stillOpen are those of invoices that still ask for money, in their order.
func stillOpen(tx *sqlite.Tx, invoices []billing.InvoiceID) ([]billing.Open, error) {
	var open []billing.Open
	for _, id := range invoices {
		doc, err := tx.Document(id)
		if err != nil {
			return nil, err
		}
		row, err := tx.Settlement(id)
		if err != nil {
			return nil, err
		}
		if rest := doc.Total - row.Settled; rest > 0 {
			open = append(open, billing.Open{Invoice: id, Number: doc.Number, Remaining: rest})
		}
	}
	return open, nil
}

// ClaimAid records that a granted aid was asked for from its payer.
func (d *Desk) ClaimAid(ctx context.Context, req Request, id billing.AidID) (sqlite.AidRow, error) {
	return stepAid(ctx, d, req, "claimAid", id, 0, []billing.AidState{billing.AidGranted},
		func(tx *sqlite.Tx, c clubNow, aid *sqlite.AidRow) error {
			aid.State, aid.ClaimedDay = billing.AidClaimed, c.today
			return tx.Seal(journal.AidClaimed, req.Actor, aid.Numbers[0], aidStep{Aid: aid.ID, Day: string(c.today)})
		})
}

// ReceiveAid is what an aid's payer transferred.
type ReceiveAid struct {
	Cents money.Cents `json:"cents" doc:"What came; what is missing is asked from the family again"`
}

// ReceiveAid books that an aid's payer paid, by transfer. What it did not pay
// reopens the invoices.
func (d *Desk) ReceiveAid(ctx context.Context, req Request, id billing.AidID, in ReceiveAid) (sqlite.AidRow, error) {
	return stepAid(ctx, d, req, "receiveAid", id, in, []billing.AidState{billing.AidGranted, billing.AidClaimed},
		func(tx *sqlite.Tx, c clubNow, aid *sqlite.AidRow) error {
			if in.Cents <= 0 || in.Cents > aid.Cents {
				return club.Refuse(club.CodeAidTooHigh).On("cents").With("mostCents", aid.Cents)
			}
			p, err := tx.Payment(aid.Payment)
			if err != nil {
				return err
			}
			if short := aid.Cents - in.Cents; short > 0 {
				if _, err := mirror(tx, c, req.Actor, p, short, billing.Refused, journal.PaymentRefused); err != nil {
					return err
				}
				if p, err = tx.Payment(aid.Payment); err != nil {
					return err
				}
			}
			aid.State, aid.ReceivedDay, aid.Received = billing.AidReceived, c.today, in.Cents
			step := aidStep{Aid: aid.ID, Cents: in.Cents, Day: string(c.today)}
			if err := tx.Seal(journal.AidReceived, req.Actor, p.Receipt, step); err != nil {
				return err
			}
			for _, a := range billing.TakeBack(p.Allocations, p.Cents) { // what it covers is paid now
				if err := arrive(tx, c, a.Invoice, -a.Cents); err != nil {
					return err
				}
			}
			entry := sqlite.Entry{Day: c.today, Journal: "bank", Text: p.Receipt, Payment: p.ID}
			if err := tx.InsertEntry(entry, billing.AidPostings(billing.Transfer, in.Cents)); err != nil {
				return err
			}
			if err := tx.SaveAid(*aid); err != nil {
				return err
			}
			for _, id := range aid.Invoices { // what was credited meanwhile
				doc, err := tx.Document(id)
				if err != nil {
					return err
				}
				if err := returnAids(tx, c, req.Actor, doc); err != nil {
					return err
				}
			}
			return nil
		})
}

// RefuseAid books that an aid does not come: what it covered is open again, and
// what was kept from a link is asked for by it.
func (d *Desk) RefuseAid(ctx context.Context, req Request, id billing.AidID) (sqlite.AidRow, error) {
	return stepAid(ctx, d, req, "refuseAid", id, 0, []billing.AidState{billing.AidNoted, billing.AidGranted, billing.AidClaimed},
		func(tx *sqlite.Tx, c clubNow, aid *sqlite.AidRow) error {
			if aid.Payment != 0 {
				p, err := tx.Payment(aid.Payment)
				if err != nil {
					return err
				}
				if _, err := mirror(tx, c, req.Actor, p, p.Cents, billing.Refused, journal.PaymentRefused); err != nil {
					return err
				}
			}
			aid.State = billing.AidRefused
			if err := tx.SaveAid(*aid); err != nil {
				return err
			}
			if err := tx.Seal(journal.AidRefused, req.Actor, aid.Numbers[0], aidStep{Aid: aid.ID}); err != nil {
				return err
			}
			if aid.Payment != 0 { // mirror asked
				return nil
			}
			return askMore(tx, c, req.Actor, aid.Invoices[0], aid.Cents)
		})
}
