package bank

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"paddock/backend/club"
)

func TestRFOfAnInvoiceNumber(t *testing.T) {
	for text, want := range map[string]RF{
		"FA20260001":   "RF26FA20260001",
		"FA-2026-0001": "RF26FA20260001",
		"fa 2026/0001": "RF26FA20260001",
		"539007547034": "RF18539007547034",
	} {
		if got, err := NewRF(text); err != nil || got != want {
			t.Errorf("NewRF(%q) = %q, %v; want %q", text, got, err, want)
		}
	}
	for _, text := range []string{"", "--", "é", "1234567890123456789012"} {
		if _, err := NewRF(text); !errors.Is(err, club.Refuse(club.CodeRFBase)) {
			t.Errorf("NewRF(%q): %v", text, err)
		}
	}
	if got := RF("RF02CLUB2026000123").String(); got != "RF02 CLUB 2026 0001 23" {
		t.Error(got)
	}
}

func TestParseRFRefuses(t *testing.T) {
	for _, text := range []string{
		"", "RF18", "RF17539007547034", "XX18539007547034", "RF1853900754703_", "RFA8539007547034",
		"RF481111111111111111111111", "RF18539007540734",
	} {
		if _, err := ParseRF(text); !errors.Is(err, club.Refuse(club.CodeBadRF)) {
			t.Errorf("ParseRF(%q): %v", text, err)
		}
	}
}

func TestAMadeRFParsesAndOneChangedCharacterDoesNot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		made, err := NewRF(rapid.StringMatching(`[0-9A-Z]{1,21}`).Draw(t, "base"))
		if err != nil {
			t.Fatal(err)
		}
		typed := strings.ToLower(made.String())
		if got, err := ParseRF(typed); err != nil || got != made {
			t.Fatalf("ParseRF(%q) = %q, %v", typed, got, err)
		}
		changed := []byte(made)
		changeFigure(t, changed, 2)
		if _, err := ParseRF(string(changed)); err == nil {
			t.Fatalf("%s was accepted", changed)
		}
	})
}

func TestOGMOfANumber(t *testing.T) {
	for base, want := range map[int64]string{
		1:             "+++000/0000/00101+++",
		97:            "+++000/0000/09797+++", // a remainder of 0 is written 97
		108068171:     "+++010/8068/17183+++",
		1234567890:    "+++123/4567/89002+++",
		9_999_999_999: "+++999/9999/99948+++",
	} {
		if got, err := NewOGM(base); err != nil || got.String() != want {
			t.Errorf("NewOGM(%d) = %s, %v; want %s", base, got, err, want)
		}
	}
	for _, base := range []int64{0, -1, 10_000_000_000} {
		if _, err := NewOGM(base); !errors.Is(err, club.Refuse(club.CodeOGMBase)) {
			t.Errorf("NewOGM(%d): %v", base, err)
		}
	}
}

func TestParseOGMRefuses(t *testing.T) {
	for _, text := range []string{
		"", "010806817180", "000000009700", "000000000000", "000000000097", "01080681718", "0108068171830",
		"01080681718A", "+++123/4567/89012+++", // much used in documentation, and wrong
	} {
		if _, err := ParseOGM(text); !errors.Is(err, club.Refuse(club.CodeBadOGM)) {
			t.Errorf("ParseOGM(%q): %v", text, err)
		}
	}
}

func TestAMadeOGMParsesAndOneChangedFigureDoesNot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		made, err := NewOGM(rapid.Int64Range(1, maxOGMBase).Draw(t, "base"))
		if err != nil {
			t.Fatal(err)
		}
		stars := strings.ReplaceAll(made.String(), "+", "*")
		for _, typed := range []string{string(made), made.String(), stars, " " + grouped(string(made), 4)} {
			if got, err := ParseOGM(typed); err != nil || got != made {
				t.Fatalf("ParseOGM(%q) = %q, %v", typed, got, err)
			}
		}
		changed := []byte(made)
		changeFigure(t, changed, 0)
		if _, err := ParseOGM(string(changed)); err == nil {
			t.Fatalf("%s was accepted", changed)
		}
	})
}
