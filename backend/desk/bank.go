package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"

	"paddock/backend/club"
	"paddock/backend/exchange"
	"paddock/backend/mail"
	"paddock/backend/money"
	"paddock/backend/sqlite"
	"paddock/backend/statement"
)

// BankFile is a file of the bank.
type BankFile struct {
	Name    string
	Raw     []byte
	Columns []statement.Choice // of a table, where its headings do not say; kept for the next with the same
}

// bankInput is what an idempotency key stands for: a file by its content.
type bankInput struct {
	Name    string             `json:"name"`
	SHA256  string             `json:"sha256"`
	Columns []statement.Choice `json:"columns"`
}

func (f BankFile) input() bankInput {
	sum := sha256.Sum256(f.Raw)
	return bankInput{f.Name, hex.EncodeToString(sum[:]), f.Columns}
}

// BankRead is what a file says; nothing is written.
type BankRead struct {
	Name       string                 `json:"name"`
	Statements []sqlite.BankStatement `json:"statements" nullable:"false"`
	Layout     *statement.Layout      `json:"layout" doc:"Of a table: what its columns are taken for"`
	Code       club.Code              `json:"code" doc:"Why a table cannot be read as it is; empty when it can"`
	New        int                    `json:"new" doc:"Lines that are not there yet"`
	In         money.Cents            `json:"inCents" doc:"What came, of the new ones"`
	Out        money.Cents            `json:"outCents" doc:"What went, negative"`
	Exact      int                    `json:"exact" doc:"Of the new ones, how many an invoice asks for by reference and amount"`
	ExactSum   money.Cents            `json:"exactCents"`
}

// bankRead is a file while it is imported.
type bankRead struct {
	all    []statement.Statement
	layout statement.Layout
	keys   [][]string
}

// readBankFile reads a file outside of any transaction, for who may ask the verb;
// a table by what its headings were said to hold before, when nobody says now.
func (d *Desk) readBankFile(ctx context.Context, verb club.Verb, f BankFile) (r bankRead, err error) {
	if _, err := read(ctx, d, verb, func(*sqlite.Tx) (struct{}, error) { return struct{}{}, nil }); err != nil {
		return r, err
	}
	r.all, r.layout, err = exchange.Statements(ctx, f.Raw, f.Columns)
	if len(f.Columns) == 0 && len(r.layout.Headings) > 1 {
		kept, failed := look(ctx, d, func(tx *sqlite.Tx) ([]statement.Choice, error) { return tx.BankColumns(headings(r.layout)) })
		if failed != nil {
			return r, failed
		}
		if len(kept) > 0 {
			r.all, r.layout, err = exchange.Statements(ctx, f.Raw, kept)
		}
	}
	if err != nil {
		return r, err
	}
	for _, s := range r.all {
		if s.Currency != "" && s.Currency != "EUR" {
			return r, club.Refuse(club.CodeBankCurrency).With("account", s.Account).With("currency", s.Currency)
		}
	}
	r.keys = statement.Keys(r.all)
	return r, nil
}

func headings(l statement.Layout) string { return strings.Join(l.Headings, "\t") }

// of is a statement as it is stored.
func (f BankFile) of(s statement.Statement) sqlite.BankStatement {
	stored := sqlite.BankStatement{
		File: mail.SafeName(f.Name), Format: s.Format, Account: s.Account, Opening: s.Opening, Closing: s.Closing, Lines: len(s.Entries), Pending: s.Pending,
	}
	for i, e := range s.Entries {
		if i == 0 {
			stored.First, stored.Last = e.Date, e.Date
		}
		stored.First, stored.Last = min(stored.First, e.Date), max(stored.Last, e.Date)
	}
	return stored
}

