package desk_test

import (
	"database/sql"
	"slices"
	"testing"

	"paddock/backend/billing"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/journal"
	"paddock/backend/money"
)

// aided is a shop whose club knows a fixed aid (1) and a city card (2).
func aided(t *testing.T) *shop {
	t.Helper()
	s := newShop(t)
	view := s.settings()
	_, err := s.SaveAids(ctx, s.req(), desk.Change[[]club.AidKind]{Version: view.Versions.Aids, Value: []club.AidKind{
		{Name: "Pass’Sport", Payer: "ASP", Cents: 7000, From: "2026-09-01", Through: "2026-12-31"},
		{Name: "Carte Sortir", Payer: "Ville", Percent: 50_00, Cap: 3000, From: "2026-09-01"},
	}})
	s.must(err)
	return s
}

func (s *shop) aid(way billing.Way, kind int64, cents money.Cents) billing.Tender {
	return billing.Tender{Way: way, Cents: cents, Detail: billing.Detail{AidKind: kind, Rider: s.family.Riders[1].ID, Number: "26-AB12"}}
}

// one is the only aid that waits.
func (s *shop) one() billing.AidID {
	s.t.Helper()
	list, err := s.Aids().Rows(ctx, desk.ListQuery{})
	s.must(err)
	if len(list) != 1 {
		s.t.Fatalf("aids: %+v", list)
	}
	return list[0].ID
}

func TestAGrantedAidCoversAndIsPaidOnlyOnceItsPayerPaid(t *testing.T) {
	s := aided(t)
	sale := s.sell([]billing.Tender{s.aid(billing.Aided, 1, 7000), {Way: billing.BankCard, Cents: 4000}}, "card")
	if sale.Invoice.State != billing.StateCovered || sale.Invoice.Covered != 7000 || sale.Invoice.Remaining != 0 {
		t.Errorf("covered, not paid: %+v", sale.Invoice.State)
	}
	if card := s.card(); card.ValidFrom == "" {
		t.Error("a card works once it is covered")
	}
	grant := sale.Payments[0]
	if booked := s.booked("misc", grant.Receipt); booked != "aidsToReceive 7000, customers -7000" {
		t.Errorf("booked %s", booked)
	}
	today, err := s.Today(ctx)
	s.must(err)
	if today.Received != 4000 {
		t.Errorf("no money came but 40.00: %d", today.Received)
	}
	s.proved()
	id := s.one()
	_, err = s.ClaimAid(ctx, s.req(), id)
	s.must(err)
	_, err = s.ClaimAid(ctx, s.req(), id)
	s.refuses(err, club.CodeAidState)
	_, err = s.ReceiveAid(ctx, s.req(), id, desk.ReceiveAid{Cents: 7001})
	s.refuses(err, club.CodeAidTooHigh)
	_, err = s.ReceiveAid(ctx, s.req(), id, desk.ReceiveAid{Cents: 7000})
	s.must(err)
	doc, err := s.Document(ctx, sale.Invoice.ID)
	s.must(err)
	if doc.State != billing.StatePaid || doc.Covered != 0 {
		t.Errorf("paid now: %s, %d", doc.State, doc.Covered)
	}
	if booked := s.booked("bank", grant.Receipt); booked != "bank 7000, aidsToReceive -7000" {
		t.Errorf("booked %s", booked)
	}
	if today, err = s.Today(ctx); err != nil || today.Received != 11000 {
		t.Errorf("110.00 came in all: %d, %v", today.Received, err)
	}
	s.proved()
}

func TestWhatThePayerLeavesOrRefusesIsTheFamilysAgain(t *testing.T) {
	s := aided(t)
	sale := s.sell([]billing.Tender{s.aid(billing.Aided, 1, 7000), {Way: billing.BankCard, Cents: 4000}}, "card")
	_, err := s.ReceiveAid(ctx, s.req(), s.one(), desk.ReceiveAid{Cents: 6000})
	s.must(err)
	s.remains(sale.Invoice.ID, 1000)
	s.proved()

	other := s.sell([]billing.Tender{s.aid(billing.Aided, 2, 3000), {Way: billing.BankCard, Cents: 8000}}, "card")
	_, err = s.RefuseAid(ctx, s.req(), s.one())
	s.must(err)
	s.remains(other.Invoice.ID, 3000)
	s.proved()
}

