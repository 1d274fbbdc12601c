package desk_test

import (
	"testing"
	"time"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/desk"
)

func TestAStatementOpensWithWhatWasThereBeforeAndClosesWithItsLastLine(t *testing.T) {
	s := newShop(t)
	s.sell([]billing.Tender{link(3500)}, "gloves")
	s.wait(24 * time.Hour)
	s.sell(cash(3500), "gloves")
	const today = "2026-10-08"

	all, err := s.Statement(ctx, s.family.ID, desk.StatementDays{From: "2026-01-01", To: today})
	s.must(err)
	if all.Opening != 0 || all.Closing != 3500 || len(all.Lines) != 3 {
		t.Errorf("the whole says %+v", all)
	}
	last, err := s.Statement(ctx, s.family.ID, desk.StatementDays{From: today, To: today})
	s.must(err)
	if last.Opening != 3500 || last.Closing != 3500 || len(last.Lines) != 2 {
		t.Errorf("the last day says %+v", last)
	}
	later, err := s.Statement(ctx, s.family.ID, desk.StatementDays{From: "2030-01-31", To: "2030-01-31"})
	s.must(err)
	if later.Opening != 3500 || later.Closing != 3500 || len(later.Lines) != 0 {
		t.Errorf("a day without anything says %+v", later)
	}
	for _, days := range []desk.StatementDays{{From: "2026-02-29", To: today}, {From: today, To: "x"}, {From: today, To: "2020-01-01"}, {}} {
		_, err := s.Statement(ctx, s.family.ID, days)
		s.refuses(err, club.CodeBadDay)
		_, err = s.StatementPaper(ctx, s.family.ID, days)
		s.refuses(err, club.CodeBadDay)
	}
	_, err = s.Statement(ctx, 9999, desk.StatementDays{From: today, To: today})
	s.refuses(err, club.CodeHouseholdNotFound)
}
