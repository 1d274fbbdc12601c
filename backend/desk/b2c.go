package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/exchange"
	"paddock/backend/locale"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// B2CTotal is what private persons bought, or paid of services, on a day at one
// rate: what e-reporting asks for, without anybody's name (RULES section 6). Amounts
// are in cents; credit notes are taken off.
type B2CTotal struct {
	Day      calendar.Day `json:"day"`
	Part     string       `json:"part" enum:"sales,payments" doc:"Payments only where services are due as money comes"`
	Category string       `json:"category" enum:"TLB1,TPS1" doc:"Goods, services"`
	Rate     money.Rate   `json:"rate"`
	N        int          `json:"n" doc:"Documents it comes of"`
	Net      money.Cents  `json:"netCents"`
	Tax      money.Cents  `json:"vatCents"`
	Gross    money.Cents  `json:"grossCents"`
}

var b2cColumns = []column[B2CTotal]{
	{"books.day", exchange.Day, func(_ listing, r B2CTotal) any { return r.Day }},
	{"b2c.part", exchange.Text, func(l listing, r B2CTotal) any { return l.say("b2c.part."+r.Part, nil) }},
	{"b2c.category", exchange.Text, func(_ listing, r B2CTotal) any { return r.Category }},
	{"books.rate", exchange.Text, func(l listing, r B2CTotal) any { return locale.Rate(l.lang, r.Rate) }},
	{"b2c.n", exchange.Int, func(_ listing, r B2CTotal) any { return r.N }},
	{"books.net", exchange.Cents, func(_ listing, r B2CTotal) any { return r.Net }},
	{"books.vat", exchange.Cents, func(_ listing, r B2CTotal) any { return r.Tax }},
	{"books.gross", exchange.Cents, func(_ listing, r B2CTotal) any { return r.Gross }},
}

// B2CTotals lists by day, category and rate what private persons bought in a period,
// and by day and rate what they paid of services where those wait for money.
func (d *Desk) B2CTotals() List[B2CTotal] {
	return listed(d, "entries", "b2c.title", b2cColumns, func(tx *sqlite.Tx, l listing, q ListQuery) ([]B2CTotal, error) {
		from, to := q.period()
		return b2cTotals(tx, from, to)
	})
}

func b2cTotals(tx *sqlite.Tx, from, to calendar.Day) ([]B2CTotal, error) {
	docs, err := dueIn(tx, from, to)
	if err != nil {
		return nil, err
	}
	totals := b2c{}
	for _, doc := range docs.issued {
		services := billing.VATDue{}
		services.Collect(doc, billing.Resolved{}, billing.Resolved{Paid: doc.Total})
		goods := billing.VATDue{}
		goods.Issue(doc, true)
		totals.add(doc, doc.Day, "sales", billing.ServicesCategory, services.Groups)
		totals.add(doc, doc.Day, "sales", billing.GoodsCategory, goods.Groups)
	}
	for _, m := range docs.moved {
		if docs.waits[m.doc.ID] {
			due := billing.VATDue{}
			due.Collect(m.doc, m.before, m.after)
			totals.add(m.doc, m.day, "payments", billing.ServicesCategory, due.Groups)
		}
	}
	return totals.sorted(), nil
}

type b2cKey struct {
	day            calendar.Day
	part, category string
	rate           money.Rate
}

type b2c map[b2cKey]*B2CTotal

// add counts the groups of a document that bear VAT, and what a club in VAT franchise
// sells, which reports it at no rate (RULES section 6). What is sold to a company or
// carried over is not reported here, nor what is exempt, of third parties or a
// voucher. A club whose sales are exempt under CGI 261 reports nothing: Paddock does not
// know it from one in franchise.
func (b b2c) add(doc billing.Document, day calendar.Day, part, category string, groups []billing.VATGroup) {
	if doc.Kind == billing.Opening || doc.Buyer.CompanyID != "" || doc.Buyer.VATNumber != "" {
		return
	}
	for _, g := range groups {
		if g.Rate == 0 && g.VAT != outsideVAT || g.Gross == 0 && g.Tax == 0 {
			continue
		}
		key := b2cKey{day, part, category, g.Rate}
		if b[key] == nil {
			b[key] = &B2CTotal{Day: day, Part: part, Category: category, Rate: g.Rate}
		}
		total := b[key]
		total.N++
		total.Net, total.Tax, total.Gross = total.Net+g.Gross-g.Tax, total.Tax+g.Tax, total.Gross+g.Gross
	}
}

func (b b2c) sorted() []B2CTotal {
	rows := make([]B2CTotal, 0, len(b))
	for _, total := range b {
		rows = append(rows, *total)
	}
	slices.SortFunc(rows, func(x, y B2CTotal) int {
		return cmp.Or(cmp.Compare(x.Day, y.Day), -cmp.Compare(x.Part, y.Part), cmp.Compare(x.Category, y.Category), cmp.Compare(x.Rate, y.Rate))
	})
	return rows
}

// B2CFiles writes the totals of a period as a table and on paper.
func (d *Desk) B2CFiles(ctx context.Context, from, to calendar.Day) ([]BooksFile, error) {
	files := []BooksFile{}
	for _, as := range []Format{CSV, PDF} {
		raw, err := d.B2CTotals().Export(ctx, ListQuery{From: from, To: to}, as)
		if err != nil {
			return nil, err
		}
		files = append(files, BooksFile{Name: fmt.Sprintf("%s %s %s.%s", locale.Text(d.Language(ctx), "b2c.title", nil), from, to, as), Raw: raw})
	}
	return files, nil
}
