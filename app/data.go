package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"paddock/backend/api"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/locale"
)

func (c *cli) openapiCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "openapi",
		Short: "Print the description of the HTTP API",
		Args:  noWords,
		RunE: func(*cobra.Command, []string) error {
			raw, err := api.OpenAPI()
			if err != nil {
				return err
			}
			_, err = c.out.Write(raw)
			return err
		},
	}
}

func (c *cli) verifyCommand() *cobra.Command {
	var entries bool
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "Prove the journal and the books",
		Args:  noWords,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.reading(cmd.Context(), func(ctx context.Context, d *desk.Desk) error {
				prove, well := d.Verify, "verify.ok"
				if entries {
					prove, well = d.VerifyEntries, "verify.okEntries"
				}
				proof, err := prove(ctx)
				if err != nil {
					return err
				}
				if c.json {
					err = c.printJSON(proof)
				} else {
					err = c.tellProof(proof, well)
				}
				if err == nil && !proof.OK {
					err = club.Refuse(club.CodeProofFailed).With("what", proof.First.What)
				}
				return err
			})
		},
	}
	cmd.Flags().BoolVar(&entries, "entries", false, "prove the chain, the seal log, the signatures, the schema and the sums of the books, not every row beside them")
	return cmd
}

// tellProof prints a proof; well is the sentence of one that found nothing.
func (c *cli) tellProof(proof desk.Proof, well string) error {
	verdict := well
	if !proof.OK {
		verdict = "verify.touched"
	}
	if _, err := fmt.Fprintln(c.out, locale.Text(c.lang, verdict, locale.Params{"n": proof.Entries})); err != nil {
		return err
	}
	for _, f := range proof.Findings {
		if _, err := fmt.Fprintln(c.out, "-", f.What); err != nil {
			return err
		}
	}
	return nil
}

func (c *cli) backupCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "backup FILE",
		Short: "Copy everything to a file, its SHA-256 to another beside it",
		Args:  oneWord,
		RunE: func(cmd *cobra.Command, args []string) error {
			file, err := filepath.Abs(args[0]) // as the person's shell means it
			if err != nil {
				return err
			}
			var made desk.Backup
			err = c.reading(cmd.Context(), func(ctx context.Context, d *desk.Desk) error {
				person, err := d.Person(ctx, c.as)
				if err != nil {
					return err
				}
				made, err = d.Backup(ctx, desk.Request{Actor: person}, file)
				return err
			})
			if err == nil {
				c.noteBackup(cmd.Context(), made)
			}
			if errors.Is(err, club.Refuse(club.CodeDataOlder)) {
				made, err = desk.BackupOlder(cmd.Context(), desk.Options{Dir: c.dir}, file)
			}
			if err != nil {
				return err
			}
			if c.json {
				return c.printJSON(made)
			}
			_, err = fmt.Fprintf(c.out, "%s\n%s\n", made.File, made.SHA256)
			return err
		},
	}
}

// noteBackup seals that a backup was made. Beside a running window, or where nothing
// can be written, it goes unnoted: a backup is worth more than a word on it.
func (c *cli) noteBackup(ctx context.Context, made desk.Backup) {
	_ = c.writing(ctx, func(ctx context.Context, d *desk.Desk) error {
		person, err := d.Person(ctx, c.as)
		if err != nil {
			return err
		}
		return d.NoteBackup(ctx, desk.Request{Actor: person}, made)
	})
}

func (c *cli) restoreCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "restore FILE",
		Short: "Put a backup in the place of the data; the old data is kept aside",
		Args:  oneWord,
		RunE: func(cmd *cobra.Command, args []string) error {
			kept, err := c.restore(cmd.Context(), args[0])
			if err != nil && kept == "" {
				return err
			}
			if err != nil { // the old data moved: where to must be known
				return errors.Join(err, c.tellKept(kept))
			}
			if c.json {
				return c.printJSON(struct {
					Kept string `json:"kept"`
				}{kept})
			}
			_, err = fmt.Fprintln(c.out, locale.Text(c.lang, "restore.done", locale.Params{"file": args[0], "dir": c.dir}))
			if err == nil && kept != "" {
				err = c.tellKept(kept)
			}
			return err
		},
	}
}

func (c *cli) tellKept(kept string) error {
	_, err := fmt.Fprintln(c.out, locale.Text(c.lang, "restore.kept", locale.Params{"file": kept}))
	return err
}

func (c *cli) demoCommand() *cobra.Command {
	in := desk.Sample{Riders: 60, Years: 1, Seed: 1}
	var today string
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Fill an empty data folder with an invented club, marked as training data",
		Args:  noWords,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if today != "" {
				day, err := calendar.ParseDay(today)
				if err != nil {
					return usage("usage.day", locale.Params{"text": today})
				}
				in.Today = day
			}
			if in.Riders < 1 || in.Years < 1 || in.Years > 20 {
				return usage("usage.sampleSize", nil)
			}
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt)
			defer stop()
			return c.writing(ctx, func(ctx context.Context, d *desk.Desk) error {
				in.Lived = c.tellSeason
				made, err := d.MakeSample(ctx, desk.Request{}, in)
				if errors.Is(err, context.Canceled) {
					return club.Refuse(club.CodeStoppedHalfway)
				}
				if err != nil {
					return err
				}
				if c.json {
					return c.printJSON(made)
				}
				_, err = fmt.Fprintln(c.out, locale.Text(c.lang, "demo.made", locale.Params{
					"households": made.Households, "riders": made.Riders, "invoices": made.Invoices, "payments": made.Payments,
				}))
				return err
			})
		},
	}
	cmd.Flags().IntVar(&in.Riders, "riders", in.Riders, "how many riders")
	cmd.Flags().IntVar(&in.Years, "years", in.Years, "how many seasons, the current one included")
	cmd.Flags().Uint64Var(&in.Seed, "seed", in.Seed, "the same seed and day make the same club")
	cmd.Flags().StringVar(&today, "today", "", "the club's present day (default: today)")
	return cmd
}

