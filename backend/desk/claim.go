package desk

import (
	"paddock/backend/billing"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// claim issues what a household is to give back of a payment the club paid out before
// it was taken back: see billing.ClaimSeries. What out makes takes the money out of
// what stands in for it, before the household is asked for it.
func claim(tx *sqlite.Tx, c clubNow, actor club.Actor, p billing.Payment, cents money.Cents,
	out func(billing.Withdrawal) (billing.Payment, error),
) (billing.Payment, error) {
	id, err := standing(tx, p.Household)
	if err != nil {
		return p, err
	}
	home, err := tx.Household(id)
	if err != nil {
		return p, err
	}
	entry, err := newOpeningEntry(tx, c, actor, c.today, 0)
	if err != nil {
		return p, err
	}
	text := locale.Text(home.Language, "claim.text", locale.Params{"number": p.Receipt})
	part := billing.Part{Label: locale.Text(home.Language, "claim.vat", nil), VAT: vatCarried, Kind: club.Exempt}
	doc := entry.document(c.today)
	doc.Series, doc.Household, doc.Language, doc.DueDay = billing.ClaimSeries, home.ID, home.Language, c.today
	doc.Buyer, _ = addressed(home, 0)
	doc.Lines = []billing.Line{billing.Carried{Kind: billing.Balance, Text: text, Cents: -cents}.Line(c.today, catalogue.Offer{}, "", part)}
	if err := entry.issue(&doc, c.today, sqlite.Reason{}); err != nil {
		return p, err
	}
	back, err := out(billing.Withdrawal{CreditNote: doc.ID, Cents: cents})
	if err != nil {
		return p, err
	}
	_, err = entry.mirror(doc, text)
	return back, err
}
