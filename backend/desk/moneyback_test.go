package desk_test

import (
	"database/sql"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/money"
)

func (s *shop) bounce(id billing.PaymentID) billing.Payment {
	s.t.Helper()
	back, err := s.Bounce(ctx, s.req(), id)
	s.must(err)
	return back
}

func (s *shop) refund(cents money.Cents, way billing.Way) (billing.Payment, error) {
	return s.Refund(ctx, s.req(), s.family.ID, desk.Refund{Cents: cents, Way: way})
}

func (s *shop) booked(journal, number string) string {
	s.t.Helper()
	var text string
	s.ask(fmt.Sprintf(`SELECT coalesce(group_concat(p.role || ' ' || (p.debit_cents - p.credit_cents), ', '), '') FROM entries e JOIN postings p ON p.entry = e.id
		WHERE e.journal = '%s' AND e.text = '%s'`, journal, number), func(rows *sql.Rows) error { return rows.Scan(&text) })
	return text
}

func TestABouncedChequeReopensItsInvoiceByAMirrorAndIsNamedUntilItIsMadeGood(t *testing.T) {
	s := newShop(t)
	tender := cheque(11000)
	tender.Detail.Bank, tender.Detail.Drawer = "Crédit Mutuel", "Sophie Delcourt"
	sale := s.sell([]billing.Tender{tender}, "card")
	paid := sale.Payments[0]
	back := s.bounce(paid.ID)
	if back.Cents != -11000 || back.Back != billing.Bounced || back.From[0].Payment != paid.ID || back.Detail != paid.Detail {
		t.Errorf("the mirror: %+v", back)
	}
	s.remains(sale.Invoice.ID, 11000)
	if booked := s.booked("bank", back.Receipt); booked != "chequesInHand -11000, customers 11000" {
		t.Errorf("booked %s", booked)
	}
	home, err := s.Household(ctx, s.family.ID)
	s.must(err)
	if len(home.Bounced) != 1 || home.Bounced[0].Detail.Bank != "Crédit Mutuel" || home.Bounced[0].Invoices[0] != sale.Invoice.ID {
		t.Errorf("the household's state: %+v", home.Bounced)
	}
	if card := s.card(); card.ValidFrom == "" {
		t.Error("what was sold stays")
	}
	s.proved()

	_, err = s.Bounce(ctx, s.req(), paid.ID)
	s.refuses(err, club.CodeWentBack)
	s.pay(sale.Invoice.ID, 11000)
	today, err := s.Today(ctx)
	s.must(err)
	if len(today.Bounced) != 0 {
		t.Errorf("made good: %+v", today.Bounced)
	}
	s.proved()
}

func TestOnlyAChequeBouncesAndTheSecondClickIsTheFirst(t *testing.T) {
	s := newShop(t)
	sale := s.sell(cash(3500), "gloves")
	_, err := s.Bounce(ctx, s.req(), sale.Payments[0].ID)
	s.refuses(err, club.CodeNotACheque)
	other := s.sell([]billing.Tender{cheque(3500)}, "gloves")
	req := s.req()
	first, err := s.Bounce(ctx, req, other.Payments[0].ID)
	s.must(err)
	again, err := s.Bounce(ctx, req, other.Payments[0].ID)
	s.must(err)
	if first.ID != again.ID {
		t.Errorf("%d and %d", first.ID, again.ID)
	}
	s.proved()
}

func TestACreditNoteSettlesItsInvoiceWhenTheChequeThatPaidItBounces(t *testing.T) {
	s := newShop(t)
	sale := s.sell([]billing.Tender{cheque(3500)}, "gloves")
	s.credit(sale.Invoice.ID)
	s.bounce(sale.Payments[0].ID)
	s.remains(sale.Invoice.ID, 0)
	account, err := s.Account(ctx, s.family.ID)
	s.must(err)
	if account.Credit != 0 || account.Lines[len(account.Lines)-1].Balance != 0 {
		t.Errorf("nobody owes anything: %+v", account.AccountSummary)
	}
	s.proved()
}

