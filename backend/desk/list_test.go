package desk_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"

	"paddock/backend/billing"
	"paddock/backend/desk"
	"paddock/backend/sqlite"
)

func TestListedInvoicesSayWhatEachDocumentSays(t *testing.T) {
	d, _ := makeSample(t, desk.Sample{Riders: 20, Years: 1, Seed: 3, Today: "2026-03-07"})
	list, err := d.ListInvoices(t.Context(), "0001-01-01", "9999-12-31")
	if err != nil {
		t.Fatal(err)
	}
	documents, err := d.Documents(t.Context(), sqlite.DocumentFilter{})
	if err != nil || len(list) != len(documents.Rows) {
		t.Fatalf("%d listed, %d there, %v", len(list), len(documents.Rows), err)
	}
	credited := false
	for i, row := range list {
		doc, err := d.Document(t.Context(), documents.Rows[len(list)-1-i].ID)
		if err != nil {
			t.Fatal(err)
		}
		credited = credited || doc.Kind == billing.CreditNote
		want := sqlite.ListedInvoice{
			Number: doc.Number, Kind: doc.Kind, Day: doc.Day, DueDay: doc.DueDay, Household: doc.Buyer.Household, Total: doc.Total,
			Paid: doc.Paid, Remaining: doc.Remaining, State: doc.State, Reference: doc.Reference, Lines: []sqlite.ListedLine{},
			Settled: doc.Settled, Credited: doc.Credited, NextDue: doc.NextDueDay,
		}
		for _, l := range doc.Lines {
			line := sqlite.ListedLine{Text: l.Text, Rider: l.RiderName, Cents: l.Cents, VAT: []sqlite.RateShare{}}
			for _, p := range l.Parts {
				line.VAT = append(line.VAT, sqlite.RateShare{Rate: p.Rate, Cents: p.Cents})
			}
			want.Lines = append(want.Lines, line)
		}
		if !reflect.DeepEqual(row, want) {
			t.Fatalf("listed %+v\nis %+v", row, want)
		}
	}
	if !credited {
		t.Error("no credit note among them")
	}
	first := list[0]
	one, err := d.ListInvoices(t.Context(), first.Day, first.Day)
	if err != nil || len(one) == 0 || !reflect.DeepEqual(one[0], first) || one[len(one)-1].Day != first.Day {
		t.Errorf("of one day: %+v, %v", one, err)
	}
}

func TestListedPaymentsNameWhatTheySettle(t *testing.T) {
	h := openClub(t)
	home := h.join("Delcourt", "Manon")
	sale := h.sellTo(home.ID, h.goods("Casque", 45_00), billing.Tender{Way: billing.Cash, Cents: 20_00})
	list, err := h.ListPayments(t.Context(), "2026-10-07", "2026-10-07")
	if err != nil || len(list) != 1 {
		t.Fatalf("%+v, %v", list, err)
	}
	want := desk.ListedPayment{
		Receipt: sale.Payments[0].Receipt, Day: "2026-10-07", Way: billing.Cash, Cents: 20_00, Household: "Delcourt",
		Allocations: []desk.ListedAllocation{{Invoice: sale.Invoice.Number, Cents: 20_00}},
	}
	if !reflect.DeepEqual(list[0], want) {
		t.Errorf("%+v, not %+v", list[0], want)
	}
	riders, err := h.ListRiders(t.Context())
	if err != nil || len(riders) != 1 || riders[0].Household != "Delcourt" || riders[0].FirstName != "Manon" || riders[0].BirthDate != "2014-05-02" {
		t.Errorf("%+v, %v", riders, err)
	}
	households, err := h.ListHouseholds(t.Context())
	if err != nil || len(households) != 1 || households[0].Remaining != 25_00 || households[0].Riders[0] != "Manon Delcourt" {
		t.Errorf("%+v, %v", households, err)
	}
}

// The forms are promised to scripts (ARCHITECTURE, Command line).
func TestAnEmptyListIsAnEmptyArray(t *testing.T) {
	h := openClub(t)
	ctx := t.Context()
	for name, list := range map[string]func() (any, error){
		"invoices":   func() (any, error) { return h.ListInvoices(ctx, "0001-01-01", "9999-12-31") },
		"payments":   func() (any, error) { return h.ListPayments(ctx, "0001-01-01", "9999-12-31") },
		"households": func() (any, error) { return h.ListHouseholds(ctx) },
		"riders":     func() (any, error) { return h.ListRiders(ctx) },
		"cards":      func() (any, error) { return h.Cards(ctx, 0) },
		"entries":    func() (any, error) { return h.Entries(ctx, "0001-01-01", "9999-12-31") },
	} {
		rows, err := list()
		if err != nil {
			t.Fatal(err)
		}
		if raw, err := json.Marshal(rows); err != nil || string(raw) != "[]" {
			t.Errorf("%s: %s, %v", name, raw, err)
		}
	}
}

func TestInvoicesAreFoundByHowAFamilyIsSpeltFirstAndHowItSoundsSecond(t *testing.T) {
	h := openClub(t)
	helmet := h.goods("Casque", 45_00)
	for _, name := range []string{"Dupond", "Élan", "Dupont"} {
		h.sellTo(h.join(name, "Léa").ID, helmet, billing.Tender{Way: billing.Cash, Cents: 45_00})
	}
	for query, want := range map[string][]string{
		"dupond": {"Dupond", "Dupont"}, "DUPONT": {"Dupont", "Dupond"}, "elan": {"Élan"}, "45": {"Dupont", "Élan", "Dupond"},
	} {
		list, err := h.Documents(ctx, sqlite.DocumentFilter{Query: query})
		h.must(err)
		var families []string
		for _, row := range list.Rows {
			families = append(families, row.Family)
		}
		if !slices.Equal(families, want) || list.Counts.Found != len(want) {
			t.Errorf("%q: %v of %d, want %v", query, families, list.Counts.Found, want)
		}
	}
	found, err := h.Search(ctx, "dupond")
	h.must(err)
	if len(found.Invoices) != 2 {
		t.Errorf("the palette finds %+v", found.Invoices)
	}
}
