//go:build bench

package bench

import (
	"testing"
	"time"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/desk"
)

// TestClosings times the end of a day and of a month on ten years, each sealed and
// signed. Its floors add up what the same days brought, with SQLite alone.
func TestClosings(t *testing.T) {
	printLoad("before")
	c := atCounter(t)
	b := c.same()
	sums := func(days calendar.Period) {
		for _, query := range []string{
			"SELECT v.vat, v.rate, sum(v.net_cents), sum(v.vat_cents) FROM invoices i JOIN invoice_vat v ON v.invoice = i.id WHERE i.day BETWEEN ? AND ? GROUP BY 1, 2",
			"SELECT way, sum(cents), count(*) FROM payments WHERE day BETWEEN ? AND ? GROUP BY way",
			"SELECT role, sum(debit_cents), sum(credit_cents) FROM entries e JOIN postings p ON p.entry = e.id WHERE e.day BETWEEN ? AND ? GROUP BY role",
		} {
			b.rows(query, string(days.First), string(days.Last))
		}
	}
	closed := calendar.Day("2026-04-30")
	_, err := c.CloseDay(c.asked(), c.request(), desk.CloseDay{Day: closed}) // all that came before
	c.must(err)
	_, err = c.CloseSpan(c.asked(), c.request(), billing.MonthClosing, closed)
	c.must(err)
	closeNext := func() {
		closed = closed.AddDays(1)
		_, err := c.CloseDay(c.asked(), c.request(), desk.CloseDay{Day: closed})
		c.must(err)
	}
	day, month := closed, closed
	t.Run("daily_closing", func(t *testing.T) {
		compare(t, action{
			name: "daily_closing", most: 50, turns: 40, goal: 50 * time.Millisecond,
			floor: func(int) {
				day = day.AddDays(1)
				sums(calendar.Period{First: day, Last: day})
			},
			ours: func(int) { closeNext() },
		})
	})
	for closed < "2026-08-31" {
		closeNext()
	}
	t.Run("month_end_closing", func(t *testing.T) {
		compare(t, action{
			name: "month_end_closing", most: 10, turns: 1, goal: 50 * time.Millisecond,
			floor: func(int) { sums(calendar.Period{First: "2026-08-01", Last: "2026-08-31"}) },
			ours: func(int) {
				month = month.AddDays(1)
				_, err := c.CloseSpan(c.asked(), c.request(), billing.MonthClosing, month)
				c.must(err)
				month = billing.MonthClosing.Span(month, 1).Last
			},
		})
	})
	printLoad("after")
}
