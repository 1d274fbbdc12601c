package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"paddock/backend/bank"
	"paddock/backend/club"
	"paddock/backend/document"
	"paddock/backend/money"
)

func (c *cli) qrCommand() *cobra.Command {
	return group("qr", "Make a code", c.qrEPCCommand())
}

// qrEPCCommand writes what it is given: the letters are not changed to ASCII as
// on an invoice (PRODUCT section 9, References).
func (c *cli) qrEPCCommand() *cobra.Command {
	var name, iban, bic, reference, text, image string
	var cents int64
	cmd := &cobra.Command{
		Use:   "epc --name N --iban I [--bic B] --cents C [--reference R] [--text T] [-o FILE.png]",
		Short: "Print the text of a SEPA payment code (EPC069-12), and draw it",
		Args:  noWords,
		RunE: func(*cobra.Command, []string) error {
			payload, err := bank.EPC{
				Name: name, IBAN: bank.IBAN(iban), BIC: bank.BIC(bic),
				Amount: money.Cents(cents), Reference: reference, Text: text,
			}.Payload()
			if err != nil {
				return err
			}
			if image != "" {
				if err := drawCode(image, payload); err != nil {
					return err
				}
			}
			if c.json {
				return c.printJSON(struct {
					Payload string `json:"payload"`
					Bytes   int    `json:"bytes"`
					File    string `json:"file,omitempty"`
				}{payload, len(payload), image})
			}
			// The code's very bytes: nothing may follow its last line.
			_, err = fmt.Fprint(c.out, payload)
			return err
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&name, "name", "", "who is paid")
	flags.StringVar(&iban, "iban", "", "account that is paid")
	flags.StringVar(&bic, "bic", "", "bank, needed outside the European Economic Area")
	flags.Int64Var(&cents, "cents", 0, "amount in cents")
	flags.StringVar(&reference, "reference", "", "structured reference, excludes --text")
	flags.StringVar(&text, "text", "", "free text, excludes --reference")
	flags.StringVarP(&image, "output", "o", "", "draw the code into this PNG file")
	for _, required := range []string{"name", "iban", "cents"} {
		if err := cmd.MarkFlagRequired(required); err != nil {
			panic(err) // the flags are defined above
		}
	}
	return cmd
}

// drawCode writes the code as an image.
func drawCode(file, payload string) error {
	png, err := document.QRPNG(payload)
	if err != nil {
		return err
	}
	if err := os.WriteFile(file, png, 0o644); err != nil {
		return club.Refuse(club.CodeFileNotWritten).With("file", filepath.Base(file))
	}
	return nil
}
