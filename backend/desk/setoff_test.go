package desk_test

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/journal"
	"paddock/backend/money"
)

// sellsBooks adds goods that bear the same rate as lessons, so that the VAT of a line is
// rounded within its rate.
func (s *shop) sellsBooks() {
	s.t.Helper()
	s.offers["book"] = s.sells(catalogue.Offer{Kind: catalogue.Goods, Name: "Livre", Price: 17_17, Parts: []catalogue.Part{{VAT: "riding", Cents: 17_17}}})
}

// vatOf is what the entries of an invoice and its credit notes hold of VAT, due and
// waiting, in cents owed.
func (s *shop) vatOf(id billing.InvoiceID) (due, waits money.Cents) {
	s.t.Helper()
	s.ask(fmt.Sprintf(`SELECT coalesce(sum((p.credit_cents - p.debit_cents) * (p.role NOT LIKE 'vat.pending.%%')), 0),
		coalesce(sum((p.credit_cents - p.debit_cents) * (p.role LIKE 'vat.pending.%%')), 0)
		FROM entries e JOIN postings p ON p.entry = e.id WHERE p.role LIKE 'vat.%%' AND e.invoice IN (SELECT id FROM invoices WHERE %d IN (id, original))`, id),
		func(rows *sql.Rows) error { return rows.Scan(&due, &waits) })
	return due, waits
}

// Services and goods of one rate share its VAT, each note and the invoice by themselves:
// what their rounding leaves goes with the note that leaves nothing of the invoice.
func TestCreditNotesThatSetOffAWholeInvoiceLeaveNoCentOfVAT(t *testing.T) {
	s := newShop(t)
	s.sellsBooks()
	day, apart := calendar.Day("2026-10-07"), 0
	rapid.Check(t, func(r *rapid.T) {
		id := s.owes(rapid.SampledFrom([][]string{{"card", "book"}, {"card", "book", "gloves"}, {"book", "card", "book"}}).Draw(r, "names")...)
		for more := rapid.IntRange(1, 4).Draw(r, "notes"); ; more-- {
			if rapid.Bool().Draw(r, "later") {
				day = day.AddDays(1)
				s.clock.set(t, string(day)+" 10:00")
			}
			view, err := s.Document(ctx, id)
			s.must(err)
			var back []billing.Return
			for i, left := range view.LeftByLine {
				if more > 1 && left > 0 {
					left = money.Cents(rapid.Int64Range(0, int64(left)).Draw(r, "back"))
				}
				if left > 0 {
					back = append(back, billing.Return{Line: view.Lines[i].ID, Cents: left})
				}
			}
			if len(back) > 0 {
				s.credit(id, back...)
			}
			if view, err = s.Document(ctx, id); err != nil || view.Remaining == 0 {
				s.must(err)
				break
			}
		}
		if due, waits := s.vatOf(id); due != 0 || waits != 0 {
			r.Fatalf("all is given back: due %d, waiting %d", due, waits)
		}
		s.ask(fmt.Sprintf("SELECT count(*) FROM entries WHERE journal = 'misc' AND invoice = %d", id), func(rows *sql.Rows) error {
			var n int
			err := rows.Scan(&n)
			apart += n
			return err
		})
	})
	if apart == 0 {
		t.Error("nothing was ever rounded apart")
	}
	booksAgree(t, s.Desk, s.ask)
	s.proved()
}

// anyway makes changes that triggers refuse, and puts those back.
func (h *house) anyway(triggers []string, statements ...string) {
	h.t.Helper()
	all := []string{}
	for _, name := range triggers {
		all = append(all, "DROP TRIGGER "+name)
	}
	all = append(all, statements...)
	for _, name := range triggers {
		h.ask("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = '"+name+"'", func(rows *sql.Rows) error {
			var text string
			err := rows.Scan(&text)
			all = append(all, text)
			return err
		})
	}
	h.behindItsBack(all...)
}

var guards = []string{"allocations_no_update", "entries_no_delete", "postings_no_delete"}

// setOff is an invoice that its notes set off in two, with a cent apart.
func (s *shop) setOff() billing.InvoiceID {
	s.t.Helper()
	s.sellsBooks()
	id := s.owes("card", "book")
	s.credit(id, s.lineOf(id, 110_00), billing.Return{Line: s.lineOf(id, 17_17).Line, Cents: 9_09})
	s.credit(id)
	if due, waits := s.vatOf(id); due != 0 || waits != 0 {
		s.t.Fatalf("due %d, waiting %d", due, waits)
	}
	return id
}

// ofTheCent is the entry by which the cent went.
const ofTheCent = "(SELECT max(id) FROM entries WHERE journal = 'misc' AND invoice = 1)"

func TestBooksInWhichAnOlderProgramLeftTheCentAreProvedAndReportedAsTheyWereWritten(t *testing.T) {
	s := newShop(t)
	id := s.setOff()
	var update string
	s.ask("SELECT sql FROM sqlite_master WHERE name = 'journal_no_update'", func(rows *sql.Rows) error { return rows.Scan(&update) })
	s.chainAnew(func(e *journal.Entry) { e.Line = strings.ReplaceAll(e.Line, `,"whole":true`, "") })
	s.anyway(guards, update, "UPDATE allocations SET whole = 0",
		"DELETE FROM postings WHERE entry = "+ofTheCent, "DELETE FROM entries WHERE id = "+ofTheCent)
	if due, waits := s.vatOf(id); due != -1 && due != 1 || waits != -due {
		t.Fatalf("due %d, waiting %d", due, waits)
	}
	s.proved()
	booksAgree(t, s.Desk, s.ask)
}

func TestTheCentOfVATIsNeitherTakenOutNorPutInUnnoticed(t *testing.T) {
	for name, attack := range map[string]struct {
		statements []string
		code       string
	}{
		"its entry": {[]string{"DELETE FROM postings WHERE entry = " + ofTheCent, "DELETE FROM entries WHERE id = " + ofTheCent}, "entriesChanged"},
		"its mark":  {[]string{"UPDATE allocations SET whole = 0"}, "allocationChanged"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			s.setOff()
			s.anyway(guards, attack.statements...)
			proof, err := s.Verify(ctx)
			s.must(err)
			if !slices.ContainsFunc(proof.Findings, func(f journal.Finding) bool { return f.Code == attack.code }) {
				t.Errorf("%+v", proof.Findings)
			}
		})
	}
}
