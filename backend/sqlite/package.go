package sqlite

import (
	"paddock/backend/billing"
	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/planning"
)

// Package is a rider's weekly place of a season, as it was bought.
type Package struct {
	ID         int64               `json:"id"`
	Rider      club.RiderID        `json:"rider"`
	Offer      catalogue.OfferID   `json:"offer"`
	Season     int64               `json:"season"`
	Line       int64               `json:"line" doc:"Of the invoice"`
	Invoice    string              `json:"invoice" doc:"Its number"`
	Name       string              `json:"name"`
	Series     []planning.SeriesID `json:"series" nullable:"false"`
	Weeks      booking.Weeks       `json:"weeks" enum:"every,odd,even"`
	Lessons    int                 `json:"lessons" doc:"Bought"`
	Of         int                 `json:"ofLessons" doc:"Of the whole season or period"`
	EndedDay   calendar.Day        `json:"endedDay,omitempty" doc:"Empty while it runs"`
	CreditNote billing.InvoiceID   `json:"creditNote,omitempty" doc:"That ended it"`
}

// InsertPackage makes the package of a line.
func (tx *Tx) InsertPackage(l billing.Line) (id int64, err error) {
	id, err = tx.insert("INSERT INTO packages (rider, offer, season, invoice_line, weeks, lessons, of_lessons) VALUES (?, ?, ?, ?, ?, ?, ?)",
		int64(l.Rider), int64(l.Offer), l.Seats.Season, l.ID, string(l.Seats.Weeks), l.Seats.Lessons, l.Seats.Of)
	for _, series := range l.Seats.Series {
		if err == nil {
			_, err = tx.exec("INSERT INTO package_series (package, series) VALUES (?, ?)", id, int64(series))
		}
	}
	return id, err
}

// EndPackage ends the package of a line that a credit note gave back.
func (tx *Tx) EndPackage(line int64, note billing.InvoiceID, day calendar.Day) error {
	_, err := tx.exec("UPDATE packages SET ended_day = ?, credit_note = ? WHERE invoice_line = ? AND ended_day = ''", string(day), int64(note), line)
	return err
}

// Packages lists every package, or those of the riders a household sees, the
// first bought first.
func (tx *Tx) Packages(household club.HouseholdID) ([]Package, error) {
	where, args := "1", []any{}
	if household != 0 {
		where, args = seenFrom("?1"), []any{int64(household)}
	}
	return collect(tx, func(row scanner) (p Package, err error) {
		err = row.Scan(&p.ID, &p.Rider, &p.Offer, &p.Season, &p.Line, &p.Invoice, &p.Name, fromJSON(&p.Series), &p.Weeks, &p.Lessons, &p.Of,
			&p.EndedDay, orZero(&p.CreditNote))
		return p, err
	}, `SELECT p.id, p.rider, p.offer, p.season, p.invoice_line, coalesce(i.number, ''), coalesce(l.text, ''),
			(SELECT json_group_array(series) FROM (SELECT series FROM package_series WHERE package = p.id ORDER BY series)),
			p.weeks, p.lessons, p.of_lessons, p.ended_day, p.credit_note
		FROM packages p JOIN riders r ON r.id = p.rider LEFT JOIN invoice_lines l ON l.id = p.invoice_line LEFT JOIN invoices i ON i.id = l.invoice
		WHERE `+where+" ORDER BY p.id", args...)
}

// HasPackage reports whether a rider has a package that runs on a day: of its
// season or, where it is for a part of it, of that period.
func (tx *Tx) HasPackage(rider club.RiderID, on calendar.Day) (has bool, err error) {
	err = tx.row(`SELECT EXISTS (SELECT 1 FROM packages p JOIN seasons s ON s.id = p.season LEFT JOIN invoice_lines l ON l.id = p.invoice_line
		WHERE p.rider = ?1 AND (p.ended_day = '' OR p.ended_day > ?2)
			AND ?2 BETWEEN coalesce(json_extract(l.terms, '$.validFrom'), s.first_day) AND coalesce(json_extract(l.terms, '$.validThrough'), s.last_day))`,
		[]any{int64(rider), string(on)}, &has)
	return has, err
}

// BookedOn lists the places that a sold line pays for and that are not given up:
// of a package, of an activity, or of its cards.
func (tx *Tx) BookedOn(line int64) ([]booking.Booking, error) {
	return collect(tx, scanBooking, "SELECT "+bookingColumns+` FROM bookings b JOIN lessons l ON l.id = b.lesson WHERE b.state = 'booked' AND (b.invoice_line = ?1
		OR b.package IN (SELECT id FROM packages WHERE invoice_line = ?1) OR b.card IN (SELECT id FROM cards WHERE invoice_line = ?1))
		ORDER BY l.day, l.start, l.id`, line)
}
