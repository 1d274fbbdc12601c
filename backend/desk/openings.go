package desk

import (
	"time"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/exchange"
	"paddock/backend/locale"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// OpeningView is what was carried over, with what became of it.
type OpeningView struct {
	ID        billing.InvoiceID `json:"id"`
	Number    string            `json:"number"`
	Day       calendar.Day      `json:"day" doc:"Of the take-over, or of the correction"`
	Household club.HouseholdID  `json:"household"`
	Family    string            `json:"family"`
	Kind      catalogue.Kind    `json:"kind" enum:"balance,card,voucher,package"`
	Text      string            `json:"text"`
	Rider     string            `json:"rider" doc:"But for a balance"`
	Cents     money.Cents       `json:"cents" doc:"Owed when positive, credit when negative"`
	Remaining money.Cents       `json:"remainingCents" doc:"What of it is not settled or spent yet, with its sign"`
	DueDay    calendar.Day      `json:"dueDay"`
	Stays     bool              `json:"staysCredit"`
	Units     int               `json:"units" doc:"Of a card: lessons left on the day"`
	Lessons   int               `json:"lessons" doc:"Of a package: booked, those left of its season"`
	Of        int               `json:"ofLessons" doc:"Of a package: of the whole season or period"`
	Full      []calendar.Day    `json:"fullDays" nullable:"false" doc:"Of a package: dates that were full and are not booked"`
	Through   calendar.Day      `json:"validThrough"`
	Worth     money.Cents       `json:"worthCents"`
	State     billing.State     `json:"state" enum:"due,partlyPaid,paid,overdue,credited,given,carried"`
	Mirrors   string            `json:"mirrors" doc:"Number of the opening it takes back; empty for none"`
	Mirror    string            `json:"mirror" doc:"Number of what takes it back; empty while it stands"`
	Import    int64             `json:"import" doc:"List it came with; 0 when it was typed"`
	At        string            `json:"at" doc:"UTC"`
	By        string            `json:"by"`
}

// Openings lists what was carried over, the latest first: a club moves in once,
// and what was added later shows when and by whom.
func (d *Desk) Openings() List[OpeningView] {
	return listed(d, "openings", "takeover.carried", openingColumns, func(tx *sqlite.Tx, c listing, _ ListQuery) ([]OpeningView, error) {
		docs, err := tx.Openings()
		if err != nil {
			return nil, err
		}
		rows, err := tx.OpeningRows()
		list := make([]OpeningView, 0, len(docs))
		for _, doc := range docs {
			list = append(list, openingOf(doc, rows[doc.ID], c.today))
		}
		return list, err
	})
}

var openingColumns = []column[OpeningView]{
	{"takeover.col.family", exchange.Text, func(_ listing, o OpeningView) any { return o.Family }},
	{"list.document", exchange.Text, func(_ listing, o OpeningView) any { return o.Number }},
	{"list.what", exchange.Text, func(_ listing, o OpeningView) any { return listOf(o.Rider, o.Text) }},
	{"takeover.col.entered", exchange.Day, func(l listing, o OpeningView) any { return l.dayOf(o.At) }},
	{"takeover.col.carried", exchange.Text, func(l listing, o OpeningView) any { return l.carried(o) }},
	{"today.col.amount", exchange.Cents, func(_ listing, o OpeningView) any {
		if o.Kind != billing.Balance {
			return nil
		}
		return o.Cents
	}},
	{"takeover.mirror", exchange.Text, func(l listing, o OpeningView) any {
		switch {
		case o.Mirror != "":
			return l.say("takeover.takenBackBy", locale.Params{"number": o.Mirror})
		case o.Mirrors != "":
			return l.say("takeover.takesBack", locale.Params{"number": o.Mirrors})
		}
		return nil
	}},
}

// carried says what an opening brings along that is no amount.
func (l listing) carried(o OpeningView) string {
	switch o.Kind {
	case billing.Voucher:
		return l.say("takeover.voucherUntil", locale.Params{"untilDay": o.Through})
	case catalogue.Package:
		return l.say("seats.lessons", locale.Params{"n": o.Lessons, "of": o.Of})
	case catalogue.Card:
		return l.say("takeover.units.n", locale.Params{"n": o.Units})
	}
	return ""
}

func viewOpening(tx *sqlite.Tx, c clubNow, doc billing.Document) (OpeningView, error) {
	row, err := tx.OpeningRow(doc.ID)
	return openingOf(doc, row, c.today), err
}

func openingOf(doc billing.Document, row sqlite.OpeningRow, today calendar.Day) OpeningView {
	line := doc.Lines[0]
	view := OpeningView{
		ID: doc.ID, Number: doc.Number, Day: doc.Day, Household: row.Household, Family: row.Family, Kind: line.Kind,
		Text: line.Text, Rider: line.RiderName, Cents: doc.Total, Remaining: doc.Total - row.Settled, DueDay: doc.DueDay,
		Stays: doc.Kept > 0, Units: line.Terms.Units, Through: line.Terms.ValidThrough, Worth: line.Carried,
		State:   billing.StateOf(doc.Kind, doc.Total, row.Settled, row.Credited, row.Covered, row.NextDue, today),
		Mirrors: doc.OriginalNo, Mirror: row.Mirror, Import: doc.Import, At: doc.IssuedAt.UTC().Format(time.RFC3339), By: doc.IssuedBy, Full: []calendar.Day{},
	}
	if s := line.Seats; s != nil {
		view.Lessons, view.Of, view.Full = s.Lessons, s.Of, append(view.Full, s.Full...)
	}
	return view
}
