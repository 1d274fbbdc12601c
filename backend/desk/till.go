package desk

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/journal"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// Till is where the drawer stands.
type Till struct {
	Open     bool        `json:"open" doc:"Opened and not counted since"`
	Started  bool        `json:"started" doc:"It was opened or counted at least once"`
	Since    time.Time   `json:"since,omitzero" doc:"When it was opened or last counted"`
	By       string      `json:"by"`
	Float    money.Cents `json:"floatCents" doc:"What it held then, less what was taken to the bank since"`
	Expected money.Cents `json:"expectedCents" doc:"What it should hold now; nothing before it is first counted"`
}

// CountTill is what was found in the drawer.
type CountTill struct {
	Pieces []billing.Pieces `json:"pieces" nullable:"false"`
	Reason string           `json:"reason,omitempty" maxLength:"500" doc:"Of a gap"`
}

// DropCash is cash that was taken from the till to the bank.
type DropCash struct {
	Cents money.Cents `json:"cents" minimum:"1"`
}

// sealedTill is an event of the till as the chain holds it.
type sealedTill struct {
	ID       int64            `json:"id"`
	Day      calendar.Day     `json:"day"`
	Pieces   []billing.Pieces `json:"pieces"`
	Expected money.Cents      `json:"expectedCents"`
	Cents    money.Cents      `json:"cents"`
	Reason   string           `json:"reason"` // salted hash, of a gap
}

// The kinds of events of the till, and their entries in the journal.
const (
	tillOpened  = "opened"
	tillCounted = "counted"
	tillDropped = "dropped"
)

var tillKinds = map[string]journal.Kind{tillOpened: journal.TillOpened, tillCounted: journal.TillCounted, tillDropped: journal.TillDropped}

// Till tells where the drawer stands.
func (d *Desk) Till(ctx context.Context) (Till, error) {
	return read(ctx, d, "till", till)
}

func till(tx *sqlite.Tx) (Till, error) {
	last, expected, err := tillNow(tx)
	if sqlite.IsMissing(err) {
		return Till{}, nil
	}
	if err != nil {
		return Till{}, err
	}
	count, err := tx.LastTillCount()
	if sqlite.IsMissing(err) {
		return Till{}, nil
	}
	at, _ := time.Parse(time.RFC3339, count.At)
	return Till{Open: count.Kind == tillOpened, Started: true, Since: at, By: count.Who, Float: last.Float, Expected: expected}, err
}

// tillNow is the last event of the till and what the books say it holds;
// ErrNotFound before the first.
func tillNow(tx *sqlite.Tx) (last sqlite.TillEvent, holds money.Cents, err error) {
	if last, err = tx.LastTill(); err != nil {
		return last, 0, err
	}
	moved, err := tx.CashSince(last.Entry)
	holds = last.Cents
	if last.Kind == tillDropped {
		holds = last.Expected - last.Cents
	}
	return last, holds + moved, err
}

// OpenTill begins a till session with the float that was found in the drawer.
func (d *Desk) OpenTill(ctx context.Context, req Request, in CountTill) (Till, error) {
	return write(ctx, d, req, "openTill", in, func(tx *sqlite.Tx) (Till, error) {
		now, err := till(tx)
		if err == nil && now.Open {
			err = club.Refuse(club.CodeTillOpen)
		}
		if err != nil {
			return now, err
		}
		return countNow(tx, req.Actor, tillOpened, in)
	})
}

// CountTill ends a till session with what was found in the drawer.
func (d *Desk) CountTill(ctx context.Context, req Request, in CountTill) (Till, error) {
	return write(ctx, d, req, "countTill", in, func(tx *sqlite.Tx) (Till, error) {
		return countNow(tx, req.Actor, tillCounted, in)
	})
}

func countNow(tx *sqlite.Tx, actor club.Actor, kind string, in CountTill) (Till, error) {
	c, err := loadClub(tx)
	if err != nil {
		return Till{}, err
	}
	if err := countTill(tx, actor, kind, c.today, in); err != nil {
		return Till{}, err
	}
	return till(tx)
}

// countTill writes what was found in the drawer, and books a gap on its own
// account with its reason. The first count ever has none: it is where the till
// begins.
func countTill(tx *sqlite.Tx, actor club.Actor, kind string, day calendar.Day, in CountTill) error {
	found, err := billing.CountPieces(in.Pieces)
	if err != nil {
		return err
	}
	_, expected, err := tillNow(tx)
	first := sqlite.IsMissing(err)
	if first {
		expected, err = tx.CashSince(0)
	}
	if err != nil {
		return err
	}
	t := sqlite.TillEvent{Kind: kind, Day: day, Pieces: in.Pieces, Expected: expected, Cents: found, Float: found}
	if found != expected && !first {
		if t.Reason, t.Salt = clean(in.Reason), rand.Text(); t.Reason == "" {
			return club.Refuse(club.CodeReasonNeeded).On("reason")
		}
	}
	return putTill(tx, actor, t, billing.GapPostings(found-expected, first))
}

// putTill writes, seals and books an event of the till.
func putTill(tx *sqlite.Tx, actor club.Actor, t sqlite.TillEvent, postings []billing.Posting) (err error) {
	if err := tx.Enters(t.Day); err != nil {
		return err
	}
	if t.ID, err = tx.NextTill(); err != nil {
		return err
	}
	if t.Pieces == nil {
		t.Pieces = []billing.Pieces{}
	}
	if err := tx.InsertEntry(sqlite.Entry{Day: t.Day, Journal: "cash", Text: tillText(t.ID)}, postings); err != nil {
		return err
	}
	if err := tx.InsertTill(&t, actor); err != nil {
		return err
	}
	return tx.Seal(tillKinds[t.Kind], actor, tillText(t.ID), sealTill(t))
}

func sealTill(t sqlite.TillEvent) sealedTill {
	sealed := sealedTill{ID: t.ID, Day: t.Day, Pieces: t.Pieces, Expected: t.Expected, Cents: t.Cents}
	if t.Reason != "" {
		sealed.Reason = journal.Reason(t.Salt, t.Reason)
	}
	return sealed
}

// DropCash books cash that was taken from the till to the bank.
func (d *Desk) DropCash(ctx context.Context, req Request, in DropCash) (Till, error) {
	return write(ctx, d, req, "dropCash", in, func(tx *sqlite.Tx) (Till, error) {
		c, err := loadClub(tx)
		if err != nil {
			return Till{}, err
		}
		last, holds, err := tillNow(tx)
		if sqlite.IsMissing(err) {
			err = club.Refuse(club.CodeTillNotCounted)
		}
		if err != nil {
			return Till{}, err
		}
		if in.Cents < 1 || in.Cents > holds {
			return Till{}, club.Refuse(club.CodeTillShort).On("cents").With("mostCents", max(holds, 0))
		}
		t := sqlite.TillEvent{Kind: tillDropped, Day: c.today, Expected: holds, Cents: in.Cents, Float: last.Float - in.Cents}
		if err := putTill(tx, req.Actor, t, billing.DropPostings(in.Cents)); err != nil {
			return Till{}, err
		}
		return till(tx)
	})
}

// tillText names an event of the till in the journal and in the books, in no
// language: T-3.
func tillText(id int64) string { return fmt.Sprintf("T-%d", id) }