func TestAnAnnouncedAidKeepsItsPartFromTheLinkUntilItIsDecided(t *testing.T) {
	s := aided(t)
	sale := s.sell([]billing.Tender{s.aid(billing.AidAnnounced, 1, 7000), link(4000)}, "card")
	if sale.Invoice.Remaining != 11000 || sale.Invoice.Asked != 4000 || s.asked(sale.Invoice.ID) != 4000 {
		t.Errorf("110.00 remain, 40.00 are asked: %d, %d", sale.Invoice.Remaining, sale.Invoice.Asked)
	}
	s.pay(sale.Invoice.ID, 1000)
	if asked := s.asked(sale.Invoice.ID); asked != 3000 {
		t.Errorf("the link follows what remains besides the aid: %d", asked)
	}
	s.proved()
	_, err := s.RefuseAid(ctx, s.req(), s.one())
	s.must(err)
	if asked := s.asked(sale.Invoice.ID); asked != 10000 {
		t.Errorf("refused, the link asks for all that remains: %d", asked)
	}
	s.proved()
}

func TestAnAnnouncedAidThatIsGrantedCoversItsInvoice(t *testing.T) {
	s := aided(t)
	sale := s.sell([]billing.Tender{s.aid(billing.AidAnnounced, 1, 7000), {Way: billing.BankCard, Cents: 4000}}, "card")
	if _, err := s.PreviewInvoice(ctx, sale.Invoice.ID); err != nil {
		t.Errorf("a paper that asks for nothing: %v", err)
	}
	req, id := s.req(), s.one()
	_, err := s.GrantAid(ctx, req, id)
	s.must(err)
	_, err = s.GrantAid(ctx, req, id) // the second click
	s.must(err)
	s.remains(sale.Invoice.ID, 0)
	s.proved()
}

func TestARuleCoversNoMoreThanItsAmountItsShareAndItsCap(t *testing.T) {
	s := aided(t)
	for kind, most := range map[int64]money.Cents{1: 7000, 2: 3000} {
		cart := s.cart(s.family.ID, "card")
		offers, err := s.AidsFor(ctx, cart.ID, nil, nil)
		s.must(err)
		if offers[kind-1].Covers != most {
			t.Errorf("%s covers %d, want %d", offers[kind-1].Name, offers[kind-1].Covers, most)
		}
		above := most + 1
		_, err = s.Checkout(ctx, s.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, Tenders: []billing.Tender{
			s.aid(billing.Aided, kind, above), {Way: billing.BankCard, Cents: 11000 - above},
		}})
		s.refuses(err, club.CodeAidTooHigh)
	}
	s.sell([]billing.Tender{s.aid(billing.Aided, 1, 7000), {Way: billing.BankCard, Cents: 4000}}, "card")
	if offers, err := s.AidsFor(ctx, s.cart(s.family.ID, "card").ID, nil, nil); err != nil || len(offers) != 1 {
		t.Errorf("a fixed aid is good once: %+v, %v", offers, err)
	}
}

// share is what the city card, the only aid of a share, is offered for.
func (s *shop) share(cart billing.CartID, lines []int64, over ...billing.InvoiceID) (cents money.Cents) {
	s.t.Helper()
	offers, err := s.AidsFor(ctx, cart, lines, over)
	s.must(err)
	for _, offer := range offers {
		if offer.Kind == 2 {
			cents += offer.Covers
		}
	}
	return cents
}

