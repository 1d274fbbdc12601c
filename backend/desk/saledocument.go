package desk

import (
	"slices"

	"paddock/backend/billing"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/money"
)

// price writes the document: the offers' prices of now, the VAT rates of today,
// the seller and the buyer as they are.
func (s *sale) price() error {
	s.doc = billing.Document{
		Kind: billing.Invoice, Day: s.c.today, Household: s.cart.Household, Training: s.c.training,
		Language: s.c.Identity.Language, Seller: s.c.Identity, IssuedAt: s.tx.Now, OnAccount: s.in.OnAccount,
		Year: s.c.today.Year(), Series: invoiceSeries, OrderRef: s.order,
	}
	if err := s.addressBuyer(); err != nil {
		return err
	}
	if err := priceLines(s.tx, s.cart.Lines); err != nil {
		return err
	}
	if err := licencesFree(s.tx, s.c, s.cart.Lines); err != nil {
		return err
	}
	if err := placesKept(s.cart.Lines); err != nil {
		return err
	}
	if err := filesComplete(s.tx, s.c, s.cart.Lines); err != nil {
		return err
	}
	s.from = map[int]int64{}
	problem, err := s.c.reduce(s.tx, &s.cart, nil)
	if err != nil {
		return err
	}
	if problem != nil && problem.Code != club.CodePromoNothing { // the family was told another price
		return problem.refusal().On("promo")
	}
	for _, from := range s.cart.Lines {
		line, err := s.line(len(s.doc.Lines)+1, from)
		if err != nil {
			return err
		}
		s.from[line.N] = from.ID
		s.doc.Lines = append(s.doc.Lines, line)
		s.doc.Lines = append(s.doc.Lines, discountLines(line, from.Reductions, s.doc.Language)...)
	}
	s.doc.VAT = billing.Groups(s.doc.Lines)
	s.doc.Total, s.doc.Now = billing.Sum(s.doc.Lines)
	if s.doc.Total > money.Max {
		return club.Refuse(club.CodeAmountTooHigh).With("maxCents", money.Max)
	}
	s.doc.Mentions = mentions(s.c, s.doc)
	return nil
}

func (s *sale) addressBuyer() error {
	if s.cart.Household == 0 {
		return nil
	}
	household, err := s.tx.HouseholdHead(s.cart.Household)
	if err != nil {
		return refused(err, club.CodeHouseholdNotFound)
	}
	if household.Addresses, err = s.tx.Addresses(household.ID); err != nil {
		return err
	}
	s.doc.Language = household.Language
	var known bool
	if s.doc.Buyer, known = addressed(household, s.in.Address); !known && s.in.Address != 0 {
		return club.Refuse(club.CodeAddressNotFound).On("address")
	}
	return nil
}

// addressed is a household as a paper is addressed to it: at one of its
// addresses, the default one for 0, and by its name alone without.
func addressed(home club.Household, address int64) (billing.Buyer, bool) {
	for _, a := range home.Addresses {
		if a.ID == address || address == 0 && a.Default {
			return billing.Buyer{
				Name: a.Recipient, Household: home.Name, Street: a.Street, Extra: a.Extra, PostalCode: a.PostalCode,
				Town: a.Town, Country: a.Country, CompanyID: a.CompanyID, VATNumber: a.VATNumber,
			}, true
		}
	}
	return billing.Buyer{Name: home.Name, Household: home.Name}, false
}

// line writes one line of the document with its parts at the rates of today.
func (s *sale) line(n int, from billing.CartLine) (billing.Line, error) {
	offer, err := s.tx.Offer(from.Offer)
	if err != nil {
		return billing.Line{}, refused(err, club.CodeOfferNotFound)
	}
	if offer.Archived {
		return billing.Line{}, club.Refuse(club.CodeOfferArchived).On("lines")
	}
	line := billing.Line{
		N: n, Offer: offer.ID, Kind: offer.Kind, Account: offer.SalesAccount, Rider: from.Rider, RiderName: from.RiderName, Text: offer.Name,
		Detail: offer.Detail, Quantity: from.Quantity, Unit: from.Unit, Cents: from.Cents, Now: from.Now, Terms: offer.Terms, Seats: from.Seats,
	}
	if line.Detail, err = seatsDetail(s.tx, s.doc.Language, line); err != nil {
		return line, err
	}
	for _, part := range from.Parts {
		rate, err := s.c.vatFor(part)
		if err != nil {
			return line, err
		}
		label := part.Label
		if label == "" {
			label = rate.Label.In(s.doc.Language)
		}
		line.Parts = append(line.Parts, billing.Part{
			Label: label, VAT: rate.Code, Kind: rate.Kind, Rate: rate.Rate, Cents: part.Cents * money.Cents(from.Quantity),
		})
	}
	return line, nil
}

// giftCardVAT is the code of a voucher of several uses, on which VAT is owed when
// it is spent (directive (EU) 2016/1065).
const giftCardVAT = "giftCard"

// outsideVAT is the code of everything a club outside VAT sells for itself.
const outsideVAT = "outside"

// vatFor is the rate of a part today. A club outside VAT charges none; money of
// third parties stays theirs.
func (c clubNow) vatFor(part catalogue.Part) (club.VATRate, error) {
	if part.VAT == giftCardVAT {
		return club.VATRate{Code: giftCardVAT, Kind: club.Voucher, Label: inAll("vat.giftCard")}, nil
	}
	rate, err := c.VATOn(part.VAT, c.today)
	if err == nil && c.Policy.OutsideVAT && rate.Kind.Ours() {
		return club.VATRate{Code: outsideVAT, Kind: club.Exempt, Mention: c.MentionOn(outsideVAT, c.today)}, nil
	}
	return rate, err
}

// mentions are the legal sentences a document carries (RULES section 3).
func mentions(c clubNow, doc billing.Document) []club.Texts {
	list := []club.Texts{}
	add := func(t club.Texts) {
		if t != (club.Texts{}) && !slices.Contains(list, t) {
			list = append(list, t)
		}
	}
	for _, line := range doc.Lines {
		for _, part := range line.Parts {
			if part.VAT == outsideVAT {
				add(c.MentionOn(outsideVAT, doc.Day))
			} else if rate, err := c.VATOn(part.VAT, doc.Day); err == nil {
				add(rate.Mention)
			}
		}
	}
	services := slices.ContainsFunc(doc.Lines, func(l billing.Line) bool { return l.Kind.Service() })
	if doc.Buyer.CompanyID == "" && services {
		add(c.MentionOn("note", doc.Day)) // of services to private persons: arrêté 83-50/A of 3 October 1983
	} else { // owed to professionals only (C. com. L441-9, D441-5)
		for _, code := range []string{"earlyPayment", "latePenalty", "recoveryCharge"} {
			add(c.MentionOn(code, doc.Day))
		}
	}
	return list
}
