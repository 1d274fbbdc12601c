package sqlite

import (
	"strings"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/money"
)

// DocumentFilter chooses documents for a list.
type DocumentFilter struct {
	Show   string       // all, open, late, paid, creditNotes (all that gives) or issued (without openings); "" is all
	Query  string       // words of the number, the family or an amount
	Sort   string       // number, family, day, due, total or left, with - before for the other way; "" see Documents
	From   calendar.Day // "" for no limit
	To     calendar.Day
	Today  calendar.Day // decides what is late
	Limit  int          // 0 for no limit
	Offset int
}

// DocumentRow is a document in a list.
type DocumentRow struct {
	ID        billing.InvoiceID `json:"id"`
	Kind      billing.Kind      `json:"kind"`
	Number    string            `json:"number"`
	Day       calendar.Day      `json:"day"`
	DueDay    calendar.Day      `json:"dueDay"`
	Household club.HouseholdID  `json:"household"`
	Family    string            `json:"family"`
	Total     money.Cents       `json:"totalCents"`
	Settled   money.Cents       `json:"settledCents"`
	Credited  money.Cents       `json:"creditedCents"`
	Covered   money.Cents       `json:"coveredCents" doc:"By aids nobody paid yet"`
	Written   money.Cents       `json:"writtenCents" doc:"Written off as lost"`
	Remaining money.Cents       `json:"remainingCents"`
	NextDue   calendar.Day      `json:"nextDueDay"`
	State     billing.State     `json:"state"`
	LateDays  int               `json:"lateDays"`
	Request   string            `json:"request" doc:"Kind of the open request for what remains: link, transfer or promise; withheld for a link that waits for a file, disputed before all; empty for none"`
}

// DocumentCounts tells how many documents there are of each sort, whatever the
// page shows, and what is still to receive.
type DocumentCounts struct {
	All         int         `json:"all"`
	Open        int         `json:"open"`
	Paid        int         `json:"paid"`
	CreditNotes int         `json:"creditNotes"`
	Late        int         `json:"late"`
	LateCents   money.Cents `json:"lateCents"`
	OpenCents   money.Cents `json:"openCents" doc:"To receive and not late"`
	Found       int         `json:"found" doc:"How many the filter and the query find in all"`
}

const documentFrom = ` FROM invoices i JOIN settlements s ON s.invoice = i.id LEFT JOIN households h ON h.id = i.household`

// Documents lists documents: what is late first when only open ones are shown,
// else the latest first, unless another order is wanted.
func (tx *Tx) Documents(f DocumentFilter) ([]DocumentRow, DocumentCounts, error) {
	where, args := f.where()
	order, sorted := f.order()
	args = append(args, sorted...)
	limit := f.Limit
	if limit == 0 {
		limit = -1
	}
	rows, err := collect(tx, func(row scanner) (d DocumentRow, err error) {
		err = row.Scan(&d.ID, &d.Kind, &d.Number, &d.Day, &d.DueDay, orZero(&d.Household), &d.Family,
			&d.Total, &d.Settled, &d.Credited, &d.Covered, &d.Written, &d.NextDue, &d.Request)
		d.Remaining = d.Total - d.Settled
		return d, err
	}, `SELECT i.id, i.kind, i.number, i.day, i.due_day, i.household, coalesce(h.name, ''), i.total_cents,
		s.settled_cents, s.credited_cents, s.covered_cents, s.written_cents, s.next_due_day,
		CASE WHEN s.next_due_day = '' THEN '' WHEN EXISTS (SELECT 1 FROM disputes q WHERE q.invoice = i.id AND q.ended_at = '') THEN 'disputed' ELSE coalesce((SELECT CASE WHEN EXISTS (SELECT 1 FROM withheld_links w WHERE w.request = r.id AND w.released_at = '')
				THEN 'withheld' ELSE r.kind END FROM request_invoices x CROSS JOIN requests r ON r.id = x.request
			WHERE x.invoice = i.id AND r.state = 'open' ORDER BY x.request DESC LIMIT 1), '') END`+
		documentFrom+where+order+" LIMIT +? OFFSET +?", append(args, limit, f.Offset)...)
	if err != nil {
		return nil, DocumentCounts{}, err
	}
	counts, err := tx.documentCounts(f)
	return rows, counts, err
}

// numbered is the condition that a word is in the number of a document.
const numbered = `lower(i.number) LIKE +? ESCAPE '\'`

func likeNumber(word string) string { return "%" + escapeLike(club.Fold(word)) + "%" }

// heard orders what only sounds like a word after what holds every one.
func (f DocumentFilter) heard() (expression string, args []any) {
	for _, word := range strings.Fields(f.Query) {
		if club.Sound(club.Fold(word)) != "" {
			expression += " AND (" + numbered + " OR h.folded LIKE +?)"
			args = append(args, likeNumber(word), "%"+strings.Join(club.Words(word), " ")+"%")
		}
	}
	if expression == "" {
		return "", nil
	}
	return "CASE WHEN 1" + expression + " THEN 0 ELSE 1 END, ", args
}

