package desk

import (
	"slices"
	"strings"
	"time"

	"paddock/backend/billing"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/document"
	"paddock/backend/locale"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// invoicePaper gathers what the A4 paper of a document says.
func (d *Desk) invoicePaper(tx *sqlite.Tx, c clubNow, id billing.InvoiceID, copy document.Copy) (document.Invoice, error) {
	view, err := viewDocument(tx, c, id)
	if err == nil && view.Kind == billing.Opening {
		err = club.Refuse(club.CodeNotAnInvoice) // the old program printed it
	}
	if err != nil {
		return document.Invoice{}, err
	}
	_, seal, err := tx.SealedAs(view.Number)
	if err != nil {
		return document.Invoice{}, err
	}
	doc, chosen := view.Document, c.paperOf(view.Document)
	paper := document.Invoice{
		Number: doc.Number, Day: doc.Day, DueDay: doc.DueDay, Lang: doc.Language, Copy: copy, Training: doc.Training,
		Seller: doc.Seller, Buyer: paperBuyer(doc.Buyer), OriginalNumber: doc.OriginalNo, OriginalDay: doc.OriginalDay,
		TotalCents: doc.Total, RemainingCents: view.Remaining + view.Written, Seal: seal, ProgramVersion: d.version,
		Legal: document.Legal{
			Nature: nature(doc.Lines), OnDebits: chosen.OnDebits,
			Place: doc.Seller.Town, Mentions: slices.Concat(doc.Mentions, unpaidMention(view)), Mediator: chosen.Mediator,
		},
		Conditions: chosen.Note,
	}
	if doc.Kind == billing.CreditNote {
		paper.Kind, paper.RemainingCents, paper.DueDay = document.KindCreditNote, 0, ""
	}
	for _, offer := range chosen.Offers {
		paper.Conditions = joinSentences(paper.Conditions, said(doc.Language, "paper.contact", offer.Offer, offer.Contact))
		paper.Conditions = joinSentences(paper.Conditions, said(doc.Language, "paper.pay", offer.Offer, offer.Pay))
		paper.Conditions = joinSentences(paper.Conditions, said(doc.Language, "paper.cancelling", offer.Offer, offer.Cancelling))
	}
	paper.Conditions = joinSentences(paper.Conditions, accepted(doc, "paper.termsAccepted", doc.TermsVersion, doc.TermsAt))
	paper.Conditions = joinSentences(paper.Conditions, accepted(doc, "paper.licenceTermsAccepted", doc.LicenceTermsVersion, doc.LicenceTermsAt))
	for _, l := range doc.Lines {
		paper.Lines = append(paper.Lines, document.Line{
			Rider: l.RiderName, Text: l.Text, Detail: lineDetail(doc.Language, l), Quantity: l.Quantity,
			UnitCents: l.Unit, UnitNetCents: unitNet(l), Rate: lineRate(doc.Language, l), Cents: l.Cents,
		})
	}
	paper.VAT, paper.NetCents, paper.VATCents = paperVAT(doc.Language, doc.VAT)
	for _, p := range view.PaidBy {
		if p.Way == billing.WrittenOff { // the family still owes it
			continue
		}
		text := paidText(doc.Language, p)
		if doc.Kind == billing.CreditNote {
			text = locale.Text(doc.Language, "paper.usedFor", locale.Params{"number": p.Number})
		}
		paper.Payments = append(paper.Payments, document.Payment{Text: text, Day: p.Day, Cents: p.Cents})
	}
	if len(doc.Dues) > 1 {
		for _, due := range doc.Dues {
			paper.Schedule = append(paper.Schedule, document.Instalment{Day: due.Day, Cents: due.Cents})
		}
	}
	if doc.Kind == billing.Invoice && view.Remaining > 0 {
		if paper.Pay, err = payPaper(tx, chosen, view); err != nil {
			return paper, err
		}
		paper.Slip = document.Slip{
			Payload: slipPayload(view), Family: doc.Buyer.Household, Riders: riderNames(doc.Lines), Boxes: chosen.Boxes,
		}
	}
	return paper, nil
}

// accepted says which terms were accepted and on which day at the club.
func accepted(doc billing.Document, key, version, at string) string {
	instant, err := time.Parse(time.RFC3339, at)
	if err != nil { // none
		return ""
	}
	if zone, err := zoneNamed(doc.Seller.Zone); err == nil {
		instant = instant.In(zone)
	}
	return locale.Text(doc.Language, key, locale.Params{"version": version, "acceptedDay": instant.Format(time.DateOnly)})
}

// paperOf is what a document's prints say besides its sums: what it was issued
// with. One that was sealed before papers were snapshots takes today's settings.
func (c clubNow) paperOf(doc billing.Document) billing.Paper {
	if doc.Paper != nil {
		return *doc.Paper
	}
	return c.paperNow(doc.Language)
}

// paperNow is what the prints of a document issued now will say, in its
// language. That VAT of services is owed when it is invoiced is a mention of
// French law (CGI ann. II art. 242 nonies A) and of no other. The boxes are the
// ways of paying a family can tick when it sends the slip.
func (c clubNow) paperNow(lang locale.Lang) billing.Paper {
	paper := billing.Paper{
		Mediator: c.Policy.Mediator, Note: c.Policy.PaperNote,
		OnDebits:     c.Identity.Country == "FR" && !c.Policy.VATOnCollection && !c.Policy.OutsideVAT,
		LinkTemplate: c.Policy.LinkTemplate, EPCText: c.Policy.EPCText, Boxes: []string{},
	}
	if c.Policy.LinkProvider != "" {
		paper.LinkTemplate = "" // it makes a link for each amount
	}
	for _, way := range boxWays(c.ways()) {
		paper.Boxes = append(paper.Boxes, locale.Text(lang, "way."+string(way), nil))
	}
	paper.Boxes = append(paper.Boxes, c.Policy.AidNames...)
	return paper
}

// advice is what the offers of an invoice say of themselves, each once.
func advice(tx *sqlite.Tx, doc billing.Document) ([]billing.Advice, error) {
	var list []billing.Advice
	for _, line := range doc.Lines {
		if doc.Kind == billing.CreditNote || line.Base > 0 {
			continue
		}
		offer, err := tx.Offer(line.Offer)
		if err != nil {
			return nil, refused(err, club.CodeOfferNotFound)
		}
		one := billing.Advice{
			Offer: line.Text, Contact: offer.Contact.In(doc.Language), Pay: offer.Pay.In(doc.Language), Cancelling: cancellingTerms(doc.Language, offer),
		}
		if one.Contact+one.Pay+one.Cancelling != "" && !slices.Contains(list, one) {
			list = append(list, one)
		}
	}
	return list, nil
}

// cancellingTerms are what giving an activity up costs, and the club's words about
// it; "" of any other offer (PRODUCT section 3).
func cancellingTerms(lang locale.Lang, offer catalogue.Offer) string {
	if offer.Kind != catalogue.Activity {
		return ""
	}
	costs, keeps := "", offer.Terms.Keeps
	if keeps.Percent > 0 {
		costs = locale.Text(lang, "activity.keepsTerms", locale.Params{"n": max(keeps.FreeDays, 1), "percent": keeps.Percent})
	}
	return joinSentences(costs, offer.Enrolling.Cancelling.In(lang))
}

// said is a sentence about an offer; none without its text.
func said(lang locale.Lang, key, offer, text string) string {
	if text == "" {
		return ""
	}
	return locale.Text(lang, key, locale.Params{"offer": offer, "text": text})
}

// boxWays are the ways of paying that a slip can be sent with or shown for.
func boxWays(taken []billing.Way) []billing.Way {
	return slices.DeleteFunc(taken, func(way billing.Way) bool {
		return !way.Received() || way == billing.GiftCard || way == billing.Aided
	})
}

// paperVAT is the table of rates with its sums; a club outside VAT prints its
// mention instead.
func paperVAT(lang locale.Lang, groups []billing.VATGroup) (table []document.VATGroup, net, tax money.Cents) {
	outside := false
	for _, g := range groups {
		net += g.Net
		tax += g.Tax
		outside = outside || g.VAT == outsideVAT
		table = append(table, document.VATGroup{
			Label: partRate(lang, g.Kind, int64(g.Rate)), Kind: g.Kind, NetCents: g.Net, VATCents: g.Tax, GrossCents: g.Gross,
		})
	}
	if outside {
		return nil, net, tax
	}
	return table, net, tax
}

// unitNet is the unit price of a line without VAT, a mention of CGI ann. II art.
// 242 nonies A; the total including VAT is what binds.
func unitNet(l billing.Line) money.Cents {
	var net money.Cents
	for _, p := range l.Parts {
		part, _ := p.Rate.Split(p.Cents)
		net += part
	}
	return net.MulDiv(1, int64(max(l.Quantity, 1)))
}

func paperBuyer(b billing.Buyer) document.Buyer {
	paper := document.Buyer{Name: b.Name, SIREN: b.CompanyID, VATNumber: b.VATNumber}
	for _, line := range []string{b.Street, b.Extra, joinSentences(b.PostalCode, b.Town)} {
		if line != "" {
			paper.Lines = append(paper.Lines, line)
		}
	}
	return paper
}

func riderNames(lines []billing.Line) []string {
	var names []string
	for _, l := range lines {
		if l.RiderName != "" && !slices.Contains(names, l.RiderName) {
			names = append(names, l.RiderName)
		}
	}
	return names
}

// nature of the operations, a mention of the French reform (RULES section 3).
func nature(lines []billing.Line) document.Nature {
	goods, services := false, false
	for _, l := range lines {
		switch {
		case l.Kind.Service():
			services = true
		case l.Kind == catalogue.Goods:
			goods = true
		}
	}
	switch {
	case goods && services:
		return document.GoodsAndServices
	case goods:
		return document.Goods
	case services:
		return document.Services
	}
	return "" // gift cards: what they buy is not known yet
}

// lineDetail is the second line of a sold thing: what it opens and for how
// long; money passed on says so.
func lineDetail(lang locale.Lang, l billing.Line) string {
	details := []string{l.Detail}
	switch {
	case l.Kind == catalogue.Card:
		details = append(details, locale.Text(lang, "paper.cardContent", locale.Params{
			"n": l.Terms.Units, "validity": locale.Text(lang, "paper.cardMonths", locale.Params{"n": l.Terms.Months}),
		}))
	case l.Kind == catalogue.GiftCard:
		details = append(details, locale.Text(lang, "paper.giftCard", nil))
	case l.Terms.ValidFrom != "":
		details = append(details, locale.Text(lang, "paper.period", locale.Params{"firstDay": l.Terms.ValidFrom, "lastDay": l.Terms.ValidThrough}))
	}
	if slices.ContainsFunc(l.Parts, func(p billing.Part) bool { return p.Kind == club.ThirdParty }) {
		details = append(details, locale.Text(lang, "paper.passedOn", nil))
	}
	details = slices.DeleteFunc(details, func(detail string) bool { return detail == "" })
	return strings.Join(details, " · ")
}

// lineRate names the rates of a line.
func lineRate(lang locale.Lang, l billing.Line) string {
	text := ""
	for _, p := range l.Parts {
		rate := partRate(lang, p.Kind, int64(p.Rate))
		switch {
		case text == "" || text == rate:
			text = rate
		default:
			return locale.Text(lang, "paper.mixedRates", nil)
		}
	}
	return text
}

func partRate(lang locale.Lang, kind club.VATKind, rate int64) string {
	switch kind {
	case club.ThirdParty:
		return locale.Text(lang, "paper.thirdParty", nil)
	case club.Voucher:
		return locale.Text(lang, "paper.voucher", nil)
	case club.Exempt:
		return locale.Text(lang, "paper.exempt", nil)
	}
	return locale.Value(lang, "vatRate", rate)
}

// paidText says how an invoice was paid: Chèque n° 4081127.
func paidText(lang locale.Lang, p PaidBy) string {
	switch {
	case p.Cents < 0 && p.Payment != 0:
		p.Cents = -p.Cents
		return locale.Text(lang, "paper.takenBack", locale.Params{"way": paidText(lang, p)})
	case p.Way == billing.Cheque:
		return locale.Text(lang, "paper.chequeNumber", locale.Params{"number": p.Detail.Number})
	case p.Way == billing.GiftCard:
		return locale.Text(lang, "paper.giftCardNumber", locale.Params{"number": p.Detail.Number})
	case p.Way == billing.Aided:
		return p.Detail.Name
	case p.CreditNote != 0:
		return locale.Text(lang, "paper.creditNoteNumber", locale.Params{"number": p.Number})
	}
	return locale.Text(lang, "way."+string(p.Way), nil)
}

func joinSentences(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " " + b
}
