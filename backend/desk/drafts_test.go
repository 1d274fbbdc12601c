package desk_test

import (
	"testing"
	"time"

	"paddock/backend/club"
	"paddock/backend/desk"
)

func TestWhatIsTypedWaitsForWhoTypedItUntilItIsSentOrAWeekIsOver(t *testing.T) {
	h := openClub(t)
	typed := desk.KeepDraft{Form: "newFamily", Text: `{"payer":{"surname":"Delcourt"}}`}
	if _, err := h.KeepDraft(t.Context(), h.req(), typed); err != nil {
		t.Fatal(err)
	}
	h.must(h.Close())
	h.open() // the program ended and began again
	kept := func(actor club.Actor, form string) string {
		draft, err := h.Draft(desk.As(t.Context(), actor), form)
		h.must(err)
		return draft.Text
	}
	if kept(h.owner, "newFamily") != typed.Text {
		t.Error("it does not survive the end of the program")
	}
	alex, err := h.SaveStaff(t.Context(), h.req(), desk.SaveStaff{Staff: club.Staff{Name: "Alex", Role: club.Desk}})
	h.must(err)
	if kept(club.Actor{ID: alex.ID, Name: alex.Name, Role: alex.Role}, "newFamily") != "" || kept(h.owner, "rider.12") != "" {
		t.Error("it is shown to somebody else, or in another form")
	}

	typed.Text = ""
	if _, err := h.KeepDraft(t.Context(), h.req(), typed); err != nil || kept(h.owner, "newFamily") != "" {
		t.Error("what was sent is still kept", err)
	}
	_, err = h.KeepDraft(t.Context(), h.req(), desk.KeepDraft{Form: "newFamily", Text: "{"})
	wantRefusal(t, err, club.CodeInvalid, "text")

	if _, err := h.KeepDraft(t.Context(), h.req(), desk.KeepDraft{Form: "rider.12", Text: `{}`}); err != nil {
		t.Fatal(err)
	}
	h.wait(7*24*time.Hour + time.Second)
	if kept(h.owner, "rider.12") != "" {
		t.Error("what is older than a week is still read")
	}
	if _, err := h.KeepDraft(t.Context(), h.req(), desk.KeepDraft{Form: "rider.13", Text: `{}`}); err != nil || kept(h.owner, "rider.12") != "" {
		t.Error("what nobody came back to in a week is kept", err)
	}
}

func TestARidersOtherPhoneAndAddressAreKeptAndForgottenWithTheFamily(t *testing.T) {
	h := openClub(t)
	rider := h.join("Delcourt", "Manon").Riders[0]
	rider.Phone, rider.Address = "04 39 98 14 02", "chez Mme Roy\n3 rue du Lac\n1000 Bruxelles"
	view, err := h.SaveRider(t.Context(), h.req(), desk.SaveRider{Rider: rider})
	h.must(err)
	if got := view.Riders[0]; got.Phone != club.Phone(rider.Phone, "FR") || got.Address != rider.Address {
		t.Errorf("%q, %q", got.Phone, got.Address)
	}
}

func TestAnAddressSomebodyTookAwayMeanwhileIsAddedAgainByWhoKeepsIt(t *testing.T) {
	h := openClub(t)
	home := h.join("Delcourt", "Manon").Household
	gone := home.Addresses[0]
	other := gone
	other.ID, other.Street = 0, "9 rue des Prés"
	home.Addresses = []club.Address{other}
	view, err := h.SaveHousehold(t.Context(), h.req(), desk.SaveHousehold{Household: home})
	h.must(err)
	home = view.Household
	gone.Default = false
	home.Addresses = append(home.Addresses, gone)
	view, err = h.SaveHousehold(t.Context(), h.req(), desk.SaveHousehold{Household: home})
	if err != nil || len(view.Addresses) != 2 || view.Addresses[1].Street != gone.Street {
		t.Errorf("%+v, %v", view.Addresses, err)
	}
}
