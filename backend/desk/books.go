package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/exchange"
	"paddock/backend/journal"
	"paddock/backend/locale"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// BookLine is one posting as the books say it: its number is that of its entry,
// without a gap from the club's first day on, given once the entry's day is closed.
type BookLine struct {
	Entry   int64        `json:"entry" doc:"Of the ledger, closed or not"`
	N       int          `json:"n" doc:"For ever; 0 while its day is open"`
	Side    int          `json:"side" doc:"Which of its entry, from 1"`
	Day     calendar.Day `json:"day"`
	Journal string       `json:"journal" doc:"Its code in the books: VE, CA, BQ, OD or AN"`
	Account string       `json:"account" doc:"Empty where the role has no number yet"`
	Label   string       `json:"label"`
	Piece   string       `json:"piece"`
	Text    string       `json:"text"`
	Debit   money.Cents  `json:"debitCents"`
	Credit  money.Cents  `json:"creditCents"`

	row sqlite.BookRow
}

// journalCodes are the codes French accountants give the journals (RULES section
// 5); their names are texts.
var journalCodes = map[string]string{"sales": "VE", "cash": "CA", "bank": "BQ", "misc": "OD", "opening": exchange.OpeningJournal}

var bookColumns = []column[BookLine]{
	{"books.n", exchange.Int, func(_ listing, r BookLine) any { return limitOf(r.N) }},
	{"books.day", exchange.Day, func(_ listing, r BookLine) any { return r.Day }},
	{"books.journal", exchange.Text, func(_ listing, r BookLine) any { return r.Journal }},
	{"books.account", exchange.Text, func(_ listing, r BookLine) any { return r.Account }},
	{"books.label", exchange.Text, func(_ listing, r BookLine) any { return r.Label }},
	{"books.piece", exchange.Text, func(_ listing, r BookLine) any { return r.Piece }},
	{"books.text", exchange.Text, func(_ listing, r BookLine) any { return r.Text }},
	{"books.debit", exchange.Cents, func(_ listing, r BookLine) any { return owing(r.Debit) }},
	{"books.credit", exchange.Cents, func(_ listing, r BookLine) any { return owing(r.Credit) }},
}

// BookLines lists the postings of a period, as the accountant reads them.
func (d *Desk) BookLines() List[BookLine] {
	return listed(d, "entries", "books.entries", bookColumns, func(tx *sqlite.Tx, l listing, q ListQuery) ([]BookLine, error) {
		from, to := q.period()
		return bookLines(tx, l.clubNow, from, to)
	})
}

// bookLines are the postings of a period with their accounts.
func bookLines(tx *sqlite.Tx, c clubNow, from, to calendar.Day) ([]BookLine, error) {
	rows, err := tx.Books(from, to)
	if err != nil {
		return nil, err
	}
	lines, accounts, entry, side := make([]BookLine, 0, len(rows)), map[string]AccountRow{}, int64(0), 0
	for _, row := range rows {
		if side++; row.Entry != entry {
			entry, side = row.Entry, 1
		}
		account, known := accounts[row.Role]
		if !known {
			account = c.account(row.Role)
			accounts[row.Role] = account
		}
		lines = append(lines, BookLine{
			Entry: row.Entry, N: row.N, Side: side, Day: row.Day, Journal: journalCodes[row.Journal], Account: account.Number, Label: account.Label,
			Piece: firstOf(row.Text, fmt.Sprint(row.Entry)), Text: strings.TrimSpace(row.Text + " " + row.Family),
			Debit: row.Debit, Credit: row.Credit, row: row,
		})
	}
	return lines, nil
}

// BooksFile is a file of the books.
type BooksFile struct {
	Name    string       `json:"name"`
	Raw     []byte       `json:"raw"`
	Through calendar.Day `json:"through,omitempty" doc:"The last day it holds, where days after it that were asked for are not closed"`
}

// closedPart is what of a period is closed: only there have entries their number.
func closedPart(tx *sqlite.Tx, of calendar.Period) (calendar.Period, error) {
	if err := checkPeriod(of.First, of.Last, "from", "to"); err != nil {
		return of, err
	}
	through, err := tx.ClosedThrough()
	if err == nil && through < of.First {
		err = club.Refuse(club.CodeNothingClosed).On("from")
	}
	of.Last = min(of.Last, through)
	return of, err
}

