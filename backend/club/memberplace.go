package club

import (
	"regexp"
	"slices"
	"strings"
)

// countries are the names lists write for the countries members live in; a code
// of two letters is taken as it is.
var countries = map[string]string{
	"france": "FR", "frankrijk": "FR", "fra": "FR", "f": "FR",
	"belgique": "BE", "belgie": "BE", "belgium": "BE", "bel": "BE", "b": "BE",
	"luxembourg": "LU", "luxemburg": "LU", "lux": "LU", "l": "LU", "grandducheduluxembourg": "LU",
	"suisse": "CH", "zwitserland": "CH", "switzerland": "CH", "che": "CH",
	"paysbas": "NL", "nederland": "NL", "netherlands": "NL", "thenetherlands": "NL", "nld": "NL",
	"allemagne": "DE", "duitsland": "DE", "germany": "DE", "deu": "DE", "d": "DE",
	"espagne": "ES", "spanje": "ES", "spain": "ES", "italie": "IT", "italy": "IT", "portugal": "PT",
	"royaumeuni": "GB", "verenigdkoninkrijk": "GB", "unitedkingdom": "GB", "uk": "GB", "angleterre": "GB", "engeland": "GB", "england": "GB",
	"irlande": "IE", "ierland": "IE", "ireland": "IE", "monaco": "MC", "andorre": "AD", "andorra": "AD",
}

// CountryNamed is the code of the country a list names, "" where it names none.
// It is false for a word that is no country's.
func CountryNamed(text string) (code string, known bool) {
	word := squeeze(text)
	switch code := countries[word]; {
	case word == "" || code != "":
		return code, true
	case len(word) == 2 && strings.Trim(word, "abcdefghijklmnopqrstuvwxyz") == "":
		return strings.ToUpper(word), true
	}
	return "", false
}

// home is the country of those a line says none of.
func (r *MemberReader) home() string {
	if r.ListCountry != "" {
		return r.ListCountry
	}
	return r.Country
}

func (l *lineReader) country() {
	code, known := CountryNamed(l.texts[MemberCountry])
	if !known {
		l.fault(CodeCountryUnknown, MemberCountry)
		return
	}
	if l.line.Country = code; code == "" {
		l.line.Country = l.home()
	}
}

// CodeReading is how the postal code of a line that names no country is read.
type CodeReading string

// As it is written, or as it may not have been meant.
const (
	CodeAsWritten CodeReading = ""
	CodeZeroAdded CodeReading = "zeros"   // 1200 is 01200, in a list that lost its zeros
	CodeForeign   CodeReading = "foreign" // 26120 in a Belgian list: French by its form
)

// PostalReading tells how the postal code of a line that names no country is read.
func (r *MemberReader) PostalReading(written string) CodeReading {
	code := squeezeCode(written)
	switch home := r.home(); {
	case home == "FR" && r.LostZeros && ShortFrenchCode(code):
		return CodeZeroAdded
	case home == "BE" && postalCodes["FR"].MatchString(code):
		return CodeForeign
	}
	return CodeAsWritten
}

func squeezeCode(written string) string {
	return strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "").Replace(strings.ToUpper(written))
}

// postalCodes are the forms of the two countries; others are kept as written.
var postalCodes = map[string]*regexp.Regexp{
	"FR": regexp.MustCompile(`^[0-9]{5}$`),
	"BE": regexp.MustCompile(`^[1-9][0-9]{3}$`),
}

// ShortFrenchCode tells a postal code of four figures, which in France is one
// that lost its first zero or one with a figure left out.
func ShortFrenchCode(text string) bool {
	return len(text) == 4 && strings.Trim(text, "0123456789") == ""
}

func (l *lineReader) postalCode() {
	written := l.texts[MemberPostalCode]
	code := squeezeCode(written)
	form, known := postalCodes[l.line.Country]
	if !known || code == "" {
		l.line.PostalCode = written
		return
	}
	code = strings.TrimPrefix(strings.TrimPrefix(code, l.line.Country[:1]+"-"), l.line.Country+"-")
	short := l.line.Country == "FR" && ShortFrenchCode(code)
	if short && l.LostZeros {
		code, short = "0"+code, false
	}
	if form.MatchString(code) {
		l.line.PostalCode = code
		return
	}
	fault := l.fault(CodePostalCode, MemberPostalCode).With("country", l.line.Country)
	if short {
		fault.With("choices", []string{"0" + code})
	}
}

