package sqlite

import (
	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/locale"
)

// Merge is a household that was merged into another.
type Merge struct {
	ID     int64            `json:"id"`
	Kept   club.HouseholdID `json:"kept"`
	Merged club.HouseholdID `json:"merged"`
	Name   string           `json:"name" doc:"Of the merged one"`
	At     string           `json:"at" doc:"UTC"`
	By     string           `json:"by"`

	Version int        `json:"-"` // of the kept household right after
	Trail   MergeTrail `json:"-"`
}

// MergeTrail is what a merge moved and changed, so that its inverse can be made.
// It holds no personal data: what was swapped stands in the merged household.
type MergeTrail struct {
	Riders        []club.RiderID     `json:"riders"`
	Shares        []club.RiderID     `json:"shares"` // whom another household shared with the merged one
	Carts         []billing.CartID   `json:"carts"`
	Contacts      []int64            `json:"contacts"`
	ContactsAfter int                `json:"contactsAfter"` // the kept household's last n before
	Addresses     []int64            `json:"addresses"`
	Default       int64              `json:"default"`       // the kept household's default address before; 0 for none
	MergedDefault int64              `json:"mergedDefault"` // the merged one's
	Before        []club.HouseholdID `json:"before"`        // merged into the merged one before
	Kind          string             `json:"kind"`          // of the kept household before
	Language      locale.Lang        `json:"language"`
	EmailSwapped  bool               `json:"emailSwapped"`
	NoNotices     bool               `json:"noNotices"`
	Last          Marks              `json:"last"`
}

// Marks are the last rows of money there were.
type Marks struct {
	Invoice    int64 `json:"invoice"`
	Payment    int64 `json:"payment"`
	Allocation int64 `json:"allocation"`
}

// account is the condition that a column holds the household of a parameter, or
// one merged into it: documents and payments stay with whom they were issued to, and the
// account of the household that was kept shows them all.
func account(column, household string) string {
	return column + " IN (SELECT " + household + " UNION ALL SELECT id FROM households WHERE merged_into = " + household + ")"
}

const selectMerge = `SELECT m.id, m.kept, m.merged, h.name, m.merged_at, s.name, m.version, m.trail
	FROM merges m JOIN households h ON h.id = m.merged JOIN staff s ON s.id = m.merged_by`

func scanMerge(row scanner) (m Merge, err error) {
	err = row.Scan(&m.ID, &m.Kept, &m.Merged, &m.Name, &m.At, &m.By, &m.Version, fromJSON(&m.Trail))
	return m, err
}

// Merges lists what was merged into a household, the latest first.
func (tx *Tx) Merges(kept club.HouseholdID) ([]Merge, error) {
	return collect(tx, scanMerge, selectMerge+" WHERE m.kept = ? ORDER BY m.id DESC", int64(kept))
}

// Merge loads a merge that stands, or returns ErrNotFound.
func (tx *Tx) Merge(id int64) (Merge, error) {
	return one(tx, scanMerge, selectMerge+" WHERE m.id = ?", id)
}

// ids lists the first column of a query.
func ids[ID ~int64](tx *Tx, query string, args ...any) ([]ID, error) {
	return collect(tx, func(row scanner) (id ID, err error) {
		err = row.Scan(&id)
		return id, err
	}, query, args...)
}

