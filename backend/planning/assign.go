package planning

import (
	"cmp"
	"math"
	"slices"

	"paddock/backend/calendar"
)

// Span is when a horse works in a day, in club-local minutes from midnight; the
// end is no longer part of it.
type Span struct{ Start, End calendar.Minute }

func (s Span) overlaps(other Span) bool { return s.Start < other.End && other.Start < s.End }
func (s Span) minutes() int             { return int(s.End - s.Start) }

// Ride is one rider in one lesson who needs a horse.
type Ride struct {
	ID      int64 // the booking
	Span    Span
	Choices []Choice // of every horse, those it is kept from too
}

// Choice is one horse for one ride.
type Choice struct {
	Horse  HorseID
	Cost   int     // Horse.Cost; nothing else is compared
	Limits []Limit // what keeps the rider from it
}

// Work is what a horse does already on the day, and may still do.
type Work struct {
	Horse   HorseID
	Busy    []Span // lessons it is given to, which stay
	Lessons int    // it may give on this day, those of Busy among them; below 0 for no limit
	Minutes int    // it may still work this week, those of Busy taken off; below 0 for no limit
}

// Assignment is a whole proposal: every rider who can have a horse has one.
type Assignment struct {
	Given   map[int64]HorseID // ride to horse
	Cost    int               // the sum of the choices' and of what spreading the work asks
	Proven  bool              // there is none better; false when the time was up before
	Without []Stranded        // in the order of the rides
}

// Stranded is a ride no horse is left for, with what stands in the way.
type Stranded struct {
	Ride int64
	Ways []Way // each alone would do; empty when no single one does
}

// Way is one limit that, set aside, gives everybody one horse more.
type Way struct {
	Ride  int64 // whose limit it is; 0 for one of the horse's own
	Horse HorseID
	Limit Limit
}

// Assign gives each ride a horse: as many as can be, then at the least cost. No
// limit is set aside and no horse works in two lessons at once.
//
// Where lessons begin and end together the answer is that of one flow, and
// exact. Where they overlap in part, or a week's hours bind lessons of unlike
// length, the flow that forgets this is a bound, and a search forbids one choice
// after another until nothing is broken (branch and bound). more is asked
// whether to go on; when it says no, the best found so far is returned and not
// called proven.
func Assign(rides []Ride, works []Work, more func() bool) Assignment {
	s := search{rides: rides, works: works, more: more, proven: true}
	s.branch(nil)
	best := s.best
	out := Assignment{Given: map[int64]HorseID{}, Cost: best.cost, Proven: s.proven}
	for r, w := range best.given {
		if w >= 0 {
			out.Given[rides[r].ID] = works[w].Horse
		}
	}
	out.Without = s.stranded(best)
	return out
}

// forbidden is a choice the search does without.
type forbidden struct{ ride, work int }

type search struct {
	rides  []Ride
	works  []Work
	more   func() bool
	best   *solution
	proven bool
}

// solution gives each ride one of the works by its place, -1 for none.
type solution struct {
	given   []int
	mounted int
	cost    int

	net   *network // the flow it comes from; nil when it was mended since
	nodes nodes
	out   []forbidden
}

func (s *solution) betterThan(other *solution) bool {
	return other == nil || s.mounted > other.mounted || s.mounted == other.mounted && s.cost < other.cost
}

// branch looks for something better below what is forbidden.
func (s *search) branch(out []forbidden) {
	if len(out) > 0 && !s.more() { // the first flow is always asked: in aligned slots it is all there is
		s.proven = false
		return
	}
	found := s.relax(out)
	if !found.betterThan(s.best) {
		return
	}
	broken := s.broken(found)
	if broken == nil {
		s.best = found
		return
	}
	if s.best == nil { // something whole to compare with from the beginning
		s.best = s.whole(found)
	}
	for _, ride := range broken {
		s.branch(append(slices.Clip(out), forbidden{ride, found.given[ride]}))
	}
}

// nodes says where things stand in the network.
type nodes struct {
	source, sink int
	ride         []int
	slot         map[slot]int
	work         []int
	choices      []taken
}

// taken is the arc of a choice.
type taken struct {
	arc int
	forbidden
}

type slot struct {
	work int
	span Span
}

// relax is the best assignment when a horse only keeps from being twice in
// lessons that begin and end together. It is never worse than what is possible.
func (s *search) relax(out []forbidden) *solution {
	n := nodes{slot: map[slot]int{}}
	var slots []slot // in one order, so that the same day gives the same horses
	count := 1
	for range s.rides {
		n.ride = append(n.ride, count)
		count++
	}
	for w := range s.works {
		n.work = append(n.work, count)
		count++
		for _, ride := range s.rides {
			if at := (slot{w, ride.Span}); n.slot[at] == 0 {
				n.slot[at] = count
				slots = append(slots, at)
				count++
			}
		}
	}
	n.sink = count
	g := newNetwork(count + 1)
	place := s.places()
	for r, ride := range s.rides {
		g.join(n.source, n.ride[r], 1, 0)
		for _, choice := range ride.Choices {
			w, known := place[choice.Horse]
			if !known || len(choice.Limits) > 0 || slices.Contains(out, forbidden{r, w}) || s.works[w].busy(ride.Span) {
				continue
			}
			n.choices = append(n.choices, taken{g.join(n.ride[r], n.slot[slot{w, ride.Span}], 1, choice.Cost), forbidden{r, w}})
		}
	}
	for _, at := range slots {
		g.join(n.slot[at], n.work[at.work], 1, 0)
	}
	for w, work := range s.works {
		for k := range work.room(s.rides) {
			g.join(n.work[w], n.sink, 1, pointsLesson*(2*(len(work.Busy)+k)+1)) // the squares' steps: even work is the cheapest
		}
	}
	found := &solution{given: slices.Repeat([]int{-1}, len(s.rides)), net: g, nodes: n, out: out}
	found.mounted = g.flow(n.source, n.sink)
	for _, choice := range n.choices {
		if g.used(choice.arc) > 0 {
			found.given[choice.ride] = choice.work
		}
	}
	found.cost = s.cost(found.given)
	return found
}

