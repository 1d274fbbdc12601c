package bank

import "paddock/backend/club"

// BIC names a bank (ISO 9362): GEBABEBB, or GEBABEBB36A with its branch.
type BIC string

// ParseBIC reads a BIC and checks its form: four letters of the bank, two of
// the country, two of the place and three more where a branch is named. There
// are no check digits, and no list of banks to ask offline.
func ParseBIC(text string) (BIC, error) {
	code := compact(text)
	if len(code) != 8 && len(code) != 11 || !only('a', code[:6]) || !only('c', code[6:]) {
		return "", club.Refuse(club.CodeBadBIC).On("bic")
	}
	return BIC(code), nil
}
