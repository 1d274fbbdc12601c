package desk_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"paddock/backend/booking"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/mail/mailtest"
	"paddock/backend/planning"
)

// kinds are the messages of some kinds that a family is to be told and was not, with
// whom they name.
func (y *yard) kinds(kinds ...string) (said []string) {
	y.t.Helper()
	for _, row := range y.toTell(0) {
		if !row.Told && slices.Contains(kinds, row.Kind) {
			said = append(said, row.Kind+" "+row.Riders+" "+string(row.Day))
		}
	}
	return said
}

func (y *yard) tellsOf(got []string, want ...string) {
	y.t.Helper()
	if !slices.Equal(got, want) {
		y.t.Errorf("%q, want %q", got, want)
	}
}

// phonesAll ticks all that is to be told as told.
func (y *yard) phonesAll() {
	y.t.Helper()
	for _, row := range y.toTell(0) {
		if !row.Told {
			_, err := y.MarkTold(ctx, y.req(), desk.Told{Message: row.ID, Told: true})
			y.must(err)
		}
	}
}

func TestABookingThatWasConfirmedAndIsUndoneIsTakenBackFromTheFamily(t *testing.T) {
	y, server := openYard(t), mailtest.StartFaulty(t)
	y.notifies(server.Port, confirms)
	lesson := y.group(wednesday, 8)
	y.booked(lesson, y.manon)
	address := y.shown(y.householdOf(y.manon)).Email
	y.confirmed(server, address)
	y.undo()
	y.tellsOf(y.kinds("bookingUndone"), "bookingUndone Manon "+string(wednesday))
	y.confirmed(server, address)
	if n := y.rowsOf("outbox o JOIN outgoing g ON g.message = o.id WHERE kind = 'bookingUndone' AND g.state = 'sent' AND body LIKE '%confirmé une place pour Manon%rien n’est décompté%'"); n != 1 {
		t.Errorf("%d mails took it back", n)
	}
	y.booked(lesson, y.manon)
	y.confirmations(2)
	y.proved()
}

func TestABookingWhoseConfirmationHasNotLeftIsUndoneWithoutAWord(t *testing.T) {
	y, server := openYard(t), mailtest.StartFaulty(t)
	y.notifies(server.Port, confirms)
	y.booked(y.group(wednesday, 8), y.manon)
	y.undo()
	y.wait(2 * time.Minute)
	_, err := y.SendMails(ctx, y.req())
	y.must(err)
	if n := y.rowsOf("outbox WHERE kind = 'bookingUndone'"); n != 0 || server.Taken() != 0 {
		t.Errorf("%d messages, %d mails left", n, server.Taken())
	}
}

func TestAnAbsenceThatWasConfirmedAndIsUndoneIsTakenBackFromTheFamily(t *testing.T) {
	y, server := openYard(t), mailtest.StartFaulty(t)
	y.notifies(server.Port, func(*club.Mail) {})
	y.runsFromOctober()
	address := y.shown(y.householdOf(y.manon)).Email
	for _, left := range []bool{false, true} {
		y.cancelled(y.ride(y.manon, "2026-11-04"), booking.MakesVoucher)
		if left {
			y.confirmed(server, address)
		}
		y.undo()
		if n := y.rowsOf("outbox WHERE kind = 'absenceUndone' AND body LIKE '%Manon%de nouveau réservée%'"); n != map[bool]int{true: 1}[left] {
			t.Errorf("left %v: %d messages", left, n)
		}
	}
	y.proved()
}

func TestAnOfferThatWasPhonedAndIsTakenBackByAnUndoIsTold(t *testing.T) {
	for _, told := range []bool{false, true} {
		y := openYard(t)
		l := y.group(wednesday, 1)
		place := y.booked(l, y.manon)
		y.waitFor(l, y.hugo)
		y.cancelled(place, booking.UnitReturns)
		cancelled := y.did()[0]
		want := []string{}
		if told {
			y.phonesAll()
			want = []string{"offerUndone Hugo Delcourt " + string(wednesday)}
		}
		_, err := y.Undo(ctx, y.req(), cancelled.ID)
		y.must(err)
		if got := y.kinds("offerUndone"); len(got) != len(want) || told && got[0] != want[0] {
			t.Errorf("told %v: %q", told, got)
		}
		y.proved()
	}
}

