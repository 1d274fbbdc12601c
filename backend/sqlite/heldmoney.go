package sqlite

import (
	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/money"
)

// HeldMoney is cash or a cheque that somebody of the club holds.
type HeldMoney struct {
	Payment   billing.PaymentID `json:"payment"`
	Receipt   string            `json:"receipt"`
	Holder    int64             `json:"holder"`
	Who       string            `json:"who" doc:"The holder's name"`
	Day       calendar.Day      `json:"day" doc:"When it was received"`
	Way       billing.Way       `json:"way" enum:"cash,cheque"`
	Number    string            `json:"number" doc:"Of the cheque"`
	Cents     money.Cents       `json:"cents"`
	Household club.HouseholdID  `json:"household"`
	Family    string            `json:"family" doc:"Empty for a sale without a client"`
}

// InsertHeld notes that somebody holds the money of a payment.
func (tx *Tx) InsertHeld(payment billing.PaymentID, holder int64) error {
	_, err := tx.exec("INSERT INTO held_money (payment, holder) VALUES (?, ?)", int64(payment), holder)
	return err
}

// HeldMoney lists what is held, by holder, the oldest first.
func (tx *Tx) HeldMoney() ([]HeldMoney, error) {
	return collect(tx, func(row scanner) (h HeldMoney, err error) {
		err = row.Scan(&h.Payment, &h.Receipt, &h.Holder, &h.Who, &h.Day, &h.Way, &h.Number, &h.Cents, &h.Household, &h.Family)
		return h, err
	}, `SELECT p.id, p.receipt, s.id, s.name, p.day, p.way, coalesce(p.detail ->> '$.number', ''), p.cents, coalesce(f.id, 0), coalesce(f.name, '')
		FROM held_money h JOIN payments p ON p.id = h.payment JOIN staff s ON s.id = h.holder LEFT JOIN households f ON f.id = p.household
		WHERE h.brought_day = '' ORDER BY s.name, s.id, p.id`)
}

// IsHeld reports whether somebody still holds the money of a payment.
func (tx *Tx) IsHeld(payment billing.PaymentID) (is bool, err error) {
	err = tx.row("SELECT EXISTS (SELECT 1 FROM held_money WHERE payment = ? AND brought_day = '')", []any{int64(payment)}, &is)
	return is, err
}

// HolderOf names who still holds the money of a payment; "" when nobody does.
func (tx *Tx) HolderOf(payment billing.PaymentID) (name string, err error) {
	err = tx.row(`SELECT coalesce((SELECT s.name FROM held_money h JOIN staff s ON s.id = h.holder
		WHERE h.payment = ? AND h.brought_day = ''), '')`, []any{int64(payment)}, &name)
	return name, err
}

// BringIn notes that held money is in the till. ErrNotFound when nobody holds it.
func (tx *Tx) BringIn(payment billing.PaymentID, day calendar.Day, actor club.Actor) error {
	return tx.change("UPDATE held_money SET brought_day = ?, brought_at = ?, brought_by = ? WHERE payment = ? AND brought_day = ''",
		string(day), stamp(tx.Now), actor.ID, int64(payment))
}

// HeldMoneyRow is what the tables say of money that was held, for verify.
type HeldMoneyRow struct {
	Payment billing.PaymentID
	Receipt string
	Holder  int64
	Day     string
	At      string
	By      int64
}

// AllHeldMoney lists all money that was ever held.
func (tx *Tx) AllHeldMoney() ([]HeldMoneyRow, error) {
	return collect(tx, func(row scanner) (h HeldMoneyRow, err error) {
		return h, row.Scan(&h.Payment, &h.Receipt, &h.Holder, &h.Day, &h.At, orZero(&h.By))
	}, `SELECT h.payment, p.receipt, h.holder, h.brought_day, h.brought_at, h.brought_by
		FROM held_money h JOIN payments p ON p.id = h.payment ORDER BY h.payment`)
}
