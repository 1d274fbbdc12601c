package club

import "strings"

// callingCodes are the prefixes of the two countries Paddock is sold in.
var callingCodes = map[string]string{"FR": "33", "BE": "32"}

// Phone writes a phone number as a country's people read it: 06 39 98 14 02 in
// France, 0470 12 34 56 and 02 123 45 67 in Belgium, +32 470 12 34 56 seen from
// the other side of the border. What is not surely such a number stays as it
// was typed.
func Phone(text, country string) string {
	digits := PhoneDigits(text, country)
	for home, code := range callingCodes {
		national, has := strings.CutPrefix(digits, code)
		if !has {
			continue
		}
		groups := nationalGroups(national, home)
		switch {
		case groups == nil:
		case home == country:
			return "0" + strings.Join(groups, " ")
		default:
			return "+" + code + " " + strings.Join(groups, " ")
		}
	}
	return text
}

// PhoneDigits is what two spellings of one number have in common: its figures
// with the calling code and without + or leading zeros; "" when the text is not
// a phone number alone.
func PhoneDigits(text, country string) string {
	abroad := false
	var figures strings.Builder
	for i, r := range strings.Replace(text, "(0)", "", 1) {
		switch {
		case '0' <= r && r <= '9':
			figures.WriteRune(r)
		case r == '+' && i == 0:
			abroad = true
		case !strings.ContainsRune(" .-/()\u00a0\u202f", r):
			return ""
		}
	}
	digits := figures.String()
	if rest, has := strings.CutPrefix(digits, "00"); has && !abroad {
		return rest
	}
	if national, has := strings.CutPrefix(digits, "0"); has && !abroad {
		return callingCodes[country] + national
	}
	return digits
}

// nationalGroups splits the figures after the leading zero, or returns nil when
// their number is not that of a country's plan.
func nationalGroups(n, country string) []string {
	switch {
	case country == "FR" && len(n) == 9:
		return []string{n[:1], n[1:3], n[3:5], n[5:7], n[7:]}
	case country == "BE" && len(n) == 9 && n[0] == '4':
		return []string{n[:3], n[3:5], n[5:7], n[7:]}
	case country == "BE" && len(n) == 8 && strings.ContainsRune("2349", rune(n[0])):
		return []string{n[:1], n[1:4], n[4:6], n[6:]}
	case country == "BE" && len(n) == 8:
		return []string{n[:2], n[2:4], n[4:6], n[6:]}
	}
	return nil
}

// phoneWords are the two spellings search finds a number by: with the leading
// zero and with the calling code.
func phoneWords(text, country string) []string {
	digits := PhoneDigits(text, country)
	if national, has := strings.CutPrefix(digits, callingCodes[country]); has && national != "" {
		return []string{digits, "0" + national}
	}
	return []string{digits}
}