// tellSeason says how far a club of many years has come, at the end of each.
func (c *cli) tellSeason(day calendar.Day, made desk.SampleMade) {
	if day.Month() == time.August && day.DayOfMonth() == 31 {
		fmt.Fprintln(c.errs, locale.Text(c.lang, "demo.until", locale.Params{
			"untilDay": day, "households": made.Households, "invoices": made.Invoices,
		}))
	}
}

// printCommand writes papers to files.
func (c *cli) printCommand() *cobra.Command {
	return group("print", "Write a paper to a PDF file",
		c.paperCommand("invoice NUMBER -o FILE.pdf [--preview]", "An invoice or credit note: the original once, then duplicates", invoiceByNumber,
			(*desk.Desk).PreviewInvoiceNumbered, (*desk.Desk).PrintInvoiceNumbered),
		c.paperCommand("receipt ID -o FILE.pdf [--preview]", "The receipt of a payment, by its number or id", receiptByID,
			(*desk.Desk).PreviewReceiptNamed, (*desk.Desk).PrintReceiptNamed),
		c.rosterCommand(),
	)
}

// rosterCommand writes the roster of a day. Nothing is recorded of it, so that it
// works beside a running window.
func (c *cli) rosterCommand() *cobra.Command {
	var file, instructor string
	cmd := &cobra.Command{
		Use:   "roster DAY [--instructor NAME] -o FILE.pdf",
		Short: "The roster of a day: each instructor's lessons with their riders",
		Args:  oneWord,
		RunE: func(cmd *cobra.Command, args []string) error {
			day, err := calendar.ParseDay(args[0])
			if err != nil {
				return usage("usage.day", locale.Params{"text": args[0]})
			}
			return c.reading(cmd.Context(), func(ctx context.Context, d *desk.Desk) error {
				return c.paperInto(file, func() ([]byte, error) { return d.RosterPaper(ctx, day, instructor) })
			})
		},
	}
	cmd.Flags().StringVar(&instructor, "instructor", "", "this one's lessons alone, by name")
	outputFlag(cmd, &file)
	return cmd
}

const (
	invoiceByNumber = "the number as printed, such as F2026-0431"
	receiptByID     = "the receipt's number, such as 2026-10-07-0020"
)

// paperCommand writes one kind of paper. --preview records nothing and works
// beside a running window.
func (c *cli) paperCommand(use, short, long string,
	preview func(*desk.Desk, context.Context, string) ([]byte, error),
	print func(*desk.Desk, context.Context, desk.Request, string) ([]byte, error),
) *cobra.Command {
	var file string
	var onlyPreview bool
	cmd := &cobra.Command{
		Use: use, Short: short, Long: short + "; " + long + ".",
		Args: oneWord,
		RunE: func(cmd *cobra.Command, args []string) error {
			if onlyPreview {
				return c.reading(cmd.Context(), func(ctx context.Context, d *desk.Desk) error {
					return c.paperInto(file, func() ([]byte, error) { return preview(d, ctx, args[0]) })
				})
			}
			return c.writing(cmd.Context(), func(ctx context.Context, d *desk.Desk) error {
				person, err := d.Person(ctx, c.as)
				if err != nil {
					return err
				}
				return c.paperInto(file, func() ([]byte, error) { return print(d, ctx, desk.Request{Actor: person}, args[0]) })
			})
		},
	}
	outputFlag(cmd, &file)
	cmd.Flags().BoolVar(&onlyPreview, "preview", false, "draw it without recording that it left")
	return cmd
}

// outputFlag asks for the file a paper is written to.
func outputFlag(cmd *cobra.Command, file *string) {
	cmd.Flags().StringVarP(file, "output", "o", "", "file to write")
	if err := cmd.MarkFlagRequired("output"); err != nil {
		panic(err) // the flag is defined above
	}
}

// paperInto writes a paper to a file that is shown to be writable before the
// paper is drawn: an original is recorded as it is drawn, and leaves once.
func (c *cli) paperInto(file string, draw func() ([]byte, error)) error {
	_, missing := os.Lstat(file)
	place, err := os.OpenFile(file, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return club.Refuse(club.CodeFileNotWritten).With("file", filepath.Base(file))
	}
	place.Close()
	raw, err := draw()
	if err != nil {
		if errors.Is(missing, fs.ErrNotExist) {
			os.Remove(file)
		}
		return err
	}
	if err := keep(file, raw); err != nil || !c.json {
		return err
	}
	return c.printJSON(struct {
		File  string `json:"file"`
		Bytes int    `json:"bytes"`
	}{file, len(raw)})
}
