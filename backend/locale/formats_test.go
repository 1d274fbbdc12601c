package locale_test

import (
	"encoding/json"
	"os"
	"testing"

	"paddock/backend/calendar"
	"paddock/backend/locale"
	"paddock/backend/money"
)

// formats are texts that Go and the screens must write alike: the frontend's
// tests read the same file.
type formats struct {
	Amount, Decimal   []sample[money.Cents]
	Rate              []sample[money.Rate]
	LongDay, ShortDay []sample[calendar.Day]
}

type sample[T any] struct {
	Value      T
	FR, NL, EN string
}

func TestMoneyAndDaysAreWrittenAsOnTheScreens(t *testing.T) {
	raw, err := os.ReadFile("testdata/formats.json")
	if err != nil {
		t.Fatal(err)
	}
	var want formats
	if err := json.Unmarshal(raw, &want); err != nil {
		t.Fatal(err)
	}
	compare(t, "amount", locale.Amount, want.Amount)
	compare(t, "decimal", locale.Decimal, want.Decimal)
	compare(t, "rate", locale.Rate, want.Rate)
	compare(t, "longDay", locale.LongDay, want.LongDay)
	compare(t, "shortDay", locale.ShortDay, want.ShortDay)
}

func compare[T any](t *testing.T, name string, write func(locale.Lang, T) string, samples []sample[T]) {
	t.Helper()
	if len(samples) == 0 {
		t.Errorf("%s: no samples", name)
	}
	for _, s := range samples {
		for lang, want := range map[locale.Lang]string{locale.French: s.FR, locale.Dutch: s.NL, locale.English: s.EN} {
			if got := write(lang, s.Value); got != want {
				t.Errorf("%s of %v in %s: got %q, want %q", name, s.Value, lang, got, want)
			}
		}
	}
}
