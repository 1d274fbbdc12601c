package desk_test

import (
	"testing"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/money"
	"paddock/backend/statement"
)

// overpaid is a cheque of 100.00 over gloves of 35.00, of which 10.00 was paid out.
func (s *shop) overpaid() (billing.InvoiceID, billing.Payment) {
	s.t.Helper()
	id := s.owes("gloves")
	got, err := s.Receive(ctx, s.req(), desk.Receive{Household: s.family.ID, Invoices: []billing.InvoiceID{id}, Tenders: []billing.Tender{cheque(100_00)}})
	s.must(err)
	_, err = s.refund(10_00, billing.Cash)
	s.must(err)
	return id, got.Payments[0]
}

// claimed is the document that asks a family for what it was paid out; "" when none
// asks any more.
func (s *shop) claimed() (id billing.InvoiceID, left money.Cents) {
	s.t.Helper()
	account, err := s.Account(ctx, s.family.ID)
	s.must(err)
	for _, line := range account.Lines {
		if line.Claim && line.Remaining > 0 {
			id, left = line.Invoice, line.Remaining
		}
	}
	return id, left
}

func TestAChequeOfWhichSomeWasPaidOutBouncesWholeAndTheFamilyOwesThatToo(t *testing.T) {
	s := newShop(t)
	id, paid := s.overpaid()
	back := s.bounce(paid.ID)
	if back.Cents != -100_00 || len(back.From) != 2 || back.From[0] != (billing.Withdrawal{Payment: paid.ID, Cents: 90_00}) || back.From[1].Cents != 10_00 {
		t.Errorf("%+v", back)
	}
	if booked := s.booked("bank", back.Receipt); booked != "chequesInHand -10000, customers 10000" {
		t.Errorf("booked %s", booked)
	}
	s.remains(id, 35_00)
	claim, left := s.claimed()
	account, err := s.Account(ctx, s.family.ID)
	s.must(err)
	if n := len(account.Lines); left != 10_00 || account.Remaining != 45_00 || account.Credit != 0 || account.Lines[n-1].Balance != 45_00 {
		t.Errorf("%d claimed; %+v", left, account.AccountSummary)
	}
	if cheques := s.role("chequesInHand"); cheques != 0 {
		t.Errorf("%d of cheques in hand", cheques)
	}
	s.proved()
	_, err = s.Bounce(ctx, s.req(), paid.ID)
	s.refuses(err, club.CodeWentBack)

	s.pay(id, 35_00)
	home, err := s.Household(ctx, s.family.ID)
	s.must(err)
	if len(home.Bounced) != 1 || len(home.Bounced[0].Invoices) != 1 || home.Bounced[0].Invoices[0] != claim {
		t.Errorf("what it was paid out is not made good yet: %+v", home.Bounced)
	}
	_, err = s.Receive(ctx, s.req(), desk.Receive{Household: s.family.ID, Invoices: []billing.InvoiceID{claim}, Tenders: cash(10_00)})
	s.must(err)
	if home, err = s.Household(ctx, s.family.ID); err != nil || len(home.Bounced) != 0 {
		t.Errorf("made good: %+v, %v", home.Bounced, err)
	}
	if owed := s.role("customers"); owed != 0 {
		t.Errorf("%d owed", owed)
	}
	s.proved()
}

func TestAClaimIsNoOpeningNoSaleAndNoMoneyOfTheDay(t *testing.T) {
	s := newShop(t)
	_, paid := s.overpaid()
	s.bounce(paid.ID)
	openings, err := s.Openings().Rows(ctx, desk.ListQuery{})
	s.must(err)
	if len(openings) != 0 {
		t.Errorf("%+v", openings)
	}
	closed := s.closes("2026-10-07")
	var cheques money.Cents
	for _, way := range closed.Period.Received.Ways {
		if way.Way == billing.Cheque {
			cheques = way.Cents
		}
	}
	if closed.Period.Issued.Gross != 35_00 || cheques != 0 {
		t.Errorf("issued %d, cheques %d", closed.Period.Issued.Gross, cheques)
	}
	if claim, _ := s.claimed(); claim == 0 {
		t.Error("nothing is claimed")
	} else if _, err := s.CorrectOpening(ctx, s.req(), claim, "non"); err == nil {
		t.Error("a claim is no opening to correct")
	}
	s.proved()
}

