package desk

import (
	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/mail"
	"paddock/backend/sqlite"
)

// settlePaid books what a notice says was paid, as Receive does. Where the provider
// can be asked what came by its link, it is asked, and nothing is booked twice.
func settlePaid(tx *sqlite.Tx, c clubNow, actor club.Actor, p MailProposal) error {
	if p.AsksProvider {
		return tx.LookSoon(p.Invoice)
	}
	doc, err := tx.Document(p.Invoice)
	if err != nil {
		return refused(err, club.CodeInvoiceNotFound)
	}
	home, err := standing(tx, doc.Household)
	if err != nil {
		return err
	}
	open, err := openInvoices(tx, home, []billing.InvoiceID{p.Invoice})
	if err != nil {
		return err
	}
	_, err = receiveAll(tx, c, actor, Receive{Household: home, Invoices: []billing.InvoiceID{p.Invoice}, Tenders: []billing.Tender{{Way: billing.LinkPaid, Cents: p.Cents}}}, open)
	return err
}

// settleNotice books a notice whose every part is sure, in the owner's name, and
// takes the mail off the list. Where its provider is asked instead, that is done once
// the money is booked.
func (d *Desk) settleNotice(tx *sqlite.Tx, c clubNow, id sqlite.MailID, f mail.Finding) error {
	owner, err := personIn(tx, "")
	if err != nil {
		return err
	}
	o, is, err := owedBy(tx, f.Reference)
	if err != nil || !is || o.Remaining != f.Cents {
		return err
	}
	p := MailProposal{Invoice: o.Invoice, Cents: f.Cents}
	if p.AsksProvider, err = tx.LinkStands(o.Invoice); err != nil {
		return err
	}
	if err := settlePaid(tx, c, owner, p); err != nil {
		return err
	}
	err = tx.TieMail(id, o.Household, false, []sqlite.MailFound{{Kind: string(f.Kind), About: o.Number, Sure: true, Invoice: o.Invoice, Cents: f.Cents}})
	if err != nil || p.AsksProvider {
		return err
	}
	return tx.EndReceived(id, sqlite.MailNew, sqlite.MailDone, 0, owner)
}
