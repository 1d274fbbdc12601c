package sqlite

import (
	"slices"

	"paddock/backend/club"
)

const selectLevel = "SELECT id, federation, code, label, rank, aliases FROM levels"

func scanLevel(row scanner) (l club.Level, err error) {
	err = row.Scan(&l.ID, &l.Federation, &l.Code, &l.Label, &l.Rank, fromJSON(&l.Aliases))
	return l, err
}

// Levels lists the ladders of all federations, each from its first step.
func (tx *Tx) Levels() ([]club.Level, error) {
	if tx.seen.levels == nil {
		levels, err := collect(tx, scanLevel, selectLevel+" ORDER BY federation, rank, id")
		if err != nil {
			return nil, err
		}
		tx.seen.levels = levels
	}
	return slices.Clone(tx.seen.levels), nil
}

// Level loads a level, or returns ErrNotFound.
func (tx *Tx) Level(id int64) (club.Level, error) {
	return one(tx, scanLevel, selectLevel+" WHERE id = ?", id)
}

// InsertLevel adds a step to a federation's ladder.
func (tx *Tx) InsertLevel(l club.Level) (int64, error) {
	aliases, err := asJSON(l.Aliases)
	if err != nil {
		return 0, err
	}
	tx.seen.levels = nil
	return tx.insert("INSERT INTO levels (federation, code, label, rank, aliases) VALUES (?, ?, ?, ?, ?)",
		l.Federation, l.Code, l.Label, l.Rank, aliases)
}
