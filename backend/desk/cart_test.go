package desk_test

import (
	"testing"

	"paddock/backend/club"
	"paddock/backend/desk"
)

func TestACartOpensWithItsFirstLinesOrNotAtAll(t *testing.T) {
	s := newShop(t)
	req := desk.Request{Actor: s.owner, Key: "opened once"}
	gloves := desk.AddLine{Offer: s.offers["gloves"], Quantity: 2}
	cart, err := s.OpenCart(ctx, req, s.family.ID, gloves, gloves)
	s.must(err)
	if len(cart.Lines) != 2 || cart.Total != 4*cart.Lines[0].Unit {
		t.Fatalf("%+v", cart)
	}
	_, err = s.OpenCart(ctx, req, s.family.ID, gloves)
	s.refuses(err, club.CodeKeyReused)
	_, err = s.OpenCart(ctx, s.req(), s.family.ID, gloves, desk.AddLine{Offer: s.offers["gloves"]})
	s.refuses(err, club.CodeQuantity)
	if carts, err := s.Carts(ctx); err != nil || len(carts) != 1 {
		t.Errorf("%d carts wait (%v); the refused one must not", len(carts), err)
	}
}
