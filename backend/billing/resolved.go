package billing

import (
	"slices"

	"paddock/backend/money"
)

// Resolved is how a document stands, in cents with the sign of its total: what money
// settled, what was written off, and what an invoice and its own credit notes set off
// against each other.
type Resolved struct {
	Paid, Lost money.Cents
	SetOff     []SetOff
	Whole      bool // its notes left nothing of it, see Allocation.Whole
}

// SetOff is what an invoice and a credit note over it settle of each other, with the
// sign of the document's total. No money moved: neither made the other's VAT due.
type SetOff struct {
	Note  *Document
	Cents money.Cents
}

// Step is what moves a document from one Resolved to the next, in cents with the sign
// of its total.
type Step struct {
	Cents money.Cents
	Lost  bool      // written off
	Note  *Document // set off between an invoice and this credit note over it
	Whole bool      // see Allocation.Whole
}

// With is how a document stands after a step.
func (r Resolved) With(s Step) Resolved {
	switch {
	case s.Note != nil:
		r.SetOff, r.Whole = slices.Clone(r.SetOff), r.Whole || s.Whole
		for i := range r.SetOff {
			if r.SetOff[i].Note.ID == s.Note.ID {
				r.SetOff[i].Cents += s.Cents
				return r
			}
		}
		r.SetOff = append(r.SetOff, SetOff{s.Note, s.Cents})
	case s.Lost:
		r.Lost += s.Cents
	default:
		r.Paid += s.Cents
	}
	return r
}

// amountOf is an amount of a document: of an invoice and of its credit notes alike.
type amountOf func(Document) money.Cents

// declared is how much of an amount of a document what was paid has made due:
// round(amount × paid ÷ total), of both what the document's own credit notes leave.
// An invoice and its notes share the part set off to the cent, so that it is due of
// neither. The VAT of each is rounded by itself, and so are the services in it: of an
// invoice that its notes leave nothing of, the cents by which they differ are due too, so
// that none waits for ever.
func declared(doc Document, r Resolved, of amountOf) money.Cents {
	amount, total := of(doc), doc.Total
	for _, s := range r.SetOff {
		share := of(*s.Note).MulDiv(int64(s.Cents.Abs()), int64(s.Note.Total.Abs()))
		if s.Note.ID == doc.ID {
			share = -share
		}
		amount, total = amount+share, total-s.Cents
	}
	switch {
	case total != 0:
	case r.Whole:
		return amount
	default:
		return 0
	}
	return amount.MulDiv(int64(r.Paid.Abs()), int64(total.Abs()))
}

func nothing(Document) money.Cents { return 0 }

// at is the group of a document that is of one rate with another's.
func at(doc Document, group VATGroup) VATGroup {
	for _, g := range doc.VAT {
		if g.same(group) {
			return g
		}
	}
	return VATGroup{}
}

func grossAt(doc Document, group VATGroup) money.Cents { return at(doc, group).Gross }

func taxAt(doc Document, group VATGroup) money.Cents { return at(doc, group).Tax }

func serviceTaxAt(doc Document, group VATGroup) money.Cents {
	return serviceTax(doc, at(doc, group))
}

func serviceGrossAt(doc Document, group VATGroup) (gross money.Cents) {
	for _, line := range doc.Lines {
		for _, part := range line.Parts {
			if group.holds(part) && line.Kind.Service() {
				gross += part.Cents
			}
		}
	}
	return gross
}
