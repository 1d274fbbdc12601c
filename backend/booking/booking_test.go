package booking_test

import (
	"errors"
	"testing"
	"time"
	_ "time/tzdata"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/planning"
)

var season = calendar.Season{ID: 1, Name: "2026–2027", First: "2026-09-01", Last: "2027-08-31"}

func rules(t *testing.T) booking.Rules {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	return booking.Rules{Zone: zone, Policy: club.Policy{
		CutOffMinutes: 17 * 60, VoucherHours: 24, VoucherMonths: 1, VouchersASeason: 5, VoucherPeriod: club.VouchersBySeason, WaitingHours: 24,
	}}
}

func lesson(day calendar.Day, start calendar.Minute) planning.Lesson {
	return planning.Lesson{ID: 1, Season: 1, Day: day, Shape: planning.Shape{Kind: planning.Group, Start: start, Minutes: 60, Capacity: 8}}
}

func at(t *testing.T, moment string) time.Time {
	t.Helper()
	read, err := time.Parse(time.RFC3339, moment)
	if err != nil {
		t.Fatal(err)
	}
	return read
}

// PRODUCT section 9, Times: open while now is before the limit, which is a time
// on the club's clocks, whatever they do in between.
func TestLessonsCloseTheDayBeforeOnTheClubsClocks(t *testing.T) {
	r := rules(t)
	for _, test := range []struct {
		name            string
		lesson          planning.Lesson
		closes, voucher string
	}{
		{"an afternoon in autumn", lesson("2026-10-07", 14*60), "2026-10-06T15:00:00Z", "2026-10-06T12:00:00Z"},
		{"the day summer time ends", lesson("2026-10-25", 14*60), "2026-10-24T15:00:00Z", "2026-10-24T12:00:00Z"},
		{"the day after", lesson("2026-10-26", 14*60), "2026-10-25T16:00:00Z", "2026-10-25T13:00:00Z"},
		{"the day summer time begins", lesson("2027-03-28", 10*60), "2027-03-27T16:00:00Z", "2027-03-27T09:00:00Z"},
		{"the day after", lesson("2027-03-29", 10*60), "2027-03-28T15:00:00Z", "2027-03-28T08:00:00Z"},
		{"a lesson at midnight", lesson("2026-10-07", 0), "2026-10-06T15:00:00Z", "2026-10-05T22:00:00Z"},
		{"on 1 March of a leap year", lesson("2028-03-01", 14*60), "2028-02-29T16:00:00Z", "2028-02-29T13:00:00Z"},
		{"on 1 January", lesson("2027-01-01", 18*60), "2026-12-31T16:00:00Z", "2026-12-31T17:00:00Z"},
	} {
		if got := r.Closes(test.lesson); !got.Equal(at(t, test.closes)) {
			t.Errorf("%s closes %s, want %s", test.name, got.UTC(), test.closes)
		}
		if got := r.VoucherCloses(test.lesson); !got.Equal(at(t, test.voucher)) {
			t.Errorf("%s closes %s for vouchers, want %s", test.name, got.UTC(), test.voucher)
		}
	}
}

