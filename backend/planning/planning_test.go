package planning_test

import (
	"os"
	"slices"
	"testing"
	"time"
	_ "time/tzdata"

	"pgregory.net/rapid"

	"paddock/backend/calendar"
	"paddock/backend/planning"
)

func TestMain(m *testing.M) {
	if _, said := os.LookupEnv("TZ"); !said { // R15: the computer's own zone changes nothing
		time.Local, _ = time.LoadLocation("America/Santiago")
	}
	os.Exit(m.Run())
}

func season(first, last calendar.Day) calendar.Season {
	return calendar.Season{ID: 1, First: first, Last: last}
}

func weekly(weekday, every int, first, last calendar.Day) planning.Series {
	return planning.Series{Weekday: weekday, EveryWeeks: every, First: first, Last: last, InHolidays: true, OnPublic: true}
}

func TestTheDaysOfASeriesOnUglyCalendars(t *testing.T) {
	toussaint := planning.ClosedDays{Kind: planning.SchoolHoliday, Name: "Toussaint", Period: calendar.Period{First: "2026-10-17", Last: "2026-11-01"}}
	mondays := planning.ClosedDays{Kind: planning.NoLessons, Name: "Repos", Period: calendar.Period{First: "2026-09-01", Last: "2027-08-31"}, Weekday: 1}
	home := weekly(3, 1, "2026-10-07", "2026-11-11")
	home.InHolidays, home.OnPublic = false, false
	for _, test := range []struct {
		what   string
		series planning.Series
		season calendar.Season
		closed []planning.ClosedDays
		want   []calendar.Day
	}{
		{"a leap day is a Thursday like any", weekly(4, 1, "2024-02-22", "2024-03-07"), season("2023-09-01", "2024-08-31"), nil,
			[]calendar.Day{"2024-02-22", "2024-02-29", "2024-03-07"}},
		{"the last day of the season counts", weekly(2, 1, "2027-08-20", "2027-08-31"), season("2026-09-01", "2027-08-31"), nil,
			[]calendar.Day{"2027-08-24", "2027-08-31"}},
		{"a season ends before its series", weekly(2, 1, "2027-08-20", "2027-09-30"), season("2026-09-01", "2027-08-31"), nil,
			[]calendar.Day{"2027-08-24", "2027-08-31"}},
		{"every other week goes over week 53", weekly(4, 2, "2026-12-17", "2027-01-28"), season("2026-09-01", "2027-08-31"), nil,
			[]calendar.Day{"2026-12-17", "2026-12-31", "2027-01-14", "2027-01-28"}},
		{"a first day late in the week keeps its week", weekly(1, 2, "2026-09-02", "2026-09-30"), season("2026-09-01", "2027-08-31"), nil,
			[]calendar.Day{"2026-09-14", "2026-09-28"}},
		{"closed weeks do not shift the other weeks", weekly(3, 2, "2026-10-07", "2026-11-18"), season("2026-09-01", "2027-08-31"),
			[]planning.ClosedDays{{Kind: planning.NoLessons, Name: "x", Period: calendar.Period{First: "2026-10-21", Last: "2026-10-21"}}},
			[]calendar.Day{"2026-10-07", "2026-11-04", "2026-11-18"}},
		{"school holidays and 11 November", home, season("2026-09-01", "2027-08-31"), []planning.ClosedDays{toussaint},
			[]calendar.Day{"2026-10-07", "2026-10-14", "2026-11-04"}},
		{"Sundays over the change of the clock", weekly(7, 1, "2026-10-18", "2026-11-01"), season("2026-09-01", "2027-08-31"), []planning.ClosedDays{toussaint},
			[]calendar.Day{"2026-10-18", "2026-10-25", "2026-11-01"}},
		{"the horses rest on Mondays", weekly(1, 1, "2026-09-01", "2026-09-30"), season("2026-09-01", "2027-08-31"), []planning.ClosedDays{mondays}, []calendar.Day{}},
		{"and on Mondays alone", weekly(2, 1, "2026-09-01", "2026-09-10"), season("2026-09-01", "2027-08-31"), []planning.ClosedDays{mondays},
			[]calendar.Day{"2026-09-01", "2026-09-08"}},
	} {
		closures := planning.NewClosures("FR", calendar.Period{First: test.season.First, Last: test.season.Last}, test.closed)
		if got := test.series.Days(test.season, closures); !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", test.what, got, test.want)
		}
	}
}

