package desk

import (
	"context"

	"paddock/backend/calendar"
	"paddock/backend/sqlite"
)

// Overrides lists what was sold in a period although it did not fit, for the
// owner (PRODUCT section 3, Who may buy). The journal keeps each by the hash of
// its reason.
func (d *Desk) Overrides(ctx context.Context, from, to calendar.Day) ([]sqlite.Override, error) {
	return read(ctx, d, "overrides", func(tx *sqlite.Tx) ([]sqlite.Override, error) { return tx.Overrides(from, to) })
}
