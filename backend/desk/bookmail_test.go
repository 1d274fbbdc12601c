package desk_test

import (
	"slices"
	"strings"
	"testing"

	"paddock/backend/booking"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/mail"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// asks is a mailbox whose family asks for a place for Manon on Friday 16 October, written
// on Monday 12 at noon, and the lesson that day.
func asks(t *testing.T, capacity int) (p *post, lesson planning.LessonID, id sqlite.MailID) {
	p = newPost(t)
	p.sendsBy(1)
	lesson = p.group("2026-10-16", capacity)
	p.at("2026-10-12 12:00")
	return p, lesson, p.arrives("Nathalie Delcourt <"+p.address()+">", "Cours", "Bonjour,\n\nUne place pour Manon au cours de vendredi ?\n\nNathalie")
}

// accepts does the first proposal of a mail as it was shown, with its sentence.
func (p *post) accepts(shown desk.MailView) error {
	_, err := p.AcceptMail(ctx, p.req(), shown.ID, desk.AcceptMail{Items: []desk.AcceptedItem{{Key: shown.Proposals[0].Key}}, Answer: shown.Proposals[0].Says})
	return err
}

// placed is the one proposal of a mail: a place that can be taken or not.
func (p *post) placed(id sqlite.MailID, can bool, why ...mail.Why) desk.MailView {
	p.t.Helper()
	view := p.mail(id)
	if len(view.Proposals) != 1 || view.Proposals[0].Kind != mail.Booking || view.Proposals[0].Can != can || !slices.Equal(view.Proposals[0].Why, why) {
		p.t.Fatalf("proposals: %+v", view.Proposals)
	}
	return view
}

func TestAMailThatAsksForAPlaceBooksItOnceByTheCardAndIsUndone(t *testing.T) {
	p, lesson, id := asks(t, 8)
	view := p.placed(id, true, mail.WhyRider, mail.WhyDay)
	place := view.Proposals[0]
	if !place.Sure || place.Place.Lesson.ID != lesson || place.Pays.By != booking.ByCard || place.Pays.Final || !strings.Contains(place.Says, "réservée, sur sa carte") {
		t.Fatalf("%+v, %+v", place, place.Pays)
	}
	var marked []string
	for _, run := range view.TextRuns {
		if run.As != "" {
			marked = append(marked, run.As+" "+run.Text)
		}
	}
	if got := strings.Join(marked, ", "); got != "enrolment Une place, rider Manon, day vendredi" {
		t.Errorf("marked: %s", got)
	}
	before, left := len(p.outbox()), p.left(p.manon)
	req := p.req()
	in := desk.AcceptMail{Items: []desk.AcceptedItem{{Key: place.Key}}, Answer: place.Says}
	for range 2 { // the second is the same request again
		done, err := p.AcceptMail(ctx, req, id, in)
		p.must(err)
		if done.State != sqlite.MailDone || len(done.Proposals) != 0 {
			t.Errorf("accepted: %+v", done)
		}
	}
	_, err := p.AcceptMail(ctx, p.req(), id, in)
	p.refuses(err, club.CodeMailEnded)
	if got := p.states(lesson); len(got) != 1 || got[0] != booking.Booked || p.left(p.manon) != left-1 {
		t.Errorf("%v, %d left of %d", got, p.left(p.manon), left)
	}
	if sent := p.outbox()[before:]; len(sent) != 1 || !strings.HasPrefix(sent[0], "mailAnswered: Re: Cours: ") || !strings.Contains(sent[0], place.Says) {
		t.Errorf("the family is told %q", sent)
	}
	p.must(p.undoes())
	if got := p.states(lesson); got[0] == booking.Booked || p.left(p.manon) != left || p.mail(id).State != sqlite.MailNew {
		t.Errorf("undone: %v, %d left", got, p.left(p.manon))
	}
	if sent := p.outbox()[before:]; len(sent) != 0 {
		t.Errorf("undone, the family is told %q", sent)
	}
	p.must(p.accepts(p.placed(id, true, mail.WhyRider, mail.WhyDay)))
	p.proved()
}

func TestTheVoucherThatExpiresFirstPaysBeforeTheCard(t *testing.T) {
	p := newPost(t)
	p.sendsBy(1)
	p.cancelled(p.byPackage(p.group("2026-10-14", 8), p.manon), booking.MakesVoucher)
	lesson := p.group("2026-10-16", 8)
	p.at("2026-10-12 12:00")
	id := p.arrives(p.address(), "Cours", "Manon voudrait récupérer vendredi à 14h.")
	view, left := p.placed(id, true, mail.WhyRider, mail.WhyDay), p.left(p.manon)
	if pays := view.Proposals[0].Pays; pays.By != booking.ByVoucher || pays.Voucher != p.vouchers()[0].ID || !strings.Contains(view.Proposals[0].Says, "bon de récupération") {
		t.Fatalf("%+v, %s", pays, view.Proposals[0].Says)
	}
	p.must(p.accepts(view))
	if p.vouchers()[0].Left != 0 || p.left(p.manon) != left || p.states(lesson)[0] != booking.Booked {
		t.Errorf("%+v, %d left of %d, %v", p.vouchers(), p.left(p.manon), left, p.states(lesson))
	}
	p.proved()
}

func TestTwoDaysAskedByOneMailArePaidByTwoRights(t *testing.T) {
	p := newPost(t)
	p.sendsBy(1)
	p.cancelled(p.byPackage(p.group("2026-10-14", 8), p.manon), booking.MakesVoucher)
	first, second := p.group("2026-10-16", 8), p.group("2026-10-17", 8)
	p.at("2026-10-12 12:00")
	id := p.arrives(p.address(), "Cours", "Une place pour Manon le 16/10 et le 17/10 ?")
	view, left := p.mail(id), p.left(p.manon)
	if len(view.Proposals) != 2 || view.Proposals[0].Pays.By != booking.ByVoucher || view.Proposals[1].Pays.By != booking.ByCard {
		t.Fatalf("%+v", view.Proposals)
	}
	_, err := p.AcceptMail(ctx, p.req(), id, desk.AcceptMail{Items: []desk.AcceptedItem{{Key: view.Proposals[0].Key}, {Key: view.Proposals[1].Key}}, Answer: "Réservé."})
	p.must(err)
	if p.vouchers()[0].Left != 0 || p.left(p.manon) != left-1 || p.states(first)[0] != booking.Booked || p.states(second)[0] != booking.Booked {
		t.Errorf("%+v, %d left of %d", p.vouchers(), p.left(p.manon), left)
	}
	p.proved()
}

func TestTheSecondDayOfAMailThatNothingIsLeftForSaysSo(t *testing.T) {
	p := newPost(t)
	p.at("2026-11-20 12:00") // the cards of ten are over
	p.cancelled(p.byPackage(p.group("2026-11-25", 8), p.manon), booking.MakesVoucher)
	p.group("2026-11-27", 8)
	p.group("2026-11-28", 8)
	p.at("2026-11-23 12:00")
	view := p.mail(p.arrives(p.address(), "Cours", "Une place pour Manon le 27/11 et le 28/11 ?"))
	if len(view.Proposals) != 2 || !view.Proposals[0].Can {
		t.Fatalf("%+v", view.Proposals)
	}
	if second := view.Proposals[1]; second.Can || second.Sure || second.Pays != nil || !slices.Contains(second.Why, mail.WhyNothingPays) {
		t.Errorf("%+v", second)
	}
}

func TestAPlaceThatIsGoneMeanwhileIsSaidAndNothingIsLost(t *testing.T) {
	p, lesson, id := asks(t, 1)
	view, left := p.placed(id, true, mail.WhyRider, mail.WhyDay), p.left(p.manon)
	p.booked(lesson, p.hugo)
	before := len(p.outbox())
	p.refuses(p.accepts(view), club.CodeMailChanged)
	if p.left(p.manon) != left || len(p.outbox()) != before {
		t.Errorf("%d left of %d, told %q", p.left(p.manon), left, p.outbox()[before:])
	}
	full := p.placed(id, false, mail.WhyRider, mail.WhyDay, mail.WhyFull).Proposals[0]
	if full.Sure || !strings.Contains(full.Says, "complète") || !strings.Contains(full.Says, "liste d’attente") {
		t.Errorf("%+v", full)
	}
	if list := p.waitFor(lesson); len(list) != 0 {
		t.Errorf("put on the waiting list: %+v", list)
	}
	p.refuses(func() error {
		_, err := p.AcceptMail(ctx, p.req(), id, desk.AcceptMail{Items: []desk.AcceptedItem{{Key: full.Key}}})
		return err
	}(), club.CodeMailChanged)
	_, err := p.AcceptMail(ctx, p.req(), id, desk.AcceptMail{Items: []desk.AcceptedItem{}, Answer: full.Says})
	p.must(err)
}

func TestTheLastPlaceIsKeptForWhoHasTheirTurnAndIsTheirs(t *testing.T) {
	p := newPost(t)
	lesson := p.offered(p.manon)
	day := p.lessonOf(lesson).Day
	id := p.arrives(p.address(), "Cours", "Une place pour Manon le "+string(day[8:])+"/"+string(day[5:7])+" ?")
	view := p.placed(id, true, mail.WhyRider, mail.WhyDay)
	other := p.arrives(p.address(), "Cours", "Une place pour Hugo le "+string(day[8:])+"/"+string(day[5:7])+" ?")
	p.placed(other, false, mail.WhyRider, mail.WhyDay, mail.WhyFull)
	p.sendsBy(1)
	p.must(p.accepts(view))
	if list := p.waitFor(lesson); slices.ContainsFunc(list, func(w sqlite.WaitingPlace) bool { return w.Rider == p.manon }) {
		t.Errorf("still waits: %+v", list)
	}
	p.proved()
}

// 24 hours before is later than 17:00 for an evening lesson: see
// TestTheTrapBetween17AndTwentyFourHoursIsSaidBefore.
func TestAPlaceThatCannotBeCancelledAnyMoreIsSaidBeforeItIsTaken(t *testing.T) {
	p := newPost(t)
	p.sendsBy(1)
	p.cancelled(p.byPackage(p.group("2026-10-12", 8), p.manon), booking.MakesVoucher)
	lesson := p.lesson(planning.Group, "2026-10-15", 19*60, 8)
	p.at("2026-10-14 16:00")
	id := p.arrives(p.address(), "Cours", "Une place pour Manon demain à 19h ?")
	shown := p.placed(id, true, mail.WhyRider, mail.WhyDay)
	p.at("2026-10-14 18:00")
	p.refuses(p.accepts(shown), club.CodeMailChanged)
	late := p.placed(id, true, mail.WhyRider, mail.WhyDay)
	if before, now := shown.Proposals[0], late.Proposals[0]; before.Pays.Final || !now.Pays.Final || !strings.Contains(now.Says, "ne s’annule plus sans perte") || before.Ref != now.Ref {
		t.Fatalf("%+v, then %+v", before.Pays, now.Pays)
	}
	p.must(p.accepts(late))
	if p.states(lesson)[0] != booking.Booked {
		t.Errorf("%v", p.states(lesson))
	}
	id = p.arrives(p.address(), "Cours", "Une place pour Hugo demain à 19h ?")
	p.placed(id, false, mail.WhyRider, mail.WhyDay, mail.WhyNothingPays) // too late for his card
	p.proved()
}

func TestWhatNothingPaysOrIsNotForTheRiderIsNotTakenByMail(t *testing.T) {
	t.Run("nothing pays", func(t *testing.T) {
		p := newPost(t)
		rider := p.join("Perrin", "Zoe")
		p.group("2026-10-16", 8)
		p.at("2026-10-12 12:00")
		id := p.arrives(rider.Email, "Cours", "Une place pour Zoe vendredi ?")
		if one := p.placed(id, false, mail.WhyRider, mail.WhyDay, mail.WhyNothingPays).Proposals[0]; one.Says != "" || one.Place.Without == nil {
			t.Errorf("%+v", one)
		}
	})
	t.Run("another age", func(t *testing.T) {
		p := newPost(t)
		_, err := p.AddLesson(ctx, p.req(), desk.LessonForm{Day: "2026-10-16", Shape: planning.Shape{Kind: planning.Group, Name: "Adultes", Start: 840, Minutes: 60, Capacity: 8, AgeMin: 18}})
		p.must(err)
		p.at("2026-10-12 12:00")
		p.placed(p.arrives(p.address(), "Cours", "Une place pour Manon vendredi ?"), false, mail.WhyRider, mail.WhyDay, mail.WhyNothingFits)
	})
	t.Run("a stranger", func(t *testing.T) {
		p, _, _ := asks(t, 8)
		if view := p.mail(p.arrives("x@ailleurs.example", "Cours", "Une place pour Manon vendredi ?")); len(view.Proposals) != 0 {
			t.Errorf("%+v", view.Proposals)
		}
	})
	t.Run("who rides that day is asked about", func(t *testing.T) {
		p, _, id := asks(t, 8)
		p.booked(p.lesson(planning.Group, "2026-10-16", 16*60, 8), p.manon)
		if one := p.placed(id, true, mail.WhyRider, mail.WhyDay, mail.WhyRides).Proposals[0]; one.Sure {
			t.Errorf("%+v", one)
		}
	})
}
