package desk_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/planning"
)

// demandRing is a ring with one arena and Camille, who teaches on Thursdays from
// 16:00 to 19:00; today is Wednesday 7 October.
type demandRing struct {
	*ring
	camille int64
	private catalogue.OfferID
	duo     catalogue.OfferID
}

func openDemand(t *testing.T) *demandRing {
	t.Helper()
	r := &demandRing{ring: newRing(t)}
	camille, err := r.SaveStaff(ctx, r.req(), desk.SaveStaff{Staff: club.Staff{Name: "Camille", Role: club.Instructor}})
	r.must(err)
	r.camille = camille.ID
	_, err = r.SaveInstructor(ctx, r.req(), planning.Instructor{ID: camille.ID, Teaches: true,
		Hours: []planning.Hours{{Weekday: 4, Start: 16 * 60, Finish: 19 * 60}}, Leave: []planning.Leave{{Period: calendar.Period{First: "2026-10-15", Last: "2026-10-15"}}}})
	r.must(err)
	_, err = r.SaveArena(ctx, r.req(), planning.Arena{Name: "Manège"})
	r.must(err)
	r.private, r.duo = r.sellsCard("private"), r.sellsCard("privateForTwo")
	return r
}

func (r *demandRing) sellsCard(kind string) catalogue.OfferID {
	return r.sells(catalogue.Offer{Kind: catalogue.Card, Name: "Carte 1 " + kind, Price: 3500,
		Parts: []catalogue.Part{{VAT: "riding", Cents: 3500}}, Terms: catalogue.Terms{Units: 1, Months: 1, LessonKind: kind}})
}

// slots lists when a lesson could be made for Manon in three weeks.
func (r *demandRing) slots(change ...func(*desk.AskSlots)) []desk.FreeSlot {
	r.t.Helper()
	ask := desk.AskSlots{Kind: planning.Private, Riders: []club.RiderID{r.manon}, Minutes: 60, Days: calendar.Period{First: "2026-10-07", Last: "2026-10-28"}}
	for _, c := range change {
		c(&ask)
	}
	slots, err := r.FreeSlots(ctx, ask)
	r.must(err)
	return slots
}

func (r *demandRing) sell(offer catalogue.OfferID, slot planning.Slot, second club.RiderID) (desk.CartView, error) {
	return r.OpenCart(ctx, r.req(), r.householdOf(r.manon), desk.AddLine{Offer: offer, Rider: r.manon, Quantity: 1, Choice: desk.Choice{Slot: &slot, Second: second}})
}

func (r *demandRing) sold(offer catalogue.OfferID, slot planning.Slot, second club.RiderID) desk.CartView {
	r.t.Helper()
	cart, err := r.sell(offer, slot, second)
	r.must(err)
	return cart
}

// planned lists the lessons of a day.
func (r *demandRing) planned(day calendar.Day) int {
	r.t.Helper()
	plan, err := r.Plan(ctx, calendar.Period{First: day, Last: day})
	r.must(err)
	return len(plan.Lessons)
}

// Between two lessons no quarter of an hour is lost: what begins as the one ends, and
// what ends as the other begins, is offered beside the half hours.
func TestSlotsReachBothEndsOfAFreeStretch(t *testing.T) {
	r := openDemand(t)
	arena := r.slots()[0].Arena
	for start, minutes := range map[calendar.Minute]int{16 * 60: 45, 18*60 + 45: 15} {
		_, err := r.AddLesson(ctx, r.req(), desk.LessonForm{Day: "2026-10-08", Shape: planning.Shape{Kind: planning.Group, Name: "Galop 2", Start: start, Minutes: minutes, Arena: arena, Capacity: 8}})
		r.must(err)
	}
	var starts []calendar.Minute
	for _, slot := range r.slots() {
		if slot.Day == "2026-10-08" {
			starts = append(starts, slot.Start)
		}
	}
	if want := []calendar.Minute{16*60 + 45, 17 * 60, 17*60 + 30, 17*60 + 45}; !slices.Equal(starts, want) {
		t.Errorf("free from 16:45 to 18:45: %v, want %v", starts, want)
	}
}

