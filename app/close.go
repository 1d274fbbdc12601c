package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/desk"
	"paddock/backend/locale"
)

func (c *cli) closeCommand() *cobra.Command {
	var clock bool
	verb := func(kind billing.ClosingKind, short string) *cobra.Command {
		return &cobra.Command{
			Use: string(kind) + " DAY", Short: short, Args: oneWord,
			RunE: func(cmd *cobra.Command, words []string) error {
				return c.closeSpan(cmd.Context(), kind, words[0], clock)
			},
		}
	}
	day := verb(billing.DayClosing, "Close a day: nothing enters it any more")
	day.Flags().BoolVar(&clock, "confirm-clock", false, "the clock is right although nothing was entered for months")
	return group("close", "Seal and close a day, a month or a year",
		day,
		verb(billing.MonthClosing, "Close the month of a day"), verb(billing.YearClosing, "Close the year of a day"))
}

func (c *cli) closeSpan(ctx context.Context, kind billing.ClosingKind, text string, clock bool) error {
	day, err := calendar.ParseDay(text)
	if err != nil {
		return usage("usage.day", locale.Params{"text": text})
	}
	return c.writing(ctx, func(ctx context.Context, d *desk.Desk) error {
		person, err := d.Person(ctx, c.as)
		if err != nil {
			return err
		}
		var made desk.Closed
		if kind == billing.DayClosing {
			made, err = d.CloseDay(ctx, desk.Request{Actor: person}, desk.CloseDay{Day: day, ConfirmClock: clock})
		} else {
			made, err = d.CloseSpan(ctx, desk.Request{Actor: person}, kind, day)
		}
		if err != nil {
			return err
		}
		if c.json {
			return c.printJSON(made)
		}
		if _, err := fmt.Fprintln(c.out, locale.Text(c.lang, "close.done."+string(kind), locale.Params{
			"n": made.N, "ofDay": string(made.Day), "issuedCents": int64(made.Period.Issued.Gross), "receivedCents": int64(made.Period.Received.Cents),
		})); err != nil {
			return err
		}
		if made.Empty > 0 {
			_, err = fmt.Fprintln(c.out, locale.Text(c.lang, "close.empty", locale.Params{"n": made.Empty}))
		}
		return err
	})
}
