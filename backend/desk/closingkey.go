package desk

import (
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/journal"
	"paddock/backend/sqlite"
)

// keyNamed is what entries say that name an installation's key.
type keyNamed struct {
	Payload struct {
		KeyID     string `json:"keyId"`
		PublicKey string `json:"publicKey"`
	} `json:"payload"`
}

// keyReplaced is a key that was lost and the one that signs from now on.
type keyReplaced struct {
	Lost      string `json:"lostKeyId"`
	KeyID     string `json:"keyId"`
	PublicKey string `json:"publicKey"`
}

// keyNow names the installation's key; "" before there is a club.
func keyNow(tx *sqlite.Tx) (id string, err error) {
	var after int64
	if last, err := tx.LastClosing(billing.DayClosing); err == nil {
		id, after = last.Key, last.Seq
	} else if !sqlite.IsMissing(err) {
		return "", err
	}
	lines, err := tx.Keys(after)
	if err != nil || len(lines) == 0 {
		return id, err
	}
	if id, _ = keyIn(lines[len(lines)-1]); id == "" {
		return "", fmt.Errorf("the journal names no key: %.80s", lines[len(lines)-1])
	}
	return id, nil
}

// keyIn is the key of an installation that a line names; nil where it cannot be read.
func keyIn(line string) (id string, public ed25519.PublicKey) {
	var named keyNamed
	if json.Unmarshal([]byte(line), &named) != nil {
		return "", nil
	}
	raw, err := hex.DecodeString(named.Payload.PublicKey)
	if err != nil || len(raw) != ed25519.PublicKeySize {
		return named.Payload.KeyID, nil
	}
	return named.Payload.KeyID, raw
}

// signer is the installation's key. One that was lost with its keyring is
// replaced by another, which an entry says.
func (d *Desk) signer(tx *sqlite.Tx, actor club.Actor) (id string, key ed25519.PrivateKey, err error) {
	if id, err = keyNow(tx); err != nil {
		return "", nil, err
	}
	if key, err = d.keys.Load(id); !errors.Is(err, ErrNoKey) {
		return id, key, err
	}
	lost := id
	id, public, err := d.makeKey()
	if err != nil {
		return "", nil, err
	}
	if err := tx.Seal(journal.KeyReplaced, actor, "", keyReplaced{lost, id, public}); err != nil {
		return "", nil, err
	}
	key, err = d.keys.Load(id)
	return id, key, err
}
