package billing

import (
	"slices"

	"paddock/backend/calendar"
	"paddock/backend/money"
)

// LineStep is something that changes how the lines of an invoice are covered: an
// allocation, or a credit note over it.
type LineStep struct {
	Day   calendar.Day
	Cents money.Cents // that an allocation settles
	Own   bool        // it is the family's own money; else an aid's, a gift card's, or credit that came of them
	Note  *Document
}

// LinePaid is what a family paid itself of a line on a day, in cents; below nothing
// where it had it back.
type LinePaid struct {
	Line  int // its place in the invoice
	Day   calendar.Day
	Cents money.Cents
}

// PaidByLine says what of an invoice's lines a family paid itself, step by step: what
// settles it covers the lines as Cover does, each step what the steps before left;
// a credit note takes from the lines it gives back, first what aids had covered as
// far as it keeps that. It adds up to the own money that settles, less what was
// given back of it.
func PaidByLine(doc Document, steps []LineStep) []LinePaid {
	var paid []LinePaid
	var notes []Document
	var received money.Cents
	before := make([]money.Cents, len(doc.Lines))
	others := make([]money.Cents, len(doc.Lines)) // of before: not the family's own
	for _, step := range steps {
		kept := money.Cents(0)
		if step.Note != nil {
			notes, kept = append(notes, *step.Note), step.Note.Kept
		}
		received += step.Cents
		after := Cover(asksOf(doc, notes), received)
		for i := range after {
			delta := after[i] - before[i]
			other := money.Cents(0)
			switch {
			case step.Note != nil && delta < 0:
				other = -min(-delta, others[i], kept)
				kept += other
			case step.Note == nil && !step.Own:
				other = delta
			}
			others[i] += other
			if own := delta - other; own != 0 {
				paid = append(paid, LinePaid{i, step.Day, own})
			}
		}
		before = after
	}
	return paid
}

// asksOf are the lines of an invoice as far as no credit note gave them back.
func asksOf(doc Document, notes []Document) []Line {
	asked, left := slices.Clone(doc.Lines), Left(doc, notes)
	for i := range asked {
		asked[i].Cents, asked[i].Now = left[i], min(asked[i].Now, left[i])
	}
	return asked
}
