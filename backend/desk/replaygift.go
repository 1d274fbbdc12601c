package desk

import (
	"fmt"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/money"
)

// replayedGift is a gift card as the journal has followed it so far.
type replayedGift struct {
	sealedGiftCard
	row   *row
	left  money.Cents
	moves int
}

// giftMoved is what a line of a gift card's ledger must say.
type giftMoved struct {
	Cents      money.Cents       `json:"cents"`
	Balance    money.Cents       `json:"balance"`
	Why        string            `json:"why"`
	Payment    billing.PaymentID `json:"payment"`
	CreditNote billing.InvoiceID `json:"creditNote"`
	At         string            `json:"at"`
	By         int64             `json:"by"`
}

func giftKey(id int64) string            { return fmt.Sprintf("gift card %d", id) }
func giftMoveKey(id int64, n int) string { return fmt.Sprintf("movement %d of %s", n, giftKey(id)) }

// giftRow says in its parts how a gift card was sealed and its days.
func giftRow(seq int64, name string, made sealedGiftCard, days validity) *row {
	return &row{thing: "giftCard", name: name, parts: []part{{seq, made}, {seq, days}}}
}

func (r *replay) makeGift(e event, made sealedGiftCard) {
	gift := &replayedGift{sealedGiftCard: made, row: r.add(giftKey(made.ID), giftRow(e.Seq, e.Doc, made, validity{}))}
	r.gifts = append(r.gifts, gift)
	r.moveGift(e, made.ID, giftMoved{Cents: made.Cents, Why: "sold"})
}

func (r *replay) moveGift(e event, id int64, moved giftMoved) {
	for _, gift := range r.gifts {
		if gift.ID != id {
			continue
		}
		gift.left += moved.Cents
		moved.Balance, moved.At, moved.By = gift.left, e.at, e.actor
		r.add(giftMoveKey(id, gift.moves), &row{thing: "movement", name: gift.row.name, parent: giftKey(id), parts: []part{{e.Seq, moved}}})
		gift.moves++
	}
}

// startGifts gives gift cards their days once they are paid: see startCards.
func (r *replay) startGifts(e event, line billing.Line, day calendar.Day) {
	for _, gift := range r.gifts {
		if gift.Line == line.ID && gift.row.parts[1].says == (validity{}) {
			gift.row.parts[1] = part{e.Seq, validity{day, day.AddMonths(gift.Months)}}
		}
	}
}

// takeGifts takes what a credit note gives back: see takeFromGiftCards.
func (r *replay) takeGifts(e event, invoice, note billing.Document) {
	for _, line := range invoice.Lines {
		if line.Kind != catalogue.GiftCard {
			continue
		}
		var of []*replayedGift
		var left []money.Cents
		for _, gift := range r.gifts {
			if gift.Line == line.ID {
				of, left = append(of, gift), append(left, gift.left)
			}
		}
		for i, cents := range billing.Drain(left, billing.GivenOf(note, line.ID)) {
			if cents > 0 {
				r.moveGift(e, of[i].ID, giftMoved{Cents: -cents, Why: "credited", CreditNote: note.ID})
			}
		}
	}
}

// giftRows reads the gift cards and their ledgers in the form of the replay.
func (p *proof) giftRows(is *replay) error {
	gifts, err := p.tx.GiftCards()
	if err != nil {
		return err
	}
	for _, g := range gifts {
		is.add(giftKey(g.ID), giftRow(0, g.Number, sealGiftCard(g), validity{g.ValidFrom, g.ValidThrough}))
	}
	moves, err := p.tx.GiftMovements()
	nth := map[int64]int{}
	for _, m := range moves {
		name := ""
		if gift := is.rows[giftKey(m.Card)]; gift != nil {
			name = gift.name
		}
		is.add(giftMoveKey(m.Card, nth[m.Card]), &row{thing: "movement", name: name, parent: giftKey(m.Card), parts: []part{
			{0, giftMoved{m.Cents, m.Balance, m.Why, m.Payment, m.CreditNote, m.At, m.By}},
		}})
		nth[m.Card]++
	}
	return err
}
