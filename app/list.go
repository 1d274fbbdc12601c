package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"paddock/backend/billing"
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

// listed is what can be listed today; lessons, bookings and vouchers come with
// the planning.
var listed = map[string]func(context.Context, *desk.Desk, calendar.Day, calendar.Day) (any, error){
	"invoices":   listInvoices,
	"households": listHouseholds,
	"riders":     listRiders,
	"payments":   listPayments,
	"cards":      listCards,
	"entries":    listEntries,
}

// lists are their names as help shows them, dated those that have a period.
var (
	lists = []string{"invoices", "households", "riders", "payments", "cards", "entries"}
	dated = []string{"invoices", "payments", "entries"}
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
	return do(ctx, d)
}

// rateShare is the part of a line at one VAT rate.
type rateShare struct {
	Rate  money.Rate  `json:"rate"`
	Cents money.Cents `json:"cents"`
}

type invoiceLine struct {
	Text  string      `json:"text"`
	Rider string      `json:"rider"`
	Cents money.Cents `json:"cents"`
	VAT   []rateShare `json:"vat"`
}

type invoiceRow struct {
	Number    string        `json:"number"`
	Kind      billing.Kind  `json:"kind"`
	Day       calendar.Day  `json:"day"`
	DueDay    calendar.Day  `json:"dueDay"`
	Household string        `json:"household"`
	Total     money.Cents   `json:"totalCents"`
	Paid      money.Cents   `json:"paidCents"`
	Remaining money.Cents   `json:"remainingCents"`
	State     billing.State `json:"state"`
	Reference string        `json:"reference"`
	Lines     []invoiceLine `json:"lines"`
}

func listInvoices(ctx context.Context, d *desk.Desk, from, to calendar.Day) (any, error) {
	list, err := d.Documents(ctx, sqlite.DocumentFilter{From: from, To: to})
	rows := []invoiceRow{}
	for i := len(list.Rows) - 1; i >= 0 && err == nil; i-- { // in order of issue
		var doc desk.DocumentView
		if doc, err = d.Document(ctx, list.Rows[i].ID); err == nil {
			rows = append(rows, rowOf(doc))
		}
	}
	return rows, err
}

func rowOf(doc desk.DocumentView) invoiceRow {
	row := invoiceRow{
		Number: doc.Number, Kind: doc.Kind, Day: doc.Day, DueDay: doc.DueDay, Household: doc.Buyer.Household,
		Total: doc.Total, Paid: doc.Paid, Remaining: doc.Remaining, State: doc.State, Reference: doc.Reference,
		Lines: []invoiceLine{},
	}
	for _, l := range doc.Lines {
		line := invoiceLine{Text: l.Text, Rider: l.RiderName, Cents: l.Cents, VAT: []rateShare{}}
		for _, p := range l.Parts {
			line.VAT = append(line.VAT, rateShare{Rate: p.Rate, Cents: p.Cents})
		}
		row.Lines = append(row.Lines, line)
	}
	return row
}

type allocationRow struct {
	Invoice string      `json:"invoice"`
	Cents   money.Cents `json:"cents"`
}

type paymentRow struct {
	Receipt     string          `json:"receipt"`
	Day         calendar.Day    `json:"day"`
	Way         billing.Way     `json:"way"`
	Cents       money.Cents     `json:"cents"`
	Household   string          `json:"household"`
	Allocations []allocationRow `json:"allocations"`
}

func listPayments(ctx context.Context, d *desk.Desk, from, to calendar.Day) (any, error) {
	payments, err := d.Payments(ctx, from, to)
	if err != nil {
		return nil, err
	}
	rows := []paymentRow{}
	for _, p := range payments {
		row := paymentRow{Receipt: p.Receipt, Day: p.Day, Way: p.Way, Cents: p.Cents, Household: p.Family, Allocations: []allocationRow{}}
		for _, a := range p.Allocations {
			row.Allocations = append(row.Allocations, allocationRow{Invoice: a.Number, Cents: a.Cents})
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func listCards(ctx context.Context, d *desk.Desk, _, _ calendar.Day) (any, error) {
	return d.Cards(ctx, 0)
}

func listEntries(ctx context.Context, d *desk.Desk, from, to calendar.Day) (any, error) {
	return d.Entries(ctx, from, to)
}

// print writes rows as JSON, or as columns for a person.
func (c *cli) print(rows any) error {
	if c.json {
		return c.printJSON(rows)
	}
	table := tabwriter.NewWriter(c.out, 0, 4, 2, ' ', 0)
	line := func(cells ...string) { fmt.Fprintln(table, strings.Join(cells, "\t")) }
	amount := func(cents money.Cents) string { return locale.Amount(c.lang, cents) }
	switch rows := rows.(type) {
	case []invoiceRow:
		for _, r := range rows {
			line(r.Number, string(r.Day), r.Household, amount(r.Total), amount(r.Remaining), locale.Text(c.lang, "state."+string(r.State), nil))
		}
	case []paymentRow:
		for _, r := range rows {
			line(r.Receipt, locale.Text(c.lang, "way."+string(r.Way), nil), amount(r.Cents), r.Household)
		}
	case []sqlite.Card:
		for _, r := range rows {
			line(r.RiderName, r.Name, fmt.Sprintf("%d/%d", r.Left, r.Units), string(r.ValidThrough), r.Invoice)
		}
	case []sqlite.EntryRow:
		for _, r := range rows {
			line(string(r.Day), r.Journal, r.Text, r.Role, amount(r.Debit), amount(r.Credit))
		}
	case []householdRow:
		for _, r := range rows {
			line(fmt.Sprint(r.ID), r.Name, r.Town, r.Email, amount(r.Remaining))
		}
	case []riderRow:
		for _, r := range rows {
			line(fmt.Sprint(r.ID), r.Surname, r.FirstName, string(r.BirthDate), r.Level, r.Household)
		}
	}
	return table.Flush()
}