func TestSlotsAreWhereAnInstructorWorksAndAnArenaIsFree(t *testing.T) {
	r := openDemand(t)
	slots := r.slots()
	// 8 and 22 October from 16:00 to 18:00, every half hour; the 15th is leave.
	if len(slots) != 10 || slots[0].Day != "2026-10-08" || slots[0].Start != 16*60 || slots[4].Start != 18*60 || slots[5].Day != "2026-10-22" {
		t.Fatalf("%d slots: %+v", len(slots), slots)
	}
	if slots[0].InstructorName != "Camille" || slots[0].ArenaName != "Manège" {
		t.Errorf("%+v", slots[0])
	}
	_, err := r.AddLesson(ctx, r.req(), desk.LessonForm{Day: "2026-10-08", Shape: planning.Shape{Kind: planning.Group, Name: "Galop 2", Start: 16 * 60, Minutes: 60, Arena: slots[0].Arena, Capacity: 8}})
	r.must(err)
	if slots = r.slots(); len(slots) != 8 || slots[0].Start != 17*60 {
		t.Errorf("with the arena taken until 17:00: %+v", slots)
	}
	r.booked(r.lesson(planning.Group, "2026-10-22", 16*60, 8), r.manon)
	if slots = r.slots(); len(slots) != 6 || slots[3].Start != 17*60 {
		t.Errorf("with Manon riding until 17:00 on the 22nd: %+v", slots)
	}
	r.at("2026-10-07 17:00")
	if slots = r.slots(); slots[0].Day != "2026-10-22" {
		t.Errorf("after booking closed for the 8th: %+v", slots[0])
	}
}

func TestASlotNeedsAHorseWhereHorsesAreKept(t *testing.T) {
	r := openDemand(t)
	horse, err := r.SaveHorse(ctx, r.req(), planning.Horse{Name: "Caramel"})
	r.must(err)
	if n := len(r.slots()); n != 10 {
		t.Fatalf("%d slots with a free horse", n)
	}
	duo := func(in *desk.AskSlots) {
		in.Kind, in.Riders = planning.PrivateForTwo, []club.RiderID{r.manon, r.hugo}
	}
	if n := len(r.slots(duo)); n != 0 {
		t.Errorf("%d slots for two riders on one horse", n)
	}
	horse.Away = []planning.Away{{First: "2026-10-08", Last: "2026-10-08", Why: "boite"}}
	_, err = r.SaveHorse(ctx, r.req(), horse.Horse)
	r.must(err)
	if slots := r.slots(); len(slots) != 5 || slots[0].Day != "2026-10-22" {
		t.Errorf("%+v", slots)
	}
	_, err = r.sell(r.private, planning.Slot{Day: "2026-10-08", Start: 16 * 60, Minutes: 60, Instructor: r.camille, Arena: 1}, 0)
	r.refuses(err, club.CodeNoHorseFree)
}

// They are kept in order, and a screen shows them as they were typed.
func TestWhatIsWrongOfAnInstructorsLeaveIsNamedByItsPlaceInWhatWasSent(t *testing.T) {
	r := openDemand(t)
	on := func(day calendar.Day, from calendar.Minute) planning.Leave {
		return planning.Leave{Period: calendar.Period{First: day, Last: day}, Start: from}
	}
	_, err := r.SaveInstructor(ctx, r.req(), planning.Instructor{ID: r.camille, Teaches: true,
		Leave: []planning.Leave{on("2026-12-02", 0), on("2026-11-02", 1500)}})
	var refusal *club.Error
	if !errors.As(err, &refusal) || refusal.Field != "leave.1.start" {
		t.Errorf("%+v", err)
	}
}

func TestAnAfternoonOfLeaveTakesNoMorning(t *testing.T) {
	r := openDemand(t)
	leave := func(v planning.Leave) error {
		v.Period = calendar.Period{First: "2026-10-22", Last: "2026-10-22"}
		_, err := r.SaveInstructor(ctx, r.req(), planning.Instructor{ID: r.camille, Teaches: true,
			Hours: []planning.Hours{{Weekday: 4, Start: 16 * 60, Finish: 17 * 60}, {Weekday: 4, Start: 17 * 60, Finish: 19 * 60}}, Leave: []planning.Leave{v}})
		return err
	}
	r.must(leave(planning.Leave{Start: 18 * 60}))
	slots := r.slots()
	if n := len(slots); n != 13 || slots[n-1].Day != "2026-10-22" || slots[n-1].Start != 17*60 {
		t.Fatalf("free until 18:00 on the 22nd: %+v", slots)
	}
	_, err := r.sell(r.private, planning.Slot{Day: "2026-10-22", Start: 17*60 + 30, Minutes: 60, Instructor: r.camille, Arena: 1}, 0)
	r.refuses(err, club.CodeOnLeave)
	r.refuses(leave(planning.Leave{Start: 720, Finish: 600}), club.CodeHoursOrder)
	r.refuses(leave(planning.Leave{Start: 1500}), club.CodeOutOfRange)
	r.must(leave(planning.Leave{Finish: 18 * 60}))
	if slots = r.slots(); slots[len(slots)-1].Start != 18*60 {
		t.Errorf("back at 18:00 on the 22nd: %+v", slots)
	}
}

