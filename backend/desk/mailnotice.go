package desk

import (
	"context"
	"errors"
	"slices"

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

// sureNotice is the notice among what was found of which every part is sure; nil for none.
func sureNotice(found []mail.Finding) *mail.Finding {
	if i := slices.IndexFunc(found, func(f mail.Finding) bool { return f.Kind == mail.Notice && f.Sure() }); i >= 0 {
		return &found[i]
	}
	return nil
}

// settleSure is settleNotice for a mail that may hold no sure notice, nil: one that
// cannot be settled stays for a person, and one of a closed day is tried again on the
// next.
func (d *Desk) settleSure(tx *sqlite.Tx, c clubNow, id sqlite.MailID, notice *mail.Finding) error {
	if notice == nil {
		return nil
	}
	undone, err := tx.Try(func(tx *sqlite.Tx) error { return d.settleNotice(tx, c, id, *notice) })
	if undone == nil || err != nil {
		return err
	}
	if ofClosedDay(undone) {
		return tx.MailWaits(id, true)
	}
	d.log.Warn("settle a notice", "mail", id, "error", undone)
	return nil
}

// settleWaiting settles the sure notices that came after the till's day was closed, once
// the next club-local day begins: read anew, as the club and its invoices are then.
func (d *Desk) settleWaiting(ctx context.Context) error {
	waiting, err := look(ctx, d, func(tx *sqlite.Tx) ([]sqlite.MailID, error) {
		c, err := loadClub(tx)
		if err != nil {
			return nil, err
		}
		if through, err := tx.ClosedThrough(); err != nil || c.today <= through {
			return nil, err
		}
		return tx.MailsWaiting()
	})
	if err != nil {
		return err
	}
	for _, id := range waiting {
		err := d.db.Write(ctx, func(tx *sqlite.Tx) error { return d.settleLate(tx, id) })
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil: // one that cannot be read keeps no link from being followed
			d.log.Error("a notice that waited for another day", "mail", id, "error", err)
		}
	}
	return nil
}

func (d *Desk) settleLate(tx *sqlite.Tx, id sqlite.MailID) error {
	if err := tx.MailWaits(id, false); err != nil {
		return err
	}
	c, err := loadClub(tx)
	if err != nil {
		return err
	}
	row, err := tx.Mail(id)
	if err != nil || row.State != sqlite.MailNew { // somebody saw to it meanwhile
		return err
	}
	files, err := tx.MailFiles(id)
	if err != nil {
		return err
	}
	m, err := parsed(tx, row, files)
	if err != nil {
		return err
	}
	found, _, err := d.recognise(tx, c, m, row.Household)
	if err != nil {
		return err
	}
	return d.settleSure(tx, c, id, sureNotice(found))
}

// ofClosedDay reports whether something was refused because its day is closed.
func ofClosedDay(err error) bool {
	var refusal *club.Error
	return errors.As(err, &refusal) && refusal.Code == club.CodeBooksClosed
}
