package desk

import (
	"context"
	"crypto/rand"
	"slices"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/journal"
	"paddock/backend/locale"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// TypePromo gives a sale its promotion code; "" takes it away. A code that is
// good for nothing in the cart yet stays and says so.
func (d *Desk) TypePromo(ctx context.Context, req Request, id billing.CartID, code string) (CartView, error) {
	return d.changeCart(ctx, req, "typePromo", id, code, func(tx *sqlite.Tx, c clubNow, cart *billing.Cart) error {
		cart.Promo = clean(code)
		_, problem, err := c.promo(tx, cart.Promo)
		if err == nil && problem != nil {
			err = problem.refusal().On("promo")
		}
		return err
	})
}

// GiveDiscount is what a person takes off a line, and why.
type GiveDiscount struct {
	club.GivenDiscount
	Reason string `json:"reason" maxLength:"500"`
}

// GiveDiscount takes something off a line by hand; nothing takes a discount away
// again. It is an override: who may give it is a rule of the club.
func (d *Desk) GiveDiscount(ctx context.Context, req Request, id billing.CartID, line int64, in GiveDiscount) (CartView, error) {
	body := struct {
		Line int64
		In   GiveDiscount
	}{line, in}
	return d.changeCart(ctx, req, "giveDiscount", id, body, func(tx *sqlite.Tx, c clubNow, cart *billing.Cart) error {
		if in.GivenDiscount == (club.GivenDiscount{}) {
			return refused(tx.GiveDiscount(id, line, nil, 0), club.CodeLineNotFound)
		}
		if err := only(tx, req.Actor, c.Policy.MayOverride()); err != nil {
			return err
		}
		f := form{}
		f.amountOff(in.Percent, in.Cents)
		if clean(in.Reason) == "" {
			f.fail(club.Refuse(club.CodeReasonNeeded).On("reason"))
		}
		if f.err != nil {
			return f.err
		}
		if err := priceLines(tx, cart.Lines); err != nil {
			return err
		}
		at := slices.IndexFunc(cart.Lines, func(l billing.CartLine) bool { return l.ID == line })
		if at < 0 {
			return club.Refuse(club.CodeLineNotFound)
		}
		if c.reducible(cart.Lines[at]) == 0 {
			return club.Refuse(club.CodeDiscountFixed)
		}
		reason, err := tx.InsertReason(rand.Text(), clean(in.Reason))
		if err != nil {
			return err
		}
		return tx.GiveDiscount(id, line, &in.GivenDiscount, reason)
	})
}

// amountOff refuses a discount that is neither a percentage nor an amount, or
// both.
func (f *form) amountOff(percent money.Rate, cents money.Cents) {
	f.figure("percent", int64(percent), 0, 100_00)
	f.figure("cents", int64(cents), 0, int64(money.Max))
	if percent == 0 && cents == 0 {
		f.refuse(club.CodeRequired, "cents")
	}
	if percent != 0 && cents != 0 {
		f.refuse(club.CodeInvalid, "cents")
	}
}

// promo is the promotion of a code, nil for no code, or why it is not good.
func (c clubNow) promo(tx *sqlite.Tx, code string) (*club.DiscountRule, *Obstacle, error) {
	if code == "" {
		return nil, nil, nil
	}
	rule, found := c.Promo(code)
	if !found {
		return nil, &Obstacle{club.CodePromoUnknown, map[string]any{"code": code}}, nil
	}
	if !slices.ContainsFunc(c.DiscountsOn(c.today), func(d club.DiscountRule) bool { return d.ID == rule.ID }) {
		if c.today < rule.From {
			return nil, &Obstacle{club.CodePromoEarly, map[string]any{"code": rule.Code, "fromDay": rule.From}}, nil
		}
		return nil, &Obstacle{club.CodePromoOver, map[string]any{"code": rule.Code, "throughDay": rule.Through}}, nil
	}
	if rule.MostUses > 0 {
		uses, err := tx.PromoUses(rule.ID)
		if err != nil || uses >= rule.MostUses {
			return nil, &Obstacle{club.CodePromoUsed, map[string]any{"code": rule.Code, "max": rule.MostUses}}, err
		}
	}
	return &rule, nil, nil
}

func (o Obstacle) refusal() *club.Error {
	refusal := club.Refuse(o.Code)
	for name, value := range o.Params {
		refusal = refusal.With(name, value)
	}
	return refusal
}

// reduce works out the discounts of the lines that are sold now, all of them
// when none is chosen, and what of them is due now. The answer says why a
// promotion takes nothing off.
func (c clubNow) reduce(tx *sqlite.Tx, cart *billing.Cart, chosen []int64) (*Obstacle, error) {
	season, err := tx.SeasonOfDay(string(c.today))
	if err != nil {
		return nil, err
	}
	promo, problem, err := c.promo(tx, cart.Promo)
	if err != nil {
		return nil, err
	}
	var sold []billing.CartLine
	for i := range cart.Lines {
		line := &cart.Lines[i]
		line.Reducible = c.reducible(*line)
		if line.Season == 0 {
			line.Season = season
		}
		if len(chosen) == 0 || slices.Contains(chosen, line.ID) {
			sold = append(sold, *line)
		}
	}
	rules := c.DiscountsOn(c.today)
	var held []billing.Held
	if seasons := billing.Counted(sold, rules); cart.Household != 0 && len(seasons) > 0 {
		if held, err = tx.Held(cart.Household, seasons...); err != nil {
			return nil, err
		}
	}
	billing.Reduce(sold, held, rules, promo)
	used := false
	for _, line := range sold {
		at := slices.IndexFunc(cart.Lines, func(l billing.CartLine) bool { return l.ID == line.ID })
		cart.Lines[at] = line
		used = used || slices.ContainsFunc(line.Reductions, func(r billing.Reduction) bool { return r.Kind == club.DiscountPromo })
	}
	for i := range cart.Lines {
		cart.Lines[i].Now = cart.Lines[i].Deposit.DueNow(cart.Lines[i].Net(), cart.Lines[i].Quantity)
	}
	if promo != nil && !used {
		problem = &Obstacle{club.CodePromoNothing, map[string]any{"code": promo.Code}}
	}
	return problem, nil
}

// reducible is what discounts may take off a line: what a third party is owed is
// passed on whole.
func (c clubNow) reducible(line billing.CartLine) money.Cents {
	cents := line.Cents
	for _, part := range line.Parts {
		if rate, err := c.vatFor(part); err == nil && !rate.Kind.Ours() {
			cents -= part.Cents * money.Cents(line.Quantity)
		}
	}
	return cents
}

// discountLines writes the discounts of a line of the invoice.
func discountLines(base billing.Line, reductions []billing.Reduction, lang locale.Lang) []billing.Line {
	var lines []billing.Line
	for i, r := range reductions {
		text := r.Label.In(lang)
		if r.Kind == club.DiscountManual {
			text = locale.Text(lang, "discount.manual", nil)
		}
		lines = append(lines, billing.DiscountLine(base, lines, base.N+1+i, r, text))
	}
	return lines
}

// sealOverrides puts the overrides of a sale into the chain, their reasons by
// salted hash only: what was sold although it did not fit, and what a person
// took off a price.
func sealOverrides(tx *sqlite.Tx, actor club.Actor, number string, cart billing.Cart) error {
	if !slices.ContainsFunc(cart.Lines, func(l billing.CartLine) bool { return l.Override || l.Given != nil }) {
		return nil
	}
	sold, given, err := tx.LineReasons(cart.ID)
	if err != nil {
		return err
	}
	for _, line := range cart.Lines {
		override := map[string]any{"offer": line.Name, "rider": int64(line.Rider)}
		if reason, has := sold[line.ID]; has {
			override["reason"] = journal.Reason(reason.Salt, reason.Text)
			if err := tx.Seal(journal.OverrideMade, actor, number, override); err != nil {
				return err
			}
		}
		reason, has := given[line.ID]
		for _, r := range line.Reductions {
			if has && r.Kind == club.DiscountManual {
				override["reason"], override["discountCents"] = journal.Reason(reason.Salt, reason.Text), r.Cents
				if err := tx.Seal(journal.OverrideMade, actor, number, override); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
