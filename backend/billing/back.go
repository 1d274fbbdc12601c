package billing

import (
	"slices"

	"paddock/backend/money"
)

// Back says why money went back.
type Back string

// Why money goes back. A cheque the bank refused never came; a refund pays out
// household credit.
const (
	Bounced  Back = "bounced"
	Refunded Back = "refunded"
	Refused  Back = "refused"  // an aid, or the part of it its payer does not pay
	Returned Back = "returned" // a received aid's share of what was credited: owed to its payer
)

// Withdrawal is what money that goes back takes from one source.
type Withdrawal struct {
	Payment    PaymentID   `json:"payment,omitempty"`
	CreditNote InvoiceID   `json:"creditNote,omitempty"`
	Cents      money.Cents `json:"cents"`
}

// TakeBack undoes at most so much of what a payment settles now, the invoice it
// settled last first: the allocations that reopen them.
func TakeBack(allocations []Allocation, most money.Cents) []Allocation {
	var back []Allocation
next:
	for _, a := range allocations {
		for i := range back {
			if back[i].Invoice == a.Invoice {
				back[i].Cents -= a.Cents
				continue next
			}
		}
		back = append(back, Allocation{Payment: a.Payment, Invoice: a.Invoice, Number: a.Number, Cents: -a.Cents})
	}
	var reopened []Allocation
	for _, a := range slices.Backward(back) {
		if a.Cents = max(a.Cents, -most); a.Cents < 0 {
			most += a.Cents
			reopened = append(reopened, a)
		}
	}
	return reopened
}

// Refundable adds up what of household credit may go back as money.
func Refundable(sources []Source) money.Cents {
	var sum money.Cents
	for _, s := range sources {
		if s.Refundable {
			sum += s.Left
		}
	}
	return sum
}

// Withdraw takes an amount from the sources that may go back as money, in
// order. The amount is at most Refundable.
func Withdraw(sources []Source, cents money.Cents) []Withdrawal {
	var from []Withdrawal
	for _, s := range sources {
		if part := min(s.Left, cents); s.Refundable && part > 0 {
			from = append(from, Withdrawal{Payment: s.Payment, CreditNote: s.CreditNote, Cents: part})
			cents -= part
		}
	}
	return from
}

// Kept is the part of a credit note that stays credit and never goes back as
// money: what it gives above what the family paid itself (PRODUCT section 6).
// total is what the note gives, remaining what its invoice still asks for and
// the note settles first, own what the family paid of the invoice itself, given
// what earlier notes gave back of that.
func Kept(total, remaining, own, given money.Cents) money.Cents {
	excess := total - min(total, remaining)
	return max(0, excess-max(0, own-given))
}
