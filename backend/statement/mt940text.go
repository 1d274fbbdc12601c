package statement

import (
	"regexp"
	"strings"
)

var (
	gvc = regexp.MustCompile(`^\d{3}(\?|[^0-9A-Za-z ])00`)
	// sepaWord begins a part of a German remittance text, dutchWord of a Dutch one.
	sepaWord  = regexp.MustCompile(`(EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|IBAN|BIC)\+`)
	dutchWord = regexp.MustCompile(`/(TRTP|IBAN|BIC|NAME|REMI|EREF|ORDP|BENM|CNTP|MARF|CSID|ISDT|RTRN|ULTD|ULTB|PREF|TRCD|ADDR|ID|SWCD|ACCW|KREF|PURP)/`)
)

// mtDescribe reads what stands under :86: in the dialect it is written in.
func (e *Entry) mtDescribe(pieces []string) {
	text := strings.Join(pieces, "")
	switch mark := gvc.FindStringSubmatch(text); {
	case mark != nil:
		e.german(text[3:], mark[1])
	case dutchWord.MatchString(text):
		e.dutch(text)
	default:
		e.Text = joined(append([]string{e.Text}, pieces...)...)
		e.Returned = e.Returned || returned(e.Text)
		e.refer(e.Reference, "", e.Text)
	}
}

// german reads the numbered fields behind a business code: 20 to 29 and 60 to 63
// are the remittance text, 31 the account, 32 and 33 the name, 34 a return.
func (e *Entry) german(text, mark string) {
	var words, name strings.Builder
	kind := ""
	for _, part := range strings.Split(text, mark) {
		if len(part) < 2 || !figures(part[:2]) {
			words.WriteString(part)
			continue
		}
		number, body := part[:2], part[2:]
		switch {
		case number == "00":
			kind = body
		case number >= "20" && number <= "29" || number >= "60" && number <= "63":
			words.WriteString(body)
		case number == "31":
			e.IBAN = account(body)
		case number == "32", number == "33":
			name.WriteString(body)
		case number == "34":
			e.Returned = strings.HasPrefix(body, "9") // the reason of a return; others say how it was booked
		}
	}
	said := parts(words.String(), sepaWord)
	e.Name = joined(first(name.String(), said["ABWA"], e.Name))
	remittance := first(said["SVWZ"], said[""])
	e.Text = joined(kind, remittance)
	e.IBAN = first(e.IBAN, account(said["IBAN"]))
	e.refer("", first(said["EREF"], e.Reference), remittance, words.String())
}

// dutch reads /WORD/value pairs.
func (e *Entry) dutch(text string) {
	said := parts(text, dutchWord)
	e.IBAN = account(said["IBAN"])
	e.Name = joined(first(strings.Trim(said["NAME"], "/ "), e.Name))
	if iban, rest, has := strings.Cut(said["CNTP"], "/"); has { // iban/bic/name///
		e.IBAN = account(iban)
		if _, name, has := strings.Cut(rest, "/"); has {
			e.Name = joined(first(strings.Trim(name, "/ "), e.Name))
		}
	}
	remittance, structured := strings.Trim(said["REMI"], "/ "), ""
	switch {
	case strings.HasPrefix(remittance, "USTD/"):
		remittance = strings.Trim(remittance[len("USTD/"):], "/ ")
	case strings.HasPrefix(remittance, "STRD/CUR/"), strings.HasPrefix(remittance, "STRD/ISO/"):
		remittance = strings.Trim(remittance[len("STRD/CUR/"):], "/ ")
		structured = remittance
	}
	_, back := said["RTRN"]
	e.Returned = e.Returned || back
	e.Text = joined(said["TRTP"], remittance, said[""])
	e.refer(structured, first(strings.Trim(said["EREF"], "/ "), e.Reference), remittance)
}

// parts cuts a text at its words; what stands before the first has the key "".
func parts(text string, word *regexp.Regexp) map[string]string {
	said := map[string]string{}
	key, from := "", 0
	for _, m := range word.FindAllStringSubmatchIndex(text, -1) {
		if m[0] < from {
			continue
		}
		said[key] += text[from:m[0]]
		key, from = text[m[2]:m[3]], m[1]
		said[key] += "" // it is there, even if it says nothing
	}
	said[key] += text[from:]
	return said
}
