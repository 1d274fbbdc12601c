package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"paddock/backend/club"
)

// OpenReadOnly opens an existing data folder beside a running program, or on a
// disk that nobody can write. Writes fail. Data of an older version are refused:
// only a program that may write brings them up to date.
func OpenReadOnly(ctx context.Context, dir string, now func() time.Time) (*DB, error) {
	db := &DB{dir: dir, now: now}
	if err := db.openToRead(ctx); err != nil {
		db.Close()
		return nil, refusal(dir, err)
	}
	return db, nil
}

func (db *DB) openToRead(ctx context.Context) error {
	if err := db.lost(); err != nil {
		return err
	}
	if _, err := os.Stat(db.Path()); errors.Is(err, fs.ErrNotExist) {
		return club.Refuse(club.CodeDataMissing).With("folder", db.dir)
	}
	if err := db.openReaders(toRead); err != nil {
		return err
	}
	version, err := db.recognised(ctx)
	if cannotShare(err) {
		version, err = db.openStill(ctx)
	}
	switch {
	case err != nil:
		return err
	case version == 0:
		return club.Refuse(club.CodeClubMissing)
	case version < newestSchema():
		return club.Refuse(club.CodeDataOlder).With("folder", db.dir)
	}
	return nil
}

// openStill opens a database in a folder that cannot be written, where SQLite
// has no place for the index it shares with a writer. It is told that the file
// does not change (immutable), and it does not: without a log beside it the file
// is whole, and the folder's lock, held as long as we read, keeps every program
// of ours from writing. Where there is no lock file, none of ours ever wrote.
func (db *DB) openStill(ctx context.Context) (version int64, err error) {
	if err := db.read.Close(); err != nil {
		return 0, fmt.Errorf("close readers: %w", err)
	}
	if name := filepath.Join(db.dir, lockFile); exists(name) {
		lock := flock.New(name, flock.SetFlag(os.O_RDONLY))
		got, err := lock.TryRLock()
		if err != nil {
			return 0, fmt.Errorf("lock data folder: %w", err)
		}
		if !got {
			return 0, club.Refuse(club.CodeDataUnclosed).With("folder", db.dir)
		}
		db.lock = &folderLock{lock}
	}
	if info, err := os.Stat(db.Path() + "-wal"); err == nil && info.Size() > 0 {
		return 0, club.Refuse(club.CodeDataUnclosed).With("folder", db.dir)
	}
	if err := db.openReaders(toRead + "&mode=ro&immutable=1"); err != nil {
		return 0, err
	}
	return db.recognised(ctx)
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}
