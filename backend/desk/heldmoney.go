package desk

import (
	"context"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/journal"
	"paddock/backend/sqlite"
)

// Holder is somebody who can be handed money for the club.
type Holder struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

// Holders lists who works at the club and can hold money it was paid.
func (d *Desk) Holders(ctx context.Context) ([]Holder, error) {
	return read(ctx, d, "holders", func(tx *sqlite.Tx) ([]Holder, error) {
		staff, err := tx.Staff()
		holders := []Holder{}
		for _, person := range staff {
			if person.Active {
				holders = append(holders, Holder{ID: person.ID, Name: person.Name})
			}
		}
		return holders, err
	})
}

// handTo notes who holds the money of a payment, if it is not in the till.
func handTo(tx *sqlite.Tx, p billing.Payment) error {
	if p.Detail.HeldBy == 0 {
		return nil
	}
	person, err := tx.StaffMember(p.Detail.HeldBy)
	if err != nil {
		return refused(err, club.CodeHolderUnknown)
	}
	if !person.Active {
		return club.Refuse(club.CodeHolderUnknown).On("tenders")
	}
	return tx.InsertHeld(p.ID, p.Detail.HeldBy)
}

// BringIn is money that was held and is now handed over.
type BringIn struct {
	Payments []billing.PaymentID `json:"payments" nullable:"false"`
}

// broughtIn is money that came to the till, as the chain holds it.
type broughtIn struct {
	Payment billing.PaymentID `json:"payment"`
	Day     string            `json:"day"`
}

// BringIn books that held cash is in the till, and held cheques are with those
// to deposit, and returns what is still held. What it settled stays settled.
func (d *Desk) BringIn(ctx context.Context, req Request, in BringIn) ([]sqlite.HeldMoney, error) {
	return write(ctx, d, req, "bringIn", in, func(tx *sqlite.Tx) ([]sqlite.HeldMoney, error) {
		c, err := loadClub(tx)
		if err != nil {
			return nil, err
		}
		if len(in.Payments) == 0 {
			return nil, club.Refuse(club.CodeRequired).On("payments")
		}
		for _, id := range in.Payments {
			if err := bringIn(tx, c, req.Actor, id); err != nil {
				return nil, err
			}
		}
		return tx.HeldMoney()
	})
}

func bringIn(tx *sqlite.Tx, c clubNow, actor club.Actor, id billing.PaymentID) error {
	if err := tx.BringIn(id, c.today, actor); err != nil {
		return refused(err, club.CodeNotHeld)
	}
	p, err := tx.Payment(id)
	if err != nil {
		return err
	}
	if err := tx.Seal(journal.MoneyBroughtIn, actor, p.Receipt, broughtIn{Payment: id, Day: string(c.today)}); err != nil {
		return err
	}
	entry := sqlite.Entry{Day: c.today, Journal: journalOf(p.Way), Text: p.Receipt, Payment: id}
	return tx.InsertEntry(entry, billing.BroughtPostings(p))
}
