package desk

import (
	"context"
	"crypto/rand"
	"strings"

	"paddock/backend/billing"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/document"
	"paddock/backend/journal"
	"paddock/backend/locale"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// giftCodeLetters is how long the code of a gift card is: 60 bits, which nobody
// guesses at a counter.
const giftCodeLetters = 12

// newGiftCode is a code that cannot be guessed, of letters and figures that are
// not mistaken for one another.
func newGiftCode() string { return rand.Text()[:giftCodeLetters] }

// giftCode reads a code as people type it: spaces, hyphens and small letters do
// not matter.
func giftCode(typed string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "", "-", "", "\u00a0", "").Replace(typed))
}

// printedCode is a code in groups of four.
func printedCode(code string) string {
	var groups []string
	for len(code) > 4 {
		groups, code = append(groups, code[:4]), code[4:]
	}
	return strings.Join(append(groups, code), "-")
}

// sealedGiftCard is a gift card as the chain holds it: its code by salted hash,
// so that an archive cannot be spent.
type sealedGiftCard struct {
	ID      int64             `json:"giftCard"`
	Invoice billing.InvoiceID `json:"invoice"`
	Line    int64             `json:"line"`
	N       int               `json:"n"`
	Cents   money.Cents       `json:"cents"`
	Months  int               `json:"months"`
	Code    string            `json:"code"`
}

func sealGiftCard(g sqlite.GiftCard) sealedGiftCard {
	return sealedGiftCard{g.ID, g.Invoice, g.Line, g.N, g.Cents, g.Months, journal.Reason(g.Salt, g.Code)}
}

// makeGiftCards makes the gift cards that a line of an invoice sold.
func makeGiftCards(tx *sqlite.Tx, actor club.Actor, doc billing.Document, line billing.Line) error {
	for n := range line.Quantity {
		g := sqlite.GiftCard{
			Line: line.ID, N: n + 1, Code: newGiftCode(), Salt: rand.Text(), Cents: line.Unit, Months: line.Terms.Months, Invoice: doc.ID,
		}
		var err error
		if g.ID, err = tx.InsertGiftCard(g, actor); err != nil {
			return err
		}
		if err := tx.Seal(journal.GiftCardMade, actor, doc.Number, sealGiftCard(g)); err != nil {
			return err
		}
	}
	return nil
}

// redeemable finds the gift card of a payment and refuses one that cannot pay it
// today. The payment keeps the last figures of the code and no more.
func redeemable(tx *sqlite.Tx, c clubNow, p billing.Payment) (sqlite.GiftCard, error) {
	g, err := tx.GiftCardCoded(giftCode(p.Detail.Number))
	if err != nil {
		return g, on("tenders", refused(err, club.CodeGiftCardUnknown))
	}
	paid, err := giftCardPaid(tx, g)
	switch {
	case err != nil:
		return g, err
	case g.Left == 0 || p.Cents > g.Left:
		return g, club.Refuse(club.CodeGiftCardShort).On("tenders").With("leftCents", g.Left)
	case !paid:
		return g, club.Refuse(club.CodeGiftCardUnpaid).On("tenders").With("number", g.Number)
	case g.ValidThrough < c.today:
		return g, club.Refuse(club.CodeGiftCardOver).On("tenders").With("throughDay", g.ValidThrough)
	}
	return g, nil
}

// giftCardPaid reports whether the money for a gift card came and stayed: a
// cheque may have bounced since.
func giftCardPaid(tx *sqlite.Tx, g sqlite.GiftCard) (bool, error) {
	doc, err := tx.Document(g.Invoice)
	if err != nil {
		return false, err
	}
	notes, err := tx.CreditNotesOver(g.Invoice)
	if err != nil {
		return false, err
	}
	settled, err := tx.Settlement(g.Invoice)
	if err != nil {
		return false, err
	}
	for i, started := range billing.Started(doc, notes, settled.Settled-settled.Credited) {
		if doc.Lines[i].ID == g.Line {
			return started && g.ValidFrom != "", nil
		}
	}
	return false, nil
}

