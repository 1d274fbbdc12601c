package sqlite

import (
	"encoding/json"

	"paddock/backend/club"
)

// Action is something a person did, with what takes it back. One without steps
// and without Lasting changed nothing and is not kept.
type Action struct {
	ID        int64            `json:"id"`
	Verb      club.Verb        `json:"-"` // whose right it takes
	What      string           `json:"what" doc:"Text action.*"`
	About     string           `json:"about" doc:"Whom or what, by name; may be empty"`
	Household club.HouseholdID `json:"-"` // whom it says something of; 0 for nobody
	Lasting   club.Code        `json:"lasting" doc:"Why it cannot be undone, text error.*; empty when it can"`
	DoneAt    string           `json:"doneAt" doc:"UTC"`
	UndoneAt  string           `json:"undoneAt" doc:"UTC; empty while it stands"`
	Again     bool             `json:"again" doc:"It was undone and can be done again"`
	Steps     []Step           `json:"-"` // in the order they were done; of an undone one those that were undone
}

// Step is an inverse verb with its input.
type Step struct {
	Verb  club.Verb       `json:"verb"`
	Input json.RawMessage `json:"input"`
}

// InsertAction keeps an action of a person, and of that person's no more than
// the latest `most`.
func (tx *Tx) InsertAction(a Action, actor int64, most int) error {
	steps, err := asJSON(append([]Step{}, a.Steps...))
	if err != nil {
		return err
	}
	_, err = tx.insert("INSERT INTO actions (actor, verb, what, about, household, steps, lasting, done_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		actor, string(a.Verb), a.What, a.About, orNull(a.Household), steps, string(a.Lasting), stamp(tx.Now))
	if err != nil {
		return err
	}
	_, err = tx.exec("DELETE FROM actions WHERE actor = ?1 AND id <= (SELECT id FROM actions WHERE actor = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)", actor, most)
	return err
}

const selectAction = "SELECT id, verb, what, about, household, steps, lasting, done_at, undone_at FROM actions WHERE actor = ?"

func scanAction(row scanner) (a Action, err error) {
	err = row.Scan(&a.ID, &a.Verb, &a.What, &a.About, orZero(&a.Household), fromJSON(&a.Steps), &a.Lasting, &a.DoneAt, &a.UndoneAt)
	a.Again = a.UndoneAt != "" && len(a.Steps) > 0
	return a, err
}

// Actions lists what a person did last, the latest first.
func (tx *Tx) Actions(actor int64) ([]Action, error) {
	return collect(tx, scanAction, selectAction+" ORDER BY id DESC", actor)
}

// Action loads an action of a person, or returns ErrNotFound.
func (tx *Tx) Action(actor, id int64) (Action, error) {
	return one(tx, scanAction, selectAction+" AND id = ?", actor, id)
}

// TurnAction marks an action as taken back, or one that was as done again, with
// the steps of the way back. That of a household that was taken away went with it.
func (tx *Tx) TurnAction(a Action, steps []Step) (Action, error) {
	kept, err := asJSON(append([]Step{}, steps...))
	if err != nil {
		return a, err
	}
	undone := ""
	if a.UndoneAt == "" {
		undone = stamp(tx.Now)
	}
	if _, err := tx.exec("UPDATE actions SET undone_at = ?, steps = ? WHERE id = ?", undone, kept, a.ID); err != nil {
		return a, err
	}
	a.UndoneAt, a.Steps = undone, steps
	a.Again = undone != "" && len(steps) > 0
	return a, nil
}

// foreignKey is a column that points at another table.
type foreignKey struct{ table, column, to string }

// keysTo lists the columns that point at some tables, but for those of the
// tables that hold parts of their rows. Every foreign key of the schema counts,
// so that a table nobody had thought of when this was written counts as well.
func (tx *Tx) keysTo(to, parts []string) ([]foreignKey, error) {
	targets, err := asJSON(to)
	if err != nil {
		return nil, err
	}
	left, err := asJSON(append([]string{}, parts...)) // null would leave nothing
	if err != nil {
		return nil, err
	}
	return collect(tx, func(row scanner) (k foreignKey, err error) {
		err = row.Scan(&k.table, &k.column, &k.to)
		return k, err
	}, `SELECT m.name, f."from", f."table" FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f
		WHERE m.type = 'table' AND f."table" IN (SELECT value FROM json_each(?)) AND m.name NOT IN (SELECT value FROM json_each(?))
		ORDER BY m.rowid`, targets, left)
}

// The parts of what a person can add and take away again: they go with it.
var partsOf = map[string][]string{
	"households": {"contacts", "addresses", "actions"},
	"offers":     {"offer_parts"},
	"series":     {"lessons"},
}

// Hanging lists the tables with rows that point at one row of households, riders
// or offers and are no part of it.
func (tx *Tx) Hanging(table string, id int64) ([]string, error) {
	keys, err := tx.keysTo([]string{table}, partsOf[table])
	if err != nil {
		return nil, err
	}
	tables := []string{}
	for _, k := range keys {
		var n int
		if err := tx.row(`SELECT count(*) FROM "`+k.table+`" WHERE "`+k.column+`" = ?`, []any{id}, &n); err != nil {
			return nil, err
		}
		if n > 0 {
			tables = append(tables, k.table)
		}
	}
	return tables, nil
}

// Remove takes away one row of households, riders or offers with its parts;
// nothing else may hang on it.
func (tx *Tx) Remove(table string, id int64) error {
	keys, err := tx.keysTo([]string{table}, nil)
	if err != nil {
		return err
	}
	for _, k := range keys {
		if _, err := tx.exec(`DELETE FROM "`+k.table+`" WHERE "`+k.column+`" = ?`, id); err != nil {
			return err
		}
	}
	tx.seen.offers = nil
	return tx.change(`DELETE FROM "`+table+`" WHERE id = ?`, id)
}
