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
	"paddock/backend/sqlite"
)

func confirms(m *club.Mail) { m.BookedNotice = true }

// confirmed lets what waits leave, and gives the one mail an address was sent.
func (h *house) confirmed(server *mailtest.Faulty, address string) string {
	h.t.Helper()
	h.wait(2 * time.Minute)
	_, err := h.SendMails(ctx, h.req())
	h.must(err)
	return mail.Parse(mail.Raw{Body: []byte(server.To(address))}, nil).Text
}

func (h *house) says(text string, want ...string) {
	h.t.Helper()
	for _, line := range want {
		if !strings.Contains(text, line) {
			h.t.Errorf("no %q in\n%s", line, text)
		}
	}
}

func (h *house) confirmations(want int) {
	h.t.Helper()
	if n, _ := h.outbox(club.NoticeBooked); n != want {
		h.t.Fatalf("%d confirmations, want %d", n, want)
	}
}

func TestAFamilyIsToldInOneMailOfWhatIsBookedForIt(t *testing.T) {
	r, server := newRing(t), mailtest.StartFaulty(t)
	r.notifies(server.Port, func(m *club.Mail) { m.BookedNotice, m.BookedText.French = true, "à bientôt aux écuries !" })
	lesson := r.group(wednesday, 8)
	r.booked(lesson, r.manon)
	r.booked(lesson, r.hugo)
	other := r.group("2026-10-21", 8)
	r.booked(other, r.hugo)
	r.confirmations(1)
	r.must(r.undo())
	text := r.confirmed(server, r.shown(r.householdOf(r.hugo)).Email)
	r.says(text, "à bientôt aux écuries !", "Manon, Reprise 1 (mercredi 14 octobre 2026) : 14:00", "Hugo, Reprise 1 (mercredi 14 octobre 2026) : 14:00")
	if strings.Contains(text, "Reprise 2") {
		t.Errorf("told of what was undone:\n%s", text)
	}
	r.booked(other, r.manon) // after the mail left: another
	r.confirmations(2)
	r.proved()
}

func TestWhoMovesUpFromAWaitingListIsToldThatThePlaceIsBooked(t *testing.T) {
	r, server := newRing(t), mailtest.StartFaulty(t)
	r.notifies(server.Port, confirms)
	lesson := r.group(wednesday, 1)
	nguyen := r.join("Nguyen", "Emma")
	first := r.booked(lesson, r.manon)
	list, err := r.JoinWaiting(ctx, r.req(), desk.Wait{Lesson: lesson, Rider: nguyen.Riders[0].ID})
	r.must(err)
	r.cancelled(first, booking.UnitReturns)
	r.confirmations(1)
	r.booked(lesson, nguyen.Riders[0].ID, given, func(in *desk.Book) { in.Waiting = list[0].ID })
	r.confirmations(2)
	r.wait(2 * time.Minute)
	_, err = r.SendMails(ctx, r.req())
	r.must(err)
	rows, err := r.Outbox().Rows(ctx, desk.ListQuery{})
	r.must(err)
	for _, m := range rows {
		if m.Kind == string(club.NoticeBooked) && (m.Household == nguyen.ID) != (m.State == sqlite.MailSent) {
			t.Errorf("to %s: %s %s", m.Family, m.State, m.Fault) // Manon's place was given up before it left
		}
	}
	if got := strings.Count(server.To(nguyen.Email), "Emma, Reprise 1"); got != 2 { // plain and HTML
		t.Errorf("Emma is named %d times", got)
	}
}

func TestAPackageIsConfirmedInOneRowAndAnInvoicesMailTellsOfItsPlaces(t *testing.T) {
	for _, mailed := range []bool{false, true} {
		y, server := openYard(t), mailtest.StartFaulty(t)
		y.notifies(server.Port, confirms)
		y.at("2026-12-22 16:59")
		cart := y.open(y.weekly(y.manon, y.wed))
		_, err := y.Checkout(ctx, y.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, LicenceTerms: cart.LicenceTermsVersion, OnAccount: true, Mail: mailed})
		y.must(err)
		want, sent := 1, int64(1)
		if mailed {
			want = 0
		}
		y.confirmations(want)
		text := y.confirmed(server, y.shown(y.householdOf(y.manon)).Email)
		y.says(text, "20 dates, du 23 décembre 2026 au", ") : 15:00")
		if server.Taken() != sent {
			t.Errorf("mailed %v: %d mails left", mailed, server.Taken())
		}
		if strings.Contains(text, "Ce qui est réservé") != mailed {
			t.Errorf("mailed %v:\n%s", mailed, text)
		}
		y.proved()
	}
}

func TestNobodyIsToldOfABookingWhoDoesNotWantItOrHasNoAddress(t *testing.T) {
	for name, spoil := range map[string]func(*ring){
		"the club does not send it": func(r *ring) { r.must(r.saveMail(func(m *club.Mail) { m.BookedNotice = false })) },
		"the club sends no mail":    func(r *ring) { r.must(r.saveMail(func(m *club.Mail) { m.Sending = false })) },
		"the family wants no mails": func(r *ring) { r.changes(func(home *club.Household) { home.NoNotices = true }) },
		"there is no address":       func(r *ring) { r.changes(func(home *club.Household) { home.Email = "" }) },
	} {
		t.Run(name, func(t *testing.T) {
			r := newRing(t)
			r.notifies(mailtest.FreePort(t), confirms)
			spoil(r)
			r.booked(r.group(wednesday, 8), r.manon)
			r.confirmations(0)
			rows, err := r.ToTell().Rows(ctx, desk.ListQuery{})
			r.must(err)
			if len(rows) != 0 { // nobody phones about it either
				t.Errorf("%+v", rows)
			}
		})
	}
}

// changes saves the family's record.
func (r *ring) changes(how func(*club.Household)) {
	r.t.Helper()
	home := r.shown(r.family.ID).Household
	how(&home)
	_, err := r.SaveHousehold(ctx, r.req(), desk.SaveHousehold{Household: home})
	r.must(err)
}

func TestATrainingConfirmsNothing(t *testing.T) {
	in := firstRun()
	in.Training = true
	h := openClubAs(t, in)
	h.notifies(mailtest.FreePort(t), confirms)
	r := &ring{shop: &shop{house: h}}
	r.booked(r.group(wednesday, 8), r.join("Delcourt", "Manon").Riders[0].ID, given)
	r.confirmations(0)
}

func TestThePlaceThatAMailAsksForIsConfirmedByTheAnswerOrByItself(t *testing.T) {
	for _, answered := range []bool{true, false} {
		p, id := placeAsked(t, nil, "Julie Roussel <julie@courriel.example>", "Bonjour, une place pour la rando Vercors svp. Julie")
		server := mailtest.StartFaulty(t)
		p.notifies(server.Port, confirms)
		view := p.mail(id)
		in := desk.AcceptMail{Items: []desk.AcceptedItem{{Key: view.Proposals[0].Key, Surname: "Roussel", FirstName: "Julie", BirthDate: "1990-05-02"}}}
		if answered {
			in.Answer = view.Proposals[0].Says
		}
		_, err := p.AcceptMail(ctx, p.req(), id, in)
		p.must(err)
		p.only()
		p.says(p.confirmed(server, "julie@courriel.example"), "Julie, Rando Vercors (samedi 24 octobre 2026, ")
	}
}
