package bank

import (
	"fmt"
	"strings"

	"paddock/backend/club"
)

// IBAN is an account number in its compact form: FR7630006000011234567890189.
type IBAN string

// ParseIBAN reads an account number and checks its country, length, structure,
// check digits (ISO 13616: remainder 1 by 97) and, for France, Monaco and
// Belgium, the national key as well: two checks find what one lets through.
// A Belgian bank code that no bank uses is not refused; the list of banks
// changes and Paddock works offline.
func ParseIBAN(text string) (IBAN, error) {
	number := compact(text)
	if len(number) < 4 || !only('c', number) {
		return "", club.Refuse(club.CodeBadIBAN).On("iban")
	}
	country, account := number[:2], number[4:]
	structure, known := structures[country]
	if !known {
		return "", club.Refuse(club.CodeIBANCountry).On("iban").With("country", country)
	}
	if want := 4 + structure.length(); len(number) != want {
		return "", club.Refuse(club.CodeIBANLength).On("iban").
			With("country", country).With("want", want).With("n", len(number))
	}
	if !structure.matches(account) || !only('n', number[2:4]) ||
		mod97(account+number[:4]) != 1 || !nationalKey(country, account) {
		return "", club.Refuse(club.CodeBadIBAN).On("iban")
	}
	return IBAN(number), nil
}

// Country returns the ISO 3166 code the number begins with.
func (i IBAN) Country() string { return string(i[:min(2, len(i))]) }

// String returns the number as papers print it, in groups of four.
func (i IBAN) String() string { return grouped(string(i), 4) }

// nationalKey checks the key inside the account number, where the country has
// one that Paddock knows.
func nationalKey(country, account string) bool {
	switch country {
	case "FR", "MC":
		return account[21:] == ribKey(account[:5], account[5:10], account[10:21])
	case "BE":
		return account[10:] == remainder97(account[:10])
	}
	return true
}

// ribKey returns the key of a French RIB: 97 less the remainder by 97 of
// 89 × bank + 15 × branch + 3 × account (CFONB). It is the same as the rest of
// the three in a row followed by 00.
func ribKey(bank, branch, account string) string {
	plain := strings.Map(ribFigure, bank+branch+account)
	return fmt.Sprintf("%02d", 97-mod97(plain+"00"))
}

// ribFigure turns a letter of a French account number into its figure:
// A and J are 1, B, K and S are 2, … I, R and Z are 9.
func ribFigure(r rune) rune {
	switch {
	case 'A' <= r && r <= 'I':
		return r - 'A' + '1'
	case 'J' <= r && r <= 'R':
		return r - 'J' + '1'
	case 'S' <= r && r <= 'Z':
		return r - 'S' + '2'
	}
	return r
}

// remainder97 returns the two check digits Belgium puts behind ten figures, on
// account numbers and on structured communications: the remainder by 97,
// written 97 when it is 0.
func remainder97(base string) string {
	rest := mod97(base)
	if rest == 0 {
		rest = 97
	}
	return fmt.Sprintf("%02d", rest)
}
