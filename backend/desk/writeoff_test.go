package desk_test

import (
	"encoding/xml"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/money"
)

func (s *house) writesOff(id billing.InvoiceID) desk.DocumentView {
	s.t.Helper()
	view, err := s.WriteOff(ctx, s.req(), id, desk.WriteOff{Why: billing.Gone})
	s.must(err)
	return view
}

func TestABadDebtIsWrittenOffNetOfItsVATAndReopenedWhenItIsPaidAfterAll(t *testing.T) {
	s := newShop(t)
	id := s.owes("card") // 110.00 with 5.73 of VAT that waits for money
	_, err := s.WriteOff(ctx, s.req(), id, desk.WriteOff{Why: billing.Gone})
	s.refuses(err, club.CodeNotLate)
	s.pay(id, 40_00)
	s.clock.set(t, "2026-12-01 10:00")
	_, err = s.WriteOff(ctx, s.req(), id, desk.WriteOff{Why: "because"})
	wantRefusal(t, err, club.CodeInvalid, "why")
	view := s.writesOff(id)
	if view.State != billing.StateLost || view.Remaining != 0 || view.Written != 70_00 || view.Paid != 40_00 {
		t.Errorf("%s, remaining %d, written %d, paid %d", view.State, view.Remaining, view.Written, view.Paid)
	}
	if s.role("badDebts") != 66_35 || s.role("vat.pending.0550") != 0 || s.role("vat.0550") != -2_08 || s.role("customers") != 0 {
		t.Errorf("lost %d, pending %d, due %d, customers %d", s.role("badDebts"), s.role("vat.pending.0550"), s.role("vat.0550"), s.role("customers"))
	}
	s.proved()
	today, err := s.Today(ctx)
	s.must(err)
	if today.Received != 0 || today.LateCount != 0 {
		t.Errorf("no money came: %+v", today.ByWay)
	}
	_, err = s.WriteOff(ctx, s.req(), id, desk.WriteOff{Why: billing.Gone})
	s.refuses(err, club.CodeNothingOwed)
	_, err = s.Credit(ctx, s.req(), id, desk.Credit{Reason: "geste"})
	s.refuses(err, club.CodeWrittenOff)
	if raw, err := s.PrintInvoice(ctx, s.req(), id); err != nil || len(raw) == 0 {
		t.Errorf("its duplicate: %v", err)
	}

	view, err = s.ReopenDebt(ctx, s.req(), id)
	s.must(err)
	if view.State != billing.StateOverdue || view.Remaining != 70_00 || view.Written != 0 {
		t.Errorf("%s, remaining %d", view.State, view.Remaining)
	}
	_, err = s.ReopenDebt(ctx, s.req(), id)
	s.refuses(err, club.CodeNotWrittenOff)
	s.proved()
	s.pay(id, 70_00)
	if s.role("badDebts") != 0 || s.role("vat.pending.0550") != 0 || s.role("vat.0550") != -5_73 {
		t.Errorf("lost %d, pending %d, due %d", s.role("badDebts"), s.role("vat.pending.0550"), s.role("vat.0550"))
	}
	s.proved()
}

func TestTheVATOfGoodsThatWasDueIsTakenBackInTheReportToo(t *testing.T) {
	s := newShop(t)
	id := s.owes("gloves") // 35.00 with 5.83 of VAT, due at delivery
	s.clock.set(t, "2026-12-01 10:00")
	s.writesOff(id)
	if s.role("badDebts") != 29_17 || s.role("vat.2000") != 0 {
		t.Errorf("lost %d, due %d", s.role("badDebts"), s.role("vat.2000"))
	}
	rows, err := s.VATReport().Rows(ctx, desk.ListQuery{From: "2026-12-01", To: "2026-12-31"})
	s.must(err)
	if len(rows) != 1 || rows[0].Tax != -5_83 || rows[0].Gross != -35_00 {
		t.Errorf("the report: %+v", rows)
	}
	s.proved()
}

func TestACardOfALostDebtDoesNotBeginToWork(t *testing.T) {
	s := newShop(t)
	id := s.owes("card")
	s.clock.set(t, "2026-12-01 10:00")
	s.writesOff(id)
	if card := s.card(); card.ValidFrom != "" {
		t.Errorf("it works from %s", card.ValidFrom)
	}
	s.proved()
}

