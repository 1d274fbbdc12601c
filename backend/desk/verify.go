package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"paddock/backend/billing"
	"paddock/backend/journal"
	"paddock/backend/locale"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// Proof is what a check of the journal and the books found.
type Proof struct {
	Entries  int               `json:"entries"`
	OK       bool              `json:"ok"`
	First    *First            `json:"first,omitempty" doc:"The first entry that was touched, and what was done to it"`
	Findings []journal.Finding `json:"findings" nullable:"false" doc:"The first entry touched first; notes last"`
}

// First names the first entry that was touched.
type First struct {
	Seq  int64  `json:"seq"`
	What string `json:"what"`
}

// Verify proves the whole chain, that every document, payment and allocation is
// as it was sealed, that cards, vouchers, licences, requests, prints, merges and settings
// are what follows from it, and that numbers, totals, settlements and accounting
// entries agree (PRODUCT section 6, Sealed journal). It reads and changes nothing.
func (d *Desk) Verify(ctx context.Context) (Proof, error) { return d.verify(ctx, untilDone(ctx)) }

// VerifyEntries proves every entry of the journal and not every row beside it: the
// hashes, the seal log, the signatures of closings, the schema, and that numbers, entries
// and what customers owe add up. That is a tenth of the time of Verify.
func (d *Desk) VerifyEntries(ctx context.Context) (Proof, error) {
	return d.verifyBy(ctx, untilDone(ctx), d.proveChain)
}

// VerifyBooks is Verify in the background, for who waits at a screen.
func (d *Desk) VerifyBooks(ctx context.Context, req Request) (Work, error) {
	return d.beginInParts(ctx, req, "verify", nil, "", func(ctx context.Context, l *longWork, step steps) error {
		proof, err := d.verify(ctx, step)
		if err == nil {
			l.result(func(l *longWork) { l.made.Proof = &proof })
		}
		return err
	})
}

func (d *Desk) verify(ctx context.Context, step steps) (Proof, error) {
	return d.verifyBy(ctx, step, d.prove)
}

func (d *Desk) verifyBy(ctx context.Context, step steps, prove func(*sqlite.Tx, steps, []byte, locale.Lang) (Proof, error)) (Proof, error) {
	log, err := d.db.SealLog()
	if err != nil {
		return Proof{}, err
	}
	lang := d.Language(ctx)
	return read(ctx, d, "verify", func(tx *sqlite.Tx) (Proof, error) { return prove(tx, step, log, lang) })
}

// prove is Verify in a transaction; the seal log was read before it began.
func (d *Desk) prove(tx *sqlite.Tx, step steps, log []byte, lang locale.Lang) (Proof, error) {
	p := newProof(tx, step)
	p.held = hold(tx)
	return p.run(log, lang, p.journal, p.opened, p.documents, p.payments, p.reasons, p.bankLines, p.leftOver, p.allocated, p.replayed, p.places, p.booked, p.recognised, p.books, p.settings,
		func() error { d.keyHeld(p); return nil })
}

// proveChain is what of prove needs no memory for rows: every entry's hash, the seal
// log, the signatures of closings, the schema, and the sums of the books.
func (d *Desk) proveChain(tx *sqlite.Tx, step steps, log []byte, lang locale.Lang) (Proof, error) {
	p := newProof(tx, step)
	return p.run(log, lang, p.links, p.books)
}

// run compares the schema, then makes these checks, of which the first follows the chain.
func (p *proof) run(log []byte, lang locale.Lang, checks ...func() error) (Proof, error) {
	whole, err := p.guards()
	if err != nil {
		return Proof{}, err
	}
	for i, check := range checks {
		if err := p.survives(check); err != nil && whole { // else what cannot be asked is what guards named
			return Proof{}, err
		}
		if err := p.step.part(walked, 100)(i, len(checks)-1); err != nil {
			return Proof{}, err
		}
	}
	entries, findings := p.chain.Finish(log)
	return p.result(lang, entries, append(findings, p.found...)), nil
}

// survives makes a check to its end: data that a damaged disk or somebody with sqlite3
// made senseless are named, and the other checks go on.
func (p *proof) survives(check func() error) error {
	defer func() {
		if said := recover(); said != nil {
			p.find(0, "senseless", map[string]any{"why": fmt.Sprint(said)})
		}
	}()
	return check()
}

