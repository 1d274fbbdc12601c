package desk

import (
	"maps"
	"slices"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/journal"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// replayedRevenue is the deferred revenue of cards and packages as the journal has
// followed it so far.
type replayedRevenue struct {
	lines  map[int64]*replayedLine
	puts   map[deferral]sealedPut // what each document put on it
	passes map[int64]sealedPass   // recognitions, by their entry in the books
}

type replayedLine struct {
	kind      catalogue.Kind
	account   string // its offer's own
	net, made money.Cents
	seq       int64 // of what touched it last
}

type deferral struct {
	doc  billing.InvoiceID
	line int64
}

type sealedPut struct {
	seq   int64
	name  string
	cents money.Cents
}

type sealedPass struct {
	sealedRecognition
	seq  int64
	used []billing.Used
}

func newRevenue() replayedRevenue {
	return replayedRevenue{lines: map[int64]*replayedLine{}, puts: map[deferral]sealedPut{}, passes: map[int64]sealedPass{}}
}

// put notes what a document puts on deferred revenue: see deferRevenue.
func (r *replay) put(e event, doc billing.Document) {
	var original []billing.Line
	if over := r.invoices[doc.Original]; over != nil {
		original = over.Lines
	}
	for _, d := range billing.Deferrals(doc, original) {
		r.revenue.puts[deferral{doc.ID, d.Line}] = sealedPut{e.Seq, e.Doc, d.Cents}
		line := r.revenue.lines[d.Line]
		if line == nil {
			line = &replayedLine{}
			r.revenue.lines[d.Line] = line
		}
		line.net += d.Cents
		for _, l := range doc.Lines {
			if l.ID == d.Line {
				line.kind, line.account = l.Kind, l.Account
			}
		}
	}
}

// recognise checks that what was recognised follows from what was used: see
// recogniseAt.
func (r *replay) recognise(e event, sealed sealedRecognition) {
	pass := sealedPass{sealedRecognition: sealed, seq: e.Seq}
	if r.days.closed(sealed.Day) {
		r.found = append(r.found, journal.Finding{Seq: e.Seq, Code: "enteredClosed", Params: map[string]any{"document": e.Doc, "ofDay": string(sealed.Day)}})
	}
	for _, made := range sealed.made() {
		line := r.revenue.lines[made.Line]
		if line == nil {
			line = &replayedLine{}
			r.revenue.lines[made.Line] = line
		}
		if want := billing.Recognised(line.net, made.Gone, made.Of) - line.made; made.Cents != want {
			r.found = append(r.found, journal.Finding{Seq: e.Seq, Code: "recognitionWrong",
				Params: map[string]any{"document": e.Doc, "sealedCents": made.Cents, "wantCents": want}})
		}
		line.made, line.seq = line.made+made.Cents, e.Seq
		pass.used = append(pass.used, billing.Used{Kind: line.kind, Account: line.account, Cents: made.Cents})
	}
	r.revenue.passes[sealed.Entry] = pass
}

// recognised compares deferred revenue with what was sealed of it, row by row, and
// what it comes to with the units and lessons that are used.
func (p *proof) recognised() error {
	revenue := p.replay.revenue
	put := map[deferral]money.Cents{}
	err := p.tx.EachDeferral(func(doc billing.InvoiceID, line int64, cents money.Cents) { put[deferral{doc, line}] = cents })
	if err != nil {
		return err
	}
	for key, must := range revenue.puts {
		if cents, has := put[key]; !has || cents != must.cents {
			p.find(must.seq, "deferralChanged", map[string]any{"document": must.name, "sealedCents": must.cents, "foundCents": cents})
		}
		delete(put, key)
	}
	for _, cents := range put {
		p.find(0, "deferralNeverSealed", map[string]any{"foundCents": cents})
	}
	rows := map[int64][]sqlite.Recognition{}
	if err := p.tx.EachRecognition(func(entry int64, r sqlite.Recognition) { rows[entry] = append(rows[entry], r) }); err != nil {
		return err
	}
	for entry, must := range revenue.passes {
		if !slices.Equal(rows[entry], must.made()) {
			p.find(must.seq, "recognitionChanged", map[string]any{"document": recognitionText(entry)})
		}
		delete(rows, entry)
	}
	for entry := range rows {
		p.find(0, "recognitionNeverSealed", map[string]any{"document": recognitionText(entry)})
	}
	return p.used()
}

// used holds what was recognised of each line against its ledger, its rolls and its
// end, to the cent: whatever changes one of them recognises at once, or the closing
// of its day does.
func (p *proof) used() error {
	ids, err := p.tx.AllDeferred()
	if err != nil {
		return err
	}
	through, err := p.tx.ClosedThrough()
	if err != nil {
		return err
	}
	stand, err := p.tx.DeferredLines(through, ids)
	for _, l := range stand {
		line := p.replay.revenue.lines[l.Line]
		if line == nil || line.seq == 0 { // of an older Paddock, and nothing happened to it since
			continue
		}
		if used := billing.Recognised(l.Net, l.Gone, l.Of); l.Recognised != used {
			p.find(line.seq, "deferredOff", map[string]any{"document": l.Number, "foundCents": l.Net - l.Recognised, "wantCents": l.Net - used})
		}
	}
	return err
}

// recognitionsBooked compares the entries of recognitions with what they book.
func (p *proof) recognitionsBooked(books map[sqlite.Book]map[sqlite.BookedRole]int64) {
	misc := sqlite.Book{Journal: "misc"}
	found := byText(books[misc])
	for entry, pass := range p.replay.revenue.passes {
		text := recognitionText(entry)
		if !maps.Equal(found[text], account{}.add(calendar.Day(pass.Day), text, billing.RecognitionPostings(pass.used))) {
			p.find(pass.seq, "entriesChanged", map[string]any{"document": text})
		}
		delete(found, text)
	}
	p.expiriesBooked(found)
	if len(found) == 0 {
		delete(books, misc)
	}
}

// byText parts a book by the texts of its entries.
func byText(book map[sqlite.BookedRole]int64) map[string]account {
	parts := map[string]account{}
	for role, cents := range book {
		if parts[role.Text] == nil {
			parts[role.Text] = account{}
		}
		parts[role.Text][role] = cents
	}
	return parts
}
