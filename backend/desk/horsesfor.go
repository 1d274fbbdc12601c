package desk

import (
	"cmp"
	"context"
	"slices"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// HorseChoice is a horse as it suits one rider of a lesson.
type HorseChoice struct {
	Horse   planning.HorseID `json:"horse"`
	Name    string           `json:"name"`
	Limits  []planning.Limit `json:"limits" nullable:"false" doc:"What stands against it; none: it suits"`
	With    string           `json:"with" doc:"The lesson and rider that have it then; empty when nobody does"`
	Wish    planning.Wish    `json:"wish" enum:"-1,0,1"`
	Last    int              `json:"last" doc:"How many of the rider's last five lessons were on it"`
	Lessons int              `json:"lessons" doc:"It gives on the day besides"`
	Most    int              `json:"most" doc:"It may give on a day; 0 for no limit"`
	Minutes int              `json:"minutes" doc:"It works in the week besides"`
	Hours   int              `json:"hours" doc:"It may work in a week; 0 for no limit"`
	Care    *planning.Care   `json:"care,omitempty" doc:"What is due to it soon, or was"`
	Why     string           `json:"why" doc:"It is away"`
}

// HorsesFor lists the horses for a rider's place, those that suit best first,
// then those that something stands against.
func (d *Desk) HorsesFor(ctx context.Context, id booking.BookingID) ([]HorseChoice, error) {
	return read(ctx, d, "horsesFor", func(tx *sqlite.Tx) ([]HorseChoice, error) {
		c, err := loadClub(tx)
		if err != nil {
			return nil, err
		}
		m, err := tx.Mount(id)
		if err != nil {
			return nil, refused(err, club.CodeBookingEnded)
		}
		s, err := stableOn(tx, c, m.Day)
		if err != nil {
			return nil, err
		}
		if err := s.know(tx); err != nil {
			return nil, err
		}
		return s.choices(m), nil
	})
}

// HorsePlan is who rides what on some days.
type HorsePlan struct {
	Horses []planning.Horse `json:"horses" nullable:"false" doc:"By name, without those that left"`
	Rides  []sqlite.Mount   `json:"rides" nullable:"false" doc:"In their order, those without a horse among them"`
}

// HorsePlan shows what each horse does on some days, both included: six weeks at
// most.
func (d *Desk) HorsePlan(ctx context.Context, days calendar.Period) (HorsePlan, error) {
	return read(ctx, d, "horses", func(tx *sqlite.Tx) (plan HorsePlan, err error) {
		if err := checkPlanDays(days); err != nil {
			return plan, err
		}
		if plan.Horses, err = tx.Horses(); err != nil {
			return plan, err
		}
		plan.Horses = slices.DeleteFunc(plan.Horses, func(h planning.Horse) bool { return h.Archived })
		plan.Rides, err = tx.Mounts(days.First, days.Last)
		return plan, err
	})
}

// choices weighs every horse for a rider of the day.
func (s *stable) choices(m sqlite.Mount) []HorseChoice {
	own := func(other sqlite.Mount) bool { return other.Booking == m.Booking }
	rider := s.mounted(m)
	choices, costs := []HorseChoice{}, map[planning.HorseID]int{}
	for _, h := range s.horses {
		if rider.Worked && !mayCarry(h, m) {
			continue
		}
		work := s.work(h, own)
		choice := HorseChoice{
			Horse: h.ID, Name: h.Name, Limits: append([]planning.Limit{}, s.limits(h, m)...), Wish: rider.Wishes[h.ID], Last: rider.Last[h.ID],
			Lessons: len(work.Busy), Most: h.LessonsADay, Minutes: s.worked(h, own), Hours: h.HoursAWeek,
		}
		if other := s.busyWith(h.ID, m); other.Booking != 0 {
			choice.With = other.RiderName
		}
		for _, away := range h.Away {
			if away.On(s.day) {
				choice.Why = away.Why
			}
		}
		for _, care := range h.Cares {
			if care.Soon(s.day) && (choice.Care == nil || care.Due < choice.Care.Due) {
				choice.Care = &care
			}
		}
		costs[h.ID] = planning.Suits(h.Cost(rider, s.habit), len(work.Busy), choice.Limits)
		choices = append(choices, choice)
	}
	slices.SortStableFunc(choices, func(a, b HorseChoice) int { return cmp.Compare(costs[a.Horse], costs[b.Horse]) })
	return choices
}

// worked is how many minutes a horse works in the week, but for some bookings.
func (s *stable) worked(h planning.Horse, but func(sqlite.Mount) bool) (minutes int) {
	for _, m := range s.mounts {
		if m.Horse == h.ID && m.Day >= s.day.Monday() && !but(m) {
			minutes += m.Minutes
		}
	}
	return minutes
}
