package desk

import (
	"context"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// SlipRead is the payment that the code of a slip opens.
type SlipRead struct {
	Invoice   billing.InvoiceID `json:"invoice"`
	Number    string            `json:"number"`
	Household club.HouseholdID  `json:"household"`
	Family    string            `json:"family"`
	Printed   money.Cents       `json:"printedCents" doc:"What the slip asks for"`
	Remaining money.Cents       `json:"remainingCents" doc:"What is still to be paid; another amount once something came or was credited"`
}

// ReadSlip finds what a scanned slip asks for (PRODUCT section 9, References).
// A slip of another club, of a credit note, or of an invoice that was paid or
// credited is refused by what it is.
func (d *Desk) ReadSlip(ctx context.Context, code string) (SlipRead, error) {
	return read(ctx, d, "readSlip", func(tx *sqlite.Tx) (SlipRead, error) {
		slip, err := billing.ReadSlip(code)
		if err != nil {
			return SlipRead{}, err
		}
		c, err := loadClub(tx)
		if err != nil {
			return SlipRead{}, err
		}
		doc, err := tx.DocumentNumbered(slip.Number)
		if sqlite.IsMissing(err) {
			return SlipRead{}, club.Refuse(club.CodeSlipUnknown).With("number", slip.Number)
		}
		if err != nil {
			return SlipRead{}, err
		}
		view, err := viewDocument(tx, c, doc.ID)
		if err != nil {
			return SlipRead{}, err
		}
		switch {
		case !view.Asks():
			return SlipRead{}, club.Refuse(club.CodeNotAnInvoice)
		case view.State == billing.StateCredited:
			return SlipRead{}, club.Refuse(club.CodeSlipCredited).With("number", view.Number)
		case view.Remaining <= 0:
			return SlipRead{}, club.Refuse(club.CodeSlipPaid).With("number", view.Number)
		}
		return SlipRead{
			Invoice: view.ID, Number: view.Number, Household: view.Household, Family: view.Buyer.Household,
			Printed: slip.Cents, Remaining: view.Remaining,
		}, nil
	})
}
