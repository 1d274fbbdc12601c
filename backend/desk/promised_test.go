package desk_test

import (
	"testing"

	"paddock/backend/billing"
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
