package desk_test

import (
	"database/sql"
	"path/filepath"
	"slices"
	"testing"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/sqlite"
)

// cheques are the payments in hand whose day has come.
func (h *house) cheques() (ids []billing.PaymentID) {
	h.t.Helper()
	rows, err := h.ChequesInHand().Rows(ctx, desk.ListQuery{})
	h.must(err)
	for _, row := range rows {
		if row.Due {
			ids = append(ids, row.Payment)
		}
	}
	return ids
}

func (h *house) deposits(ids ...billing.PaymentID) sqlite.DepositSlip {
	h.t.Helper()
	slip, err := h.DepositCheques(ctx, h.req(), desk.DepositCheques{Payments: ids})
	h.must(err)
	return slip
}

func TestChequesWhoseDayHasComeGoToTheBankWithANumberedSlip(t *testing.T) {
	s := newShop(t)
	kept := cheque(35_00)
	kept.Detail.Deposit = "2026-11-02"
	first := s.sell([]billing.Tender{cheque(110_00)}, "card").Payments[0]
	later := s.sell([]billing.Tender{kept}, "gloves").Payments[0]
	held := s.handed(billing.Cheque).Payments[0]
	if got := s.cheques(); !slices.Equal(got, []billing.PaymentID{first.ID}) {
		t.Fatalf("to deposit %v", got)
	}
	today, err := s.Today(ctx)
	s.must(err)
	if today.Cheques != (desk.ChequesDue{N: 1, Cents: 110_00}) {
		t.Errorf("the task: %+v", today.Cheques)
	}
	for code, ids := range map[club.Code][]billing.PaymentID{
		club.CodeChequeTooEarly:  {later.ID},
		club.CodeChequeNotInHand: {held.ID},
		club.CodePaymentNotFound: {999},
		club.CodeRequired:        nil,
	} {
		_, err := s.DepositCheques(ctx, s.req(), desk.DepositCheques{Payments: ids})
		s.refuses(err, code)
	}
	_, err = s.DepositCheques(ctx, s.req(), desk.DepositCheques{Payments: []billing.PaymentID{first.ID, first.ID}})
	s.refuses(err, club.CodeChequeNotInHand)

	slip := s.deposits(first.ID)
	if slip.ID != 1 || slip.Cents != 110_00 || slip.IBAN != "FR7630006000011234567890189" {
		t.Errorf("the slip: %+v", slip)
	}
	if s.role("bank") != 110_00 || s.role("chequesInHand") != 35_00 {
		t.Errorf("bank %d, in hand %d", s.role("bank"), s.role("chequesInHand"))
	}
	_, err = s.DepositCheques(ctx, s.req(), desk.DepositCheques{Payments: []billing.PaymentID{first.ID}})
	s.refuses(err, club.CodeChequeNotInHand)
	s.clock.set(t, "2026-11-02 10:00")
	if second := s.deposits(later.ID); second.ID != 2 {
		t.Errorf("the next number: %d", second.ID)
	}
	if raw, err := s.DepositSlipPaper(ctx, 1); err != nil || len(raw) < 1000 {
		t.Errorf("on paper: %d bytes, %v", len(raw), err)
	}
	s.proved()
}

func TestABouncedChequeOfASlipLeavesTheBankAndReopensItsInvoice(t *testing.T) {
	s := newShop(t)
	sale := s.sell([]billing.Tender{cheque(110_00)}, "card")
	slip := s.deposits(sale.Payments[0].ID)
	back := s.bounce(sale.Payments[0].ID)
	if back.Detail.Slip != slip.ID {
		t.Errorf("the mirror: %+v", back.Detail)
	}
	s.remains(sale.Invoice.ID, 110_00)
	if s.role("bank") != 0 || s.role("chequesInHand") != 0 {
		t.Errorf("bank %d, in hand %d", s.role("bank"), s.role("chequesInHand"))
	}
	_, err := s.TakeSlipBack(ctx, s.req(), slip.ID)
	s.refuses(err, club.CodeSlipBounced)
	rows, err := s.DepositSlips().Rows(ctx, desk.ListQuery{})
	s.must(err)
	if rows[0].Bounced != 1 || len(s.cheques()) != 0 {
		t.Errorf("slips %+v, in hand %v", rows, s.cheques())
	}
	s.proved()
}