// cancelsFrom cancels a lesson and all that follow in its series.
func (y *yard) cancelsFrom(l planning.Lesson) {
	y.t.Helper()
	_, err := y.CancelLesson(ctx, y.req(), l.ID, desk.CancelLesson{Reason: "Plus de moniteur", Following: true, Version: l.Version})
	y.must(err)
}

func TestARunOfLessonsCancelledAsOneIsTakenBackInOneMessageAFamily(t *testing.T) {
	for _, told := range []bool{false, true} {
		y := openYard(t)
		y.runsFromOctober()
		first, later := y.lessonOn("2026-11-04"), y.lessonOn("2026-11-18")
		y.booked(later.ID, y.hugo, given)
		y.cancelsFrom(first)
		cancelled := y.did()[0]
		y.tellsOf(y.kinds("followingCancelled"), "followingCancelled Manon, Hugo 2026-11-04")
		if told {
			y.phonesAll()
		}
		_, err := y.Undo(ctx, y.req(), cancelled.ID)
		y.must(err)
		got := y.kinds("lessonAdded", "lessonsAdded")
		if !told {
			y.tellsOf(got)
			continue
		}
		y.tellsOf(got, "lessonsAdded Manon, Hugo 2026-11-04")
		if n := y.rowsOf("outbox WHERE kind = 'lessonsAdded' AND body LIKE '%Manon : % séances, jusqu’au%Hugo : une séance, le 18 novembre 2026%'"); n != 1 {
			t.Errorf("%d messages say who rides when", n)
		}
		y.proved()
	}
}

func TestWhoWaitsForARunThatIsCancelledHearsOnceAndOnceThatItIsGivenAfterAll(t *testing.T) {
	for _, told := range []bool{false, true} {
		y := openYard(t)
		y.runsFromOctober()
		days := []planning.Lesson{y.lessonOn("2026-11-04"), y.lessonOn("2026-11-11"), y.lessonOn("2026-11-18")}
		waits := y.crowd(1)[0]
		for _, l := range days {
			y.booked(l.ID, y.hugo, given)
			y.waitFor(l.ID, waits)
		}
		y.cancelsFrom(days[0])
		cancelled := y.did()[0]
		got := y.kinds("waitedInVain", "waitedForFollowing")
		if len(got) != 1 || !strings.HasPrefix(got[0], "waitedForFollowing ") || !strings.HasSuffix(got[0], " 2026-11-04") {
			t.Fatalf("%q", got)
		}
		if told {
			y.phonesAll()
		}
		_, err := y.Undo(ctx, y.req(), cancelled.ID)
		y.must(err)
		if got := y.kinds("waitedInVain", "waitedForFollowing"); len(got) != 0 {
			t.Errorf("still to be told: %q", got)
		}
		if got := y.kinds("waitsOn", "waitOnFollowing"); told != (len(got) == 1 && strings.HasPrefix(got[0], "waitOnFollowing ")) || !told && len(got) > 0 {
			t.Errorf("told %v: %q", told, got)
		}
		y.proved()
	}
}

func TestALessonThatWasAnnouncedAndIsTakenAwayByAnUndoIsTold(t *testing.T) {
	for _, told := range []bool{false, true} {
		y := openYard(t)
		closed := y.shuts("2026-11-04")
		y.runsFromOctober()
		y.opens(closed)
		opened := y.did()[0]
		y.tellsOf(y.kinds("lessonAdded"), "lessonAdded Manon 2026-11-04")
		var want []string
		if told {
			y.phonesAll()
			want = []string{"lessonTaken Manon 2026-11-04"}
		}
		_, err := y.Undo(ctx, y.req(), opened.ID)
		y.must(err)
		y.tellsOf(y.kinds("lessonTaken"), want...)
		y.tellsOf(y.kinds("lessonAdded"))
		y.proved()
	}
}
