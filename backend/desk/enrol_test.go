package desk_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"paddock/backend/billing"
	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/planning"
)

// asking is a camp for whoever has an e-mail address, with a deadline at 18:00 of
// the day, a question, and half the price kept from a week before.
func (s *school) asking(capacity int, closes calendar.Day, days ...calendar.Day) desk.ActivityView {
	s.t.Helper()
	o := camp("Stage Toussaint")
	o.Audience = catalogue.ForGuests
	o.Enrolling = catalogue.Enrolling{ClosesDay: closes, ClosesAt: 1080, Questions: []catalogue.Question{{Text: club.Texts{French: "Allergies"}, Required: true}}}
	o.Terms.Keeps = catalogue.Keeps{FreeDays: 7, Percent: 50}
	offer := s.save(o)
	view, err := s.PlanActivity(ctx, s.req(), offer.ID, desk.PlanActivity{Kind: planning.Camp, Capacity: capacity, Days: s.onDays(days...), Version: offer.Version})
	s.must(err)
	return view
}

func answering(answer string) []desk.EnrolAnswer {
	return []desk.EnrolAnswer{{Question: 1, Answer: answer}}
}

// children are of a guest.
func children(names ...string) desk.Enrol {
	in := desk.Enrol{Email: "caron@example.org"}
	for _, name := range names {
		in.Riders = append(in.Riders, desk.EnrolRider{Surname: "Caron", FirstName: name, BirthDate: "2017-05-02", Answers: answering("aucune")})
	}
	return in
}

// paidDown is an enrolment whose deposit is paid in cash.
func (s *school) paidDown(cart desk.CartView) desk.Sale {
	s.t.Helper()
	sale, err := s.Checkout(ctx, s.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, OnAccount: true, Tenders: []billing.Tender{{Way: billing.Cash, Cents: cart.Now, Tendered: cart.Now}}})
	s.must(err)
	return sale
}

func TestAGuestIsEnrolledInEveryDayOnceTheDepositIsPaid(t *testing.T) {
	s := openSchool(t)
	view := s.asking(10, "2026-10-16", "2026-10-24", "2026-10-25", "2026-10-26")
	in := children("Nina")
	in.Riders[0].Answers = nil
	_, err := s.Enrol(ctx, s.req(), view.Offer.ID, in)
	s.refuses(err, club.CodeAnswerNeeded)
	cart, err := s.Enrol(ctx, s.req(), view.Offer.ID, children("Nina"))
	s.must(err)
	if cart.Total != 9600 || cart.Now != 3000 || len(cart.Lines) != 1 {
		t.Errorf("%+v", cart)
	}
	held, err := s.Activity(ctx, view.Offer.ID)
	s.must(err)
	if len(held.Enrolled) != 1 || held.Enrolled[0].HeldUntil == "" || len(held.Enrolled[0].Places) != 3 || !held.Enrolled[0].Guest {
		t.Errorf("%+v", held.Enrolled)
	}
	sale := s.paidDown(cart)
	now, err := s.Activity(ctx, view.Offer.ID)
	s.must(err)
	got := now.Enrolled[0]
	if got.HeldUntil != "" || got.By != booking.ByActivity || got.Payment.Invoice != sale.Invoice.ID || got.Payment.Rest != 6600 || got.Answers[0].Answer != "aucune" || now.Money.Received != 3000 {
		t.Errorf("%+v, %+v", got, now.Money)
	}
	for _, p := range got.Places {
		if p.State != booking.Booked {
			t.Errorf("%+v", p)
		}
	}
	report, err := s.Verify(ctx)
	if err != nil || len(report.Findings) > 0 {
		t.Errorf("%+v, %v", report, err)
	}
}

func TestEnrollingIsRefusedAtTheSecondOfTheDeadlineUnlessThereIsAReason(t *testing.T) {
	s := openSchool(t)
	view := s.asking(10, "2026-10-16", "2026-10-26")
	s.clock.set(t, "2026-10-16 16:00") // 18:00 in Paris
	_, err := s.Enrol(ctx, s.req(), view.Offer.ID, children("Nina"))
	s.refuses(err, club.CodeEnrolmentClosed)
	in := children("Nina")
	in.Reason = "Le club la connaît"
	_, err = s.Enrol(ctx, s.req(), view.Offer.ID, in)
	s.must(err)
}

func TestOfTwoChildrenAndOnePlaceNoneIsEnrolled(t *testing.T) {
	s := openSchool(t)
	view := s.asking(1, "2026-10-16", "2026-10-26", "2026-10-27")
	_, err := s.Enrol(ctx, s.req(), view.Offer.ID, children("Nina", "Léo"))
	s.refuses(err, club.CodePlaceGone)
	now, err := s.Activity(ctx, view.Offer.ID)
	s.must(err)
	homes, err := s.Households(ctx, desk.HouseholdQuery{Query: "Caron"})
	s.must(err)
	if now.Taken != 0 || len(homes.Rows) != 0 {
		t.Errorf("%d places, %d households", now.Taken, len(homes.Rows))
	}
}

