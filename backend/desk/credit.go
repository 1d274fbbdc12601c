package desk

import (
	"context"
	"crypto/rand"
	"errors"
	"maps"
	"slices"

	"paddock/backend/billing"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// Credit is what a credit note gives back and why.
type Credit struct {
	Returns      []billing.Return `json:"returns,omitempty" doc:"Lines and amounts; all that is left of the invoice when empty"`
	Reason       string           `json:"reason" maxLength:"500"`
	GoodsStay    bool             `json:"goodsStay,omitempty" doc:"No goods come back into the stock"`
	ConfirmClock bool             `json:"confirmClock,omitempty"`

	stops *stops
	goes  int64 // line of a package of which lessons are given up: recognised once they are
}

// stops is a line that leaves although it is given back in part: its lessons left.
type stops struct {
	line  int64
	share billing.LessonsLeft
}

// CreditPreview is what a credit note would give back, before it is issued.
type CreditPreview struct {
	Lines []billing.Line `json:"lines" nullable:"false" doc:"With the discounts that fall because a rider leaves"`
	Total money.Cents    `json:"totalCents" doc:"Positive: the household's old total less its new one"`
	Kept  money.Cents    `json:"keptCents" doc:"The part of it that stays credit and never goes back as money"`
	Aids  []AidShare     `json:"aids" nullable:"false" doc:"The parts of it that go back to the payers of aids"`
}

// Credit issues a credit note over an invoice, whole or by line, citing it and
// never above it. What the invoice still asked for is settled by it; the rest
// becomes the household's credit. An issued invoice itself never changes
// (RULES section 3, Corrections).
//
// A line given back whole takes what it sold with it: the units left on its
// cards, a licence not yet passed on, a membership, a package, the places not
// given yet; its goods come back into the stock unless in says that they stay. An amount that leaves
// something of a line leaves the card, licence or membership as it is; of its
// goods the stock has the pieces again that in names. Where a
// rider's place moves by it, the household gets its old total less its new one
// (PRODUCT section 3, Discounts).
func (d *Desk) Credit(ctx context.Context, req Request, id billing.InvoiceID, in Credit) (DocumentView, error) {
	body := struct {
		Invoice billing.InvoiceID
		In      Credit
	}{id, in}
	return write(ctx, d, req, "credit", body, func(tx *sqlite.Tx) (DocumentView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return DocumentView{}, err
		}
		first, err := giveBack(tx, c, req.Actor, id, in)
		if err != nil {
			return DocumentView{}, err
		}
		return viewDocument(tx, c, first)
	})
}

// giveBack issues the credit notes of a return and returns the first.
func giveBack(tx *sqlite.Tx, c clubNow, actor club.Actor, id billing.InvoiceID, in Credit) (billing.InvoiceID, error) {
	plans, err := planCredit(tx, id, in.Returns, in.stops)
	if err != nil {
		return 0, err
	}
	if clean(in.Reason) == "" {
		return 0, club.Refuse(club.CodeReasonNeeded).On("reason")
	}
	if err := checkClock(tx, c, actor, in.ConfirmClock); err != nil {
		return 0, err
	}
	if err := only(tx, actor, c.Policy.MayCredit(preview(plans).Total)); err != nil {
		return 0, err
	}
	var first billing.InvoiceID
	for _, plan := range plans {
		plan.goodsStay, plan.returns = in.GoodsStay, in.Returns
		note, err := plan.issue(tx, c, actor, clean(in.Reason))
		if err != nil {
			return 0, err
		}
		if first == 0 {
			first = note.ID
		}
		lines, err := tx.DeferredBy(plan.invoice.ID)
		if err != nil {
			return 0, err
		}
		lines = slices.DeleteFunc(lines, func(id int64) bool { return id == in.goes })
		if err := recognise(tx, c, actor, c.today, lines); err != nil {
			return 0, err
		}
	}
	return first, nil
}

// CreditPreview shows what Credit would give back and writes nothing.
func (d *Desk) CreditPreview(ctx context.Context, id billing.InvoiceID, returns []billing.Return) (CreditPreview, error) {
	return read(ctx, d, "creditPreview", func(tx *sqlite.Tx) (CreditPreview, error) {
		plans, err := planCredit(tx, id, returns, nil)
		if err != nil {
			return CreditPreview{}, err
		}
		shown := preview(plans)
		for _, plan := range plans {
			shares, err := aidShares(tx, plan.invoice.ID, plan.kept)
			if err != nil {
				return shown, err
			}
			for _, s := range shares {
				shown.Aids = append(shown.Aids, s)
				shown.Kept -= s.Cents
			}
		}
		return shown, nil
	})
}

