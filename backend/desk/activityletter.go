package desk

import (
	"context"
	"slices"

	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// Letter is what the desk writes to the families of an activity, in its own
// words.
type Letter struct {
	Subject string `json:"subject"`
	Body    string `json:"body"`
}

// check refuses a letter that says nothing.
func (l *Letter) check() error {
	f := form{}
	f.name("subject", &l.Subject)
	f.notes("body", &l.Body)
	if l.Body == "" {
		f.refuse(club.CodeRequired, "body")
	}
	return f.err
}

// WriteToEnrolled puts a letter to every family that has a rider in an activity
// into the outbox, once a family, and tells how many there are.
func (d *Desk) WriteToEnrolled(ctx context.Context, req Request, id catalogue.OfferID, in Letter) (int, error) {
	body := struct {
		ID catalogue.OfferID
		In Letter
	}{id, in}
	return write(ctx, d, req, "writeToEnrolled", body, func(tx *sqlite.Tx) (int, error) {
		c, err := loadClub(tx)
		if err != nil {
			return 0, err
		}
		if err := in.check(); err != nil {
			return 0, err
		}
		view, err := viewActivity(tx, c, id)
		if err != nil {
			return 0, err
		}
		told := map[club.HouseholdID]bool{}
		for _, e := range view.Enrolled {
			if told[e.Household] {
				continue
			}
			told[e.Household] = true
			home, err := tx.HouseholdHead(e.Household)
			if err != nil {
				return 0, err
			}
			message := sqlite.Message{Household: home.ID, Kind: "activityLetter", Language: home.Language, Subject: in.Subject, Body: in.Body, Lesson: view.firstDay()}
			if !home.Language.Valid() {
				message.Language = c.Identity.Language
			}
			if err := tx.InsertMessage(message, req.Actor); err != nil {
				return 0, err
			}
		}
		if len(told) == 0 {
			return 0, club.Refuse(club.CodeNobodyEnrolled)
		}
		return len(told), nil
	})
}

// firstDay is the first lesson that is still given; 0 for none.
func (v ActivityView) firstDay() planning.LessonID {
	at := slices.IndexFunc(v.Days, func(d ActivityDayView) bool { return d.State != planning.Cancelled })
	if at < 0 {
		return 0
	}
	return v.Days[at].ID
}
