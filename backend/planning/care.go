package planning

import (
	"slices"

	"paddock/backend/calendar"
)

// CareKind is what a horse needs again and again.
type CareKind string

// The kinds of care, in the order they are shown.
const (
	Farrier CareKind = "farrier"
	Dentist CareKind = "dentist"
	Worming CareKind = "worming"
	Vaccine CareKind = "vaccine"
	Vet     CareKind = "vet"
)

// CareKinds lists them.
var CareKinds = []CareKind{Farrier, Dentist, Worming, Vaccine, Vet}

// Care is one of them for a horse: when it was done and is to be done.
type Care struct {
	Kind       CareKind     `json:"kind" enum:"farrier,dentist,worming,vaccine,vet"`
	Last       calendar.Day `json:"last" doc:"When it was done; empty while nobody noted it"`
	Due        calendar.Day `json:"due" doc:"When it is to be done; empty when nothing is planned"`
	EveryWeeks int          `json:"everyWeeks" minimum:"0" maximum:"260" doc:"How often; 0 for once"`
}

// careSoon is how many days before it is due a care is pointed out.
const careSoon = 7

// Soon reports whether a care is due within a week of a day, or was before it.
func (c Care) Soon(day calendar.Day) bool { return c.Due != "" && c.Due <= day.AddDays(careSoon) }

// Late reports whether a care should have been done before a day.
func (c Care) Late(day calendar.Day) bool { return c.Due != "" && c.Due < day }

// Done is the care after it was done on a day: what comes back is due so many
// weeks from then, whenever it should have been.
func (c Care) Done(day calendar.Day) Care {
	c.Last, c.Due = day, ""
	if c.EveryWeeks > 0 {
		c.Due = day.AddDays(7 * c.EveryWeeks)
	}
	return c
}

// CareDone notes that a care was done on a day; one the horse did not have is
// added, to be done once.
func (h Horse) CareDone(kind CareKind, day calendar.Day) Horse {
	h.Cares = slices.Clone(h.Cares)
	at := slices.IndexFunc(h.Cares, func(c Care) bool { return c.Kind == kind })
	if at < 0 {
		h.Cares = append(h.Cares, Care{Kind: kind})
		at = len(h.Cares) - 1
	}
	h.Cares[at] = h.Cares[at].Done(day)
	return h
}
