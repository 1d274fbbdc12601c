package desk

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/exchange"
	"paddock/backend/journal"
	"paddock/backend/money"
	"paddock/backend/sqlite"
	"paddock/backend/statement"
)

// SettlePayout says which payments a line of the bank pays out.
type SettlePayout struct {
	Line     int64               `json:"line"`
	Payments []billing.PaymentID `json:"payments" nullable:"false" doc:"By links, or by cards, that no line paid out; what they come to above the line is the fee"`
	Reason   string              `json:"reason,omitempty" maxLength:"500" doc:"Why the fee is above a tenth of them, which is refused without"`
}

// dearFee is the part of a payout above which a fee is taken for a mistake: a tenth. Of
// cards and links a provider keeps one to three hundredths.
const dearFee = 10

// sealedPayout is a payout as the chain holds it.
type sealedPayout struct {
	ID       int64               `json:"id"`
	Line     int64               `json:"line"`
	Day      calendar.Day        `json:"day"`
	Cards    bool                `json:"cards"`
	Cents    money.Cents         `json:"cents"`
	Fee      money.Cents         `json:"fee"`
	Payments []billing.PaymentID `json:"payments"`
	Reason   string              `json:"reason,omitempty"` // its salted hash, where the fee is above a tenth
	Slip     int64               `json:"slip,omitempty"`   // of vouchers; without a line a person told it
}

// way is what families had paid by.
func (p sealedPayout) way() billing.Way {
	switch {
	case p.Slip != 0:
		return billing.HolidayVoucher
	case p.Cards:
		return billing.BankCard
	}
	return billing.LinkPaid
}

// payoutBack is a payout that was taken back, as the chain holds it.
type payoutBack struct {
	ID  int64        `json:"id"`
	Day calendar.Day `json:"day"`
}

func sealPayout(p sqlite.Payout) sealedPayout {
	return sealedPayout{p.ID, p.Line, p.Day, p.Cards, p.Cents, p.Fee, p.Payments, reasonHash(p.Reason), p.Slip}
}

// payoutText names a payout in the journal and in the books.
func payoutText(id int64) string { return fmt.Sprintf("payout %d", id) }

// SettlePayout ties a line of the bank to what it pays out, and books the fee that
// the provider or the terminal kept. No family's account moves by it.
func (d *Desk) SettlePayout(ctx context.Context, req Request, in SettlePayout) (BankView, error) {
	return write(ctx, d, req, "settlePayout", in, func(tx *sqlite.Tx) (BankView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return BankView{}, err
		}
		line, err := openLine(tx, in.Line)
		if err != nil {
			return BankView{}, err
		}
		waiting, err := tx.ToPayOut()
		if err != nil {
			return BankView{}, err
		}
		p := sqlite.Payout{Line: line.ID, Day: c.today, Payments: in.Payments}
		for i, id := range in.Payments {
			at := slices.IndexFunc(waiting, func(r statement.Receipt) bool { return r.Payment == id })
			if at < 0 || slices.Contains(in.Payments[:i], id) || i > 0 && (waiting[at].Card != p.Cards || waiting[at].Slip != p.Slip) {
				return BankView{}, club.Refuse(club.CodeBankChanged).On("payments")
			}
			p.Cards, p.Slip, p.Cents = waiting[at].Card, waiting[at].Slip, p.Cents+waiting[at].Cents
		}
		if slip, err := tx.DepositSlip(p.Slip); p.Slip != 0 && (err != nil || slip.Cents != p.Cents) { // the issuer pays it whole
			return BankView{}, firstError(err, club.Refuse(club.CodeBankChanged).On("payments"))
		}
		if p.Fee = p.Cents - line.Cents; line.Cents <= 0 || line.Left != line.Cents || p.Fee < 0 {
			return BankView{}, club.Refuse(club.CodeBankSum).On("payments").With("leftCents", int64(line.Left)).With("partsCents", int64(p.Cents))
		}
		if err := bookPayout(tx, req.Actor, p, in.Reason); err != nil {
			return BankView{}, err
		}
		return bankView(tx)
	})
}

// bookPayout writes, seals and books a payout. why is asked for a fee above a tenth.
func bookPayout(tx *sqlite.Tx, actor club.Actor, p sqlite.Payout, why string) (err error) {
	if p.Fee*dearFee > p.Cents {
		if p.Reason.Text, p.Reason.Salt = clean(why), rand.Text(); p.Reason.Text == "" {
			return club.Refuse(club.CodePayoutFee).On("reason").With("feeCents", int64(p.Fee))
		}
		if p.Reason.ID, err = tx.InsertReason(p.Reason.Salt, p.Reason.Text); err != nil {
			return err
		}
	}
	if err := tx.Enters(p.Day); err != nil {
		return err
	}
	if err := tx.InsertPayout(&p, actor); err != nil {
		return err
	}
	if err := tx.Seal(journal.PayoutBooked, actor, payoutText(p.ID), sealPayout(p)); err != nil {
		return err
	}
	return enterPayout(tx, p, p.Day, 1)
}

// PaySlip is what the issuer of holiday vouchers paid of a slip.
type PaySlip struct {
	Cents  money.Cents `json:"cents" doc:"What came, less its commission"`
	Reason string      `json:"reason,omitempty" maxLength:"500" doc:"Why the commission is above a tenth, which is refused without"`
}

