package desk

import (
	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/mail"
	"paddock/backend/sqlite"
)

// linkStands reports whether a provider can be asked what came for what is owed.
func linkStands(tx *sqlite.Tx, o owed) (bool, error) {
	if o.Cart != 0 {
		return tx.CartLinkStands(o.Cart)
	}
	return tx.LinkStands(o.Invoice)
}

// addresses are where mails to the club go.
func (c clubNow) addresses() []string {
	return append([]string{c.Identity.Email, c.Mail.Sender, c.Mail.ReplyTo, c.Mail.IMAPUser}, c.Mail.Addresses...)
}

// settlePaid books what a notice says was paid, as Receive does, a cart's by selling it.
// Where the provider can be asked what came by its link, it is asked, and nothing is
// booked twice.
func (d *Desk) settlePaid(tx *sqlite.Tx, c clubNow, actor club.Actor, p MailProposal) error {
	switch {
	case p.AsksProvider && p.Cart != 0:
		return tx.LookAtCartSoon(p.Cart)
	case p.AsksProvider:
		return tx.LookSoon(p.Invoice)
	case p.Cart != 0:
		_, err := d.sellOwed(tx, c, actor, p.Cart, billing.Tender{Way: billing.LinkPaid, Cents: p.Cents})
		return err
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
// the money is booked. A cart is sold by a person, and so is settled what a provider
// that makes every link has no link for: nothing of that kind can be paid there.
func (d *Desk) settleNotice(tx *sqlite.Tx, c clubNow, id sqlite.MailID, f mail.Finding) error {
	owner, err := personIn(tx, "")
	if err != nil {
		return err
	}
	if f.Settled() {
		o, _, err := cameBy(tx, f.Reference)
		if err == nil {
			err = tx.TieMail(id, o.Household, false, []sqlite.MailFound{{Kind: string(f.Kind), About: o.Number, Sure: true}})
		}
		return firstError(err, tx.EndReceived(id, sqlite.MailNew, sqlite.MailDone, 0, owner))
	}
	o, is, err := owedBy(tx, c, f.Reference)
	if err != nil || !is || o.Remaining != f.Cents {
		return err
	}
	p := MailProposal{Invoice: o.Invoice, Cart: o.Cart, Cents: f.Cents}
	if p.AsksProvider, err = linkStands(tx, o); err != nil || !p.AsksProvider && (p.Cart != 0 || c.Policy.LinkProvider != "") {
		return err
	}
	if err := d.settlePaid(tx, c, owner, p); err != nil {
		return err
	}
	err = tx.TieMail(id, o.Household, false, []sqlite.MailFound{{Kind: string(f.Kind), About: o.Number, Sure: true, Invoice: o.Invoice, Cents: f.Cents}})
	if err != nil || p.AsksProvider {
		return err
	}
	return tx.EndReceived(id, sqlite.MailNew, sqlite.MailDone, 0, owner)
}
