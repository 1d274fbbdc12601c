package desk_test

import (
	"testing"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/money"
)

func TestAnAccountSaysWhatWasDueAndReceivedAndWhatRemains(t *testing.T) {
	h := openClub(t)
	home, helmet := h.join("Delcourt", "Manon"), h.goods("Casque", 170_00)
	sale := h.sellTo(home.ID, helmet, billing.Tender{Way: billing.Cheque, Cents: 70_00, Detail: billing.Detail{Number: "4081127"}})
	h.clock.set(t, "2026-10-09 10:00")
	if _, err := h.Credit(t.Context(), h.req(), sale.Invoice.ID, desk.Credit{
		Returns: []billing.Return{{Line: sale.Invoice.Lines[0].ID, Cents: 130_00}}, Reason: "Retour",
	}); err != nil {
		t.Fatal(err)
	}
	account, err := h.Account(t.Context(), home.ID)
	if err != nil {
		t.Fatal(err)
	}
	type figures struct {
		kind                                    string
		due, received, remaining, left, balance money.Cents
	}
	want := []figures{
		{"invoice", 170_00, 0, 0, 0, 170_00},
		{"payment", 0, 70_00, 0, 0, 100_00},
		{"creditNote", 0, 130_00, 0, 30_00, -30_00}, // 100 settle the invoice, 30 are credit
	}
	if len(account.Lines) != len(want) {
		t.Fatalf("lines %+v", account.Lines)
	}
	for i, line := range account.Lines {
		if got := (figures{line.Kind, line.Due, line.Received, line.Remaining, line.Left, line.Balance}); got != want[i] {
			t.Errorf("line %d: %+v, want %+v", i, got, want[i])
		}
	}
	if account.Remaining != 0 || account.Credit != 30_00 || account.Invoiced != 40_00 || account.Received != 70_00 {
		t.Errorf("summary %+v", account.AccountSummary)
	}
	if len(account.Sources) != 1 || account.Sources[0].Left != 30_00 {
		t.Errorf("sources %+v", account.Sources)
	}
	if account.Lines[1].Detail.Number != "4081127" || account.Lines[1].Way != billing.Cheque {
		t.Errorf("payment %+v", account.Lines[1])
	}
}

func TestAnInvoiceIsOverdueFromTheDayAfterItsDueDay(t *testing.T) {
	h := openClub(t)
	home := h.join("Delcourt")
	sale := h.sellTo(home.ID, h.goods("Casque", 170_00))
	due := string(sale.Invoice.DueDay)
	h.clock.set(t, due+" 12:00")
	view, err := h.Household(t.Context(), home.ID)
	if err != nil || view.Account.Remaining != 170_00 || view.Account.Overdue != 0 {
		t.Errorf("on the day: %+v, %v", view.Account, err)
	}
	h.clock.set(t, string(sale.Invoice.DueDay.AddDays(1))+" 12:00")
	account, err := h.Account(t.Context(), home.ID)
	if err != nil || account.Overdue != 170_00 || account.Lines[0].State != billing.StateOverdue || account.Lines[0].Remaining != 170_00 {
		t.Errorf("the day after: %+v, %v", account, err)
	}
	list, err := h.Households(t.Context(), desk.HouseholdQuery{Sort: "-overdue"})
	if err != nil || list.Rows[0].Overdue != 170_00 || list.Rows[0].Remaining != 170_00 {
		t.Errorf("list: %+v, %v", list.Rows, err)
	}
}

func TestTheFiguresOfAnotherFamilyAndSeasonStayOut(t *testing.T) {
	h := openClub(t)
	home, helmet := h.join("Delcourt"), h.goods("Casque", 170_00)
	h.sellTo(h.join("Perrin").ID, helmet)
	account, err := h.Account(t.Context(), home.ID)
	if err != nil || len(account.Lines) != 0 || account.Remaining != 0 || account.Season != "2026–2027" {
		t.Errorf("%+v, %v", account, err)
	}
	_, err = h.Account(t.Context(), 99)
	wantRefusal(t, err, club.CodeHouseholdNotFound, "")
}
