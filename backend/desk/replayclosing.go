package desk

import (
	"crypto/ed25519"
	"encoding/hex"
	"slices"
	"time"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/journal"
	"paddock/backend/money"
)

// replayedDays works out what closings must say, and what the till must hold.
type replayedDays struct {
	open    map[calendar.Day]*billing.Totals // days that no closing took yet
	through calendar.Day                     // the last that is closed
	last    map[billing.ClosingKind]replayedClosing
	parts   map[billing.ClosingKind][]billing.Closing // that no month or year added up yet
	keys    map[string]ed25519.PublicKey
	held    map[billing.PaymentID]billing.Payment // that somebody of the club was handed
	cash    money.Cents                           // what the books say the till holds
	float   money.Cents                           // what it held when it last was counted, less drops
	books   map[string]tillBook                   // by the text of their entries
	made    []madeEntry                           // that no closing took yet, in order
	gone    journal.Head                          // the last that a closing took
}

// madeEntry is an entry by when it was made, UTC.
type madeEntry struct {
	journal.Head
	at time.Time
}

type replayedClosing struct {
	madeClosing
	first int64 // the entry the next one begins with
}

// tillBook is what an event of the till books.
type tillBook struct {
	seq  int64
	says account
}

// What the rows of closings and of the till say.
type (
	closingSays struct {
		Body      string `json:"body"`
		Signature string `json:"signature"`
		Key       string `json:"keyId"`
		Seq       int64  `json:"seq"`
		At        string `json:"at"`
		By        int64  `json:"by"`
		N         int    `json:"n"`
		From      string `json:"from"`
	}
	tillSays struct {
		sealedTill
		Float money.Cents `json:"floatCents"`
		Kind  string      `json:"kind"`
		At    string      `json:"at"`
		By    int64       `json:"by"`
	}
)

func newDays() replayedDays {
	return replayedDays{
		open: map[calendar.Day]*billing.Totals{}, last: map[billing.ClosingKind]replayedClosing{}, parts: map[billing.ClosingKind][]billing.Closing{},
		keys: map[string]ed25519.PublicKey{}, held: map[billing.PaymentID]billing.Payment{}, books: map[string]tillBook{},
	}
}

// followDays counts what an entry adds to its day and to the till, and names
// what was entered into a day that was closed.
func (r *replay) followDays(e event) {
	d := &r.days
	at, _ := time.Parse(time.RFC3339, e.at) // what cannot be read is a finding of the chain
	d.made = append(d.made, madeEntry{e.Head(), at})
	d.learnKey(e)
	switch e.Kind {
	case journal.InvoiceIssued, journal.CreditNoteIssued:
		if e.doc != nil {
			r.day(e, e.doc.Day).AddDocument(e.doc.Document)
		}
	case journal.PaymentReceived, journal.PaymentRefunded, journal.PaymentBounced, journal.PaymentRefused, journal.PaymentReturned, journal.DebtWrittenOff, journal.DebtReopened:
		if e.paid == nil {
			return
		}
		p := e.paid.Payment
		day := r.day(e, p.Day)
		switch {
		case p.Detail.HeldBy != 0:
			d.held[p.ID] = p
		case p.Way.IsMoney():
			day.AddMoney(p.Way, p.Cents, 1)
		}
		d.move(billing.PaymentPostings(p))
	case journal.MoneyBroughtIn:
		var brought broughtIn
		if e.read(&brought) {
			if p, has := d.held[brought.Payment]; has {
				r.day(e, calendar.Day(brought.Day)).AddMoney(p.Way, p.Cents, 1)
				d.move(billing.BroughtPostings(p))
			}
		}
	case journal.AidReceived:
		var step aidStep
		if e.read(&step) {
			r.day(e, calendar.Day(step.Day)).AddMoney(billing.Transfer, step.Cents, 1)
		}
	case journal.AidPaidBack:
		var back aidPaidBack
		if e.read(&back) {
			r.day(e, calendar.Day(back.Day)).AddMoney(back.way(), -back.Cents, 1)
			d.move(billing.AidPostings(back.way(), -back.Cents))
		}
	}
}

// learnKey remembers the key an entry names.
func (d *replayedDays) learnKey(e event) {
	switch e.Kind {
	case journal.ClubOpened, journal.DataRestored, journal.KeyReplaced:
		if _, public := keyIn(e.Line); public != nil {
			d.keys[journal.KeyID(public)] = public
		}
	}
}

// signed reports whether a closing bears the signature of a key the journal named before.
func (d *replayedDays) signed(sealed sealedClosing) bool {
	body, err := journal.Canonical(sealed.Closing)
	signature, badHex := hex.DecodeString(sealed.Signature)
	key := d.keys[sealed.Key]
	return err == nil && badHex == nil && key != nil && ed25519.Verify(key, []byte(body), signature)
}

func badSignature(e event) journal.Finding {
	return journal.Finding{Seq: e.Seq, Code: "closingSignature", Params: map[string]any{"document": e.Doc}}
}

// day is what a day brought so far.
func (r *replay) day(e event, day calendar.Day) *billing.Totals {
	d := &r.days
	r.enters(e, day)
	if d.open[day] == nil {
		d.open[day] = &billing.Totals{}
	}
	return d.open[day]
}

func (d *replayedDays) closed(day calendar.Day) bool { return d.through != "" && day <= d.through }

func (d *replayedDays) move(postings []billing.Posting) {
	for _, p := range postings {
		if p.IsCash() {
			d.cash += p.Cents
		}
	}
}

