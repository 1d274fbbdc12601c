package calendar_test

import (
	"testing"
	"time"
	_ "time/tzdata"

	"pgregory.net/rapid"

	"paddock/backend/calendar"
)

func TestAddMonthsKeepsTheDayOrTakesTheLastOfTheMonth(t *testing.T) {
	for _, test := range []struct {
		from calendar.Day
		n    int
		want calendar.Day
	}{
		{"2026-02-23", 1, "2026-03-23"}, // PRODUCT section 3
		{"2026-09-23", 1, "2026-10-23"},
		{"2026-01-31", 1, "2026-02-28"},
		{"2028-01-31", 1, "2028-02-29"},
		{"2028-02-29", 12, "2029-02-28"},
		{"2028-02-29", 48, "2032-02-29"},
		{"2026-12-31", 2, "2027-02-28"},
		{"2026-03-31", -1, "2026-02-28"},
		{"2026-08-31", 0, "2026-08-31"},
	} {
		if got := test.from.AddMonths(test.n); got != test.want {
			t.Errorf("%s + %d months = %s, want %s", test.from, test.n, got, test.want)
		}
	}
}

var days = rapid.Map(rapid.IntRange(-200*365, 200*365), func(n int) calendar.Day { return calendar.Day("2026-01-01").AddDays(n) })

func TestAddMonthsNeverLeavesTheMonthItNames(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day, n := days.Draw(t, "day"), rapid.IntRange(-60, 60).Draw(t, "months")
		after := day.AddMonths(n)
		if got, want := after.Year()*12+int(after.Month()), day.Year()*12+int(day.Month())+n; got != want {
			t.Fatalf("%s + %d months is %s", day, n, after)
		}
		tomorrow := after.AddDays(1)
		if after.DayOfMonth() != day.DayOfMonth() && tomorrow.DayOfMonth() != 1 {
			t.Fatalf("%s + %d months is %s, neither the same day nor the last", day, n, after)
		}
	})
}

func TestDaysCountAndCompareAsTheyRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day, n := days.Draw(t, "day"), rapid.IntRange(-5000, 5000).Draw(t, "days")
		after := day.AddDays(n)
		if got := day.DaysUntil(after); got != n {
			t.Fatalf("%s to %s is %d days, want %d", day, after, got, n)
		}
		if (day < after) != (n > 0) {
			t.Fatalf("%s and %s compare the wrong way", day, after)
		}
	})
}

func TestParseDayRefusesDaysThatDoNotExist(t *testing.T) {
	for _, text := range []string{"2026-10-07", "2028-02-29"} {
		if day, err := calendar.ParseDay(text); err != nil || string(day) != text {
			t.Errorf("ParseDay(%q) = %q, %v", text, day, err)
		}
	}
	for _, text := range []string{"", "2026-02-29", "2100-02-29", "2026-13-01", "2026-2-3", "07/10/2026", "2026-10-07T00:00", "0000-01-01", "9999-12-31"} {
		if day, err := calendar.ParseDay(text); err == nil {
			t.Errorf("ParseDay(%q) = %q, want a refusal", text, day)
		}
	}
}

func TestAgeCountsFullYears(t *testing.T) {
	for _, test := range []struct {
		birth, on calendar.Day
		want      int
	}{
		{"2014-05-02", "2026-05-01", 11},
		{"2014-05-02", "2026-05-02", 12},
		{"2012-02-29", "2026-02-28", 13},
		{"2012-02-29", "2026-03-01", 14},
		{"2012-02-29", "2028-02-29", 16},
		{"2026-10-08", "2026-10-07", 0},
	} {
		if got := calendar.Age(test.birth, test.on); got != test.want {
			t.Errorf("born %s, on %s: %d, want %d", test.birth, test.on, got, test.want)
		}
	}
}

func TestTheDayIsTheClubsAndNotUTCs(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	for moment, want := range map[string]calendar.Day{
		"2026-10-06T21:59:59Z": "2026-10-06", // summer time: two hours ahead
		"2026-10-06T22:00:00Z": "2026-10-07",
		"2026-12-31T22:59:59Z": "2026-12-31", // winter time: one
		"2026-12-31T23:00:00Z": "2027-01-01",
	} {
		at, err := time.Parse(time.RFC3339, moment)
		if err != nil {
			t.Fatal(err)
		}
		if got := calendar.DayOf(at, paris); got != want {
			t.Errorf("%s is %s in Paris, want %s", moment, got, want)
		}
	}
}

func TestASeasonContainsBothItsEnds(t *testing.T) {
	season := calendar.Season{First: "2026-09-01", Last: "2027-08-31"}
	for day, want := range map[calendar.Day]bool{"2026-08-31": false, "2026-09-01": true, "2027-08-31": true, "2027-09-01": false} {
		if season.Contains(day) != want {
			t.Errorf("Contains(%s) = %v", day, !want)
		}
	}
}

func TestATextThatIsNoDayIsNotCarriedOverIntoAnother(t *testing.T) {
	for _, text := range []calendar.Day{"2026-02-29", "2026-13-01", "2026-00-10", "2026/01/31", "2026-1-31", "20260-1-31", "2026-01-3x"} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s is %s", text, text.AddDays(0))
				}
			}()
			_ = text.Weekday()
		}()
	}
	if got := calendar.Day("2024-02-29").AddDays(1); got != "2024-03-01" {
		t.Errorf("the day after 29 February is %s", got)
	}
}
