package planning

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"paddock/backend/calendar"
)

func always() bool { return true }

// span is so many minutes from an hour on.
func span(hour, minutes int) Span {
	start := calendar.Minute(hour * 60)
	return Span{start, start + calendar.Minute(minutes)}
}

// drawn is a small day: spans that meet, cross or are apart, horses with every
// sort of limit.
func drawn(t *rapid.T, spans []Span) (rides []Ride, works []Work) {
	horses := rapid.IntRange(1, 4).Draw(t, "horses")
	for h := range horses {
		work := Work{
			Horse:   HorseID(h + 1),
			Lessons: rapid.SampledFrom([]int{-1, 0, 1, 2, 3}).Draw(t, "lessons"),
			Minutes: rapid.SampledFrom([]int{-1, -1, 60, 90, 120, 150}).Draw(t, "minutes"),
		}
		if rapid.IntRange(0, 3).Draw(t, "busy") == 0 {
			work.Busy = []Span{rapid.SampledFrom(spans).Draw(t, "when")}
		}
		works = append(works, work)
	}
	for r := range rapid.IntRange(1, 5).Draw(t, "rides") {
		ride := Ride{ID: int64(r + 10), Span: rapid.SampledFrom(spans).Draw(t, "span")}
		for h := range horses {
			choice := Choice{Horse: HorseID(h + 1), Cost: rapid.IntRange(0, 60).Draw(t, "cost")}
			if rapid.IntRange(0, 3).Draw(t, "kept") == 0 {
				choice.Limits = []Limit{LimitLevel}
			}
			ride.Choices = append(ride.Choices, choice)
		}
		rides = append(rides, ride)
	}
	return rides, works
}

// tried is the best there is, found by trying everything with the rules alone.
func tried(rides []Ride, works []Work) (mounted, cost int) {
	mounted = -1
	given := slices.Repeat([]int{-1}, len(rides))
	var try func(int)
	try = func(r int) {
		if r == len(rides) {
			n, sum := 0, 0
			for w, work := range works {
				var mine []int
				minutes := 0
				for ride, g := range given {
					if g == w {
						mine = append(mine, ride)
						minutes += int(rides[ride].Span.End - rides[ride].Span.Start)
					}
				}
				if work.Lessons >= 0 && len(mine) > 0 && len(work.Busy)+len(mine) > work.Lessons ||
					work.Minutes >= 0 && minutes > work.Minutes {
					return
				}
				for i, a := range mine {
					for _, busy := range work.Busy {
						if rides[a].Span.overlaps(busy) {
							return
						}
					}
					for _, b := range mine[:i] {
						if rides[a].Span.overlaps(rides[b].Span) {
							return
						}
					}
					if len(rides[a].Choices[w].Limits) > 0 {
						return
					}
					sum += rides[a].Choices[w].Cost
				}
				total, before := len(work.Busy)+len(mine), len(work.Busy)
				sum += pointsLesson * (total*total - before*before)
				n += len(mine)
			}
			if n > mounted || n == mounted && sum < cost {
				mounted, cost = n, sum
			}
			return
		}
		for w := -1; w < len(works); w++ {
			given[r] = w
			try(r + 1)
		}
		given[r] = -1
	}
	try(0)
	return mounted, cost
}

func TestNoOtherAssignmentSeatsMoreRidersOrCostsLess(t *testing.T) {
	for name, spans := range map[string][]Span{
		"in aligned slots":          {span(10, 60), span(11, 60), span(14, 60)},
		"where lessons cross":       {span(10, 60), {630, 690}, span(11, 60)},
		"of unlike length":          {span(10, 60), span(11, 90), span(13, 30)},
		"one long among short ones": {span(10, 240), span(10, 60), span(11, 60), span(12, 60)},
	} {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				rides, works := drawn(t, spans)
				got := Assign(rides, works, always)
				mounted, cost := tried(rides, works)
				if len(got.Given) != mounted || got.Cost != cost || !got.Proven {
					t.Fatalf("%d riders at %d, proven %v; there is %d at %d\n%+v\n%+v", len(got.Given), got.Cost, got.Proven, mounted, cost, rides, works)
				}
				if len(got.Without)+len(got.Given) != len(rides) {
					t.Fatalf("%d rides are neither given nor named", len(rides)-len(got.Given)-len(got.Without))
				}
			})
		})
	}
}

func TestEveryWayOutThatIsNamedSeatsOneMoreRider(t *testing.T) {
	spans := []Span{span(10, 60), {630, 690}, span(14, 60)}
	rapid.Check(t, func(t *rapid.T) {
		rides, works := drawn(t, spans)
		got := Assign(rides, works, always)
		for _, stranded := range got.Without {
			for _, way := range stranded.Ways {
				s := search{rides: rides, works: works, more: always, proven: true}
				if !s.seatsOneMore(way, len(got.Given)) {
					t.Fatalf("%+v seats nobody more\n%+v\n%+v", way, rides, works)
				}
			}
		}
	})
}

