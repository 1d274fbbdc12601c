package desk_test

import (
	"slices"
	"testing"

	"paddock/backend/booking"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// offered is a full lesson whose place is given up: the list keeps it for the first of
// those who wait.
func (r *ring) offered(waiting ...club.RiderID) planning.LessonID {
	r.t.Helper()
	lesson := r.group("2026-10-14", 1)
	place := r.booked(lesson, r.hugo)
	for _, rider := range waiting {
		_, err := r.JoinWaiting(ctx, r.req(), desk.Wait{Lesson: lesson, Rider: rider})
		r.must(err)
	}
	r.cancelled(place, booking.UnitReturns)
	return lesson
}

func (r *ring) chanceIn(lesson planning.LessonID, rider club.RiderID, offer catalogue.OfferID) desk.Chance {
	r.t.Helper()
	chances, err := r.LessonsFor(ctx, rider, "2026-10-07", "2026-11-07", offer)
	r.must(err)
	at := slices.IndexFunc(chances, func(c desk.Chance) bool { return c.Lesson.ID == lesson })
	if at < 0 {
		r.t.Fatalf("lesson %d is not among %d", lesson, len(chances))
	}
	return chances[at]
}

func (r *ring) waitFor(lesson planning.LessonID) (list []sqlite.WaitingPlace) {
	r.t.Helper()
	rows, err := r.WaitingLists().Rows(ctx, desk.ListQuery{})
	r.must(err)
	return slices.DeleteFunc(rows, func(w sqlite.WaitingPlace) bool { return w.Lesson != lesson })
}

// single is a card of one group lesson, good for a month.
func (r *ring) single() catalogue.OfferID {
	return r.sells(catalogue.Offer{Kind: catalogue.Card, Name: "Séance", Price: 1000,
		Parts: []catalogue.Part{{VAT: "riding", Cents: 1000}}, Terms: catalogue.Terms{Units: 1, Months: 1, LessonKind: "group"}})
}

func TestThePlaceAListKeepsIsFreeToWhomItIsKeptForAndToNobodyElse(t *testing.T) {
	r := newRing(t)
	lesson := r.offered(r.manon)
	own := r.chanceIn(lesson, r.manon, 0)
	if len(own.Bars) != 0 || own.Taken != 0 || own.Turn == 0 || len(own.Ways) == 0 {
		t.Errorf("%+v: it is hers", own)
	}
	if other := r.chanceIn(lesson, r.hugo, 0); len(other.Bars) != 1 || other.Bars[0].Code != club.CodeLessonFull || other.Taken != 1 || other.Turn != 0 {
		t.Errorf("%+v: it is not his", other)
	}
	r.booked(lesson, r.manon, func(in *desk.Book) { in.Waiting = own.Turn })
	if again := r.chanceIn(lesson, r.manon, 0); len(again.Bars) != 1 || again.Bars[0].Code != club.CodeBookedTwice {
		t.Errorf("%+v: she is in it", again)
	}
}

func TestWhoWasOfferedAPlaceAndHasNoCardIsSoldOneWithTheLesson(t *testing.T) {
	r := newRing(t)
	emma := r.join("Petit", "Emma").Riders[0].ID
	lesson, offer := r.offered(emma, r.manon), r.single()
	if with := r.chanceIn(lesson, emma, offer); len(with.Bars) != 0 || len(with.Ways) != 1 {
		t.Errorf("%+v: the counter finds it barred", with)
	}
	sold := desk.AddLine{Offer: offer, Rider: emma, Quantity: 1, Choice: desk.Choice{Lesson: lesson}}
	other := sold
	other.Rider = r.manon
	_, err := r.OpenCart(ctx, r.req(), r.householdOf(r.manon), other)
	r.refuses(err, club.CodePlaceGone) // it is kept for Emma

	cart, err := r.OpenCart(ctx, r.req(), r.householdOf(emma), sold)
	r.must(err)
	if list := r.waitFor(lesson); len(list) != 1 || list[0].Rider != r.manon {
		t.Errorf("%+v: Emma's turn is over", list)
	}
	// Out of the cart again she waits where she stood, and it is hers once more.
	_, err = r.SetQuantity(ctx, r.req(), cart.ID, cart.Lines[0].ID, 0)
	r.must(err)
	if list := r.waitFor(lesson); len(list) != 2 || list[0].Rider != emma || list[0].State != booking.Offered {
		t.Errorf("%+v", list)
	}
	cart, err = r.AddLine(ctx, r.req(), cart.ID, sold)
	r.must(err)
	_, err = r.Checkout(ctx, r.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, LicenceTerms: cart.LicenceTermsVersion, Tenders: cash(1000)})
	r.must(err)
	if states := r.states(lesson); !slices.Contains(states, booking.Booked) {
		t.Errorf("%v", states)
	}
	if left := r.left(emma); left != 0 {
		t.Errorf("%d units are left of one", left)
	}
	r.proved()
}