func TestWhatIsWrittenOffIsWhatThePersonSawAndNoAidWaitsForIt(t *testing.T) {
	s := aided(t)
	id := s.sell([]billing.Tender{s.aid(billing.AidAnnounced, 1, 7000), {Way: billing.BankCard, Cents: 4000}}, "card").Invoice.ID
	s.clock.set(t, "2026-12-01 10:00")
	_, err := s.WriteOff(ctx, s.req(), id, desk.WriteOff{Why: billing.Gone})
	s.refuses(err, club.CodeAidAwaited)
	_, err = s.RefuseAid(ctx, s.req(), s.one())
	s.must(err)
	_, err = s.WriteOff(ctx, s.req(), id, desk.WriteOff{Why: billing.Gone, Cents: 40_00})
	s.refuses(err, club.CodeOwedChanged)
	view, err := s.WriteOff(ctx, s.req(), id, desk.WriteOff{Why: billing.Gone, Cents: 70_00})
	s.must(err)
	raw, _ := s.detached(view.ID)
	var read readInvoice
	s.must(xml.Unmarshal(raw, &read))
	if read.standard(t); read.Settled.Sums.Due != "70.00" || read.Settled.Sums.Paid != "40.00" {
		t.Errorf("its XML says it was paid: %+v", read.Settled.Sums)
	}
	s.proved()
}

func TestAnOpeningThatWasWrittenOffIsNotCorrectedIntoCredit(t *testing.T) {
	h := openClub(t)
	home := h.join("Delcourt", "Léa")
	line := owed(home.ID, 12_000)
	line.Due = "2026-09-15"
	made := h.moveIn(line)[0]
	_, err := h.WriteOff(ctx, h.req(), made.ID, desk.WriteOff{Why: billing.Gone})
	h.must(err)
	_, err = h.CorrectOpening(ctx, h.req(), made.ID, "déjà payé")
	h.refuses(err, club.CodeWrittenOff)
	h.proved()
}

func TestNothingIsWrittenOffOnAClosedDay(t *testing.T) {
	s := newShop(t)
	id := s.owes("gloves")
	s.clock.set(t, "2026-12-01 10:00")
	closed := s.closes("2026-12-01")
	_, err := s.WriteOff(ctx, s.req(), id, desk.WriteOff{Why: billing.Gone})
	s.refuses(err, club.CodeBooksClosed)
	s.clock.set(t, "2026-12-02 10:00")
	s.writesOff(id)
	next := s.closes("2026-12-02")
	if next.Period.Received.Cents != 0 || next.Perpetual.Received.Cents != closed.Perpetual.Received.Cents {
		t.Errorf("a loss is no money: %+v", next.Period.Received)
	}
	s.proved()
}

func TestVerifyNamesAWriteOffThatWasTouched(t *testing.T) {
	const drop = "DROP TRIGGER "
	for name, test := range map[string]struct {
		tamper []string
		code   string
	}{
		"its amount":      {[]string{drop + "payments_no_update", "UPDATE payments SET cents = 30_00 WHERE way = 'writtenOff'"}, "paymentChanged"},
		"made a payment":  {[]string{drop + "payments_no_update", "UPDATE payments SET way = 'cash' WHERE way = 'writtenOff'"}, "paymentChanged"},
		"why":             {[]string{drop + "payments_no_update", `UPDATE payments SET detail = '{"lost":"tooSmall"}' WHERE way = 'writtenOff'`}, "paymentChanged"},
		"where it stands": {[]string{drop + "postings_no_update", "UPDATE postings SET role = 'sales.goods' WHERE role = 'badDebts'"}, "entriesChanged"},
		"its row":         {[]string{"UPDATE settlements SET written_cents = 0"}, "settlementOff"},
		"taken away":      {[]string{drop + "allocations_no_delete", "DELETE FROM allocations"}, "allocationMissing"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			id := s.owes("gloves")
			s.clock.set(t, "2026-12-01 10:00")
			s.writesOff(id)
			s.behindItsBack(append([]string{"PRAGMA foreign_keys = 0"}, test.tamper...)...)
			if codes, _ := s.found(); !slices.Contains(codes, test.code) {
				t.Errorf("found %v", codes)
			}
		})
	}
}

