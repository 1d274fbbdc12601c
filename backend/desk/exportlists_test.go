package desk_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/exchange"
	"paddock/backend/locale"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// cells reads an exported file back.
func cells(t *testing.T, raw []byte, err error) [][]string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	s, err := exchange.Read(t.Context(), raw)
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for _, row := range s.Rows {
		rows = append(rows, row.Cells)
	}
	return rows
}

func names(rows [][]string) (first []string) {
	for _, row := range rows[1:] {
		first = append(first, row[0])
	}
	return first
}

func TestAnExportedListHoldsTheRowsOfTheScreenInItsOrder(t *testing.T) {
	h := openClub(t)
	boots := h.goods("Bottes", 4_500)
	for _, name := range []string{"Dupont", "Dubois", "Martin"} {
		home := h.join(name, "Léa", "Tom")
		h.sellTo(home.ID, boots)
	}
	shown, err := h.Households(ctx, desk.HouseholdQuery{Query: "du", Sort: "-name", Limit: 1})
	h.must(err)
	raw, err := h.ExportHouseholds(ctx, desk.HouseholdQuery{Query: "du", Sort: "-name", Limit: 0}, desk.CSV)
	rows := cells(t, raw, err)
	if got := names(rows); !slices.Equal(got, []string{"Dupont", "Dubois"}) || shown.Rows[0].Name != got[0] {
		t.Errorf("%q", rows)
	}
	if rows[1][1] != "Léa Dupont, Tom Dupont" || rows[1][2] != "Vaubrun" || rows[1][4] != "famille@dupont.example" || rows[1][5] != "45,00" {
		t.Errorf("%q", rows[1])
	}
	for sort, want := range map[string][]string{
		"family": {"Dubois", "Dupont", "Martin"}, "-family": {"Martin", "Dupont", "Dubois"}, "number": {"Dupont", "Dubois", "Martin"},
		"": {"Dupont", "Dubois", "Martin"}, "-left": {"Dupont", "Dubois", "Martin"},
	} {
		filter := sqlite.DocumentFilter{Show: "open", Sort: sort}
		raw, err := h.ExportDocuments(ctx, filter, desk.XLSX)
		if got := names(cells(t, raw, err)); !slices.Equal(got, want) {
			t.Errorf("sorted by %q: %q", sort, got)
		}
		list, err := h.Documents(ctx, filter)
		h.must(err)
		for i, row := range list.Rows {
			if row.Family != want[i] {
				t.Errorf("the screen, sorted by %q, has %s at %d", sort, row.Family, i)
			}
		}
	}
}

func TestOpenInvoicesStayApartFromLateOnesHoweverTheyAreSorted(t *testing.T) {
	h := openClub(t)
	boots := h.goods("Bottes", 4_500)
	h.sellTo(h.join("Zola").ID, boots)
	h.clock.set(t, "2027-02-10 10:00")
	h.sellTo(h.join("Adam").ID, boots)
	h.sellTo(h.join("Yver").ID, boots)
	list, err := h.Documents(ctx, sqlite.DocumentFilter{Show: "open", Sort: "family"})
	h.must(err)
	var order []string
	for _, row := range list.Rows {
		order = append(order, row.Family)
	}
	if !slices.Equal(order, []string{"Zola", "Adam", "Yver"}) {
		t.Errorf("%q", order)
	}
	late, err := h.Documents(ctx, sqlite.DocumentFilter{Show: "late"})
	h.must(err)
	if len(late.Rows) != 1 || late.Rows[0].Family != "Zola" || late.Counts.Found != 1 {
		t.Errorf("%+v", late)
	}
}

