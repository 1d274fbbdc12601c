package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/exchange"
	"paddock/backend/locale"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// VATRow is what became due at one rate in a period, in cents; or money of third
// parties, or exempt supplies, that came in it.
type VATRow struct {
	Kind  club.VATKind `json:"kind" enum:"vat,exempt,thirdParty,voucher"`
	Rate  money.Rate   `json:"rate"`
	Label string       `json:"label"`
	Net   money.Cents  `json:"netCents"`
	Tax   money.Cents  `json:"vatCents"`
	Gross money.Cents  `json:"grossCents"`
}

var vatColumns = []column[VATRow]{
	{"books.rate", exchange.Text, func(_ listing, r VATRow) any { return r.Label }},
	{"books.net", exchange.Cents, func(_ listing, r VATRow) any { return r.Net }},
	{"books.vat", exchange.Cents, func(_ listing, r VATRow) any { return r.Tax }},
	{"books.gross", exchange.Cents, func(_ listing, r VATRow) any { return r.Gross }},
}

// VATReport lists by rate what became due in a period: services as money came for
// them where the club pays VAT on collection, goods as they were delivered, all as
// it was invoiced otherwise (CGI 269-2; RULES section 3).
func (d *Desk) VATReport() List[VATRow] {
	return listed(d, "entries", "books.vatReport", vatColumns, func(tx *sqlite.Tx, l listing, q ListQuery) ([]VATRow, error) {
		from, to := q.period()
		return l.vatRows(tx, from, to)
	})
}

func (l listing) vatRows(tx *sqlite.Tx, from, to calendar.Day) ([]VATRow, error) {
	groups, err := vatDue(tx, l.clubNow, from, to)
	rows := []VATRow{}
	for _, g := range groups {
		rows = append(rows, VATRow{Kind: g.Kind, Rate: g.Rate, Label: l.rateLabel(g), Net: g.Net, Tax: g.Tax, Gross: g.Gross})
	}
	return rows, err
}

// VATDay is what became due at one rate on a day: of services where VAT is due on
// collection, the day the money came.
type VATDay struct {
	Day calendar.Day `json:"day"`
	VATRow
}

var vatDayColumns = []column[VATDay]{
	{"books.day", exchange.Day, func(_ listing, r VATDay) any { return r.Day }},
	{"books.rate", exchange.Text, func(_ listing, r VATDay) any { return r.Label }},
	{"books.net", exchange.Cents, func(_ listing, r VATDay) any { return r.Net }},
	{"books.vat", exchange.Cents, func(_ listing, r VATDay) any { return r.Tax }},
	{"books.gross", exchange.Cents, func(_ listing, r VATDay) any { return r.Gross }},
}

// VATDays lists the same as VATReport by the day it became due.
func (d *Desk) VATDays() List[VATDay] {
	return listed(d, "entries", "books.vatDays", vatDayColumns, func(tx *sqlite.Tx, l listing, q ListQuery) ([]VATDay, error) {
		from, to := q.period()
		due, err := vatDueBy(tx, l.clubNow, from, to, func(day calendar.Day) calendar.Day { return day })
		rows := []VATDay{}
		for _, day := range slices.Sorted(maps.Keys(due)) {
			for _, g := range due[day].Sorted() {
				rows = append(rows, VATDay{day, VATRow{Kind: g.Kind, Rate: g.Rate, Label: l.rateLabel(g), Net: g.Net, Tax: g.Tax, Gross: g.Gross}})
			}
		}
		return rows, err
	})
}

// rateLabel names a group of VAT: by its rate, or by why it bears none.
func (l listing) rateLabel(g billing.VATGroup) string {
	if g.Kind == club.Taxed {
		return locale.Rate(l.lang, g.Rate)
	}
	return l.say("books.kind."+string(g.Kind), nil)
}

// vatDue adds up what became due in a period, both days included, and takes off what
// was due and written off in it.
func vatDue(tx *sqlite.Tx, c clubNow, from, to calendar.Day) ([]billing.VATGroup, error) {
	due, err := vatDueBy(tx, c, from, to, func(calendar.Day) calendar.Day { return "" })
	if err != nil || due[""] == nil {
		return nil, err
	}
	return due[""].Sorted(), nil
}

// vatDueBy is vatDue by what a day counts as.
func vatDueBy(tx *sqlite.Tx, c clubNow, from, to calendar.Day, as func(calendar.Day) calendar.Day) (map[calendar.Day]*billing.VATDue, error) {
	docs, err := dueIn(tx, from, to)
	if err != nil {
		return nil, err
	}
	policy, err := collectedWhen(tx, c)
	if err != nil {
		return nil, err
	}
	// A document's services are due as money comes: as it was booked, or where it bears
	// no VAT on services, as the club was when it was issued, or its invoice.
	waits := func(doc billing.Document) bool {
		if doc.Kind != billing.Opening && !billing.TaxedServices(doc) {
			return policy(docs.since(doc))
		}
		return docs.waits[doc.ID]
	}
	due := map[calendar.Day]*billing.VATDue{}
	on := func(day calendar.Day) *billing.VATDue {
		if due[as(day)] == nil {
			due[as(day)] = &billing.VATDue{}
		}
		return due[as(day)]
	}
	for _, doc := range docs.issued {
		on(doc.Day).Issue(doc, waits(doc))
	}
	for _, m := range docs.moved {
		if waits(m.doc) {
			on(m.day).Collect(m.doc, m.before, m.after)
		}
		on(m.day).Lose(m.doc, waits(m.doc), m.before, m.after)
	}
	return due, nil
}

