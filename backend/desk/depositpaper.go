package desk

import (
	"context"
	"strconv"

	"paddock/backend/bank"
	"paddock/backend/club"
	"paddock/backend/document"
	"paddock/backend/locale"
	"paddock/backend/sqlite"
)

// DepositSlipPaper is a deposit slip as A4, for the bank: its number, the account,
// each cheque with its bank and drawer, and the total.
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
		return d.slipPaper(c, slip, cheques), err
	})
	if err != nil {
		return nil, err
	}
	return paper.PDF()
}

func (d *Desk) slipPaper(c clubNow, slip sqlite.DepositSlip, cheques []sqlite.InHand) document.List {
	lang := c.Identity.Language
	say := func(key string, params locale.Params) string { return locale.Text(lang, key, params) }
	p := document.List{
		Title: say("deposit.paper", locale.Params{"n": slip.ID, "ofDay": string(slip.Day)}), Club: c.Identity.Name, Day: slip.Day,
		Lang: lang, ProgramVersion: d.version,
		Columns: []document.ListColumn{
			{Head: say("deposit.line", nil)}, {Head: say("deposit.number", nil)}, {Head: say("deposit.bank", nil)},
			{Head: say("deposit.drawer", nil)}, {Head: say("today.col.amount", nil), Right: true},
		},
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
	p.Under = append(p.Under, say("deposit.sum", locale.Params{"n": slip.Cheques, "sumCents": int64(slip.Cents)}))
	for i, one := range cheques {
		p.Rows = append(p.Rows, []string{strconv.Itoa(i + 1), one.Detail.Number, one.Detail.Bank, drawerOf(one), locale.Decimal(lang, one.Cents)})
	}
	p.Rows = append(p.Rows, []string{say("deposit.total", nil), "", "", "", locale.Decimal(lang, slip.Cents)}, []string{say("deposit.signature", nil), "", "", "", ""})
	return p
}
