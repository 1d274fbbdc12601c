package sqlite

import (
	"strings"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/money"
)

// Entry is the head of a balanced accounting entry; its postings are written
// before it, and it closes them.
type Entry struct {
	Day     calendar.Day
	Journal string // sales, cash, bank, misc or opening
	Text    string
	Invoice billing.InvoiceID
	Payment billing.PaymentID
}

// InsertEntry books postings that balance; none is no entry.
func (tx *Tx) InsertEntry(e Entry, postings []billing.Posting) error {
	if len(postings) == 0 {
		return nil
	}
	var id int64
	if err := tx.row("SELECT coalesce(max(id), 0) + 1 FROM entries", nil, &id); err != nil {
		return err
	}
	var rows []any
	for i, p := range postings {
		debit, credit := max(p.Cents, 0), max(-p.Cents, 0)
		rows = append(rows, id, i+1, p.Role, int64(debit), int64(credit), orNull(p.Household))
	}
	_, err := tx.exec("INSERT INTO postings (entry, n, role, debit_cents, credit_cents, household) VALUES (?, ?, ?, ?, ?, ?)"+
		strings.Repeat(", (?, ?, ?, ?, ?, ?)", len(postings)-1), rows...)
	if err != nil {
		return err
	}
	_, err = tx.exec("INSERT INTO entries (id, day, journal, text, invoice, payment) VALUES (?, ?, ?, ?, ?, ?)",
		id, string(e.Day), e.Journal, e.Text, orNull(e.Invoice), orNull(e.Payment))
	return err
}

// VATWaiting tells which of some documents were booked with VAT that becomes due as
// they are paid. The policy may have changed since.
func (tx *Tx) VATWaiting(invoices ...billing.InvoiceID) (map[billing.InvoiceID]bool, error) {
	waiting := map[billing.InvoiceID]bool{}
	list, err := asJSON(invoices)
	if err != nil {
		return nil, err
	}
	err = tx.each(func(row scanner) error {
		var invoice billing.InvoiceID
		err := row.Scan(&invoice)
		waiting[invoice] = true
		return err
	}, `SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM entries e JOIN postings p ON p.entry = e.id
		WHERE e.invoice = value AND e.journal IN ('sales', 'opening') AND p.role LIKE 'vat.pending.%')`, list)
	return waiting, err
}

// EntryRow is one posting with its entry, for lists and exports.
type EntryRow struct {
	Entry   int64        `json:"entry"`
	Day     calendar.Day `json:"day"`
	Journal string       `json:"journal"`
	Text    string       `json:"text"`
	Role    string       `json:"role"`
	Debit   money.Cents  `json:"debitCents"`
	Credit  money.Cents  `json:"creditCents"`
}

// Entries lists postings of a period in order.
func (tx *Tx) Entries(from, to calendar.Day) ([]EntryRow, error) {
	return collect(tx, func(row scanner) (e EntryRow, err error) {
		err = row.Scan(&e.Entry, &e.Day, &e.Journal, &e.Text, &e.Role, &e.Debit, &e.Credit)
		return e, err
	}, `SELECT e.id, e.day, e.journal, e.text, p.role, p.debit_cents, p.credit_cents
		FROM entries e JOIN postings p ON p.entry = e.id WHERE e.day BETWEEN ? AND ? ORDER BY e.id, p.n`, string(from), string(to))
}

// Book is the entries a document or a payment made in one journal.
type Book struct {
	Invoice billing.InvoiceID
	Payment billing.PaymentID
	Journal string
}

// BookedRole is an account on a day, under the text of its entry, and whose it
// is on the role customers.
type BookedRole struct {
	Day       calendar.Day
	Text      string
	Role      string
	Household club.HouseholdID
}

// Booked adds up all postings by book, day and account, credits as negative;
// what comes to nothing is left out.
func (tx *Tx) Booked() (map[Book]map[BookedRole]int64, error) {
	books := map[Book]map[BookedRole]int64{}
	err := tx.each(func(row scanner) error {
		var book Book
		var role BookedRole
		var cents int64
		err := row.Scan(orZero(&book.Invoice), orZero(&book.Payment), &book.Journal,
			&role.Day, &role.Text, &role.Role, orZero(&role.Household), &cents)
		if err != nil {
			return err
		}
		if books[book] == nil {
			books[book] = map[BookedRole]int64{}
		}
		books[book][role] = cents
		return nil
	}, `SELECT e.invoice, e.payment, e.journal, e.day, e.text, p.role, p.household, sum(p.debit_cents - p.credit_cents) FROM entries e
		JOIN postings p ON p.entry = e.id GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(p.debit_cents - p.credit_cents) <> 0`)
	return books, err
}

