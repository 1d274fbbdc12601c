package sqlite

import (
	"time"

	"paddock/backend/billing"
	"paddock/backend/club"
)

// RunningPackage is a package of a season that was not stopped, and whose it is.
type RunningPackage struct {
	Package
	RiderName string
	Household club.HouseholdID
	Family    string
	Mobile    string // whom to call; "" when nobody gave a number
}

// RunningPackages lists the packages of a season that were not stopped, but for
// those of who was forgotten, the first bought first.
func (tx *Tx) RunningPackages(season int64) ([]RunningPackage, error) {
	packages, err := collect(tx, scanPackage, selectPackages+`JOIN households h ON h.id = r.household
		WHERE p.season = ? AND p.ended_day = '' AND h.erased_at = '' ORDER BY p.id`, season)
	if err != nil {
		return nil, err
	}
	whose := map[club.RiderID]RunningPackage{}
	err = tx.each(func(row scanner) error {
		var rider club.RiderID
		var w RunningPackage
		err := row.Scan(&rider, &w.RiderName, &w.Household, &w.Family, &w.Mobile)
		whose[rider] = w
		return err
	}, `SELECT r.id, r.first_name || ' ' || r.surname, h.id, h.name,
			coalesce((SELECT mobile FROM contacts WHERE household = h.id AND mobile <> '' ORDER BY pays DESC, n LIMIT 1), '')
		FROM riders r JOIN households h ON h.id = r.household
		WHERE r.id IN (SELECT rider FROM packages WHERE season = ? AND ended_day = '')`, season)
	running := make([]RunningPackage, len(packages))
	for i, p := range packages {
		running[i] = whose[p.Rider]
		running[i].Package = p
	}
	return running, err
}

// Reenrolled is the line that keeps the place of a package in the season to come, or
// did. Its cart is 0 once it was taken out.
type Reenrolled struct {
	Line  int64
	Cart  billing.CartID
	State billing.CartState
	Held  bool // it has its places now
	Until time.Time
	Seats *billing.LineSeats
}

// Reenrolments are the lines that keep places in a season, by package.
func (tx *Tx) Reenrolments(season int64) (map[int64]Reenrolled, error) {
	lines := map[int64]Reenrolled{}
	return lines, tx.each(func(row scanner) error {
		var id int64
		var r Reenrolled
		err := row.Scan(&id, &r.Line, &r.Cart, &r.State, &r.Held, instant{&r.Until}, fromJSON(&r.Seats))
		lines[id] = r
		return err
	}, `SELECT e.package, e.cart_line, coalesce(c.id, 0), coalesce(c.state, ''),
			EXISTS (SELECT 1 FROM bookings WHERE cart_line = l.id AND state = 'held' AND held_until > ?2), coalesce(c.expires_at, ?2), coalesce(l.seats, 'null')
		FROM reenrolments e JOIN packages p ON p.id = e.package
		LEFT JOIN cart_lines l ON l.id = e.cart_line AND l.rider = p.rider LEFT JOIN carts c ON c.id = l.cart WHERE e.season = ?1`, season, stamp(tx.Now))
}

// KeepReenrolment says by which line the place of a package is kept in a season.
func (tx *Tx) KeepReenrolment(id, season, line int64) error {
	_, err := tx.exec("INSERT INTO reenrolments (package, season, cart_line) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET cart_line = ?3", id, season, line)
	return err
}

// ForgetReenrolment says that nothing keeps the place of a package in a season, or did.
func (tx *Tx) ForgetReenrolment(id, season int64) error {
	_, err := tx.exec("DELETE FROM reenrolments WHERE package = ? AND season = ?", id, season)
	return err
}

// ReenrolmentCarts lists the carts that wait for their family's answer, the first
// to end first.
func (tx *Tx) ReenrolmentCarts() ([]billing.Cart, error) {
	return collect(tx, scanCart, selectCart+` WHERE c.awaits = ? AND c.state IN ('open', 'parked') AND c.expires_at > ?
		AND EXISTS (SELECT 1 FROM cart_lines WHERE cart = c.id) ORDER BY c.expires_at, c.id`, string(billing.AwaitsReenrolment), stamp(tx.Now))
}
