package sqlite

import (
	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/money"
)

// AidRow is an aid with what became of it.
type AidRow struct {
	billing.Aid
	State       billing.AidState  `json:"state" enum:"announced,granted,claimed,received,refused"`
	Payment     billing.PaymentID `json:"payment" doc:"That covers its invoices, once it is granted"`
	ClaimedDay  calendar.Day      `json:"claimedDay"`
	ReceivedDay calendar.Day      `json:"receivedDay"`
	Received    money.Cents       `json:"receivedCents"`
	OwedBack    money.Cents       `json:"owedBackCents" doc:"Of what was received: owed to the payer again, because what it paid for was credited"`
	Family      string            `json:"family"`
	RiderName   string            `json:"riderName"`
	BirthDate   calendar.Day      `json:"birthDate"`
	Numbers     []string          `json:"numbers" nullable:"false" doc:"Of its invoices"`
	At          string            `json:"-"`
	By          int64             `json:"-"`
}

// InsertAid stores an announced aid and returns its id.
func (tx *Tx) InsertAid(a billing.Aid, actor club.Actor) (billing.AidID, error) {
	id, err := tx.insert(`INSERT INTO aids (kind, name, payer, household, rider, number, valid_through, cents, state, noted_at, noted_by)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'announced', ?, ?)`, a.Kind, a.Name, a.Payer, int64(a.Household), int64(a.Rider), a.Number,
		string(a.Through), int64(a.Cents), stamp(tx.Now), actor.ID)
	for _, invoice := range a.Invoices {
		if err == nil {
			_, err = tx.exec("INSERT INTO aid_invoices (aid, invoice) VALUES (?, ?)", id, int64(invoice))
		}
	}
	return billing.AidID(id), err
}

// SaveAid writes what became of an aid.
func (tx *Tx) SaveAid(a AidRow) error {
	return tx.change("UPDATE aids SET state = ?, payment = ?, claimed_day = ?, received_day = ?, received_cents = ? WHERE id = ?",
		string(a.State), orNull(a.Payment), string(a.ClaimedDay), string(a.ReceivedDay), int64(a.Received), int64(a.ID))
}

// Aid loads an aid, or returns ErrNotFound.
func (tx *Tx) Aid(id billing.AidID) (AidRow, error) {
	return one(tx, scanAid, selectAid+" WHERE a.id = ?", int64(id))
}

// OpenAids lists the aids that wait for their payer, or of which it is owed
// something back, by payer.
func (tx *Tx) OpenAids() ([]AidRow, error) {
	return collect(tx, scanAid, selectAid+` WHERE a.state IN ('announced', 'granted', 'claimed')
		OR a.id IN (SELECT x.id FROM payments b JOIN withdrawals w ON w.payment = b.id JOIN aids x ON x.payment = w.source
			WHERE b.back = 'returned') AND `+owedBack+` > 0 ORDER BY a.payer, a.id`)
}

// AidsOn lists the aids over an invoice, in order.
func (tx *Tx) AidsOn(invoice billing.InvoiceID) ([]AidRow, error) {
	return collect(tx, scanAid, selectAid+" WHERE a.id IN (SELECT aid FROM aid_invoices WHERE invoice = ?) ORDER BY a.id", int64(invoice))
}

// AllAids lists every aid, for verify.
func (tx *Tx) AllAids() ([]AidRow, error) { return collect(tx, scanAid, selectAid+" ORDER BY a.id") }

// owedBack is what an aid's payer is owed back.
const owedBack = `(SELECT coalesce(sum(w.cents), 0) FROM withdrawals w JOIN payments b ON b.id = w.payment WHERE w.source = a.payment AND b.back = 'returned')
	- (SELECT coalesce(sum(cents), 0) FROM aid_returns WHERE aid = a.id)`

const selectAid = `SELECT a.id, a.kind, a.name, a.payer, a.household, a.rider, a.number, a.valid_through, a.cents, a.state, a.payment,
	a.claimed_day, a.received_day, a.received_cents, ` + owedBack + `, h.name, trim(r.first_name || ' ' || r.surname), r.birth_date, a.noted_at, a.noted_by,
	(SELECT json_group_array(invoice) FROM (SELECT invoice FROM aid_invoices WHERE aid = a.id ORDER BY invoice)),
	(SELECT json_group_array(number) FROM (SELECT i.number FROM aid_invoices x JOIN invoices i ON i.id = x.invoice WHERE x.aid = a.id ORDER BY x.invoice))
	FROM aids a JOIN households h ON h.id = a.household JOIN riders r ON r.id = a.rider`

