package desk_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/money"
)

func (s *shop) plans(id billing.InvoiceID, dues ...billing.Due) (desk.DocumentView, error) {
	view, err := s.Document(ctx, id)
	s.must(err)
	return s.PlanDues(ctx, s.req(), id, desk.PlanDues{Dues: dues, Version: view.PlanVersion})
}

func TestWhatIsOwedIsSpreadOverInstalmentsThatAddUpToTheCent(t *testing.T) {
	s := newShop(t)
	id := s.owes("card") // 110.00
	s.pay(id, 10_00)
	for name, test := range map[string]struct {
		dues []billing.Due
		code club.Code
	}{
		"a cent lacks":   {[]billing.Due{{Day: "2026-11-01", Cents: 50_00}, {Day: "2026-12-01", Cents: 49_99}}, club.CodePlanSum},
		"nothing":        {nil, club.CodeTooMany},
		"a part is none": {[]billing.Due{{Day: "2026-11-01", Cents: 100_00}, {Day: "2026-12-01", Cents: 0}}, club.CodePlanSum},
		"a day is over":  {[]billing.Due{{Day: "2026-10-06", Cents: 100_00}}, club.CodePlanDays},
		"two years off":  {[]billing.Due{{Day: "2028-10-08", Cents: 100_00}}, club.CodePlanTooLate},
		"days fall":      {[]billing.Due{{Day: "2026-12-01", Cents: 50_00}, {Day: "2026-11-01", Cents: 50_00}}, club.CodePlanDays},
	} {
		_, err := s.plans(id, test.dues...)
		t.Run(name, func(t *testing.T) { wantRefusal(t, err, test.code, "dues") })
	}
	view, err := s.plans(id, billing.Due{Day: "2026-11-01", Cents: 33_34}, billing.Due{Day: "2026-12-01", Cents: 33_33}, billing.Due{Day: "2027-01-01", Cents: 33_33})
	s.must(err)
	if view.NextDueDay != "2026-11-01" || len(view.Plan) != 4 || view.Plan[0].Settled != 10_00 || view.Plan[1].Settled != 0 {
		t.Errorf("next %s, plan %+v", view.NextDueDay, view.Plan)
	}
	s.proved()
	s.clock.set(t, "2026-11-20 10:00")
	if r, late := s.lateOf(id); !late || r.Cents != 33_34 || r.Due != "2026-11-01" {
		t.Errorf("only what fell due is reminded: %+v", r)
	}
	s.pay(id, 33_34)
	if _, late := s.lateOf(id); late {
		t.Error("the next is not late yet")
	}
	view, err = s.Document(ctx, id)
	s.must(err)
	if view.NextDueDay != "2026-12-01" || view.State != billing.StatePartly || view.Plan[1].Settled != 33_34 || view.Plan[2].Late {
		t.Errorf("%s, next %s, plan %+v", view.State, view.NextDueDay, view.Plan)
	}
	s.proved()
	view, err = s.plans(id, billing.Due{Day: "2027-02-01", Cents: 66_66}) // another plan for the rest
	s.must(err)
	if view.NextDueDay != "2027-02-01" || len(view.Plan) != 2 {
		t.Errorf("the new plan: %+v", view.Plan)
	}
	aged, err := s.AgedReceivables().Rows(ctx, desk.ListQuery{})
	s.must(err)
	if len(aged) != 1 {
		t.Errorf("aged: %+v", aged)
	}
	s.pay(id, 66_66)
	_, err = s.plans(id, billing.Due{Day: "2027-02-01", Cents: 1})
	s.refuses(err, club.CodeNothingOwed)
	s.proved()
}

func TestVerifyNamesAPlanThatWasTouched(t *testing.T) {
	const drop = "DROP TRIGGER "
	for name, test := range map[string]struct {
		tamper []string
		code   string
	}{
		"its days":          {[]string{drop + "invoice_plans_no_update", "UPDATE invoice_plans SET dues = replace(dues, '2026-11', '2027-11')"}, "rowChanged"},
		"taken away":        {[]string{drop + "invoice_plans_no_delete", "DELETE FROM invoice_plans"}, "rowMissing"},
		"one nobody sealed": {[]string{"INSERT INTO invoice_plans (invoice, dues, made_at, made_by) SELECT invoice, dues, made_at, made_by FROM invoice_plans"}, "rowNeverSealed"},
		"the next due day":  {[]string{"UPDATE settlements SET next_due_day = '2030-01-01'"}, "settlementOff"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			id := s.owes("gloves")
			_, err := s.plans(id, billing.Due{Day: "2026-11-01", Cents: 20_00}, billing.Due{Day: "2026-12-01", Cents: 15_00})
			s.must(err)
			s.proved()
			s.behindItsBack(append([]string{"PRAGMA foreign_keys = 0"}, test.tamper...)...)
			if codes, _ := s.found(); !slices.Contains(codes, test.code) {
				t.Errorf("found %v", codes)
			}
		})
	}
}

