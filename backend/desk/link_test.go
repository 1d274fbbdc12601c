package desk_test

import (
	"testing"

	"paddock/backend/billing"
	"paddock/backend/desk"
	"paddock/backend/money"
)

func TestALinkOverSeveralInvoicesAsksForWhatRemainsOfThem(t *testing.T) {
	s := newShop(t)
	first := s.sell([]billing.Tender{link(3500)}, "gloves").Invoice.ID
	second := s.sell([]billing.Tender{link(3500)}, "gloves").Invoice.ID
	_, err := s.Receive(ctx, s.req(), desk.Receive{Household: s.family.ID, Tenders: []billing.Tender{link(7000)}})
	s.must(err)
	for _, step := range []struct {
		paid, onFirst, onSecond money.Cents
	}{{1000, 6000, 6000}, {2500, 0, 3500}, {3500, 0, 0}} {
		s.receiveCash(step.paid)
		if a, b := s.asked(first), s.asked(second); a != step.onFirst || b != step.onSecond {
			t.Errorf("after %d: asks %d and %d, want %d and %d", step.paid, a, b, step.onFirst, step.onSecond)
		}
	}
	s.proved()
}

// receiveCash receives cash for the family's oldest invoices.
func (s *shop) receiveCash(cents money.Cents) {
	s.t.Helper()
	_, err := s.Receive(ctx, s.req(), desk.Receive{Household: s.family.ID, Tenders: cash(cents)})
	s.must(err)
}

// asked is what the open links over an invoice ask for in all.
func (s *shop) asked(id billing.InvoiceID) (cents money.Cents) {
	s.t.Helper()
	view, err := s.Document(ctx, id)
	s.must(err)
	for _, r := range view.Requests {
		if r.Kind == "link" && r.State == "open" {
			cents += r.Cents
		}
	}
	return cents
}
