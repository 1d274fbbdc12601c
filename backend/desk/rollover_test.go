package desk_test

import (
	"slices"
	"testing"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/planning"
)

// seriesOf saves a series of some days of the season.
func (s *school) seriesOf(name string, first, last calendar.Day, reason string) (planning.Series, error) {
	s.t.Helper()
	saved, err := s.SaveSeries(ctx, s.req(), desk.SaveSeries{Reason: reason, Series: planning.Series{
		Season: s.season, Shape: s.shape(name, 840), Weekday: 4, EveryWeeks: 1, First: first, Last: last}})
	return saved.Series, err
}

func (s *school) seasonToCome() calendar.Season {
	s.t.Helper()
	next, err := s.SaveSeason(ctx, s.req(), calendar.Season{Name: "2027–2028", First: "2027-09-01", Last: "2028-08-31"})
	s.must(err)
	return next.Season
}

func TestTwoHalfSeasonsInOneArenaRollOverOneAfterTheOther(t *testing.T) {
	s := openSchool(t)
	autumn, err := s.seriesOf("Galop 3", "2026-09-01", "2027-01-31", "")
	s.must(err)
	spring, err := s.seriesOf("Galop 4", "2027-02-01", "2027-08-31", "")
	s.must(err)
	next := s.seasonToCome()
	in := desk.CopySeries{From: s.season, To: next.ID}
	check, err := s.CheckCopySeries(ctx, in)
	s.must(err)
	made, err := s.CopySeries(ctx, s.req(), in)
	s.must(err)
	if made.Series != 3 || len(made.Clashes) != 0 || made.Made > 104 || made.Made != check.Made || check.Series != 3 {
		t.Errorf("%+v, foreseen %+v", made, check)
	}
	list, err := s.SeriesOf(ctx, next.ID)
	s.must(err)
	for _, c := range list {
		if c.Follows == autumn.ID && c.Last != "2028-01-30" || c.Follows == spring.ID && c.First != "2028-01-31" {
			t.Errorf("%+v", c)
		}
	}
	s.must(s.undoLast())
	if left := s.lessons("2028-02-01", "2028-02-28"); len(left) != 0 {
		t.Errorf("%d lessons after undoing", len(left))
	}
	s.proved()
}

func TestWhatClashesInARollOverIsLeftOutAndListed(t *testing.T) {
	s := openSchool(t)
	_, err := s.seriesOf("Galop 3", "", "", "")
	s.must(err)
	_, err = s.seriesOf("Galop 4", "2027-03-29", "2027-04-25", "deux moitiés de manège")
	s.must(err)
	in := desk.CopySeries{From: s.season, To: s.seasonToCome().ID}
	check, err := s.CheckCopySeries(ctx, in)
	s.must(err)
	made, err := s.CopySeries(ctx, s.req(), in)
	s.must(err)
	if len(made.Clashes) != 4 || len(check.Clashes) != 4 || made.Made != check.Made {
		t.Fatalf("%+v, foreseen %+v", made.Clashes, check.Clashes)
	}
	if c := made.Clashes[0]; c.What != planning.ArenaTaken || c.Name != "Manège" || c.Day != "2028-03-30" || c.Lesson == c.Other {
		t.Errorf("%+v", c)
	}
	states := map[planning.State]int{}
	for _, l := range s.lessons("2028-03-30", "2028-03-30") {
		states[l.State]++
	}
	if states[planning.Planned] != 1 || states[planning.Cancelled] != 1 {
		t.Errorf("%+v", states)
	}
	// What was left out stays so when the plan follows the calendar.
	closed, err := s.SaveClosedDays(ctx, s.req(), []planning.ClosedDays{{Kind: planning.NoLessons, Name: "Concours", Period: calendar.Period{First: "2028-04-01", Last: "2028-04-07"}, Source: "typed"}})
	s.must(err)
	_, err = s.RemoveClosedDays(ctx, s.req(), closed.Days[0].ID)
	s.must(err)
	s.proved()
}

