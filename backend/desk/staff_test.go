package desk_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
)

// guarded is a club whose owner has the PIN 7392, and a clerk with 4826.
func guarded(t testing.TB) (h *house, clerk club.Staff) {
	t.Helper()
	desk.CheapPINs(t)
	h = openClub(t)
	_, err := h.ChangePIN(ctx, h.req(), desk.ChangePIN{PIN: "7392"})
	h.must(err)
	clerk, err = h.SaveStaff(ctx, h.req(), desk.SaveStaff{Staff: club.Staff{Name: "Léa Martin", Role: club.Desk, Active: true}, PIN: "4826"})
	h.must(err)
	return h, clerk
}

func (h *house) as(s club.Staff) desk.Request {
	req := h.req()
	req.Actor = club.Actor{ID: s.ID, Name: s.Name, Role: s.Role}
	return req
}

func TestAPersonIsAddedChangedAndLeavesAndNobodyIsDeleted(t *testing.T) {
	h, lea := guarded(t)
	if !lea.HasPIN || !lea.Active || lea.Version != 2 {
		t.Errorf("%+v", lea)
	}
	_, err := h.SaveStaff(ctx, h.req(), desk.SaveStaff{Staff: club.Staff{Name: " Léa  Martin ", Role: club.Desk}})
	h.refuses(err, club.CodeNameTaken)
	_, err = h.SaveStaff(ctx, h.req(), desk.SaveStaff{Staff: club.Staff{Name: " ", Role: club.Desk}})
	h.refuses(err, club.CodeRequired)

	changed := lea
	changed.Role, changed.Language = club.Instructor, "nl"
	saved, err := h.SaveStaff(ctx, h.req(), desk.SaveStaff{Staff: changed})
	h.must(err)
	if saved.Role != club.Instructor || saved.Language != "nl" || !saved.HasPIN {
		t.Errorf("%+v", saved)
	}
	_, err = h.SaveStaff(ctx, h.req(), desk.SaveStaff{Staff: changed})
	h.refuses(err, club.CodeStale)

	saved.Active = false
	gone, err := h.SaveStaff(ctx, h.req(), desk.SaveStaff{Staff: saved})
	h.must(err)
	if gone.Active || gone.HasPIN {
		t.Errorf("%+v", gone)
	}
	staff, err := h.Staff(ctx)
	h.must(err)
	if len(staff) != 2 || staff[1].ID != lea.ID {
		t.Errorf("%+v", staff)
	}
	_, err = h.GivePIN(ctx, h.req(), lea.ID, desk.GivePIN{PIN: "4826"})
	h.refuses(err, club.CodeStaffNotFound)
	h.proved()
}

func TestSomebodyStaysWhoMayDoEverything(t *testing.T) {
	h, lea := guarded(t)
	staff, err := h.Staff(ctx)
	h.must(err)
	owner := staff[0]
	for _, change := range []func(*club.Staff){func(s *club.Staff) { s.Active = false }, func(s *club.Staff) { s.Role = club.Desk }} {
		less := owner
		change(&less)
		_, err = h.SaveStaff(ctx, h.req(), desk.SaveStaff{Staff: less})
		h.refuses(err, club.CodeLastOwner)
	}
	lea.Role = club.Owner
	_, err = h.SaveStaff(ctx, h.req(), desk.SaveStaff{Staff: lea})
	h.must(err)
	owner.Active = false
	_, err = h.SaveStaff(ctx, h.req(), desk.SaveStaff{Staff: owner})
	h.must(err)
}

func TestADeskPersonIsRefusedWhatTheOwnerDecidesAndToldWhomToAsk(t *testing.T) {
	h, lea := guarded(t)
	_, err := h.SaveStaff(ctx, h.as(lea), desk.SaveStaff{Staff: club.Staff{Name: "Moi", Role: club.Owner}})
	if refusal := wantRefusal(t, err, club.CodeNotAllowed, ""); refusal.Params["who"] != "Laure Caron" {
		t.Errorf("ask %v", refusal.Params)
	}
	_, err = h.GivePIN(ctx, h.as(lea), h.owner.ID, desk.GivePIN{PIN: "9153"})
	h.refuses(err, club.CodeNotAllowed)
	_, err = h.Backup(ctx, h.as(lea), t.TempDir())
	h.refuses(err, club.CodeNotAllowed)
	_, err = h.Desk.Staff(desk.As(ctx, h.as(lea).Actor))
	h.refuses(err, club.CodeNotAllowed)
	if _, err := h.Households(desk.As(ctx, h.as(lea).Actor), desk.HouseholdQuery{}); err != nil {
		t.Errorf("families: %v", err)
	}
	_, err = h.Households(desk.As(ctx, club.Actor{ID: lea.ID, Role: club.Instructor}), desk.HouseholdQuery{})
	if refusal := wantRefusal(t, err, club.CodeNotAllowed, ""); refusal.Params["who"] != "Laure Caron, Léa Martin" {
		t.Errorf("ask %v", refusal.Params)
	}
}

