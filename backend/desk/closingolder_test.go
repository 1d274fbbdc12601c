package desk_test

import (
	"slices"
	"testing"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/money"
)

// Issue 5, section 2: monthly closings with their period totals. A club that sold for
// months before it closed its first day has one of each month, with what it brought.
func TestTheFirstClosingClosesEachMonthBeforeItByItself(t *testing.T) {
	h := openClub(t)
	family, gloves := h.join("Delcourt", "Manon"), h.goods("Gants", 2_400)
	for _, at := range []string{"2026-10-07 10:00", "2026-10-20 10:00", "2026-12-03 10:00", "2027-01-05 10:00", "2027-01-08 10:00"} {
		h.clock.set(t, at)
		h.sellTo(family.ID, gloves, cash(24_00)...)
	}
	h.clock.set(t, "2027-01-09 10:00")
	draft, err := h.Closing(ctx, "")
	h.must(err)
	months := []calendar.Period{{First: "2026-10-01", Last: "2026-10-31"}, {First: "2026-12-01", Last: "2026-12-31"}}
	if draft.Day != "2027-01-08" || !slices.Equal(draft.Older, months) || draft.Would.N != 3 || draft.Would.Period.Received.Cents != 48_00 || draft.Would.Perpetual.Received.Cents != 120_00 {
		t.Errorf("%s with %v, %d, %+v", draft.Day, draft.Older, draft.Would.N, draft.Would.Period)
	}
	clerk := h.req()
	clerk.Actor.Role = club.Desk
	_, err = h.CloseDay(ctx, clerk, desk.CloseDay{Day: "2027-01-08"})
	h.refuses(err, club.CodeNotAllowed)

	last := h.closes("2027-01-08")
	if last.N != 3 || last.Period.Received.Cents != 48_00 || last.Perpetual.Received.Cents != 120_00 || last.From != "2027-01-01" || last.Empty != 4 {
		t.Errorf("the day itself: %+v", last.Closing)
	}
	type made struct {
		kind      billing.ClosingKind
		n         int
		from, day calendar.Day
		brought   money.Cents
	}
	rows, err := h.Closings().Rows(ctx, desk.ListQuery{From: "2026-01-01", To: "2027-12-31"})
	h.must(err)
	got := []made{}
	for _, c := range slices.Backward(rows) {
		got = append(got, made{c.Kind, c.N, c.From, c.Day, c.Period.Received.Cents})
	}
	want := []made{
		{billing.DayClosing, 1, "2026-10-07", "2026-10-31", 48_00}, {billing.MonthClosing, 1, "2026-10-07", "2026-10-31", 48_00},
		{billing.DayClosing, 2, "2026-11-01", "2026-12-31", 24_00}, {billing.MonthClosing, 2, "2026-11-01", "2026-12-31", 24_00},
		{billing.DayClosing, 3, "2027-01-01", "2027-01-08", 48_00},
	}
	if !slices.Equal(got, want) {
		t.Errorf("made %v", got)
	}
	h.proved()
	year, err := h.CloseSpan(ctx, h.req(), billing.YearClosing, "2026-12-31") // of the months that were made
	h.must(err)
	if year.Period.Received.Cents != 72_00 || year.N != 1 {
		t.Errorf("%+v", year.Closing)
	}
	h.clock.set(t, "2027-01-12 10:00")
	h.sellTo(family.ID, gloves)
	h.clock.set(t, "2027-02-02 10:00")
	h.closesWithout("2027-02-01", club.CodeDayBefore) // from then on each day by itself
	h.proved()
}
