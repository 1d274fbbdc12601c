package desk

import (
	"fmt"
	"slices"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/sqlite"
)

// packageSold is what a line that sold a package makes of it.
type packageSold struct {
	Rider club.RiderID      `json:"rider"`
	Offer catalogue.OfferID `json:"offer"`
	billing.LineSeats
}

// packageFate is how a package ended; empty while it runs.
type packageFate struct {
	Day        calendar.Day      `json:"day"`
	CreditNote billing.InvoiceID `json:"creditNote"`
}

func packageKey(line int64) string { return fmt.Sprintf("package %d", line) }

// sellPackage makes the package of a line: see sale.seat.
func (r *replay) sellPackage(e event, number string, l billing.Line) {
	if l.Seats == nil {
		return
	}
	r.add(packageKey(l.ID), &row{thing: "package", name: number, parts: []part{
		{e.Seq, soldPackage(l.Rider, l.Offer, *l.Seats)}, {e.Seq, packageFate{}}, {e.Seq, []sqlite.PackageMove{}},
	}})
}

// soldPackage leaves out of the seats what a package has no column for.
func soldPackage(rider club.RiderID, offer catalogue.OfferID, s billing.LineSeats) packageSold {
	s.By, s.Full, s.Elsewhere = "", nil, nil
	return packageSold{rider, offer, s}
}

// endPackage ends the package of a line that a credit note gave back, unless it
// was stopped before: see takeBack.
func (r *replay) endPackage(e event, l billing.Line, note billing.Document) {
	if sold := r.rows[packageKey(l.ID)]; sold != nil && sold.parts[1].says == (packageFate{}) {
		sold.parts[1] = part{e.Seq, packageFate{note.Day, note.ID}}
	}
}

// stopPackage ends a package in mid-season: see StopPackage.
func (r *replay) stopPackage(e event, stopped stoppedPackage) {
	if sold := r.rows[packageKey(stopped.Line)]; sold != nil {
		sold.parts[1] = part{e.Seq, packageFate{stopped.Day, stopped.CreditNote}}
	}
}

// movePackage takes a package to another slot: see ChangeSlot.
func (r *replay) movePackage(e event, moved movedPackage) {
	if sold := r.rows[packageKey(moved.Line)]; sold != nil {
		sold.parts[2] = part{e.Seq, append(slices.Clone(sold.parts[2].says.([]sqlite.PackageMove)), moved.PackageMove)}
	}
}

// packageRows adds the packages as they are to what is compared with the replay.
func (p *proof) packageRows(is *replay) error {
	packages, err := p.tx.Packages(0)
	for _, k := range packages {
		seats := billing.LineSeats{Season: k.Season, Series: k.Sold, Weeks: k.Weeks, Lessons: k.Lessons, Of: k.Of}
		is.add(packageKey(k.Line), &row{thing: "package", name: k.Invoice, parts: []part{
			{0, soldPackage(k.Rider, k.Offer, seats)}, {0, packageFate{k.EndedDay, k.CreditNote}}, {0, k.Moves},
		}})
	}
	return err
}

// seatedPlaces names the places that neither a package of the rider nor an
// activity that was sold to them pays for.
func (p *proof) seatedPlaces() error {
	strange, err := p.tx.StrangePlaces()
	for _, b := range strange {
		p.find(0, "placeUnpaid", map[string]any{"booking": int64(b.ID), "lesson": int64(b.Lesson)})
	}
	return err
}
