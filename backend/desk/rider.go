package desk

import (
	"context"

	"paddock/backend/club"
	"paddock/backend/sqlite"
)

// SaveRider is a rider as the desk wrote it; without an id it joins the
// household it names.
type SaveRider struct {
	club.Rider
	Confirmed bool `json:"confirmed,omitempty" doc:"Somebody saw the look-alikes and means another one"`
}

// SaveRider makes a rider, or changes the one with its id if nobody else did
// meanwhile, and shows the household. A rider changes household by a verb of
// its own.
func (d *Desk) SaveRider(ctx context.Context, req Request, in SaveRider) (HouseholdView, error) {
	return write(ctx, d, req, "saveRider", in, func(tx *sqlite.Tx) (HouseholdView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return HouseholdView{}, err
		}
		rider, f := in.Rider, &form{}
		if f.rider(tx, c, &rider); f.err != nil {
			return HouseholdView{}, f.err
		}
		var before club.Rider
		if rider.ID == 0 {
			rider.ID, err = addRider(tx, c, rider, in.Confirmed, req.Actor)
		} else {
			before, err = changeRider(tx, &rider)
		}
		if err != nil {
			return HouseholdView{}, err
		}
		after, err := tx.Rider(rider.ID)
		if err != nil {
			return HouseholdView{}, err
		}
		if err := actRider(tx, before, after); err != nil {
			return HouseholdView{}, err
		}
		if err := releaseLinksFor(tx, c, req.Actor, rider.ID); err != nil { // a birth date decides what is asked for
			return HouseholdView{}, err
		}
		return indexAndView(tx, c, rider.Household)
	})
}

func addRider(tx *sqlite.Tx, c clubNow, rider club.Rider, confirmed bool, actor club.Actor) (club.RiderID, error) {
	home, err := heldHousehold(tx, rider.Household)
	if err != nil {
		return 0, err
	}
	if home.ID != rider.Household {
		return 0, mergedInto(home)
	}
	if !confirmed {
		look := lookAlikes{tx: tx, home: rider.Household, country: c.Identity.Country}
		look.rider(rider, 0, "")
		if err := look.refusal(); err != nil {
			return 0, err
		}
	}
	return tx.InsertRider(rider, actor)
}

// changeRider writes a rider and returns what they were.
func changeRider(tx *sqlite.Tx, rider *club.Rider) (stored club.Rider, err error) {
	if stored, err = riderAsShown(tx, rider.ID, rider.Version); err != nil {
		return stored, err
	}
	if rider.Household != 0 && rider.Household != stored.Household {
		return stored, club.Refuse(club.CodeInvalid).On("household")
	}
	rider.Household = stored.Household
	return stored, tx.UpdateRider(*rider)
}

// riderAsShown loads a rider to write about him, unless somebody did since he was
// shown.
func riderAsShown(tx *sqlite.Tx, id club.RiderID, version int) (club.Rider, error) {
	rider, err := heldRider(tx, id)
	if err == nil && rider.Version != version {
		err = stale(rider.Version, rider)
	}
	return rider, err
}

// Levels lists the ladders of the federations, each from its first step.
func (d *Desk) Levels(ctx context.Context) ([]club.Level, error) {
	return read(ctx, d, "levels", (*sqlite.Tx).Levels)
}
