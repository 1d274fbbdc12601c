package main

import (
	"bufio"
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"paddock/backend/booking"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/mail/mailtest"
	"paddock/backend/planning"
)

// Each round kills the program at another moment of the evenings in which it tells
// families of the lessons of the next day, and the next round takes the same evenings
// again: each family is told once of each day, whatever was cut off.
func TestKillingTheProgramWhileItRemindsTellsEachFamilyOnceOfEachDay(t *testing.T) {
	program := buildProgram(t)
	dir := filepath.Join(t.TempDir(), "club")
	const families, days = 6, 24
	reopened(t, dir, false, func(d *desk.Desk) {
		opensAndSends(t, d, mailtest.FreePort(t))
		ridesEachDay(t, d, families, days)
	})
	told := 0
	for round := range rounds(4) {
		cmd := exec.Command(program, "--data", dir, "worker", "--doing", "notices")
		said, err := cmd.StdoutPipe()
		if err == nil {
			err = cmd.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		evenings := bufio.NewScanner(said)
		for range 1 + round*days/rounds(4) { // further each time
			evenings.Scan()
		}
		for begun := time.Now(); time.Since(begun) < time.Duration(round*370%2500)*time.Microsecond; {
			runtime.Gosched()
		}
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		reopened(t, dir, false, func(d *desk.Desk) { told = toldOnce(t, d) })
		t.Logf("round %d: %d told", round, told)
	}
	if out, err := exec.Command(program, "--data", dir, "worker", "--doing", "notices", "--max", fmt.Sprint(days+3)).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	reopened(t, dir, true, func(d *desk.Desk) {
		if told = toldOnce(t, d); told != families*days {
			t.Errorf("%d told, want %d", told, families*days)
		}
	})
}

// ridesEachDay gives each of some families a place on each of the days to come, and
// lets the club tell them at any hour.
func ridesEachDay(t *testing.T, d *desk.Desk, families, days int) {
	t.Helper()
	must := func(err error) {
		if t.Helper(); err != nil {
			t.Fatal(err)
		}
	}
	owner, err := d.Person(t.Context(), "")
	must(err)
	req := desk.Request{Actor: owner}
	view, err := d.SettingsView(t.Context())
	must(err)
	view.Mail.LessonNotice, view.Mail.NoticeMinutes = true, 0
	_, err = d.SaveMail(t.Context(), req, desk.Change[club.Mail]{Version: view.Versions.Mail, Value: view.Mail})
	must(err)
	var riders []club.RiderID
	for n := range families {
		home, err := d.SaveHousehold(t.Context(), req, desk.SaveHousehold{Household: club.Household{Kind: "family", Name: fmt.Sprintf("Famille %d", n),
			Email: fmt.Sprintf("f%d@x.example", n), Riders: []club.Rider{{FirstName: "Léa", Surname: fmt.Sprintf("N%d", n), BirthDate: "2014-05-02"}}}})
		must(err)
		riders = append(riders, home.Riders[0].ID)
	}
	today, err := d.Today(t.Context())
	must(err)
	first := today.Day.AddDays(2) // told on the second evening, or on the first of a test that goes over midnight
	for n := range days {
		lesson, err := d.AddLesson(t.Context(), req, desk.LessonForm{Day: first.AddDays(n), Shape: planning.Shape{
			Kind: planning.Group, Name: "Reprise", Start: 23 * 60, Minutes: 50, Capacity: families,
		}})
		must(err)
		for _, rider := range riders {
			_, err := d.Book(t.Context(), req, desk.Book{Lesson: lesson.ID, Rider: rider, By: booking.ByGiven, Reason: "essai"})
			must(err)
		}
	}
}

// toldOnce says that no family was told twice of one day, and how many mails there are.
func toldOnce(t *testing.T, d *desk.Desk) int {
	t.Helper()
	rows, err := d.Outbox().Rows(t.Context(), desk.ListQuery{})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, m := range rows {
		evening := fmt.Sprintf("%d %s", m.Household, m.Made.Format(time.DateOnly))
		if seen[evening] {
			t.Errorf("told twice: %s", evening)
		}
		seen[evening] = true
	}
	return len(rows)
}
