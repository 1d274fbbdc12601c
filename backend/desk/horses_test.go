package desk_test

import (
	"fmt"
	"testing"
	"time"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/planning"
)

// stabled adds a horse to the ring.
func (r *ring) stabled(name string, change ...func(*planning.Horse)) planning.HorseID {
	r.t.Helper()
	h := planning.Horse{Name: name}
	for _, c := range change {
		c(&h)
	}
	made, err := r.SaveHorse(ctx, r.req(), h)
	r.must(err)
	return made.ID
}

func (r *ring) give(id booking.BookingID, horse planning.HorseID, reason string) error {
	_, err := r.GiveHorses(ctx, r.req(), desk.GiveHorses{Give: []desk.HorseFor{{Booking: id, Horse: horse}}, Reason: reason})
	return err
}

// horseOf is the horse of a booking on its roster.
func (r *ring) horseOf(day calendar.Day, id booking.BookingID) string {
	r.t.Helper()
	roster, err := r.Roster(ctx, day)
	r.must(err)
	for _, l := range roster.Lessons {
		for _, row := range l.Riders {
			if row.ID == id {
				return row.HorseName
			}
		}
	}
	r.t.Fatalf("no booking %d on %s", id, day)
	return ""
}

func (r *ring) lessonOf(id planning.LessonID) planning.Lesson {
	r.t.Helper()
	plan, err := r.Plan(ctx, calendar.Week(wednesday))
	r.must(err)
	for _, l := range plan.Lessons {
		if l.ID == id {
			return l.Lesson
		}
	}
	r.t.Fatalf("no lesson %d", id)
	return planning.Lesson{}
}

const wednesday = calendar.Day("2026-10-14")

func TestAHorseIsNeverInTwoLessonsAtOnce(t *testing.T) {
	r := newRing(t)
	caramel := r.stabled("Caramel")
	group, private := r.group(wednesday, 8), r.lesson(planning.Private, wednesday, 14*60+30, 1)
	after := r.lesson(planning.Group, wednesday, 15*60, 8)
	manon, hugo := r.booked(group, r.manon), r.booked(group, r.hugo)
	r.must(r.give(manon, caramel, ""))
	wantRefusal(t, r.give(hugo, caramel, "il insiste"), club.CodeHorseTaken, "horse") // in the same lesson
	half := r.booked(private, r.hugo, given)
	wantRefusal(t, r.give(half, caramel, "il insiste"), club.CodeHorseTaken, "horse") // no reason sets an overlap aside
	r.must(r.give(r.booked(after, r.manon), caramel, ""))                             // one ends when the other begins
	r.must(r.give(manon, 0, ""))
	r.must(r.give(hugo, caramel, ""))
	if got := r.horseOf(wednesday, hugo); got != "Caramel" {
		t.Errorf("Hugo rides %q", got)
	}
}

func TestALimitTakesAReasonThatTheOwnerReads(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*ring, *planning.Horse)
		code   club.Code
	}{
		"level":    {func(r *ring, h *planning.Horse) { h.LevelMin = r.level("G5") }, club.CodeHorseLevel},
		"away":     {func(_ *ring, h *planning.Horse) { h.Away = []planning.Away{{First: wednesday, Last: wednesday}} }, club.CodeHorseAway},
		"day off":  {func(_ *ring, h *planning.Horse) { h.DaysOff = []int{3} }, club.CodeHorseDayOff},
		"own":      {func(r *ring, h *planning.Horse) { h.Owner = r.hugo }, club.CodeHorseOwner},
		"week":     {func(_ *ring, h *planning.Horse) { h.HoursAWeek = 1 }, club.CodeHorseWeek},
		"same day": {func(_ *ring, h *planning.Horse) { h.LessonsADay = 1 }, club.CodeHorseDay},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRing(t)
			caramel := r.stabled("Caramel", func(h *planning.Horse) { test.change(r, h) })
			if name == "week" || name == "same day" {
				r.must(r.give(r.booked(r.lesson(planning.Group, wednesday, 9*60, 8), r.hugo), caramel, ""))
			}
			manon := r.booked(r.group(wednesday, 8), r.manon)
			wantRefusal(t, r.give(manon, caramel, ""), test.code, "horse")
			r.must(r.give(manon, caramel, "monitrice présente"))
			list, err := r.Overrides().Rows(ctx, desk.ListQuery{From: "2026-10-07", To: "2026-10-07"})
			r.must(err)
			if len(list) != 1 || list[0].Horse != "Caramel" || list[0].Reason != "monitrice présente" || list[0].Booking != manon {
				t.Errorf("%+v", list)
			}
			r.proved()
		})
	}
}

