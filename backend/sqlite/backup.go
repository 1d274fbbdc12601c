package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	sqlite3 "github.com/mattn/go-sqlite3"

	"paddock/backend/club"
)

// SumSuffix is what the checksum file of a backup adds to its name. It holds
// one line as sha256sum writes and checks it.
const SumSuffix = ".sha256"

// SigSuffix is what the signature of the checksum file adds to a backup's name: 64
// bytes, Ed25519 over the whole of that file (RFC 8032).
const SigSuffix = ".sig"

// Sign signs the checksum file of a backup; nil bytes where nobody can.
type Sign func(sum []byte) (signature []byte, err error)

// Backup copies the database to a new file by SQLite's own backup call, while
// the program goes on, and writes its SHA-256 beside it. The copy is checked
// before it gets its name. path is absolute and outside the data folder; a file
// that is there already is refused. A backup that is stopped half way leaves at
// most a file that ends in .part.
func (db *DB) Backup(ctx context.Context, path string, sign Sign) (sum string, err error) {
	if err := db.placeOf(path); err != nil {
		return "", err
	}
	if sum, err = db.backupTo(ctx, path); err != nil {
		return "", err
	}
	signature, err := sign([]byte(sumLine(sum, path)))
	if err != nil || signature == nil {
		return sum, err
	}
	if err := writeSynced(path+SigSuffix, signature); err != nil {
		return "", refusal(filepath.Dir(path), err)
	}
	return sum, syncFolder(filepath.Dir(path))
}

// sumLine is what the checksum file of a backup says, as sha256sum reads it.
func sumLine(sum, path string) string { return sum + "  " + filepath.Base(path) + "\n" }

// backupTo makes a backup of a name that was looked at.
func (db *DB) backupTo(ctx context.Context, path string) (sum string, err error) {
	draft, err := db.draft(path)
	if err != nil {
		return "", err
	}
	defer removeDatabase(draft)
	if err := db.copyTo(ctx, draft); err != nil {
		return "", refusal(filepath.Dir(path), err)
	}
	if err := checkDatabase(ctx, draft); err != nil {
		return "", fmt.Errorf("check backup: %w", err)
	}
	if sum, err = fileSum(draft); err != nil {
		return "", err
	}
	if err := nameNew(draft, path); err != nil {
		return "", err
	}
	if err := writeSynced(path+SumSuffix, []byte(sumLine(sum, path))); err != nil {
		return "", refusal(filepath.Dir(path), errors.Join(err, os.Remove(path)))
	}
	return sum, syncFolder(filepath.Dir(path))
}

// placeOf refuses a path where no backup may stand.
func (db *DB) placeOf(path string) error {
	if strings.IndexFunc(path, unicode.IsControl) >= 0 {
		return club.Refuse(club.CodeFileControl).On("file") // the line of the checksum file would break
	}
	if !filepath.IsAbs(path) {
		return club.Refuse(club.CodeFileRelative).On("file")
	}
	for _, name := range []string{path, path + SumSuffix, path + SigSuffix} {
		if _, err := os.Lstat(name); err == nil {
			return club.Refuse(club.CodeFileExists).On("file").With("file", name)
		}
	}
	if within(db.dir, filepath.Dir(path)) {
		return club.Refuse(club.CodeFileInData).On("file")
	}
	return nil
}

// within reports whether a folder is another one or lies inside it, by whatever
// name or link it is reached.
func within(outer, inner string) bool {
	home, err := os.Stat(outer)
	if err != nil {
		return false
	}
	place, err := filepath.EvalSymlinks(inner)
	if err != nil {
		return false // it cannot be written either, and that is told in its turn
	}
	for {
		if info, err := os.Stat(place); err == nil && os.SameFile(home, info) {
			return true
		}
		above := filepath.Dir(place)
		if above == place {
			return false
		}
		place = above
	}
}

// draft makes the empty file a backup grows in, beside its place and for its
// owner alone: SQLite would let others read it. Two backups at once have one
// each.
func (db *DB) draft(path string) (string, error) {
	file, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.part")
	if err != nil {
		return "", errors.Join(club.Refuse(club.CodeFileNotWritten).On("file").With("file", filepath.Base(path)), err)
	}
	return file.Name(), file.Close()
}