func TestOnlyWhatTheFamilyPaidItselfIsPaidOutAgain(t *testing.T) {
	s := newShop(t)
	voucher := billing.Tender{Way: billing.HolidayVoucher, Cents: 4000}
	sale := s.sell([]billing.Tender{voucher, {Way: billing.BankCard, Cents: 7000}}, "card")
	note := s.credit(sale.Invoice.ID)
	if note.Kept != 4000 {
		t.Errorf("40.00 came as vouchers, kept %d", note.Kept)
	}
	account, err := s.Account(ctx, s.family.ID)
	s.must(err)
	if len(account.Sources) != 2 || account.Sources[0].Refundable || account.Sources[0].Left != 4000 || account.Sources[1].Left != 7000 {
		t.Errorf("what never goes back is spent first: %+v", account.Sources)
	}
	_, err = s.refund(7001, billing.Transfer)
	s.refuses(err, club.CodeRefundTooHigh)
	back, err := s.refund(7000, billing.Transfer)
	s.must(err)
	if booked := s.booked("bank", back.Receipt); booked != "bank -7000, customers 7000" {
		t.Errorf("booked %s", booked)
	}
	s.proved()
	again := s.sell([]billing.Tender{{Way: billing.SpentCredit, Cents: 3500}}, "gloves")
	if again.Invoice.Remaining != 0 {
		t.Error("vouchers still buy")
	}
	s.credit(again.Invoice.ID) // what was bought with vouchers' credit is vouchers' credit again
	_, err = s.refund(1, billing.Cash)
	s.refuses(err, club.CodeRefundTooHigh)
	s.proved()
}

func TestAPartGivenBackIsTheFamilysOwnMoneyFirst(t *testing.T) {
	s := newShop(t)
	voucher := billing.Tender{Way: billing.HolidayVoucher, Cents: 4000}
	sale := s.sell([]billing.Tender{voucher, {Way: billing.BankCard, Cents: 7000}}, "card")
	line := sale.Invoice.Lines[0].ID
	for n, want := range []money.Cents{0, 1000, 3000} { // 60, then 20, then 30 of what the family paid 70 of
		back := []money.Cents{6000, 2000, 3000}[n]
		if note := s.credit(sale.Invoice.ID, billing.Return{Line: line, Cents: back}); note.Kept != want {
			t.Errorf("note %d keeps %d, want %d", n+1, note.Kept, want)
		}
	}
	s.proved()
}

func TestAChequeTheClubWritesLeavesTheBank(t *testing.T) {
	s := newShop(t)
	_, err := s.Receive(ctx, s.req(), desk.Receive{Household: s.family.ID, Invoices: []billing.InvoiceID{s.owes("gloves")}, Tenders: []billing.Tender{{Way: billing.BankCard, Cents: 5000}}})
	s.must(err)
	_, err = s.refund(1500, billing.Cheque)
	s.refuses(err, club.CodeChequeNumber)
	back, err := s.Refund(ctx, s.req(), s.family.ID, desk.Refund{Cents: 1500, Way: billing.Cheque, Detail: billing.Detail{Number: "77"}})
	s.must(err)
	if booked := s.booked("bank", back.Receipt); booked != "bank -1500, customers 1500" {
		t.Errorf("booked %s", booked)
	}
	if _, err := s.PreviewReceipt(ctx, back.ID); err != nil {
		t.Errorf("its receipt: %v", err)
	}
	s.proved()
}

