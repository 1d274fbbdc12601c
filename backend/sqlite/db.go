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
)

// The files of a data folder.
const (
	File     = "paddock.db"   // the database
	SealFile = "seal.log"     // sequence and hash of every journal entry, outside the database
	lockFile = "paddock.lock" // held while a program may write
)

//go:embed migrations/*.sql
var embedded embed.FS

// migrations are the steps to the schema this program needs, in order of name.
// A test puts a step of its own after them.
var migrations fs.FS = embedded

// DB is an open data folder.
type DB struct {
	dir   string
	write *sql.DB // one connection: SQLite has one writer
	read  *sql.DB
	now   func() time.Time
	seal  *os.File
	// sealTorn says that the last lines did not reach the seal log. The one write
	// connection guards it.
	sealTorn  bool
	sealLoose int // lines since the log was synced
	// unsure says that a sync may have lost what drafts wrote. Guarded as well.
	unsure bool
	lock   *folderLock
	kept   kept
}

// Open opens the data folder for writing, makes it when it is missing, and
// brings the schema up to date. A second program on the same folder is refused
// with CodeDataInUse. now is the clock every transaction takes its time from.
func Open(ctx context.Context, dir string, now func() time.Time) (*DB, error) {
	return OpenTelling(ctx, dir, now, untold)
}

// untold is for who does not wait for an update, or tells of something larger.
func untold(string) {}

// OpenTelling is Open that calls updating once nobody else can write, before it copies data
// of an older version and changes their form, which takes its time in a large club.
// language is what their club speaks, "" where they do not say.
func OpenTelling(ctx context.Context, dir string, now func() time.Time, updating func(language string)) (*DB, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, refusal(dir, fmt.Errorf("make data folder: %w", err))
	}
	if onNetwork(dir) {
		return nil, club.Refuse(club.CodeNetworkFolder).With("folder", dir)
	}
	lock, err := lockFolder(ctx, dir)
	if err != nil {
		return nil, refusal(dir, err)
	}
	clearStaging(dir)
	db := &DB{dir: dir, now: now, lock: lock}
	if err := db.open(ctx, updating); err != nil {
		db.Close()
		return nil, refusal(dir, err)
	}
	return db, nil
}

// source is the DSN with the settings every connection needs. WAL with
// synchronous=FULL is what a power cut does not lose (PERFORMANCE, trap 1);
// immediate transactions wait for the writer instead of failing (trap 2);
// foreign keys are per connection, so they stand here. The cache, of 16 MB where
// 2 are usual, holds what the lists of ten years read.
func source(path, begin string) string {
	return uri(path) + "?_busy_timeout=5000&_foreign_keys=1&_recursive_triggers=1&_stmt_cache_size=256&_cache_size=-16000" + begin
}

// uri names a file to SQLite; %, ? and # are letters of it and no more.
func uri(path string) string { return "file:" + (&url.URL{Path: path}).EscapedPath() }

// How each pool begins its transactions. Only the writer asks for WAL: the file
// remembers it, and a reader that asked would have to be able to write.
const (
	toWrite = "&_journal_mode=WAL&_synchronous=FULL&_txlock=immediate"
	toRead  = "&_txlock=deferred&_query_only=1"
)

func (db *DB) open(ctx context.Context, updating func(language string)) error {
	if err := db.lost(); err != nil {
		return err
	}
	// SQLite would make a file that everybody on the computer may read; its log
	// takes the rights of its file.
	err := writeSynced(db.Path(), nil)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("make database: %w", err)
	}
	if err := db.openReaders(toRead); err != nil {
		return err
	}
	// Read before the writer turns the file into one of ours.
	version, err := db.recognised(ctx)
	if err != nil {
		return err
	}
	// What is being restored has no lock of its own, and its backup already.
	if db.lock != nil && 0 < version && version < newestSchema() {
		updating(db.spoken(ctx))
		if err := db.keepBeforeUpdate(ctx, version); err != nil {
			return err
		}
	}
	if db.write, err = sql.Open("sqlite3", source(db.Path(), toWrite)); err != nil {
		return fmt.Errorf("open database: %w", err)
	}
	db.write.SetMaxOpenConns(1)
	db.write.SetConnMaxIdleTime(0)
	if _, err := db.write.ExecContext(ctx, whole+"; PRAGMA temp_store = MEMORY"); err != nil { // what an undone part would put back
		return fmt.Errorf("open database: %w", err)
	}
	if err := db.migrate(ctx); err != nil {
		return err
	}
	db.seal, err = os.OpenFile(filepath.Join(db.dir, SealFile), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return fmt.Errorf("open seal log: %w", err)
	}
	if err := db.mendSealLog(ctx); err != nil {
		return err
	}
	if err := db.deferOld(ctx); err != nil { // the program opens, and Today says it: see Undeferred
		slog.Error("defer what an older Paddock sold", "error", err)
	}
	return db.Sweep()
}

