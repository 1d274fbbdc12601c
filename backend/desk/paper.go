package desk

import (
	"context"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/document"
	"paddock/backend/exchange"
	"paddock/backend/journal"
	"paddock/backend/sqlite"
)

// PreviewInvoice draws the paper as it would print now and records nothing.
func (d *Desk) PreviewInvoice(ctx context.Context, id billing.InvoiceID) ([]byte, error) {
	paper, err := read(ctx, d, "previewInvoice", func(tx *sqlite.Tx) (document.Invoice, error) {
		c, err := loadClub(tx)
		if err != nil {
			return document.Invoice{}, err
		}
		return d.invoicePaper(tx, c, id, document.Copy{Kind: document.Preview})
	})
	if err != nil {
		return nil, err
	}
	return paper.PDF()
}

// PrintInvoice draws the paper that leaves: the original the first time, then a
// duplicate with its number, each of which is an entry in the journal (PRODUCT
// section 9). Under the same key it is the same copy. Made out to somebody, it
// carries itself for machines (Factur-X).
func (d *Desk) PrintInvoice(ctx context.Context, req Request, id billing.InvoiceID) ([]byte, error) {
	copy, err := d.leave(ctx, req, "printInvoice", "invoice", int64(id), invoiceNumber(id))
	if err != nil {
		return nil, err
	}
	var einvoice exchange.EInvoice
	named := false
	paper, err := read(ctx, d, "printInvoice", func(tx *sqlite.Tx) (paper document.Invoice, err error) {
		c, err := loadClub(tx)
		if err == nil {
			einvoice, named, err = d.einvoice(tx, c, id)
		}
		if err != nil {
			return paper, err
		}
		return d.invoicePaper(tx, c, id, copy.paper())
	})
	if err != nil {
		return nil, err
	}
	pdf, err := paper.PDF()
	if err != nil || !named {
		return pdf, err
	}
	carries, err := document.WithEInvoice(pdf, einvoice.XML(), paper.Number, paper.Day)
	if err != nil { // the copy is counted: the paper leaves all the same
		d.log.Error("put the XML into the paper", "invoice", paper.Number, "error", err)
		return pdf, nil
	}
	return carries, nil
}

func invoiceNumber(id billing.InvoiceID) func(*sqlite.Tx) (string, error) {
	return func(tx *sqlite.Tx) (string, error) {
		kind, number, err := tx.NumberOf(id)
		if kind == billing.Opening {
			err = club.Refuse(club.CodeNotAnInvoice)
		}
		return number, refused(err, club.CodeInvoiceNotFound)
	}
}

// PreviewReceipt draws a receipt as it would print now and records nothing.
func (d *Desk) PreviewReceipt(ctx context.Context, id billing.PaymentID) ([]byte, error) {
	paper, err := read(ctx, d, "previewReceipt", func(tx *sqlite.Tx) (document.Receipt, error) {
		return d.receiptPaper(tx, id, document.Copy{Kind: document.Preview})
	})
	if err != nil {
		return nil, err
	}
	return paper.PDF()
}

// PrintReceipt draws the receipt that leaves: see PrintInvoice.
func (d *Desk) PrintReceipt(ctx context.Context, req Request, id billing.PaymentID) ([]byte, error) {
	var paper document.Receipt
	copy, err := d.leave(ctx, req, "printReceipt", "receipt", int64(id), func(tx *sqlite.Tx) (string, error) {
		p, err := receiptOf(tx, id)
		return p.Receipt, err
	})
	if err == nil {
		paper, err = read(ctx, d, "printReceipt", func(tx *sqlite.Tx) (document.Receipt, error) { return d.receiptPaper(tx, id, copy.paper()) })
	}
	if err != nil {
		return nil, err
	}
	return paper.PDF()
}

// left is which copy of a paper left, and when.
type left struct {
	Copy int
	Day  calendar.Day
}

func (l left) paper() document.Copy {
	if l.Copy == 0 {
		return document.Copy{Kind: document.Original}
	}
	return document.Copy{Kind: document.Duplicata, N: l.Copy, Day: l.Day}
}

// leave records and seals that a paper leaves: which copy, of what.
func (d *Desk) leave(ctx context.Context, req Request, verb club.Verb, kind string, id int64, number func(*sqlite.Tx) (string, error)) (left, error) {
	return write(ctx, d, req, verb, id, func(tx *sqlite.Tx) (left, error) {
		c, err := loadClub(tx)
		if err != nil {
			return left{}, err
		}
		name, err := number(tx)
		if err != nil {
			return left{}, err
		}
		n, err := sealCopy(tx, req.Actor, kind, id, name)
		return left{Copy: n, Day: c.today}, err
	})
}

// sealCopy records and seals one more copy of a paper, and tells which: 0 for the
// original.
func sealCopy(tx *sqlite.Tx, actor club.Actor, kind string, id int64, name string) (int, error) {
	n, err := tx.InsertPrint(kind, id, actor)
	if err != nil {
		return 0, err
	}
	entry := journal.DocumentDuplicated
	if n == 0 {
		entry = journal.DocumentPrinted
	}
	return n, tx.Seal(entry, actor, name, sealedPrint{Paper: kind, Copy: n})
}

// sealedPrint is a paper that left, as the chain holds it.
type sealedPrint struct {
	Paper string `json:"paper"`
	Copy  int    `json:"copy"`
}

// PreviewInvoiceNumbered is PreviewInvoice by the printed number.
func (d *Desk) PreviewInvoiceNumbered(ctx context.Context, number string) ([]byte, error) {
	doc, err := d.DocumentNumbered(ctx, number)
	if err != nil {
		return nil, err
	}
	return d.PreviewInvoice(ctx, doc.ID)
}

// PrintInvoiceNumbered is PrintInvoice by the printed number.
func (d *Desk) PrintInvoiceNumbered(ctx context.Context, req Request, number string) ([]byte, error) {
	doc, err := d.DocumentNumbered(ctx, number)
	if err != nil {
		return nil, err
	}
	return d.PrintInvoice(ctx, req, doc.ID)
}

// PreviewReceiptNamed is PreviewReceipt by the receipt's number or row.
func (d *Desk) PreviewReceiptNamed(ctx context.Context, name string) ([]byte, error) {
	id, err := d.paymentNamed(ctx, name)
	if err != nil {
		return nil, err
	}
	return d.PreviewReceipt(ctx, id)
}

// PrintReceiptNamed is PrintReceipt by the receipt's number or row.
func (d *Desk) PrintReceiptNamed(ctx context.Context, req Request, name string) ([]byte, error) {
	id, err := d.paymentNamed(ctx, name)
	if err != nil {
		return nil, err
	}
	return d.PrintReceipt(ctx, req, id)
}

func (d *Desk) paymentNamed(ctx context.Context, name string) (billing.PaymentID, error) {
	return read(ctx, d, "paymentNamed", func(tx *sqlite.Tx) (billing.PaymentID, error) {
		id, err := tx.PaymentNamed(name)
		return id, refused(err, club.CodePaymentNotFound)
	})
}