func (s *search) places() map[HorseID]int {
	place := map[HorseID]int{}
	for w, work := range s.works {
		place[work.Horse] = w
	}
	return place
}

// Suits orders the horses for one rider, whoever suits best first: the cost of a
// horse that gives so many lessons already; what a limit stands against comes
// after, and what blocks last.
func Suits(cost, lessons int, limits []Limit) int {
	cost += pointsLesson * (2*lessons + 1)
	for _, limit := range limits {
		cost += pointsLimit
		if limit.Blocks() {
			cost += pointsBlocks
		}
	}
	return cost
}

// Limits lists what keeps a horse from one lesson more at a time.
func (w Work) Limits(span Span) (limits []Limit) {
	if w.busy(span) {
		limits = append(limits, LimitOverlap)
	}
	if w.roomOfDay() < 1 {
		limits = append(limits, LimitDay)
	}
	if w.Minutes >= 0 && span.minutes() > w.Minutes {
		limits = append(limits, LimitWeek)
	}
	return limits
}

func (w Work) busy(span Span) bool { return slices.ContainsFunc(w.Busy, span.overlaps) }

// room is how many of the rides a horse may still give at most.
func (w Work) room(rides []Ride) int {
	return min(w.roomOfDay(), w.roomOfWeek(rides), len(rides))
}

func (w Work) roomOfDay() int {
	if w.Lessons < 0 {
		return math.MaxInt
	}
	return max(w.Lessons-len(w.Busy), 0)
}

// roomOfWeek counts the shortest of the rides.
func (w Work) roomOfWeek(rides []Ride) int {
	if w.Minutes < 0 || len(rides) == 0 {
		return math.MaxInt
	}
	shortest := slices.MinFunc(rides, func(a, b Ride) int { return cmp.Compare(a.Span.minutes(), b.Span.minutes()) })
	return w.Minutes / max(shortest.Span.minutes(), 1)
}

// cost of an assignment, whatever way it was found.
func (s *search) cost(given []int) (cost int) {
	lessons := make([]int, len(s.works))
	for w, work := range s.works {
		lessons[w] = len(work.Busy)
	}
	for r, w := range given {
		if w < 0 {
			continue
		}
		at := slices.IndexFunc(s.rides[r].Choices, func(c Choice) bool { return c.Horse == s.works[w].Horse })
		cost += s.rides[r].Choices[at].Cost + pointsLesson*(2*lessons[w]+1)
		lessons[w]++
	}
	return cost
}

// broken finds the first rides that cannot all keep their one horse: two that
// overlap, or the longest of those that exceed its week. One of them must give.
func (s *search) broken(found *solution) []int {
	for w, work := range s.works {
		var rides []int
		minutes := 0
		for r, given := range found.given {
			if given != w {
				continue
			}
			for _, other := range rides {
				if s.rides[r].Span.overlaps(s.rides[other].Span) {
					return []int{other, r}
				}
			}
			rides = append(rides, r)
			minutes += s.rides[r].Span.minutes()
		}
		if work.Minutes >= 0 && minutes > work.Minutes {
			return rides
		}
	}
	return nil
}

// whole takes from an assignment what breaks it, the last first, and gives the
// riders who lose theirs the best horse that is left: something to start from.
func (s *search) whole(found *solution) *solution {
	mended := &solution{given: slices.Clone(found.given), out: found.out}
	for broken := s.broken(mended); broken != nil; broken = s.broken(mended) {
		mended.given[broken[len(broken)-1]] = -1
	}
	place := s.places()
	for r, w := range mended.given {
		if w >= 0 {
			continue
		}
		choices := slices.Clone(s.rides[r].Choices)
		slices.SortStableFunc(choices, func(a, b Choice) int { return cmp.Compare(a.Cost, b.Cost) })
		for _, choice := range choices {
			w, known := place[choice.Horse]
			if !known || len(choice.Limits) > 0 || s.works[w].busy(s.rides[r].Span) {
				continue
			}
			mended.given[r] = w
			if s.broken(mended) == nil && s.lessons(mended.given, w) <= s.works[w].room(s.rides) {
				break
			}
			mended.given[r] = -1
		}
	}
	for _, w := range mended.given {
		if w >= 0 {
			mended.mounted++
		}
	}
	mended.cost = s.cost(mended.given)
	return mended
}

func (s *search) lessons(given []int, work int) (n int) {
	for _, w := range given {
		if w == work {
			n++
		}
	}
	return n
}