// BookRow is one posting with what a file of entries says of it.
type BookRow struct {
	EntryRow
	N         int              // of its entry, for ever; 0 while its day is open
	Household club.HouseholdID // on the role customers
	Owner     string           // name of that household, as the document or the payment says it
	Family    string           // whom these are of, as they say it; "" for a sale without a client
	PieceDay  calendar.Day     // of that document or payment
}

// Books lists the postings of a period, both days included, by day, openings first
// in theirs. Entries of closed days are numbered from the club's first on: nothing
// enters a closed day, so a number stays. What was carried over before the first
// closing opens the books: it stands on the first day that closing closes, before
// all else (LPF art. A47 A-1: opening balances first). What is carried over later
// is an entry like others: it stands in the journal misc on its own day, first in it.
// Names are those of the invoice or the receipt: a family that is called otherwise since,
// or was erased, changes nothing in books that the law keeps.
func (tx *Tx) Books(from, to calendar.Day) ([]BookRow, error) {
	return collect(tx, func(row scanner) (b BookRow, err error) {
		err = row.Scan(&b.Entry, &b.N, &b.Day, &b.Journal, &b.Text, &b.Role, &b.Debit, &b.Credit, orZero(&b.Household), &b.Owner, &b.Family, &b.PieceDay)
		return b, err
	}, `WITH first AS (SELECT coalesce(min(from_day), '') began, coalesce(max(day), '') day FROM closings
			WHERE kind = 'day' AND closed_at = (SELECT closed_at FROM closings WHERE kind = 'day' AND n = 1)), -- with its older months
		dated AS (SELECT e.*, CASE WHEN e.journal = 'opening' AND e.day <= f.day THEN f.began ELSE e.day END stands
			FROM first f, entries e WHERE e.day BETWEEN ?1 AND max(?2, f.day)),
		before AS (SELECT (SELECT count(*) FROM entries WHERE day < ?1) +
			(SELECT count(*) FROM first f, entries e WHERE f.began < ?1 AND e.journal = 'opening' AND e.day BETWEEN ?1 AND f.day) n),
		numbered AS (SELECT d.*, row_number() OVER (ORDER BY d.stands, d.journal <> 'opening', d.id) + (SELECT n FROM before) nth
			FROM dated d WHERE d.stands BETWEEN ?1 AND ?2)
		SELECT e.id, CASE WHEN e.day <= (SELECT coalesce(max(day), '') FROM closings) THEN e.nth ELSE 0 END, e.stands,
			CASE WHEN e.journal = 'opening' AND e.day > (SELECT day FROM first) AND (SELECT day FROM first) <> '' THEN 'misc' ELSE e.journal END, e.text,
			p.role, p.debit_cents, p.credit_cents, p.household,
			CASE WHEN p.household = f.id THEN `+sealedName+` ELSE coalesce(h.name, '') END, `+sealedName+`, coalesce(i.day, m.day, e.day)
		FROM numbered e JOIN postings p ON p.entry = e.id LEFT JOIN households h ON h.id = p.household
		LEFT JOIN invoices i ON i.id = e.invoice LEFT JOIN payments m ON m.id = e.payment LEFT JOIN invoices s ON s.id = m.sale
		LEFT JOIN households f ON f.id = coalesce(i.household, m.household)
		ORDER BY e.nth, p.n`, string(from), string(to))
}

// sealedName is what a document, a receipt, or the sale a payment came with calls the
// family; its name of today where none of them does.
const sealedName = "coalesce(nullif(json_extract(i.buyer, '$.household'), ''), nullif(json_extract(m.paper, '$.family'), ''), nullif(json_extract(s.buyer, '$.household'), ''), f.name, '')"

// BookedRoles lists every role that entries ever named.
func (tx *Tx) BookedRoles() ([]string, error) {
	return collect(tx, func(row scanner) (role string, err error) {
		err = row.Scan(&role)
		return role, err
	}, "SELECT DISTINCT role FROM postings ORDER BY role")
}

// EntriesIn counts the entries of a period and those whose postings do not come to
// zero, and lists the roles they name.
func (tx *Tx) EntriesIn(from, to calendar.Day) (n, unbalanced int, roles []string, err error) {
	err = tx.row(`SELECT count(*), coalesce(sum((SELECT coalesce(sum(debit_cents - credit_cents), 1) FROM postings WHERE entry = e.id) <> 0), 0)
		FROM entries e WHERE e.day BETWEEN ? AND ?`, []any{string(from), string(to)}, &n, &unbalanced)
	if err != nil {
		return 0, 0, nil, err
	}
	roles, err = collect(tx, func(row scanner) (role string, err error) {
		err = row.Scan(&role)
		return role, err
	}, "SELECT DISTINCT p.role FROM entries e JOIN postings p ON p.entry = e.id WHERE e.day BETWEEN ? AND ? ORDER BY 1", string(from), string(to))
	return n, unbalanced, roles, err
}