func TestVerifyNamesARefundThatWasTouched(t *testing.T) {
	for name, sql := range map[string]string{
		"the amount":       "UPDATE payments SET cents = -100 WHERE back = 'refunded'",
		"why it went back": "UPDATE payments SET back = 'bounced' WHERE back = 'refunded'",
		"its source":       "UPDATE withdrawals SET source = 1",
		"credit kept":      "UPDATE invoices SET kept_cents = 0 WHERE kind = 'creditNote'",
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			sale := s.sell([]billing.Tender{{Way: billing.HolidayVoucher, Cents: 3500}}, "gloves")
			s.credit(sale.Invoice.ID)
			_, err := s.Receive(ctx, s.req(), desk.Receive{Household: s.family.ID, Invoices: []billing.InvoiceID{s.owes("gloves")}, Tenders: []billing.Tender{{Way: billing.BankCard, Cents: 5000}}})
			s.must(err)
			_, err = s.refund(1500, billing.Cash)
			s.must(err)
			s.proved()
			s.behindItsBack("DROP TRIGGER payments_no_update", "DROP TRIGGER withdrawals_no_update", "DROP TRIGGER invoices_no_update", "PRAGMA foreign_keys = 0", sql)
			proof, err := s.Verify(ctx)
			s.must(err)
			if proof.First == nil || proof.First.Seq == 0 { // a guard that is gone has no entry
				t.Errorf("not found: %+v", proof.Findings)
			}
		})
	}
}

func TestWhateverComesAndGoesTheBooksAddUp(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := newShop(t)
		ways := []billing.Way{billing.Cash, billing.BankCard, billing.Cheque, billing.HolidayVoucher}
		for range rapid.IntRange(1, 4).Draw(r, "sales") {
			way := rapid.SampledFrom(ways).Draw(r, "way")
			first := money.Cents(rapid.Int64Range(1, 3499).Draw(r, "cents"))
			tenders := []billing.Tender{{Way: way, Cents: first}, {Way: billing.Cheque, Cents: 3500 - first, Detail: billing.Detail{Number: "1"}}}
			if way == billing.Cheque {
				tenders[0].Detail.Number = "2"
			}
			sale := s.sell(tenders, "gloves")
			if rapid.Bool().Draw(r, "credit") {
				s.credit(sale.Invoice.ID, billing.Return{Line: sale.Invoice.Lines[0].ID, Cents: money.Cents(rapid.Int64Range(1, 3500).Draw(r, "back"))})
			}
			if rapid.Bool().Draw(r, "refund") {
				_, err := s.refund(money.Cents(rapid.Int64Range(1, 2000).Draw(r, "out")), billing.Cash)
				s.allows(err, club.CodeRefundTooHigh)
			}
			if rapid.Bool().Draw(r, "bounce") {
				s.bounce(sale.Payments[1].ID)
			}
		}
		s.proved()
	})
}

func TestCashThatGoesBackStaysUnderTheLawsCeilingAlsoInParts(t *testing.T) {
	s := newShop(t)
	s.receiveCredit(2000_00)
	_, err := s.refund(1000_01, billing.Cash)
	s.refuses(err, club.CodeCashTooHigh)
	_, err = s.refund(600_00, billing.Cash)
	s.must(err)
	_, err = s.refund(400_01, billing.Cash)
	s.refuses(err, club.CodeCashTooHigh)
	_, err = s.refund(400_00, billing.Cash)
	s.must(err)
	_, err = s.refund(1000_00, billing.Transfer)
	s.must(err)
	s.proved()
}

// receiveCredit gives the family so much credit by card.
func (s *shop) receiveCredit(cents money.Cents) {
	s.t.Helper()
	_, err := s.Receive(ctx, s.req(), desk.Receive{Household: s.family.ID, Invoices: []billing.InvoiceID{s.owes("gloves")},
		Tenders: []billing.Tender{{Way: billing.BankCard, Cents: 3500 + cents}}})
	s.must(err)
}

// bar sells gloves to nobody and gives them back.
func (s *shop) bar(tenders ...billing.Tender) desk.DocumentView {
	s.t.Helper()
	cart := s.cart(0, "gloves")
	sale, err := s.Checkout(ctx, s.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, Tenders: tenders})
	s.must(err)
	return s.credit(sale.Invoice.ID)
}

