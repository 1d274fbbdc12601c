package desk_test

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

func (s *shop) credit(id billing.InvoiceID, returns ...billing.Return) desk.DocumentView {
	s.t.Helper()
	note, err := s.Credit(ctx, s.req(), id, desk.Credit{Returns: returns, Reason: "Échange"})
	s.must(err)
	return note
}

func TestACreditNoteCitesItsInvoiceAndSettlesWhatWasStillAsked(t *testing.T) {
	s := newShop(t)
	sale := s.sell([]billing.Tender{cheque(7000), link(10000)}, "card", "licence", "gloves")
	line := sale.Invoice.Lines[2]
	note := s.credit(sale.Invoice.ID, billing.Return{Line: line.ID, Cents: 3500})
	if note.Number != "F2026-0002" || note.Total != -3500 || note.OriginalNo != "F2026-0001" || note.OriginalDay != "2026-10-07" {
		t.Errorf("%+v", note.Document)
	}
	after, err := s.Document(ctx, sale.Invoice.ID)
	s.must(err)
	if after.Remaining != 6500 || after.Credited != 3500 || after.Paid != 7000 {
		t.Errorf("remaining %d, credited %d, paid %d", after.Remaining, after.Credited, after.Paid)
	}
	_, err = s.Credit(ctx, s.req(), sale.Invoice.ID, desk.Credit{
		Returns: []billing.Return{{Line: line.ID, Cents: 1}}, Reason: "Encore",
	})
	s.refuses(err, club.CodeCreditExceeds)
	_, err = s.Credit(ctx, s.req(), sale.Invoice.ID, desk.Credit{})
	s.refuses(err, club.CodeReasonNeeded)
	_, err = s.Credit(ctx, s.req(), note.ID, desk.Credit{Reason: "Un avoir sur un avoir"})
	s.refuses(err, club.CodeNotAnInvoice)
	s.proved()
}

func TestACreditNoteDoesNotCallItselfTheNoteOfAService(t *testing.T) {
	s := newShop(t)
	sale := s.sell([]billing.Tender{cheque(7000), link(6500)}, "card", "licence")
	isNote := func(m club.Texts) bool { return strings.Contains(m.French, "vaut note") }
	isOutlay := func(m club.Texts) bool { return strings.Contains(m.French, "267-II-2°") }
	if mentions := sale.Invoice.Mentions; !slices.ContainsFunc(mentions, isNote) || !slices.ContainsFunc(mentions, isOutlay) {
		t.Fatalf("the invoice says %q", mentions)
	}
	if mentions := s.credit(sale.Invoice.ID).Mentions; slices.ContainsFunc(mentions, isNote) || !slices.ContainsFunc(mentions, isOutlay) {
		t.Errorf("the credit note says %q", mentions)
	}
	s.proved()
}

func TestGivingBackAPaidInvoiceMakesCreditThatIsSpentLater(t *testing.T) {
	s := newShop(t)
	sale := s.sell(cash(3500), "gloves")
	s.credit(sale.Invoice.ID)
	cart := s.cart(s.family.ID, "gloves")
	if cart.Credit != 3500 {
		t.Fatalf("credit %d", cart.Credit)
	}
	next, err := s.Checkout(ctx, s.req(), cart.ID, desk.Checkout{Tenders: []billing.Tender{{Way: billing.SpentCredit, Cents: 3500}}})
	s.must(err)
	if next.Invoice.State != billing.StatePaid || next.Invoice.PaidBy[0].Number != "F2026-0002" {
		t.Errorf("%s by %+v", next.Invoice.State, next.Invoice.PaidBy)
	}
	s.proved()
}

func TestCreditNotesMayHaveASeriesOfTheirOwn(t *testing.T) {
	s := newShop(t)
	view, err := s.SettingsView(ctx)
	s.must(err)
	policy := view.Policy
	policy.OwnCreditSeries = true
	_, err = s.SavePolicy(ctx, s.req(), desk.Change[club.Policy]{Version: view.Versions.Policy, Value: policy})
	s.must(err)
	sale := s.sell(cash(3500), "gloves")
	if note := s.credit(sale.Invoice.ID); note.Number != "A2026-0001" {
		t.Errorf("%s", note.Number)
	}
	if next := s.sell(cash(3500), "gloves"); next.Invoice.Number != "F2026-0002" {
		t.Errorf("%s", next.Invoice.Number)
	}
	s.proved()
}

