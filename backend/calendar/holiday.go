package calendar

import (
	"cmp"
	"slices"
	"time"
)

// Holiday is a public holiday. Its text is "holiday." and the name.
type Holiday struct {
	Day  Day    `json:"day"`
	Name string `json:"name"`
}

// PublicHolidays lists the public holidays of a country in a year, in their
// order: the eleven of France (code du travail L3133-1) and the ten of Belgium
// (law of 4 January 1974 and its decree); none of another country. Those of
// Alsace and Moselle, and a community's own, are typed as closed days.
func PublicHolidays(country string, year int) []Holiday {
	easter := Easter(year)
	on := func(month time.Month, day int, name string) Holiday { return Holiday{Date(year, month, day), name} }
	after := func(days int, name string) Holiday { return Holiday{easter.AddDays(days), name} }
	newYear, easterMonday, labour := on(time.January, 1, "newYear"), after(1, "easterMonday"), on(time.May, 1, "labourDay")
	ascension, whit := after(39, "ascension"), after(50, "whitMonday")
	assumption, saints := on(time.August, 15, "assumption"), on(time.November, 1, "allSaints")
	armistice, christmas := on(time.November, 11, "armistice"), on(time.December, 25, "christmas")
	var holidays []Holiday
	switch country {
	case "FR":
		holidays = []Holiday{newYear, easterMonday, labour, on(time.May, 8, "victory"), ascension, whit,
			on(time.July, 14, "bastilleDay"), assumption, saints, armistice, christmas}
	case "BE":
		holidays = []Holiday{newYear, easterMonday, labour, ascension, whit,
			on(time.July, 21, "belgianDay"), assumption, saints, armistice, christmas}
	}
	// Ascension moves past 1 and 8 May, and may fall on either.
	slices.SortStableFunc(holidays, func(a, b Holiday) int { return cmp.Compare(a.Day, b.Day) })
	return holidays
}
