package sqlite

import (
	"cmp"

	"paddock/backend/calendar"
	"paddock/backend/money"
)

// Repeat is a line of a statement that was there already.
type Repeat struct {
	Statement int64        `json:"statement"`
	N         int          `json:"n"`
	Day       calendar.Day `json:"day"`
	Cents     money.Cents  `json:"cents"`
	Name      string       `json:"name"`
	Text      string       `json:"text"`
	File      string       `json:"file" doc:"That said it before"`
}

// Repeats lists the lines of an import that were there already, as its own file says them.
func (tx *Tx) Repeats(of int64) ([]Repeat, error) {
	return collect(tx, func(row scanner) (r Repeat, err error) {
		return r, row.Scan(&r.Statement, &r.N, &r.Day, &r.Cents, &r.Name, &r.Text, &r.File)
	}, `SELECT r.statement, r.n, r.day, r.cents, r.name, r.text, s.file FROM statement_repeats r
		JOIN statement_lines l ON l.key = r.key JOIN statements s ON s.id = l.statement WHERE r.statement IN (SELECT id FROM statements WHERE import = ?) ORDER BY r.day DESC, r.statement, r.n`, of)
}

// KeptRepeat is a line that was taken as a movement of its own.
type KeptRepeat struct {
	Statement int64  `json:"statement"`
	N         int    `json:"n"`
	Key       string `json:"key" doc:"Of the line it was taken for"`
	Own       string `json:"own,omitempty" doc:"Its own; empty of one that was kept before November 2026"`
	Line      int64  `json:"line" doc:"Its row"`
}

// KeepRepeat takes a line that was there already as a movement of its own, as its file
// says it, and returns it with what the bank said of it. One whose key is that very line's
// has it with a number. ErrNotFound.
func (tx *Tx) KeepRepeat(statement int64, n int) (KeptRepeat, string, error) {
	kept := KeptRepeat{Statement: statement, N: n}
	var cents money.Cents
	var name string
	if err := tx.row("SELECT key, own, cents, coalesce(nullif(name, ''), text) FROM statement_repeats WHERE statement = ? AND n = ?",
		[]any{statement, n}, &kept.Key, &kept.Own, &cents, &name); err != nil {
		return kept, "", err
	}
	var err error
	if kept.Line, err = tx.insert("INSERT INTO statement_lines (statement, key, "+saidColumns+") SELECT statement, CASE WHEN "+ownIsFree+` THEN own
			ELSE key || '+' || (SELECT 1 + coalesce(max(CAST(substr(l.key, length(r.key) + 2) AS INTEGER)), 0) FROM statement_lines l WHERE l.key > r.key || '+' AND l.key < r.key || ',') END, `+saidColumns+`
		FROM statement_repeats r WHERE statement = ? AND n = ?`, statement, n); err != nil {
		return kept, "", err
	}
	if err := tx.change("DELETE FROM statement_repeats WHERE statement = ? AND n = ?", statement, n); err != nil {
		return kept, "", err
	}
	return kept, name, tx.change("UPDATE statements SET known = known - 1, known_cents = known_cents - ? WHERE id = ?", int64(cents), statement)
}

// ownIsFree is that a repeat r has a key of its own that no line has.
const ownIsFree = "r.own <> r.key AND NOT EXISTS (SELECT 1 FROM statement_lines o WHERE o.key = r.own)"

