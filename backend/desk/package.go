package desk

import (
	"context"

	"paddock/backend/club"
	"paddock/backend/sqlite"
)

// Packages lists the packages of the riders a household sees, of everybody for 0.
func (d *Desk) Packages(ctx context.Context, household club.HouseholdID) ([]sqlite.Package, error) {
	return read(ctx, d, "packages", func(tx *sqlite.Tx) ([]sqlite.Package, error) { return tx.Packages(household) })
}
