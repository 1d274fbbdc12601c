package billing

import (
	"slices"

	"paddock/backend/club"
	"paddock/backend/money"
)

// Share is how much of one payment somebody lays on one invoice. Invoice 0 is
// the one that the sale being paid issues.
type Share struct {
	Invoice InvoiceID   `json:"invoice" doc:"0 for the invoice that this sale issues"`
	Cents   money.Cents `json:"cents" minimum:"0" doc:"What of the money goes to it now"`
}

// Plan limits open invoices to the shares that somebody chose; without shares
// they stay whole, so that Allocate settles them in their order. The shares
// spread the whole of what settles now, no invoice takes more than it asks for,
// and an invoice that is not named gets nothing. What is left of the money once
// all are paid becomes the household's credit.
func Plan(open []Open, shares []Share, settling money.Cents) ([]Open, error) {
	if len(shares) == 0 {
		return open, nil
	}
	planned := slices.Clone(open)
	var owed, spread money.Cents
	for i := range planned {
		owed += planned[i].Remaining
		planned[i].Remaining = 0
	}
	var seen []InvoiceID
	for _, share := range shares {
		at := slices.IndexFunc(open, func(o Open) bool { return o.Invoice == share.Invoice })
		if at < 0 || slices.Contains(seen, share.Invoice) || share.Cents < 0 || share.Cents > open[at].Remaining {
			return nil, club.Refuse(club.CodeSplit).On("shares")
		}
		seen = append(seen, share.Invoice)
		planned[at].Remaining = share.Cents
		spread += share.Cents
	}
	if spread != min(settling, owed) {
		return nil, club.Refuse(club.CodeSplit).On("shares")
	}
	return planned, nil
}
