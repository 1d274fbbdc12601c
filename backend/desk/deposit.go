package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/exchange"
	"paddock/backend/journal"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// ChequesDue are the cheques in hand whose day has come.
type ChequesDue struct {
	N     int         `json:"n"`
	Cents money.Cents `json:"cents"`
}

func chequesDue(tx *sqlite.Tx, today calendar.Day) (due ChequesDue, err error) {
	cheques, err := tx.InHand(billing.Cheque, today)
	for _, c := range cheques {
		if c.Due {
			due.N, due.Cents = due.N+1, due.Cents+c.Cents
		}
	}
	return due, err
}

// ChequesInHand lists the cheques that went to no bank, those that may go first
// before the others.
func (d *Desk) ChequesInHand() List[sqlite.InHand] {
	return listed(d, "deposits", "deposit.title", chequeColumns, func(tx *sqlite.Tx, l listing, _ ListQuery) ([]sqlite.InHand, error) {
		return tx.InHand(billing.Cheque, l.today)
	})
}

// VouchersInHand lists what families paid in holiday vouchers that went to no issuer.
func (d *Desk) VouchersInHand() List[sqlite.InHand] {
	return listed(d, "deposits", "deposit.vouchers", voucherColumns, func(tx *sqlite.Tx, l listing, _ ListQuery) ([]sqlite.InHand, error) {
		return tx.InHand(billing.HolidayVoucher, l.today)
	})
}

var voucherColumns = []column[sqlite.InHand]{
	{"list.day", exchange.Day, func(_ listing, r sqlite.InHand) any { return r.Day }},
	{"today.col.family", exchange.Text, func(_ listing, r sqlite.InHand) any { return r.Family }},
	{"list.receipt", exchange.Text, func(_ listing, r sqlite.InHand) any { return r.Receipt }},
	{"today.col.amount", exchange.Cents, func(_ listing, r sqlite.InHand) any { return r.Cents }},
}

var chequeColumns = []column[sqlite.InHand]{
	{"deposit.number", exchange.Text, func(_ listing, r sqlite.InHand) any { return r.Detail.Number }},
	{"deposit.bank", exchange.Text, func(_ listing, r sqlite.InHand) any { return r.Detail.Bank }},
	{"deposit.drawer", exchange.Text, func(_ listing, r sqlite.InHand) any { return drawerOf(r) }},
	{"list.receipt", exchange.Text, func(_ listing, r sqlite.InHand) any { return r.Receipt }},
	{"deposit.from", exchange.Day, func(_ listing, r sqlite.InHand) any { return r.From }},
	{"today.col.amount", exchange.Cents, func(_ listing, r sqlite.InHand) any { return r.Cents }},
}

// drawerOf is who signed a cheque: the family where nobody wrote it down.
func drawerOf(c sqlite.InHand) string { return firstOf(c.Detail.Drawer, c.Family) }

// DepositSlips lists the slips with which cheques went to the bank and vouchers to
// their issuer, the latest first.
func (d *Desk) DepositSlips() List[sqlite.DepositSlip] {
	return listed(d, "deposits", "deposit.slips", slipColumns, func(tx *sqlite.Tx, _ listing, _ ListQuery) ([]sqlite.DepositSlip, error) {
		return tx.DepositSlips()
	})
}

var slipColumns = []column[sqlite.DepositSlip]{
	{"deposit.slip", exchange.Int, func(_ listing, s sqlite.DepositSlip) any { return int(s.ID) }},
	{"list.day", exchange.Day, func(_ listing, s sqlite.DepositSlip) any { return s.Day }},
	{"today.col.way", exchange.Text, func(l listing, s sqlite.DepositSlip) any { return l.say("way."+string(s.Way), nil) }},
	{"deposit.pieces", exchange.Int, func(_ listing, s sqlite.DepositSlip) any { return s.Cheques }},
	{"deposit.back", exchange.Day, func(_ listing, s sqlite.DepositSlip) any { return s.Back }},
	{"deposit.paidOn", exchange.Day, func(_ listing, s sqlite.DepositSlip) any { return s.PaidDay }},
	{"deposit.paid", exchange.Cents, func(_ listing, s sqlite.DepositSlip) any { return s.Paid }},
	{"today.col.amount", exchange.Cents, func(_ listing, s sqlite.DepositSlip) any { return s.Cents }},
}

// DepositCheques is which cheques go to the bank, or which vouchers to their issuer.
type DepositCheques struct {
	Way      billing.Way         `json:"way,omitempty" enum:"cheque,holidayVoucher" doc:"Cheques when empty"`
	Payments []billing.PaymentID `json:"payments" nullable:"false" doc:"In hand, their day come"`
	Faces    []billing.Pieces    `json:"faces,omitempty" doc:"Of vouchers of paper: how many of each face value; they come to the payments"`
}

// sealedSlip is a deposit slip as the chain holds it.
type sealedSlip struct {
	ID       int64               `json:"id"`
	Day      calendar.Day        `json:"day"`
	IBAN     string              `json:"iban"`
	Payments []billing.PaymentID `json:"payments"`
	Cents    money.Cents         `json:"cents"`
	Way      billing.Way         `json:"way,omitempty"` // none of cheques
	Faces    []billing.Pieces    `json:"faces,omitempty"`
}

// way is what the slip holds.
func (s sealedSlip) way() billing.Way { return cmp.Or(s.Way, billing.Cheque) }

// slipBack is a slip that went to no bank, as the chain holds it.
type slipBack struct {
	ID  int64        `json:"id"`
	Day calendar.Day `json:"day"`
}

