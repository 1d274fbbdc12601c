package desk_test

import (
	"database/sql"
	"slices"
	"strings"
	"testing"
	"time"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/sqlite"
	"paddock/backend/statement"
)

func TestWhatAProviderPaysOutLessItsFeeIsTiedToItsPaymentsOnceAndTakenBack(t *testing.T) {
	l := newLinked(t, "stripe")
	for range 2 {
		l.sell([]billing.Tender{link(3500)}, "gloves")
		l.tend()
		l.provider.Pay(3500, "EUR")
		l.tend()
	}
	l.imports(camt(0, moved{day: "2026-10-08", cents: 68_65, name: "STRIPE TECHNOLOGY EUROPE", text: "STRIPE PAYOUT 88", bankRef: "A"},
		moved{day: "2026-10-09", cents: 68_65, name: "STRIPE TECHNOLOGY EUROPE", text: "STRIPE PAYOUT 89", bankRef: "B"}))
	lines := l.bank()
	p := lines[0].Proposal
	if p.Kind != statement.IsPayout || len(p.Payout) != 2 || p.Reasons[0].Params["feeCents"] != int64(1_35) {
		t.Fatalf("%+v", p)
	}
	if again := lines[1].Proposal; again.Kind == statement.IsPayout {
		t.Errorf("proposed twice: %+v", again)
	}
	settle := func(line int64) error {
		_, err := l.SettlePayout(ctx, l.req(), desk.SettlePayout{Line: line, Payments: p.Payout})
		return err
	}
	before := l.role("bank")
	_, err := l.SettlePayout(ctx, l.req(), desk.SettlePayout{Line: lines[0].ID, Payments: p.Payout[:1]})
	l.refuses(err, club.CodeBankSum)
	_, err = l.SettlePayout(ctx, l.req(), desk.SettlePayout{Line: lines[0].ID, Payments: append(p.Payout, p.Payout[0])})
	l.refuses(err, club.CodeBankChanged)
	l.must(settle(lines[0].ID))
	if l.role("bank") != before-1_35 || l.role("paymentFees") != 1_35 || l.bank()[0].State != "settled" {
		t.Errorf("bank %d of %d, fees %d, %s", l.role("bank"), before, l.role("paymentFees"), l.bank()[0].State)
	}
	l.refuses(settle(lines[1].ID), club.CodeBankChanged)
	l.refuses(settle(lines[0].ID), club.CodeBankSettled)
	_, err = l.MarkLine(ctx, l.req(), desk.MarkLine{Line: lines[0].ID, Ignore: "other"})
	l.refuses(err, club.CodeBankSettled)
	_, err = l.DropStatement(ctx, l.req(), lines[0].Statement)
	l.refuses(err, club.CodeBankUsed)
	l.proved()
	_, err = l.MarkLine(ctx, l.req(), desk.MarkLine{Line: lines[0].ID})
	l.must(err)
	if l.role("bank") != before || l.role("paymentFees") != 0 || l.bank()[0].State != "open" {
		t.Errorf("taken back: bank %d of %d, %s", l.role("bank"), before, l.bank()[0].State)
	}
	l.must(settle(lines[1].ID))
	l.proved()
}

func TestALinePaysOutWhatAPersonTicksThoughItIsNoRunOfPayments(t *testing.T) {
	l := newLinked(t, "stripe")
	for range 3 {
		l.sell([]billing.Tender{link(3500)}, "gloves")
		l.tend()
		l.provider.Pay(3500, "EUR")
		l.tend()
	}
	l.imports(camt(0, moved{day: "2026-10-08", cents: 51_00, name: "STRIPE TECHNOLOGY EUROPE", text: "STRIPE PAYOUT 88", bankRef: "A"}))
	line := l.bank()[0]
	if line.Proposal.Kind == statement.IsPayout {
		t.Fatalf("a run: %+v", line.Proposal)
	}
	rows := func() []sqlite.Unpaid {
		list, err := l.ToPayOut().Rows(ctx, desk.ListQuery{})
		l.must(err)
		return list
	}
	all := rows()
	if len(all) != 3 || all[0].Family == "" || all[0].Receipt == "" || all[0].Cents != 35_00 || all[0].Cards {
		t.Fatalf("%+v", all)
	}
	settle := func(ticked ...sqlite.Unpaid) error {
		in := desk.SettlePayout{Line: line.ID}
		for _, one := range ticked {
			in.Payments = append(in.Payments, one.Payment)
		}
		_, err := l.SettlePayout(ctx, l.req(), in)
		return err
	}
	l.refuses(settle(), club.CodeBankSum)
	l.refuses(settle(all[0]), club.CodeBankSum)
	l.refuses(settle(all[0], all[2]), club.CodePayoutFee) // 19.00 of 70.00
	_, err := l.SettlePayout(ctx, l.req(), desk.SettlePayout{Line: line.ID, Payments: []billing.PaymentID{all[0].Payment, all[2].Payment}, Reason: "loyer du terminal déduit"})
	l.must(err)
	given, err := l.Overrides().Rows(ctx, desk.ListQuery{From: "2026-10-01", To: "2026-10-31"})
	l.must(err)
	if at := slices.IndexFunc(given, func(o sqlite.Override) bool { return o.Payout != nil }); at < 0 || given[at].Reason != "loyer du terminal déduit" || given[at].Payout.Fee != 19_00 {
		t.Errorf("the owner's list: %+v", given)
	}
	l.proved()
	if left := rows(); len(left) != 1 || left[0].Payment != all[1].Payment || l.role("paymentFees") != 19_00 {
		t.Errorf("left %+v, fees %d", left, l.role("paymentFees"))
	}
	_, err = l.MarkLine(ctx, l.req(), desk.MarkLine{Line: line.ID})
	l.must(err)
	if len(rows()) != 3 || l.role("paymentFees") != 0 {
		t.Errorf("taken back: %+v, fees %d", rows(), l.role("paymentFees"))
	}
	l.proved()
}