// Whatever is paid, bounces, is written off and reopened, no VAT waits once nothing
// is asked for, and the books agree.
func TestAnySequenceOfPaymentsBouncesAndWriteOffsLeavesTheBooksRight(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := newShop(t)
		id := s.owes(rapid.SampledFrom([][]string{{"card"}, {"gloves"}, {"card", "gloves", "licence"}, {"licence", "gloves"}}).Draw(r, "sold")...)
		s.clock.set(t, "2026-12-01 10:00")
		var cheques []billing.PaymentID
		for range rapid.IntRange(1, 6).Draw(r, "steps") {
			view, err := s.Document(ctx, id)
			s.must(err)
			switch rapid.SampledFrom([]string{"pay", "bounce", "lose", "reopen"}).Draw(r, "step") {
			case "pay":
				if view.Remaining > 0 {
					tender := cheque(money.Cents(rapid.IntRange(1, int(view.Remaining)).Draw(r, "cents")))
					got, err := s.Receive(ctx, s.req(), desk.Receive{Household: s.family.ID, Invoices: []billing.InvoiceID{id}, Tenders: []billing.Tender{tender}})
					s.must(err)
					cheques = append(cheques, got.Payments[0].ID)
				}
			case "bounce":
				if len(cheques) > 0 {
					s.bounce(cheques[0])
					cheques = cheques[1:]
				}
			case "lose":
				if view.Remaining > 0 && view.Written == 0 {
					s.writesOff(id)
				}
			case "reopen":
				if view.Written > 0 {
					_, err := s.ReopenDebt(ctx, s.req(), id)
					s.must(err)
				}
			}
		}
		s.proved()
		view, err := s.Document(ctx, id)
		s.must(err)
		if view.Remaining == 0 && s.role("vat.pending.0550") != 0 {
			t.Errorf("%d of VAT waits for nothing", s.role("vat.pending.0550"))
		}
	})
}

func TestAWriteOffIsNoPaymentInListsAndSums(t *testing.T) {
	s := newShop(t)
	id := s.owes("gloves")
	s.clock.set(t, "2026-12-01 10:00")
	s.writesOff(id)
	list, err := s.Payments().Rows(ctx, desk.ListQuery{From: "2026-12-01", To: "2026-12-01"})
	s.must(err)
	account, err := s.Account(ctx, s.family.ID)
	s.must(err)
	if len(list) != 0 || account.Received != 0 || account.Remaining != 0 {
		t.Errorf("listed %d, received %d, remaining %d", len(list), account.Received, account.Remaining)
	}
}

// Nobody owes the lessons of a card that never began to work.
func TestWhatWasNeverPaidIsDeferredNoMoreOnceItIsWrittenOff(t *testing.T) {
	s := newShop(t)
	id := s.owes("card")
	s.clock.set(t, "2026-12-01 10:00")
	if s.role("deferred.card") != -104_27 {
		t.Fatalf("%d is deferred", s.role("deferred.card"))
	}
	s.writesOff(id)
	if s.role("deferred.card") != 0 || s.role("sales.card") != -104_27 || s.role("badDebts") != 104_27 {
		t.Errorf("deferred %d, revenue %d, lost %d", s.role("deferred.card"), s.role("sales.card"), s.role("badDebts"))
	}
	s.proved()
	_, err := s.ReopenDebt(ctx, s.req(), id)
	s.must(err)
	if s.role("deferred.card") != -104_27 || s.role("sales.card") != 0 {
		t.Errorf("reopened, deferred %d, revenue %d", s.role("deferred.card"), s.role("sales.card"))
	}
	s.proved()
	s.pay(id, 110_00)
	if s.role("deferred.card") != -104_27 {
		t.Errorf("paid, deferred %d", s.role("deferred.card"))
	}
	s.proved()
}

// One family that never paid does not keep the others from getting their money back.
func TestAFamilyWrittenOffKeepsNoDayOfACampFromBeingCancelled(t *testing.T) {
	s := openSchool(t)
	view := s.asking(3, "2026-10-20", "2026-11-26", "2026-11-27")
	invoices := []billing.InvoiceID{}
	for _, name := range []string{"Nina", "Léo"} {
		in := children(name)
		in.Email, in.Riders[0].Surname = name+"@example.org", name
		cart, err := s.Enrol(ctx, s.req(), view.Offer.ID, in)
		s.must(err)
		invoices = append(invoices, s.paidDown(cart).Invoice.ID)
	}
	now, err := s.Activity(ctx, view.Offer.ID)
	s.must(err)
	s.clock.set(t, "2026-11-25 10:00")
	s.writesOff(invoices[0])
	day := now.Days[0]
	shown, err := s.PreviewCancelActivityDay(ctx, view.Offer.ID, day.ID)
	s.must(err)
	done, err := s.CancelActivityDay(ctx, s.req(), view.Offer.ID, day.ID, desk.CancelActivityDay{Reason: "orage", Credit: true, Version: day.Version})
	s.must(err)
	if !done.Riders[0].Lost || done.Riders[0].Back != 0 || done.Riders[1].Back != 48_00 || done.Back != 48_00 || shown.Back != done.Back {
		t.Errorf("%+v, shown %+v", done, shown)
	}
	rider := now.Enrolled[0].Rider
	left, err := s.CancelEnrolment(ctx, s.req(), view.Offer.ID, rider, desk.CancelEnrolment{Reason: "ne vient plus"})
	s.must(err)
	if left.Back != 0 {
		t.Errorf("%+v", left)
	}
	s.proved()
}
