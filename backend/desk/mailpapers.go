package desk

import (
	"paddock/backend/bank"
	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/document"
	"paddock/backend/locale"
	"paddock/backend/mail"
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
	return nil
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
		l.Button = mail.Link{Text: say("mail.pay", locale.Params{"sumCents": int64(paper.RemainingCents)}), URL: pay.Link}
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
