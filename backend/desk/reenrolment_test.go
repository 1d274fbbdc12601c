package desk_test

import (
	"database/sql"
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"paddock/backend/billing"
	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/money"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// rollsOver makes the season to come with its series and, at a price, its packages.
func (y *yard) rollsOver(price money.Cents) calendar.Season {
	y.t.Helper()
	next, err := y.SaveSeason(ctx, y.req(), nextSeason())
	y.must(err)
	_, err = y.CopySeries(ctx, y.req(), desk.CopySeries{From: y.season.ID, To: next.ID})
	y.must(err)
	plan, err := y.SeasonPlan(ctx)
	y.must(err)
	var in desk.PrepareSeason
	for _, offer := range plan.Copies {
		if offer.Kind == catalogue.Package {
			in.Copies = append(in.Copies, desk.PricedCopy{From: offer.From, Price: price})
		}
	}
	_, err = y.PrepareSeason(ctx, y.req(), in)
	y.must(err)
	return next.Season
}

func (y *yard) reenrols(until calendar.Day) []desk.ReenrolmentPackage {
	y.t.Helper()
	list, err := y.OpenReenrolment(ctx, y.req(), desk.OpenReenrolment{Until: until})
	y.must(err)
	return list.Rows
}

func (y *yard) reenrolment() []desk.ReenrolmentPackage {
	y.t.Helper()
	list, err := y.Reenrolment(ctx, desk.ReenrolmentQuery{})
	y.must(err)
	return list.Rows
}

// stand fails unless the rows are in these states.
func (y *yard) stand(rows []desk.ReenrolmentPackage, want ...desk.ReenrolmentState) {
	y.t.Helper()
	for i, row := range rows {
		if len(rows) != len(want) || row.State != want[i] {
			y.t.Fatalf("row %d of %d is %s (%v), want %v", i, len(rows), row.State, row.Why, want)
		}
	}
}

// Issue 4 section 1: the series and packages roll over, and each family's place is
// kept until a date.
func TestEachFamilysPlacesAreKeptInOneCartToTheEndOfTheDay(t *testing.T) {
	y := openYard(t)
	y.checkout(y.open(y.weekly(y.manon, y.wed), y.weekly(y.hugo, y.wed)))
	y.at("2027-05-03 12:00")
	_, err := y.OpenReenrolment(ctx, y.req(), desk.OpenReenrolment{Until: "2027-06-15"})
	y.refuses(err, club.CodeNoNextSeason)
	y.rollsOver(45000)
	y.stand(y.reenrolment(), desk.ReenrolOpen, desk.ReenrolOpen)
	if y.takenOn("2027-10-13") != 0 {
		t.Fatal("a look at the list keeps places")
	}

	rows := y.reenrols("2027-06-15")
	y.stand(rows, desk.ReenrolKept, desk.ReenrolKept)
	if rows[0].Cart != rows[1].Cart || rows[0].Until != "2027-06-15" || rows[0].Lessons != rows[0].Of || len(rows[0].Slots) != 1 {
		t.Errorf("%+v", rows[0])
	}
	if y.takenOn("2027-10-13") != 2 {
		t.Error("the places are not held")
	}
	y.stand(y.reenrols("2027-06-15"), desk.ReenrolKept, desk.ReenrolKept)
	if y.takenOn("2027-10-13") != 2 {
		t.Error("opened twice, kept twice")
	}
	today, err := y.Today(ctx)
	y.must(err)
	if today.Answers != (desk.Answers{Families: 1, Until: "2027-06-15"}) || len(today.Kept) != 0 || len(today.Carts) != 0 {
		t.Errorf("today: %+v, kept %d, carts %d", today.Answers, len(today.Kept), len(today.Carts))
	}

	y.reenrols("2027-06-20") // those who have still to answer get the new day
	free, err := time.ParseInLocation("2006-01-02 15:04", "2027-06-21 00:00", paris(t))
	y.must(err)
	y.clock.put(free.Add(-time.Second))
	if y.takenOn("2027-10-13") != 2 {
		t.Error("free before its day is over")
	}
	y.clock.put(free)
	if y.takenOn("2027-10-13") != 0 {
		t.Error("held for ever")
	}
	y.stand(y.reenrolment(), desk.ReenrolLapsed, desk.ReenrolLapsed)
	y.stand(y.reenrols("2027-07-01"), desk.ReenrolKept, desk.ReenrolKept)
	if y.takenOn("2027-10-13") != 2 {
		t.Error("opened again, not kept again")
	}
	y.proved()
}

// What never was a lesson of the season is not paid less for: who buys before the first
// day pays the whole price, at the counter and by the place that is kept.
func TestALessonThatARollOverLeavesOutIsNoneOfThePackage(t *testing.T) {
	y := openYard(t)
	arenas, err := y.SaveArena(ctx, y.req(), planning.Arena{Name: "Manège"})
	y.must(err)
	thu := y.series(4, 15*60, 2, func(s *planning.Series) { s.Arena = arenas[0].ID })
	y.checkout(y.open(y.weekly(y.manon, thu)))
	y.at("2027-05-03 12:00")
	next, err := y.SaveSeason(ctx, y.req(), nextSeason())
	y.must(err)
	for _, day := range []calendar.Day{"2027-10-07", "2027-10-14"} {
		_, err := y.AddLesson(ctx, y.req(), desk.LessonForm{Day: day, Shape: planning.Shape{Kind: planning.Group, Name: "Concours", Start: 15 * 60, Minutes: 60, Arena: arenas[0].ID, Capacity: 4}})
		y.must(err)
	}
	rolled, err := y.CopySeries(ctx, y.req(), desk.CopySeries{From: y.season.ID, To: next.ID})
	y.must(err)
	if len(rolled.Clashes) != 2 {
		t.Fatalf("%+v", rolled.Clashes)
	}
	_, err = y.PrepareSeason(ctx, y.req(), desk.PrepareSeason{Copies: []desk.PricedCopy{{From: y.annual, Price: 40320}}})
	y.must(err)

	row := y.reenrols("2027-06-15")[0]
	if row.Of == 0 || row.Lessons != row.Of {
		t.Errorf("kept for %d of %d", row.Lessons, row.Of)
	}
	offers, err := y.OffersFor(ctx, y.hugo, y.householdOf(y.hugo))
	y.must(err)
	for _, o := range offers.Fits {
		if o.Seats == nil || o.Offer.Season != next.ID {
			continue
		}
		for _, series := range o.Seats.Series {
			if series.Lessons != series.Of || series.Cents != 40320 {
				t.Errorf("%s: %d of %d lessons for %d", series.Name, series.Lessons, series.Of, series.Cents)
			}
			line := desk.AddLine{Offer: o.Offer.ID, Rider: y.hugo, Quantity: 1, Choice: desk.Choice{Series: []planning.SeriesID{series.ID}}}
			if cart := y.open(line); cart.Total != 40320 || cart.Lines[0].Seats.Lessons != cart.Lines[0].Seats.Of {
				t.Errorf("%s for %d, %+v", series.Name, cart.Total, cart.Lines[0].Seats)
			}
		}
	}
	plan, err := y.Plan(ctx, calendar.Period{First: "2027-10-07", Last: "2027-10-07"})
	y.must(err)
	left := slices.IndexFunc(plan.Lessons, func(l sqlite.PlanLesson) bool { return l.LeftOut })
	if left < 0 || plan.Lessons[left].State != planning.Cancelled || plan.Lessons[left].Reason == "" {
		t.Errorf("the plan names what was left out no more: %+v", plan.Lessons)
	}
	y.proved()
}

func TestAKeptPlaceIsTakenUpAsAnOrdinarySaleOrLetGo(t *testing.T) {
	y := openYard(t)
	y.rules(club.DiscountRule{Kind: club.DiscountRank, Place: 2, Percent: 1000, Label: inFrench("2e cavalier"), Kinds: []string{"package"}, From: "2026-01-01"})
	first := y.open(y.weekly(y.manon, y.wed), y.weekly(y.hugo, y.wed))
	y.checkout(first)
	y.at("2027-05-03 12:00")
	y.rollsOver(50000)
	rows := y.reenrols("2027-06-15")
	cart, err := y.TakeUpCart(ctx, y.req(), rows[0].Cart)
	y.must(err)
	if cart.Total != 50000+45000 {
		t.Errorf("%d, want the new price and the second rider's discount", cart.Total)
	}
	_, err = y.SetQuantity(ctx, y.req(), cart.ID, rows[0].Line, 0) // Manon does not go on
	y.must(err)
	y.stand(y.reenrolment(), desk.ReenrolLetGo, desk.ReenrolKept)
	if y.takenOn("2027-10-13") != 1 {
		t.Error("a place let go is not free")
	}
	y.must(y.undoes())
	y.stand(y.reenrolment(), desk.ReenrolKept, desk.ReenrolKept)
	_, err = y.SetQuantity(ctx, y.req(), cart.ID, rows[0].Line, 0)
	y.must(err)

	cart, err = y.Cart(ctx, cart.ID, nil)
	y.must(err)
	if sale := y.checkout(cart); sale.Invoice.Total != 50000 {
		t.Errorf("Hugo alone pays %d", sale.Invoice.Total)
	}
	y.stand(y.reenrolment(), desk.ReenrolLetGo, desk.ReenrolBought)
	y.stand(y.reenrols("2027-07-15"), desk.ReenrolLetGo, desk.ReenrolBought)
	y.proved()
}

func TestWhoHasNoPlaceInTheSeasonToComeIsNamedWithTheReason(t *testing.T) {
	y := openYard(t)
	young := y.series(5, 17*60, 6, nil)
	gone := y.series(6, 10*60, 6, nil)
	y.checkout(y.open(y.weekly(y.manon, young), y.weekly(y.hugo, gone)))
	stays := y.join("Petit", "Zoé").Riders[0].ID
	y.checkout(y.open(y.weekly(stays, y.wed)))
	y.at("2027-05-03 12:00")
	next := y.rollsOver(45000)
	planned, err := y.SeriesOf(ctx, next.ID)
	y.must(err)
	for _, s := range planned {
		switch s.Follows {
		case young.ID: // at another hour, for others: still the one that goes on
			s.Start, s.AgeMax, s.Name = 18*60, 9, "Les petits"
			_, err := y.SaveSeries(ctx, y.req(), desk.SaveSeries{Series: s, From: next.First})
			y.must(err)
		case gone.ID:
			y.behindItsBack("DELETE FROM lessons WHERE series IN (SELECT id FROM series WHERE follows IS NOT NULL AND weekday = 6)", "DELETE FROM series WHERE follows IS NOT NULL AND weekday = 6")
		}
	}
	rows := y.reenrols("2027-06-15")
	y.stand(rows, desk.ReenrolUnfit, desk.ReenrolUnfit, desk.ReenrolKept)
	if rows[0].Why.Code != club.CodeTooOld || rows[1].Why.Code != club.CodeNoNextSeries {
		t.Errorf("%+v, %+v", rows[0].Why, rows[1].Why)
	}
	if rows[0].Slots[0].Start != 18*60 || rows[1].Slots[0].Weekday != 6 {
		t.Errorf("%+v, %+v", rows[0].Slots, rows[1].Slots)
	}
	y.proved()
}

// The file is the season's that is to come: its place is kept, and it is asked for
// when the place is bought.
func TestAFileThatIsNotCompleteKeepsItsPlaceAndIsAskedForAtTheSale(t *testing.T) {
	y := openYard(t)
	y.checkout(y.open(y.weekly(y.manon, y.wed)))
	y.at("2027-05-03 12:00")
	y.rollsOver(45000)
	y.behindItsBack("UPDATE offers SET needs_file = 1 WHERE follows IS NOT NULL")
	rows := y.reenrols("2027-06-15")
	y.stand(rows, desk.ReenrolKept)
	cart, err := y.TakeUpCart(ctx, y.req(), rows[0].Cart)
	y.must(err)
	_, err = y.Checkout(ctx, y.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, Tenders: cash(cart.Total)})
	y.refuses(err, club.CodeFileIncomplete)
}