func TestACreditNoteWithoutAClientIsPaidBackOnceAndOnlyWhatWasPaidInMoney(t *testing.T) {
	s := newShop(t)
	note := s.bar(billing.Tender{Way: billing.HolidayVoucher, Cents: 1000}, billing.Tender{Way: billing.BankCard, Cents: 2500})
	_, err := s.RefundNote(ctx, s.req(), note.ID, desk.Refund{Cents: 2501, Way: billing.Transfer})
	s.refuses(err, club.CodeRefundTooHigh)
	_, err = s.RefundNote(ctx, s.req(), note.ID, desk.Refund{Cents: 2500, Way: billing.Cheque})
	s.refuses(err, club.CodeChequeNumber)

	req := s.req()
	for range 2 { // the second click answers with the first one's payment
		back, err := s.RefundNote(ctx, req, note.ID, desk.Refund{Cents: 2000, Way: billing.Cash})
		s.must(err)
		if back.Cents != -2000 || back.Household != 0 || back.Back != billing.Refunded || back.From[0].CreditNote != note.ID {
			t.Errorf("paid back: %+v", back)
		}
		if booked := s.booked("cash", back.Receipt); booked != "cash -2000, customers 2000" {
			t.Errorf("booked %s", booked)
		}
	}
	view, err := s.Document(ctx, note.ID)
	s.must(err)
	if len(view.PaidBack) != 1 || view.PaidBack[0].Cents != 2000 || len(view.Sources) != 2 || view.Sources[0].Left != 1000 || view.Sources[1].Left != 500 {
		t.Errorf("the note: paid back %+v, left %+v", view.PaidBack, view.Sources)
	}
	_, err = s.RefundNote(ctx, s.req(), note.ID, desk.Refund{Cents: 501, Way: billing.Transfer})
	s.refuses(err, club.CodeRefundTooHigh)
	s.proved()
}

// The ceiling is of the whole debt (CMF D112-3): its parts count together, and what came
// by another way or bounced does not.
func TestAnInvoiceSaysWhatOfItWasPaidInCashSoThatTheDeskCanWarn(t *testing.T) {
	s := newShop(t)
	id := s.owes("card", "gloves")
	s.pay(id, 30_00)
	s.pay(id, 12_50)
	_, err := s.Receive(ctx, s.req(), desk.Receive{Household: s.family.ID, Invoices: []billing.InvoiceID{id}, Tenders: []billing.Tender{cheque(20_00)}})
	s.must(err)
	account, err := s.Account(ctx, s.family.ID)
	s.must(err)
	if line := account.Lines[0]; line.Invoice != id || line.Cash != 42_50 {
		t.Errorf("%+v", line)
	}
	session, err := s.Session(ctx, s.req().Actor)
	s.must(err)
	if session.CashMost != 1_000_00 {
		t.Errorf("the ceiling is %d", session.CashMost)
	}
}

func TestCashForACreditNoteWithoutAClientStaysUnderTheLawsCeilingWhateverTheDay(t *testing.T) {
	s := newShop(t)
	s.offers["gloves"] = s.goods("Selle", 120_000)
	note := s.bar(billing.Tender{Way: billing.BankCard, Cents: 120_000})
	_, err := s.RefundNote(ctx, s.req(), note.ID, desk.Refund{Cents: 80_000, Way: billing.Cash})
	s.must(err)
	s.clock.set(t, "2026-10-09 10:00")
	_, err = s.RefundNote(ctx, s.req(), note.ID, desk.Refund{Cents: 30_000, Way: billing.Cash})
	s.refuses(err, club.CodeCashTooHigh)
	_, err = s.RefundNote(ctx, s.req(), note.ID, desk.Refund{Cents: 40_000, Way: billing.Transfer})
	s.must(err)
	s.proved()
}

func TestTheCreditNoteOfAFamilyIsPaidBackFromItsAccountAlone(t *testing.T) {
	s := newShop(t)
	sale := s.sell(cash(3500), "gloves")
	note := s.credit(sale.Invoice.ID)
	for _, id := range []billing.InvoiceID{note.ID, sale.Invoice.ID} {
		_, err := s.RefundNote(ctx, s.req(), id, desk.Refund{Cents: 3500, Way: billing.Cash})
		s.refuses(err, club.CodeNoteHasClient)
	}
}
