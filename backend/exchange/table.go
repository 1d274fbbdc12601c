package exchange

import (
	"fmt"
	"strconv"
	"strings"

	"paddock/backend/calendar"
	"paddock/backend/locale"
	"paddock/backend/money"
)

// Kind is what the cells of a column hold.
type Kind int

// The kinds of columns, and the Go type of their cells. A cell may be nil: there
// is nothing to say.
const (
	Text  Kind = iota // string
	Day               // calendar.Day
	Cents             // money.Cents
	Int               // int
)

// Figures reports whether the column is aligned right.
func (k Kind) Figures() bool { return k == Cents || k == Int }

// Column is a column of a table that is written.
type Column struct {
	Head string
	Kind Kind
}

// Table is a list on its way out of the program.
type Table struct {
	Title   string
	Columns []Column
	Rows    [][]any
}

// Printed is a cell as a person reads it on paper.
func Printed(lang locale.Lang, cell any) string {
	switch cell := cell.(type) {
	case calendar.Day:
		if cell == "" {
			return ""
		}
		return locale.ShortDay(lang, cell)
	case money.Cents:
		return locale.Decimal(lang, cell)
	}
	return plainly(cell, ".")
}

// plainly is a cell as a program reads it: days as ISO 8601 writes them, amounts
// without anything between thousands.
func plainly(cell any, point string) string {
	switch cell := cell.(type) {
	case string:
		return cell
	case calendar.Day:
		return string(cell)
	case int:
		return strconv.Itoa(cell)
	case money.Cents:
		sign := ""
		if cell < 0 {
			sign = "-"
		}
		return fmt.Sprintf("%s%d%s%02d", sign, cell.Abs()/100, point, cell.Abs()%100)
	}
	return ""
}

// fires are the beginnings of a cell that a spreadsheet takes for a formula or
// splits the row at (OWASP, CSV Injection), the wide signs of East Asian
// keyboards among them.
const fires = "=+-@\t\r\n＝＋－＠"

// defused writes a text so that no spreadsheet runs it: a quote before it, which
// readCSV takes away again. A text that already looks defused gets one more, so
// that it comes back as it was.
func defused(text string) string {
	if isLive(strings.TrimLeft(text, "'")) {
		return "'" + text
	}
	return text
}

// undefused takes the quote of defused away.
func undefused(text string) string {
	if rest, quoted := strings.CutPrefix(text, "'"); quoted && isLive(strings.TrimLeft(rest, "'")) {
		return rest
	}
	return text
}

func isLive(text string) bool { return strings.IndexAny(text, fires) == 0 }
