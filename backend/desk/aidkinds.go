package desk

import (
	"slices"

	"paddock/backend/club"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// checkAidKinds cleans the kinds of aid and numbers new ones: each is a fixed
// amount or a share, never both, or covers nothing until one is decided.
func checkAidKinds(_ *sqlite.Tx, c clubNow, in []club.AidKind) ([]club.AidKind, error) {
	var f form
	last := int64(0)
	for _, kind := range slices.Concat(in, c.Aids) {
		last = max(last, kind.ID)
	}
	kinds := []club.AidKind{}
	for i, kind := range in {
		if kind.ID == 0 {
			last++
			kind.ID = last
		}
		f.within("aids", i, func(f *form) {
			f.name("name", &kind.Name)
			f.name("payer", &kind.Payer)
			if kind.Percent != 0 || kind.Cents != 0 {
				f.amountOff(kind.Percent, kind.Cents)
			}
			f.figure("capCents", int64(kind.Cap), 0, int64(money.Max))
			if kind.Percent == 0 {
				kind.Cap = 0
			}
			if kind.From == "" {
				f.refuse(club.CodeRequired, "from")
			}
			f.fail(checkPeriod(kind.From, kind.Through, f.at+"from", f.at+"through"))
		})
		kinds = append(kinds, kind)
	}
	return kinds, f.err
}
