package bank

import (
	"fmt"
	"strings"

	"paddock/backend/club"
)

// OGM is a Belgian structured communication (OGM in Dutch, VCS in French): a
// base of ten figures and two check digits.
type OGM string

// maxOGMBase is the largest number ten figures hold.
const maxOGMBase = 9_999_999_999

// NewOGM makes the communication of a number from 1 to 9 999 999 999.
func NewOGM(base int64) (OGM, error) {
	if base < 1 || base > maxOGMBase {
		return "", club.Refuse(club.CodeOGMBase).On("reference").With("max", maxOGMBase)
	}
	text := fmt.Sprintf("%010d", base)
	return OGM(text + remainder97(text)), nil
}

// ParseOGM reads a communication, bare or as papers print it between plus signs
// or stars. The check digits are the base's remainder by 97, written 97 when it
// is 0 (Febelfin).
func ParseOGM(text string) (OGM, error) {
	number := strings.NewReplacer("+", "", "*", "", "/", "").Replace(compact(text))
	if !figures(number, 12) || number[:10] == "0000000000" || number[10:] != remainder97(number[:10]) {
		return "", club.Refuse(club.CodeBadOGM).On("reference")
	}
	return OGM(number), nil
}

// String returns the communication as papers print it: +++010/8068/17183+++.
func (o OGM) String() string {
	return "+++" + string(o[:3]) + "/" + string(o[3:7]) + "/" + string(o[7:]) + "+++"
}
