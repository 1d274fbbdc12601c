package desk

import (
	"cmp"
	"slices"
	"strings"

	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// OfferFilter chooses offers of the catalogue.
type OfferFilter struct {
	Kind     catalogue.Kind // all kinds when empty
	Archived bool           // those taken off sale instead of those on sale
	Query    string         // part of the name or detail, or the price
	Season   int64          // what is sold in a season; 0 for all
	Sort     string         // name, price or sold, with - before for the other way; "" is the catalogue's own order
}

// offers lists the offers a filter keeps, kind by kind.
func (c clubNow) offers(tx *sqlite.Tx, filter OfferFilter) ([]OfferView, error) {
	season, err := c.seasonOf(tx, filter.Season)
	if err != nil {
		return nil, err
	}
	offers, err := tx.Offers()
	if err != nil {
		return nil, err
	}
	levels, err := tx.Levels()
	if err != nil {
		return nil, err
	}
	stock, err := tx.Stock()
	if err != nil {
		return nil, err
	}
	sold, err := tx.TimesSold()
	views := []OfferView{}
	for _, o := range offers {
		if o.Archived == filter.Archived && (filter.Kind == "" || o.Kind == filter.Kind) &&
			(season.ID == 0 || soldIn(o, season)) && matches(o, filter.Query) {
			views = append(views, c.viewOffer(o, sold[o.ID], stock[o.ID], levels))
		}
	}
	filter.order(views)
	return views, err
}

func (c clubNow) seasonOf(tx *sqlite.Tx, id int64) (calendar.Season, error) {
	if id == 0 {
		return calendar.Season{}, nil
	}
	seasons, err := tx.Seasons()
	if err != nil {
		return calendar.Season{}, err
	}
	if i := slices.IndexFunc(seasons, func(s calendar.Season) bool { return s.ID == id }); i >= 0 {
		return seasons[i], nil
	}
	return calendar.Season{}, club.Refuse(club.CodeSeasonNotFound).On("season")
}

// soldIn reports whether an offer is for a season: its own, or for all of them
// and good on one of its days.
func soldIn(o catalogue.Offer, season calendar.Season) bool {
	if o.Season != 0 {
		return o.Season == season.ID
	}
	t := o.Terms
	return (t.ValidThrough == "" || t.ValidThrough >= season.First) && (t.ValidFrom == "" || t.ValidFrom <= season.Last)
}

// matches reports whether an offer has a text in its name or detail, or costs
// that: 150 is every price from 150,00 to 150,99.
func matches(o catalogue.Offer, text string) bool {
	text = clean(text)
	if strings.Contains(club.Fold(o.Name+" "+o.Detail), club.Fold(text)) {
		return true
	}
	cents, err := money.Parse(text)
	if err != nil {
		return false
	}
	if strings.ContainsAny(text, ".,") {
		return o.Price == cents
	}
	return o.Price/100 == cents/100
}

// order sorts offers within their kind. What equals keeps the catalogue's order.
func (f OfferFilter) order(offers []OfferView) {
	column, down := strings.CutPrefix(f.Sort, "-")
	kind := map[catalogue.Kind]int{}
	for _, o := range offers {
		if _, known := kind[o.Kind]; !known {
			kind[o.Kind] = len(kind)
		}
	}
	slices.SortStableFunc(offers, func(a, b OfferView) int {
		by := 0
		switch column {
		case "name":
			by = club.CompareNames(a.Name, b.Name)
		case "price":
			by = cmp.Compare(a.Price, b.Price)
		case "sold":
			by = cmp.Compare(a.Sold, b.Sold)
		}
		if down {
			by = -by
		}
		return cmp.Or(cmp.Compare(kind[a.Kind], kind[b.Kind]), by)
	})
}
