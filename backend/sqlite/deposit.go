package sqlite

import (
	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/money"
)

// InHand is a cheque, or what a family paid in holiday vouchers, that is with the club
// and went to no bank and no issuer.
type InHand struct {
	Payment   billing.PaymentID `json:"payment"`
	Receipt   string            `json:"receipt"`
	Day       calendar.Day      `json:"day" doc:"When it was received"`
	From      calendar.Day      `json:"fromDay" doc:"From when on it may go to the bank"`
	Due       bool              `json:"due" doc:"That day has come"`
	Cents     money.Cents       `json:"cents"`
	Detail    billing.Detail    `json:"detail" doc:"Its number, bank and drawer"`
	Household club.HouseholdID  `json:"household"`
	Family    string            `json:"family" doc:"Empty for a sale without a client"`
}

const chequeColumns = `p.id, p.receipt, p.day, coalesce(nullif(p.detail ->> '$.depositDay', ''), p.day), p.cents, p.detail, coalesce(h.id, 0), coalesce(h.name, '')`

// InHand lists the cheques that went to no bank, or the vouchers that went to no
// issuer, those that may go first before the others.
func (tx *Tx) InHand(way billing.Way, today calendar.Day) ([]InHand, error) {
	where := map[billing.Way]string{billing.Cheque: "p.way = 'cheque'", billing.HolidayVoucher: "p.way = 'holidayVoucher'"} // each has its index
	return tx.cheques(today, `FROM payments p LEFT JOIN households h ON h.id = p.household WHERE `+where[way]+` AND p.cents > 0
		AND NOT EXISTS (SELECT 1 FROM held_money m WHERE m.payment = p.id AND m.brought_day = '')
		AND NOT EXISTS (SELECT 1 FROM deposited_cheques d JOIN deposit_slips s ON s.id = d.slip WHERE d.payment = p.id AND s.back_day = '')
		AND NOT EXISTS (SELECT 1 FROM withdrawals w JOIN payments b ON b.id = w.payment WHERE w.source = p.id AND b.back = 'bounced')
		ORDER BY 4, p.id`)
}

// ChequesOf lists the cheques or vouchers of a slip in its order.
func (tx *Tx) ChequesOf(slip int64) ([]InHand, error) {
	return tx.cheques("", `FROM deposited_cheques d JOIN payments p ON p.id = d.payment LEFT JOIN households h ON h.id = p.household
		WHERE d.slip = ? ORDER BY d.n`, slip)
}

func (tx *Tx) cheques(today calendar.Day, where string, args ...any) ([]InHand, error) {
	return collect(tx, func(row scanner) (c InHand, err error) {
		err = row.Scan(&c.Payment, &c.Receipt, &c.Day, &c.From, &c.Cents, fromJSON(&c.Detail), &c.Household, &c.Family)
		c.Due = c.From <= today
		return c, err
	}, "SELECT "+chequeColumns+" "+where, args...)
}

// DepositSlip is a slip with which cheques went to the bank, or holiday vouchers to
// their issuer.
type DepositSlip struct {
	ID      int64        `json:"id" doc:"Its number"`
	Way     billing.Way  `json:"way" enum:"cheque,holidayVoucher"`
	Day     calendar.Day `json:"day"`
	IBAN    string       `json:"iban" doc:"The account they went to"`
	Cheques int          `json:"cheques" doc:"Or payments in vouchers"`
	Cents   money.Cents  `json:"cents"`
	Who     string       `json:"who" doc:"Who made it"`
	Back    calendar.Day `json:"backDay" doc:"When it was taken back; empty while it stands"`
	Bounced int          `json:"bounced" doc:"How many of its cheques the bank refused"`
	Paid    money.Cents  `json:"paidCents" doc:"Of vouchers: what the issuer paid; 0 while it did not"`
	PaidDay calendar.Day `json:"paidDay" doc:"When that was booked"`
	ByLine  bool         `json:"byLine" doc:"A line of the bank is it, or brought what its vouchers are worth"`

	Faces []billing.Pieces `json:"faces" nullable:"false" doc:"Of vouchers: how many of each face value"`

	MadeAt string `json:"-"`
	MadeBy int64  `json:"-"`
	BackAt string `json:"-"`
	BackBy int64  `json:"-"`

	Payments []billing.PaymentID `json:"-"`
}

