package desk_test

import (
	"slices"
	"testing"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// merges merges one lesson into another.
func (y *yard) merges(from, into planning.LessonID) (desk.GroupMerge, error) {
	y.t.Helper()
	return y.MergeLesson(ctx, y.req(), from, desk.MergeLesson{Into: into, Version: y.planned(from).Version})
}

// planned is a lesson of the day that the tests merge on.
func (y *yard) planned(id planning.LessonID) sqlite.PlanLesson {
	y.t.Helper()
	plan, err := y.Plan(ctx, calendar.Period{First: "2026-11-04", Last: "2026-11-04"})
	y.must(err)
	at := slices.IndexFunc(plan.Lessons, func(l sqlite.PlanLesson) bool { return l.ID == id })
	return plan.Lessons[at]
}

func TestTwoSmallGroupsAreMergedWithWhatPaysTheirPlacesAndEverybodyTold(t *testing.T) {
	y := openYard(t)
	four := y.series(3, 16*60, 2, nil)
	y.checkout(y.open(y.weekly(y.manon, y.wed)))
	from, into := y.lessonOf(y.wed, "2026-11-04"), y.lessonOf(four, "2026-11-04")
	emma := y.join("Petit", "Emma").Riders[0].ID
	card := y.card(emma, "group", 10)
	_, err := y.Book(ctx, y.req(), desk.Book{Lesson: from, Rider: emma, By: booking.ByCard, Card: card})
	y.must(err)
	y.booked(into, y.hugo, given)

	list, err := y.Merges(ctx, from)
	y.must(err)
	if len(list) != 1 || list[0].Lesson.ID != into || !slices.Equal(list[0].Moves, []string{"Manon"}) || len(list[0].LeftOut) != 1 || list[0].LeftOut[0].Why.Code != club.CodeLessonFull {
		t.Fatalf("%+v", list)
	}
	done, err := y.merges(from, into)
	y.must(err)
	if len(done.Moves) != 1 || done.LeftOut[0].Rider != emma {
		t.Errorf("%+v", done)
	}
	if states := y.states(into); len(states) != 2 || states[0] != booking.Booked || states[1] != booking.Booked {
		t.Errorf("%v", states)
	}
	if after := y.planned(from); after.State != planning.Cancelled || after.Reason == "" {
		t.Errorf("%+v", after)
	}
	if told, out := y.toTell(int64(into)), y.toTell(int64(from)); len(told) != 1 || told[0].Kind != "lessonMerged" || len(out) != 1 || out[0].Kind != "lessonCancelled" {
		t.Errorf("%+v\n%+v", told, out)
	}
	ledger, err := y.CardLedger(ctx, card)
	y.must(err)
	if last := ledger[len(ledger)-1]; last.Balance != 10 {
		t.Errorf("who has no place there has the unit back: %+v", last)
	}
	run := y.packages()[0].Run
	if at := slices.IndexFunc(run, func(l desk.PackageLesson) bool { return l.Lesson == into }); at < 0 || run[at].Fate != booking.ToCome {
		t.Errorf("the package rides in the other lesson: %+v", run)
	}
	y.proved()

	y.must(y.undoes())
	if states := y.states(from); len(states) != 2 || states[0] != booking.Booked || states[1] != booking.Booked {
		t.Errorf("%v", states)
	}
	if len(y.toTell(0)) != 0 {
		t.Errorf("%+v", y.toTell(0))
	}
	y.proved()
}

func TestWhoHasAnotherLevelOrRidesElsewhereIsNamedAndNotMerged(t *testing.T) {
	y := openYard(t)
	adults := y.series(3, 16*60, 8, func(s *planning.Series) { s.AgeMin = 18 })
	other := y.series(3, 17*60, 8, nil)
	from := y.lessonOf(y.wed, "2026-11-04")
	y.booked(from, y.manon, given)
	_, err := y.merges(from, y.lessonOf(adults, "2026-11-04"))
	y.refuses(err, club.CodeLessonFull) // nobody has a place there

	list, err := y.Merges(ctx, from)
	y.must(err)
	if len(list) != 2 || list[0].Lesson.ID != y.lessonOf(other, "2026-11-04") || list[1].LeftOut[0].Why.Code != club.CodeTooYoung {
		t.Errorf("%+v", list)
	}
	_, err = y.merges(from, y.lessonOf(other, "2026-11-11"))
	y.refuses(err, club.CodeMergeUnlike)
	y.at("2026-11-04 15:30")
	_, err = y.merges(from, y.lessonOf(other, "2026-11-04"))
	y.refuses(err, club.CodeLessonBegun)
}

// lineOf is who waits for a lesson that is given, and what became of it, in order.
func (y *yard) lineOf(id planning.LessonID) (riders []club.RiderID, first booking.Turn) {
	y.t.Helper()
	rows, err := y.WaitingLists().Rows(ctx, desk.ListQuery{})
	y.must(err)
	for _, w := range rows {
		if w.Lesson == id {
			if riders = append(riders, w.Rider); len(riders) == 1 {
				first = w.State
			}
		}
	}
	return riders, first
}

func TestWhoWaitsForAMergedLessonWaitsForTheOtherOneAndIsBackWhenItIsUndone(t *testing.T) {
	y := openYard(t)
	small := y.series(3, 15*60, 1, nil)
	four := y.series(3, 16*60, 2, nil)
	from, into := y.lessonOf(small, "2026-11-04"), y.lessonOf(four, "2026-11-04")
	y.booked(from, y.manon, given)
	home := y.join("Petit", "Emma", "Jules")
	emma, jules := home.Riders[0].ID, home.Riders[1].ID
	y.waitFor(from, y.hugo, emma, jules)
	besides := y.booked(into, jules, given)
	expect := func(of planning.LessonID, turn booking.Turn, riders ...club.RiderID) {
		t.Helper()
		if line, first := y.lineOf(of); !slices.Equal(line, riders) || first != turn {
			t.Errorf("%v, the first %s", line, first)
		}
	}
	list, err := y.Merges(ctx, from)
	y.must(err)
	if at := slices.IndexFunc(list, func(m desk.GroupMerge) bool { return m.Lesson.ID == into }); !slices.Equal(list[at].Waits, []string{"Hugo", "Emma"}) {
		t.Errorf("Jules rides there: %+v", list[at].Waits)
	}
	_, err = y.merges(from, into)
	y.must(err)
	expect(into, booking.Waits, y.hugo, emma)
	y.must(y.undoes())
	expect(from, booking.Waits, y.hugo, emma, jules)
	expect(into, "")

	_, err = y.cancel(besides, desk.CancelBooking{})
	y.must(err)
	_, err = y.merges(from, into)
	y.must(err)
	expect(into, booking.Offered, y.hugo, emma, jules)
	y.must(y.undoes())
	expect(from, booking.Waits, y.hugo, emma, jules)
	expect(into, "")
	if told := y.toTell(int64(into)); len(told) != 0 {
		t.Errorf("%+v", told)
	}
	y.proved()
}

func TestAMergeSomebodyUsedSinceIsNotUndone(t *testing.T) {
	y := openYard(t)
	four := y.series(3, 16*60, 2, nil)
	from, into := y.lessonOf(y.wed, "2026-11-04"), y.lessonOf(four, "2026-11-04")
	b := y.booked(from, y.manon, given)
	_, err := y.merges(from, into)
	y.must(err)
	_, err = y.cancel(b, desk.CancelBooking{})
	y.must(err)
	actions, err := y.Actions(ctx, y.owner)
	y.must(err)
	at := slices.IndexFunc(actions, func(a sqlite.Action) bool { return a.What == "mergeLesson" })
	_, err = y.Undo(ctx, y.req(), actions[at].ID)
	y.refuses(err, club.CodeUndoUsed)
}

func TestWhoWaitsForAMergedLessonAndCannotRideInTheOtherOneIsNamedAndTold(t *testing.T) {
	y := openYard(t)
	small := y.series(3, 15*60, 1, nil)
	adults := y.series(3, 16*60, 8, func(s *planning.Series) { s.AgeMin = 18 })
	from, into := y.lessonOf(small, "2026-11-04"), y.lessonOf(adults, "2026-11-04")
	grown := y.join("Petit", "Emma").Riders[0]
	grown.BirthDate = "1990-05-02"
	_, err := y.SaveRider(ctx, y.req(), desk.SaveRider{Rider: grown})
	y.must(err)
	y.booked(from, grown.ID, given)
	y.waitFor(from, y.hugo)

	list, err := y.Merges(ctx, from)
	y.must(err)
	at := slices.IndexFunc(list, func(m desk.GroupMerge) bool { return m.Lesson.ID == into })
	if m := list[at]; len(m.Waits) != 0 || len(m.Stays) != 1 || m.Stays[0].Rider != y.hugo || m.Stays[0].Why.Code != club.CodeTooYoung {
		t.Fatalf("%+v", m)
	}
	_, err = y.merges(from, into)
	y.must(err)
	if told := y.toTell(int64(from)); len(told) != 1 || told[0].Kind != "waitedInVain" || told[0].Riders != "Hugo Delcourt" {
		t.Errorf("%+v", told)
	}
	y.must(y.undoes())
	if told := y.toTell(0); len(told) != 0 {
		t.Errorf("%+v", told)
	}
	if riders, turn := y.lineOf(from); len(riders) != 1 || turn != booking.Waits {
		t.Errorf("%v %s", riders, turn)
	}
	y.proved()
}

func TestWhoWaitsForALessonThatTheClubCancelsIsTold(t *testing.T) {
	y := openYard(t)
	small := y.series(3, 15*60, 1, nil)
	from := y.lessonOf(small, "2026-11-04")
	y.booked(from, y.manon, given)
	other := y.join("Petit", "Emma").Riders[0].ID
	y.waitFor(from, y.hugo, other)
	_, err := y.CancelLesson(ctx, y.req(), from, desk.CancelLesson{Reason: "gel", Version: y.planned(from).Version})
	y.must(err)
	kinds := map[string]string{}
	for _, told := range y.toTell(int64(from)) {
		kinds[told.Riders] = told.Kind
	}
	if len(kinds) != 3 || kinds["Manon"] != "lessonCancelled" || kinds["Hugo Delcourt"] != "waitedInVain" || kinds["Emma Petit"] != "waitedInVain" {
		t.Errorf("%v", kinds)
	}
	y.proved()
}
