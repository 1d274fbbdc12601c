package desk

import (
	"context"
	"slices"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/money"
	"paddock/backend/sqlite"
	"paddock/backend/statement"
)

// LinePart is what a line of the bank gives a family: to an invoice, to a cart that is
// sold with it, or, without either, to its credit.
type LinePart struct {
	Household club.HouseholdID  `json:"household"`
	Invoice   billing.InvoiceID `json:"invoice,omitempty" doc:"0: the family's credit"`
	Cart      billing.CartID    `json:"cart,omitempty" doc:"In place of an invoice"`
	Cents     money.Cents       `json:"cents"`
}

// SettleLine says where the money of a line goes, to the cent.
type SettleLine struct {
	Line     int64      `json:"line"`
	Parts    []LinePart `json:"parts" nullable:"false"`
	Remember bool       `json:"remember,omitempty" doc:"Whoever paid pays for this family: of one alone"`
}

// SettleLine receives the money of a line by transfer, over invoices and
// families as somebody says. It is booked today, whatever the bank's day: its
// value date is information (PRODUCT section 9, Closings).
func (d *Desk) SettleLine(ctx context.Context, req Request, in SettleLine) (BankView, error) {
	return write(ctx, d, req, "settleLine", in, func(tx *sqlite.Tx) (BankView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return BankView{}, err
		}
		line, err := openLine(tx, in.Line)
		if err != nil {
			return BankView{}, err
		}
		if err := d.settleLine(tx, c, req.Actor, line, in.Parts); err != nil {
			return BankView{}, err
		}
		if in.Remember {
			if err := remember(tx, line, in.Parts); err != nil {
				return BankView{}, err
			}
		}
		return bankView(tx)
	})
}

// SettleExact is which lines are settled together.
type SettleExact struct {
	Lines []int64 `json:"lines" nullable:"false" doc:"Each of them asked for by an invoice's reference and very amount"`
}

// SettleExact receives the money of all lines that carry the reference and the
// very amount of an open invoice. One that does no more is refused with all the
// others: what was looked at is what is settled.
func (d *Desk) SettleExact(ctx context.Context, req Request, in SettleExact) (BankView, error) {
	return write(ctx, d, req, "settleExact", in, func(tx *sqlite.Tx) (BankView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return BankView{}, err
		}
		if len(in.Lines) == 0 {
			return BankView{}, club.Refuse(club.CodeRequired).On("lines")
		}
		v, err := bankView(tx)
		if err != nil {
			return v, err
		}
		settled := 0
		for _, row := range v.Lines {
			if !slices.Contains(in.Lines, row.ID) {
				continue
			}
			if row.Proposal == nil || row.Proposal.Kind != statement.Exact {
				return v, club.Refuse(club.CodeBankChanged).On("lines")
			}
			part := row.Proposal.Parts[0]
			parts := []LinePart{{Household: part.Household, Invoice: part.Invoice, Cents: part.Cents}}
			if err := d.settleLine(tx, c, req.Actor, row.BankLine, parts); err != nil {
				return v, err
			}
			if err := remember(tx, row.BankLine, parts); err != nil {
				return v, err
			}
			settled++
		}
		if settled != len(in.Lines) {
			return v, club.Refuse(club.CodeBankChanged).On("lines")
		}
		return bankView(tx)
	})
}

// openLine is a line of which something is left.
func openLine(tx *sqlite.Tx, id int64) (sqlite.BankLine, error) {
	line, err := tx.BankLine(id)
	if err != nil {
		return line, refused(err, club.CodeBankGone)
	}
	if stateOf(line) != "open" {
		return line, club.Refuse(club.CodeBankSettled)
	}
	return line, nil
}

