package desk

import (
	"testing"

	"paddock/backend/calendar"
	"paddock/backend/catalogue"
)

func TestASeasonSellsItsOwnOffersAndWhatIsGoodInIt(t *testing.T) {
	here := calendar.Season{ID: 7, First: "2026-09-01", Last: "2027-08-31"}
	next := calendar.Season{ID: 8, First: "2027-09-01", Last: "2028-08-31"}
	later := calendar.Season{ID: 9, First: "2028-09-01", Last: "2029-08-31"}
	licence := catalogue.Offer{Terms: catalogue.Terms{ValidFrom: "2026-09-01", ValidThrough: "2027-12-31"}}
	own := catalogue.Offer{Season: 7}
	for _, c := range []struct {
		what   string
		offer  catalogue.Offer
		season calendar.Season
		want   bool
	}{
		{"its own", own, here, true}, {"another's", own, next, false},
		{"a licence of both", licence, here, true}, {"a licence of both", licence, next, true}, {"a licence that is over", licence, later, false},
		{"what has no season", catalogue.Offer{}, later, true},
	} {
		if got := soldIn(c.offer, c.season); got != c.want {
			t.Errorf("%s in season %d: %v", c.what, c.season.ID, got)
		}
	}
}
