package desk

import (
	"context"
	"slices"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// PackageRun is a package as the run of its lessons (PRODUCT section 3).
type PackageRun struct {
	sqlite.Package
	Slots  []PackageSlot   `json:"slots" nullable:"false" doc:"In the order of the week"`
	Run    []PackageLesson `json:"run" nullable:"false" doc:"What it booked, in order; full dates are left out, and what was given up as it ended"`
	Gone   int             `json:"gone" doc:"Lessons whose roll is closed, or that were cancelled late"`
	Missed int             `json:"missed" doc:"Of these"`
}

// PackageSlot is when and with whom a series of a package is.
type PackageSlot struct {
	Series     planning.SeriesID `json:"series"`
	Name       string            `json:"name"`
	Weekday    int               `json:"weekday" doc:"1 is Monday"`
	Start      calendar.Minute   `json:"start"`
	Instructor string            `json:"instructor" doc:"Empty for nobody yet"`
}

// PackageLesson is a lesson of a package.
type PackageLesson struct {
	Lesson planning.LessonID `json:"lesson"`
	Day    calendar.Day      `json:"day"`
	Start  calendar.Minute   `json:"start"`
	Fate   booking.Fate      `json:"fate" enum:"given,missed,voucher,excused,rollOpen,toCome"`
}

// Packages lists the packages of the riders a household sees, of everybody for 0,
// with their lessons.
func (d *Desk) Packages(ctx context.Context, household club.HouseholdID) ([]PackageRun, error) {
	return read(ctx, d, "packages", func(tx *sqlite.Tx) ([]PackageRun, error) {
		c, err := loadClub(tx)
		if err != nil {
			return nil, err
		}
		packages, err := tx.Packages(household)
		if err != nil {
			return nil, err
		}
		places, err := tx.PackagePlaces(household)
		if err != nil {
			return nil, err
		}
		people, err := tx.Staff()
		if err != nil {
			return nil, err
		}
		runs := make([]PackageRun, 0, len(packages))
		for _, p := range packages {
			run := PackageRun{Package: p, Slots: []PackageSlot{}, Run: []PackageLesson{}}
			for _, id := range p.Series {
				series, err := tx.Series(id)
				if err != nil {
					return nil, err
				}
				run.Slots = append(run.Slots, slotOf(series, people))
			}
			slices.SortFunc(run.Slots, byWeek)
			for _, place := range places {
				if place.Package == p.ID {
					run.add(place, c.fateOf(tx, place))
				}
			}
			runs = append(runs, run)
		}
		return runs, nil
	})
}

func slotOf(series planning.Series, people []club.Staff) PackageSlot {
	slot := PackageSlot{Series: series.ID, Name: series.Name, Weekday: series.Weekday, Start: series.Start}
	if at := slices.IndexFunc(people, func(s club.Staff) bool { return s.ID == series.Instructor }); at >= 0 {
		slot.Instructor = people[at].Name
	}
	return slot
}

// byWeek orders slots from Monday morning on.
func byWeek(a, b PackageSlot) int { return (a.Weekday-b.Weekday)*1440 + int(a.Start-b.Start) }

// add puts a lesson into the run.
func (r *PackageRun) add(place sqlite.PackagePlace, of booking.RunPlace) {
	fate := of.Fate()
	r.Run = append(r.Run, PackageLesson{place.Lesson, place.Day, place.Start, fate})
	if of.Closed || fate == booking.Missed {
		r.Gone++
		if fate != booking.Given {
			r.Missed++
		}
	}
}

// fateOf is a place as it counts now.
func (c clubNow) fateOf(tx *sqlite.Tx, p sqlite.PackagePlace) booking.RunPlace {
	return booking.RunPlace{
		Day: p.Day, State: p.State, Voucher: p.Voucher, Closed: p.Roll == planning.Closed,
		Begun: !tx.Now.Before(p.Day.At(p.Start, c.zone)),
	}
}
