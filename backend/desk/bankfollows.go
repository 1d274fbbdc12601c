package desk

import (
	"slices"

	"paddock/backend/sqlite"
	"paddock/backend/statement"
)

// alike gives the entries that look as if an earlier file had brought them the keys of
// the lines they look like, and says how many those are: they stand among the repeats,
// where a person keeps one that is a movement of its own.
func alike(tx *sqlite.Tx, s statement.Statement, keys []string) ([]string, int, error) {
	if len(s.Entries) == 0 {
		return keys, 0, nil
	}
	first, last := s.Entries[0].Date, s.Entries[0].Date
	for _, e := range s.Entries {
		first, last = min(first, e.Date), max(last, e.Date)
	}
	stored, err := tx.LinesBetween(first, last)
	if err != nil {
		return keys, 0, err
	}
	found := statement.Alike(s, keys, stored)
	keys = slices.Clone(keys)
	for i, key := range found {
		keys[i] = key
	}
	return keys, len(found), nil
}

// gaps tells statements that do not follow on from what is stored. It carries on from
// one statement of a file to the next of its account.
type gaps struct {
	ended  map[string]sqlite.Ended
	before int64 // the import whose statements are weighed; 0 for a file that is looked at
}

// follow compares what stood on an account before a statement's new lines with what the
// last statement of the account ended with: a file that agrees with itself may still
// not be the bank's, or one may be missing before it; and OFX says no opening balance
// that its lines could be weighed against. It says nothing where one of the two has no
// closing balance, and of a file of older days.
func (g gaps) follow(tx *sqlite.Tx, read *sqlite.BankStatement) error {
	before, known := g.ended[read.Account]
	if !known {
		all, err := tx.LastClosings(g.before)
		if err != nil {
			return err
		}
		for _, e := range all {
			if read.Account != "" && e.Account != "" && statement.SameAccount(e.Account, read.Account) && (!known || e.Last >= before.Last) {
				before, known = e, true
			}
		}
	}
	if read.Closing == nil || known && read.Last < before.Last {
		return nil
	}
	g.ended[read.Account] = sqlite.Ended{Account: read.Account, Cents: *read.Closing, Last: read.Last}
	begins := *read.Closing - read.Fresh
	read.Follows = known && begins == before.Cents
	if known && !read.Follows {
		read.Gap = &sqlite.BankGap{Ended: before.Cents, Begins: begins}
	}
	return nil
}
