package desk

import (
	"cmp"
	"strings"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/document"
	"paddock/backend/exchange"
	"paddock/backend/locale"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// einvoice is a document for machines to read (RULES section 6). A sale without a
// client has nobody to name, an opening is another program's, and a training club
// issues nothing: those have none. Nor has a club without any number.
func (d *Desk) einvoice(tx *sqlite.Tx, c clubNow, id billing.InvoiceID) (exchange.EInvoice, bool, error) {
	view, err := viewDocument(tx, c, id)
	if err != nil || view.Kind == billing.Opening || view.Training || view.Buyer.Name == "" {
		return exchange.EInvoice{}, false, err
	}
	e := electronic(c, view.Document, view.Remaining+view.Credited+view.Written)
	for _, mention := range unpaidMention(view) {
		e.Notes = append(e.Notes, mention.In(view.Language))
	}
	return e, e.Seller.VAT+e.Seller.TaxID != "", nil // BR-S-2, BR-E-2: who has no number at all has none
}

// electronic says what a document says in the model of EN 16931. remaining is what of
// an invoice money did not pay; a credit note is a document of its own.
func electronic(c clubNow, doc billing.Document, remaining money.Cents) exchange.EInvoice {
	sign := money.Cents(1)
	e := exchange.EInvoice{
		Number: doc.Number, Type: exchange.EInvoiceType, Day: doc.Day, DueDay: cmp.Or(doc.DueDay, doc.Day), Order: doc.OrderRef,
		Seller: eSeller(doc.Seller), Buyer: eBuyer(doc.Buyer, doc.Seller.Country), Due: remaining,
		IBAN: doc.Seller.IBAN, BIC: doc.Seller.BIC, Reference: doc.Reference,
	}
	if doc.Kind == billing.CreditNote {
		sign, e.Type, e.Corrects, e.CorrectsDay = -1, exchange.ECreditNoteType, doc.OriginalNo, doc.OriginalDay
		e.Due, e.IBAN, e.BIC, e.Reference = -doc.Total, "", "", "" // the club owes it
	}
	for _, mention := range doc.Mentions {
		e.Notes = append(e.Notes, mention.In(doc.Language))
	}
	e.Process = frame(nature(doc.Lines), doc.Kind == billing.Invoice && remaining == 0)
	due := ""
	if doc.Seller.Country == "FR" && strings.HasPrefix(e.Process, "S") {
		if due = "72"; c.paperOf(doc).OnDebits {
			due = "5"
		}
	}
	for _, g := range doc.VAT {
		e.Net, e.Tax, e.Gross = e.Net+sign*g.Net, e.Tax+sign*g.Tax, e.Gross+sign*g.Gross
		e.Lines = append(e.Lines, eLines(doc, g, sign)...)
		e.Groups = c.eGroup(e.Groups, doc, g, sign, due)
	}
	e.Paid = e.Gross - e.Due
	return e
}

// frame is the French frame of an invoice: what it is of, and whether it was paid
// when it was drawn.
func frame(of document.Nature, paid bool) string {
	kind := map[document.Nature]string{document.Goods: "B", document.GoodsAndServices: "M"}[of]
	if paid {
		return cmp.Or(kind, "S") + "2"
	}
	return cmp.Or(kind, "S") + "1"
}

func eSeller(s club.Identity) exchange.EParty {
	p := exchange.EParty{
		Name: s.Name, Company: s.SIREN, Scheme: "0002", VAT: s.VATNumber, Street: s.Street, PostCode: s.PostalCode, Town: s.Town, Country: s.Country,
	}
	if s.Country == "BE" {
		p.Company, p.Scheme = s.Enterprise, "0208"
	}
	if p.VAT == "" {
		p.TaxID = firstOf(p.Company, s.RNA)
	}
	if p.Company == "" { // BR-CO-26: something names the seller
		p.ID = s.RNA
	}
	return p
}

func eBuyer(b billing.Buyer, country string) exchange.EParty {
	p := exchange.EParty{
		Name: b.Name, Company: b.CompanyID, VAT: b.VATNumber,
		Street: b.Street, Extra: b.Extra, PostCode: b.PostalCode, Town: b.Town, Country: cmp.Or(b.Country, country),
	}
	switch {
	case p.Country == "FR" && len(p.Company) >= 9: // of a SIRET, the SIREN in it
		p.Company, p.Scheme = p.Company[:9], "0002"
	case p.Country == "BE":
		p.Scheme = "0208"
	}
	return p
}

// eLines are the parts of lines that stand in a group. Their nets are shared by
// largest remainder, what adds and what reduces apart, so that they sum to the
// group's, which is what is printed.
func eLines(doc billing.Document, g billing.VATGroup, sign money.Cents) []exchange.ELine {
	var lines []exchange.ELine
	var adds, reduces []money.Cents
	var more money.Cents
	for _, l := range doc.Lines {
		for _, p := range l.Parts {
			if !inGroup(p, g) {
				continue
			}
			gross, line := sign*p.Cents, exchange.ELine{
				Name: l.Text, Note: listOf(l.RiderName, l.Detail), Quantity: max(l.Quantity, 1), Category: category(g), Rate: g.Rate,
			}
			if len(l.Parts) > 1 {
				line.Note = listOf(p.Label, line.Note)
			}
			if gross < 0 {
				line.Quantity = -line.Quantity
				reduces = append(reduces, -gross)
			} else {
				adds, more = append(adds, gross), more+gross
			}
			lines = append(lines, line)
		}
	}
	net, _ := g.Rate.Split(more)
	if len(reduces) == 0 {
		net = sign * g.Net
	}
	adds, reduces = money.Share(net, adds), money.Share(sign*g.Net-net, reduces)
	for i := range lines {
		from := &adds
		if lines[i].Quantity < 0 {
			from = &reduces
		}
		lines[i].Net, *from = (*from)[0], (*from)[1:]
	}
	return lines
}

// inGroup reports whether a part is counted in a group: see billing.VATGroup.
func inGroup(p billing.Part, g billing.VATGroup) bool {
	return p.Kind == g.Kind && p.Rate == g.Rate && (p.Kind == club.Taxed || p.VAT == g.VAT)
}

func category(g billing.VATGroup) string {
	switch {
	case g.Kind != club.Taxed:
		return exchange.ExemptFrom
	case g.Rate == 0:
		return exchange.ZeroRate
	}
	return exchange.StandardRate
}

// eGroup adds a group to the breakdown: what is exempt is one line of it, with
// every reason (BR-E-1).
func (c clubNow) eGroup(groups []exchange.EGroup, doc billing.Document, g billing.VATGroup, sign money.Cents, due string) []exchange.EGroup {
	is := exchange.EGroup{Category: category(g), Rate: g.Rate, Net: sign * g.Net, Tax: sign * g.Tax}
	if g.Kind == club.Taxed {
		is.DueCode = due
		return append(groups, is)
	}
	is.Reason = locale.Text(doc.Language, "einvoice."+string(g.Kind), nil)
	if g.VAT == outsideVAT {
		is.Reason = firstOf(c.MentionOn(outsideVAT, doc.Day).In(doc.Language), is.Reason)
	} else if rate, err := c.VATOn(g.VAT, doc.Day); err == nil {
		is.Reason = firstOf(rate.Mention.In(doc.Language), is.Reason)
	}
	for i := range groups {
		if groups[i].Category == is.Category {
			groups[i].Net += is.Net
			groups[i].Reason = listOf(groups[i].Reason, is.Reason)
			return groups
		}
	}
	return append(groups, is)
}
