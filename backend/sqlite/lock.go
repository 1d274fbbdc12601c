package sqlite

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"paddock/backend/club"
)

// folderLock is held by the one program that may write. The system gives it
// free when that program dies, however it dies.
type folderLock struct{ file *flock.Flock }

// A program that is killed while it starts another, as the keyring does, leaves
// it for a moment with the files it had open, this lock among them.
const (
	lockPatience = 100 * time.Millisecond
	lockRetry    = 20 * time.Millisecond
)

func lockFolder(ctx context.Context, dir string) (*folderLock, error) {
	file := flock.New(filepath.Join(dir, lockFile), flock.SetPermissions(0o600))
	patient, cancel := context.WithTimeout(ctx, lockPatience)
	defer cancel()
	got, err := file.TryLockContext(patient, lockRetry)
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
		return nil, club.Refuse(club.CodeDataInUse).With("folder", dir)
	}
	if err != nil || !got {
		return nil, fmt.Errorf("lock data folder: %w", err)
	}
	return &folderLock{file}, nil
}

func (l *folderLock) release() error { return l.file.Unlock() }
