package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/desk"
	"paddock/backend/locale"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// period is the --from and --to of a list.
type period struct{ from, to string }

// days reads the period; what is left out is open.
func (p period) days() (from, to calendar.Day, err error) {
	from, to = "0001-01-01", "9999-12-31"
	for _, side := range []struct {
		text string
		into *calendar.Day
	}{{p.from, &from}, {p.to, &to}} {
		if side.text == "" {
			continue
		}
		day, err := calendar.ParseDay(side.text)
		if err != nil {
			return "", "", usage("usage.day", locale.Params{"text": side.text})
		}
		*side.into = day
	}
	return from, to, nil
}

// listed is what can be listed.
var listed = map[string]func(context.Context, *desk.Desk, calendar.Day, calendar.Day) (any, error){
	"invoices": func(ctx context.Context, d *desk.Desk, from, to calendar.Day) (any, error) {
		return d.ListInvoices(ctx, from, to)
	},
	"households": func(ctx context.Context, d *desk.Desk, _, _ calendar.Day) (any, error) { return d.ListHouseholds(ctx) },
	"riders":     func(ctx context.Context, d *desk.Desk, _, _ calendar.Day) (any, error) { return d.ListRiders(ctx) },
	"payments": func(ctx context.Context, d *desk.Desk, from, to calendar.Day) (any, error) {
		return d.ListPayments(ctx, from, to)
	},
	"lessons": func(ctx context.Context, d *desk.Desk, from, to calendar.Day) (any, error) {
		return d.ListLessons(ctx, calendar.Period{First: from, Last: to})
	},
	"cards": func(ctx context.Context, d *desk.Desk, _, _ calendar.Day) (any, error) { return d.Cards(ctx, 0) },
	"bookings": func(ctx context.Context, d *desk.Desk, from, to calendar.Day) (any, error) {
		return d.Bookings(ctx, from, to)
	},
	"vouchers": func(ctx context.Context, d *desk.Desk, _, _ calendar.Day) (any, error) { return d.Vouchers(ctx) },
	"entries": func(ctx context.Context, d *desk.Desk, from, to calendar.Day) (any, error) {
		return d.Entries(ctx, from, to)
	},
}

// lists are their names as help shows them, dated those that have a period.
var (
	lists = []string{"invoices", "households", "riders", "lessons", "bookings", "payments", "vouchers", "cards", "entries"}
	dated = []string{"invoices", "lessons", "bookings", "payments", "entries"}
)

func (c *cli) listCommand() *cobra.Command {
	var p period
	cmd := &cobra.Command{
		Use:   "list " + strings.Join(lists, "|"),
		Short: "List what the club's data holds",
		Args:  oneOf(lists),
		RunE: func(cmd *cobra.Command, args []string) error {
			from, to, err := p.days()
			if err != nil {
				return err
			}
			if p != (period{}) && !slices.Contains(dated, args[0]) {
				return usage("usage.period", locale.Params{"words": strings.Join(dated, ", ")})
			}
			return c.reading(cmd.Context(), func(ctx context.Context, d *desk.Desk) error {
				rows, err := listed[args[0]](ctx, d, from, to)
				if err != nil {
					return err
				}
				return c.print(rows)
			})
		},
	}
	cmd.Flags().StringVar(&p.from, "from", "", "first day, 2026-10-07")
	cmd.Flags().StringVar(&p.to, "to", "", "last day, that day included")
	return cmd
}

// reading opens the data read-only, so that it works beside a running window.
func (c *cli) reading(ctx context.Context, do func(context.Context, *desk.Desk) error) error {
	return c.with(ctx, desk.Options{ReadOnly: true}, do)
}

// writing opens the data for writing; beside a running window that is refused.
func (c *cli) writing(ctx context.Context, do func(context.Context, *desk.Desk) error) error {
	return c.with(ctx, desk.Options{}, do)
}

// noting opens the data for writing, so that what leaves is noted; beside a running
// window, or where nothing can be written, for reading.
func (c *cli) noting(ctx context.Context, do func(context.Context, *desk.Desk) error) error {
	began := false
	err := c.writing(ctx, func(ctx context.Context, d *desk.Desk) error {
		began = true
		return do(ctx, d)
	})
	if err != nil && !began {
		return c.reading(ctx, do)
	}
	return err
}

