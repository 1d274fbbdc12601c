package desk

import (
	"context"
	"errors"
	"slices"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/exchange"
	"paddock/backend/journal"
	"paddock/backend/locale"
	"paddock/backend/money"
	"paddock/backend/payment"
	"paddock/backend/sqlite"
)

// takePaid books money that came by a link as it was asked for, a cart's by selling it;
// what came otherwise waits for a person. What is known already is not counted again; what the provider
// gave back of it since waits for a person too.
func (d *Desk) takePaid(tx *sqlite.Tx, l sqlite.ProviderLink, paid payment.Paid) error {
	known, err := tx.LinkPaymentOf(l.Provider, paid.ID)
	if err == nil {
		if known.Refunded == paid.Refunded {
			return nil
		}
		known.Refunded = paid.Refunded
		switch {
		case known.Refunded < known.Back && known.State == "givenBack":
			known.State, known.Why = "toCheck", "returned"
		case known.Refunded < known.Back, known.Why == "cancelled":
			known.Why = "returned"
		case known.Why == "" || known.State == "booked":
			known.Why = "refunded"
		}
		return tx.LinkPaymentSeen(known)
	}
	if !sqlite.IsMissing(err) {
		return err
	}
	if l, err = tx.ProviderLink(l.Request); err != nil {
		return err
	}
	p := sqlite.LinkPayment{Request: l.Request, Provider: l.Provider, Ref: paid.ID, Cents: paid.Cents, Currency: paid.Currency, Refunded: paid.Refunded, PaidAt: paid.At, State: "toCheck", Test: paid.Test}
	if p.PaidAt.IsZero() {
		p.PaidAt = tx.Now
	}
	asks := l.Asks
	if l.Cart != 0 {
		if asks, err = asksOfCart(tx, l); err != nil {
			return err
		}
	}
	switch {
	case paid.Test: // nobody received anything
	case paid.Currency != "EUR":
		p.Why = "currency"
	case paid.Refunded != 0:
		p.Why = "refunded"
	case !asks:
		p.Why = "late"
	case paid.Cents != l.Cents:
		p.Why = "amount"
	default:
		who, err := tx.StaffMember(l.By)
		if err != nil {
			return err
		}
		if l.Cart != 0 {
			if err := d.takePaidCart(tx, actorOf(who), l, &p); err != nil {
				return err
			}
			break
		}
		if p.Payment, err = takeLinked(tx, actorOf(who), p, l.Household, p.Cents); err != nil {
			return err
		}
		p.State = "booked"
	}
	_, err = tx.InsertLinkPayment(p)
	return err
}

// missPaid has a person look at money that came by a link and that its provider names no
// more: it was cancelled there before it was ever collected.
func missPaid(tx *sqlite.Tx, l sqlite.ProviderLink, said payment.Look) error {
	known, err := tx.LinkPaymentsBy(l.Request)
	if err != nil {
		return err
	}
	if said.State == payment.Unclear && len(known) == 0 {
		return &payment.Problem{Kind: payment.Strange, Detail: "it is paid, and no payment is named"}
	}
	for _, p := range known {
		named := slices.ContainsFunc(said.Paid, func(paid payment.Paid) bool { return paid.ID == p.Ref })
		if named || p.Refunded == p.Cents || p.State == "givenBack" {
			continue
		}
		p.Refunded, p.Why = p.Cents, "cancelled"
		if err := tx.LinkPaymentSeen(p); err != nil {
			return err
		}
	}
	return nil
}

// takeLinked receives an amount of what a provider reported for what its request asks,
// and the rest as the household's credit (PRODUCT section 6).
func takeLinked(tx *sqlite.Tx, actor club.Actor, p sqlite.LinkPayment, household club.HouseholdID, cents money.Cents) (billing.PaymentID, error) {
	c, err := loadClub(tx)
	if err != nil {
		return 0, err
	}
	if household != 0 {
		if household, err = standing(tx, household); err != nil {
			return 0, err
		}
	}
	open, err := tx.OpenOfRequest(p.Request)
	if err != nil {
		return 0, err
	}
	received, err := receiveAll(tx, c, actor, Receive{
		Household: household, Tenders: []billing.Tender{{Way: billing.LinkPaid, Cents: cents, Detail: billing.Detail{Number: p.Ref}}},
	}, open)
	if err != nil {
		return 0, err
	}
	return received.Payments[0].ID, tx.EndNotices(p.Request, actor)
}

// LinkPayments lists what came by payment links otherwise than it was asked: in the
// provider's test mode, another amount or currency, after its request was settled or cancelled, or given back by
// the provider, before it was booked or since, or back from there. None of it is in the books before a
// person says so.
func (d *Desk) LinkPayments() List[sqlite.LinkPayment] {
	return listed(d, "linkPayments", "linkPayments.title", linkPaymentColumns, func(tx *sqlite.Tx, _ listing, _ ListQuery) ([]sqlite.LinkPayment, error) {
		return tx.LinkPaymentsToCheck()
	})
}

