package desk

import (
	"context"
	"slices"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// DocumentView is a document with what became of it.
type DocumentView struct {
	billing.Document
	Settled     money.Cents          `json:"settledCents" doc:"All that covers it: money and credit"`
	Paid        money.Cents          `json:"paidCents" doc:"The part of it that is money or credit from elsewhere"`
	Credited    money.Cents          `json:"creditedCents" doc:"The part given back by its own credit notes"`
	Written     money.Cents          `json:"writtenCents" doc:"The part that was written off as lost"`
	Remaining   money.Cents          `json:"remainingCents"`
	Asked       money.Cents          `json:"askedCents" doc:"What the link and the codes ask for: what remains, less what aids are announced for"`
	Covered     money.Cents          `json:"coveredCents" doc:"The part that aids cover and nobody paid yet"`
	Aids        []sqlite.AidRow      `json:"aids" nullable:"false"`
	NextDueDay  calendar.Day         `json:"nextDueDay"`
	State       billing.State        `json:"state" enum:"due,partlyPaid,paid,covered,overdue,credited,given,carried,writtenOff"`
	LateDays    int                  `json:"lateDays" doc:"Days since the first due day that is not covered"`
	PaidBy      []PaidBy             `json:"paidBy" nullable:"false"`
	Requests    []sqlite.Request     `json:"requests" nullable:"false" doc:"Links, announced transfers and promises, the latest first"`
	Awaited     []AwaitedFile        `json:"awaited" nullable:"false" doc:"Files the open link waits for; its codes are shown nowhere until they are complete"`
	Withheld    bool                 `json:"withheld" doc:"The open link waits for them"`
	CreditNotes []CreditNoteRef      `json:"creditNotes" nullable:"false"`
	LeftByLine  []money.Cents        `json:"leftByLineCents" nullable:"false" doc:"What no credit note has given back yet, in line order"`
	Delivered   []sqlite.Delivered   `json:"delivered" nullable:"false" doc:"Cards, licences and memberships its lines sold and still hold: what giving a whole line back ends"`
	FromStock   []GoodsOut           `json:"fromStock" nullable:"false" doc:"Goods that a credit note can put back into the stock, by line"`
	GiftCards   []sqlite.GiftCard    `json:"giftCards" nullable:"false" doc:"That it sold, with what is left on each"`
	Sources     []billing.Source     `json:"sources" nullable:"false" doc:"Of a document that gives: what is left of it"`
	PaidBack    []PaidBy             `json:"paidBack" nullable:"false" doc:"Of a document that gives: the money that went back of it"`
	PlanVersion int64                `json:"planVersion" doc:"Of the plan that stands; 0 where it is as it was issued"`
	Plan        []billing.Instalment `json:"plan" nullable:"false" doc:"Of what asks: the days and parts it is to be paid in, as planned or as it was issued"`
	Disputes    []sqlite.Dispute     `json:"disputes" nullable:"false" doc:"The last may be open"`
	Reminders   []sqlite.RemindedOf  `json:"reminders" nullable:"false" doc:"In order, calls too"`
	Mails       []sqlite.MailedOf    `json:"mails" nullable:"false" doc:"That carried it, in order"`
	Copies      int                  `json:"copies" doc:"Papers that left: 0 when only the original is still to come"`

	stands billing.Resolved // of what was written off in part
}

// PaidBy is money or credit that settles an invoice.
type PaidBy struct {
	Payment    billing.PaymentID `json:"payment"`
	CreditNote billing.InvoiceID `json:"creditNote"`
	Number     string            `json:"number" doc:"Of the receipt or the credit note"`
	Way        billing.Way       `json:"way" doc:"credit when it comes from a credit note"`
	Detail     billing.Detail    `json:"detail"`
	Day        calendar.Day      `json:"day"`
	Cents      money.Cents       `json:"cents"`
	Own        bool              `json:"own" doc:"Given back by this invoice's own credit note"`
}

// CreditNoteRef names a credit note over an invoice.
type CreditNoteRef struct {
	ID     billing.InvoiceID `json:"id"`
	Number string            `json:"number"`
	Day    calendar.Day      `json:"day"`
	Total  money.Cents       `json:"totalCents"`
}

// Document shows a document by its row.
func (d *Desk) Document(ctx context.Context, id billing.InvoiceID) (DocumentView, error) {
	return read(ctx, d, "document", func(tx *sqlite.Tx) (DocumentView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return DocumentView{}, err
		}
		return viewDocument(tx, c, id)
	})
}

// DocumentNumbered shows a document by its printed number.
func (d *Desk) DocumentNumbered(ctx context.Context, number string) (DocumentView, error) {
	return read(ctx, d, "documentNumbered", func(tx *sqlite.Tx) (DocumentView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return DocumentView{}, err
		}
		doc, err := tx.DocumentNumbered(number)
		if err != nil {
			return DocumentView{}, refused(err, club.CodeInvoiceNotFound)
		}
		return viewDocument(tx, c, doc.ID)
	})
}

