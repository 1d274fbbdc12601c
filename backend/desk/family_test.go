package desk_test

import (
	"slices"
	"strings"
	"testing"

	"paddock/backend/club"
	"paddock/backend/desk"
)

func TestANewFamilyIsMadeWithItsRidersInOneSheet(t *testing.T) {
	h := openClub(t)
	saved := h.join("Delcourt", "Manon", "Hugo")
	got, err := h.Household(t.Context(), saved.ID)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Riders) != 2 || got.Riders[0].FirstName != "Manon" || got.Riders[1].Household != saved.ID {
		t.Errorf("riders %+v", got.Riders)
	}
	if a := got.Addresses[0]; a.Recipient != "Madame Sophie Delcourt" || !a.Default || !a.Complete() {
		t.Errorf("address %+v", a)
	}
	if got.Version != 1 {
		t.Errorf("version %d", got.Version)
	}
}

func TestTheSameKeyMakesOneFamily(t *testing.T) {
	h := openClub(t)
	req, in := h.req(), desk.SaveHousehold{Household: household("Delcourt", "Manon")}
	first, err := h.SaveHousehold(t.Context(), req, in)
	if err != nil {
		t.Fatal(err)
	}
	again, err := h.SaveHousehold(t.Context(), req, in)
	if err != nil || again.ID != first.ID {
		t.Fatalf("second answer %d, %v; want %d", again.ID, err, first.ID)
	}
	list, err := h.Households(t.Context(), desk.HouseholdQuery{})
	if err != nil || list.Counts.All != 1 {
		t.Errorf("%d households, %v", list.Counts.All, err)
	}
}

