package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"

	"paddock/backend/club"
	"paddock/backend/exchange"
	"paddock/backend/money"
	"paddock/backend/sqlite"
	"paddock/backend/statement"
)

// BankFile is a file of the bank.
type BankFile struct {
	Name    string
	Raw     []byte
	Columns []statement.Choice // of a table, where its headings do not say; kept for the next with the same

	mail sqlite.MailID // that it came with; 0 for a file a person chose
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

// readBankFile reads a file outside of any transaction; a table by what its
// headings were said to hold before, when nobody says now.
func (d *Desk) readBankFile(ctx context.Context, f BankFile, step steps) (r bankRead, err error) {
	r.all, r.layout, err = exchange.Statements(ctx, f.Raw, f.Columns, statement.Step(step))
	if len(f.Columns) == 0 && len(r.layout.Headings) > 1 {
		kept, failed := look(ctx, d, func(tx *sqlite.Tx) ([]statement.Choice, error) { return tx.BankColumns(headings(r.layout)) })
		if failed != nil {
			return r, failed
		}
		if len(kept) > 0 {
			r.all, r.layout, err = exchange.Statements(ctx, f.Raw, kept, statement.Step(step))
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

// lines are how many the file has.
func (r bankRead) lines() (n int) {
	for _, s := range r.all {
		n += len(s.Entries)
	}
	return n
}

// linesAtOnce is after how many lines a work tells how far it is.
const linesAtOnce = 1000

func headings(l statement.Layout) string { return strings.Join(l.Headings, "\t") }

// of is a statement as it is stored.
func (f BankFile) of(s statement.Statement) sqlite.BankStatement {
	stored := sqlite.BankStatement{
		File: club.FileName(f.Name), Format: s.Format, Account: s.Account, Opening: s.Opening, Closing: s.Closing, Lines: len(s.Entries), Pending: s.Pending,
		Mail: f.mail, ByMail: f.mail != 0, Foot: s.Foot,
	}
	if s.OtherDay { // what stood then is not what its lines lead to
		stored.Closing = nil
	}
	for i, e := range s.Entries {
		if i == 0 {
			stored.First, stored.Last = e.Date, e.Date
		}
		stored.First, stored.Last = min(stored.First, e.Date), max(stored.Last, e.Date)
	}
	return stored
}

// What reading a file takes of a work, in hundredths; the rest is matching its
// lines, or storing them.
const (
	readForMatching = 70
	readForStoring  = 40
)

// beginBankFile begins what takes long with a file, for who may ask the verb.
func (d *Desk) beginBankFile(ctx context.Context, req Request, verb club.Verb, f BankFile, do func(context.Context, *longWork, steps) error) (Work, error) {
	return d.beginInParts(ctx, req, verb, f.input(), f.Name, do)
}

// PreviewStatement tells what a file of the bank says and how much of it is new, in
// the background. A table whose columns nobody knows comes back with its headings.
func (d *Desk) PreviewStatement(ctx context.Context, req Request, f BankFile) (Work, error) {
	return d.beginBankFile(ctx, req, "previewStatement", f, func(ctx context.Context, l *longWork, step steps) error {
		view, err := d.lookAtStatement(ctx, f, step)
		if err == nil {
			l.result(func(l *longWork) { l.made.Read = &view })
		}
		return err
	})
}

func (d *Desk) lookAtStatement(ctx context.Context, f BankFile, step steps) (BankRead, error) {
	r, unread := d.readBankFile(ctx, f, step.part(0, readForMatching))
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
		c, err := loadClub(tx)
		if err != nil {
			return view, err
		}
		matching, n, met, gaps := step.part(readForMatching, 100), 0, map[string]bool{}, gaps{ended: map[string]sqlite.Ended{}}
		for i, s := range r.all {
			stored := f.of(s)
			own, err := ownAccount(tx, c, s.Account)
			if err != nil {
				return view, err
			}
			stored.Strange = !own
			if r.keys[i], stored.Alike, err = alike(tx, s, r.keys[i]); err != nil {
				return view, err
			}
			known, err := tx.KnownLines(r.keys[i])
			if err != nil {
				return view, err
			}
			for j, e := range s.Entries {
				if n++; n%linesAtOnce == 0 {
					if err := matching(n, r.lines()); err != nil {
						return view, err
					}
				}
				if known[r.keys[i][j]] || met[r.keys[i][j]] { // of another statement of the file too
					stored.Known, stored.KnownSum = stored.Known+1, stored.KnownSum+e.Cents
					continue
				}
				met[r.keys[i][j]] = true
				view.New++
				stored.Fresh += e.Cents
				if e.Cents < 0 {
					view.Out += e.Cents
				} else {
					view.In += e.Cents
				}
				if matcher.Propose(e).Kind == statement.Exact {
					view.Exact, view.ExactSum = view.Exact+1, view.ExactSum+e.Cents
				}
			}
			if err := gaps.follow(tx, &stored); err != nil {
				return view, err
			}
			view.Statements = append(view.Statements, stored)
		}
		return view, nil
	})
}

// ownAccount is whether a statement's account is the club's: the one on its invoices, as
// the format writes it, or one of which a person imported a statement before.
func ownAccount(tx *sqlite.Tx, c clubNow, account string) (bool, error) {
	if account != "" && !strings.HasSuffix(account, "/") && c.Identity.IBAN != "" && statement.SameAccount(account, c.Identity.IBAN) {
		return true, nil
	}
	return tx.AccountTaken(account)
}

// ImportStatement stores the lines of a file that no file said before: the same
// statement twice, or two that overlap, change nothing (PRODUCT section 7). No
// money moves by it. It goes on in the background; stopped, it stores nothing.
func (d *Desk) ImportStatement(ctx context.Context, req Request, f BankFile) (Work, error) {
	return d.beginBankFile(ctx, req, "importStatement", f, func(ctx context.Context, l *longWork, step steps) error {
		stored, err := d.takeStatement(ctx, req, f, step)
		if err == nil {
			l.result(func(l *longWork) { l.made.Statements = stored })
		}
		return err
	})
}

// TakeStatement is ImportStatement for who waits for its end.
func (d *Desk) TakeStatement(ctx context.Context, req Request, f BankFile) ([]sqlite.BankStatement, error) {
	return d.takeStatement(ctx, req, f, untilDone(ctx))
}

func (d *Desk) takeStatement(ctx context.Context, req Request, f BankFile, step steps) ([]sqlite.BankStatement, error) {
	r, err := d.readBankFile(ctx, f, step.part(0, readForStoring))
	if err != nil {
		return nil, err
	}
	return write(ctx, d, req, "importStatement", f.input(), func(tx *sqlite.Tx) ([]sqlite.BankStatement, error) {
		if _, err := loadClub(tx); err != nil {
			return nil, err
		}
		stored, undone, err := importStatement(tx, req.Actor, f, r, step.part(readForStoring, 100))
		if err != nil {
			return nil, err
		}
		return stored, act(tx, "importStatement", f.Name, 0, undone)
	})
}

// importStatement stores what was read of a file, and says how that is taken back.
func importStatement(tx *sqlite.Tx, actor club.Actor, f BankFile, r bankRead, step steps) ([]sqlite.BankStatement, back, error) {
	if len(f.Columns) > 0 && len(r.layout.Headings) > 0 {
		if err := tx.SaveBankColumns(headings(r.layout), f.Columns); err != nil {
			return nil, back{}, err
		}
	}
	stored, ids, lines := []sqlite.BankStatement{}, []int64{}, 0
	for i, s := range r.all {
		one := f.of(s)
		if i > 0 {
			one.Import = ids[0]
		}
		if err := tx.InsertStatement(&one, actor); err != nil {
			return nil, back{}, err
		}
		keys, n, err := alike(tx, s, r.keys[i])
		if err != nil {
			return nil, back{}, err
		}
		one.Alike = n
		for from := 0; from < len(s.Entries); from += linesAtOnce {
			if err := step(lines+from, r.lines()); err != nil {
				return nil, back{}, err
			}
			to := min(from+linesAtOnce, len(s.Entries))
			if err := tx.InsertLines(&one, s.Entries[from:to], keys[from:to], r.keys[i][from:to]); err != nil {
				return nil, back{}, err
			}
		}
		if err := tx.CountKnown(one); err != nil {
			return nil, back{}, err
		}
		lines += len(s.Entries)
		stored, ids = append(stored, one), append(ids, one.ID)
	}
	return stored, back{"dropStatement", ids}, nil
}
