package desk_test

import (
	"testing"

	"paddock/backend/billing"
	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

func (h *house) deferredOn(day calendar.Day) map[catalogue.Kind]sqlite.DeferredOffer {
	h.t.Helper()
	rows, err := h.DeferredRevenue().Rows(ctx, desk.ListQuery{To: day})
	h.must(err)
	by := map[catalogue.Kind]sqlite.DeferredOffer{}
	for _, row := range rows {
		sum := by[row.Kind]
		sum.Sold, sum.Used, sum.Left, sum.Cents = sum.Sold+row.Sold, sum.Used+row.Used, sum.Left+row.Left, sum.Cents+row.Cents
		by[row.Kind] = sum
	}
	return by
}

func TestWhatIsDeferredIsToldOfAnyDay(t *testing.T) {
	y := openYard(t)
	p := y.runsFromOctober() // sold on 13 October
	y.rolls(y.wed, "2026-10-14")
	lesson := y.group("2026-10-16", 8)
	y.booked(lesson, y.manon)
	y.at("2026-10-16 20:00")
	y.called(lesson)
	y.at("2026-10-19 10:00")
	y.cancelled(y.ride(y.manon, "2026-10-21"), booking.MakesVoucher)
	if before := y.deferredOn("2026-10-12"); before[catalogue.Package].Sold != 0 || before[catalogue.Card].Cents != 2*948 {
		t.Errorf("before the sale: %+v", before)
	}
	if on := y.deferredOn("2026-10-14")[catalogue.Package]; on.Sold != 30 || on.Used != 1 || on.Left != 29 || on.Cents != 31848-1062 {
		t.Errorf("on the day of its first lesson: %+v", on)
	}
	now := y.deferredOn("")
	if card := now[catalogue.Card]; card.Sold != 20 || card.Used != 1 || card.Cents != 2*948-95 {
		t.Errorf("%+v", card)
	}
	if vouchers := now[billing.Voucher]; vouchers.Left != 1 || vouchers.Cents != 0 {
		t.Errorf("%+v", vouchers)
	}
	var listed money.Cents
	for _, row := range now {
		listed += row.Cents
	}
	figures, err := y.Overview(ctx, "2026-10-01", "2026-10-31")
	y.must(err)
	if booked := y.balance("deferred.card") + y.balance("deferred.package") + y.balance("giftCards"); figures.Deferred != booked || listed != booked {
		t.Errorf("the figure says %d, the list %d, the books %d", figures.Deferred, listed, booked)
	}
	_, err = y.stops(p, "2026-10-20", 0)
	y.must(err)
	if left := y.deferredOn("")[catalogue.Package]; left.Left != 1 || left.Cents != 1061 { // its voucher stands for a lesson to come
		t.Errorf("a package that was given back is still owed: %+v", left)
	}
	files, err := y.DeferredFiles(ctx, "2026-12-31")
	y.must(err)
	if len(files) != 2 {
		t.Errorf("%d files", len(files))
	}
}

func TestOccupancyIsOfSeriesOfInstructorsAndOfHorses(t *testing.T) {
	y := openYard(t)
	y.runsFromOctober()
	pilot := y.stabled("Pilote")
	y.must(y.give(y.ride(y.manon, "2026-10-14"), pilot, ""))
	rows := func(part string) []sqlite.Occupancy {
		t.Helper()
		rows, err := y.Desk.Occupancy().Rows(ctx, desk.ListQuery{From: "2026-10-01", To: "2026-10-31", Part: part})
		y.must(err)
		return rows
	}
	series := rows("series")
	if len(series) != 1 || series[0].Lessons != 4 || series[0].Taken != 3 || series[0].Of != 8 || series[0].Percent != 37 || series[0].Weekday != 3 {
		t.Errorf("%+v", series)
	}
	if none := rows("instructor"); len(none) != 1 || none[0].ID != 0 || none[0].Of != 8 {
		t.Errorf("%+v", none)
	}
	horses := rows("horse")
	if len(horses) != 1 || horses[0].Name != "Pilote" || horses[0].Lessons != 1 || horses[0].Taken != 1 {
		t.Errorf("%+v", horses)
	}
	_, err := y.Desk.Occupancy().Rows(ctx, desk.ListQuery{Part: "arena"})
	y.refuses(err, club.CodeInvalid)
}

func TestIncomeIsOfTheMonthItWasEarned(t *testing.T) {
	y := openYard(t)
	y.runsFromOctober()
	y.rolls(y.wed, "2026-10-14", "2026-11-04")
	rows, err := y.Income().Rows(ctx, desk.ListQuery{From: y.season.First, To: y.season.Last})
	y.must(err)
	got := map[string]money.Cents{}
	for _, row := range rows {
		if row.Kind == catalogue.Package {
			got[row.Month] = row.Cents
		}
	}
	if got["2026-10"] != 1062 || got["2026-11"] != 1061 || len(got) != 2 {
		t.Errorf("%+v", rows)
	}
}

func TestRetentionCountsWhoCameBackFromSeasonToSeason(t *testing.T) {
	y := openYard(t)
	y.runsFromOctober() // Manon
	y.booked(y.lessonOf(y.wed, "2026-11-04"), y.hugo, given)
	next := y.rollsOver(42000)
	y.at("2027-09-15 10:00")
	plan, err := y.Plan(ctx, calendar.Period{First: next.First, Last: next.First.AddDays(40)})
	y.must(err)
	for _, l := range plan.Lessons {
		if l.Day > "2027-09-16" {
			y.booked(l.ID, y.manon, given)
			y.booked(l.ID, y.join("Nouveau", "Zoé").Riders[0].ID, given)
			break
		}
	}
	rows, err := y.Desk.Retention().Rows(ctx, desk.ListQuery{})
	y.must(err)
	if len(rows) != 2 || rows[0].Riders != 2 || rows[0].Before != 2 || rows[0].Back != 1 || rows[0].New != 1 || rows[0].Percent != 50 || rows[1].Before != 0 {
		t.Errorf("%+v", rows)
	}
	gone, err := y.Gone().Rows(ctx, desk.ListQuery{Of: rows[0].Season})
	y.must(err)
	if len(gone) != 1 || gone[0].Rider != y.hugo || gone[0].FirstName != "Hugo" || gone[0].Last != "2026-11-04" || gone[0].Email == "" {
		t.Errorf("who left: %+v", gone)
	}
	if now, err := y.Gone().Rows(ctx, desk.ListQuery{}); err != nil || len(now) != 1 {
		t.Errorf("of today's season: %+v, %v", now, err)
	}
	figures, err := y.Overview(ctx, "2027-09-01", "2027-09-30")
	y.must(err)
	if figures.Retained != rows[0] {
		t.Errorf("the figure is %+v, the list begins with %+v", figures.Retained, rows[0])
	}
}
