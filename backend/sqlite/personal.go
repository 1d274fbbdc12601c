package sqlite

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"paddock/backend/club"
)

// Record is one row of what is held on a household: fields under their own
// names, the same for ever; a column created_at is createdAt.
type Record map[string]any

// Held is what one table holds on a household.
type Held struct {
	Of      string   `json:"of" doc:"What the records are: households, contacts, riders, invoices …"`
	Records []Record `json:"records" nullable:"false"`
	Shown   []string `json:"-"` // fields for a reader, in order; the others join the records
}

// PersonalData reads everything held on a household, table by table, those with
// nothing included.
func (tx *Tx) PersonalData(household club.Household, country string) ([]Held, error) {
	args, err := tx.holdingArgs(household, country, "", true)
	if err != nil {
		return nil, err
	}
	list := []Held{}
	for _, h := range holdings {
		if h.shown+h.linked == "" {
			continue
		}
		held := Held{Of: camel(h.table)}
		var members []string
		shown, objects := strings.Fields(h.shown), strings.Fields(h.objects)
		for i, column := range append(shown, strings.Fields(h.linked)...) {
			if i < len(shown) {
				held.Shown = append(held.Shown, camel(column))
			}
			value := `"` + column + `"`
			if column == "content" { // of a scan; JSON holds no bytes
				value = "hex(" + value + ")"
			}
			if slices.Contains(objects, column) {
				value = "json(" + value + ")"
			}
			members = append(members, "'"+camel(column)+"', "+value)
		}
		query := "SELECT json_object(" + strings.Join(members, ", ") + ") FROM " + h.table + " WHERE " + h.rows + " ORDER BY " + h.order
		held.Records, err = collect(tx, func(row scanner) (r Record, err error) {
			err = row.Scan(fromJSON(&r))
			return r, err
		}, query, used(query, args)...)
		if err != nil {
			return nil, err
		}
		list = append(list, held)
	}
	return list, nil
}

// camel is a column's name as JSON has it.
func camel(name string) string {
	var out strings.Builder
	for i, word := range strings.Split(name, "_") {
		if i > 0 && word != "" {
			word = strings.ToUpper(word[:1]) + word[1:]
		}
		out.WriteString(word)
	}
	return out.String()
}

// Personal counts what is held on a household, for who is about to erase it.
type Personal struct {
	Riders    int
	Contacts  int
	Addresses int
	Reasons   int // free texts the chain knows by their hashes
	Invoices  int // credit notes included
	Payments  int
	LastYear  int // of the latest of both; 0 without any
}

// CountPersonal counts what is held on a household, those merged into it
// included.
func (tx *Tx) CountPersonal(household club.HouseholdID) (p Personal, err error) {
	const its = " WHERE household IN (" + itsOwn + ")"
	err = tx.row("SELECT (SELECT count(*) FROM riders"+its+"), (SELECT count(*) FROM contacts"+its+"), (SELECT count(*) FROM addresses"+its+
		"), (SELECT count(*) FROM reasons WHERE text <> '' AND id IN ("+itsReasons+")), (SELECT count(*) FROM invoices"+its+
		"), (SELECT count(*) FROM payments"+its+"), coalesce((SELECT max(CAST(substr(day, 1, 4) AS INTEGER)) FROM (SELECT day FROM invoices"+its+
		" UNION ALL SELECT day FROM payments"+its+")), 0)",
		[]any{int64(household)}, &p.Riders, &p.Contacts, &p.Addresses, &p.Reasons, &p.Invoices, &p.Payments, &p.LastYear)
	return p, err
}

// ErasedAt returns when the personal data of the household an id stands for was
// erased, as a UTC stamp; "" while it is held. ErrNotFound without such a
// household.
func (tx *Tx) ErasedAt(household club.HouseholdID) (at string, err error) {
	err = tx.row("SELECT erased_at FROM households WHERE id = (SELECT coalesce(merged_into, id) FROM households WHERE id = ?)", []any{int64(household)}, &at)
	return at, err
}

// holdingArgs are the parameters of holdings: the household, the neutral word,
// the lines of imports that wait and speak of it, and whether riders shared with
// it count.
func (tx *Tx) holdingArgs(h club.Household, country, word string, shared bool) ([]any, error) {
	its := []int64{}
	err := tx.each(func(row scanner) error {
		var line int64
		var texts []string
		err := row.Scan(&line, fromJSON(&texts))
		if h.NamedIn(texts, country) {
			its = append(its, line)
		}
		return err
	}, `SELECT id, (SELECT json_group_array(atom) FROM (SELECT atom FROM json_tree(cells) WHERE type = 'text'
		UNION ALL SELECT atom FROM json_tree(mend) WHERE type = 'text')) FROM import_lines`)
	if err != nil {
		return nil, err
	}
	list, err := asJSON(its)
	return []any{int64(h.ID), word, list, shared}, err
}

// used are the parameters up to the last one a query names.
func used(query string, args []any) []any {
	for n := len(args); n > 0; n-- {
		if strings.Contains(query, fmt.Sprintf("?%d", n)) {
			return args[:n]
		}
	}
	return nil
}

// Erase replaces what is held on a household by nothing, its names by a word.
// What the tables' second wall seals stays as it is. Sweep follows the commit.
func (tx *Tx) Erase(household club.Household, country, word string) error {
	args, err := tx.holdingArgs(household, country, word, false)
	if err != nil {
		return err
	}
	// Backwards: a row is found through those that are listed before it.
	for i := len(holdings) - 1; i >= 0; i-- {
		h := holdings[i]
		query := "UPDATE " + h.table + " SET " + h.erased + " WHERE " + h.rows
		switch {
		case h.removed:
			query = "DELETE FROM " + h.table + " WHERE " + h.rows
		case h.erased == "":
			continue
		}
		if _, err := tx.exec(query, used(query, args)...); err != nil {
			return err
		}
	}
	if err := tx.change("UPDATE households SET erased_at = ?2 WHERE id IN ("+itsOwn+")", int64(household.ID), stamp(tx.Now)); err != nil {
		return err
	}
	return tx.change("UPDATE revision SET unswept = 1")
}

// Sweep makes the file anew, so that what was erased is in no free page, in no log
// and in no copy of before an update any more. It does nothing when nothing was erased since the last time;
// Open does it for a program that ended before it could.
func (db *DB) Sweep() error {
	var unswept bool
	if err := db.write.QueryRow("SELECT unswept FROM revision").Scan(&unswept); err != nil || !unswept {
		return err
	}
	if _, err := db.write.Exec("VACUUM"); err != nil {
		return refusal(db.dir, fmt.Errorf("sweep: %w", err))
	}
	if err := emptyLog(context.Background(), db.write); err != nil {
		return refusal(db.dir, fmt.Errorf("sweep: %w", err))
	}
	// The data of before an update hold what was erased too.
	if err := os.RemoveAll(filepath.Join(db.dir, UpdateFolder)); err != nil {
		return refusal(db.dir, fmt.Errorf("sweep: %w", err))
	}
	_, err := db.write.Exec("UPDATE revision SET unswept = 0")
	return refusal(db.dir, err)
}
