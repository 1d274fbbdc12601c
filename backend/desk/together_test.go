package desk_test

import (
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/money"
)

// owes issues an invoice for gloves, 35.00 each, that nobody paid.
func (s *shop) owes(names ...string) billing.InvoiceID {
	s.t.Helper()
	cart := s.cart(s.family.ID, names...)
	sale, err := s.Checkout(ctx, s.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, OnAccount: true})
	s.must(err)
	return sale.Invoice.ID
}

// together sells gloves and has older invoices paid with them.
func (s *shop) together(in desk.Checkout) (desk.Sale, error) {
	cart := s.cart(s.family.ID, "gloves")
	in.Terms = cart.TermsVersion
	return s.Checkout(ctx, s.req(), cart.ID, in)
}

func TestASaleAndOlderInvoicesArePaidAtOnceTheOldestFirst(t *testing.T) {
	s := newShop(t)
	first, second := s.owes("gloves"), s.owes("gloves")
	sale, err := s.together(desk.Checkout{Invoices: []billing.InvoiceID{first, second}, Tenders: append(cash(5000), link(5500))})
	s.must(err)
	s.remains(first, 0)
	s.remains(second, 2000)
	if sale.Invoice.Remaining != 3500 || len(sale.Payments) != 1 || sale.Link == "" {
		t.Errorf("remaining %d, payments %+v, link %q", sale.Invoice.Remaining, sale.Payments, sale.Link)
	}
	if asked := s.asked(second); asked != 5500 {
		t.Errorf("the one link asks for %d", asked)
	}
	if due := sale.Invoice.Dues[len(sale.Invoice.Dues)-1]; due.Cents != 3500 {
		t.Errorf("the sale got nothing of the cash and falls due whole: %+v", sale.Invoice.Dues)
	}
	s.proved()
}

func TestAChosenSpreadPaysTheSaleBeforeOlderInvoices(t *testing.T) {
	s := newShop(t)
	old := s.owes("gloves")
	shares := []billing.Share{{Invoice: 0, Cents: 3500}, {Invoice: old, Cents: 500}}
	in := desk.Checkout{Invoices: []billing.InvoiceID{old}, Shares: shares, Tenders: cash(4000), OnAccount: true}
	sale, err := s.together(in)
	s.must(err)
	s.remains(old, 3000)
	if sale.Invoice.State != billing.StatePaid || sale.Invoice.OnAccount {
		t.Errorf("%s, on account %t", sale.Invoice.State, sale.Invoice.OnAccount)
	}
	in.Shares = []billing.Share{{Invoice: 0, Cents: 3500}, {Invoice: old, Cents: 400}}
	_, err = s.together(in)
	s.refuses(err, club.CodeSplit)
	s.proved()
}

func TestOneReceiptListsTheSaleAndWhatWasPaidWithIt(t *testing.T) {
	s := newShop(t)
	old := s.owes("gloves")
	sale, err := s.together(desk.Checkout{Invoices: []billing.InvoiceID{old}, Tenders: []billing.Tender{cheque(8000)}})
	s.must(err)
	pdf, err := s.PreviewReceipt(ctx, sale.Payments[0].ID)
	s.must(err)
	paper := textOf(t, pdf)
	older, err := s.Document(ctx, old)
	s.must(err)
	for _, said := range []string{"Gants enfant", "Règlement de " + older.Number, "35,00", "Porté au crédit du foyer", "10,00", "80,00"} {
		if !strings.Contains(paper, said) {
			t.Errorf("the receipt does not say %q:\n%s", said, paper)
		}
	}
}

func TestInvoicesOfAnotherFamilyAreNotPaidWithASale(t *testing.T) {
	s := newShop(t)
	other := s.join("Martin", "Zoé")
	foreign := s.sellTo(other.ID, s.offers["gloves"]).Invoice.ID
	_, err := s.together(desk.Checkout{Invoices: []billing.InvoiceID{foreign}, Tenders: cash(7000)})
	s.refuses(err, club.CodeMixedHouseholds)
}

// Two desks take money for one invoice at the same moment: one of them is told
// that nothing remains, and no cent is booked twice.
func TestAnInvoiceIsPaidOnceThoughTwoSalesTakeItAlong(t *testing.T) {
	s := newShop(t)
	old := s.owes("gloves")
	var wait sync.WaitGroup
	failed := make([]error, 2)
	carts := []desk.CartView{s.cart(s.family.ID, "gloves"), s.cart(s.family.ID, "gloves")}
	for n, cart := range carts {
		req := s.req()
		wait.Go(func() {
			_, failed[n] = s.Checkout(ctx, req, cart.ID, desk.Checkout{
				Terms: cart.TermsVersion, Invoices: []billing.InvoiceID{old}, Tenders: cash(7000)})
		})
	}
	wait.Wait()
	if (failed[0] == nil) == (failed[1] == nil) {
		t.Fatalf("%v and %v", failed[0], failed[1])
	}
	s.refuses(firstOf(failed), club.CodeNothingDue)
	s.remains(old, 0)
	s.proved()
}

func firstOf(failed []error) error {
	if failed[0] != nil {
		return failed[0]
	}
	return failed[1]
}

func TestWhateverIsPaidTogetherTheBooksAddUp(t *testing.T) {
	s := newShop(t)
	rapid.Check(t, func(r *rapid.T) {
		var open []billing.InvoiceID
		for range rapid.IntRange(0, 3).Draw(r, "older") {
			open = append(open, s.owes("gloves"))
		}
		owed := money.Cents(3500 * (len(open) + 1))
		paid := money.Cents(rapid.Int64Range(1, int64(owed)+2000).Draw(r, "paid"))
		before, err := s.Account(ctx, s.family.ID)
		s.must(err)
		_, err = s.together(desk.Checkout{Invoices: open, OnAccount: true, Tenders: []billing.Tender{cheque(paid)}})
		s.must(err)
		after, err := s.Account(ctx, s.family.ID)
		s.must(err)
		if got := after.Remaining - before.Remaining; got != max(0, owed-paid)-money.Cents(3500*len(open)) {
			r.Fatalf("%d paid of %d: the family owes %d more", paid, owed, got)
		}
		if got := after.Credit - before.Credit; got != max(0, paid-owed) {
			r.Fatalf("%d paid of %d: %d became credit", paid, owed, got)
		}
	})
	s.proved()
}
