package sqlite

import (
	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/money"
	"paddock/backend/statement"
)

// Payout is money by which a provider or a terminal pays out what families paid, less
// its fee, or the issuer of vouchers a slip.
type Payout struct {
	ID       int64
	Line     int64        // of the bank; of a slip 0 where a person told it
	Slip     int64        // of vouchers
	Day      calendar.Day // of its booking
	Cards    bool         // else links
	Cents    money.Cents  // what families paid
	Fee      money.Cents
	Payments []billing.PaymentID
	Reason   Reason       // why its fee is above a tenth; none for all else
	Back     calendar.Day // when it was taken back; "" while it stands

	MadeAt, BackAt string
	MadeBy, BackBy int64
}

// paidOutDays is how long a payment is looked for among those a line pays out.
const paidOutDays = 90

// ToPayOut lists what families paid by links and cards lately and no line paid out,
// in the order it came; refunds by a link among them, and vouchers at their issuer.
func (tx *Tx) ToPayOut() ([]statement.Receipt, error) {
	return collect(tx, func(row scanner) (r statement.Receipt, err error) {
		return r, row.Scan(&r.Payment, &r.Day, &r.Cents, &r.Card, &r.Slip)
	}, `SELECT id, day, cents, way <> 'linkPaid', 0 FROM payments
		WHERE way IN ('linkPaid', 'card', 'bancontact', 'payconiq') AND day >= ? AND (cents > 0 OR way = 'linkPaid')
			AND NOT EXISTS (SELECT 1 FROM payout_payments x JOIN payouts o ON o.id = x.payout WHERE x.payment = payments.id AND o.back_day = '')
		UNION ALL SELECT d.payment, s.day, p.cents, 0, s.id FROM deposit_slips s JOIN deposited_cheques d ON d.slip = s.id JOIN payments p ON p.id = d.payment
		WHERE s.way = 'holidayVoucher' AND s.back_day = '' AND NOT EXISTS (SELECT 1 FROM payouts o WHERE o.slip = s.id AND o.back_day = '')
		ORDER BY 2, 1`, tx.Now.AddDate(0, 0, -paidOutDays).Format("2006-01-02"))
}

// Unpaid is a payment that ToPayOut lists, as a person tells it.
type Unpaid struct {
	Payment billing.PaymentID `json:"payment"`
	Day     calendar.Day      `json:"day"`
	Family  string            `json:"family"`
	Receipt string            `json:"receipt"`
	Way     billing.Way       `json:"way"`
	Cards   bool              `json:"cards" doc:"Else by links; a payout holds one or the other"`
	Cents   money.Cents       `json:"cents"`
}

// UnpaidOut lists what ToPayOut does, for a person to choose among; vouchers are paid
// by the slip.
func (tx *Tx) UnpaidOut() ([]Unpaid, error) {
	waiting, err := tx.ToPayOut()
	if err != nil {
		return nil, err
	}
	ids := []billing.PaymentID{}
	for _, r := range waiting {
		if r.Slip == 0 {
			ids = append(ids, r.Payment)
		}
	}
	said, err := asJSON(ids)
	if err != nil {
		return nil, err
	}
	return collect(tx, func(row scanner) (u Unpaid, err error) {
		return u, row.Scan(&u.Payment, &u.Day, &u.Family, &u.Receipt, &u.Way, &u.Cards, &u.Cents)
	}, `SELECT p.id, p.day, coalesce(h.name, ''), p.receipt, p.way, p.way <> 'linkPaid', p.cents
		FROM payments p LEFT JOIN households h ON h.id = p.household WHERE p.id IN (SELECT value FROM json_each(?)) ORDER BY p.day, p.id`, said)
}

// InsertPayout writes a payout under the next number.
func (tx *Tx) InsertPayout(p *Payout, actor club.Actor) error {
	if err := tx.row("SELECT coalesce(max(id), 0) + 1 FROM payouts", nil, &p.ID); err != nil {
		return err
	}
	for i, payment := range p.Payments { // the payout closes them
		if _, err := tx.exec("INSERT INTO payout_payments (payout, n, payment) VALUES (?, ?, ?)", p.ID, i+1, int64(payment)); err != nil {
			return err
		}
	}
	_, err := tx.exec("INSERT INTO payouts (id, line, slip, day, cards, cents, fee, made_at, made_by, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		p.ID, orNull(p.Line), orNull(p.Slip), string(p.Day), p.Cards, int64(p.Cents), int64(p.Fee), stamp(tx.Now), actor.ID, orNull(p.Reason.ID))
	return err
}

const selectPayouts = `SELECT id, line, slip, day, cards, cents, fee, back_day, made_at, made_by, back_at, back_by,
	(SELECT json_group_array(payment) FROM (SELECT payment FROM payout_payments WHERE payout = payouts.id ORDER BY n)) FROM payouts`

func scanPayout(row scanner) (p Payout, err error) {
	err = row.Scan(&p.ID, orZero(&p.Line), orZero(&p.Slip), &p.Day, &p.Cards, &p.Cents, &p.Fee, &p.Back, &p.MadeAt, &p.MadeBy, &p.BackAt, orZero(&p.BackBy), fromJSON(&p.Payments))
	return p, err
}

// Payouts lists all of them, for verify.
func (tx *Tx) Payouts() ([]Payout, error) {
	return collect(tx, scanPayout, selectPayouts+" ORDER BY id")
}

// PayoutOf is the payout that a line of the bank is. ErrNotFound.
func (tx *Tx) PayoutOf(line int64) (Payout, error) {
	return one(tx, scanPayout, selectPayouts+" WHERE line = ? AND back_day = ''", line)
}

// PayoutOfSlip is the payout that a slip of vouchers was paid by. ErrNotFound.
func (tx *Tx) PayoutOfSlip(slip int64) (Payout, error) {
	return one(tx, scanPayout, selectPayouts+" WHERE slip = ? AND back_day = ''", slip)
}

// TakePayoutBack notes that a line pays out something else.
func (tx *Tx) TakePayoutBack(id int64, day calendar.Day, actor club.Actor) error {
	return tx.change("UPDATE payouts SET back_day = ?, back_at = ?, back_by = ? WHERE id = ? AND back_day = ''", string(day), stamp(tx.Now), actor.ID, id)
}
