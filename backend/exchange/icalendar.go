package exchange

import (
	"bytes"
	"cmp"
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/teambition/rrule-go"

	"paddock/backend/calendar"
	"paddock/backend/club"
)

// mostSteps is how many days, weeks, months or years the rules of a file may count
// from where they begin: less than a second, whatever they ask for.
const mostSteps = 20_000

// daysOffCalendar reads the events of an iCalendar file (RFC 5545) as whole days: what
// was called off is none, what repeats is each of its days. An event whose days cannot
// be told is refused by its name, so that none is missing unseen.
func daysOffCalendar(ctx context.Context, raw []byte, zone *time.Location, within calendar.Period) ([]DaysOff, error) {
	if len(raw) > MaxBytes {
		return nil, TooLarge()
	}
	file, err := ics.ParseCalendar(bytes.NewReader(raw))
	if err != nil {
		return nil, club.Refuse(club.CodeFileNoDays)
	}
	events := file.Events()
	if len(events) > mostDaysOff {
		return nil, club.Refuse(club.CodeFileTooLong).With("max", mostDaysOff)
	}
	moved := map[string][]calendar.Day{} // days of a repeated event that another one stands for
	for _, event := range events {
		if at, has := icsDay(event.GetProperty(ics.ComponentPropertyRecurrenceId), zone, 0); has {
			moved[event.Id()] = append(moved[event.Id()], at)
		}
	}
	var found []DaysOff
	steps := mostSteps
	for _, event := range events {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if called := event.GetProperty(ics.ComponentPropertyStatus); called != nil && strings.EqualFold(called.Value, "CANCELLED") {
			continue
		}
		off := DaysOff{Name: "–"}
		if name := event.GetProperty(ics.ComponentPropertySummary); name != nil {
			off.Name = cmp.Or(ics.FromText(name.Value), off.Name)
		}
		days, ok := icsPeriod(event, zone)
		firsts := []calendar.Day{days.First}
		if rule := event.GetProperty(ics.ComponentPropertyRrule); ok && rule != nil {
			firsts, ok = repeated(rule.Value, days.First, zone, within, &steps)
		}
		if !ok {
			return nil, club.Refuse(club.CodeFileDayUnread).With("name", off.Name)
		}
		if event.GetProperty(ics.ComponentPropertyRecurrenceId) == nil {
			left := append(icsDays(event.GetProperties(ics.ComponentPropertyExdate), zone), moved[event.Id()]...)
			firsts = slices.DeleteFunc(firsts, func(day calendar.Day) bool { return slices.Contains(left, day) })
		}
		for _, first := range firsts {
			off.Period = calendar.Period{First: first, Last: first.AddDays(days.First.DaysUntil(days.Last))}
			if found = append(found, off); len(found) > mostDaysOff {
				return found, nil // which is refused
			}
		}
	}
	return found, nil
}

// icsPeriod is the days an event touches. Its end, or its duration's, is the first day
// or the first moment after it (RFC 5545, 3.6.1); without one it is a day.
func icsPeriod(event *ics.VEvent, zone *time.Location) (days calendar.Period, ok bool) {
	begin, end := event.GetProperty(ics.ComponentPropertyDtStart), event.GetProperty(ics.ComponentPropertyDtEnd)
	if days.First, ok = icsDay(begin, zone, 0); !ok {
		return days, false
	}
	days.Last = days.First
	switch lasts := event.GetProperty(ics.ComponentPropertyDuration); {
	case end != nil:
		days.Last, ok = icsDay(end, zone, time.Nanosecond)
	case lasts != nil:
		var length time.Duration
		if length, ok = icsDuration(lasts.Value); ok {
			days.Last, ok = icsDay(begin, zone, time.Nanosecond-length)
		}
	}
	days.Last = max(days.First, days.Last)
	return days, ok
}

// icsDay is the day in the zone of a property, as much before it as is asked. A time
// without a zone, or of a zone nobody here knows, is the club's own.
func icsDay(p *ics.IANAProperty, zone *time.Location, before time.Duration) (calendar.Day, bool) {
	if p == nil {
		return "", false
	}
	form, in := "20060102T150405", zone
	switch known, err := time.LoadLocation(strings.Join(p.ICalParameters["TZID"], "")); {
	case len(p.Value) == len("20261017"):
		form, in, zone = "20060102", time.UTC, time.UTC // a day is the same everywhere
	case strings.HasSuffix(p.Value, "Z"):
		form, in = form+"Z", time.UTC
	case err == nil && len(p.ICalParameters["TZID"]) > 0 && known != time.Local:
		in = known
	}
	at, err := time.ParseInLocation(form, p.Value, in)
	if err != nil {
		return "", false
	}
	day, err := calendar.ParseDay(string(calendar.DayOf(at.Add(-before), zone)))
	return day, err == nil
}

// icsDays are the days of properties that list them.
func icsDays(listed []*ics.IANAProperty, zone *time.Location) (days []calendar.Day) {
	for _, p := range listed {
		for _, value := range strings.Split(p.Value, ",") {
			one := *p
			one.Value = value
			if day, ok := icsDay(&one, zone, 0); ok {
				days = append(days, day)
			}
		}
	}
	return days
}

var durations = regexp.MustCompile(`^\+?P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,7})M)?(?:(\d{1,9})S)?)?$`)

// icsDuration is a length of time (RFC 5545, 3.3.6); a day has 24 hours in it.
func icsDuration(text string) (length time.Duration, ok bool) {
	parts := durations.FindStringSubmatch(text)
	if parts == nil {
		return 0, false
	}
	for i, unit := range []time.Duration{7 * 24 * time.Hour, 24 * time.Hour, time.Hour, time.Minute, time.Second} {
		n, _ := strconv.Atoi(parts[i+1]) // digits, or nothing
		length += time.Duration(n) * unit
	}
	return length, length > 0
}

var untilDay = regexp.MustCompile(`(?i)UNTIL=\d{8}(;|$)`)

// repeated is each day within a period on which an event that repeats begins. What
// repeats by the hour is none, and what takes more than the steps that are left.
func repeated(rule string, first calendar.Day, zone *time.Location, within calendar.Period, steps *int) (days []calendar.Day, ok bool) {
	option, err := rrule.StrToROption(rule)
	if err != nil || option.Freq > rrule.DAILY {
		return nil, false
	}
	length := map[rrule.Frequency]int{rrule.YEARLY: 365, rrule.MONTHLY: 28, rrule.WEEKLY: 7, rrule.DAILY: 1}[option.Freq]
	if *steps -= max(0, first.DaysUntil(within.Last)) / length; *steps < 0 {
		return nil, false
	}
	last := within.Last
	if until := option.Until; !until.IsZero() {
		if untilDay.MatchString(rule) {
			zone = time.UTC
		}
		last = min(last, calendar.DayOf(until, zone))
	}
	option.Dtstart, option.Until = first.At(0, time.UTC), last.At(0, time.UTC)
	option.Byhour, option.Byminute, option.Bysecond = nil, nil, nil
	repeat, err := rrule.NewRRule(*option)
	if err != nil {
		return nil, false
	}
	for _, at := range repeat.Between(within.First.At(0, time.UTC), option.Until, true) {
		days = append(days, calendar.DayOf(at, time.UTC))
	}
	return days, true
}