// order is the order of a list: what a search finds by sound alone comes last, unless
// an order is wanted. Open documents stay apart from the late ones.
func (f DocumentFilter) order() (string, []any) {
	column, down := strings.CutPrefix(f.Sort, "-")
	by, known := map[string]string{
		"number": "i.id", "family": "coalesce(h.folded, '')", "day": "i.day", "total": "i.total_cents",
		"due":  "coalesce(nullif(s.next_due_day, ''), i.due_day)",
		"left": "CASE WHEN i.total_cents > 0 THEN i.total_cents - s.settled_cents ELSE 0 END",
	}[column]
	open := f.Show == "open" || f.Show == "late"
	switch {
	case !known:
		heard, args := f.heard()
		if open {
			return " ORDER BY " + heard + "s.next_due_day, i.id", args
		}
		return " ORDER BY " + heard + "i.id DESC", args
	}
	if down {
		by += " DESC"
	}
	if open {
		return " ORDER BY s.next_due_day >= ?, " + by + ", i.id", []any{string(f.Today)}
	}
	return " ORDER BY " + by + ", i.id DESC", nil
}

func (f DocumentFilter) where() (string, []any) {
	clauses, args := []string{"1"}, []any{}
	switch f.Show {
	case "open":
		clauses = append(clauses, "s.next_due_day <> ''")
	case "late":
		clauses, args = append(clauses, "s.next_due_day <> '' AND s.next_due_day < ?"), append(args, string(f.Today))
	case "paid":
		clauses = append(clauses, "i.kind <> 'creditNote' AND i.total_cents >= 0 AND s.next_due_day = ''")
	case "creditNotes":
		clauses = append(clauses, "(i.kind = 'creditNote' OR i.total_cents < 0)")
	case "issued":
		clauses = append(clauses, "i.kind <> 'opening'")
	}
	if f.From != "" {
		clauses, args = append(clauses, "i.day >= ?"), append(args, string(f.From))
	}
	if f.To != "" {
		clauses, args = append(clauses, "i.day <= ?"), append(args, string(f.To))
	}
	for _, word := range strings.Fields(f.Query) {
		family, named := containing("folded", club.Words(word))
		clause := "(" + numbered + " OR i.household IN (SELECT id FROM households WHERE " + family + ")"
		args = append(append(args, likeNumber(word)), named...)
		if cents, err := money.Parse(word); err == nil {
			clause += " OR abs(i.total_cents) = ? OR i.total_cents - s.settled_cents = ?"
			args = append(args, int64(cents), int64(cents))
		}
		clauses = append(clauses, clause+")")
	}
	return " WHERE " + strings.Join(clauses, " AND "), args
}

func escapeLike(text string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text)
}

// documentCounts counts by index: only what is open is read row by row. Documents
// are sealed and numbered on, so the last id is how many there are.
func (tx *Tx) documentCounts(f DocumentFilter) (c DocumentCounts, err error) {
	err = tx.row(`SELECT (SELECT coalesce(max(id), 0) FROM invoices),
		(SELECT count(*) FROM invoices INDEXED BY invoices_giving WHERE kind = 'creditNote' OR total_cents < 0),
		count(*), coalesce(sum(s.next_due_day < ?1), 0),
		coalesce(sum(CASE WHEN s.next_due_day < ?1 THEN i.total_cents - s.settled_cents END), 0),
		coalesce(sum(CASE WHEN s.next_due_day >= ?1 THEN i.total_cents - s.settled_cents END), 0)
		FROM settlements s CROSS JOIN invoices i ON i.id = s.invoice WHERE s.next_due_day <> ''`, []any{string(f.Today)},
		&c.All, &c.CreditNotes, &c.Open, &c.Late, &c.LateCents, &c.OpenCents)
	if err != nil {
		return c, err
	}
	c.Paid = c.All - c.CreditNotes - c.Open // what gives is never open
	if f.Query != "" || f.From != "" || f.To != "" {
		where, args := f.where()
		err = tx.row("SELECT count(*)"+documentFrom+where, args, &c.Found)
		return c, err
	}
	c.Found = map[string]int{"open": c.Open, "paid": c.Paid, "late": c.Late, "creditNotes": c.CreditNotes, "": c.All, "all": c.All}[f.Show]
	return c, nil
}

// Copies counts the papers of a document that left.
func (tx *Tx) Copies(kind string, doc int64) (n int, err error) {
	err = tx.row("SELECT count(*) FROM prints WHERE doc_kind = ? AND doc = ?", []any{kind, doc}, &n)
	return n, err
}

// InsertPrint records a paper that leaves and returns which copy it is: 0 for
// the original, then 1, 2 … for duplicates.
func (tx *Tx) InsertPrint(kind string, doc int64, actor club.Actor) (copy int, err error) {
	if copy, err = tx.Copies(kind, doc); err != nil {
		return 0, err
	}
	_, err = tx.exec("INSERT INTO prints (doc_kind, doc, copy, printed_at, printed_by) VALUES (?, ?, ?, ?, ?)",
		kind, doc, copy, stamp(tx.Now), actor.ID)
	return copy, err
}
