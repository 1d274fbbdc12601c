package desk_test

import (
	"slices"
	"testing"

	"paddock/backend/booking"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/planning"
)

func (r *ring) toPlace() []desk.ToPlace {
	r.t.Helper()
	list, err := r.ToPlace().Rows(ctx, desk.ListQuery{})
	r.must(err)
	return list
}

// DESIGN section 3 d: of a voucher only those lessons stay lit that are group
// lessons with a place, more than 24 hours away, within its validity.
func TestAVoucherCanBePlacedWhereItFitsAndNowhereElse(t *testing.T) {
	r := newRing(t)
	missed := r.byPackage(r.group("2026-10-14", 8), r.manon)
	r.cancelled(missed, booking.MakesVoucher)
	near := r.group("2026-10-15", 8)
	full := r.group("2026-10-21", 1)
	r.booked(full, r.hugo)
	last := r.group("2026-11-14", 8) // a month from the day that was missed
	r.group("2026-11-15", 8)         // over
	r.lesson(planning.Private, "2026-10-22", 9*60, 1)
	r.at("2026-10-14 14:00") // 24 hours before the near one: closed
	list := r.toPlace()
	at := slices.IndexFunc(list, func(p desk.ToPlace) bool { return p.Voucher != 0 })
	if at < 0 || !slices.Equal(list[at].Fits, []planning.LessonID{last}) || list[at].First != "2026-11-14" {
		t.Fatalf("%+v, want %d alone, %d is too near, %d full", list, last, near, full)
	}
	_, err := r.book(near, r.manon, byVoucher)
	r.refuses(err, club.CodeVoucherClosed)
	r.booked(last, r.manon, byVoucher)
	if slices.ContainsFunc(r.toPlace(), func(p desk.ToPlace) bool { return p.Voucher != 0 }) {
		t.Error("a voucher that is used still wants a place")
	}
}

func TestWhoWaitsIsPlacedInThatLessonOnceItHasAPlace(t *testing.T) {
	r := newRing(t)
	lesson := r.group("2026-10-14", 1)
	taken := r.booked(lesson, r.hugo)
	_, err := r.JoinWaiting(ctx, r.req(), desk.Wait{Lesson: lesson, Rider: r.manon})
	r.must(err)
	list := r.toPlace()
	if len(list) != 1 || list[0].Waiting == 0 || len(list[0].Fits) != 0 || list[0].Offered {
		t.Fatalf("%+v", list)
	}
	waits, err := r.WaitingLists().Rows(ctx, desk.ListQuery{Words: "manon"})
	r.must(err)
	if len(waits) != 1 || waits[0].Lesson != lesson || waits[0].Rank != 1 || waits[0].Day != "2026-10-14" {
		t.Fatalf("the waiting lists hold %+v", waits)
	}
	r.cancelled(taken, booking.UnitReturns)
	list = r.toPlace()
	if len(list) != 1 || !list[0].Offered || !slices.Equal(list[0].Fits, []planning.LessonID{lesson}) {
		t.Fatalf("%+v", list)
	}
	r.booked(lesson, r.manon, func(in *desk.Book) { in.Waiting = list[0].Waiting })
	if list = r.toPlace(); len(list) != 0 {
		t.Errorf("%+v", list)
	}
}

func TestACardOfOneLessonWantsAPlaceAndOneOfTenWhenItEnds(t *testing.T) {
	r := newRing(t) // two cards of ten, good through 7 November
	card := r.card(r.manon, "private", 1)
	if list := r.toPlace(); len(list) != 1 || list[0].Card != card || list[0].Kind != planning.Private {
		t.Fatalf("%+v", list)
	}
	r.at("2026-10-24 09:00")
	if list := r.toPlace(); len(list) != 3 {
		t.Errorf("%d with those of ten that end in two weeks: %+v", len(list), list)
	}
}

func TestWhoWaitsForALessonWithAPlaceIsSaidWhyItIsNotTheirs(t *testing.T) {
	r := newRing(t)
	emma := r.join("Petit", "Emma").Riders[0].ID
	lesson := r.offered(emma)
	if list := r.toPlace(); len(list) != 1 || len(list[0].Fits) != 0 || list[0].Why == nil || list[0].Why.Code != club.CodeNoCard {
		t.Errorf("%+v: she has no card", list)
	}
	full := r.group("2026-10-16", 1)
	r.booked(full, r.hugo)
	_, err := r.JoinWaiting(ctx, r.req(), desk.Wait{Lesson: full, Rider: r.manon})
	r.must(err)
	list := r.toPlace()
	if len(list) != 2 || list[1].Lesson.ID != full || list[1].Why == nil || list[1].Why.Code != club.CodeLessonFull {
		t.Errorf("%+v: it is full", list)
	}
	r.card(emma, "group", 10)
	if list = r.toPlace(); !slices.Equal(list[0].Fits, []planning.LessonID{lesson}) || list[0].Why != nil {
		t.Errorf("%+v: now it is hers", list[0])
	}
}
