package club

import "strings"

// Match says how words are found in texts; the better comes first.
type Match int

// How words are found.
const (
	Exactly Match = iota // each stands in one of the texts
	ByEar                // some only sound as a word of theirs
	NotFound
)

// Find looks for folded words in texts that no search column holds, by the rules
// of one that does: without accents, anywhere in a word, and dupond finds Dupont,
// after every Dupond.
func Find(words []string, texts ...string) Match {
	how, index, heard := Exactly, Index(texts...), ""
	for _, word := range words {
		if strings.Contains(index, word) {
			continue
		}
		if heard == "" {
			heard = " " + sounds(texts...)
		}
		if sound := Sound(word); sound == "" || !strings.Contains(heard, " "+SoundMark+sound+" ") {
			return NotFound
		}
		how = ByEar
	}
	return how
}