// nextWeekly is a line of the yearly package of the season to come, in its series.
func (y *yard) nextWeekly(rider club.RiderID) desk.AddLine {
	y.t.Helper()
	var offer desk.OfferView
	offers, err := y.Offers(ctx, desk.OfferFilter{})
	y.must(err)
	for _, o := range offers {
		if o.Follows == y.annual {
			offer = o
		}
	}
	series, err := y.SeriesOf(ctx, offer.Season)
	y.must(err)
	return desk.AddLine{Offer: offer.ID, Rider: rider, Quantity: 1, Choice: desk.Choice{Series: []planning.SeriesID{series[0].ID}}}
}

func TestReenrolmentTakesUpTheWeeklyPlaceThatTheWaitingListOffers(t *testing.T) {
	y := openYard(t)
	y.checkout(y.open(y.weekly(y.manon, y.wed)))
	y.at("2027-05-03 12:00")
	y.rollsOver(45000)
	others := y.join("Petit", "Zoé", "Emma").Riders
	line := y.nextWeekly(others[0].ID)
	y.checkout(y.open(line))
	second := y.open(y.nextWeekly(others[1].ID))
	next := planning.Series{ID: line.Series[0]}
	y.waitsFor(next, y.manon)
	y.stand(y.reenrolment(), desk.ReenrolUnfit)
	_, err := y.DropCart(ctx, y.req(), second.ID)
	y.must(err)
	if list := y.listOf(next); len(list) != 1 || list[0].State != booking.Offered {
		t.Fatalf("%+v", list)
	}
	y.stand(y.reenrolment(), desk.ReenrolOpen)
	rows := y.reenrols("2027-06-15")
	y.stand(rows, desk.ReenrolKept)
	if list := y.listOf(next); len(list) != 0 || rows[0].Lessons != rows[0].Of || y.takenOn("2027-10-13") != 2 {
		t.Errorf("%+v, %+v", list, rows[0])
	}
	_, err = y.TakeUpCart(ctx, y.req(), rows[0].Cart)
	y.must(err)
	_, err = y.SetQuantity(ctx, y.req(), rows[0].Cart, rows[0].Line, 0)
	y.must(err)
	y.stand(y.reenrolment(), desk.ReenrolLetGo)
	y.proved()
}

