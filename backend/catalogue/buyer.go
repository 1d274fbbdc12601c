package catalogue

import (
	"slices"

	"paddock/backend/calendar"
	"paddock/backend/club"
)

// Audience says whom an offer is offered to.
type Audience string

// The audiences, each wider than the one before. At the counter anybody may buy
// what is for the desk alone; a guest is no family.
const (
	ForDesk     Audience = "desk"   // over the counter, and shown to nobody else
	ForFamilies Audience = "family" // to families with an account
	ForGuests   Audience = "guest"  // to everybody
)

var audiences = []Audience{ForDesk, ForFamilies, ForGuests}

// Buyer is who a thing is bought for as the rules of who may buy look at one.
type Buyer struct {
	Guest bool // of a household known by e-mail only
	Rider bool // a rider is named; what follows is theirs
	Name  string
	Birth calendar.Day   // "" when unknown
	File  club.FileState // on the day of the sale
	Level int64          // 0 when unknown
	Steps []club.Level   // of all ladders

	Licences []club.Licence // held, or asked for from the federation
}

// Obstacles lists why this offer does not fit a buyer on a day, as refusals
// that can be shown one by one; none means it fits. The desk may sell in spite
// of them, with a recorded reason (PRODUCT section 3, who may buy).
func (o Offer) Obstacles(buyer Buyer, on calendar.Day) []*club.Error {
	var obstacles []*club.Error
	add := func(obstacle *club.Error) {
		if obstacle != nil {
			obstacles = append(obstacles, obstacle)
		}
	}
	if o.Audience == ForFamilies && buyer.Guest {
		add(club.Refuse(club.CodeFamiliesOnly))
	}
	if !buyer.Rider {
		return obstacles
	}
	add(o.tooYoungOrOld(buyer.Birth, on))
	add(o.tooLowOrHigh(buyer))
	add(o.LicenceHeld(buyer, on))
	if o.NeedsFile && !buyer.File.Complete {
		add(club.Refuse(club.CodeFileIncomplete).With("papers", buyer.File.Missing()))
	}
	return obstacles
}

func (o Offer) tooYoungOrOld(birth calendar.Day, on calendar.Day) *club.Error {
	if o.AgeMin == 0 && o.AgeMax == 0 {
		return nil
	}
	if birth == "" {
		return club.Refuse(club.CodeBirthNeeded)
	}
	age := calendar.Age(birth, on)
	if age < o.AgeMin {
		return club.Refuse(club.CodeTooYoung).With("min", o.AgeMin).With("age", age)
	}
	if o.AgeMax > 0 && age > o.AgeMax {
		return club.Refuse(club.CodeTooOld).With("max", o.AgeMax).With("age", age)
	}
	return nil
}

// tooLowOrHigh compares the ranks of levels. A rider without a level is a
// beginner: what begins at a level is too high, what ends at one fits.
func (o Offer) tooLowOrHigh(buyer Buyer) *club.Error {
	step := func(id int64) (club.Level, bool) {
		at := slices.IndexFunc(buyer.Steps, func(l club.Level) bool { return id != 0 && l.ID == id })
		if at < 0 {
			return club.Level{}, false
		}
		return buyer.Steps[at], true
	}
	has, known := step(buyer.Level)
	if least, limited := step(o.LevelMin); limited && (!known || has.Rank < least.Rank) {
		if !known {
			return club.Refuse(club.CodeLevelNeeded).With("min", least.Label).With("name", buyer.Name)
		}
		return club.Refuse(club.CodeLevelTooLow).With("min", least.Label).With("name", buyer.Name).With("level", has.Label)
	}
	if most, limited := step(o.LevelMax); limited && known && has.Rank > most.Rank {
		return club.Refuse(club.CodeLevelTooHigh).With("max", most.Label).With("name", buyer.Name).With("level", has.Label)
	}
	return nil
}

// LicenceHeld is the obstacle of a licence that its rider has already; nil when
// there is none, and for offers of another kind.
func (o Offer) LicenceHeld(buyer Buyer, on calendar.Day) *club.Error {
	if o.Kind != Licence {
		return nil
	}
	at := slices.IndexFunc(buyer.Licences, func(l club.Licence) bool { return l.Covers(o.Licence(), on) })
	if at < 0 {
		return nil
	}
	return club.Refuse(club.CodeLicenceHeld).With("name", buyer.Name).With("throughDay", buyer.Licences[at].ValidThrough)
}
