package desk_test

import (
	"strings"
	"testing"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// paperText is what a roster on paper says.
func (r *ring) paperText(day calendar.Day, instructor string) (string, error) {
	raw, err := r.RosterPaper(ctx, day, instructor)
	if err != nil {
		return "", err
	}
	return textOf(r.t, raw), nil
}

func TestTheRosterOnPaperSaysWhoHasAPlaceHowItIsPaidAndWhoWaits(t *testing.T) {
	r := newRing(t)
	lesson := r.group("2026-10-14", 1)
	r.booked(lesson, r.manon)
	_, err := r.JoinWaiting(ctx, r.req(), desk.Wait{Lesson: lesson, Rider: r.hugo})
	r.must(err)
	text, err := r.paperText("2026-10-14", "")
	r.must(err)
	for _, want := range []string{"mercredi 14 octobre 2026", "Manon Delcourt", "Carte 1/10", "1 sur 1", "1. Hugo Delcourt"} {
		if !strings.Contains(strings.ReplaceAll(text, "\u00a0", " "), want) {
			t.Errorf("the roster does not say %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, "paper.") {
		t.Errorf("a head of the roster has no text:\n%s", text)
	}
	_, err = r.paperText("2026-10-15", "")
	r.refuses(err, club.CodeRosterEmpty)
	_, err = r.paperText("2026-10-14", "Nobody At All")
	r.refuses(err, club.CodeRosterInstructor)
	_, err = r.paperText("2026-02-30", "")
	r.refuses(err, club.CodeBadDay)
}

// An instructor reads what health and phones of children they need: PRODUCT section 2
// shows medical notes to instructors, and not to those who never see the rider.
func TestAnInstructorReadsHealthAndPhonesOfWhomTheyTeachAlone(t *testing.T) {
	r := newRing(t)
	coach := func(name string) club.Actor {
		person, err := r.SaveStaff(ctx, r.req(), desk.SaveStaff{Staff: club.Staff{Name: name, Role: club.Instructor}})
		r.must(err)
		return club.Actor{ID: person.ID, Name: name, Role: club.Instructor}
	}
	camille, robin := coach("Camille"), coach("Robin")
	home, err := r.Household(ctx, r.householdOf(r.manon))
	r.must(err)
	home.Contacts[0].Mobile = "+33611111111"
	home, err = r.SaveHousehold(ctx, r.req(), desk.SaveHousehold{Household: home.Household})
	r.must(err)
	manon := home.Riders[0]
	manon.Medical, manon.EmergencyName, manon.EmergencyPhone = "Asthme", "Mamie", "+33612345678"
	_, err = r.SaveRider(ctx, r.req(), desk.SaveRider{Rider: manon})
	r.must(err)
	given := func(day calendar.Day) {
		planned, err := r.AddLesson(ctx, r.req(), desk.LessonForm{Day: day, Shape: planning.Shape{
			Kind: planning.Group, Name: "Galop 1", Start: 14 * 60, Minutes: 60, Capacity: 1, Instructor: camille.ID}})
		r.must(err)
		r.booked(planned.ID, r.manon)
		_, err = r.JoinWaiting(ctx, r.req(), desk.Wait{Lesson: planned.ID, Rider: r.hugo})
		r.must(err)
	}
	given("2026-10-14") // a week from today
	given("2026-10-15")
	for _, test := range []struct {
		who   club.Actor
		day   calendar.Day
		knows bool
	}{
		{camille, "2026-10-14", true}, {robin, "2026-10-14", false}, {camille, "2026-10-15", false}, {r.owner, "2026-10-15", true},
	} {
		as := desk.As(ctx, test.who)
		roster, err := r.Roster(as, test.day)
		r.must(err)
		row := roster.Lessons[0].Riders[0]
		if knows := row.Medical == "Asthme" && len(row.Emergency) > 0; knows != test.knows || !knows && (row.Medical != "" || len(row.Emergency) > 0) || row.FirstName != "Manon" {
			t.Errorf("%s on %s: %+v", test.who.Name, test.day, row)
		}
		if row.KeptBack == test.knows {
			t.Errorf("%s on %s: silence about health that is kept back %v", test.who.Name, test.day, row.KeptBack)
		}
		if phone := roster.Lessons[0].Waiting[0].Mobile; (phone != "") != (test.who.Role == club.Owner) {
			t.Errorf("%s calls who waits: %s", test.who.Name, phone)
		}
		paper, err := r.RosterPaper(as, test.day, "")
		r.must(err)
		if text := textOf(t, paper); strings.Contains(text, "Mamie") != test.knows || strings.Contains(text, "réservés") == test.knows {
			t.Errorf("%s on %s, on paper:\n%s", test.who.Name, test.day, text)
		}
	}
}

func TestARollOfYesterdayThatNobodyClosedIsToDoUntilItIs(t *testing.T) {
	r := newRing(t)
	lesson := r.group("2026-10-14", 8)
	r.booked(lesson, r.manon)
	r.group("2026-10-13", 8) // nobody rode in it
	open := func(day calendar.Day, moment string) []sqlite.OpenRoll {
		r.at(moment)
		roster, err := r.Roster(ctx, day)
		r.must(err)
		return roster.Open
	}
	if rolls := open("2026-10-14", "2026-10-14 23:59"); len(rolls) != 0 {
		t.Errorf("today's roll is no arrear: %+v", rolls)
	}
	if rolls := open("2026-10-15", "2026-10-15 00:00"); len(rolls) != 1 || rolls[0].Lesson != lesson || rolls[0].Riders != 1 {
		t.Errorf("%+v", rolls)
	}
	_, err := r.CallRoll(ctx, r.req(), lesson, desk.CallRoll{AllPresent: true, Close: true})
	r.must(err)
	if rolls := open("2026-10-15", "2026-10-15 08:00"); len(rolls) != 0 || r.left(r.manon) != 9 {
		t.Errorf("%+v, %d units left", rolls, r.left(r.manon))
	}
}
