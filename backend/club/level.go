package club

import "slices"

// Level is a step of a federation's ladder. Ranges compare ranks; aliases are
// what people type: "G6", "Poney bronze".
type Level struct {
	ID         int64    `json:"id"`
	Federation string   `json:"federation"`
	Code       string   `json:"code"`
	Label      string   `json:"label"`
	Rank       int      `json:"rank"`
	Aliases    []string `json:"aliases" nullable:"false" doc:"What else it is called in lists and when searching"`
	Retired    bool     `json:"retired" doc:"Kept by who has it, and no longer proposed"`
}

// rungs leaves room between two levels of a ladder.
const rungs = 10

// Ladders gives the levels of each federation the ranks of the order they stand
// in; a federation whose ranks say that order keeps them, for ranges compare
// ranks across federations too.
func Ladders(levels []Level) []Level {
	ranked := slices.Clone(levels)
	ladders := map[string][]int{}
	for i, l := range ranked {
		ladders[l.Federation] = append(ladders[l.Federation], i)
	}
	for _, steps := range ladders {
		last := 0
		for _, at := range steps {
			if ranked[at].ID == 0 && ranked[at].Rank == 0 {
				ranked[at].Rank = last + rungs
			}
			if ranked[at].Rank <= last { // the order was changed
				for n, at := range steps {
					ranked[at].Rank = (n + 1) * rungs
				}
				break
			}
			last = ranked[at].Rank
		}
	}
	return ranked
}

// LevelRange is from a level through another one; 0 is no limit.
type LevelRange struct{ Min, Max int64 }

// Turned reports whether a range ends below its beginning, so that nobody fits.
func (r LevelRange) Turned(levels []Level) bool {
	least, most := rankOf(levels, r.Min), rankOf(levels, r.Max)
	return r.Min != 0 && r.Max != 0 && most < least
}

// Takes lists the levels a range takes, by their ids (PRODUCT section 9: ranges
// compare ranks).
func (r LevelRange) Takes(levels []Level) map[int64]bool {
	least, most := rankOf(levels, r.Min), rankOf(levels, r.Max)
	taken := map[int64]bool{}
	for _, l := range levels {
		if l.Rank >= least && (r.Max == 0 || l.Rank <= most) {
			taken[l.ID] = true
		}
	}
	return taken
}

// rankOf is the rank of a level; 0 for none.
func rankOf(levels []Level, id int64) int {
	if at := slices.IndexFunc(levels, func(l Level) bool { return l.ID == id }); at >= 0 && id != 0 {
		return levels[at].Rank
	}
	return 0
}

// Said are the words a level is known by: its code, its label and what else it
// is called.
func (l Level) Said() []string {
	return append([]string{l.Code, l.Label}, l.Aliases...)
}

// SameWord reports whether two spellings of a level are one: "Poney d'or" and
// "PONEY D’OR", "G 6" and "g6".
func SameWord(a, b string) bool { return squeeze(a) == squeeze(b) }
