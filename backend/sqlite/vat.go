package sqlite

import (
	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/money"
)

// Settled is what settled a document before a period and by its end, in cents
// and with the sign of its total. What an aid covers settles from the day its
// payer paid.
type Settled struct {
	Invoice billing.InvoiceID
	Before  money.Cents
	After   money.Cents
}

// settlingDays is every step that settles one of the documents in touched, with its
// day: allocations of money, both sides of a credit note's, and money paid out of one.
const settlingDays = `SELECT a.invoice, max(a.day, coalesce(x.received_day, a.day)) AS day, a.cents FROM allocations a
		LEFT JOIN payments p ON p.id = a.payment LEFT JOIN aids x ON x.payment = p.id
		WHERE a.invoice IN (SELECT invoice FROM touched) AND (p.id IS NULL OR p.way NOT IN ('aid', 'writtenOff') OR x.received_day <> '')
	UNION ALL SELECT credit_note, day, -cents FROM allocations WHERE credit_note IN (SELECT invoice FROM touched)
	UNION ALL SELECT w.credit_note, p.day, -w.cents FROM withdrawals w JOIN payments p ON p.id = w.payment WHERE w.credit_note IN (SELECT invoice FROM touched)`

// touchedIn is every document that something settled in a period.
const touchedIn = `SELECT invoice FROM allocations WHERE day BETWEEN ?1 AND ?2
			UNION SELECT credit_note FROM allocations WHERE credit_note IS NOT NULL AND day BETWEEN ?1 AND ?2
			UNION SELECT w.credit_note FROM payments p CROSS JOIN withdrawals w ON w.payment = p.id WHERE p.day BETWEEN ?1 AND ?2 AND w.credit_note IS NOT NULL
			UNION SELECT a.invoice FROM aids x CROSS JOIN allocations a ON a.payment = x.payment WHERE x.received_day BETWEEN ?1 AND ?2`

// SettledIn lists the documents that anything settled in a period, both days
// included, by id. Of ten years it reads the steps of those alone.
func (tx *Tx) SettledIn(from, to calendar.Day) ([]Settled, error) {
	return collect(tx, func(row scanner) (s Settled, err error) {
		err = row.Scan(&s.Invoice, &s.Before, &s.After)
		return s, err
	}, `WITH touched AS MATERIALIZED (`+touchedIn+`),
		steps AS (`+settlingDays+`)
		SELECT invoice, coalesce(sum(CASE WHEN day < ?1 THEN cents END), 0), coalesce(sum(CASE WHEN day <= ?2 THEN cents END), 0)
		FROM steps GROUP BY invoice HAVING sum(day BETWEEN ?1 AND ?2) > 0 ORDER BY invoice`, string(from), string(to))
}

// SettledOn is what settled a document before a day and by its end.
type SettledOn struct {
	Day calendar.Day
	Settled
}

// SettledByDay lists the same as SettledIn for each day of a period on which
// anything settled a document, by day.
func (tx *Tx) SettledByDay(from, to calendar.Day) ([]SettledOn, error) {
	return collect(tx, func(row scanner) (s SettledOn, err error) {
		return s, row.Scan(&s.Day, &s.Invoice, &s.Before, &s.After)
	}, `WITH touched AS MATERIALIZED (`+touchedIn+`), steps AS (`+settlingDays+`),
		days AS (SELECT invoice, day, sum(cents) cents FROM steps GROUP BY invoice, day),
		sums AS (SELECT invoice, day, sum(cents) OVER (PARTITION BY invoice ORDER BY day) sofar, cents FROM days)
		SELECT day, invoice, sofar - cents, sofar FROM sums WHERE day BETWEEN ?1 AND ?2 ORDER BY day, invoice`, string(from), string(to))
}

// Lost is how a document stood before a period and by its end, of which something
// was written off in it or taken back.
type Lost struct {
	Invoice       billing.InvoiceID
	Before, After billing.Resolved
}

// LostIn lists the documents whose part that is written off stood otherwise before a
// period than by its end, or whose paid part beside it did; by id. Only what the period
// touched is read.
func (tx *Tx) LostIn(from, to calendar.Day) ([]Lost, error) {
	return collect(tx, func(row scanner) (l Lost, err error) {
		err = row.Scan(&l.Invoice, &l.Before.Paid, &l.After.Paid, &l.Before.Lost, &l.After.Lost)
		return l, err
	}, `WITH period AS MATERIALIZED (`+touchedIn+`),
		gone AS MATERIALIZED (SELECT a.invoice, a.day, a.cents FROM period t CROSS JOIN allocations a ON a.invoice = t.invoice CROSS JOIN payments p ON p.id = a.payment
			WHERE p.way = 'writtenOff'),
		touched AS MATERIALIZED (SELECT DISTINCT invoice FROM gone),
		steps AS (`+settlingDays+`)
		SELECT invoice, (SELECT coalesce(sum(cents), 0) FROM steps s WHERE s.invoice = l.invoice AND s.day < ?1),
			(SELECT coalesce(sum(cents), 0) FROM steps s WHERE s.invoice = l.invoice AND s.day <= ?2),
			(SELECT coalesce(sum(cents), 0) FROM gone s WHERE s.invoice = l.invoice AND s.day < ?1),
			(SELECT coalesce(sum(cents), 0) FROM gone s WHERE s.invoice = l.invoice AND s.day <= ?2)
		FROM touched l ORDER BY invoice`, string(from), string(to))
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