// MergeInto moves to the kept household, which is written as given, what the
// plan takes over of the merged one, its riders and its open sales. The default
// address is by id, 0 for none. IndexHousehold follows.
func (tx *Tx) MergeInto(before, kept, merged club.Household, plan club.MergePlan, address int64, actor club.Actor) (Merge, error) {
	m := Merge{Kept: kept.ID, Merged: merged.ID, Name: merged.Name, Version: kept.Version + 1}
	trail := &m.Trail
	trail.Addresses, trail.Kind, trail.Language, trail.EmailSwapped = plan.Addresses, before.Kind, before.Language, kept.Email != before.Email
	trail.NoNotices = before.NoNotices
	trail.Default, trail.MergedDefault = defaultOf(before), defaultOf(merged)
	own := int64(merged.ID)
	contacts, err := ids[int64](tx, "SELECT id FROM contacts WHERE household = ? ORDER BY n", own)
	if err != nil {
		return m, err
	}
	trail.Contacts = []int64{}
	for _, at := range plan.Contacts {
		trail.Contacts = append(trail.Contacts, contacts[at])
	}
	if trail.Riders, err = ids[club.RiderID](tx, "SELECT id FROM riders WHERE household = ? ORDER BY id", own); err != nil {
		return m, err
	}
	if trail.Shares, err = ids[club.RiderID](tx, "SELECT rider FROM rider_shares WHERE household = ? ORDER BY rider", own); err != nil {
		return m, err
	}
	if trail.Carts, err = ids[billing.CartID](tx, "SELECT id FROM carts WHERE household = ? AND state IN ('open', 'parked') ORDER BY id", own); err != nil {
		return m, err
	}
	if trail.Before, err = ids[club.HouseholdID](tx, "SELECT id FROM households WHERE merged_into = ? ORDER BY id", own); err != nil {
		return m, err
	}
	if err = tx.row("SELECT coalesce(max(n), 0) FROM contacts WHERE household = ?", []any{int64(kept.ID)}, &trail.ContactsAfter); err != nil {
		return m, err
	}
	if trail.Last, err = tx.marks(); err != nil {
		return m, err
	}
	if err = tx.pass(m, kept.ID, trail.ContactsAfter); err != nil {
		return m, err
	}
	if trail.EmailSwapped {
		merged.Email = before.Email
	}
	if err = tx.rewrite(kept, address); err != nil {
		return m, err
	}
	if err = tx.rewrite(merged, trail.MergedDefault); err != nil {
		return m, err
	}
	if err = tx.point(append([]club.HouseholdID{merged.ID}, trail.Before...), kept.ID); err != nil {
		return m, err
	}
	text, err := asJSON(trail)
	if err != nil {
		return m, err
	}
	m.ID, err = tx.insert("INSERT INTO merges (kept, merged, version, trail, merged_at, merged_by) VALUES (?, ?, ?, ?, ?, ?)",
		int64(m.Kept), own, m.Version, text, stamp(tx.Now), actor.ID)
	return m, err
}

// Unmerge is the inverse of MergeInto: both households are written as given.
// IndexHousehold follows for both.
func (tx *Tx) Unmerge(m Merge, kept, merged club.Household) error {
	if err := tx.point([]club.HouseholdID{m.Merged}, 0); err != nil {
		return err
	}
	if err := tx.point(m.Trail.Before, m.Merged); err != nil {
		return err
	}
	if err := tx.pass(m, m.Merged, -m.Trail.ContactsAfter); err != nil {
		return err
	}
	if err := tx.rewrite(kept, m.Trail.Default); err != nil {
		return err
	}
	if err := tx.rewrite(merged, m.Trail.MergedDefault); err != nil {
		return err
	}
	return tx.change("DELETE FROM merges WHERE id = ?", m.ID)
}

func defaultOf(h club.Household) int64 {
	for _, a := range h.Addresses {
		if a.Default {
			return a.ID
		}
	}
	return 0
}

// pass hands over what a merge moves; contacts come behind those that are there,
// by adding to their place. Sales that ended meanwhile stay where they are.
func (tx *Tx) pass(m Merge, to club.HouseholdID, places int) error {
	for _, step := range []struct {
		query string
		moved any
	}{
		{"UPDATE riders SET household = ?1, version = version + 1 WHERE id IN (SELECT value FROM json_each(?2))", m.Trail.Riders},
		{"UPDATE rider_shares SET household = ?1 WHERE rider IN (SELECT value FROM json_each(?2)) AND household IN (?4, ?5)", m.Trail.Shares},
		{"UPDATE carts SET household = ?1 WHERE state IN ('open', 'parked') AND id IN (SELECT value FROM json_each(?2))", m.Trail.Carts},
		{"UPDATE addresses SET household = ?1, is_default = 0 WHERE id IN (SELECT value FROM json_each(?2))", m.Trail.Addresses},
		{"UPDATE contacts SET household = ?1, n = n + ?3 WHERE id IN (SELECT value FROM json_each(?2))", m.Trail.Contacts},
	} {
		list, err := asJSON(step.moved)
		if err != nil {
			return err
		}
		if _, err := tx.exec(step.query, int64(to), list, places, int64(m.Kept), int64(m.Merged)); err != nil {
			return err
		}
	}
	return nil
}