// exportsBooks makes files of the closed entries of a period and seals that they
// were made, of which days.
func exportsBooks(ctx context.Context, d *Desk, req Request, from, to calendar.Day, do func(listing, calendar.Period, []BookLine) ([]BooksFile, error)) ([]BooksFile, error) {
	ctx = As(ctx, req.Actor)
	var of calendar.Period
	files, err := read(ctx, d, "exportEntries", func(tx *sqlite.Tx) ([]BooksFile, error) {
		l, err := listingOf(ctx, tx, d)
		if err != nil {
			return nil, err
		}
		if of, err = closedPart(tx, calendar.Period{First: from, Last: to}); err != nil {
			return nil, err
		}
		lines, err := l.booked(tx, of)
		if err != nil {
			return nil, err
		}
		files, err := do(l, of, lines)
		for i := range files {
			if of.Last < to {
				files[i].Through = of.Last
			}
		}
		return files, err
	})
	if err != nil {
		return nil, err
	}
	return write(ctx, d, Request{Actor: req.Actor}, "exportEntries", of, func(tx *sqlite.Tx) ([]BooksFile, error) {
		return files, tx.Seal(journal.BooksExported, req.Actor, "", map[string]calendar.Day{"from": of.First, "to": of.Last})
	})
}

// EntriesFiles writes the entries of the closed days of a period for the club's
// accountant: the 18-column file of LPF art. A47 A-1 in France, and a CSV for each
// journal. It is made of what Paddock knows and is a file to import; whoever keeps
// the books answers for the whole of them (RULES section 5). Roles without a number
// are named and nothing is written. A file that would break a rule is not handed out:
// the others come with the refusal that names it.
func (d *Desk) EntriesFiles(ctx context.Context, req Request, from, to calendar.Day) ([]BooksFile, error) {
	var refused brokenBooks
	files, err := exportsBooks(ctx, d, req, from, to, func(l listing, of calendar.Period, lines []BookLine) ([]BooksFile, error) {
		files := []BooksFile{}
		if refused = (brokenBooks{listing: l}); l.Identity.Country == "FR" {
			file, faults := l.entriesFile(of, lines)
			files = refused.unless(faults, file, files)
		}
		for _, book := range []string{"opening", "sales", "bank", "cash", "misc"} {
			own := slices.DeleteFunc(slices.Clone(lines), func(line BookLine) bool { return line.row.Journal != book })
			if len(own) > 0 {
				name := fmt.Sprintf("%s %s %s %s.csv", journalCodes[book], l.say("books.journal."+book, nil), of.First, of.Last)
				file := BooksFile{Name: name, Raw: tabled(l, "books.journal."+book, bookColumns, own).CSV(l.lang)}
				files = refused.unless(exchange.CheckJournal(file.Raw, len(own)), file, files)
			}
		}
		if len(files) == 0 {
			return nil, refused.err()
		}
		return files, nil
	})
	if err != nil {
		return nil, err
	}
	return files, refused.err()
}

// EntriesFile writes the 18-column file alone.
func (d *Desk) EntriesFile(ctx context.Context, req Request, from, to calendar.Day) (BooksFile, error) {
	files, err := exportsBooks(ctx, d, req, from, to, func(l listing, of calendar.Period, lines []BookLine) ([]BooksFile, error) {
		file, faults := l.entriesFile(of, lines)
		refused := brokenBooks{listing: l}
		return refused.unless(faults, file, nil), refused.err()
	})
	if err != nil {
		return BooksFile{}, err
	}
	return files[0], nil
}

// entriesFile is the 18-column file, read back, and what is wrong in it.
func (l listing) entriesFile(of calendar.Period, lines []BookLine) (BooksFile, []exchange.EntriesFault) {
	file := BooksFile{Name: exchange.EntriesFileName(l.Identity.SIREN, of.Last), Raw: exchange.EntriesFile(l.official(lines))}
	return file, exchange.CheckEntries(file.Name, file.Raw)
}

// brokenBooks are the files of the books that break a rule of their form: they are not
// handed out. Each rule is said once, with the first entry that breaks it.
type brokenBooks struct {
	listing
	files, rules, says []string
}

// unless adds a file to others, or keeps it back for its faults.
func (b *brokenBooks) unless(faults []exchange.EntriesFault, file BooksFile, files []BooksFile) []BooksFile {
	if len(faults) == 0 {
		return append(files, file)
	}
	b.files = append(b.files, file.Name)
	for _, fault := range faults {
		if !slices.Contains(b.rules, fault.Rule) {
			b.rules = append(b.rules, fault.Rule)
			b.says = append(b.says, b.say("entriesFault."+fault.Rule, locale.Params{"entry": fault.Entry, "line": fault.Line, "file": file.Name}))
		}
	}
	return files
}

