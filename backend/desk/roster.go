package desk

import (
	"context"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// DayRoster is a day's lessons with their riders.
type DayRoster struct {
	Day     calendar.Day      `json:"day"`
	Arenas  []planning.Arena  `json:"arenas" nullable:"false" doc:"In the club's order; those of the day alone"`
	Lessons []LessonRoster    `json:"lessons" nullable:"false" doc:"In the order of their time"`
	Next    calendar.Day      `json:"next" doc:"The next day with lessons; empty when none is planned"`
	Open    []sqlite.OpenRoll `json:"open" nullable:"false" doc:"Rolls of earlier days that nobody closed"`
}

// LessonRoster is a lesson with who rides in it.
type LessonRoster struct {
	planning.Lesson
	InstructorName string             `json:"instructorName"`
	Taken          int                `json:"taken"`
	Riders         []sqlite.RosterRow `json:"riders" nullable:"false" doc:"Who has a place, then who gave one up"`
	Waiting        []sqlite.Waiting   `json:"waiting" nullable:"false"`
}

// Roster is the day with its rolls: who rides in what, how the place is paid,
// what to know and whom to call. Instructors see no amounts and no phone of who
// waits; the rider's health and whom to call they see in lessons that they give or
// nobody does yet, a week from today at most, and are told where it is kept back.
func (d *Desk) Roster(ctx context.Context, day calendar.Day) (DayRoster, error) {
	return read(ctx, d, "roster", func(tx *sqlite.Tx) (DayRoster, error) {
		c, err := loadClub(tx)
		if err != nil {
			return DayRoster{}, err
		}
		roster, err := rosterOf(tx, c, day)
		c.taughtBy(ctx).show(roster)
		return roster, err
	})
}

func rosterOf(tx *sqlite.Tx, c clubNow, day calendar.Day) (DayRoster, error) {
	roster := DayRoster{Day: day, Arenas: []planning.Arena{}, Lessons: []LessonRoster{}, Open: []sqlite.OpenRoll{}}
	lessons, err := tx.LessonsBetween(day, day)
	if err != nil {
		return roster, err
	}
	staff, err := tx.Staff()
	if err != nil {
		return roster, err
	}
	names := map[int64]string{}
	for _, person := range staff {
		names[person.ID] = person.Name
	}
	rows, err := ridersOf(tx, day)
	if err != nil {
		return roster, err
	}
	used := map[planning.ArenaID]bool{}
	for _, l := range lessons {
		used[l.Arena] = true
		one := LessonRoster{Lesson: l, InstructorName: names[l.Instructor], Riders: rows[l.ID], Waiting: []sqlite.Waiting{}}
		if one.Riders == nil {
			one.Riders = []sqlite.RosterRow{}
		}
		for _, r := range one.Riders {
			if r.State.Takes() {
				one.Taken++
			}
		}
		if one.Waiting, err = tx.WaitingFor(l.ID); err != nil {
			return roster, err
		}
		roster.Lessons = append(roster.Lessons, one)
	}
	arenas, err := tx.Arenas()
	if err != nil {
		return roster, err
	}
	for _, a := range arenas {
		if used[a.ID] {
			roster.Arenas = append(roster.Arenas, a)
		}
	}
	if roster.Next, err = tx.NextLessonDay(day.AddDays(1)); err != nil {
		return roster, err
	}
	roster.Open, err = tx.OpenRolls(c.today)
	return roster, err
}

// ridersOf lists the riders of a day by lesson, with whom to call.
func ridersOf(tx *sqlite.Tx, day calendar.Day) (map[planning.LessonID][]sqlite.RosterRow, error) {
	rows, err := tx.Roster(day, day)
	if err != nil {
		return nil, err
	}
	riders := make([]club.RiderID, len(rows))
	for i, r := range rows {
		riders[i] = r.Rider
	}
	calls, err := tx.WhomToCall(riders)
	by := map[planning.LessonID][]sqlite.RosterRow{}
	for i, r := range rows {
		r.Emergency = []sqlite.Emergency{}
		if i < len(calls) {
			r.Emergency = calls[i]
		}
		by[r.Lesson] = append(by[r.Lesson], r)
	}
	return by, err
}

// RiderPlan is what a rider rides: the lessons with what cancelling each would do
// now, and the vouchers.
type RiderPlan struct {
	Lessons  []PlannedRide    `json:"lessons" nullable:"false"`
	Vouchers []sqlite.Voucher `json:"vouchers" nullable:"false" doc:"Those that can be used, and those used for a lesson to come, the first to expire first"`
	Past     []sqlite.Voucher `json:"pastVouchers" nullable:"false" doc:"Those used before today, and those that ended, in the order of their last days"`
	Absences int              `json:"absences" doc:"Announced in this season that made a voucher"`
	Most     int              `json:"most" doc:"Absences that make one"`
	Closes   calendar.Minute  `json:"closes" doc:"Cancelling is free until this time of the day before"`
}

// PlannedRide is a lesson of a rider.
type PlannedRide struct {
	sqlite.RiderLesson
	Cancel *booking.Consequence `json:"cancel,omitempty" doc:"Of giving it up now; none for what is over or given up"`
}

// RiderPlan tells what a rider rides from a day to another, both included.
func (d *Desk) RiderPlan(ctx context.Context, rider club.RiderID, from, to calendar.Day) (RiderPlan, error) {
	return read(ctx, d, "riderPlan", func(tx *sqlite.Tx) (RiderPlan, error) {
		c, err := loadClub(tx)
		if err != nil {
			return RiderPlan{}, err
		}
		return riderPlan(tx, c, rider, from, to)
	})
}

func riderPlan(tx *sqlite.Tx, c clubNow, rider club.RiderID, from, to calendar.Day) (RiderPlan, error) {
	plan := RiderPlan{Lessons: []PlannedRide{}, Vouchers: []sqlite.Voucher{}, Past: []sqlite.Voucher{}}
	if n := from.DaysUntil(to); n < 0 || n > mostDays {
		return plan, club.Refuse(club.CodeDayOrder).On("to")
	}
	if _, err := tx.Rider(rider); err != nil {
		return plan, refused(err, club.CodeRiderNotFound)
	}
	rides, err := tx.RiderLessons(rider, from, to)
	if err != nil {
		return plan, err
	}
	for _, ride := range rides {
		planned := PlannedRide{RiderLesson: ride}
		if ride.State == booking.Booked {
			l, err := tx.Lesson(ride.Lesson)
			if err != nil {
				return plan, err
			}
			consequence, err := consequenceOf(tx, c, ride.Booking, l, booking.Announced)
			if err != nil {
				return plan, err
			}
			planned.Cancel = &consequence
		}
		plan.Lessons = append(plan.Lessons, planned)
	}
	vouchers, err := tx.VouchersOf(rider)
	if err != nil {
		return plan, err
	}
	for _, v := range vouchers {
		if v.Left > 0 && v.ValidThrough >= c.today || v.UsedDay >= c.today {
			plan.Vouchers = append(plan.Vouchers, v)
		} else {
			plan.Past = append(plan.Past, v)
		}
	}
	season, err := tx.SeasonOn(c.today)
	if err != nil && !sqlite.IsMissing(err) {
		return plan, err
	}
	limits := c.booking().Limits(season.ID)
	plan.Most, plan.Closes = limits.VouchersASeason, calendar.Minute(limits.CutOffMinutes)
	plan.Absences, err = tx.CountAbsences(rider, c.booking().AbsencePeriod(c.today, season))
	return plan, err
}

// CardLedger lists what moved a card, the oldest first.
func (d *Desk) CardLedger(ctx context.Context, card booking.CardID) ([]sqlite.CardMoved, error) {
	return read(ctx, d, "cardLedger", func(tx *sqlite.Tx) ([]sqlite.CardMoved, error) {
		if _, err := tx.Card(card); err != nil {
			return nil, refused(err, club.CodeCardNotFound)
		}
		return tx.CardLedger(card)
	})
}

// VoucherLedger lists what moved a voucher, the oldest first.
func (d *Desk) VoucherLedger(ctx context.Context, voucher booking.VoucherID) ([]sqlite.VoucherLine, error) {
	return read(ctx, d, "voucherLedger", func(tx *sqlite.Tx) ([]sqlite.VoucherLine, error) {
		if _, err := tx.Voucher(voucher); err != nil {
			return nil, refused(err, club.CodeVoucherNotFound)
		}
		return tx.VoucherLedger(voucher)
	})
}

// Bookings lists every booking of the lessons of some days, both included.
func (d *Desk) Bookings(ctx context.Context, from, to calendar.Day) ([]booking.Booking, error) {
	return read(ctx, d, "bookings", func(tx *sqlite.Tx) ([]booking.Booking, error) { return tx.BookingsBetween(from, to) })
}

// Vouchers lists every voucher.
func (d *Desk) Vouchers(ctx context.Context) ([]sqlite.Voucher, error) {
	return read(ctx, d, "vouchers", (*sqlite.Tx).Vouchers)
}
