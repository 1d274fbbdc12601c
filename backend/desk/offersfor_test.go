package desk_test

import (
	"fmt"
	"testing"

	"paddock/backend/club"
	"paddock/backend/desk"
)

// obstacle is why an offer does not fit, "" when it does.
func obstacle(t *testing.T, list desk.OffersFor, name string) string {
	t.Helper()
	for _, o := range list.Fits {
		if o.Offer.Name == name {
			return ""
		}
	}
	for _, o := range list.DoesNot {
		if o.Offer.Name == name {
			return fmt.Sprint(o.Obstacles[0].Code, o.Obstacles[0].Params)
		}
	}
	t.Fatalf("%q is in neither list", name)
	return ""
}

func TestTheDeskSeesWhatDoesNotFitAndWhy(t *testing.T) {
	h := openClub(t)
	home := h.join("Delcourt", "Manon") // born 2 May 2014: 12 years old
	manon := home.Riders[0]
	list, err := h.OffersFor(t.Context(), manon.ID, home.ID)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"Licence FFE 2027, moins de 18 ans": "",
		"Licence FFE 2027, 18 ans et plus":  "tooYoungmap[age:12 min:18]",
		"5 cours collectifs":                "",
		"Gants enfant":                      "",
	} {
		if got := obstacle(t, list, name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	for i, o := range list.Fits {
		if want := i + 1; o.N != want && !(want > 9 && o.N == 0) {
			t.Errorf("%s has key %d in place %d", o.Offer.Name, o.N, want)
		}
	}
	if len(list.Fits) < 10 {
		t.Errorf("only %d offers fit: the tenth, without a key, is not seen", len(list.Fits))
	}
}

func TestAnOfferForARiderWaitsForOne(t *testing.T) {
	h := openClub(t)
	list, err := h.OffersFor(t.Context(), 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	if got := obstacle(t, list, "1 cours particulier"); got != "riderNeededmap[]" {
		t.Errorf("a card without a rider: %q", got)
	}
	if got := obstacle(t, list, "Gants enfant"); got != "" {
		t.Errorf("gloves without a rider: %q", got)
	}
}

func TestAnAgeLimitNeedsABirthDate(t *testing.T) {
	h := openClub(t)
	home := household("Marchetti", "Léo")
	home.Riders[0].BirthDate = ""
	saved, err := h.SaveHousehold(t.Context(), h.req(), desk.SaveHousehold{Household: home})
	if err != nil {
		t.Fatal(err)
	}
	list, err := h.OffersFor(t.Context(), saved.Riders[0].ID, saved.ID)
	if err != nil {
		t.Fatal(err)
	}
	if got := obstacle(t, list, "Licence FFE 2027, moins de 18 ans"); got != "birthNeededmap[]" {
		t.Errorf("%q", got)
	}
	if got := obstacle(t, list, "1 cours collectif"); got != "" {
		t.Errorf("a card has no age limit: %q", got)
	}
}

func TestARiderOfAnotherHouseholdIsNone(t *testing.T) {
	h := openClub(t)
	one, other := h.join("Delcourt", "Manon"), h.join("Marchetti", "Léo")
	_, err := h.OffersFor(t.Context(), one.Riders[0].ID, other.ID)
	wantRefusal(t, err, club.CodeRiderNotFound, "rider")
}

func TestWhatIsOverIsNotOffered(t *testing.T) {
	h := openClub(t)
	h.clock.set(t, "2027-12-31 12:00")
	list, err := h.OffersFor(t.Context(), 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	if got := obstacle(t, list, "Licence FFE 2027, moins de 18 ans"); got == "" {
		t.Error("the licence is good on its last day")
	}
	for _, o := range list.DoesNot {
		if o.Offer.Name == "Adhésion au club 2026–2027" {
			t.Error("the membership of last season is still offered")
		}
	}
	h.clock.set(t, "2028-01-01 12:00")
	list, err = h.OffersFor(t.Context(), 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range list.DoesNot {
		if o.Offer.Kind == "licence" {
			t.Errorf("%s is still offered", o.Offer.Name)
		}
	}
}
