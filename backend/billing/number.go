package billing

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"paddock/backend/club"
)

var hole = regexp.MustCompile(`\{(year|n)(?::(\d+))?\}`)

// TrainingPrefix begins every number of training data (PRODUCT section 9).
const TrainingPrefix = "ECOLE-"

// Number prints a document's identity in the club's form: "F{year}-{n:4}" gives
// F2026-0431. A number longer than its width is printed whole.
func Number(form string, year, n int, training bool) string {
	text := hole.ReplaceAllStringFunc(form, func(found string) string {
		match := hole.FindStringSubmatch(found)
		value := year
		if match[1] == "n" {
			value = n
		}
		width, _ := strconv.Atoi(match[2]) // "" is no width
		return fmt.Sprintf("%0*d", width, value)
	})
	if training {
		return TrainingPrefix + text
	}
	return text
}

// longestNumber is the limit of the French reform (RULES section 6), in
// characters.
const longestNumber = 35

var (
	formShape = regexp.MustCompile(`^(?:[A-Za-z0-9/-]|\{year\}|\{n(?::\d+)?\})*$`)
	runsInto  = regexp.MustCompile(`\{n(?::\d+)?\}\{year\}`) // 2026+1234 and 20261+234 would read alike
)

// CheckForm refuses a form that would not print a different number for every
// year and n: it holds each of them once, among letters, figures, - and /. A
// number of it has at most 35 characters, n at its widest included. example is
// a form the refusal shows.
func CheckForm(form, example string) error {
	holes := hole.FindAllStringSubmatch(form, -1)
	once := len(holes) == 2 && holes[0][1] != holes[1][1]
	if !formShape.MatchString(form) || !once || runsInto.MatchString(form) {
		return club.Refuse(club.CodeNumberForm).With("example", example)
	}
	const widest = 999_999
	width := holes[0][2] + holes[1][2] // that of n; the year has none
	if len(width) > 2 || len(Number(form, 9999, widest, true)) > longestNumber {
		return club.Refuse(club.CodeNumberLong).With("max", longestNumber)
	}
	return nil
}

// ReadNumber reads the identity back from a number that Number printed; ok is
// false when the form prints no such number.
func ReadNumber(form, number string, training bool) (year, n int, ok bool) {
	parts := hole.Split(form, -1)
	for i := range parts {
		parts[i] = regexp.QuoteMeta(parts[i])
	}
	pattern := parts[0]
	holes := hole.FindAllStringSubmatch(form, -1)
	for i, found := range holes {
		if found[1] == "year" {
			pattern += `(\d{4})`
		} else {
			pattern += `(\d+)`
		}
		pattern += parts[i+1]
	}
	found := regexp.MustCompile(pattern + "$").FindStringSubmatch(number)
	for i := range found[min(1, len(found)):] {
		value, err := strconv.Atoi(found[i+1])
		if err != nil {
			return 0, 0, false
		}
		if holes[i][1] == "year" {
			year = value
		} else {
			n = value
		}
	}
	return year, n, number == Number(form, year, n, training)
}

// Apart reports whether two forms can never print one number, nor two that make
// one payment reference, which knows neither - and / nor small letters: the
// letters around their figures differ.
func Apart(one, other string) bool { return letters(one) != letters(other) }

// OwnForm reports whether a club may print a form: it is apart from those of openings
// and claims.
func OwnForm(form string) bool { return Apart(form, OpeningForm) && Apart(form, ClaimForm) }

func letters(form string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r
		}
		return -1
	}, strings.ToUpper(hole.ReplaceAllString(form, "")))
}

// OrderRef names a checkout: CMD, the local time to the second, two digits that
// keep two checkouts of one second apart.
func OrderRef(local time.Time, count int) string {
	return fmt.Sprintf("CMD%s%02d", local.Format("20060102150405"), count%100)
}
