package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"paddock/backend/club"
	"paddock/backend/journal"
)

// stagingFolder is where a backup becomes the new data, inside the data folder
// so that it can take its place by a rename.
const stagingFolder = "restore.part"

// Restore puts a backup in the place of the data in a folder that no program
// holds. The backup must carry its checksum. begin writes what the restored data
// begin with; it is told the last line of the folder's seal log.
//
// All of that happens to a copy: it is checked, brought up to date, begun and
// whole on the disk before it takes the name of the old database, in one rename.
// Killed at any moment, the folder holds the old data or the new, and no -wal or
// -shm of one beside the other. The old database is kept under the name that is
// returned, "" where there was none.
func Restore(ctx context.Context, dir, backup string, now func() time.Time, begin func(*Tx, journal.Head) error) (kept string, err error) {
	want, err := StatedSum(backup)
	if err != nil {
		return "", err
	}
	_, there := os.Stat(dir)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", refusal(dir, fmt.Errorf("make data folder: %w", err))
	}
	if errors.Is(there, fs.ErrNotExist) {
		defer func() { // a backup that is refused leaves no folder behind
			if err != nil {
				os.Remove(filepath.Join(dir, lockFile))
				os.Remove(dir) // only if it is empty
			}
		}()
	}
	lock, err := lockFolder(ctx, dir)
	if err != nil {
		return "", refusal(dir, err)
	}
	defer lock.release()
	staging := &DB{dir: filepath.Join(dir, stagingFolder), now: now}
	defer os.RemoveAll(staging.dir)
	if err := staging.take(ctx, backup, want); err != nil {
		return "", refusal(dir, err)
	}
	before, err := lastSealed(dir)
	if err != nil {
		return "", refusal(dir, err)
	}
	if err := staging.begin(ctx, func(tx *Tx) error { return begin(tx, before) }); err != nil {
		return "", refusal(dir, err)
	}
	kept, err = replace(ctx, filepath.Join(dir, File), staging.Path())
	return kept, refusal(dir, err)
}

// lookFolder is where a backup is read before anybody restores it: a copy, which
// is brought up to date as a restore does.
const lookFolder = "restore.look"

// LookAt reads a backup as Restore would take it, with a data folder that a program
// holds: it leaves nothing there. older says that it is of an older version.
func LookAt(ctx context.Context, dir, backup string, now func() time.Time, look func(*Tx) error) (sum string, older bool, err error) {
	want, err := StatedSum(backup)
	if err != nil {
		return "", false, err
	}
	staging := &DB{dir: filepath.Join(dir, lookFolder), now: now}
	defer os.RemoveAll(staging.dir)
	if err := staging.take(ctx, backup, want); err != nil {
		return "", false, refusal(dir, err)
	}
	if err = staging.openReaders(toRead); err == nil {
		var version int64
		version, err = staging.recognised(ctx)
		older = version < newestSchema()
	}
	if err == nil {
		err = staging.read.Close()
	}
	if err == nil {
		err = staging.open(ctx, untold)
	}
	if err == nil {
		err = staging.Read(ctx, look)
	}
	return want, older, refusal(dir, errors.Join(err, staging.Close()))
}

// clearStaging removes the copies of a backup that a program left which was killed
// as it read or restored one. The folder's lock is held. That they cannot be
// removed keeps nobody from the data.
func clearStaging(dir string) {
	for _, name := range []string{stagingFolder, lookFolder} {
		if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
			slog.Error("a copy of a backup stays behind", "folder", name, "error", err)
		}
	}
}

// Contents is how much a database holds.
type Contents struct {
	Last       time.Time // when its last entry was written
	Entries    int64
	Households int
	Riders     int
	Invoices   int // and credit notes
}

// Contents counts what the database holds.
func (tx *Tx) Contents() (h Contents, err error) {
	err = tx.row(`SELECT coalesce((SELECT at FROM journal ORDER BY seq DESC LIMIT 1), ''), (SELECT count(*) FROM journal),
		(SELECT count(*) FROM households WHERE merged_into IS NULL), (SELECT count(*) FROM riders), (SELECT count(*) FROM invoices)`, nil,
		instant{&h.Last}, &h.Entries, &h.Households, &h.Riders, &h.Invoices)
	return h, err
}

// KeptAs is the name the present data of a folder will have after a restore.
func KeptAs(dir string) (string, error) { return freeName(filepath.Join(dir, File)) }

