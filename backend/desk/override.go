package desk

import (
	"slices"
	"strings"

	"paddock/backend/calendar"
	"paddock/backend/exchange"
	"paddock/backend/locale"
	"paddock/backend/sqlite"
)

// Overrides lists what was sold in a period although it did not fit, or although
// the stock had less, the links that were unlocked, the places and the lessons for
// which a rule was set aside, the cards that are good for longer and the payouts with
// too high a fee, for the owner
// (PRODUCT sections 3, 4 and 9), of everybody or of one person, the latest day first. The journal keeps each by the hash of its reason.
func (d *Desk) Overrides() List[sqlite.Override] {
	return listed(d, "overrides", "settings.overrides", overrideColumns, func(tx *sqlite.Tx, c listing, q ListQuery) ([]sqlite.Override, error) {
		from, to := q.period()
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
		dear, err := tx.DearPayouts(c.midnight(from), c.midnight(to.AddDays(1)))
		if err != nil {
			return nil, err
		}
		links = slices.Concat(links, places, horses, longer, plan, dear)
		for i := range links {
			links[i].Day = calendar.DayOf(links[i].At, c.zone)
		}
		short, err := tx.SoldShort(from, to)
		if err != nil {
			return nil, err
		}
		all := slices.Concat(links, sold, short)
		all = slices.DeleteFunc(all, func(o sqlite.Override) bool { return q.Of != 0 && o.Staff != q.Of })
		slices.SortStableFunc(all, func(a, b sqlite.Override) int { return strings.Compare(string(b.Day), string(a.Day)) })
		return all, err
	})
}

var overrideColumns = []column[sqlite.Override]{
	{"overrides.day", exchange.Day, func(_ listing, o sqlite.Override) any { return o.Day }},
	{"overrides.who", exchange.Text, func(_ listing, o sqlite.Override) any { return o.Who }},
	{"overrides.what", exchange.Text, func(l listing, o sqlite.Override) any { return l.setAside(o) }},
	{"overrides.whom", exchange.Text, func(_ listing, o sqlite.Override) any { return listOf(o.Rider, o.Household) }},
	{"overrides.reason", exchange.Text, func(l listing, o sqlite.Override) any {
		switch {
		case o.Reason != "" || o.Plan != nil:
			return o.Reason
		case o.Short > 0:
			return l.say("overrides.stock", nil)
		}
		return l.say("overrides.erased", nil)
	}},
	{"overrides.invoice", exchange.Text, func(_ listing, o sqlite.Override) any { return o.Number }},
}

// setAside says what was done against a rule.
func (l listing) setAside(o sqlite.Override) string {
	switch {
	case o.Plan != nil && o.Plan.Room > 0:
		return l.say("overrides.room", locale.Params{"lesson": o.Plan.Lesson, "room": o.Plan.Room, "n": o.Plan.Lessons})
	case o.Plan != nil:
		return l.say("overrides.clash", locale.Params{"lesson": o.Plan.Lesson, "with": o.Plan.With, "n": o.Plan.Lessons})
	case o.Payout != nil:
		return l.say("overrides.payout", locale.Params{"grossCents": int64(o.Payout.Gross), "feeCents": int64(o.Payout.Fee)})
	case o.Card != 0:
		return l.say("overrides.longer", locale.Params{"offer": o.Offer})
	case o.Link != 0:
		return l.say("overrides.link", nil)
	case o.Short > 0:
		return l.say("overrides.short", locale.Params{"offer": o.Offer, "n": o.Short})
	case o.Given == nil:
		return o.Offer
	case o.Given.Percent > 0:
		return l.say("overrides.discount", locale.Params{"offer": o.Offer, "off": locale.Rate(l.lang, o.Given.Percent)})
	}
	return l.say("overrides.discount", locale.Params{"offer": o.Offer, "off": locale.Amount(l.lang, o.Given.Cents)})
}
