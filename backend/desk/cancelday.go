package desk

import (
	"context"
	"maps"
	"slices"
	"strings"

	"paddock/backend/billing"
	"paddock/backend/booking"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/money"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// DayCancelled is what cancelling a day of an activity does.
type DayCancelled struct {
	Riders   []DayRider  `json:"riders" nullable:"false" doc:"Whose place on the day is sold"`
	Families int         `json:"families" doc:"How many are written to"`
	Back     money.Cents `json:"backCents" doc:"The day's part of all they paid or owe, that credit notes may give back"`
}

// DayRider is a rider who loses a day of an activity.
type DayRider struct {
	Rider     club.RiderID      `json:"rider"`
	Name      string            `json:"name"`
	Household club.HouseholdID  `json:"household"`
	Invoice   billing.InvoiceID `json:"invoice"`
	Back      money.Cents       `json:"backCents" doc:"The day's part of what it was sold for; 0 for a day that was added at no price"`
	Lost      bool              `json:"lost" doc:"The invoice was written off: nothing is given back of it"`
	line      int64
}

// CancelActivityDay is why the club does not give a day of an activity.
type CancelActivityDay struct {
	Reason       string `json:"reason" maxLength:"500" doc:"Weather, the instructor is ill …; families read it"`
	Credit       bool   `json:"credit" doc:"The day's part is given back by credit notes; else nothing is"`
	Version      int    `json:"version" doc:"Of the day as it was shown"`
	ConfirmClock bool   `json:"confirmClock,omitempty"`
}

// PreviewCancelActivityDay tells what CancelActivityDay would do now.
func (d *Desk) PreviewCancelActivityDay(ctx context.Context, id catalogue.OfferID, day planning.LessonID) (DayCancelled, error) {
	return read(ctx, d, "previewCancelActivityDay", func(tx *sqlite.Tx) (DayCancelled, error) {
		lesson, err := tx.Lesson(day)
		if err == nil && lesson.Activity != id {
			err = sqlite.ErrNotFound
		}
		if err != nil {
			return DayCancelled{}, refused(err, club.CodeLessonNotFound)
		}
		return cancellingDay(tx, lesson)
	})
}

// CancelActivityDay cancels a day of an activity by the club. The terms of the
// activity are for families who give it up, not for the club: the day's part of the
// price comes back by credit notes, or the desk says that nothing does. Everybody
// is told which. The other days stay. A credit note is lasting.
func (d *Desk) CancelActivityDay(ctx context.Context, req Request, id catalogue.OfferID, day planning.LessonID, in CancelActivityDay) (DayCancelled, error) {
	body := struct {
		ID  catalogue.OfferID
		Day planning.LessonID
		In  CancelActivityDay
	}{id, day, in}
	return write(ctx, d, req, "cancelActivityDay", body, func(tx *sqlite.Tx) (DayCancelled, error) {
		c, err := loadClub(tx)
		if err != nil {
			return DayCancelled{}, err
		}
		if in.Reason = clean(in.Reason); in.Reason == "" {
			return DayCancelled{}, club.Refuse(club.CodeReasonNeeded).On("reason")
		}
		offer, err := activityOffer(tx, id)
		if err != nil {
			return DayCancelled{}, err
		}
		before, err := plannedLesson(tx, day, in.Version)
		if err != nil {
			return DayCancelled{}, err
		}
		if before.Activity != id {
			return DayCancelled{}, club.Refuse(club.CodeLessonNotFound)
		}
		what, err := cancellingDay(tx, before)
		if err != nil {
			return what, err
		}
		changes := []lessonChange{{before, before}}
		changes[0].After.State, changes[0].After.Reason = planning.Cancelled, in.Reason
		p, err := newPlanner(tx, c, req.Actor, touched(changes))
		if err != nil {
			return what, err
		}
		p.changes, p.lasting = changes, in.Credit && what.Back > 0
		if err := p.waitForNext(before); err != nil {
			return what, err
		}
		if err := p.activityDone("cancelActivityDay", offer); err != nil {
			return what, err
		}
		if in.Credit {
			if err := what.giveBack(tx, c, req.Actor, Credit{Reason: in.Reason, ConfirmClock: in.ConfirmClock}); err != nil {
				return what, err
			}
		}
		return what, what.tell(tx, c, req.Actor, changes[0].After, in.Credit)
	})
}

// cancellingDay is who has a sold place on a day of an activity, with the day's
// part of the price.
func cancellingDay(tx *sqlite.Tx, day planning.Lesson) (DayCancelled, error) {
	what := DayCancelled{Riders: []DayRider{}}
	rows, err := tx.Enrolled(day.Activity)
	if err != nil {
		return what, err
	}
	families := map[club.HouseholdID]bool{}
	for _, r := range rows {
		if r.Lesson != day.ID || r.By != booking.ByActivity || r.State == booking.Held {
			continue
		}
		one := DayRider{Rider: r.Rider, Name: r.FirstName + " " + r.Surname, Household: r.Household, Invoice: billing.InvoiceID(r.Invoice), line: r.Line}
		if one.Back, err = dayPart(tx, one.Invoice, r.Line, day.ID); err != nil {
			return what, err
		}
		families[r.Household] = true
		what.Riders = append(what.Riders, one)
	}
	what.Families = len(families)
	for invoice, returns := range what.returns() {
		lost, err := isLost(tx, invoice, returns)
		if err != nil {
			return what, err
		}
		for i := range what.Riders {
			if one := &what.Riders[i]; lost && one.Invoice == invoice {
				one.Lost, one.Back = true, 0
			}
		}
	}
	for _, one := range what.Riders {
		what.Back += one.Back
	}
	return what, nil
}

// returns are the day's parts of the lines of each invoice.
func (w DayCancelled) returns() map[billing.InvoiceID][]billing.Return {
	returns := map[billing.InvoiceID][]billing.Return{}
	for _, r := range w.Riders {
		if r.Back > 0 {
			returns[r.Invoice] = append(returns[r.Invoice], billing.Return{Line: r.line, Cents: r.Back})
		}
	}
	return returns
}

// dayPart is what a day is worth of what a line was sold for, less its discounts:
// the days it was sold with share it to the cent, one that was added later was
// given. It is never more than what is left of the line.
func dayPart(tx *sqlite.Tx, invoice billing.InvoiceID, line int64, day planning.LessonID) (money.Cents, error) {
	if invoice == 0 {
		return 0, nil
	}
	paid, err := payLines(tx, invoice)
	if err != nil {
		return 0, err
	}
	n := slices.IndexFunc(paid.doc.Lines, func(l billing.Line) bool { return l.ID == line })
	days, err := tx.DaysSold(line)
	if err != nil || n < 0 {
		return 0, err
	}
	if seats := paid.doc.Lines[n].Seats; seats != nil && 0 < seats.Lessons && seats.Lessons < len(days) {
		days = days[:seats.Lessons]
	}
	at := slices.Index(days, day)
	if at < 0 {
		return 0, nil
	}
	parts := money.Share(billing.Left(paid.doc, nil)[n], slices.Repeat([]money.Cents{1}, len(days)))
	return min(parts[at], paid.left[n]), nil
}

// giveBack issues a credit note over each invoice, of the day's part of its lines.
func (w DayCancelled) giveBack(tx *sqlite.Tx, c clubNow, actor club.Actor, credit Credit) error {
	returns := w.returns()
	for _, invoice := range slices.Sorted(maps.Keys(returns)) {
		credit.Returns = returns[invoice]
		if _, err := giveBack(tx, c, actor, invoice, credit); err != nil {
			return err
		}
	}
	return nil
}

// tell writes to each family that the day is not given, and what comes back for
// each of its riders.
func (w DayCancelled) tell(tx *sqlite.Tx, c clubNow, actor club.Actor, day planning.Lesson, credit bool) error {
	riders := map[club.HouseholdID][]DayRider{}
	for _, r := range w.Riders {
		riders[r.Household] = append(riders[r.Household], r)
	}
	for _, household := range slices.Sorted(maps.Keys(riders)) {
		lang, err := languageOf(tx, c, household)
		if err != nil {
			return err
		}
		var lines []string
		var what about
		for _, r := range riders[household] {
			said := "message.day.stays"
			if credit && r.Back > 0 {
				said = "message.day.credited"
			}
			lines = append(lines, locale.Text(lang, said, locale.Params{"rider": r.Name, "backCents": r.Back}))
			what.riders = append(what.riders, r.Name)
			what.says = append(what.says, sqlite.Said{Code: strings.TrimPrefix(said, "message."), Params: map[string]any{"rider": r.Name, "backCents": r.Back}})
		}
		params := map[string]any{"reason": day.Reason, "riders": strings.Join(lines, "\n")}
		if err := tell(tx, c, actor, "dayCancelled", household, day, params, what); err != nil {
			return err
		}
	}
	return nil
}

// waitForNext lets who waits for an activity wait for the day that is its first
// once this one is not given.
func (p *planner) waitForNext(cancelled planning.Lesson) error {
	days, err := p.tx.LessonsOfActivity(cancelled.Activity)
	if err != nil {
		return err
	}
	days = slices.DeleteFunc(days, func(l planning.Lesson) bool { return l.State == planning.Cancelled })
	if len(days) < 2 || days[0].ID != cancelled.ID {
		return nil
	}
	moved, err := p.tx.MoveWaiting(cancelled.ID, days[1].ID)
	p.lasting = p.lasting || moved > 0
	return err
}