// err is the refusal of the files that were kept back; nil where none was.
func (b *brokenBooks) err() error {
	if len(b.files) == 0 {
		return nil
	}
	return club.Refuse(club.CodeEntriesBroken).With("files", strings.Join(b.files, ", ")).With("says", strings.Join(b.says, " "))
}

// booked are the lines of a period that can be exported: each has an account.
func (l listing) booked(tx *sqlite.Tx, of calendar.Period) ([]BookLine, error) {
	lines, err := bookLines(tx, l.clubNow, of.First, of.Last)
	if err != nil {
		return nil, err
	}
	var missing []string
	for _, line := range lines {
		if line.Account != "" {
			continue
		}
		if name := l.roleName(line.row.Role); !slices.Contains(missing, name) {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		return nil, club.Refuse(club.CodeAccountMissing).With("names", strings.Join(missing, ", "))
	}
	return lines, nil
}

// official are lines with the columns of the French order, in French.
func (l listing) official(lines []BookLine) []exchange.BookLine {
	out := make([]exchange.BookLine, len(lines))
	mark := ""
	if l.training {
		mark = locale.Text(locale.French, "status.training", nil) + " "
	}
	for i, line := range lines {
		out[i] = exchange.BookLine{
			Journal: line.Journal, JournalName: locale.Text(locale.French, "books.journal."+line.row.Journal, nil),
			Entry: line.N, Day: line.Day, Account: line.Account, AccountName: line.Label,
			Piece: line.Piece, PieceDay: line.row.PieceDay, Text: mark + line.Text, Debit: line.Debit, Credit: line.Credit, ValidatedDay: line.Day,
		}
		if line.row.Household != 0 {
			out[i].SubAccount, out[i].SubName = fmt.Sprintf("C%06d", line.row.Household), line.row.Owner
		}
	}
	return out
}

// AgedRow is what a household owes on a day, by how late it is, in cents.
type AgedRow struct {
	Household club.HouseholdID `json:"household"`
	Family    string           `json:"family"`
	Mobile    string           `json:"mobile"`
	NotDue    money.Cents      `json:"notDueCents"`
	To30      money.Cents      `json:"to30Cents" doc:"1 to 30 days late"`
	To60      money.Cents      `json:"to60Cents"`
	To90      money.Cents      `json:"to90Cents"`
	Over90    money.Cents      `json:"over90Cents"`
	Total     money.Cents      `json:"totalCents"`
}

var agedColumns = []column[AgedRow]{
	{"today.col.family", exchange.Text, func(_ listing, r AgedRow) any { return r.Family }},
	{"families.column.mobile", exchange.Text, func(_ listing, r AgedRow) any { return r.Mobile }},
	{"aged.notDue", exchange.Cents, func(_ listing, r AgedRow) any { return owing(r.NotDue) }},
	{"aged.to30", exchange.Cents, func(_ listing, r AgedRow) any { return owing(r.To30) }},
	{"aged.to60", exchange.Cents, func(_ listing, r AgedRow) any { return owing(r.To60) }},
	{"aged.to90", exchange.Cents, func(_ listing, r AgedRow) any { return owing(r.To90) }},
	{"aged.over90", exchange.Cents, func(_ listing, r AgedRow) any { return owing(r.Over90) }},
	{"aged.total", exchange.Cents, func(_ listing, r AgedRow) any { return owing(r.Total) }},
}

// AgedReceivables lists what each household owes today, the most first, by how
// late each due day is.
func (d *Desk) AgedReceivables() List[AgedRow] {
	return listed(d, "entries", "aged.title", agedColumns, func(tx *sqlite.Tx, l listing, _ ListQuery) ([]AgedRow, error) {
		open, err := tx.OpenDues()
		if err != nil {
			return nil, err
		}
		rows, at := []AgedRow{}, map[club.HouseholdID]int{}
		for _, due := range open {
			i, known := at[due.Household]
			if !known {
				i = len(rows)
				at[due.Household] = i
				rows = append(rows, AgedRow{Household: due.Household, Family: due.Family, Mobile: due.Mobile})
			}
			row := &rows[i]
			row.Total += due.Cents
			*row.aged(due.Day.DaysUntil(l.today)) += due.Cents
		}
		slices.SortStableFunc(rows, func(a, b AgedRow) int { return int(b.Total - a.Total) })
		return rows, nil
	})
}

// aged is the column of so many days late.
func (r *AgedRow) aged(days int) *money.Cents {
	switch {
	case days <= 0:
		return &r.NotDue
	case days <= 30:
		return &r.To30
	case days <= 60:
		return &r.To60
	case days <= 90:
		return &r.To90
	}
	return &r.Over90
}