// R15: 2024 to 2040, nothing lost, nothing twice, and 14:00 stays 14:00.
func TestEveryDayOfEverySeriesIsOneItShouldHave(t *testing.T) {
	zones := []*time.Location{}
	for _, name := range []string{"Europe/Paris", "Europe/Brussels", "America/Santiago"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		zones = append(zones, zone)
	}
	rapid.Check(t, func(t *rapid.T) {
		first := calendar.Date(rapid.IntRange(2024, 2040).Draw(t, "year"), time.September, 1)
		season := season(first, first.AddMonths(12).AddDays(-1))
		within := func(name string) calendar.Day { return first.AddDays(rapid.IntRange(0, 364).Draw(t, name)) }
		s := weekly(rapid.IntRange(1, 7).Draw(t, "weekday"), rapid.IntRange(1, 2).Draw(t, "every"), within("from"), season.Last)
		s.InHolidays, s.OnPublic = rapid.Bool().Draw(t, "holidays"), rapid.Bool().Draw(t, "public")
		var typed []planning.ClosedDays
		for range rapid.IntRange(0, 5).Draw(t, "closed") {
			from := within("closed from")
			typed = append(typed, planning.ClosedDays{
				Kind: rapid.SampledFrom([]planning.ClosedKind{planning.NoLessons, planning.SchoolHoliday}).Draw(t, "kind"), Name: "x",
				Period:  calendar.Period{First: from, Last: from.AddDays(rapid.IntRange(0, 20).Draw(t, "long"))},
				Weekday: rapid.IntRange(0, 7).Draw(t, "only"),
			})
		}
		country := rapid.SampledFrom([]string{"FR", "BE"}).Draw(t, "country")
		closures := planning.NewClosures(country, calendar.Period{First: season.First, Last: season.Last}, typed)
		zone := rapid.SampledFrom(zones).Draw(t, "zone")
		days := s.Days(season, closures)
		made := map[calendar.Day]bool{}
		for _, day := range days {
			if made[day] {
				t.Fatalf("%s is there twice", day)
			}
			made[day] = true
			if at := (planning.Lesson{Day: day, Shape: planning.Shape{Start: 840}}).StartsAt(zone).In(zone); at.Hour() != 14 || at.Minute() != 0 {
				t.Fatalf("%s begins at %s", day, at)
			}
		}
		for day := season.First; day <= season.Last; day = day.AddDays(1) {
			weeks := s.First.Monday().DaysUntil(day.Monday()) / 7
			right := day >= s.First && day <= s.Last && day.ISOWeekday() == s.Weekday && weeks%s.EveryWeeks == 0
			for _, c := range typed {
				right = right && (!c.On(day) || c.Kind == planning.SchoolHoliday && s.InHolidays)
			}
			right = right && (s.OnPublic || !slices.ContainsFunc(calendar.PublicHolidays(country, day.Year()), func(h calendar.Holiday) bool { return h.Day == day }))
			if made[day] != right {
				t.Fatalf("%s: in the series %v, should be %v", day, made[day], right)
			}
		}
	})
}