// till is a count of the drawer, or cash taken to the bank: see countTill.
func (r *replay) till(e event, sealed sealedTill) {
	d := &r.days
	r.enters(e, sealed.Day)
	if sealed.Expected != d.cash {
		r.found = append(r.found, journal.Finding{Seq: e.Seq, Code: "tillWrong", Params: map[string]any{"document": e.Doc, "sealedCents": sealed.Expected, "wantCents": d.cash}})
	}
	kind, postings := tillDropped, billing.DropPostings(sealed.Cents)
	if d.float -= sealed.Cents; e.Kind != journal.TillDropped {
		d.float = sealed.Cents
		kind, postings = tillCounted, billing.GapPostings(sealed.Cents-sealed.Expected, sealed.ID == 1)
		if e.Kind == journal.TillOpened {
			kind = tillOpened
		}
	}
	d.move(postings)
	d.books[tillText(sealed.ID)] = tillBook{e.Seq, account{}.add(sealed.Day, tillText(sealed.ID), postings)}
	r.add(tillText(sealed.ID), &row{thing: "till", name: e.Doc, parts: []part{{e.Seq, tillSays{sealed, d.float, kind, e.at, e.actor}}}})
}

// close checks what a closing says against what follows from the entries before
// it, and its signature.
func (r *replay) close(e event, sealed sealedClosing) {
	d, c := &r.days, sealed.Closing
	before := d.last[c.Kind]
	must := c
	must.N = before.N + 1
	if c.Until == "" {
		must.Last, must.LastHash = e.Seq-1, e.Prev
	}
	next := e.Seq + 1
	if c.Kind == billing.DayClosing {
		must.First, must.Period = max(before.first, 1), billing.Totals{}
		if c.Until != "" {
			next = d.entriesUntil(&must, e)
		} else {
			d.gone, d.made = e.Head(), nil
		}
		for day, brought := range d.open {
			if day <= c.Day {
				must.Period = must.Period.Plus(*brought)
				delete(d.open, day)
			}
		}
	} else {
		must.Period, must.First, must.From = billing.Totals{}, 0, ""
		parts := d.parts[c.Kind]
		for len(parts) > 0 && parts[0].Day <= c.Day {
			must.Period = must.Period.Plus(parts[0].Period)
			if must.First == 0 {
				must.First, must.From = parts[0].First, parts[0].From
			}
			if c.Until != "" {
				must.Until, must.Last, must.LastHash = parts[0].Until, parts[0].Last, parts[0].LastHash
			}
			parts = parts[1:]
		}
		d.parts[c.Kind] = parts
	}
	must.Period = must.Period.Listed()
	must.Perpetual = before.Perpetual.Plus(must.Period)
	r.differ(e, c, must)
	switch c.Kind {
	case billing.DayClosing:
		d.parts[billing.MonthClosing] = append(d.parts[billing.MonthClosing], must)
	case billing.MonthClosing:
		d.parts[billing.YearClosing] = append(d.parts[billing.YearClosing], must)
	}
	if !d.signed(sealed) {
		r.found = append(r.found, badSignature(e))
	}
	body, _ := journal.Canonical(c)
	d.last[c.Kind] = replayedClosing{madeClosing{c, e.Seq}, next}
	d.through = max(d.through, c.Day)
	r.add(closingText(c.Kind, c.Day), &row{thing: "closing", name: e.Doc, parts: []part{
		{e.Seq, closingSays{body, sealed.Signature, sealed.Key, e.Seq, e.at, e.actor, c.N, string(c.From)}},
	}})
}

// entriesUntil says which entries a day's closing must name as its last: see
// clubNow.fillEntries. It returns the one that the next closing begins with.
func (d *replayedDays) entriesUntil(must *billing.Closing, e event) (next int64) {
	end, err := time.Parse(time.RFC3339, must.Until)
	if day := calendar.DayOf(end.Add(-12*time.Hour), time.UTC); err != nil || day < must.Day.AddDays(-1) || day > must.Day.AddDays(1) {
		must.Until = ""
		return e.Seq + 1
	}
	last, taken := d.gone, 0
	for i, entry := range slices.Backward(d.made[:len(d.made)-1]) { // its own entry is the last of them
		if entry.at.Before(end) {
			last, taken = entry.Head, i+1
			break
		}
	}
	if d.gone = last; d.made[len(d.made)-1].at.Before(end) {
		d.gone, taken = e.Head(), len(d.made)
	}
	d.made = slices.Clone(d.made[taken:])
	must.Last, must.LastHash = last.Seq, last.Hash
	return d.gone.Seq + 1
}

// differ names where a closing says something else than it must.
func (r *replay) differ(e event, says, must billing.Closing) {
	sealed, err := journal.Canonical(says)
	if err != nil {
		return
	}
	want, err := journal.Canonical(must)
	if err != nil || want == sealed {
		return
	}
	differences, _ := journal.Differences(sealed, want)
	for _, at := range differences {
		r.found = append(r.found, journal.Finding{Seq: e.Seq, Code: "closingWrong",
			Params: map[string]any{"document": e.Doc, "path": at.Path, "sealed": at.Sealed, "found": at.Found}})
	}
}

// closingRows reads the rows of closings and of the till.
func (p *proof) closingRows(is *replay) error {
	closings, err := p.tx.Closings(calendar.Period{Last: "9999-12-31"})
	if err != nil {
		return err
	}
	for _, c := range closings {
		is.add(closingText(c.Kind, c.Day), &row{thing: "closing", name: closingText(c.Kind, c.Day), parts: []part{
			{0, closingSays{c.Body, c.Signature, c.Key, c.Seq, c.At, c.By, c.N, string(c.From)}},
		}})
	}
	events, err := p.tx.AllTill()
	for _, t := range events {
		is.add(tillText(t.ID), &row{thing: "till", name: tillText(t.ID), parts: []part{{0, tillSays{sealTill(t), t.Float, t.Kind, t.At, t.By}}}})
	}
	return err
}
