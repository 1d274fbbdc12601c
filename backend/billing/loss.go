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

// LossPostings corrects the VAT of what is written off as a document goes from
// before to after: what waits for money never becomes due, and what was due is
// taken back (CGI 272-1; RULES section 3, Corrections). The loss is net then. waits
// says whether its services wait for money. For each rate it is
// round(VAT × (paid + lost) ÷ total) less what the paid part makes due, so that
// nothing is left over whichever of the two moves.
func LossPostings(doc Document, waits bool, before, after Resolved) []Posting {
	var postings []Posting
	for _, group := range doc.VAT {
		service := func(d Document) money.Cents { return serviceTaxAt(d, group) }
		rest := func(d Document) money.Cents { return taxAt(d, group) - service(d) }
		if !waits {
			service, rest = nothing, func(d Document) money.Cents { return taxAt(d, group) }
		}
		pending := lost(doc, after, service) - lost(doc, before, service)
		due := lost(doc, after, rest) - lost(doc, before, rest)
		postings = append(postings,
			Posting{Role: VATRole(group.Rate, true), Cents: pending},
			Posting{Role: VATRole(group.Rate, false), Cents: due},
			Posting{Role: roleBadDebts, Cents: -pending - due})
	}
	return merged(postings)
}

// lost is the part of an amount of a document that what was written off carries.
func lost(doc Document, r Resolved, of amountOf) money.Cents {
	paid := r
	paid.Lost = 0
	r.Paid, r.Lost = r.Paid+r.Lost, 0
	return declared(doc, r, of) - declared(doc, paid, of)
}

// LostVAT is what was written off of a document without VAT, and its VAT.
func LostVAT(doc Document, r Resolved) (net, tax money.Cents) {
	for _, group := range doc.VAT {
		tax += lost(doc, r, func(d Document) money.Cents { return taxAt(d, group) })
	}
	return r.Lost - tax, tax
}

// Lose takes off what a document made due and was written off since: all but its
// services where those wait for money.
func (v *VATDue) Lose(doc Document, waits bool, before, after Resolved) {
	if doc.Kind == Opening || before.Lost == 0 && after.Lost == 0 {
		return
	}
	for _, group := range doc.VAT {
		gross := func(d Document) money.Cents { return grossAt(d, group) }
		tax := func(d Document) money.Cents { return taxAt(d, group) }
		if waits {
			gross = func(d Document) money.Cents { return grossAt(d, group) - serviceGrossAt(d, group) }
			tax = func(d Document) money.Cents { return taxAt(d, group) - serviceTaxAt(d, group) }
		}
		due := group
		due.Gross = lost(doc, before, gross) - lost(doc, after, gross)
		due.Tax = lost(doc, before, tax) - lost(doc, after, tax)
		v.add(due)
	}
}