func TestARollOverGivesWhatClashesWithOneReasonThatTheOwnerReads(t *testing.T) {
	s := openSchool(t)
	_, err := s.seriesOf("Galop 3", "", "", "")
	s.must(err)
	_, err = s.seriesOf("Galop 4", "2027-03-29", "2027-04-25", "deux moitiés de manège")
	s.must(err)
	made, err := s.CopySeries(ctx, s.req(), desk.CopySeries{From: s.season, To: s.seasonToCome().ID, Reason: "comme cette saison"})
	s.must(err)
	if len(made.Clashes) != 0 || len(s.lessons("2028-03-30", "2028-03-30")) != 2 {
		t.Errorf("%+v", made)
	}
	list, err := s.Overrides().Rows(ctx, desk.ListQuery{From: "2026-09-01", To: "2027-08-31"})
	s.must(err)
	if len(list) != 2 || list[0].Reason != "comme cette saison" || list[0].Plan.Lessons != 4 {
		t.Errorf("%+v", list)
	}
	s.proved()
}

func TestALeaveLeavesOneLessonOutOfARollOver(t *testing.T) {
	s := openSchool(t)
	_, err := s.SaveInstructor(ctx, s.req(), planning.Instructor{ID: s.coach, Teaches: true, Leave: []planning.Leave{{Period: calendar.Period{First: "2027-10-20", Last: "2027-10-20"}}}})
	s.must(err)
	made, err := s.CopySeries(ctx, s.req(), desk.CopySeries{From: s.season, To: s.seasonToCome().ID})
	s.must(err)
	if len(made.Clashes) != 1 || made.Clashes[0].What != planning.OnLeave || made.Clashes[0].Day != "2027-10-20" || made.Made < 49 {
		t.Errorf("%+v", made)
	}
}

func TestADayOpensAgainOverOverlapsThatWereAllowed(t *testing.T) {
	s := openSchool(t)
	_, err := s.seriesOf("Galop 4", "", "", "")
	s.must(err)
	_, err = s.seriesOf("Galop 3", "", "", "deux moitiés de manège")
	s.must(err)
	_, err = s.AddLesson(ctx, s.req(), desk.LessonForm{Day: "2026-10-14", Shape: s.shape("Essai", 870), Reason: "une heure seulement"})
	s.must(err)
	closed, err := s.SaveClosedDays(ctx, s.req(), []planning.ClosedDays{{Kind: planning.NoLessons, Name: "Concours", Period: calendar.Period{First: "2026-10-12", Last: "2026-10-18"}, Source: "typed"}})
	s.must(err)
	if left := s.lessons("2026-10-12", "2026-10-18"); len(left) != 1 {
		t.Errorf("%d lessons are left", len(left))
	}
	_, err = s.RemoveClosedDays(ctx, s.req(), closed.Days[0].ID)
	s.must(err)
	reasons := 0
	for _, l := range s.lessons("2026-10-12", "2026-10-18") {
		if l.Reason != "" {
			reasons++
		}
	}
	if got := len(s.lessons("2026-10-12", "2026-10-18")); got != 4 || reasons < 2 {
		t.Errorf("%d lessons, %d with their reason", got, reasons)
	}
	s.must(s.undoLast())

	// What was put there while it was closed is no overlap that somebody allowed.
	_, err = s.AddLesson(ctx, s.req(), desk.LessonForm{Day: "2026-10-15", Shape: s.shape("Répétition", 840), Reason: "pour le concours"})
	s.must(err)
	all, err := s.ClosedDays(ctx)
	s.must(err)
	_, err = s.RemoveClosedDays(ctx, s.req(), all[0].ID)
	s.refuses(err, club.CodeArenaTaken)
	s.proved()
}

func TestAWeekIsCopiedWithTheOverlapsThatWereAllowed(t *testing.T) {
	s := openSchool(t)
	_, err := s.AddLesson(ctx, s.req(), desk.LessonForm{Day: "2026-10-16", Shape: s.shape("Matin", 840)})
	s.must(err)
	_, err = s.AddLesson(ctx, s.req(), desk.LessonForm{Day: "2026-10-16", Shape: s.shape("Essai", 870), Reason: "deux moitiés de manège"})
	s.must(err)
	n, err := s.DuplicateWeek(ctx, s.req(), desk.DuplicateWeek{From: "2026-10-16", To: "2026-10-23"})
	s.must(err)
	if n != 2 {
		t.Errorf("%d lessons", n)
	}
	_, err = s.DuplicateWeek(ctx, s.req(), desk.DuplicateWeek{From: "2026-10-23", To: "2026-10-30"}) // and from the copy
	s.must(err)
	_, err = s.DuplicateWeek(ctx, s.req(), desk.DuplicateWeek{From: "2026-10-16", To: "2026-10-30"})
	s.refuses(err, club.CodeArenaTaken) // nobody allowed the same lesson twice
	_, err = s.DuplicateWeek(ctx, s.req(), desk.DuplicateWeek{From: "2026-10-16", To: "2026-10-30", Reason: "deux fois"})
	s.must(err)
	s.proved()
}

