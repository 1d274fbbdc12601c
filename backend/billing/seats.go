package billing

import (
	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/money"
	"paddock/backend/planning"
)

// LineSeats is what a line books, fixed when it entered its cart (PRODUCT section 9,
// Times): a later change of the calendar gives or takes lessons, not money.
type LineSeats struct {
	By        booking.By          `json:"by" enum:"package,card,activity"`
	Season    int64               `json:"season,omitempty" doc:"Of a package"`
	Series    []planning.SeriesID `json:"series,omitempty" doc:"Of a package"`
	Weeks     booking.Weeks       `json:"weeks,omitempty" enum:",every,odd,even" doc:"Of a package"`
	Lesson    planning.LessonID   `json:"lesson,omitempty" doc:"That a card is sold with"`
	Slot      *planning.Slot      `json:"slot,omitempty" doc:"When that lesson was made on demand"`
	Second    club.RiderID        `json:"second,omitempty" doc:"Whom the same unit seats in a private lesson for two"`
	Lessons   int                 `json:"lessons" doc:"That it books and charges"`
	Of        int                 `json:"ofLessons,omitempty" doc:"Package: lessons of the whole season or period"`
	Elsewhere []calendar.Day      `json:"elsewhereDays,omitempty" doc:"Package: dates when the rider has another lesson at the same time, neither booked nor charged"`
	Full      []calendar.Day      `json:"fullDays,omitempty" doc:"Package: dates that were full, neither booked nor charged"`
}

// Price is what an offer of this price costs with these places. A package is
// paid for the lessons it books of those of the season; every other week is half
// of it before that (PRODUCT section 3). Each step is rounded half up.
func (s *LineSeats) Price(price money.Cents) money.Cents {
	if s == nil || s.By != booking.ByPackage {
		return price
	}
	if s.Lessons == 0 { // the calendar may leave none of the season either
		return 0
	}
	if s.Weeks != booking.EveryWeek {
		price = price.MulDiv(1, 2)
	}
	return price.MulDiv(int64(s.Lessons), int64(s.Of))
}
