package desk

import (
	"context"
	"testing"

	"github.com/alexedwards/argon2id"
)

// PINCost is what one try costs.
func PINCost() argon2id.Params { return *pinCost }

// CheapPINs lets a test try thousands; their number is what it is about.
func CheapPINs(t testing.TB) {
	was := pinCost
	pinCost = &argon2id.Params{Memory: 8, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}
	t.Cleanup(func() { pinCost = was })
}

// CheckDaily makes the daily check, of the chain and the sums alone from that many entries on.
func CheckDaily(d *Desk, wholeBelow int64) error {
	return d.checkDaily(context.Background(), wholeBelow)
}

// VerifyStepping is Verify that tells how far it is.
func VerifyStepping(ctx context.Context, d *Desk, step func(done, total int) error) (Proof, error) {
	return d.verify(ctx, step)
}