func TestWhatStandsInTheWayIsNamed(t *testing.T) {
	suits := func(horses ...HorseID) (choices []Choice) {
		for _, h := range horses {
			choices = append(choices, Choice{Horse: h, Cost: pointsNeutral})
		}
		return choices
	}
	kept := func(h HorseID, limit Limit) Choice { return Choice{Horse: h, Limits: []Limit{limit}} }
	const caramel, quartz = HorseID(1), HorseID(2)
	for name, test := range map[string]struct {
		rides []Ride
		works []Work
		want  []Way
	}{
		"a horse whose lessons of the day are given": {
			[]Ride{{ID: 1, Span: span(10, 60), Choices: suits(caramel)}, {ID: 2, Span: span(11, 60), Choices: suits(caramel)}},
			[]Work{{Horse: caramel, Lessons: 1, Minutes: -1}},
			[]Way{{Horse: caramel, Limit: LimitDay}},
		},
		"a horse whose hours of the week are": {
			[]Ride{{ID: 1, Span: span(10, 60), Choices: suits(caramel)}},
			[]Work{{Horse: caramel, Lessons: -1, Minutes: 30}},
			[]Way{{Horse: caramel, Limit: LimitWeek}},
		},
		"a level, of the rider or of one who could change": {
			[]Ride{{ID: 1, Span: span(10, 60), Choices: []Choice{suits(caramel)[0], kept(quartz, LimitLevel)}}, {ID: 2, Span: span(10, 60), Choices: []Choice{suits(caramel)[0], kept(quartz, LimitWeight)}}},
			[]Work{{Horse: caramel, Lessons: -1, Minutes: -1}, {Horse: quartz, Lessons: -1, Minutes: -1}},
			[]Way{{Ride: 1, Horse: quartz, Limit: LimitLevel}, {Ride: 2, Horse: quartz, Limit: LimitWeight}},
		},
		"nothing that could be set aside": {
			[]Ride{{ID: 1, Span: span(10, 60), Choices: suits(caramel)}},
			[]Work{{Horse: caramel, Lessons: -1, Minutes: -1, Busy: []Span{{630, 690}}}},
			nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := Assign(test.rides, test.works, always)
			if len(got.Without) != 1 || !reflect.DeepEqual(got.Without[0].Ways, test.want) {
				t.Errorf("%+v, want the ways %+v", got.Without, test.want)
			}
		})
	}
}

// busyDay is that many riders in lessons of eight an hour, and the club's horses.
func busyDay(riders, horses int, shift calendar.Minute) (rides []Ride, works []Work) {
	for h := range horses {
		works = append(works, Work{Horse: HorseID(h + 1), Lessons: 4, Minutes: 20 * 60})
	}
	for r := range riders {
		at := span(9+r/24, 60) // three lessons at a time
		if r/8%2 == 1 {
			at.Start, at.End = at.Start+shift, at.End+shift
		}
		ride := Ride{ID: int64(r + 1), Span: at}
		for h := range horses {
			choice := Choice{Horse: HorseID(h + 1), Cost: (r*7 + h*13) % 60}
			if (r+h)%5 == 0 {
				choice.Limits = []Limit{LimitLevel}
			}
			ride.Choices = append(ride.Choices, choice)
		}
		rides = append(rides, ride)
	}
	return rides, works
}

func TestTheSameDayGivesTheSameHorses(t *testing.T) {
	rides, works := busyDay(60, 20, 0)
	first := Assign(rides, works, always)
	for range 5 {
		if again := Assign(rides, works, always); !reflect.DeepEqual(first, again) {
			t.Fatal("another proposal for the same day")
		}
	}
}

func TestASearchThatIsStoppedSaysThatNothingIsProvenAndBreaksNothing(t *testing.T) {
	rides, works := busyDay(60, 20, 30)
	left := 3
	got := Assign(rides, works, func() bool { left--; return left >= 0 })
	if got.Proven {
		t.Error("called proven")
	}
	s := search{rides: rides, works: works}
	given := slices.Repeat([]int{-1}, len(rides))
	place := s.places()
	for r, ride := range rides {
		if horse := got.Given[ride.ID]; horse != 0 {
			given[r] = place[horse]
		}
	}
	if broken := s.broken(&solution{given: given}); broken != nil {
		t.Errorf("rides %v share a horse", broken)
	}
}

func TestASearchThatIsStoppedTriesNoWaysOut(t *testing.T) {
	rides := []Ride{
		{ID: 1, Span: span(9, 60), Choices: []Choice{{Horse: 1}}},
		{ID: 2, Span: Span{570, 630}, Choices: []Choice{{Horse: 2}}}, // crosses the first
		{ID: 3, Span: span(11, 60), Choices: []Choice{{Horse: 1}}},
	}
	works := []Work{{Horse: 1, Lessons: 1, Minutes: -1}, {Horse: 2, Lessons: 1, Minutes: -1}}
	for _, more := range []bool{true, false} {
		got := Assign(rides, works, func() bool { return more })
		if len(got.Without) != 1 || (len(got.Without[0].Ways) > 0) != more {
			t.Errorf("with time %v: %+v", more, got.Without)
		}
	}
}

func BenchmarkAWholeDayOf120RidersAnd40Horses(b *testing.B) {
	for _, shift := range []calendar.Minute{0, 30} {
		b.Run(fmt.Sprintf("shifted by %d minutes", shift), func(b *testing.B) {
			rides, works := busyDay(120, 40, shift)
			for b.Loop() {
				left := 20
				Assign(rides, works, func() bool { left--; return left >= 0 })
			}
		})
	}
}
