package desk

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/alexedwards/argon2id"

	"paddock/backend/club"
	"paddock/backend/sqlite"
)

// pinCost makes one try cost at least 50 ms on the fastest desk computers
// (PERFORMANCE, R23; RFC 9106's second choice). The hash carries it, so that a
// later version may ask for more.
var pinCost = &argon2id.Params{Memory: 64 * 1024, Iterations: 3, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// hashPIN is how a PIN is kept; "" stays "".
func hashPIN(pin club.PIN) (string, error) {
	if pin == "" {
		return "", nil
	}
	if err := pin.Check(); err != nil {
		return "", err
	}
	hash, err := argon2id.CreateHash(string(pin), pinCost)
	if err != nil {
		return "", fmt.Errorf("hash PIN: %w", err)
	}
	return hash, nil
}

// provePIN refuses a wrong PIN, and any while the wrong ones before it are paid
// for (club.PINWait). A try is counted before it is looked at and taken back
// when it was right: guesses sent at once wait for each other, and ending the
// program in between gains nothing.
func (d *Desk) provePIN(ctx context.Context, person club.Staff, pin club.PIN) error {
	var hash string
	var try int64
	var wait time.Duration
	err := d.db.Write(ctx, func(tx *sqlite.Tx) (err error) {
		if hash, err = tx.PIN(person.ID); err != nil {
			return err
		}
		if hash == "" {
			return club.Refuse(club.CodePinMissing).With("name", person.Name)
		}
		failures, last, err := tx.PINFailures(person.ID, tx.Now.Add(-club.PINMemory))
		if err != nil {
			return err
		}
		if left := last.Add(club.PINWait(failures)).Sub(tx.Now); failures > 0 && left > 0 {
			return club.Refuse(club.CodePinWait).On("pin").With("n", seconds(left))
		}
		wait = club.PINWait(failures + 1)
		try, err = tx.InsertPINFailure(person.ID)
		return err
	})
	if err != nil {
		return err
	}
	right, err := argon2id.ComparePasswordAndHash(string(pin), hash)
	if err != nil {
		return fmt.Errorf("compare PIN: %w", err)
	}
	if !right {
		return club.Refuse(club.CodePinWrong).On("pin").With("n", seconds(wait))
	}
	return d.db.Write(ctx, func(tx *sqlite.Tx) error { return tx.ForgivePINFailure(try) })
}

// seconds rounds a wait up to what a person counts.
func seconds(wait time.Duration) int { return int(math.Ceil(wait.Seconds())) }
