package desk_test

import (
	"fmt"
	"reflect"
	"testing"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/desk"
)

func TestSearchIgnoresAccentsAndPutsBeginningsFirst(t *testing.T) {
	h := openClub(t)
	for _, name := range []string{"Vandupont", "Élie-Dupont", "Dupontel", "Dupont", "Œuvré", "Łukasz"} {
		h.join(name)
	}
	for query, want := range map[string][]string{
		"dupont":          {"Dupont", "Dupontel", "Élie-Dupont", "Vandupont"},
		"DÜPÔNT":          {"Dupont", "Dupontel", "Élie-Dupont", "Vandupont"},
		"elie":            {"Élie-Dupont"},
		"œuvre":           {"Œuvré"},
		"lukasz":          {"Łukasz"},
		"dupont elie rue": {},
		"":                {"Dupont", "Dupontel", "Élie-Dupont", "Łukasz", "Œuvré", "Vandupont"},
	} {
		list, err := h.Households(t.Context(), desk.HouseholdQuery{Query: query})
		if err != nil {
			t.Fatal(err)
		}
		names := []string{}
		for _, row := range list.Rows {
			names = append(names, row.Name)
		}
		if !reflect.DeepEqual(names, want) || list.Counts.Found != len(want) || list.Counts.All != 6 {
			t.Errorf("%q finds %v (%+v), want %v", query, names, list.Counts, want)
		}
	}
}

func TestAFamilyIsFoundByItsRidersTownEmailAndPhone(t *testing.T) {
	h := openClub(t)
	home := household("Delcourt", "Manon")
	home.Contacts[0].Mobile = "0639981402"
	if _, err := h.SaveHousehold(t.Context(), h.req(), desk.SaveHousehold{Household: home}); err != nil {
		t.Fatal(err)
	}
	for _, query := range []string{"manon", "vaubrun sophie", "famille@delcourt.example", "06 39 98", "+33 6 39 98 14 02", "0639981402"} {
		list, err := h.Households(t.Context(), desk.HouseholdQuery{Query: query})
		if err != nil || len(list.Rows) != 1 {
			t.Errorf("%q finds %d, %v", query, len(list.Rows), err)
			continue
		}
		row := list.Rows[0]
		if row.Town != "Vaubrun" || row.Mobile != "06 39 98 14 02" || row.Email != "famille@delcourt.example" || row.Riders[0] != "Manon Delcourt" {
			t.Errorf("row %+v", row)
		}
	}
}

func TestPagesOfASearchJoinToTheWholeOfIt(t *testing.T) {
	h := openClub(t)
	names := []string{"Martin", "Martin Lebeau", "Marchand", "Le Marec", "Aumarin", "Marttin", "Thomas-Martin"}
	for _, name := range names {
		h.join(name)
	}
	for _, query := range []string{"mar", "martin", "martin leb", "m", "e", "vaubrun"} {
		whole, err := h.Households(t.Context(), desk.HouseholdQuery{Query: query})
		h.must(err)
		for at, want := range whole.Rows {
			page, err := h.Households(t.Context(), desk.HouseholdQuery{Query: query, Limit: 1, Offset: at})
			h.must(err)
			if len(page.Rows) != 1 || page.Rows[0].ID != want.ID || page.Counts != whole.Counts {
				t.Errorf("%q: at %d stands %+v, not %s", query, at, page, want.Name)
			}
		}
		behind, err := h.Households(t.Context(), desk.HouseholdQuery{Query: query, Limit: 1, Offset: len(whole.Rows)})
		if h.must(err); len(behind.Rows) != 0 || behind.Counts != whole.Counts {
			t.Errorf("%q: behind the last page stands %+v", query, behind)
		}
		found, err := h.Search(t.Context(), query)
		h.must(err)
		for at, home := range found.Households {
			if home.ID != whole.Rows[at].ID {
				t.Errorf("%q: the palette has %s at %d, the list %s", query, home.Name, at, whole.Rows[at].Name)
			}
		}
	}
}

func TestAListIsPagedAndSorted(t *testing.T) {
	h := openClub(t)
	for i := range 5 {
		h.join(fmt.Sprintf("Famille%c", 'A'+i))
	}
	list, err := h.Households(t.Context(), desk.HouseholdQuery{Sort: "-name", Limit: 2, Offset: 1})
	if err != nil || len(list.Rows) != 2 || list.Rows[0].Name != "FamilleD" || list.Rows[1].Name != "FamilleC" || list.Counts.Found != 5 {
		t.Errorf("%+v, %v", list, err)
	}
	casque := h.goods("Casque", 45_00)
	h.sellTo(list.Rows[1].ID, casque)
	recent, err := h.Households(t.Context(), desk.HouseholdQuery{Sort: "recent", Limit: 2})
	if err != nil || recent.Rows[0].Name != "FamilleC" || recent.Rows[1].Name != "FamilleE" {
		t.Errorf("%+v, %v", recent.Rows, err)
	}
}