// nameNew gives a file a name that nothing has. A disk that knows no links, such
// as a USB key, leaves a moment in which another file could take it.
func nameNew(draft, path string) error {
	err := os.Link(draft, path)
	if err == nil {
		return nil // the draft's own name goes with the draft
	}
	if _, taken := os.Lstat(path); taken == nil {
		return club.Refuse(club.CodeFileExists).On("file").With("file", path)
	}
	if err := os.Rename(draft, path); err != nil {
		return fmt.Errorf("name backup: %w", err)
	}
	return nil
}

// copyTo writes a whole copy in rollback mode, so that it is one file.
func (db *DB) copyTo(ctx context.Context, path string) error {
	to, err := sql.Open("sqlite3", uri(path)+"?_journal_mode=DELETE&_synchronous=FULL")
	if err != nil {
		return fmt.Errorf("open backup: %w", err)
	}
	defer to.Close()
	err = withDriver(ctx, to, func(target *sqlite3.SQLiteConn) error {
		return withDriver(ctx, db.read, func(from *sqlite3.SQLiteConn) error {
			copying, err := target.Backup("main", from, "main")
			if err != nil {
				return err
			}
			// One step takes one consistent view; readers and the writer go on in WAL.
			_, err = copying.Step(-1)
			return errors.Join(err, copying.Finish())
		})
	})
	if err != nil {
		return fmt.Errorf("copy database: %w", err)
	}
	if _, err := to.ExecContext(ctx, "PRAGMA journal_mode = DELETE"); err != nil {
		return fmt.Errorf("close backup: %w", err)
	}
	return to.Close()
}

func withDriver(ctx context.Context, pool *sql.DB, use func(*sqlite3.SQLiteConn) error) error {
	conn, err := pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.Raw(func(driver any) error {
		c, ok := driver.(*sqlite3.SQLiteConn)
		if !ok {
			return fmt.Errorf("driver is %T", driver)
		}
		return use(c)
	})
}

// checkDatabase proves that a file is a whole Paddock database this program can
// read, with a club in it.
func checkDatabase(ctx context.Context, path string) error {
	check, err := sql.Open("sqlite3", uri(path)+"?mode=ro&_query_only=1")
	if err != nil {
		return err
	}
	defer check.Close()
	var verdict string
	if err := check.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&verdict); err != nil || verdict != "ok" {
		return errors.Join(club.Refuse(club.CodeBackupDamaged).On("file").With("file", filepath.Base(path)), err)
	}
	var version int64
	err = check.QueryRowContext(ctx, "SELECT max(version_id) FROM goose_db_version WHERE is_applied").Scan(&version)
	if err != nil || version > newestSchema() || version < 1 {
		return club.Refuse(club.CodeBackupForeign).On("file").With("file", filepath.Base(path))
	}
	var opened bool
	if err := check.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM staff WHERE role = 'owner')").Scan(&opened); err != nil || !opened {
		return errors.Join(club.Refuse(club.CodeClubMissing).On("file"), err)
	}
	return nil
}

func fileSum(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("read backup: %w", err)
	}
	defer file.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return "", fmt.Errorf("read backup: %w", err)
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

// writeSynced makes a file that nobody else may read.
func writeSynced(path string, raw []byte) error {
	out, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	_, err = out.Write(raw)
	if err = errors.Join(err, out.Sync(), out.Close()); err != nil {
		err = errors.Join(err, os.Remove(path)) // half a file says nothing true
	}
	return err
}

// syncFolder makes renames in a folder last through a power cut. Windows has no
// such call and needs none.
func syncFolder(dir string) error {
	folder, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("sync folder: %w", err)
	}
	defer folder.Close()
	if err := folder.Sync(); err != nil && !errors.Is(err, os.ErrInvalid) && !errors.Is(err, os.ErrPermission) {
		return fmt.Errorf("sync folder: %w", err)
	}
	return nil
}

func removeDatabase(path string) error {
	err := os.Remove(path)
	if errors.Is(err, os.ErrNotExist) {
		err = nil
	}
	return errors.Join(err, removeSidecars(path))
}

func removeSidecars(path string) error {
	var errs []error
	for _, suffix := range []string{"-wal", "-shm", "-journal"} {
		if err := os.Remove(path + suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