func TestACancellationDoesWhatItsMomentSays(t *testing.T) {
	r := rules(t)
	wednesday := lesson("2026-10-14", 14*60)
	closed := wednesday
	closed.State = planning.Closed
	before, after := "2026-10-13T14:59:59Z", "2026-10-13T15:00:00Z" // 17:00 itself is too late
	for _, test := range []struct {
		name  string
		place booking.Place
		cause booking.Cause
		now   string
		want  booking.Consequence
	}{
		{"a package in time", booking.Place{By: booking.ByPackage, Lesson: wednesday, Season: season, Absences: 1}, "", before,
			booking.Consequence{Outcome: booking.MakesVoucher, State: booking.CancelledInTime, Through: "2026-11-14", Absences: 2, Most: 5}},
		{"a package late", booking.Place{By: booking.ByPackage, Lesson: wednesday, Season: season}, "", after,
			booking.Consequence{Outcome: booking.Counted, State: booking.CancelledLate}},
		{"the fifth absence", booking.Place{By: booking.ByPackage, Lesson: wednesday, Season: season, Absences: 4}, "", before,
			booking.Consequence{Outcome: booking.MakesVoucher, State: booking.CancelledInTime, Through: "2026-11-14", Absences: 5, Most: 5}},
		{"the sixth absence", booking.Place{By: booking.ByPackage, Lesson: wednesday, Season: season, Absences: 5}, "", before,
			booking.Consequence{Outcome: booking.NoVoucher, State: booking.CancelledInTime, Absences: 6, Most: 5}},
		{"the sixth, medical and late", booking.Place{By: booking.ByPackage, Lesson: wednesday, Season: season, Absences: 5}, booking.Medical, after,
			booking.Consequence{Outcome: booking.MakesVoucher, State: booking.CancelledInTime, Through: "2026-11-14"}},
		{"late and forgiven", booking.Place{By: booking.ByPackage, Lesson: wednesday, Season: season}, booking.Forgiven, after,
			booking.Consequence{Outcome: booking.MakesVoucher, State: booking.CancelledInTime, Through: "2026-11-14", Absences: 1, Most: 5}},
		{"by the club, after five", booking.Place{By: booking.ByPackage, Lesson: wednesday, Season: season, Absences: 5}, booking.ByClub, after,
			booking.Consequence{Outcome: booking.MakesVoucher, State: booking.CancelledByClub, Through: "2026-11-14"}},
		{"a card in time", booking.Place{By: booking.ByCard, Lesson: wednesday, CardThrough: "2026-10-20"}, "", before,
			booking.Consequence{Outcome: booking.UnitReturns, State: booking.CancelledInTime, Through: "2026-10-20"}},
		{"a card late", booking.Place{By: booking.ByCard, Lesson: wednesday, CardThrough: "2026-10-20"}, "", after,
			booking.Consequence{Outcome: booking.Counted, State: booking.CancelledLate}},
		{"a duo whose other rider stays", booking.Place{By: booking.ByCard, Lesson: wednesday, CardThrough: "2026-10-20", Partner: booking.Booked}, "", before,
			booking.Consequence{Outcome: booking.UnitWaits, State: booking.CancelledInTime, Through: "2026-10-20"}},
		{"a duo whose other rider cancelled", booking.Place{By: booking.ByCard, Lesson: wednesday, CardThrough: "2026-10-20", Partner: booking.CancelledInTime}, "", before,
			booking.Consequence{Outcome: booking.UnitReturns, State: booking.CancelledInTime, Through: "2026-10-20"}},
		{"a duo whose other rider was late", booking.Place{By: booking.ByCard, Lesson: wednesday, CardThrough: "2026-10-20", Partner: booking.CancelledLate}, booking.Forgiven, after,
			booking.Consequence{Outcome: booking.Counted, State: booking.CancelledInTime, Through: "2026-10-20"}},
		{"a voucher before 17:00", booking.Place{By: booking.ByVoucher, Lesson: wednesday, VoucherThrough: "2026-10-23"}, "", before,
			booking.Consequence{Outcome: booking.VoucherReturns, State: booking.CancelledInTime, Through: "2026-10-23"}},
		{"a voucher after 17:00", booking.Place{By: booking.ByVoucher, Lesson: wednesday, VoucherThrough: "2026-10-23"}, "", after,
			booking.Consequence{Outcome: booking.Counted, State: booking.CancelledLate}},
		{"a voucher, by the club", booking.Place{By: booking.ByVoucher, Lesson: wednesday, VoucherThrough: "2026-10-14", Season: season}, booking.ByClub, after,
			booking.Consequence{Outcome: booking.MakesVoucher, State: booking.CancelledByClub, Through: "2026-11-14"}},
		{"a voucher whose lesson the club moved past its end", booking.Place{By: booking.ByVoucher, Lesson: wednesday, VoucherThrough: "2026-10-10", Season: season}, "", before,
			booking.Consequence{Outcome: booking.MakesVoucher, State: booking.CancelledInTime, Through: "2026-11-14"}},
		{"a package whose lesson the club moved, late and after five", booking.Place{By: booking.ByPackage, Lesson: wednesday, Moved: true, Season: season, Absences: 5}, "", after,
			booking.Consequence{Outcome: booking.MakesVoucher, State: booking.CancelledInTime, Through: "2026-11-14", Moved: true}},
		{"a card whose lesson the club moved, late", booking.Place{By: booking.ByCard, Lesson: wednesday, Moved: true, CardThrough: "2026-10-20"}, "", after,
			booking.Consequence{Outcome: booking.UnitReturns, State: booking.CancelledInTime, Through: "2026-10-20", Moved: true}},
		{"a moved duo whose other rider stays", booking.Place{By: booking.ByCard, Lesson: wednesday, Moved: true, CardThrough: "2026-10-20", Partner: booking.Booked}, "", after,
			booking.Consequence{Outcome: booking.UnitWaits, State: booking.CancelledInTime, Through: "2026-10-20", Moved: true}},
		{"a moved duo whose other rider was late", booking.Place{By: booking.ByCard, Lesson: wednesday, Moved: true, CardThrough: "2026-10-20", Partner: booking.CancelledLate}, "", after,
			booking.Consequence{Outcome: booking.Counted, State: booking.CancelledInTime, Through: "2026-10-20"}},
		{"a voucher whose lesson the club moved", booking.Place{By: booking.ByVoucher, Lesson: wednesday, Moved: true, VoucherThrough: "2026-10-23", Season: season}, "", before,
			booking.Consequence{Outcome: booking.MakesVoucher, State: booking.CancelledInTime, Through: "2026-11-14", Moved: true}},
		{"a moved lesson that has begun", booking.Place{By: booking.ByPackage, Lesson: wednesday, Moved: true, Season: season}, "", "2026-10-14T12:00:00Z",
			booking.Consequence{Outcome: booking.Begun}},
		{"an offered lesson", booking.Place{By: booking.ByGiven, Lesson: wednesday}, "", after,
			booking.Consequence{Outcome: booking.Nothing, State: booking.CancelledLate}},
		{"once it has begun", booking.Place{By: booking.ByPackage, Lesson: wednesday, Season: season}, booking.Forgiven, "2026-10-14T12:00:00Z",
			booking.Consequence{Outcome: booking.Begun}},
		{"a certificate the day after", booking.Place{By: booking.ByPackage, Lesson: wednesday, Season: season, Absences: 5}, booking.Medical, "2026-10-15T12:00:00Z",
			booking.Consequence{Outcome: booking.MakesVoucher, State: booking.CancelledInTime, Through: "2026-11-14"}},
		{"a certificate once the roll is closed", booking.Place{By: booking.ByPackage, Lesson: closed, Season: season, Absences: 5}, booking.Medical, "2026-10-15T12:00:00Z",
			booking.Consequence{Outcome: booking.MakesVoucher, Through: "2026-11-14"}},
		{"a card's certificate once its unit is spent", booking.Place{By: booking.ByCard, Lesson: closed}, booking.Medical, "2026-10-15T12:00:00Z",
			booking.Consequence{Outcome: booking.Begun}},
	} {
		if test.want.Closes = r.Closes(wednesday); test.want.Moved {
			test.want.Closes = wednesday.StartsAt(r.Zone)
		}
		if got := r.Consequence(test.place, test.cause, at(t, test.now)); got != test.want {
			t.Errorf("%s: %+v, want %+v", test.name, got, test.want)
		}
	}
}

