package desk

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"paddock/backend/club"
	"paddock/backend/sqlite"
)

// draftsKept is how long what was typed and never sent waits for who typed it.
const draftsKept = 7 * 24 * time.Hour

// Draft is what a person typed into a form and has not sent.
type Draft = sqlite.Draft

// KeepDraft is what is typed into a form so far.
type KeepDraft struct {
	Form string `json:"form" pattern:"^[a-z][a-zA-Z]{1,30}(\\.[0-9]{1,18})?$" example:"rider.12"`
	Text string `json:"text" maxLength:"100000" doc:"JSON; empty forgets what was kept"`
}

// Draft returns what the person who asks typed into a form and has not sent.
func (d *Desk) Draft(ctx context.Context, form string) (Draft, error) {
	return read(ctx, d, "draft", func(tx *sqlite.Tx) (Draft, error) {
		actor, _ := asker(ctx)
		kept, err := tx.Draft(actor.ID, form, tx.Now.Add(-draftsKept))
		if errors.Is(err, sqlite.ErrNotFound) {
			err = nil
		}
		return kept, err
	})
}

// KeepDraft keeps what a person typed into a form, for that person alone, for
// seven days at most, so that neither a closed sheet nor a crash costs it (DESIGN
// section 1). A body that is no JSON is refused on "text".
func (d *Desk) KeepDraft(ctx context.Context, req Request, in KeepDraft) (Draft, error) {
	return write(ctx, d, req, "keepDraft", in, func(tx *sqlite.Tx) (kept Draft, err error) {
		if in.Text == "" {
			return kept, tx.DropDraft(req.Actor.ID, in.Form)
		}
		if !json.Valid([]byte(in.Text)) {
			return kept, club.Refuse(club.CodeInvalid).On("text")
		}
		kept.KeptAt = tx.Now
		return kept, tx.KeepDraft(req.Actor.ID, in.Form, in.Text, tx.Now.Add(-draftsKept))
	})
}
