package billing

import (
	"slices"

	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/money"
)

// Return is how much of one line a credit note gives back, in positive cents
// including VAT.
type Return struct {
	Line  int64       `json:"line" doc:"Id of the invoice's line"`
	Cents money.Cents `json:"cents" doc:"Including VAT; at most what is left of the line with its discounts"`

	Pieces int `json:"pieces,omitempty" minimum:"0" doc:"Of goods that keep a stock and are given back in part: how many came back"`
}

// Left returns what no credit note has given back yet of each line of an
// invoice, its discounts taken off, in line order. A discount is part of its
// line and has nothing of its own; what was kept back is not offered again.
func Left(invoice Document, earlier []Document) []money.Cents {
	own := ownLeft(invoice, earlier)
	left := make([]money.Cents, len(own))
	for i, line := range invoice.Lines {
		left[baseOf(invoice.Lines, line, i)] += own[i]
	}
	return left
}

// ownLeft is the same of each line by itself, without its discounts.
func ownLeft(invoice Document, earlier []Document) []money.Cents {
	left := make([]money.Cents, len(invoice.Lines))
	for i, line := range invoice.Lines {
		left[i] = line.Cents
		for _, note := range earlier {
			for _, back := range note.Lines {
				if back.Original == line.ID && back.Withdraws == 0 {
					left[i] += back.Cents
				}
			}
		}
	}
	return left
}

// baseOf is where the line stands that a discount reduces; any other stands for
// itself.
func baseOf(lines []Line, line Line, at int) int {
	if line.Base == 0 {
		return at
	}
	return slices.IndexFunc(lines, func(l Line) bool { return l.N == line.Base })
}

// GivenBack lists the lines of an invoice that a credit note takes the last
// cent of. What such a line sold goes with it: the rest of a card, a licence not
// yet passed on, a membership. A line given back in part keeps what it sold: the
// amount is then a gesture on its price.
func GivenBack(invoice Document, earlier []Document, note Document) []Line {
	var lines []Line
	for i, left := range ownLeft(invoice, append(earlier[:len(earlier):len(earlier)], note)) {
		line := invoice.Lines[i]
		touched := slices.ContainsFunc(note.Lines, func(back Line) bool { return back.Original == line.ID && back.Withdraws == 0 })
		if left == 0 && touched && line.Base == 0 {
			lines = append(lines, line)
		}
	}
	return lines
}

// wanted is how much of each line a credit note is to give back: all that is
// left without returns. whole says of which lines nothing is left then.
func wanted(invoice Document, earlier []Document, returns []Return) (cents []money.Cents, whole []bool, err error) {
	left, own := Left(invoice, earlier), ownLeft(invoice, earlier)
	cents, whole = make([]money.Cents, len(left)), make([]bool, len(left))
	if len(returns) == 0 {
		copy(cents, left)
		for i := range whole {
			whole[i] = invoice.Lines[i].Base == 0 && own[i] > 0
		}
		return cents, whole, nil
	}
	for _, r := range returns {
		i := lineAt(invoice.Lines, r.Line)
		if i < 0 {
			return nil, nil, club.Refuse(club.CodeLineNotFound).On("returns")
		}
		cents[i] += r.Cents
		free := left[i] == 0 && own[i] > 0 // discounted to nothing: it goes back for nothing
		if r.Cents < 0 || r.Cents == 0 && !free || cents[i] > left[i] {
			return nil, nil, club.Refuse(club.CodeCreditExceeds).On("returns").
				With("line", invoice.Lines[i].Text).With("leftCents", left[i])
		}
		whole[i] = cents[i] == left[i]
	}
	return cents, whole, nil
}

// Leaving lists the lines that a credit note with these returns gives back for
// good.
func Leaving(invoice Document, earlier []Document, returns []Return) ([]int64, error) {
	_, whole, err := wanted(invoice, earlier, returns)
	var lines []int64
	for i, leaves := range whole {
		if leaves {
			lines = append(lines, invoice.Lines[i].ID)
		}
	}
	return lines, err
}

// Credit writes the lines and VAT groups of a credit note over an invoice that
// earlier notes may already have reduced. Without returns it gives back all
// that is left. Parts share what is left of theirs, and VAT is computed on
// what was given back in all less what earlier notes gave, so that the last
// partial note takes the remainder and the notes together mirror the invoice to
// the cent (PRODUCT section 9).
//
// A line goes back with its discounts, in proportion. Discounts that fall with
// it are taken from what is given back, so that the note is the household's old
// total less its new one (PRODUCT section 3): on their own line where this
// invoice has it, else kept back from the largest line.
func Credit(invoice Document, earlier []Document, returns []Return, fallen []Fallen) ([]Line, []VATGroup, error) {
	if invoice.Kind != Invoice {
		return nil, nil, club.Refuse(club.CodeNotAnInvoice)
	}
	cents, whole, err := wanted(invoice, earlier, returns)
	if err != nil {
		return nil, nil, err
	}
	own := ownLeft(invoice, earlier)
	back := make([]money.Cents, len(own)) // of each line by itself
	for i, line := range invoice.Lines {
		switch {
		case line.Base != 0:
		case whole[i]:
			for k, l := range invoice.Lines {
				if baseOf(invoice.Lines, l, k) == i {
					back[k] = own[k]
				}
			}
		case cents[i] > 0:
			spread(invoice.Lines, own, back, i, cents[i])
		}
	}
	var elsewhere []Fallen
	for _, f := range fallen {
		if i := lineAt(invoice.Lines, f.Line); i >= 0 {
			back[i] = max(back[i]-f.Cents, own[i])
		} else {
			elsewhere = append(elsewhere, f)
		}
	}
	var lines []Line
	for i, line := range invoice.Lines {
		if back[i] != 0 {
			lines = append(lines, giveBack(line, len(lines)+1, line.Cents-own[i], back[i], earlier))
		}
	}
	if lines, err = keepBack(lines, elsewhere); err != nil {
		return nil, nil, err
	}
	// What was sold for nothing goes back for nothing: the note may come to zero.
	if total, _ := Sum(lines); total > 0 || len(lines) == 0 {
		if len(fallen) > 0 {
			return nil, nil, club.Refuse(club.CodeDiscountsExceed).On("returns")
		}
		return nil, nil, club.Refuse(club.CodeCreditExceeds).With("line", invoice.Number).With("leftCents", money.Cents(0))
	}
	return lines, mirrorVAT(invoice, earlier, lines), nil
}

