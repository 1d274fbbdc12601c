package desk_test

import (
	"database/sql"
	"fmt"
	"maps"
	"strings"
	"testing"

	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/exchange"
	"paddock/backend/money"
)

// ownAccount gives an offer an account of its own.
func (s *shop) ownAccount(offer, number string) error {
	s.t.Helper()
	all, err := s.Offers(ctx, desk.OfferFilter{})
	s.must(err)
	for _, o := range all {
		if o.ID == s.offers[offer] {
			o.SalesAccount = number
			_, err = s.SaveOffer(ctx, s.req(), o.Offer)
			return err
		}
	}
	s.t.Fatalf("no offer %s", offer)
	return nil
}

// accounts adds up the accounts of a class in the entries file of a period, in cents
// owed.
func (s *shop) accounts(class string, from, to calendar.Day) map[string]money.Cents {
	s.t.Helper()
	file, err := s.EntriesFile(ctx, s.req(), from, to)
	s.must(err)
	if faults := exchange.CheckEntries(file.Name, file.Raw); len(faults) > 0 {
		s.t.Errorf("the entries file breaks its rules: %v", faults)
	}
	sums := map[string]money.Cents{}
	for _, line := range strings.Split(string(file.Raw), "\r\n")[1:] {
		cells := strings.Split(line, "\t")
		if strings.HasPrefix(cells[4], class) {
			debit, err := money.Parse(cells[11])
			s.must(err)
			credit, err := money.Parse(cells[12])
			s.must(err)
			if sums[cells[4]] += credit - debit; cells[5] == "" {
				s.t.Errorf("%s has no name", cells[4])
			}
		}
	}
	maps.DeleteFunc(sums, func(_ string, cents money.Cents) bool { return cents == 0 })
	return sums
}

// Issue 5, section 3: the accountant books each offer to its own account. Gloves of 35.00
// are 29.17 without VAT; of a card of ten lessons 104.27 waits, 10.43 a lesson.
func TestAnOffersOwnAccountReachesTheEntriesFileItsCreditNoteAndItsDeferredRevenue(t *testing.T) {
	s := newShop(t)
	r := &ring{shop: s, manon: s.family.Riders[0].ID, hugo: s.family.Riders[1].ID}
	r.must(r.ownAccount("gloves", "707 100"))
	r.must(r.ownAccount("card", "706110"))
	sale := r.sell(cash(145_00), "card", "gloves")
	r.sellTo(r.family.ID, r.goods("Tasse", 12_00), cash(12_00)...)
	r.closes("2026-10-07")
	if got, want := r.accounts("7", "2026-10-07", "2026-10-07"), (map[string]money.Cents{"707100": 29_17, "707000": 10_00}); !maps.Equal(got, want) {
		t.Errorf("the sale is on %v, want %v", got, want)
	}
	lesson := r.group("2026-10-09", 8)
	r.at("2026-10-08 08:00")
	r.booked(lesson, r.hugo)
	r.at("2026-10-09 20:00")
	r.called(lesson)
	r.closes("2026-10-09")
	if got, want := r.accounts("7", "2026-10-08", "2026-10-09"), (map[string]money.Cents{"706110": 10_43}); !maps.Equal(got, want) {
		t.Errorf("a lesson of the card is on %v, want %v", got, want)
	}
	r.must(r.ownAccount("gloves", "")) // a sale keeps the account it was booked on
	r.must(r.ownAccount("card", "706120"))
	r.at("2026-10-10 10:00")
	r.credit(sale.Invoice.ID)
	r.closes("2026-10-10")
	if got, want := r.accounts("7", "2026-10-10", "2026-10-10"), (map[string]money.Cents{"707100": -29_17, "706110": -10_43}); !maps.Equal(got, want) {
		t.Errorf("the credit note is on %v, want %v", got, want)
	}
	r.proved()
	income, err := r.Income().Rows(ctx, desk.ListQuery{From: "2026-10-01", To: "2026-10-31"})
	r.must(err)
	for _, row := range income {
		if strings.Contains(string(row.Kind), "@") {
			t.Errorf("income of %q", row.Kind)
		}
	}
	archive := r.archives("2026-10-07", "2026-10-10")
	if proof, err := desk.VerifyArchive(archive.File, "fr"); err != nil || len(proof.Findings) > 0 {
		t.Errorf("archive: %+v %v", proof.Findings, err)
	}
}

func TestADocumentWithoutAnAccountOfItsOwnIsSealedAndProvedAsBefore(t *testing.T) {
	s := newShop(t)
	sale := s.sell(cash(35_00), "gloves")
	s.must(s.ownAccount("gloves", "707100"))
	s.credit(sale.Invoice.ID)
	if on := s.on("sales.goods@707100"); on != 0 || s.on("sales.goods") != 0 {
		t.Errorf("%d is on the new account", on)
	}
	s.ask("SELECT count(*) FROM journal WHERE kind IN ('invoice.issued', 'creditNote.issued') AND line LIKE '%\"account\"%'", func(rows *sql.Rows) error {
		var n int
		err := rows.Scan(&n)
		if n != 0 {
			t.Errorf("%d sealed documents say an account they have not", n)
		}
		return err
	})
	s.proved()
}

func TestVerifyNamesALineWhoseAccountWasChanged(t *testing.T) {
	s := newShop(t)
	s.must(s.ownAccount("gloves", "707100"))
	sale := s.sell(cash(35_00), "gloves")
	s.proved()
	s.anyway([]string{"invoice_lines_no_update"}, fmt.Sprintf("UPDATE invoice_lines SET account = '707200' WHERE invoice = %d", sale.Invoice.ID))
	proof, err := s.Verify(ctx)
	s.must(err)
	if proof.OK || proof.Findings[0].Code != "documentChanged" {
		t.Errorf("%+v", proof.Findings)
	}
}

func TestTheAccountOfAnOfferIsANumberOfAChartAndStaysWithItsCopies(t *testing.T) {
	s := newShop(t)
	for _, number := range []string{"70", "A12", "906000", "7060001234567", "70é000", "707@1"} {
		wantRefusal(t, s.ownAccount("gloves", number), club.CodeAccountNumber, "salesAccount")
	}
	s.offers["gift"] = s.sells(catalogue.Offer{Kind: catalogue.GiftCard, Name: "Carte cadeau", Deposit: catalogue.Deposit{Kind: catalogue.DepositAll}, Terms: catalogue.Terms{Months: 12}})
	wantRefusal(t, s.ownAccount("gift", "707100"), club.CodeInvalid, "salesAccount")
	s.must(s.ownAccount("gloves", "707 ga1"))
	copied, err := s.DuplicateOffer(ctx, s.req(), s.offers["gloves"])
	s.must(err)
	s.must(s.ownAccount("licence", "708000"))
	next, err := s.DuplicateToNextSeason(ctx, s.req(), s.offers["licence"])
	s.must(err)
	if copied.SalesAccount != "707GA1" || next.SalesAccount != "708000" {
		t.Errorf("the copies are booked on %q and %q", copied.SalesAccount, next.SalesAccount)
	}
	roles, err := s.Accounts(ctx)
	s.must(err)
	s.sell(cash(35_00), "gloves")
	again, err := s.Accounts(ctx)
	s.must(err)
	if len(again) != len(roles) {
		t.Errorf("%d roles are mapped, %d once an offer was booked on its own account", len(roles), len(again))
	}
}
