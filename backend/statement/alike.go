package statement

import (
	"fmt"
	"strings"

	"paddock/backend/calendar"
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
// looks like. Days and amounts have to be the same, in OFX the words too, and the
// account, as far as both say one; each line stands for one entry, and one whose key
// the file has for none.
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
			if l.Format == s.Format && (l.Name != e.Name || l.Text != e.Text) {
				continue
			}
			alike[i] = l.Key
			free[of] = append(free[of][:j:j], free[of][j+1:]...)
			break
		}
	}
	return alike
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
