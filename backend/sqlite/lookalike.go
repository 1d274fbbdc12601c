package sqlite

import (
	"strings"

	"paddock/backend/club"
)

// HouseholdName is a household as it is pointed out.
type HouseholdName struct {
	ID   club.HouseholdID
	Name string
}

func scanName(row scanner) (n HouseholdName, err error) {
	err = row.Scan(&n.ID, &n.Name)
	return n, err
}

// HouseholdsWithEmail lists the households that have an e-mail, of their own or
// of a contact or rider, however it is capitalised.
func (tx *Tx) HouseholdsWithEmail(email string) ([]HouseholdName, error) {
	return collect(tx, scanName, `SELECT id, name FROM households WHERE id IN (
		SELECT id FROM households WHERE lower(email) = ?1
		UNION SELECT household FROM contacts WHERE lower(email) = ?1
		UNION SELECT household FROM riders WHERE lower(email) = ?1) ORDER BY id`, strings.ToLower(email))
}

// HouseholdsWithPhone lists the households that have a phone number, given as
// club.PhoneDigits, however it was spaced.
func (tx *Tx) HouseholdsWithPhone(digits string) ([]HouseholdName, error) {
	return collect(tx, scanName, "SELECT id, name FROM households WHERE folded LIKE ? ORDER BY id", "% "+digits+" %")
}
