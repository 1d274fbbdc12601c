package desk_test

import (
	"testing"

	"pgregory.net/rapid"

	"paddock/backend/billing"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/money"
)

// ofTwoRates is an invoice of 30.00 at 20 % for one rider and of 100.00 less 30.00 at
// 5.5 % for the next: when the first leaves, the second pays in full, and the credit
// note comes to nothing. It is paid so much before.
func ofTwoRates(t testing.TB, paid money.Cents) (*stable, billing.InvoiceID) {
	t.Helper()
	in := firstRun()
	in.Starter = false
	h := openClubAs(t, in)
	s := &stable{house: h, family: h.join("Delcourt", "Manon", "Hugo")}
	cart, err := s.OpenCart(ctx, s.req(), s.family.ID)
	s.must(err)
	s.rules(club.DiscountRule{Kind: club.DiscountRank, Place: 2, Cents: 30_00, Label: inFrench("Réduction 2e cavalier")})
	for i, of := range []struct {
		vat   string
		price money.Cents
	}{{"standard", 30_00}, {"riding", 100_00}} {
		offer := s.sells(catalogue.Offer{Kind: catalogue.Membership, Name: "Adhésion " + of.vat, Price: of.price, Parts: []catalogue.Part{{VAT: of.vat, Cents: of.price}}})
		cart, err = s.AddLine(ctx, s.req(), cart.ID, desk.AddLine{Offer: offer, Rider: s.family.Riders[i].ID, Quantity: 1})
		s.must(err)
	}
	id := s.checkOut(cart).ID
	if paid > 0 {
		_, err = s.Receive(ctx, s.req(), desk.Receive{Household: s.family.ID, Invoices: []billing.InvoiceID{id}, Tenders: cash(paid)})
		s.must(err)
	}
	return s, id
}

// RULES section 3: VAT on collection is due as money comes. Of a credit note that comes
// to nothing none ever does: what it moves from one rate to another is due on its day.
func TestACreditNoteOfNothingMovesTheVATOfItsDay(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		paid := money.Cents(rapid.SampledFrom([]int64{0, 1, 33_33, 70_00, 99_99, 100_00}).Draw(r, "paid"))
		s, id := ofTwoRates(t, paid)
		s.clock.set(t, "2026-11-12 10:00")
		if given := s.leave(desk.DocumentView{Document: billing.Document{ID: id}}, 0); given != 0 {
			r.Fatalf("%d was given back", given)
		}
		rows, err := s.VATReport().Rows(ctx, desk.ListQuery{From: "2026-11-01", To: "2026-11-30"})
		s.must(err)
		if len(rows) != 2 || rows[0].Tax != 156 || rows[0].Gross != 30_00 || rows[1].Tax != -500 || rows[1].Gross != -30_00 {
			r.Errorf("November says %+v", rows)
		}
		s.clock.set(t, "2026-12-01 10:00")
		switch rapid.SampledFrom([]string{"paid", "given back", "given back in two"}).Draw(r, "then") {
		case "paid":
			if paid < 100_00 {
				_, err = s.Receive(ctx, s.req(), desk.Receive{Household: s.family.ID, Invoices: []billing.InvoiceID{id}, Tenders: cash(100_00 - paid)})
				s.must(err)
			}
			s.holds(r, 521)
		case "given back in two":
			_, err = s.Credit(ctx, s.req(), id, desk.Credit{Returns: []billing.Return{{Line: s.lineFor(id, 1), Cents: 41_11}}, Reason: "Geste"})
			s.must(err)
			fallthrough
		default:
			_, err = s.Credit(ctx, s.req(), id, desk.Credit{Reason: "Départ"})
			s.must(err)
			if paid > 0 {
				_, err = s.Refund(ctx, s.req(), s.family.ID, desk.Refund{Cents: paid, Way: billing.Cash})
				s.must(err)
			}
			s.holds(r, 0)
		}
		s.proved()
		booksAgree(t, s.Desk, s.ask)
	})
}

// lineFor is the line of a rider on an invoice.
func (s *stable) lineFor(id billing.InvoiceID, rider int) int64 {
	s.t.Helper()
	view, err := s.Document(ctx, id)
	s.must(err)
	for _, line := range view.Lines {
		if line.Rider == s.family.Riders[rider].ID && line.Base == 0 {
			return line.ID
		}
	}
	s.t.Fatal("no such line")
	return 0
}

// holds compares what the books hold of VAT at 5.5 % that is due; at 20 % nothing is,
// and none waits.
func (s *stable) holds(r *rapid.T, due money.Cents) {
	s.t.Helper()
	on := (&shop{house: s.house}).on
	for role, want := range map[string]money.Cents{"vat.0550": due, "vat.2000": 0, "vat.pending.0550": 0, "vat.pending.2000": 0} {
		if held := on(role); held != want {
			r.Errorf("%s holds %d, want %d", role, held, want)
		}
	}
}

// Earlier programs let that VAT wait, for ever: their books stay as they are.
func TestBooksInWhichACreditNoteOfNothingWaitsAreProvedAndReportedAsTheyWereWritten(t *testing.T) {
	s, id := ofTwoRates(t, 0)
	s.leave(desk.DocumentView{Document: billing.Document{ID: id}}, 0)
	s.anyway([]string{"postings_no_update"}, "UPDATE postings SET role = replace(role, 'vat.', 'vat.pending.') WHERE role LIKE 'vat.%' AND entry = (SELECT max(id) FROM entries WHERE journal = 'sales')")
	s.proved()
	_, err := s.Receive(ctx, s.req(), desk.Receive{Household: s.family.ID, Invoices: []billing.InvoiceID{id}, Tenders: cash(60_00)})
	s.must(err)
	_, err = s.Credit(ctx, s.req(), id, desk.Credit{Reason: "Départ"})
	s.must(err)
	s.proved()
	booksAgree(t, s.Desk, s.ask)
}