func viewDocument(tx *sqlite.Tx, c clubNow, id billing.InvoiceID) (DocumentView, error) {
	doc, err := tx.Document(id)
	if err != nil {
		return DocumentView{}, refused(err, club.CodeInvoiceNotFound)
	}
	row, err := tx.Settlement(id)
	if err != nil {
		return DocumentView{}, err
	}
	view := DocumentView{
		Document: doc, Settled: row.Settled, Credited: row.Credited, Paid: row.Settled - row.Credited - row.Written, Written: row.Written,
		Remaining: doc.Total - row.Settled, NextDueDay: row.NextDue,
		State: billing.StateOf(doc.Kind, doc.Total, row.Settled, row.Credited, row.Covered, row.NextDue, c.today).Lost(row.Written),
	}
	if row.Written != 0 {
		if view.stands, err = resolved(tx, doc, row); err != nil {
			return view, err
		}
	}
	if view.State == billing.StateOverdue {
		view.LateDays = row.NextDue.DaysUntil(c.today)
	}
	awaits, err := tx.Awaited(id)
	if err != nil {
		return view, err
	}
	view.Asked, view.Covered = view.Remaining-awaits, row.Covered
	if view.Aids, err = tx.AidsOn(id); err != nil {
		return view, err
	}
	if view.PaidBy, err = paidBy(tx, doc); err != nil {
		return view, err
	}
	if view.Requests, err = tx.RequestsFor(id); err != nil {
		return view, err
	}
	view.Withheld = slices.ContainsFunc(view.Requests, func(r sqlite.Request) bool { return r.Withheld })
	if view.Awaited, err = awaitedBy(tx, c, view.Requests); err != nil {
		return view, err
	}
	notes, err := tx.CreditNotesOver(id)
	if err != nil {
		return view, err
	}
	view.CreditNotes = []CreditNoteRef{}
	for _, n := range notes {
		view.CreditNotes = append(view.CreditNotes, CreditNoteRef{ID: n.ID, Number: n.Number, Day: n.Day, Total: n.Total})
	}
	view.LeftByLine = billing.Left(doc, notes)
	if view.Delivered, err = tx.Delivered(id); err != nil {
		return view, err
	}
	if view.FromStock, err = fromStock(tx, view); err != nil {
		return view, err
	}
	if view.GiftCards, err = tx.GiftCardsOn(id); err != nil {
		return view, err
	}
	if view.Sources, view.PaidBack, err = whatItGives(tx, doc); err != nil {
		return view, err
	}
	if view.Plan, view.PlanVersion, err = planOf(tx, c, view); err != nil {
		return view, err
	}
	if view.Disputes, err = tx.DisputesOf(id); err != nil {
		return view, err
	}
	if view.Reminders, err = tx.RemindersOf(id); err != nil {
		return view, err
	}
	if view.Mails, err = tx.MailsAbout(id, c.zone); err != nil {
		return view, err
	}
	view.Copies, err = tx.Copies("invoice", int64(id))
	return view, err
}

// paidBy lists what settles an invoice; on a credit note, what it settled.
// planOf is when a document is to be paid, and what of each part is settled.
func planOf(tx *sqlite.Tx, c clubNow, view DocumentView) ([]billing.Instalment, int64, error) {
	if !view.Asks() {
		return []billing.Instalment{}, 0, nil
	}
	plan, err := tx.InvoicePlan(view.ID)
	if sqlite.IsMissing(err) {
		plan.Dues, err = view.Dues, nil
	}
	return billing.Reached(plan.Dues, view.Settled, c.today), plan.ID, err
}

// whatItGives is what is left of a document that gives, and what of it went back as
// money.
func whatItGives(tx *sqlite.Tx, doc billing.Document) ([]billing.Source, []PaidBy, error) {
	back := []PaidBy{}
	if doc.Asks() {
		return []billing.Source{}, back, nil
	}
	refunds, err := tx.Refunds(doc.ID)
	if err != nil {
		return nil, nil, err
	}
	for _, p := range refunds {
		by := PaidBy{Payment: p.ID, CreditNote: doc.ID, Number: p.Receipt, Way: p.Way, Detail: p.Detail, Day: p.Day}
		for _, w := range p.From {
			by.Cents += w.Cents
		}
		back = append(back, by)
	}
	sources, err := tx.SourcesOf(doc.ID)
	return sources, back, err
}

func paidBy(tx *sqlite.Tx, doc billing.Document) ([]PaidBy, error) {
	list := []PaidBy{}
	if !doc.Asks() {
		spent, err := tx.AllocationsFrom(doc.ID)
		for _, a := range spent {
			list = append(list, PaidBy{CreditNote: doc.ID, Number: a.Number, Way: billing.SpentCredit, Day: a.Day, Cents: -a.Cents, Own: a.Invoice == doc.Original})
		}
		return list, err
	}
	allocations, err := tx.AllocationsTo(doc.ID)
	if err != nil {
		return nil, err
	}
	for _, a := range allocations {
		by := PaidBy{Payment: a.Payment, CreditNote: a.CreditNote, Day: a.Day, Cents: a.Cents, Way: billing.SpentCredit}
		if a.Payment != 0 {
			p, err := tx.Payment(a.Payment)
			if err != nil {
				return nil, err
			}
			by.Number, by.Way, by.Detail = p.Receipt, p.Way, p.Detail
			if a.Cents > 0 {
				by.Day = p.Day
			}
		} else {
			note, err := tx.Document(a.CreditNote)
			if err != nil {
				return nil, err
			}
			by.Number, by.Own = note.Number, note.Original == doc.ID
		}
		list = append(list, by)
	}
	return list, nil
}

// Documents lists documents for the screen and the command line.
func (d *Desk) Documents(ctx context.Context, filter sqlite.DocumentFilter) (DocumentList, error) {
	return read(ctx, d, "documents", func(tx *sqlite.Tx) (DocumentList, error) {
		c, err := loadClub(tx)
		if err != nil {
			return DocumentList{}, err
		}
		filter.Today = c.today
		rows, counts, err := tx.Documents(filter)
		return DocumentList{Rows: withState(rows, c.today), Counts: counts}, err
	})
}

// DocumentList is one page of documents and how many there are of each sort.
type DocumentList struct {
	Rows   []sqlite.DocumentRow  `json:"rows" nullable:"false"`
	Counts sqlite.DocumentCounts `json:"counts"`
}
