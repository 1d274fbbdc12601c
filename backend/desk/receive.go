package desk

import (
	"context"

	"paddock/backend/billing"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/journal"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// Receive is money that comes for invoices already issued.
type Receive struct {
	Household club.HouseholdID    `json:"household"`
	Invoices  []billing.InvoiceID `json:"invoices,omitempty" doc:"In the order they are settled; all open ones of the household, oldest first, when empty"`
	Tenders   []billing.Tender    `json:"tenders" nullable:"false"`
	Shares    []billing.Share     `json:"shares,omitempty" doc:"How what settles now is spread; the oldest first when empty"`
}

// Received is what came of it.
type Received struct {
	Payments []billing.Payment `json:"payments" nullable:"false"`
	Change   money.Cents       `json:"changeCents"`
	Link     string            `json:"link" doc:"Payment page, when one was asked for"`
	Credit   money.Cents       `json:"creditCents" doc:"The household's credit afterwards"`
}

// Receive books money for open invoices: the oldest first unless told
// otherwise; too much becomes the household's credit (PRODUCT section 6).
func (d *Desk) Receive(ctx context.Context, req Request, in Receive) (Received, error) {
	return write(ctx, d, req, "receive", in, func(tx *sqlite.Tx) (Received, error) {
		c, err := loadClub(tx)
		if err != nil {
			return Received{}, err
		}
		if in.Household, err = standing(tx, in.Household); err != nil {
			return Received{}, err
		}
		open, err := openInvoices(tx, in.Household, in.Invoices)
		if err != nil {
			return Received{}, err
		}
		return receiveAll(tx, c, req.Actor, in, open)
	})
}

// openInvoices are the invoices a payment settles, in order.
func openInvoices(tx *sqlite.Tx, household club.HouseholdID, ids []billing.InvoiceID) ([]billing.Open, error) {
	if len(ids) == 0 {
		open, err := tx.OpenInvoices(household)
		if err == nil && len(open) == 0 {
			err = club.Refuse(club.CodeNothingDue)
		}
		return open, err
	}
	return chosenInvoices(tx, household, ids)
}

// chosenInvoices are open invoices of one household by their rows, in the order
// somebody named them.
func chosenInvoices(tx *sqlite.Tx, household club.HouseholdID, ids []billing.InvoiceID) ([]billing.Open, error) {
	var chosen []billing.Open
	for _, id := range ids {
		doc, err := tx.Document(id)
		if err != nil {
			return nil, refused(err, club.CodeInvoiceNotFound)
		}
		if doc.Kind != billing.Invoice {
			return nil, club.Refuse(club.CodeNotAnInvoice).On("invoices")
		}
		of, err := standing(tx, doc.Household)
		if err != nil {
			return nil, err
		}
		if of != household {
			return nil, club.Refuse(club.CodeMixedHouseholds).On("invoices")
		}
		settled, err := tx.Settlement(id)
		if err != nil {
			return nil, err
		}
		if doc.Total <= settled.Settled {
			return nil, club.Refuse(club.CodeNothingDue).On("invoices").With("number", doc.Number)
		}
		for _, other := range chosen {
			if other.Invoice == id {
				return nil, club.Refuse(club.CodeInvalid).On("invoices")
			}
		}
		chosen = append(chosen, billing.Open{Invoice: id, Number: doc.Number, Remaining: doc.Total - settled.Settled})
	}
	return chosen, nil
}

func receiveAll(tx *sqlite.Tx, c clubNow, actor club.Actor, in Receive, open []billing.Open) (Received, error) {
	var owed money.Cents
	for _, o := range open {
		owed += o.Remaining
	}
	has, sources, err := credit(tx, in.Household)
	if err != nil {
		return Received{}, err
	}
	ways := append(billing.WaysAt(c.Identity.Country), billing.Transfer, billing.LinkPaid)
	laid, err := billing.Lay(in.Tenders, owed, has, in.Household != 0, ways)
	if err != nil {
		return Received{}, err
	}
	if laid.All() == 0 {
		return Received{}, club.Refuse(club.CodeRequired).On("tenders")
	}
	planned, err := billing.Plan(open, in.Shares, laid.Received+laid.Credit)
	if err != nil {
		return Received{}, err
	}
	result := Received{Payments: []billing.Payment{}}
	for _, t := range in.Tenders {
		if !t.Way.Received() {
			continue
		}
		p, err := receive(tx, c, actor, t, in.Household, 0, planned)
		if err != nil {
			return result, err
		}
		result.Change += max(p.Tendered-p.Cents, 0)
		result.Payments = append(result.Payments, p)
	}
	if laid.Credit > 0 {
		if err := spend(tx, c, actor, sources, limited(planned, laid.Credit)); err != nil {
			return result, err
		}
	}
	if result.Link, err = requestAll(tx, c, actor, in.Tenders, open); err != nil {
		return result, err
	}
	result.Credit, _, err = credit(tx, in.Household)
	return result, err
}

// requestAll asks for what tenders only announce, over those of the invoices
// that still ask for money once everything in hand settled them, and returns
// the address of the link, if one is among them.
func requestAll(tx *sqlite.Tx, c clubNow, actor club.Actor, tenders []billing.Tender, invoices []billing.Open) (link string, err error) {
	var docs []billing.Document
	for _, o := range invoices {
		doc, err := tx.Document(o.Invoice)
		if err != nil {
			return "", err
		}
		settled, err := tx.Settlement(o.Invoice)
		if err != nil {
			return "", err
		}
		if doc.Total > settled.Settled {
			docs = append(docs, doc)
		}
	}
	for _, t := range tenders {
		if !t.Way.Requested() {
			continue
		}
		var others []billing.InvoiceID
		for _, doc := range docs[1:] {
			others = append(others, doc.ID)
		}
		url, err := requestMoney(tx, c, actor, t, docs[0], others...)
		if err != nil {
			return "", err
		}
		if url != "" {
			link = url
		}
	}
	return link, nil
}

// limited are the invoices that are still open, for at most an amount in all.
func limited(open []billing.Open, most money.Cents) []billing.Open {
	var rest []billing.Open
	for _, o := range open {
		o.Remaining = min(o.Remaining, most)
		most -= o.Remaining
		if o.Remaining > 0 {
			rest = append(rest, o)
		}
	}
	return rest
}

// receive books one tender: the payment, what it settles, its sealed entry and
// its accounting entry. What remains in open shrinks.
func receive(tx *sqlite.Tx, c clubNow, actor club.Actor, t billing.Tender, household club.HouseholdID, saleOf billing.InvoiceID, open []billing.Open) (billing.Payment, error) {
	p := billing.Payment{
		Day: c.today, Way: t.Way, Cents: t.Cents, Tendered: t.Tendered, Household: household, Detail: cleanDetail(t.Detail),
		Refundable: t.Way.Refundable(), Sale: saleOf, ReceivedAt: tx.Now,
	}
	var err error
	if saleOf == 0 {
		said, err := c.receiptPaperOf(tx, p)
		if err != nil {
			return p, err
		}
		p.Paper = &said
	}
	if p.Receipt, err = tx.NextReceipt(c.today); err != nil {
		return p, err
	}
	if p.ID, err = tx.InsertPayment(p, actor); err != nil {
		return p, err
	}
	made := billing.Allocate([]billing.Source{{Payment: p.ID, Left: p.Cents}}, open)
	if err := settle(tx, c, actor, made); err != nil {
		return p, err
	}
	if p, err = tx.Payment(p.ID); err != nil { // as the tables hold it, so that verify can compare
		return p, err
	}
	if err := tx.Seal(journal.PaymentReceived, actor, p.Receipt, sealedPayment(p)); err != nil {
		return p, err
	}
	return p, tx.InsertEntry(sqlite.Entry{Day: p.Day, Journal: journalOf(p.Way), Text: p.Receipt, Payment: p.ID}, billing.PaymentPostings(p))
}

// journalOf is the accounting journal money that came by a way is booked in.
func journalOf(way billing.Way) string {
	if way == billing.Cash {
		return "cash"
	}
	return "bank"
}

// sealedPayment is a payment as the chain holds it; who received it is in the
// entry by id.
func sealedPayment(p billing.Payment) billing.Payment {
	p.ReceivedBy = ""
	return p
}

// spend settles invoices with the household's credit and seals what was made of
// which source.
func spend(tx *sqlite.Tx, c clubNow, actor club.Actor, sources []billing.Source, open []billing.Open) error {
	number := open[0].Number
	made := billing.Allocate(sources, open)
	if err := settle(tx, c, actor, made); err != nil {
		return err
	}
	return tx.Seal(journal.CreditAllocated, actor, number, map[string]any{"allocations": made})
}

// settle writes allocations and everything that follows from them: the
// documents' unsealed rows, the VAT that becomes due with them, cards that
// begin to work. It fills in their ids and day.
func settle(tx *sqlite.Tx, c clubNow, actor club.Actor, made []billing.Allocation) error {
	for i := range made {
		a := &made[i]
		a.Day = c.today
		var err error
		if a.ID, err = tx.InsertAllocation(*a, actor); err != nil {
			return err
		}
		own, err := ownCredit(tx, *a)
		if err != nil {
			return err
		}
		if err := covered(tx, c, actor, a.Invoice, a.Cents, own); err != nil {
			return err
		}
		if a.CreditNote != 0 {
			if err := covered(tx, c, actor, a.CreditNote, -a.Cents, false); err != nil {
				return err
			}
		}
	}
	return nil
}

// ownCredit reports whether an allocation gives an invoice back through its own
// credit note.
func ownCredit(tx *sqlite.Tx, a billing.Allocation) (bool, error) {
	if a.CreditNote == 0 {
		return false, nil
	}
	note, err := tx.Document(a.CreditNote)
	return note.Original == a.Invoice, err
}

// covered moves what settles a document by an amount: its row, its due VAT, its
// cards.
func covered(tx *sqlite.Tx, c clubNow, actor club.Actor, id billing.InvoiceID, by money.Cents, byOwnCredit bool) error {
	doc, err := tx.Document(id)
	if err != nil {
		return err
	}
	row, err := tx.Settlement(id)
	if err != nil {
		return err
	}
	before := row.Settled
	row.Settled += by
	if byOwnCredit {
		row.Credited += by
	}
	if doc.Kind == billing.Invoice {
		row.NextDue = billing.NextDue(doc.Dues, row.Settled)
	}
	if err := tx.SaveSettlement(id, row); err != nil {
		return err
	}
	waits, err := tx.VATWaits(id)
	if err != nil {
		return err
	}
	if waits {
		err := tx.InsertEntry(sqlite.Entry{Day: c.today, Journal: "misc", Text: doc.Number, Invoice: doc.ID},
			billing.CollectionPostings(doc, before, row.Settled))
		if err != nil {
			return err
		}
	}
	if doc.Kind == billing.Invoice {
		if err := askLess(tx, c, actor, doc.ID); err != nil {
			return err
		}
	}
	return startCards(tx, c, doc, row.Settled-row.Credited)
}

// askLess lets the requests over an invoice follow what remains: settled, they
// are done; a link over more than remains of its invoices is replaced by one
// for the rest (PRODUCT section 6: after a payment at the desk the link asks for
// what remains).
func askLess(tx *sqlite.Tx, c clubNow, actor club.Actor, id billing.InvoiceID) error {
	if err := tx.CloseRequests(id); err != nil {
		return err
	}
	requests, err := tx.RequestsFor(id)
	if err != nil {
		return err
	}
	for _, r := range requests {
		if r.Kind != "link" || r.State != "open" || c.Policy.LinkTemplate == "" {
			continue
		}
		open, err := tx.OpenOfRequest(r.ID)
		if err != nil {
			return err
		}
		var remaining money.Cents
		var others []billing.InvoiceID
		for i, o := range open {
			remaining += o.Remaining
			if i > 0 {
				others = append(others, o.Invoice)
			}
		}
		if r.Cents <= remaining || remaining == 0 {
			continue
		}
		doc, err := tx.Document(open[0].Invoice)
		if err != nil {
			return err
		}
		tender := billing.Tender{Way: billing.Link, Cents: remaining, Detail: billing.Detail{Until: r.Until}}
		var awaited []club.RiderID
		if r.Withheld { // one that was given out, or unlocked, is followed by another
			if awaited, err = awaitedFiles(tx, c, append([]billing.InvoiceID{doc.ID}, others...)); err != nil {
				return err
			}
		}
		if _, err := putRequest(tx, c, actor, tender, awaited, doc, others...); err != nil {
			return err
		}
	}
	return nil
}

// startCards lets a card work from the day its line's due-now part is covered;
// its validity counts from that day (PRODUCT sections 3 and 9).
func startCards(tx *sqlite.Tx, c clubNow, doc billing.Document, received money.Cents) error {
	if doc.Kind != billing.Invoice {
		return nil
	}
	notes, err := tx.CreditNotesOver(doc.ID)
	if err != nil {
		return err
	}
	for i, started := range billing.Started(doc, notes, received) {
		line := doc.Lines[i]
		if line.Kind != catalogue.Card || !started {
			continue
		}
		if err := tx.StartCards(line.ID, c.today, c.today.AddMonths(line.Terms.Months)); err != nil {
			return err
		}
	}
	return nil
}

func cleanDetail(detail billing.Detail) billing.Detail {
	detail.Number, detail.Bank = clean(detail.Number), clean(detail.Bank)
	detail.Drawer, detail.Back = clean(detail.Drawer), clean(detail.Back)
	return detail
}