func TestAnExportedListRunsInNoSpreadsheet(t *testing.T) {
	h := openClub(t)
	home := household("=1+1")
	home.Addresses[0].Town = "@SUM(A1)"
	home.Email = "x@vaubrun.example"
	home.Riders = []club.Rider{{Surname: "-2+3", FirstName: "+33", BirthDate: "2014-05-02", Sex: "F", Civility: "Mme"}}
	_, err := h.SaveHousehold(ctx, h.req(), desk.SaveHousehold{Household: home})
	h.must(err)
	for _, lists := range []func(desk.Format) ([]byte, error){
		func(as desk.Format) ([]byte, error) { return h.ExportHouseholds(ctx, desk.HouseholdQuery{}, as) },
		func(as desk.Format) ([]byte, error) { return h.ExportRiders(ctx, desk.RiderQuery{}, as) },
	} {
		raw, err := lists(desk.CSV)
		h.must(err)
		noFormula(t, raw)
		if !strings.Contains(string(raw), "'") {
			t.Errorf("nothing was defused: %s", raw)
		}
	}
	raw, err := h.ExportHouseholds(ctx, desk.HouseholdQuery{}, desk.CSV)
	if got := names(cells(t, raw, err)); got[0] != "=1+1" {
		t.Errorf("came back as %q", got)
	}
}

// noFormula fails where a cell of a CSV file would run.
func noFormula(t *testing.T, raw []byte) {
	t.Helper()
	for line := range strings.SplitSeq(strings.TrimPrefix(string(raw), "\ufeff"), "\r\n") {
		for cell := range strings.SplitSeq(line, ";") {
			if strings.IndexAny(strings.Trim(cell, `"`), "=+-@") == 0 {
				t.Errorf("%q is live in %q", cell, line)
			}
		}
	}
}

func TestAListOfRidersSaysNothingOfTheirHealth(t *testing.T) {
	h := openClub(t)
	home := household("Lambert", "Inès")
	home.Riders[0].Medical = "asthme"
	_, err := h.SaveHousehold(ctx, h.req(), desk.SaveHousehold{Household: home})
	h.must(err)
	raw, err := h.ExportRiders(ctx, desk.RiderQuery{Query: "ines"}, desk.CSV)
	h.must(err)
	if text := string(raw); !strings.Contains(text, "Inès") || !strings.Contains(text, "2014-05-02") || strings.Contains(text, "asthme") {
		t.Errorf("%s", text)
	}
}

func TestAListSpeaksTheLanguageOfWhoAsks(t *testing.T) {
	h := openClub(t)
	h.join("Lambert", "Inès")
	_, err := h.Prefer(ctx, h.req(), desk.Preference{Name: "language", Value: "nl"})
	h.must(err)
	raw, err := h.ExportHouseholds(desk.As(ctx, h.owner), desk.HouseholdQuery{}, desk.CSV)
	if head := cells(t, raw, err)[0]; head[0] != locale.Text(locale.Dutch, "families.column.name", nil) {
		t.Errorf("%q", head)
	}
	raw, err = h.ExportHouseholds(ctx, desk.HouseholdQuery{}, desk.PDF)
	if err != nil || !bytes.HasPrefix(raw, []byte("%PDF-")) {
		t.Errorf("%.20q, %v", raw, err)
	}
	_, err = h.ExportHouseholds(ctx, desk.HouseholdQuery{}, "docx")
	h.refuses(err, club.CodeInvalid)
}

func TestPaymentsLeaveWithTheirInvoicesAndTheClubsOwnHour(t *testing.T) {
	h := openClub(t)
	boots := h.goods("Bottes", 4_500)
	sale := h.sellTo(h.join("Lambert").ID, boots, cheque(4_500))
	raw, err := h.Payments().Export(ctx, desk.ListQuery{From: "2026-10-07", To: "2026-10-07"}, desk.CSV)
	rows := cells(t, raw, err)
	if len(rows) != 2 || rows[1][0] != "Lambert" || rows[1][1] != "2026-10-07" || rows[1][2] != "12:00" || rows[1][4] != sale.Invoice.Number || rows[1][5] != "45,00" {
		t.Errorf("%q", rows)
	}
}

