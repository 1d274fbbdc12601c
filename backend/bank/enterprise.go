package bank

import (
	"fmt"

	"paddock/backend/club"
)

// Enterprise is a Belgian enterprise number, ten figures: 0428759497.
type Enterprise string

// ParseEnterprise reads an enterprise number of the Crossroads Bank: ten figures
// from 0 or 1, the last two being 97 less the remainder of the first eight by
// 97. The nine figures in use before 2005 get their leading zero, and a BE
// before them is dropped.
func ParseEnterprise(text string) (Enterprise, error) {
	number := compact(text)
	if len(number) > 2 && number[:2] == "BE" {
		number = number[2:]
	}
	if figures(number, 9) {
		number = "0" + number
	}
	if !figures(number, 10) || number[0] > '1' || number[:8] == "00000000" ||
		number[8:] != fmt.Sprintf("%02d", 97-mod97(number[:8])) {
		return "", club.Refuse(club.CodeBadEnterprise).On("enterprise")
	}
	return Enterprise(number), nil
}

// String returns the number as papers print it: 0428.759.497.
func (e Enterprise) String() string {
	return string(e[:4]) + "." + string(e[4:7]) + "." + string(e[7:])
}

// VAT returns the VAT number of the enterprise, which is its number after BE.
func (e Enterprise) VAT() VAT { return VAT("BE" + string(e)) }
