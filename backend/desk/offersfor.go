package desk

import (
	"context"
	"slices"

	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/sqlite"
)

// OffersFor is what the desk can sell to somebody, and what does not fit them
// with the reason (PRODUCT section 3, who may buy).
type OffersFor struct {
	Fits    []FittingOffer `json:"fits" nullable:"false" doc:"In the order of the screen"`
	DoesNot []UnfitOffer   `json:"doesNot" nullable:"false"`
}

// FittingOffer is an offer that can be sold at a key's press.
type FittingOffer struct {
	N     int             `json:"n" doc:"The figure key that sells it, 1 to 9; 0 for the tenth and after"`
	Offer catalogue.Offer `json:"offer"`
	Seats *OfferSeats     `json:"seats,omitempty" doc:"Of one with places"`
	Opens bool            `json:"opens,omitempty" doc:"Card: the plan may have a lesson to sell it with"`
}

// UnfitOffer is an offer and what stands in its way.
type UnfitOffer struct {
	Offer     catalogue.Offer `json:"offer"`
	Obstacles []Obstacle      `json:"obstacles" nullable:"false"`
	Seats     *OfferSeats     `json:"seats,omitempty" doc:"Of one with places"`
}

// Obstacle is one reason why an offer does not fit; its text is error.CODE.
type Obstacle struct {
	Code   club.Code      `json:"code"`
	Params map[string]any `json:"params,omitempty"`
}

// numberKeys is how many offers a figure key sells.
const numberKeys = 9

// OffersFor sorts the offers on sale for a rider of a household; 0 is nobody.
// What was for a season or a licence year that is over is left out. A package has
// a row for each series a rider could have it in.
func (d *Desk) OffersFor(ctx context.Context, rider club.RiderID, household club.HouseholdID) (OffersFor, error) {
	return read(ctx, d, "offersFor", func(tx *sqlite.Tx) (OffersFor, error) {
		list := OffersFor{Fits: []FittingOffer{}, DoesNot: []UnfitOffer{}}
		c, err := loadClub(tx)
		if err != nil {
			return list, err
		}
		offers, err := offersOn(tx, c.today)
		if err != nil {
			return list, err
		}
		buyer, err := buyerOf(tx, c, rider, household, c.today, offers...)
		if err != nil {
			return list, err
		}
		counter, err := newCounterOffers(tx, c, rider, buyer)
		if err != nil {
			return list, err
		}
		for _, offer := range offers {
			if err := counter.list(&list, offer); err != nil {
				return list, err
			}
		}
		for i := range min(len(list.Fits), numberKeys) {
			list.Fits[i].N = i + 1
		}
		return list, nil
	})
}

// offersOn lists what is on sale on a day.
func offersOn(tx *sqlite.Tx, day calendar.Day) ([]catalogue.Offer, error) {
	all, err := tx.Offers()
	if err != nil {
		return nil, err
	}
	seasons, err := tx.Seasons()
	over := map[int64]bool{}
	for _, s := range seasons {
		over[s.ID] = s.Last < day
	}
	var offers []catalogue.Offer
	for _, o := range all {
		expired := o.Terms.ValidThrough != "" && o.Terms.ValidThrough < day
		if !o.Archived && !over[o.Season] && !expired {
			offers = append(offers, o)
		}
	}
	return offers, err
}

// buyerOf is the household and the beneficiary, whom it must see; 0 is nobody.
// Of him it knows what these offers ask about on a day.
func buyerOf(tx *sqlite.Tx, c clubNow, rider club.RiderID, household club.HouseholdID, day calendar.Day, offers ...catalogue.Offer) (catalogue.Buyer, error) {
	buyer := catalogue.Buyer{Now: tx.Now, Zone: c.zone}
	if household != 0 {
		home, err := tx.HouseholdHead(household)
		if err != nil {
			return buyer, refused(err, club.CodeHouseholdNotFound)
		}
		buyer.Guest = home.Kind == guest
	}
	if rider == 0 {
		return buyer, nil
	}
	r, err := tx.Rider(rider)
	if err == nil && r.Household != household && (household == 0 || r.SharedWith != household) {
		err = sqlite.ErrNotFound
	}
	if err != nil {
		return buyer, on("rider", refused(err, club.CodeRiderNotFound))
	}
	buyer.Rider, buyer.Name, buyer.Birth, buyer.Level = true, r.FirstName, r.BirthDate, r.Level
	buyer.Licences = r.Licences
	if slices.ContainsFunc(offers, func(o catalogue.Offer) bool { return o.NeedsPackage }) {
		now, err := tx.HasPackage(r.ID, c.today)
		if err != nil {
			return buyer, err
		}
		then, err := tx.HasPackage(r.ID, day)
		if err != nil {
			return buyer, err
		}
		buyer.Package = now || then
	}
	if slices.ContainsFunc(offers, func(o catalogue.Offer) bool { return o.LevelMin != 0 || o.LevelMax != 0 }) {
		if buyer.Steps, err = tx.Levels(); err != nil {
			return buyer, err
		}
	}
	if slices.ContainsFunc(offers, func(o catalogue.Offer) bool { return o.NeedsFile }) {
		files, err := filesOf(tx, c, r.ID)
		if err != nil {
			return buyer, err
		}
		buyer.File = files[r.ID]
	}
	return buyer, nil
}

func obstaclesOf(offer catalogue.Offer, buyer catalogue.Buyer, today calendar.Day) []Obstacle {
	if !buyer.Rider && offer.Kind.ForRider() {
		return []Obstacle{{Code: club.CodeRiderNeeded}}
	}
	var obstacles []Obstacle
	for _, refusal := range offer.Obstacles(buyer, today) {
		obstacles = append(obstacles, Obstacle{refusal.Code, refusal.Params})
	}
	return obstacles
}