func TestTheCatalogueIsSearchedAndSortedKindByKind(t *testing.T) {
	h := openClub(t)
	offers, err := h.Offers(ctx, desk.OfferFilter{})
	h.must(err)
	for _, o := range offers {
		_, err := h.ArchiveOffer(ctx, h.req(), o.ID)
		h.must(err)
	}
	seasons, err := h.Seasons(ctx)
	h.must(err)
	for _, o := range []struct {
		name  string
		price money.Cents
	}{{"Éperons 10", 9_000}, {"Éperons 5", 15_000}, {"bombe", 15_050}} {
		h.goods(o.name, o.price)
	}
	list := func(f desk.OfferFilter) (names []string) {
		t.Helper()
		offers, err := h.Offers(ctx, f)
		h.must(err)
		for _, o := range offers {
			names = append(names, o.Name)
		}
		return names
	}
	for name, c := range map[string]struct {
		filter desk.OfferFilter
		want   []string
	}{
		"its own order":       {desk.OfferFilter{}, []string{"Éperons 10", "Éperons 5", "bombe"}},
		"by name":             {desk.OfferFilter{Sort: "name"}, []string{"bombe", "Éperons 5", "Éperons 10"}},
		"the dearest first":   {desk.OfferFilter{Sort: "-price"}, []string{"bombe", "Éperons 5", "Éperons 10"}},
		"without accents":     {desk.OfferFilter{Query: "eperon"}, []string{"Éperons 10", "Éperons 5"}},
		"a price in euros":    {desk.OfferFilter{Query: "150"}, []string{"Éperons 5", "bombe"}},
		"a price to the cent": {desk.OfferFilter{Query: "150,50"}, []string{"bombe"}},
		"of a kind":           {desk.OfferFilter{Kind: catalogue.Card}, nil},
		"what is always sold": {desk.OfferFilter{Season: seasons[0].ID}, []string{"Éperons 10", "Éperons 5", "bombe"}},
	} {
		if got := list(c.filter); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q", name, got)
		}
		raw, err := h.ExportOffers(ctx, c.filter, desk.CSV)
		if got := names(cells(t, raw, err)); !slices.Equal(got, c.want) {
			t.Errorf("%s, exported: %q", name, got)
		}
	}
	_, err = h.Offers(ctx, desk.OfferFilter{Season: 999})
	h.refuses(err, club.CodeSeasonNotFound)
}

// Training data say so wherever they go: a table is cut and pasted (RULES section 4, § 150).
func TestWhatLeavesTrainingIsMarkedInEachRow(t *testing.T) {
	h := emptyHouse(t)
	_, err := h.MakeSample(ctx, desk.Request{}, desk.Sample{Riders: 10, Years: 1, Seed: 3, Today: "2026-10-07"})
	h.must(err)
	h.clock.set(t, "2026-10-07 10:00")
	h.owner, err = h.Person(ctx, "")
	h.must(err)
	mark := locale.Text(locale.French, "status.training", nil)
	raw, err := h.ExportHouseholds(ctx, desk.HouseholdQuery{}, desk.CSV)
	h.must(err)
	lines := strings.Split(strings.TrimSpace(string(raw)), "\r\n")
	for _, line := range lines {
		if !strings.HasSuffix(line, mark) {
			t.Fatalf("not marked: %q of %d", line, len(lines))
		}
	}
	page, err := h.ExportHouseholds(ctx, desk.HouseholdQuery{}, desk.PDF)
	h.must(err)
	if text := textOf(t, page); !strings.Contains(text, locale.Text(locale.French, "paper.mark.training", nil)) {
		t.Errorf("the paper says %.300s", text)
	}
	payments, err := h.ListPayments(ctx, "2020-01-01", "2026-12-31")
	h.must(err)
	for _, p := range payments {
		if !strings.HasPrefix(p.Receipt, "ECOLE-") {
			t.Fatalf("a receipt of training is %s", p.Receipt)
		}
	}
	h.closes("2026-10-07")
	file, err := h.EntriesFile(ctx, h.req(), "2026-10-01", "2026-10-07")
	h.must(err)
	for _, line := range strings.Split(string(file.Raw), "\r\n")[1:] {
		if !strings.HasPrefix(strings.Split(line, "\t")[10], mark) {
			t.Fatalf("an entry of training is %q", line)
		}
	}
	h.proved()
}
