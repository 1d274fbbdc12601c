package sqlite

import (
	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/money"
)

// SettlingStep is what settled a document on a day, in cents with the sign of its total.
type SettlingStep struct {
	Invoice billing.InvoiceID
	Day     calendar.Day
	Note    billing.InvoiceID // set off between an invoice and this credit note over it
	Lost    bool              // written off
	Whole   bool              // see billing.Allocation
	Cents   money.Cents
}

// StepsUntil lists by document and day all that settled the documents which anything
// settled in a period, both days included, from their first day to its last: money and
// credit, what is paid out of what gives, what is written off. What an aid covers
// counts from the day its payer paid. Of ten years it reads the steps of those
// documents alone.
func (tx *Tx) StepsUntil(from, to calendar.Day) ([]SettlingStep, error) {
	return collect(tx, func(row scanner) (s SettlingStep, err error) {
		return s, row.Scan(&s.Invoice, &s.Day, &s.Note, &s.Lost, &s.Whole, &s.Cents)
	}, `WITH touched AS MATERIALIZED (SELECT invoice FROM allocations WHERE day BETWEEN ?1 AND ?2
			UNION SELECT credit_note FROM allocations WHERE credit_note IS NOT NULL AND day BETWEEN ?1 AND ?2
			UNION SELECT w.credit_note FROM payments p CROSS JOIN withdrawals w ON w.payment = p.id WHERE p.day BETWEEN ?1 AND ?2 AND w.credit_note IS NOT NULL
			UNION SELECT a.invoice FROM aids x CROSS JOIN allocations a ON a.payment = x.payment WHERE x.received_day BETWEEN ?1 AND ?2),
		made AS (SELECT a.invoice, a.credit_note, a.day, a.cents, iif(n.original = a.invoice, n.id, 0) AS note, a.payment, a.whole
			FROM allocations a LEFT JOIN invoices n ON n.id = a.credit_note),
		steps AS (SELECT a.invoice, max(a.day, coalesce(x.received_day, a.day)) AS day, a.note, coalesce(p.way = 'writtenOff', 0) AS lost, a.whole, a.cents FROM made a
				LEFT JOIN payments p ON p.id = a.payment LEFT JOIN aids x ON x.payment = p.id
				WHERE a.invoice IN (SELECT invoice FROM touched) AND (p.id IS NULL OR p.way <> 'aid' OR x.received_day <> '')
			UNION ALL SELECT credit_note, day, note, 0, whole, -cents FROM made WHERE credit_note IN (SELECT invoice FROM touched)
			UNION ALL SELECT w.credit_note, p.day, 0, 0, 0, -w.cents FROM withdrawals w JOIN payments p ON p.id = w.payment WHERE w.credit_note IN (SELECT invoice FROM touched))
		SELECT invoice, day, note, lost, max(whole), sum(cents) FROM steps WHERE day <= ?2 GROUP BY invoice, day, note, lost ORDER BY invoice, day`, string(from), string(to))
}

// IssuedIn lists the documents of a period by id, openings left out.
func (tx *Tx) IssuedIn(from, to calendar.Day) ([]billing.Document, error) {
	return tx.documents("i.kind <> 'opening' AND i.day BETWEEN ? AND ?", string(from), string(to))
}

// VATPosted adds up what the entries of a period posted on VAT that is due, by
// role, in cents owed.
func (tx *Tx) VATPosted(from, to calendar.Day) (map[string]money.Cents, error) {
	posted := map[string]money.Cents{}
	err := tx.each(func(row scanner) error {
		var role string
		var cents money.Cents
		err := row.Scan(&role, &cents)
		posted[role] = cents
		return err
	}, `SELECT p.role, sum(p.credit_cents - p.debit_cents) FROM entries e JOIN postings p ON p.entry = e.id
		WHERE e.day BETWEEN ? AND ? AND p.role LIKE 'vat.%' AND p.role NOT LIKE 'vat.pending.%' GROUP BY p.role
		HAVING sum(p.credit_cents - p.debit_cents) <> 0`, string(from), string(to))
	return posted, err
}

// OpenDue is a due day that is not paid, and what is left of it in cents; the
// first days of an invoice are settled first.
type OpenDue struct {
	Household club.HouseholdID
	Family    string
	Mobile    string
	Day       calendar.Day
	Cents     money.Cents
}

// OpenDues lists what is still to be paid by due day, in order of family.
func (tx *Tx) OpenDues() ([]OpenDue, error) {
	return collect(tx, func(row scanner) (d OpenDue, err error) {
		err = row.Scan(orZero(&d.Household), &d.Family, &d.Mobile, &d.Day, &d.Cents)
		return d, err
	}, `SELECT household, coalesce(h.name, ''), coalesce((SELECT mobile FROM contacts c WHERE c.household = h.id AND mobile <> '' ORDER BY pays DESC, n LIMIT 1), ''),
		day, min(cents, sofar - settled) FROM (
			SELECT i.household, d.value ->> 'day' AS day, d.value ->> 'cents' AS cents, s.settled_cents AS settled, sum(d.value ->> 'cents') OVER (PARTITION BY s.invoice ORDER BY d.key) AS sofar
			FROM settlements s CROSS JOIN invoices i ON i.id = s.invoice CROSS JOIN `+duesOf("s.invoice")+` d WHERE s.next_due_day <> '')
		LEFT JOIN households h ON h.id = household WHERE sofar > settled ORDER BY h.folded, h.id, day`)
}
