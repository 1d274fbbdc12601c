package desk_test

import (
	"slices"
	"strings"
	"testing"

	"paddock/backend/billing"
	"paddock/backend/club"
)

// BOI-TVA-DECLA-30-10-30, paragraph 50: the number of the till is part of the record.
func TestEverySaleAndPaymentIsSealedWithItsTillAndTheReceiptNamesItAndWhoServed(t *testing.T) {
	s := newShop(t)
	first := s.sell(cash(3500), "gloves")
	s.change(func(p *club.Policy) { p.Till = "Accueil" })
	second := s.sell(cash(3500), "gloves")
	for name, p := range map[string]billing.Payment{"1": first.Payments[0], "Accueil": second.Payments[0]} {
		if p.Till != name {
			t.Errorf("recorded by %q, want %q", p.Till, name)
		}
		pdf, err := s.PreviewReceipt(ctx, p.ID)
		s.must(err)
		if says := textOf(t, pdf); !strings.Contains(says, "Caisse "+name) || !strings.Contains(says, p.ReceivedBy) {
			t.Errorf("the receipt: %s", says)
		}
	}
	if second.Invoice.Till != "Accueil" {
		t.Errorf("the invoice: %q", second.Invoice.Till)
	}
	sealed := 0
	s.journal(func(kind, line string) {
		if (kind == "invoice.issued" || kind == "payment.received") && strings.Contains(line, `"till":"Accueil"`) {
			sealed++
		}
	})
	if sealed != 2 {
		t.Errorf("%d records name the till", sealed)
	}
	s.credit(second.Invoice.ID)
	back, err := s.refund(100, billing.Cash)
	s.must(err)
	if back.Till != "Accueil" {
		t.Errorf("the refund: %q", back.Till)
	}
	s.proved()
}

func TestVerifyNamesATillThatWasRewritten(t *testing.T) {
	for table, code := range map[string]string{"payments": "paymentChanged", "invoices": "documentChanged"} {
		s := newShop(t)
		s.sell(cash(3500), "gloves")
		s.proved()
		s.behindItsBack("DROP TRIGGER "+table+"_no_update", "UPDATE "+table+" SET till = '2'")
		if codes, _ := s.found(); !slices.Contains(codes, code) {
			t.Errorf("%s: found %v", table, codes)
		}
	}
}
