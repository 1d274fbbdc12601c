package desk

import (
	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// stable is the horses on a day: what they do in its week, and who rides.
type stable struct {
	day    calendar.Day
	horses []planning.Horse // that did not leave
	mounts []sqlite.Mount   // of the week, and of the night before the day
	steps  []club.Level
	wishes map[club.RiderID]map[planning.HorseID]planning.Wish
	last   map[club.RiderID]map[planning.HorseID]int
	habit  planning.Habit
	fits   map[booking.BookingID][]planning.HorseID // known of who has a place, see fitOf
}

// stableOn loads what the horses do on a day.
func stableOn(tx *sqlite.Tx, c clubNow, day calendar.Day) (*stable, error) {
	if _, err := calendar.ParseDay(string(day)); err != nil {
		return nil, club.Refuse(club.CodeBadDay).On("day")
	}
	s := &stable{day: day, habit: planning.Habit(c.Policy.HorseHabit)}
	all, err := tx.Horses()
	if err != nil {
		return nil, err
	}
	for _, h := range all {
		if !h.Archived {
			s.horses = append(s.horses, h)
		}
	}
	week := calendar.Week(day)
	if s.mounts, err = tx.Mounts(min(week.First, day.AddDays(-1)), week.Last); err != nil {
		return nil, err
	}
	s.steps, err = tx.Levels()
	return s, err
}

// know adds what riders wish and are used to.
func (s *stable) know(tx *sqlite.Tx) error {
	all, err := tx.Wishes()
	if err != nil {
		return err
	}
	s.wishes = map[club.RiderID]map[planning.HorseID]planning.Wish{}
	for _, w := range all {
		if s.wishes[w.Rider] == nil {
			s.wishes[w.Rider] = map[planning.HorseID]planning.Wish{}
		}
		s.wishes[w.Rider][w.Horse] = w.Wish
	}
	s.last, err = tx.LastHorses(s.day)
	return err
}

// mounted is a rider as the rules of horses look at one.
func (s *stable) mounted(m sqlite.Mount) planning.Mounted {
	return planning.Mounted{Rider: m.Rider, Level: m.Level, Weight: m.Weight, Steps: s.steps, Wishes: s.wishes[m.Rider], Last: s.last[m.Rider], Worked: m.Kind == planning.HorseWork}
}

// today lists who rides on the day.
func (s *stable) today() (mounts []sqlite.Mount) {
	for _, m := range s.mounts {
		if m.Day == s.day && m.Kind != planning.Event { // a talk, a party: nobody is on a horse
			mounts = append(mounts, m)
		}
	}
	return mounts
}

// span is when a lesson of the day or of the night before it keeps a horse busy,
// in minutes of the day.
func (s *stable) span(m sqlite.Mount) planning.Span {
	start := m.Start + calendar.Minute(1440*s.day.DaysUntil(m.Day))
	return planning.Span{Start: start, End: start + calendar.Minute(m.Minutes)}
}

// work is what a horse does on the day and may still do, but for some bookings.
func (s *stable) work(h planning.Horse, but func(sqlite.Mount) bool) planning.Work {
	w := planning.Work{Horse: h.ID, Lessons: -1, Minutes: -1}
	before := 0
	for _, m := range s.mounts {
		if m.Horse != h.ID || but(m) {
			continue
		}
		span := s.span(m)
		if m.Day == s.day {
			w.Busy = append(w.Busy, span)
		} else if m.Day < s.day && span.End > 0 { // still out after midnight: no lesson of this day
			w.Busy = append(w.Busy, span)
			before++
		}
	}
	if h.LessonsADay > 0 {
		w.Lessons = h.LessonsADay + before
	}
	if h.HoursAWeek > 0 {
		w.Minutes = max(60*h.HoursAWeek-s.worked(h, but), 0)
	}
	return w
}

// limits lists what stands against a horse for a rider of the day, whatever the
// rider has now.
func (s *stable) limits(h planning.Horse, m sqlite.Mount) []planning.Limit {
	own := func(other sqlite.Mount) bool { return other.Booking == m.Booking }
	return append(h.Limits(s.mounted(m), s.day), s.work(h, own).Limits(s.span(m))...)
}

// horse is one of those that did not leave.
func (s *stable) horse(id planning.HorseID) (planning.Horse, bool) {
	for _, h := range s.horses {
		if h.ID == id {
			return h, true
		}
	}
	return planning.Horse{}, false
}

// busyWith is the lesson that keeps a horse from another at the same time.
func (s *stable) busyWith(h planning.HorseID, m sqlite.Mount) (with sqlite.Mount) {
	span := s.span(m)
	for _, other := range s.mounts {
		if taken := s.span(other); other.Horse == h && other.Booking != m.Booking && taken.Start < span.End && span.Start < taken.End {
			return other
		}
	}
	return with
}

// freeHorses counts the horses that can work in a lesson: neither away nor at
// rest, nor in another lesson then.
func freeHorses(tx *sqlite.Tx, c clubNow, lesson planning.Lesson) (n int, err error) {
	s, err := stableOn(tx, c, lesson.Day)
	if err != nil {
		return 0, err
	}
	span := planning.Span{Start: lesson.Start, End: lesson.End()}
	own := func(m sqlite.Mount) bool { return m.Lesson == lesson.ID }
	for _, h := range s.horses {
		if h.Owner == 0 && !h.AwayOn(lesson.Day) && !h.Off(lesson.Day) && len(s.work(h, own).Limits(span)) == 0 {
			n++
		}
	}
	return n, nil
}
