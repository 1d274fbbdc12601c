package desk

import (
	"fmt"

	"paddock/backend/bank"
	"paddock/backend/club"
	"paddock/backend/payment"
)

// Checked is an entry that can be kept.
type Checked struct {
	Value   string `json:"value" doc:"As it is kept"`
	Printed string `json:"printed" doc:"As people read it"`
}

// checks read one entry of a form the way the verb that keeps it does.
var checks = map[string]func(text string) (Checked, error){
	"iban":       checking(bank.ParseIBAN),
	"bic":        checking(bank.ParseBIC),
	"siret":      checking(bank.ParseSIRET),
	"rna":        checking(parseRNA),
	"enterprise": checking(bank.ParseEnterprise),
	"vat":        checking(bank.ParseVAT),
	"email": func(text string) (Checked, error) {
		f := form{}
		f.email("text", &text)
		return Checked{text, text}, f.err
	},
	"link": func(text string) (Checked, error) { return Checked{text, text}, checkLink(payment.Template(text)) },
}

func checking[N ~string](parse func(string) (N, error)) func(string) (Checked, error) {
	return func(text string) (Checked, error) {
		n, err := parse(text)
		return Checked{string(n), fmt.Sprint(n)}, err
	}
}

// Check reads one entry before its form is sent, so that a slip of the finger
// is told beside the field and not five steps later. Nothing is kept.
func (d *Desk) Check(kind, text string) (Checked, error) {
	read, known := checks[kind]
	if !known {
		return Checked{}, club.Refuse(club.CodeInvalid).On("kind")
	}
	checked, err := read(clean(text))
	if err != nil {
		return Checked{}, on("text", err)
	}
	return checked, nil
}
