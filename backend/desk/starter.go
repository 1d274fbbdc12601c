package desk

import (
	"time"

	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// starterCatalogue fills an empty catalogue with what a club of the country
// usually sells, in the club's language. Prices are examples to be changed.
func (d *Desk) starterCatalogue(tx *sqlite.Tx, settings club.Settings, season calendar.Season, today calendar.Day) error {
	c := clubNow{Settings: settings, today: today}
	offers := frenchOffers(settings, season, today)
	if settings.Identity.Country == "BE" {
		offers = belgianOffers(settings, season)
	}
	for _, offer := range offers {
		offer, err := checkOffer(tx, c, offer)
		if err != nil {
			return err
		}
		if _, err := putOffer(tx, c, offer); err != nil {
			return err
		}
	}
	return nil
}

func frenchOffers(settings club.Settings, season calendar.Season, today calendar.Day) []catalogue.Offer {
	s := starter{settings, "riding", "standard"}
	offers := s.cards(25_00, 112_50, 210_00, 35_00, 50_00)
	offers = append(offers, s.frenchLicences(today)...)
	offers = append(offers, s.membership("riding", season, 50_00))
	return append(offers,
		s.goods("starter.offer.glovesChild", 14_90),
		s.goods("starter.offer.glovesAdult", 17_90),
		s.goods("starter.offer.whip", 12_50),
		s.goods("starter.offer.treats", 6_90),
	)
}

// belgianOffers have no licence: neither federation's price nor its brackets
// are known here.
func belgianOffers(settings club.Settings, season calendar.Season) []catalogue.Offer {
	s := starter{settings, "standard", "standard"}
	offers := s.cards(24_00, 110_00, 205_00, 38_00, 56_00)
	return append(offers,
		s.membership("sport", season, 50_00),
		s.goods("starter.offer.glovesChild", 14_90),
		s.goods("starter.offer.glovesAdult", 17_90),
		s.goods("starter.offer.whip", 12_50),
		s.goods("starter.offer.treats", 6_90),
	)
}

// starter makes the offers of one club.
type starter struct {
	club.Settings
	lessonVAT, goodsVAT string
}

func (s starter) offer(kind catalogue.Kind, name, vat string, price money.Cents) catalogue.Offer {
	return catalogue.Offer{
		Kind: kind, Name: name, Price: price,
		Parts: []catalogue.Part{{VAT: vat, Cents: price}}, Deposit: catalogue.Deposit{Kind: catalogue.DepositAll},
	}
}

func (s starter) text(key string, params locale.Params) string {
	return locale.Text(s.Identity.Language, key, params)
}

func (s starter) cards(group1, group5, group10, private, privateForTwo money.Cents) []catalogue.Offer {
	card := func(key, lessonKind string, units int, price money.Cents) catalogue.Offer {
		o := s.offer(catalogue.Card, s.text(key, locale.Params{"n": units}), s.lessonVAT, price)
		o.Terms = catalogue.Terms{Units: units, Months: s.Policy.CardMonths, LessonKind: lessonKind}
		return o
	}
	return []catalogue.Offer{
		card("starter.offer.group", "group", 1, group1),
		card("starter.offer.group", "group", 5, group5),
		card("starter.offer.group", "group", 10, group10),
		card("starter.offer.private", "private", 1, private),
		card("starter.offer.privateForTwo", "privateForTwo", 1, privateForTwo),
	}
}

// frenchLicences are the federation's two age brackets for one licence year:
// taken from September on, a licence covers the whole next year (RULES section
// 9). Prices are those of 2022 to 2025; that of 2027 was not found (there too).
func (s starter) frenchLicences(today calendar.Day) []catalogue.Offer {
	year, from := today.Year(), calendar.Date(today.Year(), time.January, 1)
	if today.Month() >= time.September {
		year, from = year+1, calendar.Date(year, time.September, 1)
	}
	licence := func(key string, ageMin, ageMax int, price money.Cents) catalogue.Offer {
		o := s.offer(catalogue.Licence, s.text(key, locale.Params{"year": year}), "thirdParty", price)
		o.Detail = s.text("starter.offer.licenceDetail", nil)
		o.AgeMin, o.AgeMax = ageMin, ageMax
		o.Terms = catalogue.Terms{LicenceKind: "FFE", ValidFrom: from, ValidThrough: calendar.Date(year, time.December, 31)}
		return o
	}
	return []catalogue.Offer{
		licence("starter.offer.licenceMinor", 0, 17, 25_00),
		licence("starter.offer.licenceAdult", 18, 0, 36_00),
	}
}

func (s starter) membership(vat string, season calendar.Season, price money.Cents) catalogue.Offer {
	o := s.offer(catalogue.Membership, s.text("starter.offer.membership", locale.Params{"season": season.Name}), vat, price)
	o.Season = season.ID
	o.Terms = catalogue.Terms{ValidFrom: season.First, ValidThrough: season.Last}
	return o
}

func (s starter) goods(key string, price money.Cents) catalogue.Offer {
	return s.offer(catalogue.Goods, s.text(key, nil), s.goodsVAT, price)
}
