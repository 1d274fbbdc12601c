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

// standing begins the list of the households that stand for those a condition
// finds: themselves, or the one they were merged into.
const standing = "SELECT id, name FROM households WHERE id IN (SELECT coalesce(merged_into, id) FROM households WHERE "

func scanName(row scanner) (n HouseholdName, err error) {
	err = row.Scan(&n.ID, &n.Name)
	return n, err
}

// HouseholdsWithEmail lists the households that have an e-mail, of their own or
// of a contact or rider, however it is capitalised.
func (tx *Tx) HouseholdsWithEmail(email string) ([]HouseholdName, error) {
	return collect(tx, scanName, standing+`id IN (SELECT id FROM households WHERE lower(email) = ?1
		UNION SELECT household FROM contacts WHERE lower(email) = ?1
		UNION SELECT household FROM riders WHERE lower(email) = ?1)) ORDER BY id`, strings.ToLower(email))
}

// HouseholdsWithPhone lists the households that have a phone number, given as
// club.PhoneDigits, however it was spaced.
func (tx *Tx) HouseholdsWithPhone(digits string) ([]HouseholdName, error) {
	return collect(tx, scanName, standing+"folded LIKE ?) ORDER BY id", "% "+digits+" %")
}
