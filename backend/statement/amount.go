package statement

import (
	"fmt"
	"strings"

	"paddock/backend/calendar"
	"paddock/backend/money"
)

// mostFigures is how many figures an amount has before its decimal mark: a
// hundred thousand of them are still counted in 64 bits.
const mostFigures = 11

// decimal reads an amount with at most one decimal mark, a point or a comma. The
// banks' formats allow five decimals; a cent is the least that is booked, so
// what is finer must be zeros: nothing is rounded.
func decimal(text string) (cents money.Cents, ok bool) {
	text, sign := strings.TrimSpace(text), money.Cents(1)
	switch {
	case strings.HasPrefix(text, "-"):
		text, sign = text[1:], -1
	case strings.HasPrefix(text, "+"):
		text = text[1:]
	}
	whole, rest := text, ""
	if at := strings.IndexAny(text, ".,"); at >= 0 {
		whole, rest = text[:at], text[at+1:]
	}
	whole = strings.TrimLeft(whole, "0")
	if whole == "" && !strings.ContainsAny(text, "0123456789") || len(whole) > mostFigures || !figures(whole) || !figures(rest) {
		return 0, false
	}
	rest = strings.TrimRight(rest, "0")
	if len(rest) > 2 {
		return 0, false
	}
	for _, r := range whole + (rest + "00")[:2] {
		cents = cents*10 + money.Cents(r-'0')
	}
	return sign * cents, true
}

// implied reads figures whose last ones are decimals.
func implied(digits string, decimals int) (cents money.Cents, ok bool) {
	if !figures(digits) || len(digits) <= decimals {
		return 0, false
	}
	return decimal(digits[:len(digits)-decimals] + "." + digits[len(digits)-decimals:])
}

// figures reports whether a text, empty ones included, has nothing but figures.
func figures(text string) bool { return strings.Trim(text, "0123456789") == "" }

// plain is an amount as a program writes it: 27.05.
func plain(c money.Cents) string {
	sign := ""
	if c < 0 {
		sign = "-"
	}
	return fmt.Sprintf("%s%d.%02d", sign, c.Abs()/100, c.Abs()%100)
}

// ddmmyy reads a day of this century.
func ddmmyy(text string) (calendar.Day, bool) {
	if len(text) != 6 || !figures(text) {
		return "", false
	}
	day, err := calendar.ParseDay("20" + text[4:] + "-" + text[2:4] + "-" + text[:2])
	return day, err == nil
}

// yyyymmdd reads a day from the beginning of a text.
func yyyymmdd(text string) (calendar.Day, bool) {
	if len(text) < 8 || !figures(text[:8]) {
		return "", false
	}
	day, err := calendar.ParseDay(text[:4] + "-" + text[4:6] + "-" + text[6:8])
	return day, err == nil
}