func TestASlipThatDidNotGoIsTakenBackOnceAndItsChequesGoWithAnother(t *testing.T) {
	s := newShop(t)
	paid := s.sell([]billing.Tender{cheque(110_00)}, "card").Payments[0]
	s.deposits(paid.ID)
	req := s.req()
	for range 2 { // a second click is the same
		slip, err := s.TakeSlipBack(ctx, req, 1)
		s.must(err)
		if slip.Back != "2026-10-07" {
			t.Errorf("taken back %+v", slip)
		}
	}
	_, err := s.TakeSlipBack(ctx, s.req(), 1)
	s.refuses(err, club.CodeSlipBack)
	_, err = s.TakeSlipBack(ctx, s.req(), 7)
	s.refuses(err, club.CodeSlipNotFound)
	if s.role("chequesInHand") != 110_00 || s.role("bank") != 0 {
		t.Errorf("in hand %d, bank %d", s.role("chequesInHand"), s.role("bank"))
	}
	s.proved()
	if again := s.deposits(paid.ID); again.ID != 2 {
		t.Errorf("another slip: %+v", again)
	}
	s.proved()
}

func TestNoChequeGoesToTheBankOnAClosedDay(t *testing.T) {
	s := newShop(t)
	paid := s.sell([]billing.Tender{cheque(110_00)}, "card").Payments[0]
	s.deposits(paid.ID)
	other := s.sell([]billing.Tender{cheque(35_00)}, "gloves").Payments[0]
	s.closes("2026-10-07")
	_, err := s.DepositCheques(ctx, s.req(), desk.DepositCheques{Payments: []billing.PaymentID{other.ID}})
	s.refuses(err, club.CodeBooksClosed)
	_, err = s.TakeSlipBack(ctx, s.req(), 1)
	s.refuses(err, club.CodeBooksClosed)
	s.clock.set(t, "2026-10-08 10:00")
	_, err = s.TakeSlipBack(ctx, s.req(), 1)
	s.must(err)
	s.proved()
}

func TestVerifyNamesADepositSlipThatWasTouched(t *testing.T) {
	const drop = "DROP TRIGGER "
	for name, test := range map[string]struct {
		tamper []string
		code   string
	}{
		"its sum":             {[]string{drop + "deposit_slips_once", "UPDATE deposit_slips SET cents = 1"}, "rowChanged"},
		"its account":         {[]string{drop + "deposit_slips_once", "UPDATE deposit_slips SET iban = 'FR00'"}, "rowChanged"},
		"taken back unseen":   {[]string{"UPDATE deposit_slips SET back_day = '2026-10-07', back_at = 'x', back_by = 1"}, "rowChanged"},
		"taken away":          {[]string{drop + "deposit_slips_no_delete", "DELETE FROM deposit_slips"}, "rowMissing"},
		"a cheque taken out":  {[]string{drop + "deposited_cheques_no_delete", "DELETE FROM deposited_cheques WHERE n = 2"}, "rowChanged"},
		"another cheque":      {[]string{drop + "deposited_cheques_no_update", "UPDATE deposited_cheques SET payment = 3 WHERE n = 2"}, "rowChanged"},
		"one that never was":  {[]string{drop + "deposit_slips_numbered", "INSERT INTO deposit_slips (id, day, iban, cents, made_at, made_by) VALUES (2, '2026-10-07', '', 1, '', 1)"}, "rowNeverSealed"},
		"where it was booked": {[]string{drop + "postings_no_update", "UPDATE postings SET role = 'cash' WHERE role = 'bank'"}, "entriesChanged"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			var ids []billing.PaymentID
			for range 3 {
				ids = append(ids, s.sell([]billing.Tender{cheque(35_00)}, "gloves").Payments[0].ID)
			}
			s.deposits(ids[:2]...)
			s.proved()
			s.behindItsBack(append([]string{"PRAGMA foreign_keys = 0"}, test.tamper...)...)
			if codes, _ := s.found(); !slices.Contains(codes, test.code) {
				t.Errorf("found %v", codes)
			}
		})
	}
}

// tries a statement on the data as another program would.
func (h *house) tries(statement string) error {
	h.t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(h.dir, sqlite.File))
	h.must(err)
	defer db.Close()
	_, err = db.Exec(statement)
	return err
}

func TestTheSchemaLetsAChequeGoToTheBankOnce(t *testing.T) {
	s := newShop(t)
	s.deposits(s.sell([]billing.Tender{cheque(35_00)}, "gloves").Payments[0].ID)
	for _, statement := range []string{
		"INSERT INTO deposited_cheques (slip, n, payment) VALUES (1, 2, 1)",
		"INSERT INTO deposited_cheques (slip, n, payment) VALUES (2, 1, 1)",
		"INSERT INTO deposit_slips (id, day, iban, cents, made_at, made_by) VALUES (3, '2026-10-07', '', 1, '', 1)",
	} {
		if err := s.tries(statement); err == nil {
			t.Errorf("the schema took %s", statement)
		}
	}
}
