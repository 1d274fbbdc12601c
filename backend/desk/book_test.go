package desk_test

import (
	"slices"
	"testing"
	"time"

	"paddock/backend/booking"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/planning"
)

func TestACardsUnitIsReservedAtBookingAndSpentAtTheRoll(t *testing.T) {
	r := newRing(t)
	lesson := r.group("2026-10-14", 8)
	id := r.booked(lesson, r.manon)
	if r.left(r.manon) != 9 {
		t.Errorf("%d units left after booking", r.left(r.manon))
	}
	r.at("2026-10-14 15:30")
	_, err := r.TickRoll(ctx, r.req(), id, desk.Tick{State: booking.Attended})
	r.must(err)
	_, err = r.CallRoll(ctx, r.req(), lesson, desk.CallRoll{Close: true})
	r.must(err)
	ledger, err := r.CardLedger(ctx, booking.CardID(r.cardsOf(r.manon)[0].ID))
	r.must(err)
	var why []string
	for _, m := range ledger {
		why = append(why, m.Why)
	}
	if !slices.Equal(why, []string{"sold", "reserved", "spent"}) || r.left(r.manon) != 9 {
		t.Errorf("%v, %d left", why, r.left(r.manon))
	}
	_, err = r.TickRoll(ctx, r.req(), id, desk.Tick{State: booking.Absent})
	r.refuses(err, club.CodeLessonClosed)
	r.proved()
}

func TestALessonIsNeverBookedAboveItsCapacity(t *testing.T) {
	r := newRing(t)
	lesson := r.group("2026-10-14", 1)
	r.booked(lesson, r.manon)
	_, err := r.book(lesson, r.hugo)
	r.refuses(err, club.CodeLessonFull)
	_, err = r.book(lesson, r.hugo, given)
	r.refuses(err, club.CodeLessonFull) // no reason sets a place aside
	_, err = r.book(lesson, r.manon)
	r.refuses(err, club.CodeBookedTwice)
	r.proved()
}

func TestTheLessonsDayMustLieWithinTheCard(t *testing.T) {
	r := newRing(t)
	for day, code := range map[string]club.Code{"2026-11-07": "", "2026-11-08": club.CodeCardOver} {
		_, err := r.book(r.group(calendarDay(day), 8), r.manon)
		if code == "" {
			r.must(err)
		} else {
			r.refuses(err, code)
		}
	}
	// It is used on a day of its validity although it has expired since it was booked.
	later := r.group("2026-11-06", 8)
	id := r.booked(later, r.hugo)
	r.at("2026-11-09 09:00")
	_, err := r.CallRoll(ctx, r.req(), later, desk.CallRoll{AllPresent: true, Close: true})
	r.must(err)
	if states := r.states(later); states[0] != booking.Attended || id == 0 {
		t.Error(states)
	}
	r.proved()
}

func TestBookingClosesTheDayBeforeAndAReasonSetsThatAside(t *testing.T) {
	r := newRing(t)
	lesson := r.group("2026-10-14", 8)
	r.at("2026-10-13 17:00")
	_, err := r.book(lesson, r.manon)
	r.refuses(err, club.CodeBookingClosed)
	id := r.booked(lesson, r.manon, because("la famille appelait depuis une heure"))
	overrides, err := r.Overrides().Rows(ctx, desk.ListQuery{From: "2026-10-01", To: "2026-10-31"})
	r.must(err)
	if len(overrides) != 1 || overrides[0].Booking != id || overrides[0].Reason != "la famille appelait depuis une heure" {
		t.Errorf("%+v", overrides)
	}
	r.proved()
	r.behindItsBack("UPDATE reasons SET text = 'rien'")
	proof, err := r.Verify(ctx)
	r.must(err)
	if proof.OK || proof.Findings[0].Code != "reasonChanged" {
		t.Errorf("a changed reason is not named: %+v", proof.Findings)
	}
}

func TestTheDeskOverridesOnlyWhereThePolicyLetsIt(t *testing.T) {
	r := newRing(t)
	r.change(func(p *club.Policy) { p.DeskOverrides = false })
	person, err := r.SaveStaff(ctx, r.req(), desk.SaveStaff{Staff: club.Staff{Name: "Léa", Role: club.Desk}})
	r.must(err)
	lea := r.as(person)
	lesson := r.group("2026-10-08", 8)
	r.at("2026-10-07 18:00")
	_, err = r.Book(ctx, lea, desk.Book{Lesson: lesson, Rider: r.manon, By: booking.ByCard, Reason: "elle insiste"})
	r.refuses(err, club.CodeNotAllowed)
}

