package sqlite

import (
	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/money"
)

// GiftCard is money that the club owes to whoever brings its code.
type GiftCard struct {
	ID           int64             `json:"id"`
	Line         int64             `json:"line"`
	N            int               `json:"n" doc:"Which of the line's quantity"`
	Offer        catalogue.OfferID `json:"offer"`
	Name         string            `json:"name"`
	Code         string            `json:"-"`
	Salt         string            `json:"-"`
	Last         string            `json:"last" doc:"The last figures of its code"`
	Cents        money.Cents       `json:"cents"`
	Left         money.Cents       `json:"leftCents"`
	Months       int               `json:"-"`
	ValidFrom    calendar.Day      `json:"validFrom" doc:"Empty until it is paid"`
	ValidThrough calendar.Day      `json:"validThrough"`
	Invoice      billing.InvoiceID `json:"invoice"`
	Number       string            `json:"number" doc:"Of the invoice it was sold on"`
}

const selectGiftCard = `SELECT g.id, g.invoice_line, g.n, l.offer, l.text, g.code, g.salt, g.cents,
	coalesce((SELECT balance FROM gift_card_movements WHERE gift_card = g.id ORDER BY id DESC LIMIT 1), 0),
	g.months, g.valid_from, g.valid_through, i.id, i.number
	FROM gift_cards g JOIN invoice_lines l ON l.id = g.invoice_line JOIN invoices i ON i.id = l.invoice`

func scanGiftCard(row scanner) (g GiftCard, err error) {
	err = row.Scan(&g.ID, &g.Line, &g.N, &g.Offer, &g.Name, &g.Code, &g.Salt, &g.Cents, &g.Left,
		&g.Months, &g.ValidFrom, &g.ValidThrough, &g.Invoice, &g.Number)
	g.Last = g.Code[max(len(g.Code)-4, 0):]
	return g, err
}

// GiftCard loads a gift card, or returns ErrNotFound.
func (tx *Tx) GiftCard(id int64) (GiftCard, error) {
	return one(tx, scanGiftCard, selectGiftCard+" WHERE g.id = ?", id)
}

// GiftCardCoded finds the gift card of a code, or returns ErrNotFound.
func (tx *Tx) GiftCardCoded(code string) (GiftCard, error) {
	return one(tx, scanGiftCard, selectGiftCard+" WHERE g.code = ?", code)
}

// GiftCards lists all gift cards, the latest first.
func (tx *Tx) GiftCards() ([]GiftCard, error) {
	return collect(tx, scanGiftCard, selectGiftCard+" ORDER BY g.id DESC")
}

// GiftCardsOn lists those that an invoice sold, in line order.
func (tx *Tx) GiftCardsOn(invoice billing.InvoiceID) ([]GiftCard, error) {
	return collect(tx, scanGiftCard, selectGiftCard+" WHERE i.id = ? ORDER BY l.n, g.n", int64(invoice))
}

// InsertGiftCard makes the nth gift card of an invoice line, with its first
// movement. It is worth nothing before StartGiftCards.
func (tx *Tx) InsertGiftCard(g GiftCard, actor club.Actor) (int64, error) {
	id, err := tx.insert("INSERT INTO gift_cards (invoice_line, n, code, salt, cents, months) VALUES (?, ?, ?, ?, ?, ?)",
		g.Line, g.N, g.Code, g.Salt, int64(g.Cents), g.Months)
	if err != nil {
		return 0, err
	}
	return id, tx.MoveGiftCard(GiftMovement{Card: id, Cents: g.Cents, Why: "sold"}, actor)
}

// GiftCardsEnded lists those that hold something and whose last day is over by the
// end of a day, the first to end first.
func (tx *Tx) GiftCardsEnded(day calendar.Day) ([]GiftCard, error) {
	return collect(tx, scanGiftCard, selectGiftCard+` WHERE g.valid_through <> '' AND g.valid_through <= ?
		AND (SELECT balance FROM gift_card_movements WHERE gift_card = g.id ORDER BY id DESC LIMIT 1) > 0 ORDER BY g.valid_through, g.id`, string(day))
}

// StartGiftCards gives the gift cards of a line their validity, once.
func (tx *Tx) StartGiftCards(line int64, from, through calendar.Day) error {
	_, err := tx.exec("UPDATE gift_cards SET valid_from = ?, valid_through = ? WHERE invoice_line = ? AND valid_from = ''",
		string(from), string(through), line)
	return err
}

// GiftMovement is a line of a gift card's ledger: when, who, why, balance.
type GiftMovement struct {
	Card       int64
	Cents      money.Cents // negative: spent, or given back by a credit note
	Balance    money.Cents
	Why        string // sold, spent, credited, expired
	Payment    billing.PaymentID
	CreditNote billing.InvoiceID
	At         string
	By         int64
}

// MoveGiftCard adds a movement; its balance follows from the one before, its
// moment and person from the transaction.
func (tx *Tx) MoveGiftCard(m GiftMovement, actor club.Actor) error {
	_, err := tx.exec(`INSERT INTO gift_card_movements (gift_card, cents, balance, why, payment, credit_note, moved_at, moved_by)
		VALUES (?1, ?2, ?2 + coalesce((SELECT balance FROM gift_card_movements WHERE gift_card = ?1 ORDER BY id DESC LIMIT 1), 0), ?3, ?4, ?5, ?6, ?7)`,
		m.Card, int64(m.Cents), m.Why, orNull(m.Payment), orNull(m.CreditNote), stamp(tx.Now), actor.ID)
	return err
}

// GiftMovements lists the ledgers of all gift cards, each in its order.
func (tx *Tx) GiftMovements() ([]GiftMovement, error) {
	return collect(tx, func(row scanner) (m GiftMovement, err error) {
		err = row.Scan(&m.Card, &m.Cents, &m.Balance, &m.Why, orZero(&m.Payment), orZero(&m.CreditNote), &m.At, &m.By)
		return m, err
	}, "SELECT gift_card, cents, balance, why, payment, credit_note, moved_at, moved_by FROM gift_card_movements ORDER BY gift_card, id")
}
