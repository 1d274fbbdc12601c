package sqlite

import "paddock/backend/planning"

// Instructors lists everybody who works or worked here with their hours and
// leave, those who give lessons first: who does no longer is still named by the
// lessons they gave.
func (tx *Tx) Instructors() ([]planning.Instructor, error) {
	list, err := collect(tx, func(row scanner) (i planning.Instructor, err error) {
		err = row.Scan(&i.ID, &i.Name, &i.Teaches)
		i.Hours, i.Leave = []planning.Hours{}, []planning.Leave{}
		return i, err
	}, "SELECT id, name, teaches AND active FROM staff ORDER BY teaches AND active DESC, name")
	if err != nil {
		return nil, err
	}
	at := map[int64]*planning.Instructor{}
	for i := range list {
		at[list[i].ID] = &list[i]
	}
	err = tx.each(func(row scanner) error {
		var staff int64
		var h planning.Hours
		err := row.Scan(&staff, &h.Weekday, &h.Start, &h.Finish)
		if i := at[staff]; i != nil {
			i.Hours = append(i.Hours, h)
		}
		return err
	}, "SELECT staff, weekday, start, finish FROM instructor_hours ORDER BY staff, weekday, start")
	if err != nil {
		return nil, err
	}
	return list, tx.each(func(row scanner) error {
		var staff int64
		var l planning.Leave
		err := row.Scan(&staff, &l.First, &l.Last, &l.Start, &l.Finish)
		if i := at[staff]; i != nil {
			i.Leave = append(i.Leave, l)
		}
		return err
	}, "SELECT staff, first_day, last_day, start, finish FROM instructor_leave ORDER BY staff, first_day, start, id")
}

// SaveInstructor keeps whether somebody gives lessons, and when.
func (tx *Tx) SaveInstructor(i planning.Instructor) error {
	if err := tx.change("UPDATE staff SET teaches = ? WHERE id = ?", i.Teaches, i.ID); err != nil {
		return err
	}
	for _, table := range []string{"instructor_hours", "instructor_leave"} {
		if _, err := tx.exec("DELETE FROM "+table+" WHERE staff = ?", i.ID); err != nil {
			return err
		}
	}
	for _, h := range i.Hours {
		if _, err := tx.exec("INSERT INTO instructor_hours (staff, weekday, start, finish) VALUES (?, ?, ?, ?)", i.ID, h.Weekday, int(h.Start), int(h.Finish)); err != nil {
			return err
		}
	}
	for _, l := range i.Leave {
		if _, err := tx.exec("INSERT INTO instructor_leave (staff, first_day, last_day, start, finish) VALUES (?, ?, ?, ?, ?)", i.ID, string(l.First), string(l.Last), int(l.Start), int(l.Finish)); err != nil {
			return err
		}
	}
	return nil
}
