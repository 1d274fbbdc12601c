package club

import (
	"cmp"
	"slices"
	"strings"
)

// KnownFamily is what a household of the club is recognised by.
type KnownFamily struct {
	Household HouseholdID
	Name      string
	Surnames  []string
	Emails    []string
	Phones    []string
	Places    []string // of PlaceKey
}

// NewFamily is the lines of a list that are one household, and why they are
// thought to be.
type NewFamily struct {
	Household HouseholdID // the household of the club they join; 0 for a new one
	Lines     []int       // indexes into the lines, in their order
	Why       []string    // email, address, phone: what more than one of them share
}

// PlaceKey is what two spellings of one address have in common; "" when there
// is none.
func PlaceKey(address, postalCode, town string) string {
	if squeeze(address) == "" {
		return ""
	}
	return squeeze(address) + "|" + squeeze(postalCode) + "|" + squeeze(town)
}

// sharedByMany is how many riders of one list carry an e-mail or phone that is
// nobody's own: the club's, or one made up to fill the column.
const sharedByMany = 10

// Families groups the lines of a member list into households: those with the
// same e-mail, the same address and surname, or the same phone together with
// the surname or the address. A household the club knows takes in the lines it
// shares that with, and two it knows are never made one.
func Families(lines []MemberLine, known []KnownFamily, country string) []NewFamily {
	g := grouping{known: len(known), parent: make([]int, len(known)+len(lines)), why: map[int][]string{}, many: map[string]int{}}
	for i := range g.parent {
		g.parent[i] = i
	}
	for _, line := range lines {
		g.many[emailKey(line.Email)]++
		for _, phone := range phonesOf(line, country) {
			g.many[phone]++
		}
	}
	// The strongest sign first: it decides which known household a line joins.
	for _, why := range []string{"email", "address", "phone"} {
		owners := map[string]int{}
		for i, family := range known {
			g.join(owners, i, why, g.knownKeys(family, why, country))
		}
		for i, line := range lines {
			g.join(owners, len(known)+i, why, g.lineKeys(line, why, country))
		}
	}
	return g.families(len(lines), known)
}

// grouping is a union of what shares a key. Nodes are the known families, then
// the lines.
type grouping struct {
	known  int // how many nodes are known families
	parent []int
	why    map[int][]string // by root
	many   map[string]int   // how many lines carry an e-mail or phone
}

func (g *grouping) root(i int) int {
	for g.parent[i] != i {
		g.parent[i] = g.parent[g.parent[i]]
		i = g.parent[i]
	}
	return i
}

func (g *grouping) join(owners map[string]int, node int, why string, keys []string) {
	for _, key := range keys {
		owner, taken := owners[key]
		if !taken {
			owners[key] = node
			continue
		}
		a, b := g.root(owner), g.root(node)
		if a == b {
			g.explain(a, why)
			continue
		}
		a, b = min(a, b), max(a, b) // so that a known family is the root of its group
		if g.known > b {
			continue // two families the club knows
		}
		g.parent[b] = a
		for _, reason := range append(g.why[b], why) {
			g.explain(a, reason)
		}
	}
}

func (g *grouping) explain(root int, why string) {
	if !slices.Contains(g.why[root], why) {
		g.why[root] = append(g.why[root], why)
	}
}

func (g *grouping) families(lines int, known []KnownFamily) []NewFamily {
	byRoot := map[int]int{}
	list := []NewFamily{}
	for i := range lines {
		root := g.root(g.known + i)
		at, seen := byRoot[root]
		if !seen {
			at = len(list)
			byRoot[root] = at
			family := NewFamily{Why: slices.Clone(g.why[root])}
			slices.SortFunc(family.Why, func(a, b string) int { return cmp.Compare(signs[a], signs[b]) })
			if root < g.known {
				family.Household = known[root].Household
			}
			list = append(list, family)
		}
		list[at].Lines = append(list[at].Lines, i)
	}
	return list
}

// signs are in the order of their strength.
var signs = map[string]int{"email": 0, "address": 1, "phone": 2}

func (g *grouping) lineKeys(line MemberLine, why, country string) []string {
	place := PlaceKey(line.Address, line.PostalCode, line.Town)
	return g.keys(why, []string{emailKey(line.Email)}, surnamesOf(line), phonesOf(line, country), []string{place})
}

func (g *grouping) knownKeys(f KnownFamily, why, country string) []string {
	var emails, surnames, phones []string
	for _, email := range f.Emails {
		emails = append(emails, emailKey(email))
	}
	for _, surname := range f.Surnames {
		surnames = append(surnames, squeeze(surname))
	}
	for _, phone := range f.Phones {
		phones = append(phones, phoneKey(phone, country))
	}
	return g.keys(why, emails, surnames, phones, f.Places)
}

func (g *grouping) keys(why string, emails, surnames, phones, places []string) []string {
	switch why {
	case "email":
		return g.own(emails)
	case "address":
		return pairs(places, surnames)
	}
	return append(pairs(g.own(phones), surnames), pairs(g.own(phones), places)...)
}

// own leaves out what is empty and what too many carry.
func (g *grouping) own(keys []string) []string {
	return slices.DeleteFunc(slices.Clone(keys), func(key string) bool { return key == "" || g.many[key] > sharedByMany })
}

// pairs joins each key with each companion; what is empty has no pair.
func pairs(keys, companions []string) []string {
	var all []string
	for _, key := range keys {
		for _, companion := range companions {
			if key != "" && companion != "" {
				all = append(all, key+"\n"+companion)
			}
		}
	}
	return all
}

// surnamesOf are those a line is known by: the rider's, and those of the adults
// it names, for a mother's child often bears the father's.
func surnamesOf(line MemberLine) []string {
	var keys []string
	for _, surname := range []string{line.Surname, line.Payer.Surname, line.Parent.Surname} {
		if key := squeeze(surname); key != "" && !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	return keys
}

func emailKey(email string) string { return strings.ToLower(email) }

func phoneKey(phone, country string) string { return PhoneDigits(phone, country) }

func phonesOf(line MemberLine, country string) []string {
	var keys []string
	for _, phone := range []string{line.Mobile, line.Phone} {
		if key := phoneKey(phone, country); key != "" {
			keys = append(keys, key)
		}
	}
	return keys
}
