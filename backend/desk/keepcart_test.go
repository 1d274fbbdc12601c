package desk_test

import (
	"testing"
	"time"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/planning"
)

func (y *yard) keeps(cart desk.CartView, awaits billing.Awaits, until calendar.Day) desk.CartView {
	y.t.Helper()
	kept, err := y.KeepCart(ctx, y.req(), cart.ID, desk.KeepCart{Awaits: awaits, Until: until})
	y.must(err)
	return kept
}

// PRODUCT section 6: a promise and an awaited file hold the places 7 days by
// default, on a list of their own; then they are free, to the second.
func TestAPromiseAndAnAwaitedFileHoldTheirPlacesToTheEndOfTheirDay(t *testing.T) {
	for awaits, c := range map[billing.Awaits]struct {
		until calendar.Day
		free  string
	}{
		billing.AwaitsVisit: {"", "2026-10-21 00:00"}, billing.AwaitsFile: {"", "2026-10-21 00:00"},
		billing.AwaitsCheque: {"2026-10-24", "2026-10-25 00:00"}, billing.AwaitsTransfer: {"2026-10-25", "2026-10-26 00:00"}, // the clock goes back that day
	} {
		y := openYard(t)
		y.at("2026-10-13 12:00")
		fri := y.series(5, 17*60, 1, nil)
		y.keeps(y.open(y.weekly(y.manon, fri)), awaits, c.until)
		today, err := y.Today(ctx)
		y.must(err)
		if len(today.Carts) != 0 || len(today.Kept) != 1 || today.Kept[0].Awaits != awaits {
			t.Fatalf("%s: carts %+v, kept %+v", awaits, today.Carts, today.Kept)
		}
		free, _ := time.ParseInLocation("2006-01-02 15:04", c.free, paris(t))
		y.clock.put(free.Add(-time.Second))
		y.refusesLine(club.CodePlaceGone, y.weekly(y.hugo, fri))
		y.clock.put(free)
		y.checkout(y.open(y.weekly(y.hugo, fri)))
		y.proved()
	}
}

func TestAKeptCartIsTakenUpWithItsPlacesUntilItsDayAndSold(t *testing.T) {
	y := openYard(t)
	y.at("2026-10-13 12:00")
	kept := y.keeps(y.open(y.weekly(y.manon, y.wed), y.weekly(y.hugo, y.wed)), billing.AwaitsVisit, "")
	y.at("2026-10-18 12:00") // of 30 lessons one was since: paid for those of its day
	cart, err := y.TakeUpCart(ctx, y.req(), kept.ID)
	y.must(err)
	if cart.Total != kept.Total || cart.Expired || !cart.ExpiresAt.Equal(kept.ExpiresAt) {
		t.Errorf("%d until %s, was %d until %s", cart.Total, cart.ExpiresAt, kept.Total, kept.ExpiresAt)
	}
	sale, err := y.Checkout(ctx, y.req(), cart.ID, desk.Checkout{Lines: []int64{cart.Lines[0].ID}, Terms: cart.TermsVersion, Tenders: cash(cart.Lines[0].Net())})
	y.must(err)
	today, err := y.Today(ctx)
	y.must(err)
	if len(today.Kept) != 1 || len(today.Kept[0].Lines) != 1 || sale.Invoice.Total != 33600 {
		t.Errorf("the line left out keeps its day: %+v", today.Kept)
	}
	y.at("2026-10-20 23:59")
	if y.takenOn("2026-10-28") != 2 {
		t.Error("a place was lost")
	}
	y.at("2026-10-21 00:00")
	if y.takenOn("2026-10-28") != 1 {
		t.Error("a place is held for ever")
	}
	y.proved()
}

func TestOnlyALivingCartOfAHouseholdIsKeptAndThatIsUndone(t *testing.T) {
	y := openYard(t)
	y.at("2026-10-13 12:00")
	cart := y.open(y.weekly(y.manon, y.wed))
	for code, in := range map[club.Code]desk.KeepCart{
		club.CodeDayOrder: {Awaits: billing.AwaitsVisit, Until: "2026-10-12"}, club.CodeInvalid: {Awaits: "renewal"},
		club.CodeBadDay: {Awaits: billing.AwaitsVisit, Until: "demain"},
	} {
		_, err := y.KeepCart(ctx, y.req(), cart.ID, in)
		y.refuses(err, code)
	}
	nobody, err := y.OpenCart(ctx, y.req(), 0)
	y.must(err)
	_, err = y.KeepCart(ctx, y.req(), nobody.ID, desk.KeepCart{Awaits: billing.AwaitsVisit})
	y.refuses(err, club.CodeHouseholdNotFound)

	y.keeps(cart, billing.AwaitsVisit, "")
	y.must(y.undoes())
	again, err := y.Cart(ctx, cart.ID, nil)
	y.must(err)
	if again.Awaits != "" || again.State != billing.CartOpen || !again.ExpiresAt.Equal(cart.ExpiresAt) {
		t.Errorf("%+v, was %+v", again.Cart, cart.Cart)
	}
	y.clock.put(cart.ExpiresAt)
	_, err = y.KeepCart(ctx, y.req(), cart.ID, desk.KeepCart{Awaits: billing.AwaitsVisit})
	y.refuses(err, club.CodeCartExpired)
}

