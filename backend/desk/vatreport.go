package desk

import (
	"context"
	"fmt"
	"maps"
	"slices"

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
	settled, err := tx.SettledIn(from, to)
	if err != nil {
		return nil, err
	}
	lost, err := tx.LostIn(from, to)
	if err != nil {
		return nil, err
	}
	var touched []billing.InvoiceID
	for _, s := range settled {
		touched = append(touched, s.Invoice)
	}
	for _, l := range lost {
		touched = append(touched, l.Invoice)
	}
	docs, err := dueIn(tx, from, to, touched)
	if err != nil {
		return nil, err
	}
	// A document's services are due as money comes: as it was booked, or where it bears
	// no VAT on services, as the club is today.
	waits := func(doc billing.Document) bool {
		if doc.Kind != billing.Opening && !billing.TaxedServices(doc) {
			return c.Policy.VATOnCollection
		}
		return docs.waits[doc.ID]
	}
	var due billing.VATDue
	for _, doc := range docs.issued {
		due.Issue(doc, waits(doc))
	}
	for _, s := range settled {
		if doc := docs.of[s.Invoice]; waits(doc) {
			due.Collect(doc, s.Before, s.After)
		}
	}
	for _, l := range lost {
		doc := docs.of[l.Invoice]
		due.Lose(doc, waits(doc), l.Before, l.After)
	}
	return due.Sorted(), nil
}

// dueDocuments are the documents that a report of VAT asks for.
type dueDocuments struct {
	issued []billing.Document                     // in the period
	of     map[billing.InvoiceID]billing.Document // those too, and what was touched in it
	waits  map[billing.InvoiceID]bool             // booked with VAT that becomes due as they are paid
}

// dueIn reads what was issued in a period and what was touched in it, each once.
func dueIn(tx *sqlite.Tx, from, to calendar.Day, touched []billing.InvoiceID) (d dueDocuments, err error) {
	if d.issued, err = tx.IssuedIn(from, to); err != nil {
		return d, err
	}
	d.of = map[billing.InvoiceID]billing.Document{}
	for _, doc := range d.issued {
		d.of[doc.ID] = doc
	}
	older, err := tx.DocumentsAmong(slices.DeleteFunc(touched, func(id billing.InvoiceID) bool { return d.of[id].ID != 0 }))
	if err != nil {
		return d, err
	}
	for _, doc := range older {
		d.of[doc.ID] = doc
	}
	d.waits, err = tx.VATWaiting(slices.Collect(maps.Keys(d.of))...)
	return d, err
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
	return files, nil
}