func TestADuoIsTwoPlacesAndOneUnitThatReturnsWhenBothCancel(t *testing.T) {
	r := newRing(t)
	duo := r.card(r.manon, "privateForTwo", 1)
	lesson := r.lesson(planning.PrivateForTwo, "2026-10-14", 10*60, 2)
	seats, err := r.Book(ctx, r.req(), desk.Book{Lesson: lesson, Rider: r.manon, Second: r.hugo, By: booking.ByCard})
	r.must(err)
	if len(seats.Bookings) != 2 || r.left(r.manon) != 10 {
		t.Fatalf("%+v, %d left", seats, r.left(r.manon))
	}
	r.cancelled(seats.Bookings[0], booking.UnitWaits)
	r.cancelled(seats.Bookings[1], booking.UnitReturns)
	ledger, err := r.CardLedger(ctx, duo)
	r.must(err)
	if len(ledger) != 3 || ledger[2].Balance != 1 {
		t.Errorf("%+v", ledger)
	}
	r.proved()
}

func TestOneOfADuoWhoIsBookedAgainRidesOnTheUnitThatTheOtherRidesOn(t *testing.T) {
	r := newRing(t)
	duo := r.card(r.manon, "privateForTwo", 2)
	lesson := r.lesson(planning.PrivateForTwo, "2026-10-14", 10*60, 2)
	seats, err := r.Book(ctx, r.req(), desk.Book{Lesson: lesson, Rider: r.manon, Second: r.hugo, By: booking.ByCard})
	r.must(err)
	of := func() int {
		r.t.Helper()
		ledger, err := r.CardLedger(ctx, duo)
		r.must(err)
		return ledger[len(ledger)-1].Balance
	}
	r.cancelled(seats.Bookings[0], booking.UnitWaits)
	r.booked(lesson, r.manon)
	if of() != 1 {
		t.Errorf("%d left: one unit seats a duo", of())
	}
	r.must(r.undoes()) // the other still rides on it
	if of() != 1 {
		t.Errorf("%d left once it is undone", of())
	}
	again := r.booked(lesson, r.manon)
	r.proved()
	r.cancelled(again, booking.UnitWaits)
	r.cancelled(seats.Bookings[1], booking.UnitReturns)
	if of() != 2 {
		t.Errorf("%d left of 2 when both gave it up in time", of())
	}
	r.proved()
}

// The lesson counted already: who comes after all does not pay it twice, and the club
// that cancels it gives it back.
func TestWhoGaveAPlaceUpLateAndComesAfterAllPaysOneUnit(t *testing.T) {
	r := newRing(t)
	lesson := r.group("2026-10-14", 1)
	id := r.booked(lesson, r.manon)
	r.at("2026-10-13 18:00")
	r.cancelled(id, booking.Counted)
	again := r.booked(lesson, r.manon, because("vient quand même"))
	if r.left(r.manon) != 9 {
		t.Errorf("%d left", r.left(r.manon))
	}
	r.proved()
	_, err := r.cancel(again, desk.CancelBooking{Cause: booking.Medical, Reason: "certificat"})
	r.must(err)
	r.proved()
	r.must(r.undoes())
	r.proved()
	_, err = r.CancelLesson(ctx, r.req(), lesson, desk.CancelLesson{Reason: "orage", Version: r.version(lesson)})
	r.must(err)
	if r.left(r.manon) != 10 {
		t.Errorf("%d left of 10", r.left(r.manon))
	}
	r.proved()
}

func TestALateCancellationStaysChargedAndFreesThePlace(t *testing.T) {
	r := newRing(t)
	lesson := r.group("2026-10-14", 1)
	id := r.booked(lesson, r.manon)
	r.at("2026-10-13 17:00")
	r.cancelled(id, booking.Counted)
	if r.left(r.manon) != 9 {
		t.Errorf("%d left", r.left(r.manon))
	}
	r.booked(lesson, r.hugo, because("place rendue ce soir"))
	r.at("2026-10-14 16:00")
	_, err := r.CallRoll(ctx, r.req(), lesson, desk.CallRoll{AllPresent: true, Close: true})
	r.must(err)
	r.proved()
}