func newProof(tx *sqlite.Tx, step steps) *proof {
	return &proof{
		step: step, tx: tx, chain: journal.NewVerifier(), replay: newReplay(), vat: newVATForms(),
		allocations: map[int64]sealedAllocation{}, sealed: map[string]sealedRow{},
		ruled: map[sqlite.Section]sealedSection{}, lines: map[int64]int64{}, snapshots: map[int64]journal.Tree{},
		paidOut: map[billing.InvoiceID][]settlingStep{},
	}
}

// keyHeld notes each key that took the place of another, and that this computer does not
// hold the one that signs now: on the club's own that is a journal somebody made anew.
func (d *Desk) keyHeld(p *proof) {
	for _, seq := range p.replaced {
		p.found = append(p.found, journal.Finding{Seq: seq, Code: "keyReplaced", Note: true})
	}
	if p.signs == "" {
		return
	}
	if _, err := d.keys.Load(p.signs); err != nil { // a damaged one proves no more than none
		p.found = append(p.found, journal.Finding{Code: "keyElsewhere", Params: map[string]any{"key": p.signs}, Note: true})
	}
}

// proof is one check under way.
type proof struct {
	step        steps // how far it is, and its end: nobody waits for a minute's proof to close the desk
	tx          *sqlite.Tx
	held        held
	chain       *journal.Verifier
	replay      *replay
	vat         vatForms
	found       []journal.Finding
	issued      []sealedRow // without their payloads, and so received
	received    []sealedRow
	postings    map[sqlite.Book]map[sqlite.BookedRole]int64 // what nothing explained yet; nil when unread
	lines       map[int64]int64                             // the bank's line of a payment, by the entry that sealed it
	explained   []sealedReason
	allocations map[int64]sealedAllocation // by id
	sealed      map[string]sealedRow       // "invoice F2026-0431", "payment 2026-10-07-0020": rows the chain knows
	ruled       map[sqlite.Section]sealedSection
	snapshots   map[int64]journal.Tree               // what documents repeat, by seq
	paidOut     map[billing.InvoiceID][]settlingStep // as money, of documents that give; 0 is what came of payments
	signs       string                               // the key that was named last
	replaced    []int64                              // entries that say a key was lost
}

// sealedRow is a document or payment as an entry sealed it.
type sealedRow struct {
	seq     int64
	v       int // form of the line; 0 of what is compared in full
	id      int64
	name    string
	payload string
	reason  string // hash of why a credit note was made, which reasons() compares; "" where none was sealed
	by      int64  // who did it
}

// sealedAllocation is an allocation as an entry sealed it, and by whose hand.
type sealedAllocation struct {
	billing.Allocation
	seq  int64
	hand sqlite.Hand
}

func (p *proof) find(seq int64, code string, params map[string]any) {
	p.found = append(p.found, journal.Finding{Seq: seq, Code: code, Params: params})
}

// guards compares the schema with ours, and reports whether no table was taken
// away or made anew.
func (p *proof) guards() (whole bool, err error) {
	guards, err := p.tx.Guards()
	for _, found := range []struct {
		code  string
		names []string
	}{{"tableMissing", guards.Tables}, {"guardChanged", guards.Changed}, {"guardMissing", guards.Missing}} {
		for _, name := range found.names {
			p.find(0, found.code, map[string]any{"name": name})
		}
	}
	return len(guards.Tables)+len(guards.Changed) == 0, err
}

// shared is how many entries, documents and payments the processors share out
// among them.
const shared = 512

// journal checks every entry: they are opened by all processors, and followed in
// their order.
func (p *proof) journal() error {
	entries := make([]journal.Entry, 0, shared)
	follow := func() {
		events := make([]event, len(entries))
		spread(len(entries), func(i int) { events[i] = openEvent(entries[i]) })
		for _, e := range events {
			p.entry(e)
		}
		entries = entries[:0]
	}
	err := p.walk(func(e journal.Entry) {
		if entries = append(entries, e); len(entries) == shared {
			follow()
		}
	})
	follow()
	return err
}

