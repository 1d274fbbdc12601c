package desk

import (
	"net/mail"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"paddock/backend/club"
)

// The longest texts the desk keeps, in characters.
const (
	maxLine  = 200
	maxNotes = 2_000
	maxEmail = 254 // RFC 5321, a path without its brackets
)

// clean makes one line of what was typed or pasted: NFC, without control and
// invisible format characters, single spaces.
func clean(text string) string {
	return strings.Join(strings.Fields(printable(text, ' ')), " ")
}

// cleanNotes is clean for a text of several lines.
func cleanNotes(text string) string {
	lines := strings.Split(strings.ReplaceAll(printable(text, '\n'), "\r", "\n"), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// printable drops what cannot be seen; line breaks and tabs become lineBreak
// and a space.
func printable(text string, lineBreak rune) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\r\n", "\n")
	return norm.NFC.String(strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029':
			return lineBreak
		case r == '\t':
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) && r != '\u200d': // a joiner holds an emoji together
			return -1
		}
		return r
	}, text))
}

// form cleans the fields of one input in place and keeps the first refusal, so
// that a verb reads as the list of its fields.
type form struct {
	at  string // prefix of the fields in JSON spelling: "riders.1."
	err error
}

// field names something in a row of a list in JSON spelling: riders.1.level, or
// riders.1 for the whole row.
func field(list string, row int, name string) string {
	return strings.TrimSuffix(list+"."+strconv.Itoa(row)+"."+name, ".")
}

// within is the form of one row of a list; what it refuses is the whole form's.
func (f *form) within(list string, row int, check func(*form)) {
	inner := form{at: f.at + field(list, row, "") + "."}
	check(&inner)
	f.fail(inner.err)
}

func (f *form) fail(err error) {
	if f.err == nil {
		f.err = err
	}
}

func (f *form) refuse(code club.Code, field string) {
	f.fail(club.Refuse(code).On(f.at + field))
}

// line cleans one line of at most 200 characters.
func (f *form) line(field string, text *string) {
	*text = clean(*text)
	f.limit(field, *text, maxLine)
}

// name is a line that may not be empty.
func (f *form) name(field string, text *string) {
	f.line(field, text)
	if *text == "" {
		f.refuse(club.CodeRequired, field)
	}
}

// notes cleans a text of several lines.
func (f *form) notes(field string, text *string) {
	*text = cleanNotes(*text)
	f.limit(field, *text, maxNotes)
}

func (f *form) limit(field, text string, most int) {
	if n := utf8.RuneCountInString(text); n > most {
		f.fail(club.Refuse(club.CodeTooLong).On(f.at+field).With("max", most).With("n", n))
	}
}

// email cleans an address, which may be empty. Whether it exists only a letter
// to it can tell; what is refused here are slips of the finger.
func (f *form) email(field string, text *string) {
	*text = clean(*text)
	if *text == "" {
		return
	}
	f.limit(field, *text, maxEmail)
	address, err := mail.ParseAddress(*text)
	if err != nil || address.Address != *text || !dotted(*text) {
		f.refuse(club.CodeBadEmail, field)
	}
}

func dotted(email string) bool {
	_, domain, _ := strings.Cut(email, "@")
	return strings.Contains(strings.Trim(domain, "."), ".") && !strings.Contains(domain, "@")
}

// phone cleans a phone number and spaces it as the club's country does.
func (f *form) phone(field string, text *string, country string) {
	f.line(field, text)
	*text = club.Phone(*text, country)
}

// oneOf refuses a value that is not in a list.
func (f *form) oneOf(field, value string, allowed ...string) {
	for _, a := range allowed {
		if value == a {
			return
		}
	}
	f.refuse(club.CodeInvalid, field)
}