func TestAPackageLessonMissedInTimeGivesAVoucherFiveTimesASeason(t *testing.T) {
	r := newRing(t)
	for n := range 6 {
		id := r.byPackage(r.group(calendarDay("2026-10-14").AddDays(7*n), 8), r.manon)
		want := booking.MakesVoucher
		if n == 5 {
			want = booking.NoVoucher
		}
		r.cancelled(id, want)
	}
	if len(r.vouchers()) != 5 {
		t.Errorf("%d vouchers", len(r.vouchers()))
	}
	sick := r.byPackage(r.group("2026-12-02", 8), r.manon)
	done, err := r.cancel(sick, desk.CancelBooking{Cause: booking.Medical, Reason: "certificat du 1er décembre"})
	r.must(err)
	if done.Outcome != booking.MakesVoucher || r.vouchers()[5].Counts {
		t.Errorf("a medical absence counts: %+v", done)
	}
	_, err = r.cancel(r.byPackage(r.group("2026-12-09", 8), r.manon), desk.CancelBooking{Cause: booking.Medical})
	r.refuses(err, club.CodeReasonNeeded)
	r.proved()
}

func TestAVoucherBookingCancelledInTimeGivesTheSameVoucherBack(t *testing.T) {
	r := newRing(t)
	r.cancelled(r.byPackage(r.group("2026-10-14", 8), r.manon), booking.MakesVoucher)
	through := r.vouchers()[0].ValidThrough
	first := r.booked(r.group("2026-10-28", 8), r.manon, byVoucher)
	_, err := r.book(r.group("2026-10-29", 8), r.manon, byVoucher)
	r.refuses(err, club.CodeNoVoucher)
	r.cancelled(first, booking.VoucherReturns)
	if v := r.vouchers(); len(v) != 1 || v[0].Left != 1 || v[0].ValidThrough != through {
		t.Errorf("%+v", v)
	}
	second := r.booked(r.group("2026-10-30", 8), r.manon, byVoucher)
	r.at("2026-10-29 17:00")
	r.cancelled(second, booking.Counted)
	if v := r.vouchers(); v[0].Left != 0 {
		t.Errorf("%+v", v)
	}
	r.proved()
}

// 24 hours before is later than 17:00 for an evening lesson: what is booked in
// between can never be cancelled, and it is said before.
func TestTheTrapBetween17AndTwentyFourHoursIsSaidBefore(t *testing.T) {
	r := newRing(t)
	r.cancelled(r.byPackage(r.group("2026-10-12", 8), r.manon), booking.MakesVoucher)
	lesson := r.lesson(planning.Group, "2026-10-15", 19*60, 8)
	r.at("2026-10-14 18:00")
	chances, err := r.LessonsFor(ctx, r.manon, "2026-10-15", "2026-10-15", 0)
	r.must(err)
	for _, way := range chances[0].Ways {
		if open := way.Closed == nil; open != (way.By == booking.ByVoucher) || !way.Final {
			t.Errorf("%+v", way)
		}
	}
	seats, err := r.Book(ctx, r.req(), desk.Book{Lesson: lesson, Rider: r.manon, By: booking.ByVoucher})
	r.must(err)
	if !seats.Final {
		t.Error("not said to be final")
	}
	r.cancelled(seats.Bookings[0], booking.Counted)
	r.at("2026-10-14 19:00")
	_, err = r.book(lesson, r.manon, byVoucher)
	r.refuses(err, club.CodeNoVoucher)
	r.proved()
}

func TestUndoingGivesThePlaceAndTakesBackWhatWasGiven(t *testing.T) {
	r := newRing(t)
	lesson := r.group("2026-10-14", 1)
	card := r.booked(lesson, r.manon)
	r.cancelled(card, booking.UnitReturns)
	r.must(r.undoes())
	if r.left(r.manon) != 9 || r.states(lesson)[0] != booking.Booked {
		t.Errorf("%d left, %v", r.left(r.manon), r.states(lesson))
	}
	r.must(r.undoes()) // the booking itself
	if r.left(r.manon) != 10 {
		t.Errorf("%d left", r.left(r.manon))
	}
	missed := r.byPackage(r.group("2026-10-15", 8), r.manon)
	r.cancelled(missed, booking.MakesVoucher)
	r.must(r.undoes())
	if v := r.vouchers(); v[0].Left != 0 {
		t.Errorf("%+v", v)
	}
	r.cancelled(missed, booking.MakesVoucher) // missed again: the same voucher anew
	if v := r.vouchers(); len(v) != 1 || v[0].Left != 1 {
		t.Errorf("%+v", v)
	}
	r.booked(r.group("2026-10-20", 8), r.manon, byVoucher)
	r.proved()
}