// PRODUCT section 6: an enrolment whose file is awaited holds its places longer. That
// is found by itself, and over when the file is complete.
func TestASaleWaitsForTheFileByItselfAndIsReadyOnceItIsComplete(t *testing.T) {
	y := openYard(t)
	y.at("2026-10-13 12:00")
	y.behindItsBack("UPDATE offers SET needs_file = 1 WHERE kind = 'package'")
	opened := y.open(y.weekly(y.hugo, y.wed))
	empty, err := y.OpenCart(ctx, y.req(), y.family.ID)
	y.must(err)
	_, err = y.DropCart(ctx, y.req(), opened.ID)
	y.must(err)
	added, err := y.AddLine(ctx, y.req(), empty.ID, y.weekly(y.hugo, y.wed))
	y.must(err)
	for _, cart := range []desk.CartView{opened, added} {
		if cart.Awaits != billing.AwaitsFile || len(cart.Lines[0].File) == 0 || cart.FilesReady {
			t.Fatalf("%+v, line %+v", cart.Cart, cart.Lines[0])
		}
	}
	y.at("2026-10-20 23:59")
	if y.takenOn("2026-10-28") != 1 {
		t.Error("it did not wait for the file")
	}
	_, err = y.Checkout(ctx, y.req(), added.ID, desk.Checkout{Terms: added.TermsVersion, Tenders: cash(added.Total)})
	y.refuses(err, club.CodeFileIncomplete)
	y.shop.accept(y.hugo, "health", "parental", "rules")
	y.holdsLicence(y.hugo)
	today, err := y.Today(ctx)
	y.must(err)
	if len(today.Kept) != 1 || !today.Kept[0].FilesReady || today.Kept[0].Lines[0].File != nil {
		t.Fatalf("%+v", today.Kept)
	}
	cart, err := y.TakeUpCart(ctx, y.req(), added.ID)
	y.must(err)
	y.checkout(cart)
	y.proved()
}

func TestWhatDoesNotFitOtherwiseWaitsForNoFile(t *testing.T) {
	y := openYard(t)
	y.at("2026-10-13 12:00")
	y.behindItsBack("UPDATE offers SET needs_file = 1, age_max = 5 WHERE kind = 'package'")
	y.refusesLine(club.CodeTooOld, y.weekly(y.hugo, y.wed))
	line := y.weekly(y.hugo, y.wed)
	line.Reason = "vu avec la monitrice"
	if cart := y.open(line); cart.Awaits != "" || cart.Lines[0].File != nil {
		t.Errorf("sold with a reason, it waits for the file: %+v", cart.Cart)
	}
}

func TestWhoDoesNotFitAPackageIsShownItsSeriesAndSeatedWithAReason(t *testing.T) {
	y := openYard(t)
	y.at("2026-10-13 12:00")
	y.behindItsBack("UPDATE offers SET age_max = 5 WHERE kind = 'package'")
	list, err := y.OffersFor(ctx, y.hugo, y.family.ID)
	y.must(err)
	seated := 0
	for _, row := range list.DoesNot {
		if row.Offer.Kind != catalogue.Package {
			continue
		}
		if row.Seats == nil || len(row.Seats.Series) == 0 {
			t.Fatalf("%s has no series to choose", row.Offer.Name)
		}
		if row.Offer.Terms.Weekly == 2 || seated > 0 {
			continue
		}
		seated++
		line := desk.AddLine{Offer: row.Offer.ID, Rider: y.hugo, Quantity: 1, Reason: "vu avec la monitrice"}
		line.Series = []planning.SeriesID{row.Seats.Series[0].ID}
		y.open(line)
	}
	if seated == 0 {
		t.Error("nothing was sold")
	}
}
