package bank

import (
	"testing"

	"pgregory.net/rapid"
)

func TestASCIIKeepsWhatABankCanRead(t *testing.T) {
	for text, want := range map[string]string{
		"Poney-club des Églantiers": "Poney-club des Eglantiers",
		"Manège du Bois ASBL":       "Manege du Bois ASBL",
		"Cœur d’Œuvre":              "Coeur d'OEuvre",
		"Straße, Łódź, Ørsted, Æ":   "Strasse, Lodz, Orsted, AE",
		"Haras & Fils":              "Haras + Fils",
		"prix : 12 € – n° 3":        "prix : 12 EUR - no 3",
		"Le\u0301a":                 "Lea", // a mark of its own after the letter
		"a\u202fb\nc":               "a b c",
		"«\u00a0Léa\u00a0»":         "' Lea '",
		"ﬁn… ½":                     "fin... 1/2",
		"馬場":                        "..",
		"":                          "",
	} {
		if got := ASCII(text); got != want {
			t.Errorf("ASCII(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestASCIILeavesNothingOutsideTheBasicSet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		got := ASCII(text)
		for _, r := range got {
			if !basic(r) {
				t.Fatalf("ASCII(%q) = %q", text, got)
			}
		}
		if again := ASCII(got); again != got {
			t.Fatalf("%q became %q the second time", got, again)
		}
	})
}
