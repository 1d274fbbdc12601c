package bank

import "strings"

// compact makes the form that is stored: upper case, without the spaces, dots
// and hyphens people group figures with. Letters outside ASCII are left for
// the check that follows to refuse.
func compact(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ' || r == '\u00a0' || r == '\u202f' || r == '\t' || r == '.' || r == '-':
			return -1
		case 'a' <= r && r <= 'z':
			return r - 'a' + 'A'
		}
		return r
	}, text)
}

// grouped writes a text in groups of n characters, as papers do.
func grouped(text string, n int) string {
	var out strings.Builder
	for i, r := range text {
		if i > 0 && i%n == 0 {
			out.WriteByte(' ')
		}
		out.WriteRune(r)
	}
	return out.String()
}

// only reports whether the text has nothing but characters of these ISO 13616
// classes: n figures, a capital letters, c both.
func only(class byte, text string) bool {
	for i := range len(text) {
		figure := '0' <= text[i] && text[i] <= '9'
		letter := 'A' <= text[i] && text[i] <= 'Z'
		if !(figure && class != 'a' || letter && class != 'n') {
			return false
		}
	}
	return true
}

// figures reports whether the text is exactly n figures.
func figures(text string, n int) bool { return len(text) == n && only('n', text) }

// mod97 returns the remainder by 97 of a text of figures and capital letters
// read as one number, A being 10 and Z 35 (ISO/IEC 7064 as ISO 13616 and ISO
// 11649 use it).
func mod97(text string) int {
	rest := 0
	for i := range len(text) {
		if c := text[i]; c >= 'A' {
			rest = (rest*100 + int(c-'A') + 10) % 97
		} else {
			rest = (rest*10 + int(c-'0')) % 97
		}
	}
	return rest
}

// luhn reports whether figures pass the Luhn check (ISO/IEC 7812-1 annex B),
// which SIREN and SIRET end with.
func luhn(text string) bool {
	sum := 0
	for i := range len(text) {
		n := int(text[len(text)-1-i] - '0')
		if i%2 == 1 {
			n *= 2
		}
		sum += n/10 + n%10
	}
	return sum%10 == 0
}
