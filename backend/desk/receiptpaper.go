package desk

import (
	"fmt"
	"slices"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/document"
	"paddock/backend/locale"
	"paddock/backend/sqlite"
)

// receiptPaper gathers what the 80 mm receipt of a payment says: the whole sale
// when it came with one, else the invoices it settles.
func (d *Desk) receiptPaper(tx *sqlite.Tx, id billing.PaymentID, copy document.Copy) (document.Receipt, error) {
	c, err := loadClub(tx)
	if err != nil {
		return document.Receipt{}, err
	}
	p, err := tx.Payment(id)
	if err != nil {
		return document.Receipt{}, refused(err, club.CodePaymentNotFound)
	}
	paper := document.Receipt{
		Number: p.Receipt, Day: p.Day, Time: p.ReceivedAt.In(c.zone).Format("15:04:05"), Staff: p.ReceivedBy, Till: p.Till,
		Copy: copy, Training: c.training, ProgramVersion: d.version,
	}
	var seq int64
	if seq, paper.Seal, err = tx.SealedAs(p.Receipt); err != nil {
		return paper, err
	}
	paper.Sequence = fmt.Sprintf("%06d", seq)
	if p.Sale != 0 {
		return paper, d.fillSale(tx, c, &paper, p.Sale)
	}
	said, err := c.receiptPaperOf(tx, p)
	if err != nil {
		return paper, err
	}
	paper.Seller, paper.Family, paper.Lang = said.Seller, said.Family, said.Language
	settled, err := tx.AllocationsOf(seq)
	if err != nil {
		return paper, err
	}
	for _, a := range settled {
		paper.Lines = append(paper.Lines, document.ReceiptLine{
			Text: locale.Text(paper.Lang, "paper.settles", locale.Params{"number": a.Number}), Quantity: 1, UnitCents: a.Cents, Cents: a.Cents,
		})
		p.Cents -= a.Cents
	}
	if p.Back != "" {
		paper.Lines = append(paper.Lines, document.ReceiptLine{
			Text: locale.Text(paper.Lang, backText(p), nil), Quantity: 1, UnitCents: p.Cents, Cents: p.Cents,
		})
	}
	if p.Cents > 0 {
		paper.Lines = append(paper.Lines, document.ReceiptLine{
			Text: locale.Text(paper.Lang, "paper.toCredit", nil), Quantity: 1, UnitCents: p.Cents, Cents: p.Cents,
		})
	}
	for _, l := range paper.Lines {
		paper.TotalCents += l.Cents
	}
	paper.Payments = []document.Payment{{
		Text: paidText(paper.Lang, PaidBy{Way: p.Way, Detail: p.Detail}), Day: p.Day, Cents: paper.TotalCents,
	}}
	return paper, nil
}

// backText is the text of why money went back: a cheque comes back unpaid, a transfer
// the bank takes back.
func backText(p billing.Payment) string {
	if p.Way == billing.Transfer && p.Back == billing.Bounced {
		return "paper.back.transfer"
	}
	return "paper.back." + string(p.Back)
}

// beyondSale puts on a sale's receipt what a payment of it settled besides: older
// invoices that were paid together with it, and what became credit.
func beyondSale(tx *sqlite.Tx, paper *document.Receipt, p billing.Payment) error {
	seq, _, err := tx.SealedAs(p.Receipt)
	if err != nil {
		return err
	}
	settled, err := tx.AllocationsOf(seq)
	if err != nil {
		return err
	}
	left := p.Cents
	for _, a := range settled {
		left -= a.Cents
		if a.Invoice != p.Sale {
			text := locale.Text(paper.Lang, "paper.settles", locale.Params{"number": a.Number})
			paper.Besides = append(paper.Besides, document.Payment{Text: text, Day: p.Day, Cents: a.Cents})
		}
	}
	if left > 0 {
		paper.Besides = append(paper.Besides, document.Payment{Text: locale.Text(paper.Lang, "paper.toCredit", nil), Day: p.Day, Cents: left})
	}
	return nil
}

// receiptPaperOf is what a receipt without a sale says of the club and the
// family: what it was sealed with, or today's names when that was before papers
// were snapshots.
func (c clubNow) receiptPaperOf(tx *sqlite.Tx, p billing.Payment) (billing.ReceiptPaper, error) {
	if p.Paper != nil {
		return *p.Paper, nil
	}
	if p.Household == 0 {
		return billing.ReceiptPaper{Seller: c.Identity, Language: c.Identity.Language}, nil
	}
	household, err := tx.Household(p.Household)
	return billing.ReceiptPaper{Seller: c.Identity, Family: household.Name, Language: household.Language}, err
}

// fillSale puts the invoice of a sale on its receipt.
func (d *Desk) fillSale(tx *sqlite.Tx, c clubNow, paper *document.Receipt, sale billing.InvoiceID) error {
	view, err := viewDocument(tx, c, sale)
	if err != nil {
		return err
	}
	paper.Lang, paper.Seller, paper.Family, paper.Mentions = view.Language, view.Seller, view.Buyer.Household, view.Mentions
	paper.TotalCents, paper.RemainingCents, paper.DueDay = view.Total, view.Remaining, view.DueDay
	for _, l := range view.Lines {
		paper.Lines = append(paper.Lines, document.ReceiptLine{
			Text: l.Text, Detail: l.RiderName, Quantity: l.Quantity, UnitCents: l.Unit, Cents: l.Cents,
		})
	}
	paper.VAT, paper.NetCents, _ = paperVAT(paper.Lang, view.VAT)
	payments, err := tx.PaymentsOfSale(sale)
	if err != nil {
		return err
	}
	for _, p := range payments {
		text := paidText(paper.Lang, PaidBy{Way: p.Way, Detail: p.Detail})
		if p.Tendered > p.Cents {
			text = locale.Text(paper.Lang, "paper.cashWithChange", locale.Params{
				"tenderedCents": p.Tendered, "changeCents": p.Tendered - p.Cents,
			})
		}
		paper.Payments = append(paper.Payments, document.Payment{Text: text, Day: p.Day, Cents: p.Cents})
		if err := beyondSale(tx, paper, p); err != nil {
			return err
		}
	}
	ofSale := func(by PaidBy) bool {
		return slices.ContainsFunc(payments, func(p billing.Payment) bool { return p.ID == by.Payment })
	}
	for _, by := range view.PaidBy { // credit, and what came later
		if !ofSale(by) {
			paper.Payments = append(paper.Payments, document.Payment{Text: paidText(paper.Lang, by), Day: by.Day, Cents: by.Cents})
		}
	}
	if view.Remaining > 0 {
		pay, err := payPaper(tx, c.paperOf(view.Document), view)
		if err != nil {
			return err
		}
		paper.Link, paper.LinkCents, paper.LinkFor, paper.LinkShared, paper.Withheld = pay.Link, pay.LinkCents, pay.LinkFor, pay.Shared, pay.Withheld
	}
	paper.Notes = append(paper.Notes, locale.Text(paper.Lang, "paper.invoiceNumber", locale.Params{"number": view.Number}))
	return nil
}