// settleLine receives what is left of a line, a payment for each family and each cart.
func (d *Desk) settleLine(tx *sqlite.Tx, c clubNow, actor club.Actor, line sqlite.BankLine, parts []LinePart) error {
	var sum money.Cents
	var homes []club.HouseholdID
	for i, part := range parts {
		if part.Cents <= 0 {
			return club.Refuse(club.CodeInvalid).On("parts")
		}
		sum += part.Cents
		if sum > line.Left {
			break
		}
		home, err := standing(tx, part.Household)
		if err != nil {
			return err
		}
		if home == 0 {
			return club.Refuse(club.CodeHouseholdNotFound)
		}
		if parts[i].Household = home; part.Cart == 0 && !slices.Contains(homes, home) {
			homes = append(homes, home)
		}
	}
	if line.Left < 0 || sum != line.Left {
		return club.Refuse(club.CodeBankSum).On("parts").With("leftCents", int64(line.Left)).With("partsCents", int64(sum))
	}
	for _, part := range parts {
		if part.Cart == 0 {
			continue
		}
		if cart, err := tx.Cart(part.Cart); err != nil || cart.Household != part.Household {
			return refused(firstError(err, sqlite.ErrNotFound), club.CodeCartNotFound)
		}
		payment, err := d.sellOwed(tx, c, actor, part.Cart, billing.Tender{Way: billing.Transfer, Cents: part.Cents, Detail: billing.Detail{Line: line.ID}})
		if err != nil {
			return err
		}
		if err := tx.LinePaid(line.ID, payment); err != nil {
			return err
		}
	}
	for _, home := range homes {
		payment, err := receiveLine(tx, c, actor, line.ID, home, parts)
		if err != nil {
			return err
		}
		if err := tx.LinePaid(line.ID, payment.ID); err != nil {
			return err
		}
	}
	return nil
}

// receiveLine is one family's part of a line. Each invoice gets what was said
// and nothing more; the rest becomes credit.
func receiveLine(tx *sqlite.Tx, c clubNow, actor club.Actor, line int64, home club.HouseholdID, parts []LinePart) (billing.Payment, error) {
	var all money.Cents
	var ids []billing.InvoiceID
	gets := map[billing.InvoiceID]money.Cents{}
	for _, part := range parts {
		if part.Household != home || part.Cart != 0 {
			continue
		}
		if all += part.Cents; part.Invoice != 0 {
			ids = append(ids, part.Invoice)
			gets[part.Invoice] = part.Cents
		}
	}
	var open []billing.Open
	if len(ids) > 0 {
		chosen, err := chosenInvoices(tx, home, ids)
		if err != nil {
			return billing.Payment{}, err
		}
		for _, o := range chosen {
			if gets[o.Invoice] > o.Remaining {
				return billing.Payment{}, club.Refuse(club.CodeBankMore).On("parts").With("number", o.Number).With("remainingCents", int64(o.Remaining))
			}
			o.Remaining = gets[o.Invoice]
			open = append(open, o)
		}
	}
	return takeIn(tx, c, actor, billing.Payment{
		Way: billing.Transfer, Cents: all, Household: home, Detail: billing.Detail{Line: line}, Refundable: billing.Transfer.Refundable(),
	}, open)
}

// remember ties whoever paid to the family they paid for.
func remember(tx *sqlite.Tx, line sqlite.BankLine, parts []LinePart) error {
	for _, part := range parts {
		if part.Household != parts[0].Household {
			return nil
		}
	}
	payer := line.IBAN
	if payer == "" {
		payer = statement.PayerName(line.Name)
	}
	if payer == "" {
		return nil
	}
	return tx.RememberPayer(payer, parts[0].Household)
}

// BounceLine is a line by which a cheque came back.
type BounceLine struct {
	Line    int64             `json:"line"`
	Payment billing.PaymentID `json:"payment"`
}

// BounceLine books the cheque that a line of the bank takes back, as Bounce
// does, or the transfer that another line had brought.
func (d *Desk) BounceLine(ctx context.Context, req Request, in BounceLine) (BankView, error) {
	return write(ctx, d, req, "bounceLine", in, func(tx *sqlite.Tx) (BankView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return BankView{}, err
		}
		line, err := openLine(tx, in.Line)
		if err != nil {
			return BankView{}, err
		}
		p, err := tx.Payment(in.Payment)
		if err != nil {
			return BankView{}, refused(err, club.CodePaymentNotFound)
		}
		if line.Left != -p.Cents {
			return BankView{}, club.Refuse(club.CodeBankSum).On("payment").With("leftCents", int64(line.Left)).With("partsCents", int64(-p.Cents))
		}
		p.Detail.Line = line.ID
		back, err := returnedBy(tx, c, req.Actor, p)
		if err != nil {
			return BankView{}, err
		}
		if err := tx.LinePaid(line.ID, back.ID); err != nil {
			return BankView{}, err
		}
		return bankView(tx)
	})
}

