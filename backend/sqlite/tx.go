package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/journal"
)

// Tx is one unit of work. Now is its one point in time, in UTC.
type Tx struct {
	Now    time.Time
	Done   *Action // what a person does in it, to be kept with it
	ctx    context.Context
	conn   *sql.Conn
	sealed []journal.Head // entries this unit added, for the seal log once committed
	syncs  bool           // the seal log is synced with them
	unseen bool           // no screen shows what it writes
	kept   *kept
	seen   *seen

	documentsRead map[billing.InvoiceID]billing.Document
}

// Unseen says that no screen shows what this unit writes: the revision stays, and
// nobody asks anything anew for it.
func (tx *Tx) Unseen() { tx.unseen = true }

// ErrNotFound says that a row asked for by its id does not exist.
var ErrNotFound = errors.New("not found")

// nested runs do inside an open Write, behind a savepoint: a refusal undoes
// this part alone.
func (tx *Tx) nested(ctx context.Context, now time.Time, do func(*Tx) error) error {
	if _, err := tx.exec("SAVEPOINT nested"); err != nil {
		return err
	}
	inner := &Tx{Now: now, ctx: context.WithoutCancel(ctx), conn: tx.conn, kept: tx.kept, seen: tx.seen}
	if err := do(inner); err != nil {
		*tx.seen = seen{}
		_, undo := tx.exec("ROLLBACK TO nested")
		_, release := tx.exec("RELEASE nested")
		return errors.Join(err, undo, release)
	}
	tx.sealed = append(tx.sealed, inner.sealed...)
	tx.syncs = tx.syncs || inner.syncs
	_, err := tx.exec("RELEASE nested")
	return err
}

// Try runs do so that it undoes itself alone when it fails, and returns why as undone.
// What the computer itself refuses, a full disk or a damaged file, is err: it is true
// of what follows as well.
func (tx *Tx) Try(do func(*Tx) error) (undone error, err error) {
	err = tx.nested(tx.ctx, tx.Now, do)
	code := refusalCode(err)
	if err == nil || tx.ctx.Err() != nil || code != "" && code != club.CodeBooksClosed {
		return nil, err
	}
	if code != "" { // the schema said it, and not Enters
		err = errors.Join(club.Refuse(code), err)
	}
	return err, nil
}

// rollback undoes what was not committed.
func (tx *Tx) rollback() { tx.conn.ExecContext(tx.ctx, "ROLLBACK") } // refused after COMMIT: there is nothing to undo

func (tx *Tx) exec(query string, args ...any) (sql.Result, error) {
	result, err := tx.conn.ExecContext(tx.ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("%w in %.60q", err, query)
	}
	return result, nil
}

// insert returns the id of the new row.
func (tx *Tx) insert(query string, args ...any) (int64, error) {
	result, err := tx.exec(query, args...)
	if err != nil {
		return 0, err
	}
	return result.LastInsertId()
}

// row scans the only row a query gives, or returns ErrNotFound.
func (tx *Tx) row(query string, args []any, into ...any) error {
	err := tx.conn.QueryRowContext(tx.ctx, query, args...).Scan(into...)
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("%w in %.60q", err, query)
	}
	return nil
}

// scanner is a row of a query or the only one.
type scanner interface{ Scan(into ...any) error }

// collect gathers all rows of a query; never nil, so that lists are [] in JSON.
func collect[T any](tx *Tx, scan func(scanner) (T, error), query string, args ...any) ([]T, error) {
	list := []T{}
	err := tx.each(func(row scanner) error {
		item, err := scan(row)
		list = append(list, item)
		return err
	}, query, args...)
	if err != nil {
		return nil, err
	}
	return list, nil
}

// each hands every row of a query to visit.
func (tx *Tx) each(visit func(scanner) error, query string, args ...any) error {
	rows, err := tx.conn.QueryContext(tx.ctx, query, args...)
	if err != nil {
		return fmt.Errorf("%w in %.60q", err, query)
	}
	defer rows.Close()
	for rows.Next() {
		if err := visit(rows); err != nil {
			return fmt.Errorf("%w in %.60q", err, query)
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("%w in %.60q", err, query)
	}
	return nil
}

// one scans the only row with the same function collect uses.
func one[T any](tx *Tx, scan func(scanner) (T, error), query string, args ...any) (T, error) {
	list, err := collect(tx, scan, query, args...)
	if err == nil && len(list) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		var none T
		return none, err
	}
	return list[0], nil
}

const instantLayout = "2006-01-02T15:04:05.000Z"

// stamp writes an instant as every table holds it: UTC with milliseconds.
func stamp(t time.Time) string { return t.UTC().Format(instantLayout) }

// instant scans a stamp, ” as the zero time.
type instant struct{ to *time.Time }

func (i instant) Scan(value any) error {
	text, ok := value.(string)
	if !ok {
		return fmt.Errorf("instant: %T", value)
	}
	if text == "" {
		*i.to = time.Time{}
		return nil
	}
	t, err := time.Parse(instantLayout, text)
	*i.to = t
	return err
}

// orNull writes an id, 0 as NULL.
func orNull[T ~int64](id T) any {
	if id == 0 {
		return nil
	}
	return int64(id)
}

// orZero scans an id, NULL as 0.
func orZero[T ~int64](id *T) any { return &nullable[T]{id} }

type nullable[T ~int64] struct{ to *T }

func (n *nullable[T]) Scan(value any) error {
	switch v := value.(type) {
	case nil:
		*n.to = 0
	case int64:
		*n.to = T(v)
	default:
		return fmt.Errorf("id: %T", value)
	}
	return nil
}

// asJSON writes a value object into one column.
func asJSON(value any) (string, error) {
	raw, err := json.Marshal(value)
	return string(raw), err
}

// fromJSON scans a value object out of one column.
func fromJSON(into any) any { return &jsonColumn{into} }

type jsonColumn struct{ into any }

func (j *jsonColumn) Scan(value any) error {
	text, ok := value.(string)
	if !ok {
		return fmt.Errorf("json column: %T", value)
	}
	return json.Unmarshal([]byte(text), j.into)
}

// change runs an UPDATE or DELETE that must meet exactly one row.
func (tx *Tx) change(query string, args ...any) error {
	result, err := tx.exec(query, args...)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, ErrNotFound)
	}
	return nil
}