// DepositCheques gathers cheques in hand into the next deposit slip and books
// them on the bank's account. A cheque that is kept for a later day stays. Holiday
// vouchers go to their issuer in the same way, and are booked once it pays.
func (d *Desk) DepositCheques(ctx context.Context, req Request, in DepositCheques) (sqlite.DepositSlip, error) {
	return write(ctx, d, req, "depositCheques", in, func(tx *sqlite.Tx) (s sqlite.DepositSlip, err error) {
		c, err := loadClub(tx)
		if err != nil {
			return s, err
		}
		if len(in.Payments) == 0 {
			return s, club.Refuse(club.CodeRequired).On("payments")
		}
		if err := tx.Enters(c.today); err != nil {
			return s, err
		}
		way := cmp.Or(in.Way, billing.Cheque)
		inHand, err := tx.InHand(way, c.today)
		if err != nil {
			return s, err
		}
		s = sqlite.DepositSlip{Way: way, Day: c.today, IBAN: c.Identity.IBAN, Faces: in.Faces}
		for _, id := range in.Payments {
			at := slices.IndexFunc(inHand, func(one sqlite.InHand) bool { return one.Payment == id })
			if at < 0 || slices.Contains(s.Payments, id) {
				return s, notInHand(tx, id)
			}
			if one := inHand[at]; !one.Due {
				return s, club.Refuse(club.CodeChequeTooEarly).On("payments").With("number", one.Detail.Number).With("fromDay", string(one.From))
			}
			s.Payments, s.Cents = append(s.Payments, id), s.Cents+inHand[at].Cents
		}
		if err := checkFaces(s); err != nil {
			return s, err
		}
		if err := tx.InsertDepositSlip(&s, req.Actor); err != nil {
			return s, err
		}
		if err := tx.Seal(journal.ChequesDeposited, req.Actor, slipText(s.ID), sealSlip(s)); err != nil {
			return s, err
		}
		return s, tx.InsertEntry(sqlite.Entry{Day: s.Day, Journal: "bank", Text: slipText(s.ID)}, billing.DepositPostings(s.Way, s.Cents))
	})
}

// checkFaces refuses vouchers that were counted and do not come to what was paid with
// them. Those that are no paper are not counted.
func checkFaces(s sqlite.DepositSlip) error {
	if len(s.Faces) == 0 {
		return nil
	}
	counted, err := billing.CountVouchers(s.Faces)
	if err != nil || s.Way != billing.HolidayVoucher {
		return club.Refuse(club.CodeInvalid).On("faces")
	}
	if counted != s.Cents {
		return club.Refuse(club.CodeFacesSum).On("faces").With("countedCents", counted).With("sumCents", s.Cents)
	}
	return nil
}

func notInHand(tx *sqlite.Tx, id billing.PaymentID) error {
	p, err := tx.Payment(id)
	if err != nil {
		return refused(err, club.CodePaymentNotFound)
	}
	return club.Refuse(club.CodeChequeNotInHand).On("payments").With("number", firstOf(p.Detail.Number, p.Receipt))
}

// TakeSlipBack books that a slip went to no bank: its cheques are in hand again,
// and another slip takes them. One the bank refused a cheque of was there. Of vouchers
// that somebody said were paid, first that is taken back and the slip stands.
func (d *Desk) TakeSlipBack(ctx context.Context, req Request, id int64) (sqlite.DepositSlip, error) {
	return write(ctx, d, req, "takeSlipBack", id, func(tx *sqlite.Tx) (s sqlite.DepositSlip, err error) {
		c, err := loadClub(tx)
		if err != nil {
			return s, err
		}
		if s, err = tx.DepositSlip(id); err != nil {
			return s, refused(err, club.CodeSlipNotFound)
		}
		switch {
		case s.Back != "":
			return s, club.Refuse(club.CodeSlipBack).With("ofDay", string(s.Back))
		case s.Bounced > 0:
			return s, club.Refuse(club.CodeSlipBounced)
		case s.ByLine && s.Way == billing.Cheque: // they are on the account
			return s, club.Refuse(club.CodeSlipTied)
		case s.ByLine:
			return s, club.Refuse(club.CodeSlipSettled).With("ofDay", string(s.PaidDay))
		case s.PaidDay != "":
			p, err := tx.PayoutOfSlip(id)
			if err != nil {
				return s, err
			}
			if err := takePayoutBack(tx, req.Actor, p); err != nil {
				return s, err
			}
			return tx.DepositSlip(id)
		}
		if err := tx.Enters(c.today); err != nil {
			return s, err
		}
		if err := tx.TakeSlipBack(id, c.today, req.Actor); err != nil {
			return s, err
		}
		s.Back = c.today
		if err := tx.Seal(journal.DepositTakenBack, req.Actor, slipText(id), slipBack{id, c.today}); err != nil {
			return s, err
		}
		return s, tx.InsertEntry(sqlite.Entry{Day: c.today, Journal: "bank", Text: slipText(id)}, billing.DepositPostings(s.Way, -s.Cents))
	})
}

func sealSlip(s sqlite.DepositSlip) sealedSlip {
	way := s.Way
	if way == billing.Cheque { // sealed without it
		way = ""
	}
	return sealedSlip{s.ID, s.Day, s.IBAN, s.Payments, s.Cents, way, s.Faces}
}

// slipText names a deposit slip in the journal and in the books.
func slipText(id int64) string { return fmt.Sprintf("deposit %d", id) }
