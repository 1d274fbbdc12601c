package desk_test

import (
	"slices"
	"strings"
	"testing"

	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
)

// level is the id of a step of the club's ladder.
func (h *house) level(code string) int64 {
	h.t.Helper()
	levels, err := h.Levels(ctx)
	h.must(err)
	at := slices.IndexFunc(levels, func(l club.Level) bool { return l.Code == code })
	if at < 0 {
		h.t.Fatalf("no level %s", code)
	}
	return levels[at].ID
}

func TestARangeOfLevelsIsComparedByRank(t *testing.T) {
	h := openClub(t)
	form := household("Delcourt", "Hugo", "Manon", "Léo", "Anna")
	for i, code := range []string{"G1", "G4", "G7"} {
		form.Riders[i].Level = h.level(code)
	}
	home, err := h.SaveHousehold(ctx, h.req(), desk.SaveHousehold{Household: form})
	h.must(err)
	card := catalogue.Offer{Kind: catalogue.Card, Name: "Perfectionnement", Price: 9000, LevelMin: h.level("G2"), LevelMax: h.level("G6"),
		Parts: []catalogue.Part{{VAT: "riding", Cents: 9000}}, Terms: catalogue.Terms{Units: 5, Months: 3}}
	card.ID = h.sells(card)
	for i, want := range []string{
		"levelTooLowmap[level:Galop 1 min:Galop 2 name:Hugo]", "",
		"levelTooHighmap[level:Galop 7 max:Galop 6 name:Léo]", "levelNeededmap[min:Galop 2 name:Anna]",
	} {
		list, err := h.OffersFor(ctx, home.Riders[i].ID, home.ID)
		h.must(err)
		if got := obstacle(t, list, card.Name); got != want {
			t.Errorf("%s: %q, want %q", home.Riders[i].FirstName, got, want)
		}
	}
	cart, err := h.OpenCart(ctx, h.req(), home.ID)
	h.must(err)
	line := desk.AddLine{Offer: card.ID, Rider: home.Riders[0].ID, Quantity: 1}
	_, err = h.AddLine(ctx, h.req(), cart.ID, line)
	wantRefusal(t, err, club.CodeLevelTooLow, "offer")
	line.Reason = "monte déjà au-dessus de son galop"
	cart, err = h.AddLine(ctx, h.req(), cart.ID, line)
	h.must(err)
	if !cart.Lines[0].Override {
		t.Error("it is sold with a reason and not listed as such")
	}
}

func TestARangeOfLevelsThatNobodyIsInIsRefused(t *testing.T) {
	h := openClub(t)
	offer := h.named("5 cours collectifs").Offer
	offer.LevelMin, offer.LevelMax = h.level("G4"), h.level("G2")
	_, err := h.SaveOffer(ctx, h.req(), offer)
	wantRefusal(t, err, club.CodeInvalid, "levelMax")
	offer.LevelMin = 9999
	_, err = h.SaveOffer(ctx, h.req(), offer)
	wantRefusal(t, err, club.CodeLevelNotFound, "levelMin")
	offer.LevelMin, offer.Audience = 0, "nobody"
	_, err = h.SaveOffer(ctx, h.req(), offer)
	wantRefusal(t, err, club.CodeInvalid, "audience")
}

func TestWhatIsForFamiliesIsNotForAGuest(t *testing.T) {
	h := openClub(t)
	family := h.join("Delcourt", "Hugo")
	guest, err := h.SaveHousehold(ctx, h.req(), desk.SaveHousehold{Household: club.Household{
		Kind: "guest", Name: "Anne Roux", Language: "fr", Email: "anne@roux.example"}})
	h.must(err)
	offer := goods("Bombe au prix du club", 4500)
	offer.Audience = catalogue.ForFamilies
	h.save(offer)
	for id, want := range map[club.HouseholdID]string{guest.ID: "familiesOnlymap[]", family.ID: "", 0: ""} {
		list, err := h.OffersFor(ctx, 0, id)
		h.must(err)
		if got := obstacle(t, list, offer.Name); got != want {
			t.Errorf("household %d: %q, want %q", id, got, want)
		}
	}
}

func TestAnInvoiceSaysWhomToAskAndWhereToPayAsItWasOnItsDay(t *testing.T) {
	h := openClub(t)
	family := h.join("Delcourt", "Hugo")
	offer := goods("Stage d’attelage", 9600)
	offer.Contact = club.Texts{French: "Inès Roche, 06 11 22 33 44", Dutch: "Inès Roche, na 18 uur"}
	offer.Pay = club.Texts{French: "au bureau du manège, le mercredi"}
	saved := h.save(offer)
	invoice := h.sellTo(family.ID, saved.ID, cash(9600)...).Invoice
	plain := h.sellTo(family.ID, h.goods("Licol", 2500), cash(2500)...).Invoice
	before := printed(t, h.Desk, invoice.ID)
	for _, said := range []string{"Stage d’attelage, contact", "Inès Roche, 06 11 22 33 44", "où régler", "au bureau du manège"} {
		if !strings.Contains(before, said) {
			t.Errorf("the invoice does not say %q: %s", said, before)
		}
	}
	if strings.Contains(printed(t, h.Desk, plain.ID), "contact") {
		t.Error("another invoice says it too")
	}
	saved.Contact, saved.Pay = inFrench("Paul"), club.Texts{}
	h.save(saved.Offer)
	if printed(t, h.Desk, invoice.ID) != before {
		t.Error("the invoice changed with the offer")
	}
	h.proved()
}
