package desk_test

import (
	"testing"

	"paddock/backend/billing"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
)

// Every free text stays outside the chain, which knows it by its salted hash.
func TestVerifyNamesTheEntryWhoseReasonSomebodyRewrote(t *testing.T) {
	for name, from := range map[string]string{
		"why it was sold although it does not fit": "SELECT reason FROM cart_lines WHERE reason IS NOT NULL",
		"why something was taken off":              "SELECT discount_reason FROM cart_lines WHERE discount_reason IS NOT NULL",
		"why a link was given out":                 "SELECT reason FROM withheld_links",
		"why a promise was dropped":                "SELECT reason FROM dropped_promises",
		"why a credit note was made":               "SELECT reason FROM invoices WHERE reason IS NOT NULL",
	} {
		t.Run(name, func(t *testing.T) {
			s := everyReason(t)
			s.proved()
			s.behindItsBack("UPDATE reasons SET text = text || '.' WHERE id IN (" + from + ")")
			proof, err := s.Verify(ctx)
			s.must(err)
			if len(proof.Findings) != 1 || proof.Findings[0].Code != "reasonChanged" || proof.First == nil || proof.First.Seq == 0 {
				t.Errorf("found %+v", proof)
			}
		})
	}
}

func TestAReasonThatWasErasedIsAsItWasSealed(t *testing.T) {
	s := everyReason(t)
	s.behindItsBack("PRAGMA foreign_keys = 0", "DELETE FROM reasons")
	s.proved()
}

// everyReason is a club that gave a reason wherever one is asked for.
func everyReason(t *testing.T) *shop {
	t.Helper()
	s, hugo := enrolment(t)
	cart := s.cart(s.family.ID, "gloves")
	old := s.sells(catalogue.Offer{Kind: catalogue.Goods, Name: "Gilet adulte", Price: 5000, AgeMin: 18, Parts: []catalogue.Part{{VAT: "standard", Cents: 5000}}})
	cart, err := s.AddLine(ctx, s.req(), cart.ID, desk.AddLine{Offer: old, Rider: hugo, Quantity: 1, Reason: "Grand pour son âge"})
	s.must(err)
	cart, err = s.GiveDiscount(ctx, s.req(), cart.ID, cart.Lines[0].ID, desk.GiveDiscount{GivenDiscount: club.GivenDiscount{Cents: 100}, Reason: "Geste"})
	s.must(err)
	sale, err := s.Checkout(ctx, s.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, Tenders: cash(8400)})
	s.must(err)
	withheld := s.sell([]billing.Tender{link(4000)}, "membership")
	_, err = s.UnlockLink(ctx, s.req(), withheld.Invoice.ID, desk.UnlockLink{Reason: "Papiers promis"})
	s.must(err)
	s.sell([]billing.Tender{{Way: billing.Promise, Cents: 3500}}, "gloves")
	today, err := s.Today(ctx)
	s.must(err)
	_, err = s.DropPromise(ctx, s.req(), today.Promised[0].Request, desk.DropPromise{Reason: "Ne viendra plus"})
	s.must(err)
	s.credit(sale.Invoice.ID)
	return s
}
