package desk_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"paddock/backend/club"
	"paddock/backend/desk"
)

func (h *house) locked() bool {
	h.t.Helper()
	_, err := h.Seated(ctx)
	if err != nil && !errors.Is(err, club.Refuse(club.CodeLocked)) {
		h.t.Fatal(err)
	}
	return err != nil
}

func TestWithoutAPINNothingLocksAndAnybodySitsDownByName(t *testing.T) {
	h := openClub(t)
	lea, err := h.SaveStaff(ctx, h.req(), desk.SaveStaff{Staff: club.Staff{Name: "Léa", Role: club.Desk}})
	h.must(err)
	h.wait(48 * time.Hour)
	if h.locked() {
		t.Error("locked although nobody has a PIN")
	}
	_, err = h.Lock(ctx)
	h.refuses(err, club.CodeOwnerPinFirst)
	session, err := h.SitDown(ctx, desk.SitDown{Person: lea.ID})
	h.must(err)
	if session.Person.ID != lea.ID || session.Locked || session.Guarded || len(session.People) != 2 {
		t.Errorf("%+v", session)
	}
}

func TestTheDeskLocksByItselfAfterTheMinutesOfThePolicy(t *testing.T) {
	h, lea := guarded(t)
	_, err := h.SitDown(ctx, desk.SitDown{Person: lea.ID, PIN: "4826"})
	h.must(err)
	h.wait(5*time.Minute - time.Second)
	if h.locked() {
		t.Error("locked a second early")
	}
	h.Stay()
	h.wait(5*time.Minute - time.Second)
	if h.locked() {
		t.Error("locked although somebody was there")
	}
	h.wait(time.Second)
	if !h.locked() {
		t.Error("not locked after five minutes")
	}
	h.wait(-time.Hour)
	if !h.locked() {
		t.Error("a clock put back unlocks")
	}
	session, err := h.SessionHere(ctx)
	h.must(err)
	if !session.Locked || len(session.May) != 0 || session.DataDir != "" || session.Person.ID != lea.ID || len(session.People) != 2 {
		t.Errorf("%+v", session)
	}
	_, err = h.SitDown(ctx, desk.SitDown{Person: lea.ID, PIN: "7392"})
	wantRefusal(t, err, club.CodePinWrong, "pin")
	_, err = h.SitDown(ctx, desk.SitDown{Person: lea.ID, PIN: "4826"})
	h.must(err)
	if h.locked() {
		t.Error("the right PIN does not unlock")
	}
}

func TestTheProgramStartsLockedAndWhoLeftOrHasNoPINCannotSitDown(t *testing.T) {
	h, lea := guarded(t)
	coach, err := h.SaveStaff(ctx, h.req(), desk.SaveStaff{Staff: club.Staff{Name: "Coach", Role: club.Instructor}})
	h.must(err)
	_, err = h.SitDown(ctx, desk.SitDown{Person: coach.ID})
	h.refuses(err, club.CodePinMissing)
	_, err = h.SitDown(ctx, desk.SitDown{Person: lea.ID, PIN: "4826"})
	h.must(err)
	lea.Active = false
	_, err = h.SaveStaff(ctx, h.req(), desk.SaveStaff{Staff: lea})
	h.must(err)
	if !h.locked() {
		t.Error("who left still sits here")
	}
	_, err = h.SitDown(ctx, desk.SitDown{Person: lea.ID, PIN: "4826"})
	h.refuses(err, club.CodeStaffNotFound)
	h.must(h.Close())
	h.open()
	if !h.locked() {
		t.Error("the program started unlocked")
	}
}

// PERFORMANCE R23: 10,000 guesses. Every guess is answered; fewer than a hundred
// an hour are looked at, and starting the program again begins no new hundred.
func TestOfTenThousandGuessesAnHourFewerThanAHundredAreTried(t *testing.T) {
	h, _ := guarded(t)
	tried, waited := 0, 0
	for i := range 10_000 {
		if i == 5_000 {
			h.must(h.Close())
			h.open()
		}
		_, err := h.SitDown(ctx, desk.SitDown{Person: h.owner.ID, PIN: club.PIN([]byte{'2', byte('0' + i/1000%10), byte('0' + i/100%10), byte('0' + i%10)})})
		switch {
		case errors.Is(err, club.Refuse(club.CodePinWrong)):
			tried++
		case errors.Is(err, club.Refuse(club.CodePinWait)):
			waited++
		default:
			t.Fatalf("guess %d: %v", i, err)
		}
		h.wait(360 * time.Millisecond)
	}
	if tried > 100 || tried < 50 || tried+waited != 10_000 {
		t.Errorf("%d tried, %d told to wait", tried, waited)
	}
	// The owner at the desk is not locked out by them.
	h.wait(40 * time.Second)
	if _, err := h.SitDown(ctx, desk.SitDown{Person: h.owner.ID, PIN: "7392"}); err != nil {
		t.Errorf("the owner: %v", err)
	}
}

func TestGuessesOnOnePersonCostAnotherNothing(t *testing.T) {
	h, lea := guarded(t)
	for range 20 {
		_, err := h.SitDown(ctx, desk.SitDown{Person: lea.ID, PIN: "2020"})
		if err == nil {
			t.Fatal("a wrong PIN sits down")
		}
	}
	if _, err := h.SitDown(ctx, desk.SitDown{Person: h.owner.ID, PIN: "7392"}); err != nil {
		t.Errorf("the owner: %v", err)
	}
}

func TestGuessesSentAtOnceWaitForEachOther(t *testing.T) {
	h, _ := guarded(t)
	var tried, waited int
	var mutex sync.Mutex
	var group sync.WaitGroup
	for i := range 50 {
		group.Go(func() {
			_, err := h.SitDown(ctx, desk.SitDown{Person: h.owner.ID, PIN: club.PIN([]byte{'5', '0', byte('0' + i/10), byte('0' + i%10)})})
			mutex.Lock()
			defer mutex.Unlock()
			switch {
			case errors.Is(err, club.Refuse(club.CodePinWrong)):
				tried++
			case errors.Is(err, club.Refuse(club.CodePinWait)):
				waited++
			}
		})
	}
	group.Wait()
	if tried != 4 || waited != 46 {
		t.Errorf("%d tried and %d told to wait, want 4 and 46", tried, waited)
	}
}
