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
	version, err := db.openToRead(ctx)
	if err == nil && version < newestSchema() {
		err = club.Refuse(club.CodeDataOlder).With("folder", dir)
	}
	if err != nil {
		db.Close()
		return nil, refusal(dir, err)
	}
	return db, nil
}

// OpenToCopy opens a data folder for Backup alone, whatever version its data are
// of: a copy needs none of their tables.
func OpenToCopy(ctx context.Context, dir string, now func() time.Time) (*DB, error) {
	db := &DB{dir: dir, now: now}
	if _, err := db.openToRead(ctx); err != nil {
		db.Close()
		return nil, refusal(dir, err)
	}
	return db, nil
}

func (db *DB) openToRead(ctx context.Context) (version int64, err error) {
	if err := db.lost(); err != nil {
		return 0, err
	}
	if _, err := os.Stat(db.Path()); errors.Is(err, fs.ErrNotExist) {
		return 0, club.Refuse(club.CodeDataMissing).With("folder", db.dir)
	}
	if err := db.openReaders(toRead); err != nil {
		return 0, err
	}
	version, err = db.recognised(ctx)
	if cannotShare(err) {
		version, err = db.openStill(ctx)
	}
	if err == nil && version == 0 {
		err = club.Refuse(club.CodeClubMissing)
	}
	return version, err
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
