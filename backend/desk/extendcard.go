package desk

import (
	"context"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/journal"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// ExtendCard says how long a card is good.
type ExtendCard struct {
	Through calendar.Day `json:"throughDay" doc:"Its new last day, later than the one it has"`
	Reason  string       `json:"reason" maxLength:"500" doc:"Listed for the owner"`
}

// extendedCard is what the chain holds of a card's new last day: the invoice line
// and which of its cards, and the hash of the reason. A lesson that the club moved
// needs none.
type extendedCard struct {
	Card    booking.CardID    `json:"card"`
	Line    int64             `json:"line"`
	N       int               `json:"n"`
	Through calendar.Day      `json:"throughDay"`
	Lesson  planning.LessonID `json:"lesson,omitempty"`
	Reason  string            `json:"reason,omitempty"`
}

// ExtendCard lets a card be good for longer: one of the exceptions that are part
// of life, each with a reason (PRODUCT sections 3 and 5).
func (d *Desk) ExtendCard(ctx context.Context, req Request, id booking.CardID, in ExtendCard) (sqlite.Card, error) {
	body := struct {
		Card booking.CardID
		In   ExtendCard
	}{id, in}
	return write(ctx, d, req, "extendCard", body, func(tx *sqlite.Tx) (sqlite.Card, error) {
		c, err := loadClub(tx)
		if err != nil {
			return sqlite.Card{}, err
		}
		card, err := tx.Card(id)
		if err != nil {
			return card, refused(err, club.CodeCardNotFound)
		}
		rider, err := heldRider(tx, card.Rider)
		if err != nil {
			return card, err
		}
		switch {
		case card.CreditNote != "":
			return card, club.Refuse(club.CodeCardGivenBack).With("number", card.CreditNote)
		case card.ValidFrom == "":
			return card, club.Refuse(club.CodeCardUnpaid)
		case checkDay(in.Through, "throughDay") != nil:
			return card, checkDay(in.Through, "throughDay")
		case in.Through <= card.ValidThrough:
			return card, club.Refuse(club.CodeCardNotLonger).On("throughDay").With("throughDay", card.ValidThrough)
		}
		reason, err := giveReason(tx, c, req.Actor, in.Reason)
		if err != nil {
			return card, err
		}
		was := card.ValidThrough
		if err := extendCard(tx, c, req.Actor, card, extendedCard{Through: in.Through, Reason: reason.hash}, reason.id); err != nil {
			return card, err
		}
		card.ValidThrough = in.Through
		return card, act(tx, "extendCard", rider.FirstName+" "+rider.Surname, rider.Household, back{"shortenCard", shortened{id, was, in.Through}})
	})
}

// extendCard gives a card another last day, in its ledger and in the chain.
func extendCard(tx *sqlite.Tx, c clubNow, actor club.Actor, card sqlite.Card, to extendedCard, reason int64) (err error) {
	to.Card = booking.CardID(card.ID)
	if to.Line, to.N, err = tx.ExtendCard(to.Card, to.Through, reason, actor); err != nil {
		return err
	}
	if err := tx.Seal(journal.CardExtended, actor, card.Invoice, to); err != nil {
		return err
	}
	return recognise(tx, c, actor, c.today, []int64{to.Line})
}

// shortened is what undoing an extension is given.
type shortened struct {
	Card booking.CardID `json:"card"`
	Was  calendar.Day   `json:"was"`
	Is   calendar.Day   `json:"is"`
}

func undoExtension(u undoing, in shortened) error {
	card, err := u.tx.Card(in.Card)
	if err != nil {
		return err
	}
	if card.ValidThrough != in.Is || card.CreditNote != "" {
		return club.Refuse(club.CodeUndoChanged)
	}
	last, err := u.tx.LastLessonOn(in.Card)
	if err != nil {
		return err
	}
	if last > in.Was {
		return club.Refuse(club.CodeUndoUsed)
	}
	return extendCard(u.tx, u.c, u.actor, card, extendedCard{Through: in.Was}, 0)
}

// cardsFollow lets the cards that pay places of a lesson be good on the day the
// club moved it to (PRODUCT section 3).
func cardsFollow(tx *sqlite.Tx, c clubNow, actor club.Actor, l planning.Lesson) error {
	rows, err := tx.BookingsOf(l.ID)
	if err != nil {
		return err
	}
	for _, b := range rows {
		if b.By != booking.ByCard || !b.State.Takes() {
			continue
		}
		card, err := tx.Card(b.Card)
		if err != nil {
			return err
		}
		if card.ValidThrough >= l.Day { // the other of a duo was first
			continue
		}
		if err := extendCard(tx, c, actor, card, extendedCard{Through: l.Day, Lesson: l.ID}, 0); err != nil {
			return err
		}
	}
	return nil
}
