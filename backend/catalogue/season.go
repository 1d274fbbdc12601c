package catalogue

import (
	"regexp"
	"slices"
	"strconv"

	"paddock/backend/calendar"
	"paddock/backend/money"
)

// year is a year of this century standing alone in a text.
var year = regexp.MustCompile(`\b20\d\d\b`)

// Seasonal reports whether an offer is for one season or one period, so that
// the next needs an offer of its own.
func (o Offer) Seasonal() bool { return o.Season != 0 || o.Terms.ValidThrough != "" }

// InSeason is a copy of the offer for the season after its own. What was valid
// for all of the old season is valid for all of the new one; other days, and the
// years in its words, move on by a year.
func (o Offer) InSeason(old, next calendar.Season) Offer {
	o.Follows, o.ID, o.Position, o.Version, o.Archived, o.Season = o.ID, 0, 0, 0, false, next.ID
	o.Name, o.Detail = yearOn(o.Name), yearOn(o.Detail)
	if o.Terms.ValidFrom == old.First && o.Terms.ValidThrough == old.Last && old.First != "" {
		o.Terms.ValidFrom, o.Terms.ValidThrough = next.First, next.Last
		return o
	}
	if o.Kind == Activity { // its days are planned anew
		o = o.Unplanned()
	}
	for _, day := range []*calendar.Day{&o.Terms.ValidFrom, &o.Terms.ValidThrough} {
		if *day != "" {
			*day = day.AddMonths(12)
		}
	}
	return o
}

// Continues reports whether the offer is the one that a copy for its season, made
// by InSeason, would be: it was made so, whatever it is called by now, or it is the
// same thing by its words and days, whatever it costs.
func (o Offer) Continues(copied Offer) bool {
	if o.Kind != copied.Kind || o.Season != copied.Season {
		return false
	}
	return o.Follows == copied.Follows || o.Follows == 0 && o.Name == copied.Name && o.Terms == copied.Terms
}

// At is the offer at another price: its parts follow in the shares they had, and
// a deposit is never more than the price.
func (o Offer) At(price money.Cents) Offer {
	weights := make([]money.Cents, len(o.Parts))
	for i, part := range o.Parts {
		weights[i] = part.Cents
	}
	o.Parts = slices.Clone(o.Parts)
	for i, cents := range money.Share(price, weights) {
		o.Parts[i].Cents = cents
	}
	if o.Price = price; o.Deposit.Kind == DepositAmount {
		o.Deposit.Value = min(o.Deposit.Value, int64(price))
	}
	return o
}

func yearOn(text string) string {
	return year.ReplaceAllStringFunc(text, func(found string) string {
		n, _ := strconv.Atoi(found) // four figures
		return strconv.Itoa(n + 1)
	})
}
