// Package booking decides about places in lessons: until when one is taken or
// given back, what a cancellation costs, what a card or a voucher opens, who is
// next on a waiting list (PRODUCT sections 5 and 9).
//
// It is pure: the present, the figures of the club and what is booked are handed
// in. It must not know money; a card is units here.
package booking

import (
	"slices"
	"time"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/planning"
)

// Identifiers in the database; 0 is none.
type (
	BookingID int64
	VoucherID int64
	CardID    int64
	WaitingID int64
)

// State is what became of a place.
type State string

// The states of a booking. The first four take a place, the rest freed it.
const (
	Held            State = "held" // by a cart, or by the offer of a waiting list
	Booked          State = "booked"
	Attended        State = "attended"
	Absent          State = "absent"
	CancelledInTime State = "cancelledInTime"
	CancelledLate   State = "cancelledLate"
	CancelledByClub State = "cancelledByClub"
)

// Takes reports whether a booking in this state takes a place.
func (s State) Takes() bool { return s == Held || s == Booked || s == Attended || s == Absent }

// By is what a place is paid with.
type By string

// The ways to a place. A single price is a card of one unit sold with its lesson.
const (
	ByPackage  By = "package"
	ByCard     By = "card"
	ByVoucher  By = "voucher"
	ByActivity By = "activity"
	ByGiven    By = "given" // an offered lesson, with a reason
)

// Booking is one rider's place in a lesson, or what became of it.
type Booking struct {
	ID      BookingID         `json:"id"`
	Lesson  planning.LessonID `json:"lesson"`
	Rider   club.RiderID      `json:"rider"`
	N       int               `json:"n" doc:"The place it takes, from 1; 0 once it was freed"`
	By      By                `json:"by" enum:"package,card,voucher,activity,given"`
	State   State             `json:"state" enum:"held,booked,attended,absent,cancelledInTime,cancelledLate,cancelledByClub"`
	Package int64             `json:"package,omitempty"`
	Card    CardID            `json:"card,omitempty"`
	Voucher VoucherID         `json:"voucher,omitempty"`
	Waiting WaitingID         `json:"waiting,omitempty" doc:"The waiting list it was offered by"`
	Horse   planning.HorseID  `json:"horse" doc:"0 while none is given"`
	Moved   bool              `json:"moved,omitempty" doc:"The club gives the lesson at another time than it was booked for"`
}

// Turn is where somebody on a waiting list stands.
type Turn string

// The turns. The last four are over.
const (
	Waits    Turn = "waiting"
	Offered  Turn = "offered" // a place is held
	Placed   Turn = "placed"  // and was taken
	Declined Turn = "declined"
	Lapsed   Turn = "lapsed"
	Left     Turn = "left" // before a place was offered
)

// Rules are the club's figures with the zone its clocks show, and the seasons, which may
// have figures of their own.
type Rules struct {
	club.Policy
	Zone    *time.Location
	Seasons []calendar.Season
}

// Limits are the figures that hold in a season.
type Limits struct {
	CutOffMinutes   int
	VoucherHours    int
	VoucherMonths   int
	VouchersASeason int
}

// Limits are those of a season: its own, the club's where it has none, and for no season
// (0). Every rule that has one of these figures asks here.
func (r Rules) Limits(season int64) Limits {
	l := Limits{r.CutOffMinutes, r.VoucherHours, r.VoucherMonths, r.VouchersASeason}
	at := slices.IndexFunc(r.Seasons, func(s calendar.Season) bool { return s.ID == season })
	if at < 0 {
		return l
	}
	own := r.Seasons[at].OwnLimits
	for _, figure := range [...]struct{ of, own *int }{
		{&l.CutOffMinutes, own.CutOffMinutes}, {&l.VoucherHours, own.VoucherHours}, {&l.VoucherMonths, own.VoucherMonths}, {&l.VouchersASeason, own.VouchersASeason},
	} {
		if figure.own != nil {
			*figure.of = *figure.own
		}
	}
	return l
}

// Closes is until when a lesson is booked, and cancelled without loss: a time on
// the clocks of the day before. It is open while now is before it.
func (r Rules) Closes(l planning.Lesson) time.Time {
	return l.Day.AddDays(-1).At(calendar.Minute(r.Limits(l.Season).CutOffMinutes), r.Zone)
}

// VoucherCloses is until when a voucher can be used for a lesson. 24 hours before
// is the same time on the clocks of the day before (PRODUCT section 9, Times).
func (r Rules) VoucherCloses(l planning.Lesson) time.Time {
	return l.Day.At(l.Start-calendar.Minute(60*r.Limits(l.Season).VoucherHours), r.Zone)
}

// Closing is until when a lesson can be booked this way.
func (r Rules) Closing(by By, l planning.Lesson) time.Time {
	if by == ByVoucher {
		return r.VoucherCloses(l)
	}
	return r.Closes(l)
}

// Final reports whether a booking made now could no longer be cancelled without
// loss: after 17:00 for a voucher that is good until 24 hours before.
func (r Rules) Final(l planning.Lesson, now time.Time) bool { return !now.Before(r.Closes(l)) }

// OfferedUntil is until when a freed place is held for who is next on the
// waiting list: for the policy's hours, and no longer than cancelling is free.
// Afterwards nobody is moved up without saying yes, and ok is false.
func (r Rules) OfferedUntil(l planning.Lesson, now time.Time) (until time.Time, ok bool) {
	closes := r.Closes(l)
	if !now.Before(closes) {
		return time.Time{}, false
	}
	until = now.Add(time.Duration(r.WaitingHours) * time.Hour)
	if closes.Before(until) {
		until = closes
	}
	return until, true
}

// LowestFree is the lowest place that none of the taken ones is, or 0 when all
// of the capacity are; taken in rising order.
func LowestFree(taken []int, capacity int) int {
	free := 1
	for _, n := range taken {
		if n == free {
			free++
		}
	}
	if free > capacity {
		return 0
	}
	return free
}
