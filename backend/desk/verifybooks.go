package desk

import (
	"cmp"
	"maps"
	"slices"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// opened reads the accounting entries: what explains them takes its own away, and
// what is left at the end nobody explains. Balanced entries may still name the wrong
// account, stand on another day, or be fewer than were made.
func (p *proof) opened() (err error) {
	p.postings, err = p.tx.Booked()
	return err
}

// documentBooked compares the accounting entries of a document with those it makes.
func (p *proof) documentBooked(row sealedRow, doc billing.Document) error {
	if p.postings == nil {
		return nil
	}
	sales, misc := sqlite.Book{Invoice: doc.ID, Journal: bookOf(doc)}, sqlite.Book{Invoice: doc.ID, Journal: "misc"}
	var original *billing.Document
	if invoice := p.replay.invoices[doc.Original]; invoice != nil {
		original = &invoice.Document
	}
	onCollection, booked := false, false
	for _, form := range p.vat.of(doc, original) {
		if maps.Equal(p.postings[sales], account{}.add(doc.Day, doc.Number, billing.IssuePostings(doc, form))) {
			onCollection, booked = form, true
			break
		}
	}
	collected, err := p.collected(doc, onCollection)
	if err != nil {
		return err
	}
	if !booked || !maps.Equal(p.postings[misc], collected) {
		p.find(row.seq, "entriesChanged", map[string]any{"document": row.name})
	}
	delete(p.postings, sales)
	delete(p.postings, misc)
	return nil
}

// paymentBooked compares the accounting entries of a payment with those it makes.
func (p *proof) paymentBooked(row sealedRow) {
	payment, err := p.held.payment(billing.PaymentID(row.id))
	if err != nil || p.postings == nil { // what cannot be read is named by payments
		return
	}
	book := sqlite.Book{Payment: payment.ID, Journal: bookOfPayment(payment)}
	if !maps.Equal(p.postings[book], account{}.add(payment.Day, payment.Receipt, billing.PaymentPostings(payment))) {
		p.find(row.seq, "entriesChanged", map[string]any{"document": row.name})
	}
	delete(p.postings, book)
}

// booked compares the accounting entries of aids, of money brought in, of the till,
// of deposits and of recognised revenue with those they make.
func (p *proof) booked() error {
	books := p.postings
	if books == nil {
		return nil
	}
	for id, paid := range p.replay.aidsPaid {
		book := sqlite.Book{Payment: id, Journal: journalOf(billing.Transfer)}
		want := map[sqlite.Book]account{book: account{}.add(calendar.Day(paid.Day), paid.doc, billing.AidPostings(billing.Transfer, paid.Cents))}
		for _, back := range paid.back {
			book.Journal = journalOf(back.way())
			if want[book] == nil {
				want[book] = account{}
			}
			want[book].add(calendar.Day(back.Day), paid.doc, billing.AidPostings(back.way(), -back.Cents))
		}
		changed := false
		for book, entries := range want {
			changed = changed || !maps.Equal(books[book], entries)
			delete(books, book)
		}
		if changed {
			p.find(paid.seq, "entriesChanged", map[string]any{"document": paid.doc})
		}
	}
	for id, brought := range p.replay.brought {
		payment, err := p.held.payment(id)
		if err != nil {
			continue
		}
		book := sqlite.Book{Payment: id, Journal: journalOf(payment.Way)}
		if !maps.Equal(books[book], account{}.add(calendar.Day(brought.Day), brought.doc, billing.BroughtPostings(payment))) {
			p.find(brought.seq, "entriesChanged", map[string]any{"document": brought.doc})
		}
		delete(books, book)
	}
	p.bookedByText(books, "cash", p.replay.days.books)
	p.bookedByText(books, "bank", p.replay.slips.books)
	p.recognitionsBooked(books)
	if len(books) > 0 {
		p.find(0, "entriesForeign", map[string]any{"n": len(books)})
	}
	return nil
}

// settlingStep is what moved a document, and when.
type settlingStep struct {
	seq int64
	day calendar.Day
	billing.Step
}

// collected is the VAT that became due with a document, on the day of each
// thing that settled it, and what was corrected of what was written off. What an aid
// covers counts from the day its payer paid.
func (p *proof) collected(doc billing.Document, waits bool) (account, error) {
	allocations, err := p.held.allocationsOf(doc)
	if err != nil {
		return nil, err
	}
	steps := slices.Clone(p.paidOut[doc.ID])
	covered := map[billing.PaymentID]money.Cents{}
	for _, a := range allocations {
		now := settlingStep{p.allocations[a.ID].seq, a.Day, billing.Step{Cents: a.Cents, Lost: p.held.isLost(a.Payment), Note: p.ownNote(doc, a), Whole: a.Whole}}
		if !doc.Asks() {
			now.Cents = -a.Cents
		}
		paid, arrived := p.replay.aidsPaid[a.Payment]
		if p.held.isAid(a.Payment) && (!arrived || now.seq < paid.seq) {
			covered[a.Payment] += now.Cents
			continue
		}
		steps = append(steps, now)
	}
	for id, cents := range covered {
		if paid, arrived := p.replay.aidsPaid[id]; arrived {
			steps = append(steps, settlingStep{paid.seq, calendar.Day(paid.Day), billing.Step{Cents: cents}})
		}
	}
	slices.SortStableFunc(steps, func(a, b settlingStep) int { return cmp.Compare(a.seq, b.seq) })
	due, before := account{}, billing.Resolved{}
	for _, now := range steps {
		after := before.With(now.Step)
		due.add(now.day, doc.Number, resolvePostings(doc, waits, before, after))
		before = after
	}
	return due, nil
}

// ownNote is the credit note by which an allocation sets an invoice off; nil of others,
// and of one that cannot be read, which is named by itself.
func (p *proof) ownNote(doc billing.Document, a billing.Allocation) *billing.Document {
	if a.CreditNote == 0 || p.replay.origin[a.CreditNote] != a.Invoice {
		return nil
	}
	if a.CreditNote == doc.ID {
		return &doc
	}
	note, err := p.tx.Document(a.CreditNote)
	if err != nil {
		return nil
	}
	return &note
}

// account is what stands in a book, as Booked adds it up.
type account map[sqlite.BookedRole]int64

// add books postings; accounts that come to nothing are left out.
func (a account) add(day calendar.Day, text string, postings []billing.Posting) account {
	for _, posting := range postings {
		role := sqlite.BookedRole{Day: day, Text: text, Role: posting.Role, Household: posting.Household}
		if a[role] += int64(posting.Cents); a[role] == 0 {
			delete(a, role)
		}
	}
	return a
}
