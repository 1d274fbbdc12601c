package desk_test

import (
	"slices"
	"testing"

	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
)

// canHave reports whether nothing stands in the way of an offer for Hugo.
func (s *shop) canHave(name string) bool {
	s.t.Helper()
	list, err := s.OffersFor(ctx, s.family.Riders[1].ID, s.family.ID)
	s.must(err)
	return slices.ContainsFunc(list.Fits, func(f desk.FittingOffer) bool { return f.Offer.ID == s.offers[name] })
}

// licence puts a licence of the federation on sale for a year.
func (s *shop) licence(kind string, from, through calendar.Day) catalogue.OfferID {
	s.t.Helper()
	return s.sells(catalogue.Offer{Kind: catalogue.Licence, Name: "Licence " + kind, Price: 3600,
		Parts: []catalogue.Part{{VAT: "thirdParty", Cents: 3600}},
		Terms: catalogue.Terms{LicenceKind: kind, ValidFrom: from, ValidThrough: through}})
}

func TestALicenceThatTheRiderHasIsSoldOnlyWithAReason(t *testing.T) {
	s := newShop(t)
	hugo := s.family.Riders[1].ID
	s.sell(cash(2500), "licence")
	if s.canHave("licence") {
		t.Error("the licence that was asked for is offered again")
	}
	cart := s.cart(s.family.ID)
	line := desk.AddLine{Offer: s.offers["licence"], Rider: hugo, Quantity: 1}
	_, err := s.AddLine(ctx, s.req(), cart.ID, line)
	refusal := wantRefusal(t, err, club.CodeLicenceHeld, "offer")
	if refusal.Params["name"] != "Hugo" {
		t.Errorf("the refusal names %v", refusal.Params)
	}
	line.Reason = "Carte perdue, la fédération en demande une autre"
	cart, err = s.AddLine(ctx, s.req(), cart.ID, line)
	s.must(err)
	_, err = s.Checkout(ctx, s.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, Tenders: cash(2500)})
	s.must(err)
	s.proved()
}

func TestWhichLicencesARiderCanHaveBesideTheOneHeld(t *testing.T) {
	for name, test := range map[string]struct {
		now, kind     string
		from, through calendar.Day
		sold          bool
	}{
		"the same one":                        {"2026-10-07 10:00", "FFE", "2026-09-01", "2027-12-31", false},
		"the same under small letters":        {"2026-10-07 10:00", "ffe", "2026-09-01", "2027-12-31", false},
		"that of the year that ends":          {"2026-10-07 10:00", "FFE", "2026-01-01", "2026-12-31", false},
		"that of this year before the other":  {"2026-08-20 10:00", "FFE", "2026-01-01", "2026-12-31", true},
		"that of the next year":               {"2027-10-07 10:00", "FFE", "2027-09-01", "2028-12-31", true},
		"one for competitions beside it":      {"2026-10-07 10:00", "FFE compétition", "2026-09-01", "2027-12-31", true},
		"the same from a later day":           {"2026-10-07 10:00", "FFE", "2027-01-01", "2027-12-31", false},
		"another after the one held is over":  {"2028-01-01 10:00", "FFE", "2028-01-01", "2028-12-31", true},
		"the same on the last day of the one": {"2027-12-31 10:00", "FFE", "2026-09-01", "2027-12-31", false},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			hugo := s.family.Riders[1].ID
			s.holdsLicence(hugo) // from 1 September 2026 through the end of 2027
			s.clock.set(t, test.now)
			offer := s.licence(test.kind, test.from, test.through)
			_, err := s.AddLine(ctx, s.req(), s.cart(s.family.ID).ID, desk.AddLine{Offer: offer, Rider: hugo, Quantity: 1})
			if test.sold {
				s.must(err)
			} else {
				wantRefusal(t, err, club.CodeLicenceHeld, "offer")
			}
		})
	}
}

func TestALicenceIsInACartOnceForARider(t *testing.T) {
	s := newShop(t)
	hugo := s.family.Riders[1].ID
	cart := s.cart(s.family.ID, "licence", "Manon's licence")
	for name, line := range map[string]desk.AddLine{
		"once more":                       {Offer: s.offers["licence"], Rider: hugo, Quantity: 1},
		"once more, with a reason":        {Offer: s.offers["licence"], Rider: hugo, Quantity: 1, Reason: "Pour être sûr"},
		"that of another age, same year":  {Offer: s.licence("FFE", "2026-09-01", "2027-12-31"), Rider: hugo, Quantity: 1},
		"that of the year that ends soon": {Offer: s.licence("FFE", "2026-01-01", "2026-12-31"), Rider: hugo, Quantity: 1},
	} {
		_, err := s.AddLine(ctx, s.req(), cart.ID, line)
		if refusal := wantRefusal(t, err, club.CodeLicenceInCart, "offer"); refusal == nil {
			t.Error(name)
		}
	}
	_, err := s.AddLine(ctx, s.req(), s.cart(s.family.ID).ID, desk.AddLine{Offer: s.offers["licence"], Rider: hugo, Quantity: 2})
	wantRefusal(t, err, club.CodeLicenceInCart, "quantity")
	_, err = s.SetQuantity(ctx, s.req(), cart.ID, cart.Lines[0].ID, 2)
	wantRefusal(t, err, club.CodeLicenceInCart, "quantity")
	_, err = s.OpenCart(ctx, s.req(), s.family.ID, desk.AddLine{Offer: s.offers["licence"], Rider: hugo, Quantity: 1}, desk.AddLine{Offer: s.offers["licence"], Rider: hugo, Quantity: 1})
	wantRefusal(t, err, club.CodeLicenceInCart, "offer")
}

func TestOfTwoSalesUnderWayTheSecondDoesNotSellTheLicenceAgain(t *testing.T) {
	s := newShop(t)
	first, second := s.cart(s.family.ID, "licence"), s.cart(s.family.ID, "licence")
	sale, err := s.Checkout(ctx, s.req(), first.ID, desk.Checkout{Terms: first.TermsVersion, Tenders: cash(2500)})
	s.must(err)
	_, err = s.Checkout(ctx, s.req(), second.ID, desk.Checkout{Tenders: cash(2500)})
	wantRefusal(t, err, club.CodeLicenceHeld, "lines")
	s.credit(sale.Invoice.ID) // given back whole: it is free again
	_, err = s.Checkout(ctx, s.req(), second.ID, desk.Checkout{Tenders: cash(2500)})
	s.must(err)
	s.proved()
}
