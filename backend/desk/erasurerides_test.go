package desk_test

import (
	"database/sql"
	"fmt"
	"testing"

	"paddock/backend/booking"
	"paddock/backend/club"
	"paddock/backend/desk"
)

func TestAFamilyThatStillRidesIsNotForgotten(t *testing.T) {
	r := newRing(t)
	home := r.join("Nguyen", "Emma")
	emma := home.Riders[0].ID
	first := r.group("2026-10-14", 8)
	r.booked(first, emma, given)
	missed := r.booked(r.group("2026-10-21", 8), emma, given)
	r.against(home, "erasureRides 2 2026-10-14")
	r.at("2026-10-14 18:00")
	_, err := r.CallRoll(ctx, r.req(), first, desk.CallRoll{AllPresent: true, Close: true})
	r.must(err)
	r.against(home, "erasureRides 1 2026-10-21")
	r.cancelled(missed, booking.Nothing)
	r.against(home)
}

func TestAFamilyWithAVoucherThatIsGoodIsNotForgotten(t *testing.T) {
	r := newRing(t)
	home := r.join("Nguyen", "Emma")
	r.cancelled(r.byPackage(r.group("2026-10-14", 8), home.Riders[0].ID), booking.MakesVoucher)
	r.against(home, "erasureVoucher 2026-11-14")
	r.at("2026-11-15 09:00")
	r.against(home)
}

func TestWhoIsForgottenWaitsForNothingAndIsWrittenNothing(t *testing.T) {
	r := newRing(t)
	home := r.join("Nguyen", "Emma")
	lesson := r.group("2026-10-14", 1)
	id := r.booked(lesson, r.manon)
	_, err := r.JoinWaiting(ctx, r.req(), desk.Wait{Lesson: lesson, Rider: home.Riders[0].ID})
	r.must(err)
	r.behindItsBack(fmt.Sprintf(`INSERT INTO outbox (household, kind, language, subject, body, made_at, made_by) VALUES (%d, 'lessonMoved', 'fr', 'Reprise', 'Emma', '2026-10-07T08:00:00.000Z', 1)`, home.ID))
	_, err = r.EraseHousehold(ctx, r.req(), home.ID, desk.EraseHousehold{Version: home.Version})
	r.must(err)
	if done := r.cancelled(id, booking.UnitReturns); len(done.Offered) != 0 {
		t.Errorf("the place is offered to somebody who was forgotten: %+v", done.Offered)
	}
	r.ask(fmt.Sprintf("SELECT state, subject || body FROM outbox WHERE household = %d", home.ID), func(row *sql.Rows) error {
		var state, text string
		if err := row.Scan(&state, &text); err != nil {
			return err
		}
		if state != "dropped" || text != "" {
			t.Errorf("a message waits: %s %q", state, text)
		}
		return nil
	})
	r.proved()
}

// against fails the test unless this stands against forgetting a household: code,
// how many, and the day that is named.
func (r *ring) against(home desk.HouseholdView, want ...string) {
	r.t.Helper()
	preview, err := r.PreviewErasure(ctx, home.ID)
	r.must(err)
	var got []string
	for _, o := range preview.Against {
		said := string(o.Code)
		for _, name := range []string{"n", "firstDay", "throughDay"} {
			if value, is := o.Params[name]; is {
				said += fmt.Sprint(" ", value)
			}
		}
		got = append(got, said)
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		r.t.Errorf("against it stands %v, want %v", got, want)
	}
	if len(want) > 0 {
		_, err = r.EraseHousehold(ctx, r.req(), home.ID, desk.EraseHousehold{Version: home.Version})
		r.refuses(err, club.Code(preview.Against[0].Code))
	}
}
