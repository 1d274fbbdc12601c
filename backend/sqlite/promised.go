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
		err = row.Scan(&p.Request, &p.Kind, &p.Household, &p.Family, &p.Mobile, &p.Cents, &p.Until)
		return p, err
	}, `SELECT r.id, r.kind, h.id, h.name,
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