var linkPaymentColumns = []column[sqlite.LinkPayment]{
	{"today.col.family", exchange.Text, func(_ listing, r sqlite.LinkPayment) any { return r.Family }},
	{"list.invoice", exchange.Text, func(_ listing, r sqlite.LinkPayment) any { return r.Number }},
	{"linkPayments.paid", exchange.Text, func(l listing, r sqlite.LinkPayment) any { return locale.Decimal(l.lang, r.Cents) + " " + r.Currency }},
	{"linkPayments.asked", exchange.Cents, func(_ listing, r sqlite.LinkPayment) any { return r.Asked }},
	{"linkPayments.why", exchange.Text, func(l listing, r sqlite.LinkPayment) any {
		if r.Test {
			return l.say("linkPayments.why.test", nil)
		}
		return l.say("linkPayments.why."+r.Why, map[string]any{"refundedCents": int64(max(r.Refunded-r.Back, r.Back-r.Refunded))})
	}},
}

// LinkPaymentFate is what a person decides of money that came otherwise than asked.
type LinkPaymentFate struct {
	Take     bool        `json:"take" doc:"Booked: its request first, the rest is the household's credit; of what is in the books, what was given back since goes out of them, and what came back since into them. Otherwise the provider gave it back, or the books say so already"`
	Refunded money.Cents `json:"refundedCents,omitempty" doc:"What was given back, as the person read it"`
	Claim    bool        `json:"claim,omitempty" doc:"Taken also where the desk had paid some of it out itself: that was other money, and the family owes it back"`
}

// SettleLinkPayment takes money that came otherwise than asked, or notes that it was
// given back at the provider's; what was booked and is given back since goes out by
// the link's way, what came back after that comes in by it, or either is said to be
// booked already. It returns what is left to check.
// Other currencies than euros cannot be taken, nor what was paid in the provider's test
// mode.
func (d *Desk) SettleLinkPayment(ctx context.Context, req Request, id int64, in LinkPaymentFate) ([]sqlite.LinkPayment, error) {
	body := struct {
		ID int64
		In LinkPaymentFate
	}{id, in}
	return write(ctx, d, req, "settleLinkPayment", body, func(tx *sqlite.Tx) ([]sqlite.LinkPayment, error) {
		p, err := tx.LinkPayment(id)
		booked := p.State == "booked" && p.Refunded != p.Back
		switch {
		case err != nil || p.State != "toCheck" && !booked:
			return nil, refused(errors.Join(err, sqlite.ErrNotFound), club.CodeLinkPaymentGone)
		case p.Refunded != in.Refunded:
			return nil, club.Refuse(club.CodeLinkPaymentStale).On("refundedCents").With("refundedCents", int64(p.Refunded))
		case booked:
			if in.Take {
				if err := followLinked(tx, req.Actor, p, in.Claim); err != nil {
					return nil, err
				}
			}
		case in.Take:
			if p.Test {
				return nil, club.Refuse(club.CodeLinkPaymentTest)
			}
			if p.Currency != "EUR" || p.Cents <= p.Refunded {
				return nil, club.Refuse(club.CodeLinkPaymentOther).With("currency", p.Currency)
			}
			if p.Payment, err = takeLinked(tx, req.Actor, p, p.Household, p.Cents-p.Refunded); err != nil {
				return nil, err
			}
			p.State = "booked"
		default:
			p.State = "givenBack"
		}
		p.Back = p.Refunded
		if err := tx.SaveLinkPayment(p, req.Actor); err != nil {
			return nil, err
		}
		return tx.LinkPaymentsToCheck()
	})
}

// followLinked has the books follow what the provider gave back of money that is in
// them, or what came back of it since.
func followLinked(tx *sqlite.Tx, actor club.Actor, p sqlite.LinkPayment, claims bool) error {
	if p.Refunded > p.Back {
		return giveLinkedBack(tx, actor, p, claims)
	}
	id, err := takeLinked(tx, actor, p, p.Household, p.Back-p.Refunded)
	if err != nil {
		return err
	}
	return tx.InsertLinkReturn(p.ID, id)
}

// giveLinkedBack books what the provider gave back of money that is in the books: out
// of what was never spent of it first, then of what it settled, the latest money first.
// What the desk had paid out of it itself is claimed, or the whole is refused.
func giveLinkedBack(tx *sqlite.Tx, actor club.Actor, p sqlite.LinkPayment, claims bool) error {
	c, err := loadClub(tx)
	if err != nil {
		return err
	}
	from, err := tx.LinkReturns(p.ID)
	if err != nil {
		return err
	}
	left, out := p.Refunded-p.Back, money.Cents(0)
	for _, id := range append(from, p.Payment) {
		paid, err := tx.Payment(id)
		if err != nil {
			return err
		}
		gone, err := tx.Withdrawn(id)
		if err != nil {
			return err
		}
		out += gone
		part := min(left, paid.Cents-gone)
		if claims && id == p.Payment { // the last
			part = left
		}
		if part <= 0 {
			continue
		}
		if _, err := withdraw(tx, c, actor, paid, gone, part, billing.Refunded, journal.PaymentRefunded); err != nil {
			return err
		}
		left -= part
	}
	if left > 0 { // the desk paid it out itself
		return club.Refuse(club.CodeWentBack).With("goneCents", out)
	}
	return nil
}
