package sqlite

import (
	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/planning"
)

// PackagePlace is a place that a package pays for, or did.
type PackagePlace struct {
	Package int64
	Booking booking.BookingID
	Lesson  planning.LessonID
	Series  planning.SeriesID
	Day     calendar.Day
	Start   calendar.Minute
	Roll    planning.State
	State   booking.State
	Voucher bool // its cancellation made one
}

// PackagePlaces lists the places of every package, or of those of the riders a
// household sees, in the order of their lessons. What was given up with a package
// or its slot is none of it any more.
func (tx *Tx) PackagePlaces(household club.HouseholdID) ([]PackagePlace, error) {
	if household == 0 {
		return tx.packagePlaces("1")
	}
	return tx.packagePlaces(seenFrom("?1"), int64(household))
}

// PlacesOf lists the places of one package, in the order of their lessons.
func (tx *Tx) PlacesOf(id int64) ([]PackagePlace, error) { return tx.packagePlaces("p.id = ?", id) }

func (tx *Tx) packagePlaces(where string, args ...any) ([]PackagePlace, error) {
	return collect(tx, func(row scanner) (p PackagePlace, err error) {
		return p, row.Scan(&p.Package, &p.Booking, &p.Lesson, orZero(&p.Series), &p.Day, &p.Start, &p.Roll, &p.State, &p.Voucher)
	}, `SELECT p.id, b.id, l.id, coalesce((SELECT series FROM lessons WHERE id = b.merged_from), l.series), l.day, l.start, l.state, b.state, EXISTS (SELECT 1 FROM vouchers w WHERE w.booking = b.id AND `+stands+`)
		FROM packages p JOIN riders r ON r.id = p.rider JOIN bookings b ON b.package = p.id JOIN lessons l ON l.id = b.lesson
		WHERE NOT b.given_up AND `+where+" ORDER BY p.id, l.day, l.start, l.id, b.id", args...)
}

// SeatedIn tells which riders have a place in a lesson, and which packages have, or
// had, a place in it that was not given up with them, also where it was merged into
// another.
func (tx *Tx) SeatedIn(lesson planning.LessonID) (riders map[club.RiderID]bool, packages map[int64]bool, err error) {
	riders, packages = map[club.RiderID]bool{}, map[int64]bool{}
	return riders, packages, tx.each(func(row scanner) error {
		var rider club.RiderID
		var n int
		var bought int64
		err := row.Scan(&rider, &n, orZero(&bought))
		riders[rider] = riders[rider] || n > 0
		packages[bought] = true
		return err
	}, `SELECT rider, n, package FROM bookings WHERE lesson = ?1 AND NOT given_up
		UNION ALL SELECT rider, 0, package FROM bookings WHERE merged_from = ?1 AND NOT given_up`, int64(lesson))
}

// AddedIn lists the places of a lesson that a change of the calendar gave and that
// are still there, but for those that ever were made up for by a voucher: they are
// places as any other. only is false where anything else ever hung on the lesson.
func (tx *Tx) AddedIn(lesson planning.LessonID) (added []booking.BookingID, only bool, err error) {
	err = tx.row("SELECT NOT EXISTS (SELECT 1 FROM bookings WHERE lesson = ?1 AND (NOT added OR NOT given_up AND state <> 'booked')) AND NOT EXISTS (SELECT 1 FROM waiting WHERE lesson = ?1)",
		[]any{int64(lesson)}, &only)
	if err != nil {
		return nil, false, err
	}
	added, err = collect(tx, func(row scanner) (id booking.BookingID, err error) { return id, row.Scan(&id) },
		`SELECT id FROM bookings WHERE lesson = ? AND added AND n > 0 AND state = 'booked'
			AND NOT EXISTS (SELECT 1 FROM vouchers v WHERE v.booking = bookings.id)`, int64(lesson))
	return added, only, err
}

// Package loads a package, or returns ErrNotFound.
func (tx *Tx) Package(id int64) (Package, error) {
	return one(tx, scanPackage, selectPackages+"WHERE p.id = ?", id)
}
