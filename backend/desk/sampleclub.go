package desk

import (
	"context"
	"fmt"
	"time"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/sqlite"
)

// sampleIdentity is the invented club of a country: its town does not exist, its
// numbers are examples and its addresses end in .example.
func sampleIdentity(country string, lang locale.Lang) club.Identity {
	identity := club.Identity{
		Name: "Écuries de Vaubrun", LegalForm: "EARL au capital de 8 000 €",
		Registry: "RCS Vaubrun", Street: "14 chemin des Saules", PostalCode: "26999", Town: "Vaubrun-sur-Lierne",
		Phone: "04 65 71 22 40", Email: "accueil@vaubrun.example", SIREN: "123456782", SIRET: "12345678200010",
		VATNumber: "FR11123456782", IBAN: "FR7630006000011234567890189", BIC: "AGRIFRPPXXX",
	}
	if country == "BE" {
		identity = club.Identity{
			Name: "Manège de Vaubrun", LegalForm: "ASBL", Street: "14 rue des Saules", PostalCode: "6999", Town: "Vaubrun-lez-Lierne",
			Phone: "0452 71 22 40", Email: "accueil@vaubrun.example",
			Enterprise: "0123456749", VATNumber: "BE0123456749", IBAN: "BE68539007547034", BIC: "GKCCBEBB",
		}
		if lang == locale.Dutch {
			identity.Name, identity.LegalForm = "Manege De Wilgenhoek", "vzw"
			identity.Street, identity.PostalCode, identity.Town = "Wilgenlaan 14", "2999", "Lierebeke"
			identity.Email = "onthaal@wilgenhoek.example"
		}
	}
	identity.Country, identity.Language, identity.Zone = country, lang, zones[country]
	identity.Tagline = locale.Text(lang, "sample.tagline", nil)
	return identity
}

// open makes the club on the first day of its first season, with all the
// seasons it will live through.
func (s *sampler) open(ctx context.Context, first calendar.Day) error {
	session, err := s.OpenClub(ctx, Request{}, FirstRun{
		Owner: "Laure Chevrier", Season: sampleSeason(first), VAT: true, Starter: true, Training: true,
		Link:     "https://pay.vaubrun.example/f/{reference}?amount={amount}&lang={language}",
		Identity: sampleIdentity(s.in.Country, s.in.Language),
	})
	if err != nil {
		return err
	}
	s.owner = session.Person
	for year := 1; year < s.in.Years; year++ {
		next := calendar.Date(first.Year()+year, time.September, 1)
		if _, err := s.SaveSeason(ctx, Request{Actor: s.owner}, sampleSeason(next)); err != nil {
			return err
		}
	}
	err = s.db.Read(ctx, func(tx *sqlite.Tx) (err error) {
		s.levels, err = tx.Levels()
		return err
	})
	if err != nil {
		return err
	}
	return s.plan(ctx)
}

func sampleSeason(first calendar.Day) calendar.Season {
	year := first.Year()
	return calendar.Season{
		Name: fmt.Sprintf("%d–%d", year, year+1), First: first, Last: calendar.Date(year+1, time.August, 31),
	}
}

// renew begins a season as a club does: what was for the one before is copied
// to the new one and leaves the sale, and the plan is made anew.
func (s *sampler) renew(ctx context.Context, first calendar.Day) error {
	if err := s.rollOver(ctx, first); err != nil {
		return err
	}
	offers, err := s.Offers(ctx, OfferFilter{})
	if err != nil {
		return err
	}
	for _, offer := range offers {
		if !offer.Seasonal() {
			continue
		}
		next, err := s.DuplicateToNextSeason(ctx, Request{Actor: s.owner}, offer.ID)
		if err != nil {
			return err
		}
		if offer.ID == s.yearly {
			s.yearly = next.ID
		}
		if _, err := s.ArchiveOffer(ctx, Request{Actor: s.owner}, offer.ID); err != nil {
			return err
		}
	}
	return nil
}
