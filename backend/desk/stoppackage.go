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
	"paddock/backend/planning"
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
	Fallen money.Cents       `json:"fallenCents" doc:"Discounts of the household's other packages that fall with it, for their own lessons left: taken off"`
	Kept   money.Cents       `json:"keptCents" doc:"What the club's terms keep of it"`
	Back   money.Cents       `json:"backCents" doc:"What a credit note gives back; none for 0"`
	Note   billing.InvoiceID `json:"creditNote,omitempty" doc:"Once it is done"`
	Number string            `json:"noteNumber,omitempty"`
	ending
}

// ending is a package of which lessons are given up.
type ending struct {
	bought  sqlite.Package
	line    billing.Line
	left    money.Cents           // of the line, that no note gave back
	now     money.Cents           // the same at the ranks the household's riders have now
	stops   *stops                // it leaves: what the other packages of the household have left
	leaving []sqlite.PackagePlace // given up: neither begun, nor made good, nor lost
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
		if stop.Note, stop.Number, err = stop.credit(tx, c, req.Actor, stop.gross(), in.Reason, in.ConfirmClock); err != nil {
			return stop, err
		}
		freed, err := giveUpLessons(tx, req.Actor, stop.leaving)
		if err != nil {
			return stop, err
		}
		if err := tx.StopPackage(id, stop.Note, in.From); err != nil {
			return stop, err
		}
		if err := offerFreed(tx, c, req.Actor, freed); err != nil {
			return stop, err
		}
		if err := tx.Seal(journal.PackageStopped, req.Actor, stop.bought.Invoice, stoppedPackage{stop.line.ID, in.From, stop.Note}); err != nil {
			return stop, err
		}
		return stop, recognise(tx, c, req.Actor, c.today, []int64{stop.line.ID})
	})
}

// stoppingPackage is what is left of a package and what it is worth.
func stoppingPackage(tx *sqlite.Tx, c clubNow, id int64, in StopPackage) (PackageStop, error) {
	var stop PackageStop
	var err error
	if stop.ending, err = endingOf(tx, c, id, in.From, in.Keeps); err != nil {
		return stop, err
	}
	run, err := stop.run(tx, c, in.From, 0)
	if err != nil {
		return stop, err
	}
	stop.Bought = stop.bought.Left()
	if stop.Leave = booking.Leaving(run, stop.Bought, in.From); stop.Leave.Left == 0 {
		return stop, club.Refuse(club.CodeNoLessonLeft).On("fromDay").With("name", stop.bought.Name)
	}
	if stop.bought.Carried { // its money is another program's: what is given back is a balance carried over
		return stop, nil
	}
	stop.Worth, _ = stop.worth(stop.Leave.Left, 0)
	if stop.Fallen, err = stop.falls(tx, c, in.From); err != nil {
		return stop, err
	}
	stop.Fallen = min(stop.Fallen, stop.Worth)
	stop.Kept = (stop.Worth - stop.Fallen).MulDiv(int64(in.Keeps), 100)
	stop.Back = stop.Worth - stop.Fallen - stop.Kept
	return stop, nil
}

// falls is what the household's other packages lose of their discounts because this
// one leaves: ranks are counted again, for the lessons each has left from a day on
// (PRODUCT section 3: the credit is the old total less the new one).
func (e *ending) falls(tx *sqlite.Tx, c clubNow, from calendar.Day) (money.Cents, error) {
	doc, err := tx.Document(e.bought.InvoiceID)
	if err != nil || doc.Household == 0 {
		return 0, err
	}
	all, err := tx.Packages(doc.Household)
	if err != nil {
		return 0, err
	}
	left := map[int64][2]int{}
	for _, p := range all {
		if p.EndedDay != "" || p.Left() == 0 {
			continue
		}
		run, err := (&ending{bought: p}).run(tx, c, from, 0)
		if err != nil {
			return 0, err
		}
		left[p.Line] = [2]int{booking.Leaving(run, p.Left(), from).Left, p.Left()}
	}
	e.stops = &stops{e.bought.Line, func(h billing.Held) (int, int) {
		if share, known := left[h.Line]; known {
			return share[0], share[1]
		}
		return left[e.bought.Line][0], left[e.bought.Line][1]
	}}
	held, err := tx.Held(doc.Household)
	var cents money.Cents
	for _, f := range billing.Fall(held, []int64{e.bought.Line}, e.stops.share) {
		cents += f.Cents
	}
	return cents, err
}

