package billing

import (
	"slices"

	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/money"
)

// Discount is why a line takes something off another one, as the invoice seals
// it. It knows what it would have been at every earlier place, so that a rider
// who leaves later needs no rule of that day.
type Discount struct {
	Kind  club.DiscountKind `json:"kind"`
	Rule  int64             `json:"rule,omitempty" doc:"0 for one given by hand"`
	Code  string            `json:"code,omitempty" doc:"Of a promotion"`
	Place int               `json:"place,omitempty" doc:"Which rider of the household, or which offer of the rider"`
	Scope Scope             `json:"scope"`
	Steps []money.Cents     `json:"steps,omitempty" doc:"What it takes off at the first place, the second …"`
}

// Scope is what counts for a place: purchases of one season.
type Scope struct {
	Season int64    `json:"season,omitempty"`
	Kinds  []string `json:"kinds,omitempty"`
	Offers []int64  `json:"offers,omitempty"`
}

// Reduction is a discount in a cart: a line of its own once it is invoiced.
type Reduction struct {
	Discount
	Label club.Texts  `json:"label" doc:"Empty for one given by hand"`
	Cents money.Cents `json:"cents" doc:"Negative"`
}

// Held is a line of a household's invoices that may count for a place, in the
// order they were bought, or the discount of one.
type Held struct {
	Line     int64
	Invoice  InvoiceID
	Season   int64 // that of the offer, or of the day it was bought; 0 for none
	Offer    catalogue.OfferID
	Kind     catalogue.Kind
	Rider    club.RiderID
	Gone     bool        // given back for good, or a package that was stopped
	Base     int64       // of a discount: the line it reduces
	Discount *Discount   // of a discount
	Left     money.Cents // of a discount: what it still takes off, positive
	Text     string
	Name     string // of the rider
}

func (s Scope) holds(h Held) bool {
	return h.Base == 0 && h.Rider != 0 && h.Season == s.Season && s.names(h.Kind, h.Offer)
}

// names reports whether offers of this sort are meant.
func (s Scope) names(kind catalogue.Kind, offer catalogue.OfferID) bool {
	return slices.Contains(s.Kinds, string(kind)) && (len(s.Offers) == 0 || slices.Contains(s.Offers, int64(offer)))
}

// place tells which one a purchase is. For a rank: which rider of the household,
// of those who still hold something, in the order each first bought. For a second
// offer: which of those the rider still holds. 0 when it does not count.
func place(kind club.DiscountKind, scope Scope, bought []Held, at int) int {
	it := bought[at]
	if !scope.holds(it) {
		return 0
	}
	n := 0
	if kind == club.DiscountSecond {
		for _, other := range bought[:at+1] {
			if other.Rider == it.Rider && !other.Gone && scope.holds(other) {
				n++
			}
		}
		return n
	}
	seen := map[club.RiderID]bool{}
	for _, first := range bought {
		if seen[first.Rider] || !scope.holds(first) {
			continue
		}
		seen[first.Rider] = true
		if slices.ContainsFunc(bought, func(h Held) bool { return h.Rider == first.Rider && !h.Gone && scope.holds(h) }) {
			n++
		}
		if first.Rider == it.Rider {
			return n
		}
	}
	return n
}

// Counted names the seasons whose purchases decide a place of these lines; none
// when no rule of a place reaches them.
func Counted(lines []CartLine, rules []club.DiscountRule) (seasons []int64) {
	for _, l := range lines {
		reached := slices.ContainsFunc(rules, func(r club.DiscountRule) bool {
			return r.Place > 0 && (Scope{Kinds: r.Kinds, Offers: r.Offers}).names(l.Kind, l.Offer)
		})
		if reached && l.Season != 0 && l.Rider != 0 && !slices.Contains(seasons, l.Season) {
			seasons = append(seasons, l.Season)
		}
	}
	return seasons
}

// Reduce works out the discounts of a cart's lines by the rules of the day, the
// household's purchases and the promotion that was typed, nil for none. They
// stack in one order: rank, second offer, promotion, by hand; each takes its part
// of what the earlier ones left, and together never more than the line may
// lose. The same cart always gives the same discounts.
func Reduce(lines []CartLine, held []Held, rules []club.DiscountRule, promo *club.DiscountRule) {
	bought := slices.Clone(held)
	for _, l := range lines {
		bought = append(bought, Held{Season: l.Season, Offer: l.Offer, Kind: l.Kind, Rider: l.Rider})
	}
	var pool money.Cents
	if promo != nil {
		pool = promo.Cents
	}
	for i := range lines {
		line := &lines[i]
		line.Reductions = []Reduction{}
		left := line.Reducible
		take := func(d Discount, label club.Texts, cents money.Cents) {
			if cents > 0 {
				line.Reductions = append(line.Reductions, Reduction{d, label, -cents})
				left -= cents
			}
		}
		for _, kind := range []club.DiscountKind{club.DiscountRank, club.DiscountSecond} {
			d, label := placed(kind, rules, bought, len(held)+i, left, line.Quantity)
			if d.Place > 0 {
				take(d, label, d.Steps[d.Place-1])
			}
		}
		if promo != nil && (Scope{Kinds: promo.Kinds, Offers: promo.Offers}).names(line.Kind, line.Offer) {
			cents := promo.Off(left, 1)
			if promo.Percent == 0 {
				cents = min(pool, left)
				pool -= cents
			}
			take(Discount{Kind: promo.Kind, Rule: promo.ID, Code: promo.Code}, promo.Label, cents)
		}
		if line.Given != nil {
			take(Discount{Kind: club.DiscountManual}, club.Texts{}, line.Given.Off(left))
		}
	}
}