// returnedBy books a payment that the bank takes back.
func returnedBy(tx *sqlite.Tx, c clubNow, actor club.Actor, p billing.Payment) (billing.Payment, error) {
	if p.Way != billing.Transfer {
		return bounce(tx, c, actor, p)
	}
	return unpaid(tx, c, actor, p)
}

// MarkLine says what a line is that brings no payment.
type MarkLine struct {
	Line   int64  `json:"line"`
	Ignore string `json:"ignore,omitempty" enum:",fees,supplier,own,other" doc:"Why it is nobody's payment"`
	Slip   int64  `json:"slip,omitempty" doc:"The deposit slip whose cheques it is, booked with the slip; empty with ignore: the line is open again"`
}

// MarkLine ignores a line with a reason, ties it to the deposit slip that booked
// it, or takes either back; a payout too, whose fee then leaves the books.
func (d *Desk) MarkLine(ctx context.Context, req Request, in MarkLine) (BankView, error) {
	return write(ctx, d, req, "markLine", in, func(tx *sqlite.Tx) (BankView, error) {
		line, err := tx.BankLine(in.Line)
		if err != nil {
			return BankView{}, refused(err, club.CodeBankGone)
		}
		switch {
		case line.Payout != 0 && in.Ignore == "" && in.Slip == 0:
			p, err := tx.PayoutOf(line.ID)
			if err != nil {
				return BankView{}, refused(err, club.CodeBankGone)
			}
			if err := takePayoutBack(tx, req.Actor, p); err != nil {
				return BankView{}, err
			}
			return bankView(tx)
		case line.Payments != "", line.Payout != 0, in.Ignore != "" && in.Slip != 0:
			return BankView{}, club.Refuse(club.CodeBankSettled)
		case in.Slip != 0:
			slip, err := tx.DepositSlip(in.Slip)
			if err != nil {
				return BankView{}, refused(err, club.CodeSlipNotFound)
			}
			if slip.ByLine && line.Slip != slip.ID { // its cheques came once
				return BankView{}, club.Refuse(club.CodeSlipTied).On("slip")
			}
			if slip.Credited() != line.Cents || slip.Back != "" {
				return BankView{}, club.Refuse(club.CodeBankSum).On("slip").With("leftCents", int64(line.Cents)).With("partsCents", int64(slip.Credited()))
			}
		}
		if err := tx.MarkLine(line.ID, in.Ignore, in.Slip); err != nil {
			return BankView{}, err
		}
		changed := lineMarked{line.ID, MarkLine{Ignore: line.Ignored, Slip: line.Slip}, MarkLine{Ignore: in.Ignore, Slip: in.Slip}}
		if err := act(tx, "markLine", line.Name, 0, back{"markLine", changed}); err != nil {
			return BankView{}, err
		}
		return bankView(tx)
	})
}

// lineMarked is what a line was marked as, before and now.
type lineMarked struct {
	Line int64    `json:"line"`
	Was  MarkLine `json:"was"`
	Is   MarkLine `json:"is"`
}

func (m lineMarked) turned() any { return lineMarked{m.Line, m.Is, m.Was} }

// undoMark marks a line as it was.
func undoMark(u undoing, m lineMarked) error {
	line, err := u.tx.BankLine(m.Line)
	if err != nil {
		return refused(err, club.CodeUndoChanged)
	}
	if line.Ignored != m.Is.Ignore || line.Slip != m.Is.Slip || line.Payments != "" || line.Payout != 0 {
		return club.Refuse(club.CodeUndoChanged)
	}
	if m.Was.Slip != 0 { // open meanwhile, it may have been taken back or be another line
		slip, err := u.tx.DepositSlip(m.Was.Slip)
		if err != nil {
			return refused(err, club.CodeUndoChanged)
		}
		if slip.Back != "" || slip.ByLine {
			return club.Refuse(club.CodeUndoChanged)
		}
	}
	return u.tx.MarkLine(m.Line, m.Was.Ignore, m.Was.Slip)
}
