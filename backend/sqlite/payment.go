package sqlite

import (
	"time"

	"fmt"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/money"
)

// NextReceipt is the number of the next receipt of a day: 2026-10-07-0020, in training
// ECOLE-2026-10-07-0020.
func (tx *Tx) NextReceipt(day calendar.Day) (receipt string, err error) {
	var n int
	err = tx.row("SELECT count(*) + 1 FROM payments WHERE day = ?", []any{string(day)}, &n)
	if err != nil {
		return "", err
	}
	training, err := tx.Training()
	receipt = fmt.Sprintf("%s-%04d", day, n)
	if training {
		receipt = billing.TrainingPrefix + receipt
	}
	return receipt, err
}

// InsertPayment stores money received, or that went back. What it leaves in p is
// what Payment reads: its id and who received it are filled in, and it settles
// nothing yet.
func (tx *Tx) InsertPayment(p *billing.Payment, actor club.Actor) error {
	detail, err := asJSON(p.Detail)
	if err != nil {
		return fmt.Errorf("payment detail: %w", err)
	}
	paper, err := asJSON(p.Paper)
	if err != nil {
		return fmt.Errorf("payment paper: %w", err)
	}
	if err := tx.row("SELECT coalesce(max(id), 0) + 1 FROM payments", nil, &p.ID); err != nil {
		return err
	}
	p.ReceivedBy, p.Allocations = actor.Name, []billing.Allocation{}
	for i, w := range p.From { // the payment closes them
		_, err := tx.exec("INSERT INTO withdrawals (payment, n, source, credit_note, cents) VALUES (?, ?, ?, ?, ?)",
			int64(p.ID), i+1, orNull(w.Payment), orNull(w.CreditNote), int64(w.Cents))
		if err != nil {
			return err
		}
	}
	_, err = tx.exec(`INSERT INTO payments (id, receipt, day, way, cents, tendered_cents, household, detail, refundable, sale, paper, received_at, received_by, back, till)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, int64(p.ID), p.Receipt, string(p.Day), string(p.Way), int64(p.Cents), int64(p.Tendered),
		orNull(p.Household), detail, p.Refundable, orNull(p.Sale), paper, stamp(p.ReceivedAt), actor.ID, string(p.Back), p.Till)
	return err
}

// InsertAllocation stores what settles what and returns its id.
func (tx *Tx) InsertAllocation(a billing.Allocation, actor club.Actor) (int64, error) {
	return tx.insert(`INSERT INTO allocations (payment, credit_note, invoice, cents, day, allocated_at, allocated_by, kept, whole) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		orNull(a.Payment), orNull(a.CreditNote), int64(a.Invoice), int64(a.Cents), string(a.Day), stamp(tx.Now), actor.ID, a.Kept, a.Whole)
}

const selectPayment = `SELECT p.id, p.receipt, p.day, p.way, p.cents, p.tendered_cents, p.household, p.detail, p.refundable,
	p.sale, p.paper, p.received_at, coalesce(s.name, ''), p.back, p.till FROM payments p LEFT JOIN staff s ON s.id = p.received_by`

func scanPayment(row scanner) (p billing.Payment, err error) {
	err = row.Scan(&p.ID, &p.Receipt, &p.Day, &p.Way, &p.Cents, &p.Tendered, orZero(&p.Household), fromJSON(&p.Detail),
		&p.Refundable, orZero(&p.Sale), fromJSON(&p.Paper), instant{&p.ReceivedAt}, &p.ReceivedBy, &p.Back, &p.Till)
	return p, err
}

// Payment loads a payment with what it settles, or returns ErrNotFound.
func (tx *Tx) Payment(id billing.PaymentID) (billing.Payment, error) {
	p, err := one(tx, scanPayment, selectPayment+" WHERE p.id = ?", int64(id))
	if err != nil {
		return p, err
	}
	if p.Allocations, err = tx.allocations("a.payment = ?", int64(id)); err != nil || p.Back == "" {
		return p, err
	}
	taken, err := tx.withdrawals("payment = ?", int64(id))
	p.From = taken[id]
	return p, err
}

// Payments lists payments of a period in order, with what they settle.
func (tx *Tx) Payments(from, to calendar.Day) ([]billing.Payment, error) {
	payments, err := collect(tx, scanPayment, selectPayment+" WHERE p.day BETWEEN ? AND ? ORDER BY p.id", string(from), string(to))
	if err != nil {
		return nil, err
	}
	at := map[billing.PaymentID]*billing.Payment{}
	for i := range payments {
		payments[i].Allocations = []billing.Allocation{}
		at[payments[i].ID] = &payments[i]
	}
	settled, err := tx.allocations("a.payment IN (SELECT id FROM payments WHERE day BETWEEN ? AND ?)", string(from), string(to))
	if err != nil {
		return payments, err
	}
	for _, a := range settled {
		at[a.Payment].Allocations = append(at[a.Payment].Allocations, a)
	}
	taken, err := tx.withdrawals("payment IN (SELECT id FROM payments WHERE day BETWEEN ? AND ?)", string(from), string(to))
	for id, from := range taken {
		at[id].From = from
	}
	return payments, err
}

