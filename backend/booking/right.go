package booking

import (
	"cmp"
	"slices"
	"time"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/planning"
)

// Card is prepaid lessons as booking looks at them.
type Card struct {
	ID           CardID
	LessonKind   planning.Kind // that it opens; "" for every kind
	Left         int           // units
	ValidFrom    calendar.Day  // "" until it is paid: it does not work before
	ValidThrough calendar.Day
}

// Opens reports whether the card is for lessons of a kind. A trial is a group
// lesson with another name.
func (c Card) Opens(kind planning.Kind) bool {
	return c.LessonKind == "" || c.LessonKind == kind || c.LessonKind == planning.Group && kind == planning.Trial
}

// Obstacle is why the card does not open a lesson; nil when it does. It is the
// lesson's day that lies within the validity, whenever it is booked.
func (c Card) Obstacle(l planning.Lesson) *club.Error {
	switch {
	case !c.Opens(l.Kind):
		return club.Refuse(club.CodeCardKind)
	case c.ValidFrom == "":
		return club.Refuse(club.CodeCardUnpaid)
	case l.Day < c.ValidFrom:
		return club.Refuse(club.CodeCardEarly).With("fromDay", c.ValidFrom)
	case l.Day > c.ValidThrough:
		return club.Refuse(club.CodeCardOver).With("throughDay", c.ValidThrough)
	case c.Left < 1:
		return club.Refuse(club.CodeCardEmpty)
	}
	return nil
}

// ChooseCard is the card that expires first of those that open a lesson; of two,
// the older one. ok is false when none does.
func ChooseCard(cards []Card, l planning.Lesson) (chosen Card, ok bool) {
	fitting := slices.DeleteFunc(slices.Clone(cards), func(c Card) bool { return c.Obstacle(l) != nil })
	if len(fitting) == 0 {
		return Card{}, false
	}
	return slices.MinFunc(fitting, func(a, b Card) int {
		return cmp.Or(cmp.Compare(a.ValidThrough, b.ValidThrough), cmp.Compare(a.ID, b.ID))
	}), true
}

// Voucher is the right to make up a missed group lesson.
type Voucher struct {
	ID           VoucherID
	Left         int // 1 while it can be used
	ValidFrom    calendar.Day
	ValidThrough calendar.Day
}

// Obstacle is why the voucher does not open a lesson; nil when it does. Whether
// rider and lesson fit, and whether there is a place, is asked beside it.
func (v Voucher) Obstacle(l planning.Lesson) *club.Error {
	switch {
	case l.Kind != planning.Group:
		return club.Refuse(club.CodeVoucherKind)
	case v.Left < 1:
		return club.Refuse(club.CodeVoucherUsed)
	case l.Day < v.ValidFrom:
		return club.Refuse(club.CodeVoucherEarly).With("fromDay", v.ValidFrom)
	case l.Day > v.ValidThrough:
		return club.Refuse(club.CodeVoucherOver).With("throughDay", v.ValidThrough)
	}
	return nil
}

// ChooseVoucher is the voucher that expires first of those that open a lesson.
func ChooseVoucher(vouchers []Voucher, l planning.Lesson) (chosen Voucher, ok bool) {
	fitting := slices.DeleteFunc(slices.Clone(vouchers), func(v Voucher) bool { return v.Obstacle(l) != nil })
	if len(fitting) == 0 {
		return Voucher{}, false
	}
	return slices.MinFunc(fitting, func(a, b Voucher) int {
		return cmp.Or(cmp.Compare(a.ValidThrough, b.ValidThrough), cmp.Compare(a.ID, b.ID))
	}), true
}

// VoucherThrough is the last day of a voucher for a lesson missed on a day: the
// same day of a later month, and never past the season's end; "" for no season.
func (r Rules) VoucherThrough(missed, seasonLast calendar.Day) calendar.Day {
	through := missed.AddMonths(r.VoucherMonths)
	if seasonLast != "" && seasonLast < through {
		through = max(seasonLast, missed)
	}
	return through
}

// AbsencePeriod is the days whose announced absences count together: the season
// of the lesson or, by the club's choice and where there is none, its year.
func (r Rules) AbsencePeriod(missed calendar.Day, season calendar.Season) calendar.Period {
	if r.VoucherPeriod != club.VouchersByYear && season.Last != "" {
		return calendar.Period{First: season.First, Last: season.Last}
	}
	return calendar.Period{First: calendar.Date(missed.Year(), time.January, 1), Last: calendar.Date(missed.Year(), time.December, 31)}
}
