package exchange

import (
	"strings"

	"paddock/backend/locale"
)

// CSV writes the table as RFC 4180 has it, in UTF-8 with the mark by which a
// spreadsheet knows that, and its texts defused. Amounts have the decimal mark
// of the language, and where that is a comma a semicolon stands between cells.
// Amounts are figures and stay so, also those below zero.
func (t Table) CSV(lang locale.Lang) []byte { return t.csv(lang, defused) }

func (t Table) csv(lang locale.Lang, text func(string) string) []byte {
	separator, point := ";", ","
	if lang == locale.English {
		separator, point = ",", "."
	}
	var out strings.Builder
	out.WriteString("\ufeff")
	for i, column := range t.Columns {
		writeCell(&out, i, separator, text(column.Head))
	}
	out.WriteString("\r\n")
	for _, row := range t.Rows {
		for i, cell := range row {
			written := plainly(cell, point)
			if t.Columns[i].Kind == Text {
				written = text(written)
			}
			writeCell(&out, i, separator, written)
		}
		out.WriteString("\r\n")
	}
	return []byte(out.String())
}

func writeCell(out *strings.Builder, at int, separator, text string) {
	if at > 0 {
		out.WriteString(separator)
	}
	text = strings.ReplaceAll(text, "\x00", "") // no table can hold it, readCSV refuses it
	if strings.ContainsAny(text, "\"\r\n\t'"+separator) || text != strings.TrimSpace(text) {
		text = `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
	}
	out.WriteString(text)
}