func TestTheWaitingListMovesUpInItsOrderAndNobodyAfter17(t *testing.T) {
	r := newRing(t)
	lesson := r.group("2026-10-14", 1)
	third := r.join("Nguyen", "Emma").Riders[0].ID
	id := r.booked(lesson, r.manon)
	_, err := r.JoinWaiting(ctx, r.req(), desk.Wait{Lesson: lesson, Rider: r.manon})
	r.refuses(err, club.CodeBookedTwice)
	for _, rider := range []club.RiderID{r.hugo, third} {
		_, err := r.JoinWaiting(ctx, r.req(), desk.Wait{Lesson: lesson, Rider: rider})
		r.must(err)
	}
	_, err = r.JoinWaiting(ctx, r.req(), desk.Wait{Lesson: lesson, Rider: third})
	r.refuses(err, club.CodeWaitingTwice)

	done := r.cancelled(id, booking.UnitReturns)
	if len(done.Offered) != 1 || done.Offered[0].Rider != r.hugo {
		t.Fatalf("%+v", done.Offered)
	}
	_, err = r.book(lesson, third, given)
	r.refuses(err, club.CodeLessonFull) // it is held
	took := r.booked(lesson, r.hugo, func(in *desk.Book) { in.Waiting = done.Offered[0].ID })
	next := r.cancelled(took, booking.UnitReturns)
	if len(next.Offered) != 1 || next.Offered[0].Rider != third {
		t.Fatalf("%+v", next.Offered)
	}
	_, err = r.JoinWaiting(ctx, r.req(), desk.Wait{Lesson: lesson, Rider: r.hugo})
	r.refuses(err, club.CodeWaitingAgain)

	r.at("2026-10-08 12:00") // the offer's day is over, to the second
	r.booked(lesson, r.manon)
	if n := r.rowsOf("outbox WHERE kind = 'placeOffered'"); n != 2 {
		t.Errorf("%d families told", n)
	}
	r.proved()
}

func TestAfter17NobodyIsMovedUpWithoutSayingYes(t *testing.T) {
	r := newRing(t)
	lesson := r.group("2026-10-14", 1)
	id := r.booked(lesson, r.manon)
	list, err := r.JoinWaiting(ctx, r.req(), desk.Wait{Lesson: lesson, Rider: r.hugo})
	r.must(err)
	r.at("2026-10-13 17:00")
	if done := r.cancelled(id, booking.Counted); len(done.Offered) != 0 {
		t.Errorf("%+v", done.Offered)
	}
	chances, err := r.LessonsFor(ctx, r.hugo, "2026-10-14", "2026-10-14", 0)
	r.must(err)
	if ways := chances[0].Ways; len(ways) == 0 || ways[0].Closed != nil {
		t.Errorf("the screen asks why: %+v", ways)
	}
	r.booked(lesson, r.hugo, func(in *desk.Book) { in.Waiting = list[0].ID }) // the desk phoned
	r.proved()
}

// PRODUCT section 5: when the club moves a lesson, everybody gets something they can use.
func TestAVoucherPlaceThatTheClubMovedPastItsEndGivesAFreshVoucher(t *testing.T) {
	r := newRing(t)
	r.cancelled(r.byPackage(r.group("2026-10-14", 8), r.manon), booking.MakesVoucher) // through 14 November
	lesson := r.group("2026-11-12", 8)
	id, err := r.book(lesson, r.manon, func(in *desk.Book) { in.By = booking.ByVoucher })
	r.must(err)
	_, err = r.ChangeLesson(ctx, r.req(), lesson, desk.LessonForm{Day: "2026-11-19", Version: r.version(lesson),
		Shape: planning.Shape{Kind: planning.Group, Name: "Reprise", Start: 14 * 60, Minutes: 60, Capacity: 8}})
	r.must(err)
	done := r.cancelled(id, booking.MakesVoucher)
	if v := r.vouchers(); done.Through != "2026-12-19" || len(v) != 2 || v[1].Counts || v[1].Left != 1 {
		t.Errorf("%+v, %+v", done, v)
	}
	r.proved()
}

