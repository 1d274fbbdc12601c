package desk

import (
	"context"
	"crypto/rand"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/sqlite"
)

// DisputeReason is why an invoice is disputed, or how that ended.
type DisputeReason struct {
	Reason string `json:"reason" maxLength:"500"`
}

// Dispute notes that a family disputes an invoice: nobody is reminded of it until
// the dispute ends (PRODUCT section 6, Reminders).
func (d *Desk) Dispute(ctx context.Context, req Request, id billing.InvoiceID, in DisputeReason) (DocumentView, error) {
	return d.disputing(ctx, req, "dispute", id, in, func(tx *sqlite.Tx, c clubNow, view DocumentView, reason int64) (int64, error) {
		if view.Remaining <= 0 || !view.Asks() {
			return 0, club.Refuse(club.CodeNothingOwed).With("number", view.Number)
		}
		if view.Disputed() {
			return 0, club.Refuse(club.CodeDisputed).With("number", view.Number)
		}
		return tx.InsertDispute(id, reason, c.today, req.Actor)
	})
}

// EndDispute notes how a dispute ended: the invoice is reminded again.
func (d *Desk) EndDispute(ctx context.Context, req Request, id billing.InvoiceID, in DisputeReason) (DocumentView, error) {
	return d.disputing(ctx, req, "endDispute", id, in, func(tx *sqlite.Tx, _ clubNow, view DocumentView, reason int64) (int64, error) {
		ended, err := tx.EndDispute(id, reason, req.Actor)
		return ended, refused(err, club.CodeNotDisputed)
	})
}

func (d *Desk) disputing(ctx context.Context, req Request, verb club.Verb, id billing.InvoiceID, in DisputeReason,
	note func(*sqlite.Tx, clubNow, DocumentView, int64) (int64, error),
) (DocumentView, error) {
	body := struct {
		ID billing.InvoiceID
		In DisputeReason
	}{id, in}
	change := func(tx *sqlite.Tx) (view DocumentView, err error) {
		c, err := loadClub(tx)
		if err != nil {
			return view, err
		}
		text := clean(in.Reason)
		if text == "" {
			return view, club.Refuse(club.CodeRequired).On("reason")
		}
		if view, err = viewDocument(tx, c, id); err != nil {
			return view, err
		}
		reason, err := tx.InsertReason(rand.Text(), text)
		if err != nil {
			return view, err
		}
		dispute, err := note(tx, c, view, reason)
		if err != nil {
			return view, err
		}
		if err := act(tx, string(verb), view.Number, view.Household, back{"undispute", undispute{dispute, verb == "endDispute"}}); err != nil {
			return view, err
		}
		return viewDocument(tx, c, id)
	}
	if verb == "endDispute" {
		return write(ctx, d, req, "endDispute", body, change)
	}
	return write(ctx, d, req, "dispute", body, change)
}

// undispute is the way back from a dispute that was noted, or ended.
type undispute struct {
	Dispute int64 `json:"dispute"`
	Ended   bool  `json:"ended"`
}

func undoDispute(u undoing, in undispute) error {
	return refused(u.tx.UndoDispute(in.Dispute, in.Ended), club.CodeUndoChanged)
}

// Disputed reports whether a family disputes the invoice now.
func (v DocumentView) Disputed() bool {
	n := len(v.Disputes)
	return n > 0 && !v.Disputes[n-1].Ended
}
