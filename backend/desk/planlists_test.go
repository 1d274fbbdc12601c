package desk_test

import (
	"strings"
	"testing"

	"paddock/backend/calendar"
	"paddock/backend/desk"
	"paddock/backend/planning"
)

func TestTheLessonsOfSomeDaysAreSearchedAndTakenAlong(t *testing.T) {
	s := openSchool(t)
	s.weekly("Voltige", 3, 1020)
	day := calendar.Day("2026-10-14")
	q := desk.ListQuery{From: day, To: day, Words: "voltige"}
	rows, err := s.PlanLessons().Rows(ctx, q)
	s.must(err)
	if len(rows) != 1 || rows[0].Name != "Voltige" || rows[0].Instructor != "Camille" || rows[0].Arena != "Manège" || rows[0].State != planning.Planned {
		t.Fatalf("on %s it finds %+v", day, rows)
	}
	file, err := s.PlanLessons().Export(ctx, q, desk.CSV)
	s.must(err)
	if text := string(file); !strings.Contains(text, "Voltige") || strings.Contains(text, "Galop 2") {
		t.Errorf("the file holds\n%s", text)
	}
}
