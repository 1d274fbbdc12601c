package calendar

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Readings returns every day a text can mean, the earliest first: ISO days
// (2014-05-02, with or without a time, or 20140502), and the day, month, year of
// France, Belgium and the Netherlands (2/5/2014, 02.05.14, 2 mai 2014, 2 mei
// 2014). A year of two figures means two days, a hundred years apart; a text
// that is no day of the calendar means none.
func Readings(text string) []Day {
	parts, words := dateParts(text)
	if len(parts) == 1 {
		return compact(parts[0])
	}
	if words == 1 && len(parts) == 2 { // 2 mai 2014
		month := monthNamed(text)
		if month == 0 {
			return nil
		}
		parts = []string{parts[0], strconv.Itoa(month), parts[1]}
	} else if words > 0 || len(parts) != 3 {
		return nil
	}
	if len(parts[0]) == 4 {
		return days(parts[0], parts[1], parts[2])
	}
	return days(parts[2], parts[1], parts[0])
}

// dateParts takes a text apart into its figures and counts its words. A time of
// day after the date, as databases write it, is left out.
func dateParts(text string) (figures []string, words int) {
	text = strings.TrimSpace(text)
	if at := strings.IndexAny(text, "Tt "); at > 0 && strings.Contains(text[at:], ":") && isTime(text[at+1:]) {
		text = text[:at]
	}
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("/-. ,\u00a0\u202f", r) }) {
		part = strings.TrimSuffix(part, "er") // 1er mai
		switch {
		case strings.Trim(part, "0123456789") == "":
			figures = append(figures, part)
		default:
			words++
		}
	}
	return figures, words
}

// isTime tells 00:00, 00:00:00.000 and 10:30:00Z from words.
func isTime(text string) bool { return strings.Trim(text, "0123456789:.Z+ ") == "" }

// compact reads eight figures in a row, the year first or last.
func compact(text string) []Day {
	if len(text) != 8 {
		return nil
	}
	found := slices.Concat(days(text[:4], text[4:6], text[6:]), days(text[4:], text[2:4], text[:2]))
	// Somebody born in the year 1012 fills in no form.
	found = slices.DeleteFunc(found, func(d Day) bool { return d.Year() < 1800 || d.Year() > 2200 })
	slices.Sort(found)
	return slices.Compact(found)
}

// days returns the days with these figures that exist.
func days(year, month, day string) []Day {
	if len(month) > 2 || len(day) > 2 || len(year) != 2 && len(year) != 4 {
		return nil
	}
	centuries := []string{""}
	if len(year) == 2 {
		centuries = []string{"19", "20"}
	}
	var found []Day
	for _, century := range centuries {
		d, err := ParseDay(century + year + "-" + pad(month) + "-" + pad(day))
		if err == nil {
			found = append(found, d)
		}
	}
	return found
}

func pad(figures string) string {
	if len(figures) == 1 {
		return "0" + figures
	}
	return figures
}

// months are the months in French, Dutch and English by how they begin, without
// accents; what is written must begin so, or be the beginning's first letters.
var months = [12][]string{
	{"janv", "jan"},
	{"fevr", "fev", "feb"},
	{"mars", "maart", "mrt", "mar"},
	{"avr", "apr"},
	{"mai", "mei", "may"},
	{"juin", "juni", "jun"},
	{"juil", "juli", "jul"},
	{"aou", "aug"},
	{"sept", "sep"},
	{"oct", "okt"},
	{"nov"},
	{"dec"},
}

// monthNamed finds the month a text names, or 0.
func monthNamed(text string) int {
	word := strings.Map(func(r rune) rune {
		switch r {
		case 'é', 'É', 'è', 'È':
			return 'e'
		case 'û', 'Û':
			return 'u'
		}
		if unicode.IsLetter(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, strings.Replace(text, "1er", "1", 1))
	for month := range time.December {
		for _, begin := range months[month] {
			if strings.HasPrefix(word, begin) {
				return int(month) + 1
			}
		}
	}
	return 0
}
