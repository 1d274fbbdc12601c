package sqlite

import "time"

// Answer is what a write answered under an idempotency key.
type Answer struct {
	Hash string // SHA-256 of verb and body
	Body string // JSON
}

// Answer returns what a person's key was answered with, or ErrNotFound.
func (tx *Tx) Answer(actor int64, key string) (a Answer, err error) {
	err = tx.row("SELECT hash, answer FROM answers WHERE actor = ? AND key = ?", []any{actor, key}, &a.Hash, &a.Body)
	return a, err
}

// KeepAnswer stores an answer and forgets, once in a unit of work, those older
// than the moment given.
func (tx *Tx) KeepAnswer(actor int64, key string, a Answer, forgetBefore time.Time) error {
	if !tx.seen.forgotten {
		if _, err := tx.exec("DELETE FROM answers WHERE at < ?", stamp(forgetBefore)); err != nil {
			return err
		}
		tx.seen.forgotten = true
	}
	_, err := tx.exec("INSERT INTO answers (actor, key, hash, answer, at) VALUES (?, ?, ?, ?, ?)",
		actor, key, a.Hash, a.Body, stamp(tx.Now))
	return err
}