// PreviewStatement tells what a file of the bank says and how much of it is new.
// A table whose columns nobody knows comes back with its headings.
func (d *Desk) PreviewStatement(ctx context.Context, f BankFile) (BankRead, error) {
	r, unread := d.readBankFile(ctx, "previewStatement", f)
	return read(ctx, d, "previewStatement", func(tx *sqlite.Tx) (BankRead, error) {
		view := BankRead{Name: f.Name, Statements: []sqlite.BankStatement{}}
		if len(r.layout.Headings) > 1 {
			view.Layout = &r.layout
			if errors.Is(unread, club.Refuse(club.CodeStatementColumns)) {
				view.Code = club.CodeStatementColumns
				return view, nil
			}
		}
		if unread != nil {
			return view, unread
		}
		matcher, err := matcherOf(tx, nil)
		if err != nil {
			return view, err
		}
		for i, s := range r.all {
			stored := f.of(s)
			known, err := tx.KnownLines(r.keys[i])
			if err != nil {
				return view, err
			}
			for j, e := range s.Entries {
				if known[r.keys[i][j]] {
					stored.Known, stored.KnownSum = stored.Known+1, stored.KnownSum+e.Cents
					continue
				}
				known[r.keys[i][j]] = true
				view.New++
				if e.Cents < 0 {
					view.Out += e.Cents
				} else {
					view.In += e.Cents
				}
				if matcher.Propose(e).Kind == statement.Exact {
					view.Exact, view.ExactSum = view.Exact+1, view.ExactSum+e.Cents
				}
			}
			view.Statements = append(view.Statements, stored)
		}
		return view, nil
	})
}

// ImportStatement stores the lines of a file that no file said before: the same
// statement twice, or two that overlap, change nothing (PRODUCT section 7). No
// money moves by it.
func (d *Desk) ImportStatement(ctx context.Context, req Request, f BankFile) ([]sqlite.BankStatement, error) {
	r, err := d.readBankFile(ctx, "importStatement", f)
	if err != nil {
		return nil, err
	}
	return write(ctx, d, req, "importStatement", f.input(), func(tx *sqlite.Tx) ([]sqlite.BankStatement, error) {
		if _, err := loadClub(tx); err != nil {
			return nil, err
		}
		stored, undone, err := importStatement(tx, req.Actor, f, r)
		if err != nil {
			return nil, err
		}
		return stored, act(tx, "importStatement", f.Name, 0, undone)
	})
}

// importStatement stores what was read of a file, and says how that is taken back.
func importStatement(tx *sqlite.Tx, actor club.Actor, f BankFile, r bankRead) ([]sqlite.BankStatement, back, error) {
	if len(f.Columns) > 0 && len(r.layout.Headings) > 0 {
		if err := tx.SaveBankColumns(headings(r.layout), f.Columns); err != nil {
			return nil, back{}, err
		}
	}
	stored, ids := []sqlite.BankStatement{}, []int64{}
	for i, s := range r.all {
		one := f.of(s)
		if err := tx.InsertStatement(&one, s, r.keys[i], actor); err != nil {
			return nil, back{}, err
		}
		stored, ids = append(stored, one), append(ids, one.ID)
	}
	return stored, back{"dropStatement", ids}, nil
}

// DropStatement takes an import back: nothing of it may have been settled.
func (d *Desk) DropStatement(ctx context.Context, req Request, id int64) (BankView, error) {
	return write(ctx, d, req, "dropStatement", id, func(tx *sqlite.Tx) (BankView, error) {
		gone, err := tx.DropStatement(id)
		if err != nil {
			return BankView{}, refused(err, club.CodeBankGone)
		}
		if !gone {
			return BankView{}, club.Refuse(club.CodeBankUsed)
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
	for _, id := range ids {
		gone, err := u.tx.DropStatement(id)
		if err != nil {
			return refused(err, club.CodeUndoChanged)
		}
		if !gone {
			return club.Refuse(club.CodeUndoUsed)
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

// BankView is what waits to be reconciled, and the last statement.
type BankView struct {
	Statements []sqlite.BankStatement `json:"statements" nullable:"false" doc:"The last ones, the latest first"`
	Lines      []BankRow              `json:"lines" nullable:"false" doc:"All open ones, and those of the last statement"`
	Repeats    []sqlite.Repeat        `json:"repeats" nullable:"false" doc:"Lines of the last statement that were there already"`
}

// Bank lists the lines that wait, each with a proposal and its reasons, and what
// became of the last statement's.
func (d *Desk) Bank(ctx context.Context) (BankView, error) { return read(ctx, d, "bank", bankView) }

func bankView(tx *sqlite.Tx) (v BankView, err error) {
	v.Lines, v.Repeats = []BankRow{}, []sqlite.Repeat{}
	if v.Statements, err = tx.BankStatements(12); err != nil || len(v.Statements) == 0 {
		return v, err
	}
	since := v.Statements[0].ID
	for _, s := range v.Statements { // one file may hold several
		if s.ReadAt == v.Statements[0].ReadAt {
			since = min(since, s.ID)
		}
	}
	if v.Repeats, err = tx.Repeats(since); err != nil {
		return v, err
	}
	lines, err := tx.BankLines(since)
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
	book.Paid = map[string]statement.Claim{}
	for _, l := range lines {
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
