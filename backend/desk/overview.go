package desk

import (
	"context"

	"paddock/backend/calendar"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// Overview is the owner's figures of a period: each opens its list.
type Overview struct {
	Period     calendar.Period     `json:"period"`
	Season     calendar.Season     `json:"season" doc:"The one its last day lies in; id 0 for none"`
	Months     []sqlite.MonthTotal `json:"months" nullable:"false" doc:"Received in each month of that season so far"`
	Before     []sqlite.MonthTotal `json:"before" nullable:"false" doc:"The same months a year before"`
	Week       []sqlite.DayPlaces  `json:"week" nullable:"false" doc:"Places of the week of today, or of the period's last day"`
	VAT        []VATRow            `json:"vat" nullable:"false"`
	Received   []sqlite.WayTotal   `json:"received" nullable:"false" doc:"By way, the largest first"`
	Owed       money.Cents         `json:"owedCents" doc:"By families, today"`
	Late       money.Cents         `json:"lateCents" doc:"The part of it whose day is past"`
	Retained   sqlite.Retention    `json:"retained" doc:"Of that season; season 0 for none"`
	Deferred   money.Cents         `json:"deferredCents" doc:"What cards, packages and gift cards still hold today"`
	Entries    int                 `json:"entries" doc:"Of the period"`
	Unbalanced int                 `json:"unbalanced" doc:"Entries of the period whose debits are not their credits"`
	Missing    []string            `json:"missing" nullable:"false" doc:"Roles that were booked and have no account"`
	Loose      int                 `json:"loose" doc:"Payments of the period that settle nothing, or not wholly"`
}

// Overview adds up a period, both days included.
func (d *Desk) Overview(ctx context.Context, from, to calendar.Day) (Overview, error) {
	return read(ctx, d, "entries", func(tx *sqlite.Tx) (o Overview, err error) {
		l, err := listingOf(ctx, tx, d)
		if err != nil {
			return o, err
		}
		if err := checkPeriod(from, to, "from", "to"); err != nil {
			return o, err
		}
		o = Overview{Period: calendar.Period{First: from, Last: to}, Missing: []string{}}
		if o.Season, err = tx.SeasonOn(min(to, l.today)); err != nil && !sqlite.IsMissing(err) {
			return o, err
		}
		if o.Season.ID != 0 {
			if o.Months, err = tx.ReceivedByMonth(o.Season.First, min(o.Season.Last, l.today)); err != nil {
				return o, err
			}
			if o.Before, err = tx.ReceivedByMonth(o.Season.First.AddMonths(-12), o.Season.Last.AddMonths(-12)); err != nil {
				return o, err
			}
			if o.Retained, err = l.back(tx, o.Season); err != nil {
				return o, err
			}
		}
		day := min(to, l.today)
		monday := day.AddDays(-(int(day.Weekday()) + 6) % 7)
		if o.Week, err = tx.PlacesByDay(monday, monday.AddDays(6)); err != nil {
			return o, err
		}
		if o.VAT, err = l.vatRows(tx, from, to); err != nil {
			return o, err
		}
		if o.Received, err = tx.ReceivedIn(from, to); err != nil {
			return o, err
		}
		if o.Owed, err = tx.LateBefore("9999-12-31"); err != nil {
			return o, err
		}
		if o.Late, err = tx.LateBefore(l.today); err != nil {
			return o, err
		}
		if o.Deferred, err = tx.DeferredNow(); err != nil {
			return o, err
		}
		var roles []string
		if o.Entries, o.Unbalanced, roles, err = tx.EntriesIn(from, to); err != nil {
			return o, err
		}
		for _, role := range roles {
			if account := l.account(role); account.Number == "" {
				o.Missing = append(o.Missing, account.Name)
			}
		}
		o.Loose, err = tx.LoosePayments(from, to)
		return o, err
	})
}