func TestHostileTextIsKeptAsItIsWithoutWhatCannotBeSeen(t *testing.T) {
	h := openClub(t)
	home := household(`Œuvré-Łukasz "D'Àrc" <b>`)
	home.Name += "\x00\u202e\t'; DROP TABLE riders; --"
	home.Note = "Première ligne\r\n\x07  seconde\u200b ligne  \n\n"
	home.Riders = []club.Rider{{Surname: " E\u0301tienne\n", FirstName: "%_\\"}}
	view, err := h.SaveHousehold(t.Context(), h.req(), desk.SaveHousehold{Household: home})
	if err != nil {
		t.Fatal(err)
	}
	if want := `Œuvré-Łukasz "D'Àrc" <b> '; DROP TABLE riders; --`; view.Name != want {
		t.Errorf("name %q, want %q", view.Name, want)
	}
	if want := "Première ligne\n  seconde ligne"; view.Note != want {
		t.Errorf("note %q, want %q", view.Note, want)
	}
	if r := view.Riders[0]; r.Surname != "Étienne" || r.FirstName != `%_\` {
		t.Errorf("rider %q %q", r.FirstName, r.Surname)
	}
	for _, query := range []string{"oeuvre lukasz", "d'arc", "ETIENNE", "drop table"} {
		if found, err := h.Search(t.Context(), query); err != nil || len(found.Households) != 1 {
			t.Errorf("%q finds %d households, %v", query, len(found.Households), err)
		}
	}
}

func TestWhatIsMissingIsKeptAsMissing(t *testing.T) {
	h := openClub(t)
	view, err := h.SaveHousehold(t.Context(), h.req(), desk.SaveHousehold{Household: club.Household{
		Riders: []club.Rider{{Surname: "Besnard", FirstName: "Jade"}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	if view.Name != "Besnard" || view.Kind != "family" || view.Language != "fr" {
		t.Errorf("named %q, %s, %s", view.Name, view.Kind, view.Language)
	}
	if got := strings.Join(view.Missing, " "); got != "street postalCode town email mobile" {
		t.Errorf("missing %q", got)
	}
	if got := strings.Join(view.RidersMissing[0], " "); got != "civility sex birthDate" {
		t.Errorf("rider's missing %q", got)
	}
	whole := h.join("Delcourt", "Manon")
	whole.Contacts[0].Mobile = "0639981402"
	whole, err = h.SaveHousehold(t.Context(), h.req(), desk.SaveHousehold{Household: whole.Household})
	if err != nil || len(whole.Missing) != 0 || len(whole.RidersMissing[0]) != 0 {
		t.Errorf("missing %v, %v, %v", whole.Missing, whole.RidersMissing, err)
	}
	if whole.Contacts[0].Mobile != "06 39 98 14 02" {
		t.Errorf("mobile %q", whole.Contacts[0].Mobile)
	}
}

func TestAGuestIsKnownByEmailAndBecomesAFamilyUnderTheSameID(t *testing.T) {
	h := openClub(t)
	_, err := h.SaveHousehold(t.Context(), h.req(), desk.SaveHousehold{Household: club.Household{Kind: "guest", Name: "Perrin"}})
	wantRefusal(t, err, club.CodeRequired, "email")
	view, err := h.SaveHousehold(t.Context(), h.req(), desk.SaveHousehold{Household: club.Household{Kind: "guest", Email: "a.perrin@courriel.example"}})
	if err != nil || view.Name != "a.perrin@courriel.example" || len(view.Missing) != 0 {
		t.Fatalf("%q, missing %v, %v", view.Name, view.Missing, err)
	}
	home := view.Household
	home.Kind, home.Name = "family", "Perrin"
	grown, err := h.SaveHousehold(t.Context(), h.req(), desk.SaveHousehold{Household: home})
	if err != nil || grown.ID != view.ID || grown.Kind != "family" || len(grown.Missing) == 0 {
		t.Errorf("%+v, %v", grown, err)
	}
}

func TestFieldsAreRefusedByTheirNameInTheForm(t *testing.T) {
	h := openClub(t)
	for name, c := range map[string]struct {
		spoil func(*club.Household)
		code  club.Code
		field string
	}{
		"a family nobody names":        {func(f *club.Household) { f.Name, f.Riders, f.Contacts, f.Email = " ", nil, nil, "" }, club.CodeRequired, "name"},
		"a kind that is none":          {func(f *club.Household) { f.Kind = "company" }, club.CodeInvalid, "kind"},
		"a name that does not end":     {func(f *club.Household) { f.Name = strings.Repeat("é", 201) }, club.CodeTooLong, "name"},
		"a note that does not end":     {func(f *club.Household) { f.Note = strings.Repeat("a\n", 1001) + "b" }, club.CodeTooLong, "note"},
		"an e-mail without a domain":   {func(f *club.Household) { f.Email = "sophie@courriel" }, club.CodeBadEmail, "email"},
		"an e-mail with a name":        {func(f *club.Household) { f.Contacts[0].Email = "Sophie <s@courriel.example>" }, club.CodeBadEmail, "contacts.0.email"},
		"a rider without first name":   {func(f *club.Household) { f.Riders[1].FirstName = "\u00a0" }, club.CodeRequired, "riders.1.firstName"},
		"a day that does not exist":    {func(f *club.Household) { f.Riders[0].BirthDate = "2015-02-29" }, club.CodeBadDay, "riders.0.birthDate"},
		"a day in another spelling":    {func(f *club.Household) { f.Riders[0].BirthDate = "02/05/2014" }, club.CodeBadDay, "riders.0.birthDate"},
		"a year with a slip":           {func(f *club.Household) { f.Riders[0].BirthDate = "0214-05-02" }, club.CodeBadDay, "riders.0.birthDate"},
		"a birth tomorrow":             {func(f *club.Household) { f.Riders[0].BirthDate = "2026-10-08" }, club.CodeBirthInFuture, "riders.0.birthDate"},
		"a level that is none":         {func(f *club.Household) { f.Riders[0].Level = 99 }, club.CodeLevelNotFound, "riders.0.level"},
		"a height in millimetres":      {func(f *club.Household) { f.Riders[0].HeightCm = 1450 }, club.CodeInvalid, "riders.0.heightCm"},
		"a company number with a slip": {func(f *club.Household) { f.Addresses[0].CompanyID = "732829321" }, club.CodeBadSIREN, "addresses.0.companyId"},
		"two default addresses":        {func(f *club.Household) { f.Addresses = append(f.Addresses, f.Addresses[0]) }, club.CodeDefaultAddress, "addresses"},
		"an address of somebody else":  {func(f *club.Household) { f.Addresses[0].ID = 7 }, club.CodeAddressNotFound, "addresses.0"},
	} {
		t.Run(name, func(t *testing.T) {
			home := household("Delcourt", "Manon", "Hugo")
			c.spoil(&home)
			_, err := h.SaveHousehold(t.Context(), h.req(), desk.SaveHousehold{Household: home})
			wantRefusal(t, err, c.code, c.field)
		})
	}
	if list, err := h.Households(t.Context(), desk.HouseholdQuery{}); err != nil || list.Counts.All != 0 {
		t.Errorf("a refused family left %d households, %v", list.Counts.All, err)
	}
}

func TestABirthOn29FebruaryIsKept(t *testing.T) {
	h := openClub(t)
	home := household("Delcourt", "Manon")
	home.Riders[0].BirthDate = "2016-02-29"
	view, err := h.SaveHousehold(t.Context(), h.req(), desk.SaveHousehold{Household: home})
	if err != nil || view.Riders[0].BirthDate != "2016-02-29" {
		t.Errorf("%q, %v", view.Riders[0].BirthDate, err)
	}
}

func TestAStaleSaveIsRefusedWithWhatIsStored(t *testing.T) {
	h := openClub(t)
	first := h.join("Delcourt", "Manon")
	mine, theirs := first.Household, first.Household
	theirs.Note = "rappeler jeudi"
	if _, err := h.SaveHousehold(t.Context(), h.req(), desk.SaveHousehold{Household: theirs}); err != nil {
		t.Fatal(err)
	}
	mine.Note = "rappeler mardi"
	_, err := h.SaveHousehold(t.Context(), h.req(), desk.SaveHousehold{Household: mine})
	refusal := wantRefusal(t, err, club.CodeStale, "")
	if stored, ok := refusal.Params["current"].(club.Household); !ok || stored.Note != "rappeler jeudi" || refusal.Params["version"] != 2 {
		t.Errorf("params %+v", refusal.Params)
	}
}

func TestOneAddressIsTheDefaultAndAddressesKeepTheirIDs(t *testing.T) {
	h := openClub(t)
	view := h.join("Delcourt")
	home, first := view.Household, view.Addresses[0].ID
	home.Addresses = append(home.Addresses,
		club.Address{Recipient: "SARL Delcourt", Street: "1 place du Marché", PostalCode: "26999", Town: "Vaubrun", CompanyID: "732 829 320 00074"},
		club.Address{}) // a row nobody filled in
	view, err := h.SaveHousehold(t.Context(), h.req(), desk.SaveHousehold{Household: home})
	if err != nil || len(view.Addresses) != 2 || view.Addresses[0].ID != first || view.Addresses[1].CompanyID != "73282932000074" {
		t.Fatalf("%+v, %v", view.Addresses, err)
	}
	home = view.Household
	home.Addresses[0].Default, home.Addresses[1].Default = false, true
	slices.Reverse(home.Addresses) // the new default is written before the old one steps down
	view, err = h.SaveHousehold(t.Context(), h.req(), desk.SaveHousehold{Household: home})
	if err != nil || view.Addresses[0].Recipient != "SARL Delcourt" || view.Addresses[1].ID != first || view.Addresses[1].Default {
		t.Fatalf("%+v, %v", view.Addresses, err)
	}
	home = view.Household
	home.Addresses = home.Addresses[1:] // the default leaves: the one that stays takes its place
	view, err = h.SaveHousehold(t.Context(), h.req(), desk.SaveHousehold{Household: home})
	if err != nil || len(view.Addresses) != 1 || view.Addresses[0].ID != first || !view.Addresses[0].Default {
		t.Errorf("%+v, %v", view.Addresses, err)
	}
}

func TestConditionsOfSaleAreAcceptedInTheVersionInForceOnce(t *testing.T) {
	h := openClub(t)
	view := h.join("Delcourt")
	_, err := h.AcceptTerms(t.Context(), h.req(), view.ID, desk.AcceptTerms{Version: "1999"})
	wantRefusal(t, err, club.CodeTermsNotAccepted, "version")
	accepted, err := h.AcceptTerms(t.Context(), h.req(), view.ID, desk.AcceptTerms{Version: "2026-10"})
	if err != nil || accepted.Terms.AcceptedAt != "2026-10-07T10:00:00.000Z" {
		t.Fatalf("%+v, %v", accepted.Terms, err)
	}
	h.clock.set(t, "2026-11-02 09:00")
	again, err := h.AcceptTerms(t.Context(), h.req(), view.ID, desk.AcceptTerms{Version: "2026-10"})
	if err != nil || again.Terms != accepted.Terms {
		t.Errorf("%+v, %v: the first time counts", again.Terms, err)
	}
}
