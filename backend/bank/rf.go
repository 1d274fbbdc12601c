package bank

import (
	"fmt"
	"strings"

	"paddock/backend/club"
)

// RF is a creditor reference (ISO 11649) in its compact form: RF26FA20260001.
type RF string

// maxRFBase is the most characters a reference has behind RF and two digits.
const maxRFBase = 21

// NewRF makes the reference of a text, such as an invoice's printed number:
// letters and figures without accents, whose spaces and - . / _ are left out.
func NewRF(text string) (RF, error) {
	base := compact(strings.NewReplacer("/", "", "_", "").Replace(text))
	if base == "" || len(base) > maxRFBase || !only('c', base) {
		return "", club.Refuse(club.CodeRFBase).On("reference").With("max", maxRFBase)
	}
	return RF(fmt.Sprintf("RF%02d%s", 98-mod97(base+"RF00"), base)), nil
}

// ParseRF reads a reference: RF, two check digits and 1 to 21 letters and
// figures, whose remainder by 97 is 1 with the four first at the end.
func ParseRF(text string) (RF, error) {
	number := compact(text)
	if len(number) < 5 || len(number) > 4+maxRFBase || number[:2] != "RF" ||
		!only('c', number) || !only('n', number[2:4]) || mod97(number[4:]+number[:4]) != 1 {
		return "", club.Refuse(club.CodeBadRF).On("reference")
	}
	return RF(number), nil
}

// LeadingRF is the longest beginning of a text, in whole words, that is a reference with
// right check digits, and how many bytes of the text it takes; 0 for none. What a person
// wrote behind it is often figures too.
func LeadingRF(text string) (RF, int) {
	for to := len(text); to > 0; to = strings.LastIndexByte(text[:to], ' ') {
		if rf, err := ParseRF(text[:to]); err == nil {
			return rf, len(strings.TrimRight(text[:to], " "))
		}
	}
	return "", 0
}

// String returns the reference as papers print it, in groups of four.
func (r RF) String() string { return grouped(string(r), 4) }
