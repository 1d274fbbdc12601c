package desk_test

import (
	"testing"

	"pgregory.net/rapid"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/money"
)

// certified is what the family paid for a rider, by the certificate of a year.
func (s *shop) certified(rider club.RiderID) money.Cents {
	s.t.Helper()
	made, err := s.Certificate(ctx, s.family.ID, desk.CertificateOf{Rider: rider, StatementDays: desk.StatementDays{From: "2026-09-01", To: "2027-08-31"}})
	s.must(err)
	sum := money.Cents(0)
	for _, l := range made.Lines {
		sum += l.Cents
	}
	if sum != made.Total {
		s.t.Errorf("lines add up to %d, the total says %d", sum, made.Total)
	}
	return made.Total
}

func TestACertificateSaysWhatTheFamilyItselfPaidForTheRider(t *testing.T) {
	s := newShop(t)
	manon, hugo := s.family.Riders[0].ID, s.family.Riders[1].ID
	id := s.owes("card", "Manon's licence") // Hugo 110.00 of which 33.00 now, Manon 25.00 now
	s.pay(id, 40_00)
	if h, m := s.certified(hugo), s.certified(manon); h != 33_00 || m != 7_00 {
		t.Errorf("what is due now is covered first, in line order: Hugo %d, Manon %d", h, m)
	}
	s.clock.set(t, "2026-11-10 10:00")
	s.pay(id, 95_00)
	if h, m := s.certified(hugo), s.certified(manon); h != 110_00 || m != 25_00 {
		t.Errorf("all is paid: Hugo %d, Manon %d", h, m)
	}
	october, err := s.Certificate(ctx, s.family.ID, desk.CertificateOf{Rider: hugo, StatementDays: desk.StatementDays{From: "2026-10-01", To: "2026-10-31"}})
	s.must(err)
	if october.Total != 33_00 || len(october.Lines) != 1 || october.Lines[0].Text != "Carte 10 cours collectifs" || october.BirthDate != "2014-05-02" {
		t.Errorf("of October: %+v", october)
	}
	if raw, err := s.CertificatePaper(ctx, s.family.ID, desk.CertificateOf{Rider: hugo, StatementDays: desk.StatementDays{From: "2026-09-01", To: "2027-08-31"}}); err != nil || len(raw) < 1000 {
		t.Errorf("on paper: %d bytes, %v", len(raw), err)
	}
	view, err := s.Document(ctx, id)
	s.must(err)
	s.credit(id, billing.Return{Line: view.Lines[1].ID, Cents: 25_00})
	if h, m := s.certified(hugo), s.certified(manon); h != 110_00 || m != 0 {
		t.Errorf("the licence was given back: Hugo %d, Manon %d", h, m)
	}
	for field, days := range map[string]desk.StatementDays{"from": {From: "hier", To: "2026-10-01"}, "to": {From: "2026-10-02", To: "2026-10-01"}} {
		_, err := s.Certificate(ctx, s.family.ID, desk.CertificateOf{Rider: hugo, StatementDays: days})
		wantRefusal(t, err, club.CodeBadDay, field)
	}
}

func TestWhatAnAidOrAWriteOffCoversIsOnNoCertificate(t *testing.T) {
	s := newShop(t)
	hugo := s.family.Riders[1].ID
	id := s.owes("card")
	s.pay(id, 30_00)
	s.clock.set(t, "2026-12-01 10:00")
	s.writesOff(id)
	if h := s.certified(hugo); h != 30_00 {
		t.Errorf("certified %d", h)
	}
}