func TestWhatOthersTookBeforehandIsNeverKeptTwice(t *testing.T) {
	y := openYard(t)
	y.checkout(y.open(y.weekly(y.manon, y.wed), y.weekly(y.hugo, y.wed)))
	y.at("2027-05-03 12:00")
	y.rollsOver(45000)
	other := y.join("Petit", "Zoé").Riders[0].ID
	y.checkout(y.open(y.nextWeekly(other)))
	rows := y.reenrols("2027-06-15")
	y.stand(rows, desk.ReenrolKept, desk.ReenrolUnfit)
	if rows[1].Why.Code != club.CodePlaceGone || y.takenOn("2027-10-13") != 2 {
		t.Errorf("%+v, %d taken", rows[1].Why, y.takenOn("2027-10-13"))
	}
	_, err := y.DropCart(ctx, y.req(), rows[0].Cart) // makes room for the next opening
	y.must(err)
	y.stand(y.reenrols("2027-06-15"), desk.ReenrolLetGo, desk.ReenrolKept)
	y.proved()
}

// However re-enrolment is opened, answered and left to lapse among other sales: the
// places kept and sold are never more than there are, and a row says what is held.
func TestReenrolmentNeverGivesMoreThanThereIs(t *testing.T) {
	y := openYard(t)
	fri := y.series(5, 17*60, 3, nil)
	riders := y.crowd(5)
	y.checkout(y.open(y.weekly(y.manon, y.wed), y.weekly(y.hugo, y.wed)))
	for _, rider := range riders[:3] {
		y.checkout(y.open(y.weekly(rider, fri)))
	}
	y.at("2027-05-03 12:00")
	next := y.rollsOver(45000)
	series, err := y.SeriesOf(ctx, next.ID)
	y.must(err)
	offers, err := y.Offers(ctx, desk.OfferFilter{Season: next.ID, Kind: catalogue.Package})
	y.must(err)
	capacity := map[time.Weekday]int{time.Wednesday: 2, time.Friday: 3}
	rapid.Check(t, func(p *rapid.T) {
		for range rapid.IntRange(2, 10).Draw(p, "steps") {
			today := calendar.DayOf(y.clock.now(), paris(t))
			if today > "2027-08-20" {
				y.at("2027-05-03 12:00")
				today = "2027-05-03"
			}
			rows := y.reenrolment()
			row := rapid.SampledFrom(rows).Draw(p, "row")
			switch rapid.SampledFrom([]string{"open", "open", "sell", "letGo", "other", "wait"}).Draw(p, "what") {
			case "open":
				y.reenrols(today.AddDays(rapid.IntRange(0, 9).Draw(p, "days")))
			case "wait":
				y.wait(time.Duration(rapid.IntRange(1, 9*24).Draw(p, "hours")) * time.Hour)
			case "sell":
				if row.State == desk.ReenrolKept {
					cart, err := y.TakeUpCart(ctx, y.req(), row.Cart)
					y.must(err)
					y.checkout(cart)
				}
			case "letGo":
				if row.State == desk.ReenrolKept {
					_, err := y.SetQuantity(ctx, y.req(), row.Cart, row.Line, 0)
					y.must(err)
				}
			case "other":
				line := desk.AddLine{Offer: offers[0].ID, Rider: rapid.SampledFrom(riders).Draw(p, "rider"), Quantity: 1}
				line.Series = []planning.SeriesID{rapid.SampledFrom(series).Draw(p, "series").ID}
				if cart, err := y.OpenCart(ctx, y.req(), y.householdOf(line.Rider), line); err == nil {
					y.checkout(cart)
				} else if !errors.Is(err, club.Refuse(club.CodePlaceGone)) && !y.twice(err) {
					p.Fatal(err)
				}
			}
			held := map[billing.CartID]int{}
			for _, row := range y.reenrolment() {
				if row.State == desk.ReenrolKept {
					held[row.Cart] += row.Lessons
				}
			}
			for _, day := range []calendar.Day{"2027-10-13", "2027-10-15"} {
				if n := y.takenOn(day); n > capacity[day.Weekday()] {
					p.Fatalf("%d places of %d on %s", n, capacity[day.Weekday()], day)
				}
			}
			carts := map[billing.CartID]int{}
			y.ask("SELECT l.cart FROM bookings b JOIN cart_lines l ON l.id = b.cart_line WHERE b.state = 'held' AND b.held_until > '"+
				y.clock.now().UTC().Format("2006-01-02T15:04:05.000Z")+"'", func(row *sql.Rows) error {
				var cart billing.CartID
				err := row.Scan(&cart)
				carts[cart]++
				return err
			})
			if !maps.Equal(held, carts) {
				p.Fatalf("the list keeps %v, the plan holds %v", held, carts)
			}
		}
	})
	y.proved()
}