// gross is what the note gives back of the line, of which it takes what falls; none
// when nothing goes back.
func (s PackageStop) gross() money.Cents {
	if s.Back == 0 {
		return 0
	}
	return s.Back + s.Fallen
}

// endingOf loads a package of which lessons are to be given up from a day on.
func endingOf(tx *sqlite.Tx, c clubNow, id int64, from calendar.Day, keeps int) (ending, error) {
	var e ending
	err := checkDay(from, "fromDay")
	if err != nil {
		return e, err
	}
	if e.bought, err = tx.Package(id); err != nil {
		return e, refused(err, club.CodePackageNotFound)
	}
	switch {
	case e.bought.EndedDay != "":
		return e, club.Refuse(club.CodePackageStopped).With("endedDay", e.bought.EndedDay)
	case from < c.today:
		return e, club.Refuse(club.CodeDayOrder).On("fromDay")
	case keeps < 0 || keeps > 100:
		return e, club.Refuse(club.CodeInvalid).On("keepsPercent")
	}
	paid, err := payLines(tx, e.bought.InvoiceID)
	if err != nil {
		return e, err
	}
	n := slices.IndexFunc(paid.doc.Lines, func(l billing.Line) bool { return l.ID == e.bought.Line })
	e.line, e.left = paid.doc.Lines[n], paid.left[n]
	if paid.row.Written > 0 { // nothing goes back of what was written off
		e.left = 0
	}
	notes, err := tx.CreditNotesOver(e.bought.InvoiceID)
	if err != nil {
		return e, err
	}
	held, err := tx.Held(paid.doc.Household)
	e.now = billing.LeftNow(paid.doc, notes, held, e.line.ID)
	return e, err
}

// run is the package as the run of its lessons, of which those in a series, in
// any for 0, are given up from a day on.
func (e *ending) run(tx *sqlite.Tx, c clubNow, from calendar.Day, series planning.SeriesID) ([]booking.RunPlace, error) {
	places, err := tx.PlacesOf(e.bought.ID)
	run := make([]booking.RunPlace, len(places))
	for i, p := range places {
		run[i] = c.fateOf(tx, p)
		if fate := run[i].Fate(); p.Day >= from && !run[i].Begun && !run[i].Closed && (series == 0 || p.Series == series) &&
			(fate == booking.ToCome || fate == booking.Excused) {
			e.leaving = append(e.leaving, p)
		}
	}
	return run, err
}

// worth is what some of the lessons that are paid for are worth, by the pro rata
// of the sale, and what the club keeps of that. What it kept before stays kept.
func (e ending) worth(lessons, keeps int) (worth, kept money.Cents) {
	worth = min(e.left, max(0, e.now-e.bought.Kept()).MulDiv(int64(lessons), int64(e.bought.Left())))
	return worth, worth.MulDiv(int64(keeps), 100)
}

// credit gives cents of the package back by a credit note; none for 0.
func (e ending) credit(tx *sqlite.Tx, c clubNow, actor club.Actor, cents money.Cents, reason string, clock bool) (note billing.InvoiceID, number string, err error) {
	if cents == 0 {
		return 0, "", nil
	}
	in := Credit{Returns: []billing.Return{{Line: e.line.ID, Cents: cents}}, Reason: reason, ConfirmClock: clock, stops: e.stops, goes: e.line.ID}
	if note, err = giveBack(tx, c, actor, e.bought.InvoiceID, in); err == nil {
		_, number, err = tx.NumberOf(note)
	}
	return note, number, err
}

// giveUpLessons lets lessons be of their package no more, and tells where that frees a
// place: see offerFreed.
func giveUpLessons(tx *sqlite.Tx, actor club.Actor, places []sqlite.PackagePlace) (freed []planning.LessonID, err error) {
	for _, p := range places {
		if err := tx.GiveUpBooking(p.Booking, actor); err != nil {
			return nil, err
		}
		if p.State.Takes() {
			freed = append(freed, p.Lesson)
		}
	}
	return freed, nil
}
