package desk_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/journal"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// school is a club with an arena, an instructor and a series on Wednesdays at
// 14:00 that does not ride in school holidays.
type school struct {
	*house
	arena  planning.ArenaID
	coach  int64
	season int64
	series planning.Series
}

func openSchool(t testing.TB) *school {
	t.Helper()
	s := &school{house: openClub(t)}
	arenas, err := s.SaveArena(ctx, s.req(), planning.Arena{Name: "Manège"})
	s.must(err)
	coach, err := s.SaveStaff(ctx, s.req(), desk.SaveStaff{Staff: club.Staff{Name: "Camille", Role: club.Instructor}})
	s.must(err)
	_, err = s.SaveInstructor(ctx, s.req(), planning.Instructor{ID: coach.ID, Teaches: true})
	s.must(err)
	seasons, err := s.Seasons(ctx)
	s.must(err)
	s.arena, s.coach, s.season = arenas[0].ID, coach.ID, seasons[0].ID
	s.series = s.weekly("Galop 2", 3, 840)
	return s
}

func (s *school) shape(name string, start calendar.Minute) planning.Shape {
	return planning.Shape{Kind: planning.Group, Name: name, Start: start, Minutes: 60, Arena: s.arena, Instructor: s.coach, Capacity: 8}
}

func (s *school) weekly(name string, weekday int, start calendar.Minute) planning.Series {
	s.t.Helper()
	saved, err := s.SaveSeries(ctx, s.req(), desk.SaveSeries{Series: planning.Series{Season: s.season, Shape: s.shape(name, start), Weekday: weekday, EveryWeeks: 1}})
	s.must(err)
	return saved.Series
}

// lessons are those of some days.
func (s *school) lessons(first, last calendar.Day) []sqlite.PlanLesson {
	s.t.Helper()
	plan, err := s.Plan(ctx, calendar.Period{First: first, Last: last})
	s.must(err)
	return plan.Lessons
}

func (s *school) lesson(day calendar.Day) planning.Lesson {
	s.t.Helper()
	lessons := s.lessons(day, day)
	if len(lessons) != 1 {
		s.t.Fatalf("%d lessons on %s", len(lessons), day)
	}
	return lessons[0].Lesson
}

func (s *school) undoLast() error {
	s.t.Helper()
	actions, err := s.Actions(ctx, s.owner)
	s.must(err)
	_, err = s.Undo(ctx, s.req(), actions[0].ID)
	return err
}

func form(l planning.Lesson, change func(*desk.LessonForm)) desk.LessonForm {
	f := desk.LessonForm{Day: l.Day, Shape: l.Shape, Version: l.Version}
	change(&f)
	return f
}

func TestASeriesMakesItsLessonsOnceAndUndoingTakesThemAway(t *testing.T) {
	s := openSchool(t)
	all, err := s.ListLessons(ctx, calendar.Period{})
	s.must(err)
	if len(all) != 50 { // of 52 Wednesdays, 11 November and 14 July are public holidays
		t.Errorf("%d lessons", len(all))
	}
	if got := all[0]; got.Day != "2026-09-02" || got.Time != "14:00" || got.Place != "Manège" || got.Instructor != "Camille" || got.Capacity != 8 || got.Booked != 0 {
		t.Errorf("%+v", got)
	}
	s.must(s.undoLast())
	if left := s.lessons("2026-09-01", "2026-09-30"); len(left) != 0 {
		t.Errorf("%d lessons are left", len(left))
	}
}

func TestAClosedDayTakesItsLessonsAndOpeningGivesThemBack(t *testing.T) {
	s := openSchool(t)
	day := []planning.ClosedDays{{Kind: planning.SchoolHoliday, Name: "Toussaint", Period: calendar.Period{First: "2026-10-17", Last: "2026-11-01"}, Source: "typed"}}
	_, err := s.SaveClosedDays(ctx, s.req(), day)
	s.must(err)
	if left := s.lessons("2026-10-17", "2026-11-01"); len(left) != 0 {
		t.Errorf("%d lessons in the holidays", len(left))
	}
	s.must(s.undoLast())
	if left := s.lessons("2026-10-17", "2026-11-01"); len(left) != 2 {
		t.Errorf("%d lessons after undoing", len(left))
	}
	closed, err := s.SaveClosedDays(ctx, s.req(), day)
	s.must(err)
	_, err = s.RemoveClosedDays(ctx, s.req(), closed.Days[0].ID)
	s.must(err)
	if left := s.lessons("2026-10-17", "2026-11-01"); len(left) != 2 {
		t.Errorf("%d lessons once it is open again", len(left))
	}
}

