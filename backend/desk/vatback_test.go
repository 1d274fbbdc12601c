package desk_test

import (
	"database/sql"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/money"
)

// vatOn is what the books hold of VAT at 5.5 %: due, and waiting for money.
func (s *shop) vatOn() (due, pending money.Cents) {
	s.t.Helper()
	s.ask(`SELECT coalesce(sum((p.credit_cents - p.debit_cents) * (p.role = 'vat.0550')), 0),
		coalesce(sum((p.credit_cents - p.debit_cents) * (p.role = 'vat.pending.0550')), 0) FROM postings p`,
		func(rows *sql.Rows) error { return rows.Scan(&due, &pending) })
	return due, pending
}

// told is the VAT at 5.5 % that the report and the totals for private persons say
// became due on the days of a period.
func (s *shop) told(from, to calendar.Day) money.Cents {
	s.t.Helper()
	of := desk.ListQuery{From: from, To: to}
	report, err := s.VATReport().Rows(ctx, of)
	s.must(err)
	totals, err := s.B2CTotals().Rows(ctx, of)
	s.must(err)
	var due, paid money.Cents
	for _, row := range report {
		if row.Kind == club.Taxed && row.Rate == 550 {
			due += row.Tax
		}
	}
	for _, row := range totals {
		if row.Part == "payments" && row.Rate == 550 {
			paid += row.Tax
		}
	}
	if due != paid {
		s.t.Errorf("%s to %s: the report says %d, the payments %d", from, to, due, paid)
	}
	return due
}

// A card of 110 at 5.5 % holds 5.73 of VAT, due as it is paid (CGI 269-2-c).
func TestTheVATOfAServiceThatIsPaidBackIsOwedNoMoreFromThatDay(t *testing.T) {
	s := newShop(t)
	sale := s.sell(cash(110_00), "card") // 7 October
	s.clock.set(t, "2026-10-12 10:00")
	s.credit(sale.Invoice.ID)
	if due, pending := s.vatOn(); due != 573 || pending != -573 {
		t.Errorf("credited and not paid back: due %d, waiting %d", due, pending)
	}
	s.clock.set(t, "2026-11-03 10:00")
	_, err := s.refund(40_00, billing.Cash)
	s.must(err)
	if due, pending := s.vatOn(); due != 573-208 || pending != -573+208 { // 5.73 × 40 ÷ 110
		t.Errorf("40 of 110 went back: due %d, waiting %d", due, pending)
	}
	s.clock.set(t, "2026-11-04 10:00")
	_, err = s.refund(70_00, billing.Transfer)
	s.must(err)
	if due, pending := s.vatOn(); due != 0 || pending != 0 {
		t.Errorf("all of it went back: due %d, waiting %d", due, pending)
	}
	for days, want := range map[[2]calendar.Day]money.Cents{
		{"2026-10-01", "2026-10-31"}: 573, {"2026-11-01", "2026-11-30"}: -573,
		{"2026-11-03", "2026-11-03"}: -208, {"2026-11-04", "2026-11-04"}: -365,
	} {
		if told := s.told(days[0], days[1]); told != want {
			t.Errorf("%v: %d of VAT, want %d", days, told, want)
		}
	}
	s.proved()
}

// What is spent of a credit note and what is paid out of it share its VAT to the cent.
func TestWhatIsSpentAndWhatIsPaidOutOfACreditNoteShareItsVAT(t *testing.T) {
	s := newShop(t)
	sale := s.sell(cash(110_00), "card")
	s.credit(sale.Invoice.ID)
	_, err := s.refund(33_33, billing.Cash)
	s.must(err)
	s.sell([]billing.Tender{{Way: billing.SpentCredit, Cents: 35_00}}, "gloves")
	_, err = s.refund(41_67, billing.Cash)
	s.must(err)
	if due, pending := s.vatOn(); due != 0 || pending != 0 {
		t.Errorf("nothing of the card is left: due %d, waiting %d", due, pending)
	}
	s.proved()
}

