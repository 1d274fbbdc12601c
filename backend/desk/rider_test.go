package desk_test

import (
	"slices"
	"testing"

	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/sqlite"
)

func TestARiderIsAddedAndChangedOnItsOwnSheet(t *testing.T) {
	h := openClub(t)
	home := h.join("Delcourt", "Manon")
	levels, err := h.Levels(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	view, err := h.SaveRider(t.Context(), h.req(), desk.SaveRider{Rider: club.Rider{
		Household: home.ID, Surname: "Delcourt", FirstName: "Hugo", BirthDate: "2017-03-01", Level: levels[0].ID, Medical: "Asthme",
	}})
	if err != nil || len(view.Riders) != 2 || view.Riders[1].LevelLabel != "Poney de bronze" {
		t.Fatalf("%+v, %v", view.Riders, err)
	}
	hugo := view.Riders[1]
	hugo.WeightKg = 28
	view, err = h.SaveRider(t.Context(), h.req(), desk.SaveRider{Rider: hugo})
	if err != nil || view.Riders[1].WeightKg != 28 || view.Riders[1].Version != 2 || view.Version != 1 {
		t.Fatalf("%+v, %v", view.Household, err)
	}
	_, err = h.SaveRider(t.Context(), h.req(), desk.SaveRider{Rider: hugo})
	refusal := wantRefusal(t, err, club.CodeStale, "")
	if stored, ok := refusal.Params["current"].(club.Rider); !ok || stored.Version != 2 {
		t.Errorf("params %+v", refusal.Params)
	}
	for query, want := range map[string]int{"hugo": 1, "asthme": 0} {
		if found, err := h.Search(t.Context(), query); err != nil || len(found.Riders) != want || len(found.Households) != want {
			t.Errorf("%q finds %+v, %v", query, found, err)
		}
	}
}

func TestARidersOwnEmergencyContactIsCalledElseTheFamilys(t *testing.T) {
	h := openClub(t)
	home := household("Delcourt", "Manon", "Hugo")
	home.Contacts = []club.Contact{{Surname: "Delcourt", FirstName: "Sophie", Mobile: "+33639980001", Emergency: true}}
	home.Riders[1].EmergencyName, home.Riders[1].EmergencyPhone = "Mamie Paule", "06 39 98 00 09"
	view, err := h.SaveHousehold(t.Context(), h.req(), desk.SaveHousehold{Household: home})
	if err != nil {
		t.Fatal(err)
	}
	named := func(whom [][]sqlite.Emergency) (names []string) {
		for _, one := range whom {
			names = append(names, one[0].Name+" "+one[0].Mobile)
		}
		return names
	}
	phone := view.Riders[1].EmergencyPhone
	if got := named(view.WhomToCall); phone == "" || !slices.Equal(got, []string{"Sophie Delcourt " + view.Contacts[0].Mobile, "Mamie Paule " + phone}) {
		t.Errorf("%q", got)
	}
	files, err := h.RiderFiles(t.Context(), desk.RiderQuery{Query: "hugo"})
	if err != nil || len(files) != 1 || len(files[0].Emergency) != 1 || files[0].Emergency[0].Mobile != phone {
		t.Errorf("%+v, %v", files, err)
	}
	hugo := view.Riders[1]
	hugo.EmergencyPhone = ""
	_, err = h.SaveRider(t.Context(), h.req(), desk.SaveRider{Rider: hugo})
	wantRefusal(t, err, club.CodeRequired, "emergencyPhone")
	hugo.EmergencyName = ""
	view, err = h.SaveRider(t.Context(), h.req(), desk.SaveRider{Rider: hugo})
	if err != nil || view.WhomToCall[1][0].Name != "Sophie Delcourt" {
		t.Fatalf("%+v, %v", view.WhomToCall, err)
	}
	if err := h.undo(); err != nil {
		t.Fatal(err)
	}
	if again := h.shown(view.ID); again.Riders[1].EmergencyPhone != phone || again.WhomToCall[1][0].Name != "Mamie Paule" {
		t.Errorf("%+v", again.Riders[1])
	}
}

func TestARiderStaysWithItsHousehold(t *testing.T) {
	h := openClub(t)
	delcourt, perrin := h.join("Delcourt", "Manon"), h.join("Perrin")
	manon := delcourt.Riders[0]
	manon.Household = perrin.ID
	_, err := h.SaveRider(t.Context(), h.req(), desk.SaveRider{Rider: manon})
	wantRefusal(t, err, club.CodeInvalid, "household")
	home := perrin.Household
	home.Riders = []club.Rider{delcourt.Riders[0]}
	_, err = h.SaveHousehold(t.Context(), h.req(), desk.SaveHousehold{Household: home})
	wantRefusal(t, err, club.CodeRiderNotFound, "riders.0")
	_, err = h.SaveRider(t.Context(), h.req(), desk.SaveRider{Rider: club.Rider{Household: 99, Surname: "A", FirstName: "B"}})
	wantRefusal(t, err, club.CodeHouseholdNotFound, "")
}

func TestAHouseholdSavedWithoutItsRidersKeepsThemAsTheyAre(t *testing.T) {
	h := openClub(t)
	home := h.join("Delcourt", "Manon", "Hugo").Household
	home.Note, home.Riders = "paie par chèque", nil
	view, err := h.SaveHousehold(t.Context(), h.req(), desk.SaveHousehold{Household: home})
	if err != nil || len(view.Riders) != 2 || view.Riders[0].Version != 1 {
		t.Fatalf("%+v, %v", view.Riders, err)
	}
	home = view.Household
	home.Riders[1].HeightCm = 128
	home.Riders = append(home.Riders, club.Rider{Surname: "Delcourt", FirstName: "Zoé"})
	view, err = h.SaveHousehold(t.Context(), h.req(), desk.SaveHousehold{Household: home})
	if err != nil || len(view.Riders) != 3 || view.Riders[0].Version != 1 || view.Riders[1].Version != 2 || view.Riders[1].HeightCm != 128 {
		t.Errorf("%+v, %v", view.Riders, err)
	}
}

func TestLookAlikesArePointedOutBeforeASecondOneIsMade(t *testing.T) {
	h := openClub(t)
	first := household("Lefèvre-Roy", "Élodie")
	first.Contacts[0].Mobile = "06 39 98 14 02"
	known, err := h.SaveHousehold(t.Context(), h.req(), desk.SaveHousehold{Household: first})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		spoil func(*club.Household)
		field string
		who   string
		why   string
	}{
		"same e-mail in capitals": {func(f *club.Household) { f.Contacts[0].Email = "FAMILLE@lefevreroy.example" }, "contacts.0.email", "Lefèvre-Roy", "email"},
		"same phone from abroad":  {func(f *club.Household) { f.Contacts[0].Phone = "+33 6 39 98 14 02" }, "contacts.0.phone", "Lefèvre-Roy", "phone"},
		"same name and birth date": {func(f *club.Household) {
			f.Riders[0].Surname, f.Riders[0].FirstName = "LEFEVRE ROY", "Elodie"
		}, "riders.0.birthDate", "Élodie Lefèvre-Roy", "birth"},
	} {
		t.Run(name, func(t *testing.T) {
			home := household("Autre", "Lou")
			home.Email = ""
			c.spoil(&home)
			req := h.req()
			_, err := h.SaveHousehold(t.Context(), req, desk.SaveHousehold{Household: home})
			refusal := wantRefusal(t, err, club.CodeLookAlike, c.field)
			found := refusal.Params["lookAlikes"].([]desk.LookAlike)
			if refusal.Params["who"] != c.who || len(found) != 1 || found[0].Household != known.ID || found[0].Why != c.why {
				t.Errorf("params %+v", refusal.Params)
			}
			view, err := h.SaveHousehold(t.Context(), req, desk.SaveHousehold{Household: home, Confirmed: true})
			if err != nil || view.ID == known.ID {
				t.Fatalf("confirmed: %d, %v", view.ID, err)
			}
			view.Contacts, view.Email, view.Riders[0].BirthDate = nil, "", "2001-01-01" // out of the next case's way
			if _, err := h.SaveHousehold(t.Context(), h.req(), desk.SaveHousehold{Household: view.Household}); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func TestNamesakesOfAnotherAgeAndBrothersAndSistersAreNoLookAlikes(t *testing.T) {
	h := openClub(t)
	home := h.join("Petit", "Emma")
	namesake := household("Petit", "Emma")
	namesake.Email, namesake.Riders[0].BirthDate = "autres@petit.example", "2011-11-11"
	if _, err := h.SaveHousehold(t.Context(), h.req(), desk.SaveHousehold{Household: namesake}); err != nil {
		t.Errorf("namesake: %v", err)
	}
	sister := club.Rider{Household: home.ID, Surname: "Petit", FirstName: "Lou", BirthDate: "2014-05-02", Email: home.Email}
	if _, err := h.SaveRider(t.Context(), h.req(), desk.SaveRider{Rider: sister}); err != nil {
		t.Errorf("sister: %v", err)
	}
	list, err := h.Households(t.Context(), desk.HouseholdQuery{Query: "petit"})
	if err != nil || list.Counts.Found != 2 || list.Rows[0].ID == list.Rows[1].ID {
		t.Errorf("%+v, %v", list, err)
	}
	twin := club.Rider{Household: home.ID, Surname: "Petit", FirstName: "Emma", BirthDate: "2014-05-02"}
	_, err = h.SaveRider(t.Context(), h.req(), desk.SaveRider{Rider: twin})
	wantRefusal(t, err, club.CodeLookAlike, "birthDate")
}

func TestLevelsClimbFromThePoniesToGalop7(t *testing.T) {
	levels, err := openClub(t).Levels(t.Context())
	if err != nil || len(levels) != 10 || levels[0].Label != "Poney de bronze" || levels[3].Label != "Galop 1" || levels[9].Code != "G7" {
		t.Fatalf("%+v, %v", levels, err)
	}
	for i := 1; i < len(levels); i++ {
		if levels[i].Rank <= levels[i-1].Rank {
			t.Errorf("%s is not above %s", levels[i].Label, levels[i-1].Label)
		}
	}
}

func TestABelgianClubHasTheLaddersOfItsTwoLeagues(t *testing.T) {
	in := firstRun()
	in.Identity.Country, in.Identity.SIREN, in.Identity.VATNumber = "BE", "", ""
	in.Identity.Enterprise, in.Identity.Zone, in.Starter = "0428759497", "Europe/Brussels", false
	levels, err := openClubAs(t, in).Levels(t.Context())
	if err != nil || len(levels) != 10 || levels[0].Federation != "LEWB" || levels[9].Federation != "VLP" || levels[9].Label != "B-brevet" {
		t.Errorf("%+v, %v", levels, err)
	}
}
