// Package sqlite keeps everything Paddock knows in one SQLite file. It is the
// only place with SQL.
//
// A unit of work is a Read or a Write; only package desk opens one. Rules are
// not here: rows are loaded, handed up and written. What the schema itself
// refuses (migrations/) is the second wall, and its refusal is a fault.
package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"time"

	_ "github.com/mattn/go-sqlite3" // the driver
	"github.com/pressly/goose/v3"

	"paddock/backend/club"
	"paddock/backend/journal"
)

// The files of a data folder.
const (
	File     = "paddock.db"   // the database
	SealFile = "seal.log"     // sequence and hash of every journal entry, outside the database
	lockFile = "paddock.lock" // held while a program may write
)

//go:embed migrations/*.sql
var migrations embed.FS

// DB is an open data folder.
type DB struct {
	dir   string
	write *sql.DB // one connection: SQLite has one writer
	read  *sql.DB
	now   func() time.Time
	seal  *os.File
	// sealTorn says that the last lines did not reach the seal log. The one write
	// connection guards it.
	sealTorn bool
	lock     *folderLock
}

// Open opens the data folder for writing, makes it when it is missing, and
// brings the schema up to date. A second program on the same folder is refused
// with CodeDataInUse. now is the clock every transaction takes its time from.
func Open(ctx context.Context, dir string, now func() time.Time) (*DB, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make data folder: %w", err)
	}
	if onNetwork(dir) {
		return nil, club.Refuse(club.CodeNetworkFolder).With("folder", dir)
	}
	lock, err := lockFolder(dir)
	if err != nil {
		return nil, err
	}
	db := &DB{dir: dir, now: now, lock: lock}
	if err := db.open(ctx); err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

// OpenReadOnly opens an existing data folder beside a running program. Writes
// fail.
func OpenReadOnly(ctx context.Context, dir string, now func() time.Time) (*DB, error) {
	if _, err := os.Stat(filepath.Join(dir, File)); errors.Is(err, fs.ErrNotExist) {
		return nil, club.Refuse(club.CodeClubMissing).With("folder", dir)
	}
	db := &DB{dir: dir, now: now}
	if err := db.openReaders(ctx); err != nil {
		return nil, err
	}
	version, err := db.schemaVersion(ctx)
	if err != nil || version != newestSchema {
		db.Close()
		return nil, errors.Join(fmt.Errorf("schema version %d, this program reads %d", version, newestSchema), err)
	}
	return db, nil
}

// source is the DSN with the settings every connection needs. WAL with
// synchronous=FULL is what a power cut does not lose (PERFORMANCE, trap 1);
// immediate transactions wait for the writer instead of failing (trap 2);
// foreign keys are per connection, so they stand here.
func source(path, begin string) string {
	return uri(path) + "?_journal_mode=WAL&_synchronous=FULL&_busy_timeout=5000&_foreign_keys=1&_recursive_triggers=1" + begin
}

// uri names a file to SQLite; %, ? and # are letters of it and no more.
func uri(path string) string { return "file:" + (&url.URL{Path: path}).EscapedPath() }

// How each pool begins its transactions.
const (
	toWrite = "&_txlock=immediate"
	toRead  = "&_txlock=deferred&_query_only=1"
)

func (db *DB) open(ctx context.Context) error {
	// SQLite would make a file that everybody on the computer may read; its log
	// takes the rights of its file.
	err := writeSynced(db.Path(), nil)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("make database: %w", err)
	}
	if db.write, err = sql.Open("sqlite3", source(db.Path(), toWrite)); err != nil {
		return fmt.Errorf("open database: %w", err)
	}
	db.write.SetMaxOpenConns(1)
	db.write.SetConnMaxIdleTime(0)
	if err := db.migrate(ctx); err != nil {
		return err
	}
	if err := db.openReaders(ctx); err != nil {
		return err
	}
	db.seal, err = os.OpenFile(filepath.Join(db.dir, SealFile), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return fmt.Errorf("open seal log: %w", err)
	}
	return db.mendSealLog(ctx)
}

func (db *DB) openReaders(ctx context.Context) error {
	var err error
	if db.read, err = sql.Open("sqlite3", source(db.Path(), toRead)); err != nil {
		return fmt.Errorf("open database for reading: %w", err)
	}
	db.read.SetMaxOpenConns(4)
	if err := db.read.PingContext(ctx); err != nil {
		return fmt.Errorf("open database for reading: %w", err)
	}
	return nil
}

// newestSchema is the version of the last file in migrations/, whose names begin
// with it.
var newestSchema = func() (newest int64) {
	files, err := migrations.ReadDir("migrations")
	if err != nil {
		panic(err) // embedded: cannot be missing in a built program
	}
	for _, file := range files {
		version, err := goose.NumericComponent(file.Name())
		if err != nil {
			panic(err)
		}
		newest = max(newest, version)
	}
	return newest
}()