// To the cent: whatever is bought, paid, bounced and given back, the certificates
// of all riders are the family's own money that stayed on the invoices.
func TestCertificatesOfAllRidersAddUpToWhatWasPaid(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := newShop(t)
		var invoices []billing.InvoiceID
		for range rapid.IntRange(1, 2).Draw(r, "invoices") {
			names := []string{"card"}
			if len(invoices) == 0 && rapid.Bool().Draw(r, "licences") {
				names = []string{"card", "licence", "Manon's licence"}
			}
			invoices = append(invoices, s.owes(names...))
		}
		var cheques []billing.PaymentID
		for range rapid.IntRange(1, 6).Draw(r, "steps") {
			id := rapid.SampledFrom(invoices).Draw(r, "of")
			view, err := s.Document(ctx, id)
			s.must(err)
			switch rapid.SampledFrom([]string{"pay", "pay", "bounce", "credit"}).Draw(r, "step") {
			case "pay":
				if view.Remaining > 0 {
					tender := cheque(money.Cents(rapid.IntRange(1, int(view.Remaining)).Draw(r, "cents")))
					got, err := s.Receive(ctx, s.req(), desk.Receive{Household: s.family.ID, Invoices: []billing.InvoiceID{id}, Tenders: []billing.Tender{tender}})
					s.must(err)
					cheques = append(cheques, got.Payments[0].ID)
				}
			case "bounce":
				if len(cheques) > 0 {
					if _, err := s.Bounce(ctx, s.req(), cheques[0]); err != nil {
						s.allows(err, club.CodeWentBack)
					}
					cheques = cheques[1:]
				}
			case "credit":
				if left := view.LeftByLine[0]; left > 1 {
					s.credit(id, billing.Return{Line: view.Lines[0].ID, Cents: money.Cents(rapid.IntRange(1, int(left)-1).Draw(r, "back"))})
				}
			}
		}
		want := money.Cents(0)
		for _, id := range invoices {
			view, err := s.Document(ctx, id)
			s.must(err)
			left, received := money.Cents(0), money.Cents(0)
			for _, l := range view.LeftByLine {
				left += l
			}
			for _, by := range view.PaidBy {
				if !by.Own {
					received += by.Cents
				}
			}
			want += min(left, received)
		}
		if got := s.certified(s.family.Riders[0].ID) + s.certified(s.family.Riders[1].ID); got != want {
			t.Errorf("certified %d, paid %d", got, want)
		}
	})
}

func TestWhatBouncesLeavesTheRiderItHadPaidFor(t *testing.T) {
	s := aided(t)
	manon, hugo := s.family.Riders[0].ID, s.family.Riders[1].ID
	id := s.owes("card", "Manon's licence") // Hugo 110.00 of which 33.00 now, Manon 25.00 now
	got, err := s.Receive(ctx, s.req(), desk.Receive{Household: s.family.ID, Invoices: []billing.InvoiceID{id}, Tenders: []billing.Tender{cheque(33_00)}})
	s.must(err)
	s.clock.set(t, "2026-10-20 10:00")
	_, err = s.Receive(ctx, s.req(), desk.Receive{Household: s.family.ID, Invoices: []billing.InvoiceID{id}, Tenders: []billing.Tender{s.aid(billing.Aided, 1, 70_00)}})
	s.must(err) // it names Hugo
	s.clock.set(t, "2026-10-21 10:00")
	s.pay(id, 25_00)
	if h, m := s.certified(hugo), s.certified(manon); h != 33_00 || m != 25_00 {
		t.Errorf("the aid is Hugo's: Hugo %d, Manon %d", h, m)
	}
	s.clock.set(t, "2026-10-22 10:00")
	s.bounce(got.Payments[0].ID)
	if h, m := s.certified(hugo), s.certified(manon); h != 0 || m != 25_00 {
		t.Errorf("it bounced: Hugo %d, Manon %d", h, m)
	}
}

// The family's own 40.00 go back first, and 10.00 of the aid stay credit.
func TestACreditNoteOfTheSameDayTakesFromWhatWasPaidBeforeIt(t *testing.T) {
	s := aided(t)
	hugo := s.family.Riders[1].ID
	id := s.owes("card")
	s.pay(id, 40_00)
	_, err := s.Receive(ctx, s.req(), desk.Receive{Household: s.family.ID, Invoices: []billing.InvoiceID{id}, Tenders: []billing.Tender{s.aid(billing.Aided, 1, 70_00)}})
	s.must(err)
	s.clock.set(t, "2026-10-07 18:00")
	view, err := s.Document(ctx, id)
	s.must(err)
	s.credit(id, billing.Return{Line: view.Lines[0].ID, Cents: 50_00})
	if h := s.certified(hugo); h != 0 {
		t.Errorf("certified %d", h)
	}
}
