package sqlite

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gofrs/flock"

	"paddock/backend/club"
)

func TestALockThatIsGivenFreeInAMomentIsWaitedFor(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		killed := flock.New(filepath.Join(dir, lockFile))
		if got, err := killed.TryLock(); !got || err != nil {
			t.Fatal(got, err)
		}
		time.AfterFunc(lockPatience/2, func() { killed.Unlock() })
		lock, err := lockFolder(t.Context(), dir)
		if err != nil {
			t.Fatal(err)
		}
		var refusal *club.Error
		if _, err := lockFolder(t.Context(), dir); !errors.As(err, &refusal) || refusal.Code != club.CodeDataInUse {
			t.Errorf("a second one: %v", err)
		}
		if err := lock.release(); err != nil {
			t.Error(err)
		}
	})
}

// A program that was killed as it read or restored a backup left a copy of it.
func TestOpeningRemovesTheCopiesOfABackupThatAKillLeft(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{stagingFolder, lookFolder} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name, File), []byte("copy"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	db, err := Open(t.Context(), dir, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, name := range []string{stagingFolder, lookFolder} {
		if exists(filepath.Join(dir, name)) {
			t.Errorf("%s stays", name)
		}
	}
}
