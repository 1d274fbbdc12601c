package sqlite

import (
	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/money"
)

// Promised is money a household said would come: a cheque, a visit or a transfer.
type Promised struct {
	Request   int64               `json:"request"`
	Kind      string              `json:"kind" enum:"transfer,promise"`
	Way       string              `json:"way" enum:",cheque,visit" doc:"Of a promise: how it is to come; empty where nobody said"`
	Household club.HouseholdID    `json:"household"`
	Family    string              `json:"family"`
	Mobile    string              `json:"mobile" doc:"Whom to call; empty when nobody gave a number"`
	Cents     money.Cents         `json:"cents" doc:"What was promised, or the part of it that its invoices still ask for"`
	Until     calendar.Day        `json:"untilDay"`
	Invoices  []billing.InvoiceID `json:"invoices" nullable:"false" doc:"Those of its invoices that still ask for money"`
	Numbers   []string            `json:"numbers" nullable:"false" doc:"Their numbers"`
}

// Promised lists what was promised and has not come, the earliest day first.
func (tx *Tx) Promised() ([]Promised, error) {
	list, err := collect(tx, func(row scanner) (p Promised, err error) {
		err = row.Scan(&p.Request, &p.Kind, &p.Way, &p.Household, &p.Family, &p.Mobile, &p.Cents, &p.Until)
		return p, err
	}, `SELECT r.id, r.kind, r.way, h.id, h.name,
			coalesce((SELECT mobile FROM contacts WHERE household = h.id AND mobile <> '' ORDER BY pays DESC, n LIMIT 1), ''),
			r.cents, r.until_day
		FROM requests r JOIN households h ON h.id = r.household
		WHERE r.state = 'open' AND r.kind <> 'link' ORDER BY r.until_day, r.id`)
	for i := range list {
		p := &list[i]
		open, err := tx.OpenOfRequest(p.Request)
		if err != nil {
			return nil, err
		}
		var remaining money.Cents
		p.Invoices, p.Numbers = []billing.InvoiceID{}, []string{}
		for _, o := range open {
			remaining += o.Remaining
			p.Invoices, p.Numbers = append(p.Invoices, o.Invoice), append(p.Numbers, o.Number)
		}
		p.Cents = min(p.Cents, remaining)
	}
	return list, err
}

// DropPromise cancels an open promise or announced transfer, for a reason, and
// returns the number of the first invoice it was for. ErrNotFound when there is
// none to drop.
func (tx *Tx) DropPromise(request, reason int64, actor club.Actor) (number string, err error) {
	if err := tx.change("UPDATE requests SET state = 'cancelled' WHERE id = ? AND state = 'open' AND kind <> 'link'", request); err != nil {
		return "", err
	}
	_, err = tx.exec("INSERT INTO dropped_promises (request, reason, dropped_at, dropped_by) VALUES (?, ?, ?, ?)",
		request, reason, stamp(tx.Now), actor.ID)
	if err != nil {
		return "", err
	}
	err = tx.row("SELECT i.number FROM request_invoices r JOIN invoices i ON i.id = r.invoice WHERE r.request = ? ORDER BY i.id LIMIT 1",
		[]any{request}, &number)
	return number, err
}

// DroppedRow is what the tables say of a promise that was dropped, for verify.
type DroppedRow struct {
	Request int64
	At      string
	By      int64
}

// DroppedPromises lists every promise that was dropped.
func (tx *Tx) DroppedPromises() ([]DroppedRow, error) {
	return collect(tx, func(row scanner) (d DroppedRow, err error) {
		return d, row.Scan(&d.Request, &d.At, &d.By)
	}, "SELECT request, dropped_at, dropped_by FROM dropped_promises ORDER BY request")
}