func TestWhatTwoLessonsCannotShareIsNamed(t *testing.T) {
	hall, outdoors := planning.Arena{ID: 1, Name: "Manège"}, planning.Arena{ID: 2, Name: "Extérieur", Shared: true}
	camille := planning.Instructor{ID: 7, Name: "Camille", Hours: []planning.Hours{{Weekday: 3, Start: 540, Finish: 1200}},
		Leave: []planning.Leave{{Period: calendar.Period{First: "2026-10-14", Last: "2026-10-20"}}}}
	lesson := func(id planning.LessonID, day calendar.Day, start calendar.Minute, arena planning.ArenaID, instructor int64) planning.Lesson {
		return planning.Lesson{ID: id, Day: day, State: planning.Planned, Shape: planning.Shape{Name: "L", Start: start, Minutes: 60, Arena: arena, Instructor: instructor}}
	}
	cancelled := lesson(9, "2026-10-07", 1080, 1, 7)
	cancelled.State = planning.Cancelled
	closed := planning.ClosedDays{Kind: planning.NoLessons, Name: "Travaux", Period: calendar.Period{First: "2026-10-21", Last: "2026-10-21"}}
	plan := planning.NewPlan(planning.NewClosures("FR", calendar.Period{First: "2026-10-01", Last: "2026-10-31"}, []planning.ClosedDays{closed}),
		[]planning.Arena{hall, outdoors}, []planning.Instructor{camille},
		[]planning.Lesson{lesson(1, "2026-10-07", 840, 1, 0), lesson(2, "2026-10-07", 840, 2, 7), lesson(3, "2026-10-07", 1410, 1, 0), cancelled})
	none := planning.Elsewhere{}
	for _, test := range []struct {
		what   string
		lesson planning.Lesson
		rides  planning.Elsewhere
		want   []planning.ClashKind
	}{
		{"the arena", lesson(0, "2026-10-07", 870, 1, 0), none, []planning.ClashKind{planning.ArenaTaken}},
		{"one minute before the end", lesson(0, "2026-10-07", 899, 1, 0), none, []planning.ClashKind{planning.ArenaTaken}},
		{"one after the other", lesson(0, "2026-10-07", 900, 1, 7), none, nil},
		{"outdoors there is room", lesson(0, "2026-10-07", 840, 2, 0), none, nil},
		{"the instructor", lesson(0, "2026-10-07", 800, 0, 7), none, []planning.ClashKind{planning.InstructorTaken}},
		{"a rider twice", lesson(5, "2026-10-07", 840, 0, 0), planning.Elsewhere{Riders: map[planning.LessonID]string{1: "Léa"}}, []planning.ClashKind{planning.RiderTwice}},
		{"a horse twice", lesson(5, "2026-10-07", 840, 0, 0), planning.Elsewhere{Horses: map[planning.LessonID]string{1: "Caramel"}}, []planning.ClashKind{planning.HorseTaken}},
		{"itself does not stand in its way", lesson(1, "2026-10-07", 870, 1, 0), none, nil},
		{"past midnight", lesson(0, "2026-10-08", 15, 1, 0), none, []planning.ClashKind{planning.ArenaTaken}},
		{"what was cancelled takes no room", lesson(0, "2026-10-07", 1080, 1, 7), none, nil},
		{"outside the hours", lesson(0, "2026-10-07", 1170, 0, 7), none, []planning.ClashKind{planning.OutsideHours}},
		{"on leave", lesson(0, "2026-10-14", 600, 0, 7), none, []planning.ClashKind{planning.OnLeave}},
		{"closed", lesson(0, "2026-10-21", 600, 0, 0), none, []planning.ClashKind{planning.DayClosed}},
	} {
		var got []planning.ClashKind
		for _, c := range plan.Clashes(test.lesson, test.rides) {
			got = append(got, c.What)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", test.what, got, test.want)
		}
	}
}

func TestHoursThatMeetAreOneAndALeaveMayTakeHalfADay(t *testing.T) {
	// Mornings and afternoons are written down one by one; Saturday goes on past midnight.
	camille := planning.Instructor{ID: 7, Name: "Camille",
		Hours: []planning.Hours{{Weekday: 3, Start: 540, Finish: 720}, {Weekday: 3, Start: 720, Finish: 1080}, {Weekday: 6, Start: 1200, Finish: 1440}, {Weekday: 7, Start: 0, Finish: 180}},
		Leave: []planning.Leave{
			{Period: calendar.Period{First: "2026-10-14", Last: "2026-10-14"}, Start: 720},
			{Period: calendar.Period{First: "2026-10-20", Last: "2026-10-21"}, Start: 600, Finish: 660},
		}}
	for _, test := range []struct {
		what           string
		day            calendar.Day
		start, minutes int
		works, away    bool
	}{
		{"over noon", "2026-10-07", 690, 60, true, false},
		{"past the end of the day's hours", "2026-10-07", 1050, 60, false, false},
		{"over midnight into the hours of Sunday", "2026-10-24", 1410, 60, true, false},
		{"over midnight, past them", "2026-10-24", 1410, 300, false, false},
		{"the hour that the clocks go back over", "2026-10-25", 120, 60, true, false},
		{"the hour that the clocks leave out", "2026-03-29", 120, 60, true, false},
		{"the morning before an afternoon's leave", "2026-10-14", 660, 60, true, false},
		{"a minute into it", "2026-10-14", 661, 60, true, true},
		{"the morning of a first day", "2026-10-20", 540, 60, false, false},
		{"the evening of a first day", "2026-10-20", 1020, 60, false, true},
		{"the morning of a last day", "2026-10-21", 600, 60, true, true},
		{"back at eleven", "2026-10-21", 660, 60, true, false},
		{"the night before a first day", "2026-10-19", 1430, 610, false, false},
		{"and into it", "2026-10-19", 1430, 611, false, true},
	} {
		lesson := planning.Lesson{Day: test.day, Shape: planning.Shape{Start: calendar.Minute(test.start), Minutes: test.minutes, Instructor: 7}}
		if works, away := camille.Works(lesson), camille.Away(lesson); works != test.works || away != test.away {
			t.Errorf("%s: works %v, away %v", test.what, works, away)
		}
	}
}

