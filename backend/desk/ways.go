package desk

import (
	"slices"

	"paddock/backend/billing"
	"paddock/backend/club"
)

// ways are the ways of paying the club takes at its desk, in the order of the
// desk's keys.
func (c clubNow) ways() []billing.Way {
	refused := make([]billing.Way, len(c.Policy.WaysRefused))
	for i, way := range c.Policy.WaysRefused {
		refused[i] = billing.Way(way)
	}
	return billing.WaysTaken(c.Identity.Country, refused)
}

// waysLater are the ways an open invoice is paid by: those of the desk, and money
// that came by itself.
func (c clubNow) waysLater() []billing.Way { return append(c.ways(), billing.WaysArriving()...) }

// checkWaysRefused puts the ways a club does not take in order, and refuses what
// is no choice in its country.
func checkWaysRefused(country string, refused []string) ([]string, error) {
	var kept []string
	choice := billing.WaysToChoose(country)
	for _, way := range refused {
		if !slices.Contains(choice, billing.Way(way)) {
			return nil, club.Refuse(club.CodeWayUnknown).On("policy.waysRefused").With("way", way)
		}
	}
	for _, way := range choice {
		if slices.Contains(refused, string(way)) {
			kept = append(kept, string(way))
		}
	}
	return kept, nil
}
