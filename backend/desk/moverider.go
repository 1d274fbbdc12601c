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
		rider, err := tx.Rider(id)
		if err != nil {
			return HouseholdView{}, refused(err, club.CodeRiderNotFound)
		}
		if rider.Version != in.Version {
			return HouseholdView{}, stale(rider.Version, rider)
		}
		into, err := standing(tx, in.Household)
		if err != nil {
			return HouseholdView{}, err
		}
		if into == rider.Household {
			return HouseholdView{}, club.Refuse(club.CodeRiderThere).On("household").With("name", rider.Name())
		}
		waits, err := tx.RiderInSale(id, rider.Household, nil)
		if err != nil {
			return HouseholdView{}, err
		}
		if waits {
			return HouseholdView{}, club.Refuse(club.CodeRiderInSale).With("name", rider.Name())
		}
		if err := tx.MoveRider(id, into); err != nil {
			return HouseholdView{}, err
		}
		if err := tx.Seal(journal.RiderMoved, req.Actor, "", sealedMove{id, rider.Household, into}); err != nil {
			return HouseholdView{}, err
		}
		if _, err := indexAndView(tx, c, rider.Household); err != nil {
			return HouseholdView{}, err
		}
		return indexAndView(tx, c, into)
	})
}
