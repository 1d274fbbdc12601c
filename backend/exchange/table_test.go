package exchange_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"paddock/backend/calendar"
	"paddock/backend/exchange"
	"paddock/backend/locale"
	"paddock/backend/money"
)

// payloads are 200 texts a spreadsheet would run or split the row at: what
// OWASP lists, begun with each sign that fires.
func payloads(t *testing.T) (all []string) {
	t.Helper()
	raw, err := os.ReadFile("testdata/formulas.json")
	if err != nil {
		t.Fatal(err)
	}
	var made struct{ Signs, Bodies []string }
	if err := json.Unmarshal(raw, &made); err != nil {
		t.Fatal(err)
	}
	for _, sign := range made.Signs {
		for _, body := range made.Bodies {
			all = append(all, sign+body)
		}
	}
	return all
}

// everyField is a table with a payload in each of its text fields, heads among
// them, and figures below zero beside.
func everyField(t *testing.T) exchange.Table {
	t.Helper()
	table := exchange.Table{Title: "=1+1", Columns: []exchange.Column{
		{"=Nom", exchange.Text}, {"+Ville", exchange.Text}, {"@Note", exchange.Text}, {"Né le", exchange.Day}, {"Solde", exchange.Cents},
	}}
	all := payloads(t)
	for i, payload := range all {
		table.Rows = append(table.Rows, []any{payload, all[(i+1)%len(all)], all[(i+2)%len(all)], calendar.Day("2026-10-07"), money.Cents(-7000)})
	}
	return table
}

// live lists the text cells of a written table that a spreadsheet would run.
func live(t *testing.T, raw []byte, separator rune) (cells []string) {
	t.Helper()
	reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(raw, []byte("\ufeff"))))
	reader.Comma = separator
	rows, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		for _, cell := range row[:3] {
			if strings.IndexAny(cell, "=+-@\t\r\n＝＋－＠") == 0 {
				cells = append(cells, cell)
			}
		}
	}
	return cells
}

func TestNoCellOfATextTableIsRunByASpreadsheet(t *testing.T) {
	table := everyField(t)
	if len(table.Rows) != 200 {
		t.Fatalf("%d payloads", len(table.Rows))
	}
	for lang, separator := range map[locale.Lang]rune{locale.French: ';', locale.Dutch: ';', locale.English: ','} {
		if cells := live(t, table.CSV(lang), separator); len(cells) > 0 {
			t.Errorf("%s: %d cells are live, the first %q", lang, len(cells), cells[0])
		}
		if cells := live(t, table.RawCSV(lang), separator); len(cells) != 200*3+3 {
			t.Errorf("%s: the control, undefused, has %d live cells", lang, len(cells))
		}
	}
}

func TestAnAmountBelowZeroStaysAFigure(t *testing.T) {
	table := exchange.Table{Columns: []exchange.Column{{"Solde", exchange.Cents}}, Rows: [][]any{{money.Cents(-128405)}, {nil}}}
	for lang, want := range map[locale.Lang]string{
		locale.French: "\ufeffSolde\r\n-1284,05\r\n\r\n", locale.Dutch: "\ufeffSolde\r\n-1284,05\r\n\r\n", locale.English: "\ufeffSolde\r\n-1284.05\r\n\r\n",
	} {
		if got := string(table.CSV(lang)); got != want {
			t.Errorf("%s: %q", lang, got)
		}
	}
}

func TestWhatWasDefusedIsImportedAsItWas(t *testing.T) {
	table := everyField(t)
	for name, raw := range map[string][]byte{"csv": table.CSV(locale.French), "xlsx": written(t, table)} {
		s := read(t, raw)
		if len(s.Rows) != 201 {
			t.Fatalf("%s: %d rows", name, len(s.Rows))
		}
		for i, row := range table.Rows {
			want := []string{row[0].(string), row[1].(string), row[2].(string), "2026-10-07"}
			if got := s.Rows[i+1].Cells[:4]; !slices.Equal(got, want) {
				t.Errorf("%s: row %d is %q, was %q", name, i, got, want)
			}
		}
	}
}

func TestAnyTextComesBackFromACSVAsItWas(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("'=+-@;,\"\n\tａ＝é b")), 1, 12, -1).Draw(r, "text")
		table := exchange.Table{Columns: []exchange.Column{{"A", exchange.Text}, {"B", exchange.Text}}, Rows: [][]any{{text, "."}}}
		s, err := exchange.Read(t.Context(), table.CSV(locale.French))
		if err != nil || s.Rows[1].Cells[0] != text {
			r.Fatalf("%q came back as %q, %v", text, s.Rows[len(s.Rows)-1].Cells, err)
		}
	})
}

func written(t *testing.T, table exchange.Table) []byte {
	t.Helper()
	raw, err := table.XLSX()
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestAWorkbookHoldsDaysAndFiguresAsSuchAndNoFormula(t *testing.T) {
	table := everyField(t)
	table.Rows = append(table.Rows, []any{"Lambert", "", "", calendar.Day(""), nil}, []any{"Ancien", "", "", calendar.Day("1899-12-31"), money.Cents(5)})
	file, err := excelize.OpenReader(bytes.NewReader(written(t, table)))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	sheet := file.GetSheetName(0)
	for i, row := range table.Rows[:200] {
		for column, cell := range row[:3] {
			at := fmt.Sprintf("%c%d", 'A'+column, i+2)
			formula, err := file.GetCellFormula(sheet, at)
			kind, _ := file.GetCellType(sheet, at)
			text, _ := file.GetCellValue(sheet, at)
			if err != nil || formula != "" || kind == excelize.CellTypeFormula || text != cell {
				t.Errorf("%s is %q, formula %q, kind %v, %v", at, text, formula, kind, err)
			}
		}
	}
	for at, want := range map[string]string{"D2": "46302", "E2": "-70", "D202": "", "E202": "", "D203": "1899-12-31", "E203": "0.05"} {
		if got, _ := file.GetCellValue(sheet, at, excelize.Options{RawCellValue: true}); got != want {
			t.Errorf("%s is %q, want %q", at, got, want)
		}
	}
	panes, err := file.GetPanes(sheet)
	if err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("the head is not frozen: %+v, %v", panes, err)
	}
	id, _ := file.GetCellStyle(sheet, "A1")
	if style, err := file.GetStyle(id); err != nil || style.Font == nil || !style.Font.Bold {
		t.Errorf("the head is not bold: %+v, %v", style, err)
	}
}

func TestASheetIsNamedByItsTitleWhateverThatHolds(t *testing.T) {
	for title, want := range map[string]string{
		"Familles": "Familles", "": "Paddock", "a/b:c*d[e]?": "a b c d e", "''": "Paddock",
		strings.Repeat("é", 40): strings.Repeat("é", 31),
	} {
		table := exchange.Table{Title: title, Columns: []exchange.Column{{"A", exchange.Text}}}
		file, err := excelize.OpenReader(bytes.NewReader(written(t, table)))
		if err != nil {
			t.Fatal(err)
		}
		if got := file.GetSheetName(0); got != want {
			t.Errorf("%q is named %q", title, got)
		}
		file.Close()
	}
}
