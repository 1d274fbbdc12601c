package desk

import (
	"context"

	"paddock/backend/club"
	"paddock/backend/document"
	"paddock/backend/sqlite"
)

// ReminderPaper is a reminder as a letter on A4, in the family's language.
func (d *Desk) ReminderPaper(ctx context.Context, id int64) ([]byte, error) {
	paper, err := read(ctx, d, "reminders", func(tx *sqlite.Tx) (document.Letter, error) {
		c, err := loadClub(tx)
		if err != nil {
			return document.Letter{}, err
		}
		r, err := tx.Reminder(id)
		if err != nil {
			return document.Letter{}, refused(err, club.CodeNotFound)
		}
		if r.How == "phone" {
			return document.Letter{}, club.Refuse(club.CodeNotFound)
		}
		home, err := tx.Household(r.Household)
		buyer, _ := addressed(home, 0)
		if err != nil {
			return document.Letter{}, err
		}
		letter := document.Letter{
			Seller: c.Identity, Buyer: paperBuyer(buyer), Day: r.Day, Title: r.Subject, Body: r.Body,
			Lang: r.Language, Training: c.training, ProgramVersion: d.version,
		}
		letter.Transfers, err = remindedTransfers(tx, c, id)
		return letter, err
	})
	if err != nil {
		return nil, err
	}
	return paper.PDF()
}

// remindedTransfers are the transfers a reminder asks for: of each invoice what was
// late that day.
func remindedTransfers(tx *sqlite.Tx, c clubNow, reminder int64) ([]document.Transfer, error) {
	if c.Identity.IBAN == "" {
		return nil, nil
	}
	rows, err := tx.RemindedIn(reminder)
	transfers := make([]document.Transfer, len(rows))
	for i, row := range rows {
		doc, err := tx.Document(row.Invoice)
		if err != nil {
			return nil, err
		}
		pay := document.Pay{Reference: doc.Reference, IBAN: c.Identity.IBAN, BIC: c.Identity.BIC}
		if pay.EPC, err = epcPayload(c.paperOf(doc), c.Identity, row.Cents, doc.Reference); err != nil {
			return nil, err
		}
		transfers[i] = document.Transfer{Number: doc.Number, Cents: row.Cents, Pay: pay}
	}
	return transfers, err
}
