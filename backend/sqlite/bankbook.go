package sqlite

import (
	"paddock/backend/club"
	"paddock/backend/statement"
)

// RememberPayer ties an account or a name to a household.
func (tx *Tx) RememberPayer(payer string, household club.HouseholdID) error {
	_, err := tx.exec("INSERT INTO bank_payers (payer, household) VALUES (?, ?) ON CONFLICT DO UPDATE SET household = excluded.household", payer, int64(household))
	return err
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
