package desk_test

import (
	"strings"
	"testing"
	"time"

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

func TestTheScreenShowsTheCodeOfALinkOverSeveralInvoices(t *testing.T) {
	s := newShop(t)
	first := s.sell([]billing.Tender{link(3500)}, "gloves").Invoice.ID
	s.sell([]billing.Tender{link(3500)}, "gloves")
	alone, err := s.Codes(ctx, first)
	s.must(err)
	if alone.LinkCents != 3500 || alone.Shared {
		t.Errorf("one invoice: %d, shared %v", alone.LinkCents, alone.Shared)
	}
	received, err := s.Receive(ctx, s.req(), desk.Receive{Household: s.family.ID, Tenders: []billing.Tender{link(7000)}})
	s.must(err)
	codes, err := s.Codes(ctx, first)
	s.must(err)
	if codes.Link.Text != received.Link || codes.Link.Path == "" || codes.LinkCents != 7000 || !codes.Shared {
		t.Errorf("asked for %s, the screen shows %s over %d, shared %v", received.Link, codes.Link.Text, codes.LinkCents, codes.Shared)
	}
}

// The paper, its receipt and its mail give out the link that the screen shows, and say what
// it pays where that is not what remains of the paper.
func TestThePaperOfALinkOverSeveralInvoicesSaysWhatItPays(t *testing.T) {
	s := newShop(t)
	first := s.sell([]billing.Tender{link(3500)}, "gloves").Invoice
	second := s.sell(append(cash(1000), link(2500)), "gloves")
	flat := func(text string) string { return strings.ReplaceAll(strings.ReplaceAll(text, " ", ""), "\u00a0", "") }
	says := func(id billing.InvoiceID, want ...string) {
		t.Helper()
		text := flat(printed(t, s.Desk, id))
		for _, part := range want {
			if !strings.Contains(text, flat(part)) {
				t.Errorf("%d does not say %q: %s", id, part, text)
			}
		}
	}
	if text := printed(t, s.Desk, first.ID); strings.Contains(text, "Ce lien paie") {
		t.Errorf("its own link: %s", text)
	}
	received, err := s.Receive(ctx, s.req(), desk.Receive{Household: s.family.ID, Tenders: []billing.Tender{link(6000)}})
	s.must(err)
	together := "Ce lien paie 60,00 € pour les factures " + first.Number + ", " + second.Invoice.Number + " ensemble."
	for _, id := range []billing.InvoiceID{first.ID, second.Invoice.ID} {
		says(id, together, strings.TrimPrefix(received.Link, "https://"))
	}
	receipt, err := s.PrintReceipt(ctx, s.req(), second.Payments[0].ID)
	s.must(err)
	if text := flat(textOf(t, receipt)); !strings.Contains(text, flat(together)) || !strings.Contains(text, "60,00") {
		t.Errorf("the receipt: %s", text)
	}
	s.receiveCash(3500)
	if text := printed(t, s.Desk, second.Invoice.ID); strings.Contains(text, "Ce lien paie") {
		t.Errorf("its own again: %s", text)
	}
	cart := s.cart(s.family.ID, "gloves")
	part, err := s.Checkout(ctx, s.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, Tenders: []billing.Tender{link(1500)}, OnAccount: true})
	s.must(err)
	says(part.Invoice.ID, "Ce lien paie 15,00 €, une partie de ce qui reste.")
}

func TestARequestOverALateInvoiceRunsFromToday(t *testing.T) {
	s := newShop(t)
	id := s.sell([]billing.Tender{link(3500)}, "gloves").Invoice.ID
	s.wait(30 * 24 * time.Hour)
	_, err := s.Receive(ctx, s.req(), desk.Receive{Household: s.family.ID, Tenders: []billing.Tender{link(3500)}})
	s.must(err)
	view, err := s.Document(ctx, id)
	s.must(err)
	if got := view.Requests[0].Until; got != "2026-11-13" { // a week from 6 November
		t.Errorf("runs until %s", got)
	}
	s.receiveCash(1000) // the link for the rest is made anew
	view, err = s.Document(ctx, id)
	s.must(err)
	if got := view.Requests[0].Until; got != "2026-11-13" {
		t.Errorf("after a payment: until %s", got)
	}
}
