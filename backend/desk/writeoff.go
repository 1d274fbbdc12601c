package desk

import (
	"context"
	"slices"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/journal"
	"paddock/backend/locale"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// WriteOff is why nobody will pay what an invoice still asks for.
type WriteOff struct {
	Why   billing.WhyLost `json:"why" enum:"insolvent,gone,tooSmall,other"`
	Cents money.Cents     `json:"cents,omitempty" doc:"What the person saw was owed; another sum is refused. 0 for whatever it is"`
}

// WriteOff writes what an invoice still asks for off as lost: an entry of its own
// with its own number, no credit note (RULES section 3, Corrections). The loss is
// booked net of VAT; a duplicate of the invoice says then that it stayed unpaid.
func (d *Desk) WriteOff(ctx context.Context, req Request, id billing.InvoiceID, in WriteOff) (DocumentView, error) {
	body := struct {
		ID billing.InvoiceID
		In WriteOff
	}{id, in}
	return write(ctx, d, req, "writeOff", body, func(tx *sqlite.Tx) (DocumentView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return DocumentView{}, err
		}
		if !slices.Contains([]billing.WhyLost{billing.Insolvent, billing.Gone, billing.TooSmall, billing.LostElse}, in.Why) {
			return DocumentView{}, club.Refuse(club.CodeInvalid).On("why")
		}
		doc, err := tx.Document(id)
		if err != nil {
			return DocumentView{}, refused(err, club.CodeInvoiceNotFound)
		}
		row, err := tx.Settlement(id)
		if err != nil {
			return DocumentView{}, err
		}
		left := doc.Total - row.Settled
		switch {
		case !doc.Asks() || left <= 0:
			return DocumentView{}, club.Refuse(club.CodeNothingOwed).With("number", doc.Number)
		case row.NextDue >= c.today:
			return DocumentView{}, club.Refuse(club.CodeNotLate).With("number", doc.Number)
		case in.Cents != 0 && in.Cents != left:
			return DocumentView{}, club.Refuse(club.CodeOwedChanged).With("number", doc.Number).With("leftCents", left)
		}
		aids, err := tx.AidsOn(id)
		if err != nil {
			return DocumentView{}, err
		}
		if slices.ContainsFunc(aids, func(a sqlite.AidRow) bool { return a.State == billing.AidNoted }) { // granted or refused first
			return DocumentView{}, club.Refuse(club.CodeAidAwaited).With("number", doc.Number)
		}
		household, err := standing(tx, doc.Household)
		if err != nil {
			return DocumentView{}, err
		}
		p := billing.Payment{Way: billing.WrittenOff, Cents: left, Household: household, Detail: billing.Detail{Lost: in.Why}}
		open := []billing.Open{{Invoice: id, Number: doc.Number, Remaining: left}}
		if _, err := takeIn(tx, c, req.Actor, p, open); err != nil {
			return DocumentView{}, err
		}
		return viewDocument(tx, c, id)
	})
}

// ReopenDebt takes a write-off back, because the family pays after all: the
// invoice asks for what was written off again.
func (d *Desk) ReopenDebt(ctx context.Context, req Request, id billing.InvoiceID) (DocumentView, error) {
	return write(ctx, d, req, "reopenDebt", id, func(tx *sqlite.Tx) (DocumentView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return DocumentView{}, err
		}
		written, err := tx.WriteOffsOn(id)
		if err != nil {
			return DocumentView{}, err
		}
		if len(written) == 0 {
			return DocumentView{}, club.Refuse(club.CodeNotWrittenOff)
		}
		for _, payment := range written {
			p, err := tx.Payment(payment)
			if err != nil {
				return DocumentView{}, err
			}
			if _, err := mirror(tx, c, req.Actor, p, p.Cents, billing.Refused, journal.DebtReopened); err != nil {
				return DocumentView{}, err
			}
		}
		return viewDocument(tx, c, id)
	})
}

// receivedAs is the journal's kind for a payment that is taken in: what is written
// off is none.
func receivedAs(p billing.Payment) journal.Kind {
	if p.Way == billing.WrittenOff {
		return journal.DebtWrittenOff
	}
	return journal.PaymentReceived
}

// unpaidMention is what the duplicate of an invoice says that was written off.
func unpaidMention(view DocumentView) []club.Texts {
	if view.Written == 0 {
		return nil
	}
	net, tax := billing.LostVAT(view.Document, view.stands)
	key := "paper.lost"
	if view.Seller.Country == "FR" && tax != 0 { // CGI art. 272
		key = "paper.unpaid"
	}
	say := func(lang locale.Lang) string {
		return locale.Text(lang, key, locale.Params{"netCents": int64(net), "vatCents": int64(tax), "lostCents": int64(view.Written)})
	}
	return []club.Texts{{French: say(locale.French), Dutch: say(locale.Dutch), English: say(locale.English)}}
}
