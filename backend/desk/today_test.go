package desk_test

import (
	"testing"

	"paddock/backend/billing"
	"paddock/backend/desk"
	"paddock/backend/money"
)

// The family below has no mobile phone, the only thing it lacks.
func TestEachFigureOfTheDayIsTheSumOfTheListItOpens(t *testing.T) {
	club := openClub(t)
	family := club.join("Delcourt", "Manon")
	gloves := club.goods("Gants", 3500)
	unpaid := club.sellTo(family.ID, gloves)
	old := club.sellTo(family.ID, gloves)

	// The first falls due on 14 October; on 4 November it is 21 days late.
	club.clock.set(t, "2026-11-04 10:00")
	club.sellTo(family.ID, gloves, billing.Tender{Way: billing.BankCard, Cents: 2000})
	given := club.sellTo(family.ID, gloves, billing.Tender{Way: billing.Cash, Cents: 3500})
	if _, err := club.Credit(t.Context(), club.req(), given.Invoice.ID, desk.Credit{Reason: "Trop petits"}); err != nil {
		t.Fatal(err)
	}
	today, err := club.Today(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	payments, err := club.Payments().Rows(t.Context(), desk.ListQuery{From: today.Day, To: today.Day})
	if err != nil {
		t.Fatal(err)
	}
	var received, late money.Cents
	for _, p := range payments {
		received += p.Cents
		if p.Family != "Delcourt" {
			t.Errorf("payment %s of %q", p.Receipt, p.Family)
		}
	}
	for _, row := range today.LateRows {
		late += row.Remaining
	}
	if today.Received != 5500 || received != today.Received || today.Payments != len(payments) {
		t.Errorf("received %d by %d payments, the list has %d by %d", today.Received, today.Payments, received, len(payments))
	}
	if today.Late != 7000 || late != today.Late || today.LateCount != 2 || today.LateOld != 0 || today.LateRows[0].LateDays != 21 {
		t.Errorf("late %d of which old %d, rows %+v", today.Late, today.LateOld, today.LateRows)
	}
	if today.Issued != 3500 || today.Invoices != 2 || len(today.Sales) != 3 {
		t.Errorf("issued %d by %d invoices and %d documents: a credit note is taken off and is no invoice", today.Issued, today.Invoices, len(today.Sales))
	}
	if today.Open != 1500 || today.OpenCount != 1 {
		t.Errorf("to receive %d by %d", today.Open, today.OpenCount)
	}
	if last := today.Week[6]; len(today.Week) != 7 || last.Day != today.Day || last.Cents != today.Received {
		t.Errorf("week %+v", today.Week)
	}
	if len(today.Lacking) != 1 || today.Lacking[0].Name != "Delcourt" || today.Lacking[0].Missing[0] != "mobile" {
		t.Errorf("lacking %+v", today.Lacking)
	}

	// On 14 November both are 31 days late: more than 30.
	club.clock.set(t, "2026-11-14 10:00")
	today, err = club.Today(t.Context())
	if err != nil || today.LateOld != unpaid.Invoice.Total+old.Invoice.Total {
		t.Errorf("late for more than 30 days: %d, %v", today.LateOld, err)
	}
}
