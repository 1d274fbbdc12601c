package desk_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

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