func TestAnAidIsOfferedForWhatADiscountLeavesAndForTheLinesThatAreSold(t *testing.T) {
	s := aided(t)
	s.offers["short"] = s.sells(catalogue.Offer{Kind: catalogue.Card, Name: "Carte découverte", Price: 3000,
		Parts: []catalogue.Part{{VAT: "riding", Cents: 3000}}, Terms: catalogue.Terms{Units: 2, Months: 1, LessonKind: "group"}})
	cart := s.cart(s.family.ID, "short", "licence")
	cart, err := s.GiveDiscount(ctx, s.req(), cart.ID, cart.Lines[0].ID, desk.GiveDiscount{GivenDiscount: club.GivenDiscount{Cents: 1000}, Reason: "Geste"})
	s.must(err)
	card := []int64{cart.Lines[0].ID}
	if covers := s.share(cart.ID, card); covers != 1000 {
		t.Errorf("half of 30.00 less 10.00 is offered as %d", covers)
	}
	if covers := s.share(cart.ID, nil); covers != 2250 {
		t.Errorf("half of 20.00 and a licence of 25.00 is offered as %d", covers)
	}
	_, err = s.Checkout(ctx, s.req(), cart.ID, desk.Checkout{Lines: card, Terms: cart.TermsVersion, Tenders: []billing.Tender{
		s.aid(billing.Aided, 2, 1000), {Way: billing.BankCard, Cents: 1000},
	}})
	s.must(err)
	s.proved()
}

func TestAShareIsGivenOnceOverAPurchase(t *testing.T) {
	s := aided(t)
	s.offers["short"] = s.sells(catalogue.Offer{Kind: catalogue.Card, Name: "Carte découverte", Price: 2500,
		Parts: []catalogue.Part{{VAT: "riding", Cents: 2500}}, Terms: catalogue.Terms{Units: 2, Months: 1, LessonKind: "group"}})
	first, second := s.owes("short"), s.owes("short")
	give := func(cents money.Cents, over ...billing.InvoiceID) error {
		_, err := s.Receive(ctx, s.req(), desk.Receive{Household: s.family.ID, Invoices: over, Tenders: []billing.Tender{s.aid(billing.Aided, 2, cents)}})
		return err
	}
	s.must(give(1000, first))
	if covers := s.share(0, nil, first); covers != 250 {
		t.Errorf("half of 25.00, of which 10.00 is given, is offered as %d", covers)
	}
	s.refuses(give(251, first), club.CodeAidTooHigh)
	if covers := s.share(0, nil, first, second); covers != 1500 {
		t.Errorf("half of two cards, of which 10.00 is given, is offered as %d", covers)
	}
	s.must(give(1500, first, second))
	if covers := s.share(0, nil, second); covers != 0 {
		t.Errorf("what was given over both is given over each: %d more is offered", covers)
	}
	s.proved()
}

func TestAnAidThatWasCreditedStaysCreditThatIsNeverCash(t *testing.T) {
	s := aided(t)
	sale := s.sell([]billing.Tender{s.aid(billing.Aided, 1, 7000), {Way: billing.BankCard, Cents: 4000}}, "card")
	if note := s.credit(sale.Invoice.ID); note.Kept != 7000 {
		t.Errorf("kept %d", note.Kept)
	}
	_, err := s.refund(4001, billing.Cash)
	s.refuses(err, club.CodeRefundTooHigh)
	_, err = s.RefuseAid(ctx, s.req(), s.one()) // and goes when its payer does not pay
	s.must(err)
	s.remains(sale.Invoice.ID, 0)
	account, err := s.Account(ctx, s.family.ID)
	s.must(err)
	if account.Credit != 4000 {
		t.Errorf("what the family paid itself is left: %d", account.Credit)
	}
	s.proved()
}