// links checks every entry by itself, and the signatures of closings.
func (p *proof) links() error {
	days := newDays()
	return p.walk(func(entry journal.Entry) {
		e := event{Entry: entry, said: journal.Open(entry)}
		p.chain.Add(e.said)
		days.learnKey(e)
		switch e.Kind {
		case journal.DayClosed, journal.MonthClosed, journal.YearClosed:
			var sealed sealedClosing
			if e.read(&sealed) && !days.signed(sealed) {
				p.found = append(p.found, badSignature(e))
			}
		}
	})
}

// walked is how much of a proof the walk along the chain is, in hundredths.
const walked = 60

// walk goes along the chain.
func (p *proof) walk(see func(journal.Entry)) error {
	head, err := p.tx.Head()
	if err != nil {
		return err
	}
	n, step := 0, p.step.part(0, walked)
	return p.tx.EachEntry(func(e journal.Entry) error {
		see(e)
		if n++; n%shared != 0 {
			return nil
		}
		return step(n, max(n, int(head.Seq)))
	})
}

// telling are the kinds whose entries name a row, allocations or a reason.
var telling = []journal.Kind{
	journal.InvoiceIssued, journal.CreditNoteIssued, journal.OpeningCarried, journal.PaymentReceived, journal.PaymentBounced, journal.PaymentRefunded, journal.PaymentRefused, journal.PaymentReturned,
	journal.DebtWrittenOff, journal.DebtReopened, journal.CreditAllocated, journal.OverrideMade, journal.PromiseDropped, journal.CardExtended, journal.PayoutBooked,
}

// entry checks one link and remembers what it sealed. An entry that cannot be
// read is already a finding of the chain.
func (p *proof) entry(e event) {
	p.chain.Add(e.said)
	if !e.said.Readable {
		return
	}
	payload := e.said.Payload
	defer func() {
		if recover() != nil { // one entry never keeps the rest from being read
			p.find(e.Seq, "unreadable", nil)
		}
	}()
	p.rule(e.Entry, payload)
	p.replay.follow(e)
	var body struct {
		ID          int64                `json:"id"`
		Allocations []billing.Allocation `json:"allocations"`
		Reason      string               `json:"reason"`
		Request     int64                `json:"request"`
		Booking     int64                `json:"booking"`
		Card        int64                `json:"card"`
	}
	switch {
	case e.doc != nil:
		body.ID, body.Reason = int64(e.doc.ID), e.doc.Reason
	case e.paid != nil:
		body.ID, body.Reason, body.Allocations = int64(e.paid.ID), e.paid.Reason, e.paid.Allocations
	case slices.Contains(telling, e.Kind) && !e.read(&body):
		return
	}
	row := sealedRow{seq: e.Seq, v: e.v, id: body.ID, name: e.Doc, reason: body.Reason, by: e.actor}
	switch e.Kind {
	case journal.ClubOpened, journal.DataRestored, journal.KeyReplaced:
		p.signs, _ = keyIn(e.Line)
		if e.Kind == journal.KeyReplaced {
			p.replaced = append(p.replaced, e.Seq)
		}
	case journal.SnapshotTaken:
		p.snapshots[e.Seq], _ = journal.Members(string(payload)) // readable, or the line is a finding
	case journal.InvoiceIssued, journal.CreditNoteIssued, journal.OpeningCarried:
		p.issued = append(p.issued, row)
		p.vat.at[billing.InvoiceID(row.id)] = p.vat.now
	case journal.PaymentReceived, journal.PaymentBounced, journal.PaymentRefunded, journal.PaymentRefused, journal.PaymentReturned, journal.DebtWrittenOff, journal.DebtReopened:
		p.received = append(p.received, row)
		if e.paid == nil {
			break
		}
		if e.paid.Detail.Line != 0 {
			p.lines[e.Seq] = e.paid.Detail.Line
		}
		for _, w := range e.paid.From {
			p.paidOut[w.CreditNote] = append(p.paidOut[w.CreditNote], settlingStep{e.Seq, e.paid.Day, billing.Step{Cents: -w.Cents}})
		}
	}
	if body.Reason != "" {
		p.explained = append(p.explained, sealedReason{e.Seq, e.Doc, body.Request, body.Booking, body.Card, body.Reason})
	}
	for _, a := range body.Allocations {
		p.allocations[a.ID] = sealedAllocation{a, e.Seq, sqlite.Hand{By: e.actor, At: e.at}}
	}
}

