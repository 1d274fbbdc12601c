package club

import (
	"slices"
	"strings"
)

// Reveal is by which of values somebody was found for words that shown does not
// hold: an e-mail, a phone, a town. "" when all words are shown, or when one only
// sounds like what is.
func Reveal(words []string, shown, country string, values []string) string {
	hidden := slices.DeleteFunc(slices.Clone(words), func(word string) bool { return strings.Contains(Index(shown), word) })
	for _, value := range values {
		text := Index(append(phoneWords(value, country), value)...)
		if slices.ContainsFunc(hidden, func(word string) bool { return strings.Contains(text, word) }) {
			return value
		}
	}
	return ""
}