func TestVerifyNamesTheVATOfARefundThatWasTakenOut(t *testing.T) {
	s := newShop(t)
	sale := s.sell(cash(110_00), "card")
	s.credit(sale.Invoice.ID)
	_, err := s.refund(110_00, billing.Cash)
	s.must(err)
	s.behindItsBack("DROP TRIGGER postings_no_delete", "DROP TRIGGER entries_no_delete",
		"DELETE FROM postings WHERE entry = (SELECT max(id) FROM entries WHERE journal = 'misc')",
		"DELETE FROM entries WHERE id = (SELECT max(id) FROM entries WHERE journal = 'misc')")
	proof, err := s.Verify(ctx)
	s.must(err)
	for _, found := range proof.Findings {
		if found.Code == "entriesChanged" {
			return
		}
	}
	t.Errorf("%+v", proof.Findings)
}

// on is what the books hold of a role, in cents owed.
func (s *shop) on(role string) (cents money.Cents) {
	s.t.Helper()
	s.ask(fmt.Sprintf("SELECT coalesce(sum(credit_cents - debit_cents), 0) FROM postings WHERE role = '%s'", role),
		func(rows *sql.Rows) error { return rows.Scan(&cents) })
	return cents
}

// lineOf is the whole of the line of an invoice that costs so much.
func (s *shop) lineOf(id billing.InvoiceID, cents money.Cents) billing.Return {
	s.t.Helper()
	view, err := s.Document(ctx, id)
	s.must(err)
	for _, line := range view.Lines {
		if line.Cents == cents {
			return billing.Return{Line: line.ID, Cents: cents}
		}
	}
	s.t.Fatalf("no line of %d", cents)
	return billing.Return{}
}

// A card of 110 holds 5.73 of VAT, gloves of 35 are goods.
func TestAnInvoiceAndItsCreditNoteMakeNoVATDueOfEachOther(t *testing.T) {
	for _, a := range []struct {
		name     string
		paid     money.Cents // before the note
		credited money.Cents // the line
		due      money.Cents // by the note
		end      money.Cents // once the rest is paid
	}{
		{"the card, nothing paid", 0, 110_00, 0, 0},
		{"the gloves, nothing paid", 0, 35_00, 0, 573},
		{"the gloves, half paid", 72_50, 35_00, 378, 573}, // 5.73 × 72.50 ÷ 110
		{"the card, half paid", 72_50, 110_00, 195, 195},  // 37.50 of the card's 110 are the family's credit
		{"the gloves, more paid than is left", 130_00, 35_00, 573, 573},
	} {
		t.Run(a.name, func(t *testing.T) {
			s := newShop(t)
			id := s.owes("card", "gloves")
			if a.paid > 0 {
				s.pay(id, a.paid)
			}
			s.clock.set(t, "2026-10-12 10:00")
			s.credit(id, s.lineOf(id, a.credited))
			if due, _ := s.vatOn(); due != a.due {
				t.Errorf("credited: due %d, want %d", due, a.due)
			}
			view, err := s.Document(ctx, id)
			s.must(err)
			if view.Remaining > 0 {
				s.clock.set(t, "2026-10-20 10:00")
				s.pay(id, view.Remaining)
			}
			if due, pending := s.vatOn(); due != a.end || a.credited == 35_00 && pending != 0 {
				t.Errorf("paid: due %d, waiting %d, want %d", due, pending, a.end)
			}
			if told := s.told("2026-10-01", "2026-10-31"); told != a.end {
				t.Errorf("%d told, want %d", told, a.end)
			}
			s.proved()
		})
	}
}

func TestWhatIsLostOfAnInvoiceBearsTheVATOfWhatItsCreditNoteLeft(t *testing.T) {
	s := newShop(t)
	id := s.owes("card", "gloves")
	s.credit(id, s.lineOf(id, 35_00))
	s.clock.set(t, "2026-11-12 10:00")
	s.writesOff(id)
	for _, role := range []string{"vat.2000", "vat.0550", "vat.pending.0550"} {
		if left := s.on(role); left != 0 {
			t.Errorf("%s holds %d", role, left)
		}
	}
	if lost := s.on("badDebts"); lost != -104_27 {
		t.Errorf("lost %d, want the card without its VAT", lost)
	}
	s.proved()
}