// take copies a backup that is what its checksum says and a Paddock database.
func (db *DB) take(ctx context.Context, backup, want string) error {
	if err := os.RemoveAll(db.dir); err != nil { // of a restore that was killed
		return fmt.Errorf("clear staging folder: %w", err)
	}
	if err := os.Mkdir(db.dir, 0o700); err != nil {
		return fmt.Errorf("make staging folder: %w", err)
	}
	sum, err := copyFile(backup, db.Path())
	if err != nil {
		return err
	}
	name := filepath.Base(backup)
	if !strings.EqualFold(sum, want) {
		return club.Refuse(club.CodeBackupDamaged).On("file").With("file", name)
	}
	err = checkDatabase(ctx, db.Path())
	var refused *club.Error
	if errors.As(err, &refused) { // the person knows the backup, not its copy
		return refused.With("file", name)
	}
	return err
}

// begin brings the copy up to date, writes its first words, and leaves one file
// without a log.
func (db *DB) begin(ctx context.Context, do func(*Tx) error) error {
	err := db.open(ctx, untold)
	if err == nil {
		err = db.Write(ctx, do)
	}
	if err := errors.Join(err, db.Close()); err != nil {
		return err
	}
	return fold(ctx, db.Path())
}

// fold turns a database nobody holds into one file: what its log holds goes into
// it, and it is on the disk.
func fold(ctx context.Context, path string) error {
	db, err := sql.Open("sqlite3", source(path, toWrite))
	if err != nil {
		return fmt.Errorf("fold database: %w", err)
	}
	_, err = db.ExecContext(ctx, "PRAGMA journal_mode = DELETE")
	if err := errors.Join(err, db.Close()); err != nil {
		return fmt.Errorf("fold database: %w", err)
	}
	return nil
}

// replace gives the new database the name of the old one, which gets another. A
// damaged old database cannot be folded; it is kept with its log instead.
func replace(ctx context.Context, path, with string) (kept string, err error) {
	if exists(path) {
		folded := fold(ctx, path)
		if kept, err = freeName(path); err != nil {
			return "", err
		}
		if err := keepUnder(path, kept, folded != nil); err != nil {
			return "", err
		}
	}
	if err := removeSidecars(path); err != nil {
		return kept, err
	}
	if err := os.Rename(with, path); err != nil {
		return kept, fmt.Errorf("put backup in place: %w", err)
	}
	return kept, syncFolder(filepath.Dir(path))
}

// keepUnder gives the old database a second name, so that there is no moment
// without a database. Where the disk knows no links it is renamed; should the
// program be killed right then, lost refuses to begin an empty one.
func keepUnder(path, kept string, withLog bool) error {
	if withLog {
		for _, suffix := range []string{"-wal", "-shm"} {
			if err := os.Rename(path+suffix, kept+suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
				return fmt.Errorf("keep old log: %w", err)
			}
		}
	}
	if os.Link(path, kept) == nil {
		return nil
	}
	if err := os.Rename(path, kept); err != nil {
		return fmt.Errorf("keep old data: %w", err)
	}
	return nil
}

func freeName(path string) (string, error) {
	for n := 1; ; n++ {
		name := fmt.Sprintf("%s.before-restore-%d", path, n)
		switch _, err := os.Lstat(name); {
		case errors.Is(err, os.ErrNotExist):
			return name, nil
		case err != nil:
			return "", fmt.Errorf("keep old data: %w", err)
		}
	}
}

// StatedSum is the checksum beside a backup.
func StatedSum(backup string) (string, error) {
	if info, err := os.Stat(backup); err != nil || !info.Mode().IsRegular() {
		return "", club.Refuse(club.CodeBackupMissing).On("file").With("file", backup)
	}
	line, err := os.ReadFile(backup + SumSuffix)
	if err != nil {
		return "", club.Refuse(club.CodeBackupNoSum).On("file").With("file", filepath.Base(backup)+SumSuffix)
	}
	sum, _, _ := strings.Cut(strings.TrimSpace(string(line)), " ")
	return sum, nil
}

// copyFile copies a backup to a new file and returns the SHA-256 of what it
// wrote.
func copyFile(from, to string) (sum string, err error) {
	in, err := os.Open(from)
	if err != nil {
		return "", errors.Join(club.Refuse(club.CodeBackupMissing).On("file").With("file", from), err)
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return "", fmt.Errorf("write data: %w", err)
	}
	hash := sha256.New()
	_, err = io.Copy(io.MultiWriter(out, hash), in)
	return hex.EncodeToString(hash.Sum(nil)), errors.Join(err, out.Sync(), out.Close())
}
