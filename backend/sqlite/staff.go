package sqlite

import "paddock/backend/club"

// InsertStaff adds a person and returns the id.
func (tx *Tx) InsertStaff(s club.Staff) (int64, error) {
	return tx.insert("INSERT INTO staff (name, role, active) VALUES (?, ?, ?)", s.Name, string(s.Role), s.Active)
}

// Staff lists everybody who works with Paddock, the owner first.
func (tx *Tx) Staff() ([]club.Staff, error) {
	return collect(tx, scanStaff, "SELECT id, name, role, active FROM staff ORDER BY role = 'owner' DESC, name")
}

// Owner returns the club's owner, or ErrNotFound before the first run.
func (tx *Tx) Owner() (club.Staff, error) {
	return one(tx, scanStaff, "SELECT id, name, role, active FROM staff WHERE role = 'owner' AND active ORDER BY id LIMIT 1")
}

// StaffNamed returns the active person with this name, or ErrNotFound.
func (tx *Tx) StaffNamed(name string) (club.Staff, error) {
	return one(tx, scanStaff, "SELECT id, name, role, active FROM staff WHERE name = ? AND active", name)
}

func scanStaff(row scanner) (s club.Staff, err error) {
	err = row.Scan(&s.ID, &s.Name, &s.Role, &s.Active)
	return s, err
}

// Preferences returns what a person chose for their own screen.
func (tx *Tx) Preferences(staff int64) (map[string]string, error) {
	chosen := map[string]string{}
	_, err := collect(tx, func(row scanner) (none struct{}, err error) {
		var name, value string
		err = row.Scan(&name, &value)
		chosen[name] = value
		return none, err
	}, "SELECT name, value FROM preferences WHERE staff = ?", staff)
	return chosen, err
}

// SavePreference keeps one choice of a person.
func (tx *Tx) SavePreference(staff int64, name, value string) error {
	_, err := tx.exec(`INSERT INTO preferences (staff, name, value) VALUES (?, ?, ?)
		ON CONFLICT DO UPDATE SET value = excluded.value`, staff, name, value)
	return err
}