func TestTheOwnerChoosesAPINFirstAndWhoWantsAnotherKnowsTheOld(t *testing.T) {
	desk.CheapPINs(t)
	h := openClub(t)
	_, err := h.SaveStaff(ctx, h.req(), desk.SaveStaff{Staff: club.Staff{Name: "Léa", Role: club.Desk}, PIN: "4826"})
	h.refuses(err, club.CodeOwnerPinFirst)
	_, err = h.ChangePIN(ctx, h.req(), desk.ChangePIN{PIN: "1234"})
	h.refuses(err, club.CodePinEasy)
	session, err := h.ChangePIN(ctx, h.req(), desk.ChangePIN{PIN: "7392"})
	h.must(err)
	if !session.Guarded {
		t.Error("the desk does not lock")
	}
	_, err = h.ChangePIN(ctx, h.req(), desk.ChangePIN{Current: "7391", PIN: "9153"})
	wantRefusal(t, err, club.CodePinWrong, "current")
	_, err = h.GivePIN(ctx, h.req(), h.owner.ID, desk.GivePIN{PIN: "9153"})
	h.refuses(err, club.CodePinOwn)
	lea, err := h.SaveStaff(ctx, h.req(), desk.SaveStaff{Staff: club.Staff{Name: "Léa", Role: club.Desk}, PIN: "4826"})
	h.must(err)
	_, err = h.ChangePIN(ctx, h.as(lea), desk.ChangePIN{Current: "4826"})
	h.refuses(err, club.CodeRequired)
	_, err = h.ChangePIN(ctx, h.as(lea), desk.ChangePIN{Current: "4826", PIN: "5937"})
	h.must(err)
	session, err = h.ChangePIN(ctx, h.req(), desk.ChangePIN{Current: "7392"})
	h.must(err)
	if session.Guarded {
		t.Error("the desk locks although the owner has no PIN")
	}
	h.proved()
}

// The PIN is looked for in every byte the program keeps: database, log of it,
// seal log, and a backup.
func TestAPINIsNowhereInClear(t *testing.T) {
	h, lea := guarded(t)
	const secret = "83610527"
	_, err := h.GivePIN(ctx, h.req(), lea.ID, desk.GivePIN{PIN: secret})
	h.must(err)
	_, err = h.SitDown(ctx, desk.SitDown{Person: lea.ID, PIN: secret})
	h.must(err)
	_, err = h.SitDown(ctx, desk.SitDown{Person: h.owner.ID, PIN: secret})
	h.refuses(err, club.CodePinWrong)
	made, err := h.Backup(ctx, h.req(), filepath.Join(t.TempDir(), "club.paddock"))
	h.must(err)
	files, err := filepath.Glob(filepath.Join(h.dir, "*"))
	h.must(err)
	for _, file := range append(files, made.File) {
		raw, err := os.ReadFile(file)
		if err == nil && bytes.Contains(raw, []byte(secret)) {
			t.Errorf("%s holds the PIN", filepath.Base(file))
		}
	}
	sealed := 0
	h.journal(func(kind, payload string) {
		if kind == "staff.changed" {
			sealed++
		}
		if strings.Contains(payload, "argon2") {
			t.Errorf("the journal holds a hash: %s", payload)
		}
	})
	if sealed != 3 {
		t.Errorf("%d entries of staff, want 3", sealed)
	}
}

func TestATryCostsAGuesserMuch(t *testing.T) {
	if c := desk.PINCost(); c.Memory < 64*1024 || c.Iterations < 3 || c.Parallelism != 1 {
		t.Errorf("%+v: at least 50 ms a try", c)
	}
}

func TestTheComputersUserTakesAForgottenPINAwayAndTheJournalKnows(t *testing.T) {
	h, lea := guarded(t)
	reset, err := h.ResetPIN(ctx, h.req())
	h.must(err)
	if reset.HasPIN || reset.ID != h.owner.ID {
		t.Errorf("%+v", reset)
	}
	person, err := h.Seated(ctx)
	h.must(err)
	if person.ID != h.owner.ID {
		t.Errorf("%+v sits here", person)
	}
	_, err = h.ChangePIN(ctx, h.req(), desk.ChangePIN{PIN: "9153"})
	h.must(err)
	_, err = h.SitDown(ctx, desk.SitDown{Person: lea.ID, PIN: "4826"})
	h.must(err)
	h.proved()
}

