package desk

import (
	"context"
	"slices"
	"time"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// mostPatience is how long a proposal is searched for where lessons overlap in
// part; in aligned slots it is found at once.
const mostPatience = 2 * time.Second

// ProposeHorses says for whom horses are looked for.
type ProposeHorses struct {
	Day      calendar.Day
	Lesson   planning.LessonID // of that day; 0 for the whole of it
	Anew     bool              // also for those who have a horse already
	Habit    planning.Habit    // instead of the club's, when OtherHabit
	Other    bool              // Habit counts
	Aside    []planning.Way    // limits that somebody sets aside
	Patience time.Duration     // of the search; whoever wants an answer now gives none
}

// HorseProposal is a horse for each rider of a lesson or a day who can have one.
// Nothing is given before somebody accepts it, by GiveHorses.
type HorseProposal struct {
	Day      calendar.Day     `json:"day"`
	Habit    planning.Habit   `json:"habit" enum:",repeat,vary" doc:"It follows: keep to the same horses, ride many, or neither"`
	Proven   bool             `json:"proven" doc:"There is none better; false when the search was stopped before it knew"`
	Riders   int              `json:"riders"`
	Mounted  int              `json:"mounted" doc:"Of these, how many have a horse or are proposed one"`
	Most     int              `json:"mostLessons" doc:"The most lessons any horse would give on the day"`
	Lessons  []ProposedLesson `json:"lessons" nullable:"false"`
	Stranded []StrandedRider  `json:"stranded" nullable:"false" doc:"Whom no horse is left for"`
}

// ProposedLesson is one lesson of a proposal.
type ProposedLesson struct {
	Lesson  planning.LessonID `json:"lesson"`
	Name    string            `json:"name"`
	Start   calendar.Minute   `json:"start"`
	Riders  []ProposedRider   `json:"riders" nullable:"false"`
	Mounted int               `json:"mounted"`
}

// ProposedRider is one rider of it.
type ProposedRider struct {
	Booking   booking.BookingID `json:"booking"`
	RiderName string            `json:"riderName"`
	Horse     planning.HorseID  `json:"horse" doc:"0: none is left"`
	HorseName string            `json:"horseName"`
	New       bool              `json:"new" doc:"Proposed, and not given yet"`
	Limits    []planning.Limit  `json:"limits" nullable:"false" doc:"That were set aside for it"`
}

// StrandedRider is a rider without a horse, with what stands in the way and the
// ways out.
type StrandedRider struct {
	Booking   booking.BookingID `json:"booking"`
	RiderName string            `json:"riderName"`
	Name      string            `json:"name" doc:"Of the lesson"`
	Start     calendar.Minute   `json:"start"`
	Choices   []HorseChoice     `json:"choices" nullable:"false" doc:"The horses that come nearest"`
	Ways      []HorseWay        `json:"ways" nullable:"false" doc:"Each would give everybody one horse more; none when no single one does, or the time was up"`
}

// HorseWay is a limit that could be set aside.
type HorseWay struct {
	Booking   booking.BookingID `json:"booking" doc:"Whose limit it is; 0 for one of the horse's own"`
	RiderName string            `json:"riderName"`
	Horse     planning.HorseID  `json:"horse"`
	HorseName string            `json:"horseName"`
	Limit     planning.Limit    `json:"limit" enum:"owner,away,dayOff,level,weight,day,week"`
	N         int               `json:"n" doc:"Which lesson of the horse's day it would be; for a day that is full"`
}

// ProposeHorses finds the horses for a lesson or a day: as many riders as can be
// have one, no limit is broken but those set aside, work is spread, wishes and
// habits are kept where they can. The search runs outside any transaction and ends
// when the context does.
func (d *Desk) ProposeHorses(ctx context.Context, in ProposeHorses) (HorseProposal, error) {
	p, err := read(ctx, d, "proposeHorses", func(tx *sqlite.Tx) (*proposing, error) {
		c, err := loadClub(tx)
		if err != nil {
			return nil, err
		}
		s, err := stableOn(tx, c, in.Day)
		if err != nil {
			return nil, err
		}
		if in.Lesson != 0 {
			l, err := tx.Lesson(in.Lesson)
			if err == nil && l.Day != in.Day {
				err = sqlite.ErrNotFound
			}
			if err != nil {
				return nil, refused(err, club.CodeLessonNotFound)
			}
		}
		if in.Other {
			s.habit = in.Habit
		}
		return &proposing{stable: s, in: in}, s.know(tx)
	})
	if err != nil {
		return HorseProposal{}, err
	}
	end := time.Now().Add(min(in.Patience, mostPatience)) // the machine's clock: how long a search lasts is no fact of the club
	return p.find(func() bool { return ctx.Err() == nil && time.Now().Before(end) }), nil
}

// proposing is one proposal under way.
type proposing struct {
	*stable
	in     ProposeHorses
	mounts []sqlite.Mount // of the lessons that are looked at
}

// asks reports whether a place is given a horse by the proposal.
func (p *proposing) asks(m sqlite.Mount) bool {
	return m.Day == p.day && (p.in.Lesson == 0 || m.Lesson == p.in.Lesson) && !m.Closed && m.Kind != planning.Event && (p.in.Anew || m.Horse == 0)
}

func (p *proposing) find(more func() bool) HorseProposal {
	var rides []planning.Ride
	var works []planning.Work
	for _, m := range p.today() {
		if p.in.Lesson != 0 && m.Lesson != p.in.Lesson {
			continue
		}
		p.mounts = append(p.mounts, m)
		if p.asks(m) {
			rides = append(rides, p.ride(m))
		}
	}
	for _, h := range p.horses {
		works = append(works, p.mayWork(h))
	}
	found := planning.Assign(rides, works, more)
	at := map[booking.BookingID]int{}
	for i, m := range p.stable.mounts {
		if p.asks(m) {
			p.stable.mounts[i].Horse = 0
		}
		at[m.Booking] = i
	}
	given := map[booking.BookingID]bool{}
	for ride, horse := range found.Given {
		id := booking.BookingID(ride)
		p.stable.mounts[at[id]].Horse, given[id] = horse, true
	}
	for i, m := range p.mounts {
		p.mounts[i] = p.stable.mounts[at[m.Booking]]
	}
	return p.proposal(found, given)
}

// ride is a rider who needs a horse, with what each horse would cost.
func (p *proposing) ride(m sqlite.Mount) planning.Ride {
	rider := p.mounted(m)
	ride := planning.Ride{ID: int64(m.Booking), Span: p.span(m)}
	for _, h := range p.horses {
		if rider.Worked && !mayCarry(h, m) {
			continue
		}
		limits := slices.DeleteFunc(h.Limits(rider, p.day), func(l planning.Limit) bool {
			return slices.Contains(p.in.Aside, planning.Way{Ride: ride.ID, Horse: h.ID, Limit: l})
		})
		ride.Choices = append(ride.Choices, planning.Choice{Horse: h.ID, Cost: h.Cost(rider, p.habit), Limits: limits})
	}
	return ride
}

// mayWork is what a horse may still do, with the limits of its own that somebody
// sets aside.
func (p *proposing) mayWork(h planning.Horse) planning.Work {
	work := p.work(h, p.asks)
	for _, way := range p.in.Aside {
		switch {
		case way.Horse != h.ID || way.Ride != 0:
		case way.Limit == planning.LimitDay:
			work.Lessons++
		case way.Limit == planning.LimitWeek:
			work.Minutes = -1
		}
	}
	return work
}

// proposal says what was found in the order of the day.
func (p *proposing) proposal(found planning.Assignment, given map[booking.BookingID]bool) HorseProposal {
	out := HorseProposal{Day: p.day, Habit: p.habit, Proven: found.Proven, Lessons: []ProposedLesson{}, Stranded: []StrandedRider{}}
	names, lessons := map[planning.HorseID]string{}, map[planning.HorseID]int{}
	for _, h := range p.horses {
		names[h.ID] = h.Name
	}
	for _, m := range p.today() {
		if m.Horse != 0 {
			lessons[m.Horse]++
			out.Most = max(out.Most, lessons[m.Horse])
		}
	}
	for _, m := range p.mounts {
		if n := len(out.Lessons); n == 0 || out.Lessons[n-1].Lesson != m.Lesson {
			out.Lessons = append(out.Lessons, ProposedLesson{Lesson: m.Lesson, Name: m.Name, Start: m.Start, Riders: []ProposedRider{}})
		}
		lesson := &out.Lessons[len(out.Lessons)-1]
		rider := ProposedRider{Booking: m.Booking, RiderName: m.RiderName, Horse: m.Horse, HorseName: names[m.Horse], New: given[m.Booking], Limits: []planning.Limit{}}
		out.Riders++
		if m.Horse != 0 {
			out.Mounted++
			lesson.Mounted++
		}
		if h, works := p.horse(m.Horse); works && rider.New {
			rider.Limits = append(rider.Limits, p.limits(h, m)...)
		}
		lesson.Riders = append(lesson.Riders, rider)
	}
	for _, s := range found.Without {
		out.Stranded = append(out.Stranded, p.stranded(s, names, lessons))
	}
	return out
}

// mostChoices is how many horses are named for a rider who has none.
const mostChoices = 4

func (p *proposing) stranded(s planning.Stranded, names map[planning.HorseID]string, lessons map[planning.HorseID]int) StrandedRider {
	riders := map[booking.BookingID]sqlite.Mount{}
	for _, m := range p.mounts {
		riders[m.Booking] = m
	}
	m := riders[booking.BookingID(s.Ride)]
	out := StrandedRider{Booking: m.Booking, RiderName: m.RiderName, Name: m.Name, Start: m.Start, Choices: p.choices(m), Ways: []HorseWay{}}
	out.Choices = out.Choices[:min(len(out.Choices), mostChoices)]
	for _, way := range s.Ways {
		id := booking.BookingID(way.Ride)
		out.Ways = append(out.Ways, HorseWay{
			Booking: id, RiderName: riders[id].RiderName, Horse: way.Horse, HorseName: names[way.Horse], Limit: way.Limit, N: lessons[way.Horse] + 1,
		})
	}
	return out
}