func TestOneLessonMovesAloneAndItsSeriesLeavesIt(t *testing.T) {
	s := openSchool(t)
	was := s.lesson("2026-10-14")
	moved, err := s.ChangeLesson(ctx, s.req(), was.ID, form(was, func(f *desk.LessonForm) { f.Day, f.Start = "2026-10-22", 1020 }))
	s.must(err)
	if !moved.Own || moved.Week != "2026-10-12" || moved.Version != 2 {
		t.Errorf("%+v", moved)
	}
	series := s.series
	series.Name, series.Start = "Galop 3", 900
	_, err = s.SaveSeries(ctx, s.req(), desk.SaveSeries{Series: series})
	s.must(err)
	if got := s.lesson("2026-10-22"); got.Name != "Galop 2" || got.Start != 1020 {
		t.Errorf("the one changed by hand: %+v", got)
	}
	if got := s.lesson("2026-10-21"); got.Name != "Galop 3" || got.Start != 900 {
		t.Errorf("one of the series: %+v", got)
	}
	if got := s.lesson("2026-09-30"); got.Name != "Galop 2" {
		t.Errorf("one that was given: %+v", got)
	}
	if got := s.lessons("2026-10-12", "2026-10-18"); len(got) != 0 {
		t.Errorf("its week has a second one: %+v", got)
	}
	s.must(s.undoLast())
	if got := s.lesson("2026-10-21"); got.Name != "Galop 2" || got.Start != 840 {
		t.Errorf("undone: %+v", got)
	}
	s.must(s.undoSecond())
	if got := s.lesson("2026-10-14"); got.ID != was.ID || got.Own {
		t.Errorf("undone: %+v", got)
	}
}

// undoSecond undoes the latest action that still stands.
func (s *school) undoSecond() error {
	s.t.Helper()
	actions, err := s.Actions(ctx, s.owner)
	s.must(err)
	at := slices.IndexFunc(actions, func(a sqlite.Action) bool { return a.UndoneAt == "" })
	_, err = s.Undo(ctx, s.req(), actions[at].ID)
	return err
}

// PRODUCT section 3: a place is never overridden, the capacity is raised, which is
// recorded; of one lesson and of all that follow alike, in one entry.
func TestRoomThatIsMadeInALessonOrInASeriesIsSealed(t *testing.T) {
	s := openSchool(t)
	was := s.lesson("2026-10-14")
	sealed := func() (lines []string) {
		s.journal(func(kind, line string) {
			if kind == string(journal.OverrideMade) {
				lines = append(lines, line)
			}
		})
		return lines
	}
	wider := func(following bool, by int) {
		t.Helper()
		lesson := s.lesson("2026-10-14")
		_, err := s.ChangeLesson(ctx, s.req(), lesson.ID, form(lesson, func(f *desk.LessonForm) { f.Capacity, f.Following = f.Capacity+by, following }))
		s.must(err)
	}
	wider(false, 1)
	if lines := sealed(); len(lines) != 1 || strings.Count(lines[0], `"lesson":`) != 1 {
		t.Errorf("one lesson: %s", lines)
	}
	wider(false, -1)
	wider(true, 2)
	lines := sealed()
	if len(lines) != 2 || strings.Count(lines[1], fmt.Sprintf(`"was":%d`, was.Capacity)) < 10 {
		t.Errorf("a series: %s", lines)
	}
	list, err := s.Overrides().Rows(ctx, desk.ListQuery{From: "2026-10-01", To: "2026-10-31"})
	s.must(err)
	if len(list) != 2 || list[0].Plan == nil || list[0].Plan.Room != was.Capacity+2 || list[0].Plan.Lessons < 10 || list[1].Plan.Lessons != 1 || list[1].Plan.On != "2026-10-14" {
		t.Errorf("the owner reads %+v", list)
	}
	s.proved()
}

func TestThisAndFollowingBecomeTheSeries(t *testing.T) {
	s := openSchool(t)
	was := s.lesson("2026-10-14")
	_, err := s.ChangeLesson(ctx, s.req(), was.ID, form(was, func(f *desk.LessonForm) { f.Day, f.Following = "2026-10-22", true }))
	s.refuses(err, club.CodeOtherWeek)
	got, err := s.ChangeLesson(ctx, s.req(), was.ID, form(was, func(f *desk.LessonForm) { f.Day, f.Start, f.Following = "2026-10-15", 1080, true }))
	s.must(err)
	if got.Day != "2026-10-15" || got.Own || got.Changed < 40 {
		t.Errorf("%+v", got)
	}
	for day, n := range map[calendar.Day]int{"2026-10-07": 1, "2026-10-14": 0, "2026-10-15": 1, "2026-10-22": 1, "2026-11-12": 1} {
		if got := s.lessons(day, day); len(got) != n {
			t.Errorf("%s: %d lessons, want %d", day, len(got), n)
		}
	}
	s.must(s.undoLast())
	if got := s.lesson("2026-10-14"); got.ID != was.ID || got.Start != 840 {
		t.Errorf("undone: %+v", got)
	}
	if got := s.lessons("2026-11-12", "2026-11-12"); len(got) != 0 {
		t.Errorf("a lesson it made is left: %+v", got)
	}
}

