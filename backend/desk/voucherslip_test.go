package desk_test

import (
	"slices"
	"strings"
	"testing"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/money"
	"paddock/backend/sqlite"
	"paddock/backend/statement"
)

// remits sends vouchers of 35.00 and 20.00 to their issuer.
func (s *shop) remits() sqlite.DepositSlip {
	s.t.Helper()
	s.sell([]billing.Tender{{Way: billing.HolidayVoucher, Cents: 35_00}}, "gloves")
	s.sell([]billing.Tender{{Way: billing.HolidayVoucher, Cents: 20_00}, {Way: billing.BankCard, Cents: 15_00}}, "gloves")
	rows, err := s.VouchersInHand().Rows(ctx, desk.ListQuery{})
	s.must(err)
	in := desk.DepositCheques{Way: billing.HolidayVoucher, Faces: []billing.Pieces{{Value: 20_00, N: 2}, {Value: 10_00, N: 1}}}
	for _, row := range rows {
		in.Payments = append(in.Payments, row.Payment)
	}
	_, err = s.DepositCheques(ctx, s.req(), in)
	s.refuses(err, club.CodeFacesSum)
	in.Faces = append(in.Faces, billing.Pieces{Value: 5_00, N: 1})
	slip, err := s.DepositCheques(ctx, s.req(), in)
	s.must(err)
	return slip
}

func (s *shop) vouchers(held, bank, fees money.Cents) {
	s.t.Helper()
	if s.role("holidayVouchers") != held || s.role("bank") != bank || s.role("paymentFees") != fees {
		s.t.Errorf("vouchers %d, bank %d, fees %d", s.role("holidayVouchers"), s.role("bank"), s.role("paymentFees"))
	}
}

func TestHolidayVouchersGoToTheirIssuerByFaceValueAndAreClearedWhenItPaysLessItsCommission(t *testing.T) {
	s := newShop(t)
	slip := s.remits()
	if slip.ID != 1 || slip.Cents != 55_00 || slip.Way != billing.HolidayVoucher || len(slip.Faces) != 3 {
		t.Errorf("%+v", slip)
	}
	s.vouchers(55_00, 0, 0)
	if rows, err := s.VouchersInHand().Rows(ctx, desk.ListQuery{}); err != nil || len(rows) != 0 {
		t.Errorf("in hand %+v, %v", rows, err)
	}
	pdf, err := s.DepositSlipPaper(ctx, slip.ID)
	s.must(err)
	if says := textOf(t, pdf); !strings.Contains(says, "chèques-vacances n° 1") || !strings.Contains(says, "55,00") || !strings.Contains(says, "20,00") {
		t.Errorf("on paper: %s", says)
	}
	_, err = s.PaySlip(ctx, s.req(), slip.ID, desk.PaySlip{Cents: 55_01})
	s.refuses(err, club.CodeSlipPay)
	_, err = s.PaySlip(ctx, s.req(), slip.ID, desk.PaySlip{Cents: 40_00})
	s.refuses(err, club.CodePayoutFee)
	paid, err := s.PaySlip(ctx, s.req(), slip.ID, desk.PaySlip{Cents: 53_62})
	s.must(err)
	if paid.Paid != 53_62 || paid.PaidDay != "2026-10-07" || paid.ByLine {
		t.Errorf("%+v", paid)
	}
	s.vouchers(0, 53_62, 1_38)
	s.proved()
	_, err = s.PaySlip(ctx, s.req(), slip.ID, desk.PaySlip{Cents: 53_62})
	s.refuses(err, club.CodeSlipSettled)

	open, err := s.TakeSlipBack(ctx, s.req(), slip.ID) // it was not paid
	s.must(err)
	if open.PaidDay != "" || open.Back != "" {
		t.Errorf("%+v", open)
	}
	s.vouchers(55_00, 0, 0)
	if _, err = s.TakeSlipBack(ctx, s.req(), slip.ID); err != nil { // nor sent
		t.Error(err)
	}
	_, err = s.PaySlip(ctx, s.req(), slip.ID, desk.PaySlip{Cents: 53_62})
	s.refuses(err, club.CodeSlipBack)
	if rows, err := s.VouchersInHand().Rows(ctx, desk.ListQuery{}); err != nil || len(rows) != 2 {
		t.Errorf("in hand %+v, %v", rows, err)
	}
	s.proved()
}