func TestInstalmentsAlwaysAddUpToTheInvoice(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		total := money.Cents(rapid.IntRange(1, 100_000).Draw(r, "total"))
		settled := money.Cents(rapid.IntRange(0, int(total)-1).Draw(r, "settled"))
		var rest []billing.Due
		for i, part := range money.Share(total-settled, slices.Repeat([]money.Cents{1}, rapid.IntRange(1, min(12, int(total-settled))).Draw(r, "n"))) {
			rest = append(rest, billing.Due{Day: calendar.Day("2026-10-07").AddMonths(i), Cents: part})
		}
		dues, err := billing.Instalments(billing.Document{Total: total, Day: "2026-09-01"}, settled, rest, "2026-10-07")
		if err != nil {
			t.Fatal(err)
		}
		sum, reached := money.Cents(0), money.Cents(0)
		for _, part := range billing.Reached(dues, settled, "2026-10-07") {
			sum, reached = sum+part.Cents, reached+part.Settled
		}
		if sum != total || reached != settled {
			t.Errorf("%d of %d, settled %d of %d", sum, total, reached, settled)
		}
	})
}

func TestMoneyThatBouncesAfterAPlanIsLateFromTheDayItWasPlanned(t *testing.T) {
	s := newShop(t)
	id := s.owes("card")
	got, err := s.Receive(ctx, s.req(), desk.Receive{Household: s.family.ID, Invoices: []billing.InvoiceID{id}, Tenders: []billing.Tender{cheque(40_00)}})
	s.must(err)
	s.clock.set(t, "2026-11-20 10:00")
	_, err = s.plans(id, billing.Due{Day: "2026-12-20", Cents: 35_00}, billing.Due{Day: "2027-01-20", Cents: 35_00})
	s.must(err)
	s.clock.set(t, "2026-11-25 10:00")
	s.bounce(got.Payments[0].ID)
	if r, late := s.lateOf(id); !late || r.Due != "2026-11-20" || r.LateDays != 5 || r.Cents != 40_00 {
		t.Errorf("%+v", r)
	}
	s.proved()
}

func TestAPlanSomebodyElseMadeMeanwhileIsNotWrittenOver(t *testing.T) {
	s := newShop(t)
	id := s.owes("gloves")
	_, err := s.plans(id, billing.Due{Day: "2026-11-01", Cents: 20_00}, billing.Due{Day: "2026-12-01", Cents: 15_00})
	s.must(err)
	_, err = s.PlanDues(ctx, s.req(), id, desk.PlanDues{Dues: []billing.Due{{Day: "2027-01-01", Cents: 35_00}}})
	refusal := wantRefusal(t, err, club.CodeStale, "")
	if refusal.Params["version"] != int64(1) || refusal.Params["current"] == nil {
		t.Errorf("%+v", refusal.Params)
	}
}

func TestWhatASaleLeavesOnAccountIsSpreadOverInstalmentsAtTheCounter(t *testing.T) {
	s := newShop(t)
	cart, err := s.OpenCart(ctx, s.req(), s.family.ID, desk.AddLine{Offer: s.offers["card"], Quantity: 1, Rider: s.family.Riders[0].ID}) // 110.00
	s.must(err)
	in := desk.Checkout{Terms: cart.TermsVersion, Tenders: cash(10_00), OnAccount: true}
	in.Dues = []billing.Due{{Day: "2026-10-14", Cents: 50_00}, {Day: "2026-11-14", Cents: 60_00}}
	_, err = s.Checkout(ctx, s.req(), cart.ID, in)
	wantRefusal(t, err, club.CodePlanSum, "dues") // what is paid at once is no instalment
	in.Dues[1].Cents = 50_00
	sale, err := s.Checkout(ctx, s.req(), cart.ID, in)
	s.must(err)
	want := []billing.Due{{Day: sale.Invoice.Day, Cents: 10_00}, {Day: "2026-10-14", Cents: 50_00}, {Day: "2026-11-14", Cents: 50_00}}
	if got := sale.Invoice; !slices.Equal(got.Dues, want) || got.DueDay != "2026-11-14" || got.NextDueDay != "2026-10-14" {
		t.Errorf("dues %+v, the last %s, next %s", got.Dues, got.DueDay, got.NextDueDay)
	}
	s.proved()
}
