package desk

import (
	"context"
	"slices"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/money"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// EnrolmentCancelled is what giving an enrolment up does, in cents.
type EnrolmentCancelled struct {
	Invoice billing.InvoiceID `json:"invoice"`
	Asked   money.Cents       `json:"askedCents" doc:"What the enrolment is invoiced for"`
	Kept    money.Cents       `json:"keptCents" doc:"What the club keeps by the terms it was sold under"`
	Back    money.Cents       `json:"backCents" doc:"What a credit note gives back"`
	line    billing.Line
	lesson  planning.LessonID
}

// CancelEnrolment is why a rider leaves an activity.
type CancelEnrolment struct {
	Reason       string `json:"reason" maxLength:"500"`
	ConfirmClock bool   `json:"confirmClock,omitempty"`
}

// PreviewCancelEnrolment tells what CancelEnrolment would do now.
func (d *Desk) PreviewCancelEnrolment(ctx context.Context, id catalogue.OfferID, rider club.RiderID) (EnrolmentCancelled, error) {
	return read(ctx, d, "previewCancelEnrolment", func(tx *sqlite.Tx) (EnrolmentCancelled, error) {
		c, err := loadClub(tx)
		if err != nil {
			return EnrolmentCancelled{}, err
		}
		return cancellingEnrolment(tx, c, id, rider)
	})
}

// CancelEnrolment takes a rider out of an activity: a credit note gives back what
// the terms it was sold under do not keep, and the days that are still to come are
// offered to who waits for them.
func (d *Desk) CancelEnrolment(ctx context.Context, req Request, id catalogue.OfferID, rider club.RiderID, in CancelEnrolment) (EnrolmentCancelled, error) {
	body := struct {
		ID    catalogue.OfferID
		Rider club.RiderID
		In    CancelEnrolment
	}{id, rider, in}
	return write(ctx, d, req, "cancelEnrolment", body, func(tx *sqlite.Tx) (EnrolmentCancelled, error) {
		c, err := loadClub(tx)
		if err != nil {
			return EnrolmentCancelled{}, err
		}
		what, err := cancellingEnrolment(tx, c, id, rider)
		if err != nil {
			return what, err
		}
		if clean(in.Reason) == "" {
			return what, club.Refuse(club.CodeReasonNeeded).On("reason")
		}
		if what.Back > 0 {
			credit := Credit{Returns: []billing.Return{{Line: what.line.ID, Cents: what.Back}}, Reason: in.Reason, ConfirmClock: in.ConfirmClock}
			if _, err := giveBack(tx, c, req.Actor, what.Invoice, credit); err != nil {
				return what, err
			}
		}
		freed, err := unseat(tx, c, req.Actor, what.line) // also what a part of the price is kept of
		if err == nil {
			err = offerFreed(tx, c, req.Actor, freed)
		}
		if err != nil {
			return what, err
		}
		return what, what.confirm(tx, c, req.Actor, rider)
	})
}

// cancellingEnrolment is what the enrolment of a rider is invoiced for and what
// of it the club keeps today: by the terms on the invoice, and the first day of
// the activity as it is now.
func cancellingEnrolment(tx *sqlite.Tx, c clubNow, id catalogue.OfferID, rider club.RiderID) (EnrolmentCancelled, error) {
	rows, err := tx.Enrolled(id)
	if err != nil {
		return EnrolmentCancelled{}, err
	}
	at := slices.IndexFunc(rows, func(r sqlite.EnrolledRow) bool { return r.Rider == rider && r.Invoice != 0 })
	if at < 0 {
		return EnrolmentCancelled{}, club.Refuse(club.CodeNotEnrolled)
	}
	what := EnrolmentCancelled{Invoice: billing.InvoiceID(rows[at].Invoice), lesson: rows[at].Lesson}
	paid, err := payLines(tx, what.Invoice)
	if err != nil {
		return what, err
	}
	n := slices.IndexFunc(paid.doc.Lines, func(l billing.Line) bool { return l.ID == rows[at].Line })
	if n < 0 {
		return what, club.Refuse(club.CodeNotEnrolled)
	}
	first, _, err := tx.ActivityDays(id)
	if err != nil {
		return what, err
	}
	what.line, what.Asked = paid.doc.Lines[n], paid.left[n]
	what.Kept = keptOf(what.line, what.Asked, first, c.today)
	what.Back = what.Asked - what.Kept
	if what.Back > 0 {
		lost, err := isLost(tx, what.Invoice, []billing.Return{{Line: what.line.ID, Cents: what.Back}})
		if err != nil || !lost {
			return what, err
		}
		what.Kept, what.Back = what.Asked, 0 // nobody paid what would be given back
	}
	return what, nil
}

// confirm writes to the family that an enrolment is cancelled, and what comes back.
func (e EnrolmentCancelled) confirm(tx *sqlite.Tx, c clubNow, actor club.Actor, id club.RiderID) error {
	rider, err := tx.Rider(id)
	if err != nil {
		return err
	}
	lesson, err := tx.Lesson(e.lesson)
	if err != nil {
		return err
	}
	lang, err := languageOf(tx, c, rider.Household)
	if err != nil {
		return err
	}
	said := "message.enrolment.nothing"
	if e.Back > 0 {
		said = "message.enrolment.credited"
	}
	params := map[string]any{"rider": rider.FirstName, "what": locale.Text(lang, said, map[string]any{"backCents": e.Back})}
	return tell(tx, c, actor, "enrolmentCancelled", rider.Household, lesson, params, about{riders: []string{rider.FirstName}})
}

// keptOf is never more than what is left of a line.
func keptOf(line billing.Line, asked money.Cents, first, today calendar.Day) money.Cents {
	return min(line.Terms.Keeps.Of(line.Cents, first, today), asked)
}
