package desk

import (
	"context"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/document"
	"paddock/backend/locale"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// ClosingPaper is the seal of a closing on paper: its totals, the last entry of
// the journal and the signature. Kept outside this computer it shows later that
// nothing before it was made anew (RULES section 4).
func (d *Desk) ClosingPaper(ctx context.Context, id int64) ([]byte, error) {
	paper, err := read(ctx, d, "closings", func(tx *sqlite.Tx) (document.List, error) {
		c, err := loadClub(tx)
		if err != nil {
			return document.List{}, err
		}
		row, err := tx.ClosingByID(id)
		if err != nil {
			return document.List{}, refused(err, club.CodeNotFound)
		}
		made, err := opened(row)
		return d.closingPaper(c, made), err
	})
	if err != nil {
		return nil, err
	}
	return paper.PDF()
}

func (d *Desk) closingPaper(c clubNow, made Closed) document.List {
	lang := c.Identity.Language
	say := func(key string, params locale.Params) string { return locale.Text(lang, key, params) }
	p := document.List{
		Title: say("closing.paper."+string(made.Kind), locale.Params{"n": made.N, "ofDay": string(made.Day)}),
		Club:  made.Club, Day: c.today, Lang: lang, ProgramVersion: d.version,
		Under: []string{
			say("closing.paper.made", locale.Params{"time": made.At.In(c.zone).Format("15:04"), "ofDay": made.At.In(c.zone).Format("2006-01-02"), "name": made.Who}),
			say("closing.paper.entries", locale.Params{"first": made.First, "last": made.Last}),
		},
		Columns: []document.ListColumn{{Head: say("closing.paper.what", nil)}, {Head: say("closing.paper.period", nil), Right: true}, {Head: say("closing.perpetual", nil), Right: true}},
	}
	if made.Training {
		p.Under = append([]string{say("status.training", nil)}, p.Under...)
	}
	cents := func(a, b money.Cents) []string { return []string{locale.Decimal(lang, a), locale.Decimal(lang, b)} }
	row := func(what string, cells ...string) { p.Rows = append(p.Rows, append([]string{what}, cells...)) }
	now, ever := made.Period, made.Perpetual
	row(say("closing.documents", locale.Params{"n": now.Issued.Invoices, "notes": now.Issued.CreditNotes}), cents(now.Issued.Gross, ever.Issued.Gross)...)
	row(say("closing.net", nil), cents(now.Issued.Net, ever.Issued.Net)...)
	for _, r := range ever.Issued.Rates {
		in := rateOf(now, r)
		shown := cents(in.Tax, r.Tax)
		if r.Kind != club.Taxed { // no VAT: what was sold
			shown = cents(in.Gross, r.Gross)
		}
		row(say("closing.rate."+string(r.Kind), locale.Params{"vatRate": r.Rate}), shown...)
	}
	row(say("closing.received", nil), cents(now.Received.Cents, ever.Received.Cents)...)
	for _, w := range ever.Received.Ways {
		row(say("way."+string(w.Way), nil), cents(wayOf(now, w.Way).Cents, w.Cents)...)
	}
	row(say("closing.paper.hash", nil)+" "+grouped(made.LastHash), "", "")
	row(say("closing.paper.signature", nil)+" "+grouped(made.Signature), "", "")
	row(say("closing.paper.key", nil)+" "+made.Key, "", "")
	return p
}

// grouped is a long hexadecimal number in groups that a person can read over.
func grouped(hex string) string {
	text := ""
	for len(hex) > 8 {
		text, hex = text+hex[:8]+" ", hex[8:]
	}
	return text + hex
}

func rateOf(t billing.Totals, like billing.RateTotal) billing.RateTotal {
	for _, r := range t.Issued.Rates {
		if r.Kind == like.Kind && r.Rate == like.Rate {
			return r
		}
	}
	return billing.RateTotal{}
}

func wayOf(t billing.Totals, way billing.Way) billing.WayTotal {
	for _, w := range t.Received.Ways {
		if w.Way == way {
			return w
		}
	}
	return billing.WayTotal{}
}
