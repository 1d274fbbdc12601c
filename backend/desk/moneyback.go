package desk

import (
	"context"
	"errors"
	"slices"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/journal"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// Bounce books that the bank refused a cheque: a mirror payment with the same
// drawer, bank and number, which reopens what the cheque had settled (PRODUCT
// section 6). What was sold stays; new bookings wait until it is paid again.
func (d *Desk) Bounce(ctx context.Context, req Request, id billing.PaymentID) (billing.Payment, error) {
	return write(ctx, d, req, "bounce", id, func(tx *sqlite.Tx) (billing.Payment, error) {
		c, err := loadClub(tx)
		if err != nil {
			return billing.Payment{}, err
		}
		p, err := tx.Payment(id)
		if err != nil {
			return p, refused(err, club.CodePaymentNotFound)
		}
		return bounce(tx, c, req.Actor, p)
	})
}

// bounce is Bounce for a payment that is known.
func bounce(tx *sqlite.Tx, c clubNow, actor club.Actor, p billing.Payment) (billing.Payment, error) {
	if p.Way != billing.Cheque || p.Cents < 0 {
		return p, club.Refuse(club.CodeNotACheque)
	}
	held, err := tx.IsHeld(p.ID)
	if err != nil {
		return p, err
	}
	if held { // no bank saw it
		return p, club.Refuse(club.CodeStillHeld)
	}
	p.Detail.HeldBy = 0 // it was brought in since
	if p.Detail.Slip, err = tx.SlipOf(p.ID); err != nil {
		return p, err
	}
	return unpaid(tx, c, actor, p)
}

// unpaid books that the bank takes a whole payment back, once. What of it the club
// paid out meanwhile is owed to it: see withdraw.
func unpaid(tx *sqlite.Tx, c clubNow, actor club.Actor, p billing.Payment) (billing.Payment, error) {
	if already, err := tx.HasBounced(p.ID); err != nil || already {
		return p, errors.Join(err, club.Refuse(club.CodeWentBack).With("goneCents", p.Cents))
	}
	gone, err := tx.Withdrawn(p.ID)
	if err != nil {
		return p, err
	}
	return withdraw(tx, c, actor, p, gone, p.Cents, billing.Bounced, journal.PaymentBounced)
}

// mirror takes an amount of a payment back of which nothing went back yet: what was
// never spent of it first, then what it settled, which is open again.
func mirror(tx *sqlite.Tx, c clubNow, actor club.Actor, p billing.Payment, cents money.Cents, why billing.Back, kind journal.Kind) (billing.Payment, error) {
	gone, err := tx.Withdrawn(p.ID)
	if err != nil {
		return p, err
	}
	if gone > 0 {
		return p, club.Refuse(club.CodeWentBack).With("goneCents", gone)
	}
	return withdraw(tx, c, actor, p, gone, cents, why, kind)
}

// withdraw is mirror for a payment some of which may be gone already. Above what is
// left of it the club had paid the money out itself, and claims it.
func withdraw(tx *sqlite.Tx, c clubNow, actor club.Actor, p billing.Payment, gone, cents money.Cents, why billing.Back, kind journal.Kind) (billing.Payment, error) {
	unspent := p.Cents - gone
	for _, a := range p.Allocations {
		unspent -= a.Cents
	}
	part := min(cents, p.Cents-gone)
	reopened := billing.TakeBack(p.Allocations, max(0, part-unspent))
	from := []billing.Withdrawal{{Payment: p.ID, Cents: part}} // also of nothing: it says which payment came back
	if part == cents {
		return takeOut(tx, c, actor, p, from, reopened, why, kind)
	}
	return claim(tx, c, actor, p, cents-part, func(stands billing.Withdrawal) (billing.Payment, error) {
		return takeOut(tx, c, actor, p, append(from, stands), reopened, why, kind)
	})
}

// takeOut takes money out of a payment, and of what stands in for it, once what it
// settles is open again: a payment below nothing stands beside it.
func takeOut(tx *sqlite.Tx, c clubNow, actor club.Actor, p billing.Payment, from []billing.Withdrawal, reopened []billing.Allocation,
	why billing.Back, kind journal.Kind,
) (billing.Payment, error) {
	before, err := unsettled(tx, reopened)
	if err != nil {
		return p, err
	}
	if len(reopened) > 0 {
		if err := settle(tx, c, actor, reopened); err != nil {
			return p, err
		}
		if err := tx.Seal(journal.CreditAllocated, actor, p.Receipt, map[string]any{"allocations": reopened}); err != nil {
			return p, err
		}
	}
	out := money.Cents(0)
	for _, w := range from {
		out += w.Cents
	}
	back, err := payBack(tx, c, actor, kind, billing.Payment{
		Way: p.Way, Cents: -out, Household: p.Household, Detail: p.Detail, Refundable: p.Refundable, Back: why, From: from,
	})
	if err != nil {
		return p, err
	}
	if err := settleByNotes(tx, c, actor, p.Household, reopened); err != nil {
		return back, err
	}
	after, err := unsettled(tx, reopened)
	if err != nil {
		return back, err
	}
	for i, o := range after {
		if err := askMore(tx, c, actor, o.Invoice, o.Remaining-before[i].Remaining); err != nil {
			return back, err
		}
	}
	return back, nil
}

// unsettled is what remains of the invoices of allocations, each invoice once, in their
// order.
func unsettled(tx *sqlite.Tx, of []billing.Allocation) ([]billing.Open, error) {
	var rows []billing.Open
	for _, a := range of {
		if slices.ContainsFunc(rows, func(o billing.Open) bool { return o.Invoice == a.Invoice }) {
			continue
		}
		doc, err := tx.Document(a.Invoice)
		if err != nil {
			return nil, err
		}
		row, err := tx.Settlement(a.Invoice)
		if err != nil {
			return nil, err
		}
		rows = append(rows, billing.Open{Invoice: doc.ID, Number: doc.Number, Remaining: doc.Total - row.Settled})
	}
	return rows, nil
}

// settleByNotes lets the credit notes over invoices that are open again settle
// them first, with what is left of them.
func settleByNotes(tx *sqlite.Tx, c clubNow, actor club.Actor, of club.HouseholdID, reopened []billing.Allocation) error {
	household, err := standing(tx, of)
	if err != nil || household == 0 {
		return err
	}
	sources, err := tx.CreditSources(household)
	if err != nil {
		return err
	}
	for _, a := range reopened {
		doc, err := tx.Document(a.Invoice)
		if err != nil {
			return err
		}
		for i := range sources {
			s := &sources[i]
			row, err := tx.Settlement(doc.ID)
			if err != nil {
				return err
			}
			cents := min(s.Left, doc.Total-row.Settled)
			if own, err := ownNote(tx, billing.Allocation{CreditNote: s.CreditNote, Invoice: doc.ID}); err != nil || own == nil || cents <= 0 {
				if err != nil {
					return err
				}
				continue
			}
			s.Left -= cents
			part := billing.Source{CreditNote: s.CreditNote, Left: cents, Refundable: s.Refundable}
			if err := spend(tx, c, actor, []billing.Source{part}, []billing.Open{{Invoice: doc.ID, Number: doc.Number, Remaining: cents}}); err != nil {
				return err
			}
		}
	}
	return nil
}

// Refund pays household credit out.
type Refund struct {
	Cents  money.Cents    `json:"cents" doc:"At most what of the credit may go back as money"`
	Way    billing.Way    `json:"way" enum:"cash,cheque,transfer"`
	Detail billing.Detail `json:"detail,omitempty" doc:"Of the cheque the club writes"`
}

// checkWayBack refuses a way no money goes back by, a cheque without its number,
// and cash above what the law allows. before is what of the same debt went back
// in cash already.
func checkWayBack(c clubNow, way billing.Way, number string, cents, before money.Cents) error {
	if !slices.Contains(billing.WaysBackAt(c.Identity.Country), way) {
		return club.Refuse(club.CodeWayUnknown).On("way").With("way", string(way))
	}
	switch way {
	case billing.Cheque:
		if clean(number) == "" {
			return club.Refuse(club.CodeChequeNumber).On("number")
		}
	case billing.Cash:
		if most := billing.CashMost(c.Identity.Country); before+cents > most {
			return club.Refuse(club.CodeCashTooHigh).On("cents").With("mostCents", most).With("leftCents", max(0, most-before))
		}
	}
	return nil
}

// Refund pays household credit out by a recorded way, and only the part that
// may go back as money: never above what the family paid itself (PRODUCT
// section 6).
func (d *Desk) Refund(ctx context.Context, req Request, household club.HouseholdID, in Refund) (billing.Payment, error) {
	body := struct {
		Household club.HouseholdID
		In        Refund
	}{household, in}
	return write(ctx, d, req, "refund", body, func(tx *sqlite.Tx) (billing.Payment, error) {
		c, err := loadClub(tx)
		if err != nil {
			return billing.Payment{}, err
		}
		if household, err = standing(tx, household); err != nil {
			return billing.Payment{}, err
		}
		before, err := tx.RefundedInCash(household, c.today)
		if err != nil {
			return billing.Payment{}, err
		}
		_, sources, err := credit(tx, household)
		if err != nil {
			return billing.Payment{}, err
		}
		return refund(tx, c, req.Actor, household, sources, before, in)
	})
}

// RefundNote pays out what is left of a credit note over a sale without a client:
// it is on nobody's account, and goes back by the same rules. All the cash that
// went back of it counts towards the law's ceiling.
func (d *Desk) RefundNote(ctx context.Context, req Request, note billing.InvoiceID, in Refund) (billing.Payment, error) {
	body := struct {
		Note billing.InvoiceID
		In   Refund
	}{note, in}
	return write(ctx, d, req, "refund", body, func(tx *sqlite.Tx) (billing.Payment, error) {
		c, err := loadClub(tx)
		if err != nil {
			return billing.Payment{}, err
		}
		doc, err := tx.Document(note)
		if err != nil {
			return billing.Payment{}, refused(err, club.CodeInvoiceNotFound)
		}
		if doc.Asks() || doc.Household != 0 {
			return billing.Payment{}, club.Refuse(club.CodeNoteHasClient).With("number", doc.Number)
		}
		earlier, err := tx.Refunds(note)
		if err != nil {
			return billing.Payment{}, err
		}
		var before money.Cents
		for _, p := range earlier {
			if p.Way == billing.Cash {
				before -= p.Cents
			}
		}
		sources, err := tx.SourcesOf(note)
		if err != nil {
			return billing.Payment{}, err
		}
		return refund(tx, c, req.Actor, 0, sources, before, in)
	})
}

// refund pays an amount of these sources out; before is what of the same debt went
// back in cash already.
func refund(tx *sqlite.Tx, c clubNow, actor club.Actor, household club.HouseholdID, sources []billing.Source, before money.Cents, in Refund) (billing.Payment, error) {
	if err := checkWayBack(c, in.Way, in.Detail.Number, in.Cents, before); err != nil {
		return billing.Payment{}, err
	}
	if most := billing.Refundable(sources); in.Cents <= 0 || in.Cents > most {
		return billing.Payment{}, club.Refuse(club.CodeRefundTooHigh).On("cents").With("mostCents", most)
	}
	in.Detail.HeldBy = 0
	return payBack(tx, c, actor, journal.PaymentRefunded, billing.Payment{
		Way: in.Way, Cents: -in.Cents, Household: household, Detail: cleanDetail(in.Detail), Refundable: true,
		Back: billing.Refunded, From: billing.Withdraw(sources, in.Cents),
	})
}

// payBack writes, seals and books money that goes back, with its own receipt.
func payBack(tx *sqlite.Tx, c clubNow, actor club.Actor, kind journal.Kind, p billing.Payment) (billing.Payment, error) {
	p.Day, p.ReceivedAt, p.Till = c.today, tx.Now, c.Policy.TillName()
	said, err := c.receiptPaperOf(tx, p)
	if err != nil {
		return p, err
	}
	p.Paper = &said
	if p.Receipt, err = tx.NextReceipt(c.today); err != nil {
		return p, err
	}
	if err := tx.InsertPayment(&p, actor); err != nil {
		return p, err
	}
	if err := book(tx, actor, p, kind); err != nil {
		return p, err
	}
	return p, paidOut(tx, c, p)
}
