package desk

import (
	"context"
	"fmt"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/journal"
	"paddock/backend/sqlite"
)

// PlanDues is when a family pays what an invoice still asks for.
type PlanDues struct {
	Dues    []billing.Due `json:"dues" nullable:"false" doc:"They add up to what remains; the days rise"`
	Version int64         `json:"version" doc:"planVersion of the invoice as it was shown"`
}

// plannedDues is a plan as the chain holds it.
type plannedDues struct {
	ID      int64             `json:"id"`
	Invoice billing.InvoiceID `json:"invoice"`
	Dues    []billing.Due     `json:"dues"`
}

// PlanDues spreads what an invoice still asks for over days, in place of those it was
// issued with. The paper stays as it was issued; what is late, and what is reminded,
// follow the plan.
func (d *Desk) PlanDues(ctx context.Context, req Request, id billing.InvoiceID, in PlanDues) (DocumentView, error) {
	body := struct {
		ID billing.InvoiceID
		In PlanDues
	}{id, in}
	return write(ctx, d, req, "planDues", body, func(tx *sqlite.Tx) (DocumentView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return DocumentView{}, err
		}
		doc, err := tx.Document(id)
		if err != nil {
			return DocumentView{}, refused(err, club.CodeInvoiceNotFound)
		}
		row, err := tx.Settlement(id)
		if err != nil {
			return DocumentView{}, err
		}
		if !doc.Asks() || row.Settled >= doc.Total {
			return DocumentView{}, club.Refuse(club.CodeNothingOwed).With("number", doc.Number)
		}
		stands, err := tx.InvoicePlan(id)
		if err != nil && !sqlite.IsMissing(err) {
			return DocumentView{}, err
		}
		if stands.ID != in.Version {
			view, err := viewDocument(tx, c, id)
			if err == nil {
				err = club.Refuse(club.CodeStale).With("version", stands.ID).With("current", view.Plan)
			}
			return view, err
		}
		dues, err := billing.Instalments(doc, row.Settled, in.Dues, c.today)
		if err != nil {
			return DocumentView{}, err
		}
		plan, err := tx.InsertInvoicePlan(id, dues, req.Actor)
		if err != nil {
			return DocumentView{}, err
		}
		if err := tx.Seal(journal.DuesPlanned, req.Actor, doc.Number, plannedDues{plan, id, dues}); err != nil {
			return DocumentView{}, err
		}
		row.NextDue = billing.NextDue(dues, row.Settled)
		if err := tx.SaveSettlement(id, row); err != nil {
			return DocumentView{}, err
		}
		return viewDocument(tx, c, id)
	})
}

// duesOf are the dues of a document: as planned, else as it was issued.
func duesOf(tx *sqlite.Tx, doc billing.Document) ([]billing.Due, error) {
	plan, err := tx.InvoicePlan(doc.ID)
	if sqlite.IsMissing(err) {
		return doc.Dues, nil
	}
	return plan.Dues, err
}

// planned is a plan as its row says it.
type planned struct {
	plannedDues
	At string `json:"at"`
	By int64  `json:"by"`
}

func planKey(id int64) string { return fmt.Sprintf("plan %d", id) }

// plan is what a plan of instalments must say.
func (r *replay) plan(e event, p plannedDues) {
	r.add(planKey(p.ID), &row{thing: "plan", name: e.Doc, parts: []part{{e.Seq, planned{p, e.at, e.actor}}}})
}

// planRows reads the rows of plans.
func (p *proof) planRows(is *replay) error {
	plans, err := p.tx.InvoicePlans()
	for _, one := range plans {
		is.add(planKey(one.ID), &row{thing: "plan", name: one.Number, parts: []part{{0, planned{plannedDues{one.ID, one.Invoice, one.Dues}, one.At, one.By}}}})
	}
	return err
}
