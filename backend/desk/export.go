package desk

import (
	"context"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/document"
	"paddock/backend/exchange"
	"paddock/backend/journal"
	"paddock/backend/locale"
	"paddock/backend/sqlite"
)

// Format is how a list leaves the program.
type Format string

// The formats of a list: two for spreadsheets, and A4 paper.
const (
	CSV  Format = "csv"
	XLSX Format = "xlsx"
	PDF  Format = "pdf"
)

// column is a column of a list that leaves: the key of its head, and what a row
// says in it.
type column[Row any] struct {
	head string
	kind exchange.Kind
	cell func(listing, Row) any
}

// listing is what a list is written with: the club today, and the language of
// the screen of the person who asks.
type listing struct {
	clubNow
	lang    locale.Lang
	version string
	reader  taught // what of riders is for who asks
}

// sheet is a list before it is written in a format.
type sheet struct {
	listing
	exchange.Table
	under []string        // what the list was narrowed to
	of    calendar.Period // the days it was asked for; none where it is of no days
}

// sealedExport is a list that left, as the chain holds it.
type sealedExport struct {
	List   string       `json:"list"` // its title
	Format Format       `json:"format"`
	Rows   int          `json:"rows"`
	From   calendar.Day `json:"from,omitempty"`
	To     calendar.Day `json:"to,omitempty"`
}

// exported writes a list. It is asked under the verb that shows the list: who
// sees it may take it along. It holds every row the query finds, in the order
// of the screen, not only the page that is shown. That it left is sealed (RULES section
// 4), but for what a program that only reads takes along beside the running one.
func exported(ctx context.Context, d *Desk, verb club.Verb, as Format, list func(*sqlite.Tx, listing) (sheet, error)) ([]byte, error) {
	s, err := read(ctx, d, verb, func(tx *sqlite.Tx) (sheet, error) {
		l, err := listingOf(ctx, tx, d)
		if err != nil {
			return sheet{}, err
		}
		return list(tx, l)
	})
	if err != nil {
		return nil, err
	}
	raw, err := s.as(as)
	if err != nil || d.reads {
		return raw, err
	}
	return raw, d.db.Write(ctx, func(tx *sqlite.Tx) error {
		actor, asks := asker(ctx)
		if !asks {
			if actor, err = personIn(tx, ""); err != nil {
				return err
			}
		}
		return tx.Seal(journal.ListExported, actor, "", sealedExport{s.Title, as, len(s.Rows), s.of.First, s.of.Last})
	})
}

// listingOf is what a list is written with for the person who asks.
func listingOf(ctx context.Context, tx *sqlite.Tx, d *Desk) (listing, error) {
	c, err := loadClub(tx)
	if err != nil {
		return listing{}, err
	}
	l := listing{clubNow: c, lang: c.Identity.Language, version: d.version, reader: c.taughtBy(ctx)}
	if actor, asks := asker(ctx); asks {
		l.lang, err = screenLanguage(tx, c, actor)
	}
	return l, err
}

// tabled lays out the rows of a list in its columns.
func tabled[Row any](l listing, title string, columns []column[Row], rows []Row, under ...string) sheet {
	s := sheet{listing: l, Table: exchange.Table{Title: l.say(title, nil), Rows: make([][]any, len(rows))}}
	for _, c := range columns {
		s.Columns = append(s.Columns, exchange.Column{Head: l.say(c.head, nil), Kind: c.kind})
	}
	for i, row := range rows {
		s.Rows[i] = make([]any, len(columns))
		for j, c := range columns {
			s.Rows[i][j] = c.cell(l, row)
		}
	}
	for _, words := range append(under, l.say("list.rows", locale.Params{"n": len(rows)})) {
		if words != "" {
			s.under = append(s.under, words)
		}
	}
	return s.marked()
}

// marked says of training data in each row that it is nothing else: a table is cut and
// pasted (BOI-TVA-DECLA-30-10-30 § 150).
func (s sheet) marked() sheet {
	if !s.training {
		return s
	}
	mark := s.say("status.training", nil)
	s.Columns = append(s.Columns, exchange.Column{Head: mark, Kind: exchange.Text})
	for i := range s.Rows {
		s.Rows[i] = append(s.Rows[i], mark)
	}
	return s
}

func (s sheet) as(format Format) ([]byte, error) {
	switch format {
	case CSV:
		return s.CSV(s.lang), nil
	case XLSX:
		return s.XLSX()
	case PDF:
		return s.paper().PDF()
	}
	return nil, club.Refuse(club.CodeInvalid).On("format")
}

func (s sheet) paper() document.List {
	paper := document.List{
		Title: s.Title, Club: s.Identity.Name, Day: s.today, Under: s.under, Lang: s.lang, ProgramVersion: s.version, Training: s.training,
		Rows: make([][]string, len(s.Rows)),
	}
	for _, c := range s.Columns {
		paper.Columns = append(paper.Columns, document.ListColumn{Head: c.Head, Right: c.Kind.Figures()})
	}
	for i, row := range s.Rows {
		for _, cell := range row {
			paper.Rows[i] = append(paper.Rows[i], exchange.Printed(s.lang, cell))
		}
	}
	return paper
}

func (l listing) say(key string, params locale.Params) string {
	return locale.Text(l.lang, key, params)
}

// searched says what the list was searched for, "" for nothing.
func (l listing) searched(query string) string {
	if query = clean(query); query == "" {
		return ""
	}
	return l.say("list.searched", locale.Params{"words": query})
}

// screenLanguage is the language a person chose for the screen, or the club's.
func screenLanguage(tx *sqlite.Tx, c clubNow, actor club.Actor) (locale.Lang, error) {
	chosen, err := tx.Preferences(actor.ID)
	if lang := locale.Lang(chosen["language"]); lang.Valid() {
		return lang, err
	}
	return c.Identity.Language, err
}
