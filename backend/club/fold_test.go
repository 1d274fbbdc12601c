package club_test

import (
	"reflect"
	"testing"

	"paddock/backend/club"
)

func TestFoldWritesLettersAsTheyAreTypedWithoutAccents(t *testing.T) {
	for text, want := range map[string]string{
		"Œuvré-Łukasz":   "oeuvre-lukasz",
		"D’Àrc":          "d'arc",
		"Straße, Ørsted": "strasse, orsted",
		"E\u0301lodie":   "elodie", // decomposed, as macOS writes file names
		"ÏJSBRAND":       "ijsbrand",
		"Đặng":           "dang",
		"":               "",
	} {
		if got := club.Fold(text); got != want {
			t.Errorf("Fold(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestWordsJoinFiguresThatBelongToOneNumber(t *testing.T) {
	for text, want := range map[string][]string{
		"06 39.98-14 02":     {"0639981402"},
		"Jean-Pierre D’Arcy": {"jean", "pierre", "d", "arcy"},
		"dupont 06 39":       {"dupont", "0639"},
		"sophie@exemple.fr":  {"sophie", "exemple", "fr"},
		" % _ ' \" <b>":      {"b"},
		"F2026-0431":         {"f2026", "0431"},
	} {
		if got := club.Words(text); !reflect.DeepEqual(got, want) {
			t.Errorf("Words(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestTheIndexOfAHouseholdHoldsNoMedicalWordAndNoNote(t *testing.T) {
	home := club.Household{Name: "Delcourt", Note: "paie tard", Riders: []club.Rider{
		{FirstName: "Manon", Surname: "Delcourt", Medical: "asthme", Note: "timide"},
	}}
	if got, want := home.Index("FR"), " delcourt ! !delkour  delcourt manon !delkour !manon "; got != want {
		t.Errorf("Index = %q, want %q", got, want)
	}
}

func TestPhonesAreSpacedAsTheClubsCountryDoes(t *testing.T) {
	for _, c := range []struct{ text, country, want, digits string }{
		{"0639981402", "FR", "06 39 98 14 02", "33639981402"},
		{"+33 (0)6 39 98 14 02", "FR", "06 39 98 14 02", "33639981402"},
		{"0033639981402", "FR", "06 39 98 14 02", "33639981402"},
		{"+32470123456", "FR", "+32 470 12 34 56", "32470123456"},
		{"0470/12.34.56", "BE", "0470 12 34 56", "32470123456"},
		{"+32 2 123 45 67", "BE", "02 123 45 67", "3221234567"},
		{"081123456", "BE", "081 12 34 56", "3281123456"},
		{"06 39 98 14 02", "BE", "06 39 98 14 02", "32639981402"}, // no Belgian number: as typed
		{"+44 20 7946 0958", "FR", "+44 20 7946 0958", "442079460958"},
		{"06 39 98 14 02 (mamie)", "FR", "06 39 98 14 02 (mamie)", ""},
		{"", "FR", "", ""},
	} {
		got := club.Phone(c.text, c.country)
		if got != c.want || club.Phone(got, c.country) != got {
			t.Errorf("Phone(%q, %s) = %q, want %q", c.text, c.country, got, c.want)
		}
		if digits := club.PhoneDigits(c.text, c.country); digits != c.digits {
			t.Errorf("PhoneDigits(%q, %s) = %q, want %q", c.text, c.country, digits, c.digits)
		}
	}
}