func TestThePaletteFindsPeopleInvoicesAndOffers(t *testing.T) {
	h := openClub(t)
	home := h.join("Delcourt", "Manon")
	sale := h.sellTo(home.ID, h.goods("Casque léger", 45_00), billing.Tender{Way: billing.Cash, Cents: 20_00})
	found, err := h.Search(t.Context(), "delcourt")
	if err != nil {
		t.Fatal(err)
	}
	if len(found.Households) != 1 || found.Households[0].Detail != "Manon" ||
		len(found.Riders) != 1 || found.Riders[0].Household != home.ID || found.Riders[0].Name != "Manon Delcourt" ||
		len(found.Invoices) != 1 || found.Invoices[0].Remaining != 25_00 || found.Invoices[0].Detail != "Delcourt" || len(found.Offers) != 0 {
		t.Errorf("%+v", found)
	}
	for _, query := range []string{sale.Invoice.Number, "2026-0001", "0001 delcourt"} {
		if found, err := h.Search(t.Context(), query); err != nil || len(found.Invoices) != 1 || found.Invoices[0].ID != sale.Invoice.ID {
			t.Errorf("%q finds %+v, %v", query, found.Invoices, err)
		}
	}
	if found, err := h.Search(t.Context(), "leger"); err != nil || len(found.Offers) != 1 || found.Offers[0].Price != 45_00 {
		t.Errorf("%+v, %v", found.Offers, err)
	}
	for _, query := range []string{"", " % ", "_", "'"} {
		found, err := h.Search(t.Context(), query)
		if err != nil || len(found.Households)+len(found.Riders)+len(found.Invoices)+len(found.Offers) != 0 {
			t.Errorf("%q finds %+v, %v", query, found, err)
		}
	}
}

func TestThePaletteShowsSixAtMost(t *testing.T) {
	h := openClub(t)
	home := household("Diallo")
	for i := range 9 {
		home.Riders = append(home.Riders, club.Rider{Surname: "Diallo", FirstName: fmt.Sprintf("Aya %d", i)})
	}
	if _, err := h.SaveHousehold(t.Context(), h.req(), desk.SaveHousehold{Household: home}); err != nil {
		t.Fatal(err)
	}
	if found, err := h.Search(t.Context(), "aya"); err != nil || len(found.Riders) != 6 {
		t.Errorf("%d riders, %v", len(found.Riders), err)
	}
}

func TestAnExactNameComesFirstThenLongerOnesThenThoseThatSoundSo(t *testing.T) {
	h := openClub(t)
	for _, name := range []string{"Dupontel", "Dupont-Martin", "Dupont 2", "Zoé Dupont", "Dupond", "Dupont", "Roy-Carré", "Roy"} {
		h.join(name)
	}
	for query, want := range map[string][]string{
		"dupont": {"Dupont", "Dupont 2", "Dupont-Martin", "Dupontel", "Zoé Dupont", "Dupond"},
		"dupond": {"Dupond", "Dupont", "Dupont 2", "Dupont-Martin", "Zoé Dupont"},
		"roy":    {"Roy", "Roy-Carré"},
		"karé":   {"Roy-Carré"},
	} {
		list, err := h.Households(t.Context(), desk.HouseholdQuery{Query: query})
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, row := range list.Rows {
			names = append(names, row.Name)
		}
		if !reflect.DeepEqual(names, want) {
			t.Errorf("%q finds %q, want %q", query, names, want)
		}
		found, err := h.Search(t.Context(), query)
		if err != nil || len(found.Households) == 0 || found.Households[0].Name != want[0] {
			t.Errorf("%q: the palette begins with %+v, %v", query, found.Households, err)
		}
	}
}

func TestARiderIsFoundByFirstNameAndSurnameInAnyOrder(t *testing.T) {
	h := openClub(t)
	h.join("Dupontel", "Léa")
	h.join("Dupont", "Léa", "Maëlle")
	for query, want := range map[string]string{
		"lea dupont": "Léa Dupont", "DUPONT LÉA": "Léa Dupont", "dupon mael": "Maëlle Dupont", "léa dupond": "Léa Dupont", "dupontel": "Léa Dupontel",
		"maelle dupont": "Maëlle Dupont",
	} {
		found, err := h.Search(t.Context(), query)
		if err != nil || len(found.Riders) == 0 || found.Riders[0].Name != want {
			t.Errorf("%q finds %+v, %v", query, found.Riders, err)
		}
	}
}

// A key of the search field must be answered before the next one is pressed
// (PERFORMANCE: member search, 3,000 members).
func BenchmarkSearchOf3000Members(b *testing.B) {
	h := emptyHouse(b)
	if _, err := h.MakeSample(b.Context(), desk.Request{}, desk.Sample{Riders: 3000, Years: 1, Seed: 1, Today: "2026-09-01"}); err != nil {
		b.Fatal(err)
	}
	for _, query := range []string{"d", "dupont", "lea martin", "06 39 98", "dupond", "nobody is called so"} {
		b.Run(query, func(b *testing.B) {
			for b.Loop() {
				if _, err := h.Search(b.Context(), query); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func TestThePaletteSaysByWhatItFoundWhatItsRowDoesNotShow(t *testing.T) {
	s := newShop(t)
	home, err := s.Household(ctx, s.family.ID)
	s.must(err)
	home.Contacts[0].Mobile, home.Contacts[0].Email = "06 39 98 14 02", "sophie@courriel.example"
	_, err = s.SaveHousehold(ctx, s.req(), desk.SaveHousehold{Household: home.Household})
	s.must(err)
	s.sell(cash(3500), "gloves")
	for query, want := range map[string][3]string{
		"delcourt":       {},
		"delcourt manon": {2: "Manon Delcourt"},
		"0639981402":     {"06 39 98 14 02", "", "06 39 98 14 02"},
		"sophie@":        {"sophie@courriel.example", "", "sophie@courriel.example"},
	} {
		found, err := s.Search(ctx, query)
		s.must(err)
		var got [3]string
		for _, h := range found.Households {
			got[0] = h.By
		}
		for _, r := range found.Riders {
			got[1] = r.By
		}
		for _, in := range found.Invoices {
			got[2] = in.By
		}
		if got != want {
			t.Errorf("%q: %q, want %q", query, got, want)
		}
	}
}
