package club

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// special holds the letters Unicode does not take apart into a plain letter and
// a mark, as people without that key type them.
var special = strings.NewReplacer(
	"œ", "oe", "æ", "ae", "ß", "ss", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ı", "i", "ŋ", "n", "ħ", "h",
	"’", "'", "ʼ", "'", "‐", "-", "‑", "-",
)

// Fold writes text as search compares it: lower case, without accents, ligatures
// taken apart. Punctuation stays.
func Fold(text string) string {
	if isASCII(text) {
		return strings.ToLower(text)
	}
	var folded strings.Builder
	for _, r := range norm.NFKD.String(text) {
		if !unicode.Is(unicode.Mn, r) {
			folded.WriteRune(unicode.ToLower(r))
		}
	}
	return special.Replace(folded.String())
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Words splits text into what search looks for: folded runs of letters and
// figures. Runs of figures that stand together are one word, so that a phone
// number is found however it was spaced.
func Words(text string) []string {
	var words []string
	afterFigures := false
	for _, word := range strings.FieldsFunc(Fold(text), between) {
		figures := isFigures(word)
		if figures && afterFigures {
			words[len(words)-1] += word
		} else {
			words = append(words, word)
		}
		afterFigures = figures
	}
	return words
}

func between(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }

func isFigures(word string) bool { return strings.Trim(word, "0123456789") == "" }

// Index joins texts into a search column: every word between single spaces,
// with one before the first and after the last, so that LIKE '% word%' finds a
// beginning and LIKE '% word %' a whole word.
func Index(texts ...string) string {
	var words []string
	for _, text := range texts {
		words = append(words, Words(text)...)
	}
	return " " + strings.Join(words, " ") + " "
}

// Index is what search finds a household by: its name first, which list and
// palette order by, then its people, towns, e-mails and phones. Riders' medical
// notes and the desk's notes are not in it. former are the names of households
// that were merged into it: people go on asking for those.
func (h Household) Index(country string, former ...string) string {
	texts, names := append([]string{h.Email}, former...), former
	for _, c := range h.Contacts {
		names = append(names, c.Surname, c.FirstName)
		texts = append(texts, c.Surname, c.FirstName, c.Email)
		texts = append(texts, phoneWords(c.Mobile, country)...)
		texts = append(texts, phoneWords(c.Phone, country)...)
	}
	for _, a := range h.Addresses {
		texts = append(texts, a.Recipient, a.Town)
	}
	for _, r := range h.Riders {
		names = append(names, r.Surname, r.FirstName)
		texts = append(append(texts, r.Surname), r.indexed(country)...)
	}
	return named(h.Name) + Index(texts...) + sounds(names...)
}

// Index is what search finds a rider by.
func (r Rider) Index(country string) string {
	return named(r.Surname) + Index(r.indexed(country)...) + sounds(r.FirstName)
}

func (r Rider) indexed(country string) []string {
	texts := append([]string{r.FirstName, r.Email}, phoneWords(r.Mobile, country)...)
	return append(texts, phoneWords(r.Phone, country)...)
}

// CompareNames orders names as a person does: without accents and case, and the
// figures in them by what they count, so that "5 cours" comes before "10 cours".
func CompareNames(a, b string) int {
	wa, wb := Words(a), Words(b)
	for i := range min(len(wa), len(wb)) {
		x, y := wa[i], wb[i]
		if isFigures(x) && isFigures(y) {
			x, y = strings.TrimLeft(x, "0"), strings.TrimLeft(y, "0")
			if by := cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(x, y)); by != 0 {
				return by
			}
		} else if by := cmp.Compare(x, y); by != 0 {
			return by
		}
	}
	return cmp.Or(cmp.Compare(len(wa), len(wb)), cmp.Compare(a, b))
}