func preview(plans []creditPlan) CreditPreview {
	shown := CreditPreview{Lines: []billing.Line{}, Aids: []AidShare{}}
	for _, plan := range plans {
		shown.Lines = append(shown.Lines, plan.lines...)
		shown.Kept += plan.kept
	}
	total, _ := billing.Sum(shown.Lines)
	shown.Total = -total
	return shown
}

// creditPlan is one credit note that is to be issued.
type creditPlan struct {
	invoice billing.Document
	earlier []billing.Document
	lines   []billing.Line
	vat     []billing.VATGroup
	kept    money.Cents

	goodsStay bool
	returns   []billing.Return // what was asked for, with the pieces that came back
}

// planCredit writes the credit note over an invoice, and one over each other
// invoice that had kept something for a discount whose line now leaves.
func planCredit(tx *sqlite.Tx, id billing.InvoiceID, returns []billing.Return, stopped *stops) ([]creditPlan, error) {
	plan, err := planOver(tx, id)
	if err != nil {
		return nil, err
	}
	leaving, err := billing.Leaving(plan.invoice, plan.earlier, returns)
	if err != nil {
		return nil, err
	}
	var held []billing.Held
	if plan.invoice.Household != 0 && plan.invoice.Kind == billing.Invoice {
		if held, err = tx.Held(plan.invoice.Household); err != nil {
			return nil, err
		}
	}
	fallen := billing.Fall(held, leaving, nil)
	if stopped != nil {
		fallen = billing.Fall(held, append(leaving, stopped.line), stopped.share)
	}
	plan.lines, plan.vat, err = billing.Credit(plan.invoice, plan.earlier, returns, fallen)
	if err != nil {
		return nil, err
	}
	if err := unspent(tx, plan); err != nil {
		return nil, err
	}
	plans := []creditPlan{plan}
	kept := map[billing.InvoiceID][]billing.Line{}
	for _, discount := range held {
		if !slices.Contains(leaving, discount.Base) {
			continue
		}
		notes, err := tx.NotesWithdrawing(discount.Line)
		if err != nil {
			return nil, err
		}
		for _, note := range notes {
			for _, line := range note.Lines {
				if line.Withdraws == discount.Line {
					kept[note.Original] = append(kept[note.Original], line)
				}
			}
		}
	}
	for _, over := range slices.Sorted(maps.Keys(kept)) {
		released, err := planOver(tx, over)
		if err != nil {
			return nil, err
		}
		released.lines, released.vat = billing.Release(released.invoice, released.earlier, kept[over])
		plans = append(plans, released)
	}
	for i := range plans {
		if err := plans[i].keep(tx); err != nil {
			return nil, err
		}
	}
	return plans, nil
}

// keep works out what of the note never goes back as money.
func (p *creditPlan) keep(tx *sqlite.Tx) error {
	row, err := tx.Settlement(p.invoice.ID)
	if err != nil {
		return err
	}
	kept, err := tx.KeptOn(p.invoice.ID)
	if err != nil {
		return err
	}
	allocations, err := tx.AllocationsTo(p.invoice.ID)
	if err != nil {
		return err
	}
	var given money.Cents // what earlier notes gave back of the family's own money
	for _, note := range p.earlier {
		given -= note.Total + note.Kept
		for _, a := range allocations {
			if a.CreditNote == note.ID && !a.Kept {
				given -= a.Cents
			}
		}
	}
	total, _ := billing.Sum(p.lines)
	p.kept = billing.Kept(-total, p.invoice.Total-row.Settled, row.Settled-row.Credited-kept, given)
	return nil
}

func planOver(tx *sqlite.Tx, id billing.InvoiceID) (plan creditPlan, err error) {
	if plan.invoice, err = tx.Document(id); err != nil {
		return plan, refused(err, club.CodeInvoiceNotFound)
	}
	row, err := tx.Settlement(id)
	if err != nil {
		return plan, err
	}
	if row.Written > 0 { // a note would give back what nobody paid
		return plan, club.Refuse(club.CodeWrittenOff).With("number", plan.invoice.Number)
	}
	plan.earlier, err = tx.CreditNotesOver(id)
	return plan, err
}

