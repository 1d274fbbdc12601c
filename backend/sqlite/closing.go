package sqlite

import (
	"errors"
	"fmt"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/journal"
	"paddock/backend/money"
)

// Closing is a closing that was made.
type Closing struct {
	ID        int64
	Kind      billing.ClosingKind
	N         int
	From, Day calendar.Day
	Seq       int64
	Body      string // exactly what was signed
	Signature string // hexadecimal
	Key       string // id of the key that made it
	At        string
	By        int64
	Who       string
}

const closingColumns = "c.id, c.kind, c.n, c.from_day, c.day, c.seq, c.body, c.signature, c.key, c.closed_at, c.closed_by, coalesce(s.name, '') FROM closings c LEFT JOIN staff s ON s.id = c.closed_by"

func scanClosing(row scanner) (c Closing, err error) {
	return c, row.Scan(&c.ID, &c.Kind, &c.N, &c.From, &c.Day, &c.Seq, &c.Body, &c.Signature, &c.Key, &c.At, &c.By, &c.Who)
}

// ClosedThrough is the last day that is closed; "" when none is.
func (tx *Tx) ClosedThrough() (day calendar.Day, err error) {
	return day, tx.row("SELECT coalesce(max(day), '') FROM closings", nil, &day)
}

// LastClosing is the latest closing of a kind, or ErrNotFound.
func (tx *Tx) LastClosing(kind billing.ClosingKind) (Closing, error) {
	return one(tx, scanClosing, "SELECT "+closingColumns+" WHERE c.kind = ? ORDER BY c.n DESC LIMIT 1", string(kind))
}

// Closings lists the closings whose last day lies in a period, in the order they
// were made.
func (tx *Tx) Closings(in calendar.Period) ([]Closing, error) {
	return collect(tx, scanClosing, "SELECT "+closingColumns+" WHERE c.day BETWEEN ? AND ? ORDER BY c.id", string(in.First), string(in.Last))
}

// ClosingByID is one of them.
func (tx *Tx) ClosingByID(id int64) (Closing, error) {
	return one(tx, scanClosing, "SELECT "+closingColumns+" WHERE c.id = ?", id)
}

