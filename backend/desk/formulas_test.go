package desk_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"paddock/backend/billing"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

var formulasTried = flag.Int("formulas", 20, "how many of the 200 payloads go through every list; make torture tries all")

// formulas are texts a spreadsheet would run, an even share of all of them. Those
// of line breaks and tabs lose them on the way in, as every text of the desk.
func formulas(t *testing.T) (chosen []string) {
	t.Helper()
	raw, err := os.ReadFile("../exchange/testdata/formulas.json")
	if err != nil {
		t.Fatal(err)
	}
	var made struct{ Signs, Bodies []string }
	if err := json.Unmarshal(raw, &made); err != nil {
		t.Fatal(err)
	}
	var all []string
	for i := range len(made.Signs) * len(made.Bodies) {
		all = append(all, made.Signs[i%len(made.Signs)]+made.Bodies[i/len(made.Signs)])
	}
	for i := range *formulasTried {
		chosen = append(chosen, all[i*len(all) / *formulasTried])
	}
	return chosen
}

// figures are what a cell of a column of amounts says.
var figures = regexp.MustCompile(`^-?\d+(,\d\d)?$`)

// Every text that somebody types goes through every list as CSV and as a
// workbook: no cell of them is run, and read back it says what the desk says.
func TestNoListThatLeavesHoldsALiveCellWhateverWasTyped(t *testing.T) {
	h := openClub(t)
	var families, offers, payers, horses []string
	var kinds []club.AidKind
	for _, payload := range formulas(t) {
		kinds = append(kinds, club.AidKind{Name: payload + "x", Payer: payload + "x", Cents: 500, From: "2026-09-01"})
	}
	set, err := h.SaveAids(ctx, h.req(), desk.Change[[]club.AidKind]{Version: h.settings().Versions.Aids, Value: kinds})
	h.must(err)
	kinds = set.Aids
	for i, payload := range formulas(t) {
		home := household(payload+"x", payload)
		home.Contacts[0].Surname, home.Contacts[0].FirstName, home.Contacts[0].Mobile = payload+"x", payload+"x", payload+"0639981402"
		home.Addresses[0].Town, home.Addresses[0].Street = payload+"x", payload
		home.Email = "famille@vaubrun.example"
		home.Riders = []club.Rider{{Surname: payload + "x", FirstName: payload + "x", BirthDate: "2014-05-02", Sex: "F",
			EmergencyName: payload + "x", EmergencyPhone: payload + "0639981402"}}
		saved, err := h.SaveHousehold(ctx, h.req(), desk.SaveHousehold{Household: home, Confirmed: true})
		h.must(err)
		offer := h.goods(payload+"x", 4_500)
		tender := cheque(4_500)
		tender.Detail.Number = payload + "4081127"
		granted := billing.Tender{Way: billing.Aided, Cents: 500, Detail: billing.Detail{
			AidKind: kinds[i].ID, Rider: saved.Riders[0].ID, Number: payload + "x"}}
		tender.Cents -= granted.Cents
		cart, err := h.OpenCart(ctx, h.req(), saved.ID)
		h.must(err)
		cart, err = h.AddLine(ctx, h.req(), cart.ID, desk.AddLine{Offer: offer, Quantity: 1, Rider: saved.Riders[0].ID})
		h.must(err)
		_, err = h.Checkout(ctx, h.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, Tenders: []billing.Tender{granted, tender}})
		h.must(err)
		horse, err := h.SaveHorse(ctx, h.req(), planning.Horse{Name: fmt.Sprintf("%.32sx%d", payload, i), Owner: saved.Riders[0].ID})
		h.must(err)
		families, payers, horses = append(families, saved.Name), append(payers, kinds[i].Payer), append(horses, horse.Name)
	}
	list, err := h.Offers(ctx, desk.OfferFilter{Kind: catalogue.Goods})
	h.must(err)
	for _, o := range list {
		offers = append(offers, o.Name)
	}
	for name, c := range map[string]struct {
		export func(desk.Format) ([]byte, error)
		first  []string // what the first column says, in any order
	}{
		"families": {func(as desk.Format) ([]byte, error) { return h.ExportHouseholds(ctx, desk.HouseholdQuery{}, as) }, families},
		"riders":   {func(as desk.Format) ([]byte, error) { return h.ExportRiders(ctx, desk.RiderQuery{}, as) }, families},
		"invoices": {func(as desk.Format) ([]byte, error) { return h.ExportDocuments(ctx, sqlite.DocumentFilter{}, as) }, families},
		"payments": {func(as desk.Format) ([]byte, error) {
			return h.Payments().Export(ctx, desk.ListQuery{From: "2026-10-07", To: "2026-10-07"}, as)
		}, slices.Concat(families, families)}, // the aid and the cheque
		"offers": {func(as desk.Format) ([]byte, error) {
			return h.ExportOffers(ctx, desk.OfferFilter{Kind: catalogue.Goods}, as)
		}, offers},
		"aids":   {func(as desk.Format) ([]byte, error) { return h.Aids().Export(ctx, desk.ListQuery{}, as) }, payers},
		"horses": {func(as desk.Format) ([]byte, error) { return h.ExportHorses(ctx, "2026-10-07", as) }, horses},
	} {
		text, err := c.export(desk.CSV)
		h.must(err)
		if live := liveCells(t, text); len(live) > 0 {
			t.Errorf("%s: %d live cells, the first %q", name, len(live), live[0])
		}
		book, err := c.export(desk.XLSX)
		h.must(err)
		if run := formulaCells(t, book); len(run) > 0 {
			t.Errorf("%s: formulas in %v", name, run)
		}
		want := slices.Sorted(slices.Values(c.first))
		for as, raw := range map[desk.Format][]byte{desk.CSV: text, desk.XLSX: book} {
			if got := slices.Sorted(slices.Values(names(cells(t, raw, nil)))); !slices.Equal(got, want) {
				t.Errorf("%s as %s comes back as %q, was %q", name, as, got, want)
			}
		}
	}
}

