package sqlite

import (
	"cmp"
	"slices"

	"paddock/backend/billing"
	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/money"
	"paddock/backend/planning"
)

// Package is a rider's weekly place of a season, as it was bought.
type Package struct {
	ID         int64               `json:"id"`
	Rider      club.RiderID        `json:"rider"`
	Offer      catalogue.OfferID   `json:"offer"`
	Season     int64               `json:"season"`
	Line       int64               `json:"line" doc:"Of the invoice"`
	InvoiceID  billing.InvoiceID   `json:"invoiceId"`
	Invoice    string              `json:"invoice" doc:"Its number"`
	Carried    bool                `json:"carried" doc:"From the program before: no invoice of the club sold it"`
	Remaining  money.Cents         `json:"remainingCents" doc:"To be paid of the invoice"`
	Name       string              `json:"name"`
	Series     []planning.SeriesID `json:"series" nullable:"false" doc:"That it runs in now"`
	Sold       []planning.SeriesID `json:"-"` // as the invoice says
	Moves      []PackageMove       `json:"moves" nullable:"false" doc:"To other slots, the first first"`
	Weeks      booking.Weeks       `json:"weeks" enum:"every,odd,even"`
	Lessons    int                 `json:"lessons" doc:"Bought"`
	Of         int                 `json:"ofLessons" doc:"Of the whole season or period"`
	Full       []calendar.Day      `json:"fullDays" nullable:"false" doc:"That were full: neither booked nor charged"`
	Elsewhere  []calendar.Day      `json:"-"` // when the rider had another lesson then: neither booked nor charged
	EndedDay   calendar.Day        `json:"endedDay,omitempty" doc:"From which it runs no more; empty while it runs"`
	CreditNote billing.InvoiceID   `json:"creditNote,omitempty" doc:"That ended it"`
	NoteNumber string              `json:"noteNumber,omitempty"`
	Valid      calendar.Period     `json:"-"` // of a part of the season; empty for all of it
}

// PackageMove is how a package went to another slot in mid-season.
type PackageMove struct {
	Day        calendar.Day      `json:"day" doc:"The first on the new slot"`
	Leaves     planning.SeriesID `json:"leaves"`
	Takes      planning.SeriesID `json:"takes"`
	Lessons    int               `json:"lessons" doc:"Booked on the new slot"`
	Short      int               `json:"short" doc:"Lessons it had no place for: given back"`
	Kept       money.Cents       `json:"keptCents" doc:"Of their worth, by the club's terms"`
	CreditNote billing.InvoiceID `json:"creditNote" doc:"That gave them back; 0 for none"`
}

// Left is how many lessons are paid for: those bought, less what moves gave back.
func (p Package) Left() int {
	n := p.Lessons
	for _, m := range p.Moves {
		n -= m.Short
	}
	return n
}

// Holds reports whether the package has the weekly place in a lesson of a series: it
// runs in the series on that day, and rides in that week.
func (p Package) Holds(l planning.Lesson) bool {
	series := slices.Clone(p.Sold)
	for _, m := range p.Moves {
		if at := slices.Index(series, m.Leaves); at >= 0 && m.Day <= l.Day {
			series[at] = m.Takes
		}
	}
	return slices.Contains(series, l.Series) && p.Weeks.Rides(cmp.Or(l.Week, l.Day)) && (p.EndedDay == "" || l.Day < p.EndedDay) &&
		l.Day >= p.Valid.First && (p.Valid.Last == "" || l.Day <= p.Valid.Last)
}

