package statement

import (
	"fmt"
	"slices"
	"strings"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/money"
)

// Stored is a line that an earlier file brought.
type Stored struct {
	Key        string
	Day        calendar.Day
	Cents      money.Cents
	Name, Text string
	Format     Format // of its file
	Account    string
}

// Alike finds the entries that look as if an earlier file had brought them: under other
// keys, because another format says of the same movement what this one does not, or
// because a bank gives its OFX new references at each download. It names the line each
// looks like. Days and amounts have to be the same, and who it was (in OFX every
// word), and the account, as far as both say one; each line stands for one entry, and
// one whose key the file has for none.
func Alike(s Statement, keys []string, stored []Stored) map[int]string {
	said := map[string]bool{}
	for _, key := range keys {
		said[key] = true
	}
	free := map[string][]Stored{}
	known := map[string]bool{}
	movement := func(day calendar.Day, cents money.Cents) string { return fmt.Sprintf("%s %d", day, int64(cents)) }
	for _, l := range stored {
		known[l.Key] = true
		if !said[l.Key] && (l.Format != s.Format || s.Format == OFX) && SameAccount(l.Account, s.Account) {
			free[movement(l.Day, l.Cents)] = append(free[movement(l.Day, l.Cents)], l)
		}
	}
	alike := map[int]string{}
	if len(free) == 0 {
		return alike
	}
	for i, e := range s.Entries {
		if known[keys[i]] {
			continue
		}
		of := movement(e.Date, e.Cents)
		for j, l := range free[of] {
			if l.Format == s.Format && (l.Name != e.Name || l.Text != e.Text) || !e.sameWho(l) {
				continue
			}
			alike[i] = l.Key
			free[of] = append(free[of][:j:j], free[of][j+1:]...)
			break
		}
	}
	return alike
}

// sameWho reports whether an entry and a line can be of one person: their names share
// a word, or the words of the one without a name hold one of the other's. Two of one
// price on one day are the rule in a club, so that nobody's name is no sign.
func (e Entry) sameWho(l Stored) bool {
	mine, theirs := nameWords(e.Name), nameWords(l.Name)
	switch {
	case len(mine) == 0 && len(theirs) == 0:
		return slices.Equal(nameWords(e.Text), nameWords(l.Text))
	case len(mine) == 0:
		mine = nameWords(e.Text)
	case len(theirs) == 0:
		theirs = nameWords(l.Text)
	}
	return slices.ContainsFunc(mine, func(word string) bool { return slices.Contains(theirs, word) })
}

// nameWords are the words of a name, sorted, without titles and initials.
func nameWords(text string) []string {
	words := slices.DeleteFunc(club.Words(text), func(word string) bool { return len(word) < 3 || word == "mme" || word == "mlle" || word == "mevr" })
	slices.Sort(words)
	return words
}

// leastAccount is how many characters a part of an IBAN has that is an account's number.
const leastAccount = 8

// SameAccount reports whether two files can be of one account: an IBAN in one and its
// number in the other, with the bank before it or without; a file that names none is
// of any.
func SameAccount(a, b string) bool {
	a, b = number(a), number(b)
	return a == "" || b == "" || a == b || min(len(a), len(b)) >= leastAccount && (strings.Contains(a, b) || strings.Contains(b, a))
}

// number is an account without the bank that MT940 has before it.
func number(account string) string { return account[strings.LastIndexByte(account, '/')+1:] }