// byThemselves are the exports that are no list of the registry: those that SQL
// searches, which the test above takes through the desk, and those of other forms
// with their own proof.
var byThemselves = []string{
	"Households", "Riders", "Invoices", "Payments", "Offers", "Aids", "Horses",
	"PersonalData", // JSON and PDF, no table
}

// Every list there is writes hostile texts in every column as CSV and as a
// workbook: a new list is among them by being one (PERFORMANCE R18).
func TestNoListOfTheRegistryWritesALiveCell(t *testing.T) {
	h := openClub(t)
	lists := desk.HostileLists(h.Desk)
	for _, name := range exportsDescribed(t) {
		known := slices.Contains(byThemselves, name)
		for method := range lists {
			known = known || strings.EqualFold(method, name)
		}
		if !known {
			t.Errorf("%s is exported, and no table here proves it", name)
		}
	}
	for name, write := range lists {
		said := 0
		for _, payload := range formulas(t) {
			text, err := write(ctx, payload+"x", desk.CSV)
			h.must(err)
			if live := liveCells(t, text); len(live) > 0 {
				t.Errorf("%s: %d live cells, the first %q", name, len(live), live[0])
			}
			book, err := write(ctx, payload+"x", desk.XLSX)
			h.must(err)
			if run := formulaCells(t, book); len(run) > 0 {
				t.Errorf("%s: formulas in %v", name, run)
			}
			said += bytes.Count(text, []byte("x"))
		}
		if said == 0 {
			t.Errorf("%s: no column says what was typed", name)
		}
	}
}

// exportsDescribed are the lists that leave, by the description of the API.
func exportsDescribed(t *testing.T) (names []string) {
	t.Helper()
	raw, err := os.ReadFile("../../frontend/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, found := range regexp.MustCompile(`"operationId": ?"export(\w+)"`).FindAllSubmatch(raw, -1) {
		names = append(names, string(found[1]))
	}
	if len(names) < 50 {
		t.Fatalf("only %d exports are described", len(names))
	}
	return names
}

// The control of the test above: what is written as it was typed is seen as live,
// each payload of it, and so is a formula in a workbook.
func TestACellThatNobodyDefusedIsSeen(t *testing.T) {
	var text bytes.Buffer
	plain := csv.NewWriter(&text)
	plain.Comma = ';'
	payloads := formulas(t)
	for _, payload := range payloads {
		if err := plain.Write([]string{"Vaubrun", payload + "x"}); err != nil {
			t.Fatal(err)
		}
	}
	plain.Flush()
	if live := liveCells(t, text.Bytes()); len(live) != len(payloads) {
		t.Errorf("%d of %d live cells are seen: %q", len(live), len(payloads), live)
	}
	file := excelize.NewFile()
	defer file.Close()
	sheet := file.GetSheetName(0)
	if err := errors.Join(file.SetCellStr(sheet, "A1", "=1+1"), file.SetCellValue(sheet, "B2", 2), file.SetCellFormula(sheet, "B2", "=1+1")); err != nil {
		t.Fatal(err)
	}
	book, err := file.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	if run := formulaCells(t, book.Bytes()); len(run) != 1 || !strings.HasPrefix(run[0], "B2") {
		t.Errorf("the formula of B2 alone is one: %v", run)
	}
}

// liveCells are those of a written CSV that a spreadsheet would run.
func liveCells(t *testing.T, raw []byte) (live []string) {
	t.Helper()
	reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(raw, []byte("\ufeff"))))
	reader.Comma = ';'
	rows, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, cell := range slices.Concat(rows...) {
		if strings.IndexAny(cell, "=+-@\t\r\n＝＋－＠") == 0 && !figures.MatchString(cell) {
			live = append(live, cell)
		}
	}
	return live
}

// formulaCells are those of a workbook that hold a formula.
func formulaCells(t *testing.T, raw []byte) (found []string) {
	t.Helper()
	file, err := excelize.OpenReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	sheet := file.GetSheetName(0)
	rows, err := file.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	for y, row := range rows {
		for x := range row {
			at, err := excelize.CoordinatesToCellName(x+1, y+1)
			if err != nil {
				t.Fatal(err)
			}
			kind, err := file.GetCellType(sheet, at)
			formula, failed := file.GetCellFormula(sheet, at)
			if err != nil || failed != nil || formula != "" || kind == excelize.CellTypeFormula {
				found = append(found, fmt.Sprint(at, " ", formula))
			}
		}
	}
	return found
}
