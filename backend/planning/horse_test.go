package planning

import (
	"slices"
	"testing"
	"time"

	"paddock/backend/calendar"
	"paddock/backend/club"
)

func TestAHorseIsKeptFromWhomItsLimitsExclude(t *testing.T) {
	steps := []club.Level{{ID: 1, Rank: 1}, {ID: 2, Rank: 2}, {ID: 3, Rank: 3}, {ID: 4, Rank: 4}}
	caramel := Horse{ID: 7, LevelMin: 2, LevelMax: 3, MostWeight: 60, DaysOff: []time.Weekday{time.Monday}}
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
			if got := test.horse.Limits(test.rider, test.day, test.away); !slices.Equal(got, test.want) {
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