// with does it as the person of --as. Whoever can read the data folder can do
// so without us, so no PIN is asked here; what that person may do still holds.
func (c *cli) with(ctx context.Context, o desk.Options, do func(context.Context, *desk.Desk) error) (err error) {
	d, err := c.open(ctx, o)
	if err != nil {
		return err
	}
	defer func() {
		if closing := d.Close(); err == nil {
			err = closing
		}
	}()
	person, err := d.Person(ctx, c.as)
	if err != nil {
		return err
	}
	if person.ID != 0 {
		ctx = desk.As(ctx, person)
	}
	return do(ctx, d)
}

// print writes rows as JSON, or as columns for a person.
func (c *cli) print(rows any) error {
	if c.json {
		return c.printJSON(rows)
	}
	table := tabwriter.NewWriter(c.out, 0, 4, 2, ' ', 0)
	line := func(cells ...string) { fmt.Fprintln(table, strings.Join(cells, "\t")) }
	heads := func(keys ...string) {
		for i, key := range keys {
			keys[i] = locale.Text(c.lang, key, nil)
		}
		line(keys...)
	}
	amount := func(cents money.Cents) string { return locale.Amount(c.lang, cents) }
	switch rows := rows.(type) {
	case []sqlite.ListedLesson:
		heads("list.id", "list.day", "list.time", "list.lesson", "list.instructor", "list.place", "list.places")
		for _, r := range rows {
			line(fmt.Sprint(r.ID), string(r.Day), r.Time, r.Name, r.Instructor, r.Place, fmt.Sprintf("%d/%d", r.Booked, r.Capacity))
		}
	case []sqlite.ListedInvoice:
		heads("invoices.col.number", "list.day", "invoices.col.family", "list.total", "list.remaining", "invoices.col.state")
		for _, r := range rows {
			line(r.Number, string(r.Day), r.Household, amount(r.Total), amount(r.Remaining), locale.Text(c.lang, "state."+string(r.State), nil))
		}
	case []desk.ListedPayment:
		heads("list.receipt", "today.col.way", "list.amount", "today.col.family")
		for _, r := range rows {
			line(r.Receipt, locale.Text(c.lang, "way."+string(r.Way), nil), amount(r.Cents), r.Household)
		}
	case []sqlite.Card:
		heads("list.rider", "list.card", "list.remaining", "list.through", "list.invoice")
		for _, r := range rows {
			line(r.RiderName, r.Name, fmt.Sprintf("%d/%d", r.Left, r.Units), string(r.ValidThrough), r.Invoice)
		}
	case []booking.Booking:
		heads("list.id", "list.lesson", "list.rider", "roster.right", "invoices.col.state")
		for _, r := range rows {
			line(fmt.Sprint(r.ID), fmt.Sprint(r.Lesson), fmt.Sprint(r.Rider), string(r.By), string(r.State))
		}
	case []sqlite.Voucher:
		heads("list.id", "list.rider", "list.remaining", "list.through")
		for _, r := range rows {
			line(fmt.Sprint(r.ID), r.RiderName, fmt.Sprint(r.Left), string(r.ValidThrough))
		}
	case []sqlite.EntryRow:
		heads("list.day", "list.journal", "list.document", "list.account", "list.debit", "list.credit")
		for _, r := range rows {
			line(string(r.Day), r.Journal, r.Text, r.Role, amount(r.Debit), amount(r.Credit))
		}
	case []desk.ListedHousehold:
		heads("list.id", "families.column.name", "families.column.town", "families.email", "list.remaining")
		for _, r := range rows {
			line(fmt.Sprint(r.ID), r.Name, r.Town, r.Email, amount(r.Remaining))
		}
	case []sqlite.ListedRider:
		heads("list.id", "list.surname", "list.firstName", "list.birthDate", "families.level", "families.column.name")
		for _, r := range rows {
			line(fmt.Sprint(r.ID), r.Surname, r.FirstName, string(r.BirthDate), r.Level, r.Household)
		}
	}
	return table.Flush()
}