func TestASeriesGoesOnInThePartOfTheSeasonItHad(t *testing.T) {
	this, next := season("2026-09-01", "2027-08-31"), season("2027-09-01", "2028-08-31")
	for _, test := range []struct {
		what        string
		first, last calendar.Day
		from, to    calendar.Season
		want        calendar.Period
	}{
		{"all of it", "2026-09-01", "2027-08-31", this, next, calendar.Period{First: "2027-09-01", Last: "2028-08-31"}},
		{"the first half, to a Sunday", "2026-09-01", "2027-01-31", this, next, calendar.Period{First: "2027-09-01", Last: "2028-01-30"}},
		{"the second, from the Monday", "2027-02-01", "2027-08-31", this, next, calendar.Period{First: "2028-01-31", Last: "2028-08-31"}},
		{"a spring", "2027-03-29", "2027-06-27", this, next, calendar.Period{First: "2028-03-27", Last: "2028-06-25"}},
		{"to 29 February", "2027-09-01", "2028-02-29", next, season("2028-09-01", "2029-08-31"), calendar.Period{First: "2028-09-01", Last: "2029-02-27"}},
		{"more than a shorter season has", "2026-10-05", "2027-07-18", this, season("2027-09-01", "2027-09-30"), calendar.Period{First: "2027-09-16", Last: "2027-09-15"}},
	} {
		s := weekly(3, 1, test.first, test.last)
		s.ID = 7
		got := s.In(test.to, test.from)
		if test.want.Last < test.want.First {
			test.want.Last = test.want.First // never less than a day
		}
		if got.First != test.want.First || got.Last != test.want.Last || got.Follows != 7 || got.ID != 0 {
			t.Errorf("%s: %s to %s, want %+v", test.what, got.First, got.Last, test.want)
		}
	}
}

// Whatever the seasons' lengths: what came after still comes after.
func TestSeriesThatFollowOneAnotherStillDoInTheNextSeason(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := season("2026-09-01", calendar.Day("2026-09-01").AddDays(rapid.IntRange(13, 800).Draw(t, "days")))
		first := calendar.Day("2029-01-01").AddDays(rapid.IntRange(0, 6).Draw(t, "weekday"))
		to := season(first, first.AddDays(rapid.IntRange(13, 800).Draw(t, "new days")))
		cut := from.First.AddDays(rapid.IntRange(1, from.First.DaysUntil(from.Last)).Draw(t, "cut"))
		a := weekly(3, 1, from.First, cut.AddDays(-1)).In(to, from)
		b := weekly(3, 1, cut, from.Last).In(to, from)
		if a.First != to.First || b.Last != to.Last || a.First > a.Last || b.First > b.Last {
			t.Fatalf("%s to %s, %s to %s", a.First, a.Last, b.First, b.Last)
		}
		if a.Last >= b.First && b.First != to.First && b.First != to.Last {
			t.Fatalf("%s is not before %s", a.Last, b.First)
		}
	})
}

func TestSeriesOfEveryOtherWeekKeepTheirTurn(t *testing.T) {
	// A season that begins on a Sunday, and one that begins on a Monday.
	from, to := season("2024-09-01", "2025-08-31"), season("2025-09-01", "2026-08-31")
	odd, even := weekly(3, 2, from.First, from.Last).In(to, from), weekly(3, 2, "2024-09-08", from.Last).In(to, from)
	for _, day := range odd.Days(to, planning.Closures{}) {
		if slices.Contains(even.Days(to, planning.Closures{}), day) {
			t.Fatalf("both ride on %s", day)
		}
	}
}
