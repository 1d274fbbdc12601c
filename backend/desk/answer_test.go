package desk_test

import (
	"encoding/json"
	"testing"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/desk"
)

// same compares what a verb answered with what is read afterwards: a document and
// a payment are sealed as they were written and not read again for it.
func (h *house) same(answered, read any) {
	h.t.Helper()
	a, err := json.Marshal(answered)
	h.must(err)
	b, err := json.Marshal(read)
	h.must(err)
	if string(a) != string(b) {
		h.t.Errorf("answered\n%s, read\n%s", a, b)
	}
}

func (h *house) sameDocument(answered desk.DocumentView) {
	h.t.Helper()
	read, err := h.Document(ctx, answered.ID)
	h.must(err)
	h.same(answered, read)
}

func (h *house) samePayment(answered billing.Payment) {
	h.t.Helper()
	read, err := h.Payment(ctx, answered.ID)
	h.must(err)
	h.same(answered, read.Payment)
}

func TestASaleAndWhatGivesItBackAreAnsweredAsTheyAreReadAfterwards(t *testing.T) {
	s := newStable(t)
	s.checkOut(s.cartFor(0))
	cart := s.cartFor(1) // with the discount of a second rider
	halter := s.goods("Licol", 2500)
	cart, err := s.AddLine(ctx, s.req(), cart.ID, desk.AddLine{Offer: halter, Quantity: 2})
	s.must(err)
	cart, err = s.GiveDiscount(ctx, s.req(), cart.ID, cart.Lines[1].ID, desk.GiveDiscount{GivenDiscount: club.GivenDiscount{Cents: 100}, Reason: "Geste"})
	s.must(err)
	sale, err := s.Checkout(ctx, s.req(), cart.ID, desk.Checkout{
		Terms: cart.TermsVersion, OnAccount: true, Tenders: []billing.Tender{{Way: billing.Cash, Cents: 6000, Tendered: 6000}},
	})
	s.must(err)
	if len(sale.Invoice.VAT) != 2 || len(sale.Invoice.Lines) != 4 {
		t.Fatalf("%+v", sale.Invoice.Lines)
	}
	s.sameDocument(sale.Invoice)
	s.samePayment(sale.Payments[0])

	received, err := s.Receive(ctx, s.req(), desk.Receive{Household: s.family.ID, Invoices: []billing.InvoiceID{sale.Invoice.ID},
		Tenders: []billing.Tender{{Way: billing.Cheque, Cents: sale.Invoice.Remaining, Detail: billing.Detail{Number: "123", Bank: "BNP", Drawer: "Delcourt"}}}})
	s.must(err)
	s.samePayment(received.Payments[0])

	note, err := s.Credit(ctx, s.req(), sale.Invoice.ID, desk.Credit{Reason: "Retour"})
	s.must(err)
	if note.OriginalNo != sale.Invoice.Number {
		t.Errorf("%+v", note.Document)
	}
	s.sameDocument(note)
	refund, err := s.Refund(ctx, s.req(), s.family.ID, desk.Refund{Cents: 1000, Way: billing.Cash})
	s.must(err)
	s.samePayment(refund)
	s.proved()
}
