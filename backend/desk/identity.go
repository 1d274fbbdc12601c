package desk

import (
	"errors"
	"regexp"
	"strings"
	"time"

	"paddock/backend/bank"
	"paddock/backend/club"
)

// rnaForm is a number of the French register of associations (RULES section 2).
var rnaForm = regexp.MustCompile(`^W\d{9}$`)

func parseRNA(text string) (string, error) {
	rna := strings.ToUpper(strings.ReplaceAll(text, " ", ""))
	if !rnaForm.MatchString(rna) {
		return text, club.Refuse(club.CodeBadRNA)
	}
	return rna, nil
}

// checkIdentity cleans how papers name the club: numbers in their compact form
// and with the right check digits, or not at all. A SIRET brings its SIREN.
func checkIdentity(in club.Identity) (club.Identity, error) {
	f := form{at: "identity."}
	f.name("name", &in.Name)
	f.line("tagline", &in.Tagline)
	f.line("legalForm", &in.LegalForm)
	f.line("registry", &in.Registry)
	f.line("street", &in.Street)
	f.line("postalCode", &in.PostalCode)
	f.line("town", &in.Town)
	f.line("website", &in.Website)
	f.line("zone", &in.Zone)
	f.oneOf("country", in.Country, "FR", "BE")
	f.phone("phone", &in.Phone, in.Country)
	f.email("email", &in.Email)
	number(&f, "siren", &in.SIREN, bank.ParseSIREN)
	number(&f, "siret", &in.SIRET, bank.ParseSIRET)
	number(&f, "enterprise", &in.Enterprise, bank.ParseEnterprise)
	number(&f, "vatNumber", &in.VATNumber, bank.ParseVAT)
	number(&f, "iban", &in.IBAN, bank.ParseIBAN)
	number(&f, "bic", &in.BIC, bank.ParseBIC)
	if f.err == nil && in.SIRET != "" {
		siren := string(bank.SIRET(in.SIRET).SIREN())
		if in.SIREN != "" && in.SIREN != siren {
			f.refuse(club.CodeBadSIRET, "siret")
		}
		in.SIREN = siren
	}
	number(&f, "rna", &in.RNA, parseRNA)
	if !in.Language.Valid() {
		f.refuse(club.CodeInvalid, "language")
	}
	// The club's zone decides its days for ever: "" and Local are whatever the
	// computer says.
	if _, err := time.LoadLocation(in.Zone); err != nil || in.Zone == "" || in.Zone == "Local" {
		f.refuse(club.CodeInvalid, "zone")
	}
	return in, f.err
}

// number reads a number with check digits, which may be missing.
func number[T ~string](f *form, field string, text *string, parse func(string) (T, error)) {
	*text = clean(*text)
	if *text == "" {
		return
	}
	value, err := parse(*text)
	f.fail(on(f.at+field, err))
	*text = string(value)
}

// inRow puts the field a refusal names into a row of a list.
func inRow(list string, row int, err error) error {
	var refusal *club.Error
	if errors.As(err, &refusal) {
		return refusal.On(field(list, row, refusal.Field))
	}
	return err
}

// on names the field of this form in a refusal another package made.
func on(field string, err error) error {
	var refusal *club.Error
	if errors.As(err, &refusal) {
		return refusal.On(field)
	}
	return err
}