func TestAPlaceThatIsGivenUpGivesTheHorseBack(t *testing.T) {
	r := newRing(t)
	caramel := r.stabled("Caramel")
	group := r.group(wednesday, 8)
	manon, hugo := r.booked(group, r.manon), r.booked(group, r.hugo)
	r.must(r.give(manon, caramel, ""))
	_, err := r.cancel(manon, desk.CancelBooking{})
	r.must(err)
	r.must(r.give(hugo, caramel, ""))
	if got := r.horseOf(wednesday, manon); got != "" {
		t.Errorf("who left keeps %s", got)
	}
}

func TestAMovedLessonNamesTheHorseThatIsTakenAndLeavesIt(t *testing.T) {
	r := newRing(t)
	caramel, quartz := r.stabled("Caramel"), r.stabled("Quartz")
	moved, other := r.group(wednesday, 8), r.lesson(planning.Group, wednesday, 17*60, 8)
	manon, hugo := r.booked(moved, r.manon), r.booked(other, r.hugo)
	r.must(r.give(manon, caramel, ""))
	r.must(r.give(hugo, caramel, ""))
	l := r.lessonOf(moved)
	form := desk.LessonForm{Day: l.Day, Shape: l.Shape, Version: l.Version}
	form.Start = 17*60 + 30
	check, err := r.CheckLesson(ctx, moved, form)
	r.must(err)
	if len(check.Clashes) != 1 || check.Clashes[0].What != planning.HorseTaken || check.Clashes[0].Name != "Caramel" || check.Horses != 1 {
		t.Errorf("%+v", check)
	}
	_, err = r.ChangeLesson(ctx, r.req(), moved, form)
	wantRefusal(t, err, club.CodeHorseTaken, "start")
	form.Reason = "orage"
	_, err = r.ChangeLesson(ctx, r.req(), moved, form)
	r.must(err)
	if got := r.horseOf(wednesday, manon); got != "" {
		t.Errorf("Manon keeps %s", got)
	}
	r.must(r.give(manon, quartz, ""))
	l = r.lessonOf(moved)
	form = desk.LessonForm{Day: "2026-10-15", Shape: l.Shape, Version: l.Version}
	_, err = r.ChangeLesson(ctx, r.req(), moved, form)
	r.must(err)
	if got := r.horseOf("2026-10-15", manon); got != "Quartz" {
		t.Errorf("Quartz was free on the other day, and Manon has %q", got)
	}
}

func TestAClosedRollKeepsItsHorses(t *testing.T) {
	r := newRing(t)
	caramel := r.stabled("Caramel")
	group := r.group("2026-10-08", 8)
	manon := r.booked(group, r.manon, because("elle appelle")) // after 17:00 or not, whatever
	r.must(r.give(manon, caramel, ""))
	r.clock.set(t, "2026-10-08 14:00")
	_, err := r.CallRoll(ctx, r.req(), group, desk.CallRoll{AllPresent: true, Close: true})
	r.must(err)
	wantRefusal(t, r.give(manon, 0, ""), club.CodeLessonClosed, "")
}

