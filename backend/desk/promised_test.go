package desk_test

import (
	"slices"
	"testing"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
)

func TestWhatWasPromisedIsAListOfItsOwnUntilItComes(t *testing.T) {
	s := newShop(t)
	visit := billing.Tender{Way: billing.Promise, Cents: 2000, Detail: billing.Detail{Until: "2026-10-12"}}
	sale := s.sell([]billing.Tender{visit, {Way: billing.Announced, Cents: 1500, Detail: billing.Detail{Until: "2026-10-09"}}}, "gloves")
	s.sell([]billing.Tender{link(3500)}, "gloves")
	parked := s.cart(s.family.ID, "gloves")

	today, err := s.Today(ctx)
	s.must(err)
	if len(today.Promised) != 2 || len(today.Carts) != 1 || today.Carts[0].ID != parked.ID {
		t.Fatalf("promised %+v, carts %+v", today.Promised, today.Carts)
	}
	first := today.Promised[0]
	if first.Kind != "transfer" || first.Until != "2026-10-09" || first.Cents != 1500 || first.Family != "Delcourt" || first.Numbers[0] != sale.Invoice.Number {
		t.Errorf("the earliest day comes first: %+v", first)
	}
	s.pay(sale.Invoice.ID, 2500)
	today, err = s.Today(ctx)
	s.must(err)
	if today.Promised[1].Cents != 1000 {
		t.Errorf("10.00 remain, of the visit are asked %d", today.Promised[1].Cents)
	}
	s.pay(sale.Invoice.ID, 1000)
	if today, err = s.Today(ctx); err != nil || len(today.Promised) != 0 {
		t.Errorf("all came: %+v, %v", today.Promised, err)
	}
	s.proved()
}

// A promise without a day holds for the days the club gives it (PRODUCT section
// 6: 7 by default).
func TestAPromiseWithoutADayHoldsForTheClubsDays(t *testing.T) {
	s := newShop(t)
	until := func() calendar.Day {
		t.Helper()
		s.sell([]billing.Tender{{Way: billing.Promise, Cents: 3500}}, "gloves")
		today, err := s.Today(ctx)
		s.must(err)
		return today.Promised[len(today.Promised)-1].Until
	}
	if day := until(); day != "2026-10-14" {
		t.Errorf("promised on 7 October it holds until %s", day)
	}
	s.change(func(p *club.Policy) { p.PromiseDays = 20 })
	if day := until(); day != "2026-10-27" {
		t.Errorf("with 20 days it holds until %s", day)
	}
}

func TestAPromiseIsDroppedWithAReasonOnceAndItsInvoiceAsksOn(t *testing.T) {
	s := newShop(t)
	sale := s.sell([]billing.Tender{{Way: billing.Promise, Cents: 3500}}, "gloves")
	today, err := s.Today(ctx)
	s.must(err)
	promise := today.Promised[0].Request

	_, err = s.DropPromise(ctx, s.req(), promise, desk.DropPromise{Reason: "  "})
	s.refuses(err, club.CodeRequired)
	req := s.req()
	for range 2 { // a second click is the same drop
		left, err := s.DropPromise(ctx, req, promise, desk.DropPromise{Reason: "Ne viendra plus"})
		s.must(err)
		if len(left) != 0 {
			t.Errorf("still promised: %+v", left)
		}
	}
	_, err = s.DropPromise(ctx, s.req(), promise, desk.DropPromise{Reason: "encore"})
	s.refuses(err, club.CodePromiseNotFound)
	view, err := s.Document(ctx, sale.Invoice.ID)
	s.must(err)
	if view.Remaining != 3500 || view.Requests[0].State != "cancelled" || view.Requests[0].Dropped != "Ne viendra plus" {
		t.Errorf("the invoice says %+v", view)
	}
	s.pay(sale.Invoice.ID, 3500)
	s.proved()
}

func TestAPromiseSaysByWhichWayItIsToCome(t *testing.T) {
	s := newShop(t)
	promise := func(by string) billing.Tender {
		return billing.Tender{Way: billing.Promise, Cents: 3500, Detail: billing.Detail{PromisedBy: by}}
	}
	s.sell([]billing.Tender{promise("cheque")}, "gloves")
	s.sell([]billing.Tender{promise("visit")}, "gloves")
	s.sell([]billing.Tender{promise("")}, "gloves")
	rows, err := s.PromisedMoney().Rows(ctx, desk.ListQuery{Sort: "promised.by"})
	s.must(err)
	var by []string
	for _, row := range rows {
		by = append(by, row.By)
	}
	if !slices.Equal(by, []string{"cheque", "visit", "promise"}) {
		t.Errorf("%q", by)
	}
	s.proved()
	for _, wrong := range []billing.Tender{promise("card"), promise("post"), {Way: billing.Announced, Cents: 3500, Detail: billing.Detail{PromisedBy: "visit"}}} {
		cart := s.cart(s.family.ID, "gloves")
		_, err := s.Checkout(ctx, s.req(), cart.ID, desk.Checkout{Tenders: []billing.Tender{wrong}})
		s.refuses(err, club.CodeWayUnknown)
	}
}

func TestALinkIsNoPromiseToDrop(t *testing.T) {
	s := newShop(t)
	sale := s.sell([]billing.Tender{link(3500)}, "gloves")
	_, err := s.DropPromise(ctx, s.req(), sale.Invoice.Requests[0].ID, desk.DropPromise{Reason: "non"})
	s.refuses(err, club.CodePromiseNotFound)
}

func TestVerifyFindsAPromiseDroppedOrTakenUpBehindItsBack(t *testing.T) {
	for name, statement := range map[string]string{
		"taken up":       "UPDATE requests SET state = 'open' WHERE kind = 'promise' AND state = 'cancelled'",
		"dropped":        "UPDATE requests SET state = 'cancelled' WHERE kind = 'promise' AND state = 'open'",
		"of another way": "DROP TRIGGER requests_way_fixed; UPDATE requests SET way = 'visit'",
		"by another":     "DROP TRIGGER dropped_promises_no_update; UPDATE dropped_promises SET dropped_at = '2026-10-08T10:00:00.000Z'",
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			s.sell([]billing.Tender{{Way: billing.Promise, Cents: 3500}}, "gloves")
			today, err := s.Today(ctx)
			s.must(err)
			_, err = s.DropPromise(ctx, s.req(), today.Promised[0].Request, desk.DropPromise{Reason: "Ne viendra plus"})
			s.must(err)
			s.sell([]billing.Tender{{Way: billing.Promise, Cents: 3500}}, "gloves")
			s.proved()
			s.behindItsBack(statement)
			proof, err := s.Verify(ctx)
			s.must(err)
			if len(proof.Findings) == 0 || proof.Findings[0].Code != "rowChanged" {
				t.Errorf("found %+v", proof.Findings)
			}
		})
	}
}