func (db *DB) migrate(ctx context.Context) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	steps, err := goose.NewProvider(goose.DialectSQLite3, db.write, files)
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	version, err := steps.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("read schema version: %w", err)
	}
	if version > newestSchema {
		return club.Refuse(club.CodeBackupForeign).With("version", version)
	}
	if _, err := steps.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

func (db *DB) schemaVersion(ctx context.Context) (version int64, err error) {
	err = db.read.QueryRowContext(ctx, "SELECT max(version_id) FROM goose_db_version WHERE is_applied").Scan(&version)
	return version, err
}

// instant is the present moment as the tables can hold it, so that what was
// written reads back equal.
func (db *DB) instant(ctx context.Context) time.Time {
	now, set := ctx.Value(clockKey{}).(time.Time)
	if !set {
		now = db.now()
	}
	return now.UTC().Truncate(time.Millisecond)
}

type clockKey struct{}

// At hands out a context in which it is that moment, for a past that is made up
// from the beginning: the sample club.
func At(ctx context.Context, moment time.Time) context.Context {
	return context.WithValue(ctx, clockKey{}, moment)
}

// Path is the database file.
func (db *DB) Path() string { return filepath.Join(db.dir, File) }

// Dir is the data folder.
func (db *DB) Dir() string { return db.dir }

// Close closes the connections and gives the folder free.
func (db *DB) Close() error {
	var errs []error
	for _, pool := range []*sql.DB{db.read, db.write} {
		if pool != nil {
			errs = append(errs, pool.Close())
		}
	}
	if db.seal != nil {
		errs = append(errs, db.seal.Close())
	}
	if db.lock != nil {
		errs = append(errs, db.lock.release())
	}
	return errors.Join(errs...)
}

// Read runs do on one consistent view of the data.
func (db *DB) Read(ctx context.Context, do func(*Tx) error) error {
	if tx := joined(ctx); tx != nil {
		return do(&Tx{ctx: ctx, sql: tx.sql, Now: db.instant(ctx)})
	}
	inner, err := db.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return fmt.Errorf("begin read: %w", err)
	}
	defer inner.Rollback()
	return do(&Tx{ctx: ctx, sql: inner, Now: db.instant(ctx)})
}

// Write runs do in one transaction: all of it is on the disk when Write
// returns nil, and none of it otherwise. Within a context that Batch made, it
// joins the open transaction instead.
func (db *DB) Write(ctx context.Context, do func(*Tx) error) error {
	if outer := joined(ctx); outer != nil {
		return outer.nested(ctx, db.instant(ctx), do)
	}
	if db.write == nil {
		return errors.New("write: opened read-only")
	}
	// The one connection is held until the seal log is written, so that its lines
	// are in the order of the chain.
	conn, err := db.write.Conn(ctx)
	if err != nil {
		return fmt.Errorf("begin write: %w", err)
	}
	defer conn.Close()
	inner, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin write: %w", err)
	}
	defer inner.Rollback()
	tx := &Tx{ctx: ctx, sql: inner, Now: db.instant(ctx)}
	if err := do(tx); err != nil {
		return err
	}
	if _, err := inner.ExecContext(ctx, "UPDATE revision SET n = n + 1"); err != nil {
		return fmt.Errorf("count revision: %w", err)
	}
	if err := inner.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	db.recordSeal(ctx, tx.sealed)
	return nil
}

// Batch opens one Write and hands out a context in which every Write and Read
// joins it, each with its own time from the clock. One refused Write undoes
// itself and leaves the rest. The sample club is made so, a day at a time.
func (db *DB) Batch(ctx context.Context, do func(context.Context) error) error {
	return db.Write(ctx, func(tx *Tx) error {
		return do(context.WithValue(ctx, txKey{}, tx))
	})
}

type txKey struct{}

func joined(ctx context.Context) *Tx {
	tx, _ := ctx.Value(txKey{}).(*Tx)
	return tx
}

// Revision counts committed writes; a screen that saw a smaller one is stale.
func (db *DB) Revision(ctx context.Context) (n int64, err error) {
	err = db.read.QueryRowContext(ctx, "SELECT n FROM revision").Scan(&n)
	return n, err
}

// recordSeal writes what was committed to the seal log. The sale stands whatever
// becomes of the log, so a disk that is full is told to the operator and not to
// the desk; the log is mended from the chain before the next line.
func (db *DB) recordSeal(ctx context.Context, heads []journal.Head) {
	var err error
	if db.sealTorn {
		err = db.mendSealLog(ctx)
	} else {
		err = db.appendSeal(heads)
	}
	db.sealTorn = err != nil
	if err != nil {
		slog.Error("seal log", "error", err)
	}
}

// appendSeal writes what was committed to the seal log. It is not synced: a
// sale costs the disk one sync, and closings sync the log (PRODUCT section 9).
func (db *DB) appendSeal(heads []journal.Head) error {
	for _, head := range heads {
		if _, err := db.seal.WriteString(head.SealLine()); err != nil {
			return fmt.Errorf("write seal log: %w", err)
		}
	}
	return nil
}
