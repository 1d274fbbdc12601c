package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"paddock/backend/bank"
	"paddock/backend/locale"
)

// numbers are the kinds of number check knows: each parser gives the form
// people read, or the refusal that says what is wrong.
var numbers = map[string]func(string) (compact, printed string, err error){
	"iban":  number(bank.ParseIBAN),
	"rf":    number(bank.ParseRF),
	"ogm":   number(bank.ParseOGM),
	"siren": number(bank.ParseSIREN),
	"siret": number(bank.ParseSIRET),
	"vat":   number(bank.ParseVAT),
}

// kinds are their names in the order people meet them.
var kinds = []string{"iban", "rf", "ogm", "siren", "siret", "vat"}

func number[N ~string](parse func(string) (N, error)) func(string) (string, string, error) {
	return func(text string) (string, string, error) {
		n, err := parse(text)
		if err != nil {
			return "", "", err
		}
		return string(n), fmt.Sprint(n), nil
	}
}

func (c *cli) checkCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "check " + strings.Join(kinds, "|") + " VALUE",
		Short: "Check the number of an account, a reference or a company",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 2 {
				return usage("usage.form", locale.Params{"form": callOf(cmd)})
			}
			return oneOf(kinds)(cmd, args[:1])
		},
		RunE: func(_ *cobra.Command, args []string) error {
			compact, printed, err := numbers[args[0]](args[1])
			if err != nil {
				return err
			}
			if c.json {
				return c.printJSON(struct {
					Kind    string `json:"kind"`
					Value   string `json:"value"`
					Printed string `json:"printed"`
				}{args[0], compact, printed})
			}
			_, err = fmt.Fprintln(c.out, printed)
			return err
		},
	}
}
