package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"

	"paddock/backend/club"
)

// Beside is a database in memory with the tables of an open one. What takes long
// is written into it, by the statements that write anywhere, while the desk goes
// on; MoveIn then takes the families over with nothing left to work out. It is on
// no disk: whatever stops the program, nothing of it is left.
type Beside struct {
	name   string
	write  *sql.DB // one connection, and the data live as long as it
	joined string  // households it has a copy of, as JSON

	lastHousehold, lastRider int64 // what is above them was made here
}

// besides counts them: each has a name of its own.
var besides atomic.Int64

// Beside makes one. It holds a copy of the households that riders will join, and
// the last household and rider, after which it numbers its own.
func (db *DB) Beside(ctx context.Context, joined []club.HouseholdID) (*Beside, error) {
	b := &Beside{name: fmt.Sprintf("file:/beside-%d?vfs=memdb", besides.Add(1))}
	list, err := asJSON(joined)
	if err != nil {
		return nil, err
	}
	b.joined = list
	if b.write, err = sql.Open("sqlite3", b.name+"&_stmt_cache_size=256"); err != nil {
		return nil, fmt.Errorf("open beside: %w", err)
	}
	b.write.SetMaxOpenConns(1)
	b.write.SetConnMaxIdleTime(0)
	if err := b.copyFrom(ctx, db.Path()); err != nil {
		return nil, errors.Join(fmt.Errorf("open beside: %w", err), b.Close())
	}
	return b, nil
}

// copies are the rows a family's rules read; ?1 are the households joined.
var copies = []string{
	"INSERT INTO levels SELECT * FROM club.levels",
	`INSERT INTO households SELECT * FROM club.households WHERE id IN (SELECT value FROM json_each(?1))
		OR merged_into IN (SELECT value FROM json_each(?1)) OR id = (SELECT max(id) FROM club.households)`,
	"INSERT INTO contacts SELECT * FROM club.contacts WHERE household IN (SELECT value FROM json_each(?1))",
	"INSERT INTO addresses SELECT * FROM club.addresses WHERE household IN (SELECT value FROM json_each(?1))",
	"INSERT INTO rider_shares SELECT * FROM club.rider_shares WHERE household IN (SELECT value FROM json_each(?1))",
	`INSERT INTO riders SELECT * FROM club.riders WHERE household IN (SELECT value FROM json_each(?1))
		OR id IN (SELECT rider FROM rider_shares) OR id = (SELECT max(id) FROM club.riders)`,
}

// onDisk names SQLite's way to files, which a database in memory is not opened by.
func onDisk() string {
	if runtime.GOOS == "windows" {
		return "win32"
	}
	return "unix"
}

func (b *Beside) copyFrom(ctx context.Context, path string) error {
	if _, err := b.write.ExecContext(ctx, "ATTACH ? AS club", uri(path)+"?mode=ro&vfs="+onDisk()); err != nil {
		return err
	}
	var schema string
	err := b.write.QueryRowContext(ctx, `SELECT group_concat(sql, ';') FROM (SELECT sql FROM club.sqlite_schema
		WHERE type IN ('table', 'index') AND sql IS NOT NULL AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY type = 'index')`).Scan(&schema)
	if err != nil {
		return err
	}
	for _, statement := range append([]string{schema}, copies...) {
		args := []any{}
		if strings.Contains(statement, "?1") {
			args = append(args, b.joined)
		}
		if _, err := b.write.ExecContext(ctx, statement, args...); err != nil {
			return fmt.Errorf("%w in %.60q", err, statement)
		}
	}
	err = b.write.QueryRowContext(ctx, "SELECT coalesce((SELECT max(id) FROM households), 0), coalesce((SELECT max(id) FROM riders), 0)").
		Scan(&b.lastHousehold, &b.lastRider)
	if err != nil {
		return err
	}
	_, err = b.write.ExecContext(ctx, "DETACH club")
	return err
}

// Fill writes into it, all or nothing.
func (b *Beside) Fill(ctx context.Context, db *DB, do func(*Tx) error) error {
	conn, err := b.write.Conn(ctx)
	if err != nil {
		return fmt.Errorf("fill beside: %w", err)
	}
	defer conn.Close()
	tx := &Tx{ctx: context.WithoutCancel(ctx), conn: conn, Now: db.instant(ctx), kept: &kept{}, seen: &seen{}}
	if _, err := tx.exec("BEGIN"); err != nil {
		return err
	}
	defer tx.rollback()
	if err := do(tx); err != nil {
		return err
	}
	_, err = tx.exec("COMMIT")
	return err
}