// AllPayments lists every payment in order, with what it settles.
func (tx *Tx) AllPayments() ([]billing.Payment, error) {
	return tx.Payments("0001-01-01", "9999-12-31")
}

// PaymentsOfSale lists the payments that came with a checkout.
func (tx *Tx) PaymentsOfSale(invoice billing.InvoiceID) ([]billing.Payment, error) {
	return collect(tx, scanPayment, selectPayment+" WHERE p.sale = ? ORDER BY p.id", int64(invoice))
}

// AllocationsTo lists what settles an invoice, in order.
func (tx *Tx) AllocationsTo(invoice billing.InvoiceID) ([]billing.Allocation, error) {
	return tx.allocations("a.invoice = ?", int64(invoice))
}

// AllocatedAt says when each allocation to an invoice was made, by id.
func (tx *Tx) AllocatedAt(invoice billing.InvoiceID) (map[int64]time.Time, error) {
	at := map[int64]time.Time{}
	return at, tx.each(func(row scanner) error {
		var id int64
		var when time.Time
		err := row.Scan(&id, instant{&when})
		at[id] = when
		return err
	}, "SELECT id, allocated_at FROM allocations WHERE invoice = ?", int64(invoice))
}

// AllocationsOf lists what a payment settled when it came, as the entry with
// this seq sealed it; what its rest settled later is not among them.
func (tx *Tx) AllocationsOf(seq int64) ([]billing.Allocation, error) {
	return tx.allocations("a.id IN (SELECT value ->> 'id' FROM journal, json_each(line, '$.payload.allocations') WHERE seq = ?)", seq)
}

// AllocationsFrom lists what a credit note settled, in order.
func (tx *Tx) AllocationsFrom(creditNote billing.InvoiceID) ([]billing.Allocation, error) {
	return tx.allocations("a.credit_note = ?", int64(creditNote))
}

// SetOff lists what an invoice and its own credit notes settle of each other, of either
// of them.
func (tx *Tx) SetOff(document billing.InvoiceID) ([]billing.Allocation, error) {
	return tx.allocations("(a.invoice = ?1 OR a.credit_note = ?1) AND a.invoice = (SELECT n.original FROM invoices n WHERE n.id = a.credit_note)", int64(document))
}

func (tx *Tx) allocations(where string, args ...any) ([]billing.Allocation, error) {
	return collect(tx, func(row scanner) (a billing.Allocation, err error) {
		err = row.Scan(&a.ID, orZero(&a.Payment), orZero(&a.CreditNote), &a.Invoice, &a.Number, &a.Cents, &a.Day, &a.Kept, &a.Whole)
		return a, err
	}, `SELECT a.id, a.payment, a.credit_note, a.invoice, i.number, a.cents, a.day, a.kept, a.whole
		FROM allocations a JOIN invoices i ON i.id = a.invoice WHERE `+where+` ORDER BY a.id`, args...)
}

// CreditSources lists what is left of a household's payments and of documents that give,
// the oldest first; what can never go back as money comes before what can, so
// that it is spent first. What waits for the payer of an aid is apart.
func (tx *Tx) CreditSources(household club.HouseholdID) ([]billing.Source, error) {
	return tx.sources(`SELECT p.id AS payment, NULL AS credit_note, p.refundable, p.day,
				p.cents - `+settledBy("payment = p.id")+" - "+withdrawnFrom("source = p.id")+` AS left_cents
			FROM payments p WHERE `+account("p.household", "?1")+` AND p.cents > `+settledBy("payment = p.id")+` -- by indexes alone: nearly all are spent
			UNION ALL `+givenBy(account("i.household", "?1")), int64(household))
}

// SourcesOf lists what is left of one document that gives.
func (tx *Tx) SourcesOf(note billing.InvoiceID) ([]billing.Source, error) {
	return tx.sources(givenBy("i.id = ?1"), int64(note))
}

// givenBy asks what is left of the documents that give, each part by itself.
func givenBy(which string) string {
	return `SELECT NULL AS payment, i.id AS credit_note, 0 AS refundable, i.day, i.kept_cents - ` + settledBy("credit_note = i.id AND kept = 1") + ` AS left_cents
			FROM invoices i WHERE ` + which + ` AND i.total_cents < 0 AND i.kept_cents > 0 -- in that order: an index has the one and not the other
			UNION ALL
			SELECT NULL, i.id, 1, i.day,
				-i.total_cents - i.kept_cents - ` + settledBy("credit_note = i.id AND kept = 0") + " - " + withdrawnFrom("credit_note = i.id") + `
			FROM invoices i WHERE ` + which + ` AND i.total_cents < 0`
}

