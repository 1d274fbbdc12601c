package desk

import (
	"context"
	"crypto/rand"

	"paddock/backend/club"
	"paddock/backend/journal"
	"paddock/backend/sqlite"
)

// DropPromise is why nobody waits for a promise any more.
type DropPromise struct {
	Reason string `json:"reason" maxLength:"500"`
}

// droppedPromise is a promise that was dropped, as the chain holds it.
type droppedPromise struct {
	Request int64  `json:"request"`
	Reason  string `json:"reason"` // its salted hash
}

// DropPromise takes a promised cheque, visit or transfer off the list of what is
// waited for, with a reason, and returns what is left of the list. No money
// moves: its invoices ask for what remains of them as before.
func (d *Desk) DropPromise(ctx context.Context, req Request, request int64, in DropPromise) ([]sqlite.Promised, error) {
	body := struct {
		Request int64
		In      DropPromise
	}{request, in}
	return write(ctx, d, req, "dropPromise", body, func(tx *sqlite.Tx) ([]sqlite.Promised, error) {
		text, salt := clean(in.Reason), rand.Text()
		if text == "" {
			return nil, club.Refuse(club.CodeRequired).On("reason")
		}
		reason, err := tx.InsertReason(salt, text)
		if err != nil {
			return nil, err
		}
		number, err := tx.DropPromise(request, reason, req.Actor)
		if err != nil {
			return nil, refused(err, club.CodePromiseNotFound)
		}
		dropped := droppedPromise{Request: request, Reason: journal.Reason(salt, text)}
		if err := tx.Seal(journal.PromiseDropped, req.Actor, number, dropped); err != nil {
			return nil, err
		}
		return tx.Promised()
	})
}
