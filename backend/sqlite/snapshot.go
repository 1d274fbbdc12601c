package sqlite

import (
	"encoding/json"
	"errors"
	"fmt"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/journal"
)

// Snapshot is what a document has of the club, which thousands of others have
// too.
type Snapshot struct {
	Seller   club.Identity  `json:"seller"`
	Mentions []club.Texts   `json:"mentions"`
	Paper    *billing.Paper `json:"paper"`
}

// Take seals what documents repeat the first time it is said, and returns the
// seq of the entry that holds it. The chain alone gives a document whole then
// (journal.Whole).
func (tx *Tx) Take(of any, actor club.Actor) (seq int64, err error) {
	said, err := asJSON(of)
	if err != nil {
		return 0, fmt.Errorf("take snapshot: %w", err)
	}
	if seq, known := tx.seen.taken[said]; known {
		return seq, nil
	}
	text, err := tx.kept.lean(said)
	if err != nil {
		return 0, err
	}
	err = tx.row("SELECT seq FROM journal WHERE kind = 'snapshot.taken' AND json_extract(line, '$.payload') = ?", []any{text}, &seq)
	if errors.Is(err, ErrNotFound) {
		seq, err = tx.seal(journal.SnapshotTaken, actor, "", json.RawMessage(text))
	}
	if err != nil {
		return 0, err
	}
	if tx.seen.taken == nil {
		tx.seen.taken = map[string]int64{}
	}
	tx.seen.taken[said] = seq
	return seq, nil
}

// snapshot reads what an entry holds.
func (tx *Tx) snapshot(seq int64) (Snapshot, error) {
	if s, known := tx.seen.snapshots[seq]; known {
		return s, nil
	}
	var text string
	s := Snapshot{Mentions: []club.Texts{}}
	err := tx.row("SELECT json_extract(line, '$.payload') FROM journal WHERE seq = ? AND kind = 'snapshot.taken'", []any{seq}, &text)
	if err == nil {
		err = json.Unmarshal([]byte(text), &s)
	}
	if err != nil {
		return s, fmt.Errorf("read snapshot %d: %v", seq, err) // the document is there: it is not ErrNotFound
	}
	if tx.seen.snapshots == nil {
		tx.seen.snapshots = map[int64]Snapshot{}
	}
	tx.seen.snapshots[seq] = s
	return s, nil
}

// complete fills in what a document's own columns leave to its snapshot. What
// they say all the same is shown, so that verify can name it.
func (s Snapshot) complete(doc *billing.Document) {
	if doc.Seller == (club.Identity{}) {
		doc.Seller = s.Seller
	}
	if len(doc.Mentions) == 0 {
		doc.Mentions = append([]club.Texts{}, s.Mentions...)
	}
	if doc.Paper == nil && s.Paper != nil {
		paper := *s.Paper
		doc.Paper = &paper
	}
}
