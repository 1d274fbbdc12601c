package catalogue

import (
	"regexp"
	"strconv"

	"paddock/backend/calendar"
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
	o.ID, o.Position, o.Version, o.Archived, o.Season = 0, 0, 0, false, next.ID
	o.Name, o.Detail = yearOn(o.Name), yearOn(o.Detail)
	if o.Terms.ValidFrom == old.First && o.Terms.ValidThrough == old.Last && old.First != "" {
		o.Terms.ValidFrom, o.Terms.ValidThrough = next.First, next.Last
		return o
	}
	for _, day := range []*calendar.Day{&o.Terms.ValidFrom, &o.Terms.ValidThrough} {
		if *day != "" {
			*day = day.AddMonths(12)
		}
	}
	return o
}

func yearOn(text string) string {
	return year.ReplaceAllStringFunc(text, func(found string) string {
		n, _ := strconv.Atoi(found) // four figures
		return strconv.Itoa(n + 1)
	})
}
