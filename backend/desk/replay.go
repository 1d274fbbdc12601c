package desk

import (
	"encoding/json"
	"fmt"
	"slices"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/journal"
	"paddock/backend/money"
)

// replay follows the sealed journal and works out what the rows beside it must
// hold: cards with their ledger, licences, requests for money, papers that left.
// It decides by the rules the desk's verbs ask (billing.Started, GivenBack).
type replay struct {
	invoices map[billing.InvoiceID]*replayedInvoice
	origin   map[billing.InvoiceID]billing.InvoiceID // of a credit note
	requests map[int64]*replayedRequest
	asked    map[billing.InvoiceID][]*replayedRequest // the requests over an invoice
	gifts    []*replayedGift
	expiries []sealedExpiry
	aidsDue  map[billing.PaymentID]map[billing.InvoiceID]money.Cents // what aids nobody paid yet cover
	aidsPaid map[billing.PaymentID]aidPaid                           // by the payment that covers their invoices
	brought  map[billing.PaymentID]moneyBrought
	rows     map[string]*row
	keys     []string       // of rows, in the order they came to be
	moves    map[string]int // lines of a card's ledger, by the card's row
	silent   string         // instant until which requests and originals were not sealed
	found    []journal.Finding
	days     replayedDays
	revenue  replayedRevenue
	slips    replayedSlips
	payouts  map[int64]sealedPayout
	paidOut  map[billing.PaymentID]int64 // by which payout
	lost     map[billing.PaymentID]bool  // what was written off
}

// event is an entry of the journal, opened, with what it says of a document or of
// money: many ask for that, and it is read once.
type event struct {
	journal.Entry
	said  journal.Opened
	v     int    // form of the line
	at    string // as sealed
	actor int64
	doc   *sealedDocument // of an invoice, a credit note or an opening; nil where it cannot be read
	paid  *sealedMoney    // of what came in, went back or was written off
}

// sealedMoney is a payment as the chain holds it, with the salted hash of why it
// was made.
type sealedMoney struct {
	billing.Payment
	Reason string `json:"reason"`
}

// openEvent reads an entry.
func openEvent(entry journal.Entry) event {
	said := journal.Open(entry)
	e := event{Entry: entry, said: said, v: said.V, at: said.Said.At, actor: said.Actor}
	switch entry.Kind {
	case journal.InvoiceIssued, journal.CreditNoteIssued, journal.OpeningCarried:
		if doc := (sealedDocument{}); e.read(&doc) {
			e.doc = &doc
		}
	case journal.PaymentReceived, journal.PaymentRefunded, journal.PaymentBounced, journal.PaymentRefused, journal.PaymentReturned, journal.DebtWrittenOff, journal.DebtReopened:
		if paid := (sealedMoney{}); e.read(&paid) {
			e.paid = &paid
		}
	}
	return e
}

// read reports whether the payload can be read. One that cannot be is a finding of
// the chain, or of what compares the rows with it.
func (e event) read(into any) bool {
	return e.said.Readable && json.Unmarshal(e.said.Payload, into) == nil
}

type replayedInvoice struct {
	billing.Document
	notes     []billing.Document
	remaining money.Cents
	received  money.Cents // what settled it without its own credit notes
	kept      money.Cents // of its credit notes, never money again and not spent yet
	covered   money.Cents // by aids nobody paid yet
}

// row is what a row of a table must say. Each part of it follows from one entry, so that
// the entry a change contradicts can be named.
type row struct {
	thing  string // card, movement, licence, request, print or merge: its name is verify.thing.*
	name   string // number of the document it belongs to
	parent string // key of the row it is part of
	parts  []part
}

type part struct {
	seq  int64
	says any
}

// What the rows say, by part.
type (
	cardSold struct {
		Rider  club.RiderID      `json:"rider"`
		Offer  catalogue.OfferID `json:"offer"`
		Name   string            `json:"name"`
		Units  int               `json:"units"`
		Months int               `json:"months"`
	}
	validity struct {
		From    calendar.Day `json:"validFrom"`
		Through calendar.Day `json:"validThrough"`
	}
	cardMoved struct {
		Units      int               `json:"units"`
		Balance    int               `json:"balance"`
		Why        string            `json:"why"`
		CreditNote billing.InvoiceID `json:"creditNote"`
		At         string            `json:"at"`
		By         int64             `json:"by"`
	}
	voucherCarried struct {
		Rider club.RiderID `json:"rider"`
	}
	licenceSold struct {
		Rider club.RiderID `json:"rider"`
		Kind  string       `json:"kind"`
		validity
	}
	withdrawn struct {
		CreditNote billing.InvoiceID `json:"creditNote"`
	}
	printed struct {
		At string `json:"at"`
		By int64  `json:"by"`
	}
)