func (tx *Tx) sources(held string, of int64) ([]billing.Source, error) {
	covered := map[billing.InvoiceID]money.Cents{}
	sources, err := collect(tx, func(row scanner) (s billing.Source, err error) {
		var unpaid bool
		var covers money.Cents
		err = row.Scan(orZero(&s.Payment), orZero(&s.CreditNote), &s.Left, &s.Refundable, &s.Kind, &s.Number, &s.Day, &s.Way,
			&unpaid, orZero(&s.Over), &covers)
		if unpaid {
			s.Left, s.Awaited = 0, s.Left
		}
		if s.Over != 0 {
			covered[s.Over] = covers
		}
		return s, err
	}, `WITH held AS MATERIALIZED ( -- else every sum is made twice
			`+held+`)
		SELECT h.payment, h.credit_note, h.left_cents, h.refundable, coalesce(i.kind, 'payment'), coalesce(i.number, p.receipt), h.day,
			coalesce(p.way, ''), coalesce(`+outstanding+`, 0), i.original,
			coalesce((SELECT covered_cents FROM settlements WHERE invoice = i.original), 0)
		FROM held h LEFT JOIN payments p ON p.id = h.payment LEFT JOIN invoices i ON i.id = h.credit_note
		WHERE h.left_cents > 0 ORDER BY h.refundable, h.day, coalesce(h.payment, h.credit_note)`, of)
	billing.Await(sources, covered)
	return sources, err
}

// settledBy and withdrawnFrom add up what money or a credit note settled, and
// what of it went back.
func settledBy(source string) string {
	return "coalesce((SELECT sum(cents) FROM allocations WHERE " + source + "), 0)"
}

func withdrawnFrom(source string) string {
	return "coalesce((SELECT sum(cents) FROM withdrawals WHERE " + source + "), 0)"
}

// withdrawals lists by payment what money that went back was taken from.
func (tx *Tx) withdrawals(where string, args ...any) (map[billing.PaymentID][]billing.Withdrawal, error) {
	from := map[billing.PaymentID][]billing.Withdrawal{}
	err := tx.each(func(row scanner) error {
		var id billing.PaymentID
		var w billing.Withdrawal
		err := row.Scan(&id, orZero(&w.Payment), orZero(&w.CreditNote), &w.Cents)
		from[id] = append(from[id], w)
		return err
	}, "SELECT payment, source, credit_note, cents FROM withdrawals WHERE "+where+" ORDER BY payment, n", args...)
	return from, err
}

// Withdrawn is how much of a payment went back.
func (tx *Tx) Withdrawn(id billing.PaymentID) (cents money.Cents, err error) {
	err = tx.row("SELECT coalesce(sum(cents), 0) FROM withdrawals WHERE source = ?", []any{int64(id)}, &cents)
	return cents, err
}

// HasBounced reports whether the bank took a payment back.
func (tx *Tx) HasBounced(id billing.PaymentID) (has bool, err error) {
	err = tx.row(`SELECT EXISTS (SELECT 1 FROM withdrawals w JOIN payments b ON b.id = w.payment WHERE w.source = ? AND b.back = 'bounced')`, []any{int64(id)}, &has)
	return has, err
}

// PaidOutOf is how much of what a document gives was paid out as money.
func (tx *Tx) PaidOutOf(note billing.InvoiceID) (cents money.Cents, err error) {
	err = tx.row("SELECT "+withdrawnFrom("credit_note = ?"), []any{int64(note)}, &cents)
	return cents, err
}

// Refunds lists the payments out of a document that gives, each with what it took
// of that one.
func (tx *Tx) Refunds(note billing.InvoiceID) ([]billing.Payment, error) {
	refunds, err := collect(tx, scanPayment, selectPayment+" WHERE p.id IN (SELECT payment FROM withdrawals WHERE credit_note = ?) ORDER BY p.id", int64(note))
	if err != nil || len(refunds) == 0 {
		return refunds, err
	}
	from, err := tx.withdrawals("credit_note = ?", int64(note))
	for i, p := range refunds {
		refunds[i].From = from[p.ID]
	}
	return refunds, err
}

// RefundedInCash is how much credit was paid out to a household in cash on a day.
func (tx *Tx) RefundedInCash(household club.HouseholdID, day calendar.Day) (cents money.Cents, err error) {
	err = tx.row("SELECT coalesce(-sum(p.cents), 0) FROM payments p WHERE "+account("p.household", "?1")+" AND p.day = ?2 AND p.back = 'refunded' AND p.way = 'cash'",
		[]any{int64(household), string(day)}, &cents)
	return cents, err
}