func TestVerifyNamesAnAidThatWasTouched(t *testing.T) {
	for name, sql := range map[string]string{
		"its payer":         "UPDATE aids SET payer = 'x'",
		"its amount":        "UPDATE aids SET cents = 1",
		"its state":         "UPDATE aids SET state = 'received'",
		"what it covers":    "UPDATE settlements SET covered_cents = 0",
		"its invoice":       "UPDATE aid_invoices SET invoice = 2",
		"an aid nobody has": "INSERT INTO aids (kind, name, payer, household, rider, number, cents, state, noted_at, noted_by) VALUES (1, 'x', 'x', 1, 1, '', 5, 'announced', '', 1)",
	} {
		t.Run(name, func(t *testing.T) {
			s := aided(t)
			s.sell([]billing.Tender{s.aid(billing.Aided, 1, 7000), {Way: billing.BankCard, Cents: 4000}}, "card")
			s.sell(cash(3500), "gloves")
			s.proved()
			s.behindItsBack("DROP TRIGGER aids_fixed", "DROP TRIGGER aid_invoices_no_update", sql)
			proof, err := s.Verify(ctx)
			s.must(err)
			for _, f := range proof.Findings {
				if f.Code != "guardMissing" && !f.Note {
					return
				}
			}
			t.Errorf("not found: %+v", proof.Findings)
		})
	}
}

// credited sells what a received aid paid 70.00 of and credits it.
func (s *shop) credited(returns ...billing.Return) billing.AidID {
	s.t.Helper()
	sale := s.sell([]billing.Tender{s.aid(billing.Aided, 1, 7000), {Way: billing.BankCard, Cents: 4000}}, "card")
	id := s.one()
	_, err := s.ReceiveAid(ctx, s.req(), id, desk.ReceiveAid{Cents: 7000})
	s.must(err)
	s.credit(sale.Invoice.ID, returns...)
	return id
}

// Whatever the way money went back, its receipt can be printed.
func TestEveryMirrorOfAPaymentHasAReceiptThatPrints(t *testing.T) {
	for name, play := range map[string]func(*shop){
		"an aid that goes back to its payer": func(s *shop) { s.credited() },
		"an aid refused": func(s *shop) {
			s.sell([]billing.Tender{s.aid(billing.Aided, 1, 7000), {Way: billing.BankCard, Cents: 4000}}, "card")
			_, err := s.RefuseAid(ctx, s.req(), s.one())
			s.must(err)
		},
	} {
		s := aided(t)
		play(s)
		var receipts []billing.PaymentID
		s.ask("SELECT id FROM payments ORDER BY id", func(rows *sql.Rows) error {
			receipts = append(receipts, 0)
			return rows.Scan(&receipts[len(receipts)-1])
		})
		for _, id := range receipts {
			if _, err := s.PrintReceipt(ctx, s.req(), id); err != nil {
				t.Errorf("%s: payment %d: %v", name, id, err)
			}
		}
		if len(receipts) < 3 {
			t.Errorf("%s: %d payments", name, len(receipts))
		}
		s.proved()
	}
}

func (s *shop) creditLeft(want money.Cents) {
	s.t.Helper()
	account, err := s.Account(ctx, s.family.ID)
	s.must(err)
	if account.Credit != want {
		s.t.Errorf("the family has %d, want %d", account.Credit, want)
	}
}