// PRODUCT section 5: booking closes 24 h before the start when a voucher is used.
func TestAVoucherIsTooLateForTheWaitingListAsWell(t *testing.T) {
	r := newRing(t)
	r.cancelled(r.byPackage(r.group("2026-10-14", 8), r.hugo), booking.MakesVoucher)
	lesson := r.group("2026-10-16", 1)
	id := r.booked(lesson, r.manon)
	list, err := r.JoinWaiting(ctx, r.req(), desk.Wait{Lesson: lesson, Rider: r.hugo})
	r.must(err)
	r.at("2026-10-15 17:00")
	r.cancelled(id, booking.Counted)
	in := desk.Book{Lesson: lesson, Rider: r.hugo, By: booking.ByVoucher, Waiting: list[0].ID}
	_, err = r.Book(ctx, r.req(), in)
	r.refuses(err, club.CodeVoucherClosed)
	in.Reason = "la place reste vide"
	_, err = r.Book(ctx, r.req(), in)
	r.must(err)
	if listed := r.rowsOf("reasons"); listed != 2 { // that of the gift it began with, and this
		t.Errorf("%d reasons are listed", listed)
	}
	r.proved()
}

func TestNobodyTakesAPlacePastWhoIsNextWhenAnOfferRunsOut(t *testing.T) {
	r := newRing(t)
	lesson := r.group("2026-10-14", 1)
	emma, third := r.join("Nguyen", "Emma").Riders[0].ID, r.join("Dubois", "Zoé").Riders[0].ID
	id := r.booked(lesson, r.manon)
	for _, rider := range []club.RiderID{r.hugo, emma} {
		_, err := r.JoinWaiting(ctx, r.req(), desk.Wait{Lesson: lesson, Rider: rider})
		r.must(err)
	}
	r.cancelled(id, booking.UnitReturns)
	r.at("2026-10-08 12:00") // Hugo's day is over, and nothing has ticked
	_, err := r.Book(ctx, r.req(), desk.Book{Lesson: lesson, Rider: third, By: booking.ByGiven, Reason: "essai"})
	r.refuses(err, club.CodeLessonFull)
	n, err := r.TendWaiting(ctx, r.req())
	r.must(err)
	if n != 1 {
		t.Errorf("%d offers: Emma is next", n)
	}
}

func TestALapsedOfferGoesToTheNext(t *testing.T) {
	r := newRing(t)
	lesson := r.group("2026-10-14", 1)
	emma := r.join("Nguyen", "Emma").Riders[0].ID
	id := r.booked(lesson, r.manon)
	for _, rider := range []club.RiderID{r.hugo, emma} {
		_, err := r.JoinWaiting(ctx, r.req(), desk.Wait{Lesson: lesson, Rider: rider})
		r.must(err)
	}
	r.cancelled(id, booking.UnitReturns)
	r.at("2026-10-08 12:00")
	n, err := r.TendWaiting(ctx, r.req())
	r.must(err)
	day, err := r.Roster(ctx, "2026-10-14")
	r.must(err)
	if list := day.Lessons[0].Waiting; n != 1 || len(list) != 1 || list[0].Rider != emma || list[0].State != booking.Offered {
		t.Errorf("%d, %+v", n, list)
	}
}

func TestALapsedOfferMovesOnByItselfAndNothingIsWrittenWhenNoneIsDue(t *testing.T) {
	r := newRing(t)
	lesson := r.group("2026-10-14", 1)
	emma := r.join("Nguyen", "Emma").Riders[0].ID
	id := r.booked(lesson, r.manon)
	for _, rider := range []club.RiderID{r.hugo, emma} {
		_, err := r.JoinWaiting(ctx, r.req(), desk.Wait{Lesson: lesson, Rider: rider})
		r.must(err)
	}
	r.cancelled(id, booking.UnitReturns)
	revision := func() int64 {
		n, err := r.Revision(ctx)
		r.must(err)
		return n
	}
	before := revision()
	ticks := make(chan time.Time) // a tick is taken once what was due before it is done
	r.KeepTime(ticks)
	ticks <- time.Time{}
	ticks <- time.Time{}
	if revision() != before {
		t.Error("something was written although nothing was due")
	}
	r.at("2026-10-08 12:00")
	ticks <- time.Time{}
	ticks <- time.Time{}
	day, err := r.Roster(ctx, "2026-10-14")
	r.must(err)
	if list := day.Lessons[0].Waiting; len(list) != 1 || list[0].Rider != emma || list[0].State != booking.Offered {
		t.Errorf("%+v", list)
	}
	after := revision()
	ticks <- time.Time{}
	ticks <- time.Time{}
	if revision() != after || after == before {
		t.Error("what is done is done again, or was not done")
	}
	r.proved()
}

