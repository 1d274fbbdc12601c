package desk

import (
	"context"
	"strconv"

	"paddock/backend/bank"
	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/document"
	"paddock/backend/locale"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// DepositSlipPaper is a deposit slip as A4, for the bank: its number, the account,
// each cheque with its bank and drawer, and the total. For the issuer of vouchers it
// counts them by their face values, and names the payments where nobody counted.
func (d *Desk) DepositSlipPaper(ctx context.Context, id int64) ([]byte, error) {
	paper, err := read(ctx, d, "deposits", func(tx *sqlite.Tx) (document.List, error) {
		c, err := loadClub(tx)
		if err != nil {
			return document.List{}, err
		}
		slip, err := tx.DepositSlip(id)
		if err != nil {
			return document.List{}, refused(err, club.CodeSlipNotFound)
		}
		cheques, err := tx.ChequesOf(id)
		if slip.Way == billing.HolidayVoucher {
			return d.voucherPaper(c, slip, cheques), err
		}
		return d.slipPaper(c, slip, cheques), err
	})
	if err != nil {
		return nil, err
	}
	return paper.PDF()
}

func (d *Desk) slipPaper(c clubNow, slip sqlite.DepositSlip, cheques []sqlite.InHand) document.List {
	lang := c.Identity.Language
	say := func(key string) string { return locale.Text(lang, key, nil) }
	p := d.slipSheet(c, slip, "deposit.paper", "deposit.sum")
	p.Columns = []document.ListColumn{
		{Head: say("deposit.line")}, {Head: say("deposit.number")}, {Head: say("deposit.bank")},
		{Head: say("deposit.drawer")}, {Head: say("today.col.amount"), Right: true},
	}
	for i, one := range cheques {
		p.Rows = append(p.Rows, []string{strconv.Itoa(i + 1), one.Detail.Number, one.Detail.Bank, drawerOf(one), locale.Decimal(lang, one.Cents)})
	}
	p.Rows = append(p.Rows, []string{say("deposit.total"), "", "", "", locale.Decimal(lang, slip.Cents)}, []string{say("deposit.signature"), "", "", "", ""})
	return p
}

func (d *Desk) voucherPaper(c clubNow, slip sqlite.DepositSlip, payments []sqlite.InHand) document.List {
	lang := c.Identity.Language
	say := func(key string) string { return locale.Text(lang, key, nil) }
	p := d.slipSheet(c, slip, "deposit.voucherPaper", "deposit.voucherSum")
	last := document.ListColumn{Head: say("today.col.amount"), Right: true}
	if len(slip.Faces) > 0 {
		p.Columns = []document.ListColumn{{Head: say("deposit.face")}, {Head: say("closing.number"), Right: true}, last}
		for _, f := range slip.Faces {
			if f.N > 0 {
				p.Rows = append(p.Rows, []string{locale.Decimal(lang, f.Value), strconv.Itoa(f.N), locale.Decimal(lang, f.Value*money.Cents(f.N))})
			}
		}
	} else {
		p.Columns = []document.ListColumn{{Head: say("list.receipt")}, {Head: say("today.col.family")}, last}
		for _, one := range payments {
			p.Rows = append(p.Rows, []string{one.Receipt, one.Family, locale.Decimal(lang, one.Cents)})
		}
	}
	p.Rows = append(p.Rows, []string{say("deposit.total"), "", locale.Decimal(lang, slip.Cents)}, []string{say("deposit.signature"), "", ""})
	return p
}

// slipSheet is a slip without its rows.
func (d *Desk) slipSheet(c clubNow, slip sqlite.DepositSlip, title, sum string) document.List {
	lang := c.Identity.Language
	say := func(key string, params locale.Params) string { return locale.Text(lang, key, params) }
	p := document.List{
		Title: say(title, locale.Params{"n": slip.ID, "ofDay": string(slip.Day)}), Club: c.Identity.Name, Day: slip.Day,
		Lang: lang, ProgramVersion: d.version,
	}
	if c.training {
		p.Under = append(p.Under, say("status.training", nil))
	}
	if slip.Back != "" {
		p.Under = append(p.Under, say("deposit.paperBack", locale.Params{"ofDay": string(slip.Back)}))
	}
	if slip.IBAN != "" {
		p.Under = append(p.Under, say("deposit.account", locale.Params{"name": c.Identity.Name, "iban": bank.IBAN(slip.IBAN).String()}))
	}
	p.Under = append(p.Under, say(sum, locale.Params{"n": slip.Cheques, "sumCents": int64(slip.Cents)}))
	return p
}
