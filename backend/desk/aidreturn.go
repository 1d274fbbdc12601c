package desk

import (
	"cmp"
	"context"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/journal"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// AidShare is how much of a credit note goes back to the payer of an aid.
type AidShare struct {
	Payer string      `json:"payer"`
	Cents money.Cents `json:"cents"`

	payment     billing.Payment
	allocations []billing.Allocation // that open again
}

// aidShares are the parts of an amount that received aids paid of an invoice:
// they go back to their payers and never become the family's (PRODUCT section 6).
func aidShares(tx *sqlite.Tx, invoice billing.InvoiceID, kept money.Cents) ([]AidShare, error) {
	aids, err := tx.AidsOn(invoice)
	if err != nil {
		return nil, err
	}
	var shares []AidShare
	for _, aid := range aids {
		if aid.State != billing.AidReceived {
			continue
		}
		p, err := tx.Payment(aid.Payment)
		if err != nil {
			return nil, err
		}
		var here []billing.Allocation
		for _, a := range p.Allocations {
			if a.Invoice == invoice {
				here = append(here, a)
			}
		}
		share := AidShare{Payer: aid.Payer, payment: p, allocations: billing.TakeBack(here, kept)}
		for _, a := range share.allocations {
			share.Cents -= a.Cents
		}
		if kept -= share.Cents; share.Cents > 0 {
			shares = append(shares, share)
		}
	}
	return shares, nil
}

// returnAids takes what received aids paid of a credited invoice out of what its
// credit notes keep: from now on it is owed to their payers.
func returnAids(tx *sqlite.Tx, c clubNow, actor club.Actor, invoice billing.Document) error {
	household, err := standing(tx, invoice.Household)
	if err != nil || household == 0 {
		return err
	}
	sources, err := tx.CreditSources(household)
	if err != nil {
		return err
	}
	var kept money.Cents
	for _, s := range sources {
		own, err := ownNote(tx, billing.Allocation{CreditNote: s.CreditNote, Invoice: invoice.ID})
		if err != nil {
			return err
		}
		if own != nil && !s.Refundable {
			kept += s.Left
		}
	}
	shares, err := aidShares(tx, invoice.ID, kept)
	if err != nil {
		return err
	}
	for _, s := range shares {
		from := []billing.Withdrawal{{Payment: s.payment.ID, Cents: s.Cents}}
		_, err := takeOut(tx, c, actor, s.payment, from, s.allocations, billing.Returned, journal.PaymentReturned)
		if err != nil {
			return err
		}
	}
	return nil
}

// PayAidBack is what was paid back to an aid's payer.
type PayAidBack struct {
	Cents  money.Cents `json:"cents" doc:"At most what is owed back"`
	Way    billing.Way `json:"way,omitempty" enum:"transfer,cheque,cash" doc:"By transfer when empty"`
	Number string      `json:"number,omitempty" maxLength:"20" doc:"Of the cheque the club writes"`
}

// aidPaidBack is money that went back to an aid's payer, as the chain holds it. A
// transfer is sealed without its way, as it was when there was no other.
type aidPaidBack struct {
	ID int64 `json:"id"`
	aidStep
	wayBack
}

// wayBack is how money went back to a payer, where it was not transferred.
type wayBack struct {
	Way    billing.Way `json:"way,omitempty"`
	Number string      `json:"number,omitempty"`
}

func (w wayBack) way() billing.Way { return cmp.Or(w.Way, billing.Transfer) }

// PayAidBack books that an aid's payer was paid back what is owed to it, by a
// recorded way (PRODUCT section 6).
func (d *Desk) PayAidBack(ctx context.Context, req Request, id billing.AidID, in PayAidBack) (sqlite.AidRow, error) {
	return stepAid(ctx, d, req, "payAidBack", id, in, []billing.AidState{billing.AidReceived},
		func(tx *sqlite.Tx, c clubNow, aid *sqlite.AidRow) error {
			if in.Cents <= 0 || in.Cents > aid.OwedBack {
				return club.Refuse(club.CodeAidOwedBack).On("cents").With("mostCents", aid.OwedBack)
			}
			p, err := tx.Payment(aid.Payment)
			if err != nil {
				return err
			}
			by := wayBack{}
			switch in.Way {
			case "", billing.Transfer:
			case billing.Cheque:
				by = wayBack{in.Way, clean(in.Number)}
			default:
				by.Way = in.Way
			}
			before, err := tx.AidReturnedInCash(id)
			if err != nil {
				return err
			}
			if err := checkWayBack(c, by.way(), by.Number, in.Cents, before); err != nil {
				return err
			}
			back := sqlite.AidReturn{Aid: id, Cents: in.Cents, Day: c.today, Way: by.way(), Number: by.Number}
			row, err := tx.InsertAidReturn(back, req.Actor)
			if err != nil {
				return err
			}
			step := aidPaidBack{row, aidStep{Aid: id, Cents: in.Cents, Day: string(c.today)}, by}
			if err := tx.Seal(journal.AidPaidBack, req.Actor, p.Receipt, step); err != nil {
				return err
			}
			entry := sqlite.Entry{Day: c.today, Journal: journalOf(by.way()), Text: p.Receipt, Payment: p.ID}
			return tx.InsertEntry(entry, billing.AidPostings(by.way(), -in.Cents))
		})
}
