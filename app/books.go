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
)

func (c *cli) exportCommand() *cobra.Command {
	var p period
	var dir string
	cmd := &cobra.Command{
		Use:   "export entries|vat|archive",
		Short: "Write a period: its entries or the VAT that became due for the accountant, or what was closed as an archive a third party can check",
		Args:  oneOf([]string{"entries", "vat", "archive"}),
		RunE: func(cmd *cobra.Command, args []string) error {
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
					files, err := d.EntriesFiles(ctx, desk.Request{Actor: person}, from, to)
					if err != nil {
						return err
					}
					return c.filesInto(dir, files)
				})
			}
			return c.reading(cmd.Context(), func(ctx context.Context, d *desk.Desk) error {
				files, err := d.VATFiles(ctx, from, to)
				if err != nil {
					return err
				}
				return c.filesInto(dir, files)
			})
		},
	}
	cmd.Flags().StringVar(&p.from, "from", "", "first day, 2026-09-01")
	cmd.Flags().StringVar(&p.to, "to", "", "last day, that day included")
	cmd.Flags().StringVarP(&dir, "output", "o", "", "folder the files are written to; it is made where it is not there")
	for _, flag := range []string{"from", "to", "output"} {
		if err := cmd.MarkFlagRequired(flag); err != nil {
			panic(err) // the name is ours
		}
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
		path := filepath.Join(dir, filepath.Base(file.Name))
		if err := keep(path, file.Raw); err != nil {
			return err
		}
		written = append(written, path)
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
