package desk_test

import (
	"slices"
	"testing"
	"time"

	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/planning"
)

// camp is an activity of 96.00 that can be saved as it is.
func camp(name string) catalogue.Offer {
	return catalogue.Offer{
		Kind: catalogue.Activity, Name: name, Price: 9600, Parts: []catalogue.Part{{VAT: "standard", Cents: 9600}},
		Deposit: catalogue.Deposit{Kind: catalogue.DepositAmount, Value: 3000}, AgeMin: 8, AgeMax: 12,
	}
}

// onDays are the days of an activity from ten to four.
func (s *school) onDays(days ...calendar.Day) []desk.ActivityDay {
	list := []desk.ActivityDay{}
	for _, day := range days {
		list = append(list, desk.ActivityDay{Day: day, Start: 600, Minutes: 360, Arena: s.arena, Instructor: s.coach})
	}
	return list
}

// planned is a camp on some days with so many places.
func (s *school) planned(name string, capacity int, days ...calendar.Day) desk.ActivityView {
	s.t.Helper()
	offer := s.save(camp(name))
	view, err := s.PlanActivity(ctx, s.req(), offer.ID, desk.PlanActivity{Kind: planning.Camp, Capacity: capacity, Days: s.onDays(days...), Version: offer.Version})
	s.must(err)
	return view
}

// asPlanned is what planning an activity again as it is would say.
func asPlanned(v desk.ActivityView) desk.PlanActivity {
	in := desk.PlanActivity{Kind: planning.Camp, Capacity: v.Capacity, Version: v.Offer.Version}
	for _, d := range v.Days {
		in.Days = append(in.Days, desk.ActivityDay{Lesson: d.ID, Day: d.Day, Start: d.Start, Minutes: d.Minutes, Arena: d.Arena, Instructor: d.Instructor})
	}
	return in
}

func TestTheDaysOfACampAreLessonsOfThePlanAndTheOffersPeriod(t *testing.T) {
	s := openSchool(t)
	view := s.planned("Stage Toussaint", 10, "2026-10-24", "2026-10-25", "2026-10-26") // the clock changes on the 25th
	if view.Offer.Terms.ValidFrom != "2026-10-24" || view.Offer.Terms.ValidThrough != "2026-10-26" || view.Capacity != 10 || len(view.Days) != 3 {
		t.Errorf("%+v", view)
	}
	if view.Offer.Audience != catalogue.ForFamilies {
		t.Errorf("minors need an account by default: %q", view.Offer.Audience)
	}
	for _, day := range []calendar.Day{"2026-10-24", "2026-10-25", "2026-10-26"} {
		l := s.lesson(day)
		if l.Activity != view.Offer.ID || l.Kind != planning.Camp || l.Start != 600 || l.Minutes != 360 || l.AgeMin != 8 || l.AgeMax != 12 || l.Name != "Stage Toussaint" {
			t.Errorf("%s: %+v", day, l)
		}
	}
	list, err := s.Activities().Rows(ctx, desk.ListQuery{})
	s.must(err)
	if len(list) != 1 || list[0].First != "2026-10-24" || list[0].Last != "2026-10-26" || list[0].Days != 3 || list[0].Capacity != 10 {
		t.Errorf("%+v", list)
	}
	s.must(s.undoLast())
	if left := s.lessons("2026-10-24", "2026-10-26"); len(left) != 0 {
		t.Errorf("undone, and %d lessons are left", len(left))
	}
	again, err := s.Activity(ctx, view.Offer.ID)
	s.must(err)
	if again.Offer.Terms.ValidFrom != "" || len(again.Days) != 0 {
		t.Errorf("undone: %+v", again.Offer.Terms)
	}
}

