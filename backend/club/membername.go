package club

import (
	"slices"
	"strings"
	"unicode"
)

// particles stand before a name; French writes de and du small, Dutch and
// Belgian names begin with a capital and go on small: Van den Broeck.
var particles = []string{"de", "du", "des", "den", "der", "het", "la", "le", "les", "van", "von", "ten", "ter", "zu"}

// ProperName writes a name that is all in capitals as its owner does: DUPONT is
// Dupont, O'BRIEN O'Brien, MARIE-LOU Marie-Lou, MCDONALD McDonald, DE LA TOUR de
// la Tour and VAN DEN BROECK Van den Broeck. Any other name stays as it is.
func ProperName(name, country string) string {
	if strings.ToUpper(name) != name || strings.ToLower(name) == name {
		return name
	}
	words := strings.Split(strings.ToLower(name), " ")
	for i, word := range words {
		last := i == len(words)-1
		small := slices.Contains(particles, word) && !last &&
			(i > 0 && slices.Contains(particles, strings.ToLower(words[i-1])) || country == "FR" && slices.Contains([]string{"de", "du", "des"}, word))
		if !small {
			words[i] = capitalised(word)
		}
	}
	return strings.Join(words, " ")
}

// capitalised gives a word its capitals: after a hyphen, an apostrophe, and Mc.
func capitalised(word string) string {
	var out strings.Builder
	up := true
	for i, r := range word {
		if i == len("mc") && strings.HasPrefix(word, "mc") && len(word) > len("mcd") {
			up = true
		}
		if up {
			r = unicode.ToUpper(r)
		}
		out.WriteRune(r)
		up = r == '-' || r == '\'' || r == '’' || r == '.'
	}
	return out.String()
}

// SplitName takes a name in one cell apart: "DUPONT Marie" and "Marie DUPONT" by
// the capitals, "Dupont, Marie" by the comma. Known is false where neither
// tells which is which.
func SplitName(whole string) (surname, firstName string, known bool) {
	if before, after, has := strings.Cut(whole, ","); has {
		surname, firstName = strings.TrimSpace(before), strings.TrimSpace(after)
		return surname, firstName, surname != "" && firstName != ""
	}
	var capitals, others []string
	changes, was := 0, false
	for i, word := range strings.Fields(whole) {
		is := strings.ToUpper(word) == word && strings.ToLower(word) != word
		if is {
			capitals = append(capitals, word)
		} else {
			others = append(others, word)
		}
		if i > 0 && is != was {
			changes++
		}
		was = is
	}
	return strings.Join(capitals, " "), strings.Join(others, " "), len(capitals) > 0 && len(others) > 0 && changes == 1
}
