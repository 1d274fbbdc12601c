package catalogue

import (
	"time"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/money"
)

// Enrolling is how riders come into a camp, a competition or an event (PRODUCT
// section 3): what only an offer of kind Activity has. Its days are lessons of the plan; the offer's ValidFrom and ValidThrough
// are the first and the last of them.
type Enrolling struct {
	ClosesDay  calendar.Day    `json:"closesDay,omitempty" doc:"Enrolling closes on this club-local day; empty: when it begins"`
	ClosesAt   calendar.Minute `json:"closesAt,omitempty" doc:"At this time of that day, in minutes from midnight"`
	Cancelling club.Texts      `json:"cancelling,omitzero" doc:"The cancellation terms, as families read them"`
	Questions  []Question      `json:"questions,omitempty" doc:"Asked of each rider who is enrolled"`
	Papers     []string        `json:"papers,omitempty" doc:"Codes of the papers each rider must have"`
}

// Question is asked of each rider at enrolment.
type Question struct {
	ID       int        `json:"id" doc:"Its answers are kept by it; 0 for a new one"`
	Text     club.Texts `json:"text"`
	Required bool       `json:"required,omitempty"`
}

// MostQuestions bounds what an enrolment asks.
const MostQuestions = 12

// Keeps is what the club keeps of the price when somebody gives an activity up:
// nothing until so many days before it begins, then a share.
type Keeps struct {
	FreeDays int `json:"freeDays,omitempty" doc:"Everything comes back until so many days before the first day; 0: until it begins"`
	Percent  int `json:"percent,omitempty" doc:"From then on the club keeps this much of the price, in whole per cent"`
}

// Of is what is kept of a price when the activity is given up on a day, in
// cents, rounded half up.
func (k Keeps) Of(price money.Cents, first, on calendar.Day) money.Cents {
	if on.DaysUntil(first) >= max(k.FreeDays, 1) {
		return 0
	}
	return price.MulDiv(int64(k.Percent), 100)
}

// Closed reports whether enrolling has closed: it is open while now is before
// the limit (PRODUCT section 9, Times).
func (e Enrolling) Closed(now time.Time, zone *time.Location) bool {
	return e.ClosesDay != "" && !now.Before(e.ClosesDay.At(e.ClosesAt, zone))
}

// closed is the obstacle of a deadline that is over; nil while there is none. A
// buyer without a moment asks about no deadline.
func (o Offer) closed(buyer Buyer) *club.Error {
	if o.Kind != Activity || buyer.Now.IsZero() || !o.Enrolling.Closed(buyer.Now, buyer.Zone) {
		return nil
	}
	return club.Refuse(club.CodeEnrolmentClosed).With("closesDay", o.Enrolling.ClosesDay).With("time", o.Enrolling.ClosesAt.String())
}

func (e Enrolling) check() error {
	if e.ClosesAt < 0 || e.ClosesAt > 1439 || e.ClosesDay == "" && e.ClosesAt != 0 {
		return club.Refuse(club.CodeInvalid).On("enrolling.closesAt")
	}
	if e.ClosesDay != "" {
		if _, err := calendar.ParseDay(string(e.ClosesDay)); err != nil {
			return club.Refuse(club.CodeBadDay).On("enrolling.closesDay")
		}
	}
	if len(e.Questions) > MostQuestions {
		return club.Refuse(club.CodeOutOfRange).On("enrolling.questions").With("min", 0).With("max", MostQuestions)
	}
	return nil
}

func (k Keeps) check() error {
	switch {
	case k.FreeDays < 0 || k.FreeDays > 365:
		return club.Refuse(club.CodeOutOfRange).On("terms.keeps.freeDays").With("min", 0).With("max", 365)
	case k.Percent < 0 || k.Percent > 100:
		return club.Refuse(club.CodeOutOfRange).On("terms.keeps.percent").With("min", 0).With("max", 100)
	}
	return nil
}

// Unplanned is an activity without its days and its deadline, to be given others.
func (o Offer) Unplanned() Offer {
	o.Terms.ValidFrom, o.Terms.ValidThrough = "", ""
	o.Enrolling.ClosesDay, o.Enrolling.ClosesAt = "", 0
	return o
}
