package desk

import (
	"slices"

	"paddock/backend/money"
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
type gaps map[string]sqlite.Ended

// gap compares what stood on an account before a statement's new lines with what the
// last statement of the account ended with: a file that agrees with itself may still
// not be the bank's, or one may be missing before it. Nil where they agree, where one
// of the two says no balance, and for a file of older days.
func (g gaps) gap(tx *sqlite.Tx, s statement.Statement, read sqlite.BankStatement) (*sqlite.BankGap, error) {
	before, known := g[s.Account]
	if !known {
		all, err := tx.LastClosings()
		if err != nil {
			return nil, err
		}
		for _, e := range all {
			if s.Account != "" && e.Account != "" && statement.SameAccount(e.Account, s.Account) && (!known || e.Last >= before.Last) {
				before, known = e, true
			}
		}
	}
	if s.Opening == nil || s.Closing == nil || known && read.Last < before.Last {
		return nil, nil
	}
	g[s.Account] = sqlite.Ended{Account: s.Account, Cents: *s.Closing, Last: read.Last}
	var sum money.Cents
	for _, e := range s.Entries {
		sum += e.Cents
	}
	begins := *s.Closing - (sum - read.KnownSum)
	if !known || begins == before.Cents {
		return nil, nil
	}
	return &sqlite.BankGap{Ended: before.Cents, Begins: begins}, nil
}
