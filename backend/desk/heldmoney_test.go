package desk_test

import (
	"testing"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/desk"
)

// holder is somebody who can be handed money.
func (s *shop) holder() int64 {
	s.t.Helper()
	list, err := s.Holders(ctx)
	s.must(err)
	return list[0].ID
}

func (s *shop) handed(way billing.Way) desk.Sale {
	s.t.Helper()
	tender := billing.Tender{Way: way, Cents: 3500, Detail: billing.Detail{HeldBy: s.holder()}}
	if way == billing.Cheque {
		tender.Detail.Number = "4081127"
	}
	return s.sell([]billing.Tender{tender}, "gloves")
}

func TestCashHandedToSomebodyPaysAtOnceAndComesToTheTillWhenItIsBroughtIn(t *testing.T) {
	s := newShop(t)
	sale := s.handed(billing.Cash)
	if sale.Invoice.State != billing.StatePaid {
		t.Errorf("the family paid: %s", sale.Invoice.State)
	}
	p := sale.Payments[0]
	if booked := s.booked("misc", p.Receipt); booked != "customers -3500, heldByStaff 3500" && booked != "heldByStaff 3500, customers -3500" {
		t.Errorf("booked %s", booked)
	}
	today, err := s.Today(ctx)
	s.must(err)
	if today.Received != 0 || len(today.Held) != 1 || today.Held[0].Cents != 3500 || today.Held[0].Family != "Delcourt" || s.role("cash") != 0 {
		t.Errorf("the till has nothing of it: received %d, held %+v", today.Received, today.Held)
	}
	who, err := s.Holders(ctx)
	s.must(err)
	if view, err := s.Payment(ctx, p.ID); err != nil || view.Holder != who[0].Name {
		t.Errorf("held by %q, %v", view.Holder, err)
	}
	s.proved()

	req := s.req()
	for range 2 { // a second click is the same
		left, err := s.BringIn(ctx, req, desk.BringIn{Payments: []billing.PaymentID{p.ID}})
		s.must(err)
		if len(left) != 0 {
			t.Errorf("still held: %+v", left)
		}
	}
	if view, err := s.Payment(ctx, p.ID); err != nil || view.Holder != "" {
		t.Errorf("still held by %q, %v", view.Holder, err)
	}
	_, err = s.BringIn(ctx, s.req(), desk.BringIn{Payments: []billing.PaymentID{p.ID}})
	s.refuses(err, club.CodeNotHeld)
	if s.role("cash") != 3500 || s.role("heldByStaff") != 0 {
		t.Errorf("cash %d, held %d", s.role("cash"), s.role("heldByStaff"))
	}
	if today, err = s.Today(ctx); err != nil || today.Received != 3500 || len(today.Held) != 0 {
		t.Errorf("now it is there: %+v, %v", today.Received, err)
	}
	s.proved()
}

func TestAHeldChequeBouncesOnlyOnceItWasBroughtIn(t *testing.T) {
	s := newShop(t)
	p := s.handed(billing.Cheque).Payments[0]
	_, err := s.Bounce(ctx, s.req(), p.ID)
	s.refuses(err, club.CodeStillHeld)
	_, err = s.BringIn(ctx, s.req(), desk.BringIn{Payments: []billing.PaymentID{p.ID}})
	s.must(err)
	if got := s.role("chequesInHand"); got != 3500 {
		t.Errorf("cheques in hand %d", got)
	}
	s.bounce(p.ID)
	if cheques, held := s.role("chequesInHand"), s.role("heldByStaff"); cheques != 0 || held != 0 {
		t.Errorf("cheques %d, held %d", cheques, held)
	}
	s.proved()
}

func TestOnlyCashAndChequesAreHandedToSomebodyWhoWorksHere(t *testing.T) {
	s := newShop(t)
	cart := s.cart(s.family.ID, "gloves")
	for name, tender := range map[string]billing.Tender{
		"a card": {Way: billing.BankCard, Cents: 3500, Detail: billing.Detail{HeldBy: s.holder()}},
		"nobody": {Way: billing.Cash, Cents: 3500, Detail: billing.Detail{HeldBy: 99}},
		"a gift": {Way: billing.HolidayVoucher, Cents: 3500, Detail: billing.Detail{HeldBy: s.holder()}},
	} {
		_, err := s.Checkout(ctx, s.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, Tenders: []billing.Tender{tender}})
		if !t.Run(name, func(*testing.T) { s.refuses(err, club.CodeHolderUnknown) }) {
			return
		}
	}
}

func TestVerifyNamesHeldMoneyChangedBehindItsBack(t *testing.T) {
	for name, c := range map[string]struct{ statement, code string }{
		"brought in unseen": {"UPDATE held_money SET brought_day = '2026-10-07', brought_at = '2026-10-07T10:00:00.000Z', brought_by = 1", "rowChanged"},
		"another holder":    {"DROP TRIGGER held_money_once; UPDATE held_money SET holder = (SELECT max(id) + 1 FROM staff)", "rowChanged"},
		"forgotten":         {"DROP TRIGGER held_money_no_delete; DELETE FROM held_money", "rowMissing"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			s.handed(billing.Cash)
			s.behindItsBack("PRAGMA foreign_keys = 0", c.statement)
			proof, err := s.Verify(ctx)
			s.must(err)
			for _, f := range proof.Findings {
				if f.Code == c.code {
					return
				}
			}
			t.Errorf("found %+v", proof.Findings)
		})
	}
}

func TestVerifyNamesAnEntryOfBroughtInMoneyThatWasChanged(t *testing.T) {
	s := newShop(t)
	p := s.handed(billing.Cash).Payments[0]
	_, err := s.BringIn(ctx, s.req(), desk.BringIn{Payments: []billing.PaymentID{p.ID}})
	s.must(err)
	s.behindItsBack("DROP TRIGGER postings_no_update", "UPDATE postings SET role = 'bank' WHERE role = 'cash'")
	proof, err := s.Verify(ctx)
	s.must(err)
	if len(proof.Findings) == 0 || proof.Findings[0].Code != "entriesChanged" {
		t.Errorf("found %+v", proof.Findings)
	}
}