func TestAnOverlapBlocksAndAnOverloadTakesAReason(t *testing.T) {
	s := openSchool(t)
	add := func(as club.Actor, change func(*desk.LessonForm)) error {
		f := desk.LessonForm{Day: "2026-10-14", Shape: s.shape("Essai", 870)}
		change(&f)
		req := s.req()
		req.Actor = as
		_, err := s.AddLesson(ctx, req, f)
		return err
	}
	s.refuses(add(s.owner, func(*desk.LessonForm) {}), club.CodeArenaTaken)
	s.refuses(add(s.owner, func(f *desk.LessonForm) { f.Arena = 0 }), club.CodeInstructorTaken)
	s.must(add(s.owner, func(f *desk.LessonForm) { f.Arena, f.Instructor = 0, 0 }))
	s.must(add(s.owner, func(f *desk.LessonForm) { f.Reason = "deux moitiés de manège" }))
	list, err := s.Overrides().Rows(ctx, desk.ListQuery{From: "2026-10-01", To: "2026-10-31"})
	s.must(err)
	if len(list) != 1 || list[0].Plan == nil || !list[0].Plan.Clash.Blocks() || list[0].Plan.With == "" || list[0].Reason != "deux moitiés de manège" {
		t.Errorf("the owner reads %+v", list)
	}

	clerk, err := s.SaveStaff(ctx, s.req(), desk.SaveStaff{Staff: club.Staff{Name: "Léa", Role: club.Desk}})
	s.must(err)
	actor := club.Actor{ID: clerk.ID, Role: club.Desk}
	view, err := s.SettingsView(ctx)
	s.must(err)
	policy := view.Policy
	policy.DeskOverrides = false
	_, err = s.SavePolicy(ctx, s.req(), desk.Change[club.Policy]{Version: view.Versions.Policy, Value: policy})
	s.must(err)
	s.refuses(add(actor, func(f *desk.LessonForm) { f.Reason = "il y a de la place" }), club.CodeNotAllowed)

	_, err = s.SaveInstructor(ctx, s.req(), planning.Instructor{ID: s.coach, Teaches: true,
		Hours: []planning.Hours{{Weekday: 3, Start: 540, Finish: 1080}}, Leave: []planning.Leave{{Period: calendar.Period{First: "2026-10-21", Last: "2026-10-21"}}}})
	s.must(err)
	s.refuses(add(actor, func(f *desk.LessonForm) { f.Start = 1140 }), club.CodeOutsideHours)
	s.refuses(add(actor, func(f *desk.LessonForm) { f.Day, f.Start = "2026-10-21", 600 }), club.CodeOnLeave)
	s.must(add(actor, func(f *desk.LessonForm) { f.Start, f.Reason = 1140, "elle est d’accord" }))
	s.proved()
}

func TestALessonTheClubCancelledIsNotMadeAgain(t *testing.T) {
	s := openSchool(t)
	was := s.lesson("2026-10-14")
	_, err := s.CancelLesson(ctx, s.req(), was.ID, desk.CancelLesson{Version: was.Version})
	s.refuses(err, club.CodeRequired)
	got, err := s.CancelLesson(ctx, s.req(), was.ID, desk.CancelLesson{Reason: "gel", Version: was.Version})
	s.must(err)
	if got.State != planning.Cancelled || got.Reason != "gel" {
		t.Errorf("%+v", got)
	}
	_, err = s.ChangeLesson(ctx, s.req(), was.ID, form(got.Lesson, func(f *desk.LessonForm) { f.Start = 900 }))
	s.refuses(err, club.CodeLessonCancelled)
	_, err = s.SaveSeries(ctx, s.req(), desk.SaveSeries{Series: s.series})
	s.must(err)
	if got := s.lesson("2026-10-14"); got.State != planning.Cancelled {
		t.Errorf("%+v", got)
	}
	s.must(s.undoSecond())
	s.must(s.undoSecond())
	if got := s.lesson("2026-10-14"); got.State != planning.Planned {
		t.Errorf("undone: %+v", got)
	}
}

