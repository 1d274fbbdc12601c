package desk

import (
	"context"

	"paddock/backend/club"
	"paddock/backend/journal"
	"paddock/backend/sqlite"
)

// MoveRider says where a rider goes, as the rider was shown.
type MoveRider struct {
	Household club.HouseholdID `json:"household" minimum:"1" doc:"Where the rider goes"`
	Version   int              `json:"version" doc:"Of the rider"`
}

// sealedMove is the payload of journal.RiderMoved.
type sealedMove struct {
	Rider club.RiderID     `json:"rider"`
	From  club.HouseholdID `json:"from"`
	Into  club.HouseholdID `json:"into"`
}

func (m sealedMove) turned() any { return sealedMove{m.Rider, m.Into, m.From} }

// MoveRider puts a rider into another household and shows that one. Cards,
// licences and papers are the rider's and follow; invoices stay with whom they
// were issued to (PRODUCT section 2).
func (d *Desk) MoveRider(ctx context.Context, req Request, id club.RiderID, in MoveRider) (HouseholdView, error) {
	body := struct {
		Rider club.RiderID
		In    MoveRider
	}{id, in}
	return write(ctx, d, req, "moveRider", body, func(tx *sqlite.Tx) (HouseholdView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return HouseholdView{}, err
		}
		rider, err := riderAsShown(tx, id, in.Version)
		if err != nil {
			return HouseholdView{}, err
		}
		home, err := heldHousehold(tx, in.Household)
		if err != nil {
			return HouseholdView{}, err
		}
		into := home.ID
		view, err := moveRider(tx, c, req.Actor, rider, into)
		if err != nil {
			return HouseholdView{}, err
		}
		return view, act(tx, "moveRider", rider.Name(), into, back{"moveRider", sealedMove{id, rider.Household, into}})
	})
}

// moveRider puts a rider into another household and seals it.
func moveRider(tx *sqlite.Tx, c clubNow, actor club.Actor, rider club.Rider, into club.HouseholdID) (HouseholdView, error) {
	if into == rider.Household {
		return HouseholdView{}, club.Refuse(club.CodeRiderThere).On("household").With("name", rider.Name())
	}
	waits, err := tx.RiderInSale(rider.ID, rider.Household, nil)
	if err != nil {
		return HouseholdView{}, err
	}
	if waits {
		return HouseholdView{}, club.Refuse(club.CodeRiderInSale).With("name", rider.Name())
	}
	if err := tx.MoveRider(rider.ID, into); err != nil {
		return HouseholdView{}, err
	}
	if err := tx.Seal(journal.RiderMoved, actor, "", sealedMove{rider.ID, rider.Household, into}); err != nil {
		return HouseholdView{}, err
	}
	if _, err := indexAndView(tx, c, rider.Household); err != nil {
		return HouseholdView{}, err
	}
	return indexAndView(tx, c, into)
}
