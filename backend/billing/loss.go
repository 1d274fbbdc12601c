package billing

import "paddock/backend/money"

// roleBadDebts is what was written off, without its VAT (RULES section 5: 654).
const roleBadDebts = "badDebts"

// WhyLost says why nobody will pay what an invoice still asks for.
type WhyLost string

// Why a debt is lost. A choice and no words of one's own: it is sealed.
const (
	Insolvent WhyLost = "insolvent"
	Gone      WhyLost = "gone"
	TooSmall  WhyLost = "tooSmall"
	LostElse  WhyLost = "other"
)

// Resolved is how much of a document money settled, and how much was written off.
type Resolved struct {
	Paid, Lost money.Cents
}

// LossPostings corrects the VAT of what is written off as a document goes from
// before to after: what waits for money never becomes due, and what was due is
// taken back (CGI 272-1; RULES section 3, Corrections). The loss is net then. waits
// says whether its services wait for money. For each rate it is
// round(VAT × (paid + lost) ÷ total) less what the paid part makes due, so that
// nothing is left over whichever of the two moves.
func LossPostings(doc Document, waits bool, before, after Resolved) []Posting {
	var postings []Posting
	if doc.Total == 0 {
		return nil
	}
	for _, group := range doc.VAT {
		waiting := money.Cents(0)
		if waits {
			waiting = serviceTax(doc, group)
		}
		pending := lost(doc, waiting, after) - lost(doc, waiting, before)
		due := lost(doc, group.Tax-waiting, after) - lost(doc, group.Tax-waiting, before)
		postings = append(postings,
			Posting{Role: VATRole(group.Rate, true), Cents: pending},
			Posting{Role: VATRole(group.Rate, false), Cents: due},
			Posting{Role: roleBadDebts, Cents: -pending - due})
	}
	return merged(postings)
}

// lost is the part of an amount of a document that what was written off carries.
func lost(doc Document, amount money.Cents, r Resolved) money.Cents {
	return declared(doc, amount, r.Paid+r.Lost) - declared(doc, amount, r.Paid)
}

// LostVAT is what was written off of a document without VAT, and its VAT.
func LostVAT(doc Document, r Resolved) (net, tax money.Cents) {
	for _, group := range doc.VAT {
		tax += lost(doc, group.Tax, r)
	}
	return r.Lost - tax, tax
}

// Lose takes off what a document made due and was written off since: all but its
// services where those wait for money.
func (v *VATDue) Lose(doc Document, waits bool, before, after Resolved) {
	if doc.Total == 0 || doc.Kind == Opening {
		return
	}
	for _, group := range doc.VAT {
		due := group
		if waits {
			gross, tax := waiting(doc, group)
			due.Gross, due.Tax = group.Gross-gross, group.Tax-tax
		}
		due.Gross = lost(doc, due.Gross, before) - lost(doc, due.Gross, after)
		due.Tax = lost(doc, due.Tax, before) - lost(doc, due.Tax, after)
		v.add(due)
	}
}