func scanAid(row scanner) (a AidRow, err error) {
	err = row.Scan(&a.ID, &a.Kind, &a.Name, &a.Payer, &a.Household, &a.Rider, &a.Number, &a.Through, &a.Cents, &a.State, orZero(&a.Payment),
		&a.ClaimedDay, &a.ReceivedDay, &a.Received, &a.OwedBack, &a.Family, &a.RiderName, &a.BirthDate, &a.At, &a.By, fromJSON(&a.Invoices), fromJSON(&a.Numbers))
	return a, err
}

// AidsGiven are a rider's aids of a kind, refused ones left out.
func (tx *Tx) AidsGiven(kind int64, rider club.RiderID) ([]AidRow, error) {
	return collect(tx, scanAid, selectAid+" WHERE a.rider = ? AND a.kind = ? AND a.state <> 'refused' ORDER BY a.id", int64(rider), kind)
}

// announcedFor is what announced aids promise for an invoice i.
const announcedFor = `(SELECT coalesce(sum(cents), 0) FROM aids WHERE state = 'announced' AND (SELECT min(invoice) FROM aid_invoices WHERE aid = aids.id) = i.id)`

// Awaited is how much of what remains of an invoice aids are announced for: no
// link asks the family for it. An aid over several is for the first of them.
func (tx *Tx) Awaited(invoice billing.InvoiceID) (cents money.Cents, err error) {
	err = tx.row("SELECT min("+announcedFor+`, i.total_cents - s.settled_cents)
		FROM invoices i JOIN settlements s ON s.invoice = i.id WHERE i.id = ?`, []any{int64(invoice)}, &cents)
	return max(cents, 0), err
}

// Outstanding lists the payments that are aids nobody paid yet.
func (tx *Tx) Outstanding() (map[billing.PaymentID]bool, error) {
	payments := map[billing.PaymentID]bool{}
	err := tx.each(func(row scanner) error {
		var id billing.PaymentID
		err := row.Scan(&id)
		payments[id] = true
		return err
	}, "SELECT payment FROM aids WHERE state IN ('granted', 'claimed')")
	return payments, err
}

// outstanding says that a payment p is an aid nobody paid yet.
const outstanding = `(p.way = 'aid' AND p.cents > 0 AND NOT EXISTS (SELECT 1 FROM aids WHERE payment = p.id AND state = 'received'))`

// IsOutstanding reports whether a payment is an aid nobody paid yet.
func (tx *Tx) IsOutstanding(id billing.PaymentID) (is bool, err error) {
	err = tx.row("SELECT EXISTS (SELECT 1 FROM payments p WHERE p.id = ? AND "+outstanding+")", []any{int64(id)}, &is)
	return is, err
}

// AidReturn is money that was paid back to an aid's payer.
type AidReturn struct {
	ID     int64
	Aid    billing.AidID
	Cents  money.Cents
	Day    calendar.Day
	Way    billing.Way
	Number string // of the cheque the club wrote
	At     string
	By     int64
}

// InsertAidReturn stores what was paid back to an aid's payer and returns its
// id.
func (tx *Tx) InsertAidReturn(r AidReturn, actor club.Actor) (int64, error) {
	return tx.insert("INSERT INTO aid_returns (aid, day, cents, way, number, returned_at, returned_by) VALUES (?, ?, ?, ?, ?, ?, ?)",
		int64(r.Aid), string(r.Day), int64(r.Cents), string(r.Way), r.Number, stamp(tx.Now), actor.ID)
}

// AidReturnedInCash is how much of an aid was paid back in cash.
func (tx *Tx) AidReturnedInCash(aid billing.AidID) (cents money.Cents, err error) {
	err = tx.row("SELECT coalesce(sum(cents), 0) FROM aid_returns WHERE aid = ? AND way = 'cash'", []any{int64(aid)}, &cents)
	return cents, err
}

// AllAidReturns lists what was paid back to payers of aids, for verify.
func (tx *Tx) AllAidReturns() ([]AidReturn, error) {
	return collect(tx, func(row scanner) (r AidReturn, err error) {
		err = row.Scan(&r.ID, &r.Aid, &r.Cents, &r.Day, &r.Way, &r.Number, &r.At, &r.By)
		return r, err
	}, "SELECT id, aid, cents, day, way, number, returned_at, returned_by FROM aid_returns ORDER BY id")
}