// Figures of the shortest and the longest phone number (ITU-T E.164), calling
// code included, and of the numbers of the two countries.
const (
	shortPhone = 6
	longPhone  = 15
)

var nationalLengths = map[string][]int{"FR": {11}, "BE": {10, 11}}

// phones reads the one or two numbers of a line, which may stand in one cell. A
// number of the kind the other column is for goes there when that is empty.
func (l *lineReader) phones() {
	var mobiles, others []string
	for _, field := range []MemberField{MemberMobile, MemberPhone} {
		for _, number := range l.numbers(field) {
			if isMobile(number, l.Country) || field == MemberMobile && !isLandline(number, l.Country) {
				mobiles = append(mobiles, number)
			} else {
				others = append(others, number)
			}
		}
	}
	switch {
	case len(mobiles) > 0:
		l.line.Mobile = mobiles[0]
		others = append(others, mobiles[1:]...)
	case len(others) > 1: // two numbers, neither known for a mobile
		l.line.Mobile, others = others[0], others[1:]
	}
	if len(others) > 0 {
		l.line.Phone = others[0]
	}
}

// numbers reads a cell: one number, or two with a mark between them.
func (l *lineReader) numbers(field MemberField) []string {
	text := l.texts[field]
	found := l.numbersIn(text)
	if text != "" && found == nil {
		l.fault(CodeBadPhone, field)
	}
	return found
}

// numbersIn is what numbers reads of a text, nil where it is no number alone.
func (l *lineReader) numbersIn(text string) []string {
	if number, ok := l.number(text); ok {
		return []string{number}
	}
	for _, mark := range []string{" / ", "/", ";", ",", " - ", " ou ", " of ", " or ", " et ", " en "} {
		first, second, has := strings.Cut(text, mark)
		if !has {
			continue
		}
		one, good := l.number(strings.TrimSpace(first))
		two, fine := l.number(strings.TrimSpace(second))
		if good && fine {
			return []string{one, two}
		}
	}
	return nil
}

// number spaces a phone number as the club's country does; a number without a
// calling code is one of the country the member lives in, and a first zero that
// a spreadsheet cut off is put back.
func (l *lineReader) number(text string) (string, bool) {
	home := l.line.Country
	code, known := callingCodes[home]
	if !known {
		home, code = l.Country, callingCodes[l.Country]
	}
	figures := strings.Map(onlyFigures, text)
	if !strings.HasPrefix(figures, "0") && !strings.HasPrefix(text, "+") {
		switch lacking := len(code) + len(figures); {
		case slices.Contains(nationalLengths[home], lacking):
			text = "0" + text
		case strings.HasPrefix(figures, code) && slices.Contains(nationalLengths[home], len(figures)):
			text = "+" + text
		}
	}
	digits := PhoneDigits(text, home)
	if len(digits) < shortPhone || len(digits) > longPhone {
		return "", false
	}
	if strings.HasPrefix(digits, code) && !slices.Contains(nationalLengths[home], len(digits)) {
		return "", false
	}
	return Phone("+"+digits, l.Country), true
}

func onlyFigures(r rune) rune {
	if r < '0' || r > '9' {
		return -1
	}
	return r
}

// isMobile tells the mobile numbers of the two countries; others are known by
// their column alone.
func isMobile(number, country string) bool {
	digits := PhoneDigits(number, country)
	return len(digits) == 11 && (strings.HasPrefix(digits, "336") || strings.HasPrefix(digits, "337") || strings.HasPrefix(digits, "324"))
}

func isLandline(number, country string) bool {
	digits := PhoneDigits(number, country)
	return !isMobile(number, country) && (strings.HasPrefix(digits, "33") && len(digits) == 11 || strings.HasPrefix(digits, "32") && len(digits) == 10)
}