func TestTheDeskGivesBackAndOverridesAsFarAsThePolicySays(t *testing.T) {
	s := newShop(t)
	lea, err := s.SaveStaff(ctx, s.req(), desk.SaveStaff{Staff: club.Staff{Name: "Léa", Role: club.Desk}})
	s.must(err)
	sale := s.sell(cash(3500), "gloves")
	set := func(change func(*club.Policy)) {
		view := s.settings()
		change(&view.Policy)
		_, err := s.SavePolicy(ctx, s.req(), desk.Change[club.Policy]{Version: view.Versions.Policy, Value: view.Policy})
		s.must(err)
	}
	set(func(p *club.Policy) { p.DeskCreditCents, p.DeskOverrides = 3499, false })
	_, err = s.Credit(ctx, s.as(lea), sale.Invoice.ID, desk.Credit{Reason: "abîmés"})
	s.refuses(err, club.CodeNotAllowed)
	cart := s.cart(s.family.ID)
	young := s.offers["licence"]
	s.clock.set(t, "2036-10-07 10:00") // Hugo is 22: the licence is for those under 18
	cart, err = s.TakeUpCart(ctx, s.req(), cart.ID)
	s.must(err)
	line := desk.AddLine{Offer: young, Rider: s.family.Riders[1].ID, Quantity: 1, Reason: "accord de la fédération"}
	_, err = s.AddLine(ctx, s.as(lea), cart.ID, line)
	s.refuses(err, club.CodeNotAllowed)
	set(func(p *club.Policy) { p.DeskCreditCents, p.DeskOverrides = 3500, true })
	_, err = s.AddLine(ctx, s.as(lea), cart.ID, line)
	s.must(err)
	_, err = s.Credit(ctx, s.as(lea), sale.Invoice.ID, desk.Credit{Reason: "abîmés"})
	s.must(err)
	s.proved()
}

func TestAnInstructorReadsTheFilesOfTheRidersTheyTeachAndTakesNoneAway(t *testing.T) {
	r := newRing(t)
	coach, err := r.SaveStaff(ctx, r.req(), desk.SaveStaff{Staff: club.Staff{Name: "Coach", Role: club.Instructor}})
	r.must(err)
	as := desk.As(ctx, r.as(coach).Actor)
	home := household("Petit", "Emma", "Tom")
	home.Riders[0].Medical = "Asthme"
	home.Contacts = append(home.Contacts, club.Contact{Surname: "Petit", FirstName: "Anne", Mobile: "+33639980001", Emergency: true})
	saved, err := r.SaveHousehold(ctx, r.req(), desk.SaveHousehold{Household: home})
	r.must(err)
	ride := func(day calendar.Day, rider club.RiderID, instructor int64) {
		lesson := r.group(day, 8)
		r.behindItsBack(fmt.Sprintf("UPDATE lessons SET instructor = %d WHERE id = %d", instructor, lesson))
		r.booked(lesson, rider, given)
	}
	emma, tom := saved.Riders[0].ID, saved.Riders[1].ID
	ride("2026-10-14", emma, coach.ID)
	ride("2026-10-15", tom, coach.ID) // not before tomorrow
	ride("2026-10-14", r.manon, r.owner.ID)
	files, err := r.RiderFiles(as, desk.RiderQuery{})
	r.must(err)
	if len(files) != 1 || files[0].ID != emma || files[0].Medical != "Asthme" || len(files[0].Emergency) != 1 || files[0].Emergency[0].Name != "Anne Petit" {
		t.Errorf("%+v", files)
	}
	_, err = r.ExportRiders(as, desk.RiderQuery{}, desk.CSV)
	r.refuses(err, club.CodeNotAllowed)
	r.at("2026-10-08 09:00")
	if files, err = r.RiderFiles(as, desk.RiderQuery{Sort: "-name"}); err != nil || len(files) != 2 || files[0].ID != tom {
		t.Errorf("a day later: %+v, %v", files, err)
	}
	r.behindItsBack("UPDATE lessons SET instructor = NULL WHERE day = '2026-10-14'") // nobody gives them: the roster opens them, the list too
	if files, err = r.RiderFiles(as, desk.RiderQuery{}); err != nil || len(files) != 3 {
		t.Errorf("of lessons nobody gives yet: %+v, %v", files, err)
	}
	if all, err := r.RiderFiles(ctx, desk.RiderQuery{}); err != nil || len(all) != 4 || all[0].FirstName != "Hugo" {
		t.Errorf("%+v, %v", all, err)
	}
}

func TestAPINThatWasChangedIsNotWrongWhenItsAnswerWasLost(t *testing.T) {
	h := openClub(t)
	_, err := h.ChangePIN(ctx, h.req(), desk.ChangePIN{PIN: "7392"})
	h.must(err)
	req, in := h.req(), desk.ChangePIN{Current: "7392", PIN: "2846"}
	for range 2 {
		session, err := h.ChangePIN(ctx, req, in)
		h.must(err)
		if !session.Guarded {
			t.Error("the desk no longer locks")
		}
	}
}
