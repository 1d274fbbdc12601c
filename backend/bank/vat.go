package bank

import (
	"regexp"
	"strconv"
	"strings"

	"paddock/backend/club"
)

// VAT is a VAT number with its country's two letters: FR44732829320.
type VAT string

// vatForms holds the forms of the other countries' numbers (European
// Commission, VIES: structure of VAT identification numbers). Their check
// digits are left to VIES; Greece is EL and Northern Ireland XI there.
var vatForms = map[string]*regexp.Regexp{
	"AT": form(`U\d{8}`),
	"BG": form(`\d{9,10}`),
	"CY": form(`\d{8}[A-Z]`),
	"CZ": form(`\d{8,10}`),
	"DE": form(`\d{9}`),
	"DK": form(`\d{8}`),
	"EE": form(`\d{9}`),
	"EL": form(`\d{9}`),
	"ES": form(`[A-Z]\d{7}[A-Z0-9]|\d{8}[A-Z]`),
	"FI": form(`\d{8}`),
	"HR": form(`\d{11}`),
	"HU": form(`\d{8}`),
	"IE": form(`\d[A-Z0-9+*]\d{5}[A-Z]|\d{7}[A-W][A-I]`),
	"IT": form(`\d{11}`),
	"LT": form(`\d{9}|\d{12}`),
	"LU": form(`\d{8}`),
	"LV": form(`\d{11}`),
	"MT": form(`\d{8}`),
	"NL": form(`\d{9}B\d{2}`),
	"PL": form(`\d{10}`),
	"PT": form(`\d{9}`),
	"RO": form(`\d{2,10}`),
	"SE": form(`\d{10}01`),
	"SI": form(`\d{8}`),
	"SK": form(`\d{10}`),
	"XI": form(`\d{9}|\d{12}|GD\d{3}|HA\d{3}`),
}

func form(pattern string) *regexp.Regexp { return regexp.MustCompile("^(?:" + pattern + ")$") }

// ParseVAT reads a VAT number: French and Belgian ones with their check digits,
// those of other EU countries by their form. Without a country's letters,
// eleven characters are taken for a French number and ten figures for a Belgian
// one, which is how both are often written at home; their check digits then
// tell.
func ParseVAT(text string) (VAT, error) {
	number := compact(text)
	switch {
	case len(number) == 11 && only('n', number[2:]) && !only('a', number[:2]):
		number = "FR" + number
	case figures(number, 10):
		number = "BE" + number
	}
	refused := club.Refuse(club.CodeBadVAT).On("vatNumber")
	if len(number) < 4 {
		return "", refused
	}
	country, rest := number[:2], number[2:]
	switch other := vatForms[country]; {
	case country == "BE":
		enterprise, err := ParseEnterprise(rest)
		if err != nil {
			return "", refused
		}
		return enterprise.VAT(), nil
	case country == "FR" && frenchVAT(rest), other != nil && other.MatchString(rest):
		return VAT(number), nil
	}
	return "", refused
}

// frenchKey holds what the two first characters of a French number are made
// of, in the order of their values: figures and letters but I and O.
const frenchKey = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"

// frenchVAT checks a French number without its FR: a key of two characters and
// a SIREN. Monaco shares the letters; its numbers begin with 000 after the key
// and are no SIREN. The key of figures is SIREN followed by 12, by 97. The key
// with a letter is reckoned by 11 (European Commission, VIES algorithms: FR).
func frenchVAT(number string) bool {
	if len(number) != 11 || !only('n', number[2:]) {
		return false
	}
	company := number[2:]
	if _, err := ParseSIREN(company); err != nil && !strings.HasPrefix(company, "000") {
		return false
	}
	first, second := strings.IndexByte(frenchKey, number[0]), strings.IndexByte(frenchKey, number[1])
	switch {
	case first < 0 || second < 0:
		return false
	case first < 10 && second < 10:
		return first*10+second == mod97(company+"12")
	}
	key := first*24 + second - 10
	if first >= 10 {
		key = first*34 + second - 100
	}
	value, err := strconv.Atoi(company)
	return err == nil && (value+1+key/11)%11 == key%11
}