func TestAGroupOnPoniesTakesNoHorseFromAGrownUp(t *testing.T) {
	r := openDemand(t)
	for _, horse := range []planning.Horse{{Name: "Caramel", MostWeight: 50}, {Name: "Biscotte", MostWeight: 50}, {Name: "Ulysse"}} {
		_, err := r.SaveHorse(ctx, r.req(), horse)
		r.must(err)
	}
	group := r.lesson(planning.Group, "2026-10-08", 16*60, 8)
	for _, child := range r.crowd(2)[:2] {
		r.byPackage(group, child)
	}
	home, err := r.Household(ctx, r.householdOf(r.manon))
	r.must(err)
	manon := home.Riders[0]
	manon.WeightKg = 80
	home, err = r.SaveRider(ctx, r.req(), desk.SaveRider{Rider: manon})
	r.must(err)
	if n := len(r.slots()); n != 10 {
		t.Errorf("%d slots with two children in a lesson and two ponies for them", n)
	}
	manon = home.Riders[0]
	manon.WeightKg = 40
	_, err = r.SaveRider(ctx, r.req(), desk.SaveRider{Rider: manon})
	r.must(err)
	r.byPackage(group, r.hugo)
	if slots := r.slots(); len(slots) != 8 || slots[0].Start != 17*60 {
		t.Errorf("with three children in a lesson, and three horses: %+v", slots)
	}
}

// openLastHorse is a demandRing with a second arena, a second teacher with the same
// hours, and one horse: two lessons could be given at once but for it.
func openLastHorse(t *testing.T) (r *demandRing, hours [2]planning.Slot) {
	t.Helper()
	r = openDemand(t)
	_, err := r.SaveHorse(ctx, r.req(), planning.Horse{Name: "Caramel"})
	r.must(err)
	robin, err := r.SaveStaff(ctx, r.req(), desk.SaveStaff{Staff: club.Staff{Name: "Robin", Role: club.Instructor}})
	r.must(err)
	_, err = r.SaveInstructor(ctx, r.req(), planning.Instructor{ID: robin.ID, Teaches: true, Hours: []planning.Hours{{Weekday: 4, Start: 16 * 60, Finish: 19 * 60}}})
	r.must(err)
	arenas, err := r.SaveArena(ctx, r.req(), planning.Arena{Name: "Carrière"})
	r.must(err)
	at := func(instructor int64, arena planning.ArenaID) planning.Slot {
		return planning.Slot{Day: "2026-10-08", Start: 16 * 60, Minutes: 60, Instructor: instructor, Arena: arena}
	}
	return r, [2]planning.Slot{at(r.camille, arenas[0].ID), at(robin.ID, arenas[1].ID)}
}

func TestACartHoldsTheLastHorseUntilItsHourIsOver(t *testing.T) {
	r, hours := openLastHorse(t)
	sell := func(rider club.RiderID, slot planning.Slot) error {
		_, err := r.OpenCart(ctx, r.req(), r.householdOf(rider), desk.AddLine{Offer: r.private, Rider: rider, Quantity: 1, Choice: desk.Choice{Slot: &slot}})
		return err
	}
	r.must(sell(r.manon, hours[0]))
	later := hours[1]
	later.Start += 60
	r.must(sell(r.hugo, later)) // the horse comes out as the other goes in
	lou := r.crowd(1)[0]
	free := r.slots(func(in *desk.AskSlots) { in.Riders = []club.RiderID{lou} })
	if len(free) == 0 || free[0].Day != "2026-10-08" || free[0].Start != 18*60 {
		t.Errorf("with the horse held until 18:00: %+v", free)
	}
	r.refuses(sell(lou, hours[1]), club.CodeNoHorseFree)
	r.wait(time.Hour)
	r.must(sell(lou, hours[1]))
	r.proved()
}

func TestTheLastHorseIsSoldOnce(t *testing.T) {
	r, hours := openLastHorse(t)
	riders := r.crowd(20)
	homes := make([]club.HouseholdID, len(riders))
	for i, rider := range riders {
		homes[i] = r.householdOf(rider)
	}
	r.once("the last horse", func(n int) error {
		at := n % len(riders)
		slot := hours[n%2]
		_, err := r.OpenCart(ctx, r.req(), homes[at], desk.AddLine{Offer: r.private, Rider: riders[at], Quantity: 1, Choice: desk.Choice{Slot: &slot}})
		return err
	}, club.CodeNoHorseFree, club.CodeArenaTaken, club.CodeInstructorTaken)
	r.proved()
}

