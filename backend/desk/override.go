package desk

import (
	"context"
	"slices"
	"strings"

	"paddock/backend/calendar"
	"paddock/backend/sqlite"
)

// Overrides lists what was sold in a period although it did not fit, or although
// the stock had less, the links that were unlocked, the places and the lessons for
// which a rule was set aside and the cards that are good for longer, for the owner
// (PRODUCT sections 3, 4 and 9), the latest day first. The journal keeps each by the hash of its reason.
func (d *Desk) Overrides(ctx context.Context, from, to calendar.Day) ([]sqlite.Override, error) {
	return read(ctx, d, "overrides", func(tx *sqlite.Tx) ([]sqlite.Override, error) {
		c, err := loadClub(tx)
		if err != nil {
			return nil, err
		}
		sold, err := tx.Overrides(from, to)
		if err != nil {
			return nil, err
		}
		links, err := tx.UnlockedLinks(c.midnight(from), c.midnight(to.AddDays(1)))
		if err != nil {
			return nil, err
		}
		places, err := tx.RulesSetAside(c.midnight(from), c.midnight(to.AddDays(1)))
		if err != nil {
			return nil, err
		}
		horses, err := tx.HorsesGivenAgainst(c.midnight(from), c.midnight(to.AddDays(1)))
		if err != nil {
			return nil, err
		}
		longer, err := tx.ExtendedCards(c.midnight(from), c.midnight(to.AddDays(1)))
		if err != nil {
			return nil, err
		}
		plan, err := tx.PlanSetAside(c.midnight(from), c.midnight(to.AddDays(1)))
		if err != nil {
			return nil, err
		}
		links = slices.Concat(links, places, horses, longer, plan)
		for i := range links {
			links[i].Day = calendar.DayOf(links[i].At, c.zone)
		}
		short, err := tx.SoldShort(from, to)
		if err != nil {
			return nil, err
		}
		all := slices.Concat(links, sold, short)
		slices.SortStableFunc(all, func(a, b sqlite.Override) int { return strings.Compare(string(b.Day), string(a.Day)) })
		return all, err
	})
}
