package desk

import (
	"context"
	"errors"

	"paddock/backend/club"
	"paddock/backend/sqlite"
)

// longList is from how many lines on a list of members is prepared beside the
// database: a shorter one is written in a third of a second, which a sale can wait.
// Openings are documents of the journal's chain and are written where they stand.
const longList = 500

// timesPrepared is how often that is tried while families change.
const timesPrepared = 3

func (l memberList) preparations() int {
	if l.kind == listMembers && len(l.rows) >= longList {
		return timesPrepared
	}
	return 0
}

// notYet is the number of an import that is being prepared.
const notYet = 0

// errFamiliesChanged says that a list was prepared for families that are not what
// they were.
var errFamiliesChanged = errors.New("families changed while a list was prepared")

// readyList is a list that was checked and whose families wait beside the
// database.
type readyList struct {
	checked  memberCheck
	state    string // of the families it was checked against
	families *sqlite.Beside
}

// prepareList checks a list and makes its families beside the database. It writes
// nothing, and nobody waits for it.
func (d *Desk) prepareList(ctx context.Context, req Request, list memberList, skipBad bool, checking, writing steps) (ready readyList, err error) {
	c, err := read(As(ctx, req.Actor), d, "importMembers", func(tx *sqlite.Tx) (c clubNow, err error) {
		if c, err = loadClub(tx); err != nil {
			return c, err
		}
		if ready.state, err = tx.FamiliesState(); err != nil {
			return c, err
		}
		ready.checked, err = list.accepted(tx, c, skipBad, checking)
		return c, err
	})
	if err != nil {
		return ready, err
	}
	joined := []club.HouseholdID{}
	for _, family := range ready.checked.families {
		if family.Household != 0 {
			joined = append(joined, family.Household)
		}
	}
	if ready.families, err = d.db.Beside(ctx, joined); err != nil {
		return ready, err
	}
	err = ready.families.Fill(ctx, d.db, func(tx *sqlite.Tx) error {
		return ready.checked.setDown(tx, c, notYet, list, req.Actor, writing)
	})
	if err != nil {
		err = errors.Join(err, ready.families.Close())
	}
	return ready, err
}

// moveIn makes a list that was prepared part of the club, unless the families it
// was checked against have changed.
func (r readyList) moveIn(tx *sqlite.Tx, list memberList, actor club.Actor) (MembersImported, error) {
	state, err := tx.FamiliesState()
	if err != nil {
		return MembersImported{}, err
	}
	if state != r.state {
		return MembersImported{}, errFamiliesChanged
	}
	return keepImport(tx, list, r.checked, actor, func(id int64) error { return tx.MoveIn(r.families, id) })
}
