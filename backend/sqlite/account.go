package sqlite

import (
	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/money"
)

// AccountLine is a document or a payment in a household's account, in the order
// they happened.
type AccountLine struct {
	Kind      string            `json:"kind" enum:"invoice,creditNote,opening,payment"`
	Claim     bool              `json:"claim,omitempty" doc:"Of an opening: a claim, not brought along"`
	Invoice   billing.InvoiceID `json:"invoice" doc:"Of an invoice or credit note"`
	Payment   billing.PaymentID `json:"payment" doc:"Of a payment"`
	Back      billing.Back      `json:"back" enum:",bounced,refunded,refused,returned" doc:"Of money that went back: why"`
	Number    string            `json:"number" doc:"Of the document or the receipt"`
	Day       calendar.Day      `json:"day"`
	DueDay    calendar.Day      `json:"dueDay" doc:"First due day an invoice does not cover yet; empty when nothing remains"`
	Way       billing.Way       `json:"way" doc:"Of a payment"`
	Detail    billing.Detail    `json:"detail" doc:"Of a payment"`
	Due       money.Cents       `json:"dueCents" doc:"What a document asks for, or money paid back"`
	Received  money.Cents       `json:"receivedCents" doc:"What a payment brings or a document gives"`
	Remaining money.Cents       `json:"remainingCents" doc:"What an invoice still asks for"`
	Left      money.Cents       `json:"leftCents" doc:"What of a payment or credit note settled nothing yet"`
	Balance   money.Cents       `json:"balanceCents" doc:"All due less all received, this line included"`
	State     billing.State     `json:"state" doc:"Of an invoice or credit note"`
	Cash      money.Cents       `json:"cashCents" doc:"Of an invoice: what of it was paid in cash, its parts together"`
	Settled   money.Cents       `json:"-"`
	Credited  money.Cents       `json:"-"`
	Covered   money.Cents       `json:"-"`
	Written   money.Cents       `json:"-"`
}

// AccountLines lists the documents and payments of a household, and of those
// merged into it, in order; of one moment the document comes first.
func (tx *Tx) AccountLines(household club.HouseholdID) ([]AccountLine, error) {
	return collect(tx, func(row scanner) (l AccountLine, err error) {
		err = row.Scan(&l.Kind, &l.Claim, orZero(&l.Invoice), orZero(&l.Payment), &l.Back, &l.Number, &l.Day, &l.DueDay, &l.Way, fromJSON(&l.Detail),
			&l.Due, &l.Received, &l.Left, &l.Settled, &l.Credited, &l.Covered, &l.Written, &l.Cash)
		return l, err
	}, `SELECT kind, claim, invoice, payment, back, number, day, due_day, way, detail, due, received, left_cents, settled, credited, covered, written, cash FROM (
			SELECT i.kind, i.kind = 'opening' AND i.series = ?2 AS claim, i.id AS invoice, NULL AS payment, '' AS back, i.number, i.day, coalesce(s.next_due_day, '') AS due_day, '' AS way, '{}' AS detail,
				max(i.total_cents, 0) AS due, max(-i.total_cents, 0) AS received,
				CASE WHEN i.total_cents < 0 THEN -i.total_cents - `+settledBy("credit_note = i.id")+" - "+withdrawnFrom("credit_note = i.id")+` ELSE 0 END AS left_cents,
				coalesce(s.settled_cents, 0) AS settled, coalesce(s.credited_cents, 0) AS credited, coalesce(s.covered_cents, 0) AS covered, coalesce(s.written_cents, 0) AS written,
				coalesce((SELECT sum(a.cents) FROM allocations a JOIN payments c ON c.id = a.payment WHERE a.invoice = i.id AND c.way = 'cash'), 0) AS cash, i.issued_at AS at
			FROM invoices i LEFT JOIN settlements s ON s.invoice = i.id WHERE `+account("i.household", "?1")+`
			UNION ALL
			SELECT 'payment', 0, NULL, p.id, p.back, p.receipt, p.day, '', p.way, p.detail, max(-p.cents, 0), max(p.cents, 0),
				max(p.cents - `+settledBy("payment = p.id")+" - "+withdrawnFrom("source = p.id")+`, 0), 0, 0, 0, 0, 0, p.received_at
			FROM payments p WHERE `+account("p.household", "?1")+`)
		ORDER BY day, at, payment IS NOT NULL, coalesce(invoice, payment)`, int64(household), billing.ClaimSeries)
}
