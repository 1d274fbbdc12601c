package club

import (
	"slices"
	"strings"
)

// sound writes what sounds alike in French and Dutch family names in one way;
// where several begin at the same letter, the first counts.
var sound = strings.NewReplacer(
	"eaux", "o", "eau", "o", "ault", "o", "auld", "o", "au", "o", "ae", "a", "ai", "e", "ay", "e", "ei", "e", "ey", "e",
	"ij", "i", "y", "i", "sch", "ç", "ch", "ç", "sh", "ç", "ph", "f", "ck", "k", "qu", "k", "q", "k",
	"ce", "se", "ci", "si", "cy", "si", "c", "k", "z", "s", "w", "v", "h", "",
)

// soundFrom is how many letters a word needs before others may be meant by it.
const soundFrom = 4

// Sound is how a folded word sounds, so that dupond finds Dupont: common
// spellings of one sound made one, letters not doubled, the end that nobody hears
// left out. "" for a word too short, or with figures.
func Sound(word string) string {
	if len(word) < soundFrom || strings.ContainsAny(word, "0123456789") {
		return ""
	}
	heard := slices.Compact([]rune(sound.Replace(word)))
	return strings.TrimRight(string(heard), "dtsxpe")
}

// SoundMark begins a word of the index that is a sound, and alone ends the name
// the index begins with. No word of a text holds it, and it sorts before every
// letter and figure: Dupont stands before Dupont-Martin.
const SoundMark = "!"

// named begins an index with the name that lists are sorted by.
func named(name string) string { return Index(name) + SoundMark + " " + sounds(name) }

// sounds are the sounds of names as words of the index.
func sounds(names ...string) (words string) {
	for _, name := range names {
		for _, word := range Words(name) {
			if heard := Sound(word); heard != "" {
				words += SoundMark + heard + " "
			}
		}
	}
	return words
}
