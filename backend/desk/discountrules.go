package desk

import (
	"slices"
	"strconv"

	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/sqlite"
)

// mostPlaces is the last rider or offer a rule of discounts can begin with.
const mostPlaces = 20

// checkDiscounts cleans the rules of discounts and numbers new ones. No
// promotion has another's code, and no two rules of a place hold on one day for
// one kind of offer.
func checkDiscounts(tx *sqlite.Tx, c clubNow, in []club.DiscountRule) ([]club.DiscountRule, error) {
	var f form
	last := int64(0)
	for _, rule := range slices.Concat(in, c.Discounts) {
		last = max(last, rule.ID)
	}
	rules := []club.DiscountRule{}
	for i, rule := range in {
		if rule.ID == 0 {
			last++
			rule.ID = last
		}
		if rule.Offers == nil {
			rule.Offers = []int64{}
		}
		f.within("discounts", i, func(f *form) { f.discount(tx, c, &rule, rules) })
		rules = append(rules, rule)
	}
	return rules, f.err
}

func (f *form) discount(tx *sqlite.Tx, c clubNow, rule *club.DiscountRule, others []club.DiscountRule) {
	f.oneOf("kind", string(rule.Kind), string(club.DiscountRank), string(club.DiscountSecond), string(club.DiscountPromo))
	f.texts("label", &rule.Label, c.Identity.Language)
	f.amountOff(rule.Percent, rule.Cents)
	f.figure("mostUses", int64(rule.MostUses), 0, 1_000_000)
	rule.Code = clean(rule.Code)
	if rule.Kind == club.DiscountPromo {
		rule.Place = 0
		f.name("code", &rule.Code)
		f.limit("code", rule.Code, 30)
	} else {
		rule.Code, rule.MostUses = "", 0
		f.figure("place", int64(rule.Place), 2, mostPlaces)
	}
	if len(rule.Kinds) == 0 {
		f.refuse(club.CodeRequired, "kinds")
	}
	for _, kind := range rule.Kinds {
		if !slices.Contains(catalogue.Sellable, catalogue.Kind(kind)) {
			f.refuse(club.CodeInvalid, "kinds")
		}
	}
	for i, offer := range rule.Offers {
		if known, err := tx.Offer(catalogue.OfferID(offer)); err != nil || !slices.Contains(rule.Kinds, string(known.Kind)) {
			f.refuse(club.CodeOfferNotFound, "offers."+strconv.Itoa(i))
		}
	}
	if rule.From == "" {
		f.refuse(club.CodeRequired, "from")
	}
	f.fail(checkPeriod(rule.From, rule.Through, f.at+"from", f.at+"through"))
	for _, other := range others {
		switch {
		case other.ID == rule.ID:
			f.refuse(club.CodeInvalid, "id")
		case other.Kind != rule.Kind:
		case rule.Kind == club.DiscountPromo && club.Fold(other.Code) == club.Fold(rule.Code):
			f.fail(club.Refuse(club.CodeNameTaken).On(f.at+"code").With("name", rule.Code))
		case rule.Kind != club.DiscountPromo && other.Place == rule.Place && meet(other, *rule) &&
			overlap(other.From, other.Through, rule.From, rule.Through):
			f.fail(club.Refuse(club.CodePeriods).On(f.at+"from").With("code", rule.Label.In(c.Identity.Language)))
		}
	}
}

// meet reports whether two rules may be for one offer.
func meet(a, b club.DiscountRule) bool {
	kinds := slices.ContainsFunc(a.Kinds, func(kind string) bool { return slices.Contains(b.Kinds, kind) })
	offers := len(a.Offers) == 0 || len(b.Offers) == 0 ||
		slices.ContainsFunc(a.Offers, func(offer int64) bool { return slices.Contains(b.Offers, offer) })
	return kinds && offers
}
