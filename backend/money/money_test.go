package money_test

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"paddock/backend/money"
)

func TestSplitBindsTheAmountThatIncludesVAT(t *testing.T) {
	for _, test := range []struct {
		name     string
		rate     money.Rate
		gross    money.Cents
		net, vat money.Cents
	}{
		{"50.01 at 20 %", 20_00, 50_01, 41_67, 8_34},
		{"735.00 in two parts, the first", 5_50, 441_00, 418_01, 22_99},
		{"735.00 in two parts, the second", 20_00, 294_00, 245_00, 49_00},
		{"half a cent rounds up", 20_00, 3, 2, 1},
		{"less than half a cent rounds down", 20_00, 2, 2, 0},
		{"a credit note mirrors it", 20_00, -50_01, -41_67, -8_34},
		{"no rate", 0, 50_01, 50_01, 0},
		{"the largest amount", 20_00, money.Max, 83_333_333_332, 16_666_666_667},
	} {
		t.Run(test.name, func(t *testing.T) {
			net, vat := test.rate.Split(test.gross)
			if net != test.net || vat != test.vat {
				t.Errorf("Split(%d) = %d + %d, want %d + %d", test.gross, net, vat, test.net, test.vat)
			}
		})
	}
}

var (
	amounts = rapid.Map(rapid.Int64Range(-int64(money.Max), int64(money.Max)), func(n int64) money.Cents { return money.Cents(n) })
	rates   = rapid.Map(rapid.IntRange(0, 100_00), func(n int) money.Rate { return money.Rate(n) })
)

func TestSplitAddsUpAndCreditMirrors(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		gross, rate := amounts.Draw(t, "gross"), rates.Draw(t, "rate")
		net, vat := rate.Split(gross)
		if net+vat != gross {
			t.Fatalf("%d + %d is not %d", net, vat, gross)
		}
		if creditNet, creditVAT := rate.Split(-gross); creditNet != -net || creditVAT != -vat {
			t.Fatalf("credit %d + %d does not mirror %d + %d", creditNet, creditVAT, net, vat)
		}
		if want := oracle(int64(gross), int64(rate), 100_00+int64(rate)); int64(vat) != want {
			t.Fatalf("VAT %d of %d at %d, the oracle says %d", vat, gross, rate, want)
		}
	})
}

// oracle is amount × numerator ÷ denominator in whole numbers without a bound,
// the magnitude rounded half up (PERFORMANCE R26; make torture asks it a million
// times).
func oracle(amount, numerator, denominator int64) int64 {
	twice := new(big.Int).Mul(big.NewInt(2*max(amount, -amount)), big.NewInt(numerator))
	twice.Add(twice, big.NewInt(denominator))
	rounded := twice.Div(twice, big.NewInt(2*denominator)).Int64()
	if amount < 0 {
		return -rounded
	}
	return rounded
}

func TestMulDivIsWhatTheOracleSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amount := amounts.Draw(t, "amount")
		n := rapid.Int64Range(0, int64(money.Max)).Draw(t, "numerator")
		d := rapid.Int64Range(max(n, 1), int64(money.Max)).Draw(t, "denominator")
		if got, want := amount.MulDiv(n, d), oracle(int64(amount), n, d); int64(got) != want {
			t.Fatalf("%d × %d ÷ %d = %d, the oracle says %d", amount, n, d, got, want)
		}
	})
}

// The control: the same sum in floating point is a cent off.
func TestAFloatIsACentOffWhereWholeNumbersAreNot(t *testing.T) {
	float := func(gross float64, rate float64) int64 {
		return int64(math.Round(gross / 100 * rate / (100 + rate) * 100))
	}
	off := 0
	for gross := int64(1); gross < 100_000; gross++ {
		if float(float64(gross), 5.5) != oracle(gross, 5_50, 105_50) {
			off++
		}
	}
	for gross := int64(money.Max) - 100_000; gross < int64(money.Max); gross++ {
		if float(float64(gross), 20) != oracle(gross, 20_00, 120_00) {
			off++
		}
	}
	if off == 0 {
		t.Error("the oracle would not see it")
	}
}

func TestMulDivRoundsTheMagnitudeHalfUp(t *testing.T) {
	for _, test := range []struct {
		c    money.Cents
		n, d int64
		want money.Cents
	}{
		{403_20, 20, 36, 224_00}, // PRODUCT section 3, pro rata
		{735_00, 62, 70, 651_00},
		{1, 1, 2, 1}, {-1, 1, 2, -1}, {1, -1, 2, -1},
		{money.Max, int64(money.Max), int64(money.Max), money.Max},
	} {
		if got := test.c.MulDiv(test.n, test.d); got != test.want {
			t.Errorf("%d × %d ÷ %d = %d, want %d", test.c, test.n, test.d, got, test.want)
		}
	}
}

func TestShareAddsUpToTheCent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total := amounts.Draw(t, "total")
		weights := rapid.SliceOfN(rapid.Map(rapid.Int64Range(0, 1_000_000), func(n int64) money.Cents { return money.Cents(n) }), 1, 12).Draw(t, "weights")
		var sum, all money.Cents
		for _, w := range weights {
			all += w
		}
		for i, part := range money.Share(total, weights) {
			sum += part
			// No part is a whole cent away from its exact share.
			if off := (part - total.MulDiv(int64(weights[i]), max(int64(all), 1))).Abs(); all > 0 && off > 1 {
				t.Fatalf("part %d of %d over %v is %d off", i, total, weights, off)
			}
		}
		if sum != total {
			t.Fatalf("parts of %d add up to %d", total, sum)
		}
	})
}

func TestShareGivesTheCentsLeftToTheLargestRemainders(t *testing.T) {
	for _, test := range []struct {
		name    string
		total   money.Cents
		weights []money.Cents
		want    []money.Cents
	}{
		{"a euro over three", 100, []money.Cents{1, 1, 1}, []money.Cents{34, 33, 33}},
		{"the largest remainder first", 10, []money.Cents{1, 5, 1}, []money.Cents{2, 7, 1}},
		{"a credit mirrors", -100, []money.Cents{1, 1, 1}, []money.Cents{-34, -33, -33}},
		{"no weight at all", 100, []money.Cents{0, 0}, []money.Cents{100, 0}},
	} {
		t.Run(test.name, func(t *testing.T) {
			for i, part := range money.Share(test.total, test.weights) {
				if part != test.want[i] {
					t.Errorf("part %d is %d, want %d", i, part, test.want[i])
				}
			}
		})
	}
}

func TestParseReadsWhatPeopleType(t *testing.T) {
	for text, want := range map[string]money.Cents{
		"12": 12_00, "12,5": 12_50, "12.50": 12_50, "1 234,56 €": 1_234_56, "1\u202f234,56\u00a0€": 1_234_56,
		"-3": -3_00, "−3,05": -3_05, ",5": 50, "0": 0, "999999999,99": money.Max,
	} {
		if got, err := money.Parse(text); err != nil || got != want {
			t.Errorf("Parse(%q) = %d, %v; want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"", "€", "-", "12,345", "1.234,56", "12,5,0", "1000000000", "douze", "1e3", "--1", "1-2", "٣"} {
		if got, err := money.Parse(text); err == nil {
			t.Errorf("Parse(%q) = %d, want a refusal", text, got)
		}
	}
}
