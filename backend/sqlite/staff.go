package sqlite

import (
	"time"

	"paddock/backend/club"
)

const selectStaff = `SELECT s.id, s.name, s.role, s.active, s.pin <> '', coalesce(p.value, ''), s.version
	FROM staff s LEFT JOIN preferences p ON p.staff = s.id AND p.name = 'language' `

func scanStaff(row scanner) (s club.Staff, err error) {
	err = row.Scan(&s.ID, &s.Name, &s.Role, &s.Active, &s.HasPIN, &s.Language, &s.Version)
	return s, err
}

// InsertStaff adds a person and returns the id.
func (tx *Tx) InsertStaff(s club.Staff) (int64, error) {
	return tx.insert("INSERT INTO staff (name, role, active) VALUES (?, ?, ?)", s.Name, string(s.Role), s.Active)
}

// UpdateStaff changes a person's name, role and whether they still work here.
func (tx *Tx) UpdateStaff(s club.Staff) error {
	return tx.change("UPDATE staff SET name = ?, role = ?, active = ?, version = version + 1 WHERE id = ?", s.Name, string(s.Role), s.Active, s.ID)
}

// Staff lists everybody who works or worked with Paddock, owners first.
func (tx *Tx) Staff() ([]club.Staff, error) {
	return collect(tx, scanStaff, selectStaff+"ORDER BY s.active DESC, s.role = 'owner' DESC, s.name")
}

// Owner returns the club's owner, or ErrNotFound before the first run.
func (tx *Tx) Owner() (club.Staff, error) {
	return one(tx, scanStaff, selectStaff+"WHERE s.role = 'owner' AND s.active ORDER BY s.id LIMIT 1")
}

// StaffNamed returns the active person with this name, or ErrNotFound.
func (tx *Tx) StaffNamed(name string) (club.Staff, error) {
	return one(tx, scanStaff, selectStaff+"WHERE s.name = ? AND s.active", name)
}

// StaffMember returns a person, or ErrNotFound.
func (tx *Tx) StaffMember(id int64) (club.Staff, error) {
	return one(tx, scanStaff, selectStaff+"WHERE s.id = ?", id)
}

// LockMinutes is after how long the desk locks by itself; 0 while it does not
// lock, because no owner has a PIN.
func (tx *Tx) LockMinutes() (minutes int, err error) {
	err = tx.row(`SELECT CASE WHEN EXISTS (SELECT 1 FROM staff WHERE role = 'owner' AND active AND pin <> '')
		THEN coalesce((SELECT json_extract(body, '$.lockMinutes') FROM settings WHERE section = 'policy'), 0) ELSE 0 END`, nil, &minutes)
	return minutes, err
}

// Guarded reports whether the desk locks.
func (tx *Tx) Guarded() (bool, error) {
	minutes, err := tx.LockMinutes()
	return minutes > 0, err
}

// PIN returns the hash of a person's PIN, "" when they have none.
func (tx *Tx) PIN(staff int64) (hash string, err error) {
	err = tx.row("SELECT pin FROM staff WHERE id = ?", []any{staff}, &hash)
	return hash, err
}

// SavePIN keeps the hash of a person's PIN and forgets the wrong ones of the
// old; "" takes the PIN away.
func (tx *Tx) SavePIN(staff int64, hash string) error {
	if err := tx.change("UPDATE staff SET pin = ?, version = version + 1 WHERE id = ?", hash, staff); err != nil {
		return err
	}
	_, err := tx.exec("DELETE FROM pin_failures WHERE staff = ?", staff)
	return err
}

// PINFailures counts a person's wrong PINs since a moment, and tells when the
// last one was. Older ones are forgotten, and those of a clock that was put back.
func (tx *Tx) PINFailures(staff int64, since time.Time) (n int, last time.Time, err error) {
	if _, err := tx.exec("DELETE FROM pin_failures WHERE at <= ? OR at > ?", stamp(since), stamp(tx.Now)); err != nil {
		return 0, last, err
	}
	rows, err := collect(tx, func(row scanner) (at time.Time, err error) {
		err = row.Scan(instant{&at})
		return at, err
	}, "SELECT at FROM pin_failures WHERE staff = ? ORDER BY at", staff)
	if err != nil || len(rows) == 0 {
		return 0, last, err
	}
	return len(rows), rows[len(rows)-1], nil
}

// InsertPINFailure counts a wrong PIN now and returns its row.
func (tx *Tx) InsertPINFailure(staff int64) (int64, error) {
	return tx.insert("INSERT INTO pin_failures (staff, at) VALUES (?, ?)", staff, stamp(tx.Now))
}

// ForgivePINFailure takes one back: the PIN was right.
func (tx *Tx) ForgivePINFailure(id int64) error {
	_, err := tx.exec("DELETE FROM pin_failures WHERE id = ?", id)
	return err
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
