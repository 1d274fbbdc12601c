package billing

import (
	"cmp"
	"slices"
	"time"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/money"
)

// ClosingKind says what a closing closes.
type ClosingKind string

// The three closings the law asks for (BOI-TVA-DECLA-30-10-30 § 170; RULES
// section 4).
const (
	DayClosing   ClosingKind = "day"
	MonthClosing ClosingKind = "month"
	YearClosing  ClosingKind = "year"
)

// Span is the days a closing of this kind that a day falls into closes; a financial
// year begins with a month of the club's choice.
func (k ClosingKind) Span(day calendar.Day, yearBegins time.Month) calendar.Period {
	month := day.AddDays(1 - day.DayOfMonth())
	switch k {
	case MonthClosing:
		return calendar.Period{First: month, Last: month.AddMonths(1).AddDays(-1)}
	case YearClosing:
		first := month.AddMonths(-(int(month.Month()-yearBegins) + 12) % 12)
		return calendar.Period{First: first, Last: first.AddMonths(12).AddDays(-1)}
	}
	return calendar.Period{First: day, Last: day}
}

// Closing is a closed day, month or year, as it is sealed and signed. Perpetual
// totals begin with the club and are never reset.
type Closing struct {
	Kind      ClosingKind  `json:"kind" enum:"day,month,year"`
	N         int          `json:"n" doc:"From 1, without a gap, of its kind"`
	From      calendar.Day `json:"from" doc:"The first day it closes: that after the closing before it, for days between on which nothing happened"`
	Day       calendar.Day `json:"day" doc:"The last day it closes, whenever it was made"`
	Empty     int          `json:"empty" doc:"Days among them before the last, on which nothing happened"`
	Period    Totals       `json:"period"`
	Perpetual Totals       `json:"perpetual"`
	Checked   []WayCents   `json:"checked" nullable:"false" doc:"What somebody counted of a way of paying, beside what was received"`
	Until     string       `json:"until,omitempty" doc:"When the last day ended, UTC; empty in closings of before December 2026, whose entries go to the closing itself"`
	First     int64        `json:"firstSeq" doc:"First entry of the journal since those of the closing before; one past the last when there is none"`
	Last      int64        `json:"lastSeq" doc:"Last one made before the period ended"`
	LastHash  string       `json:"lastHash" doc:"Its hash"`
	Club      string       `json:"club"`
	Company   string       `json:"company" doc:"SIREN or number of the enterprise"`
	Program   string       `json:"program"`
	Training  bool         `json:"training"`
}

// Totals are documents issued and money received, which are never added up.
type Totals struct {
	Issued   IssuedTotals `json:"issued"`
	Received MoneyTotals  `json:"received"`
}

// IssuedTotals are documents, invoices less credit notes.
type IssuedTotals struct {
	Invoices    int         `json:"invoices"`
	CreditNotes int         `json:"creditNotes"`
	Credited    money.Cents `json:"creditedCents" doc:"Of the credit notes, below nothing"`
	Gross       money.Cents `json:"grossCents"`
	Net         money.Cents `json:"netCents"`
	Tax         money.Cents `json:"vatCents"`
	Rates       []RateTotal `json:"rates" nullable:"false"`
}

// RateTotal is what was issued at one rate.
type RateTotal struct {
	Kind  club.VATKind `json:"kind" enum:"vat,exempt,thirdParty,voucher"`
	Rate  money.Rate   `json:"rate"`
	Gross money.Cents  `json:"grossCents"`
	Net   money.Cents  `json:"netCents"`
	Tax   money.Cents  `json:"vatCents"`
}

// MoneyTotals are money, less what went back.
type MoneyTotals struct {
	Cents money.Cents `json:"cents"`
	Count int         `json:"count"`
	Ways  []WayTotal  `json:"ways" nullable:"false"`
}

// WayTotal is what came by one way of paying.
type WayTotal struct {
	Way   Way         `json:"way"`
	Cents money.Cents `json:"cents"`
	Count int         `json:"count"`
}

// WayCents is an amount of one way of paying.
type WayCents struct {
	Way   Way         `json:"way"`
	Cents money.Cents `json:"cents"`
}

// AddDocument counts an invoice or a credit note; the opening balances of a club
// that moved in are none of its sales.
func (t *Totals) AddDocument(doc Document) {
	switch doc.Kind {
	case Invoice:
		t.Issued.Invoices++
	case CreditNote:
		t.Issued.CreditNotes++
		t.Issued.Credited += doc.Total
	default:
		return
	}
	for _, g := range doc.VAT {
		t.Issued.addRate(RateTotal{Kind: g.Kind, Rate: g.Rate, Gross: g.Gross, Net: g.Net, Tax: g.Tax})
	}
}

func (i *IssuedTotals) addRate(of RateTotal) {
	i.Gross, i.Net, i.Tax = i.Gross+of.Gross, i.Net+of.Net, i.Tax+of.Tax
	at, known := slices.BinarySearchFunc(i.Rates, of, func(a, b RateTotal) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Rate, b.Rate))
	})
	if !known {
		i.Rates = slices.Insert(i.Rates, at, of)
		return
	}
	r := &i.Rates[at]
	r.Gross, r.Net, r.Tax = r.Gross+of.Gross, r.Net+of.Net, r.Tax+of.Tax
}

// AddMoney counts so many receipts by a way.
func (t *Totals) AddMoney(way Way, cents money.Cents, count int) {
	r := &t.Received
	r.Cents, r.Count = r.Cents+cents, r.Count+count
	at, known := slices.BinarySearchFunc(r.Ways, way, func(a WayTotal, b Way) int { return cmp.Compare(a.Way, b) })
	if !known {
		r.Ways = slices.Insert(r.Ways, at, WayTotal{Way: way})
	}
	r.Ways[at].Cents += cents
	r.Ways[at].Count += count
}

// Plus adds two totals.
func (t Totals) Plus(other Totals) Totals {
	sum := Totals{}
	for _, part := range []Totals{t, other} {
		sum.Issued.Invoices += part.Issued.Invoices
		sum.Issued.CreditNotes += part.Issued.CreditNotes
		sum.Issued.Credited += part.Issued.Credited
		for _, r := range part.Issued.Rates {
			sum.Issued.addRate(r)
		}
		for _, w := range part.Received.Ways {
			sum.AddMoney(w.Way, w.Cents, w.Count)
		}
	}
	return sum.Listed()
}

// Listed has lists where nothing was counted, so that both are written alike.
func (t Totals) Listed() Totals {
	if t.Issued.Rates == nil {
		t.Issued.Rates = []RateTotal{}
	}
	if t.Received.Ways == nil {
		t.Received.Ways = []WayTotal{}
	}
	return t
}
