package desk

import (
	"encoding/json"
	"math"
	"time"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/sqlite"
)

// madeClosing is a closing with its own entry.
type madeClosing struct {
	billing.Closing
	seq int64
}

// lastClosing is the closing of a kind before the next; the zero one before the
// first.
func lastClosing(tx *sqlite.Tx, kind billing.ClosingKind) (last madeClosing, err error) {
	row, err := tx.LastClosing(kind)
	if err == nil {
		last.seq = row.Seq
		err = json.Unmarshal([]byte(row.Body), &last.Closing)
	}
	if sqlite.IsMissing(err) {
		err = nil
	}
	return last, err
}

// fillEntries says which entries of the journal a closing closes. A day's are those
// made since the day before ended, or since it was closed where that was earlier,
// until this one ends: every document and all money is of the day it is entered on. No
// entry is closed twice: none is left for a day whose entries a closing of before
// December 2026, which took all there was, named already. A month's and a year's are
// those of its days.
func (c clubNow) fillEntries(tx *sqlite.Tx, closing *billing.Closing) error {
	if closing.Until != "" { // of its last day
		return nil
	}
	if closing.Kind != billing.DayClosing { // of days that were closed before closings said when they ended
		head, err := tx.Head()
		closing.Last, closing.LastHash = head.Seq, head.Hash
		return err
	}
	before, err := lastClosing(tx, closing.Kind)
	if err != nil {
		return err
	}
	taken := before.seq
	if before.Until != "" {
		ended, err := time.Parse(time.RFC3339, before.Until)
		if err != nil {
			return err
		}
		head, err := tx.LastEntryBefore(ended, before.seq)
		if err != nil {
			return err
		}
		taken = max(head.Seq, before.Last)
	}
	end := c.midnight(closing.Day.AddDays(1)).UTC()
	last, err := tx.LastEntryBefore(end, math.MaxInt64)
	if err == nil && last.Seq < taken {
		last, err = tx.HeadAt(taken)
	}
	closing.First = taken + 1
	closing.Until, closing.Last, closing.LastHash = end.Format(time.RFC3339), last.Seq, last.Hash
	return err
}

func fillDay(tx *sqlite.Tx, closing *billing.Closing, catchUp bool) error {
	through, err := tx.ClosedThrough()
	if err != nil {
		return err
	}
	if closing.Day <= through {
		return club.Refuse(club.CodeBooksClosed).On("day").With("ofDay", string(closing.Day))
	}
	open := calendar.Period{First: dayAfter(through), Last: closing.Day.AddDays(-1)}
	first, err := tx.FirstBusyDay(open)
	if err != nil {
		return err
	}
	switch {
	case through != "" && first != "" && !catchUp:
		return club.Refuse(club.CodeDayBefore).On("day").With("ofDay", string(first))
	case through != "":
		closing.From = open.First
		closing.Empty = closing.From.DaysUntil(firstOf(first, closing.Day))
	case first != "":
		closing.From = first
	default:
		closing.From = closing.Day
	}
	closing.Period, err = tx.TotalsOf(calendar.Period{First: closing.From, Last: closing.Day})
	return err
}

// fillSpan adds up the daily closings of a month, or the monthly ones of a year.
func fillSpan(tx *sqlite.Tx, c clubNow, closing *billing.Closing, before billing.Closing, span calendar.Period) error {
	if closing.Day <= before.Day {
		return club.Refuse(club.CodeSpanClosed).On("day")
	}
	parts := billing.DayClosing
	if closing.Kind == billing.YearClosing {
		parts = billing.MonthClosing
	}
	through, err := tx.ClosedThrough()
	if err != nil {
		return err
	}
	open, err := tx.FirstBusyDay(calendar.Period{First: dayAfter(through), Last: span.Last})
	if through == "" {
		open = span.First
	}
	if err == nil && open != "" {
		err = club.Refuse(club.CodeDaysOpen).On("day").With("ofDay", string(open))
	}
	if err != nil {
		return err
	}
	rows, err := tx.Closings(calendar.Period{First: dayAfter(before.Day), Last: span.Last})
	if err != nil {
		return err
	}
	closed := calendar.Day("")
	for _, row := range rows {
		if row.Kind != parts {
			continue
		}
		if row.Day < span.First { // of a month or a year that was never closed
			return club.Refuse(club.CodeDayBefore).On("day").With("ofDay", string(c.span(closing.Kind, row.Day).Last))
		}
		var part billing.Closing
		if err := json.Unmarshal([]byte(row.Body), &part); err != nil {
			return err
		}
		if closing.First == 0 {
			closing.From, closing.First = part.From, part.First
		}
		closing.Period = closing.Period.Plus(part.Period)
		closing.Until, closing.Last, closing.LastHash = part.Until, part.Last, part.LastHash
		closed = row.Day
	}
	if closed == "" {
		return club.Refuse(club.CodeNothingClosed).On("day")
	}
	if closing.Kind == billing.YearClosing {
		return monthsClosed(tx, closed, span)
	}
	return nil
}

// dayAfter is the day after one; "", which is before all, where there is none.
func dayAfter(day calendar.Day) calendar.Day {
	if day == "" {
		return ""
	}
	return day.AddDays(1)
}

// monthsClosed refuses a year whose days are not all in closed months.
func monthsClosed(tx *sqlite.Tx, closed calendar.Day, span calendar.Period) error {
	rows, err := tx.Closings(calendar.Period{First: closed.AddDays(1), Last: span.Last})
	if err == nil && len(rows) > 0 {
		err = club.Refuse(club.CodeDaysOpen).On("day").With("ofDay", string(rows[0].Day))
	}
	return err
}
