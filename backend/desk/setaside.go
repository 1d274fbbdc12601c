package desk

import (
	"context"
	"encoding/json"
	"fmt"

	"paddock/backend/club"
	"paddock/backend/exchange"
	"paddock/backend/sqlite"
)

// SetAsideLine is a line of an import that waits to be mended.
type SetAsideLine struct {
	ID   int64     `json:"id"`
	File string    `json:"file"`
	Line int       `json:"line"`
	Name string    `json:"name" doc:"Of the rider, as far as it is there"`
	Bad  []BadLine `json:"bad" nullable:"false" doc:"Empty when nothing is wrong any more, and the rider can be imported"`
}

// SetAside lists the lines that wait, with what is wrong with each by the club's
// rules of today.
func (d *Desk) SetAside() List[SetAsideLine] {
	return listed(d, "setAside", "import.setAsideList", setAsideColumns, func(tx *sqlite.Tx, c listing, _ ListQuery) ([]SetAsideLine, error) {
		lines := []SetAsideLine{}
		waiting, err := tx.SetAside()
		if err != nil {
			return nil, err
		}
		readings := map[int64]*memberReading{} // by import
		for _, w := range waiting {
			made, err := tx.Import(w.Import)
			if err != nil {
				return nil, err
			}
			reading := readings[made.ID]
			if reading == nil {
				if reading, err = waitingList(made).reading(tx, c.clubNow); err != nil {
					return nil, err
				}
				readings[made.ID] = reading
			}
			checked, err := recheck(reading, made, w, Mend{})
			if err != nil {
				return nil, err
			}
			clear(reading.seen)
			lines = append(lines, SetAsideLine{ID: w.ID, File: made.File, Line: w.Line, Name: checked.name(), Bad: checked.bad()})
		}
		return lines, nil
	})
}

// recheck reads a line that waits as its import did, with what is said of it
// now.
func recheck(reading *memberReading, made sqlite.Import, w sqlite.SetAside, now Mend) (checkedLine, error) {
	var said Mend
	if err := json.Unmarshal(w.Mend, &said); err != nil {
		return checkedLine{}, fmt.Errorf("read line %d: %w", w.ID, err)
	}
	list := waitingList(made)
	list.mends = map[int]Mend{w.Line: said.and(now)}
	return list.checkRow(reading, exchange.Row{Line: w.Line, Cells: w.Cells})
}

// waitingList is how an import was read, for its lines that wait.
func waitingList(made sqlite.Import) memberList {
	return memberList{
		headings: make([]string, len(made.Columns)), columns: made.Columns, properNames: made.ProperNames,
		country: made.Country, zerosLost: made.LostZeros, kind: made.Kind, day: made.Day, vat: made.VAT, of: made.ID,
	}
}

// MendSetAside imports a line that waited, into the family it belongs to, or
// leaves it out for good. What is still wrong is refused at its field.
func (d *Desk) MendSetAside(ctx context.Context, req Request, id int64, mend Mend) (MembersImported, error) {
	in := struct {
		ID   int64
		Mend Mend
	}{id, mend}
	return write(ctx, d, req, "mendSetAside", in, func(tx *sqlite.Tx) (MembersImported, error) {
		waiting, err := tx.SetAsideLine(id)
		if err != nil {
			return MembersImported{}, refused(err, club.CodeLineMissing)
		}
		made, err := tx.Import(waiting.Import)
		if err != nil {
			return MembersImported{}, err
		}
		c, err := loadClub(tx)
		if err != nil {
			return MembersImported{}, err
		}
		if made.Kind == listOpenings {
			if err := allow(tx, req.Actor, "moveIn"); err != nil {
				return MembersImported{}, err
			}
		}
		reading, err := waitingList(made).reading(tx, c)
		if err != nil {
			return MembersImported{}, err
		}
		line, err := recheck(reading, made, waiting, mend)
		if err != nil {
			return MembersImported{}, err
		}
		if len(line.faults) > 0 {
			return MembersImported{}, line.faults[0]
		}
		if line.leave {
			if err := act(tx, "mendSetAside", line.name(), 0, back{"waitAgain", waiting}); err != nil {
				return MembersImported{}, err
			}
		}
		checked := memberCheck{lines: []checkedLine{line}, homes: map[club.HouseholdID]string{}}
		switch {
		case line.known:
			checked.known = 1
		case line.leave:
		case made.Kind == listOpenings:
			checked.carried = line.brings
		default:
			checked.members = []club.MemberLine{line.member}
		}
		if err := checked.group(tx, c); err != nil {
			return MembersImported{}, err
		}
		if err := keepCarried(tx, c, made.ID, made.Day, checked.carried, req.Actor, untilDone(ctx)); err != nil {
			return MembersImported{}, err
		}
		entry := memberEntry{tx: tx, c: c, actor: req.Actor}
		for _, family := range checked.families {
			if err := entry.enter(family, checked.members); err != nil {
				return MembersImported{}, err
			}
		}
		done := checked.report()
		done.Import = made.ID
		if err := tx.ImportMade(made.ID, entry.households, entry.riders); err != nil {
			return done, err
		}
		return done, tx.DropSetAside(id)
	})
}

// undoLeftOut lets a line that was left out for good wait again.
func undoLeftOut(u undoing, in sqlite.SetAside) error {
	made, err := u.tx.Import(in.Import)
	if err == nil && made.UndoneAt != "" {
		err = club.Refuse(club.CodeUndoChanged)
	}
	if err != nil {
		return refused(err, club.CodeUndoChanged)
	}
	return u.tx.InsertSetAside(in)
}
