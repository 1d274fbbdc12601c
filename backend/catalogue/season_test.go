package catalogue_test

import (
	"testing"

	"paddock/backend/calendar"
	"paddock/backend/catalogue"
)

func TestAnOfferOfTheNextSeasonMovesItsDaysAndYearsOn(t *testing.T) {
	old := calendar.Season{ID: 1, Name: "2026–2027", First: "2026-09-01", Last: "2027-08-31"}
	next := calendar.Season{ID: 2, Name: "2027–2028", First: "2027-09-06", Last: "2028-07-31"}
	for name, test := range map[string]struct {
		season, next calendar.Season
		offer, want  catalogue.Offer
	}{
		"a membership is valid for all of the new season": {old, next,
			catalogue.Offer{Name: "Adhésion 2026–2027", Season: 1, Terms: catalogue.Terms{ValidFrom: old.First, ValidThrough: old.Last}},
			catalogue.Offer{Name: "Adhésion 2027–2028", Season: 2, Terms: catalogue.Terms{ValidFrom: next.First, ValidThrough: next.Last}}},
		"a licence keeps its own year": {calendar.Season{}, calendar.Season{},
			catalogue.Offer{Name: "Licence 2027, tarif n° 12026", Terms: catalogue.Terms{ValidFrom: "2026-09-01", ValidThrough: "2027-12-31"}},
			catalogue.Offer{Name: "Licence 2028, tarif n° 12026", Terms: catalogue.Terms{ValidFrom: "2027-09-01", ValidThrough: "2028-12-31"}}},
		"29 February becomes the last of a shorter February": {old, next,
			catalogue.Offer{Name: "Stage", Detail: "hiver 2028", Season: 1, Terms: catalogue.Terms{ValidFrom: "2028-02-01", ValidThrough: "2028-02-29"}},
			catalogue.Offer{Name: "Stage", Detail: "hiver 2029", Season: 2, Terms: catalogue.Terms{ValidFrom: "2029-02-01", ValidThrough: "2029-02-28"}}},
	} {
		test.offer.ID, test.offer.Position, test.offer.Version, test.offer.Archived = 7, 3, 4, true
		got := test.offer.InSeason(test.season, test.next)
		if got.Name != test.want.Name || got.Detail != test.want.Detail || got.Season != test.want.Season || got.Terms != test.want.Terms {
			t.Errorf("%s: %+v", name, got)
		}
		if got.ID != 0 || got.Position != 0 || got.Version != 0 || got.Archived {
			t.Errorf("%s: the copy is an offer of its own, on sale: %+v", name, got)
		}
	}
}
