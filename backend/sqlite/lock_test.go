package sqlite

import (
	"errors"
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
