package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"paddock/backend/journal"
)

// How a transaction is committed. A whole one waits for the disk (PERFORMANCE,
// trap 1). It moves the log into the file every 4,000 pages, 16 MB, where 1,000
// are usual: that makes the disk sync twice, which a sale in sixty then pays
// instead of one in fifteen, and a page that a hundred sales change is moved
// once. A start after a crash reads no more than that.
//
// A draft waits for nothing and moves nothing: its pages stand in the log before
// those of the next whole transaction, whose sync takes them along.
const (
	whole = "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000"
	draft = "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0"
)

// Write runs do in one transaction: all of it is on the disk when Write
// returns nil, and none of it otherwise. Within a context that Batch made, it
// joins the open transaction instead.
func (db *DB) Write(ctx context.Context, do func(*Tx) error) error {
	return db.commit(ctx, whole, do)
}

// ErrSealing says that a draft sealed an entry, and that nothing of it was done.
var ErrSealing = errors.New("draft: it sealed an entry")

// Draft is Write for what may be lost again: it is as consistent and outlives
// the program, but a power cut before the next Write may take it. Nothing sealed
// can be in it: ErrSealing.
func (db *DB) Draft(ctx context.Context, do func(*Tx) error) error {
	return db.commit(ctx, draft, func(tx *Tx) error {
		if err := do(tx); err != nil || len(tx.sealed) == 0 {
			return err
		}
		return ErrSealing
	})
}

func (db *DB) commit(ctx context.Context, how string, do func(*Tx) error) error {
	if outer := joined(ctx); outer != nil {
		return outer.nested(ctx, db.instant(ctx), do)
	}
	if db.write == nil {
		return errors.New("write: opened read-only")
	}
	return refusal(db.dir, db.writeAlone(ctx, how, do))
}

func (db *DB) writeAlone(ctx context.Context, how string, do func(*Tx) error) error {
	// The one connection is held until the seal log is written, so that its lines
	// are in the order of the chain.
	conn, err := db.write.Conn(ctx)
	if err != nil {
		return fmt.Errorf("begin write: %w", err)
	}
	defer conn.Close()
	if err := db.prepare(ctx, conn, how); err != nil {
		return err
	}
	letGo, err := attachBeside(ctx, conn)
	if err != nil {
		return err
	}
	defer letGo()
	atOnce := ctx.Value(atOnceKey{}) != nil
	if atOnce {
		defer conn.ExecContext(context.WithoutCancel(ctx), "PRAGMA foreign_keys = 1")
		if _, err := conn.ExecContext(ctx, "PRAGMA foreign_keys = 0"); err != nil {
			return fmt.Errorf("begin write: %w", err)
		}
	}
	tx, err := db.unit(ctx, conn, "BEGIN IMMEDIATE")
	if err != nil {
		return fmt.Errorf("begin write: %w", err)
	}
	defer tx.rollback()
	if err := do(tx); err != nil {
		return err
	}
	if atOnce {
		if err := tx.nothingDangles(); err != nil {
			return err
		}
	}
	if !tx.unseen {
		if _, err := tx.exec("UPDATE revision SET n = n + 1"); err != nil {
			return fmt.Errorf("count revision: %w", err)
		}
	}
	if err := ctx.Err(); err != nil { // nobody waits for it any more
		return err
	}
	if _, err := tx.exec("COMMIT"); err != nil {
		db.unsure = true
		return fmt.Errorf("commit: %w", err)
	}
	db.recordSeal(ctx, tx.sealed, tx.syncs)
	return nil
}

type atOnceKey struct{}

// AtOnce is a context whose Write looks once, at its end, whether something points
// at a family, a rider or a part of one that is gone, and not at each that goes:
// SQLite would read every sale of the club for each of a long list.
func AtOnce(ctx context.Context) context.Context {
	return context.WithValue(ctx, atOnceKey{}, true)
}

// nothingDangles fails where a row points at one that is gone.
func (tx *Tx) nothingDangles() error {
	keys, err := tx.keysTo(append([]string{"households", "riders"}, partsOfAFamily...), nil)
	if err != nil {
		return err
	}
	for _, k := range keys {
		var dangles bool
		err := tx.row(`SELECT EXISTS (SELECT 1 FROM "`+k.table+`" x WHERE x."`+k.column+`" IS NOT NULL
			AND NOT EXISTS (SELECT 1 FROM "`+k.to+`" p WHERE p.id = x."`+k.column+`"))`, nil, &dangles)
		if err != nil {
			return err
		}
		if dangles {
			return fmt.Errorf("a row of %s points at one of %s that is gone", k.table, k.to)
		}
	}
	return nil
}

// prepare sets how the next transaction is committed, each time, so that none
// inherits another's. After a commit that failed it first moves the log into the
// file: a sync that fails may take the pages of earlier drafts along, and no
// later one says so; a sale after them would stand on what is not there.
func (db *DB) prepare(ctx context.Context, conn *sql.Conn, how string) error {
	if _, err := conn.ExecContext(ctx, how); err != nil {
		return fmt.Errorf("begin write: %w", err)
	}
	if !db.unsure {
		return nil
	}
	if err := emptyLog(ctx, conn); err != nil {
		return fmt.Errorf("begin write: %w", err)
	}
	db.unsure = false
	return nil
}

// emptyLog moves the whole log into the file.
func emptyLog(ctx context.Context, conn interface {
	QueryRowContext(context.Context, string, ...any) *sql.Row
}) error {
	var busy bool
	var pages, moved int
	if err := conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &pages, &moved); err != nil {
		return fmt.Errorf("empty log: %w", err)
	}
	if busy {
		return errors.New("empty log: somebody reads it")
	}
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

// recordSeal writes what was committed to the seal log. The sale stands whatever
// becomes of the log, so a disk that is full is told to the operator and not to
// the desk; the log is mended from the chain before the next line.
func (db *DB) recordSeal(ctx context.Context, heads []journal.Head, syncs bool) {
	var err error
	if db.sealTorn {
		err = db.mendSealLog(ctx)
	} else {
		err = db.appendSeal(heads)
	}
	if err == nil && syncs {
		err = db.syncSeal()
	}
	db.sealTorn = err != nil
	if err != nil {
		slog.Error("seal log", "error", err)
	}
}

// appendSeal writes what was committed to the seal log. It is synced at closings
// (PRODUCT section 9) and whenever a power cut could otherwise take more lines
// than verify excuses: a sale waits for one sync, its own.
func (db *DB) appendSeal(heads []journal.Head) error {
	var lines strings.Builder
	for _, head := range heads {
		lines.WriteString(head.SealLine())
	}
	if _, err := db.seal.WriteString(lines.String()); err != nil {
		return fmt.Errorf("write seal log: %w", err)
	}
	if db.sealLoose += len(heads); db.sealLoose < journal.MostBehind/2 {
		return nil
	}
	return db.syncSeal()
}

func (db *DB) syncSeal() error {
	if err := db.seal.Sync(); err != nil {
		return fmt.Errorf("sync seal log: %w", err)
	}
	db.sealLoose = 0
	return nil
}
