package desk

import (
	"fmt"
	"maps"
	"slices"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/journal"
	"paddock/backend/money"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// sealedRecognition is what the chain holds of revenue that was recognised: of
// each line the units or lessons that are owed no more, of how many, and what of
// it is revenue by this.
type sealedRecognition struct {
	Entry int64        `json:"entry"`
	Day   calendar.Day `json:"day"`
	Lines [][4]int64   `json:"lines"`
}

func (s sealedRecognition) made() []sqlite.Recognition {
	made := make([]sqlite.Recognition, len(s.Lines))
	for i, l := range s.Lines {
		made[i] = sqlite.Recognition{Line: l[0], Gone: int(l[1]), Of: int(l[2]), Cents: money.Cents(l[3])}
	}
	return made
}

// recognitionText names a recognition in the books: accountants call deferred
// revenue PCA, produits constatés d’avance.
func recognitionText(entry int64) string { return fmt.Sprintf("PCA-%06d", entry) }

// recognise moves to revenue what the club owes no more of lines that sold cards
// or packages, and back what it owes again (PRODUCT section 9, Accounting). It is
// worked out anew from what was sold, given back and used, less what was
// recognised before: nothing is ever counted twice, whatever called it. The entry
// is of the day, or of that of a later document that changed what a line brought;
// of today where that is closed, or of the first open one where today is closed too.
func recognise(tx *sqlite.Tx, c clubNow, actor club.Actor, day calendar.Day, lines []int64) error {
	through, err := tx.ClosedThrough()
	if err != nil || len(lines) == 0 {
		return err
	}
	return recogniseAt(tx, c, actor, day, through, lines)
}

// recogniseLesson recognises what the cards and packages that pay places of a lesson
// have used.
func recogniseLesson(tx *sqlite.Tx, c clubNow, actor club.Actor, l planning.Lesson) error {
	lines, err := tx.LinesPaying(l.ID)
	if err != nil {
		return err
	}
	return recognise(tx, c, actor, min(l.Day, c.today), lines)
}

// recogniseEnded recognises what ended by a day that is about to be closed: cards
// and packages whose last day it was, lessons that the club cancelled.
func recogniseEnded(tx *sqlite.Tx, c clubNow, actor club.Actor, day calendar.Day) error {
	after, err := tx.ClosedThrough()
	if err != nil {
		return err
	}
	lines, err := tx.LinesEnding(after, day)
	if err != nil {
		return err
	}
	for _, on := range slices.Sorted(maps.Keys(lines)) { // each at its own date, in whichever month or year
		if err := recogniseAt(tx, c, actor, on, on, lines[on]); err != nil {
			return err
		}
	}
	return nil
}

func recogniseAt(tx *sqlite.Tx, c clubNow, actor club.Actor, day, through calendar.Day, lines []int64) error {
	closed, err := tx.ClosedThrough()
	if err != nil {
		return err
	}
	stand, err := tx.DeferredLines(through, lines)
	if err != nil {
		return err
	}
	entries := map[calendar.Day][]sqlite.DeferredLine{}
	for _, l := range stand {
		if billing.Recognised(l.Net, l.Gone, l.Of) == l.Recognised {
			continue
		}
		at := max(day, l.Latest)
		if at <= closed {
			at = max(c.today, dayAfter(closed))
		}
		entries[at] = append(entries[at], l)
	}
	for _, at := range slices.Sorted(maps.Keys(entries)) {
		if err := bookRecognition(tx, actor, at, entries[at]); err != nil {
			return err
		}
	}
	return nil
}

// bookRecognition writes and seals what becomes revenue of some lines on a day.
func bookRecognition(tx *sqlite.Tx, actor club.Actor, day calendar.Day, lines []sqlite.DeferredLine) (err error) {
	made := sealedRecognition{Day: day}
	var used []billing.Used
	for _, l := range lines {
		cents := billing.Recognised(l.Net, l.Gone, l.Of) - l.Recognised
		made.Lines = append(made.Lines, [4]int64{l.Line, int64(l.Gone), int64(l.Of), int64(cents)})
		used = append(used, billing.Used{Kind: l.Kind, Account: l.Account, Cents: cents})
	}
	if made.Entry, err = tx.NextEntry(); err != nil {
		return err
	}
	text := recognitionText(made.Entry)
	if err := tx.InsertEntry(sqlite.Entry{Day: day, Journal: "misc", Text: text}, billing.RecognitionPostings(used)); err != nil {
		return err
	}
	if err := tx.InsertRecognitions(made.Entry, made.made()); err != nil {
		return err
	}
	return tx.Seal(journal.RevenueRecognised, actor, text, made)
}

// deferRevenue notes what a document puts on deferred revenue for each line that
// sold a card or a package.
func deferRevenue(tx *sqlite.Tx, doc billing.Document) error {
	if !slices.ContainsFunc(doc.Lines, func(l billing.Line) bool { return billing.Deferred(l.Kind) }) {
		return nil
	}
	var original []billing.Line
	if doc.Original != 0 {
		over, err := tx.Document(doc.Original)
		if err != nil {
			return err
		}
		original = over.Lines
	}
	return tx.InsertDeferrals(doc.ID, billing.Deferrals(doc, original))
}
