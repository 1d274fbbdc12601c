package sqlite

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"paddock/backend/club"
	"paddock/backend/journal"
)

// Seal appends an entry to the journal: what happened, to which document, by
// whom, with its whole payload.
func (tx *Tx) Seal(kind journal.Kind, actor club.Actor, doc string, payload any) error {
	_, err := tx.seal(kind, actor, doc, payload)
	return err
}

func (tx *Tx) seal(kind journal.Kind, actor club.Actor, doc string, payload any) (seq int64, err error) {
	head, err := tx.Head()
	if err != nil {
		return 0, err
	}
	entry, err := journal.Append(head, kind, actor.ID, tx.Now, doc, payload)
	if err != nil {
		return 0, fmt.Errorf("seal %s: %w", kind, err)
	}
	_, err = tx.exec("INSERT INTO journal (seq, kind, at, doc, line, prev, hash) VALUES (?, ?, ?, ?, ?, ?, ?)",
		entry.Seq, string(entry.Kind), stamp(entry.At), entry.Doc, entry.Line, entry.Prev, entry.Hash)
	if err != nil {
		return 0, err
	}
	tx.sealed = append(tx.sealed, entry.Head())
	return entry.Seq, nil
}

// Head is the last entry of the chain; the zero Head of an empty one.
func (tx *Tx) Head() (journal.Head, error) {
	var head journal.Head
	err := tx.row("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1", nil, &head.Seq, &head.Hash)
	if errors.Is(err, ErrNotFound) {
		return journal.Head{}, nil
	}
	return head, err
}

// SettingsEntries lists the entries of what was changed in the settings, the
// latest first.
func (tx *Tx) SettingsEntries() ([]journal.Entry, error) {
	return collect(tx, func(row scanner) (e journal.Entry, err error) {
		err = row.Scan(&e.Seq, instant{&e.At}, &e.Line)
		return e, err
	}, "SELECT seq, at, line FROM journal WHERE kind = 'settings.changed' ORDER BY seq DESC")
}

// eventKinds are the entries of what happened to the installation itself, in the
// words of the index journal_events, which is used for these words alone.
const eventKinds = `kind IN ('club.opened', 'program.changed', 'settings.changed', 'staff.changed',
	'clock.confirmed', 'data.restored', 'key.replaced', 'archive.made', 'books.exported', 'list.exported', 'backup.made', 'check.failed', 'attestation.made', 'personalData.exported',
	'personalData.erased', 'day.closed', 'month.closed', 'year.closed')`

// Events lists those entries from a moment up to another, the latest first.
func (tx *Tx) Events(from, until time.Time) ([]journal.Entry, error) {
	return collect(tx, scanEvent, "SELECT seq, kind, at, doc, line FROM journal WHERE "+eventKinds+" AND at >= ? AND at < ? ORDER BY seq DESC", stamp(from), stamp(until))
}

// LastProgram is the latest entry that names the version of Paddock the data is
// written with, or ErrNotFound.
func (tx *Tx) LastProgram() (journal.Entry, error) {
	return one(tx, scanEvent, "SELECT seq, kind, at, doc, line FROM journal WHERE "+eventKinds+` AND kind IN ('club.opened', 'program.changed', 'data.restored')
		ORDER BY seq DESC LIMIT 1`)
}

func scanEvent(row scanner) (e journal.Entry, err error) {
	return e, row.Scan(&e.Seq, &e.Kind, instant{&e.At}, &e.Doc, &e.Line)
}

