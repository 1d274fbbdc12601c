package billing

import (
	"slices"
	"strings"

	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/money"
)

// What cards and packages bring is deferred revenue until their lessons are given
// (PRODUCT section 9, Accounting). The share of a unit or lesson is worked out
// here and nowhere else: of the net of the line that sold it, its discounts and
// what credit notes gave back taken off, as much is revenue as Recognised says of
// the units or lessons that are owed no more. So it adds up to the net to the cent
// whatever the order, and a credit note over a part that was used takes that part
// from revenue and the rest from what is deferred.

// Deferral is what a document adds to the deferred revenue of the line that sold
// a card or a package, net of VAT; below nothing what it gives back.
type Deferral struct {
	Line  int64
	Cents money.Cents
}

const deferredRole = "deferred."

// Deferred reports whether a line of this kind is revenue only as it is used up.
func Deferred(kind catalogue.Kind) bool { return kind == catalogue.Card || kind == catalogue.Package }

// Deferrals shares what IssuePostings books as deferred over the lines that sold
// it, discounts with their line, by largest remainder as the net itself is shared.
// original are the lines of the document that doc gives back, none where it gives
// nothing back. An opening defers what it carried over; of a card or package whose
// worth nobody knew, nothing.
func Deferrals(doc Document, original []Line) []Deferral {
	var deferrals []Deferral
	add := func(line int64, cents money.Cents) {
		at := slices.IndexFunc(deferrals, func(d Deferral) bool { return d.Line == line })
		if at < 0 {
			at, deferrals = len(deferrals), append(deferrals, Deferral{Line: line})
		}
		deferrals[at].Cents += cents
	}
	sold := map[int]int64{}
	for i, line := range doc.Lines {
		if sold[line.N] = soldBy(doc, original, i); Deferred(line.Kind) {
			add(sold[line.N], line.Carried)
		}
	}
	if doc.Kind == Opening {
		return deferrals
	}
	for _, group := range doc.VAT {
		roles, gross := grossByRole(doc.Lines, group)
		for i, net := range nets(group, gross) {
			if !strings.HasPrefix(roles[i], deferredRole) {
				continue
			}
			lines, parts := grossBy(doc.Lines, group, func(line Line, part Part) (int64, bool) {
				return sold[line.N], salesRole(line, part.Kind) == roles[i]
			})
			for k, share := range nets(VATGroup{Kind: group.Kind, Rate: group.Rate, Gross: gross[i], Net: net}, parts) {
				add(lines[k], share)
			}
		}
	}
	return deferrals
}

// soldBy is the line that sold what the ith line of a document is about: the line
// a discount reduces, or of a document that gives back, that of the original.
func soldBy(doc Document, original []Line, i int) int64 {
	line, lines := doc.Lines[i], doc.Lines
	if line.Original != 0 {
		if i = lineAt(original, line.Original); i < 0 {
			return line.Original
		}
		line, lines = original[i], original
	}
	return lines[baseOf(lines, line, i)].ID
}

// Recognised is the revenue of a net amount of so many units or lessons of which
// `gone` are owed no more: round(net × gone ÷ of), and all of it once none is left.
func Recognised(net money.Cents, gone, of int) money.Cents {
	if gone >= of {
		return net
	}
	return net.MulDiv(int64(gone), int64(of))
}

// Used is what of a line's deferred revenue was used up, in cents; below nothing
// what is owed again.
type Used struct {
	Kind    catalogue.Kind
	Account string // of the line, see Line
	Cents   money.Cents
}

// RecognitionPostings moves deferred revenue to the sales of its kind, or to the account
// its offer had, and back what is owed again. VAT stays where it is: it follows the money.
func RecognitionPostings(lines []Used) []Posting {
	var on, back []Posting
	for _, l := range lines {
		moved := []Posting{{Role: salesRole(Line{Kind: l.Kind}, club.Taxed), Cents: l.Cents}, {Role: earnedRole(l.Kind, l.Account), Cents: -l.Cents}}
		if l.Cents > 0 {
			on = append(on, moved...)
		} else {
			back = append(back, moved...)
		}
	}
	return append(merged(on), merged(back)...)
}
