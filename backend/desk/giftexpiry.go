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
	"paddock/backend/sqlite"
)

// expiredGifts is what the chain holds of gift cards that ended: of each what was
// left on it, which is income by this.
type expiredGifts struct {
	Entry int64        `json:"entry"`
	Day   calendar.Day `json:"day"`
	Cards [][2]int64   `json:"cards"`
}

func (e expiredGifts) cents() (cents money.Cents) {
	for _, card := range e.Cards {
		cents += money.Cents(card[1])
	}
	return cents
}

// expiryText names the end of gift cards in the books.
func expiryText(entry int64) string { return fmt.Sprintf("CC-%06d", entry) }

// expireGifts makes income of what is left on the gift cards whose last day is over
// by the end of a day that is about to be closed: at that last day where it is open,
// else on this one.
func expireGifts(tx *sqlite.Tx, actor club.Actor, day calendar.Day) error {
	closed, err := tx.ClosedThrough()
	if err != nil {
		return err
	}
	ended, err := tx.GiftCardsEnded(day)
	if err != nil {
		return err
	}
	on := map[calendar.Day][]sqlite.GiftCard{}
	for _, g := range ended {
		at := g.ValidThrough
		if at <= closed {
			at = day
		}
		on[at] = append(on[at], g)
	}
	for _, at := range slices.Sorted(maps.Keys(on)) {
		made := expiredGifts{Day: at}
		for _, g := range on[at] {
			if err := tx.MoveGiftCard(sqlite.GiftMovement{Card: g.ID, Cents: -g.Left, Why: "expired"}, actor); err != nil {
				return err
			}
			made.Cards = append(made.Cards, [2]int64{g.ID, int64(g.Left)})
		}
		if made.Entry, err = tx.NextEntry(); err != nil {
			return err
		}
		text := expiryText(made.Entry)
		if err := tx.InsertEntry(sqlite.Entry{Day: at, Journal: "misc", Text: text}, billing.ExpiryPostings(made.cents())); err != nil {
			return err
		}
		if err := tx.Seal(journal.GiftCardsExpired, actor, text, made); err != nil {
			return err
		}
	}
	return nil
}

// sealedExpiry is one of them as the replay met it.
type sealedExpiry struct {
	expiredGifts
	seq int64
}

// expire checks that what became income is what was left on cards whose day was
// over: see expireGifts.
func (r *replay) expire(e event, made expiredGifts) {
	if r.days.closed(made.Day) {
		r.found = append(r.found, journal.Finding{Seq: e.Seq, Code: "enteredClosed", Params: map[string]any{"document": e.Doc, "ofDay": string(made.Day)}})
	}
	for _, card := range made.Cards {
		var left money.Cents
		for _, gift := range r.gifts {
			if days, is := gift.row.parts[1].says.(validity); is && gift.ID == card[0] && days.Through != "" && days.Through <= made.Day {
				left = gift.left
			}
		}
		if left != money.Cents(card[1]) {
			r.found = append(r.found, journal.Finding{Seq: e.Seq, Code: "recognitionWrong",
				Params: map[string]any{"document": e.Doc, "sealedCents": card[1], "wantCents": left}})
		}
		r.moveGift(e, card[0], giftMoved{Cents: -money.Cents(card[1]), Why: "expired"})
	}
	r.expiries = append(r.expiries, sealedExpiry{made, e.Seq})
}

// expiriesBooked compares the entries of gift cards that ended with what they book,
// in the book of what no document made, and takes them out of it.
func (p *proof) expiriesBooked(found map[string]account) {
	for _, made := range p.replay.expiries {
		text := expiryText(made.Entry)
		if !maps.Equal(found[text], account{}.add(made.Day, text, billing.ExpiryPostings(made.cents()))) {
			p.find(made.seq, "entriesChanged", map[string]any{"document": text})
		}
		delete(found, text)
	}
}