func TestVerifyNamesALedgerThatDoesNotFollowTheBookings(t *testing.T) {
	for name, tamper := range map[string][]string{
		"cardUse":        {"UPDATE bookings SET state = 'cancelledInTime', n = 0 WHERE by = 'card'"},
		"cardBalance":    {"DROP TRIGGER card_movements_no_update", "UPDATE card_movements SET balance = 5 WHERE why = 'reserved'"},
		"voucherUse":     {"UPDATE bookings SET state = 'cancelledInTime', n = 0 WHERE by = 'voucher'"},
		"voucherBalance": {"DROP TRIGGER voucher_movements_no_update", "UPDATE voucher_movements SET balance = 1 WHERE why = 'used'"},
		"lessonRiderTwice": {"DROP INDEX bookings_once", "INSERT INTO bookings (lesson, rider, n, by, state, booked_at, booked_by) " +
			"SELECT lesson, rider, 7, by, state, booked_at, booked_by FROM bookings WHERE by = 'voucher'"},
		"lessonOverfull": {"DROP TRIGGER lessons_keep_their_riders", "UPDATE lessons SET capacity = 1"},
	} {
		r := newRing(t)
		lesson := r.group("2026-10-20", 8)
		r.booked(lesson, r.hugo)
		r.cancelled(r.byPackage(r.group("2026-10-14", 8), r.manon), booking.MakesVoucher)
		r.booked(lesson, r.manon, byVoucher)
		r.proved()
		r.behindItsBack(tamper...)
		proof, err := r.Verify(ctx)
		r.must(err)
		if !slices.ContainsFunc(proof.Findings, func(f finding) bool { return f.Code == name }) {
			t.Errorf("%s is not found: %+v", name, proof.Findings)
		}
	}
}

func TestTheClubCancelsALessonAndEverybodyGetsSomethingBack(t *testing.T) {
	r := newRing(t)
	lesson := r.group("2026-10-14", 2)
	r.booked(lesson, r.hugo)
	r.byPackage(lesson, r.manon)
	emma := r.join("Nguyen", "Emma").Riders[0].ID
	_, err := r.JoinWaiting(ctx, r.req(), desk.Wait{Lesson: lesson, Rider: emma})
	r.must(err)
	r.at("2026-10-14 12:00") // long after 17:00 the day before
	_, err = r.CancelLesson(ctx, r.req(), lesson, desk.CancelLesson{Reason: "orage", Version: r.version(lesson)})
	r.must(err)
	if v := r.vouchers(); r.left(r.hugo) != 10 || len(v) != 1 || v[0].Counts || v[0].Left != 1 {
		t.Errorf("%d left, %+v", r.left(r.hugo), v)
	}
	if n := r.rowsOf("outbox WHERE kind = 'lessonCancelled' AND language = 'fr' AND body LIKE '%orage%' AND body LIKE '%Manon%14 novembre%'"); n != 1 {
		t.Errorf("%d messages", n)
	}
	if n := r.rowsOf("waiting w JOIN lessons l ON l.id = w.lesson WHERE l.state = 'planned'"); n != 0 {
		t.Errorf("%d still wait", n)
	}
	r.proved()
	r.must(r.undoes())
	if v := r.vouchers(); r.left(r.hugo) != 9 || v[0].Left != 0 || r.states(lesson)[0] != booking.Booked {
		t.Errorf("%d left, %+v, %v", r.left(r.hugo), v, r.states(lesson))
	}
	r.proved()
}

func TestMoreRoomGoesToWhoWaits(t *testing.T) {
	r := newRing(t)
	lesson := r.group("2026-10-14", 1)
	r.booked(lesson, r.manon)
	_, err := r.JoinWaiting(ctx, r.req(), desk.Wait{Lesson: lesson, Rider: r.hugo})
	r.must(err)
	day, err := r.Roster(ctx, "2026-10-14")
	r.must(err)
	_, err = r.ChangeLesson(ctx, r.req(), lesson, form(day.Lessons[0].Lesson, func(f *desk.LessonForm) { f.Capacity = 2 }))
	r.must(err)
	if states := r.states(lesson); !slices.Equal(states, []booking.State{booking.Booked, booking.Held}) {
		t.Error(states)
	}
	r.proved()
}