func TestADayOfACampThatClashesIsRefusedOnItsRowAndGivenWithAReason(t *testing.T) {
	s := openSchool(t)
	offer := s.save(camp("Stage"))
	days := s.onDays("2026-10-13", "2026-10-14") // on Wednesday at 14:00 the arena is taken
	in := desk.PlanActivity{Kind: planning.Camp, Capacity: 10, Days: days, Version: offer.Version}
	_, err := s.PlanActivity(ctx, s.req(), offer.ID, in)
	s.refuses(err, club.CodeArenaTaken)
	if left := s.lessons("2026-10-13", "2026-10-13"); len(left) != 0 {
		t.Error("a day was planned although another was refused")
	}
	in.Reason = "La reprise est avancée"
	_, err = s.PlanActivity(ctx, s.req(), offer.ID, in)
	s.must(err)
	// And the other way round: a lesson does not take a camp's arena.
	_, err = s.AddLesson(ctx, s.req(), desk.LessonForm{Day: "2026-10-13", Shape: s.shape("Galop 3", 660)})
	s.refuses(err, club.CodeArenaTaken)
}

func TestDaysChangeTogetherAndMissingOnesGo(t *testing.T) {
	s := openSchool(t)
	view := s.planned("Stage", 10, "2028-02-28", "2028-02-29", "2028-03-01")
	in := asPlanned(view)
	in.Days[1].Start = 540
	in.Days, in.Capacity = in.Days[:2], 12
	view, err := s.PlanActivity(ctx, s.req(), view.Offer.ID, in)
	s.must(err)
	if len(view.Days) != 2 || view.Days[1].Day != "2028-02-29" || view.Days[1].Start != 540 || view.Days[0].Capacity != 12 || view.Days[1].Capacity != 12 || view.Offer.Terms.ValidThrough != "2028-02-29" {
		t.Errorf("%+v", view.Days)
	}
	in.Days[0].Day = "2028-02-27"
	_, err = s.PlanActivity(ctx, s.req(), view.Offer.ID, in)
	s.refuses(err, club.CodeStale)
	s.must(s.undoLast())
	if got, err := s.Activity(ctx, view.Offer.ID); err != nil || len(got.Days) != 3 || got.Days[1].Start != 600 || got.Capacity != 10 || got.Offer.Terms.ValidThrough != "2028-03-01" {
		t.Errorf("undone: %+v, %v", got.Days, err)
	}
}

func TestAChangeOfTheOfferFollowsToItsDays(t *testing.T) {
	s := openSchool(t)
	view := s.planned("Stage", 10, "2026-10-26")
	offer := view.Offer.Offer
	offer.Name, offer.AgeMax = "Stage Toussaint", 14
	s.save(offer)
	if l := s.lesson("2026-10-26"); l.Name != "Stage Toussaint" || l.AgeMax != 14 {
		t.Errorf("%+v", l)
	}
	s.must(s.undo())
	if l := s.lesson("2026-10-26"); l.Name != "Stage" || l.AgeMax != 12 {
		t.Errorf("undone: %+v", l)
	}
}

func TestQuestionsKeepTheirNumberWhenOthersGo(t *testing.T) {
	s := openSchool(t)
	offer := camp("Stage")
	offer.Enrolling = catalogue.Enrolling{
		ClosesDay: "2026-10-16", ClosesAt: 1080, Papers: []string{"parental", "health"},
		Questions: []catalogue.Question{{Text: club.Texts{French: "Allergies"}, Required: true}, {Text: club.Texts{French: "Taille de bombe"}}},
	}
	offer.Terms.Keeps = catalogue.Keeps{FreeDays: 7, Percent: 50}
	saved := s.save(offer).Offer
	if q := saved.Enrolling.Questions; q[0].ID != 1 || q[1].ID != 2 {
		t.Errorf("%+v", q)
	}
	saved.Enrolling.Questions = append(saved.Enrolling.Questions[1:], catalogue.Question{Text: club.Texts{French: "Repas"}})
	saved = s.save(saved).Offer
	if q := saved.Enrolling.Questions; q[0].ID != 2 || q[1].ID != 3 {
		t.Errorf("%+v", q)
	}
	saved.Enrolling.Papers = []string{"nothing"}
	_, err := s.SaveOffer(ctx, s.req(), saved)
	s.refuses(err, club.CodePaperNotFound)
	saved.Enrolling.Papers, saved.Terms.Keeps.Percent = nil, 101
	_, err = s.SaveOffer(ctx, s.req(), saved)
	s.refuses(err, club.CodeOutOfRange)
	copied, err := s.DuplicateOffer(ctx, s.req(), saved.ID)
	s.must(err)
	if copied.Terms.ValidFrom != "" || copied.Enrolling.ClosesDay != "" || len(copied.Enrolling.Questions) != 2 {
		t.Errorf("the copy: %+v", copied.Enrolling)
	}
}

