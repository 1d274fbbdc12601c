// Package payment makes the links a family pays by. A provider is asked for an
// address with an amount and a reference on it.
//
// It must not know invoices, nor what became of a link: a paid link is a
// payment, and payments are package desk's.
package payment

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/money"
)

// Template is the simplest provider: the address of any payment page, with
// holes for what it shows. {amount} is in euros with a point, as payment pages
// read it: 100.00; {cents} is the same in cents; {reference} comes back with
// the money; {language} is fr, nl or en.
type Template string

var (
	hole = regexp.MustCompile(`\{(\w*)\}`)
	site = regexp.MustCompile(`^https://[^/?#{}@\s]+[/?#]`) // no value decides which site is paid
)

// Longest is the longest address a template can make, for the largest amount
// and a full reference (RF: 25 characters, ISO 11649). A template that is no
// https address or would lose the amount or the reference is refused.
func (t Template) Longest() (string, error) {
	if !t.has("{reference}") || !t.has("{amount}") && !t.has("{cents}") {
		return "", refusal()
	}
	return t.URL(money.Max, "RF18"+strings.Repeat("0", 21), locale.French)
}

// URL is the payment page for an amount and a reference.
func (t Template) URL(amount money.Cents, reference string, lang locale.Lang) (string, error) {
	values := map[string]string{
		"amount":    fmt.Sprintf("%d.%02d", amount/100, amount%100),
		"cents":     strconv.FormatInt(int64(amount), 10),
		"reference": reference,
		"language":  string(lang),
	}
	text := hole.ReplaceAllStringFunc(string(t), func(found string) string {
		value, known := values[found[1:len(found)-1]]
		if !known {
			return found
		}
		return escape(value)
	})
	if _, err := url.Parse(text); err != nil || !site.MatchString(string(t)) || strings.ContainsAny(text, "{} \t\r\n") {
		return "", refusal()
	}
	return text, nil
}

// escape writes a value so that it means the same in a path and in a query,
// where alone a plus would be a space.
func escape(value string) string { return strings.ReplaceAll(url.QueryEscape(value), "+", "%20") }

func (t Template) has(part string) bool { return strings.Contains(string(t), part) }

// example is what a template looks like.
const example = "https://pay.example/{reference}?amount={amount}"

func refusal() error {
	return club.Refuse(club.CodeLinkTemplate).On("linkTemplate").With("example", example)
}