func TestTheLastPlaceOfACampIsSoldOnceHoweverFast(t *testing.T) {
	s := openSchool(t)
	view := s.asking(1, "2026-10-16", "2026-10-26", "2026-10-27")
	var wait sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		wait.Go(func() {
			in := children("Nina")
			in.Email, in.Confirmed = fmt.Sprintf("n%d@example.org", i), true
			_, errs[i] = s.Enrol(ctx, s.req(), view.Offer.ID, in)
		})
	}
	wait.Wait()
	done := 0
	for _, err := range errs {
		if err == nil {
			done++
		} else {
			s.refuses(err, club.CodePlaceGone)
		}
	}
	if now, err := s.Activity(ctx, view.Offer.ID); err != nil || done != 1 || now.Taken != 1 {
		t.Errorf("%d enrolled, %d places, %v", done, now.Taken, err)
	}
}

func TestLeavingACampGivesBackWhatItsTermsDoNotKeepAndFreesItsDays(t *testing.T) {
	for _, c := range []struct {
		when string
		kept int64
	}{{"2026-10-19 10:00", 0}, {"2026-10-20 10:00", 4800}} { // a week before the first day, and a day later
		s := openSchool(t)
		view := s.asking(2, "2026-10-16", "2026-10-26", "2026-10-27")
		cart, err := s.Enrol(ctx, s.req(), view.Offer.ID, children("Nina", "Léo"))
		s.must(err)
		sale := s.paidDown(cart)
		// What the catalogue says afterwards is for sales to come.
		now, err := s.Activity(ctx, view.Offer.ID)
		s.must(err)
		offer := now.Offer.Offer
		offer.Terms.Keeps.Percent = 100
		s.save(offer)
		if text := printed(t, s.Desk, sale.Invoice.ID); !strings.Contains(text, "Sans frais jusqu’à 7 jours avant le premier jour ; ensuite le club garde 50 % du prix.") {
			t.Errorf("the invoice does not say what giving it up costs: %s", text)
		}
		s.clock.set(t, c.when)
		rider := now.Enrolled[0].Rider
		before, err := s.PreviewCancelEnrolment(ctx, view.Offer.ID, rider)
		s.must(err)
		_, err = s.CancelEnrolment(ctx, s.req(), view.Offer.ID, rider, desk.CancelEnrolment{})
		s.refuses(err, club.CodeReasonNeeded)
		done, err := s.CancelEnrolment(ctx, s.req(), view.Offer.ID, rider, desk.CancelEnrolment{Reason: "Malade"})
		s.must(err)
		if int64(done.Kept) != c.kept || int64(done.Back) != 9600-c.kept || done.Back != before.Back {
			t.Errorf("%s: %+v", c.when, done)
		}
		now, err = s.Activity(ctx, view.Offer.ID)
		s.must(err)
		if now.Taken != 1 || len(now.Enrolled) != 1 || now.Enrolled[0].Rider == rider {
			t.Errorf("%s: %d places, %+v", c.when, now.Taken, now.Enrolled)
		}
		_, err = s.CancelEnrolment(ctx, s.req(), view.Offer.ID, rider, desk.CancelEnrolment{Reason: "Malade"})
		s.refuses(err, club.CodeNotEnrolled)
		report, err := s.Verify(ctx)
		if err != nil || len(report.Findings) > 0 {
			t.Errorf("%s: %+v, %v", c.when, report, err)
		}
	}
}

func TestWhoWaitsForACampIsOfferedAPlaceThatIsFreed(t *testing.T) {
	s := openSchool(t)
	view := s.asking(1, "2026-10-16", "2026-10-26", "2026-10-27")
	cart, err := s.Enrol(ctx, s.req(), view.Offer.ID, children("Nina"))
	s.must(err)
	s.paidDown(cart)
	home := s.join("Delcourt", "Manon")
	rider := home.Riders[0]
	rider.BirthDate = "2016-04-01"
	_, err = s.SaveRider(ctx, s.req(), desk.SaveRider{Rider: rider})
	s.must(err)
	_, err = s.JoinWaiting(ctx, s.req(), desk.Wait{Lesson: view.Days[0].ID, Rider: rider.ID})
	s.must(err)
	now, err := s.Activity(ctx, view.Offer.ID)
	s.must(err)
	_, err = s.CancelEnrolment(ctx, s.req(), view.Offer.ID, now.Enrolled[0].Rider, desk.CancelEnrolment{Reason: "Malade"})
	s.must(err)
	now, err = s.Activity(ctx, view.Offer.ID)
	s.must(err)
	if len(now.Waiting) != 1 || now.Waiting[0].State != booking.Offered || len(now.Enrolled) != 0 {
		t.Errorf("%+v", now.Waiting)
	}
	_, err = s.Enrol(ctx, s.req(), view.Offer.ID, desk.Enrol{Household: home.ID, Riders: []desk.EnrolRider{{Rider: rider.ID, Answers: answering("aucune")}}})
	s.must(err)
	if now, err = s.Activity(ctx, view.Offer.ID); err != nil || len(now.Waiting) != 0 || len(now.Enrolled) != 1 || len(now.Enrolled[0].Places) != 2 {
		t.Errorf("%+v, %v", now.Enrolled, err)
	}
}