func TestVATIsDeclaredOnceThoughThePolicyChangesBetweenInvoiceAndPayment(t *testing.T) {
	s := newShop(t)
	collection := func(on bool) {
		t.Helper()
		view, err := s.SettingsView(ctx)
		s.must(err)
		view.Policy.VATOnCollection = on
		_, err = s.SavePolicy(ctx, s.req(), desk.Change[club.Policy]{Version: view.Versions.Policy, Value: view.Policy})
		s.must(err)
	}
	for _, on := range []bool{true, false} {
		collection(on)
		sale := s.sell([]billing.Tender{{Way: billing.Link, Cents: 11000}}, "card")
		collection(!on)
		_, err := s.Receive(ctx, s.req(), desk.Receive{Household: s.family.ID, Tenders: cash(11000)})
		s.must(err)
		vat := map[string]money.Cents{}
		entries, err := s.Entries(ctx, "0001-01-01", "9999-12-31")
		s.must(err)
		for _, e := range entries {
			vat[e.Role] += e.Credit - e.Debit
		}
		want := sale.Invoice.VAT[0].Tax
		if !on { // the second of two
			want *= 2
		}
		if vat["vat.0550"] != want || vat["vat.pending.0550"] != 0 {
			t.Errorf("on collection %v: %v, want %v", on, vat, want)
		}
	}
	s.proved()
}

func TestAFormThatChangesInMidYearNeitherRestartsNorRepeatsANumber(t *testing.T) {
	s := newShop(t)
	form := func(form string) {
		t.Helper()
		view, err := s.SettingsView(ctx)
		s.must(err)
		view.Policy.NumberForm = form
		_, err = s.SavePolicy(ctx, s.req(), desk.Change[club.Policy]{Version: view.Versions.Policy, Value: view.Policy})
		s.must(err)
	}
	references := map[string]bool{}
	sold := func(want string) {
		t.Helper()
		made := s.sell(cash(3500), "gloves").Invoice
		if made.Number != want || references[made.Reference] {
			t.Errorf("%s with %s, want %s", made.Number, made.Reference, want)
		}
		references[made.Reference] = true
	}
	sold("F2026-0001")
	form("{year}{n:6}")
	sold("2026000002")
	form("{year}-CENTRE-EQUESTRE-{n:6}") // too long for RF
	sold("2026-CENTRE-EQUESTRE-000003")
	s.wait(365 * 24 * time.Hour)
	sold("2027-CENTRE-EQUESTRE-000001")
	form("F{year}-1{n}")
	sold("F2027-12")
	form("F{year}/{n}")
	for n := 3; n < 12; n++ {
		sold(fmt.Sprintf("F2027/%d", n))
	}
	sold("F2027/12") // reads like F2027-12 to a bank
	form("F{year}-{n:4}")
	sold("F2027-0013")
	s.proved()
}

func TestMoneySettlesTheOldestInvoiceFirstUnlessToldOtherwise(t *testing.T) {
	s := newShop(t)
	first := s.sell([]billing.Tender{link(3500)}, "gloves").Invoice.ID
	s.wait(24 * time.Hour)
	second := s.sell([]billing.Tender{link(3500)}, "gloves").Invoice.ID
	_, err := s.Receive(ctx, s.req(), desk.Receive{Household: s.family.ID, Tenders: cash(4000)})
	s.must(err)
	s.remains(first, 0)
	s.remains(second, 3000)
	third := s.sell([]billing.Tender{link(3500)}, "gloves").Invoice.ID
	_, err = s.Receive(ctx, s.req(), desk.Receive{Household: s.family.ID, Invoices: []billing.InvoiceID{third}, Tenders: cash(3500)})
	s.must(err)
	s.remains(second, 3000)
	got, err := s.Receive(ctx, s.req(), desk.Receive{Household: s.family.ID, Tenders: []billing.Tender{cheque(5000)}})
	s.must(err)
	if got.Credit != 2000 {
		t.Errorf("too much becomes credit: %d", got.Credit)
	}
	_, err = s.Receive(ctx, s.req(), desk.Receive{Household: s.family.ID, Tenders: cash(1)})
	s.refuses(err, club.CodeNothingDue)
	s.proved()
}

func (s *shop) remains(id billing.InvoiceID, want money.Cents) {
	s.t.Helper()
	doc, err := s.Document(ctx, id)
	s.must(err)
	if doc.Remaining != want {
		s.t.Errorf("%s: %d remain, want %d", doc.Number, doc.Remaining, want)
	}
}