// Kept is what the club's terms kept of the lessons that moves gave back.
func (p Package) Kept() (kept money.Cents) {
	for _, m := range p.Moves {
		kept += m.Kept
	}
	return kept
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

// EndPackage ends the package of a line that a credit note gave back, unless it
// was stopped before.
func (tx *Tx) EndPackage(line int64, note billing.InvoiceID, day calendar.Day) error {
	_, err := tx.exec("UPDATE packages SET ended_day = ?, credit_note = ? WHERE invoice_line = ? AND ended_day = ''", string(day), int64(note), line)
	return err
}

// StopPackage ends a package from a day on; 0 is no credit note.
func (tx *Tx) StopPackage(id int64, note billing.InvoiceID, day calendar.Day) error {
	return tx.change("UPDATE packages SET ended_day = ?, credit_note = ? WHERE id = ?", string(day), orNull(note), id)
}

// MovePackage takes a package to another slot.
func (tx *Tx) MovePackage(id int64, m PackageMove) error {
	_, err := tx.exec("INSERT INTO package_moves (package, day, leaves, takes, lessons, short, kept_cents, credit_note) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		id, string(m.Day), int64(m.Leaves), int64(m.Takes), m.Lessons, m.Short, int64(m.Kept), orNull(m.CreditNote))
	return err
}

const selectPackages = `SELECT p.id, p.rider, p.offer, p.season, p.invoice_line, coalesce(i.id, 0), coalesce(i.number, ''), coalesce(i.kind = 'opening', 0),
	coalesce(i.total_cents - s.settled_cents, 0), coalesce(l.text, ''),
	(SELECT json_group_array(series) FROM (SELECT series FROM package_series WHERE package = p.id ORDER BY series)),
	(SELECT json_group_array(json_object('day', day, 'leaves', leaves, 'takes', takes, 'lessons', lessons, 'short', short, 'keptCents', kept_cents,
		'creditNote', coalesce(credit_note, 0))) FROM (SELECT * FROM package_moves WHERE package = p.id ORDER BY id)),
	p.weeks, p.lessons, p.of_lessons, coalesce(json_extract(l.seats, '$.fullDays'), '[]'),
	coalesce(json_extract(l.seats, '$.elsewhereDays'), '[]'), p.ended_day, p.credit_note, coalesce(n.number, ''),
	coalesce(json_extract(l.terms, '$.validFrom'), ''), coalesce(json_extract(l.terms, '$.validThrough'), '')
	FROM packages p JOIN riders r ON r.id = p.rider LEFT JOIN invoice_lines l ON l.id = p.invoice_line LEFT JOIN invoices i ON i.id = l.invoice
	LEFT JOIN settlements s ON s.invoice = i.id LEFT JOIN invoices n ON n.id = p.credit_note `

func scanPackage(row scanner) (p Package, err error) {
	err = row.Scan(&p.ID, &p.Rider, &p.Offer, &p.Season, &p.Line, &p.InvoiceID, &p.Invoice, &p.Carried, &p.Remaining, &p.Name,
		fromJSON(&p.Sold), fromJSON(&p.Moves), &p.Weeks, &p.Lessons, &p.Of, fromJSON(&p.Full), fromJSON(&p.Elsewhere), &p.EndedDay, orZero(&p.CreditNote), &p.NoteNumber,
		&p.Valid.First, &p.Valid.Last)
	p.Series = slices.Clone(p.Sold)
	for _, m := range p.Moves {
		if at := slices.Index(p.Series, m.Leaves); at >= 0 {
			p.Series[at] = m.Takes
		}
	}
	return p, err
}

// Packages lists every package, or those of the riders a household sees, the
// first bought first.
func (tx *Tx) Packages(household club.HouseholdID) ([]Package, error) {
	where, args := "1", []any{}
	if household != 0 {
		where, args = seenFrom("?1"), []any{int64(household)}
	}
	return collect(tx, scanPackage, selectPackages+"WHERE "+where+" ORDER BY p.id", args...)
}

// PackagesIn lists the packages that run, or ran, in a series, the first bought first.
func (tx *Tx) PackagesIn(series planning.SeriesID) ([]Package, error) {
	return collect(tx, scanPackage, selectPackages+`WHERE p.id IN (SELECT package FROM package_series WHERE series = ?1
		UNION SELECT package FROM package_moves WHERE takes = ?1) ORDER BY p.id`, int64(series))
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
