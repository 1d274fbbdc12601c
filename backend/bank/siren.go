package bank

import (
	"fmt"
	"strings"

	"paddock/backend/club"
)

// SIREN is the number of a French company or association, nine figures.
type SIREN string

// SIRET is the number of one of its establishments: the SIREN and five more.
type SIRET string

// The numbers of La Poste, whose post offices outgrew the Luhn check.
const (
	laPoste     = "356000000"
	laPosteSeat = "35600000000048"
)

// ParseSIREN reads a SIREN: nine figures that pass the Luhn check (INSEE).
func ParseSIREN(text string) (SIREN, error) {
	number := compact(text)
	if !figures(number, 9) || number == "000000000" || !luhn(number) {
		return "", club.Refuse(club.CodeBadSIREN).On("siren")
	}
	return SIREN(number), nil
}

// ParseSIRET reads a SIRET: a SIREN, then five figures so that all fourteen
// pass the Luhn check. For La Poste the sum of the figures is a multiple of
// five instead, its seat excepted (INSEE, Sirene documentation).
func ParseSIRET(text string) (SIRET, error) {
	number := compact(text)
	refused := club.Refuse(club.CodeBadSIRET).On("siret")
	if !figures(number, 14) {
		return "", refused
	}
	if _, err := ParseSIREN(number[:9]); err != nil {
		return "", refused
	}
	if strings.HasPrefix(number, laPoste) && number != laPosteSeat {
		sum := 0
		for _, r := range number {
			sum += int(r - '0')
		}
		if sum%5 != 0 {
			return "", refused
		}
	} else if !luhn(number) {
		return "", refused
	}
	return SIRET(number), nil
}

// String returns the number as papers print it: 732 829 320.
func (s SIREN) String() string { return grouped(string(s), 3) }

// SIREN returns the company's number inside the establishment's.
func (s SIRET) SIREN() SIREN { return SIREN(s[:9]) }

// String returns the number as papers print it: 732 829 320 00074.
func (s SIRET) String() string { return s.SIREN().String() + " " + string(s[9:]) }

// VAT returns the French VAT number of the company, whose key is
// (12 + 3 × (SIREN mod 97)) mod 97 (CGI annexe III, 95 V). Old numbers may have
// another key with letters; the company knows.
func (s SIREN) VAT() VAT {
	return VAT(fmt.Sprintf("FR%02d%s", mod97(string(s)+"12"), string(s)))
}
