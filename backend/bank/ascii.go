package bank

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// asciiOf says how to write the characters that Unicode does not decompose into
// a letter and its marks, and those outside the SEPA basic set that have a
// near equivalent in it (EPC217-08, "SEPA requirements for an extended
// character set", best practices).
var asciiOf = map[rune]string{
	'œ': "oe", 'Œ': "OE", 'æ': "ae", 'Æ': "AE", 'ß': "ss", 'ẞ': "SS",
	'ł': "l", 'Ł': "L", 'ø': "o", 'Ø': "O", 'đ': "d", 'Đ': "D", 'ð': "d", 'Ð': "D",
	'þ': "th", 'Þ': "TH", 'ħ': "h", 'Ħ': "H", 'ŧ': "t", 'Ŧ': "T", 'ı': "i",
	'ĸ': "k", 'ŋ': "n", 'Ŋ': "N", 'ƒ': "f",
	'‘': "'", '’': "'", '‚': "'", '‛': "'", 'ʼ': "'", '′': "'", '`': "'", '´': "'",
	'“': "'", '”': "'", '„': "'", '«': "'", '»': "'", '‹': "'", '›': "'", '"': "'",
	'‐': "-", '‑': "-", '‒': "-", '–': "-", '—': "-", '―': "-", '−': "-", '_': "-", '~': "-",
	'⁄': "/", '\\': "/", '|': "/", '[': "(", '{': "(", ']': ")", '}': ")",
	'&': "+", ';': ",", '€': "EUR", '№': "No", '°': "o",
}

// ASCII writes a text in the SEPA basic set: letters and figures without
// accents, / - ? : ( ) . , ' + and the space. Some phones read an accented UTF-8
// code as East Asian text, so a code on paper carries the name and text like
// this while the page beside it keeps its accents. A character with no
// equivalent becomes a full stop, so that nobody takes the text for whole.
func ASCII(text string) string {
	var out strings.Builder
	write := func(r rune) {
		switch {
		case basic(r):
			out.WriteRune(r)
		case asciiOf[r] != "":
			out.WriteString(asciiOf[r])
		case unicode.IsSpace(r):
			out.WriteByte(' ')
		case unicode.In(r, unicode.Mn, unicode.Cf):
			// an accent taken off its letter, or a sign nobody sees
		default:
			out.WriteByte('.')
		}
	}
	for _, r := range text {
		if asciiOf[r] != "" {
			write(r) // ´ and a few others would fall apart otherwise
			continue
		}
		for _, part := range norm.NFKD.String(string(r)) {
			write(part)
		}
	}
	return out.String()
}

// basic reports whether r belongs to the SEPA basic set (EPC130-08).
func basic(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' ||
		strings.ContainsRune("/-?:().,'+ ", r)
}