func TestALineOfTheBankThatPaysASlipOfVouchersIsProposedAndBooksTheCommission(t *testing.T) {
	s := newShop(t)
	slip := s.remits()
	s.imports(camt(0, moved{day: "2026-10-20", cents: 53_62, name: "ANCV", text: "REMBOURSEMENT", bankRef: "1"}))
	line := s.bank()[0]
	if p := line.Proposal; p == nil || p.Kind != statement.IsPayout || !slices.Equal(p.Payout, slip.Payments) || p.Reasons[0].Code != "payoutVouchers" {
		t.Fatalf("%+v", line.Proposal)
	}
	_, err := s.SettlePayout(ctx, s.req(), desk.SettlePayout{Line: line.ID, Payments: line.Proposal.Payout[:1]})
	if err == nil {
		t.Error("a part of a slip is not what its issuer paid")
	}
	_, err = s.SettlePayout(ctx, s.req(), desk.SettlePayout{Line: line.ID, Payments: line.Proposal.Payout})
	s.must(err)
	s.vouchers(0, 53_62, 1_38)
	_, err = s.TakeSlipBack(ctx, s.req(), slip.ID)
	s.refuses(err, club.CodeSlipSettled)
	s.proved()
	_, err = s.MarkLine(ctx, s.req(), desk.MarkLine{Line: line.ID})
	s.must(err)
	s.vouchers(55_00, 0, 0)
	s.proved()
}

func TestALineOfASlipThatSomebodySaidWasPaidIsTiedToItAndBooksNothingMore(t *testing.T) {
	s := newShop(t)
	slip := s.remits()
	_, err := s.PaySlip(ctx, s.req(), slip.ID, desk.PaySlip{Cents: 53_62})
	s.must(err)
	s.imports(camt(0, moved{day: "2026-10-20", cents: 53_62, name: "ANCV", text: "REMBOURSEMENT", bankRef: "1"}))
	line := s.bank()[0]
	if p := line.Proposal; p == nil || p.Kind != statement.IsSlip || p.Slip != slip.ID {
		t.Fatalf("%+v", line.Proposal)
	}
	_, err = s.MarkLine(ctx, s.req(), desk.MarkLine{Line: line.ID, Slip: slip.ID})
	s.must(err)
	s.vouchers(0, 53_62, 1_38)
	_, err = s.TakeSlipBack(ctx, s.req(), slip.ID) // its money is on the bank's paper
	s.refuses(err, club.CodeSlipSettled)
	s.proved()
}

// A payout without a line hid every open line of an earlier import.
func TestALineThatWaitsIsShownBesideASlipWhosePaymentSomebodyTold(t *testing.T) {
	s := newShop(t)
	slip := s.remits()
	s.imports(camt(0, moved{day: "2026-10-05", cents: 120_00, name: "INCONNU", bankRef: "1"}))
	_, err := s.PaySlip(ctx, s.req(), slip.ID, desk.PaySlip{Cents: 53_62})
	s.must(err)
	s.imports(camt(120_00, moved{day: "2026-10-06", cents: 1_00, name: "AUTRE", bankRef: "2"}))
	if lines := s.bank(); len(lines) != 2 {
		t.Errorf("%d lines wait, want both", len(lines))
	}
}

func TestVerifyNamesASlipOfVouchersThatWasTouched(t *testing.T) {
	for name, tamper := range map[string][]string{
		"the count":      {"DROP TRIGGER deposit_slips_sort_fixed", `UPDATE deposit_slips SET faces = '[{"valueCents":5500,"n":1}]'`},
		"the commission": {"DROP TRIGGER payouts_once", "UPDATE payouts SET fee = 0"},
		"whose payment":  {"DROP TRIGGER payouts_slip_fixed", "DROP INDEX payouts_of_slip", "UPDATE payouts SET slip = 2"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			slip := s.remits()
			_, err := s.PaySlip(ctx, s.req(), slip.ID, desk.PaySlip{Cents: 53_62})
			s.must(err)
			s.proved()
			s.behindItsBack(append([]string{"PRAGMA foreign_keys = 0"}, tamper...)...)
			if codes, _ := s.found(); !slices.Contains(codes, "rowChanged") {
				t.Errorf("found %v", codes)
			}
		})
	}
}
