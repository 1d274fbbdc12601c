package sqlite

import (
	"fmt"
	"path/filepath"

	"github.com/gofrs/flock"

	"paddock/backend/club"
)

// folderLock is held by the one program that may write. The system gives it
// free when that program dies, however it dies.
type folderLock struct{ file *flock.Flock }

func lockFolder(dir string) (*folderLock, error) {
	file := flock.New(filepath.Join(dir, lockFile), flock.SetPermissions(0o600))
	got, err := file.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock data folder: %w", err)
	}
	if !got {
		return nil, club.Refuse(club.CodeDataInUse).With("folder", dir)
	}
	return &folderLock{file}, nil
}

func (l *folderLock) release() error { return l.file.Unlock() }
