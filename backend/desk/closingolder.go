package desk

import (
	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/sqlite"
)

// olderMonths lists the months before that of a day on which something was entered,
// while nothing is closed yet: the club's first closing closes each of them by itself.
func olderMonths(tx *sqlite.Tx, c clubNow, day calendar.Day) ([]calendar.Period, error) {
	months := []calendar.Period{}
	through, err := tx.ClosedThrough()
	if err != nil || through != "" {
		return months, err
	}
	before := calendar.Period{Last: c.span(billing.MonthClosing, day).First.AddDays(-1)}
	for {
		first, err := tx.FirstBusyDay(before)
		if err != nil || first == "" {
			return months, err
		}
		month := c.span(billing.MonthClosing, first)
		months, before.First = append(months, month), month.Last.AddDays(1)
	}
}

// mayCloseOlder refuses to close such months for who may not close a month.
func mayCloseOlder(tx *sqlite.Tx, actor club.Actor, months []calendar.Period) error {
	if len(months) == 0 {
		return nil
	}
	return allow(tx, actor, "closeSpan")
}

// closeOlder closes months in which nothing was closed: the days of each with one
// closing of its last day, then the month, so that each has its own totals. Their seals are not mailed: that of the day whose closing
// closes them follows them in the chain and vouches for them.
func (d *Desk) closeOlder(tx *sqlite.Tx, c clubNow, actor club.Actor, months []calendar.Period) error {
	for _, month := range months {
		closing, err := d.closing(tx, c, billing.DayClosing, month.Last, true)
		if err != nil {
			return err
		}
		if _, err := d.closeOpen(tx, c, actor, closing); err != nil {
			return err
		}
		if closing, err = d.closing(tx, c, billing.MonthClosing, month.Last, false); err != nil {
			return err
		}
		if _, err := d.close(tx, c, actor, closing); err != nil {
			return err
		}
	}
	return nil
}

// closeOpen closes a day, once what ended by then is revenue.
func (d *Desk) closeOpen(tx *sqlite.Tx, c clubNow, actor club.Actor, closing billing.Closing) (Closed, error) {
	if err := recogniseEnded(tx, c, actor, closing.Day); err != nil {
		return Closed{}, err
	}
	if err := expireGifts(tx, actor, closing.Day); err != nil {
		return Closed{}, err
	}
	return d.close(tx, c, actor, closing)
}
