package desk

import (
	"context"
	"maps"
	"slices"
	"strings"

	"paddock/backend/club"
	"paddock/backend/sqlite"
)

// Found is what the palette shows for some words.
type Found struct {
	Households []sqlite.FoundHousehold `json:"households" nullable:"false"`
	Riders     []sqlite.FoundRider     `json:"riders" nullable:"false"`
	Invoices   []sqlite.FoundInvoice   `json:"invoices" nullable:"false"`
	Offers     []sqlite.FoundOffer     `json:"offers" nullable:"false"`
	Horses     []sqlite.FoundHorse     `json:"horses" nullable:"false"`
}

// foundMost is how many of each kind the palette shows.
const foundMost = 6

// Search finds people, documents and offers by words; every word must match.
// Nothing was asked for with no word, and nothing is found.
func (d *Desk) Search(ctx context.Context, query string) (Found, error) {
	found := Found{
		Households: []sqlite.FoundHousehold{}, Riders: []sqlite.FoundRider{},
		Invoices: []sqlite.FoundInvoice{}, Offers: []sqlite.FoundOffer{}, Horses: []sqlite.FoundHorse{},
	}
	words := club.Words(query)
	return read(ctx, d, "search", func(tx *sqlite.Tx) (_ Found, err error) {
		if len(words) == 0 {
			return found, nil
		}
		if found.Households, err = tx.SearchHouseholds(words, foundMost); err != nil {
			return found, err
		}
		if found.Riders, err = tx.SearchRiders(words, foundMost); err != nil {
			return found, err
		}
		if found.Invoices, err = tx.SearchInvoices(words, foundMost); err != nil {
			return found, err
		}
		if found.Offers, err = tx.SearchOffers(words, foundMost); err != nil {
			return found, err
		}
		if found.Horses, err = tx.SearchHorses(words, foundMost); err != nil {
			return found, err
		}
		return found, found.sayWhy(tx, words)
	})
}

// sayWhy says of what was found by something that its row does not show, by what.
func (f *Found) sayWhy(tx *sqlite.Tx, words []string) error {
	type row struct {
		shown string
		by    *string
	}
	rows := map[club.HouseholdID][]row{}
	hides := func(shown string) bool {
		text := club.Index(shown)
		return slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(text, word) })
	}
	for i := range f.Households {
		if h := &f.Households[i]; hides(h.Name + " " + h.Detail) {
			rows[h.ID] = append(rows[h.ID], row{h.Name + " " + h.Detail, &h.By})
		}
	}
	for i := range f.Riders {
		if r := &f.Riders[i]; hides(r.Name + " " + r.Detail) {
			rows[r.Household] = append(rows[r.Household], row{r.Name + " " + r.Detail, &r.By})
		}
	}
	for i := range f.Invoices {
		in := &f.Invoices[i]
		shown := in.Number + " " + strings.ReplaceAll(in.Number, "-", "") + " " + in.Detail
		if !hides(shown) {
			continue
		}
		buyer, err := tx.BuyerOf(in.ID)
		if err != nil {
			return err
		}
		rows[buyer] = append(rows[buyer], row{shown, &in.By})
	}
	if len(rows) == 0 {
		return nil
	}
	c, err := loadClub(tx)
	if err != nil {
		return err
	}
	known, err := tx.FoundBy(slices.Sorted(maps.Keys(rows)))
	for of, hidden := range rows {
		for _, r := range hidden {
			*r.by = club.Reveal(words, r.shown, c.Identity.Country, known[of])
		}
	}
	return err
}
