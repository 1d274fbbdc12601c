package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/exchange"
	"paddock/backend/locale"
	"paddock/backend/money"
	"paddock/backend/statement"
)

// statementCommand reads what the bank reports.
func (c *cli) statementCommand() *cobra.Command {
	return group("statement", "Read what the bank reports", c.statementReadCommand(), c.statementImportCommand())
}

func (c *cli) statementReadCommand() *cobra.Command {
	var columns []string
	cmd := &cobra.Command{
		Use:   "read FILE",
		Short: "Print what a bank statement says; nothing is stored",
		Long: "Print what a bank statement says: CAMT.053, OFX, MT940, CFONB 120, CODA, CSV or XLSX. Amounts are cents in JSON.\n" +
			"Of a table the columns are found by their headings; --map says otherwise, by a column's heading or number.\n" +
			"Fields: " + strings.Join(columnNames(), " ") + ".",
		Args: oneWord,
		RunE: func(cmd *cobra.Command, args []string) error {
			choices, err := statementColumns(columns)
			if err != nil {
				return err
			}
			raw, err := statementFile(args[0])
			if err != nil {
				return err
			}
			all, _, err := exchange.Statements(cmd.Context(), raw, choices, nil)
			if err != nil {
				return err
			}
			if c.json {
				return c.printJSON(all)
			}
			return c.printStatements(all)
		},
	}
	cmd.Flags().StringArrayVar(&columns, "map", nil, "FIELD=COLUMN, once a field; FIELD= for no column")
	return cmd
}

func (c *cli) statementImportCommand() *cobra.Command {
	var columns []string
	cmd := &cobra.Command{
		Use:   "import FILE",
		Short: "Store the lines of a bank statement that are not there yet",
		Long: "Store the lines of a bank statement that are not there yet: the same statement twice, or two that overlap,\n" +
			"change nothing. No money moves: the lines wait in the window, under Invoices, Bank.",
		Args: oneWord,
		RunE: func(cmd *cobra.Command, args []string) error {
			choices, err := statementColumns(columns)
			if err != nil {
				return err
			}
			raw, err := statementFile(args[0])
			if err != nil {
				return err
			}
			return c.writing(cmd.Context(), func(ctx context.Context, d *desk.Desk) error {
				person, err := d.Person(ctx, c.as)
				if err != nil {
					return err
				}
				stored, err := d.TakeStatement(ctx, desk.Request{Actor: person}, desk.BankFile{Name: filepath.Base(args[0]), Raw: raw, Columns: choices})
				if err != nil {
					return err
				}
				if c.json {
					return c.printJSON(stored)
				}
				for _, s := range stored {
					fmt.Fprintln(c.out, locale.Text(c.lang, "bank.imported", locale.Params{"file": s.File, "n": s.Lines - s.Known, "known": s.Known}))
				}
				return nil
			})
		},
	}
	cmd.Flags().StringArrayVar(&columns, "map", nil, "FIELD=COLUMN, once a field; FIELD= for no column")
	return cmd
}

func columnNames() []string {
	var names []string
	for _, column := range statement.Columns {
		names = append(names, string(column))
	}
	return names
}

// statementColumns reads --map.
func statementColumns(said []string) ([]statement.Choice, error) {
	var choices []statement.Choice
	for _, one := range said {
		name, heading, has := strings.Cut(one, "=")
		column := statement.Column(strings.TrimSpace(name))
		if !has || !slices.Contains(statement.Columns, column) {
			return nil, usage("usage.map", locale.Params{"text": one, "words": strings.Join(columnNames(), ", ")})
		}
		choices = append(choices, statement.Choice{Column: column, Heading: strings.TrimSpace(heading)})
	}
	return choices, nil
}

// statementFile reads a file whose size is bearable, one byte more than is.
func statementFile(place string) ([]byte, error) {
	return readUpTo(place, statement.MaxBytes+1)
}

// readUpTo reads the beginning of a file.
func readUpTo(place string, most int64) ([]byte, error) {
	unreadable := club.Refuse(club.CodeFileNotOpened).With("file", filepath.Base(place))
	file, err := os.Open(place)
	if err != nil {
		return nil, unreadable
	}
	defer file.Close()
	raw, err := io.ReadAll(io.LimitReader(file, most))
	if err != nil {
		return nil, unreadable
	}
	return raw, nil
}

func (c *cli) printStatements(all []statement.Statement) error {
	word := func(key string) string { return locale.Text(c.lang, key, nil) }
	for i, s := range all {
		if i > 0 {
			fmt.Fprintln(c.out)
		}
		amount := func(cents money.Cents) string {
			if s.Currency == "" || s.Currency == "EUR" {
				return locale.Amount(c.lang, cents)
			}
			return locale.Decimal(c.lang, cents) + " " + s.Currency
		}
		head := tabwriter.NewWriter(c.out, 0, 4, 2, ' ', 0)
		fmt.Fprintf(head, "%s\t%s\t%s\n", word("statement.account"), s.Account, s.Format)
		for _, balance := range []struct {
			key   string
			cents *money.Cents
		}{{"opening", s.Opening}, {"closing", s.Closing}} {
			if balance.cents != nil {
				fmt.Fprintf(head, "%s\t%s\n", word(balance.key), amount(*balance.cents))
			}
		}
		if err := head.Flush(); err != nil {
			return err
		}
		table := tabwriter.NewWriter(c.out, 0, 4, 2, ' ', 0)
		fmt.Fprintln(table, strings.Join([]string{
			word("statement.col.date"), word("statement.col.value"), word("statement.col.amount"), word("statement.col.reference"), word("statement.col.name"), word("statement.col.text"),
		}, "\t"))
		for _, e := range s.Entries {
			fmt.Fprintln(table, strings.Join([]string{string(e.Date), string(e.ValueDate), amount(e.Cents), e.Reference, e.Name, e.Text}, "\t"))
		}
		if err := table.Flush(); err != nil {
			return err
		}
		if s.Pending > 0 {
			fmt.Fprintln(c.out, locale.Text(c.lang, "statement.pending", locale.Params{"n": s.Pending}))
		}
	}
	return nil
}