func TestWhatWasDoneWithHorsesIsUndone(t *testing.T) {
	r := newRing(t)
	caramel, quartz := r.stabled("Caramel"), r.stabled("Quartz")
	group := r.group(wednesday, 8)
	manon, hugo := r.booked(group, r.manon), r.booked(group, r.hugo)
	swap := func(a, b planning.HorseID) {
		t.Helper()
		_, err := r.GiveHorses(ctx, r.req(), desk.GiveHorses{Give: []desk.HorseFor{{Booking: manon, Horse: a}, {Booking: hugo, Horse: b}}})
		r.must(err)
	}
	swap(caramel, quartz)
	swap(quartz, caramel) // two riders exchange theirs
	r.must(r.undo())
	if a, b := r.horseOf(wednesday, manon), r.horseOf(wednesday, hugo); a != "Caramel" || b != "Quartz" {
		t.Errorf("%s and %s", a, b)
	}
	was, err := r.HorseFile(ctx, caramel)
	r.must(err)
	for name, change := range map[string]func() error{
		"rest": func() error {
			_, err := r.RestHorse(ctx, r.req(), caramel, desk.RestHorse{Away: planning.Away{First: wednesday, Why: "boiterie"}})
			return err
		},
		"care": func() error {
			_, err := r.CareDone(ctx, r.req(), caramel, desk.CareDone{Kind: planning.Farrier, Day: "2026-10-06"})
			return err
		},
		"fall": func() error {
			_, err := r.RecordFall(ctx, r.req(), caramel, desk.RecordFall{Day: "2026-10-06", Rider: r.manon, Note: "poignet"})
			return err
		},
		"wish": func() error {
			_, err := r.SaveWish(ctx, r.req(), desk.SaveWish{Rider: r.manon, Horse: caramel, Wish: planning.Likes})
			return err
		},
	} {
		r.must(change())
		during, err := r.HorseFile(ctx, caramel)
		r.must(err)
		if err := r.undo(); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		now, err := r.HorseFile(ctx, caramel)
		r.must(err)
		was.Version, during.Version, now.Version = 0, 0, 0
		if fmt.Sprint(during) == fmt.Sprint(was) || fmt.Sprint(now) != fmt.Sprint(was) {
			t.Errorf("%s:\n%+v\n%+v\n%+v", name, was, during, now)
		}
	}
}

func TestADayIsProposedAndAccepted(t *testing.T) {
	r := newRing(t)
	caramel, quartz := r.stabled("Caramel"), r.stabled("Quartz", func(h *planning.Horse) { h.LessonsADay = 1 })
	group := r.group(wednesday, 8)
	manon, hugo := r.booked(group, r.manon), r.booked(group, r.hugo)
	_, err := r.SaveWish(ctx, r.req(), desk.SaveWish{Rider: r.hugo, Horse: caramel, Wish: planning.Likes})
	r.must(err)
	ask := desk.ProposeHorses{Day: wednesday, Patience: time.Second}
	p, err := r.ProposeHorses(ctx, ask)
	r.must(err)
	if !p.Proven || p.Riders != 2 || p.Mounted != 2 || p.Most != 1 || len(p.Lessons) != 1 {
		t.Fatalf("%+v", p)
	}
	if got := map[booking.BookingID]planning.HorseID{manon: quartz, hugo: caramel}; fmt.Sprint(proposed(p)) != fmt.Sprint(got) {
		t.Errorf("%v, want %v", proposed(p), got)
	}
	if r.horseOf(wednesday, manon) != "" {
		t.Error("a proposal gave a horse")
	}
	r.accept(p, "")
	if a, b := r.horseOf(wednesday, manon), r.horseOf(wednesday, hugo); a != "Quartz" || b != "Caramel" {
		t.Errorf("%s and %s", a, b)
	}

	_, err = r.ProposeHorses(ctx, desk.ProposeHorses{Day: "2026-10-15", Lesson: group})
	r.refuses(err, club.CodeLessonNotFound) // it is of another day

	// Who has nothing left is named with the ways out, and one of them taken does.
	later := r.lesson(planning.Group, wednesday, 16*60, 8)
	r.must(r.rest(caramel))
	third := r.booked(later, r.manon)
	p, err = r.ProposeHorses(ctx, ask)
	r.must(err)
	if len(p.Stranded) != 1 || p.Stranded[0].Booking != third || len(p.Stranded[0].Ways) != 2 || p.Mounted != 2 {
		t.Fatalf("%+v", p)
	}
	for _, way := range p.Stranded[0].Ways {
		ask.Aside = []planning.Way{{Ride: int64(way.Booking), Horse: way.Horse, Limit: way.Limit}}
		opened, err := r.ProposeHorses(ctx, ask)
		r.must(err)
		if opened.Mounted != 3 || len(opened.Stranded) != 0 {
			t.Errorf("%+v: %+v", way, opened)
		}
		if way.Limit == planning.LimitDay {
			p = opened
			if way.N != 2 {
				t.Errorf("it would be lesson %d of the day", way.N)
			}
		}
	}
	_, err = r.GiveHorses(ctx, r.req(), desk.GiveHorses{Give: gives(p)})
	wantRefusal(t, err, club.CodeHorseDay, "horse")
	r.accept(p, "dernière fois")
	if got := r.horseOf(wednesday, third); got != "Quartz" {
		t.Errorf("%q", got)
	}
}

