// Package locale holds every text a person reads, in French, Dutch and English,
// and writes money, days and rates as each language does.
//
// The three catalogues are shared with the frontend, which reads the same
// files. The package must not know what a text is for: it is handed a key and
// parameters. A parameter's name tells how it is written: one that ends in
// Cents is an amount, in Day a day, in Rate a VAT rate; the rest are taken as
// they are. "n" chooses the plural.
package locale

import (
	"embed"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"paddock/backend/calendar"
	"paddock/backend/money"
)

// Lang is one of the three languages Paddock speaks.
type Lang string

// The languages of the screens and papers.
const (
	French  Lang = "fr"
	Dutch   Lang = "nl"
	English Lang = "en"
)

// Langs lists the languages in the order they are offered.
var Langs = []Lang{French, Dutch, English}

// Valid reports whether l is one of the three.
func (l Lang) Valid() bool { return l == French || l == Dutch || l == English }

// Params are the named values of a text.
type Params = map[string]any

//go:embed fr.json nl.json en.json
var files embed.FS

// entry is one text: either a sentence, or a sentence per plural form.
type entry struct {
	text  string
	forms map[string]string
}

func (e *entry) UnmarshalJSON(raw []byte) error {
	if len(raw) > 0 && raw[0] == '"' {
		return json.Unmarshal(raw, &e.text)
	}
	return json.Unmarshal(raw, &e.forms)
}

var catalogues = load()

func load() map[Lang]map[string]entry {
	all := map[Lang]map[string]entry{}
	for _, lang := range Langs {
		raw, err := files.ReadFile(string(lang) + ".json")
		if err != nil {
			panic(err) // embedded: cannot be missing in a built program
		}
		texts := map[string]entry{}
		if err := json.Unmarshal(raw, &texts); err != nil {
			panic(fmt.Sprintf("locale: %s.json: %v", lang, err))
		}
		all[lang] = texts
	}
	return all
}

// Has reports whether the catalogues know the key.
func Has(key string) bool {
	_, known := catalogues[French][key]
	return known
}

var placeholder = regexp.MustCompile(`\{(\w+)\}`)

// Text returns the text of a key in a language with its parameters in place. A
// key nobody wrote comes back as itself: visible, and found by the tests.
func Text(lang Lang, key string, params Params) string {
	text, known := catalogues[lang][key]
	if !known {
		return key
	}
	pattern := text.text
	if text.forms != nil {
		pattern = text.forms["other"]
		if form, has := text.forms[pluralForm(lang, params["n"])]; has {
			pattern = form
		}
	}
	return placeholder.ReplaceAllStringFunc(pattern, func(hole string) string {
		name := hole[1 : len(hole)-1]
		value, has := params[name]
		if !has {
			return hole
		}
		return Value(lang, name, value)
	})
}

// Value writes one parameter as its name says: see the package comment.
func Value(lang Lang, name string, value any) string {
	if texts, ok := value.(interface{ In(Lang) string }); ok {
		return texts.In(lang)
	}
	switch {
	case strings.HasSuffix(name, "Cents"):
		if n, ok := integer(value); ok {
			return Amount(lang, money.Cents(n))
		}
	case strings.HasSuffix(name, "Rate"):
		if n, ok := integer(value); ok {
			return Rate(lang, money.Rate(n))
		}
	case strings.HasSuffix(name, "Day"):
		if day, err := calendar.ParseDay(fmt.Sprint(value)); err == nil {
			return LongDay(lang, day)
		}
	}
	return fmt.Sprint(value)
}

func integer(value any) (int64, bool) {
	switch n := value.(type) {
	case int:
		return int64(n), true
	case int64:
		return n, true
	case float64: // from JSON
		return int64(n), true
	case money.Cents:
		return int64(n), true
	case money.Rate:
		return int64(n), true
	}
	return 0, false
}

func pluralForm(lang Lang, value any) string {
	n, ok := integer(value)
	if !ok {
		return "other"
	}
	if n < 0 {
		n = -n
	}
	// The arguments are CLDR's operands: n, v, w, f, t; ours are whole numbers.
	form := plural.Cardinal.MatchPlural(language.Make(string(lang)), int(n%1_000_000_000), 0, 0, 0, 0)
	if form == plural.One {
		return "one"
	}
	return "other"
}

const (
	narrow = "\u202f" // narrow no-break space, between thousands in French
	noBrk  = "\u00a0"
	minus  = "\u2212"
)

// Amount writes an amount with its sign: 1 284,00 €, € 1.284,00, €1,284.00.
func Amount(lang Lang, c money.Cents) string {
	sign := ""
	if c < 0 {
		sign = minus
	}
	figures := Decimal(lang, c.Abs())
	switch lang {
	case Dutch:
		return sign + "€" + noBrk + figures
	case English:
		return sign + "€" + figures
	}
	return sign + figures + noBrk + "€"
}

// Decimal writes an amount without the euro sign, for columns whose head says it.
func Decimal(lang Lang, c money.Cents) string {
	sign, thousands, point := "", narrow, ","
	switch lang {
	case Dutch:
		thousands = "."
	case English:
		thousands, point = ",", "."
	}
	if c < 0 {
		sign = minus
	}
	size := int64(c.Abs())
	return sign + grouped(size/100, thousands) + point + fmt.Sprintf("%02d", size%100)
}

func grouped(n int64, separator string) string {
	figures := strconv.FormatInt(n, 10)
	for i := len(figures) - 3; i > 0; i -= 3 {
		figures = figures[:i] + separator + figures[i:]
	}
	return figures
}

// Rate writes a VAT rate without needless decimals: 5,5 %, 20 %, 5.5%.
func Rate(lang Lang, r money.Rate) string {
	figures := strconv.FormatInt(int64(r)/100, 10)
	if cents := int64(r) % 100; cents != 0 {
		figures += "." + strings.TrimRight(fmt.Sprintf("%02d", cents), "0")
	}
	if lang == English {
		return figures + "%"
	}
	return strings.Replace(figures, ".", ",", 1) + noBrk + "%"
}

// LongDay writes a day as a sentence does: 7 octobre 2026.
func LongDay(lang Lang, d calendar.Day) string {
	if d == "" {
		return "—"
	}
	number := strconv.Itoa(d.DayOfMonth())
	if lang == French && number == "1" {
		number = "1er"
	}
	return number + " " + Text(lang, fmt.Sprintf("month.%d", int(d.Month())), nil) + " " + strconv.Itoa(d.Year())
}

// ShortDay writes a day in figures: 07/10/2026; 7-10-2026 in Dutch.
func ShortDay(lang Lang, d calendar.Day) string {
	if d == "" {
		return "—"
	}
	if lang == Dutch {
		return fmt.Sprintf("%d-%d-%d", d.DayOfMonth(), int(d.Month()), d.Year())
	}
	return fmt.Sprintf("%02d/%02d/%d", d.DayOfMonth(), int(d.Month()), d.Year())
}

// Hour writes a time of day: 14:00; 14.00 in Dutch. Past midnight it is the
// next day's.
func Hour(lang Lang, m calendar.Minute) string {
	text := (m % (24 * 60)).String()
	if lang == Dutch {
		return strings.Replace(text, ":", ".", 1)
	}
	return text
}
