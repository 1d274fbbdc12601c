package desk

import (
	"context"
	"fmt"
	"slices"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/document"
	"paddock/backend/sqlite"
)

// mostPrinted is how many invoices one file holds: its pages are in memory
// together until it is whole, about 150 KB each.
const mostPrinted = 2000

// PrintInvoices draws many papers that leave into one file, in the background:
// each is recorded as PrintInvoice does it, and drawn when it is. A work that is
// stopped has the file of what was recorded; under the same key the same copies
// are drawn again.
func (d *Desk) PrintInvoices(ctx context.Context, req Request, ids []billing.InvoiceID) (Work, error) {
	_, err := read(As(ctx, req.Actor), d, "printInvoices", func(tx *sqlite.Tx) (struct{}, error) {
		return struct{}{}, mayPrint(tx, ids)
	})
	if err != nil {
		return Work{}, err
	}
	return d.beginLong(ctx, req, "printInvoices", ids, len(ids), func(ctx context.Context, l *longWork, step steps) error {
		return d.printInvoices(ctx, l, step, req, ids)
	})
}

// mayPrint refuses what could not be printed to its end.
func mayPrint(tx *sqlite.Tx, ids []billing.InvoiceID) error {
	switch {
	case len(ids) == 0:
		return club.Refuse(club.CodeRequired).On("invoices")
	case len(ids) > mostPrinted:
		return club.Refuse(club.CodeTooMany).On("invoices").With("max", mostPrinted)
	}
	for _, id := range ids {
		if _, err := invoiceNumber(id)(tx); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) printInvoices(ctx context.Context, l *longWork, step steps, req Request, ids []billing.InvoiceID) error {
	var book document.Book
	var drawn []billing.InvoiceID
	whole := context.WithoutCancel(ctx) // what is being recorded is drawn
	var err error
	for some := range slices.Chunk(ids, atOnce) {
		if err = step(len(drawn), len(ids)); err != nil {
			break
		}
		var copies []left
		if copies, err = d.leaveMany(whole, req, some); err != nil {
			break
		}
		if err = d.drawInto(whole, &book, some, copies); err != nil {
			break
		}
		drawn = append(drawn, some...)
	}
	if context.Cause(ctx) == errClosing { // nobody is left to fetch a file
		return errClosing
	}
	pdf, drawing := book.PDF()
	l.result(func(l *longWork) { l.paper, l.made.Invoices = pdf, drawn })
	if err == nil {
		err = drawing
	}
	_ = step(len(drawn), len(ids))
	return err
}

// leaveMany records that some papers leave, in one transaction.
func (d *Desk) leaveMany(ctx context.Context, req Request, ids []billing.InvoiceID) ([]left, error) {
	copies := make([]left, len(ids))
	err := d.db.Batch(ctx, func(ctx context.Context) (err error) {
		for i, id := range ids {
			one := Request{Actor: req.Actor, Key: subkey(req.Key, int64(id))}
			if copies[i], err = d.leave(ctx, one, "printInvoices", "invoice", int64(id), invoiceNumber(id)); err != nil {
				return err
			}
		}
		return nil
	})
	return copies, err
}

// drawInto adds papers to a book.
func (d *Desk) drawInto(ctx context.Context, book *document.Book, ids []billing.InvoiceID, copies []left) error {
	papers, err := look(ctx, d, func(tx *sqlite.Tx) ([]document.Invoice, error) {
		c, err := loadClub(tx)
		if err != nil {
			return nil, err
		}
		papers := make([]document.Invoice, len(ids))
		for i, id := range ids {
			if papers[i], err = d.invoicePaper(tx, c, id, copies[i].paper()); err != nil {
				return nil, err
			}
		}
		return papers, nil
	})
	for _, paper := range papers {
		if err == nil {
			err = book.Add(paper)
		}
	}
	return err
}

// subkey is the idempotency key of one of the many things under a key.
func subkey(key string, one int64) string {
	if key == "" {
		return ""
	}
	return fmt.Sprintf("%s/%d", key, one)
}
