package billing

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
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

// ValidForm reports whether a form prints a different number for every year
// and n, in at most 35 characters (the limit of the French reform, RULES
// section 6) of letters, figures, - and /.
func ValidForm(form string) bool {
	if !strings.Contains(form, "{n") || !strings.Contains(form, "{year}") {
		return false
	}
	longest := Number(form, 9999, 999_999, true)
	if len(longest) > 35 || strings.ContainsAny(longest, "{}") {
		return false
	}
	for _, r := range longest {
		if !strings.ContainsRune("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-/", r) {
			return false
		}
	}
	// The year and n must not run into each other with a free width, or
	// 2026+1234 and 20261+234 would read alike.
	return !regexp.MustCompile(`\{n\}\{year|\{n:\d+\}\{year`).MatchString(form)
}

// Apart reports whether two forms can never print one number, nor two that make
// one payment reference, which knows neither - and / nor small letters: the
// letters around their figures differ.
func Apart(one, other string) bool { return letters(one) != letters(other) }

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
