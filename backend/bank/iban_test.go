package bank

import (
	"errors"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"paddock/backend/club"
)

func TestParseIBANAcceptsWhatPeopleType(t *testing.T) {
	for text, want := range map[string]IBAN{
		"FR14 2004 1010 0505 0001 3M02 606": "FR1420041010050500013M02606",
		"fr1420041010050500013m02606":       "FR1420041010050500013M02606",
		"BE68 5390 0754 7034":               "BE68539007547034",
		"BE68-5390-0754-7034":               "BE68539007547034",
		"NL91\u00a0ABNA\u00a00417164300":    "NL91ABNA0417164300",
		"LU280019400644750000":              "LU280019400644750000",
		"MC5811222000010123456789030":       "MC5811222000010123456789030",
	} {
		if got, err := ParseIBAN(text); err != nil || got != want {
			t.Errorf("ParseIBAN(%q) = %q, %v; want %q", text, got, err, want)
		}
	}
}

func TestParseIBANRefusesWithTheReason(t *testing.T) {
	for text, want := range map[string]club.Code{
		"":                                  club.CodeBadIBAN,
		"FR":                                club.CodeBadIBAN,
		"QQ9312345678":                      club.CodeIBANCountry,
		"BE6853900754703":                   club.CodeIBANLength,
		"FR14 2004 1010 0505 0001 3M02 605": club.CodeBadIBAN,
		"NL5630030A1716430034":              club.CodeIBANLength,
		"BE68 5390 0754 7Ö34":               club.CodeBadIBAN,
	} {
		if _, err := ParseIBAN(text); !errors.Is(err, club.Refuse(want)) {
			t.Errorf("ParseIBAN(%q): %v, want %s", text, err, want)
		}
	}
}

func TestStructureAndNationalKeyAreCheckedEvenWhenTheIBANAddsUp(t *testing.T) {
	sealed := func(country, account string) string { // with ISO 13616 digits that are right
		return fmt.Sprintf("%s%02d%s", country, 98-mod97(account+country+"00"), account)
	}
	for _, text := range []string{
		sealed("FR", "20041010050500013M02607"),
		sealed("MC", "20041010050500013M02607"),
		sealed("BE", "539007547035"),
		sealed("NL", "04171643001234"), // figures where the bank's letters belong
		sealed("BE", "000000009700"),   // 97 stands for a remainder of 0
	} {
		if _, err := ParseIBAN(text); !errors.Is(err, club.Refuse(club.CodeBadIBAN)) {
			t.Errorf("ParseIBAN(%q): %v", text, err)
		}
	}
	if _, err := ParseIBAN(sealed("BE", "000000009797")); err != nil {
		t.Error(err)
	}
}

func TestIBANPrintsInGroupsOfFour(t *testing.T) {
	if got := IBAN("FR1420041010050500013M02606").String(); got != "FR14 2004 1010 0505 0001 3M02 606" {
		t.Error(got)
	}
}

func TestOneChangedFigureOfAnIBANIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := []byte(rapid.SampledFrom([]string{
			"FR1420041010050500013M02606", "BE68539007547034", "DE89370400440532013000",
		}).Draw(t, "iban"))
		changeFigure(t, number, 2)
		if _, err := ParseIBAN(string(number)); err == nil {
			t.Fatalf("%s was accepted", number)
		}
	})
}

// changeFigure replaces one figure, from position first on, by another one.
func changeFigure(t *rapid.T, text []byte, first int) {
	var at []int
	for i := first; i < len(text); i++ {
		if only('n', string(text[i])) {
			at = append(at, i)
		}
	}
	i := rapid.SampledFrom(at).Draw(t, "position")
	text[i] = '0' + (text[i]-'0'+byte(rapid.IntRange(1, 9).Draw(t, "step")))%10
}

func TestBICForms(t *testing.T) {
	for text, valid := range map[string]bool{
		"GEBABEBB": true, "bnpafrppxxx": true, "GEBA BE BB": true,
		"ABCDEFGHI": false, "GEBABEB": false, "": false, "GEBA1EBB": false, "GEBABEBBXXXX": false, "GÉBABEBB": false,
	} {
		if _, err := ParseBIC(text); (err == nil) != valid {
			t.Errorf("ParseBIC(%q): %v, want valid %v", text, err, valid)
		}
	}
}