func TestAVoucherIsGoodForAMonthAndNeverPastTheSeason(t *testing.T) {
	r := rules(t)
	for _, test := range []struct{ missed, last, want calendar.Day }{
		{"2026-09-23", season.Last, "2026-10-23"}, // PRODUCT section 5
		{"2027-01-31", season.Last, "2027-02-28"},
		{"2028-01-31", "2028-08-31", "2028-02-29"},
		{"2028-02-29", "2028-08-31", "2028-03-29"},
		{"2027-08-10", season.Last, "2027-08-31"},
		{"2027-08-31", season.Last, "2027-08-31"}, // the last lesson of the season: that day alone
		{"2026-09-23", "", "2026-10-23"},
	} {
		if got := r.VoucherThrough(planning.Lesson{Day: test.missed}, test.last); got != test.want {
			t.Errorf("missed %s: through %s, want %s", test.missed, got, test.want)
		}
	}
}

func TestAbsencesAreCountedInASeasonOrAYear(t *testing.T) {
	r := rules(t)
	if got := r.AbsencePeriod("2027-01-10", season); got != (calendar.Period{First: season.First, Last: season.Last}) {
		t.Error(got)
	}
	year := calendar.Period{First: "2027-01-01", Last: "2027-12-31"}
	if got := r.AbsencePeriod("2027-01-10", calendar.Season{}); got != year {
		t.Error(got)
	}
	r.VoucherPeriod = club.VouchersByYear
	if got := r.AbsencePeriod("2027-01-10", season); got != year {
		t.Error(got)
	}
}

// Between 17:00 and 24 hours before, a voucher books what can never be cancelled.
func TestTheTrapBetweenTheTwoLimitsIsKnown(t *testing.T) {
	r := rules(t)
	evening := lesson("2026-10-14", 18*60)
	for moment, final := range map[string]bool{"2026-10-13T14:59:00Z": false, "2026-10-13T15:00:00Z": true} {
		now := at(t, moment)
		if r.Final(evening, now) != final || !now.Before(r.Closing(booking.ByVoucher, evening)) {
			t.Errorf("at %s: final %t", moment, r.Final(evening, now))
		}
	}
	if now := at(t, "2026-10-13T16:00:00Z"); now.Before(r.Closing(booking.ByVoucher, evening)) {
		t.Error("a voucher is used 24 hours before to the second")
	}
}

