package desk

import (
	"context"
	"slices"

	"paddock/backend/bank"
	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/document"
	"paddock/backend/locale"
	"paddock/backend/mail"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// enclose puts the papers of a message into its mail: each as a PDF, as it is at the
// moment of sending, and with one alone what is on it and how it is paid.
func (d *Desk) enclose(tx *sqlite.Tx, c clubNow, m sqlite.OutboxMail, l *mail.Letter) error {
	papers, err := tx.PapersMailed(m.ID)
	if err != nil {
		return err
	}
	for _, p := range papers {
		paper, err := d.invoicePaper(tx, c, p.Invoice, left{p.Copy, c.today}.paper())
		if err != nil {
			return err
		}
		pdf, err := paper.PDF()
		if err != nil {
			return err
		}
		l.Files = append(l.Files, mail.File{Name: paper.Number + ".pdf", Content: pdf})
		if len(papers) == 1 {
			if err := showPaper(l, paper); err != nil {
				return err
			}
		}
	}
	if err := showLink(tx, m, papers, l); err != nil {
		return err
	}
	if row, err := tx.ClosingMailed(m.ID); err == nil {
		return d.encloseSeal(c, row, l)
	} else if !sqlite.IsMissing(err) {
		return err
	}
	receipts, err := tx.ReceiptsMailed(m.ID)
	for _, r := range receipts {
		if err == nil {
			err = d.encloseReceipt(tx, r, l)
		}
	}
	return err
}

// showLink gives out the link of a cart, or the one that asks for all the papers of a
// message, with its code; one paper alone has shown its link and its transfer.
func showLink(tx *sqlite.Tx, m sqlite.OutboxMail, papers []sqlite.MailedPaper, l *mail.Letter) error {
	link, err := tx.LinkMailed(m.ID)
	if err != nil && !sqlite.IsMissing(err) {
		return err
	}
	if link.Cart == 0 {
		if len(papers) == 1 { // it shows its own
			return nil
		}
		var invoices []billing.InvoiceID
		for _, p := range papers {
			invoices = append(invoices, p.Invoice)
		}
		if link, err = linkOfAll(tx, invoices); err != nil {
			return err
		}
	}
	if link.URL == "" {
		return nil
	}
	l.Button = payButton(l.Language, link.Shared, link.Cents, link.URL)
	l.Transfer = mail.Transfer{Title: locale.Text(l.Language, "mail.payByPhone", nil), Lines: []string{locale.Text(l.Language, "mail.scanLink", nil)}}
	l.Transfer.PNG, err = document.QRPNG(link.URL)
	return err
}

// payButton leads to the page of a link.
func payButton(lang locale.Lang, shared bool, cents money.Cents, url string) mail.Link {
	key := "mail.pay"
	if shared {
		key = "mail.payTogether"
	}
	return mail.Link{Text: locale.Text(lang, key, locale.Params{"sumCents": int64(cents)}), URL: url}
}

// linkOfAll is the one open link that asks for each of these invoices of which something
// remains; the zero one where there is none, or it is withheld.
func linkOfAll(tx *sqlite.Tx, invoices []billing.InvoiceID) (one sqlite.Request, err error) {
	for _, id := range invoices {
		doc, err := tx.Document(id)
		if err != nil {
			return sqlite.Request{}, err
		}
		row, err := tx.Settlement(id)
		if err != nil {
			return sqlite.Request{}, err
		}
		if !doc.Asks() || row.Settled >= doc.Total {
			continue
		}
		requests, err := tx.RequestsFor(id)
		if err != nil {
			return sqlite.Request{}, err
		}
		at := slices.IndexFunc(requests, openLink)
		if at < 0 || one.ID != 0 && requests[at].ID != one.ID {
			return sqlite.Request{}, nil
		}
		one = requests[at]
	}
	return one, nil
}

// encloseReceipt attaches a receipt and says in the mail what it says: what was paid
// and how, what remains, and the link for it.
func (d *Desk) encloseReceipt(tx *sqlite.Tx, r sqlite.MailedReceipt, l *mail.Letter) error {
	c, err := loadClub(tx)
	if err != nil {
		return err
	}
	paper, err := d.receiptPaper(tx, r.Payment, left{r.Copy, c.today}.paper())
	if err != nil {
		return err
	}
	pdf, err := paper.PDF()
	if err != nil {
		return err
	}
	l.Files = append(l.Files, mail.File{Name: paper.Number + ".pdf", Content: pdf})
	for _, line := range paper.Lines {
		l.Rows = append(l.Rows, mail.Row{Text: line.Text, Detail: line.Detail, Amount: locale.Amount(l.Language, line.Cents)})
	}
	for _, p := range paper.Payments {
		l.Rows = append(l.Rows, mail.Row{Text: p.Text, Amount: locale.Amount(l.Language, p.Cents), Strong: true})
	}
	if paper.RemainingCents > 0 {
		l.Rows = append(l.Rows, mail.Row{Text: locale.Text(l.Language, "mail.remains", nil), Amount: locale.Amount(l.Language, paper.RemainingCents), Strong: true})
	}
	if paper.Link != "" {
		l.Button = payButton(l.Language, paper.LinkShared, paper.LinkCents, paper.Link)
	}
	return nil
}

// MailReceipts is which payments' receipts a family is sent.
type MailReceipts struct {
	Payments []billing.PaymentID `json:"payments" nullable:"false" doc:"Of one household"`
}

// MailReceipts sends the receipts of payments to their family in one mail. Each is a
// copy that leaves, as PrintReceipt counts it.
func (d *Desk) MailReceipts(ctx context.Context, req Request, in MailReceipts) (MailedInvoices, error) {
	return write(ctx, d, req, "mailReceipts", in, func(tx *sqlite.Tx) (MailedInvoices, error) {
		c, err := loadClub(tx)
		if err != nil {
			return MailedInvoices{}, err
		}
		if len(in.Payments) == 0 {
			return MailedInvoices{}, club.Refuse(club.CodeRequired).On("payments")
		}
		family, numbers := club.HouseholdID(0), []string{}
		for i, id := range in.Payments {
			p, err := receiptOf(tx, id)
			if err != nil {
				return MailedInvoices{}, err
			}
			home, err := standing(tx, p.Household)
			if err != nil {
				return MailedInvoices{}, err
			}
			if i > 0 && home != family {
				return MailedInvoices{}, club.Refuse(club.CodeMixedHouseholds).On("payments")
			}
			family, numbers = home, append(numbers, p.Receipt)
		}
		message, err := writePapers(tx, c, req.Actor, family, "receipt", locale.Params{"n": len(numbers), "number": numbers[0]})
		for i, id := range in.Payments {
			var n int
			if err == nil {
				n, err = sealCopy(tx, req.Actor, "receipt", int64(id), numbers[i])
			}
			if err == nil {
				err = tx.InsertReceipt(message, id, n)
			}
		}
		return MailedInvoices{1, c.training}, err
	})
}

// receiptOf is a payment that has a receipt: what was written off was received by
// nobody.
func receiptOf(tx *sqlite.Tx, id billing.PaymentID) (billing.Payment, error) {
	p, err := tx.Payment(id)
	if err == nil && p.Way == billing.WrittenOff {
		err = club.Refuse(club.CodePaymentNotFound)
	}
	return p, refused(err, club.CodePaymentNotFound)
}

// showPaper says in the mail what the paper says: its lines, what remains, the link
// and the transfer's code.
func showPaper(l *mail.Letter, paper document.Invoice) error {
	say := func(key string, params locale.Params) string { return locale.Text(l.Language, key, params) }
	l.Heading = say("mail.heading", locale.Params{"number": paper.Number, "ofDay": string(paper.Day)})
	for _, line := range paper.Lines {
		l.Rows = append(l.Rows, mail.Row{Text: line.Text, Detail: line.Rider, Amount: locale.Amount(l.Language, line.Cents)})
	}
	l.Rows = append(l.Rows, mail.Row{Text: say("mail.total", nil), Amount: locale.Amount(l.Language, paper.TotalCents), Strong: true})
	for _, p := range paper.Payments {
		l.Rows = append(l.Rows, mail.Row{Text: p.Text, Amount: locale.Amount(l.Language, -p.Cents)})
	}
	if paper.Kind == document.KindCreditNote {
		return nil
	}
	l.Rows = append(l.Rows, mail.Row{Text: say("mail.remains", nil), Amount: locale.Amount(l.Language, paper.RemainingCents), Strong: true})
	pay := paper.Pay
	if pay.Withheld != "" {
		l.Transfer = mail.Transfer{Title: say("mail.withheld", nil), Lines: []string{pay.Withheld}}
		return nil
	}
	if pay.Link != "" {
		l.Button = payButton(l.Language, pay.Shared, pay.LinkCents, pay.Link)
	}
	if pay.IBAN == "" || paper.RemainingCents <= 0 {
		return nil
	}
	l.Transfer = mail.Transfer{Title: say("mail.transfer", nil), Lines: []string{
		say("mail.scan", nil), "IBAN " + bank.IBAN(pay.IBAN).String(),
		say("mail.payee", locale.Params{"name": paper.Seller.Name}), say("mail.reference", locale.Params{"reference": readableReference(pay.Reference)}),
	}}
	if pay.EPC == "" {
		return nil
	}
	png, err := document.QRPNG(pay.EPC)
	l.Transfer.PNG = png
	return err
}

// mailPaper lets a message carry a document: the original where nothing of it left
// yet and it goes with its checkout, else a duplicate; one entry in the journal.
func mailPaper(tx *sqlite.Tx, actor club.Actor, message int64, id billing.InvoiceID) error {
	number, err := invoiceNumber(id)(tx)
	if err != nil {
		return err
	}
	n, err := sealCopy(tx, actor, "invoice", int64(id), number)
	if err != nil {
		return err
	}
	return tx.InsertPaper(message, id, n)
}
