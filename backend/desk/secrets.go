package desk

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"unicode"

	"github.com/zalando/go-keyring"

	"paddock/backend/club"
)

// Secrets keeps the passwords and keys that other services gave the club: of the
// mailbox, of sending, of payment providers. They are outside the database, so in no
// backup, and belong to one data folder on one machine: a copy of the folder knows
// none of them, and so sends and collects nothing by itself.
type Secrets interface {
	Secret(name string) (string, error) // ErrNoSecret when none is kept here
	KeepSecret(name, value string) error
}

// ErrNoSecret says that no secret of that name is kept for this data folder here.
var ErrNoSecret = errors.New("no such secret")

// pasted is a secret without the line end that a copy takes along. One that holds a
// control character is none: nothing would take it.
func pasted(field, secret string) (string, error) {
	secret = strings.Trim(secret, "\r\n")
	if strings.ContainsFunc(secret, unicode.IsControl) {
		return "", club.Refuse(club.CodeInvalid).On(field)
	}
	return secret, nil
}

// FileSecrets keeps secrets sealed with AES-256-GCM, one file each, for systems
// without a keyring. The key is elsewhere, so that neither the data folder nor a
// copy of it opens them alone.
type FileSecrets struct {
	Dir     string // where the sealed files are
	KeyFile string // made at the first secret, mode 0600
}

// Secret opens a kept secret.
func (f FileSecrets) Secret(name string) (string, error) {
	sealed, err := os.ReadFile(f.path(name))
	if errors.Is(err, os.ErrNotExist) {
		return "", ErrNoSecret
	}
	if err != nil {
		return "", fmt.Errorf("read secret %s: %w", name, err)
	}
	box, err := f.box(false)
	if err != nil {
		return "", err
	}
	value, err := box.Open(nil, nil, sealed, f.label(name))
	if err != nil { // of another folder, or another machine's key
		return "", ErrNoSecret
	}
	return string(value), nil
}

// KeepSecret seals a secret; an empty one is forgotten.
func (f FileSecrets) KeepSecret(name, value string) error {
	if value == "" {
		if err := os.Remove(f.path(name)); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("forget secret %s: %w", name, err)
		}
		return nil
	}
	return f.seal(name, value)
}

func (f FileSecrets) seal(name, value string) error {
	box, err := f.box(true)
	if err != nil {
		return err
	}
	return writePrivate(f.path(name), box.Seal(nil, nil, []byte(value), f.label(name)))
}

func (f FileSecrets) path(name string) string { return filepath.Join(f.Dir, name+".secret") }

// label ties a secret to its name and its folder.
func (f FileSecrets) label(name string) []byte { return []byte(name + scope(f.Dir)) }

func (f FileSecrets) box(mayMake bool) (cipher.AEAD, error) {
	key, err := os.ReadFile(f.KeyFile)
	switch {
	case err == nil && len(key) == 32:
	case err == nil || !errors.Is(err, os.ErrNotExist):
		return nil, fmt.Errorf("read the key of the secrets: %w", errors.Join(err, errKeyLength))
	case !mayMake:
		return nil, ErrNoSecret
	default:
		key = make([]byte, 32)
		if _, err := rand.Read(key); err != nil {
			return nil, fmt.Errorf("make the key of the secrets: %w", err)
		}
		if err := writePrivate(f.KeyFile, key); err != nil {
			return nil, err
		}
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

var errKeyLength = errors.New("it should have 32 bytes")

// writePrivate puts a file in place whole, for its owner's eyes alone.
func writePrivate(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("keep a secret: %w", err)
	}
	part := path + ".part"
	if err := os.WriteFile(part, content, 0o600); err != nil {
		return fmt.Errorf("keep a secret: %w", err)
	}
	return os.Rename(part, path)
}

// systemSecrets keeps secrets in the system's keyring, and in files while it does not
// answer. A file that is there is the newer word, an empty one that the secret is
// forgotten: it goes before what the keyring holds, and into it once it answers again.
type systemSecrets struct {
	mutex    *sync.Mutex
	scope    string
	fallback FileSecrets
}

// defaultSecrets is the keyring, with files beside the data where the system has
// none; their key is with the person's own configuration.
func defaultSecrets(dir string) Secrets {
	config, err := os.UserConfigDir()
	if err != nil {
		config = dir
	}
	sealed := FileSecrets{Dir: filepath.Join(dir, "keys"), KeyFile: filepath.Join(config, "paddock", "secrets.key")}
	return systemSecrets{&sync.Mutex{}, scope(sealed.Dir), sealed}
}

// Secret asks the files, then the keyring.
func (s systemSecrets) Secret(name string) (string, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	value, err := s.fallback.Secret(name)
	if err == nil {
		if s.inKeyring(name, value) == nil {
			err = s.fallback.KeepSecret(name, "")
		}
	} else if kept, none := keyring.Get(keyringService, name+s.scope); none == nil {
		value, err = kept, nil
	}
	if err == nil && value == "" {
		err = ErrNoSecret
	}
	return value, err
}

// KeepSecret keeps a secret in the keyring, or in a file where there is none. The file
// is written first, so that whatever ends the program here leaves the newest word.
func (s systemSecrets) KeepSecret(name, value string) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	sealed := s.fallback.seal(name, value)
	if s.inKeyring(name, value) != nil {
		return sealed
	}
	return s.fallback.KeepSecret(name, "")
}

// inKeyring has the keyring hold a secret; none when it is empty.
func (s systemSecrets) inKeyring(name, value string) error {
	if value != "" {
		return keyring.Set(keyringService, name+s.scope, value)
	}
	if err := keyring.Delete(keyringService, name+s.scope); !errors.Is(err, keyring.ErrNotFound) {
		return err
	}
	return nil
}

// scope tells one data folder of this machine from another.
func scope(dir string) string {
	if whole, err := filepath.Abs(dir); err == nil {
		dir = whole
	}
	sum := sha256.Sum256([]byte(dir))
	return "@" + hex.EncodeToString(sum[:8])
}
