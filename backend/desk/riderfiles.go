package desk

import (
	"context"

	"paddock/backend/club"
	"paddock/backend/sqlite"
)

// filesMost is how many riders one look shows.
const filesMost = 200

// RiderFiles finds riders' files for whoever teaches: level, health, and whom to
// call. All instructors see all of them until lessons say whose riders they are.
func (d *Desk) RiderFiles(ctx context.Context, query string) ([]sqlite.RiderFile, error) {
	return read(ctx, d, "riderFiles", func(tx *sqlite.Tx) ([]sqlite.RiderFile, error) {
		return tx.RiderFiles(club.Words(query), filesMost)
	})
}
