package calendar_test

import (
	"slices"
	"testing"
	"time"

	"paddock/backend/calendar"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestATimeThatAChangeOfTheClockSkipsOrDoublesIsOneInstant(t *testing.T) {
	for _, test := range []struct {
		zone   string
		day    calendar.Day
		minute calendar.Minute
		want   string
	}{
		{"Europe/Paris", "2026-10-07", 840, "2026-10-07T12:00:00Z"},
		{"Europe/Paris", "2026-12-07", 840, "2026-12-07T13:00:00Z"},
		{"Europe/Paris", "2026-03-29", 119, "2026-03-29T00:59:00Z"},
		{"Europe/Paris", "2026-03-29", 150, "2026-03-29T01:30:00Z"}, // 02:30 is skipped: 03:30
		{"Europe/Paris", "2026-03-29", 180, "2026-03-29T01:00:00Z"},
		{"Europe/Paris", "2026-10-25", 150, "2026-10-25T00:30:00Z"}, // 02:30 twice: the first
		{"Europe/Paris", "2026-10-25", 180, "2026-10-25T02:00:00Z"},
		{"Europe/Brussels", "2026-10-24", 1020, "2026-10-24T15:00:00Z"}, // 17:00 the day before, both changes
		{"Europe/Brussels", "2026-10-25", 1020, "2026-10-25T16:00:00Z"},
		{"Europe/Paris", "2026-10-07", 1440, "2026-10-07T22:00:00Z"},
		{"Europe/Paris", "2026-10-24", 1440, "2026-10-24T22:00:00Z"},
		{"America/Santiago", "2026-09-06", 0, "2026-09-06T04:00:00Z"},  // midnight is skipped: 01:00
		{"America/Santiago", "2026-09-06", 30, "2026-09-06T04:30:00Z"}, // 01:30
		{"America/Santiago", "2026-04-04", 1410, "2026-04-05T02:30:00Z"},
	} {
		if got := test.day.At(test.minute, zone(t, test.zone)).UTC().Format(time.RFC3339); got != test.want {
			t.Errorf("%s %s in %s is %s, want %s", test.day, test.minute, test.zone, got, test.want)
		}
	}
}

// PERFORMANCE, R15: a time of day that is never skipped is shown by the clocks.
func TestTwoInTheAfternoonIsTwoInTheAfternoonEveryDayOfSeventeenYears(t *testing.T) {
	for _, name := range []string{"Europe/Paris", "Europe/Brussels", "America/Santiago", "Indian/Reunion", "Pacific/Kiritimati"} {
		zone := zone(t, name)
		for day := calendar.Day("2024-01-01"); day < "2041-01-01"; day = day.AddDays(1) {
			at := day.At(840, zone).In(zone)
			if at.Hour() != 14 || at.Minute() != 0 || calendar.DayOf(at, zone) != day {
				t.Fatalf("%s in %s is %s", day, name, at)
			}
		}
	}
}

// The control: an instant and the hours of a week later is another time of day twice a year.
func TestAWeekOfHoursIsNotAWeekLaterWhereClocksChange(t *testing.T) {
	zone := zone(t, "Europe/Paris")
	at, moved := calendar.Day("2026-01-07").At(840, zone), 0
	for range 51 {
		before := at.In(zone).Hour()
		if at = at.Add(7 * 24 * time.Hour); at.In(zone).Hour() != before {
			moved++
		}
	}
	if moved != 2 {
		t.Errorf("the lesson moved %d times in a year", moved)
	}
}

func TestEasterAndWhatHangsOnIt(t *testing.T) {
	for year, want := range map[int]calendar.Day{2024: "2024-03-31", 2025: "2025-04-20", 2026: "2026-04-05", 2027: "2027-03-28", 2038: "2038-04-25", 2285: "2285-03-22"} {
		if got := calendar.Easter(year); got != want {
			t.Errorf("Easter %d is %s, want %s", year, got, want)
		}
	}
	for _, test := range []struct {
		country string
		want    []calendar.Day
	}{
		{"FR", []calendar.Day{"2027-01-01", "2027-03-29", "2027-05-01", "2027-05-06", "2027-05-08", "2027-05-17", "2027-07-14", "2027-08-15", "2027-11-01", "2027-11-11", "2027-12-25"}},
		{"BE", []calendar.Day{"2027-01-01", "2027-03-29", "2027-05-01", "2027-05-06", "2027-05-17", "2027-07-21", "2027-08-15", "2027-11-01", "2027-11-11", "2027-12-25"}},
		{"DE", nil},
	} {
		var got []calendar.Day
		for _, holiday := range calendar.PublicHolidays(test.country, 2027) {
			got = append(got, holiday.Day)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", test.country, got, test.want)
		}
	}
}

func TestWeeksBeginOnMondayAndYearsMayHave53(t *testing.T) {
	for day, want := range map[calendar.Day][2]int{"2026-12-31": {2026, 53}, "2027-01-03": {2026, 53}, "2027-01-04": {2027, 1}, "2026-10-07": {2026, 41}} {
		if year, week := day.ISOWeek(); [2]int{year, week} != want {
			t.Errorf("%s is in week %d of %d", day, week, year)
		}
	}
	if got := calendar.Week("2026-10-11"); got != (calendar.Period{First: "2026-10-05", Last: "2026-10-11"}) {
		t.Error(got)
	}
	if got := calendar.Month("2028-02-29"); got != (calendar.Period{First: "2028-02-01", Last: "2028-02-29"}) {
		t.Error(got)
	}
}
