package desk

import (
	"context"

	"paddock/backend/club"
	"paddock/backend/sqlite"
)

// Found is what the palette shows for some words.
type Found struct {
	Households []sqlite.FoundHousehold `json:"households" nullable:"false"`
	Riders     []sqlite.FoundRider     `json:"riders" nullable:"false"`
	Invoices   []sqlite.FoundInvoice   `json:"invoices" nullable:"false"`
	Offers     []sqlite.FoundOffer     `json:"offers" nullable:"false"`
}

// foundMost is how many of each kind the palette shows.
const foundMost = 6

// Search finds people, documents and offers by words; every word must match.
// Nothing was asked for with no word, and nothing is found.
func (d *Desk) Search(ctx context.Context, query string) (Found, error) {
	found := Found{
		Households: []sqlite.FoundHousehold{}, Riders: []sqlite.FoundRider{},
		Invoices: []sqlite.FoundInvoice{}, Offers: []sqlite.FoundOffer{},
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
		found.Offers, err = tx.SearchOffers(words, foundMost)
		return found, err
	})
}
