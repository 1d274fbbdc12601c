package desk_test

import (
	"slices"
	"testing"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
)

// limits gives the season limits of its own.
func (y *yard) limits(own calendar.OwnLimits) {
	y.t.Helper()
	y.season.OwnLimits = own
	_, err := y.SaveSeason(ctx, y.req(), y.season)
	y.must(err)
}

// PRODUCT section 1: limits belong to a season.
func TestALessonIsBookedAndGivenUpByTheLimitsOfItsSeason(t *testing.T) {
	y := openYard(t)
	y.checkout(y.open(y.weekly(y.manon, y.wed)))
	noon, two, one := 12*60, 2, 1
	y.limits(calendar.OwnLimits{CutOffMinutes: &noon, VoucherMonths: &two, VouchersASeason: &one})

	gone, err := y.cancel(y.ride(y.manon, "2026-10-14"), desk.CancelBooking{})
	y.must(err)
	if gone.Outcome != booking.MakesVoucher || gone.Through != "2026-12-14" || gone.Most != 1 {
		t.Errorf("%+v, want a voucher of two months, the only one", gone.Consequence)
	}
	plan, err := y.RiderPlan(ctx, y.manon, "2026-10-01", "2026-10-31")
	y.must(err)
	if plan.Most != 1 || plan.Absences != 1 || plan.Closes != 12*60 {
		t.Errorf("%d of %d, until %s", plan.Absences, plan.Most, plan.Closes)
	}
	second, err := y.PreviewCancel(ctx, y.ride(y.manon, "2026-10-21"), "")
	y.must(err)
	if second.Outcome != booking.NoVoucher {
		t.Errorf("%+v, want none: one is the season's", second)
	}

	y.at("2026-10-20 12:30") // after the season's limit, before the club's
	late, err := y.PreviewCancel(ctx, y.ride(y.manon, "2026-10-21"), "")
	y.must(err)
	if late.Outcome != booking.Counted {
		t.Errorf("%+v, want too late", late)
	}
	card := y.card(y.hugo, "group", 1)
	_, err = y.Book(ctx, y.req(), desk.Book{Lesson: y.lessonOf(y.wed, "2026-10-21"), Rider: y.hugo, By: booking.ByCard, Card: card})
	y.refuses(err, club.CodeBookingClosed)

	y.limits(calendar.OwnLimits{})
	if plan, err = y.RiderPlan(ctx, y.manon, "2026-10-01", "2026-10-31"); err != nil || plan.Most != 5 || plan.Closes != 17*60 {
		t.Errorf("%d, %s, %v: want the club's", plan.Most, plan.Closes, err)
	}
	y.proved()
}

// What is on sale for the season follows its own limit too: the lesson of tomorrow is
// counted until it closes.
func TestAPackageIsSoldByTheLimitOfItsSeason(t *testing.T) {
	y := openYard(t)
	y.at("2026-10-13 12:30")
	before := y.open(y.weekly(y.manon, y.wed)).Lines[0].Seats.Lessons
	noon := 12 * 60
	y.limits(calendar.OwnLimits{CutOffMinutes: &noon})
	offers, err := y.OffersFor(ctx, y.hugo, y.householdOf(y.hugo))
	y.must(err)
	at := slices.IndexFunc(offers.Fits, func(o desk.FittingOffer) bool { return o.Offer.ID == y.annual })
	if at < 0 || offers.Fits[at].Seats.Series[0].Lessons != before-1 {
		t.Errorf("%+v, want %d lessons left", offers.Fits, before-1)
	}
	if after := y.open(y.weekly(y.hugo, y.wed)).Lines[0].Seats.Lessons; after != before-1 {
		t.Errorf("%d left, want %d", after, before-1)
	}
}

func TestASeasonGoesOnWithTheLimitsOfTheOneBeforeItAndMayHaveOthers(t *testing.T) {
	y := openYard(t)
	three, none, below, midnight := 3, 0, -1, 24*60
	y.limits(calendar.OwnLimits{VouchersASeason: &three})
	next, err := y.SaveSeason(ctx, y.req(), nextSeason())
	y.must(err)
	if next.VouchersASeason == nil || *next.VouchersASeason != 3 || next.CutOffMinutes != nil {
		t.Errorf("%+v", next.OwnLimits)
	}
	next.VouchersASeason = &none // none at all is a limit too
	_, err = y.SaveSeason(ctx, y.req(), next.Season)
	y.must(err)
	seasons, err := y.Seasons(ctx)
	y.must(err)
	if *seasons[0].VouchersASeason != 0 || *seasons[1].VouchersASeason != 3 {
		t.Errorf("%+v", seasons)
	}
	y.undo()
	seasons, err = y.Seasons(ctx)
	y.must(err)
	if *seasons[0].VouchersASeason != 3 {
		t.Error("undoing does not take the limit back")
	}
	for name, own := range map[string]calendar.OwnLimits{"season.vouchersASeason": {VouchersASeason: &below}, "season.cutOffMinutes": {CutOffMinutes: &midnight}, "season.voucherMonths": {VoucherMonths: &none}} {
		bad := next.Season
		bad.OwnLimits = own
		_, err := y.SaveSeason(ctx, y.req(), bad)
		wantRefusal(t, err, club.CodeOutOfRange, name)
	}
	history, err := y.SettingsHistory().Rows(ctx, desk.ListQuery{Part: "season.vouchersASeason"})
	y.must(err)
	if len(history) < 3 || history[0].New == "" || history[0].What == "vouchersASeason" {
		t.Errorf("%+v", history)
	}
	y.proved()
}
