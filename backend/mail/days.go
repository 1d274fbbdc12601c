package mail

import (
	"strconv"
	"time"

	"paddock/backend/calendar"
)

// dayWord is days that stand in a sentence, and between which tokens.
type dayWord struct {
	from, to int
	days     calendar.Period
	weekday  bool // a weekday alone: this week's or, on that day itself, the next one's
	past     bool
}

var relative = map[string]int{
	"aujourd'hui": 0, "vandaag": 0, "today": 0, "tonight": 0, "vanavond": 0, "vanmiddag": 0, "vanmorgen": 0, "vanochtend": 0, "vannamiddag": 0,
	"demain": 1, "morgen": 1, "tomorrow": 1, "morgenmiddag": 1, "morgenochtend": 1, "morgenavond": 1, "morgennamiddag": 1, "tmrw": 1,
	"overmorgen": 2, "hier": -1, "gisteren": -1, "yesterday": -1, "eergisteren": -2,
}

var weekdays = map[string]time.Weekday{
	"lundi": time.Monday, "mardi": time.Tuesday, "mercredi": time.Wednesday, "jeudi": time.Thursday, "vendredi": time.Friday, "samedi": time.Saturday, "dimanche": time.Sunday,
	"maandag": time.Monday, "dinsdag": time.Tuesday, "woensdag": time.Wednesday, "donderdag": time.Thursday, "vrijdag": time.Friday, "zaterdag": time.Saturday, "zondag": time.Sunday,
	"monday": time.Monday, "tuesday": time.Tuesday, "wednesday": time.Wednesday, "thursday": time.Thursday, "friday": time.Friday, "saturday": time.Saturday, "sunday": time.Sunday,
	"woensdagmiddag": time.Wednesday, "woensdagnamiddag": time.Wednesday, "zaterdagmorgen": time.Saturday, "zaterdagochtend": time.Saturday, "zaterdagmiddag": time.Saturday,
}

var monthNames = map[string]time.Month{
	"janvier": 1, "januari": 1, "january": 1, "janv": 1, "jan": 1, "fevrier": 2, "februari": 2, "february": 2, "fevr": 2, "feb": 2,
	"mars": 3, "maart": 3, "march": 3, "mrt": 3, "mar": 3, "avril": 4, "april": 4, "avr": 4, "apr": 4, "mai": 5, "mei": 5, "may": 5,
	"juin": 6, "juni": 6, "june": 6, "jun": 6, "juillet": 7, "juli": 7, "july": 7, "juil": 7, "jul": 7, "aout": 8, "augustus": 8, "august": 8, "aug": 8,
	"septembre": 9, "september": 9, "sept": 9, "sep": 9, "octobre": 10, "oktober": 10, "october": 10, "oct": 10, "okt": 10,
	"novembre": 11, "november": 11, "nov": 11, "decembre": 12, "december": 12, "dec": 12,
}

var (
	nextWords = map[string]bool{"prochain": true, "prochaine": true, "next": true, "volgende": true, "komende": true}
	lastWords = map[string]bool{"dernier": true, "derniere": true, "last": true, "vorige": true, "afgelopen": true}
	until     = map[string]bool{"au": true, "a": true, "tot": true, "t": true, "to": true, "until": true, "jusqu": true, "/": true, "through": true, "till": true, "et": true, "en": true, "and": true, "m": true, "-": true, "le": true, "met": true}
)

// daysIn finds the days a sentence names, seen from the day it was written on.
func daysIn(tokens []token, written calendar.Day) []dayWord {
	var found []dayWord
	for i := 0; i < len(tokens); {
		d, is := dayAt(tokens, i, written)
		if !is {
			i++
			continue
		}
		i = d.to
		if n := len(found); n > 0 {
			last := &found[n-1]
			switch between := tokens[last.to:d.from]; {
			case len(between) == 0 && last.weekday && !d.weekday: // "mercredi 14 octobre"
				d.from = last.from
				found[n-1] = d
				continue
			case joined(between, true) && !last.past && last.days.First <= d.days.Last && ranged(tokens, last.from, between):
				last.days.Last, last.to, last.weekday = d.days.Last, d.to, false
				continue
			}
		}
		found = append(found, d)
	}
	return found
}

