package desk

import (
	"paddock/backend/billing"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/journal"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// spend settles invoices with the household's credit and seals what was made of
// which source.
func spend(tx *sqlite.Tx, c clubNow, actor club.Actor, sources []billing.Source, open []billing.Open) error {
	number := open[0].Number
	made := billing.Allocate(sources, open)
	if err := settle(tx, c, actor, made); err != nil {
		return err
	}
	return tx.Seal(journal.CreditAllocated, actor, number, map[string]any{"allocations": made})
}

// settle writes allocations and everything that follows from them: the
// documents' unsealed rows, the VAT that becomes due with them, cards that
// begin to work. It fills in their ids and day.
func settle(tx *sqlite.Tx, c clubNow, actor club.Actor, made []billing.Allocation) error {
	for i := range made {
		a := &made[i]
		a.Day = c.today
		own, err := ownNote(tx, *a)
		if err != nil {
			return err
		}
		if own != nil {
			if a.Whole, err = leavesNothing(tx, *a); err != nil {
				return err
			}
		}
		if a.ID, err = tx.InsertAllocation(*a, actor); err != nil {
			return err
		}
		aided, err := tx.IsOutstanding(a.Payment)
		if err != nil {
			return err
		}
		lost, err := tx.IsWriteOff(a.Payment)
		if err != nil {
			return err
		}
		if err := covered(tx, c, actor, a.Invoice, settling{cents: a.Cents, note: own, aided: aided, lost: lost}); err != nil {
			return err
		}
		if a.CreditNote != 0 {
			if err := covered(tx, c, actor, a.CreditNote, settling{cents: -a.Cents, note: own}); err != nil {
				return err
			}
		}
	}
	return nil
}

// ownNote is the credit note of an allocation that gives an invoice back through its
// own one; nil otherwise.
func ownNote(tx *sqlite.Tx, a billing.Allocation) (*billing.Document, error) {
	if a.CreditNote == 0 {
		return nil, nil
	}
	note, err := tx.Document(a.CreditNote)
	if err != nil || note.Original != a.Invoice {
		return nil, err
	}
	return &note, nil
}

// leavesNothing reports whether a set-off with its own note is the one by which its notes
// leave nothing of an invoice. A note that comes to nothing sets nothing off although it
// may move VAT between rates: of an invoice that has one of which VAT waits, as earlier
// programs booked it, none is.
func leavesNothing(tx *sqlite.Tx, a billing.Allocation) (bool, error) {
	doc, err := tx.Document(a.Invoice)
	if err != nil {
		return false, err
	}
	row, err := tx.Settlement(doc.ID)
	if err != nil || row.Credited+a.Cents != doc.Total {
		return false, err
	}
	notes, err := tx.CreditNotesOver(doc.ID)
	if err != nil {
		return false, err
	}
	var empty []billing.InvoiceID
	for _, n := range notes {
		if n.Total == 0 {
			empty = append(empty, n.ID)
		}
	}
	waits, err := tx.VATWaiting(empty...)
	return len(waits) == 0, err
}

// settling is an amount that settles a document, and where it comes from.
type settling struct {
	cents money.Cents
	note  *billing.Document // set off between an invoice and this credit note over it
	aided bool              // by an aid nobody paid yet
	lost  bool              // written off
}

// covered moves what settles a document by an amount: its row, its due VAT, its
// cards.
func covered(tx *sqlite.Tx, c clubNow, actor club.Actor, id billing.InvoiceID, by settling) error {
	doc, err := tx.Document(id)
	if err != nil {
		return err
	}
	row, err := tx.Settlement(id)
	if err != nil {
		return err
	}
	wasLost := row.Written != 0
	row.Settled += by.cents
	if by.note != nil && doc.Asks() {
		row.Credited += by.cents
	}
	if by.aided {
		row.Covered += by.cents
	}
	if by.lost {
		row.Written += by.cents
	}
	if doc.Asks() {
		dues, err := duesOf(tx, doc)
		if err != nil {
			return err
		}
		row.NextDue = billing.NextDue(dues, row.Settled)
	}
	if err := tx.SaveSettlement(id, row); err != nil {
		return err
	}
	if !by.aided {
		after, err := resolved(tx, doc, row)
		if err != nil {
			return err
		}
		before := after.With(billing.Step{Cents: -by.cents, Lost: by.lost, Note: by.note})
		if err := declare(tx, c, doc, before, after); err != nil {
			return err
		}
	}
	if doc.Asks() {
		if err := askLess(tx, c, actor, doc.ID); err != nil {
			return err
		}
	}
	if err := startCards(tx, c, doc, row.Settled-row.Credited-row.Written); err != nil || !wasLost && row.Written == 0 {
		return err
	}
	lines, err := tx.DeferredBy(doc.ID)
	if err != nil {
		return err
	}
	return recognise(tx, c, actor, c.today, lines) // what nobody paid is owed no more, or again
}

// declare books the VAT that waits for money and becomes due with it; an aid is
// money once its payer paid. What is written off never becomes due.
func declare(tx *sqlite.Tx, c clubNow, doc billing.Document, before, after billing.Resolved) error {
	waits, err := tx.VATWaiting(doc.ID)
	if err != nil {
		return err
	}
	return tx.InsertEntry(sqlite.Entry{Day: c.today, Journal: "misc", Text: doc.Number, Invoice: doc.ID}, resolvePostings(doc, waits[doc.ID], before, after))
}

// resolvePostings is the VAT that moves as a document is paid or written off.
func resolvePostings(doc billing.Document, waits bool, before, after billing.Resolved) []billing.Posting {
	var postings []billing.Posting
	if waits {
		postings = billing.CollectionPostings(doc, before, after)
	}
	return append(postings, billing.LossPostings(doc, waits, before, after)...)
}

// resolved is how a document stands by its unsealed row. Of what gives, money that was
// paid out settles it as what it is spent on does.
func resolved(tx *sqlite.Tx, doc billing.Document, row sqlite.Settlement) (billing.Resolved, error) {
	r := billing.Resolved{Paid: row.Settled - row.Covered - row.Written, Lost: row.Written}
	if !doc.Asks() {
		out, err := tx.PaidOutOf(doc.ID)
		if err != nil || doc.Original == 0 {
			r.Paid -= out
			return r, err
		}
		r.Paid -= out
	} else if row.Credited == 0 {
		return r, nil
	}
	made, err := tx.SetOff(doc.ID)
	for _, a := range made {
		note, cents := &doc, -a.Cents
		if a.CreditNote != doc.ID {
			of, err := tx.Document(a.CreditNote)
			if err != nil {
				return r, err
			}
			note, cents = &of, a.Cents
		}
		r = r.With(billing.Step{Cents: cents, Note: note, Whole: a.Whole})
		r.Paid -= cents
	}
	return r, err
}

// paidOut declares that the VAT of what a payment gave back in money is owed no more.
func paidOut(tx *sqlite.Tx, c clubNow, p billing.Payment) error {
	for _, w := range p.From {
		if w.CreditNote == 0 {
			continue
		}
		doc, err := tx.Document(w.CreditNote)
		if err != nil {
			return err
		}
		row, err := tx.Settlement(doc.ID)
		if err != nil {
			return err
		}
		after, err := resolved(tx, doc, row)
		if err != nil {
			return err
		}
		before := after
		before.Paid += w.Cents
		if err := declare(tx, c, doc, before, after); err != nil {
			return err
		}
	}
	return nil
}

// arrive turns what an aid covers of an invoice into what is paid.
func arrive(tx *sqlite.Tx, c clubNow, id billing.InvoiceID, cents money.Cents) error {
	doc, err := tx.Document(id)
	if err != nil {
		return err
	}
	row, err := tx.Settlement(id)
	if err != nil {
		return err
	}
	before, err := resolved(tx, doc, row)
	if err != nil {
		return err
	}
	row.Covered -= cents
	if err := tx.SaveSettlement(id, row); err != nil {
		return err
	}
	after, err := resolved(tx, doc, row)
	if err != nil {
		return err
	}
	return declare(tx, c, doc, before, after)
}

// startCards lets a card work from the day its line's due-now part is covered;
// its validity counts from that day (PRODUCT sections 3 and 9).
func startCards(tx *sqlite.Tx, c clubNow, doc billing.Document, received money.Cents) error {
	if doc.Kind != billing.Invoice {
		return nil
	}
	notes, err := tx.CreditNotesOver(doc.ID)
	if err != nil {
		return err
	}
	for i, started := range billing.Started(doc, notes, received) {
		line := doc.Lines[i]
		if !started {
			continue
		}
		through := c.today.AddMonths(line.Terms.Months)
		switch line.Kind {
		case catalogue.Card:
			err = tx.StartCards(line.ID, c.today, through)
		case catalogue.GiftCard:
			err = tx.StartGiftCards(line.ID, c.today, through)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// limited are the invoices that are still open, for at most an amount in all.
func limited(open []billing.Open, most money.Cents) []billing.Open {
	var rest []billing.Open
	for _, o := range open {
		o.Remaining = min(o.Remaining, most)
		most -= o.Remaining
		if o.Remaining > 0 {
			rest = append(rest, o)
		}
	}
	return rest
}
