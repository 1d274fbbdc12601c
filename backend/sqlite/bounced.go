package sqlite

import (
	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/money"
)

// Bounced is a cheque the bank refused and that nothing has made good yet.
type Bounced struct {
	Payment   billing.PaymentID   `json:"payment" doc:"The mirror payment that took it back"`
	Household club.HouseholdID    `json:"household"`
	Family    string              `json:"family" doc:"Empty for a sale without a client"`
	Mobile    string              `json:"mobile" doc:"Whom to call; empty when nobody gave a number"`
	Day       calendar.Day        `json:"day" doc:"When it came back"`
	Cents     money.Cents         `json:"cents" doc:"Of the cheque"`
	Detail    billing.Detail      `json:"detail" doc:"Its number, bank and drawer"`
	Invoices  []billing.InvoiceID `json:"invoices" nullable:"false" doc:"Those it had settled that ask for money again, and what claims a refund of it"`
}

// Bounced lists the refused cheques whose invoices and claims still ask for money, or
// whose debt was written off, of one
// household or of all when it is 0, the latest first. Whoever has one makes no
// new booking (PRODUCT section 9). That back is not empty is said to SQLite, which
// finds them by index then.
func (tx *Tx) Bounced(household club.HouseholdID) ([]Bounced, error) {
	const open = `SELECT s.invoice FROM settlements s WHERE (s.next_due_day <> '' OR s.written_cents > 0) AND s.invoice IN (
		SELECT a.invoice FROM withdrawals w JOIN allocations a ON a.payment = w.source WHERE w.payment = m.id
		UNION SELECT c.id FROM withdrawals w JOIN invoices c ON c.original = w.credit_note WHERE w.payment = m.id)`
	return collect(tx, func(row scanner) (b Bounced, err error) {
		err = row.Scan(&b.Payment, &b.Household, &b.Family, &b.Mobile, &b.Day, &b.Cents, fromJSON(&b.Detail), fromJSON(&b.Invoices))
		return b, err
	}, `SELECT m.id, coalesce(h.merged_into, h.id, 0), coalesce(h.name, ''),
			coalesce((SELECT mobile FROM contacts WHERE household = coalesce(h.merged_into, h.id) AND mobile <> '' ORDER BY pays DESC, n LIMIT 1), ''),
			m.day, -m.cents, m.detail, (SELECT json_group_array(invoice) FROM (`+open+` ORDER BY 1))
		FROM payments m LEFT JOIN households h ON h.id = m.household
		WHERE m.back <> '' AND m.back = 'bounced' AND EXISTS (`+open+`) AND (?1 = 0 OR `+account("m.household", "?1")+`) ORDER BY m.id DESC`, int64(household))
}
