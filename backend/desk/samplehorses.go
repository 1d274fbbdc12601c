package desk

import (
	"context"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/planning"
)

// sampleHorse is a horse of the invented club. Levels are codes of the country's
// ladder that may not be there; days count from the club's today.
type sampleHorse struct {
	name     string
	min, max string
	weight   int
	lessons  int
	hours    int
	care     planning.CareKind
	due      int // in days; 0 with no care for up to date
	rest     int // until so many days from today; 0 for none
}

var sampleHorses = []sampleHorse{
	{name: "Biscotte", max: "G2", weight: 50, lessons: 3, hours: 12},
	{name: "Caramel", min: "PA", max: "G3", weight: 55, lessons: 3, hours: 12, care: planning.Farrier, due: 2},
	{name: "Chouette", min: "G1", max: "G4", weight: 60, lessons: 2, hours: 10},
	{name: "Dakota", min: "G2", weight: 85, lessons: 3, hours: 12},
	{name: "Éclair", max: "G1", weight: 40, lessons: 3, hours: 10},
	{name: "Filou", min: "PO", max: "G3", weight: 60, lessons: 3, hours: 12},
	{name: "Gaspard", min: "G3", max: "G7", weight: 90, lessons: 3, hours: 12, care: planning.Dentist, due: 7},
	{name: "Havane", min: "G1", max: "G5", weight: 70, lessons: 3, hours: 12},
	{name: "Isis", max: "PO", weight: 35, lessons: 2, hours: 8},
	{name: "Noisette", min: "G1", max: "G4", weight: 60, lessons: 3, hours: 12, rest: 2},
	{name: "Orion", min: "G2", max: "G7", weight: 85, lessons: 3, hours: 12},
	{name: "Pistache", max: "G1", weight: 40, lessons: 2, hours: 10},
	{name: "Quartz", min: "G2", max: "G6", weight: 80, lessons: 3, hours: 12},
	{name: "Réglisse", min: "G1", max: "G4", weight: 65, lessons: 3, hours: 12, care: planning.Worming, due: 5},
	{name: "Saphir", min: "G2", max: "G5", weight: 75, lessons: 3, hours: 12},
	{name: "Tornade", min: "G3", max: "G6", weight: 70, lessons: 3, hours: 12},
	{name: "Ulysse", lessons: 2, hours: 8},
	{name: "Vasco", min: "G4", max: "G7", weight: 95, lessons: 3, hours: 12, care: planning.Vaccine, due: -3},
}

// sampleOwned is the horse that lives at the club and is a rider's own.
const sampleOwned = "Ulysse"

// sampleEvery is how many weeks lie between two cares of a kind.
var sampleEvery = map[planning.CareKind]int{planning.Farrier: 6, planning.Dentist: 52, planning.Worming: 13, planning.Vaccine: 52}

// stable brings the invented club's horses in as they are on its last day, and
// gives them to who rides on it.
func (s *sampler) stable(ctx context.Context, today calendar.Day) error {
	req := Request{Actor: s.owner}
	for _, h := range sampleHorses {
		horse := planning.Horse{
			Name: h.name, LevelMin: s.level(h.min), LevelMax: s.level(h.max), MostWeight: h.weight, LessonsADay: h.lessons, HoursAWeek: h.hours, DaysOff: []int{1},
		}
		if h.care != "" {
			due := today.AddDays(h.due)
			horse.Cares = []planning.Care{{Kind: h.care, Last: due.AddDays(-7 * sampleEvery[h.care]), Due: due, EveryWeeks: sampleEvery[h.care]}}
		}
		if h.rest > 0 {
			horse.Away = []planning.Away{{First: today.AddDays(-3), Last: today.AddDays(h.rest), Why: s.text("sample.lame")}}
		}
		if h.name == sampleOwned {
			horse.Owner = s.sampleOwner()
		}
		if _, err := s.SaveHorse(ctx, req, horse); err != nil {
			return err
		}
	}
	proposal, err := s.ProposeHorses(ctx, ProposeHorses{Day: today}) // without patience: the same club each time
	if err != nil {
		return err
	}
	var give []HorseFor
	for _, lesson := range proposal.Lessons {
		for _, rider := range lesson.Riders {
			if rider.New {
				give = append(give, HorseFor{rider.Booking, rider.Horse})
			}
		}
	}
	_, err = s.GiveHorses(ctx, req, GiveHorses{Give: give})
	return err
}

// sampleOwner is the first rider who came to the club.
func (s *sampler) sampleOwner() club.RiderID {
	for _, home := range s.homes {
		for _, rider := range home.riders {
			return rider.ID
		}
	}
	return 0
}
