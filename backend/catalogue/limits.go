package catalogue

import (
	"slices"

	"paddock/backend/calendar"
	"paddock/backend/club"
)

// Limits are the ages and levels something is for: an offer, or a lesson. 0 is
// no limit; both ends are included.
type Limits struct {
	AgeMin, AgeMax     int // full years
	LevelMin, LevelMax int64
}

// Obstacles lists why somebody is outside the limits on a day; none when they
// fit.
func (l Limits) Obstacles(buyer Buyer, on calendar.Day) []*club.Error {
	var obstacles []*club.Error
	for _, obstacle := range []*club.Error{l.tooYoungOrOld(buyer.Birth, on), l.tooLowOrHigh(buyer)} {
		if obstacle != nil {
			obstacles = append(obstacles, obstacle)
		}
	}
	return obstacles
}

func (l Limits) tooYoungOrOld(birth calendar.Day, on calendar.Day) *club.Error {
	if l.AgeMin == 0 && l.AgeMax == 0 {
		return nil
	}
	if birth == "" {
		return club.Refuse(club.CodeBirthNeeded)
	}
	age := calendar.Age(birth, on)
	if age < l.AgeMin {
		return club.Refuse(club.CodeTooYoung).With("min", l.AgeMin).With("age", age)
	}
	if l.AgeMax > 0 && age > l.AgeMax {
		return club.Refuse(club.CodeTooOld).With("max", l.AgeMax).With("age", age)
	}
	return nil
}

// tooLowOrHigh compares the ranks of levels. A rider without a level is a
// beginner: what begins at a level is too high, what ends at one fits.
func (l Limits) tooLowOrHigh(buyer Buyer) *club.Error {
	step := func(id int64) (club.Level, bool) {
		at := slices.IndexFunc(buyer.Steps, func(step club.Level) bool { return id != 0 && step.ID == id })
		if at < 0 {
			return club.Level{}, false
		}
		return buyer.Steps[at], true
	}
	has, known := step(buyer.Level)
	if least, limited := step(l.LevelMin); limited && (!known || has.Rank < least.Rank) {
		if !known {
			return club.Refuse(club.CodeLevelNeeded).With("min", least.Label).With("name", buyer.Name)
		}
		return club.Refuse(club.CodeLevelTooLow).With("min", least.Label).With("name", buyer.Name).With("level", has.Label)
	}
	if most, limited := step(l.LevelMax); limited && known && has.Rank > most.Rank {
		return club.Refuse(club.CodeLevelTooHigh).With("max", most.Label).With("name", buyer.Name).With("level", has.Label)
	}
	return nil
}
