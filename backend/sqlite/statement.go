package sqlite

import (
	"fmt"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/money"
	"paddock/backend/statement"
)

// BankStatement is a statement that was imported.
type BankStatement struct {
	ID       int64            `json:"id"`
	Import   int64            `json:"-"` // the first statement of its file; 0 for itself
	File     string           `json:"file"`
	Format   statement.Format `json:"format"`
	Account  string           `json:"account" doc:"As the bank writes it; an IBAN where it has one"`
	Opening  *money.Cents     `json:"openingCents" doc:"Null where the format has none"`
	Closing  *money.Cents     `json:"closingCents"`
	First    calendar.Day     `json:"firstDay"`
	Last     calendar.Day     `json:"lastDay"`
	Lines    int              `json:"lines" doc:"That the file says"`
	Known    int              `json:"known" doc:"Of them, there already"`
	KnownSum money.Cents      `json:"knownCents"`
	Pending  int              `json:"pending" doc:"Announced by the bank and not booked: not among the lines"`
	ReadAt   string           `json:"readAt" doc:"UTC"`
	By       string           `json:"by"`
	ByMail   bool             `json:"byMail" doc:"It came with a mail"`
	Sender   string           `json:"sender" doc:"Of that mail, as long as it is kept"`
	Strange  bool             `json:"strange,omitempty" doc:"Of a file that is looked at: nobody said yet that this account is the club's"`
	Alike    int              `json:"alike,omitempty" doc:"Of those that were there, how many another file brought under another name: the day and the amount are the same"`
	Foot     string           `json:"foot,omitempty" doc:"Of a table that is looked at: its last row, which is a total and no line"`
	Gap      *BankGap         `json:"gap,omitempty" doc:"Of a file that is looked at: it does not follow on from the last one of this account"`
	Mail     MailID           `json:"-"`
}

// BankGap is what stands between a statement and the one before it.
type BankGap struct {
	Ended  money.Cents `json:"endedCents" doc:"What the last statement of the account ended with"`
	Begins money.Cents `json:"beginsCents" doc:"What stood on it before the new lines of this one"`
}

// Ended is what an account's last statement ended with.
type Ended struct {
	Account string
	Cents   money.Cents
	Last    calendar.Day
}

// LastClosings lists what the last statement of each account ended with that says where
// it began.
func (tx *Tx) LastClosings() ([]Ended, error) {
	return collect(tx, func(row scanner) (e Ended, err error) { return e, row.Scan(&e.Account, &e.Cents, &e.Last) },
		`SELECT account, closing_cents, last_day FROM (SELECT *, row_number() OVER (PARTITION BY account ORDER BY last_day DESC, id DESC) AS n
			FROM statements WHERE opening_cents IS NOT NULL AND closing_cents IS NOT NULL AND last_day <> '') WHERE n = 1`)
}

// LinesBetween lists the lines of some days with the files that brought them.
func (tx *Tx) LinesBetween(first, last calendar.Day) ([]statement.Stored, error) {
	return collect(tx, func(row scanner) (l statement.Stored, err error) {
		return l, row.Scan(&l.Key, &l.Day, &l.Cents, &l.Name, &l.Text, &l.Format, &l.Account)
	}, `SELECT l.key, l.day, l.cents, l.name, l.text, s.format, s.account FROM statement_lines l JOIN statements s ON s.id = l.statement
		WHERE l.day BETWEEN ? AND ? ORDER BY l.id`, string(first), string(last))
}

// BankLine is a movement of the account.
type BankLine struct {
	ID        int64        `json:"id"`
	Statement int64        `json:"statement"`
	Day       calendar.Day `json:"day" doc:"Booked by the bank"`
	ValueDay  calendar.Day `json:"valueDay" doc:"Information"`
	Cents     money.Cents  `json:"cents" doc:"Negative when it leaves the account"`
	Left      money.Cents  `json:"leftCents" doc:"What of it is neither settled nor credited"`
	Reference string       `json:"reference"`
	Kind      string       `json:"referenceKind" enum:"rf,ogm,text,"`
	Name      string       `json:"name"`
	IBAN      string       `json:"iban"`
	Text      string       `json:"text"`
	Returned  bool         `json:"returned"`
	Ignored   string       `json:"ignored" enum:",fees,supplier,own,other"`
	Slip      int64        `json:"slip" doc:"The deposit slip whose cheques it is; 0 for none"`
	Payout    int64        `json:"payout" doc:"What it pays out of links or cards, by number; 0 for none"`
	Payments  string       `json:"payments" doc:"Receipts of what it brought"`
}

