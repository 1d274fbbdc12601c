package sqlite

import "paddock/backend/planning"

const selectClosedDays = "SELECT id, kind, name, first_day, last_day, weekday, source, version FROM closed_days "

func scanClosedDays(row scanner) (c planning.ClosedDays, err error) {
	err = row.Scan(&c.ID, &c.Kind, &c.Name, &c.First, &c.Last, &c.Weekday, &c.Source, &c.Version)
	return c, err
}

// ClosedDays lists what closes the club, and the school holidays, by day.
func (tx *Tx) ClosedDays() ([]planning.ClosedDays, error) {
	return collect(tx, scanClosedDays, selectClosedDays+"ORDER BY first_day, last_day, id")
}

// ClosedDaysWith loads those with this id, or returns ErrNotFound.
func (tx *Tx) ClosedDaysWith(id int64) (planning.ClosedDays, error) {
	return one(tx, scanClosedDays, selectClosedDays+"WHERE id = ?", id)
}

// SaveClosedDays adds days, or changes those with this id.
func (tx *Tx) SaveClosedDays(c planning.ClosedDays) (int64, error) {
	values := []any{string(c.Kind), c.Name, string(c.First), string(c.Last), c.Weekday, c.Source}
	if c.ID == 0 {
		return tx.insert("INSERT INTO closed_days (kind, name, first_day, last_day, weekday, source) VALUES (?, ?, ?, ?, ?, ?)", values...)
	}
	return c.ID, tx.change(`UPDATE closed_days SET kind = ?, name = ?, first_day = ?, last_day = ?, weekday = ?, source = ?, version = version + 1
		WHERE id = ?`, append(values, c.ID)...)
}

// RemoveClosedDays opens the club again on these days.
func (tx *Tx) RemoveClosedDays(id int64) error {
	return tx.change("DELETE FROM closed_days WHERE id = ?", id)
}
