package bank

import (
	"errors"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"paddock/backend/club"
)

func TestSIREN(t *testing.T) {
	for text, valid := range map[string]bool{
		"732 829 320": true, "732829320": true, "356000000": true,
		"732829321": false, "73282932": false, "7328293200": false, "000000000": false, "73282932A": false, "": false,
	} {
		if _, err := ParseSIREN(text); (err == nil) != valid {
			t.Errorf("ParseSIREN(%q): %v, want valid %v", text, err, valid)
		}
	}
	if got := SIREN("732829320").String(); got != "732 829 320" {
		t.Error(got)
	}
}

func TestSIRETAndItsPostOffices(t *testing.T) {
	for text, valid := range map[string]bool{
		"732 829 320 00074": true,
		"35600000000048":    true,  // La Poste's seat passes Luhn
		"35600000049837":    true,  // a post office: the figures add up to 45
		"35600000000055":    false, // Luhn holds, the sum of La Poste does not
		"73282932000079":    false,
		"73282932100072":    false, // fourteen figures that pass Luhn around a wrong SIREN
		"7328293200007":     false,
	} {
		if _, err := ParseSIRET(text); (err == nil) != valid {
			t.Errorf("ParseSIRET(%q): %v, want valid %v", text, err, valid)
		}
	}
	siret, err := ParseSIRET("73282932000074")
	if err != nil || siret.SIREN() != "732829320" || siret.String() != "732 829 320 00074" {
		t.Error(siret, err)
	}
}

func TestVATNumbers(t *testing.T) {
	for text, want := range map[string]VAT{
		"FR44 732829320":    "FR44732829320",
		"fr44732829320":     "FR44732829320",
		"44 732 829 320":    "FR44732829320",
		"FR K7 399859412":   "FRK7399859412",
		"BE 0428.759.497":   "BE0428759497",
		"BE 428.759.497":    "BE0428759497",
		"0428.759.497":      "BE0428759497",
		"DE 123456789":      "DE123456789",
		"NL 123456789 B 01": "NL123456789B01",
		"IE1234567WA":       "IE1234567WA",
	} {
		if got, err := ParseVAT(text); err != nil || got != want {
			t.Errorf("ParseVAT(%q) = %q, %v; want %q", text, got, err, want)
		}
	}
	for _, text := range []string{
		"", "FR", "FR732829320", "FR45732829320", "FR44732829321", "FRIO732829320", "FRK8399859412",
		"BE0428759498", "BE2428759400", "GB123456789", "CH123456789", "US123456789", "DE12345678", "NL123456789", "F",
	} {
		if _, err := ParseVAT(text); !errors.Is(err, club.Refuse(club.CodeBadVAT)) {
			t.Errorf("ParseVAT(%q): %v", text, err)
		}
	}
}

func TestEnterpriseNumberPrintsWithDots(t *testing.T) {
	number, err := ParseEnterprise("BE 428.759.497")
	if err != nil || number.String() != "0428.759.497" || number.VAT() != "BE0428759497" {
		t.Error(number, err)
	}
	for _, text := range []string{"", "0428759498", "0000000097", "04287594971", "0428 759 49A"} {
		if _, err := ParseEnterprise(text); !errors.Is(err, club.Refuse(club.CodeBadEnterprise)) {
			t.Errorf("ParseEnterprise(%q): %v", text, err)
		}
	}
}

func TestTheVATNumberMadeOfASIRENParses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		eight := fmt.Sprintf("%08d", rapid.IntRange(1, 99_999_999).Draw(t, "eight"))
		for last := range 10 {
			siren, err := ParseSIREN(eight + fmt.Sprint(last))
			if err != nil {
				continue
			}
			if got, err := ParseVAT(string(siren.VAT())); err != nil || got != siren.VAT() {
				t.Fatal(siren, got, err)
			}
			return
		}
		t.Fatal("no last figure makes a SIREN of", eight)
	})
}
