package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/locale"
)

func (c *cli) exportCommand() *cobra.Command {
	var p period
	var dir, on string
	cmd := &cobra.Command{
		Use:   "export entries|vat|b2c|deferred|archive",
		Short: "Write a period: its entries or the VAT that became due for the accountant, or by day what private persons bought and paid, or what was closed as an archive a third party can check; or on a day what was sold and is still to be given",
		Args:  oneOf([]string{"entries", "vat", "b2c", "deferred", "archive"}),
		RunE: func(cmd *cobra.Command, args []string) error {
			if both, deferred := p.from != "" && p.to != "", args[0] == "deferred"; both == deferred || deferred != (on != "") {
				return usage("usage.exportDays", nil)
			}
			if on != "" {
				p.to = on
			}
			from, to, err := p.days()
			if err != nil {
				return err
			}
			switch args[0] {
			case "archive":
				return c.exportArchive(cmd.Context(), calendar.Period{First: from, Last: to}, dir)
			case "entries": // sealed: it is written
				return c.writing(cmd.Context(), func(ctx context.Context, d *desk.Desk) error {
					person, err := d.Person(ctx, c.as)
					if err != nil {
						return err
					}
					files, refused := d.EntriesFiles(ctx, desk.Request{Actor: person}, from, to)
					if len(files) == 0 {
						return refused
					}
					if err := c.filesInto(dir, files); err != nil {
						return err
					}
					return refused // of what is wrong in a file, the others are written
				})
			}
			return c.noting(cmd.Context(), func(ctx context.Context, d *desk.Desk) error {
				write := d.VATFiles
				if args[0] == "b2c" {
					write = d.B2CFiles
				}
				if on != "" {
					write = func(ctx context.Context, _, day calendar.Day) ([]desk.BooksFile, error) {
						return d.DeferredFiles(ctx, day)
					}
				}
				files, err := write(ctx, from, to)
				if err != nil {
					return err
				}
				return c.filesInto(dir, files)
			})
		},
	}
	cmd.Flags().StringVar(&p.from, "from", "", "first day, 2026-09-01")
	cmd.Flags().StringVar(&p.to, "to", "", "last day, that day included")
	cmd.Flags().StringVar(&on, "on", "", "day of what is deferred, 2026-12-31")
	cmd.Flags().StringVarP(&dir, "output", "o", "", "folder the files are written to; it is made where it is not there")
	if err := cmd.MarkFlagRequired("output"); err != nil {
		panic(err) // the name is ours
	}
	return cmd
}

// filesInto writes files to a folder and tells their names.
func (c *cli) filesInto(dir string, files []desk.BooksFile) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return club.Refuse(club.CodeFileNotWritten).With("file", filepath.Base(dir))
	}
	written := []string{}
	for _, file := range files {
		path := filepath.Join(dir, club.FileName(file.Name))
		if err := keep(path, file.Raw); err != nil {
			return err
		}
		written = append(written, path)
	}
	if len(files) > 0 && files[0].Through != "" {
		fmt.Fprintln(c.errs, locale.Text(c.lang, "books.savedThrough", locale.Params{"file": files[0].Name, "onDay": string(files[0].Through)}))
	}
	if c.json {
		return c.printJSON(struct {
			Files []string `json:"files"`
		}{written})
	}
	for _, path := range written {
		fmt.Fprintln(c.out, path)
	}
	return nil
}
