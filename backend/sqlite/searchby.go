package sqlite

import (
	"fmt"
	"strings"

	"paddock/backend/billing"
	"paddock/backend/club"
)

// FoundBy lists what households are found by besides what the palette shows of
// them: e-mails, phones, people, towns, and the names they had before a merge.
// Their riders are found by the same of their own.
func (tx *Tx) FoundBy(households []club.HouseholdID) (map[club.HouseholdID][]string, error) {
	by := map[club.HouseholdID][]string{}
	if len(households) == 0 {
		return by, nil
	}
	in := strings.Trim(fmt.Sprint(households), "[]")
	in = "(" + strings.ReplaceAll(in, " ", ", ") + ")" // ids, so figures alone
	err := tx.each(func(row scanner) error {
		var id club.HouseholdID
		var text string
		err := row.Scan(&id, &text)
		by[id] = append(by[id], text)
		return err
	}, `SELECT id, text FROM (
		SELECT id, email AS text FROM households WHERE id IN `+in+`
		UNION ALL SELECT household, email FROM contacts WHERE household IN `+in+`
		UNION ALL SELECT household, mobile FROM contacts WHERE household IN `+in+`
		UNION ALL SELECT household, phone FROM contacts WHERE household IN `+in+`
		UNION ALL SELECT household, mobile FROM riders WHERE household IN `+in+`
		UNION ALL SELECT household, email FROM riders WHERE household IN `+in+`
		UNION ALL SELECT household, trim(first_name || ' ' || surname) FROM contacts WHERE household IN `+in+`
		UNION ALL SELECT household, trim(first_name || ' ' || surname) FROM riders WHERE household IN `+in+`
		UNION ALL SELECT household, recipient FROM addresses WHERE household IN `+in+`
		UNION ALL SELECT household, town FROM addresses WHERE household IN `+in+`
		UNION ALL SELECT merged_into, name FROM households WHERE merged_into IN `+in+`) WHERE text <> ''`)
	return by, err
}

// BuyerOf is the household that answers for a document; 0 for none.
func (tx *Tx) BuyerOf(id billing.InvoiceID) (household club.HouseholdID, err error) {
	err = tx.row("SELECT coalesce(h.merged_into, h.id, 0) FROM invoices i LEFT JOIN households h ON h.id = i.household WHERE i.id = ?", []any{int64(id)}, &household)
	return household, err
}
