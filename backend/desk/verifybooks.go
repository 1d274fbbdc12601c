package desk

import (
	"maps"

	"paddock/backend/billing"
	"paddock/backend/sqlite"
)

// booked compares the accounting entries of every document and payment with
// those it makes: balanced entries may still name the wrong account, or be
// fewer than were made. What cannot be read is named by documents and payments.
func (p *proof) booked() error {
	books, err := p.tx.Booked()
	if err != nil {
		return err
	}
	for _, row := range p.issued {
		doc, err := p.held.document(billing.InvoiceID(row.id))
		if err != nil {
			continue
		}
		settlement, err := p.held.settlement(doc.ID)
		if err != nil {
			continue
		}
		sales, misc := sqlite.Book{Invoice: doc.ID, Journal: bookOf(doc)}, sqlite.Book{Invoice: doc.ID, Journal: "misc"}
		var collected []billing.Posting
		waiting := billing.IssuePostings(doc, true)
		onCollection := maps.Equal(books[sales], sums(waiting))
		if onCollection { // or without services, where both policies book alike
			collected = billing.CollectionPostings(doc, 0, settlement.Settled-settlement.Covered)
		}
		if !onCollection && !maps.Equal(books[sales], sums(billing.IssuePostings(doc, false))) || !maps.Equal(books[misc], sums(collected)) {
			p.find(row.seq, "entriesChanged", map[string]any{"document": row.name})
		}
		delete(books, sales)
		delete(books, misc)
	}
	for _, row := range p.received {
		payment, err := p.held.payment(billing.PaymentID(row.id))
		if err != nil {
			continue
		}
		book := sqlite.Book{Payment: payment.ID, Journal: journalOf(payment.Way)}
		if !maps.Equal(books[book], sums(billing.PaymentPostings(payment))) {
			p.find(row.seq, "entriesChanged", map[string]any{"document": row.name})
		}
		delete(books, book)
	}
	for id, paid := range p.replay.aidsPaid {
		book := sqlite.Book{Payment: id, Journal: "bank"}
		if !maps.Equal(books[book], sums(billing.AidPostings(paid.Cents))) {
			p.find(paid.seq, "entriesChanged", map[string]any{"document": paid.doc})
		}
		delete(books, book)
	}
	if len(books) > 0 {
		p.find(0, "entriesForeign", map[string]any{"n": len(books)})
	}
	return nil
}

// sums adds up postings by account, as Booked does; accounts that come to
// nothing are left out.
func sums(postings []billing.Posting) map[sqlite.BookedRole]int64 {
	byRole := map[sqlite.BookedRole]int64{}
	for _, posting := range postings {
		role := sqlite.BookedRole{Role: posting.Role, Household: posting.Household}
		if byRole[role] += int64(posting.Cents); byRole[role] == 0 {
			delete(byRole, role)
		}
	}
	return byRole
}