func TestWhatIsPlannedInTheNextSeasonAlreadyIsNamedAndTheRestFollows(t *testing.T) {
	s := openSchool(t)
	_, err := s.seriesOf("Galop 4", "", "", "")
	s.must(err)
	next := s.seasonToCome()
	byHand, err := s.SaveSeries(ctx, s.req(), desk.SaveSeries{Series: planning.Series{
		Season: next.ID, Shape: s.shape("Galop 4", 840), Weekday: 4, EveryWeeks: 1, First: next.First, Last: next.Last}})
	s.must(err)
	in := desk.CopySeries{From: s.season, To: next.ID}
	check, err := s.CheckCopySeries(ctx, in)
	s.must(err)
	made, err := s.CopySeries(ctx, s.req(), in)
	s.must(err)
	if made.Series != 1 || !slices.Equal(made.There, []string{"Galop 4"}) || !slices.Equal(check.There, made.There) || check.Series != 1 || len(made.Clashes) != 0 {
		t.Errorf("%+v, foreseen %+v", made, check)
	}
	_, err = s.seriesOf("Galop 5", "2027-03-29", "2027-04-25", "deux moitiés de manège")
	s.must(err)
	again, err := s.CopySeries(ctx, s.req(), in)
	s.must(err)
	if again.Series != 1 || len(again.There) != 2 {
		t.Errorf("%+v", again)
	}
	list, err := s.SeriesOf(ctx, next.ID)
	s.must(err)
	if len(list) != 3 || !slices.ContainsFunc(list, func(of planning.Series) bool { return of.ID == byHand.Series.ID && of.Version == 1 }) {
		t.Errorf("%+v", list)
	}
	_, err = s.CopySeries(ctx, s.req(), in)
	s.refuses(err, club.CodeSeasonPlanned)
	s.proved()
}

// Two groups at the same hour, of which one was planned by hand: that answers for the one
// of its own arena, and the other goes on.
func TestOfTwoEqualSeriesOneMadeByHandAnswersForOneOnly(t *testing.T) {
	s := openSchool(t)
	_, err := s.seriesOf("Galop 4", "", "", "")
	s.must(err)
	parallel, err := s.seriesOf("Galop 4", "", "", "deux moitiés de manège")
	s.must(err)
	shape := parallel.Shape
	shape.Arena = 0
	parallel.Shape = shape
	_, err = s.SaveSeries(ctx, s.req(), desk.SaveSeries{Series: parallel, Reason: "deux groupes"})
	s.must(err)
	next := s.seasonToCome()
	_, err = s.SaveSeries(ctx, s.req(), desk.SaveSeries{Series: planning.Series{
		Season: next.ID, Shape: shape, Weekday: 4, EveryWeeks: 1, First: next.First, Last: next.Last}, Reason: "deux groupes"})
	s.must(err)
	in := desk.CopySeries{From: s.season, To: next.ID, Reason: "deux groupes"}
	made, err := s.CopySeries(ctx, s.req(), in)
	s.must(err)
	list, err := s.SeriesOf(ctx, next.ID)
	s.must(err)
	arenas := 0
	for _, of := range list {
		if of.Name == "Galop 4" && of.Arena != 0 {
			arenas++
		}
	}
	if made.Series != 2 || !slices.Equal(made.There, []string{"Galop 4"}) || len(list) != 3 || arenas != 1 {
		t.Errorf("%+v, %+v", made, list)
	}
	_, err = s.CopySeries(ctx, s.req(), in)
	s.refuses(err, club.CodeSeasonPlanned)
	s.proved()
}