func TestATransferThatWasCreditAndAllPaidOutIsAllClaimedOnce(t *testing.T) {
	s := newShop(t)
	s.imports(camt(0, moved{day: "2026-10-05", cents: 50_00, name: "S DELCOURT", bankRef: "A"}))
	_, err := s.SettleLine(ctx, s.req(), desk.SettleLine{Line: s.bank()[0].ID, Parts: []desk.LinePart{{Household: s.family.ID, Cents: 50_00}}})
	s.must(err)
	account, err := s.Account(ctx, s.family.ID)
	s.must(err)
	paid := account.Lines[0].Payment
	_, err = s.refund(50_00, billing.Cash)
	s.must(err)
	s.imports(camt(50_00, moved{day: "2026-10-06", cents: -50_00, name: "S DELCOURT", text: "REJET VIR", bankRef: "B"}, moved{day: "2026-10-06", cents: -50_00, name: "S DELCOURT", text: "REJET VIR", bankRef: "C"}))
	lines := s.bank()
	_, err = s.BounceLine(ctx, s.req(), desk.BounceLine{Line: lines[0].ID, Payment: paid})
	s.must(err)
	if _, left := s.claimed(); left != 50_00 || s.role("bank") != 0 {
		t.Errorf("%d claimed, %d on the bank's account", left, s.role("bank"))
	}
	_, err = s.BounceLine(ctx, s.req(), desk.BounceLine{Line: lines[1].ID, Payment: paid})
	s.refuses(err, club.CodeWentBack)
	s.proved()
}

func TestAChequeMostOfWhichWasPaidOutIsClaimedBesideItsInvoice(t *testing.T) {
	s := newShop(t)
	sale := s.sell([]billing.Tender{cheque(3500)}, "gloves")
	s.credit(sale.Invoice.ID)
	_, err := s.refund(3500, billing.Cash) // out of the credit note: the invoice opens again
	s.must(err)
	s.bounce(sale.Payments[0].ID)
	s.remains(sale.Invoice.ID, 3500)

	got, err := s.Receive(ctx, s.req(), desk.Receive{Household: s.family.ID, Invoices: []billing.InvoiceID{sale.Invoice.ID}, Tenders: []billing.Tender{cheque(9000)}})
	s.must(err)
	_, err = s.refund(5500, billing.Cash)
	s.must(err)
	s.bounce(got.Payments[0].ID)
	if _, left := s.claimed(); left != 5500 {
		t.Errorf("%d claimed", left)
	}
	s.remains(sale.Invoice.ID, 3500)
	s.proved()
}

func TestATransferOfWhichSomeWasPaidOutIsStillProposedWhenTheBankTakesItBack(t *testing.T) {
	s := newShop(t)
	id := s.owes("gloves")
	ref, _ := s.reference(id)
	s.imports(camt(0, moved{day: "2026-10-05", cents: 50_00, ref: ref, name: "S DELCOURT", bankRef: "A"}))
	_, err := s.SettleLine(ctx, s.req(), desk.SettleLine{Line: s.bank()[0].ID, Parts: []desk.LinePart{
		{Household: s.family.ID, Invoice: id, Cents: 35_00}, {Household: s.family.ID, Cents: 15_00},
	}})
	s.must(err)
	_, err = s.refund(15_00, billing.Cash)
	s.must(err)
	s.imports(camt(50_00, moved{day: "2026-10-06", cents: -50_00, ref: ref, text: "REJET VIR", bankRef: "B"}))
	lines := s.bank()
	line := lines[len(lines)-1]
	if line.Proposal == nil || line.Proposal.Kind != statement.Bounced {
		t.Fatalf("%+v", line.Proposal)
	}
	_, err = s.BounceLine(ctx, s.req(), desk.BounceLine{Line: line.ID, Payment: line.Proposal.Cheque})
	s.must(err)
	s.remains(id, 35_00)
	if _, left := s.claimed(); left != 15_00 || s.role("bank") != 0 {
		t.Errorf("%d claimed, %d on the bank's account", left, s.role("bank"))
	}
	s.proved()
}
