package billing_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/money"
)

func TestMoneyCoversWhatIsDueNowInLineOrderAndThenTheRest(t *testing.T) {
	lines := []billing.Line{{Cents: 11000, Now: 3000}, {Cents: 2500, Now: 2500}, {Cents: 3500, Now: 3500}}
	for _, test := range []struct {
		settled money.Cents
		want    [3]money.Cents
	}{
		{0, [3]money.Cents{0, 0, 0}},
		{2999, [3]money.Cents{2999, 0, 0}},
		{7000, [3]money.Cents{3000, 2500, 1500}},
		{9000, [3]money.Cents{3000, 2500, 3500}},
		{10000, [3]money.Cents{4000, 2500, 3500}},
		{17000, [3]money.Cents{11000, 2500, 3500}},
	} {
		if got := [3]money.Cents(billing.Cover(lines, test.settled)); got != test.want {
			t.Errorf("%d: %v, want %v", test.settled, got, test.want)
		}
	}
}

func TestTheScheduleAddsUpAndAsksAtOnceOnlyWhatTheDeskReceived(t *testing.T) {
	const day, term = calendar.Day("2026-01-31"), 7
	for name, test := range map[string]struct {
		total, now, received money.Cents
		want                 []billing.Due
	}{
		"all paid at the desk":           {17000, 17000, 17000, []billing.Due{{Day: day, Cents: 17000}}},
		"due now paid, the rest by link": {17000, 6000, 7000, []billing.Due{{Day: day, Cents: 6000}, {Day: "2026-02-07", Cents: 11000}}},
		"everything by link":             {17000, 17000, 0, []billing.Due{{Day: "2026-02-07", Cents: 17000}}},
		"nothing to pay":                 {0, 0, 0, []billing.Due{{Day: day, Cents: 0}}},
		"due now not quite paid":         {17000, 6000, 5999, []billing.Due{{Day: "2026-02-07", Cents: 17000}}},
		"nothing due now, nothing paid":  {5000, 0, 0, []billing.Due{{Day: "2026-02-07", Cents: 5000}}},
	} {
		got := billing.Schedule(test.total, test.now, test.received, day, term)
		if len(got) != len(test.want) {
			t.Errorf("%s: %v, want %v", name, got, test.want)
			continue
		}
		for i := range got {
			if got[i] != test.want[i] {
				t.Errorf("%s: %v, want %v", name, got, test.want)
			}
		}
	}
}

func TestTheStateFollowsFromWhatSettledAndTheDay(t *testing.T) {
	for name, test := range map[string]struct {
		kind                     billing.Kind
		total, settled, credited money.Cents
		covered                  money.Cents
		nextDue                  calendar.Day
		want                     billing.State
	}{
		"nothing came, in time":       {billing.Invoice, 100, 0, 0, 0, "2026-10-07", billing.StateDue},
		"due today is not late":       {billing.Invoice, 100, 10, 0, 0, "2026-10-07", billing.StatePartly},
		"one day late":                {billing.Invoice, 100, 10, 0, 0, "2026-10-06", billing.StateOverdue},
		"paid":                        {billing.Invoice, 100, 100, 0, 0, "", billing.StatePaid},
		"an aid is still to come":     {billing.Invoice, 100, 100, 0, 40, "", billing.StateCovered},
		"given back whole":            {billing.Invoice, 100, 100, 100, 0, "", billing.StateCredited},
		"part credited, nothing paid": {billing.Invoice, 100, 40, 40, 0, "2026-10-09", billing.StateDue},
		"free of charge":              {billing.Invoice, 0, 0, 0, 0, "", billing.StatePaid},
		"a credit note is given":      {billing.CreditNote, -100, 0, 0, 0, "", billing.StateGiven},
	} {
		if got := billing.StateOf(test.kind, test.total, test.settled, test.credited, test.covered, test.nextDue, "2026-10-07"); got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}

func TestNumbersPrintInTheClubsFormAndTrainingIsMarked(t *testing.T) {
	for _, test := range []struct {
		form     string
		n        int
		training bool
		want     string
	}{
		{"F{year}-{n:4}", 431, false, "F2026-0431"},
		{"{year}{n:6}", 431, false, "2026000431"},
		{"F{year}-{n:4}", 12345, false, "F2026-12345"},
		{"F{year}-{n:4}", 1, true, "ECOLE-F2026-0001"},
	} {
		if got := billing.Number(test.form, 2026, test.n, test.training); got != test.want {
			t.Errorf("%s: %s, want %s", test.form, got, test.want)
		}
	}
}

func TestAFormThatCouldPrintOneNumberTwiceIsRefused(t *testing.T) {
	const short, twice, long = club.Code(""), club.CodeNumberForm, club.CodeNumberLong
	for form, want := range map[string]club.Code{
		"F{year}-{n:4}": short, "{year}{n:6}": short, "{year}/{n}": short, "{n:9}/{year}": short,
		"F{n:4}": twice, "F-{year}": twice, "{n}{year}": twice, "{n:4}{year}": twice, "{n}-{n}-{year}": twice,
		"F{year} {n}": twice, "F{year}-{n:4}{x}": twice, "{year}-{n:4": twice, "": twice,
		strings.Repeat("F", 30) + "{year}-{n}": long, "F{year}-{n:99}": long, "F{year}-{n:999}": long,
		"F{year}-{n:99999999999999999999}": long,
	} {
		err := billing.CheckForm(form, "F{year}-{n:4}")
		if want == short && err != nil || want != short && !errors.Is(err, club.Refuse(want)) {
			t.Errorf("%s: %v, want %q", form, err, want)
		}
	}
}

func TestAPrintedNumberReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		form := rapid.SampledFrom([]string{"F{year}-{n:4}", "{year}{n:6}", "{year}/{n}", "A{n:3}/{year}", "{year}-1{n}"}).Draw(t, "form")
		year, n := rapid.IntRange(1000, 9999).Draw(t, "year"), rapid.IntRange(1, 99_999_999).Draw(t, "n")
		training := rapid.Bool().Draw(t, "training")
		gotYear, gotN, ok := billing.ReadNumber(form, billing.Number(form, year, n, training), training)
		if !ok || gotYear != year || gotN != n {
			t.Errorf("%s of %d in %d reads %d in %d", form, n, year, gotN, gotYear)
		}
	})
	for _, foreign := range []string{"F2026-431", "F2026-0431x", "G2026-0431", "F26-0431", "ECOLE-F2026-0431", ""} {
		if _, _, ok := billing.ReadNumber("F{year}-{n:4}", foreign, false); ok {
			t.Errorf("%q was read", foreign)
		}
	}
}

