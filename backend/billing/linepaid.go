package billing

import (
	"slices"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/money"
)

// LineStep is something that changes how the lines of an invoice are covered: an
// allocation, or a credit note over it.
type LineStep struct {
	Day   calendar.Day
	From  int64        // the payment or credit it is of: what bounces leaves where it had come
	Cents money.Cents  // that an allocation settles; below nothing where it is taken back
	Own   bool         // it is the family's own money; else an aid's, a gift card's, or credit that came of them
	Rider club.RiderID // an aid names: its lines are covered first
	Note  *Document
}

// LinePaid is what a family paid itself of a line on a day, in cents; below nothing
// where it had it back.
type LinePaid struct {
	Line  int // its place in the invoice
	Day   calendar.Day
	Cents money.Cents
}

// PaidByLine says what of an invoice's lines a family paid itself, step by step, each
// line less its discounts. Money covers what is open as Cover does, an aid its
// rider's lines before; what is taken back opens what it had covered. A credit note
// takes from the lines it gives back: what it keeps as credit of aids from what they
// covered, and what it settles moves on to what is open. It adds up to the own money
// that settles, less what was given back of it.
func PaidByLine(doc Document, steps []LineStep) []LinePaid {
	var paid []LinePaid
	c := lineCover{doc: doc}
	c.ask(nil)
	var notes []Document
	before := make([]money.Cents, len(doc.Lines))
	for _, step := range steps {
		switch {
		case step.Note != nil:
			notes = append(notes, *step.Note)
			c.ask(notes)
			c.giveBack(step.Note.Kept)
		case step.Cents < 0:
			c.take(step, -step.Cents)
		default:
			c.put(step, step.Cents)
		}
		for i := range before {
			if own := c.on(i, true); own != before[i] {
				paid = append(paid, LinePaid{i, step.Day, own - before[i]})
				before[i] = own
			}
		}
	}
	return paid
}

// lineCover is what covers the lines of an invoice, part by part.
type lineCover struct {
	doc   Document
	asks  []Line // less their discounts and what was given back; discounts ask for nothing
	parts []linePart
}

type linePart struct {
	line  int
	from  int64
	own   bool
	cents money.Cents
}

// ask is what each line asks for under so many credit notes.
func (c *lineCover) ask(notes []Document) {
	left := Left(c.doc, notes)
	c.asks = slices.Clone(c.doc.Lines)
	for i := range c.asks {
		c.asks[i].Now = 0
	}
	for i, line := range c.doc.Lines {
		c.asks[baseOf(c.doc.Lines, line, i)].Now += line.Now
	}
	for i := range c.asks {
		c.asks[i].Cents, c.asks[i].Now = left[i], min(c.asks[i].Now, left[i])
	}
}

// on is what covers a line: of the family's own money, or of others'.
func (c *lineCover) on(line int, own bool) (cents money.Cents) {
	for _, p := range c.parts {
		if p.line == line && p.own == own {
			cents += p.cents
		}
	}
	return cents
}

// open is what nothing covers of a line: of what it asks now, or in all.
func (c *lineCover) open(line int, now bool) money.Cents {
	asked := c.asks[line].Cents
	if now {
		asked = c.asks[line].Now
	}
	return max(0, asked-c.on(line, true)-c.on(line, false))
}

// put covers what is open with an amount.
func (c *lineCover) put(step LineStep, cents money.Cents) {
	for _, ofRider := range []bool{true, false} {
		for _, now := range []bool{true, false} {
			for i, line := range c.asks {
				if ofRider && (step.Rider == 0 || line.Rider != step.Rider) {
					continue
				}
				part := min(cents, c.open(i, now))
				if part > 0 {
					c.parts, cents = append(c.parts, linePart{i, step.From, step.Own, part}), cents-part
				}
			}
		}
	}
	if cents != 0 { // more than is asked: it stays in sight
		c.parts = append(c.parts, linePart{0, step.From, step.Own, cents})
	}
}

// take opens what an amount had covered: of its own source, else of its kind.
func (c *lineCover) take(step LineStep, cents money.Cents) {
	left := cents - c.drop(cents, func(p linePart) bool { return p.from == step.From && p.own == step.Own })
	left -= c.drop(left, func(p linePart) bool { return p.own == step.Own })
	if left > 0 {
		c.put(LineStep{From: step.From, Own: step.Own}, -left)
	}
}

// drop takes up to an amount out of parts, the last first.
func (c *lineCover) drop(cents money.Cents, of func(linePart) bool) (dropped money.Cents) {
	for i := len(c.parts) - 1; i >= 0 && dropped < cents; i-- {
		if p := &c.parts[i]; p.cents > 0 && of(*p) {
			part := min(p.cents, cents-dropped)
			p.cents, dropped = p.cents-part, dropped+part
		}
	}
	return dropped
}

// giveBack takes off the lines what they ask no more. It covers what is open
// elsewhere; of the rest so much goes that is not the family's own, and else its own.
func (c *lineCover) giveBack(kept money.Cents) {
	var excess, gap money.Cents
	over := make([]money.Cents, len(c.asks))
	for i := range c.asks {
		over[i] = max(0, c.on(i, true)+c.on(i, false)-max(0, c.asks[i].Cents))
		excess, gap = excess+over[i], gap+c.open(i, false)
	}
	stays := min(excess, gap)
	goes := excess - stays
	kept = min(kept, goes)
	var own, others money.Cents
	budget := kept + stays
	for i, part := range over {
		other := max(min(part, c.on(i, false), budget), part-c.on(i, true))
		budget -= other
		others += c.drop(other, func(p linePart) bool { return p.line == i && !p.own })
		own += c.drop(part-other, func(p linePart) bool { return p.line == i && p.own })
	}
	for i := len(c.asks) - 1; i >= 0 && own < goes-kept; i-- { // of other lines: what others paid stays there instead
		part := c.drop(goes-kept-own, func(p linePart) bool { return p.line == i && p.own })
		own, others = own+part, others-part
		if part > 0 {
			c.parts = append(c.parts, linePart{line: i, cents: part})
		}
	}
	c.put(LineStep{Own: true}, max(0, own-(goes-kept)))
	c.put(LineStep{}, max(0, others-kept))
}
