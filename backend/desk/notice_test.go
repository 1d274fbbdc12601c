package desk_test

import (
	"strings"
	"testing"
	"time"

	"paddock/backend/booking"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/mail"
	"paddock/backend/mail/mailtest"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// notifies switches notices on, with a server in clear on this computer.
func (h *house) notifies(port int, which func(*club.Mail)) {
	h.t.Helper()
	h.sendsBy(port)
	h.must(h.saveMail(which))
}

func tomorrow(m *club.Mail) { m.LessonNotice = true }

// turn lets the program do once what time asks for.
func (h *house) turn() {
	h.t.Helper()
	ticks := make(chan time.Time) // a tick is taken once what was due before it is done
	h.KeepTime(ticks)
	ticks <- time.Time{}
}

// outbox counts the mails of a kind, and gives the last of them.
func (h *house) outbox(kind club.NoticeKind) (n int, last sqlite.OutboxMail) {
	h.t.Helper()
	rows, err := h.Outbox().Rows(ctx, desk.ListQuery{})
	h.must(err)
	for _, m := range rows {
		if m.Kind == string(kind) {
			if n++; m.ID > last.ID {
				last = m
			}
		}
	}
	return n, last
}

func (h *house) tells(kind club.NoticeKind, want int) {
	h.t.Helper()
	h.turn()
	if n, _ := h.outbox(kind); n != want {
		h.t.Fatalf("%d mails %s at %s, want %d", n, kind, h.clock.now(), want)
	}
}

// Hugo is the Delcourts', and the Perrins see him too: each parent is told of him once,
// and of nobody of the other's.
func TestBothHouseholdsOfARiderAreToldOfTheLessonsTomorrow(t *testing.T) {
	r, server := newRing(t), mailtest.StartFaulty(t)
	r.notifies(server.Port, tomorrow)
	perrin := r.join("Perrin", "Zoe")
	delcourt := r.shown(r.householdOf(r.hugo)).Email
	lesson := r.group(wednesday, 8)
	r.booked(lesson, r.manon)
	r.booked(lesson, r.hugo)
	r.shares(r.rider(r.hugo), perrin.ID)
	r.clock.set(t, "2026-10-13 17:00")
	r.tells(club.NoticeLesson, 2)
	r.tells(club.NoticeLesson, 2)
	_, err := r.SendMails(ctx, r.req())
	r.must(err)
	if own := server.To(delcourt); !strings.Contains(own, "Manon") || !strings.Contains(own, "Hugo") {
		t.Errorf("the Delcourts: %s", own)
	}
	if other := server.To(perrin.Email); !strings.Contains(other, "Hugo") || strings.Contains(other, "Manon") {
		t.Errorf("the Perrins: %s", other)
	}
	r.proved()
}

func TestAFamilyIsToldOnceTheEveningBeforeOfAllItsLessons(t *testing.T) {
	r, server := newRing(t), mailtest.StartFaulty(t)
	r.notifies(server.Port, tomorrow)
	emma := r.join("Nguyen", "Emma").Riders[0].ID
	first, second := r.group(wednesday, 8), r.lesson(planning.Group, wednesday, 16*60, 8)
	r.booked(first, r.manon)
	r.booked(first, r.hugo)
	r.booked(second, r.manon)
	r.booked(second, emma, given)
	r.clock.set(t, "2026-10-13 15:59") // 17:59 in Paris
	r.tells(club.NoticeLesson, 0)
	r.wait(time.Minute)
	r.tells(club.NoticeLesson, 2) // Delcourt with three places, Nguyen with one
	r.tells(club.NoticeLesson, 2)
	late := r.lesson(planning.Group, wednesday, 18*60, 8)
	r.booked(late, r.hugo, because("oubli")) // after it was told: no second mail
	r.tells(club.NoticeLesson, 2)
	r.must(r.Close())
	r.open()
	ticks := make(chan time.Time)
	r.KeepTime(ticks) // two turns at once
	r.turn()
	ticks <- time.Time{}
	r.tells(club.NoticeLesson, 2)
	_, err := r.SendMails(ctx, r.req())
	r.must(err)
	if server.Taken() != 2 {
		t.Errorf("%d left", server.Taken())
	}
	r.clock.set(t, "2026-10-14 16:05") // the next evening: nothing tomorrow
	r.tells(club.NoticeLesson, 2)
	r.proved()
}

func TestNobodyIsToldOfLessonsWhoDoesNotWantItOrHasNone(t *testing.T) {
	for name, spoil := range map[string]func(*ring, planning.LessonID, booking.BookingID){
		"the family wants no notices": func(r *ring, _ planning.LessonID, _ booking.BookingID) {
			home := r.family.Household
			home.NoNotices = true
			_, err := r.SaveHousehold(ctx, r.req(), desk.SaveHousehold{Household: home})
			r.must(err)
		},
		"the club cancelled the lesson": func(r *ring, lesson planning.LessonID, _ booking.BookingID) {
			_, err := r.CancelLesson(ctx, r.req(), lesson, desk.CancelLesson{Version: r.lessonOf(lesson).Version, Reason: "sol gelé"})
			r.must(err)
		},
		"the family cancelled": func(r *ring, _ planning.LessonID, id booking.BookingID) { r.cancelled(id, booking.UnitReturns) },
		"the club does not send it": func(r *ring, _ planning.LessonID, _ booking.BookingID) {
			r.must(r.saveMail(func(m *club.Mail) { m.LessonNotice = false }))
		},
		"the program was off that evening": func(r *ring, _ planning.LessonID, _ booking.BookingID) {
			r.clock.set(r.t, "2026-10-14 05:00")
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRing(t)
			r.notifies(mailtest.FreePort(t), tomorrow)
			lesson := r.group(wednesday, 8)
			id := r.booked(lesson, r.manon)
			if !strings.HasPrefix(name, "the program") {
				r.clock.set(t, "2026-10-13 10:00")
			}
			spoil(r, lesson, id)
			if !strings.HasPrefix(name, "the program") {
				r.clock.set(t, "2026-10-13 17:00")
			}
			r.tells(club.NoticeLesson, 0)
		})
	}
}

