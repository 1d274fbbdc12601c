package bank

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"paddock/backend/club"
	"paddock/backend/money"
)

// EPC is what a SEPA payment code says (EPC069-12, "Quick Response Code:
// guidelines to enable data capture for the initiation of a SEPA credit
// transfer"). A banking app fills in its transfer form from it.
type EPC struct {
	Name      string      // line 6: who is paid
	IBAN      IBAN        // line 7
	BIC       BIC         // line 5: needed outside the European Economic Area
	Amount    money.Cents // line 8: from one cent to money.Max
	Open      bool        // line 8 stays empty and the payer chooses the amount
	Purpose   string      // line 9: ISO 20022 code of up to four characters
	Reference string      // line 10: structured reference, excludes Text
	Text      string      // line 11: free text, excludes Reference
	Note      string      // line 12: for the payer, hardly ever shown
}

// The limits of EPC069-12. Fields are counted in characters; the payload is
// counted in bytes, so both bind: 70 é and 140 é fit their fields and not the
// code.
const (
	maxEPCName      = 70
	maxEPCPurpose   = 4
	maxEPCReference = 35
	maxEPCText      = 140
	maxEPCNote      = 70

	// MaxEPCBytes is what a version 13 QR code of level M holds in byte mode.
	MaxEPCBytes = 331
)

// PayeeName is a name as codes on paper carry it: in the letters of ASCII, and no longer
// than its line, cut where a word ends.
func PayeeName(name string) string {
	name = strings.Join(strings.Fields(ASCII(name)), " ")
	if len(name) <= maxEPCName {
		return name
	}
	if at := strings.LastIndexByte(name[:maxEPCName+1], ' '); at > 0 {
		return name[:at]
	}
	return name[:maxEPCName]
}

// Payload writes the code's text: version 002, UTF-8, ends of line LF and none
// after the last line that says something. Spaces are trimmed and collapsed;
// whatever does not fit is refused, never cut. Letters stay as given: see ASCII
// for codes on paper.
func (e EPC) Payload() (string, error) {
	e, err := e.checked()
	if err != nil {
		return "", err
	}
	amount := ""
	if !e.Open {
		amount = fmt.Sprintf("EUR%d.%02d", e.Amount/100, e.Amount%100)
	}
	payload := strings.TrimRight(strings.Join([]string{
		"BCD", "002", "1", "SCT",
		string(e.BIC), e.Name, string(e.IBAN), amount, e.Purpose, e.Reference, e.Text, e.Note,
	}, "\n"), "\n")
	if err := fits(len(payload)); err != nil {
		return "", err
	}
	return payload, nil
}

func fits(size int) error {
	if size > MaxEPCBytes {
		return club.Refuse(club.CodeEPCTooLarge).With("n", size).With("max", MaxEPCBytes)
	}
	return nil
}

// checked returns the code in its stored form, or the first rule it breaks.
func (e EPC) checked() (EPC, error) {
	for _, field := range []struct {
		name string
		text *string
		max  int
	}{
		{"name", &e.Name, maxEPCName},
		{"purpose", &e.Purpose, maxEPCPurpose},
		{"reference", &e.Reference, maxEPCReference},
		{"text", &e.Text, maxEPCText},
		{"note", &e.Note, maxEPCNote},
	} {
		clean, err := epcField(field.name, *field.text, field.max)
		if err != nil {
			return EPC{}, err
		}
		*field.text = clean
	}
	if e.Name == "" {
		return EPC{}, club.Refuse(club.CodeEPCName).On("name")
	}
	if e.Reference != "" && e.Text != "" {
		return EPC{}, club.Refuse(club.CodeEPCTwoTexts).On("text")
	}
	if !only('c', e.Purpose) {
		return EPC{}, club.Refuse(club.CodeEPCPurpose).On("purpose")
	}
	if strings.HasPrefix(e.Reference, "RF") {
		rf, err := ParseRF(e.Reference)
		if err != nil {
			return EPC{}, err
		}
		e.Reference = string(rf)
	}
	if e.Open != (e.Amount == 0) || e.Amount < 0 || e.Amount > money.Max {
		return EPC{}, club.Refuse(club.CodeEPCAmount).On("amountCents").With("maxCents", money.Max)
	}
	return e.checkedAccount()
}

func (e EPC) checkedAccount() (EPC, error) {
	iban, err := ParseIBAN(string(e.IBAN))
	if err != nil {
		return EPC{}, err
	}
	e.IBAN = iban
	if e.BIC == "" {
		if !inEEA(iban.Country()) {
			return EPC{}, club.Refuse(club.CodeEPCBIC).On("bic").With("country", iban.Country())
		}
		return e, nil
	}
	e.BIC, err = ParseBIC(string(e.BIC))
	if err != nil {
		return EPC{}, err
	}
	return e, nil
}

// epcField trims and collapses the spaces of a field and refuses what would
// break the lines of the code or not be seen on a screen: control, format and
// line-separator characters, and bytes that are no UTF-8.
func epcField(name, text string, limit int) (string, error) {
	hidden := func(r rune) bool {
		return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
	}
	if !utf8.ValidString(text) || strings.ContainsFunc(text, hidden) {
		return "", club.Refuse(club.CodeEPCControl).On(name)
	}
	clean := strings.Join(strings.Fields(text), " ")
	if n := utf8.RuneCountInString(clean); n > limit {
		return "", club.Refuse(club.CodeEPCFieldTooLong).On(name).With("n", n).With("max", limit)
	}
	return clean, nil
}