// Whatever the desk does in whatever order, the books add up, and so does every
// card.
func TestAnySequenceOfSalesPaymentsAndCreditsKeepsTheBooksWhole(t *testing.T) {
	s := newShop(t)
	rapid.Check(t, func(r *rapid.T) {
		for range rapid.IntRange(1, 6).Draw(r, "actions") {
			s.wait(time.Duration(rapid.IntRange(1, 30).Draw(r, "hours")) * time.Hour)
			switch rapid.SampledFrom([]string{"sell", "sell", "pay", "credit", "spend", "print"}).Draw(r, "action") {
			case "sell":
				names := rapid.SliceOfN(rapid.SampledFrom([]string{"card", "gloves"}), 1, 2).Draw(r, "things")
				if s.canHave("licence") && rapid.Bool().Draw(r, "licence") {
					names = append(names, "licence")
				}
				cart := s.cart(s.family.ID, names...)
				now := money.Cents(rapid.Int64Range(1, int64(cart.Total)).Draw(r, "at once"))
				tenders := []billing.Tender{{Way: billing.BankCard, Cents: now}}
				if rest := cart.Total - now; rest > 0 {
					tenders = append(tenders, link(rest))
				}
				_, err := s.Checkout(ctx, s.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, Tenders: tenders})
				s.must(err)
			case "pay":
				cents := money.Cents(rapid.Int64Range(1, 20_000).Draw(r, "cents"))
				_, err := s.Receive(ctx, s.req(), desk.Receive{Household: s.family.ID, Tenders: []billing.Tender{cheque(cents)}})
				s.allows(err, club.CodeNothingDue)
			case "spend":
				cart := s.cart(s.family.ID)
				if cart.Credit > 0 {
					_, err := s.Receive(ctx, s.req(), desk.Receive{Household: s.family.ID, Tenders: []billing.Tender{{Way: billing.SpentCredit, Cents: 1}}})
					s.allows(err, club.CodeNothingDue)
				}
			case "credit":
				s.creditAny(r)
			case "print":
				if doc, has := s.anyDocument(r); has {
					_, err := s.PrintInvoice(ctx, s.req(), doc.ID)
					s.must(err)
				}
			}
		}
		s.cardsAddUp()
		booksAgree(t, s.Desk, s.ask)
		s.proved()
		s.wait(24 * time.Hour) // that day is closed now
	})
}

// cardsAddUp holds every card against its ledger and against what is left of its
// price.
func (s *shop) cardsAddUp() {
	s.t.Helper()
	sums := map[int64]int{}
	s.ask("SELECT card, sum(units) FROM card_movements GROUP BY card", func(row *sql.Rows) error {
		var card int64
		var units int
		err := row.Scan(&card, &units)
		sums[card] = units
		return err
	})
	cards, err := s.Cards(ctx, 0)
	s.must(err)
	for _, card := range cards {
		invoice, err := s.DocumentNumbered(ctx, card.Invoice)
		s.must(err)
		held := false
		for _, d := range invoice.Delivered {
			held = held || d.Kind == "card" && d.Left == card.Left
		}
		if sums[card.ID] != card.Left || (card.CreditNote == "") != (card.Left == card.Units) || (card.Left > 0) != held {
			s.t.Errorf("the ledger adds up to %d, the invoice holds %+v: %+v", sums[card.ID], invoice.Delivered, card)
		}
	}
}

// allows fails on anything but this refusal.
func (s *shop) allows(err error, code club.Code) {
	s.t.Helper()
	if err != nil {
		s.refuses(err, code)
	}
}

func (s *shop) anyDocument(r *rapid.T) (doc desk.DocumentView, has bool) {
	list, err := s.Documents(ctx, sqlite.DocumentFilter{From: calendar.Day("2026-01-01")})
	s.must(err)
	if len(list.Rows) == 0 {
		return doc, false
	}
	doc, err = s.Document(ctx, list.Rows[rapid.IntRange(0, len(list.Rows)-1).Draw(r, "which")].ID)
	s.must(err)
	return doc, true
}

// creditAny gives back a line of some invoice, or part of it, or all that is
// left of the invoice.
func (s *shop) creditAny(r *rapid.T) {
	doc, has := s.anyDocument(r)
	if !has || doc.Kind != billing.Invoice {
		return
	}
	var returns []billing.Return
	for i, left := range doc.LeftByLine {
		if left > 0 {
			part := rapid.Int64Range(1, int64(left)).Draw(r, "part")
			cents := rapid.SampledFrom([]int64{int64(left), part}).Draw(r, "back")
			returns = append(returns, billing.Return{Line: doc.Lines[i].ID, Cents: money.Cents(cents)})
		}
	}
	switch rapid.SampledFrom([]string{"a line", "lines", "all"}).Draw(r, "how much") {
	case "a line":
		returns = returns[:min(len(returns), 1)]
	case "all":
		returns = nil
	}
	_, err := s.Credit(ctx, s.req(), doc.ID, desk.Credit{Returns: returns, Reason: "Échange"})
	s.allows(err, club.CodeCreditExceeds) // nothing was left
}
