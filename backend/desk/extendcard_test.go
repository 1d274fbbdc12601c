package desk_test

import (
	"fmt"
	"strings"
	"testing"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/journal"
	"paddock/backend/planning"
)

func (r *ring) extend(card booking.CardID, through calendar.Day, reason string) error {
	_, err := r.ExtendCard(ctx, r.req(), card, desk.ExtendCard{Through: through, Reason: reason})
	return err
}

func TestACardIsExtendedWithAReasonThatTheOwnerReads(t *testing.T) {
	r := newRing(t)
	card := booking.CardID(r.cardsOf(r.manon)[0].ID)
	late := r.group("2026-11-20", 8)
	_, err := r.book(late, r.manon)
	r.refuses(err, club.CodeCardOver)

	r.refuses(r.extend(card, "2026-11-07", "plâtre"), club.CodeCardNotLonger) // that is its last day
	r.refuses(r.extend(card, "2026-11-30", " "), club.CodeReasonNeeded)
	r.refuses(r.extend(card+100, "2026-11-30", "plâtre"), club.CodeCardNotFound)
	r.must(r.extend(card, "2026-11-30", "plâtre"))

	ledger, err := r.CardLedger(ctx, card)
	r.must(err)
	if last := ledger[len(ledger)-1]; last.Why != "extended" || last.Through != "2026-11-30" || last.Units != 0 || last.Balance != 10 || last.Reason != "plâtre" {
		t.Errorf("the ledger says %+v", last)
	}
	read, err := r.Overrides().Rows(ctx, desk.ListQuery{From: "2026-10-07", To: "2026-10-07"})
	r.must(err)
	if len(read) != 1 || read[0].Card != card || read[0].Reason != "plâtre" || read[0].Rider == "" {
		t.Errorf("the owner reads %+v", read)
	}
	r.journal(func(kind, line string) {
		if kind == string(journal.CardExtended) && strings.Contains(line, "plâtre") {
			t.Errorf("the chain holds the reason in clear: %s", line)
		}
	})
	r.booked(late, r.manon)
	r.proved()
}

func TestAnExtensionIsUndoneUntilALessonNeedsIt(t *testing.T) {
	r := newRing(t)
	card := booking.CardID(r.cardsOf(r.manon)[0].ID)
	r.must(r.extend(card, "2026-11-30", "plâtre"))
	r.must(r.undoes())
	if through := r.cardsOf(r.manon)[0].ValidThrough; through != "2026-11-07" {
		t.Errorf("good through %s", through)
	}
	r.must(r.extend(card, "2026-11-30", "plâtre"))
	r.booked(r.group("2026-11-20", 8), r.manon)
	for _, action := range r.did() {
		if action.Verb == "extendCard" && action.UndoneAt == "" {
			_, err := r.Undo(ctx, r.req(), action.ID)
			r.refuses(err, club.CodeUndoUsed)
		}
	}
	r.proved()
}

// PRODUCT section 3: when the club moves a lesson past the validity, the card
// follows, and no further.
func TestACardFollowsALessonThatTheClubMovesPastIt(t *testing.T) {
	r := newRing(t)
	lesson := r.group("2026-11-05", 8)
	r.booked(lesson, r.manon)
	r.booked(lesson, r.hugo, given)
	moved, err := r.ChangeLesson(ctx, r.req(), lesson, desk.LessonForm{Day: "2026-11-19", Version: r.version(lesson), Shape: planning.Shape{Kind: planning.Group, Name: "Reprise", Start: 14 * 60, Minutes: 60, Capacity: 8}})
	r.must(err)
	if through := r.cardsOf(r.manon)[0].ValidThrough; through != moved.Day {
		t.Errorf("the card is good through %s, the lesson is on %s", through, moved.Day)
	}
	if through := r.cardsOf(r.hugo)[0].ValidThrough; through != "2026-11-07" {
		t.Errorf("a card that pays nothing there is good through %s", through)
	}
	r.proved()
}

func TestAnExtensionThatNobodySealedIsFound(t *testing.T) {
	for name, sql := range map[string]string{
		"a later day":    "UPDATE cards SET valid_through = '2027-01-01' WHERE id = %d",
		"another reason": "UPDATE reasons SET text = 'rien' WHERE id = (SELECT reason FROM card_movements WHERE card = %d AND reason IS NOT NULL)",
		"a line of its ledger": "INSERT INTO card_movements (card, units, balance, why, moved_at, moved_by, through) " +
			"SELECT card, 0, balance, 'extended', moved_at, moved_by, '2027-01-01' FROM card_movements WHERE card = %d ORDER BY id DESC LIMIT 1",
	} {
		t.Run(name, func(t *testing.T) {
			r := newRing(t)
			card := booking.CardID(r.cardsOf(r.manon)[0].ID)
			r.must(r.extend(card, "2026-11-30", "plâtre"))
			r.behindItsBack(fmt.Sprintf(sql, card))
			proof, err := r.Verify(ctx)
			r.must(err)
			if proof.OK {
				t.Error("verify saw nothing")
			}
		})
	}
}
