package desk

import (
	"context"
	"errors"
	"regexp"
	"time"

	"paddock/backend/club"
	"paddock/backend/exchange"
	"paddock/backend/locale"
	"paddock/backend/sqlite"
)

// printsWithin is how long a paper may be on its way to a printer before it is lost.
const printsWithin = 10 * time.Minute

// NotePrint is a paper that is about to be asked for and handed to a printer.
type NotePrint struct {
	Path string `json:"path" pattern:"^/api/desk/[a-zA-Z0-9/_-]+/(print|pdf|paper)(\\?[^\\s]*)?$" maxLength:"1000" example:"/api/desk/invoices/12/print" doc:"Of the API, where the paper is asked for"`
	Key  string `json:"key,omitempty" maxLength:"100" doc:"Idempotency key it is asked for with"`
	Kind string `json:"kind" enum:"a4,receipt"`
	File string `json:"file" minLength:"1" maxLength:"200" doc:"Its name"`
}

// counted are the papers whose asking is a write, and no other write is one of them:
// who prints what somebody else noted asks for it as themselves.
var counted = regexp.MustCompile(`^/api/desk/(invoices|payments)/[0-9]+/print$`)

// Noted is a paper that was noted.
type Noted struct {
	ID int64 `json:"id"`
}

// NotePrint notes a paper before it is printed. What neither a printer takes nor a
// person leaves is a line of Today (DESIGN section 1: a failed print is a to-do, not a
// lost document), for as long as the same key gives the same copy.
func (d *Desk) NotePrint(ctx context.Context, req Request, in NotePrint) (Noted, error) {
	return write(ctx, d, req, "notePrint", in, func(tx *sqlite.Tx) (noted Noted, err error) {
		if in.Key != "" && !counted.MatchString(in.Path) {
			return noted, club.Refuse(club.CodeInvalid).On("path")
		}
		tx.Unseen()
		paper := sqlite.Unprinted{Path: in.Path, Key: in.Key, Kind: in.Kind, File: in.File}
		noted.ID, err = tx.InsertUnprinted(paper, d.start, tx.Now.Add(-answersKept), req.Actor)
		return noted, err
	})
}

// PrintRefused is why a printer did not take a paper.
type PrintRefused struct {
	Code    club.Code `json:"code" enum:"printFailed,printerGone"`
	Printer string    `json:"printer,omitempty" maxLength:"200"`
}

// RefusePrint says that a printer did not take a paper that was noted.
func (d *Desk) RefusePrint(ctx context.Context, req Request, id int64, in PrintRefused) (Noted, error) {
	return write(ctx, d, req, "refusePrint", in, func(tx *sqlite.Tx) (Noted, error) {
		err := tx.RefuseUnprinted(id, in.Code, in.Printer)
		if errors.Is(err, sqlite.ErrNotFound) { // left meanwhile
			err = nil
		}
		return Noted{id}, err
	})
}

// DropPrint forgets a paper: the printer has it, or a person leaves it.
func (d *Desk) DropPrint(ctx context.Context, req Request, id int64) (Noted, error) {
	return write(ctx, d, req, "dropPrint", id, func(tx *sqlite.Tx) (Noted, error) {
		paper, err := tx.UnprintedPaper(id)
		if errors.Is(err, sqlite.ErrNotFound) { // somebody else did
			return Noted{id}, nil
		}
		if err == nil && paper.Code == "" { // nobody was shown it
			tx.Unseen()
		}
		if err != nil {
			return Noted{}, err
		}
		return Noted{id}, tx.DropUnprinted(id)
	})
}

func (d *Desk) unprinted(tx *sqlite.Tx) ([]sqlite.Unprinted, error) {
	return tx.Unprinted(d.start, tx.Now.Add(-printsWithin))
}

// Unprinted lists the papers that a printer refused, or that were lost on their way to
// one, the latest first.
func (d *Desk) Unprinted() List[sqlite.Unprinted] {
	return listed(d, "today", "unprinted.title", unprintedColumns, func(tx *sqlite.Tx, _ listing, _ ListQuery) ([]sqlite.Unprinted, error) {
		return d.unprinted(tx)
	})
}

var unprintedColumns = []column[sqlite.Unprinted]{
	{"unprinted.paper", exchange.Text, func(_ listing, u sqlite.Unprinted) any { return u.File }},
	{"unprinted.why", exchange.Text, func(l listing, u sqlite.Unprinted) any {
		if u.Code == "" {
			return l.say("unprinted.lost", nil)
		}
		return l.say("error."+u.Code, locale.Params{"printer": u.Printer})
	}},
	{"unprinted.asked", exchange.Day, func(l listing, u sqlite.Unprinted) any { return l.dayOf(u.At) }},
	{"unprinted.by", exchange.Text, func(_ listing, u sqlite.Unprinted) any { return u.By }},
}
