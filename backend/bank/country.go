package bank

import "strings"

// structure is the form of a country's account number after the four first
// characters, as runs of a class and a count: n figures, a capital letters,
// c both. France is n10c11n2: bank and branch, account, key.
type structure string

// structures holds the countries of the SWIFT registry of IBAN formats, those
// outside SEPA too: a family may pay from there.
var structures = map[string]structure{
	"AD": "n8c12",
	"AE": "n19",
	"AL": "n8c16",
	"AT": "n16",
	"AZ": "a4c20",
	"BA": "n16",
	"BE": "n12",
	"BG": "a4n6c8",
	"BH": "a4c14",
	"BI": "n23",
	"BR": "n23a1c1",
	"BY": "c4n4c16",
	"CH": "n5c12",
	"CR": "n18",
	"CY": "n8c16",
	"CZ": "n20",
	"DE": "n18",
	"DJ": "n23",
	"DK": "n14",
	"DO": "c4n20",
	"EE": "n16",
	"EG": "n25",
	"ES": "n20",
	"FI": "n14",
	"FK": "a2n12",
	"FO": "n14",
	"FR": "n10c11n2",
	"GB": "a4n14",
	"GE": "a2n16",
	"GI": "a4c15",
	"GL": "n14",
	"GR": "n7c16",
	"GT": "c24",
	"HN": "a4n20",
	"HR": "n17",
	"HU": "n24",
	"IE": "a4n14",
	"IL": "n19",
	"IQ": "a4n15",
	"IS": "n22",
	"IT": "a1n10c12",
	"JO": "a4n4c18",
	"KW": "a4c22",
	"KZ": "n3c13",
	"LB": "n4c20",
	"LC": "a4c24",
	"LI": "n5c12",
	"LT": "n16",
	"LU": "n3c13",
	"LV": "a4c13",
	"LY": "n21",
	"MC": "n10c11n2",
	"MD": "c20",
	"ME": "n18",
	"MK": "n3c10n2",
	"MN": "n16",
	"MR": "n23",
	"MT": "a4n5c18",
	"MU": "a4n19a3",
	"NI": "a4n20",
	"NL": "a4n10",
	"NO": "n11",
	"OM": "n3c16",
	"PK": "a4c16",
	"PL": "n24",
	"PS": "a4c21",
	"PT": "n21",
	"QA": "a4c21",
	"RO": "a4c16",
	"RS": "n18",
	"RU": "n14c15",
	"SA": "n2c18",
	"SC": "a4n20a3",
	"SD": "n14",
	"SE": "n20",
	"SI": "n15",
	"SK": "n20",
	"SM": "a1n10c12",
	"SO": "n19",
	"ST": "n21",
	"SV": "a4n20",
	"TL": "n19",
	"TN": "n20",
	"TR": "n6c16",
	"UA": "n6c19",
	"VA": "n18",
	"VG": "a4n16",
	"XK": "n16",
	"YE": "a4n4c18",
}

// eea lists the countries of the European Economic Area, inside which a payment
// code needs no BIC (EPC069-12, version 002).
const eea = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK"

// inEEA reports whether a country code is in the European Economic Area.
func inEEA(country string) bool { return strings.Contains(eea, country) }

// runs calls f with each class and count until f returns false.
func (s structure) runs(f func(class byte, count int) bool) {
	for i := 0; i < len(s); {
		class, count := s[i], 0
		for i++; i < len(s) && s[i] <= '9'; i++ {
			count = count*10 + int(s[i]-'0')
		}
		if !f(class, count) {
			return
		}
	}
}

// length returns the number of characters the structure asks for.
func (s structure) length() int {
	total := 0
	for _, count := range s.runs {
		total += count
	}
	return total
}

// matches reports whether an account number of the right length has the form.
func (s structure) matches(account string) bool {
	for class, count := range s.runs {
		if !only(class, account[:count]) {
			return false
		}
		account = account[count:]
	}
	return true
}