func TestACartLivesAnHourFromItsLastChangeAndThreeInAll(t *testing.T) {
	created := time.Date(2026, 10, 7, 9, 0, 0, 0, time.UTC)
	at := func(minutes int) time.Time { return created.Add(time.Duration(minutes) * time.Minute) }
	for changed, want := range map[int]int{0: 60, 50: 110, 119: 179, 120: 180, 170: 180} {
		if got := billing.Expiry(created, at(changed), time.Hour, 3*time.Hour); !got.Equal(at(want)) {
			t.Errorf("changed after %d minutes: ends after %v, want %d", changed, got.Sub(created), want)
		}
	}
}

// Whatever is issued, paid in parts and credited, every entry balances, and once
// all is settled no VAT is pending.
func TestEntriesBalanceAndVATOnCollectionIsDeclaredToTheCentWithTheLastPayment(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		doc := anyInvoice(t)
		doc.Household = 1
		balance := map[string]money.Cents{}
		book := func(postings []billing.Posting) {
			var sum money.Cents
			for _, p := range postings {
				sum += p.Cents
				balance[p.Role] += p.Cents
			}
			if sum != 0 {
				t.Fatalf("entry is off by %d: %+v", sum, postings)
			}
		}
		book(billing.IssuePostings(doc, true))
		for settled := money.Cents(0); settled < doc.Total; {
			next := settled + money.Cents(rapid.Int64Range(1, int64(doc.Total-settled)).Draw(t, "paid"))
			book(billing.CollectionPostings(doc, billing.Resolved{Paid: settled}, billing.Resolved{Paid: next}))
			settled = next
		}
		for role, left := range balance {
			if strings.HasPrefix(role, "vat.pending") && left != 0 {
				t.Fatalf("%s still holds %d", role, left)
			}
		}
		for _, g := range doc.VAT {
			if got := -balance[vatRoleOf(g.Rate)]; g.Kind == club.Taxed && got != g.Tax {
				t.Fatalf("declared %d of %d at %d", got, g.Tax, g.Rate)
			}
		}
		if balance["customers"] != doc.Total {
			t.Fatalf("customers owe %d of %d", balance["customers"], doc.Total)
		}
	})
}

func vatRoleOf(rate money.Rate) string {
	if rate == 550 {
		return "vat.0550"
	}
	return "vat.2000"
}

func TestVATOfGoodsIsDueAtOnceAndThatOfServicesWithTheMoney(t *testing.T) {
	part := func(cents money.Cents) []billing.Part {
		return []billing.Part{{VAT: "standard", Kind: club.Taxed, Rate: 2000, Cents: cents}}
	}
	doc := billing.Document{Kind: billing.Invoice, Total: 36000, Lines: []billing.Line{
		{Kind: catalogue.Goods, Cents: 12000, Parts: part(12000)},
		{Kind: catalogue.Card, Cents: 24000, Parts: part(24000)},
	}}
	doc.VAT = billing.Groups(doc.Lines)
	got := map[string]money.Cents{}
	for _, p := range billing.IssuePostings(doc, true) {
		got[p.Role] = p.Cents
	}
	want := map[string]money.Cents{"customers": 36000, "sales.goods": -10000, "deferred.card": -20000, "vat.pending.2000": -4000, "vat.2000": -2000}
	for role, cents := range want {
		if got[role] != cents {
			t.Errorf("%s: %d, want %d", role, got[role], cents)
		}
	}
}
