package sqlite

import (
	"fmt"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/money"
	"paddock/backend/statement"
)

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
	Own      string `json:"own"` // its own key, where that is another's
	Returned bool   `json:"returned"`
}

// What a file says of a movement: the columns, and an entry's values for them.
const (
	saidColumns = "day, value_day, cents, reference, reference_kind, name, iban, text, returned"
	saidValues  = `value ->> 'date', value ->> 'valueDate', value ->> 'amountCents', value ->> 'reference', value ->> 'referenceKind',
		value ->> 'name', value ->> 'iban', value ->> 'text', value ->> 'returned'`
)

// InsertLines stores those of a statement's lines that are not there, and counts the
// others in it: CountKnown keeps that. A key that is not the entry's own is of a line that
// looks like it: then it is there.
func (tx *Tx) InsertLines(s *BankStatement, entries []statement.Entry, keys, own []string) error {
	known, err := tx.KnownLines(keys)
	if err != nil {
		return err
	}
	fresh, repeats, before := []storedLine{}, []storedLine{}, s.Known
	for i, e := range entries {
		line := storedLine{e, keys[i], own[i], e.Returned}
		if known[keys[i]] {
			s.Known, s.KnownSum, repeats = s.Known+1, s.KnownSum+e.Cents, append(repeats, line)
			continue
		}
		known[keys[i]] = true
		fresh = append(fresh, line)
	}
	for _, to := range []struct {
		lines []storedLine
		sql   string
		args  []any
	}{
		{fresh, "INSERT INTO statement_lines (statement, key, " + saidColumns + ") SELECT ?2, value ->> 'key', " + saidValues + " FROM json_each(?1) ORDER BY key", []any{s.ID}},
		{repeats, "INSERT INTO statement_repeats (statement, n, key, own, " + saidColumns + ") SELECT ?2, key + ?3, value ->> 'key', value ->> 'own', " + saidValues + " FROM json_each(?1)", []any{s.ID, before}},
	} {
		if len(to.lines) == 0 {
			continue
		}
		said, err := asJSON(to.lines)
		if err != nil {
			return fmt.Errorf("lines: %w", err)
		}
		if _, err := tx.exec(to.sql, append([]any{said}, to.args...)...); err != nil {
			return err
		}
	}
	return nil
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
