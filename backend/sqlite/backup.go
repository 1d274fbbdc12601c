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

	sqlite3 "github.com/mattn/go-sqlite3"

	"paddock/backend/club"
)

// SumSuffix is what the checksum file of a backup adds to its name. It holds
// one line as sha256sum writes and checks it.
const SumSuffix = ".sha256"

// draftSuffix ends the name of a backup that is not whole yet.
const draftSuffix = ".part"

// Backup copies the database to a new file by SQLite's own backup call, while
// the program goes on, and writes its SHA-256 beside it. The copy is checked
// before it gets its name; a file that is there already is refused.
func (db *DB) Backup(ctx context.Context, path string) (sum string, err error) {
	for _, name := range []string{path, path + SumSuffix} {
		if _, err := os.Lstat(name); err == nil {
			return "", club.Refuse(club.CodeFileExists).On("file").With("file", name)
		}
	}
	draft := path + draftSuffix
	defer removeDatabase(draft)
	if err := db.copyTo(ctx, draft); err != nil {
		return "", err
	}
	if err := checkDatabase(ctx, draft); err != nil {
		return "", fmt.Errorf("check backup: %w", err)
	}
	if sum, err = fileSum(draft); err != nil {
		return "", err
	}
	if err := writeSynced(path+SumSuffix, []byte(sum+"  "+filepath.Base(path)+"\n")); err != nil {
		return "", err
	}
	if err := os.Rename(draft, path); err != nil {
		return "", fmt.Errorf("name backup: %w", err)
	}
	return sum, syncFolder(filepath.Dir(path))
}

// copyTo writes a whole copy in rollback mode, so that it is one file.
func (db *DB) copyTo(ctx context.Context, path string) error {
	if err := removeDatabase(path); err != nil {
		return err
	}
	if err := writeSynced(path, nil); err != nil { // SQLite would let others read it
		name := strings.TrimSuffix(filepath.Base(path), draftSuffix)
		return errors.Join(club.Refuse(club.CodeFileNotWritten).On("file").With("file", name), err)
	}
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
	if err != nil || version > newestSchema || version < 1 {
		return club.Refuse(club.CodeBackupForeign).On("file").With("file", filepath.Base(path))
	}
	var opened bool
	if err := check.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM staff WHERE role = 'owner')").Scan(&opened); err != nil || !opened {
		return errors.Join(club.Refuse(club.CodeClubMissing).On("file"), err)
	}
	return nil
}

// Restore puts a backup in the place of the data in a folder that no program
// holds. The backup must carry its checksum. The new database is complete on
// the disk before it takes the name, and no -wal or -shm of the old one
// survives beside it; the old data is kept under another name.
func Restore(ctx context.Context, dir, backup string) (kept string, err error) {
	if err := checkSum(backup); err != nil {
		return "", err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("make data folder: %w", err)
	}
	lock, err := lockFolder(dir)
	if err != nil {
		return "", err
	}
	defer lock.release()

	draft := filepath.Join(dir, File+".restore")
	defer removeDatabase(draft)
	if err := copyFile(backup, draft); err != nil {
		return "", err
	}
	if err := checkDatabase(ctx, draft); err != nil {
		var refusal *club.Error
		if errors.As(err, &refusal) { // the person knows the backup, not its copy
			return "", refusal.With("file", filepath.Base(backup))
		}
		return "", err
	}
	if kept, err = setAside(ctx, dir); err != nil {
		return "", err
	}
	if err := os.Rename(draft, filepath.Join(dir, File)); err != nil {
		return "", fmt.Errorf("put backup in place: %w", err)
	}
	return kept, syncFolder(dir)
}

// setAside folds the write-ahead log of the old data into its file, so that it
// is one file again, and renames it. Nothing is left that SQLite could take for
// the log of the new one.
func setAside(ctx context.Context, dir string) (string, error) {
	path := filepath.Join(dir, File)
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return "", removeSidecars(path)
	}
	old, err := sql.Open("sqlite3", source(path, toWrite))
	if err != nil {
		return "", fmt.Errorf("open old data: %w", err)
	}
	// A damaged old database cannot be folded; it is kept with its log instead.
	_, folded := old.ExecContext(ctx, "PRAGMA journal_mode = DELETE")
	if err := old.Close(); err != nil {
		return "", fmt.Errorf("close old data: %w", err)
	}
	kept := ""
	for n := 1; kept == ""; n++ {
		name := fmt.Sprintf("%s.before-restore-%d", path, n)
		if _, err := os.Lstat(name); errors.Is(err, os.ErrNotExist) {
			kept = name
		}
	}
	if folded != nil {
		for _, suffix := range []string{"-wal", "-shm"} {
			if err := os.Rename(path+suffix, kept+suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
				return "", fmt.Errorf("keep old log: %w", err)
			}
		}
	}
	if err := removeSidecars(path); err != nil {
		return "", err
	}
	if err := os.Rename(path, kept); err != nil {
		return "", fmt.Errorf("keep old data: %w", err)
	}
	return kept, syncFolder(dir)
}

// checkSum compares a backup with the checksum beside it.
func checkSum(backup string) error {
	name := filepath.Base(backup)
	if info, err := os.Stat(backup); err != nil || !info.Mode().IsRegular() {
		return club.Refuse(club.CodeBackupMissing).On("file").With("file", backup)
	}
	line, err := os.ReadFile(backup + SumSuffix)
	if err != nil {
		return club.Refuse(club.CodeBackupNoSum).On("file").With("file", name+SumSuffix)
	}
	sum, err := fileSum(backup)
	if err != nil {
		return err
	}
	if said, _, _ := strings.Cut(strings.TrimSpace(string(line)), " "); !strings.EqualFold(said, sum) {
		return club.Refuse(club.CodeBackupDamaged).On("file").With("file", name)
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

func copyFile(from, to string) error {
	if err := removeDatabase(to); err != nil {
		return err
	}
	in, err := os.Open(from)
	if err != nil {
		return fmt.Errorf("read backup: %w", err)
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("write data: %w", err)
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}

// writeSynced makes a file that nobody else may read.
func writeSynced(path string, raw []byte) error {
	out, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	_, err = out.Write(raw)
	return errors.Join(err, out.Sync(), out.Close())
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