func TestMoreCapacityIsRecordedAndStaleFormsAreRefused(t *testing.T) {
	s := openSchool(t)
	was := s.lesson("2026-10-14")
	got, err := s.ChangeLesson(ctx, s.req(), was.ID, form(was, func(f *desk.LessonForm) { f.Capacity = 9 }))
	s.must(err)
	if got.Capacity != 9 {
		t.Errorf("%+v", got)
	}
	_, err = s.ChangeLesson(ctx, s.req(), was.ID, form(was, func(f *desk.LessonForm) { f.Capacity = 10 }))
	s.refuses(err, club.CodeStale)
	s.proved()
}

func TestAWeekIsCopiedWhereItsSeriesDoNotRide(t *testing.T) {
	s := openSchool(t)
	_, err := s.DuplicateWeek(ctx, s.req(), desk.DuplicateWeek{From: "2026-10-07", To: "2026-10-14"})
	s.refuses(err, club.CodeNothingToCopy) // the series has its lesson there
	n, err := s.DuplicateWeek(ctx, s.req(), desk.DuplicateWeek{From: "2026-10-07", To: "2026-11-12"})
	s.must(err)
	if got := s.lesson("2026-11-11"); n != 1 || got.Series != 0 || got.Start != 840 {
		t.Errorf("%d: %+v", n, got)
	}
	s.must(s.undoLast())
	if left := s.lessons("2026-11-11", "2026-11-11"); len(left) != 0 {
		t.Errorf("%+v", left)
	}
}

func TestAPlanRollsOverIntoTheNextSeasonOnce(t *testing.T) {
	s := openSchool(t)
	next, err := s.SaveSeason(ctx, s.req(), calendar.Season{Name: "2027–2028", First: "2027-09-01", Last: "2028-08-31"})
	s.must(err)
	made, err := s.CopySeries(ctx, s.req(), desk.CopySeries{From: s.season, To: next.ID})
	s.must(err)
	if made.Made < 50 || len(made.There) != 0 {
		t.Errorf("%+v", made)
	}
	_, err = s.CopySeries(ctx, s.req(), desk.CopySeries{From: s.season, To: next.ID})
	s.refuses(err, club.CodeSeasonPlanned)
	if got := s.lesson("2028-03-29"); got.Season != next.ID || got.Start != 840 {
		t.Errorf("%+v", got)
	}
}

func TestASeasonThatEndsEarlierTakesItsLastLessons(t *testing.T) {
	s := openSchool(t)
	season := calendar.Season{ID: s.season, Name: "2026–2027", First: "2026-09-01", Last: "2027-07-10"}
	_, err := s.SaveSeason(ctx, s.req(), season)
	s.must(err)
	if left := s.lessons("2027-07-11", "2027-08-15"); len(left) != 0 {
		t.Errorf("%d lessons after the season", len(left))
	}
	s.must(s.undoLast())
	if left := s.lessons("2027-07-11", "2027-08-15"); len(left) != 4 { // 14 July is a public holiday
		t.Errorf("%d lessons after undoing", len(left))
	}
}

func TestSchoolHolidaysAreReadFromTheirFiles(t *testing.T) {
	s := openSchool(t)
	calendarFile := "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Vacances de Noël\\, zone A\r\nDTSTART;VALUE=DATE:20261219\r\nDTEND;VALUE=DATE:20270104\r\nEND:VEVENT\r\n" +
		"BEGIN:VEVENT\r\nUID:2\r\nSUMMARY:Toussaint\r\nDTSTART:20261016T220000Z\r\nDTEND:20261101T230000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
	table := "Vacances;Début;Fin\nToussaint;17/10/2026;01/11/2026\nVacances de Noël, zone A;2026-12-19;2027-01-03\n"
	for name, file := range map[string]string{"iCalendar": calendarFile, "CSV": table} {
		found, err := s.ReadClosedDays(ctx, []byte(file))
		s.must(err)
		if len(found) != 2 || found[0].Period != (calendar.Period{First: "2026-10-17", Last: "2026-11-01"}) ||
			found[1].Name != "Vacances de Noël, zone A" || found[1].Period != (calendar.Period{First: "2026-12-19", Last: "2027-01-03"}) {
			t.Errorf("%s: %+v", name, found)
		}
	}
	_, err := s.ReadClosedDays(ctx, []byte("rien;du tout\n"))
	s.refuses(err, club.CodeFileNoDays)
}