// Entry is the line as the bank's file said it, for the rules of matching.
func (l BankLine) Entry() statement.Entry {
	return statement.Entry{
		Date: l.Day, ValueDate: l.ValueDay, Cents: l.Left, Reference: l.Reference, ReferenceKind: l.Kind,
		Name: l.Name, IBAN: l.IBAN, Text: l.Text, Returned: l.Returned,
	}
}

// KnownLines tells which keys are there already.
func (tx *Tx) KnownLines(keys []string) (map[string]bool, error) {
	said, err := asJSON(keys)
	if err != nil {
		return nil, fmt.Errorf("keys: %w", err)
	}
	known := map[string]bool{}
	err = tx.each(func(row scanner) error {
		var key string
		err := row.Scan(&key)
		known[key] = true
		return err
	}, "SELECT key FROM statement_lines WHERE key IN (SELECT value FROM json_each(?))", said)
	return known, err
}

// storedLine is an entry on its way into the table, all of them at once.
type storedLine struct {
	statement.Entry
	Key      string `json:"key"`
	Returned bool   `json:"returned"`
}

// InsertStatement stores a statement without its lines.
func (tx *Tx) InsertStatement(s *BankStatement, actor club.Actor) (err error) {
	s.By = actor.Name
	s.ID, err = tx.insert(`INSERT INTO statements (import, file, format, account, opening_cents, closing_cents, first_day, last_day, lines, known, known_cents, pending, read_at, read_by, by_mail, mail)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, s.Import, s.File, string(s.Format), s.Account, (*int64)(s.Opening), (*int64)(s.Closing), string(s.First), string(s.Last),
		s.Lines, 0, 0, s.Pending, stamp(tx.Now), actor.ID, s.Mail != 0, orNull(s.Mail))
	if err != nil || s.Import != 0 {
		return err
	}
	s.Import = s.ID
	return tx.change("UPDATE statements SET import = id WHERE id = ?", s.ID)
}

// AccountTaken reports whether a person imported a statement of an account.
func (tx *Tx) AccountTaken(account string) (taken bool, err error) {
	err = tx.row("SELECT EXISTS (SELECT 1 FROM statements WHERE account = ? AND by_mail = 0)", []any{account}, &taken)
	return taken, err
}

// InsertLines stores those of a statement's lines that are not there, and counts the
// others in it: CountKnown keeps that.
func (tx *Tx) InsertLines(s *BankStatement, entries []statement.Entry, keys []string) error {
	known, err := tx.KnownLines(keys)
	if err != nil {
		return err
	}
	fresh, repeats, before := []storedLine{}, []string{}, s.Known
	for i, e := range entries {
		if known[keys[i]] {
			s.Known, s.KnownSum, repeats = s.Known+1, s.KnownSum+e.Cents, append(repeats, keys[i])
			continue
		}
		known[keys[i]] = true
		fresh = append(fresh, storedLine{e, keys[i], e.Returned})
	}
	said, err := asJSON(fresh)
	if err != nil {
		return fmt.Errorf("lines: %w", err)
	}
	_, err = tx.exec(`INSERT INTO statement_lines (statement, key, day, value_day, cents, reference, reference_kind, name, iban, text, returned)
		SELECT ?, value ->> 'key', value ->> 'date', value ->> 'valueDate', value ->> 'amountCents', value ->> 'reference', value ->> 'referenceKind',
			value ->> 'name', value ->> 'iban', value ->> 'text', value ->> 'returned' FROM json_each(?) ORDER BY key`, s.ID, said)
	if err != nil || len(repeats) == 0 {
		return err
	}
	if said, err = asJSON(repeats); err != nil {
		return fmt.Errorf("keys: %w", err)
	}
	_, err = tx.exec("INSERT INTO statement_repeats (statement, n, key) SELECT ?, key + ?, value FROM json_each(?)", s.ID, before, said)
	return err
}

// CountKnown keeps how many of a statement's lines were there already.
func (tx *Tx) CountKnown(s BankStatement) error {
	return tx.change("UPDATE statements SET known = ?, known_cents = ? WHERE id = ?", s.Known, int64(s.KnownSum), s.ID)
}

// Repeat is a line of a statement that was there already.
type Repeat struct {
	Statement int64        `json:"statement"`
	N         int          `json:"n"`
	Day       calendar.Day `json:"day"`
	Cents     money.Cents  `json:"cents"`
	Name      string       `json:"name"`
	Text      string       `json:"text"`
	File      string       `json:"file" doc:"That said it before"`
}

// Repeats lists the lines of an import that were there already.
func (tx *Tx) Repeats(of int64) ([]Repeat, error) {
	return collect(tx, func(row scanner) (r Repeat, err error) {
		return r, row.Scan(&r.Statement, &r.N, &r.Day, &r.Cents, &r.Name, &r.Text, &r.File)
	}, `SELECT r.statement, r.n, l.day, l.cents, l.name, l.text, s.file FROM statement_repeats r
		JOIN statement_lines l ON l.key = r.key JOIN statements s ON s.id = l.statement WHERE r.statement IN (SELECT id FROM statements WHERE import = ?) ORDER BY l.day DESC, r.statement, r.n`, of)
}

// KeptRepeat is a line that was taken as a movement of its own.
type KeptRepeat struct {
	Statement int64  `json:"statement"`
	N         int    `json:"n"`
	Key       string `json:"key" doc:"Of the line it is the same as"`
	Line      int64  `json:"line" doc:"Its own"`
}

// KeepRepeat takes a line that was there already as a movement of its own, and returns
// it with what the bank said of it. ErrNotFound.
func (tx *Tx) KeepRepeat(statement int64, n int) (KeptRepeat, string, error) {
	kept := KeptRepeat{Statement: statement, N: n}
	var line int64
	var cents money.Cents
	var name string
	if err := tx.row("SELECT r.key, l.id, l.cents, coalesce(nullif(l.name, ''), l.text) FROM statement_repeats r JOIN statement_lines l ON l.key = r.key WHERE r.statement = ? AND r.n = ?",
		[]any{statement, n}, &kept.Key, &line, &cents, &name); err != nil {
		return kept, "", err
	}
	id, err := tx.insert(`INSERT INTO statement_lines (statement, key, day, value_day, cents, reference, reference_kind, name, iban, text, returned)
		SELECT ?1, ?2 || '+' || (SELECT 1 + coalesce(max(CAST(substr(key, length(?2) + 2) AS INTEGER)), 0) FROM statement_lines WHERE key > ?2 || '+' AND key < ?2 || ','), day, value_day, cents, reference, reference_kind, name, iban, text, returned
		FROM statement_lines WHERE id = ?3`, statement, kept.Key, line)
	if err != nil {
		return kept, "", err
	}
	kept.Line = id
	if err := tx.change("DELETE FROM statement_repeats WHERE statement = ? AND n = ?", statement, n); err != nil {
		return kept, "", err
	}
	return kept, name, tx.change("UPDATE statements SET known = known - 1, known_cents = known_cents - ? WHERE id = ?", int64(cents), statement)
}

// DropRepeat takes a kept line away again: it was there already after all. ErrNotFound
// once it is gone, or something of it was settled or filed.
func (tx *Tx) DropRepeat(kept KeptRepeat) error {
	var cents money.Cents
	if err := tx.row(`SELECT cents FROM statement_lines l WHERE l.id = ?1 AND l.statement = ?2 AND l.slip IS NULL AND l.ignored = ''
		AND l.id NOT IN (SELECT line FROM line_payments) AND l.id NOT IN (SELECT line FROM payouts WHERE line IS NOT NULL)`, []any{kept.Line, kept.Statement}, &cents); err != nil {
		return err
	}
	if err := tx.change("DELETE FROM statement_lines WHERE id = ?", kept.Line); err != nil {
		return err
	}
	if _, err := tx.exec("INSERT INTO statement_repeats (statement, n, key) VALUES (?, ?, ?)", kept.Statement, kept.N, kept.Key); err != nil {
		return err
	}
	return tx.change("UPDATE statements SET known = known + 1, known_cents = known_cents + ? WHERE id = ?", int64(cents), kept.Statement)
}

// LinePayment ties a payment to the line of the bank it came with.
type LinePayment struct {
	Line    int64
	Payment billing.PaymentID
	Said    bool // the line is there
	Over    bool // the payments of the line make more than it, or the other way
}

// LinePayments lists them, for verify.
func (tx *Tx) LinePayments() ([]LinePayment, error) {
	return collect(tx, func(row scanner) (p LinePayment, err error) {
		return p, row.Scan(&p.Line, &p.Payment, &p.Said, &p.Over)
	}, `SELECT x.line, x.payment, l.id IS NOT NULL, coalesce((SELECT abs(sum(q.cents)) > abs(l.cents) OR sum(q.cents) <> 0 AND (sum(q.cents) > 0) <> (l.cents > 0)
			FROM line_payments y JOIN payments q ON q.id = y.payment WHERE y.line = l.id AND `+live+`), 0)
		FROM line_payments x LEFT JOIN statement_lines l ON l.id = x.line ORDER BY x.payment`)
}

// StatementsOff lists the files of statements whose lines do not lead from opening to
// closing any more.
func (tx *Tx) StatementsOff() ([]string, error) {
	return collect(tx, func(row scanner) (file string, err error) { return file, row.Scan(&file) },
		`SELECT s.file FROM statements s WHERE s.opening_cents IS NOT NULL AND s.closing_cents IS NOT NULL
			AND s.closing_cents - s.opening_cents <> s.known_cents + (SELECT coalesce(sum(l.cents), 0) FROM statement_lines l WHERE l.statement = s.id) ORDER BY s.id`)
}

// LastImport lists the statements of the file that was imported last, in its order.
func (tx *Tx) LastImport() ([]BankStatement, error) {
	return collect(tx, func(row scanner) (s BankStatement, err error) {
		err = row.Scan(&s.ID, &s.Import, &s.File, &s.Format, &s.Account, &s.Opening, &s.Closing, &s.First, &s.Last, &s.Lines, &s.Known, &s.KnownSum, &s.Pending, &s.ReadAt, &s.By, &s.ByMail, &s.Sender)
		return s, err
	}, `SELECT s.id, s.import, s.file, s.format, s.account, s.opening_cents, s.closing_cents, s.first_day, s.last_day, s.lines, s.known, s.known_cents, s.pending, s.read_at, p.name, s.by_mail, coalesce(m.sender, '')
		FROM statements s JOIN staff p ON p.id = s.read_by LEFT JOIN mails m ON m.id = s.mail
		WHERE s.import = (SELECT import FROM statements ORDER BY id DESC LIMIT 1) ORDER BY s.id`)
}

// live are the payments of a line that the bank did not take back by itself.
const live = `NOT EXISTS (SELECT 1 FROM withdrawals w JOIN payments b ON b.id = w.payment
	WHERE w.source = q.id AND b.back = 'bounced' AND b.id NOT IN (SELECT payment FROM line_payments))`

const selectLines = `SELECT id, statement, day, value_day, cents, cents - brought, reference, reference_kind, name, iban, text, returned, ignored, coalesce(slip, 0), coalesce((SELECT o.id FROM payouts o WHERE o.line = lines.id AND o.back_day = ''), 0), receipts
	FROM (SELECT l.*, coalesce((SELECT sum(q.cents) FROM line_payments x JOIN payments q ON q.id = x.payment WHERE x.line = l.id AND ` + live + `), 0) AS brought,
		coalesce((SELECT group_concat(q.receipt, ' ') FROM line_payments x JOIN payments q ON q.id = x.payment WHERE x.line = l.id AND ` + live + `), '') AS receipts
	FROM statement_lines l) lines`

func scanBankLine(row scanner) (l BankLine, err error) {
	err = row.Scan(&l.ID, &l.Statement, &l.Day, &l.ValueDay, &l.Cents, &l.Left, &l.Reference, &l.Kind, &l.Name, &l.IBAN, &l.Text, &l.Returned, &l.Ignored, &l.Slip, &l.Payout, &l.Payments)
	if l.Ignored != "" || l.Slip != 0 || l.Payout != 0 {
		l.Left = 0
	}
	return l, err
}

// BankLines lists the lines that are open and all of an import, the latest day first.
func (tx *Tx) BankLines(of int64) ([]BankLine, error) {
	return collect(tx, scanBankLine, selectLines+` WHERE statement IN (SELECT id FROM statements WHERE import = ?) OR cents <> brought AND ignored = '' AND slip IS NULL AND id NOT IN (SELECT line FROM payouts WHERE back_day = '' AND line IS NOT NULL) ORDER BY day DESC, id DESC`, of)
}

// BankLine is one of them, or ErrNotFound.
func (tx *Tx) BankLine(id int64) (BankLine, error) {
	return one(tx, scanBankLine, selectLines+" WHERE id = ?", id)
}

// MarkLine sets why a line brings nothing, or the slip whose cheques it is; with
// neither it is open again.
func (tx *Tx) MarkLine(id int64, ignored string, slip int64) error {
	return tx.change("UPDATE statement_lines SET ignored = ?, slip = ? WHERE id = ?", ignored, orNull(slip), id)
}

// LinePaid notes which payment a line brought.
func (tx *Tx) LinePaid(id int64, payment billing.PaymentID) error {
	_, err := tx.exec("INSERT INTO line_payments (line, payment) VALUES (?, ?)", id, int64(payment))
	return err
}

// RememberPayer ties an account or a name to a household.
func (tx *Tx) RememberPayer(payer string, household club.HouseholdID) error {
	_, err := tx.exec("INSERT INTO bank_payers (payer, household) VALUES (?, ?) ON CONFLICT DO UPDATE SET household = excluded.household", payer, int64(household))
	return err
}

// BankColumns are what the columns under these headings were said to hold; none
// when nobody said.
func (tx *Tx) BankColumns(headings string) (choices []statement.Choice, err error) {
	err = tx.row("SELECT choices FROM bank_columns WHERE headings = ?", []any{headings}, fromJSON(&choices))
	if IsMissing(err) {
		err = nil
	}
	return choices, err
}

// SaveBankColumns keeps them.
func (tx *Tx) SaveBankColumns(headings string, choices []statement.Choice) error {
	said, err := asJSON(choices)
	if err != nil {
		return fmt.Errorf("columns: %w", err)
	}
	_, err = tx.exec("INSERT INTO bank_columns (headings, choices) VALUES (?, ?) ON CONFLICT DO UPDATE SET choices = excluded.choices", headings, said)
	return err
}

// StatementsWith lists the statements of the file that a statement is of, in its order.
func (tx *Tx) StatementsWith(statement int64) ([]int64, error) {
	return ids[int64](tx, "SELECT id FROM statements WHERE import = (SELECT import FROM statements WHERE id = ?) ORDER BY id", statement)
}

// DropStatement removes a statement of which no line brought anything, with its
// lines, and reports whether it could.
func (tx *Tx) DropStatement(id int64) (gone bool, err error) {
	var used bool
	err = tx.row(`SELECT EXISTS (SELECT 1 FROM statement_lines l WHERE l.statement = ?1 AND (l.slip IS NOT NULL OR l.id IN (SELECT line FROM line_payments) OR l.id IN (SELECT line FROM payouts)))`, []any{id}, &used)
	if err != nil || used {
		return false, err
	}
	if err := tx.handLinesOver(id); err != nil {
		return false, err
	}
	for _, of := range []string{"statement_repeats", "statement_lines"} {
		if _, err := tx.exec("DELETE FROM "+of+" WHERE statement = ?", id); err != nil {
			return false, err
		}
	}
	return true, tx.change("DELETE FROM statements WHERE id = ?", id)
}

// handLinesOver gives the lines of a statement that another one says too to the first
// that does: they are its own then.
func (tx *Tx) handLinesOver(statement int64) error {
	type shared struct {
		line, to, n int64
		cents       money.Cents
	}
	all, err := collect(tx, func(row scanner) (s shared, err error) { return s, row.Scan(&s.line, &s.cents, &s.to, &s.n) },
		`SELECT l.id, l.cents, min(r.statement), r.n FROM statement_lines l JOIN statement_repeats r ON r.key = l.key AND r.statement <> l.statement WHERE l.statement = ? GROUP BY l.id`, statement)
	if err != nil {
		return err
	}
	for _, s := range all {
		for _, step := range []struct {
			sql  string
			args []any
		}{
			{`INSERT OR REPLACE INTO statement_lines (id, statement, key, day, value_day, cents, reference, reference_kind, name, iban, text, returned, ignored)
				SELECT id, ?, key, day, value_day, cents, reference, reference_kind, name, iban, text, returned, ignored FROM statement_lines WHERE id = ?`, []any{s.to, s.line}},
			{"DELETE FROM statement_repeats WHERE statement = ? AND n = ?", []any{s.to, s.n}},
			{"UPDATE statements SET known = known - 1, known_cents = known_cents - ? WHERE id = ?", []any{int64(s.cents), s.to}},
		} {
			if err := tx.change(step.sql, step.args...); err != nil {
				return err
			}
		}
	}
	return nil
}

// BankBook is what lines of the bank are matched with: invoices that ask for
// money, families, who paid for them before, slips and cheques at the bank.
func (tx *Tx) BankBook() (book statement.Book, err error) {
	if book.Claims, err = collect(tx, func(row scanner) (c statement.Claim, err error) {
		err = row.Scan(&c.Invoice, &c.Number, &c.Reference, &c.Household, &c.Remaining)
		return c, err
	}, `SELECT i.id, i.number, i.reference, coalesce(h.merged_into, h.id), i.total_cents - s.settled_cents
		FROM settlements s CROSS JOIN invoices i ON i.id = s.invoice JOIN households h ON h.id = i.household
		WHERE s.next_due_day <> '' AND i.total_cents > s.settled_cents ORDER BY s.next_due_day, i.id`); err != nil {
		return book, err
	}
	if book.Families, err = collect(tx, func(row scanner) (f statement.Family, err error) {
		err = row.Scan(&f.ID, &f.Name, &f.First)
		return f, err
	}, `SELECT h.id, h.name, coalesce((SELECT group_concat(first_name, ' ') FROM contacts WHERE household = h.id), '')
		FROM households h WHERE h.merged_into IS NULL AND h.erased_at = ''`); err != nil {
		return book, err
	}
	book.Payers = map[string]club.HouseholdID{}
	if err := tx.each(func(row scanner) error {
		var payer string
		var household club.HouseholdID
		err := row.Scan(&payer, &household)
		book.Payers[payer] = household
		return err
	}, "SELECT b.payer, coalesce(h.merged_into, h.id) FROM bank_payers b JOIN households h ON h.id = b.household"); err != nil {
		return book, err
	}
	if book.Slips, err = collect(tx, func(row scanner) (s statement.Slip, err error) {
		return s, row.Scan(&s.ID, &s.Day, &s.Cents)
	}, `SELECT s.id, s.day, coalesce(o.cents - o.fee, s.cents) FROM deposit_slips s LEFT JOIN payouts o ON o.slip = s.id AND o.back_day = ''
		WHERE s.back_day = '' AND (s.way = 'cheque' OR o.id IS NOT NULL AND o.line IS NULL) AND NOT EXISTS (SELECT 1 FROM statement_lines l WHERE l.slip = s.id) ORDER BY s.id`); err != nil {
		return book, err
	}
	if book.Receipts, err = tx.ToPayOut(); err != nil {
		return book, err
	}
	book.Cheques, err = collect(tx, func(row scanner) (c statement.Cheque, err error) {
		return c, row.Scan(&c.Payment, &c.Number, &c.Cents, &c.Household, &c.Family, &c.Reference, &c.IBAN, &c.Name, &c.Transfer)
	}, `SELECT p.id, coalesce(p.detail ->> '$.number', ''), p.cents, coalesce(h.id, 0), coalesce(h.name, ''), '', '', '', 0
		FROM deposited_cheques d JOIN deposit_slips s ON s.id = d.slip AND s.back_day = '' JOIN payments p ON p.id = d.payment LEFT JOIN households h ON h.id = p.household
		WHERE NOT EXISTS (SELECT 1 FROM withdrawals w JOIN payments b ON b.id = w.payment WHERE w.source = p.id AND b.back = 'bounced')
		UNION ALL SELECT p.id, '', p.cents, coalesce(h.id, 0), coalesce(h.name, ''), l.reference, l.iban, l.name, 1
		FROM statement_lines l JOIN line_payments x ON x.line = l.id JOIN payments p ON p.id = x.payment AND p.way = 'transfer' AND p.cents > 0
			LEFT JOIN households h ON h.id = p.household
		WHERE l.day >= ? AND NOT EXISTS (SELECT 1 FROM withdrawals w JOIN payments b ON b.id = w.payment WHERE w.source = p.id AND b.back = 'bounced')`, tx.Now.AddDate(-1, -1, 0).Format("2006-01-02"))
	return book, err
}

// ReferenceOf finds a document by its payment reference: one that was paid is no
// claim any more, and money for it is still its family's.
func (tx *Tx) ReferenceOf(reference string) (number string, household club.HouseholdID, err error) {
	err = tx.row(`SELECT i.number, coalesce(h.merged_into, h.id) FROM invoices i JOIN households h ON h.id = i.household
		WHERE i.reference = ? AND i.total_cents > 0`, []any{reference}, &number, &household)
	return number, household, err
}
