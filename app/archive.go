package main

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/locale"
)

// exportArchive writes what was closed in a period, which the journal notes.
func (c *cli) exportArchive(ctx context.Context, of calendar.Period, dir string) error {
	folder, err := filepath.Abs(dir) // as the person's shell means it
	if err != nil {
		return err
	}
	return c.writing(ctx, func(ctx context.Context, d *desk.Desk) error {
		person, err := d.Person(ctx, c.as)
		if err != nil {
			return err
		}
		made, err := d.Archive(ctx, desk.Request{Actor: person}, of, folder)
		if err != nil {
			return err
		}
		if c.json {
			return c.printJSON(made)
		}
		_, err = fmt.Fprintln(c.out, made.File)
		return err
	})
}

func (c *cli) archiveCommand() *cobra.Command {
	return group("archive", "Check an archive", &cobra.Command{
		Use: "verify FILE", Short: "Prove an archive by nothing but itself", Args: oneWord,
		RunE: func(_ *cobra.Command, words []string) error {
			proof, err := desk.VerifyArchive(words[0], c.lang)
			if err != nil {
				return err
			}
			if c.json {
				err = c.printJSON(proof)
			} else {
				err = c.tellArchive(proof)
			}
			if err == nil && !proof.OK {
				err = club.Refuse(club.CodeProofFailed).With("what", proof.Findings[0].What)
			}
			return err
		},
	})
}

// tellArchive says what a check found; of an archive that is whole, what there is to know of it.
func (c *cli) tellArchive(proof desk.ArchiveProof) error {
	if proof.OK {
		if _, err := fmt.Fprintln(c.out, locale.Text(c.lang, "archive.ok", locale.Params{"n": proof.Files, "key": proof.Key})); err != nil {
			return err
		}
	}
	for _, f := range proof.Findings {
		if _, err := fmt.Fprintln(c.out, "-", f.What); err != nil {
			return err
		}
	}
	return nil
}
