package desk_test

import (
	"slices"
	"testing"

	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
)

// order lists the names of the offers of a kind on sale.
func (h *house) order(kind catalogue.Kind) []string {
	h.t.Helper()
	offers, err := h.Offers(h.t.Context(), desk.OfferFilter{Kind: kind})
	if err != nil {
		h.t.Fatal(err)
	}
	var names []string
	for _, o := range offers {
		names = append(names, o.Name)
	}
	return names
}

func TestAnOfferIsMovedAmongThoseOfItsKind(t *testing.T) {
	h := openClub(t)
	treats, gloves := h.named("Friandises pour cheval, 1 kg"), h.named("Gants enfant")
	if _, err := h.MoveOffer(t.Context(), h.req(), treats.ID, desk.MoveOffer{Before: gloves.ID}); err != nil {
		t.Fatal(err)
	}
	if got := h.order(catalogue.Goods); got[0] != treats.Name || got[1] != gloves.Name || len(got) != 4 {
		t.Errorf("before the gloves: %q", got)
	}
	if _, err := h.MoveOffer(t.Context(), h.req(), treats.ID, desk.MoveOffer{}); err != nil {
		t.Fatal(err)
	}
	if got := h.order(catalogue.Goods); got[3] != treats.Name {
		t.Errorf("last of its kind: %q", got)
	}
	_, err := h.MoveOffer(t.Context(), h.req(), treats.ID, desk.MoveOffer{Before: h.named("5 cours collectifs").ID})
	wantRefusal(t, err, club.CodeOfferNotFound, "before")
}

func TestMovingAnOfferLeavesItsFormsGoodAndSavingLeavesItsPlace(t *testing.T) {
	h := openClub(t)
	form := h.named("Gants enfant").Offer // open on another screen
	if _, err := h.MoveOffer(t.Context(), h.req(), form.ID, desk.MoveOffer{}); err != nil {
		t.Fatal(err)
	}
	form.Price, form.Parts[0].Cents = 15_90, 15_90
	h.save(form)
	if got := h.order(catalogue.Goods); got[3] != "Gants enfant" {
		t.Errorf("a save moved it back: %q", got)
	}
}

func TestAnOfferIsCopiedToTheNextSeasonOnce(t *testing.T) {
	h := openClub(t)
	member := h.named("Adhésion au club 2026–2027")
	_, err := h.DuplicateToNextSeason(t.Context(), h.req(), member.ID)
	wantRefusal(t, err, club.CodeNoNextSeason, "")

	season, err := h.SaveSeason(t.Context(), h.req(), nextSeason())
	if err != nil {
		t.Fatal(err)
	}
	made, err := h.DuplicateToNextSeason(t.Context(), h.req(), member.ID)
	if err != nil {
		t.Fatal(err)
	}
	if made.Name != "Adhésion au club 2027–2028" || made.Season != season.ID || made.Terms.ValidThrough != season.Last || made.Price != member.Price {
		t.Errorf("%+v", made.Offer)
	}
	_, err = h.DuplicateToNextSeason(t.Context(), h.req(), member.ID)
	wantRefusal(t, err, club.CodeNameTaken, "name")

	licence := h.named("Licence FFE 2027, moins de 18 ans")
	if _, err := h.DuplicateToNextSeason(t.Context(), h.req(), licence.ID); err != nil {
		t.Fatal(err)
	}
	want := []string{"Licence FFE 2027, moins de 18 ans", "Licence FFE 2028, moins de 18 ans", "Licence FFE 2027, 18 ans et plus"}
	if got := h.order(catalogue.Licence); !slices.Equal(got, want) {
		t.Errorf("the copy stands after its original: %q", got)
	}

	_, err = h.DuplicateToNextSeason(t.Context(), h.req(), h.named("Gants enfant").ID)
	wantRefusal(t, err, club.CodeNotSeasonal, "")
}
