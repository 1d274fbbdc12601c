package desk

import (
	"context"
	"fmt"
	"slices"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/planning"
)

// sampleSeries is a series of the invented club: text sample.series.* names it,
// levels are codes of the country's ladder that may not be there.
type sampleSeries struct {
	weekday  int
	start    calendar.Minute
	minutes  int
	name     string
	kind     planning.Kind
	coach    int // index into the invented instructors
	arena    int // index into the invented arenas
	capacity int
	min, max string // levels
}

const (
	camille = iota
	thomas
	elodie
)

const (
	hall = iota
	outdoorSchool
	outdoors
)

// sampleWeek is a week of the invented club.
var sampleWeek = []sampleSeries{
	{2, 600, 60, "adults", planning.Group, thomas, hall, 8, "", ""},
	{2, 735, 60, "midday", planning.Group, thomas, hall, 6, "G3", ""},
	{2, 1050, 60, "g1", planning.Group, camille, hall, 8, "", "G1"},
	{2, 1110, 60, "g34", planning.Group, camille, hall, 8, "G3", "G4"},
	{3, 570, 60, "baby", planning.Group, elodie, hall, 6, "", "PB"},
	{3, 600, 60, "bronze", planning.Group, thomas, outdoorSchool, 8, "", "PB"},
	{3, 630, 60, "g1", planning.Group, camille, hall, 8, "", "G1"},
	{3, 690, 60, "private", planning.Private, thomas, outdoorSchool, 1, "", ""},
	{3, 840, 60, "g23", planning.Group, camille, hall, 8, "G2", "G3"},
	{3, 840, 60, "private", planning.PrivateForTwo, thomas, outdoorSchool, 2, "", ""},
	{3, 900, 60, "g1", planning.Group, elodie, hall, 8, "", "G1"},
	{3, 930, 90, "jumping", planning.Group, thomas, outdoorSchool, 6, "G5", ""},
	{3, 960, 60, "g45", planning.Group, camille, hall, 8, "G4", "G5"},
	{3, 1020, 60, "silver", planning.Group, elodie, hall, 8, "", "PA"},
	{3, 1050, 60, "work", planning.HorseWork, thomas, outdoorSchool, 1, "", ""},
	{3, 1110, 60, "adults", planning.Group, thomas, hall, 8, "", ""},
	{4, 735, 60, "midday", planning.Group, thomas, hall, 6, "G3", ""},
	{4, 1050, 60, "g2", planning.Group, elodie, hall, 8, "G1", "G2"},
	{5, 1020, 60, "bronze", planning.Group, elodie, hall, 8, "", "PB"},
	{5, 1080, 60, "g45", planning.Group, camille, hall, 8, "G4", "G5"},
	{5, 1140, 60, "adults", planning.Group, thomas, hall, 8, "", ""},
	{6, 540, 60, "baby", planning.Group, elodie, hall, 6, "", "PB"},
	{6, 570, 60, "gold", planning.Group, thomas, outdoorSchool, 8, "", "PO"},
	{6, 600, 60, "g1", planning.Group, camille, hall, 8, "", "G1"},
	{6, 660, 60, "g23", planning.Group, camille, hall, 8, "G2", "G3"},
	{6, 660, 60, "private", planning.Private, thomas, outdoorSchool, 1, "", ""},
	{6, 810, 90, "jumping", planning.Group, thomas, hall, 6, "G5", ""},
	{6, 930, 90, "trial", planning.Trial, elodie, outdoors, 8, "", ""},
}

// sampleRiders is how many riders one week of the invented club has work for; a
// larger one has several such weeks beside each other, each with instructors and
// arenas of its own.
const sampleRiders = 540

// plan makes the invented club's closed days, and the arenas, instructors and
// series of its first season.
func (s *sampler) plan(ctx context.Context) error {
	req := Request{Actor: s.owner}
	seasons, err := s.Seasons(ctx)
	if err != nil {
		return err
	}
	season, last := seasons[len(seasons)-1], seasons[0].Last // the latest comes first
	year := season.First.Year()
	_, err = s.SaveClosedDays(ctx, req, []planning.ClosedDays{
		{Kind: planning.NoLessons, Name: s.text("sample.rest"), Period: calendar.Period{First: season.First, Last: last}, Weekday: 1, Source: "typed"},
		{Kind: planning.SchoolHoliday, Name: s.text("sample.autumn"), Source: "typed",
			Period: calendar.Period{First: calendar.Date(year, 10, 17), Last: calendar.Date(year, 11, 1)}},
	})
	if err != nil {
		return err
	}
	for n := range 1 + s.in.Riders/sampleRiders {
		if err := s.planWeek(ctx, season, n); err != nil {
			return err
		}
	}
	return nil
}

// planWeek makes one of the club's weeks, n counts from 0.
func (s *sampler) planWeek(ctx context.Context, season calendar.Season, n int) error {
	req := Request{Actor: s.owner}
	beside := ""
	if n > 0 {
		beside = fmt.Sprint(" ", n+1)
	}
	var arenas []planning.ArenaID
	for _, name := range []string{"hall", "school", "outdoors"} {
		name, shared := s.text("sample.arena."+name)+beside, name == "outdoors"
		all, err := s.SaveArena(ctx, req, planning.Arena{Name: name, Shared: shared})
		if err != nil {
			return err
		}
		arenas = append(arenas, all[slices.IndexFunc(all, func(a planning.Arena) bool { return a.Name == name })].ID)
	}
	var coaches []int64
	for i, name := range []string{"Camille Roy", "Thomas Girard", "Élodie Martin"} {
		if n > 0 {
			name = sampleParents[(3*n+i)%len(sampleParents)] + " " + sampleSurnames[(3*n+i)%len(sampleSurnames)]
		}
		person, err := s.SaveStaff(ctx, req, SaveStaff{Staff: club.Staff{Name: name, Role: club.Instructor}})
		if err != nil {
			return err
		}
		if _, err := s.SaveInstructor(ctx, req, planning.Instructor{ID: person.ID, Teaches: true}); err != nil {
			return err
		}
		coaches = append(coaches, person.ID)
	}
	for _, w := range sampleWeek {
		group := 0
		if w.kind == planning.Group {
			group = 3
		}
		_, err := s.SaveSeries(ctx, req, SaveSeries{Series: planning.Series{Season: season.ID, Weekday: w.weekday, EveryWeeks: 1, Shape: planning.Shape{
			Kind: w.kind, Name: s.text("sample.series." + w.name), Start: w.start, Minutes: w.minutes, Arena: arenas[w.arena], Instructor: coaches[w.coach],
			LevelMin: s.level(w.min), LevelMax: s.level(w.max), Capacity: w.capacity, MinGroup: group,
		}}})
		if err != nil {
			return err
		}
	}
	return nil
}

// rollOver makes the plan of the season before anew in the one that begins.
func (s *sampler) rollOver(ctx context.Context, first calendar.Day) error {
	seasons, err := s.Seasons(ctx)
	if err != nil {
		return err
	}
	for i, season := range seasons[:len(seasons)-1] {
		if season.First == first {
			_, err := s.CopySeries(ctx, Request{Actor: s.owner}, CopySeries{From: seasons[i+1].ID, To: season.ID})
			return err
		}
	}
	return nil
}

func (s *sampler) text(key string) string { return locale.Text(s.in.Language, key, nil) }

// level is the id of a step of the country's ladder, 0 where it has none.
func (s *sampler) level(code string) int64 {
	for _, l := range s.levels {
		if l.Code == code {
			return l.ID
		}
	}
	return 0
}
