package sqlite

import "paddock/backend/planning"

const selectArena = "SELECT id, name, shared, archived, position, version FROM arenas "

func scanArena(row scanner) (a planning.Arena, err error) {
	err = row.Scan(&a.ID, &a.Name, &a.Shared, &a.Archived, &a.Position, &a.Version)
	return a, err
}

// Arenas lists the places in the club's order, those no longer used last.
func (tx *Tx) Arenas() ([]planning.Arena, error) {
	return collect(tx, scanArena, selectArena+"ORDER BY archived, position, id")
}

// Arena loads a place, or returns ErrNotFound.
func (tx *Tx) Arena(id planning.ArenaID) (planning.Arena, error) {
	return one(tx, scanArena, selectArena+"WHERE id = ?", int64(id))
}

// InsertArena adds a place after the others and returns its id.
func (tx *Tx) InsertArena(a planning.Arena) (planning.ArenaID, error) {
	id, err := tx.insert(`INSERT INTO arenas (name, shared, archived, position)
		VALUES (?, ?, ?, (SELECT coalesce(max(position), 0) + 1 FROM arenas))`, a.Name, a.Shared, a.Archived)
	return planning.ArenaID(id), err
}

// UpdateArena changes a place.
func (tx *Tx) UpdateArena(a planning.Arena) error {
	return tx.change("UPDATE arenas SET name = ?, shared = ?, archived = ?, position = ?, version = version + 1 WHERE id = ?",
		a.Name, a.Shared, a.Archived, a.Position, int64(a.ID))
}
