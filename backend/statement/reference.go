package statement

import (
	"regexp"
	"strings"

	"paddock/backend/bank"
)

// inText are the references people and banks write among words: +++…+++ with or
// without its signs, and RF with or without spaces.
var (
	ogmInText = regexp.MustCompile(`[+*]{3} ?[0-9]{3}/?[0-9]{4}/?[0-9]{5} ?[+*]{3}|\b[0-9]{3}/[0-9]{4}/[0-9]{5}\b`)
	rfInText  = regexp.MustCompile(`(?i)\bRF[0-9]{2}[ 0-9A-Z]{1,27}`)
)

// refer names the entry's reference: the structured one, else one with right
// check digits at its end-to-end place or in its texts, else what there is. One
// whose check digits are wrong is kept as text and only trusted less.
func (e *Entry) refer(structured, endToEnd string, texts ...string) {
	structured, endToEnd = said(structured), said(endToEnd)
	for _, text := range append([]string{structured, endToEnd}, texts...) {
		if ref, kind := found(text); kind != "" {
			e.Reference, e.ReferenceKind = ref, kind
			return
		}
	}
	if e.Reference = structured; structured == "" {
		e.Reference = endToEnd
	}
	e.ReferenceKind = ""
	if e.Reference != "" {
		e.ReferenceKind = KindText
	}
}

// said leaves out what banks write for nothing.
func said(ref string) string {
	ref = strings.TrimSpace(ref)
	switch strings.ToUpper(strings.ReplaceAll(ref, " ", "")) {
	case "NOTPROVIDED", "NONREF", "NOREF", "NONE", "NOTAPPLICABLE", "EREF", "PREF", "MARF":
		return ""
	}
	return ref
}

// found is the first reference with right check digits in a text, in its compact
// form.
func found(text string) (ref, kind string) {
	if ogm, err := bank.ParseOGM(text); err == nil {
		return string(ogm), KindOGM
	}
	if !strings.ContainsAny(text, "0123456789") {
		return "", ""
	}
	for _, candidate := range all(ogmInText, text, "/", "++", "**") {
		if ogm, err := bank.ParseOGM(candidate); err == nil {
			return string(ogm), KindOGM
		}
	}
	for _, candidate := range all(rfInText, text, "RF", "rf", "Rf", "rF") {
		if rf, n := bank.LeadingRF(candidate); n > 0 {
			return string(rf), KindRF
		}
	}
	return "", ""
}

// all finds what a pattern means in a text that has one of the marks it needs.
func all(pattern *regexp.Regexp, text string, marks ...string) []string {
	for _, mark := range marks {
		if strings.Contains(text, mark) {
			return pattern.FindAllString(text, -1)
		}
	}
	return nil
}

// account is an account number without spaces, in capitals.
func account(text string) string {
	return strings.ToUpper(strings.Join(strings.Fields(text), ""))
}
