package statement

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"paddock/backend/money"
)

// Keys name the entries of a file so that the same entry has the same name in
// whatever file it comes: its account, day and amount, and the bank's own
// reference and place in its batch, or without one all it says. Equal entries
// are counted, so that two equal payments of one day stay two. The count runs on
// from a statement to the one that begins with its closing balance, and begins
// anew where two statements of a file overlap (RULES section 7).
func Keys(all []Statement) [][]string {
	keys := make([][]string, len(all))
	seen := map[string]map[string]int{}
	last := map[string]Statement{}
	for i, s := range all {
		before, has := last[s.Account]
		if seen[s.Account] == nil || has && !s.follows(before) {
			seen[s.Account] = map[string]int{}
		}
		last[s.Account] = s
		own := map[string]int{}
		for _, e := range s.Entries {
			plain, counts := e.identity(s.Account), seen[s.Account]
			if e.bankRef() != "" && s.Opening == nil { // nothing says where it begins: the bank's own reference names one movement
				counts = own
			}
			counts[plain]++
			sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%d", plain, counts[plain]))
			keys[i] = append(keys[i], hex.EncodeToString(sum[:16]))
		}
	}
	return keys
}

// follows reports whether a statement begins where another ends. One that is
// said twice does not follow itself, though its entries may come to nothing.
func (s Statement) follows(before Statement) bool {
	if same(s.Opening, before.Opening) && same(s.Closing, before.Closing) && slices.EqualFunc(s.Entries, before.Entries, func(a, b Entry) bool {
		return a.identity("") == b.identity("")
	}) {
		return false
	}
	return s.Opening == nil || before.Closing == nil || *s.Opening == *before.Closing
}

func same(a, b *money.Cents) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }

// bankRef is the bank's own reference, as far as it names one movement: zeros, or the
// word by which MT940 and CAMT say that there is none, name them all.
func (e Entry) bankRef() string {
	if plain := strings.Trim(e.BankRef, "0 -./"); plain == "" || plain == "NONREF" || plain == "NOTPROVIDED" {
		return ""
	}
	return e.BankRef
}

func (e Entry) identity(account string) string {
	parts := []string{account, string(e.Date), fmt.Sprint(int64(e.Cents))}
	if ref := e.bankRef(); ref != "" {
		return strings.Join(append(parts, "ref", ref, fmt.Sprint(e.Detail)), "\n")
	}
	return strings.Join(append(parts, "text", string(e.ValueDate), e.Reference, e.Name, e.IBAN, e.Text, fmt.Sprint(e.Detail)), "\n")
}
