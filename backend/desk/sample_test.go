package desk_test

import (
	"context"
	"errors"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/desk"
	"paddock/backend/locale"
	"paddock/backend/sqlite"
)

// openSample opens a folder of its own on a day at noon, still without a club.
func openSample(t *testing.T, today calendar.Day) *desk.Desk {
	t.Helper()
	dir := t.TempDir()
	noon := time.Date(today.Year(), today.Month(), today.DayOfMonth(), 12, 0, 0, 0, time.UTC)
	d, err := desk.Open(context.Background(), desk.Options{
		Dir: dir, Version: "test", Now: func() time.Time { return noon }, Keys: desk.FileKeys(filepath.Join(dir, "keys")),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

// makeSample makes the invented club of one seed and day.
func makeSample(t *testing.T, in desk.Sample) (*desk.Desk, desk.SampleMade) {
	t.Helper()
	d := openSample(t, in.Today)
	made, err := d.MakeSample(context.Background(), desk.Request{}, in)
	if err != nil {
		t.Fatal(err)
	}
	return d, made
}

func TestTheSampleClubIsProvedAndMarkedAsTraining(t *testing.T) {
	d, made := makeSample(t, desk.Sample{Riders: 40, Years: 2, Seed: 3, Today: "2026-10-07"})
	proof, err := d.Verify(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if !proof.OK {
		t.Errorf("%+v", proof.First)
	}
	if made.Riders != 40 || made.Invoices == 0 || made.Payments == 0 || !made.Session.Training {
		t.Errorf("%+v", made)
	}
	list, err := d.Documents(context.Background(), sqlite.DocumentFilter{})
	if err != nil {
		t.Fatal(err)
	}
	if list.Counts.Open == 0 || list.Counts.Paid == 0 || list.Counts.Late == 0 {
		t.Errorf("a club has paid, open and late invoices: %+v", list.Counts)
	}
	if number := list.Rows[0].Number; number[:6] != "ECOLE-" {
		t.Errorf("training numbers begin with ECOLE-: %s", number)
	}
}

func TestTheSampleClubSpeaksTheLanguageItWasAskedFor(t *testing.T) {
	for _, test := range []struct {
		in                   desk.Sample
		card, vat, town, iso string
	}{
		{desk.Sample{}, "5 cours collectifs", "Enseignement et pratique de l’équitation", "Vaubrun-sur-Lierne", "FR"},
		{desk.Sample{Language: locale.English}, "5 group lessons", "Riding and riding lessons", "Vaubrun-sur-Lierne", "FR"},
		{desk.Sample{Language: locale.Dutch, Country: "BE"}, "5 groepslessen", "Standaardtarief", "Lierebeke", "BE"},
		{desk.Sample{Language: locale.French, Country: "BE"}, "5 cours collectifs", "Taux normal", "Vaubrun-lez-Lierne", "BE"},
	} {
		test.in.Riders, test.in.Years, test.in.Seed, test.in.Today = 6, 1, 1, "2026-10-07"
		d, made := makeSample(t, test.in)
		offers, err := d.Offers(context.Background(), desk.OfferFilter{Kind: catalogue.Card})
		if err != nil {
			t.Fatal(err)
		}
		settings, err := d.Settings(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if offers[1].Name != test.card || offers[1].VAT[0].Label != test.vat {
			t.Errorf("%+v: sells %q at %q", test.in, offers[1].Name, offers[1].VAT[0].Label)
		}
		if settings.Identity.Town != test.town || made.Session.Country != test.iso || made.Session.Language != settings.Identity.Language {
			t.Errorf("%+v: stands in %s, %s, and its screens speak %s", test.in, settings.Identity.Town, made.Session.Country, made.Session.Language)
		}
		homes, err := d.Households(context.Background(), desk.HouseholdQuery{})
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range homes.Rows {
			home, err := d.Household(context.Background(), row.ID)
			if err != nil {
				t.Fatal(err)
			}
			if got := home.Addresses[0]; got.Country != test.iso || got.Town != test.town {
				t.Errorf("%s lives in %s, %s", home.Name, got.Town, got.Country)
			}
		}
	}
}

func TestEachSeasonOfTheSampleSellsItsOwnLicencesAndMembership(t *testing.T) {
	d, _ := makeSample(t, desk.Sample{Riders: 40, Years: 3, Seed: 3, Today: "2026-10-07"})
	ctx := context.Background()
	now, err := d.Offers(ctx, desk.OfferFilter{})
	if err != nil {
		t.Fatal(err)
	}
	gone, err := d.Offers(ctx, desk.OfferFilter{Archived: true})
	if err != nil {
		t.Fatal(err)
	}
	sold := map[string]int{}
	for _, offer := range append(gone, now...) {
		sold[offer.Name] = offer.Sold
	}
	for _, name := range []string{
		"Licence FFE 2025, moins de 18 ans", "Licence FFE 2026, moins de 18 ans", "Licence FFE 2027, moins de 18 ans",
		"Adhésion au club 2024–2025", "Adhésion au club 2025–2026", "Adhésion au club 2026–2027", "5 cours collectifs",
	} {
		if sold[name] == 0 {
			t.Errorf("nobody bought %q: %v", name, sold)
		}
	}
	if len(gone) != 8 {
		t.Errorf("%d offers of seasons that are over left the sale, want two licences, a membership and a package for each of two", len(gone))
	}
}

func TestTheSameSeedAndDayGiveTheSameClub(t *testing.T) {
	in := desk.Sample{Riders: 12, Years: 1, Seed: 5, Today: "2026-10-07"}
	documents := func() []sqlite.DocumentRow {
		d, _ := makeSample(t, in)
		list, err := d.Documents(context.Background(), sqlite.DocumentFilter{})
		if err != nil {
			t.Fatal(err)
		}
		return list.Rows
	}
	if first, second := documents(), documents(); len(first) == 0 || !reflect.DeepEqual(first, second) {
		t.Errorf("%d documents, then others", len(first))
	}
}

func TestASampleThatIsStoppedEndsWithAWholeDay(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	const last = calendar.Day("2026-09-16") // a Wednesday: families come
	in := desk.Sample{Riders: 40, Years: 1, Seed: 3, Today: "2026-10-07", Lived: func(day calendar.Day, _ desk.SampleMade) {
		if day == last.AddDays(-1) {
			time.AfterFunc(0, stop) // anywhere in the day after, or before it
		}
		if day == last {
			stop()
		}
	}}
	d := openSample(t, in.Today)
	made, err := d.MakeSample(ctx, desk.Request{}, in)
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("%v: not stopped", err)
	}
	list, err := d.Documents(context.Background(), sqlite.DocumentFilter{Show: "all"})
	if err != nil {
		t.Fatal(err)
	}
	proof, err := d.Verify(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if len(list.Rows) == 0 || list.Rows[0].Day > last || !proof.OK || list.Counts.All-list.Counts.CreditNotes != made.Invoices {
		t.Errorf("%d invoices of %d until %s, proof %+v", list.Counts.All, made.Invoices, list.Rows[0].Day, proof.First)
	}
}
