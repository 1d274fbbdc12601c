package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/exchange"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// ListQuery narrows a list and orders it.
type ListQuery struct {
	Words string       // that its columns hold, without accents; what only sounds so comes last
	Sort  string       // the text key of a column's head, with - before for the other way; "" is the list's own order
	Of    int64        // the household, offer, activity or person whose list it is, where it is one's
	From  calendar.Day // of a list of a period, both days included; "" for all
	To    calendar.Day
	Part  string // which part of it, in the words of the list; "" for all
}

// period is from when to when, for a list that has days.
func (q ListQuery) period() (from, to calendar.Day) {
	return firstOf(q.From, "0001-01-01"), firstOf(q.To, "9999-12-30")
}

// listOf says several things in one cell, as far as there is something to say.
func listOf(texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(text string) bool { return text == "" }), ", ")
}

// List is a list that is searched, ordered and taken along by what its columns
// say, one rule for the screen and for the file: what a file holds is what is
// seen. Lists of a whole club are searched by SQL instead (Households, Documents).
type List[Row any] struct {
	desk      *Desk
	see, take club.Verb
	title     string
	columns   []column[Row]
	rows      func(*sqlite.Tx, listing, ListQuery) ([]Row, error) // in the list's own order
}

// listed is a list for who may ask a verb: who sees it may take it along.
func listed[Row any](d *Desk, verb club.Verb, title string, columns []column[Row], rows func(*sqlite.Tx, listing, ListQuery) ([]Row, error)) List[Row] {
	return List[Row]{desk: d, see: verb, take: verb, title: title, columns: columns, rows: rows}
}

// takenBy keeps a list that more people see to those who may ask another verb.
func (l List[Row]) takenBy(verb club.Verb) List[Row] {
	l.take = verb
	return l
}

// Rows are the rows a query finds, in its order.
func (l List[Row]) Rows(ctx context.Context, q ListQuery) ([]Row, error) {
	return read(ctx, l.desk, l.see, func(tx *sqlite.Tx) ([]Row, error) {
		at, err := listingOf(ctx, tx, l.desk)
		if err != nil {
			return nil, err
		}
		return l.find(tx, at, q)
	})
}

// Export writes the same rows in a format.
func (l List[Row]) Export(ctx context.Context, q ListQuery, as Format) ([]byte, error) {
	return exported(ctx, l.desk, l.take, as, func(tx *sqlite.Tx, at listing) (sheet, error) {
		rows, err := l.find(tx, at, q)
		s := tabled(at, l.title, l.columns, rows, at.period(q.From, q.To), at.searched(q.Words))
		s.of = calendar.Period{First: q.From, Last: q.To}
		return s, err
	})
}

func (l List[Row]) find(tx *sqlite.Tx, at listing, q ListQuery) ([]Row, error) {
	rows, err := l.rows(tx, at, q)
	if err != nil {
		return nil, err
	}
	type found struct {
		row  Row
		how  club.Match
		cell any // it is sorted by
	}
	word, down := strings.CutPrefix(q.Sort, "-")
	by := slices.IndexFunc(l.columns, func(c column[Row]) bool { return c.head == word })
	words := club.Words(q.Words)
	kept := make([]found, 0, len(rows))
	for _, row := range rows {
		one := found{row: row}
		if len(words) > 0 {
			cells := make([]string, len(l.columns))
			for i, c := range l.columns {
				cells[i] = exchange.Printed(at.lang, c.cell(at, row))
			}
			if one.how = club.Find(words, cells...); one.how == club.NotFound {
				continue
			}
		}
		if by >= 0 {
			one.cell = l.columns[by].cell(at, row)
		}
		kept = append(kept, one)
	}
	slices.SortStableFunc(kept, func(a, b found) int {
		order := compareCells(a.cell, b.cell)
		if down {
			order = -order
		}
		return cmp.Or(cmp.Compare(a.how, b.how), order)
	})
	rows = make([]Row, len(kept))
	for i, one := range kept {
		rows[i] = one.row
	}
	return rows, nil
}

// compareCells orders two cells of a column, one that says nothing before all else.
func compareCells(a, b any) int {
	switch a := a.(type) {
	case string:
		if b, is := b.(string); is {
			return club.CompareNames(a, b)
		}
	case calendar.Day:
		if b, is := b.(calendar.Day); is {
			return cmp.Compare(a, b)
		}
	case money.Cents:
		if b, is := b.(money.Cents); is {
			return cmp.Compare(a, b)
		}
	case int:
		if b, is := b.(int); is {
			return cmp.Compare(a, b)
		}
	}
	switch {
	case a == nil && b != nil:
		return -1
	case a != nil && b == nil:
		return 1
	}
	return 0
}