const selectSlips = `SELECT s.id, s.day, s.iban, s.cents, coalesce(p.name, ''), s.back_day, s.made_at, s.made_by, s.back_at, s.back_by,
		(SELECT json_group_array(payment) FROM (SELECT payment FROM deposited_cheques WHERE slip = s.id ORDER BY n)),
		(SELECT count(*) FROM deposited_cheques d JOIN withdrawals w ON w.source = d.payment JOIN payments b ON b.id = w.payment
			WHERE d.slip = s.id AND b.back = 'bounced' AND b.detail ->> '$.slip' = s.id),
		s.way, s.faces, coalesce(o.cents - o.fee, 0), coalesce(o.day, ''), o.line IS NOT NULL OR EXISTS (SELECT 1 FROM statement_lines l WHERE l.slip = s.id)
	FROM deposit_slips s LEFT JOIN staff p ON p.id = s.made_by LEFT JOIN payouts o ON o.slip = s.id AND o.back_day = ''`

func scanSlip(row scanner) (s DepositSlip, err error) {
	err = row.Scan(&s.ID, &s.Day, &s.IBAN, &s.Cents, &s.Who, &s.Back, &s.MadeAt, &s.MadeBy, &s.BackAt, orZero(&s.BackBy), fromJSON(&s.Payments), &s.Bounced, &s.Way, fromJSON(&s.Faces), &s.Paid, &s.PaidDay, &s.ByLine)
	s.Cheques = len(s.Payments)
	return s, err
}

// DepositSlips lists the slips, the latest first.
func (tx *Tx) DepositSlips() ([]DepositSlip, error) {
	return collect(tx, scanSlip, selectSlips+" ORDER BY s.id DESC")
}

// DepositSlip is one of them, or ErrNotFound.
func (tx *Tx) DepositSlip(id int64) (DepositSlip, error) {
	return one(tx, scanSlip, selectSlips+" WHERE s.id = ?", id)
}

// Credited is what the bank's account gets of a slip: of vouchers what the issuer
// paid, in cents.
func (s DepositSlip) Credited() money.Cents {
	if s.Way == billing.HolidayVoucher {
		return s.Paid
	}
	return s.Cents
}

// SlipOf is the slip a cheque is at the bank with; 0 while it is in hand.
func (tx *Tx) SlipOf(payment billing.PaymentID) (id int64, err error) {
	err = tx.row(`SELECT coalesce((SELECT s.id FROM deposited_cheques d JOIN deposit_slips s ON s.id = d.slip
		WHERE d.payment = ? AND s.back_day = ''), 0)`, []any{int64(payment)}, &id)
	return id, err
}

// InsertDepositSlip writes a slip under the next number.
func (tx *Tx) InsertDepositSlip(s *DepositSlip, actor club.Actor) error {
	if err := tx.row("SELECT coalesce(max(id), 0) + 1 FROM deposit_slips", nil, &s.ID); err != nil {
		return err
	}
	s.Who, s.Cheques = actor.Name, len(s.Payments)
	for i, payment := range s.Payments { // the slip closes them
		if _, err := tx.exec("INSERT INTO deposited_cheques (slip, n, payment) VALUES (?, ?, ?)", s.ID, i+1, int64(payment)); err != nil {
			return err
		}
	}
	if s.Faces == nil {
		s.Faces = []billing.Pieces{}
	}
	faces, err := asJSON(s.Faces)
	if err != nil {
		return err
	}
	_, err = tx.exec("INSERT INTO deposit_slips (id, way, day, iban, cents, faces, made_at, made_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		s.ID, string(s.Way), string(s.Day), s.IBAN, int64(s.Cents), faces, stamp(tx.Now), actor.ID)
	return err
}

// TakeSlipBack notes that a slip went to no bank. ErrNotFound when it was taken
// back already.
func (tx *Tx) TakeSlipBack(id int64, day calendar.Day, actor club.Actor) error {
	return tx.change("UPDATE deposit_slips SET back_day = ?, back_at = ?, back_by = ? WHERE id = ? AND back_day = ''",
		string(day), stamp(tx.Now), actor.ID, id)
}