// EachEntry hands every journal entry to visit, in order of seq.
func (tx *Tx) EachEntry(visit func(journal.Entry) error) error {
	rows, err := tx.conn.QueryContext(tx.ctx, "SELECT seq, kind, at, doc, line, prev, hash FROM journal ORDER BY seq")
	if err != nil {
		return fmt.Errorf("read journal: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var e journal.Entry
		var at string
		if err := rows.Scan(&e.Seq, &e.Kind, &at, &e.Doc, &e.Line, &e.Prev, &e.Hash); err != nil {
			return fmt.Errorf("read journal: %w", err)
		}
		e.At, _ = time.Parse(instantLayout, at) // what somebody spoiled is no moment, which verify names
		if err := visit(e); err != nil {
			return err
		}
	}
	return rows.Err()
}

// EntryLines returns the lines of these entries, by seq.
func (tx *Tx) EntryLines(seqs []int64) (map[int64]string, error) {
	lines := map[int64]string{}
	list, err := asJSON(seqs)
	if err != nil {
		return nil, err
	}
	return lines, tx.each(func(row scanner) error {
		var seq int64
		var line string
		err := row.Scan(&seq, &line)
		lines[seq] = line
		return err
	}, "SELECT seq, line FROM journal WHERE seq IN (SELECT value FROM json_each(?))", list)
}

// SealLog returns the bytes of the seal log beside the database, nil when there
// is none.
func (db *DB) SealLog() ([]byte, error) {
	raw, err := os.ReadFile(filepath.Join(db.dir, SealFile))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	return raw, err
}

// mendSealLog writes the entries that were committed but had not reached the
// log when the last program was killed or the power was cut, after cutting what
// either left of their lines. What the log has and the database has not is left
// for verify to name, and so is damage that no sudden stop leaves.
func (db *DB) mendSealLog(ctx context.Context) error {
	raw, err := db.SealLog()
	if err != nil {
		return fmt.Errorf("read seal log: %w", err)
	}
	if err := db.cutSealLog(bytes.LastIndexByte(raw, '\n')+1, len(raw)); err != nil {
		return err
	}
	log := journal.ParseSealLog(raw)
	var last journal.Head
	if log.Sound > 0 {
		last = log.Heads[log.Sound-1]
	}
	return db.Read(ctx, func(tx *Tx) error {
		if done, err := tx.restoredAfter(last); err != nil || done != (journal.Head{}) {
			return errors.Join(err, db.appendSeal([]journal.Head{done}))
		}
		if known, err := tx.knows(log.Heads[max(log.Sound-1, 0):]); err != nil || !known {
			return err
		}
		missing, err := collect(tx, func(s scanner) (h journal.Head, err error) {
			err = s.Scan(&h.Seq, &h.Hash)
			return h, err
		}, "SELECT seq, hash FROM journal WHERE seq > ? ORDER BY seq", last.Seq)
		if err != nil || last.Seq == 0 || len(missing) > journal.MostBehind {
			return err // an empty or cut log beside a full chain is not ours to invent
		}
		if log.Damaged > 0 {
			if err := db.cutSealLog(log.Whole, len(raw)); err != nil {
				return err
			}
		}
		return db.appendSeal(missing)
	})
}

// cutSealLog shortens the log from so many bytes to so many.
func (db *DB) cutSealLog(to, from int) error {
	if to == from {
		return nil
	}
	if err := db.seal.Truncate(int64(to)); err != nil {
		return fmt.Errorf("mend seal log: %w", err)
	}
	return nil
}

// knows reports whether the chain has all these entries.
func (tx *Tx) knows(heads []journal.Head) (bool, error) {
	for _, head := range heads {
		var hash string
		err := tx.row("SELECT hash FROM journal WHERE seq = ?", []any{head.Seq}, &hash)
		if err != nil || hash != head.Hash {
			return false, ignoreMissing(err)
		}
	}
	return true, nil
}

// restoredAfter is the last entry of the chain when it is a restore that names
// this line as the one the seal log ended with: the data were put in place and
// the log does not say so yet. The zero Head otherwise.
func (tx *Tx) restoredAfter(last journal.Head) (journal.Head, error) {
	var e journal.Entry
	err := tx.row("SELECT seq, kind, line, hash FROM journal ORDER BY seq DESC LIMIT 1", nil, &e.Seq, &e.Kind, &e.Line, &e.Hash)
	if err != nil {
		return journal.Head{}, ignoreMissing(err)
	}
	before, restored := e.Restored()
	if !restored || before.Seq != last.Seq || last.Seq > 0 && before != last {
		return journal.Head{}, nil
	}
	return e.Head(), nil
}

// lastSealed is the last whole line of a folder's seal log, which tells where the
// chain stood whatever the database says; where there is none, entry 0 of the
// chain, whose hash is all zeros.
func lastSealed(dir string) (journal.Head, error) {
	raw, err := (&DB{dir: dir}).SealLog()
	if err != nil {
		return journal.Head{}, fmt.Errorf("read seal log: %w", err)
	}
	heads := journal.ParseSealLog(raw).Heads
	if len(heads) == 0 {
		return journal.Head{Hash: strings.Repeat("0", 64)}, nil
	}
	return heads[len(heads)-1], nil
}

func ignoreMissing(err error) error {
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	return err
}

// Training reports whether this is training data, as entry 1 of the journal
// fixed it for ever (PRODUCT section 9).
func (tx *Tx) Training() (training bool, err error) {
	var hash string
	if err := tx.row("SELECT hash FROM journal WHERE seq = 1", nil, &hash); err != nil {
		return false, ignoreMissing(err)
	}
	tx.kept.mutex.Lock()
	defer tx.kept.mutex.Unlock()
	if tx.kept.opening.hash != hash {
		if err := tx.row("SELECT coalesce(json_extract(line, '$.payload.training'), 0) FROM journal WHERE seq = 1", nil, &training); err != nil {
			return false, err
		}
		tx.kept.opening = opening{hash, training}
	}
	return tx.kept.opening.training, nil
}

// SealedAs returns the entry that sealed a document or payment, and the short
// form of its hash as papers print it: 7F3A-91C2. That doc is not empty is said to
// SQLite, which reads the whole journal for the last invoice otherwise.
func (tx *Tx) SealedAs(doc string) (seq int64, seal string, err error) {
	err = tx.row(`SELECT seq, upper(substr(hash, 1, 4) || '-' || substr(hash, 5, 4)) FROM journal
		WHERE doc <> '' AND doc = ? AND kind IN ('invoice.issued', 'creditNote.issued', 'payment.received', 'payment.refunded',
			'payment.bounced', 'payment.refused', 'payment.returned') ORDER BY seq LIMIT 1`, []any{doc}, &seq, &seal)
	return seq, seal, err
}

// LastEntryBefore is the last entry of the chain made before a moment, among those
// up to a seq; the zero Head when there is none.
func (tx *Tx) LastEntryBefore(at time.Time, upTo int64) (head journal.Head, err error) {
	err = tx.row("SELECT seq, hash FROM journal WHERE at < ? AND seq <= ? ORDER BY seq DESC LIMIT 1", []any{stamp(at), upTo}, &head.Seq, &head.Hash)
	return head, ignoreMissing(err)
}

// HeadAt is where the chain stood with the entry of a seq, or ErrNotFound.
func (tx *Tx) HeadAt(seq int64) (head journal.Head, err error) {
	err = tx.row("SELECT seq, hash FROM journal WHERE seq = ?", []any{seq}, &head.Seq, &head.Hash)
	return head, err
}

// FirstEntrySince is the first entry of the journal from a moment on.
func (tx *Tx) FirstEntrySince(at time.Time) (seq int64, err error) {
	err = tx.row("SELECT coalesce(min(seq), (SELECT max(seq) FROM journal)) FROM journal WHERE at >= ?", []any{stamp(at)}, &seq)
	return seq, err
}