// oneMore is what planning an activity with one more day, like its first, says.
func oneMore(v desk.ActivityView, day calendar.Day) desk.PlanActivity {
	in := asPlanned(v)
	more := in.Days[0]
	more.Lesson, more.Day = 0, day
	in.Days = append(in.Days, more)
	return in
}

func TestADayThatIsAddedHasThePlacesOfWhoIsEnrolledSoldOrHeld(t *testing.T) {
	s := openSchool(t)
	view := s.asking(3, "2026-10-20", "2026-10-26", "2026-10-27")
	cart, err := s.Enrol(ctx, s.req(), view.Offer.ID, children("Nina", "Léo"))
	s.must(err)
	s.paidDown(cart)
	late := children("Tom")
	late.Email, late.Confirmed = "tom@example.org", true
	held, err := s.Enrol(ctx, s.req(), view.Offer.ID, late)
	s.must(err)
	now, err := s.PlanActivity(ctx, s.req(), view.Offer.ID, oneMore(view, "2026-10-29"))
	s.must(err)
	if len(now.Days) != 3 || now.Days[2].Unticked != 2 || now.Taken != 3 || now.Offer.Terms.ValidThrough != "2026-10-29" {
		t.Errorf("%+v", now.Days)
	}
	for i, e := range now.Enrolled {
		if len(e.Places) != 3 || (e.HeldUntil != "") != (i == 2) || (e.Payment.Invoice == 0) != (i == 2) {
			t.Errorf("%+v", e)
		}
	}
	if n := s.rowsOf("outbox WHERE kind = 'dayAdded' AND body LIKE '%Nina Caron, Léo Caron%'"); n != 1 { // Nina's and Léo's family; nothing is Tom's yet
		t.Errorf("%d written", n)
	}
	if err := s.undoLast(); err == nil {
		t.Error("a day somebody rides on was taken away")
	}
	s.paidDown(held)
	if now, err = s.Activity(ctx, view.Offer.ID); err != nil || now.Enrolled[2].HeldUntil != "" || len(now.Enrolled[2].Places) != 3 {
		t.Errorf("%+v, %v", now.Enrolled, err)
	}
	report, err := s.Verify(ctx)
	if err != nil || len(report.Findings) > 0 {
		t.Errorf("%+v, %v", report, err)
	}
}

func TestADayIsNotAddedWithoutAPlaceForEverybodyNorWhileSomebodyRidesElsewhere(t *testing.T) {
	s := openSchool(t)
	view := s.asking(2, "2026-10-20", "2026-10-26", "2026-10-30")
	cart, err := s.Enrol(ctx, s.req(), view.Offer.ID, children("Nina", "Léo"))
	s.must(err)
	s.paidDown(cart)
	lesson, err := s.AddLesson(ctx, s.req(), desk.LessonForm{Day: "2026-10-29", Shape: s.shape("Galop 3", 660)})
	s.must(err)
	now, err := s.Activity(ctx, view.Offer.ID)
	s.must(err)
	_, err = s.Book(ctx, s.req(), desk.Book{Lesson: lesson.ID, Rider: now.Enrolled[1].Rider, By: "given", Reason: "essai"})
	s.must(err)
	in := oneMore(view, "2026-10-29")
	in.Days[2].Arena, in.Days[2].Instructor = 0, 0
	_, err = s.PlanActivity(ctx, s.req(), view.Offer.ID, in)
	s.refuses(err, club.CodeRiderTwice)
	if refusal := new(club.Error); !errors.As(err, &refusal) || refusal.Params["name"] != "Léo Caron" {
		t.Errorf("%+v", err)
	}
	// The first day was given: it no longer changes, and a smaller one is added.
	s.clock.set(t, "2026-10-26 15:30")
	_, err = s.CallRoll(ctx, s.req(), view.Days[0].ID, desk.CallRoll{AllPresent: true, Close: true})
	s.must(err)
	last := now.Days[1]
	for _, e := range now.Enrolled {
		_, err = s.CancelBooking(ctx, s.req(), e.Places[1].Booking, desk.CancelBooking{})
		s.must(err)
	}
	in = oneMore(view, "2026-10-27")
	in.Capacity = 1
	_, err = s.PlanActivity(ctx, s.req(), view.Offer.ID, in)
	s.refuses(err, club.CodeDayTooSmall)
	if refusal := new(club.Error); !errors.As(err, &refusal) || refusal.Params["riders"] != "Léo Caron" {
		t.Errorf("%+v", err)
	}
	if again := s.lesson(last.Day); again.Capacity != 2 || len(s.lessons("2026-10-27", "2026-10-27")) != 0 {
		t.Errorf("%+v", again)
	}
}

