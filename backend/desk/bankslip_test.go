package desk_test

import (
	"testing"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/desk"
)

// The unique line of a slip was told as a fault, and a slip whose cheques are on the
// account went back to the drawer.
func TestASlipIsOneLineOfTheBankAndStandsWhileItIs(t *testing.T) {
	s := newShop(t)
	slip := s.deposits(s.sell([]billing.Tender{cheque(110_00)}, "card").Payments[0].ID)
	s.imports(camt(0, moved{day: "2026-10-08", cents: 110_00, text: "REMISE CHEQUES", bankRef: "1"}, moved{day: "2026-10-09", cents: 110_00, text: "REMISE CHEQUES", bankRef: "2"}))
	lines := s.bank()
	mark := func(line, slip int64) error {
		_, err := s.MarkLine(ctx, s.req(), desk.MarkLine{Line: line, Slip: slip})
		return err
	}
	s.must(mark(lines[0].ID, slip.ID))
	s.must(mark(lines[0].ID, slip.ID)) // it says so already
	s.refuses(mark(lines[1].ID, slip.ID), club.CodeSlipTied)
	_, err := s.TakeSlipBack(ctx, s.req(), slip.ID)
	s.refuses(err, club.CodeSlipTied)
	s.must(mark(lines[0].ID, 0))
	opened, err := s.Actions(ctx, s.owner)
	s.must(err)
	s.must(mark(lines[1].ID, slip.ID))
	_, err = s.Undo(ctx, s.req(), opened[0].ID)
	s.refuses(err, club.CodeUndoChanged)
	s.must(mark(lines[1].ID, 0))
	back, err := s.TakeSlipBack(ctx, s.req(), slip.ID)
	s.must(err)
	if back.Back == "" {
		t.Errorf("%+v", back)
	}
	_, err = s.Undo(ctx, s.req(), opened[0].ID)
	s.refuses(err, club.CodeUndoChanged)
	s.proved()
}
