package catalogue

import (
	"slices"
	"time"

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
	Package  bool           // has one on that day, invoiced and not ended

	Now  time.Time // when it is bought, for what closes at a time; zero asks about no such limit
	Zone *time.Location
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
	add(o.closed(buyer))
	if o.Kind == Activity && o.Terms.ValidFrom != "" {
		on = o.Terms.ValidFrom // the age that counts is that of its first day
	}
	obstacles = append(obstacles, Limits{o.AgeMin, o.AgeMax, o.LevelMin, o.LevelMax}.Obstacles(buyer, on)...)
	add(o.LicenceHeld(buyer, on))
	if o.NeedsPackage && !buyer.Package {
		add(club.Refuse(club.CodePackageNeeded).With("name", buyer.Name))
	}
	if o.NeedsFile && !buyer.File.Complete {
		add(club.Refuse(club.CodeFileIncomplete).With("papers", buyer.File.Missing()))
	}
	return obstacles
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
