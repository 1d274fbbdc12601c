package exchange

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"paddock/backend/calendar"
	"paddock/backend/money"
)

// Columns of the table of a journal, by their place; what follows them is a mark.
const (
	journalEntry, journalDay, journalPiece, journalDebit, journalCredit = 0, 1, 5, 7, 8
	journalColumns                                                      = 9
)

// CheckJournal reads the CSV of one journal back and names every rule it breaks: UTF-8,
// as many lines as it was made of, days that exist, a piece, amounts in
// cents after a comma or a point that are not negative and stand on one side, entries
// in their order that balance. Its numbers have gaps: those of the other journals.
func CheckJournal(raw []byte, lines int) []EntriesFault {
	c := entriesCheck{}
	if !utf8.Valid(raw) {
		c.fault(1, "encoding")
	}
	head, _, _ := bytes.Cut(raw, []byte("\n"))
	reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(raw, []byte("\ufeff"))))
	if reader.FieldsPerRecord = -1; bytes.Count(head, []byte(";")) >= journalColumns-1 {
		reader.Comma = ';'
	}
	n := 0
	for ; ; n++ {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil || len(cells) < journalColumns {
			c.fault(n+1, "columns")
			return c.faults
		}
		if n > 0 {
			c.journalLine(n+1, cells)
		}
	}
	c.balanced(n)
	if n != lines+1 {
		c.fault(n, "lines")
	}
	return c.faults
}

func (c *entriesCheck) journalLine(n int, cells []string) {
	switch entry, err := strconv.Atoi(cells[journalEntry]); {
	case err != nil || entry < c.entry:
		c.fault(n, "order")
	case entry != c.entry:
		c.balanced(n - 1)
		c.entry = entry
	}
	if _, err := calendar.ParseDay(cells[journalDay]); err != nil {
		c.fault(n, "day")
	}
	if cells[journalPiece] == "" {
		c.fault(n, "piece")
	}
	debit, ok := journalCents(cells[journalDebit])
	credit, okToo := journalCents(cells[journalCredit])
	switch {
	case !ok || !okToo:
		c.fault(n, "amount")
	case (debit == 0) == (credit == 0):
		c.fault(n, "sides")
	}
	c.sum += debit - credit
}

// journalCents is an amount of a journal in cents; nothing is written where there is none.
func journalCents(text string) (money.Cents, bool) {
	if text == "" {
		return 0, true
	}
	return commaCents(strings.Replace(text, ".", ",", 1))
}