// InsertClosing writes a closing. The seal log is synced with it (PRODUCT
// section 9, Seal).
func (tx *Tx) InsertClosing(c Closing, actor club.Actor) (int64, error) {
	tx.syncs = true
	return tx.insert(`INSERT INTO closings (kind, n, from_day, day, seq, body, signature, key, closed_at, closed_by)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, string(c.Kind), c.N, string(c.From), string(c.Day), c.Seq, c.Body, c.Signature, c.Key, stamp(tx.Now), actor.ID)
}

// TotalsOf adds up what was issued and received from a day to a day, both
// included.
func (tx *Tx) TotalsOf(in calendar.Period) (t billing.Totals, err error) {
	days := []any{string(in.First), string(in.Last)}
	err = tx.row(`SELECT coalesce(sum(kind = 'invoice'), 0), coalesce(sum(kind = 'creditNote'), 0), coalesce(sum(CASE kind WHEN 'creditNote' THEN total_cents END), 0)
		FROM invoices WHERE day BETWEEN ? AND ?`, days, &t.Issued.Invoices, &t.Issued.CreditNotes, &t.Issued.Credited)
	if err != nil {
		return t, err
	}
	t.Issued.Rates, err = collect(tx, func(row scanner) (r billing.RateTotal, err error) {
		err = row.Scan(&r.Kind, &r.Rate, &r.Gross, &r.Net, &r.Tax)
		t.Issued.Gross, t.Issued.Net, t.Issued.Tax = t.Issued.Gross+r.Gross, t.Issued.Net+r.Net, t.Issued.Tax+r.Tax
		return r, err
	}, `SELECT v.kind, v.rate, sum(v.gross_cents), sum(v.net_cents), sum(v.vat_cents) FROM invoices i JOIN invoice_vat v ON v.invoice = i.id
		WHERE i.day BETWEEN ? AND ? AND i.kind <> 'opening' GROUP BY 1, 2 ORDER BY 1, 2`, days...)
	if err != nil {
		return t, err
	}
	err = tx.each(func(row scanner) error {
		var w WayTotal
		err := row.Scan(&w.Way, &w.Cents, &w.Count)
		t.AddMoney(w.Way, w.Cents, w.Count)
		return err
	}, "SELECT way, sum(cents), count(*) FROM ("+moneyIn+") WHERE day BETWEEN ? AND ? GROUP BY way", days...)
	return t.Listed(), err
}

// FirstBusyDay is the first day of a period on which something was entered; ""
// when there is none. That deferred revenue was used up is neither a document nor
// money, and waits for no closing of its own.
func (tx *Tx) FirstBusyDay(in calendar.Period) (calendar.Day, error) { return tx.busy("min", in) }

// LastBusyDay is the last one.
func (tx *Tx) LastBusyDay(in calendar.Period) (calendar.Day, error) { return tx.busy("max", in) }

func (tx *Tx) busy(which string, in calendar.Period) (day calendar.Day, err error) {
	ofEach := "SELECT " + which + "(day) day FROM %s WHERE day BETWEEN ?1 AND ?2"
	return day, tx.row("SELECT coalesce("+which+"(day), '') FROM ("+fmt.Sprintf(ofEach, "entries")+
		" AND (journal <> 'misc' OR invoice IS NOT NULL OR payment IS NOT NULL) UNION ALL "+
		fmt.Sprintf(ofEach, "invoices")+" UNION ALL "+fmt.Sprintf(ofEach, "payments")+")", []any{string(in.First), string(in.Last)}, &day)
}

// SealAt is Seal, and returns the number of the entry.
func (tx *Tx) SealAt(kind journal.Kind, actor club.Actor, doc string, payload any) (int64, error) {
	return tx.seal(kind, actor, doc, payload)
}

// Keys are the lines of the entries after one that name a key of an
// installation, the latest last.
func (tx *Tx) Keys(after int64) ([]string, error) {
	return collect(tx, func(row scanner) (line string, err error) {
		return line, row.Scan(&line)
	}, "SELECT line FROM journal WHERE seq > ? AND kind IN ('club.opened', 'data.restored', 'key.replaced') ORDER BY seq", after)
}

// TillEvent is a count of the drawer, or cash taken out of it.
type TillEvent struct {
	ID       int64
	Kind     string // opened, counted, dropped
	Day      calendar.Day
	Pieces   []billing.Pieces
	Expected money.Cents // what the books said before
	Cents    money.Cents // found, or taken out
	Float    money.Cents // what it held when it last was counted, less drops
	Reason   string      // of a gap
	Salt     string
	Entry    int64 // last accounting entry the row knows
	At       string
	By       int64
	Who      string
}

const tillColumns = "t.id, t.kind, t.day, t.pieces, t.expected_cents, t.cents, t.float_cents, t.reason, t.salt, t.entry, t.at, t.by, coalesce(s.name, '') FROM till_events t LEFT JOIN staff s ON s.id = t.by"

func scanTill(row scanner) (t TillEvent, err error) {
	return t, row.Scan(&t.ID, &t.Kind, &t.Day, fromJSON(&t.Pieces), &t.Expected, &t.Cents, &t.Float, &t.Reason, &t.Salt, &t.Entry, &t.At, &t.By, &t.Who)
}

// LastTill is the latest event of the till, or ErrNotFound.
func (tx *Tx) LastTill() (TillEvent, error) {
	return one(tx, scanTill, "SELECT "+tillColumns+" ORDER BY t.id DESC LIMIT 1")
}

// AllTill lists what happened to the till, in order.
func (tx *Tx) AllTill() ([]TillEvent, error) {
	return collect(tx, scanTill, "SELECT "+tillColumns+" ORDER BY t.id")
}

// LastTillCount is the latest count or opening.
func (tx *Tx) LastTillCount() (TillEvent, error) {
	return one(tx, scanTill, "SELECT "+tillColumns+" WHERE t.kind <> 'dropped' ORDER BY t.id DESC LIMIT 1")
}

// CashSince is what the accounting entries after one moved in the till.
func (tx *Tx) CashSince(entry int64) (cents money.Cents, err error) {
	return cents, tx.row("SELECT coalesce(sum(debit_cents - credit_cents), 0) FROM postings WHERE entry > ? AND role = 'cash'", []any{entry}, &cents)
}

// InsertTill writes an event of the till; its accounting entry was written
// before it.
func (tx *Tx) InsertTill(t *TillEvent, actor club.Actor) error {
	pieces, err := asJSON(t.Pieces)
	if err != nil {
		return err
	}
	_, err = tx.exec(`INSERT INTO till_events (id, kind, day, pieces, expected_cents, cents, float_cents, reason, salt, entry, at, by)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT coalesce(max(id), 0) FROM entries), ?, ?)`,
		t.ID, t.Kind, string(t.Day), pieces, int64(t.Expected), int64(t.Cents), int64(t.Float), t.Reason, t.Salt, stamp(tx.Now), actor.ID)
	return err
}

// NextTill is the number of the next event of the till.
func (tx *Tx) NextTill() (id int64, err error) {
	return id, tx.row("SELECT coalesce(max(id), 0) + 1 FROM till_events", nil, &id)
}

var errClosed = errors.New("closed day")

// Enters refuses a day that is closed. The schema refuses it as well.
func (tx *Tx) Enters(day calendar.Day) error {
	through, err := tx.ClosedThrough()
	if err == nil && day <= through {
		err = errors.Join(club.Refuse(club.CodeBooksClosed).With("ofDay", string(day)), fmt.Errorf("%w %s", errClosed, day))
	}
	return err
}