func TestATrainingRemindsNobody(t *testing.T) {
	in := firstRun()
	in.Training = true
	h := openClubAs(t, in)
	h.notifies(mailtest.FreePort(t), func(m *club.Mail) { m.LessonNotice, m.EndingNotice, m.PaperNotice = true, true, true })
	rider := h.join("Delcourt", "Manon").Riders[0].ID
	h.holdsLicence(rider)
	_, err := h.SetPaper(ctx, h.req(), rider, "rules", desk.SetPaper{State: club.PaperAccepted, Expires: "2026-10-20"})
	h.must(err)
	h.clock.set(t, "2026-10-10 17:00")
	h.tells(club.NoticePaper, 0)
}

// What waited until the day of the lessons is let go, and what was cancelled since is
// left out of the mail; nobody has to decide about either.
func TestAReminderSaysWhatIsSoWhenItLeavesAndNeverLeavesLate(t *testing.T) {
	r, server := newRing(t), mailtest.StartFaulty(t)
	r.notifies(server.Port, tomorrow)
	id := r.booked(r.group(wednesday, 8), r.manon)
	r.clock.set(t, "2026-10-13 16:00")
	r.tells(club.NoticeLesson, 1)
	r.cancel(id, desk.CancelBooking{})
	_, _ = r.SendMails(ctx, r.req())
	if _, m := r.outbox(club.NoticeLesson); m.State != sqlite.MailDropped || m.Fault != "nothing" {
		t.Errorf("%+v", m)
	}
	r.booked(r.group("2026-10-21", 8), r.manon)
	r.clock.set(t, "2026-10-20 21:59")
	r.tells(club.NoticeLesson, 2)
	r.wait(time.Minute) // midnight in Paris
	taken := server.Taken()
	_, _ = r.SendMails(ctx, r.req())
	if _, m := r.outbox(club.NoticeLesson); m.State != sqlite.MailDropped || m.Fault != "past" || server.Taken() != taken {
		t.Errorf("%+v", m)
	}
	today, err := r.Today(ctx)
	r.must(err)
	if today.Mails != 0 {
		t.Errorf("%d to decide", today.Mails)
	}
}

