package desk

import (
	"context"
	"slices"

	"paddock/backend/billing"
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
		if !doc.Asks() {
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
	laid, err := billing.Lay(in.Tenders, owed, has, in.Household != 0, c.waysLater())
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
	if !slices.ContainsFunc(tenders, func(t billing.Tender) bool { return t.Way.Requested() }) {
		return "", nil
	}
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
		if t.Way == billing.AidAnnounced {
			if _, err := noteAid(tx, c, actor, t, docs[0].Household, append([]billing.InvoiceID{docs[0].ID}, others...)); err != nil {
				return "", err
			}
			continue
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

// receive books one tender: the payment, what it settles, its sealed entry and
// its accounting entry. What remains in open shrinks.
func receive(tx *sqlite.Tx, c clubNow, actor club.Actor, t billing.Tender, household club.HouseholdID, saleOf billing.InvoiceID, open []billing.Open) (billing.Payment, error) {
	p := billing.Payment{
		Way: t.Way, Cents: t.Cents, Tendered: t.Tendered, Household: household, Detail: cleanDetail(t.Detail),
		Refundable: t.Way.Refundable(), Sale: saleOf,
	}
	if t.Way != billing.Aided {
		return takeIn(tx, c, actor, p, open)
	}
	var over []billing.InvoiceID
	for _, o := range open {
		over = append(over, o.Invoice)
	}
	aid, err := noteAid(tx, c, actor, t, household, over)
	if err != nil {
		return p, err
	}
	p.Detail = aidDetail(aid.Aid)
	if p, err = takeIn(tx, c, actor, p, open); err != nil {
		return p, err
	}
	aid.State, aid.Payment = billing.AidGranted, p.ID
	return p, tx.SaveAid(aid)
}

// takeIn is receive for a payment that is known.
func takeIn(tx *sqlite.Tx, c clubNow, actor club.Actor, p billing.Payment, open []billing.Open) (billing.Payment, error) {
	p.Day, p.ReceivedAt, p.Till = c.today, tx.Now, c.Policy.TillName()
	var err error
	var gift sqlite.GiftCard
	if p.Way == billing.GiftCard {
		if gift, err = redeemable(tx, c, p); err != nil {
			return p, err
		}
		p.Detail = billing.Detail{GiftCard: gift.ID, Number: gift.Last}
	}
	if p.Sale == 0 {
		said, err := c.receiptPaperOf(tx, p)
		if err != nil {
			return p, err
		}
		p.Paper = &said
	}
	if p.Receipt, err = tx.NextReceipt(c.today); err != nil {
		return p, err
	}
	if err := tx.InsertPayment(&p, actor); err != nil {
		return p, err
	}
	if err := handTo(tx, p); err != nil {
		return p, err
	}
	if gift.ID != 0 {
		if err := tx.MoveGiftCard(sqlite.GiftMovement{Card: gift.ID, Cents: -p.Cents, Why: "spent", Payment: p.ID}, actor); err != nil {
			return p, err
		}
	}
	p.Allocations = append(p.Allocations, billing.Allocate([]billing.Source{{Payment: p.ID, Left: p.Cents}}, open)...)
	if err := settle(tx, c, actor, p.Allocations); err != nil {
		return p, err
	}
	return p, book(tx, actor, p, receivedAs(p))
}

// book seals and books a payment that was written.
func book(tx *sqlite.Tx, actor club.Actor, p billing.Payment, kind journal.Kind) error {
	if err := tx.Enters(p.Day); err != nil {
		return err
	}
	payload, err := journal.Lean(sealedPayment(p))
	if err != nil {
		return err
	}
	if err := tx.Seal(kind, actor, p.Receipt, payload); err != nil {
		return err
	}
	return tx.InsertEntry(sqlite.Entry{Day: p.Day, Journal: bookOfPayment(p), Text: p.Receipt, Payment: p.ID}, billing.PaymentPostings(p))
}

// bookOfPayment is the accounting journal a payment is booked in; what somebody
// holds is in no till yet.
func bookOfPayment(p billing.Payment) string {
	if p.Detail.HeldBy != 0 {
		return "misc"
	}
	return journalOf(p.Way)
}

// journalOf is the accounting journal money that came by a way is booked in.
func journalOf(way billing.Way) string {
	switch way {
	case billing.Cash:
		return "cash"
	case billing.Aided, billing.GiftCard, billing.WrittenOff: // no money moves: somebody else owes it, what was owed to its holder is owed no more, or it is lost
		return "misc"
	}
	return "bank"
}

// sealedPayment is a payment as the chain holds it; who received it is in the
// entry by id.
func sealedPayment(p billing.Payment) billing.Payment {
	p.ReceivedBy = ""
	return p
}

func cleanDetail(detail billing.Detail) billing.Detail {
	detail.Number, detail.Bank = clean(detail.Number), clean(detail.Bank)
	detail.Drawer, detail.Back = clean(detail.Drawer), clean(detail.Back)
	detail.Slip, detail.Line, detail.Lost = 0, 0, ""
	return detail
}