// rewrite writes a household without its parts, counts its version and sets its
// default address, if it still has it.
func (tx *Tx) rewrite(h club.Household, address int64) error {
	err := tx.change("UPDATE households SET kind = ?, name = ?, language = ?, email = ?, note = ?, no_notices = ?, version = version + 1 WHERE id = ?",
		h.Kind, h.Name, string(h.Language), h.Email, h.Note, h.NoNotices, int64(h.ID))
	if err != nil {
		return err
	}
	// The old default steps down first: the index allows one at any moment.
	if _, err := tx.exec("UPDATE addresses SET is_default = 0 WHERE household = ?", int64(h.ID)); err != nil {
		return err
	}
	_, err = tx.exec("UPDATE addresses SET is_default = 1 WHERE household = ? AND id = ?", int64(h.ID), address)
	return err
}

// point says which household stands for these; 0 for themselves.
func (tx *Tx) point(households []club.HouseholdID, to club.HouseholdID) error {
	list, err := asJSON(households)
	if err != nil {
		return err
	}
	_, err = tx.exec("UPDATE households SET merged_into = ? WHERE id IN (SELECT value FROM json_each(?))", orNull(to), list)
	return err
}

func (tx *Tx) marks() (m Marks, err error) {
	err = tx.row(`SELECT (SELECT coalesce(max(id), 0) FROM invoices), (SELECT coalesce(max(id), 0) FROM payments),
		(SELECT coalesce(max(id), 0) FROM allocations)`, nil, &m.Invoice, &m.Payment, &m.Allocation)
	return m, err
}

// MoneySince reports whether a document was issued in a household's account,
// money received or money spent after the marks.
func (tx *Tx) MoneySince(household club.HouseholdID, m Marks) (moved bool, err error) {
	err = tx.row("SELECT EXISTS (SELECT 1 FROM invoices i WHERE i.id > ?2 AND "+account("i.household", "?1")+
		") OR EXISTS (SELECT 1 FROM payments p WHERE p.id > ?3 AND "+account("p.household", "?1")+
		") OR EXISTS (SELECT 1 FROM allocations a JOIN invoices i ON i.id = a.invoice WHERE a.id > ?4 AND "+account("i.household", "?1")+")",
		[]any{int64(household), m.Invoice, m.Payment, m.Allocation}, &moved)
	return moved, err
}

// RiderInSale reports whether a rider stands in a sale that is open on a
// household, other than these.
func (tx *Tx) RiderInSale(rider club.RiderID, household club.HouseholdID, except []billing.CartID) (is bool, err error) {
	list, err := asJSON(append([]billing.CartID{}, except...))
	if err != nil {
		return false, err
	}
	err = tx.row(`SELECT EXISTS (SELECT 1 FROM carts c JOIN cart_lines l ON l.cart = c.id
		WHERE l.rider = ? AND c.household = ? AND c.state IN ('open', 'parked') AND c.expires_at > ?
			AND c.id NOT IN (SELECT value FROM json_each(?)))`, []any{int64(rider), int64(household), stamp(tx.Now), list}, &is)
	return is, err
}

// OpenCarts counts the sales that are open on a household.
func (tx *Tx) OpenCarts(household club.HouseholdID) (n int, err error) {
	err = tx.row("SELECT count(*) FROM carts WHERE household = ? AND state IN ('open', 'parked') AND expires_at > ?",
		[]any{int64(household), stamp(tx.Now)}, &n)
	return n, err
}

// MovedInto lists every household that another stands for, and which.
func (tx *Tx) MovedInto() (map[club.HouseholdID]club.HouseholdID, error) {
	into := map[club.HouseholdID]club.HouseholdID{}
	err := tx.each(func(row scanner) error {
		var from, to club.HouseholdID
		err := row.Scan(&from, &to)
		into[from] = to
		return err
	}, "SELECT id, merged_into FROM households WHERE merged_into IS NOT NULL ORDER BY id")
	return into, err
}