func TestAReceivedAidGoesBackToItsPayerWhenItsInvoiceIsCredited(t *testing.T) {
	s := aided(t)
	id := s.credited()
	s.creditLeft(4000)
	list, err := s.Aids().Rows(ctx, desk.ListQuery{})
	s.must(err)
	if len(list) != 1 || list[0].OwedBack != 7000 {
		t.Fatalf("owed to its payer: %+v", list)
	}
	_, err = s.refund(4001, billing.Transfer)
	s.refuses(err, club.CodeRefundTooHigh)
	s.proved()
	_, err = s.PayAidBack(ctx, s.req(), id, desk.PayAidBack{Cents: 7001})
	s.refuses(err, club.CodeAidOwedBack)
	req := s.req()
	for range 2 { // the second click
		if _, err = s.PayAidBack(ctx, req, id, desk.PayAidBack{Cents: 7000}); err != nil {
			t.Fatal(err)
		}
	}
	if list, err = s.Aids().Rows(ctx, desk.ListQuery{}); err != nil || len(list) != 0 {
		t.Errorf("nothing is owed any more: %+v, %v", list, err)
	}
	account, err := s.Account(ctx, s.family.ID)
	s.must(err)
	for _, l := range account.Lines {
		switch booked := s.booked("misc", l.Number); {
		case l.Back == billing.Returned && booked != "aidsToReceive -7000, customers 7000":
			t.Errorf("owed to the payer: %s", booked)
		case l.Way == billing.Aided && l.Back == "":
			if booked := s.booked("bank", l.Number); booked != "bank 7000, aidsToReceive -7000, bank -7000, aidsToReceive 7000" {
				t.Errorf("came and went: %s", booked)
			}
		}
	}
	if today, err := s.Today(ctx); err != nil || today.Received != 4000 {
		t.Errorf("70.00 came and went: %d, %v", today.Received, err)
	}
	_, err = s.PayAidBack(ctx, s.req(), id, desk.PayAidBack{Cents: 1})
	s.refuses(err, club.CodeAidOwedBack)
	s.proved()
}

func TestPartsOfAnAidedInvoiceGiveTheFamilyItsOwnFirstAndThePayerTheRest(t *testing.T) {
	s := aided(t)
	sale := s.sell([]billing.Tender{s.aid(billing.Aided, 1, 7000), {Way: billing.BankCard, Cents: 4000}}, "card")
	_, err := s.ReceiveAid(ctx, s.req(), s.one(), desk.ReceiveAid{Cents: 7000})
	s.must(err)
	line := sale.Invoice.Lines[0].ID
	for _, step := range []struct{ back, family, payer money.Cents }{{5000, 4000, 1000}, {2500, 4000, 3500}, {3500, 4000, 7000}} {
		part := billing.Return{Line: line, Cents: step.back}
		preview, err := s.CreditPreview(ctx, sale.Invoice.ID, []billing.Return{part})
		s.must(err)
		if preview.Kept != 0 || len(preview.Aids) != 1 || preview.Aids[0].Payer != "ASP" {
			t.Errorf("said before: %+v", preview)
		}
		s.credit(sale.Invoice.ID, part)
		s.creditLeft(step.family)
		if list, err := s.Aids().Rows(ctx, desk.ListQuery{}); err != nil || len(list) != 1 || list[0].OwedBack != step.payer {
			t.Errorf("after %d: %+v, %v", step.back, list, err)
		}
		s.proved()
	}
}

func TestAnAidThatComesAfterItsInvoiceWasCreditedIsItsPayersToo(t *testing.T) {
	s := aided(t)
	sale := s.sell([]billing.Tender{s.aid(billing.Aided, 1, 7000), {Way: billing.BankCard, Cents: 4000}}, "card")
	s.credit(sale.Invoice.ID)
	aid, err := s.ReceiveAid(ctx, s.req(), s.one(), desk.ReceiveAid{Cents: 6000})
	s.must(err)
	if aid.OwedBack != 6000 {
		t.Errorf("owed back %d", aid.OwedBack)
	}
	s.creditLeft(4000)
	s.proved()
}

func TestVerifyNamesMoneyPaidBackToAPayerThatWasTouched(t *testing.T) {
	for name, sql := range map[string]string{
		"its amount":        "UPDATE aid_returns SET cents = 1",
		"its day":           "UPDATE aid_returns SET day = '2026-01-01'",
		"one taken away":    "DELETE FROM aid_returns",
		"one nobody paid":   "INSERT INTO aid_returns (aid, day, cents, returned_at, returned_by) VALUES (1, '2026-10-07', 5, '', 1)",
		"why it went back":  "UPDATE payments SET back = 'refused' WHERE back = 'returned'",
		"what was booked":   "UPDATE postings SET role = 'x' WHERE entry = (SELECT max(id) FROM entries) AND role = 'bank'",
		"what it was taken": "UPDATE withdrawals SET cents = 1",
	} {
		t.Run(name, func(t *testing.T) {
			s := aided(t)
			id := s.credited()
			_, err := s.PayAidBack(ctx, s.req(), id, desk.PayAidBack{Cents: 7000})
			s.must(err)
			s.proved()
			s.behindItsBack("DROP TRIGGER aid_returns_no_update", "DROP TRIGGER aid_returns_no_delete", "DROP TRIGGER payments_no_update",
				"DROP TRIGGER withdrawals_no_update", "DROP TRIGGER postings_no_update", sql)
			proof, err := s.Verify(ctx)
			s.must(err)
			for _, f := range proof.Findings {
				if f.Code != "guardMissing" && !f.Note {
					return
				}
			}
			t.Errorf("not found: %+v", proof.Findings)
		})
	}
}