func TestACardOpensTheLessonsOfItsKindAndDays(t *testing.T) {
	wednesday := lesson("2026-10-14", 14*60)
	good := booking.Card{ID: 1, LessonKind: planning.Group, Left: 1, ValidFrom: "2026-10-01", ValidThrough: "2026-10-14"}
	trial := wednesday
	trial.Kind = planning.Trial
	if good.Obstacle(wednesday) != nil || good.Obstacle(trial) != nil {
		t.Error("the last day of a card is one of its days")
	}
	for code, card := range map[club.Code]booking.Card{
		club.CodeCardKind:   {LessonKind: planning.Private, Left: 1, ValidFrom: "2026-10-01", ValidThrough: "2026-10-31"},
		club.CodeCardUnpaid: {Left: 1},
		club.CodeCardEarly:  {Left: 1, ValidFrom: "2026-10-15", ValidThrough: "2026-11-15"},
		club.CodeCardOver:   {Left: 1, ValidFrom: "2026-09-13", ValidThrough: "2026-10-13"},
		club.CodeCardEmpty:  {ValidFrom: "2026-10-01", ValidThrough: "2026-10-31"},
	} {
		if got := card.Obstacle(wednesday); !errors.Is(got, club.Refuse(code)) {
			t.Errorf("%v, want %s", got, code)
		}
	}
	later := booking.Card{ID: 2, Left: 9, ValidFrom: "2026-10-01", ValidThrough: "2026-10-31"}
	if chosen, ok := booking.ChooseCard([]booking.Card{later, {ID: 3}, good}, wednesday); !ok || chosen != good {
		t.Errorf("%+v is used first", chosen)
	}
	if _, ok := booking.ChooseCard(nil, wednesday); ok {
		t.Error("no card opens nothing")
	}
}

func TestAVoucherOpensGroupLessonsOfItsDays(t *testing.T) {
	wednesday := lesson("2026-10-14", 14*60)
	good := booking.Voucher{ID: 1, Left: 1, ValidFrom: "2026-09-14", ValidThrough: "2026-10-14"}
	if good.Obstacle(wednesday) != nil {
		t.Error("the last day of a voucher is one of its days")
	}
	private := wednesday
	private.Kind = planning.Private
	for _, test := range []struct {
		voucher booking.Voucher
		lesson  planning.Lesson
		want    club.Code
	}{
		{good, private, club.CodeVoucherKind},
		{good, lesson("2026-10-15", 840), club.CodeVoucherOver},
		{good, lesson("2026-09-13", 840), club.CodeVoucherEarly},
		{booking.Voucher{ID: 1, ValidFrom: "2026-09-14", ValidThrough: "2026-10-14"}, wednesday, club.CodeVoucherUsed},
	} {
		if got := test.voucher.Obstacle(test.lesson); !errors.Is(got, club.Refuse(test.want)) {
			t.Errorf("%v, want %s", got, test.want)
		}
	}
	first := booking.Voucher{ID: 7, Left: 1, ValidFrom: "2026-09-20", ValidThrough: "2026-10-20"}
	if chosen, ok := booking.ChooseVoucher([]booking.Voucher{first, good}, wednesday); !ok || chosen != good {
		t.Errorf("%+v is used first", chosen)
	}
}

func TestAFreedPlaceIsHeldForADayAndNeverPastTheLimit(t *testing.T) {
	r := rules(t)
	wednesday := lesson("2026-10-14", 14*60)
	for now, want := range map[string]string{
		"2026-10-10T08:00:00Z": "2026-10-11T08:00:00Z",
		"2026-10-13T08:00:00Z": "2026-10-13T15:00:00Z",
	} {
		if until, ok := r.OfferedUntil(wednesday, at(t, now)); !ok || !until.Equal(at(t, want)) {
			t.Errorf("offered at %s until %s, want %s", now, until, want)
		}
	}
	if _, ok := r.OfferedUntil(wednesday, at(t, "2026-10-13T15:00:00Z")); ok {
		t.Error("after 17:00 the desk phones")
	}
}

func TestTheLowestFreePlaceIsTaken(t *testing.T) {
	for _, test := range []struct {
		taken          []int
		capacity, want int
	}{{nil, 1, 1}, {[]int{1, 2}, 3, 3}, {[]int{2, 3}, 3, 1}, {[]int{1, 3}, 3, 2}, {[]int{1, 2, 3}, 3, 0}} {
		if got := booking.LowestFree(test.taken, test.capacity); got != test.want {
			t.Errorf("%v of %d: %d, want %d", test.taken, test.capacity, got, test.want)
		}
	}
}
