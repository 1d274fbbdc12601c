package desk

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/zalando/go-keyring"
)

// KeyStore keeps the installation's Ed25519 key, outside the database and its
// backups (PRODUCT section 9, Seal): the system's keyring, or a file only its
// owner reads where there is none. The signatures it makes prove who closed a
// day; the chain itself needs no secret.
type KeyStore interface {
	Load(id string) (ed25519.PrivateKey, error) // ErrNoKey when it was never made here
	Save(id string, key ed25519.PrivateKey) error
}

// ErrNoKey says that this installation does not hold the key asked for.
var ErrNoKey = errors.New("no such key")

// FileKeys keeps keys as files of mode 0600 in a folder.
type FileKeys string

// Load reads a key.
func (f FileKeys) Load(id string) (ed25519.PrivateKey, error) {
	raw, err := os.ReadFile(f.path(id))
	if errors.Is(err, os.ErrNotExist) {
		return nil, ErrNoKey
	}
	if err != nil {
		return nil, fmt.Errorf("read key: %w", err)
	}
	return decodeKey(string(raw))
}

// Save writes a key.
func (f FileKeys) Save(id string, key ed25519.PrivateKey) error {
	if err := os.MkdirAll(string(f), 0o700); err != nil {
		return fmt.Errorf("save key: %w", err)
	}
	if err := os.WriteFile(f.path(id), []byte(encodeKey(key)), 0o600); err != nil {
		return fmt.Errorf("save key: %w", err)
	}
	return nil
}

func (f FileKeys) path(id string) string { return filepath.Join(string(f), id+".key") }

// systemKeys asks the system's keyring first.
type systemKeys struct{ fallback FileKeys }

const keyringService = "paddock"

// defaultKeys is the keyring, with a folder beside the data where the system
// has none.
func defaultKeys(dir string) KeyStore { return systemKeys{FileKeys(filepath.Join(dir, "keys"))} }

func (s systemKeys) Load(id string) (ed25519.PrivateKey, error) {
	if secret, err := keyring.Get(keyringService, id); err == nil {
		return decodeKey(secret)
	}
	return s.fallback.Load(id)
}

func (s systemKeys) Save(id string, key ed25519.PrivateKey) error {
	if err := keyring.Set(keyringService, id, encodeKey(key)); err == nil {
		return nil
	}
	return s.fallback.Save(id, key)
}

func encodeKey(key ed25519.PrivateKey) string { return base64.StdEncoding.EncodeToString(key.Seed()) }

func decodeKey(text string) (ed25519.PrivateKey, error) {
	seed, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(seed) != ed25519.SeedSize {
		return nil, errors.New("the stored key is damaged")
	}
	return ed25519.NewKeyFromSeed(seed), nil
}