// isLost reports whether a return is refused because an invoice it is about was
// written off.
func isLost(tx *sqlite.Tx, id billing.InvoiceID, returns []billing.Return) (bool, error) {
	_, err := planCredit(tx, id, returns, nil)
	refusal := (*club.Error)(nil)
	if !errors.As(err, &refusal) {
		return false, err
	}
	return refusal.Code == club.CodeWrittenOff, nil
}

// issue makes the planned note a document and lets it do its work.
func (p creditPlan) issue(tx *sqlite.Tx, c clubNow, actor club.Actor, why string) (billing.Document, error) {
	invoice := p.invoice
	note := billing.Document{
		Kind: billing.CreditNote, Series: invoiceSeries, Year: c.today.Year(), Day: c.today, DueDay: c.today,
		Household: invoice.Household, Original: invoice.ID, Language: invoice.Language,
		Seller: c.Identity, Buyer: invoice.Buyer, Mentions: creditMentions(c, invoice),
		TermsVersion: invoice.TermsVersion, TermsAt: invoice.TermsAt,
		LicenceTermsVersion: invoice.LicenceTermsVersion, LicenceTermsAt: invoice.LicenceTermsAt, Training: c.training, IssuedAt: tx.Now,
		Lines: p.lines, VAT: p.vat, Kept: p.kept,
	}
	if c.Policy.OwnCreditSeries {
		note.Series = creditSeries
	}
	note.Total, note.Now = billing.Sum(note.Lines)
	note.Dues = []billing.Due{{Day: c.today, Cents: note.Total}}
	reason := sqlite.Reason{Salt: rand.Text(), Text: why}
	var err error
	if reason.ID, err = tx.InsertReason(reason.Salt, reason.Text); err != nil {
		return note, err
	}
	if err := issue(tx, c, actor, &note, reason); err != nil {
		return note, err
	}
	given := billing.GivenBack(invoice, p.earlier, note)
	if err := takeBack(tx, c, actor, given, note.ID); err != nil {
		return note, err
	}
	if !p.goodsStay {
		if err := putIntoStock(tx, actor, invoice, note, given, p.returns); err != nil {
			return note, err
		}
	}
	if err := takeFromGiftCards(tx, actor, invoice, note); err != nil {
		return note, err
	}
	if err := settleWith(tx, c, actor, givenBy(note), invoice); err != nil {
		return note, err
	}
	return note, returnAids(tx, c, actor, invoice)
}

// creditMentions are the legal sentences of the invoice without the one that
// makes it a note of what was done: a credit note is none.
func creditMentions(c clubNow, invoice billing.Document) []club.Texts {
	note := c.MentionOn("note", invoice.Day)
	return slices.DeleteFunc(slices.Clone(invoice.Mentions), func(m club.Texts) bool { return m == note })
}

// takeBack ends what lines sold that are given back for good: see deliver.
func takeBack(tx *sqlite.Tx, c clubNow, actor club.Actor, lines []billing.Line, note billing.InvoiceID) error {
	for _, line := range lines {
		freed, err := unseat(tx, c, actor, line)
		if err != nil {
			return err
		}
		switch line.Kind {
		case catalogue.Package:
			err = tx.EndPackage(line.ID, note, c.today)
		case catalogue.Card:
			err = tx.CreditCards(line.ID, note, c.today, actor)
		case billing.Voucher:
			err = tx.WithdrawVoucher(line.ID, c.today, actor)
		case catalogue.Licence:
			err = tx.WithdrawLicence(line.ID, note)
		}
		if err == nil {
			err = offerFreed(tx, c, actor, freed)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// settleWith settles what a document still asks for with what another gives: an
// invoice with its credit note, an opening with its mirror.
func settleWith(tx *sqlite.Tx, c clubNow, actor club.Actor, sources []billing.Source, asks billing.Document) error {
	row, err := tx.Settlement(asks.ID)
	if err != nil || row.Settled >= asks.Total || len(sources) == 0 {
		return err
	}
	return spend(tx, c, actor, sources,
		[]billing.Open{{Invoice: asks.ID, Number: asks.Number, Remaining: asks.Total - row.Settled}})
}

// givenBy is what a credit note or a mirror that was just issued gives.
func givenBy(doc billing.Document) []billing.Source {
	return []billing.Source{{CreditNote: doc.ID, Left: -doc.Total, Refundable: true}}
}
