package sqlite

import (
	"time"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/money"
)

// withhold has an open link wait for the files of riders.
func (tx *Tx) withhold(request int64, riders []club.RiderID) error {
	if _, err := tx.exec("INSERT INTO withheld_links (request) VALUES (?)", request); err != nil {
		return err
	}
	for _, rider := range riders {
		if _, err := tx.exec("INSERT INTO withheld_riders (request, rider) VALUES (?, ?)", request, int64(rider)); err != nil {
			return err
		}
	}
	return nil
}

// ReleaseLink gives a withheld link out; reason is 0 when the files are
// complete. ErrNotFound when nothing holds it back.
func (tx *Tx) ReleaseLink(request, reason int64, actor club.Actor) error {
	return tx.change(`UPDATE withheld_links SET released_at = ?, released_by = ?, reason = ? WHERE request = ? AND released_at = ''
		AND EXISTS (SELECT 1 FROM requests WHERE id = request AND state = 'open')`, stamp(tx.Now), actor.ID, orNull(reason), request)
}

// HeldLink is a link that waits, or waited, for files.
type HeldLink struct {
	Request   int64             `json:"request"`
	Invoice   billing.InvoiceID `json:"invoice" doc:"The first it asks for; 0 for a cart"`
	Cart      billing.CartID    `json:"cart" doc:"It belongs to; 0 for invoices"`
	Number    string            `json:"number" doc:"Of the invoice, or the reference of the cart's order"`
	Household club.HouseholdID  `json:"household"`
	Family    string            `json:"family"`
	Cents     money.Cents       `json:"cents"`
	Unlocked  bool              `json:"unlocked" doc:"By the owner, before the files were complete"`
	Riders    []club.RiderID    `json:"-"`
}

const selectHeld = `SELECT w.request, coalesce(i.id, 0), coalesce(k.cart, 0), coalesce(i.number, k.reference), coalesce(h.id, 0), coalesce(h.name, ''), q.cents, w.reason IS NOT NULL,
	(SELECT json_group_array(rider) FROM withheld_riders WHERE request = w.request)
	FROM withheld_links w JOIN requests q ON q.id = w.request LEFT JOIN households h ON h.id = q.household
	LEFT JOIN request_carts k ON k.request = w.request
	LEFT JOIN invoices i ON i.id = (SELECT min(invoice) FROM request_invoices WHERE request = w.request) WHERE q.state = 'open' AND `

func scanHeld(row scanner) (l HeldLink, err error) {
	err = row.Scan(&l.Request, &l.Invoice, &l.Cart, &l.Number, &l.Household, &l.Family, &l.Cents, &l.Unlocked, fromJSON(&l.Riders))
	return l, err
}

// WithheldLinks lists the open links that wait, the oldest first.
func (tx *Tx) WithheldLinks() ([]HeldLink, error) {
	return collect(tx, scanHeld, selectHeld+"w.released_at = '' ORDER BY w.request")
}

// WithheldFor lists the open links that wait for the file of a rider, among others',
// the oldest first.
func (tx *Tx) WithheldFor(rider club.RiderID) ([]HeldLink, error) {
	return collect(tx, scanHeld, selectHeld+"w.released_at = '' AND w.request IN (SELECT request FROM withheld_riders WHERE rider = ?) ORDER BY w.request", int64(rider))
}

// ReleasedLinks lists the open links that were released since an instant and that no
// mail gives out, the latest first.
func (tx *Tx) ReleasedLinks(since time.Time) ([]HeldLink, error) {
	return collect(tx, scanHeld, selectHeld+`w.released_at >= ?
		AND NOT EXISTS (SELECT 1 FROM outgoing_links x JOIN outgoing g ON g.message = x.message AND g.state IN ('waiting', 'sending', 'sent') WHERE x.request = w.request)
		ORDER BY w.released_at DESC, w.request DESC`, stamp(since))
}

// Released lists the riders whose files no link over a cart waits for any more: it was
// given out.
func (tx *Tx) Released(cart billing.CartID) ([]club.RiderID, error) {
	return collect(tx, func(row scanner) (r club.RiderID, err error) { return r, row.Scan(&r) },
		`SELECT DISTINCT x.rider FROM request_carts k JOIN withheld_links w ON w.request = k.request AND w.released_at <> ''
		JOIN withheld_riders x ON x.request = w.request WHERE k.cart = ?`, int64(cart))
}

// HeldRiders lists whose files a withheld link waits for; none when nothing holds it back.
func (tx *Tx) HeldRiders(request int64) ([]club.RiderID, error) {
	return collect(tx, func(row scanner) (r club.RiderID, err error) { return r, row.Scan(&r) },
		"SELECT x.rider FROM withheld_links w JOIN withheld_riders x ON x.request = w.request WHERE w.request = ? AND w.released_at = ''", request)
}

// ReleasedFor reports whether a link that waited for a rider's file was given
// out since a UTC stamp, because the file was complete.
func (tx *Tx) ReleasedFor(rider club.RiderID, since string) (given bool, err error) {
	err = tx.row(`SELECT EXISTS (SELECT 1 FROM withheld_links w JOIN withheld_riders r ON r.request = w.request
		WHERE r.rider = ? AND w.released_at >= ? AND w.reason IS NULL)`, []any{int64(rider), since}, &given)
	return given, err
}

// HeldRow is what the tables say of a withheld link, for verify.
type HeldRow struct {
	Request    int64
	ReleasedAt string
	ReleasedBy int64
	Unlocked   bool
	Riders     []club.RiderID
}

// HeldRows lists every link that was ever withheld.
func (tx *Tx) HeldRows() ([]HeldRow, error) {
	return collect(tx, func(row scanner) (h HeldRow, err error) {
		err = row.Scan(&h.Request, &h.ReleasedAt, orZero(&h.ReleasedBy), &h.Unlocked, fromJSON(&h.Riders))
		return h, err
	}, `SELECT request, released_at, released_by, reason IS NOT NULL,
		(SELECT json_group_array(rider) FROM (SELECT rider FROM withheld_riders WHERE request = w.request ORDER BY rider))
		FROM withheld_links w ORDER BY request`)
}
