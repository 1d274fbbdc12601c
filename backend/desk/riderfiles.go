package desk

import (
	"context"

	"paddock/backend/club"
	"paddock/backend/sqlite"
)

// RiderQuery is what is looked for among the riders.
type RiderQuery struct {
	Query string
	Sort  string // name, age or level, with - before for the other way; "" is the best match
}

// RiderFiles finds riders' files: level, health, and whom to call. An instructor
// sees those of the riders they teach: health and phones of children are shown to
// who needs them.
func (d *Desk) RiderFiles(ctx context.Context, q RiderQuery) ([]sqlite.RiderFile, error) {
	return read(ctx, d, "riderFiles", func(tx *sqlite.Tx) ([]sqlite.RiderFile, error) {
		c, err := loadClub(tx)
		if err != nil {
			return nil, err
		}
		filter := q.filter()
		if filter.Lessons, err = c.taughtBy(ctx).lessons(tx); err != nil {
			return nil, err
		}
		return tx.RiderFiles(filter)
	})
}

func (q RiderQuery) filter() sqlite.RiderFilter {
	return sqlite.RiderFilter{Words: club.Words(q.Query), Sort: q.Sort}
}
