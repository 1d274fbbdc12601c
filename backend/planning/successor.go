package planning

import (
	"slices"

	"paddock/backend/calendar"
)

// In is the series as it goes on in another season, not stored yet. It keeps the
// part of the season it had: each end stays on its weekday and in its week,
// counted from the nearer end of the season, and an end of the season stays one.
// So series that followed one another still do, and those of every other week
// keep their turn. What lies outside a shorter season is clamped to it.
func (s Series) In(to, from calendar.Season) Series {
	s.Follows, s.ID, s.Version, s.Season = s.ID, 0, 0, to.ID
	after := s.Last.AddDays(1)
	s.First = sameWeek(s.First, from, to)
	s.First = min(s.First, to.Last)
	s.Last = max(s.First, sameWeek(after, from, to).AddDays(-1))
	return s
}

// sameWeek is a day of a season, or the one after its last, in another season. It
// never turns the order of two days round.
func sameWeek(day calendar.Day, from, to calendar.Season) calendar.Day {
	end, newEnd := from.Last.AddDays(1), to.Last.AddDays(1)
	first := from.First.Monday().DaysUntil(to.First.Monday())
	last := end.Monday().DaysUntil(newEnd.Monday())
	middle := to.First.AddDays(to.First.DaysUntil(newEnd) / 2) // where both halves of a shorter season stop
	switch {
	case day <= from.First:
		return to.First
	case day >= end:
		return newEnd
	case from.First.DaysUntil(day) <= day.DaysUntil(end):
		if day = day.AddDays(first); first > last {
			day = min(day, middle)
		}
	default:
		if day = day.AddDays(last); first > last {
			day = max(day, middle)
		}
	}
	return min(max(day, to.First), newEnd)
}

// Successors finds the series of the season to come that go on with those of a season, by
// the id of these: the one that was copied from it, wherever it is by now, else one made by
// hand, of the same kind and name at the same time of the week, that of the same arena and
// instructor first. A series goes on with one only.
func Successors(all, next []Series) map[SeriesID]Series {
	found, taken := map[SeriesID]Series{}, map[SeriesID]bool{}
	for _, like := range []func(s, n Series) bool{
		func(s, n Series) bool { return n.Follows == s.ID },
		func(s, n Series) bool { return s.like(n) && s.Arena == n.Arena && s.Instructor == n.Instructor },
		Series.like,
	} {
		for _, s := range all {
			if _, goesOn := found[s.ID]; goesOn {
				continue
			}
			if at := slices.IndexFunc(next, func(n Series) bool { return !taken[n.ID] && like(s, n) }); at >= 0 {
				found[s.ID], taken[next[at].ID] = next[at], true
			}
		}
	}
	return found
}

func (s Series) like(n Series) bool {
	return n.Follows == 0 && n.Kind == s.Kind && n.Name == s.Name && n.Weekday == s.Weekday && n.Start == s.Start
}