// PaySlip books that the issuer paid a slip of vouchers, where no line of the bank
// that was imported says so: see SettlePayout.
func (d *Desk) PaySlip(ctx context.Context, req Request, id int64, in PaySlip) (sqlite.DepositSlip, error) {
	body := struct {
		ID int64
		In PaySlip
	}{id, in}
	return write(ctx, d, req, "paySlip", body, func(tx *sqlite.Tx) (s sqlite.DepositSlip, err error) {
		c, err := loadClub(tx)
		if err != nil {
			return s, err
		}
		s, err = tx.DepositSlip(id)
		switch {
		case err != nil || s.Way != billing.HolidayVoucher:
			return s, refused(firstError(err, sqlite.ErrNotFound), club.CodeSlipNotFound)
		case s.Back != "":
			return s, club.Refuse(club.CodeSlipBack).With("ofDay", string(s.Back))
		case s.PaidDay != "":
			return s, club.Refuse(club.CodeSlipSettled).With("ofDay", string(s.PaidDay))
		case in.Cents <= 0 || in.Cents > s.Cents:
			return s, club.Refuse(club.CodeSlipPay).On("cents").With("mostCents", s.Cents)
		}
		p := sqlite.Payout{Slip: id, Day: c.today, Payments: s.Payments, Cents: s.Cents, Fee: s.Cents - in.Cents}
		if err := bookPayout(tx, req.Actor, p, in.Reason); err != nil {
			return s, err
		}
		return tx.DepositSlip(id)
	})
}

// ToPayOut lists what families paid by links and cards and no line of the bank paid
// out, for a line that holds no run of it.
func (d *Desk) ToPayOut() List[sqlite.Unpaid] {
	return listed(d, "bank", "bank.toPayOut", toPayOutColumns, func(tx *sqlite.Tx, _ listing, _ ListQuery) ([]sqlite.Unpaid, error) {
		return tx.UnpaidOut()
	})
}

var toPayOutColumns = []column[sqlite.Unpaid]{
	{"list.day", exchange.Day, func(_ listing, u sqlite.Unpaid) any { return u.Day }},
	{"today.col.family", exchange.Text, func(_ listing, u sqlite.Unpaid) any { return u.Family }},
	{"bank.col.receipts", exchange.Text, func(_ listing, u sqlite.Unpaid) any { return u.Receipt }},
	{"today.col.amount", exchange.Cents, func(_ listing, u sqlite.Unpaid) any { return u.Cents }},
}

// takePayoutBack opens what a payout paid again, and takes its fee back.
func takePayoutBack(tx *sqlite.Tx, actor club.Actor, p sqlite.Payout) error {
	c, err := loadClub(tx)
	if err != nil {
		return err
	}
	if err := tx.Enters(c.today); err != nil {
		return err
	}
	if err := tx.TakePayoutBack(p.ID, c.today, actor); err != nil {
		return err
	}
	if err := tx.Seal(journal.PayoutTakenBack, actor, payoutText(p.ID), payoutBack{p.ID, c.today}); err != nil {
		return err
	}
	return enterPayout(tx, p, c.today, -1)
}

// enterPayout books a payout, or with -1 that it was taken back; one of links without
// a fee moves nothing.
func enterPayout(tx *sqlite.Tx, p sqlite.Payout, day calendar.Day, sign money.Cents) error {
	postings := billing.PayoutPostings(sealPayout(p).way(), sign*p.Cents, sign*p.Fee)
	if len(postings) == 0 {
		return nil
	}
	return tx.InsertEntry(sqlite.Entry{Day: day, Journal: "bank", Text: payoutText(p.ID)}, postings)
}

// What the rows of payouts say, by part.
type (
	payoutSays struct {
		sealedPayout
		At string `json:"at"`
		By int64  `json:"by"`
	}
	payoutFate struct {
		Day calendar.Day `json:"day"`
		At  string       `json:"at"`
		By  int64        `json:"by"`
	}
)

// followPayouts takes the entries that tie lines of the bank to what they pay out.
func (r *replay) followPayouts(e event) {
	switch e.Kind {
	case journal.PayoutBooked:
		var p sealedPayout
		if !e.read(&p) {
			return
		}
		r.enters(e, p.Day)
		for _, id := range p.Payments {
			if r.paidOut[id] != 0 {
				r.found = append(r.found, journal.Finding{Seq: e.Seq, Code: "paidOutTwice", Params: map[string]any{"document": e.Doc}})
			}
			r.paidOut[id] = p.ID
		}
		r.payouts[p.ID] = p
		p.Reason = "" // verified with the others
		r.slips.books[e.Doc] = tillBook{e.Seq, account{}.add(p.Day, e.Doc, billing.PayoutPostings(p.way(), p.Cents, p.Fee))}
		r.add(payoutText(p.ID), &row{thing: "payout", name: e.Doc, parts: []part{{e.Seq, payoutSays{p, e.at, e.actor}}, {e.Seq, payoutFate{}}}})
	case journal.PayoutTakenBack:
		var back payoutBack
		if !e.read(&back) {
			return
		}
		p, has := r.payouts[back.ID]
		if !has {
			return
		}
		r.enters(e, back.Day)
		for _, id := range p.Payments {
			delete(r.paidOut, id)
		}
		r.slips.books[e.Doc] = tillBook{e.Seq, r.slips.books[e.Doc].says.add(back.Day, e.Doc, billing.PayoutPostings(p.way(), -p.Cents, -p.Fee))}
		r.rows[payoutText(back.ID)].parts[1] = part{e.Seq, payoutFate{back.Day, e.at, e.actor}}
	}
}

// payoutRows reads the rows of payouts.
func (p *proof) payoutRows(is *replay) error {
	payouts, err := p.tx.Payouts()
	for _, one := range payouts {
		is.add(payoutText(one.ID), &row{thing: "payout", name: payoutText(one.ID), parts: []part{
			{0, payoutSays{sealPayout(one), one.MadeAt, one.MadeBy}}, {0, payoutFate{one.Back, one.BackAt, one.BackBy}},
		}})
	}
	return err
}