func TestAnInstructorSeesAnActivityWithoutItsAmounts(t *testing.T) {
	s := openSchool(t)
	view := s.planned("Stage", 10, "2026-10-26")
	seen, err := s.Activity(desk.As(ctx, club.Actor{ID: s.coach, Name: "Camille", Role: club.Instructor}), view.Offer.ID)
	s.must(err)
	if seen.Offer.Price != 0 || seen.Offer.Now != 0 || len(seen.Offer.Parts) != 0 || seen.Money != (desk.ActivityMoney{}) || seen.Offer.Name != "Stage" || len(seen.Days) != 1 {
		t.Errorf("%+v", seen)
	}
	rider := s.join("Delcourt", "Manon").Riders[0]
	rider.Medical = "Asthme"
	_, err = s.SaveRider(ctx, s.req(), desk.SaveRider{Rider: rider})
	s.must(err)
	_, err = s.Book(ctx, s.req(), desk.Book{Lesson: view.Days[0].ID, Rider: rider.ID, By: "given", Reason: "Jury"})
	s.must(err)
	for day, knows := range map[string]bool{"2026-10-18": false, "2026-10-20": true} {
		s.clock.put(calendarDay(day).At(600, time.UTC))
		for id, teaches := range map[int64]bool{s.coach: true, s.coach + 1000: false} {
			seen, err := s.Activity(desk.As(ctx, club.Actor{ID: id, Name: "Camille", Role: club.Instructor}), view.Offer.ID)
			s.must(err)
			if one := seen.Enrolled[0]; (one.Medical != "") != (knows && teaches) || one.KeptBack == (knows && teaches) || one.Email != "" || one.FirstName != "Manon" {
				t.Errorf("on %s, who teaches them %v: %+v", day, teaches, one)
			}
		}
	}
	if owner, err := s.Activity(desk.As(ctx, s.owner), view.Offer.ID); err != nil || owner.Offer.Price != 9600 {
		t.Errorf("%+v, %v", owner.Offer, err)
	}
}

func TestAnActivityNamesThePapersEachRiderLacks(t *testing.T) {
	s := openSchool(t)
	offer := camp("Stage")
	offer.Enrolling.Papers = []string{"health", "licence", "parental"}
	saved := s.save(offer)
	view, err := s.PlanActivity(ctx, s.req(), saved.ID, desk.PlanActivity{Kind: planning.Camp, Capacity: 4, Days: s.onDays("2026-10-26"), Version: saved.Version})
	s.must(err)
	rider := s.join("Delcourt", "Manon").Riders[0].ID
	_, err = s.Book(ctx, s.req(), desk.Book{Lesson: view.Days[0].ID, Rider: rider, By: "given", Reason: "Jury"})
	s.must(err)
	lacks := func() (codes []string) {
		now, err := s.Activity(ctx, saved.ID)
		s.must(err)
		for _, paper := range now.Enrolled[0].Lacks {
			codes = append(codes, paper.Code)
		}
		if now.Enrolled[0].Complete != (len(codes) == 0) {
			t.Errorf("complete, and lacks %v", codes)
		}
		return codes
	}
	if got := lacks(); !slices.Equal(got, []string{"health", "licence", "parental"}) {
		t.Errorf("a new rider lacks %v", got)
	}
	s.accept(rider, "certificate", "parental") // the certificate does in place of the questionnaire
	if got := lacks(); !slices.Equal(got, []string{"licence"}) {
		t.Errorf("after two papers, %v", got)
	}
	s.holdsLicence(rider)
	if got := lacks(); len(got) > 0 {
		t.Errorf("with a licence, %v", got)
	}
	_, err = s.SetPaper(ctx, s.req(), rider, "parental", desk.SetPaper{State: club.PaperAccepted, Expires: "2026-10-25"})
	s.must(err)
	if got := lacks(); !slices.Equal(got, []string{"parental"}) {
		t.Errorf("with an authorisation that ends the day before, %v", got)
	}
}