// collectedWhen tells whether VAT on services fell due on collection at a moment, by the
// changes of the policy that the journal holds.
func collectedWhen(tx *sqlite.Tx, c clubNow) (func(time.Time) bool, error) {
	entries, err := tx.SettingsEntries() // the latest first
	if err != nil {
		return nil, err
	}
	type change struct {
		at  time.Time
		was bool
	}
	var changes []change
	for _, e := range entries {
		var sealed struct {
			Payload struct {
				Section sqlite.Section `json:"section"`
				Old     struct {
					On *bool `json:"vatOnCollection"`
				} `json:"old"`
			} `json:"payload"`
		}
		if json.Unmarshal([]byte(e.Line), &sealed) == nil && sealed.Payload.Section == sqlite.SectionPolicy && sealed.Payload.Old.On != nil {
			changes = append(changes, change{e.At, *sealed.Payload.Old.On})
		}
	}
	return func(at time.Time) bool {
		on := c.Policy.VATOnCollection
		for _, c := range changes {
			if !c.at.After(at) {
				break
			}
			on = c.was
		}
		return on
	}, nil
}

// dueDocuments are the documents that a report of VAT asks for.
type dueDocuments struct {
	issued []billing.Document         // in the period
	moved  []movedDocument            // by document and day
	waits  map[billing.InvoiceID]bool // booked with VAT that becomes due as they are paid
	known  map[billing.InvoiceID]billing.Document
}

// since is when a document was issued, a credit note when its invoice was.
func (d dueDocuments) since(doc billing.Document) time.Time {
	if original, has := d.known[doc.Original]; has && doc.Original != 0 {
		return original.IssuedAt
	}
	return doc.IssuedAt
}

// movedDocument is a document that stood otherwise before a day than by its end.
type movedDocument struct {
	day           calendar.Day
	doc           billing.Document
	before, after billing.Resolved
}

// dueIn reads what was issued in a period and what was settled in it, each once.
func dueIn(tx *sqlite.Tx, from, to calendar.Day) (d dueDocuments, err error) {
	if d.issued, err = tx.IssuedIn(from, to); err != nil {
		return d, err
	}
	of := map[billing.InvoiceID]billing.Document{0: {}}
	for _, doc := range d.issued {
		of[doc.ID] = doc
	}
	steps, err := tx.StepsUntil(from, to)
	if err != nil {
		return d, err
	}
	var older []billing.InvoiceID
	for _, s := range steps {
		for _, id := range []billing.InvoiceID{s.Invoice, s.Note} {
			if _, has := of[id]; !has {
				of[id], older = billing.Document{}, append(older, id)
			}
		}
	}
	for len(older) > 0 { // then the invoices of notes
		docs, err := tx.DocumentsAmong(older)
		if err != nil {
			return d, err
		}
		for _, doc := range docs {
			of[doc.ID] = doc
		}
		older = nil
		for _, doc := range of {
			if _, has := of[doc.Original]; !has {
				of[doc.Original], older = billing.Document{}, append(older, doc.Original)
			}
		}
	}
	delete(of, 0)
	d.known = of
	d.waits, err = tx.VATWaiting(slices.Collect(maps.Keys(of))...)
	d.moved = moves(steps, from, of)
	return d, err
}

// moves follows documents through their steps, in order of document and day, and gives
// how each day from one on moved them.
func moves(steps []sqlite.SettlingStep, from calendar.Day, of map[billing.InvoiceID]billing.Document) (moved []movedDocument) {
	var stands billing.Resolved
	for i, s := range steps {
		if i == 0 || steps[i-1].Invoice != s.Invoice {
			stands = billing.Resolved{}
		}
		before := stands
		step := billing.Step{Cents: s.Cents, Lost: s.Lost, Whole: s.Whole}
		if s.Note != 0 {
			note := of[s.Note]
			step.Note = &note
		}
		stands = stands.With(step)
		switch last := len(moved) - 1; {
		case s.Day < from:
		case last >= 0 && moved[last].doc.ID == s.Invoice && moved[last].day == s.Day:
			moved[last].after = stands
		default:
			moved = append(moved, movedDocument{s.Day, of[s.Invoice], before, stands})
		}
	}
	return moved
}

// VATFiles writes the report of a period as a table and on paper.
func (d *Desk) VATFiles(ctx context.Context, from, to calendar.Day) ([]BooksFile, error) {
	files := []BooksFile{}
	for _, as := range []Format{CSV, PDF} {
		raw, err := d.VATReport().Export(ctx, ListQuery{From: from, To: to}, as)
		if err != nil {
			return nil, err
		}
		files = append(files, BooksFile{Name: fmt.Sprintf("%s %s %s.%s", locale.Text(d.Language(ctx), "books.vatReport", nil), from, to, as), Raw: raw})
	}
	name := fmt.Sprintf("%s %s %s.csv", locale.Text(d.Language(ctx), "books.vatDays", nil), from, to)
	raw, err := d.VATDays().Export(ctx, ListQuery{From: from, To: to}, CSV)
	return append(files, BooksFile{Name: name, Raw: raw}), err
}
