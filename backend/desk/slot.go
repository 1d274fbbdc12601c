package desk

import (
	"context"
	"slices"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// AskSlots says for whom and when a lesson made on demand is looked for.
type AskSlots struct {
	Kind       planning.Kind
	Riders     []club.RiderID // one, or both of a duo
	Days       calendar.Period
	Minutes    int
	Instructor int64 // 0 for anybody
}

// FreeSlot is a slot with whom and where.
type FreeSlot struct {
	planning.Slot
	InstructorName string `json:"instructorName"`
	ArenaName      string `json:"arenaName"`
}

const (
	mostSlots    = 60 // as many as somebody looks through
	mostSlotDays = 92
)

// FreeSlots lists when a lesson could be made on demand, the nearest first: its
// instructor works, an arena is free, and so are the riders and, where horses are
// kept, a horse for each (PRODUCT section 4). Days before booking closes are left
// out.
func (d *Desk) FreeSlots(ctx context.Context, in AskSlots) ([]FreeSlot, error) {
	return read(ctx, d, "freeSlots", func(tx *sqlite.Tx) ([]FreeSlot, error) {
		c, err := loadClub(tx)
		if err != nil {
			return nil, err
		}
		if err := checkPeriod(in.Days.First, in.Days.Last, "from", "to"); err != nil {
			return nil, err
		}
		if !in.Kind.OnDemand() || in.Minutes < 15 || in.Minutes > 240 {
			return nil, club.Refuse(club.CodeInvalid).On("kind")
		}
		days := calendar.Period{First: max(in.Days.First, c.openFrom(tx)), Last: in.Days.Last}
		days.Last = min(days.Last, days.First.AddDays(mostSlotDays))
		p, err := newPlanner(tx, c, club.Actor{}, days)
		if err != nil {
			return nil, err
		}
		who, err := demandOf(tx, c, in.Kind, in.Riders, days)
		if err != nil {
			return nil, err
		}
		slots := p.plan.Slots(planning.SlotSearch{
			Kind: in.Kind, Days: days, Minutes: in.Minutes, Instructor: in.Instructor, Fits: who.free, Most: mostSlots,
		})
		if who.err != nil {
			return nil, who.err
		}
		return named(tx, slots)
	})
}

func named(tx *sqlite.Tx, slots []planning.Slot) ([]FreeSlot, error) {
	people, err := tx.Instructors()
	if err != nil {
		return nil, err
	}
	arenas, err := tx.Arenas()
	list := []FreeSlot{}
	for _, s := range slots {
		free := FreeSlot{Slot: s}
		if at := slices.IndexFunc(people, func(i planning.Instructor) bool { return i.ID == s.Instructor }); at >= 0 {
			free.InstructorName = people[at].Name
		}
		if at := slices.IndexFunc(arenas, func(a planning.Arena) bool { return a.ID == s.Arena }); at >= 0 {
			free.ArenaName = arenas[at].Name
		}
		list = append(list, free)
	}
	return list, err
}

// demand is who wants a lesson made on demand, with what they ride already.
type demand struct {
	tx      *sqlite.Tx
	c       clubNow
	kind    planning.Kind
	riders  []club.Rider
	rides   []sqlite.RiderLesson
	stables map[calendar.Day]*stable
	err     error // the first of a search
}

func demandOf(tx *sqlite.Tx, c clubNow, kind planning.Kind, riders []club.RiderID, days calendar.Period) (*demand, error) {
	d := &demand{tx: tx, c: c, kind: kind, stables: map[calendar.Day]*stable{}}
	for _, id := range riders {
		rider, err := heldRider(tx, id)
		if err != nil {
			return nil, err
		}
		rides, err := tx.RiderLessons(id, days.First.AddDays(-1), days.Last.AddDays(1))
		if err != nil {
			return nil, err
		}
		d.riders, d.rides = append(d.riders, rider), append(d.rides, rides...)
	}
	return d, nil
}

// free reports whether nobody of them rides elsewhere then, and each finds a horse.
func (d *demand) free(l planning.Lesson) bool {
	if d.err != nil || slices.ContainsFunc(d.rides, func(r sqlite.RiderLesson) bool { return rides(r, l) }) {
		return false
	}
	if d.stables[l.Day] == nil {
		if d.stables[l.Day], d.err = promisedStable(d.tx, d.c, l.Day); d.err != nil {
			return false
		}
	}
	return d.stables[l.Day].carries(l, d.riders)
}

// promisedStable is the stable of a day with who will want a horse there once a cart
// is paid or an offered place is taken: a free hour is not sold on their horse.
func promisedStable(tx *sqlite.Tx, c clubNow, day calendar.Day) (*stable, error) {
	s, err := stableOn(tx, c, day)
	if err != nil {
		return nil, err
	}
	held, err := tx.MountsHeld(day.AddDays(-1), day)
	s.mounts = append(s.mounts, held...)
	return s, err
}

// rides reports whether a rider's lesson shares a minute with another.
func rides(r sqlite.RiderLesson, l planning.Lesson) bool {
	other := planning.Lesson{Day: r.Day, Shape: planning.Shape{Start: r.Start, Minutes: r.Minutes}}
	return r.State.Takes() && l.Overlaps(other)
}

// carries reports whether each of these riders would find a horse in a lesson, and
// leave one to whoever has none yet in a lesson then. A club that keeps none, and a
// horse that lives elsewhere, keep nobody from it.
func (s *stable) carries(l planning.Lesson, riders []club.Rider) bool {
	var wanted [][]planning.HorseID
	for _, r := range riders {
		mount := sqlite.Mount{Day: l.Day, Start: l.Start, Minutes: l.Minutes, Kind: l.Kind, Rider: r.ID, Level: r.Level, Weight: r.WeightKg}
		if !s.keepsFor(mount) {
			continue
		}
		fit := s.fit(mount)
		if len(fit) == 0 {
			return false
		}
		wanted = append(wanted, fit)
	}
	if len(wanted) == 0 {
		return true
	}
	span := planning.Span{Start: l.Start, End: l.End()}
	waiting := slices.DeleteFunc(slices.Clone(s.mounts), func(m sqlite.Mount) bool {
		taken := s.span(m)
		return m.Horse != 0 || m.Kind == planning.Event || taken.Start >= span.End || span.Start >= taken.End
	})
	starts := []calendar.Minute{span.Start}
	for _, m := range waiting {
		if at := s.span(m).Start; at > span.Start && !slices.Contains(starts, at) {
			starts = append(starts, at)
		}
	}
	var moments [][][]planning.HorseID
	for _, at := range starts {
		var others [][]planning.HorseID
		for _, m := range waiting {
			if taken := s.span(m); taken.Start <= at && at < taken.End {
				others = append(others, s.fitOf(m))
			}
		}
		moments = append(moments, others)
	}
	return planning.MountableThrough(moments, wanted)
}

// mayCarry reports whether a horse is one for a rider, whatever the day looks like:
// their own, or the club's but where the rider's own is worked.
func mayCarry(h planning.Horse, m sqlite.Mount) bool {
	return h.Owner == m.Rider || h.Owner == 0 && m.Kind != planning.HorseWork
}

// keepsFor reports whether a horse is kept that could be asked for.
func (s *stable) keepsFor(m sqlite.Mount) bool {
	return slices.ContainsFunc(s.horses, func(h planning.Horse) bool { return mayCarry(h, m) })
}

// fit lists the horses nothing keeps a rider from.
func (s *stable) fit(m sqlite.Mount) (horses []planning.HorseID) {
	for _, h := range s.horses {
		if mayCarry(h, m) && len(s.limits(h, m)) == 0 {
			horses = append(horses, h.ID)
		}
	}
	return horses
}

// fitOf is fit of somebody who has a place, which is the same for every lesson weighed.
func (s *stable) fitOf(m sqlite.Mount) []planning.HorseID {
	if s.fits == nil {
		s.fits = map[booking.BookingID][]planning.HorseID{}
	}
	if _, known := s.fits[m.Booking]; !known {
		s.fits[m.Booking] = s.fit(m)
	}
	return s.fits[m.Booking]
}

// makeLesson plans the lesson of a slot, in the transaction that takes its place.
// What clashes is refused by name: to give it all the same, it is planned first.
func makeLesson(tx *sqlite.Tx, c clubNow, kind planning.Kind, slot planning.Slot, riders []club.RiderID) (planning.Lesson, error) {
	var none planning.Lesson
	l := slot.Lesson(kind, locale.Text(c.Identity.Language, "planning.kind."+string(kind), nil))
	if !kind.OnDemand() {
		return none, club.Refuse(club.CodeCardKind).On("slot")
	}
	form := LessonForm{Day: l.Day, Shape: l.Shape}
	p, season, err := lessonPlanner(tx, club.Actor{}, &form, l.Day)
	if err != nil {
		return none, err
	}
	who, err := demandOf(tx, c, kind, riders, calendar.Period{First: l.Day, Last: l.Day})
	if err != nil {
		return none, err
	}
	elsewhere := planning.Elsewhere{Riders: map[planning.LessonID]string{}}
	for _, r := range who.rides {
		if r.State.Takes() {
			elsewhere.Riders[r.Lesson] = who.name(r.Rider)
		}
	}
	if clashes := p.plan.Clashes(l, elsewhere); len(clashes) > 0 {
		return none, clashRefusal(clashes[0], len(clashes))
	}
	if !who.free(l) {
		return none, firstError(who.err, club.Refuse(club.CodeNoHorseFree).On("slot"))
	}
	l.Season = season
	l.ID, err = tx.InsertLesson(l)
	return l, err
}

func (d *demand) name(id club.RiderID) string {
	at := slices.IndexFunc(d.riders, func(r club.Rider) bool { return r.ID == id })
	return d.riders[at].FirstName + " " + d.riders[at].Surname
}
