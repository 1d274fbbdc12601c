package desk

import (
	"context"
	"slices"

	"paddock/backend/billing"
	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/journal"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// StopPackage says from which day a package is given up in mid-season, and what
// the club's terms keep of the lessons left.
type StopPackage struct {
	From         calendar.Day `json:"fromDay" doc:"The first day whose places are free; today or later"`
	Keeps        int          `json:"keepsPercent" minimum:"0" maximum:"100" doc:"Of what the lessons left are worth"`
	Reason       string       `json:"reason" maxLength:"500"`
	ConfirmClock bool         `json:"confirmClock,omitempty"`
}

// PackageStop is what stopping a package does. Amounts are in cents.
type PackageStop struct {
	booking.Leave
	Bought int               `json:"bought" doc:"Lessons that the invoice charged and no note gave back"`
	Worth  money.Cents       `json:"worthCents" doc:"Of the lessons left, by the pro rata of the sale"`
	Kept   money.Cents       `json:"keptCents" doc:"What the club's terms keep of it"`
	Back   money.Cents       `json:"backCents" doc:"What a credit note gives back; none for 0"`
	Note   billing.InvoiceID `json:"creditNote,omitempty" doc:"Once it is done"`
	Number string            `json:"noteNumber,omitempty"`
	bought sqlite.Package
	line   billing.Line
}

// stoppedPackage is what the chain holds of a package that was stopped.
type stoppedPackage struct {
	Line       int64             `json:"line"`
	Day        calendar.Day      `json:"day"`
	CreditNote billing.InvoiceID `json:"creditNote"`
}

// PreviewStopPackage tells what StopPackage would do now.
func (d *Desk) PreviewStopPackage(ctx context.Context, id int64, in StopPackage) (PackageStop, error) {
	return read(ctx, d, "previewStopPackage", func(tx *sqlite.Tx) (PackageStop, error) {
		c, err := loadClub(tx)
		if err != nil {
			return PackageStop{}, err
		}
		return stoppingPackage(tx, c, id, in)
	})
}

// StopPackage ends a package in mid-season: a credit note for the lessons left,
// by the pro rata of the sale, less what the club's terms keep. What was given is
// counted by closed rolls before anything is removed; the places from that day on
// go to who waits for them (PRODUCT section 5).
func (d *Desk) StopPackage(ctx context.Context, req Request, id int64, in StopPackage) (PackageStop, error) {
	body := struct {
		Package int64
		In      StopPackage
	}{id, in}
	return write(ctx, d, req, "stopPackage", body, func(tx *sqlite.Tx) (PackageStop, error) {
		c, err := loadClub(tx)
		if err != nil {
			return PackageStop{}, err
		}
		stop, err := stoppingPackage(tx, c, id, in)
		if err != nil {
			return stop, err
		}
		if clean(in.Reason) == "" {
			return stop, club.Refuse(club.CodeReasonNeeded).On("reason")
		}
		if stop.Back > 0 {
			credit := Credit{Returns: []billing.Return{{Line: stop.line.ID, Cents: stop.Back}}, Reason: in.Reason, ConfirmClock: in.ConfirmClock}
			if stop.Note, err = giveBack(tx, c, req.Actor, stop.bought.InvoiceID, credit); err != nil {
				return stop, err
			}
			if _, stop.Number, err = tx.NumberOf(stop.Note); err != nil {
				return stop, err
			}
		}
		if err := unseatFrom(tx, c, req.Actor, stop.line, in.From); err != nil {
			return stop, err
		}
		if err := tx.StopPackage(id, stop.Note, in.From); err != nil {
			return stop, err
		}
		return stop, tx.Seal(journal.PackageStopped, req.Actor, stop.bought.Invoice, stoppedPackage{stop.line.ID, in.From, stop.Note})
	})
}

// stoppingPackage is what is left of a package and what it is worth.
func stoppingPackage(tx *sqlite.Tx, c clubNow, id int64, in StopPackage) (PackageStop, error) {
	bought, err := tx.Package(id)
	if err != nil {
		return PackageStop{}, refused(err, club.CodePackageNotFound)
	}
	stop := PackageStop{Bought: bought.Lessons, bought: bought}
	switch {
	case bought.EndedDay != "":
		return stop, club.Refuse(club.CodePackageStopped).With("endedDay", bought.EndedDay)
	case bought.Carried: // its money is another program's: the opening is corrected
		return stop, club.Refuse(club.CodeNotAnInvoice)
	case in.From < c.today:
		return stop, club.Refuse(club.CodeDayOrder).On("fromDay")
	case in.Keeps < 0 || in.Keeps > 100:
		return stop, club.Refuse(club.CodeInvalid).On("keepsPercent")
	}
	places, err := tx.PlacesOf(id)
	if err != nil {
		return stop, err
	}
	run := make([]booking.RunPlace, len(places))
	for i, p := range places {
		run[i] = c.fateOf(tx, p)
	}
	if stop.Leave = booking.Leaving(run, bought.Lessons, in.From); stop.Left == 0 {
		return stop, club.Refuse(club.CodeNoLessonLeft).On("fromDay").With("name", bought.Name)
	}
	paid, err := payLines(tx, bought.InvoiceID)
	if err != nil {
		return stop, err
	}
	n := slices.IndexFunc(paid.doc.Lines, func(l billing.Line) bool { return l.ID == bought.Line })
	stop.line = paid.doc.Lines[n]
	stop.Worth = paid.left[n].MulDiv(int64(stop.Left), int64(bought.Lessons))
	stop.Kept = stop.Worth.MulDiv(int64(in.Keeps), 100)
	stop.Back = stop.Worth - stop.Kept
	return stop, nil
}
