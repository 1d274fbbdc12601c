package desk

import (
	"context"
	"crypto/rand"
	"slices"

	"paddock/backend/billing"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/sqlite"
)

// Credit is what a credit note gives back and why.
type Credit struct {
	Returns      []billing.Return `json:"returns,omitempty" doc:"Lines and amounts; all that is left of the invoice when empty"`
	Reason       string           `json:"reason" maxLength:"500"`
	ConfirmClock bool             `json:"confirmClock,omitempty"`
}

// Credit issues a credit note over an invoice, whole or by line, citing it and
// never above it. What the invoice still asked for is settled by it; the rest
// becomes the household's credit. An issued invoice itself never changes
// (RULES section 3, Corrections).
//
// A line given back whole takes what it sold with it: the units left on its
// cards, a licence not yet passed on, a membership. An amount that leaves
// something of a line leaves the card, licence or membership as it is.
func (d *Desk) Credit(ctx context.Context, req Request, id billing.InvoiceID, in Credit) (DocumentView, error) {
	body := struct {
		Invoice billing.InvoiceID
		In      Credit
	}{id, in}
	return write(ctx, d, req, "credit", body, func(tx *sqlite.Tx) (DocumentView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return DocumentView{}, err
		}
		invoice, err := tx.Document(id)
		if err != nil {
			return DocumentView{}, refused(err, club.CodeInvoiceNotFound)
		}
		if clean(in.Reason) == "" {
			return DocumentView{}, club.Refuse(club.CodeReasonNeeded).On("reason")
		}
		if err := checkClock(tx, c, req.Actor, in.ConfirmClock); err != nil {
			return DocumentView{}, err
		}
		earlier, err := tx.CreditNotesOver(invoice.ID)
		if err != nil {
			return DocumentView{}, err
		}
		note, err := issueCredit(tx, c, req.Actor, invoice, earlier, in)
		if err != nil {
			return DocumentView{}, err
		}
		if err := takeBack(tx, c, req.Actor, billing.GivenBack(invoice, earlier, note), note.ID); err != nil {
			return DocumentView{}, err
		}
		if err := settleOriginal(tx, c, req.Actor, invoice, note); err != nil {
			return DocumentView{}, err
		}
		return viewDocument(tx, c, note.ID)
	})
}

func issueCredit(tx *sqlite.Tx, c clubNow, actor club.Actor, invoice billing.Document, earlier []billing.Document, in Credit) (billing.Document, error) {
	var err error
	note := billing.Document{
		Kind: billing.CreditNote, Series: invoiceSeries, Year: c.today.Year(), Day: c.today, DueDay: c.today,
		Household: invoice.Household, Original: invoice.ID, Language: invoice.Language,
		Seller: c.Identity, Buyer: invoice.Buyer, Mentions: creditMentions(c, invoice),
		TermsVersion: invoice.TermsVersion, TermsAt: invoice.TermsAt,
		LicenceTermsVersion: invoice.LicenceTermsVersion, LicenceTermsAt: invoice.LicenceTermsAt, Training: c.training, IssuedAt: tx.Now,
	}
	if c.Policy.OwnCreditSeries {
		note.Series = creditSeries
	}
	if note.Lines, note.VAT, err = billing.Credit(invoice, earlier, in.Returns); err != nil {
		return note, err
	}
	note.Total, note.Now = billing.Sum(note.Lines)
	if err := only(tx, actor, c.Policy.MayCredit(-note.Total)); err != nil {
		return note, err
	}
	note.Dues = []billing.Due{{Day: c.today, Cents: note.Total}}
	reason, err := tx.InsertReason(rand.Text(), clean(in.Reason))
	if err != nil {
		return note, err
	}
	return note, issue(tx, c, actor, &note, reason)
}

// creditMentions are the legal sentences of the invoice without the one that
// makes it a note of what was done: a credit note is none.
func creditMentions(c clubNow, invoice billing.Document) []club.Texts {
	note := c.MentionOn("note", invoice.Day)
	return slices.DeleteFunc(slices.Clone(invoice.Mentions), func(m club.Texts) bool { return m == note })
}

// takeBack ends what lines sold that are given back for good: see deliver.
func takeBack(tx *sqlite.Tx, c clubNow, actor club.Actor, lines []billing.Line, note billing.InvoiceID) error {
	for _, line := range lines {
		var err error
		switch line.Kind {
		case catalogue.Card:
			err = tx.CreditCards(line.ID, note, c.today, actor)
		case catalogue.Licence:
			err = tx.WithdrawLicence(line.ID, note)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// settleOriginal lets a credit note settle what its invoice still asks for.
func settleOriginal(tx *sqlite.Tx, c clubNow, actor club.Actor, invoice, note billing.Document) error {
	row, err := tx.Settlement(invoice.ID)
	if err != nil || row.Settled >= invoice.Total {
		return err
	}
	return spend(tx, c, actor,
		[]billing.Source{{CreditNote: note.ID, Left: -note.Total}},
		[]billing.Open{{Invoice: invoice.ID, Number: invoice.Number, Remaining: invoice.Total - row.Settled}})
}