// spread gives back cents of what is left of a line and its discounts, in
// proportion.
func spread(lines []Line, own, back []money.Cents, base int, cents money.Cents) {
	var net money.Cents
	weights := make([]money.Cents, len(lines))
	for k, l := range lines {
		if baseOf(lines, l, k) == base {
			net += own[k]
			if k != base {
				weights[k] = -own[k]
			}
		}
	}
	back[base] = cents.MulDiv(int64(own[base]), int64(net))
	if back[base] == cents {
		return
	}
	for k, share := range money.Share(cents-back[base], weights) {
		back[k] += share
	}
}

// keepBack adds what a credit note keeps because discounts of other documents
// fall, split like the largest line it gives back.
func keepBack(lines []Line, fallen []Fallen) ([]Line, error) {
	if len(fallen) == 0 || len(lines) == 0 {
		return lines, nil
	}
	from := slices.MinFunc(lines, func(a, b Line) int { return int(a.Cents - b.Cents) })
	weights := make([]money.Cents, len(from.Parts))
	left := -from.Cents
	for i, part := range from.Parts {
		weights[i] = -part.Cents
	}
	for _, f := range fallen {
		if left -= f.Cents; left < 0 {
			return nil, club.Refuse(club.CodeDiscountsExceed).On("returns")
		}
		kept := from
		kept.ID, kept.N, kept.Withdraws = 0, len(lines)+1, f.Line
		kept.Rider, kept.RiderName, kept.Text, kept.Detail, kept.Terms = f.Rider, f.Name, f.Text, "", catalogue.Terms{}
		kept.Quantity, kept.Unit, kept.Cents, kept.Now = 1, f.Cents, f.Cents, f.Cents
		kept.Parts = slices.Clone(from.Parts)
		for i, share := range money.Share(f.Cents, weights) {
			kept.Parts[i].Cents = share
		}
		lines = append(lines, kept)
	}
	return lines, nil
}

// Release writes a credit note that gives back what earlier notes over an invoice
// kept for discounts whose own lines are now given back.
func Release(invoice Document, earlier []Document, kept []Line) ([]Line, []VATGroup) {
	lines := slices.Clone(kept)
	for i := range lines {
		line := &lines[i]
		line.ID, line.N, line.Unit, line.Cents, line.Now = 0, i+1, -line.Unit, -line.Cents, -line.Now
		line.Parts = slices.Clone(line.Parts)
		for k := range line.Parts {
			line.Parts[k].Cents = -line.Parts[k].Cents
		}
	}
	return lines, mirrorVAT(invoice, earlier, lines)
}

func lineAt(lines []Line, id int64) int {
	for i := range lines {
		if lines[i].ID == id {
			return i
		}
	}
	return -1
}

// giveBack mirrors cents of a line, negative of a discount, of which `before` was
// given back already.
// They are shared over what is left of its parts, so no part is ever given back
// twice and the last note takes what remains.
func giveBack(line Line, n int, before, cents money.Cents, earlier []Document) Line {
	back := line
	back.ID, back.N, back.Original, back.Base, back.Discount = 0, n, line.ID, 0, nil
	back.Cents, back.Now = -cents, -cents
	if before != 0 || cents != line.Cents {
		back.Quantity, back.Unit = 1, -cents
	} else {
		back.Unit = -line.Unit
	}
	left := make([]money.Cents, len(line.Parts))
	for i, part := range line.Parts {
		left[i] = part.Cents
		for _, note := range earlier {
			for _, l := range note.Lines {
				if l.Original == line.ID && l.Withdraws == 0 {
					left[i] += l.Parts[i].Cents
				}
			}
		}
		left[i] = left[i].Abs()
	}
	back.Parts = make([]Part, len(line.Parts))
	for i, share := range money.Share(cents, left) {
		back.Parts[i] = line.Parts[i]
		back.Parts[i].Cents = -share
	}
	return back
}

// mirrorVAT computes the groups of a credit note so that the VAT of all notes
// over an invoice is round(VAT × given back ÷ gross) of each of its groups.
func mirrorVAT(invoice Document, earlier []Document, lines []Line) []VATGroup {
	groups := Groups(lines)
	for i, group := range groups {
		var gross, tax, given, taxGiven money.Cents
		for _, g := range invoice.VAT {
			if g.same(group) {
				gross, tax, groups[i].VAT = g.Gross, g.Tax, g.VAT
			}
		}
		for _, note := range earlier {
			for _, g := range note.VAT {
				if g.same(group) {
					given -= g.Gross
					taxGiven -= g.Tax
				}
			}
		}
		if gross == 0 {
			continue
		}
		target := tax.MulDiv(int64(given-group.Gross), int64(gross))
		groups[i].Tax = -(target - taxGiven)
		groups[i].Net = group.Gross - groups[i].Tax
	}
	return groups
}