// lost refuses to begin an empty database beside a seal log that says there was
// a club: somebody took the file away, and its next sale would be number 1.
func (db *DB) lost() error {
	if info, err := os.Stat(db.Path()); err == nil && info.Size() > 0 {
		return nil
	}
	if info, err := os.Stat(filepath.Join(db.dir, SealFile)); err != nil || info.Size() == 0 {
		return nil
	}
	return club.Refuse(club.CodeDataLost).With("folder", db.dir).With("file", File)
}

func (db *DB) openReaders(how string) (err error) {
	if db.read, err = sql.Open("sqlite3", source(db.Path(), how)); err != nil {
		return fmt.Errorf("open database for reading: %w", err)
	}
	db.read.SetMaxOpenConns(4)
	return nil
}

// recognised returns the version of a Paddock database's schema, 0 for an empty
// file. It refuses the database of another program or of a newer Paddock.
func (db *DB) recognised(ctx context.Context) (version int64, err error) {
	var tables, ours int
	err = db.read.QueryRowContext(ctx, "SELECT count(*), coalesce(sum(name = 'goose_db_version'), 0) FROM sqlite_schema").Scan(&tables, &ours)
	switch {
	case err != nil:
		return 0, fmt.Errorf("read schema: %w", err)
	case tables == 0:
		return 0, nil
	case ours == 0:
		return 0, club.Refuse(club.CodeDataForeign).With("folder", db.dir).With("file", File)
	}
	err = db.read.QueryRowContext(ctx, "SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied").Scan(&version)
	if err != nil {
		return 0, fmt.Errorf("read schema version: %w", err)
	}
	if version > newestSchema() {
		return 0, club.Refuse(club.CodeDataNewer).With("folder", db.dir)
	}
	return version, nil
}

// spoken is the language of the club whose data these are, of whatever version: its identity
// has always stood here. Without one there is none.
func (db *DB) spoken(ctx context.Context) (language string) {
	_ = db.read.QueryRowContext(ctx, "SELECT coalesce(body ->> '$.language', '') FROM settings WHERE section = 'identity'").Scan(&language)
	return language
}

// newestSchema is the version of the last file in migrations/.
func newestSchema() int64 {
	files, err := fs.ReadDir(migrations, "migrations") // in order of name
	if err != nil || len(files) == 0 {
		panic("no migrations in the program")
	}
	version, err := goose.NumericComponent(files[len(files)-1].Name())
	if err != nil {
		panic(err)
	}
	return version
}

func (db *DB) migrate(ctx context.Context) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	steps, err := goose.NewProvider(goose.DialectSQLite3, db.write, files)
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	if _, err := steps.Up(ctx); err != nil {
		err = fmt.Errorf("migrate: %w", err)
		if refusalCode(err) == "" { // the disk and its rights are not what is wrong
			err = errors.Join(club.Refuse(club.CodeDataNotUpdated), err)
		}
		return err
	}
	return nil
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
		return do(&Tx{ctx: context.WithoutCancel(ctx), conn: tx.conn, Now: db.instant(ctx), kept: tx.kept, seen: tx.seen})
	}
	conn, err := db.read.Conn(ctx)
	if err != nil {
		return refusal(db.dir, fmt.Errorf("begin read: %w", err))
	}
	defer conn.Close()
	tx, err := db.unit(ctx, conn, "BEGIN")
	if err != nil {
		return refusal(db.dir, fmt.Errorf("begin read: %w", err))
	}
	defer tx.rollback()
	return refusal(db.dir, do(tx))
}

// unit begins a unit of work on a connection that is its own until the end.
// Its statements know the context's values and not its end: a transaction of
// database/sql starts a goroutine for each of them, which watches for it.
func (db *DB) unit(ctx context.Context, conn *sql.Conn, how string) (*Tx, error) {
	tx := &Tx{ctx: context.WithoutCancel(ctx), conn: conn, Now: db.instant(ctx), kept: &db.kept, seen: &seen{}}
	_, err := tx.exec(how)
	return tx, err
}

// Revision counts committed writes; a screen that saw a smaller one is stale.
func (db *DB) Revision(ctx context.Context) (n int64, err error) {
	err = db.read.QueryRowContext(ctx, "SELECT n FROM revision").Scan(&n)
	return n, err
}
