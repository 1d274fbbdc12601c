package desk

import (
	"context"
	"fmt"
	"slices"
	"time"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/locale"
)

// Names and places of the sample club; none of them is a real person, the town
// does not exist and its addresses end in .example.
var (
	sampleSurnames = []string{
		"Delcourt", "Marchetti", "Besnard", "El Amrani", "Van den Broeck", "Perrin", "Nguyen", "Roussel", "Diallo", "Lambert",
		"Vasseur", "Petit", "Œuvré", "D’Arcy", "Łukasz", "Morel", "Girard", "Lefèvre", "Fontaine", "Chevalier", "Blanchard", "Garnier",
		"Renaud", "Masson", "Dumas", "Colin", "Aubert", "Leclercq", "Guérin", "Benali", "Costa", "Ferreira", "Janssens", "Peeters",
		"Carpentier", "Baron", "Meunier", "Lacroix", "Huet", "Poirier", "Schmitt", "Roy", "Brunet", "Hamel", "Le Goff", "Caron",
	}
	sampleParents  = []string{"Sophie", "Marc", "Nadia", "Thomas", "Karim", "Anne", "Julien", "Claire", "Aïcha", "Pieter", "Isabelle", "Olivier", "Linh", "Hélène", "Mathieu", "Catherine"}
	sampleGirls    = []string{"Manon", "Inès", "Emma", "Chloé", "Léa", "Jade", "Aya", "Zoé", "Louise", "Camille", "Juliette", "Anaïs", "Nora", "Éloïse", "Lou"}
	sampleBoys     = []string{"Hugo", "Léo", "Jules", "Noé", "Gabin", "Adam", "Théo", "Louis", "Sacha", "Maël", "Tom", "Ruben"}
	sampleStreets  = []string{"rue des Tanneurs", "chemin du Moulin", "rue de la Gare", "allée des Tilleuls", "place du Marché", "rue du Vieux Pont", "route de Lierne", "impasse des Noyers"}
	sampleLanes    = []string{"Molenstraat", "Kerkweg", "Stationsstraat", "Lindelaan", "Marktplein", "Oude Brugstraat", "Lierseweg", "Notelaarstraat"}
	sampleMedicals = []string{"sample.asthma", "sample.wasps", "sample.diabetes"}
)

// join lets families come to the club: most of them in the first September.
func (s *sampler) join(ctx context.Context, day calendar.Day) error {
	start := s.firstDay()
	since := start.DaysUntil(day)
	span := max(start.DaysUntil(s.in.Today), 1)
	// Two thirds come within the first fortnight, the rest evenly until today.
	target := s.in.Riders * 2 / 3 * min(since+1, 14) / 14
	target += (s.in.Riders - s.in.Riders*2/3) * min(since+1, span) / span
	if day == s.in.Today {
		target = s.in.Riders
	}
	for s.made.Riders < target {
		if err := s.newFamily(ctx, day); err != nil {
			return err
		}
	}
	return nil
}

func (s *sampler) newFamily(ctx context.Context, day calendar.Day) error {
	surname := s.surname()
	parent := pick(s, sampleParents)
	n := s.made.Households + 1
	email := fmt.Sprintf("famille%d@courriel.example", n)
	at := sampleIdentity(s.in.Country, s.in.Language)
	home := club.Household{
		Kind: "family", Name: surname, Language: s.in.Language, Email: email,
		Contacts: []club.Contact{{
			Civility: "Mme", Surname: surname, FirstName: parent, Mobile: s.mobile(), Email: email, Pays: true, Emergency: true,
		}},
		Addresses: []club.Address{{
			Recipient: parent + " " + surname, Street: s.street(),
			PostalCode: at.PostalCode, Town: at.Town, Country: at.Country, Default: true,
		}},
		Riders: []club.Rider{},
	}
	switch s.dice.IntN(12) {
	case 0:
		home.Language = locale.Dutch
		if s.in.Language == locale.Dutch {
			home.Language = locale.French
		}
	case 1:
		home.Language = locale.English
	case 2:
		home.Addresses[0].Street = "" // somebody forgot it: shown as missing
	}
	for range min([]int{1, 1, 1, 2, 2, 3}[s.dice.IntN(6)], s.in.Riders-s.made.Riders) {
		rider := s.rider(surname, day)
		for slices.ContainsFunc(home.Riders, func(r club.Rider) bool { return r.FirstName == rider.FirstName }) {
			rider = s.rider(surname, day)
		}
		home.Riders = append(home.Riders, rider)
	}
	saved, err := s.SaveHousehold(ctx, Request{Actor: s.owner}, SaveHousehold{Household: home, Confirmed: true})
	if err != nil {
		return err
	}
	s.homes = append(s.homes, sampleHome{id: saved.ID, email: email, riders: saved.Riders, prompt: 55 + s.dice.IntN(45)})
	for _, rider := range saved.Riders {
		s.riders[rider.ID] = rider
	}
	s.made.Households++
	s.made.Riders += len(home.Riders)
	return nil
}

func (s *sampler) rider(surname string, day calendar.Day) club.Rider {
	r := club.Rider{Surname: surname, Sex: "F", Civility: "Mme", FirstName: pick(s, sampleGirls)}
	if s.dice.IntN(4) == 0 {
		r.Sex, r.Civility, r.FirstName = "M", "M", pick(s, sampleBoys)
	}
	age := 5 + s.dice.IntN(13)
	if s.dice.IntN(6) == 0 {
		age = 18 + s.dice.IntN(40)
	}
	r.BirthDate = calendar.Date(day.Year()-age, time.Month(1+s.dice.IntN(12)), 1+s.dice.IntN(28))
	if s.dice.IntN(30) == 0 {
		r.BirthDate = "" // still to be asked
	}
	if len(s.levels) > 0 {
		r.Level = s.levels[min(s.dice.IntN(max(age/2, 1)), len(s.levels)-1)].ID
	}
	r.HeightCm, r.WeightKg = min(80+age*6, 178), min(10+age*3, 74)
	r.PhotoConsent = s.dice.IntN(5) > 0
	if s.dice.IntN(15) == 0 {
		r.Medical = locale.Text(s.in.Language, pick(s, sampleMedicals), nil)
	}
	return r
}

// surname gives each household a name; after the list is used up, two names
// joined, as families have them, and in a large club namesakes.
func (s *sampler) surname() string {
	for range 20 {
		name := pick(s, sampleSurnames)
		if len(s.taken) > len(sampleSurnames)*2/3 {
			name += "-" + pick(s, sampleSurnames)
		}
		if !s.taken[name] {
			s.taken[name] = true
			return name
		}
	}
	return pick(s, sampleSurnames)
}

// street is written with its number where the language puts it.
func (s *sampler) street() string {
	n := 1 + s.dice.IntN(80)
	if s.in.Country == "BE" && s.in.Language == locale.Dutch {
		return fmt.Sprintf("%s %d", pick(s, sampleLanes), n)
	}
	return fmt.Sprintf("%d %s", n, pick(s, sampleStreets))
}

func (s *sampler) mobile() string {
	if s.in.Country == "BE" {
		return fmt.Sprintf("0452 98 %02d %02d", s.dice.IntN(100), s.dice.IntN(100)) // numbers nobody is given
	}
	return fmt.Sprintf("06 39 98 %02d %02d", s.dice.IntN(100), s.dice.IntN(100)) // a block kept free for fiction
}

func pick[T any](s *sampler, list []T) T { return list[s.dice.IntN(len(list))] }
