package club

import (
	"slices"

	"paddock/backend/calendar"
	"paddock/backend/money"
)

// DiscountRule is a dated rule that takes something off what is bought (PRODUCT
// section 3, Discounts). What a third party is owed is never reduced.
type DiscountRule struct {
	ID       int64        `json:"id" doc:"0 for a new one"`
	Kind     DiscountKind `json:"kind" enum:"rank,second,promo"`
	Label    Texts        `json:"label" doc:"What the line of the discount says"`
	Place    int          `json:"place" doc:"Rank: which rider of the household it begins with, until another rule takes over; second: which offer of the rider. 2 or more; 0 for a promotion"`
	Code     string       `json:"code" doc:"Promotion: what is typed; capitals do not matter"`
	Percent  money.Rate   `json:"percent" doc:"Hundredths of a per cent of what earlier discounts left; 0 when cents say it"`
	Cents    money.Cents  `json:"cents" doc:"Off each piece; of a promotion, off the whole sale once"`
	Kinds    []string     `json:"kinds" nullable:"false" doc:"Kinds of offers it is for"`
	Offers   []int64      `json:"offers" nullable:"false" doc:"These offers alone; all of their kinds when empty"`
	MostUses int          `json:"mostUses" doc:"Promotion: sales it is good for; 0 for no limit"`
	From     calendar.Day `json:"from"`
	Through  calendar.Day `json:"through" doc:"Empty while in force"`
}

// DiscountKind says what a discount is given for.
type DiscountKind string

// The kinds of discounts; a manual one follows no rule.
const (
	DiscountRank   DiscountKind = "rank"
	DiscountSecond DiscountKind = "second"
	DiscountPromo  DiscountKind = "promo"
	DiscountManual DiscountKind = "manual"
)

// DiscountsOn lists the rules in force on a day.
func (s Settings) DiscountsOn(day calendar.Day) []DiscountRule {
	return slices.DeleteFunc(slices.Clone(s.Discounts), func(d DiscountRule) bool { return !inForce(d.From, d.Through, day) })
}

// Promo finds a promotion by the code somebody typed, whatever its days.
func (s Settings) Promo(code string) (DiscountRule, bool) {
	at := slices.IndexFunc(s.Discounts, func(d DiscountRule) bool {
		return d.Kind == DiscountPromo && code != "" && Fold(d.Code) == Fold(code)
	})
	if at < 0 {
		return DiscountRule{}, false
	}
	return s.Discounts[at], true
}

// Off is what the rule takes off an amount of this many pieces, as far as the
// amount goes.
func (d DiscountRule) Off(cents money.Cents, pieces int) money.Cents {
	return off(d.Percent, d.Cents*money.Cents(pieces), cents)
}

// off is a part of an amount, or another amount as far as it goes.
func off(percent money.Rate, fixed, cents money.Cents) money.Cents {
	if percent > 0 {
		fixed = cents.MulDiv(int64(percent), 100_00)
	}
	return min(fixed, cents)
}

// GivenDiscount is what a person takes off one line by hand.
type GivenDiscount struct {
	Percent money.Rate  `json:"percent" doc:"Hundredths of a per cent; 0 when cents say it"`
	Cents   money.Cents `json:"cents"`
}

// Off is what it takes off an amount, as far as the amount goes.
func (d GivenDiscount) Off(cents money.Cents) money.Cents { return off(d.Percent, d.Cents, cents) }
