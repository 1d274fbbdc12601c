package desk_test

import (
	"slices"
	"testing"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
)

func nextSeason() calendar.Season {
	return calendar.Season{Name: "2027–2028", First: "2027-09-01", Last: "2028-08-31"}
}

// identify saves a change of the club's identity.
func (h *house) identify(change func(*club.Identity)) (desk.SettingsView, error) {
	h.t.Helper()
	view := h.settings()
	change(&view.Identity)
	return h.SaveIdentity(h.t.Context(), h.req(), desk.Change[club.Identity]{Version: view.Versions.Identity, Value: view.Identity})
}

func belgian(i *club.Identity) { i.Country = "BE" }

func TestAClubThatIssuedNothingMovesToTheOtherCountryWithItsLaw(t *testing.T) {
	h := openClub(t)
	view, err := h.identify(belgian)
	if err != nil {
		t.Fatal(err)
	}
	i := view.Identity
	if i.Zone != "Europe/Brussels" || i.SIREN != "" || i.Registry != "" || i.VATNumber != "" || i.Phone != "+33 4 75 00 00 00" || i.IBAN == "" {
		t.Errorf("%+v", i)
	}
	if _, err := view.VATOn("sport", "2026-10-07"); err != nil || view.Policy.VATOnCollection || len(view.Policy.AidNames) != 0 {
		t.Errorf("the rates and aids are not Belgian: %+v %+v", view.VAT, view.Policy)
	}
	offers, err := h.Offers(t.Context(), desk.OfferFilter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range offers {
		for _, part := range o.Parts {
			if _, err := view.VATOn(part.VAT, "2026-10-07"); err != nil {
				t.Errorf("%s cannot be sold at %s", o.Name, part.VAT)
			}
		}
	}
	levels, err := h.Levels(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, federation := range []string{"FFE", "LEWB", "VLP"} {
		if !slices.ContainsFunc(levels, func(l club.Level) bool { return l.Federation == federation }) {
			t.Errorf("no level of the %s", federation)
		}
	}
	if _, err := h.identify(func(i *club.Identity) { i.Country = "FR" }); err != nil {
		t.Errorf("and back: %v", err)
	}
	if proof, err := h.Verify(t.Context()); err != nil || !proof.OK {
		t.Errorf("%+v, %v", proof, err)
	}
}

func TestTheCountryStaysOnceADocumentIsIssued(t *testing.T) {
	h := openClub(t)
	h.sellGoods(h.named("Gants enfant"))
	_, err := h.identify(belgian)
	wantRefusal(t, err, club.CodeCountryFixed, "identity.country")
	view, err := h.identify(func(i *club.Identity) { i.Zone = "Indian/Reunion" })
	if err != nil || view.Identity.Zone != "Indian/Reunion" {
		t.Errorf("the time zone may change: %v", err)
	}
	_, err = h.identify(func(i *club.Identity) { i.Zone = "Europe/Vaubrun" })
	wantRefusal(t, err, club.CodeInvalid, "identity.zone")
}