// takeFromGiftCards gives back what a credit note takes of the gift cards of a
// line, the first card first; billing.Drain is the order.
func takeFromGiftCards(tx *sqlite.Tx, actor club.Actor, invoice, note billing.Document) error {
	cards, err := tx.GiftCardsOn(invoice.ID)
	if err != nil {
		return err
	}
	for _, line := range invoice.Lines {
		if line.Kind != catalogue.GiftCard {
			continue
		}
		of, left := giftCardsOf(cards, line.ID)
		for i, part := range billing.Drain(left, billing.GivenOf(note, line.ID)) {
			if part == 0 {
				continue
			}
			if err := tx.MoveGiftCard(sqlite.GiftMovement{Card: of[i].ID, Cents: -part, Why: "credited", CreditNote: note.ID}, actor); err != nil {
				return err
			}
		}
	}
	return nil
}

// giftCardsOf are the gift cards of a line, and what is left on each.
func giftCardsOf(cards []sqlite.GiftCard, line int64) (of []sqlite.GiftCard, left []money.Cents) {
	for _, g := range cards {
		if g.Line == line {
			of, left = append(of, g), append(left, g.Left)
		}
	}
	return of, left
}

// unspent refuses a credit note that gives back what was spent of a gift card.
func unspent(tx *sqlite.Tx, plan creditPlan) error {
	cards, err := tx.GiftCardsOn(plan.invoice.ID)
	if err != nil || len(cards) == 0 {
		return err
	}
	note := billing.Document{Lines: plan.lines}
	for _, line := range plan.invoice.Lines {
		var left money.Cents
		_, each := giftCardsOf(cards, line.ID)
		for _, cents := range each {
			left += cents
		}
		if line.Kind == catalogue.GiftCard && billing.GivenOf(note, line.ID) > left {
			return club.Refuse(club.CodeGiftCardSpent).On("returns").With("line", line.Text).With("leftCents", left)
		}
	}
	return nil
}

// GiftCardCoded finds a gift card by the code somebody brings, so that the desk
// can say what is left on it.
func (d *Desk) GiftCardCoded(ctx context.Context, code string) (sqlite.GiftCard, error) {
	return read(ctx, d, "giftCardCoded", func(tx *sqlite.Tx) (sqlite.GiftCard, error) {
		g, err := tx.GiftCardCoded(giftCode(code))
		return g, on("code", refused(err, club.CodeGiftCardUnknown))
	})
}

// GiftCardSlip draws the slip that is given away: amount, code, QR code and the
// last day, in the language of the household that bought it.
func (d *Desk) GiftCardSlip(ctx context.Context, id int64) ([]byte, error) {
	slip, err := read(ctx, d, "giftCardSlip", func(tx *sqlite.Tx) (document.GiftCard, error) {
		g, err := tx.GiftCard(id)
		if err != nil {
			return document.GiftCard{}, refused(err, club.CodeGiftCardUnknown)
		}
		doc, err := tx.Document(g.Invoice)
		paper := document.GiftCard{
			Lang: doc.Language, Training: doc.Training, Seller: doc.Seller, Name: g.Name, Cents: g.Left,
			Code: printedCode(g.Code), Payload: g.Code, Number: g.Number, Day: doc.Day, ProgramVersion: d.version,
		}
		paper.Until = locale.Text(doc.Language, "giftCard.unpaid", nil)
		if g.ValidThrough != "" {
			paper.Until = locale.Text(doc.Language, "giftCard.until", locale.Params{"throughDay": g.ValidThrough})
		}
		return paper, err
	})
	if err != nil {
		return nil, err
	}
	return slip.PDF()
}

// GiftCards lists the gift cards that were sold, the latest first; the codes are
// in no list.
func (d *Desk) GiftCards() List[sqlite.GiftCard] {
	return listed(d, "documents", "giftCard.list", giftCardColumns, func(tx *sqlite.Tx, _ listing, _ ListQuery) ([]sqlite.GiftCard, error) {
		return tx.GiftCards()
	})
}