func TestABatchOfTheTerminalEmptiesTheCardsToReceive(t *testing.T) {
	s := newShop(t)
	s.sell([]billing.Tender{{Way: billing.BankCard, Cents: 3500}}, "gloves")
	s.sell([]billing.Tender{{Way: billing.BankCard, Cents: 7000}}, "gloves", "gloves")
	s.wait(24 * time.Hour)
	s.sell([]billing.Tender{{Way: billing.BankCard, Cents: 3500}}, "gloves")
	s.imports(camt(0, moved{day: "2026-10-08", cents: 105_00, text: "REMISE CB 0710", bankRef: "1"}))
	line := s.bank()[0]
	if p := line.Proposal; p.Kind != statement.IsPayout || len(p.Payout) != 2 {
		t.Fatalf("%+v", p)
	}
	_, err := s.SettlePayout(ctx, s.req(), desk.SettlePayout{Line: line.ID, Payments: line.Proposal.Payout})
	s.must(err)
	if s.role("cardsToReceive") != 35_00 || s.role("bank") != 105_00 || s.role("paymentFees") != 0 {
		t.Errorf("%d to receive, bank %d", s.role("cardsToReceive"), s.role("bank"))
	}
	s.proved()
}

func TestVerifyNamesAPayoutThatWasTouched(t *testing.T) {
	const drop = "DROP TRIGGER "
	for name, test := range map[string]struct {
		tamper []string
		code   string
	}{
		"its fee":            {[]string{drop + "payouts_once", "UPDATE payouts SET fee = 1"}, "rowChanged"},
		"taken back unseen":  {[]string{"UPDATE payouts SET back_day = '2026-10-08', back_at = 'x', back_by = 1"}, "rowChanged"},
		"taken away":         {[]string{drop + "payouts_no_delete", "DELETE FROM payouts"}, "rowMissing"},
		"a payment out":      {[]string{drop + "payout_payments_no_delete", "DELETE FROM payout_payments"}, "rowChanged"},
		"one that never was": {[]string{drop + "payouts_add_up", "INSERT INTO payouts (id, line, day, cards, cents, fee, made_at, made_by, back_day) VALUES (2, 1, '2026-10-08', 1, 1, 0, '', 1, 'x')"}, "rowNeverSealed"},
		"where it is booked": {[]string{drop + "postings_no_update", "UPDATE postings SET role = 'cash' WHERE role = 'paymentFees'"}, "entriesChanged"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			s.sell([]billing.Tender{{Way: billing.BankCard, Cents: 3500}}, "gloves")
			s.imports(camt(0, moved{day: "2026-10-08", cents: 34_50, text: "REMISE CB 0710", bankRef: "1"}))
			line := s.bank()[0]
			_, err := s.SettlePayout(ctx, s.req(), desk.SettlePayout{Line: line.ID, Payments: line.Proposal.Payout})
			s.must(err)
			s.proved()
			s.behindItsBack(append([]string{"PRAGMA foreign_keys = 0"}, test.tamper...)...)
			if codes, _ := s.found(); !slices.Contains(codes, test.code) {
				t.Errorf("found %v", codes)
			}
		})
	}
}

func TestATransferTheBankTakesBackReopensWhatItPaid(t *testing.T) {
	s := newShop(t)
	id := s.owes("gloves")
	ref, _ := s.reference(id)
	const iban = "FR1420041010050500013M02606"
	s.imports(camt(0, moved{day: "2026-10-05", cents: 35_00, ref: ref, name: "S DELCOURT", iba: iban, bankRef: "A"}))
	_, err := s.SettleExact(ctx, s.req(), desk.SettleExact{Lines: []int64{s.bank()[0].ID}})
	s.must(err)
	file := camt(35_00, moved{day: "2026-10-06", cents: -35_00, ref: ref, text: "REJET VIR", bankRef: "B"})
	s.imports(file)
	lines := s.bank()
	line := lines[len(lines)-1]
	if p := line.Proposal; p == nil || p.Kind != statement.Bounced || p.Household != s.family.ID || p.Reasons[0].Code != "transferBack" {
		t.Fatalf("%+v, %+v", line, p)
	}
	_, err = s.BounceLine(ctx, s.req(), desk.BounceLine{Line: line.ID, Payment: line.Proposal.Cheque})
	s.must(err)
	s.remains(id, 35_00)
	var back billing.PaymentID
	s.ask("SELECT max(id) FROM payments", func(row *sql.Rows) error { return row.Scan(&back) })
	pdf, err := s.PreviewReceipt(ctx, back)
	s.must(err)
	if says := textOf(t, pdf); !strings.Contains(says, "Virement repris par la banque") || strings.Contains(says, "Chèque") {
		t.Errorf("its paper says %s", says)
	}
	if s.role("bank") != 0 {
		t.Errorf("%d on the bank's account", s.role("bank"))
	}
	for _, l := range s.bank() {
		if l.State == "open" {
			t.Errorf("%+v", l)
		}
	}
	s.proved()
}
