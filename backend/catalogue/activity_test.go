package catalogue

import (
	"testing"
	"time"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/money"
)

func paris(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestEnrollingIsOpenUntilTheSecondOfItsDeadline(t *testing.T) {
	zone := paris(t)
	for _, day := range []calendar.Day{"2026-10-16", "2026-10-24", "2026-10-25", "2027-03-28", "2028-02-29"} { // both changes of the clock, a leap day
		e := Enrolling{ClosesDay: day, ClosesAt: 18 * 60}
		limit := time.Date(day.Year(), day.Month(), day.DayOfMonth(), 18, 0, 0, 0, zone)
		if e.Closed(limit.Add(-time.Second), zone) {
			t.Errorf("%s: closed a second before", day)
		}
		if !e.Closed(limit, zone) {
			t.Errorf("%s: open at the limit", day)
		}
	}
	if (Enrolling{}).Closed(time.Now(), zone) {
		t.Error("without a deadline it never closes by one")
	}
}

func TestADeadlineThatIsOverIsAnObstacleForEverybody(t *testing.T) {
	zone := paris(t)
	camp := Offer{Kind: Activity, Enrolling: Enrolling{ClosesDay: "2026-10-16", ClosesAt: 1080}}
	late := Buyer{Rider: true, Now: time.Date(2026, 10, 16, 18, 0, 0, 0, zone), Zone: zone}
	got := camp.Obstacles(late, "2026-10-16")
	if len(got) != 1 || got[0].Code != club.CodeEnrolmentClosed || got[0].Params["closesDay"] != calendar.Day("2026-10-16") || got[0].Params["time"] != "18:00" {
		t.Errorf("%v", got)
	}
	late.Now = late.Now.Add(-time.Second)
	if got := camp.Obstacles(late, "2026-10-16"); len(got) != 0 {
		t.Errorf("%v", got)
	}
}

func TestTheAgeForAnActivityIsThatOfItsFirstDay(t *testing.T) {
	camp := Offer{Kind: Activity, AgeMin: 8, Terms: Terms{ValidFrom: "2027-03-01", ValidThrough: "2027-03-03"}}
	born := Buyer{Rider: true, Birth: "2019-03-01"} // 8 on the first day, 7 on the day of the sale
	if got := camp.Obstacles(born, "2027-02-10"); len(got) != 0 {
		t.Errorf("%v", got)
	}
	born.Birth = "2019-03-02"
	if got := camp.Obstacles(born, "2027-03-02"); len(got) != 1 || got[0].Code != club.CodeTooYoung {
		t.Errorf("%v", got)
	}
}

func TestWhatIsKeptDependsOnTheDaysLeftBeforeTheFirst(t *testing.T) {
	keeps := Keeps{FreeDays: 7, Percent: 50}
	for _, c := range []struct {
		keeps Keeps
		on    calendar.Day
		want  money.Cents
	}{
		{keeps, "2028-02-22", 0}, // seven days before 29 February
		{keeps, "2028-02-23", 4801},
		{keeps, "2028-02-29", 4801},
		{keeps, "2028-03-01", 4801},
		{Keeps{Percent: 100}, "2028-02-28", 0}, // free until it begins
		{Keeps{Percent: 100}, "2028-02-29", 9601},
		{Keeps{FreeDays: 7}, "2028-02-29", 0},
	} {
		if got := c.keeps.Of(9601, "2028-02-29", c.on); got != c.want {
			t.Errorf("%+v on %s: %d, want %d", c.keeps, c.on, got, c.want)
		}
	}
}