func cardKey(line int64, n int) string      { return fmt.Sprintf("card %d.%d", line, n) }
func movementKey(card string, n int) string { return fmt.Sprintf("movement %d of %s", n, card) }
func voucherKey(line int64) string          { return fmt.Sprintf("voucher %d", line) }
func licenceKey(line int64) string          { return fmt.Sprintf("licence %d", line) }
func standsKey(h club.HouseholdID) string   { return fmt.Sprintf("household %d", h) }
func printKey(p sealedPrint, d string) string {
	return fmt.Sprintf("print %d of %s %s", p.Copy, p.Paper, d)
}

func newReplay() *replay {
	return &replay{
		invoices: map[billing.InvoiceID]*replayedInvoice{}, origin: map[billing.InvoiceID]billing.InvoiceID{}, rows: map[string]*row{},
		requests: map[int64]*replayedRequest{}, asked: map[billing.InvoiceID][]*replayedRequest{},
		days: newDays(), revenue: newRevenue(), slips: newSlips(), payouts: map[int64]sealedPayout{}, paidOut: map[billing.PaymentID]int64{}, lost: map[billing.PaymentID]bool{},
		aidsDue: map[billing.PaymentID]map[billing.InvoiceID]money.Cents{}, aidsPaid: map[billing.PaymentID]aidPaid{}, brought: map[billing.PaymentID]moneyBrought{}, moves: map[string]int{},
	}
}

func (r *replay) add(key string, made *row) *row {
	if r.rows[key] == nil {
		r.keys = append(r.keys, key)
	}
	r.rows[key] = made
	return made
}

// follow takes the next entry.
func (r *replay) follow(e event) {
	var settled struct {
		Allocations []billing.Allocation `json:"allocations"`
	}
	var asked sealedRequest
	var left sealedPrint
	var released releasedLink
	if e.v == 1 {
		r.silent = e.at
	}
	r.followDays(e)
	r.followSlips(e)
	r.followPayouts(e)
	switch e.Kind {
	case journal.InvoiceIssued:
		if e.doc != nil {
			r.put(e, e.doc.Document)
			r.sell(e, e.doc.Document)
		}
	case journal.OpeningCarried:
		if e.doc != nil {
			r.put(e, e.doc.Document)
			r.carry(e, e.doc.Document)
		}
	case journal.CreditNoteIssued:
		if e.doc != nil {
			r.put(e, e.doc.Document)
			r.giveBack(e, e.doc.Document)
		}
	case journal.RevenueRecognised:
		var sealed sealedRecognition
		if e.read(&sealed) {
			r.recognise(e, sealed)
		}
	case journal.AidNoted:
		var aid billing.Aid
		if e.read(&aid) {
			r.add(aidKey(aid.ID), &row{thing: "aid", name: e.Doc, parts: []part{
				{e.Seq, aidNoted{aid, e.at, e.actor}}, {e.Seq, aidFate{State: billing.AidNoted}},
			}})
		}
	case journal.AidClaimed, journal.AidReceived, journal.AidRefused:
		var step aidStep
		if e.read(&step) {
			r.stepAid(e, step)
		}
	case journal.AidPaidBack:
		var back aidPaidBack
		if e.read(&back) {
			r.payAidBack(e, back)
		}
	case journal.PaymentReceived, journal.DebtWrittenOff:
		if e.paid == nil {
			return
		}
		if e.Kind == journal.PaymentReceived {
			r.payBy(e, e.paid.Payment)
		} else {
			r.lost[e.paid.ID] = true
		}
		r.settleAll(e, e.paid.Allocations)
	case journal.CreditAllocated:
		if e.read(&settled) {
			r.settleAll(e, settled.Allocations)
		}
	case journal.TillOpened, journal.TillCounted, journal.TillDropped:
		var sealed sealedTill
		if e.read(&sealed) {
			r.till(e, sealed)
		}
	case journal.DayClosed, journal.MonthClosed, journal.YearClosed:
		var sealed sealedClosing
		if e.read(&sealed) {
			r.close(e, sealed)
		}
	case journal.MoneyBroughtIn:
		var brought broughtIn
		if e.read(&brought) {
			r.bring(e, brought)
		}
	case journal.GiftCardMade:
		var made sealedGiftCard
		if e.read(&made) {
			r.makeGift(e, made)
		}
	case journal.MoneyRequested:
		if e.read(&asked) {
			r.request(e, asked)
		}
	case journal.LinkReleased, journal.OverrideMade:
		if e.read(&released) {
			r.release(e, released)
		}
	case journal.LinkEnded:
		var ended endedLink
		if e.read(&ended) {
			r.endLink(e, ended)
		}
	case journal.GiftCardsExpired:
		var made expiredGifts
		if e.read(&made) {
			r.expire(e, made)
		}
	case journal.DuesPlanned:
		var plan plannedDues
		if e.read(&plan) {
			r.plan(e, plan)
		}
	case journal.PromiseDropped:
		var dropped droppedPromise
		if e.read(&dropped) {
			r.drop(e, dropped)
		}
	case journal.CardExtended:
		var to extendedCard
		if e.read(&to) {
			r.extend(e, to)
		}
	case journal.PackageStopped:
		var stopped stoppedPackage
		if e.read(&stopped) {
			r.stopPackage(e, stopped)
		}
	case journal.PackageMoved:
		var moved movedPackage
		if e.read(&moved) {
			r.movePackage(e, moved)
		}
	case journal.HouseholdMerged:
		var merge sealedMerge
		if e.read(&merge) {
			r.stand(e, merge)
		}
	case journal.DocumentPrinted, journal.DocumentDuplicated:
		if e.read(&left) {
			r.add(printKey(left, e.Doc), &row{thing: "print", name: e.Doc, parts: []part{{e.Seq, printed{e.at, e.actor}}}})
		}
	}
}

