package desk_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/zalando/go-keyring"

	"paddock/backend/club"
	"paddock/backend/desk"
)

func TestASecretIsKeptSealedAndForgotten(t *testing.T) {
	dir := t.TempDir()
	kept := desk.FileSecrets{Dir: filepath.Join(dir, "keys"), KeyFile: filepath.Join(dir, "own", "secrets.key")}
	if _, err := kept.Secret("smtp"); !errors.Is(err, desk.ErrNoSecret) {
		t.Fatalf("before: %v", err)
	}
	for _, value := range []string{"première clé", "la seconde"} {
		if err := kept.KeepSecret("smtp", value); err != nil {
			t.Fatal(err)
		}
		if got, err := kept.Secret("smtp"); got != value || err != nil {
			t.Errorf("got %q, %v", got, err)
		}
	}
	sealed, err := os.ReadFile(filepath.Join(dir, "keys", "smtp.secret"))
	if err != nil || bytes.Contains(sealed, []byte("seconde")) {
		t.Errorf("in clear on the disk: %q, %v", sealed, err)
	}
	for _, file := range []string{filepath.Join(dir, "keys", "smtp.secret"), kept.KeyFile} {
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", file, info, err)
		}
	}
	if err := kept.KeepSecret("smtp", ""); err != nil {
		t.Fatal(err)
	}
	if _, err := kept.Secret("smtp"); !errors.Is(err, desk.ErrNoSecret) {
		t.Errorf("forgotten: %v", err)
	}
	if err := kept.KeepSecret("smtp", ""); err != nil {
		t.Errorf("forgotten twice: %v", err)
	}
}

func TestASecretOpensNeitherInACopyOfItsFolderNorUnderAnotherName(t *testing.T) {
	dir := t.TempDir()
	kept := desk.FileSecrets{Dir: filepath.Join(dir, "keys"), KeyFile: filepath.Join(dir, "own", "secrets.key")}
	if err := kept.KeepSecret("smtp", "mot de passe"); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(filepath.Join(dir, "copy"), os.DirFS(kept.Dir)); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(dir, "copy", "smtp.secret"), filepath.Join(kept.Dir, "imap.secret")); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(filepath.Join(dir, "copy"), os.DirFS(kept.Dir)); err != nil {
		t.Fatal(err)
	}
	for name, store := range map[string]desk.FileSecrets{
		"imap": kept,
		"smtp": {Dir: filepath.Join(dir, "copy"), KeyFile: kept.KeyFile},
	} {
		if value, err := store.Secret(name); !errors.Is(err, desk.ErrNoSecret) {
			t.Errorf("%s opened: %q, %v", name, value, err)
		}
	}
	if err := os.Truncate(kept.KeyFile, 5); err != nil {
		t.Fatal(err)
	}
	if err := kept.KeepSecret("smtp", "autre"); err == nil {
		t.Error("a damaged key was written over")
	}
}

func TestAPastedSecretLosesItsLineEndAndHoldsNoControls(t *testing.T) {
	h := openClub(t)
	for key, wanted := range map[string]club.Code{"sk_test_1\r\n": "", "": "", "a\x00b": club.CodeInvalid, "a\nb": club.CodeInvalid} {
		_, err := h.KeepLinkKey(ctx, h.req(), desk.LinkKey{Key: key})
		_, other := h.KeepMailPassword(ctx, h.req(), desk.MailPassword{Half: desk.MailIn, Password: key})
		if wanted == "" {
			h.must(err)
			h.must(other)
			continue
		}
		wantRefusal(t, err, wanted, "key")
		wantRefusal(t, other, wanted, "password")
	}
}

// A keyring may be locked, or not there yet, when the owner saves or forgets a secret,
// and answer later with what it held before.
func TestTheNewestSecretIsReadWhateverTheKeyringHeldBefore(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	t.Cleanup(func() { keyring.MockInitWithError(errors.New("no keyring")) })
	says := func(kept desk.Secrets, want string) {
		t.Helper()
		if got, err := kept.Secret("smtp"); got != want || (want == "") != errors.Is(err, desk.ErrNoSecret) {
			t.Errorf("got %q, %v, want %q", got, err, want)
		}
	}
	keeps := func(kept desk.Secrets, value string) {
		t.Helper()
		if err := kept.KeepSecret("smtp", value); err != nil {
			t.Fatal(err)
		}
		says(kept, value)
	}
	held := func(kept desk.Secrets, files int) {
		t.Helper()
		if got, _ := filepath.Glob(filepath.Join(desk.SecretFiles(kept).Dir, "*")); len(got) != files {
			t.Errorf("%d files: %v", len(got), got)
		}
	}
	for _, newest := range []string{"new", ""} {
		// The mock forgets all it holds when it is begun anew: what the keyring held is
		// put into it again under the name it has there.
		locked := errors.New("locked")
		kept := desk.DefaultSecrets(t.TempDir())
		keyring.MockInit()
		keeps(kept, "old")
		held(kept, 0)
		if value, err := keyring.Get(desk.KeyringService, desk.KeyringName(kept, "smtp")); value != "old" || err != nil {
			t.Fatalf("the keyring holds %q, %v", value, err)
		}
		keyring.MockInitWithError(locked)
		keeps(kept, newest)
		held(kept, 1)
		keyring.MockInit()
		if err := keyring.Set(desk.KeyringService, desk.KeyringName(kept, "smtp"), "old"); err != nil {
			t.Fatal(err)
		}
		says(kept, newest)
		held(kept, 0)
		if value, _ := keyring.Get(desk.KeyringService, desk.KeyringName(kept, "smtp")); value != newest {
			t.Errorf("the keyring holds %q, want %q", value, newest)
		}
		says(kept, newest)
		keeps(kept, "third")
		held(kept, 0)
	}
}