// DropRepeat takes a kept line away again: it was there already after all, and so are the
// lines that were taken for it. ErrNotFound once it is gone, or something of it was settled
// or filed.
func (tx *Tx) DropRepeat(kept KeptRepeat) error {
	var cents money.Cents
	var key string
	if err := tx.row(`SELECT cents, key FROM statement_lines l WHERE l.id = ?1 AND l.statement = ?2 AND l.slip IS NULL AND l.ignored = ''
		AND l.id NOT IN (SELECT line FROM line_payments) AND l.id NOT IN (SELECT line FROM payouts WHERE line IS NOT NULL)`, []any{kept.Line, kept.Statement}, &cents, &key); err != nil {
		return err
	}
	if err := tx.change("INSERT INTO statement_repeats (statement, n, key, own, "+saidColumns+") SELECT statement, ?, ?, ?, "+saidColumns+" FROM statement_lines WHERE id = ?",
		kept.N, kept.Key, cmp.Or(kept.Own, kept.Key), kept.Line); err != nil {
		return err
	}
	if err := tx.change("DELETE FROM statement_lines WHERE id = ?", kept.Line); err != nil {
		return err
	}
	if _, err := tx.exec("UPDATE statement_repeats SET key = ? WHERE key = ?", kept.Key, key); err != nil {
		return err
	}
	return tx.change("UPDATE statements SET known = known + 1, known_cents = known_cents + ? WHERE id = ?", int64(cents), kept.Statement)
}

// StatementsWith lists the statements of the file that a statement is of, in its order.
func (tx *Tx) StatementsWith(statement int64) ([]int64, error) {
	return ids[int64](tx, "SELECT id FROM statements WHERE import = (SELECT import FROM statements WHERE id = ?) ORDER BY id", statement)
}

// DropStatement removes a statement of which no line brought anything, with its
// lines, and reports whether it could.
func (tx *Tx) DropStatement(id int64) (gone bool, err error) {
	var used bool
	err = tx.row(`SELECT EXISTS (SELECT 1 FROM statement_lines l WHERE l.statement = ?1 AND (l.slip IS NOT NULL OR l.id IN (SELECT line FROM line_payments) OR l.id IN (SELECT line FROM payouts)))`, []any{id}, &used)
	if err != nil || used {
		return false, err
	}
	if err := tx.handLinesOver(id); err != nil {
		return false, err
	}
	for _, of := range []string{"statement_repeats", "statement_lines"} {
		if _, err := tx.exec("DELETE FROM "+of+" WHERE statement = ?", id); err != nil {
			return false, err
		}
	}
	return true, tx.change("DELETE FROM statements WHERE id = ?", id)
}

// handLinesOver gives the lines of a statement that another one says too to the first
// that does: they are its own then, as its file says them, and what was said to be the same
// as one of them stays so.
func (tx *Tx) handLinesOver(statement int64) error {
	type shared struct {
		line, to, n int64
		key, said   string // the line's key, before and then
		cents       money.Cents
	}
	all, err := collect(tx, func(row scanner) (s shared, err error) {
		return s, row.Scan(&s.line, &s.key, &s.cents, &s.to, &s.n, &s.said)
	}, "SELECT l.id, l.key, l.cents, min(r.statement), r.n, CASE WHEN "+ownIsFree+` THEN r.own ELSE l.key END
		FROM statement_lines l JOIN statement_repeats r ON r.key = l.key AND r.statement <> l.statement WHERE l.statement = ? GROUP BY l.id`, statement)
	if err != nil {
		return err
	}
	for _, s := range all {
		for _, step := range []struct {
			sql  string
			args []any
		}{
			{"INSERT OR REPLACE INTO statement_lines (id, statement, key, " + saidColumns + `, ignored)
				SELECT ?1, statement, ?2, ` + saidColumns + `, (SELECT ignored FROM statement_lines WHERE id = ?1) FROM statement_repeats WHERE statement = ?3 AND n = ?4`, []any{s.line, s.said, s.to, s.n}},
			{"DELETE FROM statement_repeats WHERE statement = ? AND n = ?", []any{s.to, s.n}},
			{"UPDATE statements SET known = known - 1, known_cents = known_cents - ? WHERE id = ?", []any{int64(s.cents), s.to}},
		} {
			if err := tx.change(step.sql, step.args...); err != nil {
				return err
			}
		}
		if _, err := tx.exec("UPDATE statement_repeats SET key = ? WHERE key = ?", s.said, s.key); err != nil {
			return err
		}
	}
	return nil
}
