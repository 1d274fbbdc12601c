package booking

import (
	"time"

	"paddock/backend/calendar"
	"paddock/backend/planning"
)

// Cause is why a place is given up.
type Cause string

// The causes. All but the first need a reason or are the club's own.
const (
	Announced Cause = ""        // by the family
	Medical   Cause = "medical" // does not count among the season's absences, whenever it is said
	Forgiven  Cause = "forgiven"
	ByClub    Cause = "club" // the club cancels the lesson
)

// Outcome is what comes of a cancellation. Its sentence is "consequence." and
// the word.
type Outcome string

// The outcomes.
const (
	UnitReturns    Outcome = "unitReturns"    // to the card, its validity unchanged
	UnitWaits      Outcome = "unitWaits"      // a duo: once the other rider cancels in time as well
	MakesVoucher   Outcome = "voucher"        // good from the missed lesson on
	NoVoucher      Outcome = "noVoucher"      // the season's absences are used up
	VoucherReturns Outcome = "voucherReturns" // with its old expiry
	Counted        Outcome = "counted"        // too late: the lesson counts, the place is free
	Nothing        Outcome = "nothing"        // an offered lesson: there is nothing to give back
	Begun          Outcome = "begun"          // the lesson has begun: the roll says who was there
)

// Place is a booking that may be cancelled, with what decides what comes of it.
type Place struct {
	By             By
	Lesson         planning.Lesson
	Moved          bool            // by the club, since it was booked
	Partner        State           // of the other rider of a duo's unit; "" for none
	CardThrough    calendar.Day    // of the card
	VoucherThrough calendar.Day    // of the voucher
	Season         calendar.Season // of the lesson; zero for none
	Absences       int             // of the rider that made a voucher that counts, in the period
}

// Consequence is what cancelling a place now would do: what the screen says in a
// sentence before, and the verb then does.
type Consequence struct {
	Outcome  Outcome      `json:"outcome" enum:"unitReturns,unitWaits,voucher,noVoucher,voucherReturns,counted,nothing,begun"`
	State    State        `json:"state" enum:",cancelledInTime,cancelledLate,cancelledByClub" doc:"Of the booking afterwards; empty where the roll keeps what it says"`
	Closes   time.Time    `json:"closes" doc:"Until when it costs nothing"`
	Moved    bool         `json:"moved,omitempty" doc:"The club moved the lesson since it was booked: until it begins it is given back as if the club cancelled it"`
	Through  calendar.Day `json:"throughDay,omitempty" doc:"Last day of the voucher or of the card"`
	Absences int          `json:"absences,omitempty" doc:"Announced in the period, this one included, when it makes a voucher that counts"`
	Most     int          `json:"most,omitempty" doc:"Absences a period that make one"`
}

// Shown is what the sentence of a consequence says, beside until when it holds.
type Shown struct {
	Outcome  Outcome      `json:"outcome" enum:"unitReturns,unitWaits,voucher,noVoucher,voucherReturns,counted,nothing,begun"`
	Moved    bool         `json:"moved,omitempty"`
	Through  calendar.Day `json:"throughDay,omitempty"`
	Absences int          `json:"absences,omitempty"`
	Most     int          `json:"most,omitempty"`
}

// Shown is what its sentence says.
func (c Consequence) Shown() Shown {
	return Shown{c.Outcome, c.Moved, c.Through, c.Absences, c.Most}
}

// Counts reports whether the voucher counts among those of a season.
func (c Consequence) Counts() bool { return c.Absences > 0 }

// within is what a cancellation that counts does where the season's absences are used up.
func (c Consequence) within() Consequence {
	if c.Absences > c.Most {
		c.Outcome, c.Through = NoVoucher, ""
	}
	return c
}

// Consequence tells what giving up a place now would do (PRODUCT section 5). Once the
// lesson began an absence is the roll's, unless it is medical: a certificate comes the day after. Where the roll is closed the place stays absent,
// and a medical absence from a package's lesson makes its voucher all the same. A lesson
// that the club moved is given back until it begins, whatever the cause, as one that it
// cancels; a duo's unit still waits for the other rider.
func (r Rules) Consequence(p Place, cause Cause, now time.Time) Consequence {
	c := Consequence{State: CancelledInTime, Closes: r.Closes(p.Lesson)}
	begins := p.Lesson.StartsAt(r.Zone)
	switch {
	case cause == ByClub:
		c.State = CancelledByClub
	case p.Lesson.State == planning.Closed: // what was given stays given
		c.State = ""
		if cause != Medical || p.By != ByPackage {
			c.Outcome = Begun
			return c
		}
	case cause != Medical && !now.Before(begins):
		c.Outcome, c.State = Begun, ""
		return c
	case p.Moved && now.Before(begins):
		c.Moved, c.Closes = true, begins
	case cause == Announced && r.Final(p.Lesson, now):
		c.State, c.Outcome = CancelledLate, Counted
		if p.By == ByGiven || p.By == ByActivity {
			c.Outcome = Nothing
		}
		return c
	}
	club := cause == ByClub || c.Moved
	switch p.By {
	case ByCard:
		c.Outcome, c.Through = UnitReturns, p.CardThrough
		switch {
		case cause == ByClub: // it cancels for both
		case p.Partner == CancelledLate || p.Partner == Absent: // the unit was lost before the club moved the lesson
			c.Outcome, c.Moved, c.Closes = Counted, false, r.Closes(p.Lesson)
		case p.Partner.Takes():
			c.Outcome = UnitWaits
		}
	case ByVoucher:
		c.Outcome, c.Through = VoucherReturns, p.VoucherThrough
		if club || p.VoucherThrough < p.Lesson.Day { // the old one may be of no use any more: the club cancels, or moved the lesson past its end
			c.Outcome, c.Through = MakesVoucher, r.VoucherThrough(p.Lesson, p.Season.Last)
		}
	case ByPackage:
		c.Outcome, c.Through = MakesVoucher, r.VoucherThrough(p.Lesson, p.Season.Last)
		if club || cause == Medical {
			break
		}
		c.Absences, c.Most = p.Absences+1, r.Limits(p.Lesson.Season).VouchersASeason
		c = c.within()
	default:
		c.Outcome = Nothing
	}
	return c
}
