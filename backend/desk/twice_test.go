package desk_test

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/money"
)

// A double click, a retry after a lost answer, a replay: each thing that is done
// with money is sent two to ten times at once under one key. It is done once,
// everybody gets the same answer, and another amount under the key is refused
// (PERFORMANCE R11; make torture sends 10,000).
func TestAMoneyActionSentManyTimesAtOnceIsDoneOnce(t *testing.T) {
	s := newShop(t)
	checks := 0
	rapid.Check(t, func(r *rapid.T) {
		if checks++; checks%50 == 0 { // what a household owes and is owed is read at each sale
			s.family = s.join("Delcourt"+letters(checks/50), "Manon", "Hugo")
		}
		sent := rapid.SampledFrom([]string{"invoice.issued", "payment.received", "creditNote.issued"}).Draw(r, "what it writes")
		once := map[string]func(desk.Request) func(money.Cents) (string, error){
			"invoice.issued": s.sale, "payment.received": s.payment, "creditNote.issued": s.creditNote,
		}[sent](s.req())
		before := s.sealed()
		answers := make([]string, rapid.IntRange(2, 10).Draw(r, "times"))
		var wait sync.WaitGroup
		for i := range answers {
			wait.Go(func() {
				answer, err := once(0)
				s.must(err)
				answers[i] = answer
			})
		}
		wait.Wait()
		if len(slices.Compact(slices.Clone(answers))) != 1 {
			r.Fatalf("%d answers: %q", len(answers), answers)
		}
		if made := s.count(sent, before); made != 1 {
			r.Fatalf("sent %d times, done %d times", len(answers), made)
		}
		if _, err := once(1); !errors.Is(err, club.Refuse(club.CodeKeyReused)) {
			r.Fatalf("another amount under the same key: %v", err)
		}
	})
	s.proved()
}

// Every verb of money, from the table of closed days which is held complete, is sent
// eight times at once under one key: all are answered, and as much is sealed as by one.
func TestEveryMoneyVerbSentManyTimesAtOnceIsDoneOnce(t *testing.T) {
	for verb, prepare := range moneyVerbs {
		if verb == "checkout" { // it opens a cart of its own each time; see above
			continue
		}
		t.Run(verb, func(t *testing.T) {
			sealed := func(times int) int {
				s := aided(t)
				s.t = t
				do := prepare(s)
				before := s.sealed()
				s.oneKey = "the same click"
				var wait sync.WaitGroup
				for range times {
					wait.Go(func() {
						if err := do(); err != nil {
							t.Error(err)
						}
					})
				}
				wait.Wait()
				s.proved()
				return s.sealed() - before
			}
			if once, often := sealed(1), sealed(8); once == 0 || often != once {
				t.Errorf("eight clicks seal %d entries, one %d", often, once)
			}
		})
	}
}

// The control: with a key each, every sending counts.
func TestWithAKeyEachEverySendingCounts(t *testing.T) {
	s := newShop(t)
	open := s.owes("gloves")
	for range 3 {
		_, err := s.Receive(ctx, s.req(), desk.Receive{Household: s.family.ID, Invoices: []billing.InvoiceID{open}, Tenders: cash(1)})
		s.must(err)
	}
	if made := s.count("payment.received", 0); made != 3 {
		t.Errorf("%d payments, not 3", made)
	}
}

// sale sells gloves; other changes the amount.
func (s *shop) sale(req desk.Request) func(money.Cents) (string, error) {
	cart := s.cart(s.family.ID, "gloves")
	return func(other money.Cents) (string, error) {
		sale, err := s.Checkout(ctx, req, cart.ID, desk.Checkout{Terms: cart.TermsVersion, Tenders: cash(cart.Total + other)})
		return sale.Invoice.Number, err
	}
}

// payment takes a cent of what is owed.
func (s *shop) payment(req desk.Request) func(money.Cents) (string, error) {
	invoice := s.owes("gloves")
	return func(other money.Cents) (string, error) {
		got, err := s.Receive(ctx, req, desk.Receive{Household: s.family.ID, Invoices: []billing.InvoiceID{invoice}, Tenders: cash(1 + other)})
		if err != nil {
			return "", err
		}
		return got.Payments[0].Receipt, nil
	}
}

// creditNote gives back a cent of a sale of its own.
func (s *shop) creditNote(req desk.Request) func(money.Cents) (string, error) {
	sold := s.sell(cash(3500), "gloves").Invoice
	return func(other money.Cents) (string, error) {
		note, err := s.Credit(ctx, req, sold.ID, desk.Credit{Reason: "taille", Returns: []billing.Return{{Line: sold.Lines[0].ID, Cents: 1 + other}}})
		return note.Number, err
	}
}

// sealed is the number of the journal's last entry.
func (s *shop) sealed() (seq int) {
	s.t.Helper()
	s.ask("SELECT max(seq) FROM journal", func(row *sql.Rows) error { return row.Scan(&seq) })
	return seq
}

// count is how many journal entries of a kind there are after one.
func (s *shop) count(kind string, after int) (n int) {
	s.t.Helper()
	s.ask(fmt.Sprintf("SELECT count(*) FROM journal WHERE kind = '%s' AND seq > %d", kind, after), func(row *sql.Rows) error { return row.Scan(&n) })
	return n
}