func TestWhatEndsIsToldOnceForEachDayItEnds(t *testing.T) {
	r, server := newRing(t), mailtest.StartFaulty(t)
	r.notifies(server.Port, func(m *club.Mail) { m.EndingNotice, m.EndingDays = true, 7 })
	r.clock.set(t, "2026-10-30 17:00") // both cards end on 7 November
	r.tells(club.NoticeEnding, 0)
	r.wait(24 * time.Hour)
	r.tells(club.NoticeEnding, 1)
	r.wait(24 * time.Hour)
	r.tells(club.NoticeEnding, 1)
	card := booking.CardID(r.cardsOf(r.manon)[0].ID)
	r.must(r.extend(card, "2026-11-20", "plâtre"))
	r.tells(club.NoticeEnding, 1)
	r.clock.set(t, "2026-11-14 17:00")
	r.tells(club.NoticeEnding, 2)
	r.clock.set(t, "2026-11-21 17:00")
	r.tells(club.NoticeEnding, 2)
	r.proved()
}

func TestAPaperToRenewIsToldOnce(t *testing.T) {
	h, server := openClub(t), mailtest.StartFaulty(t)
	h.notifies(server.Port, func(m *club.Mail) { m.PaperNotice, m.PaperDays = true, 14 })
	rider := h.join("Delcourt", "Manon").Riders[0].ID
	h.holdsLicence(rider)
	_, err := h.SetPaper(ctx, h.req(), rider, "rules", desk.SetPaper{State: club.PaperAccepted, Expires: "2026-11-20"})
	h.must(err)
	h.clock.set(t, "2026-11-05 17:00")
	h.tells(club.NoticePaper, 0)
	h.wait(24 * time.Hour)
	h.tells(club.NoticePaper, 1)
	h.wait(24 * time.Hour)
	h.tells(club.NoticePaper, 1)
	_, err = h.SendMails(ctx, h.req())
	h.must(err)
	if _, m := h.outbox(club.NoticePaper); m.State != sqlite.MailSent || server.Taken() != 1 {
		t.Errorf("%+v", m)
	}
}

// The whole way, through a real Exim into a real Dovecot: one mail names riders, times,
// place and horse, in the family's language and the club's own words.
func TestTheMailOfTomorrowArrivesWithItsLessons(t *testing.T) {
	o := mailtest.StartSMTP(t)
	r := newRing(t)
	r.mailsThrough(o)
	r.must(r.saveMail(func(m *club.Mail) { m.LessonNotice, m.LessonText.French = true, "à demain aux écuries !" }))
	id := r.booked(r.group(wednesday, 8), r.manon)
	r.must(r.give(id, r.stabled("Caramel"), ""))
	r.booked(r.lesson(planning.Group, wednesday, 16*60+30, 8), r.hugo)
	r.clock.set(t, "2026-10-13 16:00")
	r.tells(club.NoticeLesson, 1)
	_, err := r.SendMails(ctx, r.req())
	r.must(err)
	got := mail.Parse(mail.Raw{Body: []byte(o.Received(t, "famille", 1)[0])}, nil)
	for _, want := range []string{"à demain aux écuries !", "mercredi 14 octobre 2026", "Manon, Reprise 1 (sur Caramel) : 14:00", "Hugo, Reprise 2 : 16:30", "Répondez-nous, nous les arrêtons."} {
		if !strings.Contains(got.Text, want) {
			t.Errorf("no %q in\n%s", want, got.Text)
		}
	}
	if got.Subject != "Vos séances de demain" || !got.Automatic {
		t.Errorf("%q, %v", got.Subject, got.Automatic)
	}
}
