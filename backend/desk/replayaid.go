package desk

import (
	"fmt"

	"paddock/backend/billing"
	"paddock/backend/journal"
	"paddock/backend/money"
)

// What an aid's row must say: what was noted, and what became of it.
type (
	aidNoted struct {
		billing.Aid
		At string `json:"at"`
		By int64  `json:"by"`
	}
	aidFate struct {
		State    billing.AidState  `json:"state"`
		Payment  billing.PaymentID `json:"payment"`
		Claimed  string            `json:"claimedDay"`
		Received string            `json:"receivedDay"`
		Cents    money.Cents       `json:"receivedCents"`
	}
)

// aidPaid is the entry that says what an aid's payer paid.
type aidPaid struct {
	aidStep
	seq  int64
	doc  string
	back []aidPaidBack // what it was paid back since
}

// aidReturned is what a row of money paid back to a payer must say.
type aidReturned struct {
	aidStep
	wayBack
	At string `json:"at"`
	By int64  `json:"by"`
}

func aidReturnKey(id int64) string { return fmt.Sprintf("aid return %d", id) }

// payAidBack is money that went back to an aid's payer.
func (r *replay) payAidBack(e event, back aidPaidBack) {
	r.add(aidReturnKey(back.ID), &row{thing: "aidReturn", name: e.Doc, parts: []part{{e.Seq, aidReturned{back.aidStep, back.wayBack, e.at, e.actor}}}})
	for id, paid := range r.aidsPaid {
		if paid.Aid == back.Aid {
			paid.back = append(paid.back, back)
			r.aidsPaid[id] = paid
		}
	}
}

func aidKey(id billing.AidID) string { return fmt.Sprintf("aid %d", id) }

// payBy lets a payment change what it is made of: an aid, a gift card, money that
// somebody holds.
func (r *replay) payBy(e event, p billing.Payment) {
	r.holdMoney(e, p)
	switch p.Way {
	case billing.Aided:
		if p.Cents > 0 {
			r.aidsDue[p.ID] = map[billing.InvoiceID]money.Cents{}
		}
		if aid := r.rows[aidKey(p.Detail.Aid)]; aid != nil {
			aid.parts[1] = part{e.Seq, aidFate{State: billing.AidGranted, Payment: p.ID}}
		}
	case billing.GiftCard:
		r.moveGift(e, p.Detail.GiftCard, giftMoved{Cents: -p.Cents, Why: "spent", Payment: p.ID})
	}
}

// stepAid is a step of an aid after it was granted, or its refusal.
func (r *replay) stepAid(e event, step aidStep) {
	aid := r.rows[aidKey(step.Aid)]
	if aid == nil {
		return
	}
	fate := aid.parts[1].says.(aidFate)
	switch e.Kind {
	case journal.AidClaimed:
		fate.State, fate.Claimed = billing.AidClaimed, step.Day
	case journal.AidReceived:
		fate.State, fate.Received, fate.Cents = billing.AidReceived, step.Day, step.Cents
		r.aidsPaid[fate.Payment] = aidPaid{aidStep: step, seq: e.Seq, doc: e.Doc}
		for id, cents := range r.aidsDue[fate.Payment] {
			r.invoices[id].covered -= cents
		}
		delete(r.aidsDue, fate.Payment)
	default:
		fate.State = billing.AidRefused
	}
	aid.parts[1] = part{e.Seq, fate}
}

// await follows what aids nobody paid yet cover of an invoice, and names credit
// that was spent although it waited for them: see billing.Await.
func (r *replay) await(e event, invoice *replayedInvoice, a billing.Allocation) {
	early := false
	if due := r.aidsDue[a.Payment]; due != nil {
		due[a.Invoice] += a.Cents
		invoice.covered += a.Cents
		early = e.Kind == journal.CreditAllocated && a.Cents > 0
	}
	if from := r.invoices[r.origin[a.CreditNote]]; from != nil && a.Kept {
		from.kept -= a.Cents
		early = a.Cents > 0 && from.kept < from.covered
	}
	if early {
		r.found = append(r.found, journal.Finding{Seq: e.Seq, Code: "creditAwaited", Params: map[string]any{"document": a.Number}})
	}
}
