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

// Bar is the code of what keeps the card from opening a lesson; "" for nothing. It
// is the lesson's day that lies within the validity, whenever it is booked.
func (c Card) Bar(l planning.Lesson) club.Code {
	switch {
	case !c.Opens(l.Kind):
		return club.CodeCardKind
	case c.ValidFrom == "":
		return club.CodeCardUnpaid
	case l.Day < c.ValidFrom:
		return club.CodeCardEarly
	case l.Day > c.ValidThrough:
		return club.CodeCardOver
	case c.Left < 1:
		return club.CodeCardEmpty
	}
	return ""
}

// Obstacle is what keeps the card from opening a lesson; nil for nothing.
func (c Card) Obstacle(l planning.Lesson) *club.Error { return c.Refusal(c.Bar(l)) }

// Refusal says what a bar of this card is; nil for none.
func (c Card) Refusal(bar club.Code) *club.Error {
	switch bar {
	case "":
		return nil
	case club.CodeCardEarly:
		return club.Refuse(bar).With("fromDay", c.ValidFrom)
	case club.CodeCardOver:
		return club.Refuse(bar).With("throughDay", c.ValidThrough)
	}
	return club.Refuse(bar)
}

// ChooseCard is the card that expires first of those that open a lesson; of two,
// the older one. ok is false when none does.
func ChooseCard(cards []Card, l planning.Lesson) (chosen Card, ok bool) {
	fitting := slices.DeleteFunc(slices.Clone(cards), func(c Card) bool { return c.Bar(l) != "" })
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

// Bar is the code of what keeps the voucher from opening a lesson; "" for nothing.
// Whether rider and lesson fit, and whether there is a place, is asked beside it.
func (v Voucher) Bar(l planning.Lesson) club.Code {
	switch {
	case l.Kind != planning.Group:
		return club.CodeVoucherKind
	case v.Left < 1:
		return club.CodeVoucherUsed
	case l.Day < v.ValidFrom:
		return club.CodeVoucherEarly
	case l.Day > v.ValidThrough:
		return club.CodeVoucherOver
	}
	return ""
}

// Obstacle is what keeps the voucher from opening a lesson; nil for nothing.
func (v Voucher) Obstacle(l planning.Lesson) *club.Error {
	switch bar := v.Bar(l); bar {
	case "":
		return nil
	case club.CodeVoucherEarly:
		return club.Refuse(bar).With("fromDay", v.ValidFrom)
	case club.CodeVoucherOver:
		return club.Refuse(bar).With("throughDay", v.ValidThrough)
	default:
		return club.Refuse(bar)
	}
}

// ChooseVoucher is the voucher that expires first of those that open a lesson.
func ChooseVoucher(vouchers []Voucher, l planning.Lesson) (chosen Voucher, ok bool) {
	fitting := slices.DeleteFunc(slices.Clone(vouchers), func(v Voucher) bool { return v.Bar(l) != "" })
	if len(fitting) == 0 {
		return Voucher{}, false
	}
	return slices.MinFunc(fitting, func(a, b Voucher) int {
		return cmp.Or(cmp.Compare(a.ValidThrough, b.ValidThrough), cmp.Compare(a.ID, b.ID))
	}), true
}

// VoucherThrough is the last day of a voucher for a missed lesson: the same day of a
// later month, and never past the season's end; "" for no season.
func (r Rules) VoucherThrough(missed planning.Lesson, seasonLast calendar.Day) calendar.Day {
	through := missed.Day.AddMonths(r.Limits(missed.Season).VoucherMonths)
	if seasonLast != "" && seasonLast < through {
		through = max(seasonLast, missed.Day)
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