func (r *ring) rest(horse planning.HorseID) error {
	_, err := r.RestHorse(ctx, r.req(), horse, desk.RestHorse{Away: planning.Away{First: "2026-10-01"}})
	return err
}

func gives(p desk.HorseProposal) (give []desk.HorseFor) {
	for _, l := range p.Lessons {
		for _, rider := range l.Riders {
			if rider.New {
				give = append(give, desk.HorseFor{Booking: rider.Booking, Horse: rider.Horse})
			}
		}
	}
	return give
}

func proposed(p desk.HorseProposal) map[booking.BookingID]planning.HorseID {
	all := map[booking.BookingID]planning.HorseID{}
	for _, give := range gives(p) {
		all[give.Booking] = give.Horse
	}
	return all
}

func (r *ring) accept(p desk.HorseProposal, reason string) {
	r.t.Helper()
	_, err := r.GiveHorses(ctx, r.req(), desk.GiveHorses{Give: gives(p), Reason: reason})
	r.must(err)
}

func TestAProposalKeepsHabitsUnlessTheClubVaries(t *testing.T) {
	r := newRing(t)
	caramel := r.stabled("Caramel")
	r.stabled("Quartz")
	r.must(r.give(r.booked(r.group(wednesday, 8), r.manon), caramel, ""))
	next := r.booked(r.group("2026-10-21", 8), r.manon)
	for habit, want := range map[planning.Habit]bool{planning.Repeat: true, planning.Vary: false} {
		p, err := r.ProposeHorses(ctx, desk.ProposeHorses{Day: "2026-10-21", Other: true, Habit: habit})
		r.must(err)
		if got := proposed(p)[next] == caramel; got != want || !p.Proven {
			t.Errorf("%s: %+v", habit, p)
		}
	}
}

func TestTheHorsesForARiderBeginWithThoseThatSuit(t *testing.T) {
	r := newRing(t)
	r.stabled("Atlas", func(h *planning.Horse) { h.LevelMin = r.level("G7") })
	busy, liked := r.stabled("Biscotte"), r.stabled("Caramel", func(h *planning.Horse) {
		h.Cares = []planning.Care{{Kind: planning.Farrier, Due: "2026-10-15", EveryWeeks: 6}}
	})
	r.stabled("Dune")
	_, err := r.SaveWish(ctx, r.req(), desk.SaveWish{Rider: r.manon, Horse: liked, Wish: planning.Likes})
	r.must(err)
	group := r.group(wednesday, 8)
	manon := r.booked(group, r.manon)
	r.must(r.give(r.booked(group, r.hugo), busy, ""))
	list, err := r.HorsesFor(ctx, manon)
	r.must(err)
	var names []string
	for _, c := range list {
		names = append(names, c.Name)
	}
	if got := fmt.Sprint(names); got != "[Caramel Dune Atlas Biscotte]" {
		t.Errorf("%s", got)
	}
	if c := list[0]; c.Wish != planning.Likes || c.Care == nil || c.Care.Kind != planning.Farrier || len(c.Limits) != 0 {
		t.Errorf("%+v", c)
	}
	if with := list[3].With; with != "Hugo Delcourt" {
		t.Errorf("Biscotte is with %q", with)
	}
}
