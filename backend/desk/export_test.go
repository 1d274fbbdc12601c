package desk

import (
	"context"
	"testing"

	"github.com/alexedwards/argon2id"

	"paddock/backend/calendar"
	"paddock/backend/sqlite"
)

// LostIn are the documents the report of VAT reads because of what is written off.
func (d *Desk) LostIn(ctx context.Context, from, to calendar.Day) ([]sqlite.Lost, error) {
	return read(ctx, d, "list", func(tx *sqlite.Tx) ([]sqlite.Lost, error) { return tx.LostIn(from, to) })
}

// PINCost is what one try costs.
func PINCost() argon2id.Params { return *pinCost }

// CheapPINs lets a test try thousands; their number is what it is about.
func CheapPINs(t testing.TB) {
	was := pinCost
	pinCost = &argon2id.Params{Memory: 8, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}
	t.Cleanup(func() { pinCost = was })
}