// Someone of age on its first day needs no parent's word, and papers are judged on that
// day once the camp is over.
func TestACampAsksNoParentOfWhoIsOfAgeAndForgetsNoPaperThatWasGoodThen(t *testing.T) {
	s := openSchool(t)
	offer := camp("Stage")
	offer.Enrolling.Papers = []string{"health", "parental"}
	saved := s.save(offer)
	view, err := s.PlanActivity(ctx, s.req(), saved.ID, desk.PlanActivity{Kind: planning.Camp, Capacity: 4, Days: s.onDays("2026-10-26"), Version: saved.Version})
	s.must(err)
	grown := s.join("Delcourt", "Manon").Riders[0]
	grown.BirthDate = "2008-10-20" // eighteen on the 20th
	_, err = s.SaveRider(ctx, s.req(), desk.SaveRider{Rider: grown})
	s.must(err)
	_, err = s.Book(ctx, s.req(), desk.Book{Lesson: view.Days[0].ID, Rider: grown.ID, By: "given", Reason: "Jury"})
	s.must(err)
	_, err = s.SetPaper(ctx, s.req(), grown.ID, "health", desk.SetPaper{State: club.PaperAccepted, Expires: "2026-10-31"})
	s.must(err)
	for _, now := range []string{"2026-10-12 10:00", "2026-12-01 10:00"} {
		s.clock.set(t, now)
		view, err := s.Activity(ctx, saved.ID)
		s.must(err)
		if lacks := view.Enrolled[0].Lacks; len(lacks) > 0 {
			t.Errorf("on %s lacks %+v", now, lacks)
		}
	}
}

func TestFamiliesAreWrittenToOnceEachAndTheSheetHasABoxForEachDay(t *testing.T) {
	s := openSchool(t)
	view := s.planned("Stage", 10, "2026-10-26", "2026-10-27")
	_, err := s.WriteToEnrolled(ctx, s.req(), view.Offer.ID, desk.Letter{Subject: "Rendez-vous", Body: "À 9:45."})
	s.refuses(err, club.CodeNobodyEnrolled)
	home := s.join("Delcourt", "Manon", "Hugo")
	for _, rider := range home.Riders {
		for _, day := range view.Days {
			_, err := s.Book(ctx, s.req(), desk.Book{Lesson: day.ID, Rider: rider.ID, By: "given", Reason: "Jury"})
			s.must(err)
		}
	}
	n, err := s.WriteToEnrolled(ctx, s.req(), view.Offer.ID, desk.Letter{Subject: "Rendez-vous", Body: "À 9:45."})
	if err != nil || n != 1 {
		t.Errorf("%d written, %v", n, err)
	}
	now, err := s.Activity(ctx, view.Offer.ID)
	s.must(err)
	if len(now.Enrolled) != 2 || len(now.Enrolled[0].Places) != 2 || now.Taken != 2 || now.Days[0].Unticked != 2 {
		t.Errorf("%+v", now.Enrolled)
	}
	paper, err := s.ActivityPaper(ctx, view.Offer.ID)
	if err != nil || len(paper) == 0 {
		t.Errorf("no sheet: %v", err)
	}
	in := asPlanned(now)
	in.Days = in.Days[:1]
	_, err = s.PlanActivity(ctx, s.req(), view.Offer.ID, in)
	s.refuses(err, club.CodeDayHasRiders)
	in = asPlanned(now)
	in.Capacity = 1
	_, err = s.PlanActivity(ctx, s.req(), view.Offer.ID, in)
	s.refuses(err, club.CodeCapacityTaken)
}