// leftOver names rows that the chain never sealed, put in behind its back, and
// those that say somebody else did it.
func (p *proof) leftOver() error {
	rows, err := p.tx.SealedNames()
	for _, row := range rows {
		_, number, _ := strings.Cut(row.Name, " ")
		switch sealed, has := p.sealed[row.Name]; {
		case !has:
			p.find(0, "neverSealed", map[string]any{"document": number})
		case sealed.by != row.By:
			p.find(sealed.seq, "handChanged", map[string]any{"document": number})
		}
	}
	return err
}

// allocated compares every allocation with the entry that sealed it.
func (p *proof) allocated() error {
	rows, err := p.tx.AllAllocations()
	if err != nil {
		return err
	}
	hands, err := p.tx.AllocationHands()
	if err != nil {
		return err
	}
	held := map[int64]bool{}
	for _, a := range rows {
		held[a.ID] = true
		sealed, has := p.allocations[a.ID]
		switch {
		case !has:
			p.find(0, "allocationNeverSealed", map[string]any{"document": a.Number, "foundCents": a.Cents})
		case sealed.Allocation != a:
			p.find(sealed.seq, "allocationChanged", map[string]any{"document": sealed.Number, "sealedCents": sealed.Cents, "foundCents": a.Cents})
		case sealed.hand != hands[a.ID]:
			p.find(sealed.seq, "allocationHandChanged", map[string]any{"document": sealed.Number, "sealedCents": sealed.Cents})
		}
	}
	for id, a := range p.allocations {
		if !held[id] {
			p.find(a.seq, "allocationMissing", map[string]any{"document": a.Number, "sealedCents": a.Cents})
		}
	}
	return nil
}

// books checks what no single row shows: numbers without a gap, entries that
// balance, customers who owe what their documents say.
func (p *proof) books() error {
	gaps, err := p.tx.NumberGaps()
	if err != nil {
		return err
	}
	for _, gap := range gaps {
		p.find(0, "numberGap", map[string]any{"series": gap.Series, "year": gap.Year, "number": gap.N})
	}
	unbalanced, err := p.tx.UnbalancedEntries()
	if err != nil {
		return err
	}
	for _, id := range unbalanced {
		p.find(0, "entryUnbalanced", map[string]any{"entry": id})
	}
	owed, booked, err := p.tx.CustomersBalance()
	if err == nil && owed != booked {
		p.find(0, "customersOff", map[string]any{"wantCents": owed, "foundCents": booked})
	}
	return err
}

// result puts findings in order and in words.
func (p *proof) result(lang locale.Lang, entries int, findings []journal.Finding) Proof {
	slices.SortStableFunc(findings, func(a, b journal.Finding) int {
		switch {
		case a.Note != b.Note:
			if a.Note {
				return 1
			}
			return -1
		case a.Seq == 0 || b.Seq == 0: // what has no entry comes after what has
			return int(min(b.Seq, 1) - min(a.Seq, 1))
		}
		return int(a.Seq - b.Seq)
	})
	result := Proof{Entries: entries, OK: true, Findings: []journal.Finding{}}
	for _, f := range findings {
		if thing, has := f.Params["thing"].(string); has {
			f.Params["thing"] = locale.Text(lang, "verify.thing."+thing, nil)
		}
		for _, side := range []string{"sealed", "found"} {
			if f.Params[side] == "" {
				f.Params[side] = locale.Text(lang, "verify.none", nil)
			}
		}
		f.What = locale.Text(lang, "verify."+f.Code, withSeq(f))
		if !f.Note && result.OK {
			result.OK = false
			result.First = &First{Seq: f.Seq, What: f.What}
		}
		result.Findings = append(result.Findings, f)
	}
	return result
}

func withSeq(f journal.Finding) map[string]any {
	params := map[string]any{"seq": f.Seq}
	for name, value := range f.Params {
		if cents, ok := value.(money.Cents); ok {
			value = int64(cents)
		}
		params[name] = value
	}
	return params
}
