package desk

import (
	"slices"

	"paddock/backend/billing"
	"paddock/backend/journal"
	"paddock/backend/sqlite"
)

// documents compares every document, its settlement and its accounting entries with
// what was sealed of it.
func (p *proof) documents() error {
	for chunk := range slices.Chunk(p.issued, shared) {
		rows, err := p.withPayloads(chunk, "invoice ")
		if err != nil {
			return err
		}
		held := p.held.documents(rows)
		docs, now := make([]billing.Document, len(rows)), make([]any, len(rows))
		for i, row := range rows {
			doc, err := held(billing.InvoiceID(row.id))
			if docs[i], now[i] = doc, sealDocument(doc, row.reason); err != nil {
				now[i] = err
			}
		}
		err = p.compareAll(rows, now, "documentMissing", "documentChanged", func(i int) error {
			if err := p.settled(rows[i].seq, docs[i]); err != nil {
				return err
			}
			return p.documentBooked(rows[i], docs[i])
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// withPayloads is a chunk of rows with what was sealed of them; each is remembered
// as a row the chain knows. They are read again by the chunk: those of ten years
// are more than a computer should hold.
func (p *proof) withPayloads(chunk []sealedRow, sort string) ([]sealedRow, error) {
	seqs := make([]int64, len(chunk))
	for i, row := range chunk {
		p.sealed[sort+row.name], seqs[i] = row, row.seq
	}
	lines, err := p.tx.EntryLines(seqs)
	rows := slices.Clone(chunk)
	spread(len(rows), func(i int) { rows[i].payload = journal.Payload(lines[rows[i].seq]) })
	return rows, err
}

// payments compares every payment and its accounting entries with what was sealed
// of it. What it settled later has entries of its own.
func (p *proof) payments() error {
	for chunk := range slices.Chunk(p.received, shared) {
		rows, err := p.withPayloads(chunk, "payment ")
		if err != nil {
			return err
		}
		now := make([]any, len(rows))
		for i, row := range rows {
			payment, err := p.held.payment(billing.PaymentID(row.id))
			payment.Allocations = slices.DeleteFunc(slices.Clone(payment.Allocations), func(a billing.Allocation) bool {
				return p.allocations[a.ID].seq != row.seq
			})
			if now[i] = sealedPayment(payment); err != nil {
				now[i] = err
			}
		}
		err = p.compareAll(rows, now, "paymentMissing", "paymentChanged", func(i int) error {
			p.paymentBooked(rows[i])
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// compareAll compares rows with what they hold now, on all processors; an error is
// held by a row that cannot be read. Of each that is there, further is asked then.
func (p *proof) compareAll(rows []sealedRow, now []any, missing, changed string, further func(i int) error) error {
	forms := make([]forms, len(rows))
	spread(len(rows), func(i int) {
		if _, unread := now[i].(error); !unread {
			forms[i] = p.forms(rows[i], now[i])
		}
	})
	for i, row := range rows {
		switch err, unread := now[i].(error); {
		case unread && sqlite.IsMissing(err):
			p.find(row.seq, missing, map[string]any{"document": row.name})
		case unread:
			p.find(row.seq, "documentUnreadable", map[string]any{"document": row.name})
		default:
			if err := p.differ(row, forms[i], changed); err != nil {
				return err
			}
			if err := further(i); err != nil {
				return err
			}
		}
	}
	return nil
}

// compare names every place where a row is not what was sealed. thing is the
// sort of row, for codes that serve several.
func (p *proof) compare(row sealedRow, now any, code string, thing ...string) error {
	return p.differ(row, p.forms(row, now), code, thing...)
}

func (p *proof) differ(row sealedRow, f forms, code string, thing ...string) error {
	if f.err != nil || f.found == f.sealed {
		return f.err
	}
	differences, err := journal.Differences(f.sealed, f.found)
	for _, d := range differences {
		params := map[string]any{"document": row.name, "path": d.Path, "sealed": d.Sealed, "found": d.Found}
		if len(thing) > 0 {
			params["thing"] = thing[0]
		}
		p.find(row.seq, code, params)
	}
	return err
}

// forms are what was sealed, whole, and what a row holds now, in the form of its
// line.
type forms struct {
	sealed, found string
	err           error
}

func (p *proof) forms(row sealedRow, now any) (f forms) {
	if row.v < 3 {
		f.sealed = row.payload
		f.found, f.err = journal.Canonical(now)
		return f
	}
	f.sealed = journal.Whole(row.payload, func(seq int64) (journal.Tree, bool) {
		tree, known := p.snapshots[seq]
		return tree, known && seq < row.seq
	})
	tree, err := journal.Lean(now)
	f.found, f.err = tree.Text(), err
	return f
}

// settled recomputes the unsealed row of a document from its allocations.
func (p *proof) settled(seq int64, doc billing.Document) error {
	row, err := p.held.settlement(doc.ID)
	if err != nil {
		p.find(seq, "settlementMissing", map[string]any{"document": doc.Number})
		return nil
	}
	want := sqlite.Settlement{}
	allocations, err := p.held.allocationsOf(doc)
	if err != nil {
		return err
	}
	for _, a := range allocations {
		if !doc.Asks() {
			want.Settled -= a.Cents
			continue
		}
		want.Settled += a.Cents
		if p.held.outstanding[a.Payment] {
			want.Covered += a.Cents
		}
		if p.held.isLost(a.Payment) {
			want.Written += a.Cents
		}
		if a.CreditNote != 0 && p.replay.origin[a.CreditNote] == a.Invoice {
			want.Credited += a.Cents
		}
	}
	if doc.Asks() {
		want.NextDue = billing.NextDue(p.held.duesOf(doc), want.Settled)
	}
	switch {
	case row.Settled != want.Settled:
		p.find(seq, "settlementWrong", map[string]any{"document": doc.Number, "foundCents": row.Settled, "wantCents": want.Settled})
	case row != want: // what its own credit notes gave, or the day that is due next
		p.find(seq, "settlementOff", map[string]any{"document": doc.Number})
	}
	return nil
}
