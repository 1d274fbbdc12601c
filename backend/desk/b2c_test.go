package desk_test

import (
	"slices"
	"testing"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/money"
)

// A card is a service at 5.5 %, gloves are goods at 20 %, a licence is nobody's.
func TestSalesToPrivatePersonsAreTotalledByDayCategoryAndRateWithoutNames(t *testing.T) {
	s := newShop(t)
	id := s.owes("card", "gloves", "licence") // 7 October
	s.pay(id, 80_00)
	s.clock.set(t, "2026-10-09 10:00")
	view, err := s.Document(ctx, id)
	s.must(err)
	for _, line := range view.Lines {
		if line.Text == "Gants" || line.Cents == 35_00 {
			s.credit(id, billing.Return{Line: line.ID, Cents: line.Cents})
		}
	}
	rows, err := s.B2CTotals().Rows(ctx, desk.ListQuery{From: "2026-10-01", To: "2026-10-31"})
	s.must(err)
	want := []desk.B2CTotal{
		{Day: "2026-10-07", Part: "sales", Category: "TLB1", Rate: 2000, N: 1, Net: 29_17, Tax: 5_83, Gross: 35_00},
		{Day: "2026-10-07", Part: "sales", Category: "TPS1", Rate: 550, N: 1, Net: 104_27, Tax: 5_73, Gross: 110_00},
		{Day: "2026-10-09", Part: "sales", Category: "TLB1", Rate: 2000, N: 1, Net: -29_17, Tax: -5_83, Gross: -35_00},
	}
	var sales, paid []desk.B2CTotal
	for _, row := range rows {
		if row.Net+row.Tax != row.Gross {
			t.Errorf("%+v does not add up", row)
		}
		if row.Part == "sales" {
			sales = append(sales, row)
		} else {
			paid = append(paid, row)
		}
	}
	if len(sales) != len(want) {
		t.Fatalf("%+v", sales)
	}
	for i := range want {
		if sales[i] != want[i] {
			t.Errorf("%+v, want %+v", sales[i], want[i])
		}
	}
	// 80 of 170 came in, of which 110 are the card's; once the gloves are given back it is 80 of 135.
	if want := []desk.B2CTotal{
		{Day: "2026-10-07", Part: "payments", Category: "TPS1", Rate: 550, N: 1, Net: 49_06, Tax: 2_70, Gross: 51_76},
		{Day: "2026-10-09", Part: "payments", Category: "TPS1", Rate: 550, N: 1, Net: 12_73, Tax: 70, Gross: 13_43},
	}; !slices.Equal(paid, want) {
		t.Errorf("payments %+v, want %+v", paid, want)
	}
	// What was paid of services is what the report of VAT says is due of them.
	report, err := s.VATReport().Rows(ctx, desk.ListQuery{From: "2026-10-01", To: "2026-10-31"})
	s.must(err)
	var due, told money.Cents
	for _, row := range report {
		if row.Kind == club.Taxed && row.Rate == 550 {
			due += row.Tax
		}
	}
	for _, row := range paid {
		told += row.Tax
	}
	if due != told {
		t.Errorf("VAT of services: due %d, told %d", due, told)
	}
	files, err := s.B2CFiles(ctx, "2026-10-01", "2026-10-31")
	s.must(err)
	if len(files) != 2 || len(files[0].Raw) == 0 {
		t.Errorf("%d files", len(files))
	}
}

// A club in VAT franchise reports its sales as well, at no rate (RULES section 6).
func TestAClubInVATFranchiseReportsWhatPrivatePersonsBought(t *testing.T) {
	in := bareRun()
	in.VAT = false
	s := shopOf(openClubAs(t, in))
	s.pay(s.owes("card", "gloves", "licence"), 80_00)
	rows, err := s.B2CTotals().Rows(ctx, desk.ListQuery{From: "2026-10-01", To: "2026-10-31"})
	s.must(err)
	want := []desk.B2CTotal{
		{Day: "2026-10-07", Part: "sales", Category: "TLB1", N: 1, Net: 35_00, Gross: 35_00},
		{Day: "2026-10-07", Part: "sales", Category: "TPS1", N: 1, Net: 110_00, Gross: 110_00},
	}
	if !slices.Equal(rows, want) {
		t.Errorf("%+v, want %+v", rows, want)
	}
}

func TestVATByDayIsOfTheDayTheMoneyCame(t *testing.T) {
	s := newShop(t)
	id := s.owes("card", "gloves")
	s.clock.set(t, "2026-10-09 10:00")
	s.pay(id, 145_00)
	rows, err := s.VATDays().Rows(ctx, desk.ListQuery{From: "2026-10-01", To: "2026-10-31"})
	s.must(err)
	if len(rows) != 2 || rows[0].Day != "2026-10-07" || rows[0].Rate != 2000 || rows[1].Day != "2026-10-09" || rows[1].Rate != 550 || rows[1].Tax != 5_73 {
		t.Errorf("%+v", rows)
	}
	whole, err := s.VATReport().Rows(ctx, desk.ListQuery{From: "2026-10-01", To: "2026-10-31"})
	s.must(err)
	var of, by money.Cents
	for _, row := range whole {
		of += row.Tax
	}
	for _, row := range rows {
		by += row.Tax
	}
	if of != by || of == 0 {
		t.Errorf("by rate %d, by day %d", of, by)
	}
}
