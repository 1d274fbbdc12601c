package sqlite

import (
	"paddock/backend/billing"
	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/planning"
)

// InsertCard makes the nth card of a line, with its first movement: sold, or
// carried over from another program. It does not work before StartCards.
func (tx *Tx) InsertCard(l billing.Line, n int, why string, actor club.Actor) error {
	id, err := tx.insert(`INSERT INTO cards (rider, offer, invoice_line, n, name, units, months) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		int64(l.Rider), int64(l.Offer), l.ID, n, l.Text, l.Terms.Units, l.Terms.Months)
	if err != nil {
		return err
	}
	_, err = tx.exec("INSERT INTO card_movements (card, units, balance, why, moved_at, moved_by) VALUES (?, ?, ?, ?, ?, ?)",
		id, l.Terms.Units, l.Terms.Units, why, stamp(tx.Now), actor.ID)
	return err
}

// FirstCard is the first card that a line sold.
func (tx *Tx) FirstCard(line int64) (id booking.CardID, err error) {
	err = tx.row("SELECT id FROM cards WHERE invoice_line = ? ORDER BY n LIMIT 1", []any{line}, &id)
	return id, err
}

// StartCards gives the cards of a line their validity, once.
func (tx *Tx) StartCards(line int64, from, through calendar.Day) error {
	_, err := tx.exec("UPDATE cards SET valid_from = ?, valid_through = ? WHERE invoice_line = ? AND valid_from = ''",
		string(from), string(through), line)
	return err
}

// CreditCards ends the cards of a line that a credit note gave back: what is
// left on them goes, in a movement that names the note, and they are good
// through that day at the latest. A card that never worked has no days.
func (tx *Tx) CreditCards(line int64, note billing.InvoiceID, day calendar.Day, actor club.Actor) error {
	_, err := tx.exec(`INSERT INTO card_movements (card, units, balance, why, moved_at, moved_by, credit_note)
		SELECT id, -left_units, 0, 'credited', ?, ?, ? FROM (SELECT id,
			(SELECT balance FROM card_movements WHERE card = cards.id ORDER BY id DESC LIMIT 1) AS left_units
			FROM cards WHERE invoice_line = ?)`, stamp(tx.Now), actor.ID, int64(note), line)
	if err != nil {
		return err
	}
	_, err = tx.exec("UPDATE cards SET valid_through = ?1 WHERE invoice_line = ?2 AND valid_through > ?1", string(day), line)
	return err
}

// Card is a rider's card with what is left on it.
type Card struct {
	ID           int64             `json:"id"`
	Rider        club.RiderID      `json:"rider"`
	RiderName    string            `json:"riderName"`
	Offer        catalogue.OfferID `json:"offer"`
	Name         string            `json:"name"`
	LessonKind   planning.Kind     `json:"lessonKind" enum:",group,private,privateForTwo,horseWork" doc:"It opens; empty for every kind"`
	Units        int               `json:"units"`
	Left         int               `json:"left" doc:"Neither spent nor reserved"`
	ValidFrom    calendar.Day      `json:"validFrom" doc:"Empty until what is due now is paid"`
	ValidThrough calendar.Day      `json:"validThrough"`
	Invoice      string            `json:"invoice" doc:"Number of the invoice it was sold on"`
	CreditNote   string            `json:"creditNote" doc:"Number of the credit note that ended it; empty while none did"`
}

const selectCard = `SELECT c.id, c.rider, r.first_name || ' ' || r.surname, c.offer, c.name, coalesce(json_extract(l.terms, '$.lessonKind'), ''), c.units,
	(SELECT balance FROM card_movements WHERE card = c.id ORDER BY id DESC LIMIT 1) AS left_units, c.valid_from, c.valid_through, i.number,
	coalesce((SELECT n.number FROM card_movements m JOIN invoices n ON n.id = m.credit_note WHERE m.card = c.id), '')
	FROM cards c JOIN riders r ON r.id = c.rider JOIN invoice_lines l ON l.id = c.invoice_line JOIN invoices i ON i.id = l.invoice`

func scanCard(row scanner) (c Card, err error) {
	err = row.Scan(&c.ID, &c.Rider, &c.RiderName, &c.Offer, &c.Name, &c.LessonKind, &c.Units, &c.Left, &c.ValidFrom, &c.ValidThrough, &c.Invoice, &c.CreditNote)
	return c, err
}

// Cards lists every card, or those of the riders a household sees.
func (tx *Tx) Cards(household club.HouseholdID) ([]Card, error) {
	if household == 0 {
		return collect(tx, scanCard, selectCard+" ORDER BY c.id")
	}
	return collect(tx, scanCard, selectCard+" WHERE "+seenFrom("?1")+" ORDER BY c.id", int64(household))
}

// Card loads a card, or returns ErrNotFound.
func (tx *Tx) Card(id booking.CardID) (Card, error) {
	return one(tx, scanCard, selectCard+" WHERE c.id = ?", int64(id))
}

// CardsOf lists the cards of a rider that did not end before a day, the first to
// expire first.
func (tx *Tx) CardsOf(rider club.RiderID, since calendar.Day) ([]Card, error) {
	return collect(tx, scanCard, selectCard+" WHERE c.rider = ? AND (c.valid_through = '' OR c.valid_through >= ?) ORDER BY c.valid_through, c.id", int64(rider), string(since))
}

// LiveCards lists the cards that work on a day and have units left.
func (tx *Tx) LiveCards(day calendar.Day) ([]Card, error) {
	return collect(tx, scanCard, `SELECT * FROM (`+selectCard+` WHERE c.valid_through >= ?1 AND c.valid_from <> '') WHERE left_units > 0 ORDER BY id`, string(day))
}

// InsertLicence records a licence sold; its number comes from the federation.
func (tx *Tx) InsertLicence(l billing.Line) error {
	_, err := tx.exec("INSERT INTO licences (rider, kind, valid_from, valid_through, invoice_line) VALUES (?, ?, ?, ?, ?)",
		int64(l.Rider), l.Terms.LicenceKind, string(l.Terms.ValidFrom), string(l.Terms.ValidThrough), l.ID)
	return err
}

// WithdrawLicence takes back a licence that a credit note gave back before it
// was passed on. One that has its number stays: the federation gave it.
func (tx *Tx) WithdrawLicence(line int64, note billing.InvoiceID) error {
	_, err := tx.exec("UPDATE licences SET credit_note = ? WHERE invoice_line = ? AND number = ''", int64(note), line)
	return err
}

// Delivered is what a line sold and no credit note took back: what giving the
// whole line back ends, except a licence that has its number.
type Delivered struct {
	Line      int64          `json:"line"`
	Kind      catalogue.Kind `json:"kind" enum:"card,licence,membership"`
	Name      string         `json:"name"`
	RiderName string         `json:"riderName"`
	Units     int            `json:"units" doc:"Of a card"`
	Left      int            `json:"left" doc:"Units of a card that are not used"`
	Number    string         `json:"number" doc:"Of a licence that was passed on: it stays"`
}

// Delivered lists what the lines of an invoice sold, a row a card.
func (tx *Tx) Delivered(invoice billing.InvoiceID) ([]Delivered, error) {
	return collect(tx, func(row scanner) (d Delivered, err error) {
		err = row.Scan(&d.Line, &d.Kind, &d.Name, &d.RiderName, &d.Units, &d.Left, &d.Number)
		return d, err
	}, `SELECT l.id, l.kind, l.text, l.rider_name, coalesce(c.units, 0),
			coalesce((SELECT balance FROM card_movements WHERE card = c.id ORDER BY id DESC LIMIT 1), 0), coalesce(x.number, '')
		FROM invoice_lines l LEFT JOIN cards c ON c.invoice_line = l.id LEFT JOIN licences x ON x.invoice_line = l.id
		WHERE l.invoice = ? AND l.base = 0 AND l.kind IN ('card', 'licence', 'membership')
			AND l.cents + (SELECT coalesce(sum(cents), 0) FROM invoice_lines WHERE original = l.id AND withdraws IS NULL) > 0 ORDER BY l.n, c.n`, int64(invoice))
}

// Membership of the club that a rider bought and did not give back.
type Membership struct {
	Rider        club.RiderID `json:"rider"`
	Name         string       `json:"name"`
	ValidFrom    calendar.Day `json:"validFrom" doc:"Empty when the offer has no days"`
	ValidThrough calendar.Day `json:"validThrough"`
}

// Memberships lists those of the riders a household sees, the latest first. They are what the
// sealed lines say: there is no row of their own to change.
func (tx *Tx) Memberships(household club.HouseholdID) ([]Membership, error) {
	return collect(tx, func(row scanner) (m Membership, err error) {
		err = row.Scan(&m.Rider, &m.Name, &m.ValidFrom, &m.ValidThrough)
		return m, err
	}, `SELECT l.rider, l.text, coalesce(json_extract(l.terms, '$.validFrom'), ''), coalesce(json_extract(l.terms, '$.validThrough'), '')
		FROM invoice_lines l JOIN riders r ON r.id = l.rider
		WHERE `+seenFrom("?1")+` AND l.kind = 'membership' AND l.original IS NULL AND l.base = 0
			AND l.cents + (SELECT coalesce(sum(cents), 0) FROM invoice_lines WHERE original = l.id AND withdraws IS NULL) > 0 ORDER BY l.id DESC`, int64(household))
}
