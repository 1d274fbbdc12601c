package sqlite

import (
	"paddock/backend/billing"
	"paddock/backend/club"
)

// duesOf reads the dues of an invoice in a query, as its plan says or else as it was
// issued: rows of day and cents under value, by key.
func duesOf(invoice string) string {
	return `json_each(coalesce((SELECT dues FROM invoice_plans WHERE invoice = ` + invoice + ` ORDER BY id DESC LIMIT 1),
		(SELECT json_group_array(json_object('day', day, 'cents', cents)) FROM (SELECT day, cents FROM invoice_dues WHERE invoice = ` + invoice + ` ORDER BY n))))`
}

// InvoicePlan is when an invoice is to be paid, in place of the days it was issued
// with.
type InvoicePlan struct {
	ID      int64
	Invoice billing.InvoiceID
	Number  string
	Dues    []billing.Due
	At      string
	By      int64
}

const selectPlans = "SELECT p.id, p.invoice, i.number, p.dues, p.made_at, p.made_by FROM invoice_plans p JOIN invoices i ON i.id = p.invoice"

func scanPlan(row scanner) (p InvoicePlan, err error) {
	return p, row.Scan(&p.ID, &p.Invoice, &p.Number, fromJSON(&p.Dues), &p.At, &p.By)
}

// InvoicePlan is the plan of an invoice that counts, or ErrNotFound.
func (tx *Tx) InvoicePlan(invoice billing.InvoiceID) (InvoicePlan, error) {
	return one(tx, scanPlan, selectPlans+" WHERE p.invoice = ? ORDER BY p.id DESC LIMIT 1", int64(invoice))
}

// InvoicePlans lists every plan in order, for verify.
func (tx *Tx) InvoicePlans() ([]InvoicePlan, error) {
	return collect(tx, scanPlan, selectPlans+" ORDER BY p.id")
}

// InsertInvoicePlan stores a plan and returns its id.
func (tx *Tx) InsertInvoicePlan(invoice billing.InvoiceID, dues []billing.Due, actor club.Actor) (int64, error) {
	body, err := asJSON(dues)
	if err != nil {
		return 0, err
	}
	return tx.insert("INSERT INTO invoice_plans (invoice, dues, made_at, made_by) VALUES (?, ?, ?, ?)", int64(invoice), body, stamp(tx.Now), actor.ID)
}