func TestACreditNoteFollowsItsInvoiceWhenTheClubChangesWhenItsVATIsDue(t *testing.T) {
	s := newShop(t)
	id := s.owes("card", "gloves")
	s.change(func(p *club.Policy) { p.VATOnCollection = false })
	s.credit(id, s.lineOf(id, 110_00))
	if due, pending := s.vatOn(); due != 0 || pending != 0 {
		t.Errorf("due %d, waiting %d", due, pending)
	}
	s.proved()
}

// Whatever is sold, paid, bounced, credited and paid back in whatever order: once all of
// it is given back, no VAT is due and none waits.
func TestWhenEverythingIsGivenBackNoVATIsLeft(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := newShop(t)
		var sold []billing.InvoiceID
		for n := range rapid.IntRange(1, 3).Draw(r, "sales") {
			names := rapid.SampledFrom([][]string{{"card"}, {"card", "gloves"}, {"card", "card"}}).Draw(r, "names")
			if n == 0 { // a rider holds one of a year
				names = append(names, "licence")
			}
			id := s.owes(names...)
			sold = append(sold, id)
			if rapid.Bool().Draw(r, "paid") {
				s.pay(id, money.Cents(rapid.Int64Range(1, 110_00).Draw(r, "cents")))
			}
			s.creditAny(r)
			s.noVATBeforeItsMoney(sold)
			if rapid.Bool().Draw(r, "refund") {
				_, err := s.refund(money.Cents(rapid.Int64Range(1, 80_00).Draw(r, "out")), billing.Cash)
				s.allows(err, club.CodeRefundTooHigh)
			}
			s.noVATBeforeItsMoney(sold)
		}
		for _, id := range sold {
			view, err := s.Document(ctx, id)
			s.must(err)
			var rest []billing.Return
			for i, left := range view.LeftByLine {
				if left > 0 {
					rest = append(rest, billing.Return{Line: view.Lines[i].ID, Cents: left})
				}
			}
			if len(rest) > 0 {
				s.credit(id, rest...)
			}
		}
		account, err := s.Account(ctx, s.family.ID)
		s.must(err)
		if account.Credit > 0 {
			_, err = s.refund(account.Credit, billing.Transfer)
			s.must(err)
		}
		if due, pending := s.vatOn(); due != 0 || pending != 0 {
			t.Errorf("due %d, waiting %d", due, pending)
		}
		if told := s.told("2026-10-01", "2026-10-31"); told != 0 {
			t.Errorf("%d told", told)
		}
		s.proved()
	})
}

// noVATBeforeItsMoney: of services no VAT is due beyond that of the money the club
// holds, and never less than none; each document may round a cent.
func (s *shop) noVATBeforeItsMoney(sold []billing.InvoiceID) {
	s.t.Helper()
	var held money.Cents
	s.ask("SELECT coalesce(sum(cents), 0) FROM payments", func(rows *sql.Rows) error { return rows.Scan(&held) })
	cent := money.Cents(4 * len(sold))
	if due, _ := s.vatOn(); due < -cent || due > held.MulDiv(550, 10550)+cent {
		s.t.Errorf("of %d the club holds %d of VAT are due", held, due)
	}
}

func TestWhatBearsNoVATStaysInItsPeriodWhenTheClubChangesWhenItsVATIsDue(t *testing.T) {
	s := newShop(t)
	id := s.owes("licence") // money of the federation, while the club's VAT is due on collection
	s.clock.set(t, "2026-11-02 10:00")
	s.change(func(p *club.Policy) { p.VATOnCollection = false })
	s.clock.set(t, "2026-11-03 10:00")
	s.pay(id, 25_00)
	for _, period := range []struct {
		from, to calendar.Day
		gross    money.Cents
	}{{"2026-10-01", "2026-10-31", 0}, {"2026-11-01", "2026-11-30", 25_00}} {
		rows, err := s.VATReport().Rows(ctx, desk.ListQuery{From: period.from, To: period.to})
		s.must(err)
		var gross money.Cents
		for _, r := range rows {
			gross += r.Gross
		}
		if gross != period.gross {
			t.Errorf("%s: %d due, want %d: %+v", period.from, gross, period.gross, rows)
		}
	}
}