// stand says which household answers for which, after a merge or its inverse.
func (r *replay) stand(e event, merge sealedMerge) {
	for _, s := range merge.Stands {
		key := standsKey(s.Household)
		if s.Into != 0 {
			r.add(key, standsRow(e.Seq, s))
			continue
		}
		delete(r.rows, key)
		r.keys = slices.DeleteFunc(r.keys, func(k string) bool { return k == key })
	}
}

func standsRow(seq int64, s standsFor) *row {
	return &row{thing: "merge", name: fmt.Sprint(s.Household), parts: []part{{seq, s}}}
}

// sell makes what the lines of an invoice promise: see deliver.
func (r *replay) sell(e event, doc billing.Document) {
	invoice := &replayedInvoice{Document: doc, remaining: doc.Total}
	r.invoices[doc.ID] = invoice
	for _, l := range doc.Lines {
		if l.Base > 0 {
			continue
		}
		switch l.Kind {
		case catalogue.Card:
			for n := range l.Quantity {
				key := cardKey(l.ID, n+1)
				r.add(key, &row{thing: "card", name: doc.Number, parts: []part{
					{e.Seq, cardSold{l.Rider, l.Offer, l.Text, l.Terms.Units, l.Terms.Months}}, {e.Seq, validity{}},
				}})
				r.move(e, key, doc.Number, cardMoved{Units: l.Terms.Units, Balance: l.Terms.Units, Why: "sold"})
			}
		case catalogue.Package:
			r.sellPackage(e, doc.Number, l)
		case catalogue.Licence:
			r.add(licenceKey(l.ID), &row{thing: "licence", name: doc.Number, parts: []part{
				{e.Seq, licenceSold{l.Rider, l.Terms.LicenceKind, validity{l.Terms.ValidFrom, l.Terms.ValidThrough}}}, {e.Seq, withdrawn{}},
			}})
		}
	}
	r.start(e, invoice, doc.Day)
}

// carry makes what an opening brings along, and ends what its mirror takes back:
// see openingEntry.
func (r *replay) carry(e event, doc billing.Document) {
	r.invoices[doc.ID] = &replayedInvoice{Document: doc, remaining: doc.Total}
	if doc.Original != 0 {
		r.giveBack(e, doc)
		return
	}
	for _, l := range doc.Lines {
		days := validity{l.Terms.ValidFrom, l.Terms.ValidThrough}
		switch l.Kind {
		case catalogue.Package:
			r.sellPackage(e, doc.Number, l)
		case billing.Voucher:
			r.add(voucherKey(l.ID), &row{thing: "voucher", name: doc.Number, parts: []part{{e.Seq, voucherCarried{l.Rider}}, {e.Seq, days}}})
		case catalogue.Card:
			key := cardKey(l.ID, 1)
			r.add(key, &row{thing: "card", name: doc.Number, parts: []part{
				{e.Seq, cardSold{l.Rider, l.Offer, l.Text, l.Terms.Units, l.Terms.Months}}, {e.Seq, days},
			}})
			r.move(e, key, doc.Number, cardMoved{Units: l.Terms.Units, Balance: l.Terms.Units, Why: "carried"})
		}
	}
}

