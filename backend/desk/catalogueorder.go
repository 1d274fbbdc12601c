package desk

import (
	"context"
	"slices"

	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/sqlite"
)

// MoveOffer is where an offer goes among those of its kind.
type MoveOffer struct {
	Before catalogue.OfferID `json:"before" doc:"The offer it is put before; 0 puts it last of its kind"`
}

// MoveOffer changes the order in which the catalogue and the desk list the
// offers of a kind.
func (d *Desk) MoveOffer(ctx context.Context, req Request, id catalogue.OfferID, in MoveOffer) (OfferView, error) {
	type move struct {
		ID catalogue.OfferID `json:"id"`
		MoveOffer
	}
	return write(ctx, d, req, "moveOffer", move{id, in}, func(tx *sqlite.Tx) (OfferView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return OfferView{}, err
		}
		offer, err := tx.Offer(id)
		if err != nil {
			return OfferView{}, refused(err, club.CodeOfferNotFound)
		}
		moved := order{Kind: offer.Kind}
		if moved.Before, err = orderOf(tx, offer.Kind); err != nil {
			return OfferView{}, err
		}
		if moved.After, err = placeOffer(tx, offer, in.Before); err != nil {
			return OfferView{}, err
		}
		if err := act(tx, "moveOffer", offer.Name, 0, back{"placeOffers", moved}); err != nil {
			return OfferView{}, err
		}
		return viewOfferAt(tx, c, id)
	})
}

// placeOffer puts an offer before another of its kind, last for 0, and returns
// their order.
func placeOffer(tx *sqlite.Tx, offer catalogue.Offer, before catalogue.OfferID) ([]catalogue.OfferID, error) {
	order, err := orderOf(tx, offer.Kind)
	if err != nil {
		return nil, err
	}
	order = slices.DeleteFunc(order, func(id catalogue.OfferID) bool { return id == offer.ID })
	at := len(order)
	if before != 0 {
		if at = slices.Index(order, before); at < 0 {
			return nil, club.Refuse(club.CodeOfferNotFound).On("before")
		}
	}
	order = slices.Insert(order, at, offer.ID)
	return order, tx.PlaceOffers(order)
}

// DuplicateToNextSeason makes a copy of an offer for the season after its own,
// on sale at once and listed after it: days of validity and years in its name
// move on with it. Cards and goods are sold in every season and need no copy.
func (d *Desk) DuplicateToNextSeason(ctx context.Context, req Request, id catalogue.OfferID) (OfferView, error) {
	return write(ctx, d, req, "duplicateToNextSeason", id, func(tx *sqlite.Tx) (OfferView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return OfferView{}, err
		}
		offer, err := tx.Offer(id)
		if err != nil {
			return OfferView{}, refused(err, club.CodeOfferNotFound)
		}
		if !offer.Seasonal() {
			return OfferView{}, club.Refuse(club.CodeNotSeasonal)
		}
		next, err := successor(tx, offer)
		if err != nil {
			return OfferView{}, err
		}
		all, err := tx.Offers()
		if err != nil {
			return OfferView{}, err
		}
		if isThere(all, next) {
			return OfferView{}, club.Refuse(club.CodeNameTaken).On("name").With("name", next.Name)
		}
		view, err := putAfter(tx, c, offer, next)
		if err != nil {
			return OfferView{}, err
		}
		return view, actOffer(tx, "duplicateToNextSeason", catalogue.Offer{}, view.Offer)
	})
}

// successor is an offer as it is sold in the season after its own; one of no
// season follows the years of its own validity.
func successor(tx *sqlite.Tx, offer catalogue.Offer) (catalogue.Offer, error) {
	if offer.Season == 0 {
		return offer.InSeason(calendar.Season{}, calendar.Season{}), nil
	}
	seasons, err := tx.Seasons() // the latest first
	if err != nil {
		return offer, err
	}
	at := slices.IndexFunc(seasons, func(s calendar.Season) bool { return s.ID == offer.Season })
	if at == 0 {
		return offer, club.Refuse(club.CodeNoNextSeason).With("season", seasons[0].Name)
	}
	return offer.InSeason(seasons[at], seasons[at-1]), nil
}

func viewOfferAt(tx *sqlite.Tx, c clubNow, id catalogue.OfferID) (OfferView, error) {
	offer, err := tx.Offer(id)
	if err != nil {
		return OfferView{}, refused(err, club.CodeOfferNotFound)
	}
	levels, err := tx.Levels()
	if err != nil {
		return OfferView{}, err
	}
	stock, err := tx.StockOf(id)
	if err != nil {
		return OfferView{}, err
	}
	sold, err := tx.TimesSold()
	return c.viewOffer(offer, sold[id], stock, levels), err
}
