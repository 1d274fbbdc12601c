package sqlite

import (
	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
)

// InsertCard makes the nth card of an invoice line, with its first movement. It
// does not work before StartCards.
func (tx *Tx) InsertCard(l billing.Line, n int, actor club.Actor) error {
	id, err := tx.insert(`INSERT INTO cards (rider, offer, invoice_line, n, name, units, months) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		int64(l.Rider), int64(l.Offer), l.ID, n, l.Text, l.Terms.Units, l.Terms.Months)
	if err != nil {
		return err
	}
	_, err = tx.exec("INSERT INTO card_movements (card, units, balance, why, moved_at, moved_by) VALUES (?, ?, ?, 'sold', ?, ?)",
		id, l.Terms.Units, l.Terms.Units, stamp(tx.Now), actor.ID)
	return err
}

// StartCards gives the cards of a line their validity, once.
func (tx *Tx) StartCards(line int64, from, through calendar.Day) error {
	_, err := tx.exec("UPDATE cards SET valid_from = ?, valid_through = ? WHERE invoice_line = ? AND valid_from = ''",
		string(from), string(through), line)
	return err
}

// Card is a rider's card with what is left on it.
type Card struct {
	ID           int64             `json:"id"`
	Rider        club.RiderID      `json:"rider"`
	RiderName    string            `json:"riderName"`
	Offer        catalogue.OfferID `json:"offer"`
	Name         string            `json:"name"`
	Units        int               `json:"units"`
	Left         int               `json:"left"`
	ValidFrom    calendar.Day      `json:"validFrom" doc:"Empty until what is due now is paid"`
	ValidThrough calendar.Day      `json:"validThrough"`
	Invoice      string            `json:"invoice" doc:"Number of the invoice it was sold on"`
}

const selectCard = `SELECT c.id, c.rider, r.first_name || ' ' || r.surname, c.offer, c.name, c.units,
	(SELECT balance FROM card_movements WHERE card = c.id ORDER BY id DESC LIMIT 1), c.valid_from, c.valid_through, i.number
	FROM cards c JOIN riders r ON r.id = c.rider JOIN invoice_lines l ON l.id = c.invoice_line JOIN invoices i ON i.id = l.invoice`

func scanCard(row scanner) (c Card, err error) {
	err = row.Scan(&c.ID, &c.Rider, &c.RiderName, &c.Offer, &c.Name, &c.Units, &c.Left, &c.ValidFrom, &c.ValidThrough, &c.Invoice)
	return c, err
}

// Cards lists every card, or those of one household.
func (tx *Tx) Cards(household club.HouseholdID) ([]Card, error) {
	return collect(tx, scanCard, selectCard+" WHERE ?1 = 0 OR r.household = ?1 ORDER BY c.id", int64(household))
}

// InsertLicence records a licence sold; its number comes from the federation.
func (tx *Tx) InsertLicence(l billing.Line) error {
	_, err := tx.exec("INSERT INTO licences (rider, kind, valid_from, valid_through, invoice_line) VALUES (?, ?, ?, ?, ?)",
		int64(l.Rider), l.Terms.LicenceKind, string(l.Terms.ValidFrom), string(l.Terms.ValidThrough), l.ID)
	return err
}
