package billing_test

import (
	"testing"

	"pgregory.net/rapid"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/money"
)

func TestAPlanNeverGivesAnInvoiceMoreThanItAsksForAndLosesNoCent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cents := func(name string, most int64) money.Cents {
			return money.Cents(rapid.Int64Range(0, most).Draw(t, name))
		}
		var open []billing.Open
		var owed money.Cents
		for n := range rapid.IntRange(1, 6).Draw(t, "invoices") {
			open = append(open, billing.Open{Invoice: billing.InvoiceID(n), Remaining: 1 + cents("remaining", 50_000)})
			owed += open[n].Remaining
		}
		settling := cents("settling", int64(owed)+10_000)
		var shares []billing.Share
		spread := min(settling, owed)
		for _, o := range open { // a random spread that adds up, the last ones taking what must fit
			later := money.Cents(0)
			for _, l := range open[o.Invoice+1:] {
				later += l.Remaining
			}
			least := max(0, spread-later)
			part := least + cents("part", int64(min(o.Remaining, spread)-least))
			spread -= part
			shares = append(shares, billing.Share{Invoice: o.Invoice, Cents: part})
		}
		planned, err := billing.Plan(open, shares, settling)
		if err != nil {
			t.Fatal(err)
		}
		var sources []billing.Source
		for left := settling; left > 0; {
			part := 1 + cents("source", int64(left)-1)
			sources = append(sources, billing.Source{Payment: billing.PaymentID(len(sources) + 1), Left: part})
			left -= part
		}
		got := map[billing.InvoiceID]money.Cents{}
		for _, a := range billing.Allocate(sources, planned) {
			if a.Cents <= 0 {
				t.Fatalf("an allocation of %d", a.Cents)
			}
			got[a.Invoice] += a.Cents
		}
		for i, share := range shares {
			if got[share.Invoice] != share.Cents || share.Cents > open[i].Remaining {
				t.Fatalf("invoice %d got %d of %d, chosen %d", share.Invoice, got[share.Invoice], open[i].Remaining, share.Cents)
			}
		}
	})
}

func TestAPlanThatDoesNotAddUpIsRefused(t *testing.T) {
	open := []billing.Open{{Invoice: 1, Remaining: 1000}, {Invoice: 2, Remaining: 500}}
	for name, shares := range map[string][]billing.Share{
		"a cent short":     {{Invoice: 1, Cents: 799}},
		"a cent too much":  {{Invoice: 1, Cents: 801}},
		"above an invoice": {{Invoice: 1, Cents: 299}, {Invoice: 2, Cents: 501}},
		"below nothing":    {{Invoice: 1, Cents: 1000}, {Invoice: 2, Cents: -200}},
		"twice":            {{Invoice: 1, Cents: 400}, {Invoice: 1, Cents: 400}},
		"of another":       {{Invoice: 3, Cents: 800}},
	} {
		if _, err := billing.Plan(open, shares, 800); err == nil || err.(*club.Error).Code != club.CodeSplit {
			t.Errorf("%s: %v", name, err)
		}
	}
	if planned, err := billing.Plan(open, []billing.Share{{Invoice: 2, Cents: 500}, {Invoice: 1, Cents: 1000}}, 9999); err != nil || planned[1].Remaining != 500 {
		t.Errorf("what is too much is no part of the plan: %+v, %v", planned, err)
	}
}