// KeptOn is how much of an invoice is settled by what never goes back as money:
// aids, holiday vouchers, and credit that came of them on another invoice.
func (tx *Tx) KeptOn(invoice billing.InvoiceID) (cents money.Cents, err error) {
	err = tx.row(`SELECT coalesce(sum(a.cents), 0) FROM allocations a LEFT JOIN payments p ON p.id = a.payment
		LEFT JOIN invoices n ON n.id = a.credit_note
		WHERE a.invoice = ? AND (a.kept = 1 AND n.original IS NOT a.invoice OR p.refundable = 0)`, []any{int64(invoice)}, &cents)
	return cents, err
}

// Settlement is the unsealed row of a document: what covers it.
type Settlement struct {
	Settled  money.Cents
	Credited money.Cents
	Covered  money.Cents // by aids nobody paid yet
	Written  money.Cents // written off
	NextDue  calendar.Day
}

// Settlement loads the row of a document.
func (tx *Tx) Settlement(id billing.InvoiceID) (s Settlement, err error) {
	err = tx.row("SELECT settled_cents, credited_cents, covered_cents, written_cents, next_due_day FROM settlements WHERE invoice = ?", []any{int64(id)},
		&s.Settled, &s.Credited, &s.Covered, &s.Written, &s.NextDue)
	return s, err
}

// Settlements loads the row of every document.
func (tx *Tx) Settlements() (map[billing.InvoiceID]Settlement, error) {
	rows := map[billing.InvoiceID]Settlement{}
	err := tx.each(func(row scanner) error {
		var id billing.InvoiceID
		var s Settlement
		err := row.Scan(&id, &s.Settled, &s.Credited, &s.Covered, &s.Written, &s.NextDue)
		rows[id] = s
		return err
	}, "SELECT invoice, settled_cents, credited_cents, covered_cents, written_cents, next_due_day FROM settlements")
	return rows, err
}

// SaveSettlement writes the row of a document.
func (tx *Tx) SaveSettlement(id billing.InvoiceID, s Settlement) error {
	_, err := tx.exec(`INSERT INTO settlements (invoice, settled_cents, credited_cents, covered_cents, written_cents, next_due_day) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET settled_cents = excluded.settled_cents, credited_cents = excluded.credited_cents,
			covered_cents = excluded.covered_cents, written_cents = excluded.written_cents, next_due_day = excluded.next_due_day`,
		int64(id), int64(s.Settled), int64(s.Credited), int64(s.Covered), int64(s.Written), string(s.NextDue))
	return err
}

// IsWriteOff reports whether a payment is no money but what was written off.
func (tx *Tx) IsWriteOff(id billing.PaymentID) (is bool, err error) {
	if id == 0 {
		return false, nil
	}
	err = tx.row("SELECT EXISTS (SELECT 1 FROM payments WHERE id = ? AND way = 'writtenOff')", []any{int64(id)}, &is)
	return is, err
}

// WriteOffsOn lists the write-offs of an invoice that stand.
func (tx *Tx) WriteOffsOn(invoice billing.InvoiceID) ([]billing.PaymentID, error) {
	return collect(tx, func(row scanner) (id billing.PaymentID, err error) {
		return id, row.Scan(&id)
	}, `SELECT p.id FROM allocations a JOIN payments p ON p.id = a.payment WHERE a.invoice = ? AND p.way = 'writtenOff'
		GROUP BY p.id HAVING sum(a.cents) > 0 ORDER BY p.id`, int64(invoice))
}

// OpenInvoices lists a household's invoices that still ask for money, by due
// day.
func (tx *Tx) OpenInvoices(household club.HouseholdID) ([]billing.Open, error) {
	return collect(tx, func(row scanner) (o billing.Open, err error) {
		err = row.Scan(&o.Invoice, &o.Number, &o.Remaining)
		return o, err
	}, `SELECT i.id, i.number, i.total_cents - s.settled_cents FROM settlements s JOIN invoices i ON i.id = s.invoice
		WHERE `+account("i.household", "?1")+` AND i.total_cents > 0 AND s.next_due_day <> '' ORDER BY s.next_due_day, i.id`, int64(household))
}

// CountOverdue counts the invoices that are late on a day.
func (tx *Tx) CountOverdue(today calendar.Day) (n int, err error) {
	err = tx.row("SELECT count(*) FROM settlements WHERE next_due_day <> '' AND next_due_day < ?", []any{string(today)}, &n)
	return n, err
}

// PaymentNamed finds a payment by its receipt's number, or by its row.
func (tx *Tx) PaymentNamed(name string) (id billing.PaymentID, err error) {
	err = tx.row("SELECT id FROM payments WHERE receipt = ?1 OR CAST(id AS TEXT) = ?1", []any{name}, &id)
	return id, err
}
