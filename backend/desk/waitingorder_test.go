package desk_test

import (
	"testing"
	"time"

	"paddock/backend/booking"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// freedLate is a full lesson with a list of riders who have a card, where a place came
// free after 17:00 the day before.
func freedLate(t *testing.T, waits int) (*yard, planning.LessonID, []sqlite.Waiting) {
	y := openYard(t)
	lesson := y.group(wednesday, 1)
	place := y.booked(lesson, y.manon)
	var list []sqlite.Waiting
	for _, rider := range y.crowd(waits)[:waits] {
		y.card(rider, "group", 5)
		var err error
		list, err = y.JoinWaiting(ctx, y.req(), desk.Wait{Lesson: lesson, Rider: rider})
		y.must(err)
	}
	y.at("2026-10-13 17:30")
	y.cancelled(place, booking.Counted)
	return y, lesson, list
}

func saysYes(turn sqlite.Waiting, reason string) desk.Book {
	return desk.Book{Lesson: turn.Lesson, Rider: turn.Rider, By: booking.ByCard, Waiting: turn.ID, Reason: reason}
}

// asked are the rules that a booking of who waits would set aside, as the screen shows it.
func (y *yard) asked(turn sqlite.Waiting) (codes []club.Code) {
	y.t.Helper()
	chances, err := y.LessonsFor(ctx, turn.Rider, wednesday, wednesday, 0)
	y.must(err)
	for _, c := range chances {
		if c.Lesson.ID == turn.Lesson {
			for _, ask := range c.Asks {
				codes = append(codes, ask.Code)
			}
		}
	}
	return codes
}

// PRODUCT section 5: the list goes in order; after 17:00 the day before the desk phones.
func TestAfterTheCutOffTheNextOfTheListIsMovedUpAndAnotherWithAReasonAlone(t *testing.T) {
	y, _, list := freedLate(t, 3)
	if y.asked(list[0]) != nil || len(y.asked(list[1])) != 1 || y.asked(list[1])[0] != club.CodeWaitingOrder {
		t.Errorf("asked of the next: %v, of another: %v", y.asked(list[0]), y.asked(list[1]))
	}
	_, err := y.Book(ctx, y.req(), saysYes(list[1], ""))
	y.refuses(err, club.CodeWaitingOrder)
	_, err = y.Book(ctx, y.req(), saysYes(list[1], "La première ne répond pas"))
	y.must(err)
	if n := y.rowsOf("journal WHERE line LIKE '%waitingOrder%'"); n != 1 {
		t.Errorf("%d overrides in the journal", n)
	}
	y.proved()
}

func TestAfterTheCutOffTheNextOfTheListSaysYesWithoutAReason(t *testing.T) {
	y, _, list := freedLate(t, 2)
	_, err := y.Book(ctx, y.req(), saysYes(list[0], ""))
	y.must(err)
	y.proved()
}

func TestWhoSaidNoOrRidesElsewhereIsNotNextOnTheList(t *testing.T) {
	y, _, list := freedLate(t, 3)
	_, err := y.LeaveWaiting(ctx, y.req(), list[0].ID)
	y.must(err)
	beside := y.group(wednesday, 8)
	y.booked(beside, list[1].Rider, given)
	_, err = y.Book(ctx, y.req(), saysYes(list[2], ""))
	y.must(err)
	y.proved()
}

func TestWithTwoPlacesFreeTheFirstTwoOfTheListAreNext(t *testing.T) {
	y, lesson, list := freedLate(t, 3)
	l := y.ring.lessonOf(lesson)
	_, err := y.ChangeLesson(ctx, y.req(), lesson, form(l, func(f *desk.LessonForm) { f.Capacity = 2 }))
	y.must(err)
	_, err = y.Book(ctx, y.req(), saysYes(list[2], ""))
	y.refuses(err, club.CodeWaitingOrder)
	_, err = y.Book(ctx, y.req(), saysYes(list[1], ""))
	y.must(err)
	_, err = y.Book(ctx, y.req(), saysYes(list[0], ""))
	y.must(err)
	y.proved()
}

// A card that is sold with the lesson takes the turn like one that is there.
func TestACardSoldPastTheListNamesWhoIsNext(t *testing.T) {
	y, lesson, list := freedLate(t, 2)
	offer := y.sells(catalogue.Offer{Kind: catalogue.Card, Name: "Carte 10", Price: 1000,
		Parts: []catalogue.Part{{VAT: "riding", Cents: 1000}}, Terms: catalogue.Terms{Units: 10, Months: 3, LessonKind: "group"}})
	_, err := y.OpenCart(ctx, y.req(), y.householdOf(list[1].Rider), desk.AddLine{Offer: offer, Rider: list[1].Rider, Quantity: 1, Choice: desk.Choice{Lesson: lesson}})
	y.refuses(err, club.CodeWaitingOrder)
}

// A sale for two is taken up again where one place alone is free, which a waiting list
// keeps for one of the two: it stays theirs, and nothing else is changed.
func TestASaleThatFindsNoPlaceAnyMoreLeavesTheOfferOfAWaitingListAsItIs(t *testing.T) {
	y := openYard(t)
	lesson := y.lesson(planning.PrivateForTwo, wednesday, 10*60, 2)
	offer := y.sells(catalogue.Offer{Kind: catalogue.Card, Name: "Duo", Price: 1000,
		Parts: []catalogue.Part{{VAT: "riding", Cents: 1000}}, Terms: catalogue.Terms{Units: 1, Months: 3, LessonKind: "privateForTwo"}})
	cart, err := y.OpenCart(ctx, y.req(), y.householdOf(y.manon), desk.AddLine{Offer: offer, Rider: y.manon, Quantity: 1, Choice: desk.Choice{Lesson: lesson, Second: y.hugo}})
	y.must(err)
	y.wait(2 * time.Hour)
	others := y.crowd(2)
	first := y.booked(lesson, others[0], given)
	y.booked(lesson, others[1], given)
	y.waitFor(lesson, y.manon)
	y.cancelled(first, booking.Nothing)
	again, err := y.TakeUpCart(ctx, y.req(), cart.ID)
	y.must(err)
	if !again.Lines[0].Gone {
		t.Errorf("%+v", again.Lines[0])
	}
	list, err := y.WaitingLists().Rows(ctx, desk.ListQuery{})
	y.must(err)
	if len(list) != 1 || list[0].State != booking.Offered || y.rowsOf("bookings WHERE state = 'held'") != 1 {
		t.Fatalf("%+v, %d held", list, y.rowsOf("bookings WHERE state = 'held'"))
	}
	_, err = y.Book(ctx, y.req(), desk.Book{Lesson: lesson, Rider: y.manon, By: booking.ByGiven, Waiting: list[0].ID, Reason: "essai"})
	y.must(err)
	y.proved()
}
