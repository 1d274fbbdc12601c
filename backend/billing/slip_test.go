package billing_test

import (
	"testing"

	"pgregory.net/rapid"

	"paddock/backend/billing"
	"paddock/backend/money"
)

func TestASlipReadsBackAsItWasPrinted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		printed := billing.Slip{
			Number: rapid.StringMatching(`(ECOLE-)?[A-Z]{0,3}20[0-9]{2}[/-]?[0-9]{1,6}`).Draw(t, "number"),
			Cents:  money.Cents(rapid.Int64Range(1, int64(money.Max)).Draw(t, "cents")),
		}
		read, err := billing.ReadSlip(" " + printed.String() + "\r")
		if err != nil || read != printed {
			t.Fatalf("%s reads as %+v, %v", printed, read, err)
		}
	})
}

func TestWhatIsNoSlipIsRefused(t *testing.T) {
	for _, code := range []string{
		"", "PADDOCK", "PADDOCK:F2026-0431", "PADDOCK::17000", "PADDOCK:F2026-0431:", "PADDOCK:F2026-0431:0",
		"PADDOCK:F2026-0431:-5", "PADDOCK:F2026-0431:170,00", "PADDOCK:F2026-0431:99999999999999999999",
		"PADDOCK:F2026-0431:17000:1", "HADDOCK:F2026-0431:17000", "BCD\n002",
	} {
		if slip, err := billing.ReadSlip(code); err == nil {
			t.Errorf("%q reads as %+v", code, slip)
		}
	}
	if slip, err := billing.ReadSlip("paddock:f2026-0431:17000"); err != nil || slip.Number != "f2026-0431" {
		t.Errorf("small letters read as %+v, %v", slip, err)
	}
}
