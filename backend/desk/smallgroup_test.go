package desk_test

import (
	"testing"

	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

func (y *yard) small() []sqlite.SmallGroup {
	y.t.Helper()
	rows, err := y.SmallGroups().Rows(ctx, desk.ListQuery{})
	y.must(err)
	return rows
}

func TestALessonBelowItsMinimumIsShownInGoodTimeUntilItIsKeptOrFull(t *testing.T) {
	y := openYard(t)
	y.series(4, 10*60, 6, func(s *planning.Series) { s.MinGroup = 2 }) // Thursdays
	for moment, want := range map[string]int{"2026-10-11 09:00": 0, "2026-10-12 09:00": 1, "2026-10-15 09:59": 1, "2026-10-15 10:00": 0} {
		y.at(moment)
		if got := len(y.small()); got != want {
			t.Errorf("at %s %d are shown, want %d", moment, got, want)
		}
	}
	y.at("2026-10-12 09:00")
	l := y.small()[0]
	kept, err := y.KeepLesson(ctx, y.req(), l.ID, desk.KeepLesson{Keep: true, Version: l.Version})
	y.must(err)
	if len(y.small()) != 0 || !kept.Kept {
		t.Error("a lesson that is kept is still shown")
	}
	y.undo()
	today, err := y.Today(ctx)
	y.must(err)
	if len(today.SmallGroups) != 1 || today.SmallGroups[0].Booked != 0 {
		t.Errorf("%+v", today.SmallGroups)
	}
	for _, rider := range y.crowd(2)[:2] {
		y.booked(l.ID, rider, given)
	}
	if left := y.small(); len(left) != 0 {
		t.Errorf("a lesson with its minimum: %+v", left)
	}
	y.proved()
}

func TestHowLongBeforeASmallGroupIsShownIsASetting(t *testing.T) {
	y := openYard(t)
	y.series(4, 10*60, 6, func(s *planning.Series) { s.MinGroup = 2 })
	settings, err := y.SettingsView(ctx)
	y.must(err)
	policy := settings.Policy
	policy.SmallGroupDays = 10
	_, err = y.SavePolicy(ctx, y.req(), desk.Change[club.Policy]{Version: settings.Versions.Policy, Value: policy})
	y.must(err)
	y.at("2026-10-11 09:00")
	if got := len(y.small()); got != 1 {
		t.Errorf("%d are shown", got)
	}
}
