package desk

import (
	"testing"
	"time"

	"paddock/backend/billing"
	"paddock/backend/journal"
)

// A journal that the verbs would not write: an invoice that an aid covers, its
// credit note, and an allocation of what the note keeps.
func TestVerifyNamesCreditThatWasSpentBeforeItsAidCame(t *testing.T) {
	spent := func(received bool) int {
		r := newReplay()
		follow := func(kind journal.Kind, payload any) {
			e, err := journal.Append(journal.Head{}, kind, 1, time.Time{}, "", payload)
			if err != nil {
				t.Fatal(err)
			}
			r.follow(openEvent(e))
		}
		line := billing.Line{ID: 1, N: 1, Quantity: 1, Cents: 11000}
		back := billing.Line{ID: 2, N: 1, Quantity: 1, Cents: -11000, Original: 1}
		follow(journal.InvoiceIssued, billing.Document{ID: 1, Kind: billing.Invoice, Total: 11000, Lines: []billing.Line{line}})
		follow(journal.InvoiceIssued, billing.Document{ID: 2, Kind: billing.Invoice, Total: 3500})
		follow(journal.AidNoted, billing.Aid{ID: 1, Cents: 7000})
		follow(journal.PaymentReceived, billing.Payment{ID: 1, Way: billing.Aided, Cents: 7000, Detail: billing.Detail{Aid: 1},
			Allocations: []billing.Allocation{{Payment: 1, Invoice: 1, Cents: 7000}}})
		follow(journal.CreditNoteIssued, billing.Document{ID: 3, Kind: billing.CreditNote, Original: 1, Total: -11000, Kept: 7000, Lines: []billing.Line{back}})
		if received {
			follow(journal.AidReceived, aidStep{Aid: 1, Cents: 7000})
		}
		follow(journal.CreditAllocated, map[string]any{"allocations": []billing.Allocation{{CreditNote: 3, Invoice: 2, Cents: 3500, Kept: true}}})
		return len(r.found)
	}
	if spent(true) != 0 || spent(false) != 1 {
		t.Errorf("once received %d findings, before %d", spent(true), spent(false))
	}
}
