package desk

import (
	"paddock/backend/billing"
	"paddock/backend/sqlite"
)

// held is what the tables hold of payments and of what settles documents, read in a
// handful of queries: asked for one by one, a season takes seconds. What could not be
// read so, because somebody spoilt a row, is asked for by itself, which names it.
type held struct {
	tx          *sqlite.Tx
	payments    map[billing.PaymentID]billing.Payment
	settlements map[billing.InvoiceID]sqlite.Settlement
	plans       map[billing.InvoiceID][]billing.Due        // that count
	outstanding map[billing.PaymentID]bool                 // aids nobody paid yet
	to, from    map[billing.InvoiceID][]billing.Allocation // of an invoice, of a credit note; nil when unread
}

func hold(tx *sqlite.Tx) held {
	h := held{tx: tx, payments: map[billing.PaymentID]billing.Payment{}}
	if payments, err := tx.AllPayments(); err == nil {
		for _, payment := range payments {
			h.payments[payment.ID] = payment
		}
	}
	if plans, err := tx.InvoicePlans(); err == nil {
		h.plans = map[billing.InvoiceID][]billing.Due{}
		for _, plan := range plans {
			h.plans[plan.Invoice] = plan.Dues
		}
	}
	if aids, err := tx.Outstanding(); err == nil {
		h.outstanding = aids
	}
	if rows, err := tx.Settlements(); err == nil {
		h.settlements = rows
	}
	if all, err := tx.AllAllocations(); err == nil {
		h.to, h.from = map[billing.InvoiceID][]billing.Allocation{}, map[billing.InvoiceID][]billing.Allocation{}
		for _, a := range all {
			h.to[a.Invoice] = append(h.to[a.Invoice], a)
			if a.CreditNote != 0 {
				h.from[a.CreditNote] = append(h.from[a.CreditNote], a)
			}
		}
	}
	return h
}

// documents reads the documents of some rows at once, and gives each of them.
func (h held) documents(rows []sealedRow) func(billing.InvoiceID) (billing.Document, error) {
	ids := make([]billing.InvoiceID, len(rows))
	for i, row := range rows {
		ids[i] = billing.InvoiceID(row.id)
	}
	read := map[billing.InvoiceID]billing.Document{}
	if docs, err := h.tx.DocumentsAmong(ids); err == nil {
		for _, doc := range docs {
			read[doc.ID] = doc
		}
	}
	return func(id billing.InvoiceID) (billing.Document, error) {
		if doc, has := read[id]; has {
			return doc, nil
		}
		return h.tx.Document(id)
	}
}

func (h held) payment(id billing.PaymentID) (billing.Payment, error) {
	if payment, has := h.payments[id]; has {
		return payment, nil
	}
	return h.tx.Payment(id)
}

// isAid reports whether a payment is an aid, which covers what its payer pays
// later.
func (h held) isAid(id billing.PaymentID) bool {
	payment, has := h.payments[id]
	return has && payment.Way == billing.Aided
}

// duesOf are the dues of a document: as planned, else as it was issued.
func (h held) duesOf(doc billing.Document) []billing.Due {
	if dues, planned := h.plans[doc.ID]; planned {
		return dues
	}
	return doc.Dues
}

// isLost reports whether a payment is no money but what was written off.
func (h held) isLost(id billing.PaymentID) bool {
	payment, has := h.payments[id]
	return has && payment.Way == billing.WrittenOff
}

func (h held) settlement(id billing.InvoiceID) (sqlite.Settlement, error) {
	if row, has := h.settlements[id]; has {
		return row, nil
	}
	return h.tx.Settlement(id)
}

// allocationsOf lists what settles an invoice, or what a credit note settled.
func (h held) allocationsOf(doc billing.Document) ([]billing.Allocation, error) {
	switch {
	case h.to == nil && !doc.Asks():
		return h.tx.AllocationsFrom(doc.ID)
	case h.to == nil:
		return h.tx.AllocationsTo(doc.ID)
	case !doc.Asks():
		return h.from[doc.ID], nil
	}
	return h.to[doc.ID], nil
}