// joined is whether nothing but small words stands between two days.
func joined(between []token, some bool) bool {
	for _, t := range between {
		if !until[t.word] {
			return false
		}
	}
	return len(between) > 0 || !some
}

// ranged is whether two days are the ends of a range: "du 14 au 21", "14-21", "jusqu'au".
func ranged(tokens []token, first int, between []token) bool {
	for _, t := range between {
		switch t.word {
		case "au", "tot", "to", "until", "jusqu", "through", "till", "-", "t":
			return true
		}
	}
	return first > 0 && tokens[first-1].word == "du"
}

func one(day calendar.Day) calendar.Period { return calendar.Period{First: day, Last: day} }

// dayAt reads the day that begins at a token.
func dayAt(tokens []token, i int, written calendar.Day) (dayWord, bool) {
	word := tokens[i].word
	back := func(n int) string {
		if i-n < 0 {
			return ""
		}
		return tokens[i-n].word
	}
	ahead := func(n int) string {
		if i+n >= len(tokens) {
			return ""
		}
		return tokens[i+n].word
	}
	switch {
	case word == "aujourd" && ahead(1) == "hui":
		return dayWord{from: i, to: i + 2, days: one(written)}, true
	case word == "apres" && ahead(1) == "-" && ahead(2) == "demain":
		return dayWord{from: i, to: i + 3, days: one(written.AddDays(2))}, true
	case word == "apres" && ahead(1) == "demain":
		return dayWord{from: i, to: i + 2, days: one(written.AddDays(2))}, true
	case word == "avant" && (ahead(1) == "hier" || ahead(2) == "hier"):
		to := i + 2
		if ahead(1) == "-" {
			to++
		}
		return dayWord{from: i, to: to, days: one(written.AddDays(-2)), past: true}, true
	case word == "this" && (ahead(1) == "morning" || ahead(1) == "afternoon" || ahead(1) == "evening"),
		word == "ce" && (ahead(1) == "matin" || ahead(1) == "soir"):
		return dayWord{from: i, to: i + 2, days: one(written)}, true
	case word == "cet" && ahead(1) == "apres":
		return dayWord{from: i, to: i + 2, days: one(written)}, true
	case (word == "cette" || word == "deze" || word == "this") && (ahead(1) == "semaine" || ahead(1) == "week"):
		return dayWord{from: i, to: i + 2, days: calendar.Period{First: written, Last: written.Monday().AddDays(6)}}, true
	case word == "semaine" && nextWords[ahead(1)], nextWords[word] && ahead(1) == "week":
		monday := written.Monday().AddDays(7)
		return dayWord{from: i, to: i + 2, days: calendar.Period{First: monday, Last: monday.AddDays(6)}}, true
	case word == "morgen" && (back(1) == "goede" || back(1) == "goeie" || back(1) == "goeden" || weekdays[back(1)] > 0 || back(1) == "zondag"):
		return dayWord{}, false
	}
	if n, is := relative[word]; is {
		return dayWord{from: i, to: i + 1, days: one(written.AddDays(n)), past: n < 0}, true
	}
	if weekday, is := weekdays[word]; is {
		ahead1 := ahead(1)
		if lastWords[ahead1] || lastWords[back(1)] {
			n := (int(written.Weekday()) - int(weekday) + 7) % 7
			if n == 0 {
				n = 7
			}
			return dayWord{from: i, to: i + 1, days: one(written.AddDays(-n)), past: true}, true
		}
		n := (int(weekday) - int(written.Weekday()) + 7) % 7
		d := dayWord{from: i, to: i + 1, days: one(written.AddDays(n)), weekday: true}
		if nextWords[ahead1] {
			d.to++
		}
		if (nextWords[ahead1] || nextWords[back(1)]) && n == 0 {
			d.days, d.weekday = one(written.AddDays(7)), false
		}
		return d, true
	}
	return dateAt(tokens, i, written)
}

