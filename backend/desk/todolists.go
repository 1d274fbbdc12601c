package desk

import (
	"cmp"
	"slices"
	"strings"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/exchange"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// The lists behind the lines of the to-do (Today), each whole.

// PromisedMoney is money that somebody promised: for invoices, or for a sale whose
// places are kept for it.
type PromisedMoney struct {
	Request   int64               `json:"request" doc:"0 for a sale that is kept"`
	Cart      billing.CartID      `json:"cart" doc:"0 for invoices"`
	By        string              `json:"by" enum:"promise,transfer,cheque,visit,link,file" doc:"The way it is promised, promise where nobody said which; file: the sale waits for the rider's papers"`
	Household club.HouseholdID    `json:"household"`
	Family    string              `json:"family"`
	Mobile    string              `json:"mobile" doc:"Whom to call; empty when nobody gave a number"`
	For       string              `json:"for" doc:"The numbers of its invoices, or what the sale is of"`
	Until     calendar.Day        `json:"untilDay"`
	Past      bool                `json:"past" doc:"The day is over: the places of a sale are free again"`
	Cents     money.Cents         `json:"cents" doc:"What was promised, or the part of it that is still asked for"`
	Invoices  []billing.InvoiceID `json:"invoices" nullable:"false" doc:"Those that still ask for money"`
	Link      string              `json:"link" enum:",wanted,open,withheld,received,closed" doc:"Of a sale that is kept for a payment link: how that stands; received: money came that waits for a person"`
}

// PromisedMoney lists what is promised and has not come, the earliest day first.
// What was abandoned is never among it.
func (d *Desk) PromisedMoney() List[PromisedMoney] {
	return listed(d, "today", "promised.title", promisedColumns, func(tx *sqlite.Tx, c listing, _ ListQuery) ([]PromisedMoney, error) {
		requests, err := tx.Promised()
		if err != nil {
			return nil, err
		}
		carts, err := waitingCarts(tx, c.clubNow, cartsShown, promised...)
		if err != nil {
			return nil, err
		}
		rows := make([]PromisedMoney, 0, len(requests)+len(carts))
		for _, r := range requests {
			rows = append(rows, PromisedMoney{
				Request: r.Request, By: firstOf(r.Way, r.Kind), Household: r.Household, Family: r.Family, Mobile: r.Mobile, For: strings.Join(r.Numbers, ", "),
				Until: r.Until, Past: r.Until < c.today, Cents: r.Cents, Invoices: r.Invoices,
			})
		}
		for _, cart := range carts {
			mobile, err := tx.MobileOf(cart.Household)
			if err != nil {
				return nil, err
			}
			rows = append(rows, PromisedMoney{
				Cart: cart.ID, By: string(cart.Awaits), Household: cart.Household, Family: cart.HouseholdName, Mobile: mobile, For: whatOf(cart.Lines),
				Until: calendar.DayOf(cart.ExpiresAt.Add(-1), c.zone), Past: cart.Expired, Cents: cart.Total, Invoices: []billing.InvoiceID{},
				Link: cart.Link.stands(),
			})
		}
		slices.SortStableFunc(rows, func(a, b PromisedMoney) int { return cmp.Compare(a.Until, b.Until) })
		return rows, nil
	})
}

var promisedColumns = []column[PromisedMoney]{
	{"today.col.family", exchange.Text, func(_ listing, r PromisedMoney) any { return r.Family }},
	{"promised.by", exchange.Text, func(l listing, r PromisedMoney) any {
		by := l.say("promised.by."+r.By, nil)
		if r.Link == "" {
			return by
		}
		return listOf(by, l.say("promised.link."+r.Link, nil))
	}},
	{"promised.until", exchange.Day, func(_ listing, r PromisedMoney) any { return r.Until }},
	{"promised.for", exchange.Text, func(_ listing, r PromisedMoney) any { return r.For }},
	{"families.column.mobile", exchange.Text, func(_ listing, r PromisedMoney) any { return r.Mobile }},
	{"today.col.amount", exchange.Cents, func(_ listing, r PromisedMoney) any { return r.Cents }},
}

// Held lists the money that somebody of the club was handed and has not brought
// in, by holder.
func (d *Desk) Held() List[sqlite.HeldMoney] {
	return listed(d, "today", "handed.title", heldColumns, func(tx *sqlite.Tx, _ listing, _ ListQuery) ([]sqlite.HeldMoney, error) {
		return tx.HeldMoney()
	})
}

var heldColumns = []column[sqlite.HeldMoney]{
	{"today.col.family", exchange.Text, func(l listing, r sqlite.HeldMoney) any { return firstOf(r.Family, l.say("today.anonymous", nil)) }},
	{"handed.who", exchange.Text, func(_ listing, r sqlite.HeldMoney) any { return r.Who }},
	{"list.day", exchange.Day, func(_ listing, r sqlite.HeldMoney) any { return r.Day }},
	{"today.col.way", exchange.Text, func(l listing, r sqlite.HeldMoney) any {
		return strings.TrimSpace(l.say("way."+string(r.Way), nil) + " " + r.Number)
	}},
	{"list.receipt", exchange.Text, func(_ listing, r sqlite.HeldMoney) any { return r.Receipt }},
	{"today.col.amount", exchange.Cents, func(_ listing, r sqlite.HeldMoney) any { return r.Cents }},
}

// Bounced lists the cheques the bank refused that nothing made good yet, the
// latest first.
func (d *Desk) Bounced() List[sqlite.Bounced] {
	return listed(d, "today", "bounced.title", bouncedColumns, func(tx *sqlite.Tx, _ listing, _ ListQuery) ([]sqlite.Bounced, error) {
		return tx.Bounced(0)
	})
}

var bouncedColumns = []column[sqlite.Bounced]{
	{"today.col.family", exchange.Text, func(l listing, r sqlite.Bounced) any { return firstOf(r.Family, l.say("today.anonymous", nil)) }},
	{"bounced.cheque", exchange.Text, func(_ listing, r sqlite.Bounced) any {
		return listOf(r.Detail.Number, r.Detail.Bank, r.Detail.Drawer)
	}},
	{"bounced.back", exchange.Day, func(_ listing, r sqlite.Bounced) any { return r.Day }},
	{"families.column.mobile", exchange.Text, func(_ listing, r sqlite.Bounced) any { return r.Mobile }},
	{"today.col.amount", exchange.Cents, func(_ listing, r sqlite.Bounced) any { return r.Cents }},
}

// IncompleteFiles lists the riders of the season whose file lacks a paper.
func (d *Desk) IncompleteFiles() List[FileToDo] {
	return listed(d, "today", "today.filesTitle", fileColumns, func(tx *sqlite.Tx, c listing, _ ListQuery) ([]FileToDo, error) {
		files, err := filesToDo(tx, c.clubNow)
		return files.incomplete, err
	})
}

// FilesToRenew lists the complete files of which a paper is soon over.
func (d *Desk) FilesToRenew() List[FileToDo] {
	return listed(d, "today", "today.renewTitle", fileColumns, func(tx *sqlite.Tx, c listing, _ ListQuery) ([]FileToDo, error) {
		files, err := filesToDo(tx, c.clubNow)
		return files.renew, err
	})
}

var fileColumns = []column[FileToDo]{
	{"list.rider", exchange.Text, func(_ listing, r FileToDo) any { return r.Name }},
	{"today.col.family", exchange.Text, func(_ listing, r FileToDo) any { return r.Family }},
	{"files.papers", exchange.Text, func(l listing, r FileToDo) any { return r.Papers.In(l.lang) }},
}

// LowStock lists the goods of which no more is left than their limit.
func (d *Desk) LowStock() List[LowStock] {
	return listed(d, "today", "today.lowStockTitle", stockColumns, func(tx *sqlite.Tx, _ listing, _ ListQuery) ([]LowStock, error) {
		return lowStock(tx)
	})
}

var stockColumns = []column[LowStock]{
	{"list.article", exchange.Text, func(_ listing, r LowStock) any { return r.Name }},
	{"stock.leftHead", exchange.Int, func(_ listing, r LowStock) any { return r.Left }},
}

// Lacking lists the households that lack what a household needs.
func (d *Desk) Lacking() List[Lacking] {
	return listed(d, "today", "today.lacking", lackingColumns, func(tx *sqlite.Tx, _ listing, _ ListQuery) ([]Lacking, error) {
		return lacking(tx)
	})
}

var lackingColumns = []column[Lacking]{
	{"today.col.family", exchange.Text, func(_ listing, r Lacking) any { return r.Name }},
	{"list.lacks", exchange.Text, func(l listing, r Lacking) any {
		var missing []string
		for _, what := range r.Missing {
			missing = append(missing, l.say("missing."+what, nil))
		}
		return strings.Join(missing, ", ")
	}},
}

// Released lists the payment links that waited for a file and were given out today.
func (d *Desk) Released() List[sqlite.HeldLink] {
	return listed(d, "today", "today.releasedTitle", releasedColumns, func(tx *sqlite.Tx, c listing, _ ListQuery) ([]sqlite.HeldLink, error) {
		return tx.ReleasedLinks(c.midnight(c.today))
	})
}

var releasedColumns = []column[sqlite.HeldLink]{
	{"today.col.family", exchange.Text, func(_ listing, r sqlite.HeldLink) any { return r.Family }},
	{"list.invoice", exchange.Text, func(_ listing, r sqlite.HeldLink) any { return r.Number }},
	{"today.col.amount", exchange.Cents, func(_ listing, r sqlite.HeldLink) any { return r.Cents }},
}

// voucherEnds is how many days before its end a voucher comes on the to-do.
const voucherEnds = 7

// EndingVouchers lists the vouchers that end within days and nobody used: a call
// saves the lesson.
func (d *Desk) EndingVouchers() List[sqlite.EndingVoucher] {
	return listed(d, "today", "endingVouchers.title", endingColumns, func(tx *sqlite.Tx, c listing, _ ListQuery) ([]sqlite.EndingVoucher, error) {
		return tx.EndingVouchers(c.today, c.today.AddDays(voucherEnds))
	})
}

var endingColumns = []column[sqlite.EndingVoucher]{
	{"list.rider", exchange.Text, func(_ listing, r sqlite.EndingVoucher) any { return r.RiderName }},
	{"today.col.family", exchange.Text, func(_ listing, r sqlite.EndingVoucher) any { return r.Family }},
	{"endingVouchers.missed", exchange.Day, func(_ listing, r sqlite.EndingVoucher) any { return r.MissedDay }},
	{"endingVouchers.through", exchange.Day, func(_ listing, r sqlite.EndingVoucher) any { return r.ValidThrough }},
	{"families.column.mobile", exchange.Text, func(_ listing, r sqlite.EndingVoucher) any { return r.Mobile }},
}
