package desk

import (
	"context"
	"slices"

	"paddock/backend/club"
	"paddock/backend/exchange"
	"paddock/backend/sqlite"
	"paddock/backend/statement"
)

// DropStatement takes back the import that a statement is of, with all that its file
// held: nothing of it may have been settled.
func (d *Desk) DropStatement(ctx context.Context, req Request, id int64) (BankView, error) {
	return write(ctx, d, req, "dropStatement", id, func(tx *sqlite.Tx) (BankView, error) {
		ids, err := tx.StatementsWith(id)
		if err == nil && len(ids) == 0 {
			err = club.Refuse(club.CodeBankGone)
		}
		if err == nil {
			err = dropStatements(tx, ids, club.CodeBankUsed)
		}
		if err != nil {
			return BankView{}, err
		}
		return bankView(tx)
	})
}

// KeepRepeat is a line of a statement that was there already.
type KeepRepeat struct {
	Statement int64 `json:"statement"`
	N         int   `json:"n"`
}

// KeepRepeat takes a line that was there already as a movement of its own: of two
// equal payments that the bank cut over two files the second says nothing the first
// did not say.
func (d *Desk) KeepRepeat(ctx context.Context, req Request, in KeepRepeat) (BankView, error) {
	return write(ctx, d, req, "keepRepeat", in, func(tx *sqlite.Tx) (BankView, error) {
		kept, said, err := tx.KeepRepeat(in.Statement, in.N)
		if err != nil {
			return BankView{}, refused(err, club.CodeBankGone)
		}
		if err := act(tx, "keepRepeat", said, 0, back{"dropRepeat", kept}); err != nil {
			return BankView{}, err
		}
		return bankView(tx)
	})
}

// undoRepeat takes a kept line away as long as nothing was done with it.
func undoRepeat(u undoing, kept sqlite.KeptRepeat) error {
	return refused(u.tx.DropRepeat(kept), club.CodeUndoUsed)
}

// undoStatements takes an import back.
func undoStatements(u undoing, ids []int64) error {
	return refused(dropStatements(u.tx, ids, club.CodeUndoUsed), club.CodeUndoChanged)
}

// dropStatements removes statements, or is refused with a code where something of one
// was settled.
func dropStatements(tx *sqlite.Tx, ids []int64, used club.Code) error {
	for _, id := range ids {
		gone, err := tx.DropStatement(id)
		if err != nil {
			return err
		}
		if !gone {
			return club.Refuse(used)
		}
	}
	return nil
}

// BankRow is a line with what it could be.
type BankRow struct {
	sqlite.BankLine
	State    string              `json:"state" enum:"open,settled,ignored"`
	Proposal *statement.Proposal `json:"proposal" doc:"Of an open line"`
}

// BankView is what waits to be reconciled, and what was imported last.
type BankView struct {
	Statements []sqlite.BankStatement `json:"statements" nullable:"false" doc:"Of the file that was imported last, in its order"`
	Lines      []BankRow              `json:"lines" nullable:"false" doc:"All open ones, and those of that file"`
	Repeats    []sqlite.Repeat        `json:"repeats" nullable:"false" doc:"Lines of that file that were there already"`
}

// Bank lists the lines that wait, each with a proposal and its reasons, and what
// became of those imported last.
func (d *Desk) Bank(ctx context.Context) (BankView, error) { return read(ctx, d, "bank", bankView) }

func bankView(tx *sqlite.Tx) (v BankView, err error) {
	v.Lines, v.Repeats = []BankRow{}, []sqlite.Repeat{}
	if v.Statements, err = tx.LastImport(); err != nil || len(v.Statements) == 0 {
		return v, err
	}
	of := v.Statements[0].Import
	gaps := gaps{map[string]sqlite.Ended{}, of}
	for i := range v.Statements {
		if err := gaps.follow(tx, &v.Statements[i]); err != nil {
			return v, err
		}
	}
	if v.Repeats, err = tx.Repeats(of); err != nil {
		return v, err
	}
	lines, err := tx.BankLines(of)
	if err != nil {
		return v, err
	}
	matcher, err := matcherOf(tx, lines)
	if err != nil {
		return v, err
	}
	// The oldest first, so that of two payments of one invoice the first is it.
	for _, l := range slices.Backward(lines) {
		row := BankRow{BankLine: l, State: stateOf(l)}
		if row.State == "open" {
			p := matcher.Propose(l.Entry())
			row.Proposal = &p
		}
		v.Lines = append(v.Lines, row)
	}
	slices.Reverse(v.Lines)
	return v, nil
}

func stateOf(l sqlite.BankLine) string {
	switch {
	case l.Ignored != "":
		return "ignored"
	case l.Left == 0 || l.Payout != 0:
		return "settled"
	}
	return "open"
}

// matcherOf matches lines with what the club is owed now.
func matcherOf(tx *sqlite.Tx, lines []sqlite.BankLine) (*statement.Matcher, error) {
	book, err := tx.BankBook()
	if err != nil {
		return nil, err
	}
	open := map[string]bool{}
	for _, c := range book.Claims {
		open[c.Reference] = true
	}
	book.Paid, book.Orders = map[string]statement.Claim{}, map[string]statement.Claim{}
	for _, l := range lines {
		if order := statement.Order(l.Entry()); order != "" && l.Left > 0 {
			if err := claimOrder(tx, book.Orders, order); err != nil {
				return nil, err
			}
		}
		if l.Kind == statement.KindText || l.Kind == "" || open[l.Reference] || l.Left <= 0 {
			continue
		}
		number, household, err := tx.ReferenceOf(l.Reference)
		if err != nil && !sqlite.IsMissing(err) {
			return nil, err
		}
		if err == nil {
			book.Paid[l.Reference] = statement.Claim{Number: number, Household: household}
		}
	}
	return statement.NewMatcher(book), nil
}

// claimOrder notes the cart that a reference is of, or what it was sold by.
func claimOrder(tx *sqlite.Tx, orders map[string]statement.Claim, reference string) error {
	c, err := loadClub(tx)
	if err != nil {
		return err
	}
	o, is, err := owedByCart(tx, c, reference)
	if err == nil && is {
		orders[reference] = statement.Claim{Invoice: o.Invoice, Cart: o.Cart, Number: o.Number, Reference: reference, Household: o.Household, Remaining: o.Remaining}
	}
	return err
}

// BankLines is the bank's lines to be taken along.
func (d *Desk) BankLines() List[BankRow] {
	return listed(d, "bank", "bank.title", bankColumns, func(tx *sqlite.Tx, _ listing, _ ListQuery) ([]BankRow, error) {
		v, err := bankView(tx)
		return v.Lines, err
	})
}

var bankColumns = []column[BankRow]{
	{"list.day", exchange.Day, func(_ listing, r BankRow) any { return r.Day }},
	{"statement.col.value", exchange.Day, func(_ listing, r BankRow) any { return r.ValueDay }},
	{"statement.col.name", exchange.Text, func(_ listing, r BankRow) any { return r.Name }},
	{"statement.col.text", exchange.Text, func(_ listing, r BankRow) any { return r.Text }},
	{"statement.col.reference", exchange.Text, func(_ listing, r BankRow) any { return r.Reference }},
	{"bank.col.state", exchange.Text, func(l listing, r BankRow) any { return l.say("bank.state."+r.State, nil) }},
	{"bank.col.receipts", exchange.Text, func(_ listing, r BankRow) any { return r.Payments }},
	{"today.col.amount", exchange.Cents, func(_ listing, r BankRow) any { return r.Cents }},
}