// placed is the discount of a line by its place: of the rules that reach it, the
// one that begins last. Its place is 0 when none does.
func placed(kind club.DiscountKind, rules []club.DiscountRule, bought []Held, at int, left money.Cents, pieces int) (d Discount, label club.Texts) {
	it := bought[at]
	var winner club.DiscountRule
	for _, rule := range rules {
		scope := Scope{Season: it.Season, Kinds: rule.Kinds, Offers: rule.Offers}
		if rule.Kind != kind || it.Season == 0 || rule.Place <= winner.Place {
			continue
		}
		if n := place(kind, scope, bought, at); n >= rule.Place {
			winner, d = rule, Discount{Kind: kind, Rule: rule.ID, Place: n, Scope: scope}
		}
	}
	for n := 1; n <= d.Place; n++ {
		var step club.DiscountRule
		for _, rule := range rules {
			scope := Scope{Kinds: rule.Kinds, Offers: rule.Offers}
			if rule.Kind == kind && rule.Place <= n && rule.Place > step.Place && scope.names(it.Kind, it.Offer) {
				step = rule
			}
		}
		d.Steps = append(d.Steps, step.Off(left, pieces))
	}
	return d, winner.Label
}

// Fallen is a discount, or a part of it, that no longer holds because a line
// that counted for its place is given back.
type Fallen struct {
	Held
	Cents money.Cents // positive
}

// LessonsLeft tells how many of the lessons of a line, of so many, are still to come for
// who takes what is left of a purchase back; (1, 1) is all of it.
type LessonsLeft func(Held) (left, of int)

// whole is the share of what is given back as if it had never been bought.
func whole(Held) (left, of int) { return 1, 1 }

// Fall works out which discounts of a household fall when lines leave: places
// are counted again over its season. A discount never grows by it, and that of a
// line that leaves goes with its line. Of a line that is used up lesson by lesson
// it falls for the share that is left, all of it for nil: for the lessons given the
// place was rightly had.
func Fall(held []Held, leaving []int64, share LessonsLeft) []Fallen {
	if share == nil {
		share = whole
	}
	after := slices.Clone(held)
	for i := range after {
		after[i].Gone = after[i].Gone || slices.Contains(leaving, after[i].Line)
	}
	var fallen []Fallen
	for _, d := range after {
		if d.Discount == nil || len(d.Discount.Steps) == 0 || d.Left <= 0 {
			continue
		}
		base := slices.IndexFunc(after, func(h Held) bool { return h.Line == d.Base })
		if base < 0 || after[base].Gone {
			continue
		}
		was, now := d.Discount.step(held, base), d.Discount.step(after, base)
		if was <= now {
			continue
		}
		left, of := share(after[base])
		// A discount of which a part is gone already loses as much of what is left.
		if cents := (was-now).MulDiv(int64(min(d.Left, was)), int64(was)).MulDiv(int64(left), int64(of)); cents > 0 {
			fallen = append(fallen, Fallen{d, cents})
		}
	}
	return fallen
}

// step is what the discount takes off at the place a purchase has now.
func (d Discount) step(bought []Held, at int) money.Cents {
	n := place(d.Kind, d.Scope, bought, at)
	if n < 1 || n > len(d.Steps) {
		return 0
	}
	return d.Steps[n-1]
}

// LeftNow is what is left of a line of an invoice at the places that purchases have
// now: a discount that fell for the lessons to come is not taken off them again,
// and one that stayed for those given does not reach the others.
func LeftNow(invoice Document, earlier []Document, held []Held, line int64) money.Cents {
	base := lineAt(invoice.Lines, line)
	left, own := Left(invoice, earlier)[base], ownLeft(invoice, earlier)
	at := slices.IndexFunc(held, func(h Held) bool { return h.Line == line })
	for k, l := range invoice.Lines {
		if at < 0 || l.Discount == nil || len(l.Discount.Steps) == 0 || baseOf(invoice.Lines, l, k) != base {
			continue
		}
		had := fellAlone(earlier, l.ID, line) - own[k] // what it would take off, had nothing fallen
		left += -own[k] - l.Discount.step(held, at).MulDiv(int64(had), int64(l.Discount.Steps[l.Discount.Place-1]))
	}
	return left
}

// fellAlone is what notes took of a discount while its line stayed.
func fellAlone(earlier []Document, discount, base int64) (cents money.Cents) {
	for _, note := range earlier {
		if slices.ContainsFunc(note.Lines, func(l Line) bool { return l.Original == base }) {
			continue
		}
		for _, l := range note.Lines {
			if l.Original == discount && l.Withdraws == 0 {
				cents += l.Cents
			}
		}
	}
	return cents
}

// DiscountLine writes a reduction as a negative line under its base, split like
// what earlier discounts left of the base's parts. A third party's part keeps
// its whole (RULES section 9: passed on at cost).
func DiscountLine(base Line, earlier []Line, n int, r Reduction, text string) Line {
	discount := r.Discount
	line := Line{
		N: n, Base: base.N, Offer: base.Offer, Kind: base.Kind, Rider: base.Rider, RiderName: base.RiderName, Account: base.Account,
		Text: text, Quantity: 1, Unit: r.Cents, Cents: r.Cents, Discount: &discount, Parts: slices.Clone(base.Parts),
	}
	weights := make([]money.Cents, len(base.Parts))
	for i, part := range base.Parts {
		if !part.Kind.Ours() {
			continue
		}
		weights[i] = part.Cents
		for _, before := range earlier {
			weights[i] += before.Parts[i].Cents
		}
	}
	for i, cents := range money.Share(r.Cents, weights) {
		line.Parts[i].Cents = cents
	}
	return line
}
