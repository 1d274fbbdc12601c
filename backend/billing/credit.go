package billing

import (
	"slices"

	"paddock/backend/club"
	"paddock/backend/money"
)

// Return is how much of one line a credit note gives back, in positive cents
// including VAT.
type Return struct {
	Line  int64       `json:"line" doc:"Id of the invoice's line"`
	Cents money.Cents `json:"cents" doc:"Including VAT; at most what is left of the line"`
}

// Left returns the cents of each line of an invoice that no credit note has
// given back yet, in line order.
func Left(invoice Document, earlier []Document) []money.Cents {
	left := make([]money.Cents, len(invoice.Lines))
	for i, line := range invoice.Lines {
		left[i] = line.Cents
		for _, note := range earlier {
			for _, back := range note.Lines {
				if back.Original == line.ID {
					left[i] += back.Cents
				}
			}
		}
	}
	return left
}

// GivenBack lists the lines of an invoice that a credit note takes the last
// cent of. What such a line sold goes with it: the rest of a card, a licence not
// yet passed on, a membership. A line given back in part keeps what it sold: the
// amount is then a gesture on its price.
func GivenBack(invoice Document, earlier []Document, note Document) []Line {
	var lines []Line
	for i, left := range Left(invoice, append(earlier[:len(earlier):len(earlier)], note)) {
		touched := slices.ContainsFunc(note.Lines, func(back Line) bool { return back.Original == invoice.Lines[i].ID })
		if left == 0 && touched {
			lines = append(lines, invoice.Lines[i])
		}
	}
	return lines
}

// Credit writes the lines and VAT groups of a credit note over an invoice that
// earlier notes may already have reduced. Without returns it gives back all
// that is left. Parts share what is left of theirs, and VAT is computed on
// what was given back in all less what earlier notes gave, so that the last
// partial note takes the remainder and the notes together mirror the invoice to
// the cent (PRODUCT section 9).
func Credit(invoice Document, earlier []Document, returns []Return) ([]Line, []VATGroup, error) {
	if invoice.Kind != Invoice {
		return nil, nil, club.Refuse(club.CodeNotAnInvoice)
	}
	left := Left(invoice, earlier)
	wanted := make([]money.Cents, len(invoice.Lines))
	if len(returns) == 0 {
		copy(wanted, left)
	}
	for _, r := range returns {
		i := lineAt(invoice.Lines, r.Line)
		if i < 0 {
			return nil, nil, club.Refuse(club.CodeLineNotFound).On("returns")
		}
		wanted[i] += r.Cents
		if r.Cents <= 0 || wanted[i] > left[i] {
			return nil, nil, club.Refuse(club.CodeCreditExceeds).On("returns").
				With("line", invoice.Lines[i].Text).With("leftCents", left[i])
		}
	}
	var lines []Line
	for i, line := range invoice.Lines {
		if wanted[i] == 0 {
			continue
		}
		lines = append(lines, giveBack(line, len(lines)+1, line.Cents-left[i], wanted[i], earlier))
	}
	if len(lines) == 0 {
		return nil, nil, club.Refuse(club.CodeCreditExceeds).With("line", invoice.Number).With("leftCents", money.Cents(0))
	}
	return lines, mirrorVAT(invoice, earlier, lines), nil
}

func lineAt(lines []Line, id int64) int {
	for i := range lines {
		if lines[i].ID == id {
			return i
		}
	}
	return -1
}

// giveBack mirrors cents of a line of which `before` was given back already.
// They are shared over what is left of its parts, so no part is ever given back
// twice and the last note takes what remains.
func giveBack(line Line, n int, before, cents money.Cents, earlier []Document) Line {
	back := line
	back.ID, back.N, back.Original = 0, n, line.ID
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
				if l.Original == line.ID {
					left[i] += l.Parts[i].Cents
				}
			}
		}
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