// dateAt reads "14 octobre 2026", "1er mars", "October 14th", "14/10" and "14-10-2026",
// and "14" before "au 21 octobre".
func dateAt(tokens []token, i int, written calendar.Day) (dayWord, bool) {
	word := func(n int) string {
		if i+n >= len(tokens) {
			return ""
		}
		return tokens[i+n].word
	}
	n := figure(word(0))
	if n == 0 {
		month, is := monthNames[word(0)]
		day := figure(word(1))
		if !is || day == 0 || i > 0 && figure(tokens[i-1].word) > 0 {
			return dayWord{}, false
		}
		return dated(written, i, i+2, day, month, word(2))
	}
	if month, is := monthNames[word(1)]; is {
		return dated(written, i, i+2, n, month, word(2))
	}
	if word(1) == "of" {
		if month, is := monthNames[word(2)]; is {
			return dated(written, i, i+3, n, month, word(3))
		}
	}
	if word(1) == "/" || word(1) == "-" {
		month := figure(word(2))
		if month == 0 || month > 12 || len(word(0)) > 2 || len(word(2)) > 2 || word(1) == "-" && word(3) != "-" {
			if month, is := monthNames[word(3)]; is && word(1) == "-" { // 19-21 octobre
				return dated(written, i, i+1, n, month, "")
			}
			return dayWord{}, false
		}
		if word(3) == word(1) {
			if d, is := dated(written, i, i+4, n, time.Month(month), word(4)); is && d.to == i+5 {
				return d, true
			}
		}
		return dated(written, i, i+3, n, time.Month(month), "")
	}
	// the first of two: the month stands with the second
	for k := 1; k <= 4 && until[word(k)]; k++ {
		if second := figure(word(k + 1)); second > 0 {
			if month, is := monthNames[word(k+2)]; is {
				return dated(written, i, i+1, n, month, "")
			}
		}
	}
	return numbered(tokens, i, n, written)
}

// afterNumber is what can follow the number of a day without its month.
var afterNumber = map[string]bool{"": true, ",": true, "a": true, "pour": true, "svp": true, "s": true, "merci": true, "et": true, "ou": true, "si": true, "vers": true, "matin": true, "apres": true,
	"om": true, "voor": true, "aub": true, "en": true, "of": true, "at": true, "for": true, "please": true, "and": true, "or": true, "if": true, "is": true}

// numbered is the next day of a number that stands alone: "le 25", "the 25th", "de 25ste",
// "mercredi 25".
func numbered(tokens []token, i, n int, written calendar.Day) (dayWord, bool) {
	before, after := "", ""
	if i > 0 {
		before = tokens[i-1].word
	}
	if i+1 < len(tokens) {
		after = tokens[i+1].word
	}
	_, ordinal := strconv.Atoi(tokens[i].word)
	weekday, follows := weekdays[before]
	if !follows && !(before == "le" && ordinal == nil) && !((before == "the" || before == "de") && ordinal != nil) || !afterNumber[after] {
		return dayWord{}, false
	}
	for d := written; written.DaysUntil(d) <= 62; d = d.AddDays(1) {
		if d.DayOfMonth() == n && (!follows || d.Weekday() == weekday) {
			return dayWord{from: i, to: i + 1, days: one(d)}, true
		}
	}
	return dayWord{}, false
}

// dated is a day of a month; without a year the one nearest to when it was written.
func dated(written calendar.Day, from, to, day int, month time.Month, year string) (dayWord, bool) {
	y := written.Year()
	switch n, err := strconv.Atoi(year); {
	case err == nil && n >= 2000 && n < 2100:
		y = n
		to++
	case err == nil && len(year) == 2 && abs(2000+n-y) <= 2 && month > 0 && to-from == 4:
		y = 2000 + n
		to++
	default:
		d := calendar.Date(y, month, day)
		switch n := written.DaysUntil(d); {
		case n < -180:
			y++
		case n > 300:
			y--
		}
	}
	d := calendar.Date(y, month, day)
	if d.DayOfMonth() != day || d.Month() != month {
		return dayWord{}, false
	}
	return dayWord{from: from, to: to, days: one(d), past: d < written}, true
}

// figure is the day of a month that a word writes: "14", "1er", "14th", "14e"; 0 for
// others.
func figure(word string) int {
	end := 0
	for end < len(word) && word[end] >= '0' && word[end] <= '9' {
		end++
	}
	switch word[end:] {
	case "", "er", "e", "th", "st", "nd", "rd", "ste", "de":
	default:
		return 0
	}
	n, err := strconv.Atoi(word[:end])
	if err != nil || n < 1 || n > 31 {
		return 0
	}
	return n
}

func abs(n int) int { return max(n, -n) }
