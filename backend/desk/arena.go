package desk

import (
	"context"

	"paddock/backend/club"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// Arenas lists where lessons are given, those no longer used last.
func (d *Desk) Arenas(ctx context.Context) ([]planning.Arena, error) {
	return read(ctx, d, "arenas", (*sqlite.Tx).Arenas)
}

// SaveArena adds a place (id 0) or changes one. Nobody ever deletes one, for
// lessons were given there: it is archived.
func (d *Desk) SaveArena(ctx context.Context, req Request, in planning.Arena) ([]planning.Arena, error) {
	return write(ctx, d, req, "saveArena", in, func(tx *sqlite.Tx) ([]planning.Arena, error) {
		var f form
		if f.name("name", &in.Name); f.err != nil {
			return nil, f.err
		}
		arenas, err := tx.Arenas()
		if err != nil {
			return nil, err
		}
		var old planning.Arena
		for _, other := range arenas {
			if other.ID == in.ID {
				old = other
			} else if other.Name == in.Name {
				return nil, club.Refuse(club.CodeNameTaken).On("name").With("name", in.Name)
			}
		}
		if in.ID == 0 {
			id, err := tx.InsertArena(in)
			if err != nil {
				return nil, err
			}
			made, err := tx.Arena(id)
			if err != nil {
				return nil, err
			}
			row, err := newRow(int64(id), arenaFields(made))
			if err != nil {
				return nil, err
			}
			if err := act(tx, "saveArena", in.Name, 0, back{"removeArena", row}); err != nil {
				return nil, err
			}
			return tx.Arenas()
		}
		if old.ID == 0 {
			return nil, club.Refuse(club.CodeArenaNotFound)
		}
		if old.Version != in.Version {
			return nil, stale(old.Version, old)
		}
		change, err := changed(arenaFields(old), arenaFields(in))
		if err != nil {
			return nil, err
		}
		if err := tx.UpdateArena(in); err != nil {
			return nil, err
		}
		if err := act(tx, "saveArena", in.Name, 0, back{"saveArena", recordChange{int64(in.ID), change}}); err != nil {
			return nil, err
		}
		return tx.Arenas()
	})
}

func arenaFields(a planning.Arena) planning.Arena {
	a.Version = 0
	return a
}

func undoArena(u undoing, in recordChange) error {
	arena, err := u.tx.Arena(planning.ArenaID(in.ID))
	if err != nil {
		return refused(err, club.CodeArenaNotFound)
	}
	var was planning.Arena
	if err := in.Change.putBack(arenaFields(arena), &was); err != nil {
		return err
	}
	return u.tx.UpdateArena(was)
}

func undoNewArena(u undoing, in added) error {
	arena, err := u.tx.Arena(planning.ArenaID(in.ID))
	if err != nil {
		return refused(err, club.CodeArenaNotFound)
	}
	return u.takeAway("arenas", in, arenaFields(arena))
}
