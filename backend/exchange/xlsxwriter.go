package exchange

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"paddock/backend/calendar"
	"paddock/backend/money"
)

// The number formats every spreadsheet has (ECMA-376, 18.8.30): it shows them in
// the person's own way.
const (
	formatInt   = 3  // #,##0
	formatCents = 4  // #,##0.00
	formatDay   = 14 // day, month and year
	formatText  = 49 // as it stands
)

// XLSX writes the table as a workbook of one sheet: days and figures are cells
// of that kind, a text is always a text and never a formula, whatever it begins
// with. The head stays in sight.
func (t Table) XLSX() ([]byte, error) {
	file := excelize.NewFile()
	defer file.Close() // holds nothing outside memory that is worth an error
	name := sheetName(t.Title)
	if err := file.SetSheetName(file.GetSheetName(0), name); err != nil {
		return nil, fmt.Errorf("name sheet: %w", err)
	}
	sheet, err := file.NewStreamWriter(name)
	if err != nil {
		return nil, fmt.Errorf("begin sheet: %w", err)
	}
	if err := t.fill(file, sheet); err != nil {
		return nil, fmt.Errorf("write sheet: %w", err)
	}
	out, err := file.WriteToBuffer()
	if err != nil {
		return nil, fmt.Errorf("write workbook: %w", err)
	}
	return out.Bytes(), nil
}

func (t Table) fill(file *excelize.File, sheet *excelize.StreamWriter) error {
	head, err := file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, NumFmt: formatText})
	if err != nil {
		return err
	}
	styles, heads := make([]int, len(t.Columns)), make([]any, len(t.Columns))
	for i, column := range t.Columns {
		format := map[Kind]int{Text: formatText, Day: formatDay, Cents: formatCents, Int: formatInt}[column.Kind]
		if styles[i], err = file.NewStyle(&excelize.Style{NumFmt: format}); err != nil {
			return err
		}
		heads[i] = excelize.Cell{StyleID: head, Value: column.Head}
		if err := sheet.SetColWidth(i+1, i+1, t.width(i)); err != nil {
			return err
		}
	}
	// The panes come before the rows: a stream is written from the top.
	if err := sheet.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	if err := sheet.SetRow("A1", heads); err != nil {
		return err
	}
	cells := make([]any, len(t.Columns))
	for n, row := range t.Rows {
		for i, cell := range row {
			cells[i] = excelize.Cell{StyleID: styles[i], Value: stored(cell)}
		}
		at, err := excelize.CoordinatesToCellName(1, n+2)
		if err != nil {
			return err
		}
		if err := sheet.SetRow(at, cells); err != nil {
			return err
		}
	}
	return sheet.Flush()
}

// stored is a cell as a workbook stores it.
func stored(cell any) any {
	switch cell := cell.(type) {
	case calendar.Day:
		if cell == "" || cell.Year() < 1900 { // no workbook counts days before that
			return string(cell)
		}
		return time.Date(cell.Year(), cell.Month(), cell.DayOfMonth(), 0, 0, 0, 0, time.UTC)
	case money.Cents:
		return float64(cell) / 100 // exact to the cent for every amount a club has
	}
	return cell
}

// width is how wide a column is, in letters: what most of its cells need.
func (t Table) width(column int) float64 {
	const narrow, wide, measured = 8, 48, 200
	letters := max(narrow, utf8.RuneCountInString(t.Columns[column].Head))
	for _, row := range t.Rows[:min(len(t.Rows), measured)] {
		letters = max(letters, utf8.RuneCountInString(plainly(row[column], ".")))
	}
	return float64(min(letters, wide)) + 2
}

// sheetName is a title as the name of a sheet may be: at most 31 letters, none
// of those that a reference uses, no quote at an end.
func sheetName(title string) string {
	name := strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) {
			return ' '
		}
		return r
	}, title), "' ")
	if letters := []rune(name); len(letters) > 31 {
		name = strings.Trim(string(letters[:31]), "' ")
	}
	if name == "" {
		return "Paddock"
	}
	return name
}
