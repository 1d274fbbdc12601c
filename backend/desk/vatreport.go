package desk

import (
	"context"
	"fmt"

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

// vatDue adds up what became due in a period, both days included.
func vatDue(tx *sqlite.Tx, c clubNow, from, to calendar.Day) ([]billing.VATGroup, error) {
	var due billing.VATDue
	issued, err := tx.IssuedIn(from, to)
	if err != nil {
		return nil, err
	}
	for _, doc := range issued {
		waits, err := onCollection(tx, c, doc)
		if err != nil {
			return nil, err
		}
		due.Issue(doc, waits)
	}
	settled, err := tx.SettledIn(from, to)
	if err != nil {
		return nil, err
	}
	ids, steps := make([]billing.InvoiceID, len(settled)), map[billing.InvoiceID]sqlite.Settled{}
	for i, s := range settled {
		ids[i], steps[s.Invoice] = s.Invoice, s
	}
	docs, err := tx.DocumentsOf(ids)
	if err != nil {
		return nil, err
	}
	for _, doc := range docs {
		waits, err := onCollection(tx, c, doc)
		if err != nil {
			return nil, err
		}
		if waits {
			due.Collect(doc, steps[doc.ID].Before, steps[doc.ID].After)
		}
	}
	if err := loseVAT(tx, c, &due, from, to); err != nil {
		return nil, err
	}
	return due.Sorted(), nil
}

// loseVAT takes off what was due and written off in a period.
func loseVAT(tx *sqlite.Tx, c clubNow, due *billing.VATDue, from, to calendar.Day) error {
	lost, err := tx.LostIn(from, to)
	if err != nil {
		return err
	}
	for _, l := range lost {
		doc, err := tx.Document(l.Invoice)
		if err != nil {
			return err
		}
		waits, err := onCollection(tx, c, doc)
		if err != nil {
			return err
		}
		due.Lose(doc, waits, l.Before, l.After)
	}
	return nil
}

// onCollection reports whether a document's services are due as money comes: as
// it was booked, or where it bears no VAT on services, as the club is today.
func onCollection(tx *sqlite.Tx, c clubNow, doc billing.Document) (bool, error) {
	if doc.Kind != billing.Opening && !billing.TaxedServices(doc) {
		return c.Policy.VATOnCollection, nil
	}
	return tx.VATWaits(doc.ID)
}

// VATFiles writes the report of a period as a table and on paper.
func (d *Desk) VATFiles(ctx context.Context, from, to calendar.Day) ([]BooksFile, error) {
	files := []BooksFile{}
	for _, as := range []Format{CSV, PDF} {
		raw, err := d.VATReport().Export(ctx, ListQuery{From: from, To: to}, as)
		if err != nil {
			return nil, err
		}
		files = append(files, BooksFile{fmt.Sprintf("%s %s %s.%s", locale.Text(d.Language(ctx), "books.vatReport", nil), from, to, as), raw})
	}
	return files, nil
}