// move writes the next line of a card's ledger.
func (r *replay) move(e event, card, name string, moved cardMoved) {
	moved.At, moved.By = e.at, e.actor
	r.add(movementKey(card, r.moves[card]), &row{thing: "movement", name: name, parent: card, parts: []part{{e.Seq, moved}}})
	r.moves[card]++
}

// extend gives a card another last day: see extendCard.
func (r *replay) extend(e event, to extendedCard) {
	key := cardKey(to.Line, to.N)
	card := r.rows[key]
	if card == nil {
		return // a card nobody sold is found where the rows are compared
	}
	days, units := card.parts[1].says.(validity), card.parts[0].says.(cardSold).Units
	card.parts[1] = part{e.Seq, validity{days.From, to.Through}}
	r.move(e, key, card.name, cardMoved{Balance: units, Why: "extended"})
}

// start gives cards their days once they work: see startCards.
func (r *replay) start(e event, invoice *replayedInvoice, day calendar.Day) {
	notes, received := invoice.notes, invoice.received
	if e.v == 1 { // credit notes counted as money then
		notes, received = nil, invoice.Total-invoice.remaining
	}
	for i, started := range billing.Started(invoice.Document, notes, received) {
		l := invoice.Lines[i]
		if started && l.Kind == catalogue.GiftCard {
			r.startGifts(e, l, day)
		}
		if l.Kind != catalogue.Card || !started {
			continue
		}
		for n := range l.Quantity {
			if card := r.rows[cardKey(l.ID, n+1)]; card.parts[1].says == (validity{}) {
				card.parts[1] = part{e.Seq, validity{day, day.AddMonths(l.Terms.Months)}}
			}
		}
	}
}

// giveBack ends what lines sold that a credit note gives back for good: see
// takeBack.
func (r *replay) giveBack(e event, note billing.Document) {
	invoice := r.invoices[note.Original]
	if invoice == nil {
		return
	}
	r.takeGifts(e, invoice.Document, note)
	ended := billing.GivenBack(invoice.Document, invoice.notes, note)
	invoice.notes, invoice.kept = append(invoice.notes, note), invoice.kept+note.Kept
	r.origin[note.ID] = note.Original
	if e.v == 1 { // what the lines sold stayed with the rider then
		return
	}
	for _, l := range ended {
		switch l.Kind {
		case catalogue.Package:
			r.endPackage(e, l, note)
		case catalogue.Card:
			for n := range l.Quantity {
				key := cardKey(l.ID, n+1)
				r.move(e, key, invoice.Number, cardMoved{Units: -l.Terms.Units, Why: "credited", CreditNote: note.ID})
				r.end(e, key, note.Day)
			}
		case billing.Voucher:
			r.end(e, voucherKey(l.ID), note.Day)
		case catalogue.Licence:
			r.rows[licenceKey(l.ID)].parts[1] = part{e.Seq, withdrawn{note.ID}}
		}
	}
}

// end lets what a row holds be good through a day at the latest.
func (r *replay) end(e event, key string, day calendar.Day) {
	if days := r.rows[key].parts[1].says.(validity); days.Through > day {
		r.rows[key].parts[1] = part{e.Seq, validity{days.From, day}}
	}
}

func (r *replay) settleAll(e event, allocations []billing.Allocation) {
	for _, a := range allocations {
		r.settle(e, a)
	}
}

// settle lets an allocation cover an invoice: its cards begin to work, its
// requests are done when nothing remains.
func (r *replay) settle(e event, a billing.Allocation) {
	invoice := r.invoices[a.Invoice]
	if invoice == nil {
		return
	}
	r.await(e, invoice, a)
	invoice.remaining -= a.Cents
	if r.origin[a.CreditNote] != a.Invoice && !r.lost[a.Payment] {
		invoice.received += a.Cents
	}
	for _, asked := range r.asked[a.Invoice] {
		if asked.open && !slices.ContainsFunc(asked.Invoices, r.remains) {
			asked.end(e.Seq, "paid")
		}
	}
	r.start(e, invoice, a.Day)
}

func (r *replay) remains(id billing.InvoiceID) bool {
	return r.invoices[id] == nil || r.invoices[id].remaining > 0
}