func TestMoneyGoesBackToThePayerOfAnAidByARecordedWay(t *testing.T) {
	s := aided(t)
	id := s.credited()
	receipt := func() (number string) {
		s.ask("SELECT p.receipt FROM payments p JOIN aids a ON a.payment = p.id", func(rows *sql.Rows) error { return rows.Scan(&number) })
		return number
	}
	_, err := s.PayAidBack(ctx, s.req(), id, desk.PayAidBack{Cents: 2000, Way: billing.Cheque})
	s.refuses(err, club.CodeChequeNumber)
	_, err = s.PayAidBack(ctx, s.req(), id, desk.PayAidBack{Cents: 2000, Way: billing.BankCard})
	s.refuses(err, club.CodeWayUnknown)
	for _, back := range []desk.PayAidBack{{Cents: 2000, Way: billing.Cheque, Number: "77"}, {Cents: 1000, Way: billing.Cash}, {Cents: 4000, Way: billing.Transfer}} {
		_, err := s.PayAidBack(ctx, s.req(), id, back)
		s.must(err)
		s.proved()
	}
	if booked := s.booked("cash", receipt()); booked != "cash -1000, aidsToReceive 1000" {
		t.Errorf("from the till: %s", booked)
	}
	for _, sql := range []string{"UPDATE aid_returns SET way = 'transfer' WHERE way = 'cash'", "UPDATE aid_returns SET number = '78' WHERE way = 'cheque'"} {
		s.behindItsBack("DROP TRIGGER IF EXISTS aid_returns_no_update", sql)
		proof, err := s.Verify(ctx)
		s.must(err)
		if !slices.ContainsFunc(proof.Findings, func(f journal.Finding) bool { return f.Code == "rowChanged" }) {
			t.Errorf("%s is not named: %+v", sql, proof.Findings)
		}
	}
}

func TestAFrenchClubBeginsWithAidsOfWhichNoneIsGivenThatTheLawNoLongerGives(t *testing.T) {
	h := openClub(t) // on 7 October 2026, with the starter catalogue
	view := h.settings()
	if len(view.Aids) != 2 || view.Aids[0].Cents != 7000 || view.Aids[0].Through != "2025-12-31" {
		t.Fatalf("%+v", view.Aids)
	}
	for _, kind := range view.AidsOn("2026-10-07") {
		if kind.Covers(11000, club.AidGiven{}) != 0 {
			t.Errorf("nobody decided what it covers: %+v", kind)
		}
	}
	if on := view.AidsOn("2025-10-07"); on[0].Covers(11000, club.AidGiven{}) != 7000 {
		t.Errorf("in its season it was 70.00: %+v", on)
	}
	kinds := view.Aids // the owner adds one: those without a figure stay as they are
	kinds = append(kinds, club.AidKind{Name: "Pass’Sport 2026-2027", Payer: "ASP", Cents: 5000, From: "2026-09-01"})
	saved, err := h.SaveAids(ctx, h.req(), desk.Change[[]club.AidKind]{Version: view.Versions.Aids, Value: kinds})
	h.must(err)
	if len(saved.Aids) != 3 {
		t.Errorf("%+v", saved.Aids)
	}
}
