package desk

import (
	"context"

	"paddock/backend/club"
	"paddock/backend/sqlite"
)

// ShareRider says which other household sees a rider, as the rider was shown.
type ShareRider struct {
	Household club.HouseholdID `json:"household" minimum:"0" doc:"Besides the rider's own; 0 for no other"`
	Version   int              `json:"version" doc:"Of the rider"`
}

// sharing is which household a rider was shared with before an action, and is
// after it; 0 for none.
type sharing struct {
	Rider  club.RiderID     `json:"rider"`
	Before club.HouseholdID `json:"before"`
	After  club.HouseholdID `json:"after"`
}

func (s sharing) turned() any { return sharing{s.Rider, s.After, s.Before} }

// ShareRider lets the household of the other parent see a rider, and shows the
// rider's own (PRODUCT section 9, People). Either buys for the rider and pays
// what it bought; cards, licences and papers are the rider's and both see them.
func (d *Desk) ShareRider(ctx context.Context, req Request, id club.RiderID, in ShareRider) (HouseholdView, error) {
	body := struct {
		Rider club.RiderID
		In    ShareRider
	}{id, in}
	return write(ctx, d, req, "shareRider", body, func(tx *sqlite.Tx) (HouseholdView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return HouseholdView{}, err
		}
		rider, err := riderAsShown(tx, id, in.Version)
		if err != nil {
			return HouseholdView{}, err
		}
		var with club.HouseholdID
		if in.Household != 0 {
			home, err := heldHousehold(tx, in.Household)
			if err != nil {
				return HouseholdView{}, on("household", err)
			}
			with = home.ID
		}
		if err := shareRider(tx, c, req.Actor, rider, with); err != nil {
			return HouseholdView{}, err
		}
		undo := back{"shareRider", sharing{id, rider.SharedWith, with}}
		if err := act(tx, "shareRider", rider.Name(), rider.Household, undo); err != nil {
			return HouseholdView{}, err
		}
		return viewHousehold(tx, c, rider.Household)
	})
}

func shareRider(tx *sqlite.Tx, c clubNow, actor club.Actor, rider club.Rider, with club.HouseholdID) error {
	before := rider.SharedWith
	if with == rider.Household || with == before && with != 0 {
		return club.Refuse(club.CodeRiderThere).On("household").With("name", rider.Name())
	}
	if before != 0 {
		waits, err := tx.RiderInSale(rider.ID, before, nil)
		if err != nil {
			return err
		}
		if waits {
			return club.Refuse(club.CodeRiderInSale).With("name", rider.Name())
		}
	}
	if err := tx.ShareRider(rider.ID, with, actor); err != nil {
		return err
	}
	for _, home := range []club.HouseholdID{rider.Household, before} {
		if home == 0 {
			continue
		}
		if _, err := indexAndView(tx, c, home); err != nil {
			return err
		}
	}
	return nil
}

func undoShare(u undoing, in sharing) error {
	rider, err := u.tx.Rider(in.Rider)
	if err != nil {
		return refused(err, club.CodeRiderNotFound)
	}
	if rider.SharedWith != in.After {
		return club.Refuse(club.CodeUndoChanged)
	}
	var with club.HouseholdID
	if in.Before != 0 {
		home, err := heldHousehold(u.tx, in.Before)
		if err != nil {
			return err
		}
		with = home.ID
	}
	return shareRider(u.tx, u.c, u.actor, rider, with)
}
