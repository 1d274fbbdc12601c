package desk

import (
	"context"
	"fmt"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/exchange"
	"paddock/backend/locale"
	"paddock/backend/sqlite"
)

var deferredColumns = []column[sqlite.DeferredOffer]{
	{"deferred.kind", exchange.Text, func(l listing, r sqlite.DeferredOffer) any {
		if r.Kind == billing.Voucher {
			return l.say("deferred.voucher", nil)
		}
		return l.say("catalogue.kind."+string(r.Kind), nil)
	}},
	{"deferred.offer", exchange.Text, func(_ listing, r sqlite.DeferredOffer) any { return r.Name }},
	{"deferred.sold", exchange.Int, func(_ listing, r sqlite.DeferredOffer) any { return r.Sold }},
	{"deferred.used", exchange.Int, func(_ listing, r sqlite.DeferredOffer) any { return r.Used }},
	{"deferred.left", exchange.Int, func(_ listing, r sqlite.DeferredOffer) any { return r.Left }},
	{"deferred.cents", exchange.Cents, func(_ listing, r sqlite.DeferredOffer) any { return owing(r.Cents) }},
}

// DeferredRevenue lists by offer what was sold and is still to be given, on the
// last day it is asked for, today without one: for the accountant at the end of a
// year.
func (d *Desk) DeferredRevenue() List[sqlite.DeferredOffer] {
	return listed(d, "entries", "deferred.title", deferredColumns, func(tx *sqlite.Tx, l listing, q ListQuery) ([]sqlite.DeferredOffer, error) {
		day := firstOf(q.To, l.today)
		return tx.DeferredOn(day, day.AddDays(1).At(0, l.zone))
	})
}

// DeferredFiles writes the same as a table and on paper.
func (d *Desk) DeferredFiles(ctx context.Context, on calendar.Day) ([]BooksFile, error) {
	files := []BooksFile{}
	for _, as := range []Format{CSV, PDF} {
		raw, err := d.DeferredRevenue().Export(ctx, ListQuery{To: on}, as)
		if err != nil {
			return nil, err
		}
		files = append(files, BooksFile{Name: fmt.Sprintf("%s %s.%s", locale.Text(d.Language(ctx), "deferred.title", nil), on, as), Raw: raw})
	}
	return files, nil
}
