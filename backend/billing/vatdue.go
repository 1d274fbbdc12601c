package billing

import (
	"cmp"
	"slices"

	"paddock/backend/club"
	"paddock/backend/money"
)

// Categories of e-reporting (RULES section 6).
const (
	GoodsCategory    = "TLB1"
	ServicesCategory = "TPS1"
)

// VATDue adds up, by rate, what became due of documents: net, VAT and gross in
// cents, what the club owes the tax office of a period (CGI 269-2; RULES section
// 3). Money of third parties and exempt supplies are groups of their own, without
// VAT.
type VATDue struct {
	Groups []VATGroup
}

// Issue adds what a document makes due on the day it is issued: all of it, or with
// VAT on collection what is delivered with it. An opening makes nothing due: its
// sales were declared before the club moved in.
func (v *VATDue) Issue(doc Document, onCollection bool) {
	if doc.Kind == Opening {
		return
	}
	for _, group := range doc.VAT {
		due := group
		if onCollection {
			due.Gross, due.Tax = group.Gross-serviceGrossAt(doc, group), group.Tax-serviceTax(doc, group)
		}
		v.add(due)
	}
}

// Collect adds what becomes due of a document with VAT on collection as it goes from
// before to after: of each rate its share of the document so far, less the share
// before, so that the last cent falls with the last payment (PRODUCT section 9). Of an
// opening only VAT waits, and its gross is what bears it. It agrees with
// CollectionPostings.
func (v *VATDue) Collect(doc Document, before, after Resolved) {
	for _, group := range doc.VAT {
		if doc.Kind == Opening && group.Tax == 0 {
			continue
		}
		gross := func(d Document) money.Cents { return serviceGrossAt(d, group) }
		tax := func(d Document) money.Cents { return serviceTaxAt(d, group) }
		due := group
		due.Gross = declared(doc, after, gross) - declared(doc, before, gross)
		due.Tax = declared(doc, after, tax) - declared(doc, before, tax)
		v.add(due)
	}
}

func (v *VATDue) add(due VATGroup) {
	if due.Gross == 0 && due.Tax == 0 {
		return
	}
	due.Net = due.Gross - due.Tax
	for i := range v.Groups {
		if g := &v.Groups[i]; g.same(due) || g.Kind == due.Kind && g.Kind != club.Taxed {
			g.Gross, g.Net, g.Tax = g.Gross+due.Gross, g.Net+due.Net, g.Tax+due.Tax
			return
		}
	}
	v.Groups = append(v.Groups, due)
}

// Sorted are the groups by rate, those with VAT first and money of third parties
// last; what came to nothing is left out.
func (v *VATDue) Sorted() []VATGroup {
	groups := slices.DeleteFunc(slices.Clone(v.Groups), func(g VATGroup) bool { return g.Gross == 0 && g.Tax == 0 })
	place := func(g VATGroup) int {
		return slices.Index([]club.VATKind{club.Taxed, club.Exempt, club.Voucher, club.ThirdParty}, g.Kind)
	}
	slices.SortStableFunc(groups, func(a, b VATGroup) int { return cmp.Or(place(a)-place(b), cmp.Compare(a.Rate, b.Rate)) })
	return groups
}

// TaxedServices reports whether a document sells services that bear VAT: then its
// entries tell whether that waits for money.
func TaxedServices(doc Document) bool {
	return slices.ContainsFunc(doc.VAT, func(g VATGroup) bool { return serviceTax(doc, g) != 0 })
}
