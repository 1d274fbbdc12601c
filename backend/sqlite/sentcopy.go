package sqlite

import (
	"fmt"
	"time"

	"paddock/backend/club"
)

// NoCopy is why a mail that left is not among the sent ones of the mailbox.
type NoCopy struct {
	Fault  club.Code      `json:"fault" doc:"A text error.CODE"`
	Params map[string]any `json:"params"`
	Again  time.Time      `json:"againAt" doc:"When it is tried again by itself"`
}

// DueCopy is a copy that may be tried now.
type DueCopy struct {
	Message  int64
	ID       string // Message-ID it left with
	Sent     time.Time
	Attempts int
}

// KeepCopy keeps a letter that leaves until its copy is among the sent ones.
func (tx *Tx) KeepCopy(message int64, letter []byte) error {
	_, err := tx.exec("INSERT INTO sent_copies (message, letter, sent_at) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET letter = ?2, sent_at = ?3", message, letter, stamp(tx.Now))
	return err
}

// DueCopies lists the copies that may be tried now, those that were tried least first.
func (tx *Tx) DueCopies() ([]DueCopy, error) {
	return collect(tx, func(row scanner) (c DueCopy, err error) {
		var sent string
		if err = row.Scan(&c.Message, &c.ID, &sent, &c.Attempts); err == nil {
			c.Sent, err = time.Parse(instantLayout, sent)
		}
		return c, err
	}, "SELECT c.message, g.message_id, c.sent_at, c.attempts FROM sent_copies c JOIN outgoing g ON g.message = c.message WHERE c.next_at <= ? ORDER BY c.attempts, c.message", stamp(tx.Now))
}

// CopyLetter is the letter of a copy, or ErrNotFound.
func (tx *Tx) CopyLetter(message int64) (letter []byte, err error) {
	err = tx.row("SELECT letter FROM sent_copies WHERE message = ?", []any{message}, &letter)
	return letter, err
}

// MissCopy says why a copy is not there, and when it is tried again.
func (tx *Tx) MissCopy(message int64, why NoCopy) error {
	params, err := asJSON(why.Params)
	if err != nil {
		return fmt.Errorf("params: %w", err)
	}
	_, err = tx.exec("UPDATE sent_copies SET attempts = attempts + 1, next_at = ?, fault = ?, params = ? WHERE message = ?", stamp(why.Again), string(why.Fault), params, message)
	return err
}

// CopySoon has the copies that the mailbox did not take tried now.
func (tx *Tx) CopySoon() error {
	_, err := tx.exec("UPDATE sent_copies SET next_at = ? WHERE fault <> ''", stamp(tx.Now))
	return err
}

// DropCopy lets go of a letter whose copy is there, or whose time is over.
func (tx *Tx) DropCopy(message int64) error {
	_, err := tx.exec("DELETE FROM sent_copies WHERE message = ?", message)
	return err
}

// DropCopies lets go of all of them.
func (tx *Tx) DropCopies() error {
	_, err := tx.exec("DELETE FROM sent_copies")
	return err
}

// CopiesMissing counts the mails whose copy the mailbox did not take, and tells why of the
// last that was tried.
func (tx *Tx) CopiesMissing() (n int, why NoCopy, err error) {
	var again string
	err = tx.row("SELECT count(*), coalesce(fault, ''), coalesce(params, '{}'), coalesce(max(next_at), '') FROM sent_copies WHERE fault <> ''", nil, &n, &why.Fault, fromJSON(&why.Params), &again)
	if err == nil && again != "" {
		why.Again, err = time.Parse(instantLayout, again)
	}
	return n, why, err
}