func TestOpeningReenrolmentsIsTakenBackUntilAFamilyAnswers(t *testing.T) {
	y := openYard(t)
	y.checkout(y.open(y.weekly(y.manon, y.wed), y.weekly(y.hugo, y.wed)))
	y.at("2027-05-03 12:00")
	y.rollsOver(45000)
	y.reenrols("2027-06-15")
	y.must(y.undoes())
	y.stand(y.reenrolment(), desk.ReenrolOpen, desk.ReenrolOpen)
	if y.takenOn("2027-10-13") != 0 {
		t.Error("the places are not free")
	}
	_, err := y.Redo(ctx, y.req(), y.did()[0].ID)
	y.must(err)
	y.stand(y.reenrolment(), desk.ReenrolKept, desk.ReenrolKept)
	y.must(y.undoes())

	// Another day is taken back to the one before.
	y.reenrols("2027-06-15")
	y.reenrols("2027-06-20")
	y.must(y.undoes())
	rows := y.reenrolment()
	y.stand(rows, desk.ReenrolKept, desk.ReenrolKept)
	if rows[0].Until != "2027-06-15" || y.takenOn("2027-10-13") != 2 {
		t.Errorf("until %s, %d places", rows[0].Until, y.takenOn("2027-10-13"))
	}

	cart, err := y.TakeUpCart(ctx, y.req(), rows[0].Cart)
	y.must(err)
	y.checkout(cart)
	opened := y.did()
	at := slices.IndexFunc(opened, func(a sqlite.Action) bool { return a.What == "openReenrolment" && a.UndoneAt == "" })
	_, err = y.Undo(ctx, y.req(), opened[at].ID)
	y.refuses(err, club.CodeLastingInvoice)
	y.stand(y.reenrolment(), desk.ReenrolBought, desk.ReenrolBought)
	y.proved()
}