func TestAPrivateLessonIsMadeWithThePlaceSoldInIt(t *testing.T) {
	r := openDemand(t)
	slot := r.slots()[0].Slot
	cart := r.sold(r.private, slot, 0)
	if r.planned(slot.Day) != 1 || len(r.slots()) != 8 {
		t.Fatalf("%d planned, %d slots left", r.planned(slot.Day), len(r.slots()))
	}
	_, err := r.sell(r.private, slot, 0) // a second click, on another screen
	r.refuses(err, club.CodeArenaTaken)
	sale, err := r.Checkout(ctx, r.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, Tenders: cash(3500)})
	r.must(err)
	if len(sale.Invoice.Lines) != 1 || r.planned(slot.Day) != 1 {
		t.Errorf("%+v, %d planned", sale.Invoice.Lines, r.planned(slot.Day))
	}
	r.proved()
	// Given up in time, the unit returns and the hour is free again.
	plan, err := r.RiderPlan(ctx, r.manon, slot.Day, slot.Day)
	r.must(err)
	r.cancelled(plan.Lessons[0].ID, booking.UnitReturns)
	if r.planned(slot.Day) != 0 || len(r.slots()) != 10 {
		t.Errorf("%d planned, %d slots", r.planned(slot.Day), len(r.slots()))
	}
	// The unit books another, made on demand too.
	cards := r.cardsOf(r.manon)
	next := r.slots()[7].Slot
	_, err = r.Book(ctx, r.req(), desk.Book{Slot: &next, Rider: r.manon, By: booking.ByCard, Card: booking.CardID(cards[len(cards)-1].ID)})
	r.must(err)
	if r.planned(next.Day) != 1 {
		t.Errorf("%d planned on %s", r.planned(next.Day), next.Day)
	}
	r.proved()
}

func TestALessonOnDemandVanishesWithItsLastHold(t *testing.T) {
	r := openDemand(t)
	slot := r.slots()[0].Slot
	cart := r.sold(r.private, slot, 0)
	_, err := r.SetQuantity(ctx, r.req(), cart.ID, cart.Lines[0].ID, 0)
	r.must(err)
	if n := r.rowsOf("lessons WHERE on_demand"); n != 0 {
		t.Errorf("%d lessons after the line was taken out", n)
	}
	cart = r.sold(r.private, slot, 0)
	r.wait(time.Hour)
	if r.planned(slot.Day) != 0 || len(r.slots()) != 10 {
		t.Errorf("to the second after the cart's hour: %d planned, %d slots", r.planned(slot.Day), len(r.slots()))
	}
	_, err = r.TendWaiting(ctx, r.req())
	r.must(err)
	if n := r.rowsOf("lessons WHERE on_demand"); n != 0 {
		t.Errorf("%d lessons after the cart's hour", n)
	}
	// Taken up again it has its hour again, or says that it is gone.
	back, err := r.TakeUpCart(ctx, r.req(), cart.ID)
	r.must(err)
	if back.Lines[0].Gone || r.planned(slot.Day) != 1 {
		t.Errorf("%+v", back.Lines[0])
	}
	r.wait(time.Hour)
	other := r.sold(r.private, slot, 0)
	if back, err = r.TakeUpCart(ctx, r.req(), cart.ID); err != nil || !back.Lines[0].Gone {
		t.Errorf("%+v, %v", back.Lines, err)
	}
	_, err = r.DropCart(ctx, r.req(), other.ID)
	r.must(err)
	r.proved()
}

func TestADuoSoldWithItsLessonSeatsTwoByOneUnit(t *testing.T) {
	r := openDemand(t)
	slot := r.slots()[0].Slot
	_, err := r.sell(r.private, slot, r.hugo)
	r.refuses(err, club.CodeInvalid)
	_, err = r.sell(r.duo, slot, r.manon)
	r.refuses(err, club.CodeInvalid)
	cart := r.sold(r.duo, slot, r.hugo)
	_, err = r.Checkout(ctx, r.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, Tenders: cash(3500)})
	r.must(err)
	r.proved()
	var seats []booking.BookingID
	for _, rider := range []club.RiderID{r.manon, r.hugo} {
		plan, err := r.RiderPlan(ctx, rider, slot.Day, slot.Day)
		r.must(err)
		if len(plan.Lessons) != 1 {
			t.Fatalf("%+v", plan.Lessons)
		}
		seats = append(seats, plan.Lessons[0].ID)
	}
	r.cancelled(seats[1], booking.UnitWaits)
	r.cancelled(seats[0], booking.UnitReturns)
	r.proved()
}

func TestUndoingACancellationIsRefusedOnceTheHourIsSoldAgain(t *testing.T) {
	r := openDemand(t)
	slot := r.slots()[0].Slot
	cart := r.sold(r.private, slot, 0)
	_, err := r.Checkout(ctx, r.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, Tenders: cash(3500)})
	r.must(err)
	plan, err := r.RiderPlan(ctx, r.manon, slot.Day, slot.Day)
	r.must(err)
	r.cancelled(plan.Lessons[0].ID, booking.UnitReturns)
	actions, err := r.Actions(ctx, r.owner)
	r.must(err)
	r.sold(r.private, slot, 0)
	_, err = r.Undo(ctx, r.req(), actions[0].ID)
	r.refuses(err, club.CodeArenaTaken)
}
