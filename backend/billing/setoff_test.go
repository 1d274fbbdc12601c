package billing_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"paddock/backend/billing"
	"paddock/backend/money"
)

// Whatever credit notes set off of an unpaid invoice between them, once nothing is left
// of it no VAT waits or is due, in the entries and in the report.
func TestNotesThatSetOffAWholeInvoiceLeaveNoVAT(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		doc := anyInvoice(t)
		doc.Household = 1
		balance, due := map[string]money.Cents{}, billing.VATDue{}
		book := func(postings []billing.Posting) {
			for _, p := range postings {
				balance[p.Role] += p.Cents
			}
		}
		book(billing.IssuePostings(doc, true))
		due.Issue(doc, true)
		stands, left := billing.Resolved{}, doc.Total
		var notes []billing.Document
		for tries := 0; left > 0; tries++ {
			var returns []billing.Return
			for i, cents := range billing.Left(doc, notes) {
				if tries < 4 {
					cents = money.Cents(rapid.Int64Range(0, int64(cents)).Draw(t, "back"))
				}
				if cents > 0 {
					returns = append(returns, billing.Return{Line: doc.Lines[i].ID, Cents: cents})
				}
			}
			if len(returns) == 0 {
				continue
			}
			note := mustCredit(t, doc, notes, returns)
			note.ID, note.Original, note.Household = billing.InvoiceID(len(notes)+2), doc.ID, doc.Household
			notes, left = append(notes, note), left+note.Total
			book(billing.IssuePostings(note, true))
			due.Issue(note, true)
			for _, step := range []struct {
				of     billing.Document
				before billing.Resolved
				billing.Step
			}{
				{doc, stands, billing.Step{Cents: -note.Total, Note: &note, Whole: left == 0}},
				{note, billing.Resolved{}, billing.Step{Cents: note.Total, Note: &note, Whole: left == 0}},
			} {
				after := step.before.With(step.Step)
				book(billing.CollectionPostings(step.of, step.before, after))
				due.Collect(step.of, step.before, after)
				if step.of.ID == doc.ID {
					stands = after
				}
			}
		}
		for role, cents := range balance {
			if strings.HasPrefix(role, "vat.") && cents != 0 && doc.Total > 0 {
				t.Fatalf("%s holds %d", role, cents)
			}
		}
		for _, group := range due.Sorted() {
			if group.Tax != 0 && doc.Total > 0 {
				t.Fatalf("the report says %+v", group)
			}
		}
	})
}
