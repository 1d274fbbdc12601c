package sqlite

import (
	"fmt"

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
	Follows  bool             `json:"follows,omitempty" doc:"What stood before its new lines is what the last one of this account ended with"`
	Gap      *BankGap         `json:"gap,omitempty" doc:"It does not follow on from the last one of this account"`
	Fresh    money.Cents      `json:"-"` // sum of its own lines
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

// LastClosings lists what the last statement of each account ended with, of those that
// were there before an import; 0 for all there are.
func (tx *Tx) LastClosings(before int64) ([]Ended, error) {
	return collect(tx, func(row scanner) (e Ended, err error) { return e, row.Scan(&e.Account, &e.Cents, &e.Last) },
		`SELECT account, closing_cents, last_day FROM (SELECT *, row_number() OVER (PARTITION BY account ORDER BY last_day DESC, id DESC) AS n
			FROM statements WHERE closing_cents IS NOT NULL AND last_day <> '' AND (?1 = 0 OR import < ?1)) WHERE n = 1`, before)
}

// LinesBetween lists the lines of some days with the files that brought them.
func (tx *Tx) LinesBetween(first, last calendar.Day) ([]statement.Stored, error) {
	return collect(tx, func(row scanner) (l statement.Stored, err error) {
		return l, row.Scan(&l.Key, &l.Day, &l.Cents, &l.Name, &l.Text, &l.Format, &l.Account)
	}, `SELECT l.key, l.day, l.cents, l.name, l.text, s.format, s.account FROM statement_lines l JOIN statements s ON s.id = l.statement
		WHERE l.day BETWEEN ? AND ? ORDER BY l.id`, string(first), string(last))
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

// CountKnown keeps how many of a statement's lines were there already.
func (tx *Tx) CountKnown(s BankStatement) error {
	return tx.change("UPDATE statements SET known = ?, known_cents = ? WHERE id = ?", s.Known, int64(s.KnownSum), s.ID)
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
		err = row.Scan(&s.ID, &s.Import, &s.File, &s.Format, &s.Account, &s.Opening, &s.Closing, &s.First, &s.Last, &s.Lines, &s.Known, &s.KnownSum, &s.Pending, &s.ReadAt, &s.By, &s.ByMail, &s.Sender, &s.Fresh)
		return s, err
	}, `SELECT s.id, s.import, s.file, s.format, s.account, s.opening_cents, s.closing_cents, s.first_day, s.last_day, s.lines, s.known, s.known_cents, s.pending, s.read_at, p.name, s.by_mail, coalesce(m.sender, ''),
			(SELECT coalesce(sum(l.cents), 0) FROM statement_lines l WHERE l.statement = s.id)
		FROM statements s JOIN staff p ON p.id = s.read_by LEFT JOIN mails m ON m.id = s.mail
		WHERE s.import = (SELECT import FROM statements ORDER BY id DESC LIMIT 1) ORDER BY s.id`)
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
