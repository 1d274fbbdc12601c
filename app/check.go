package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"paddock/backend/bank"
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
		Use:   "check iban|rf|ogm|siren|siret|vat VALUE",
		Short: "Check the number of an account, a reference or a company",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return usageError("check takes a kind and one value; quote a value with spaces")
			}
			if _, known := numbers[args[0]]; !known {
				return usageError("check knows iban, rf, ogm, siren, siret and vat, not " + args[0])
			}
			return nil
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
