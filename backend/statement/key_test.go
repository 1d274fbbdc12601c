package statement_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"paddock/backend/calendar"
	"paddock/backend/money"
	"paddock/backend/statement"
)

// month is a statement of a month with equal payments on one day among its
// entries; every other has a reference of the bank.
func month(r *rand.Rand, withRefs bool) statement.Statement {
	opening := money.Cents(100000)
	s := statement.Statement{Account: "FR1420041010050500013M02606", Opening: &opening}
	for i := range 60 {
		e := statement.Entry{Date: calendar.Day(fmt.Sprintf("2026-10-%02d", 1+i/2)), Cents: money.Cents(1 + r.IntN(3)*1000), Text: "VIR ROUSSEL"}
		if withRefs {
			e.BankRef = fmt.Sprint("R", i)
		}
		s.Entries = append(s.Entries, e)
	}
	closing := opening + s.Sum()
	s.Closing = &closing
	return s
}

// between is the statement of some days of another.
func between(s statement.Statement, from, to calendar.Day) statement.Statement {
	opening, part := *s.Opening, statement.Statement{Account: s.Account}
	for _, e := range s.Entries {
		switch {
		case e.Date < from:
			opening += e.Cents
		case e.Date <= to:
			part.Entries = append(part.Entries, e)
		}
	}
	closing := opening + part.Sum()
	part.Opening, part.Closing = &opening, &closing
	return part
}

// TestTheSameEntriesHaveTheSameKeysInWhateverFileTheyCome is R12 of PERFORMANCE.
func TestTheSameEntriesHaveTheSameKeysInWhateverFileTheyCome(t *testing.T) {
	if err := sameKeys(statement.Keys); err != nil {
		t.Fatal(err)
	}
}

// The control of R12: names that do not count equal entries lose a payment.
func TestKeysThatDoNotCountLoseAPayment(t *testing.T) {
	uncounted := func(all []statement.Statement) [][]string {
		keys := make([][]string, len(all))
		for i, s := range all {
			for _, e := range s.Entries {
				keys[i] = append(keys[i], fmt.Sprintf("%s %+v", s.Account, e))
			}
		}
		return keys
	}
	if err := sameKeys(uncounted); err == nil || !strings.Contains(err.Error(), "became one") {
		t.Errorf("%v", err)
	}
}

// sameKeys takes a thousand statements whole, twice, overlapping, in another order and
// in pieces, and says what is lost or there twice.
func sameKeys(named func([]statement.Statement) [][]string) error {
	for n := range 1000 {
		r := rand.New(rand.NewPCG(uint64(n), 12))
		s := month(r, n%2 == 0)
		stored := map[string]bool{}
		take := func(all ...statement.Statement) {
			for _, keys := range named(all) {
				for _, key := range keys {
					stored[key] = true
				}
			}
		}
		take(s)
		once := maps.Clone(stored)
		if len(once) != len(s.Entries) {
			return fmt.Errorf("%d: %d keys for %d entries: two equal payments became one", n, len(once), len(s.Entries))
		}
		day := func() calendar.Day { return calendar.Day(fmt.Sprintf("2026-10-%02d", 1+r.IntN(30))) }
		a, b := day(), day()
		shuffled := s
		shuffled.Entries = slices.Clone(s.Entries)
		r.Shuffle(len(shuffled.Entries), func(i, j int) {
			shuffled.Entries[i], shuffled.Entries[j] = shuffled.Entries[j], shuffled.Entries[i]
		})
		take(s)
		take(shuffled)
		take(between(s, "2026-10-01", max(a, b)), between(s, min(a, b), "2026-10-31")) // overlapping, in one file
		take(s, s)                                                                     // twice in one file
		take(between(s, a, a))
		if len(stored) != len(once) {
			return fmt.Errorf("%d: %d keys after %d", n, len(stored), len(once))
		}
		// In pieces only, from an empty club: nothing is lost either.
		clear(stored)
		take(between(s, "2026-10-01", a))
		take(between(s, a.AddDays(1), "2026-10-31"))
		if !maps.Equal(stored, once) {
			return fmt.Errorf("%d: split at %s, %d keys of %d", n, a, len(stored), len(once))
		}
	}
	return nil
}

// A file of pages may cut a day in two: the page that begins with the other's
// closing balance counts on.
func TestPagesThatCutADayKeepItsEqualPayments(t *testing.T) {
	s := month(rand.New(rand.NewPCG(1, 1)), false)
	for i := range s.Entries {
		s.Entries[i].Cents, s.Entries[i].Date = 7000, "2026-10-05"
	}
	middle := *s.Opening + 20*7000
	closing := *s.Opening + s.Sum()
	first, second := s, s
	first.Entries, first.Closing = s.Entries[:20], &middle
	second.Entries, second.Opening, second.Closing = s.Entries[20:], &middle, &closing
	keys := map[string]bool{}
	for _, page := range statement.Keys([]statement.Statement{first, second}) {
		for _, key := range page {
			keys[key] = true
		}
	}
	if len(keys) != len(s.Entries) {
		t.Errorf("%d keys", len(keys))
	}
}

// Two statements without an opening balance that overlap in one file: the bank's own
// reference names one movement.
func TestOneReferenceOfTheBankInTwoStatementsOfAFileIsOneMovement(t *testing.T) {
	e := func(ref string, cents money.Cents) statement.Entry {
		return statement.Entry{Date: "2026-10-05", Cents: cents, BankRef: ref}
	}
	all := statement.Keys([]statement.Statement{
		{Account: "1", Entries: []statement.Entry{e("A", 100), e("B", 200)}},
		{Account: "1", Entries: []statement.Entry{e("B", 200), e("C", 300)}},
	})
	if all[0][1] != all[1][0] || all[0][0] == all[1][1] {
		t.Errorf("%v", all)
	}
}
