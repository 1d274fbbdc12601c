package desk_test

import (
	"crypto/x509"
	"strings"
	"testing"

	"paddock/backend/billing"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/money"
)

// shop is a house with one family and three offers, for tests that sell.
type shop struct {
	*house
	family desk.HouseholdView
	offers map[string]catalogue.OfferID
	roots  *x509.CertPool // of servers besides the computer's own
}

func newShop(t testing.TB) *shop {
	t.Helper()
	return shopOf(openClubAs(t, bareRun()))
}

// bareRun is a club without the starter catalogue.
func bareRun() desk.FirstRun {
	in := firstRun()
	in.Starter = false
	return in
}

func shopOf(h *house) *shop {
	h.t.Helper()
	return &shop{
		house: h, family: h.join("Delcourt", "Manon", "Hugo"),
		offers: map[string]catalogue.OfferID{
			"card": h.sells(catalogue.Offer{Kind: catalogue.Card, Name: "Carte 10 cours collectifs", Price: 11000,
				Parts: []catalogue.Part{{VAT: "riding", Cents: 11000}}, Deposit: catalogue.Deposit{Kind: catalogue.DepositPercent, Value: 30},
				Terms: catalogue.Terms{Units: 10, Months: 1, LessonKind: "group"}}),
			"licence": h.sells(catalogue.Offer{Kind: catalogue.Licence, Name: "Licence FFE 2027, moins de 18 ans", Price: 2500, AgeMax: 17,
				Parts: []catalogue.Part{{VAT: "thirdParty", Cents: 2500}},
				Terms: catalogue.Terms{LicenceKind: "FFE", ValidFrom: "2026-09-01", ValidThrough: "2027-12-31"}}),
			"gloves": h.goods("Gants enfant", 3500),
		},
	}
}

// cart fills a cart for the family: "card" and "licence" for Hugo, "Manon's
// licence" for his sister, the rest for nobody in particular.
func (s *shop) cart(household club.HouseholdID, names ...string) desk.CartView {
	s.t.Helper()
	cart, err := s.OpenCart(ctx, s.req(), household)
	s.must(err)
	for _, name := range names {
		name, manons := strings.CutPrefix(name, "Manon's ")
		line := desk.AddLine{Offer: s.offers[name], Quantity: 1}
		switch {
		case manons:
			line.Rider = s.family.Riders[0].ID
		case name != "gloves":
			line.Rider = s.family.Riders[1].ID
		}
		cart, err = s.AddLine(ctx, s.req(), cart.ID, line)
		s.must(err)
	}
	return cart
}

// sell checks a cart of the family out.
func (s *shop) sell(tenders []billing.Tender, names ...string) desk.Sale {
	s.t.Helper()
	cart := s.cart(s.family.ID, names...)
	sale, err := s.Checkout(ctx, s.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, Tenders: tenders})
	s.must(err)
	return sale
}

func cash(cents money.Cents) []billing.Tender {
	return []billing.Tender{{Way: billing.Cash, Cents: cents}}
}

func cheque(cents money.Cents) billing.Tender {
	return billing.Tender{Way: billing.Cheque, Cents: cents, Detail: billing.Detail{Number: "4081127", Back: "Hugo Delcourt"}}
}

func link(cents money.Cents) billing.Tender { return billing.Tender{Way: billing.Link, Cents: cents} }
