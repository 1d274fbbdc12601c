package planning

import (
	"slices"
	"testing"

	"paddock/backend/calendar"
	"paddock/backend/club"
)

func TestAHorseIsKeptFromWhomItsLimitsExclude(t *testing.T) {
	steps := []club.Level{{ID: 1, Rank: 1}, {ID: 2, Rank: 2}, {ID: 3, Rank: 3}, {ID: 4, Rank: 4}}
	caramel := Horse{ID: 7, LevelMin: 2, LevelMax: 3, MostWeight: 60, DaysOff: []int{1}}
	const wednesday, monday = calendar.Day("2026-10-07"), calendar.Day("2026-10-05")
	for name, test := range map[string]struct {
		horse Horse
		rider Mounted
		day   calendar.Day
		away  []Away
		want  []Limit
	}{
		"nobody it suits":                  {caramel, Mounted{Level: 2, Weight: 60}, wednesday, nil, nil},
		"a rider below its level":          {caramel, Mounted{Level: 1}, wednesday, nil, []Limit{LimitLevel}},
		"a rider above its level":          {caramel, Mounted{Level: 4}, wednesday, nil, []Limit{LimitLevel}},
		"a beginner, whose level is none":  {caramel, Mounted{}, wednesday, nil, []Limit{LimitLevel}},
		"a rider above its weight":         {caramel, Mounted{Level: 3, Weight: 61}, wednesday, nil, []Limit{LimitWeight}},
		"nobody whose weight is not known": {caramel, Mounted{Level: 3}, wednesday, nil, nil},
		"everybody on its day off":         {caramel, Mounted{Level: 3}, monday, nil, []Limit{LimitDayOff}},
		"everybody on its last day away":   {caramel, Mounted{Level: 3}, wednesday, []Away{{First: "2026-10-01", Last: wednesday}}, []Limit{LimitAway}},
		"nobody the day after":             {caramel, Mounted{Level: 3}, wednesday, []Away{{First: "2026-10-01", Last: "2026-10-06"}}, nil},
		"everybody until further notice":   {caramel, Mounted{Level: 3}, wednesday, []Away{{First: "2026-10-01"}}, []Limit{LimitAway}},
		"whoever is not its owner":         {Horse{ID: 8, Owner: 12}, Mounted{Rider: 13}, wednesday, nil, []Limit{LimitOwner}},
		"not its owner":                    {Horse{ID: 8, Owner: 12}, Mounted{Rider: 12}, wednesday, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			test.rider.Steps = steps
			test.horse.Away = test.away
			if got := test.horse.Limits(test.rider, test.day); !slices.Equal(got, test.want) {
				t.Errorf("%v, want %v", got, test.want)
			}
		})
	}
}

func TestAWishOutweighsAHabitAndBothALesson(t *testing.T) {
	rider := Mounted{Rider: 12, Wishes: map[HorseID]Wish{1: Likes, 2: Dislikes}, Last: map[HorseID]int{3: 9}}
	cost := func(id HorseID, habit Habit) int { return Horse{ID: id}.Cost(rider, habit) }
	if liked, ridden, other, disliked := cost(1, Repeat), cost(3, Repeat), cost(4, Repeat), cost(2, Repeat); !(liked < ridden && ridden < other && other < disliked) {
		t.Errorf("liked %d, ridden %d, another %d, disliked %d", liked, ridden, other, disliked)
	}
	if cost(3, Vary) <= cost(4, Vary) {
		t.Error("a club that varies gives the same horse")
	}
	if cost(3, NoCare) != cost(4, NoCare) {
		t.Error("a club that does not care has a habit")
	}
	if own := (Horse{ID: 5, Owner: 12}).Cost(rider, Vary); own != 0 {
		t.Errorf("a rider's own horse costs %d", own)
	}
}

func TestACareThatComesBackIsDueFromTheDayItWasDone(t *testing.T) {
	caramel := Horse{Cares: []Care{{Kind: Farrier, Due: "2026-10-09", EveryWeeks: 6}}}
	for day, want := range map[calendar.Day][2]bool{"2026-10-01": {false, false}, "2026-10-02": {true, false}, "2026-10-09": {true, false}, "2026-10-10": {true, true}} {
		if care := caramel.Cares[0]; care.Soon(day) != want[0] || care.Late(day) != want[1] {
			t.Errorf("on %s: soon %v, late %v", day, care.Soon(day), care.Late(day))
		}
	}
	late := caramel.CareDone(Farrier, "2026-10-20")
	if want := (Care{Farrier, "2026-10-20", "2026-12-01", 6}); late.Cares[0] != want {
		t.Errorf("%+v, want %+v", late.Cares[0], want)
	}
	if caramel.Cares[0].Due != "2026-10-09" {
		t.Error("the horse as it was has changed")
	}
	once := caramel.CareDone(Vet, "2026-10-20")
	if want := (Care{Kind: Vet, Last: "2026-10-20"}); len(once.Cares) != 2 || once.Cares[1] != want {
		t.Errorf("%+v", once.Cares)
	}
}

func TestOneLessonMoreBreaksTheLimitsOfWork(t *testing.T) {
	work := Work{Busy: []Span{{840, 900}, {900, 960}}, Lessons: 3, Minutes: 60}
	for name, test := range map[string]struct {
		work Work
		span Span
		want []Limit
	}{
		"none":                          {work, Span{960, 1020}, nil},
		"it is in another lesson":       {work, Span{890, 950}, []Limit{LimitOverlap}},
		"its lessons are given":         {Work{Busy: work.Busy, Lessons: 2, Minutes: -1}, Span{960, 1020}, []Limit{LimitDay}},
		"its week is full":              {Work{Lessons: -1, Minutes: 59}, Span{960, 1020}, []Limit{LimitWeek}},
		"without limits it always does": {Work{Lessons: -1, Minutes: -1}, Span{960, 1020}, nil},
	} {
		if got := test.work.Limits(test.span); !slices.Equal(got, test.want) {
			t.Errorf("%s: %v", name, got)
		}
	}
}