func TestADayTheClubCancelsGivesItsPartBackToTheCentAndTheOthersStay(t *testing.T) {
	s := openSchool(t)
	view := s.asking(3, "2026-10-20", "2026-10-24", "2026-10-26", "2026-10-27")
	offer := view.Offer.Offer
	offer.Price, offer.Parts[0].Cents = 10000, 10000
	s.save(offer)
	cart, err := s.Enrol(ctx, s.req(), view.Offer.ID, children("Nina", "Léo"))
	s.must(err)
	s.paidDown(cart)
	now, err := s.Activity(ctx, view.Offer.ID)
	s.must(err)
	now, err = s.PlanActivity(ctx, s.req(), view.Offer.ID, oneMore(now, "2026-10-29"))
	s.must(err)
	_, err = s.CancelLesson(ctx, s.req(), now.Days[1].ID, desk.CancelLesson{Reason: "orage", Version: now.Days[1].Version})
	s.refuses(err, club.CodeDayOfActivity)
	_, err = s.PreviewCancelActivityDay(ctx, view.Offer.ID+999, now.Days[1].ID)
	s.refuses(err, club.CodeLessonNotFound)             // the day is of another activity
	for i, back := range []int64{0, 3334, 3333, 3333} { // the first to go was added at no price
		day := now.Days[(i+3)%4]
		shown, err := s.PreviewCancelActivityDay(ctx, view.Offer.ID, day.ID)
		s.must(err)
		_, err = s.CancelActivityDay(ctx, s.req(), view.Offer.ID, day.ID, desk.CancelActivityDay{Credit: true, Version: day.Version})
		s.refuses(err, club.CodeReasonNeeded)
		done, err := s.CancelActivityDay(ctx, s.req(), view.Offer.ID, day.ID, desk.CancelActivityDay{Reason: "orage", Credit: true, Version: day.Version})
		s.must(err)
		if int64(done.Riders[0].Back) != back || int64(done.Back) != 2*back || done.Back != shown.Back || done.Families != 1 {
			t.Errorf("day %d: %+v", i, done)
		}
		after, err := s.Activity(ctx, view.Offer.ID)
		s.must(err)
		if i < 3 && (len(after.Enrolled) != 2 || len(after.Enrolled[0].Places) != 3-i || after.Offer.Terms.ValidFrom != now.Days[i].Day) {
			t.Errorf("day %d: %+v", i, after.Enrolled)
		}
	}
	if n := s.rowsOf("outbox WHERE kind = 'dayCancelled' AND body LIKE '%orage%' AND body LIKE '%Léo%'"); n != 4 {
		t.Errorf("%d written", n)
	}
	if n := s.rowsOf("outbox WHERE kind = 'lessonCancelled'"); n != 0 {
		t.Errorf("%d families were told twice", n)
	}
	s.proved()
}

func TestADayCancelledWithoutACreditNoteComesBackWithItsRiders(t *testing.T) {
	s := openSchool(t)
	view := s.asking(3, "2026-10-20", "2026-10-26", "2026-10-27")
	cart, err := s.Enrol(ctx, s.req(), view.Offer.ID, children("Nina"))
	s.must(err)
	s.paidDown(cart)
	day := view.Days[1]
	_, err = s.CancelActivityDay(ctx, s.req(), view.Offer.ID, day.ID, desk.CancelActivityDay{Reason: "gel, remplacé au club", Version: day.Version})
	s.must(err)
	now, err := s.Activity(ctx, view.Offer.ID)
	s.must(err)
	if len(now.Enrolled[0].Places) != 1 || now.Enrolled[0].Payment.Asked != 9600 || now.Offer.Terms.ValidThrough != "2026-10-26" {
		t.Errorf("%+v", now.Enrolled)
	}
	s.must(s.undoLast())
	now, err = s.Activity(ctx, view.Offer.ID)
	s.must(err)
	if len(now.Enrolled[0].Places) != 2 || now.Offer.Terms.ValidThrough != "2026-10-27" || s.rowsOf("outbox WHERE kind = 'dayCancelled' AND state = 'waiting'") != 0 {
		t.Errorf("undone: %+v", now.Enrolled)
	}
	s.proved()
}