// PRODUCT section 5: after 17:00 nobody is moved up without saying yes: the desk phones.
func TestWhoSaysYesOnTheTelephoneAfter17IsSoldTheCardWithTheLesson(t *testing.T) {
	r := newRing(t)
	emma := r.join("Petit", "Emma").Riders[0].ID
	lesson := r.group("2026-10-14", 1)
	place := r.booked(lesson, r.hugo)
	_, err := r.JoinWaiting(ctx, r.req(), desk.Wait{Lesson: lesson, Rider: emma})
	r.must(err)
	r.at("2026-10-13 18:00")
	r.cancelled(place, booking.Counted)
	sold := desk.AddLine{Offer: r.single(), Rider: r.manon, Quantity: 1, Choice: desk.Choice{Lesson: lesson}}
	_, err = r.OpenCart(ctx, r.req(), r.householdOf(r.manon), sold)
	r.refuses(err, club.CodeWaitingOrder)
	sold.Rider = emma
	_, err = r.OpenCart(ctx, r.req(), r.householdOf(emma), sold)
	r.must(err)
}

func TestAYesOfTheWaitingListThatIsUndoneIsNoYesAndTheTurnIsThereAgain(t *testing.T) {
	r := newRing(t)
	lesson := r.offered(r.manon)
	turn := r.chanceIn(lesson, r.manon, 0).Turn
	r.booked(lesson, r.manon, func(in *desk.Book) { in.Waiting = turn })
	r.must(r.undoes())
	list := r.waitFor(lesson)
	if len(list) != 1 || list[0].ID != turn || list[0].State != booking.Offered {
		t.Fatalf("%+v", list)
	}
	if r.left(r.manon) != 10 {
		t.Errorf("%d units left", r.left(r.manon))
	}
	r.booked(lesson, r.manon, func(in *desk.Book) { in.Waiting = turn })
	r.proved()
}

// PRODUCT section 5: a voucher is good until 24 h before, the list goes in order also
// after 17:00.
func TestAVoucherDoesNotGoPastTheWaitingListInThePlaceThatIsFreedLate(t *testing.T) {
	r := newRing(t)
	emma := r.join("Petit", "Emma").Riders[0].ID
	missed := r.group("2026-10-13", 2)
	r.cancelled(r.byPackage(missed, r.manon), booking.MakesVoucher)
	lesson := r.lesson(planning.Group, "2026-10-14", 19*60, 1)
	place := r.booked(lesson, r.hugo)
	_, err := r.JoinWaiting(ctx, r.req(), desk.Wait{Lesson: lesson, Rider: emma})
	r.must(err)
	r.at("2026-10-13 17:30")
	r.cancelled(place, booking.Counted)
	if chance := r.chanceIn(lesson, r.manon, 0); len(chance.Asks) != 1 || chance.Asks[0].Code != club.CodeWaitingOrder || chance.Asks[0].Params["name"] != "Emma Petit" {
		t.Errorf("%+v", chance.Asks)
	}
	_, err = r.book(lesson, r.manon, byVoucher)
	r.refuses(err, club.CodeWaitingOrder)
	r.booked(lesson, r.manon, byVoucher, because("Emma ne répond pas"))
	r.proved()
}
