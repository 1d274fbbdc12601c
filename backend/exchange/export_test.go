package exchange

import "paddock/backend/locale"

// RawCSV writes a table without defusing it: the control of the tests that
// prove it is done.
func (t Table) RawCSV(lang locale.Lang) []byte {
	return t.csv(lang, func(text string) string { return text })
}