// Close lets go of it and of all that it holds.
func (b *Beside) Close() error { return b.write.Close() }

type besideKey struct{}

// Within is a context whose Write can move it in.
func (b *Beside) Within(ctx context.Context) context.Context {
	return context.WithValue(ctx, besideKey{}, b)
}

// attachBeside lets a connection read what the context brings, until letGo, and
// hold all the pages that moving it in touches.
func attachBeside(ctx context.Context, conn *sql.Conn) (letGo func(), err error) {
	b, _ := ctx.Value(besideKey{}).(*Beside)
	if b == nil {
		return func() {}, nil
	}
	if _, err := conn.ExecContext(ctx, "ATTACH ? AS beside; PRAGMA main.cache_size = -64000", b.name); err != nil {
		return nil, fmt.Errorf("attach beside: %w", err)
	}
	return func() {
		conn.ExecContext(context.WithoutCancel(ctx), "DETACH beside; PRAGMA main.cache_size = -16000")
	}, nil
}

// MoveIn takes over the families and the lines set aside that were made beside,
// as an import's. What the rules of those families read must be what it was: see
// FamiliesState.
func (tx *Tx) MoveIn(b *Beside, imported int64) error {
	for _, part := range []struct {
		table, above string
		last         int64
		pointedAt    bool // its rows keep their ids
	}{
		{"households", "id", b.lastHousehold, true},
		{"contacts", "household", b.lastHousehold, false},
		{"addresses", "household", b.lastHousehold, false},
		{"riders", "id", b.lastRider, true},
		{"licences", "rider", b.lastRider, false},
		{"import_lines", "id", 0, false},
	} {
		columns, err := tx.columnsOf(part.table)
		if err != nil {
			return err
		}
		var to, from []string
		for _, column := range columns {
			switch {
			case column == "id" && !part.pointedAt:
			case column == "import":
				to, from = append(to, column), append(from, strconv.FormatInt(imported, 10))
			default:
				to, from = append(to, column), append(from, column)
			}
		}
		if _, err := tx.exec(fmt.Sprintf("INSERT INTO main.%s (%s) SELECT %s FROM beside.%s WHERE %s > ? ORDER BY id",
			part.table, strings.Join(to, ", "), strings.Join(from, ", "), part.table, part.above), part.last); err != nil {
			return err
		}
	}
	if _, err := tx.exec(`UPDATE main.households SET folded = b.folded FROM beside.households b
		WHERE b.id = main.households.id AND b.id IN (SELECT value FROM json_each(?))`, b.joined); err != nil {
		return err
	}
	return tx.change(`UPDATE imports SET households = (SELECT count(*) FROM beside.households WHERE id > ?1),
		riders = (SELECT count(*) FROM beside.riders WHERE id > ?2) WHERE id = ?3`, b.lastHousehold, b.lastRider, imported)
}

func (tx *Tx) columnsOf(table string) ([]string, error) {
	return collect(tx, func(row scanner) (name string, err error) {
		err = row.Scan(&name)
		return name, err
	}, "SELECT name FROM pragma_table_info(?, 'main') ORDER BY cid", table)
}

// FamiliesState changes with everything that how a list of members is read and
// grouped depends on: two that are equal stand for the same families, riders,
// levels, settings and waiting lines.
func (tx *Tx) FamiliesState() (state string, err error) {
	err = tx.row(`SELECT json_array(
		(SELECT json_array(count(*), max(id), total(version), total(merged_into IS NOT NULL), total(erased_at <> '')) FROM households),
		(SELECT json_array(count(*), max(id), total(version)) FROM riders),
		(SELECT json_array(count(*), max(rider), total(household)) FROM rider_shares),
		(SELECT json_array(count(*), max(version)) FROM levels),
		(SELECT json_array(count(*), total(version)) FROM settings),
		(SELECT json_array(count(*), max(id)) FROM import_lines))`, nil, &state)
	return state, err
}
