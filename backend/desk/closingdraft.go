package desk

import (
	"context"
	"errors"
	"slices"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/sqlite"
)

// ClosingDraft is what closing a day would seal, and what waits before it.
type ClosingDraft struct {
	Day    calendar.Day      `json:"day"`
	Late   bool              `json:"late" doc:"The day is over"`
	Would  billing.Closing   `json:"would" doc:"As it would be sealed now"`
	Older  []calendar.Period `json:"older" nullable:"false" doc:"Months that the first closing of a club closes with it, each by itself"`
	Why    club.Code         `json:"why" doc:"Why the day cannot be closed; empty when it can"`
	WhyDay calendar.Day      `json:"whyDay" doc:"The day that reason is about"`
	Ways   []WayToCheck      `json:"ways" nullable:"false" doc:"What each way of paying brought since the closing before"`
	Till   Till              `json:"till"`
	Month  billing.Totals    `json:"month" doc:"Of the month, with this day"`
	Made   *Closed           `json:"made,omitempty" doc:"The closing of this day, once it is made"`

	Carts   int          `json:"carts" doc:"Sales that nobody finished"`
	Held    int          `json:"held" doc:"Payments that somebody of the club has not brought in"`
	Cheques ChequesDue   `json:"cheques" doc:"That may go to the bank"`
	Due     []ClosingDue `json:"due" nullable:"false" doc:"Other closings that wait"`
}

// WayToCheck is what came by a way of paying, and whether somebody can count it.
type WayToCheck struct {
	billing.WayTotal
	ByHand bool `json:"byHand" doc:"Of paper or of a terminal: it can be counted"`
}

// ClosingDue is a closing that waits.
type ClosingDue struct {
	Kind billing.ClosingKind `json:"kind" enum:"day,month,year"`
	Day  calendar.Day        `json:"day"`
}

// countable are the ways of paying that leave something to count at the desk.
// What the drawer holds is counted piece by piece.
var countable = []billing.Way{billing.Cheque, billing.BankCard, billing.Bancontact, billing.Payconiq, billing.HolidayVoucher}

// Closing shows what closing a day would seal. "" is the first day that waits,
// else today.
func (d *Desk) Closing(ctx context.Context, day calendar.Day) (ClosingDraft, error) {
	return read(ctx, d, "closing", func(tx *sqlite.Tx) (ClosingDraft, error) {
		c, err := loadClub(tx)
		if err != nil {
			return ClosingDraft{}, err
		}
		draft := ClosingDraft{Ways: []WayToCheck{}, Older: []calendar.Period{}}
		if draft.Due, err = closingsDue(tx, c); err != nil {
			return draft, err
		}
		if day == "" {
			day = c.today
			if len(draft.Due) > 0 && draft.Due[0].Kind == billing.DayClosing {
				day = draft.Due[0].Day
			}
		}
		if _, err := calendar.ParseDay(string(day)); err != nil {
			return draft, club.Refuse(club.CodeBadDay).On("day")
		}
		draft.Day, draft.Late = day, day < c.today
		if err := d.draftTotals(tx, c, &draft); err != nil {
			return draft, err
		}
		if draft.Till, err = till(tx); err != nil {
			return draft, err
		}
		carts, _, err := unpaidCarts(tx, c)
		if err != nil {
			return draft, err
		}
		draft.Carts = len(carts)
		held, err := tx.HeldMoney()
		if err != nil {
			return draft, err
		}
		draft.Held = len(held)
		draft.Cheques, err = chequesDue(tx, c.today)
		return draft, err
	})
}

// draftTotals fills in what a closing would say, or that it was made.
func (d *Desk) draftTotals(tx *sqlite.Tx, c clubNow, draft *ClosingDraft) error {
	rows, err := tx.Closings(c.span(billing.DayClosing, draft.Day))
	if err != nil {
		return err
	}
	if at := slices.IndexFunc(rows, func(row sqlite.Closing) bool { return row.Kind == billing.DayClosing }); at >= 0 {
		made, err := opened(rows[at])
		if err != nil {
			return err
		}
		if made.Mail, err = sealMail(tx, c, made); err != nil {
			return err
		}
		draft.Made, draft.Would = &made, made.Closing
	} else {
		draft.Would, err = d.closing(tx, c, billing.DayClosing, draft.Day, false)
		refusal := &club.Error{}
		if errors.As(err, &refusal) {
			draft.Why = refusal.Code
			if day, says := refusal.Params["ofDay"].(string); says {
				draft.WhyDay = calendar.Day(day)
			}
			draft.Would.Period, err = tx.TotalsOf(c.span(billing.DayClosing, draft.Day))
		}
		if err != nil {
			return err
		}
		if err := draftOlder(tx, c, draft); err != nil {
			return err
		}
	}
	if draft.Would.From == "" {
		draft.Would.From = draft.Day
	}
	if draft.Would.Checked == nil {
		draft.Would.Checked = []billing.WayCents{}
	}
	draft.Would.Period, draft.Would.Perpetual = draft.Would.Period.Listed(), draft.Would.Perpetual.Listed()
	for _, w := range draft.Would.Period.Received.Ways {
		draft.Ways = append(draft.Ways, WayToCheck{w, slices.Contains(countable, w.Way)})
	}
	month := c.span(billing.MonthClosing, draft.Day)
	month.Last = draft.Day
	draft.Month, err = tx.TotalsOf(month)
	return err
}

// draftOlder says what is left for the day itself, once the months before it have their
// own closings.
func draftOlder(tx *sqlite.Tx, c clubNow, draft *ClosingDraft) (err error) {
	if draft.Why != "" {
		return nil
	}
	if draft.Older, err = olderMonths(tx, c, draft.Day); err != nil || len(draft.Older) == 0 {
		return err
	}
	would := &draft.Would
	would.N += len(draft.Older)
	would.From = draft.Older[len(draft.Older)-1].Last.AddDays(1)
	would.Period, err = tx.TotalsOf(calendar.Period{First: would.From, Last: would.Day})
	return err
}

// closingsDue lists the closings that wait: the first day before today on which
// something was entered, then the month and the year that are over.
func closingsDue(tx *sqlite.Tx, c clubNow) ([]ClosingDue, error) {
	due := []ClosingDue{}
	through, err := tx.ClosedThrough()
	if err != nil {
		return nil, err
	}
	yesterday := c.today.AddDays(-1)
	open := calendar.Period{First: dayAfter(through), Last: yesterday}
	day, err := tx.FirstBusyDay(open)
	if err != nil {
		return nil, err
	}
	if day != "" {
		if through == "" { // the first closing takes what came before it
			if day, err = tx.LastBusyDay(open); err != nil {
				return nil, err
			}
		}
		return append(due, ClosingDue{billing.DayClosing, day}), nil
	}
	for _, of := range []struct{ kind, parts billing.ClosingKind }{{billing.MonthClosing, billing.DayClosing}, {billing.YearClosing, billing.MonthClosing}} {
		last, err := lastClosing(tx, of.kind)
		if err != nil {
			return nil, err
		}
		parts, err := tx.Closings(calendar.Period{First: dayAfter(last.Day), Last: yesterday})
		if err != nil {
			return nil, err
		}
		at := slices.IndexFunc(parts, func(row sqlite.Closing) bool { return row.Kind == of.parts })
		if at < 0 {
			continue
		}
		if end := c.span(of.kind, parts[at].Day).Last; end < c.today {
			due = append(due, ClosingDue{of.kind, end})
		}
	}
	return due, nil
}
