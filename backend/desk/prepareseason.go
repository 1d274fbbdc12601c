package desk

import (
	"context"
	"slices"

	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// SeasonPlan is what preparing the season to come would copy.
type SeasonPlan struct {
	Season calendar.Season `json:"season"`
	Copies []SeasonCopy    `json:"copies" nullable:"false" doc:"In the catalogue's order"`
}

// SeasonCopy is an offer and what it would be in the season to come.
type SeasonCopy struct {
	From         catalogue.OfferID `json:"from"`
	Kind         catalogue.Kind    `json:"kind"`
	Name         string            `json:"name" doc:"As it is now"`
	NextName     string            `json:"nextName" doc:"As its copy is called"`
	ValidFrom    calendar.Day      `json:"validFrom,omitempty"`
	ValidThrough calendar.Day      `json:"validThrough,omitempty"`
	Price        money.Cents       `json:"priceCents"`
	There        bool              `json:"there" doc:"Its copy was made before; it is not made again"`

	offer, next catalogue.Offer
}

// PrepareSeason is the offers to copy and what their copies cost.
type PrepareSeason struct {
	Copies []PricedCopy `json:"copies" maxItems:"1000" nullable:"false"`
}

// PricedCopy is an offer to copy.
type PricedCopy struct {
	From  catalogue.OfferID `json:"from"`
	Price money.Cents       `json:"priceCents" doc:"Of the copy, including VAT"`
}

// SeasonPlan previews the season to come: what is sold in the season before it,
// or runs out while it lasts, with the days and names of the copies.
func (d *Desk) SeasonPlan(ctx context.Context) (SeasonPlan, error) {
	return read(ctx, d, "seasonPlan", func(tx *sqlite.Tx) (SeasonPlan, error) {
		c, err := loadClub(tx)
		if err != nil {
			return SeasonPlan{}, err
		}
		return planSeason(tx, c)
	})
}

// PrepareSeason copies offers to the season to come, each after its original,
// and returns the copies. It is one action, undone as a whole; an offer whose
// copy is there already is left out, so that doing it again makes nothing twice.
func (d *Desk) PrepareSeason(ctx context.Context, req Request, in PrepareSeason) ([]OfferView, error) {
	return write(ctx, d, req, "prepareSeason", in, func(tx *sqlite.Tx) ([]OfferView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return nil, err
		}
		plan, err := planSeason(tx, c)
		if err != nil {
			return nil, err
		}
		made := []OfferView{}
		var steps []back
		for _, wanted := range in.Copies {
			at := slices.IndexFunc(plan.Copies, func(p SeasonCopy) bool { return p.From == wanted.From })
			if at < 0 {
				return nil, club.Refuse(club.CodeOfferNotFound).On("copies")
			}
			planned := &plan.Copies[at]
			if planned.There {
				continue
			}
			planned.There = true
			next, err := checkOffer(tx, c, planned.next.At(wanted.Price))
			if err != nil {
				return nil, err
			}
			view, err := putAfter(tx, c, planned.offer, next)
			if err != nil {
				return nil, err
			}
			row, err := newRow(int64(view.ID), offerFields(view.Offer))
			if err != nil {
				return nil, err
			}
			steps = append(steps, back{"removeOffer", row})
			made = append(made, view)
		}
		return made, act(tx, "prepareSeason", plan.Season.Name, 0, steps...)
	})
}

// planSeason plans the first season that has not begun. An offer of no season is
// copied when the day after its last falls into it: a licence of the next year.
func planSeason(tx *sqlite.Tx, c clubNow) (SeasonPlan, error) {
	present, next, err := seasonToCome(tx, c)
	if err != nil {
		return SeasonPlan{}, err
	}
	plan := SeasonPlan{Season: next, Copies: []SeasonCopy{}}
	all, err := tx.Offers()
	if err != nil {
		return SeasonPlan{}, err
	}
	for _, offer := range all {
		if offer.Archived || !offer.Seasonal() {
			continue
		}
		next := offer.InSeason(calendar.Season{}, calendar.Season{})
		switch {
		case offer.Season == 0:
			if over := offer.Terms.ValidThrough.AddDays(1); over < plan.Season.First || over > plan.Season.Last {
				continue
			}
		case offer.Season == present.ID:
			next = offer.InSeason(present, plan.Season)
		default:
			continue
		}
		plan.Copies = append(plan.Copies, SeasonCopy{
			From: offer.ID, Kind: offer.Kind, Name: offer.Name, NextName: next.Name,
			ValidFrom: next.Terms.ValidFrom, ValidThrough: next.Terms.ValidThrough, Price: offer.Price,
			There: isThere(all, next), offer: offer, next: next,
		})
	}
	return plan, nil
}

// seasonToCome is the first season that has not begun, and the one before it: the
// zero Season when there is none.
func seasonToCome(tx *sqlite.Tx, c clubNow) (present, next calendar.Season, err error) {
	seasons, err := tx.Seasons() // the latest first
	if err != nil {
		return present, next, err
	}
	begun := slices.IndexFunc(seasons, func(s calendar.Season) bool { return s.First <= c.today })
	if begun < 0 {
		begun = len(seasons)
	}
	if begun == 0 {
		name := ""
		if len(seasons) > 0 {
			name = seasons[0].Name
		}
		return present, next, club.Refuse(club.CodeNoNextSeason).With("season", name)
	}
	if begun < len(seasons) {
		present = seasons[begun]
	}
	return present, seasons[begun-1], nil
}

// isThere reports whether a copy was made before.
func isThere(all []catalogue.Offer, next catalogue.Offer) bool {
	return slices.ContainsFunc(all, func(o catalogue.Offer) bool { return o.Continues(next) })
}

// putAfter saves a new offer and lists it after the one it was made from.
func putAfter(tx *sqlite.Tx, c clubNow, from, next catalogue.Offer) (OfferView, error) {
	order, err := orderOf(tx, from.Kind)
	if err != nil {
		return OfferView{}, err
	}
	follower := catalogue.OfferID(0)
	if at := slices.Index(order, from.ID); at+1 < len(order) {
		follower = order[at+1]
	}
	view, err := putOffer(tx, c, next)
	if err != nil {
		return view, err
	}
	if _, err := placeOffer(tx, view.Offer, follower); err != nil {
		return view, err
	}
	return viewOfferAt(tx, c, view.ID)
}
