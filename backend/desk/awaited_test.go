package desk_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/money"
)

// spends tries to buy gloves with so much of the family's credit.
func (s *shop) spends(cents money.Cents) error {
	s.t.Helper()
	cart := s.cart(s.family.ID, "gloves")
	tenders := []billing.Tender{{Way: billing.SpentCredit, Cents: cents}}
	if cents < 3500 {
		tenders = append(tenders, billing.Tender{Way: billing.BankCard, Cents: 3500 - cents})
	}
	_, err := s.Checkout(ctx, s.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, Tenders: tenders})
	return err
}

func (s *shop) waits(want money.Cents) {
	s.t.Helper()
	account, err := s.Account(ctx, s.family.ID)
	s.must(err)
	if account.Awaited != want {
		s.t.Errorf("%d wait for the payer, want %d: %+v", account.Awaited, want, account.Sources)
	}
}

func TestCreditThatAGrantedAidLeftIsNotSpentBeforeItsPayerPaid(t *testing.T) {
	s := aided(t)
	sale := s.sell([]billing.Tender{s.aid(billing.Aided, 1, 7000), {Way: billing.BankCard, Cents: 4000}}, "card")
	s.credit(sale.Invoice.ID)
	s.waits(7000)
	if cart := s.cart(s.family.ID, "gloves"); cart.Credit != 4000 || len(cart.Sources) != 2 || cart.Sources[0].Awaited != 7000 || cart.Sources[0].Left != 0 {
		t.Errorf("the desk spends %d of %+v", cart.Credit, cart.Sources)
	}
	s.must(s.spends(3500))
	s.refuses(s.spends(501), club.CodeCreditTooHigh)
	s.must(s.spends(500))
	s.proved()
	_, err := s.ReceiveAid(ctx, s.req(), s.one(), desk.ReceiveAid{Cents: 7000})
	s.must(err)
	s.waits(0)
	s.creditLeft(0) // it is its payer's again
	s.proved()
}

func TestVouchersBesideAGrantedAidAreSpentAboveWhatItsPayerOwes(t *testing.T) {
	s := aided(t)
	sale := s.sell([]billing.Tender{s.aid(billing.Aided, 1, 7000), {Way: billing.HolidayVoucher, Cents: 3000}, {Way: billing.BankCard, Cents: 1000}}, "card")
	for _, step := range []struct{ back, spendable, waits money.Cents }{{5000, 1000, 4000}, {4000, 2000, 7000}, {2000, 4000, 7000}} {
		s.credit(sale.Invoice.ID, billing.Return{Line: sale.Invoice.Lines[0].ID, Cents: step.back})
		s.waits(step.waits)
		if cart := s.cart(s.family.ID); cart.Credit != step.spendable {
			t.Errorf("after %d: %d may be spent, want %d", step.back, cart.Credit, step.spendable)
		}
	}
	s.must(s.spends(3500))
	s.proved()
}

func TestAnAidThatIsGrantedOnceEverythingIsPaidIsCreditOnlyWhenItCame(t *testing.T) {
	s := aided(t)
	sale := s.sell([]billing.Tender{s.aid(billing.AidAnnounced, 1, 7000), {Way: billing.BankCard, Cents: 4000}}, "card")
	s.pay(sale.Invoice.ID, 7000)
	_, err := s.GrantAid(ctx, s.req(), s.one())
	s.must(err)
	s.waits(7000)
	s.refuses(s.spends(1), club.CodeCreditTooHigh)
	_, err = s.ReceiveAid(ctx, s.req(), s.one(), desk.ReceiveAid{Cents: 7000})
	s.must(err)
	s.must(s.spends(3500))
	s.proved()
}

func TestWhateverBecomesOfAnAidNoCreditIsSpentThatNobodyPaid(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := aided(t)
		aid := money.Cents(rapid.Int64Range(1, 7000).Draw(r, "aid"))
		voucher := money.Cents(rapid.Int64Range(1, 3000).Draw(r, "voucher"))
		sale := s.sell([]billing.Tender{s.aid(billing.Aided, 1, aid), {Way: billing.HolidayVoucher, Cents: voucher},
			{Way: billing.BankCard, Cents: 11000 - aid - voucher}}, "card")
		left := money.Cents(11000)
		for range rapid.IntRange(1, 3).Draw(r, "credits") {
			if left == 0 {
				break
			}
			back := money.Cents(rapid.Int64Range(1, int64(left)).Draw(r, "back"))
			s.credit(sale.Invoice.ID, billing.Return{Line: sale.Invoice.Lines[0].ID, Cents: back})
			left -= back
			if came := 11000 - aid; s.cart(s.family.ID).Credit > came {
				r.Fatalf("more than %d came may be spent", came)
			}
			s.allows(s.spends(money.Cents(rapid.Int64Range(1, 3500).Draw(r, "spent"))), club.CodeCreditTooHigh)
		}
		switch id := s.one(); rapid.IntRange(0, 2).Draw(r, "fate") {
		case 0:
			_, err := s.RefuseAid(ctx, s.req(), id)
			s.must(err)
		case 1:
			_, err := s.ReceiveAid(ctx, s.req(), id, desk.ReceiveAid{Cents: money.Cents(rapid.Int64Range(1, int64(aid)).Draw(r, "came"))})
			s.must(err)
		}
		s.proved()
	})
}

func TestTheSourcesOfCreditSayWhatTheyAreInTheOrderTheyAreSpent(t *testing.T) {
	s := newShop(t)
	sale := s.sell([]billing.Tender{{Way: billing.HolidayVoucher, Cents: 500}, {Way: billing.BankCard, Cents: 3000}}, "gloves")
	note := s.credit(sale.Invoice.ID)
	paid, err := s.Receive(ctx, s.req(), desk.Receive{Household: s.family.ID, Invoices: []billing.InvoiceID{s.owes("gloves")},
		Tenders: []billing.Tender{{Way: billing.BankCard, Cents: 4000}}})
	s.must(err)
	var said []string
	for _, source := range s.cart(s.family.ID).Sources {
		said = append(said, source.Kind+" "+source.Number+" "+string(source.Way))
	}
	want := []string{"creditNote " + note.Number + " ", "payment " + paid.Payments[0].Receipt + " card", "creditNote " + note.Number + " "}
	slices.Sort(said[1:])
	slices.Sort(want[1:])
	if !slices.Equal(said, want) {
		t.Errorf("%q, want %q", said, want)
	}
}
