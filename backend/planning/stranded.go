package planning

import (
	"slices"
)

// mostWays is how many ways out are named for a ride: a person reads them.
const mostWays = 6

// stranded names the rides without a horse, and each single limit that would
// give it one if it were set aside. In the network such a limit is an arc that is
// missing or full, from where the ride's unit can get to where it could go on to
// the end.
func (s *search) stranded(best *solution) (out []Stranded) {
	if best.net == nil { // it was mended: the flow it was mended from
		flow := s.relax(best.out)
		best.net, best.nodes = flow.net, flow.nodes
	}
	aligned := s.aligned()
	for r, w := range best.given {
		if w < 0 {
			out = append(out, Stranded{Ride: s.rides[r].ID, Ways: s.ways(best, r, aligned)})
		}
	}
	return out
}

// ways are those out of one ride's want. Where the flow alone does not tell, each
// is tried while there is time.
func (s *search) ways(best *solution, stranded int, aligned bool) (ways []Way) {
	from := best.net.reachable(best.nodes.ride[stranded], false)
	on := best.net.reachable(best.nodes.sink, true)
	offer := func(way Way) {
		if len(ways) < mostWays && !slices.Contains(ways, way) && (aligned || s.more() && s.seatsOneMore(way, best.mounted)) {
			ways = append(ways, way)
		}
	}
	for w, work := range s.works {
		if !from[best.nodes.work[w]] || on[best.nodes.work[w]] {
			continue
		}
		more := s.lessons(best.given, w) + 1
		day, week := more <= work.roomOfDay(), more <= work.roomOfWeek(s.rides)
		switch { // where both are full, neither alone would do
		case !day && week:
			offer(Way{Horse: work.Horse, Limit: LimitDay})
		case day && !week:
			offer(Way{Horse: work.Horse, Limit: LimitWeek})
		}
	}
	place := s.places()
	for r, ride := range s.rides {
		if !from[best.nodes.ride[r]] {
			continue
		}
		for _, choice := range ride.Choices {
			w, known := place[choice.Horse]
			if !known || len(choice.Limits) != 1 || choice.Limits[0].Blocks() || s.works[w].busy(ride.Span) {
				continue
			}
			if on[best.nodes.slot[slot{w, ride.Span}]] {
				offer(Way{Ride: ride.ID, Horse: choice.Horse, Limit: choice.Limits[0]})
			}
		}
	}
	return ways
}

// aligned reports whether the flow alone is exact: lessons begin and end
// together or do not touch, and no week's hours bind lessons of unlike length.
func (s *search) aligned() bool {
	for i, a := range s.rides {
		for _, b := range s.rides[:i] {
			if a.Span != b.Span && a.Span.overlaps(b.Span) {
				return false
			}
		}
	}
	return !slices.ContainsFunc(s.works, func(w Work) bool {
		return w.Minutes >= 0 && slices.ContainsFunc(s.rides, func(r Ride) bool {
			return r.Span.minutes() != s.rides[0].Span.minutes()
		})
	})
}

// seatsOneMore tries a way out where the flow alone does not tell.
func (s *search) seatsOneMore(way Way, mounted int) bool {
	tried := search{rides: slices.Clone(s.rides), works: slices.Clone(s.works), more: s.more, proven: true}
	for r := range tried.rides {
		ride := &tried.rides[r]
		if ride.ID != way.Ride {
			continue
		}
		ride.Choices = slices.Clone(ride.Choices)
		for c := range ride.Choices {
			if ride.Choices[c].Horse == way.Horse {
				ride.Choices[c].Limits = nil
			}
		}
	}
	for w := range tried.works {
		switch work := &tried.works[w]; {
		case work.Horse != way.Horse:
		case way.Limit == LimitDay:
			work.Lessons = max(work.Lessons, len(work.Busy)) + 1
		case way.Limit == LimitWeek:
			work.Minutes = -1
		}
	}
	tried.branch(nil)
	return tried.best != nil && tried.best.mounted > mounted
}
